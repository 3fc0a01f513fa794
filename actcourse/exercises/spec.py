"""What an exercise states about itself, the verdict on an answer, and the registry of all."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..chapters import CHAPTERS
from ..registry import Registry
from . import assignments
from .mistakes import Mistake
from .run import Groups

GENERAL_HINTS = {
    "none": "does every path through the function end in a `return`?",
    "raised": "try this very input in a cell of its own and read the last line of the error.",
    "signature": "compare your `def` line with the one that was given: names, order, defaults.",
    "mutated": "work on a new array: `x *= 2` and `x[mask] = 0` change the caller's `x`.",
    "type": "what does `type(...)` say about your answer?",
    "shape": "print the `.shape` of your result: which axis is missing, or one too many?",
    "dtype": "the result should be as wide as the input: which of your constants widens it?",
    "narrowed": "the result should be as wide as the input: which line narrows it?",
    "percent": "here the whole is 1: write a hundredth as 0.01.",
    "whole": "which whole numbers lie beside yours?",
    "multiple": "your values are the right ones times one number: a sign, a constant, a count?",
    "nonfinite": "look at each intermediate result: which is the first that is not finite?",
    "warned": "a warning names the operation: can it be avoided for this input?",
    "borrowed": "write the formula yourself, with NumPy alone.",
    "cell": "run the cell itself and read the last line of the error.",
    "module": "NumPy, SciPy and the standard library are there when answers are graded.",
    "too slow": "does a loop or a call of itself never end, or walk the same way again and again?",
    "too long": "what is the `.shape` of your result?",
    "died": "does it build arrays far larger than its inputs, or call `exit`?",
}
"""A hint for each kind of mistake that any exercise can meet; an exercise may have its own."""

KINDS = ("implement", "predict", "debug", "explore", "derive", "challenge")
"""What an exercise can train; an assignment has at least one of each."""


@dataclass(frozen=True)
class Failure:
    """Why an answer is not right: the kind of mistake, a sentence, and the key of its hint.

    A `hint` of its own takes the place of the one that has the key.
    """

    kind: str
    sentence: str
    key: str
    hint: str = ""


@dataclass(frozen=True)
class Verdict:
    """The judgement of an answer; ``str(verdict)`` is what the learner reads.

    Attributes
    ----------
    status : str
        ``"open"`` (not attempted), ``"wrong"`` or ``"right"``.
    earned, points : int
        Points reached and points to be had.
    sentence, hint : str
        What happened, and what to think about; the sentence of a right answer is a short note.
    key : str
        Name of the recognised mistake, for statistics over a class; empty for a right answer.
    """

    id: str
    status: str
    earned: int
    points: int
    sentence: str = ""
    hint: str = ""
    key: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer has all the points."""
        return self.status == "right"

    def __str__(self):
        if self.status == "open":
            return f"○ {self.id}: not attempted yet. {self.sentence}"
        if self.right:
            note = f" ({self.sentence})" if self.sentence else ""
            return f"✓ {self.id}, {self.earned} of {self.points}{note}"
        hint = f"\n  Hint: {self.hint}" if self.hint else ""
        return f"✗ {self.id}, {self.earned} of {self.points}: {self.sentence}{hint}"


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What all kinds of exercises share; see the subclasses for what each asks.

    Attributes
    ----------
    id : str
        Chapter and words, ``"sigmoid/stable"``.
    kind : str
        What the exercise trains, one of `KINDS`.
    title : str
        Its heading in the notebook and in reports.
    name : str
        The name under which the notebook hands the answer in.
    needs : sequence of str
        The headings of the chapter's lesson that it stands on.
    hints : sequence of str
        The hints that open one by one, from a nudge to nearly the whole way.
    allows : sequence of str
        Packages that an answer may use, next to the standard library.  When it is graded, NumPy
        and SciPy are always there, and the course is for an answer that names ``"actcourse"``.
    mistakes : sequence of Mistake
        What goes wrong, and how it shows; at least three.  Where an answer makes several, the
        first of them counts.
    also_right : sequence
        Right answers written differently from the solution in the notebook.
    replaces : str
        Id of the exercise of another question that stood in its place, see `FORMER`.
    """

    id: str
    kind: str
    title: str
    name: str
    hints: Sequence[str]
    needs: Sequence[str] = ()
    allows: Sequence[str] = ("numpy", "scipy")
    mistakes: Sequence[Mistake] = ()
    also_right: Sequence = ()
    replaces: str = ""

    stub = "..."

    @property
    def driver(self) -> Callable | None:
        """What runs beside the answer and calls it, where it is no plain function."""
        return None

    @property
    def letters(self) -> str:
        """Those of the lines or options that a variant may put into another order."""
        return ""

    @property
    def versions(self) -> Sequence:
        """The numbers that a variant may use."""
        return ()

    @property
    def points(self) -> int:
        """Points to be had."""
        raise NotImplementedError

    def inputs(self, rng: np.random.Generator) -> Groups | None:
        """The arguments of every call, drawn from `rng`; None where the answer is a value."""
        return None

    def judge(self, inputs: Groups | None, outcomes: Any) -> Verdict:
        """The verdict, from the inputs and what `run` returned for them, alone."""
        raise NotImplementedError

    def hint_for(self, key: str) -> str:
        """The hint for the mistake `key`: the exercise's own, the general one, or an empty text."""
        own = next((mistake.hint for mistake in self.mistakes if mistake.key == key), "")
        form = self.form() if key == "type" else ""
        return own or form or GENERAL_HINTS.get(key, "")

    def form(self) -> str:
        """What an answer has to look like, where it is a value; the hint for another type."""
        return ""

    def open(self) -> Verdict:
        """The verdict on an answer that is still the stub."""
        want = "your code" if self.stub.startswith("raise") else "your answer"
        return Verdict(self.id, "open", 0, self.points, f"Replace `{self.stub}` with {want}.")

    def refuse(self, failure: Failure, earned: int = 0) -> Verdict:
        """The verdict on an answer that is wrong for the reason `failure`."""
        hint = failure.hint or self.hint_for(failure.key)
        return Verdict(self.id, "wrong", earned, self.points, failure.sentence, hint, failure.key)

    def accept(self, note: str = "") -> Verdict:
        """The verdict on a right answer."""
        return Verdict(self.id, "right", self.points, self.points, note)


