"""Exercises whose answer is a plain value: numbers, a choice, an order of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..intervals import Interval
from .mistakes import Mistake
from .run import plain
from .spec import Exercise, Failure, Verdict

COMPUTED_WITH = ("numpy", "scipy", "actcourse")  # a value may come out of an experiment


@dataclass(frozen=True)
class Quantity:
    """A number that is asked for.

    Attributes
    ----------
    what : str
        What the number stands for, in the words of a message.
    within : Interval
        Where it has to lie; the reason is the measurement, shown once the answer is right.
    points : int
        What the number is worth.
    """

    what: str
    within: Interval
    points: int = 1


@dataclass(frozen=True)
class Version:
    """Other numbers for an exercise: the texts to replace, and what holds then."""

    texts: Mapping[str, str]
    quantities: Sequence[Quantity]
    mistakes: Sequence[Mistake]


@dataclass(frozen=True, kw_only=True)
class Numbers(Exercise):
    """The answer is a number, or as many numbers as there are quantities.

    A known wrong answer stands for the first of its numbers that is wrong.  Where none has the
    learner's number there, the mistakes are called ``"too small"`` and ``"too large"``.
    """

    quantities: Sequence[Quantity]
    versions: Sequence[Version] = ()
    allows: Sequence[str] = COMPUTED_WITH

    @property
    def points(self) -> int:
        """Points to be had."""
        return sum(quantity.points for quantity in self.quantities)

    def judge(self, inputs, outcome) -> Verdict:
        """Points for every number within its interval."""
        if outcome.status == "unfinished":
            return self.open()
        if outcome.type == "NoneType":
            return self.refuse(Failure("none", f"`{self.name}` is None.", "type"))
        numbers = _numbers(outcome.value)
        if numbers is None or len(numbers) != len(self.quantities):
            got = f"a {outcome.type}" if numbers is None else _count(len(numbers))
            sentence = f"`{self.name}` is {got}, expected {_count(len(self.quantities))}."
            return self.refuse(Failure("type", sentence, "type"))
        right = self._right(numbers)
        earned = sum(q.points for q, holds in zip(self.quantities, right, strict=True) if holds)
        if not all(right):
            return self.refuse(self._failure(numbers, right.index(False)), earned)
        return self.accept("measured: " + "; ".join(q.within.why for q in self.quantities))

    def _right(self, numbers) -> list[bool]:
        pairs = zip(numbers, self.quantities, strict=True)
        return [number in quantity.within for number, quantity in pairs]

    def _failure(self, numbers, place) -> Failure:
        number, quantity = numbers[place], self.quantities[place]
        side = "too small" if number < quantity.within.low else "too large"
        key = self._recognised(number, place) or side
        return Failure("value", f"{number:.6g} is not {quantity.what}.", key)

    def _recognised(self, number, place) -> str | None:
        """Key of the first mistake whose first wrong number is this one, at this place."""
        for mistake in self.mistakes:
            for known in mistake.answers:
                theirs = _numbers(plain(known))
                if theirs is None or len(theirs) != len(self.quantities):
                    continue
                right = self._right(theirs)
                first = right.index(False)
                if first == place and np.isclose(number, theirs[place], rtol=1e-3, atol=0):
                    return mistake.key
        return None


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(Exercise):
    """The answer is the letter of an option; each wrong one is the key of a mistake."""

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

    The letter of a line is the key of the mistake that it comes too early.
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
        arrays = [np.asarray(item) for item in items if not isinstance(item, bool | str | dict)]
    except ValueError:  # tuples of different lengths within one another
        return None
    if len(arrays) != len(items) or any(array.dtype.kind not in "iuf" for array in arrays):
        return None
    return [float(number) for array in arrays for number in array.ravel()]


def _count(n: int) -> str:
    return "a number" if n == 1 else f"{n} numbers"


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a))
