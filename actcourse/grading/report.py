"""The report on a class: how many points, where they were lost, which mistakes were made most."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from ..exercises.spec import EXERCISES
from . import pages
from .journal import Journal
from .results import Result

STATUSES = ("right", "partly", "wrong", "open")
MOST = 20  # mistakes that are listed


class Summary:
    """Counts over the results of an assignment; it is as large for ten thousand as for ten.

    Attributes
    ----------
    name, title, notebook : str
        nbgrader's assignment id, the title of the notebook, and nbgrader's notebook id.
    totals : Counter
        How many students have a number of points.
    alike : list of tuple
        What `actcourse.grading.alike.alike` gives.
    """

    def __init__(self, name: str, title: str, notebook: str):
        self.name, self.title, self.notebook = name, title, notebook
        self.points = 0
        self.totals = Counter()
        self.by_hand = 0
        self.alike: list[tuple[list[str], int]] = []
        self._statuses = defaultdict(Counter)
        self._earned: dict[str, float] = defaultdict(float)
        self._mistakes = Counter()

    def add(self, result: Result) -> None:
        """Count a result."""
        self.points = result.points
        self.totals[result.earned] += 1
        self.by_hand += result.by_hand
        for mark in result.marks:
            verdict = mark.verdict
            self._statuses[verdict.id][mark.status] += 1
            self._earned[verdict.id] += mark.earned
            if verdict.status == "wrong":
                self._mistakes[verdict.id, verdict.key, verdict.hint] += 1

    @property
    def number(self) -> int:
        """How many results there are."""
        return self.totals.total()

    @property
    def mean(self) -> float:
        """Mean of the points."""
        return sum(earned * n for earned, n in self.totals.items()) / self.number

    @property
    def median(self) -> float:
        """The points that half of the students have or exceed: the upper of two in the middle."""
        seen = 0
        for earned in sorted(self.totals):
            seen += self.totals[earned]
            if 2 * seen > self.number:
                return earned
        raise ValueError("there is no median without results")

    @property
    def columns(self) -> list[tuple[int, int]]:
        """Points, rounded down, and how many students have them; more than full marks is full."""
        counts = Counter()
        for earned, n in self.totals.items():
            counts[max(0, min(int(earned), self.points))] += n
        return [(whole, counts[whole]) for whole in range(self.points + 1)]

    @property
    def exercises(self) -> list[tuple]:
        """``(exercise, counts by status, share of the points)``, in the order of the notebook."""
        return [
            (EXERCISES[id], counts, self._earned[id] / (self.number * EXERCISES[id].points))
            for id, counts in self._statuses.items()
        ]

    @property
    def mistakes(self) -> list[tuple]:
        """``(exercise, key, hint, count)`` of the most frequent mistakes, the first one first."""
        most = sorted(self._mistakes.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        return [(EXERCISES[id], key, hint, count) for (id, key, hint), count in most]


def write(
    path: Path, journal: Journal, summaries: list[Summary], results: Iterable[Result]
) -> None:
    """Write the report on the journal's run.

    Parameters
    ----------
    path
        Of the page.
    journal
        Knows when the run began, and which files were set aside.
    summaries
        One for each assignment, in the order of their names.
    results
        All results once more, for the table of students; they are read one at a time.
    """
    ((submitted, started),) = journal.query("SELECT submitted, started FROM run WHERE id = :run")
    by_assignment = (group for _, group in groupby(results, key=lambda r: r.assignment))
    pages.write(
        path,
        "report.html",
        submitted=submitted,
        started=started,
        parts=zip(summaries, by_assignment, strict=True),
        asides=journal.asides(),
        statuses=STATUSES,
    )
