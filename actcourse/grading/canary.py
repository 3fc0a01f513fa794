"""Submissions whose marks are known: the model solution has all the points, the stub has none.

If one of them gets another mark, the sandbox or the judge is broken, and no mark can be trusted.
"""

from pathlib import Path

from ..exercises import forms
from ..exercises.spec import Verdict
from .assignment import Assignment
from .errors import CanaryDied
from .intake import Origin, Submission


def canaries(path: str | Path, assignment: Assignment) -> dict[str, tuple[Submission, int]]:
    """The model solution and the stub of the source notebook at `path`, each with its points."""
    variant = assignment.variant
    source, student = forms.read(path, variant), forms.release(path, variant)
    stated = forms.exercises(source)
    solutions = {e.id: forms.solved(source.cells[answer].source) for e, answer, _ in stated}
    stubs = {e.id: student.cells[answer].source for e, answer, _ in stated}
    return {
        "the model solution": (_submission(assignment, solutions), assignment.points),
        "the stub": (_submission(assignment, stubs), 0),
    }


def hold(kind: str, verdicts: list[Verdict], points: int) -> None:
    """Raise `CanaryDied` unless the verdicts add up to `points`."""
    earned = sum(verdict.earned for verdict in verdicts)
    if earned != points:
        wrong = [str(v) for v in verdicts if v.earned != (v.points if points else 0)]
        raise CanaryDied(
            f"{kind} got {earned} points, expected {points}: no mark of this run can be trusted, "
            "and none was written.\n" + "\n".join(wrong)
        )


def _submission(assignment, answers) -> Submission:
    cells = tuple({"source": source, "answer": id} for id, source in answers.items())
    before = {id: number + 1 for number, id in enumerate(answers)}
    return Submission(Origin("canary", ""), assignment.name, "", cells, before)
