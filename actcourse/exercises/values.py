"""Exercises whose answer is a plain value: numbers, a choice, an order of lines."""

import math
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..intervals import Interval
from .mistakes import Mistake
from .run import Groups, Outcome, plain
from .spec import Exercise, Failure, Verdict

COMPUTED_WITH = ("numpy", "scipy", "actcourse")  # a value may come out of an experiment
SIDES = ("too small", "too large")


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How the number that was handed in is tried out.

    Attributes
    ----------
    measure : callable
        ``measure(number)`` is what the learner's own function in the notebook gives for it, see
        `actcourse.exercises.trials`.
    domain : Interval
        The numbers for which it is run; what lies outside is refused without a run.
    wanted : Interval
        Where the measured number has to lie.
    shown : str
        A format for the measured number, ``"{:.0%} are right"``.
    margin : float
        By how much the measured number may miss: what another processor makes of it, and what
        the learner cannot see in print.
    grid : sequence of float
        The numbers that the book's page lets its readers try: there they are tried beforehand.
    first : bool
        Whether it has to be the first whole number of the domain for which `wanted` holds: the
        one before is tried as well.
    """

    measure: Callable[[float], float]
    domain: Interval
    wanted: Interval
    shown: str
    grid: Sequence[float]
    margin: float = 0.0
    first: bool = False

    def refusal(self, number: float) -> str:
        """Why `number` is not even tried, or an empty text."""
        if number not in self.domain:
            return f"it is tried out from {self.domain.low:g} to {self.domain.high:g}"
        if self.first and number != round(number):
            return "it has to be a whole number"
        return ""

    def holds(self, number: float) -> bool:
        """Whether `number` passes."""
        if self.refusal(number) or not self._enough(number):
            return False
        return not (self.first and number - 1 in self.domain and self._enough(number - 1))

    def report(self, number: float) -> str:
        """What was measured with `number`, in words, or why it was not."""
        if refusal := self.refusal(number):
            return refusal
        about = "≈ " if self.margin else ""
        value = measured(self.measure, number)
        more = ", and one less does it, too" if self.first and self._enough(number) else ""
        return about + self.shown.format(value) + more

    def _enough(self, number) -> bool:
        value = measured(self.measure, number)
        return self.wanted.low - self.margin <= value <= self.wanted.high + self.margin


@lru_cache(maxsize=4096)
def measured(measure: Callable[[float], float], number: float) -> float:
    """``measure(number)``, worked out once for each number; NaN where it divides by 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NaN and inf tell the same
        try:
            return float(measure(number))
        except ArithmeticError:  # as 0 / 0 of Python's own floats
            return math.nan


