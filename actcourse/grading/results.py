"""What a run came to: verdicts from the journal, and what people changed in the gradebook."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..exercises.cells import answer_id, check_id
from ..exercises.spec import EXERCISES, Exercise, Verdict
from .gradebook import ByHand, Marks
from .intake import Origin
from .journal import Journal


@dataclass(frozen=True)
class Mark:
    """What an exercise brought: the verdict, and what a person made of it."""

    verdict: Verdict
    hand: ByHand

    @property
    def exercise(self) -> Exercise:
        """Its specification."""
        return EXERCISES[self.verdict.id]

    @property
    def earned(self) -> float:
        """The points that count."""
        base = self.verdict.earned if self.hand.score is None else self.hand.score
        return base + self.hand.extra

    @property
    def points(self) -> int:
        """Points to be had."""
        return self.verdict.points

    @property
    def status(self) -> str:
        """``"right"``, ``"partly"``, ``"wrong"`` or ``"open"``."""
        if self.hand.changes:
            return "right" if self.earned >= self.points else "partly" if self.earned else "wrong"
        return "partly" if self.verdict.earned and not self.verdict.right else self.verdict.status


@dataclass(frozen=True)
class Result:
    """What a student got for an assignment, exercise by exercise."""

    origin: Origin
    assignment: str
    marks: tuple[Mark, ...]

    @property
    def student(self) -> str:
        """The student, as the gradebook calls them."""
        return self.origin.student

    @property
    def earned(self) -> float:
        """The points that count."""
        return sum(mark.earned for mark in self.marks)

    @property
    def points(self) -> int:
        """Points to be had."""
        return sum(mark.points for mark in self.marks)

    @property
    def by_hand(self) -> bool:
        """Whether a person changed a mark."""
        return any(mark.hand.changes for mark in self.marks)


def results(journal: Journal, gradebook: Marks) -> Iterator[Result]:
    """All results of the journal's run, by assignment and student, one at a time."""
    name = None
    for student, assignment, origin, _ in journal.submissions(marked=True):
        if assignment != name:
            name, entered = assignment, gradebook.by_hand(assignment)
        marks = tuple(
            Mark(verdict, _hand(entered.get(student, {}), verdict.id))
            for verdict in journal.verdicts(student, assignment)
        )
        yield Result(origin, assignment, marks)


def _hand(entered: dict[str, ByHand], id) -> ByHand:
    comment = entered.get(answer_id(id), ByHand()).comment
    return replace(entered.get(check_id(id), ByHand()), comment=comment)
