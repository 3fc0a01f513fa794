"""The chapters of the course, in order: their numbers, words and files."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from .registry import Registry

ASSIGNMENT = "_exercises"  # how the name of an assignment ends


@dataclass(frozen=True)
class Chapter:
    """One chapter: a lesson and its assignment.

    Attributes
    ----------
    number : int
        Its place in the course, from 1 on.
    word : str
        Names its modules in `actcourse.figures`, `actcourse.exercises.assignments` and
        `actcourse.exercises.answers`, its notebooks and the first part of its exercises' ids.
    """

    number: int
    word: str

    @property
    def folder(self) -> str:
        """Name of its folder below ``chapters``, and of the assignment in nbgrader."""
        return f"{self.number:02}_{self.word}"

    @property
    def lesson(self) -> PurePosixPath:
        """The lesson's notebook, below ``chapters``."""
        return PurePosixPath(self.folder, f"{self.word}.ipynb")

    @property
    def assignment(self) -> PurePosixPath:
        """The assignment's notebook, below ``chapters``."""
        return PurePosixPath(self.folder, f"{self.word}{ASSIGNMENT}.ipynb")

    @property
    def notebooks(self) -> tuple[PurePosixPath, PurePosixPath]:
        """The lesson and the assignment."""
        return self.lesson, self.assignment

    @property
    def words(self) -> str:
        """The chapter's word as text says it, ``"why nonlinearity"``."""
        return self.word.replace("_", " ")


CHAPTERS: Registry[Chapter] = Registry("chapter")
"""All chapters by their word, in teaching order."""

for _number, _word in enumerate(
    (
        "why_nonlinearity",
        "sigmoid",
        "tanh",
        "relu_family",
        "softmax",
        "swish",
        "maxout",
        "backprop",
        "initialization",
    ),
    start=1,
):
    CHAPTERS.add(_word, Chapter(_number, _word), place=(__name__, _word))