@dataclass(frozen=True)
class Quantity:
    """A number that is asked for.

    Attributes
    ----------
    what : str
        What the number stands for, in the words of a message.
    within : Interval
        Where it has to lie; the reason is the measurement, shown once the answer is right.
        Where the number is tried out, see `trial`, its ends only tell too small from too
        large.
    points : int
        What the number is worth.
    too_small, too_large : str
        The hint for a number below and above; without one, that of the exercise's mistake of
        the same name counts.
    trial : Trial, optional
        Decides in place of `within`, by trying the number out.
    """

    what: str
    within: Interval
    points: int = 1
    too_small: str = ""
    too_large: str = ""
    trial: Trial | None = None

    def holds(self, number: float) -> bool:
        """Whether `number` is right."""
        return self.trial.holds(number) if self.trial else number in self.within

    def failure(self, number: float) -> Failure:
        """What is wrong with `number`, which does not hold."""
        text = "NaN" if math.isnan(number) else f"{number:.6g}"
        sentence = f"{text} is not {self.what}"
        if not math.isfinite(number):
            return Failure("nonfinite", f"{sentence}: it is no finite number.", "nonfinite")
        within = self.within
        small = number < within.low
        if self.trial:
            size = abs(number) if self.trial.domain.low < 0 else number
            small = size < (within.low + within.high) / 2
            sentence += f": {self.trial.report(number)}"
            if self.trial.first and number != round(number):
                return Failure("value", f"{sentence}.", "whole")
        key, hint = ("too small", self.too_small) if small else ("too large", self.too_large)
        return Failure("value", f"{sentence}.", key, hint)

    def reason(self, number: float) -> str:
        """Why `number` is right."""
        return self.trial.report(number) if self.trial and not self.trial.first else self.within.why


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

    def judge(self, inputs: Groups | None, outcome: Any) -> Verdict:
        """Points for every number within its interval."""
        if outcome.status == "unfinished":
            return self.open()
        if outcome.type == "NoneType":
            return self.refuse(Failure("none", f"`{self.name}` is None.", "type"))
        numbers = _numbers(outcome.value)
        if numbers is None or len(numbers) != len(self.quantities):
            got = _described(outcome) if numbers is None else _count(len(numbers))
            sentence = f"`{self.name}` is {got}, expected {_count(len(self.quantities))}."
            return self.refuse(Failure("type", sentence, "type"))
        right = self._right(numbers)
        earned = sum(q.points for q, holds in zip(self.quantities, right, strict=True) if holds)
        if not all(right):
            place = right.index(False)
            return self.refuse(self.failure(numbers[place], place), earned)
        pairs = zip(self.quantities, numbers, strict=True)
        return self.accept("measured: " + "; ".join(q.reason(number) for q, number in pairs))

    def form(self) -> str:
        """What an answer has to look like."""
        count = len(self.quantities)
        if count == 1:
            return "write one number, without quotes or brackets."
        return f"write {count} numbers in round brackets, with commas between them."

    def _right(self, numbers) -> list[bool]:
        pairs = zip(numbers, self.quantities, strict=True)
        return [quantity.holds(number) for number, quantity in pairs]

    def failure(self, number: float, place: int) -> Failure:
        """What is wrong with the number at `place`, the first that does not hold."""
        quantity = self.quantities[place]
        failure = quantity.failure(number)
        if number > 1 >= quantity.within.high and quantity.holds(number / 100):
            return Failure(failure.kind, failure.sentence, "percent", self.hint_for("percent"))
        if failure.key in SIDES and (mistake := self._recognised(number, place)):
            return Failure(failure.kind, failure.sentence, mistake.key, mistake.hint)
        return failure

    def _recognised(self, number, place) -> Mistake | None:
        """The first mistake whose first wrong number is this one, at this place."""
        for mistake in self.mistakes:
            for known in mistake.answers:
                theirs = numbers_of(known)
                if (
                    mistake.key not in SIDES
                    and theirs is not None
                    and len(theirs) == len(self.quantities)
                    and np.isclose(number, theirs[place], rtol=1e-3, atol=0)
                    and all(
                        quantity.holds(before)
                        for quantity, before in zip(
                            self.quantities[:place], theirs[:place], strict=True
                        )
                    )
                ):
                    return mistake
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

    def judge(self, inputs: Groups | None, outcome: Any) -> Verdict:
        """All points or none."""
        if outcome.status == "unfinished":
            return self.open()
        letters = _letters(outcome.value)
        if letters is None or len(letters) != 1 or letters not in list(self.options):
            sentence = (
                f"`{self.name}` is {_described(outcome)}, expected one letter of "
                f"{', '.join(self.options)}."
            )
            hint = self._on_one_of(letters or "")
            return self.refuse(Failure("type", sentence, "type", hint))
        if letters != self.right:
            return self.refuse(Failure("value", f"{letters!r} does not hold.", letters))
        return self.accept(self.note)

    def _on_one_of(self, letters: str) -> str:
        """Where several options are given, the hint on the first of them that does not hold."""
        wrong = next((c for c in letters if c != self.right), "")
        if len(letters) < 2 or not set(letters) <= set(self.options) or not wrong:
            return ""
        return f"{self.form()} Of yours, look at {wrong!r}: {self.hint_for(wrong)}"

    def form(self) -> str:
        """What an answer has to look like."""
        return "write one letter, in quotes."


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

    def judge(self, inputs: Groups | None, outcome: Any) -> Verdict:
        """All points or none; the message counts the lines that stand right from the top."""
        if outcome.status == "unfinished":
            return self.open()
        order = _letters(outcome.value)
        if order is None:
            sentence = f"`{self.name}` is {_described(outcome)}, expected a string of letters."
            return self.refuse(Failure("type", sentence, "type"))
        if wrong := _miscounted(order, self.letters):
            given = _described(outcome)
            sentence = f"`{self.name}` is {given}, expected each of {', '.join(self.letters)} once"
            return self.refuse(Failure("type", f"{sentence}: {wrong}.", "type"))
        stand = max(_common(order, right) for right in self.orders)
        if stand == len(order):
            return self.accept(self.note)
        top = {0: "no line stands right yet", 1: "the first line stands right"}
        first = top.get(stand, f"the first {stand} lines stand right")
        sentence = f"{first}; line {order[stand]!r} does not come {'next' if stand else 'first'}."
        return self.refuse(Failure("value", sentence, order[stand]))

    def form(self) -> str:
        """What an answer has to look like."""
        return f"write the {len(self.letters)} letters in one string, in your order, each once."


