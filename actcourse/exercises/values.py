"""Exercises whose answer is a plain value: numbers, a choice, an order of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .spec import Exercise, Failure, Verdict

COMPUTED_WITH = ("numpy", "scipy", "actcourse")  # a value may come out of an experiment


@dataclass(frozen=True, kw_only=True)
class Range:
    """An interval that a measurement justifies, ends included.

    Attributes
    ----------
    low, high : float
        The ends.
    what : str
        What the number stands for, in the words of a message.
    measured : str
        The measurement that justifies the ends; shown once the answer is right.
    points : int
        What the number is worth.
    looks_like : mapping
        Numbers that give a mistake away, by the key of their hint.
    """

    low: float
    high: float
    what: str
    measured: str
    points: int = 1
    looks_like: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """Other numbers for an exercise: the texts to replace in its cells, and the ranges then."""

    texts: Mapping[str, str]
    ranges: Sequence[Range]


@dataclass(frozen=True, kw_only=True)
class Numbers(Exercise):
    """The answer is a number, or as many numbers as there are ranges.

    Mistakes without a hint of their own have the keys ``"too small"`` and ``"too large"``.
    """

    ranges: Sequence[Range]
    versions: Sequence[Version] = ()
    allows: Sequence[str] = COMPUTED_WITH

    @property
    def points(self) -> int:
        """Points to be had."""
        return sum(r.points for r in self.ranges)

    def judge(self, inputs, outcome) -> Verdict:
        """Points for every number within its range."""
        if outcome.status == "unfinished":
            return self.open()
        if outcome.type == "NoneType":
            return self.refuse(Failure("none", f"`{self.name}` is None.", "type"))
        values = _numbers(outcome.value)
        if values is None or len(values) != len(self.ranges):
            got = f"a {outcome.type}" if values is None else _count(len(values))
            sentence = f"`{self.name}` is {got}, expected {_count(len(self.ranges))}."
            return self.refuse(Failure("type", sentence, "type"))
        verdicts = [self._failure(v, r) for v, r in zip(values, self.ranges, strict=True)]
        earned = sum(r.points for r, v in zip(self.ranges, verdicts, strict=True) if not v)
        for failure in verdicts:
            if failure:
                return self.refuse(failure, earned)
        return self.accept("measured: " + "; ".join(r.measured for r in self.ranges))

    def _failure(self, value, wanted: Range) -> Failure | None:
        if wanted.low <= value <= wanted.high:
            return None
        side = "too small" if value < wanted.low else "too large"
        near = (k for k, v in wanted.looks_like.items() if np.isclose(value, v, rtol=1e-3, atol=0))
        key = next(near, side)
        return Failure("value", f"{value:.6g} is not {wanted.what}.", key)


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """The answer is the letter of an option; `feedback` has a sentence for each wrong one."""

    options: Sequence[str]
    right: str
    note: str
    worth: int = 1
    allows: Sequence[str] = COMPUTED_WITH

    @property
    def points(self) -> int:
        """Points to be had."""
        return self.worth

    @property
    def letters(self) -> str:
        """The letters of the options."""
        return "".join(self.options)

    def relettered(self, new: Mapping[str, str]) -> dict:
        """What changes where each letter is another one."""
        return {"right": new[self.right]}

    def judge(self, inputs, outcome) -> Verdict:
        """All points or none."""
        if outcome.status == "unfinished":
            return self.open()
        pick = outcome.value.strip().lower() if isinstance(outcome.value, str) else None
        if pick not in list(self.options):
            letters = ", ".join(map(repr, self.options))
            got = repr(outcome.value)[:40] if outcome.value is not None else outcome.type
            sentence = f"`{self.name}` is {got}, expected one of {letters}."
            return self.refuse(Failure("type", sentence, "type"))
        if pick != self.right:
            return self.refuse(Failure("value", f"{pick!r} does not hold.", pick))
        return self.accept(self.note)


@dataclass(frozen=True, kw_only=True)
class Ordering(Exercise):
    """The answer is the letters of all lines, in an order in which each follows from the last.

    `feedback` has, for each letter, what to think about when that line comes too early.
    """

    orders: Sequence[str]
    note: str
    worth: int = 2
    allows: Sequence[str] = COMPUTED_WITH

    @property
    def points(self) -> int:
        """Points to be had."""
        return self.worth

    @property
    def letters(self) -> str:
        """The letters of the lines."""
        return "".join(sorted(self.orders[0]))

    def relettered(self, new: Mapping[str, str]) -> dict:
        """What changes where each letter is another one."""
        return {"orders": ["".join(new[letter] for letter in order) for order in self.orders]}

    def judge(self, inputs, outcome) -> Verdict:
        """All points or none; the message counts the lines that stand right from the top."""
        if outcome.status == "unfinished":
            return self.open()
        letters = sorted(self.orders[0])
        given = outcome.value
        if isinstance(given, tuple) and all(isinstance(item, str) for item in given):
            given = "".join(given)
        order = "".join(c for c in given.lower() if c.isalnum()) if isinstance(given, str) else ""
        if sorted(order) != letters:
            sentence = f"`{self.name}` should name each of {', '.join(letters)} once."
            return self.refuse(Failure("type", sentence, "type"))
        stand = max(_common(order, right) for right in self.orders)
        if stand == len(order):
            return self.accept(self.note)
        top = {0: "no line stands right yet", 1: "the first line stands right"}
        first = top.get(stand, f"the first {stand} lines stand right")
        sentence = f"{first}; line {order[stand]!r} does not come {'next' if stand else 'first'}."
        return self.refuse(Failure("value", sentence, order[stand]))


def _numbers(value) -> list[float] | None:
    items = value if isinstance(value, tuple) else (value,)
    try:
        array = [np.asarray(item) for item in items if not isinstance(item, bool | str | dict)]
    except ValueError:  # tuples of different lengths within one another
        return None
    if len(array) != len(items) or any(a.dtype.kind not in "iuf" for a in array):
        return None
    return [float(v) for a in array for v in a.ravel()]


def _count(n: int) -> str:
    return "a number" if n == 1 else f"{n} numbers"


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a))