class Exercises(Registry[Exercise]):
    """The exercises of all chapters, in teaching order.

    A chapter's are entered when one of them is asked for, and all when all are: so a notebook waits
    for its own chapter's alone, and its outputs in the book depend on no other's.
    """

    def __getitem__(self, id: Hashable) -> Exercise:
        self._enter_chapter_of(id)
        return super().__getitem__(id)

    def __contains__(self, id: object) -> bool:
        self._enter_chapter_of(id)
        return super().__contains__(id)

    def __iter__(self) -> Iterator[Hashable]:
        self._enter_all()
        order = {chapter.word: chapter.number for chapter in CHAPTERS.values()}
        last = len(order) + 1
        return iter(sorted(super().__iter__(), key=lambda id: order.get(_chapter(id), last)))

    def __len__(self) -> int:
        self._enter_all()
        return super().__len__()

    @contextmanager
    def restored(self) -> Iterator[Registry[Exercise]]:
        """A context after which the registry holds what it held before: for tests and trials."""
        self._enter_all()  # what was entered within would be lost: a module is imported once
        with super().restored() as registry:
            yield registry

    def _unknown(self, name: Hashable) -> str:
        self._enter_all()
        return super()._unknown(name)

    def _enter_chapter_of(self, id: object) -> None:
        assignments.load(_chapter(id))

    def _enter_all(self) -> None:
        for chapter in CHAPTERS:
            assignments.load(str(chapter))


class Former(Exercises):
    """Exercises of notebooks that were handed out before another question took their place."""

    def _enter_chapter_of(self, id: object) -> None:
        self._enter_all()

    def _enter_all(self) -> None:
        assignments.load("former")


def _chapter(id: object) -> str:
    return str(id).partition("/")[0]


EXERCISES = Exercises("exercise")
"""All exercises of the course by id, in teaching order."""

FORMER = Former("exercise")
"""Exercises of notebooks that were handed out before another question took their place."""


def stated(id: str) -> Exercise:
    """The exercise called `id`, of today's notebooks or of earlier ones."""
    return EXERCISES[id] if id in EXERCISES or id not in FORMER else FORMER[id]


def enter(exercise: Exercise, module: str, among: Registry[Exercise] = EXERCISES) -> Exercise:
    """Enter `exercise`, which is stated in the module of that name, among `EXERCISES`."""
    return among.add(exercise.id, exercise, place=(module, exercise.title))