def numbers_of(answer: Any) -> list[float] | None:
    """All numbers of an answer in one list, or None where there is anything else in it."""
    return _numbers(plain(answer))


def _numbers(value) -> list[float] | None:
    """All numbers of a plain value in one list, or None where there is anything else in it."""
    if isinstance(value, tuple):
        inner = [_numbers(item) for item in value]
        return None if any(part is None for part in inner) else [n for p in inner for n in p or ()]
    if isinstance(value, bool | str | dict) or value is None:
        return None
    if isinstance(value, int):
        return [float(value)]
    array = np.asarray(value)
    return [float(n) for n in array.ravel()] if array.dtype.kind in "iuf" else None


def _letters(value) -> str | None:
    """The letters of a text or of a list of texts: ``"d"`` of ``" (D). "`` and of ``["d"]``."""
    if isinstance(value, tuple):
        inner = [_letters(item) for item in value]
        return None if None in inner else "".join(map(str, inner))
    if isinstance(value, np.ndarray):
        return _letters(tuple(value.ravel().tolist())) if value.dtype.kind == "U" else None
    if not isinstance(value, str):
        return None
    return "".join(c for c in value.lower() if c.isalnum())


def _miscounted(order, letters) -> str:
    """How `order` fails to name each letter once; empty where it does."""
    counts = Counter(order)
    if strange := [c for c in counts if c not in letters]:
        return f"{strange[0]!r} is none of them"
    if missing := [c for c in letters if c not in counts]:
        return f"{', '.join(map(repr, missing))} {'is' if len(missing) == 1 else 'are'} missing"
    twice = [c for c, n in counts.items() if n > 1]
    return f"{twice[0]!r} comes {counts[twice[0]]} times" if twice else ""


def _described(outcome: Outcome) -> str:
    """What was handed in, in a few words: short texts and numbers as they are."""
    value = outcome.value
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, str | bool | int | float):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:37]}..."
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return f"{outcome.type} of {len(value)} texts" if len(value) > 9 else f"{list(value)}"
    kind = outcome.type
    if kind == "ndarray":
        return "an array that does not hold real numbers alone"
    if kind in ("set", "frozenset"):
        return f"a {kind}, which has no order"
    if kind == "int":
        return "an integer of more than 63 bits"
    if kind in ("list", "tuple"):
        return f"a {kind} with something else in it"
    return (
        "None" if kind == "NoneType" else f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"
    )


def _count(n: int) -> str:
    return "a number" if n == 1 else f"{n} numbers"


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a))
