"""The answers that a prediction may ask for: a number, or which of a few sentences stands.

Both kinds have the same methods: `Prediction` and its two forms, the widget and the page, ask
nothing else of them.
"""

import inspect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ipywidgets

_FOR_THE_SCRIPT = ("near", "close", "far", "unit", "apart", "digits", "ratio")


@dataclass(frozen=True)
class Number:
    """A prediction of a measured number.

    Parameters
    ----------
    near : float
        A guess at most this far away counts as close: a difference, or a factor where
        `ratio` is set.
    close, far : str
        The sentence for a guess that is close, and for one that is not.
    expected : (float, float)
        The measurement must fall in this range; a test holds it.
    unit : str
        Written after numbers, with its leading space.
    digits : int
        Decimals shown.
    ratio : bool
        Measure distance as a factor, for numbers that span magnitudes.
    """

    near: float
    close: str
    far: str
    expected: tuple[float, float]
    unit: str = ""
    digits: int = 2
    ratio: bool = False

    missing = "Write a number first."
    text = ""

    @property
    def apart(self) -> str:
        """Unit of a difference: percentages differ by points."""
        return " points" if self.unit == "%" else self.unit

    def show(self, measured: float) -> str:
        """The measured number as the reader sees it."""
        return f"{measured:.{self.digits}f}{self.unit}"

    def check(self, measured: float) -> None:
        """Refuse a measurement that is no finite number, by a ValueError."""
        if not math.isfinite(measured):
            raise ValueError(f"measured was {measured}, wanted a finite number: mend what measures")

    def holds(self, measured: float) -> bool:
        """Whether the measurement is what is expected."""
        low, high = self.expected
        return low <= measured <= high

    def reply(self, guess: float, measured: float) -> str:
        """Say how far a guess is off; `explore.js` says the same words."""
        unit = self.unit
        if self.ratio and guess <= 0:
            within, off = False, "a distance that no factor expresses"
        elif self.ratio:
            factor = max(guess / measured, measured / guess)
            within = factor <= self.near
            off = f"a factor of {factor:.{1 if factor < 10 else 0}f} away"
        else:
            distance = abs(guess - measured)
            within, off = distance <= self.near, f"{distance:.{self.digits}f}{self.apart} away"
        said = f"You said {guess:g}{unit}; measured: {self.show(measured)}, {off}."
        return f"{said} {self.close if within else self.far}"

    def others(self, guess: float | None, measured: float) -> list[tuple[str, str]]:
        """What is said of the answers that were not given: nothing."""
        return []

    def revealed(self, measured: float) -> str:
        """What a reader is told who does not guess."""
        return f"Measured: {self.show(measured)}. {self.far}"

    def field(self) -> "ipywidgets.Widget":
        """The widget that takes a guess; `read` gets the guess out of it, or None."""
        import ipywidgets

        return ipywidgets.Text(placeholder=f"a number{self.unit and f', in{self.unit}'}")

    def read(self, field: "ipywidgets.Widget") -> float | None:
        return number(field.value)

    def markup(self, label: str) -> str:
        """The field of the page's form; `label` is the id of the question."""
        return (
            f'<input type="number" step="any" name="guess" inputmode="decimal" required '
            f'aria-labelledby="{label}"><span>{escape(self.unit)}</span>'
        )

    def data(self, measured: float) -> dict:
        """What `explore.js` needs to reply to a guess: dict for JSON."""
        facts = {name: getattr(self, name) for name in _FOR_THE_SCRIPT}
        return {"value": measured, "shown": self.show(measured), **facts}


@dataclass(frozen=True)
class Sentence:
    """One of the sentences of which one stands.

    Parameters
    ----------
    text : str
        What the reader may pick.
    reply : str
        The answer to who picks it, a format string over the measured numbers.
    stands : callable
        Whether the measured numbers bear the sentence out. Its parameters are the names of those
        that it needs: ``lambda before, after: after < before``.
    expected : bool
        Whether it is the one that has to stand; a test holds it.
    """

    text: str
    reply: str
    stands: Callable[..., bool]
    expected: bool = False

    @property
    def needs(self) -> set[str]:
        """Names of the numbers on which it depends: set of str."""
        told = {name for _, name, _, _ in Formatter().parse(self.reply) if name}
        return told | set(inspect.signature(self.stands).parameters)

    def holds(self, numbers: dict[str, float]) -> bool:
        """Whether it stands, by these numbers."""
        wanted = inspect.signature(self.stands).parameters
        return bool(self.stands(**{name: numbers[name] for name in wanted}))


@dataclass(frozen=True)
class OneStands:
    """A prediction of which of a few sentences stands.

    Parameters
    ----------
    sentences : sequence of Sentence
        In the order in which they are shown. The numbers that are measured must bear out exactly
        one of them, and it must be the one that is expected.

    Raises
    ------
    ValueError
        If a text is there twice, or not exactly one sentence is expected.
    """

    sentences: Sequence[Sentence]

    missing = "Pick one first."

    def __post_init__(self) -> None:
        texts = [sentence.text for sentence in self.sentences]
        if len(set(texts)) < len(texts):
            raise ValueError(f"the sentences {texts} are not all different")
        expected = [sentence.text for sentence in self.sentences if sentence.expected]
        if len(expected) != 1:
            raise ValueError(
                f"of the sentences {texts} one has to be expected, not {len(expected)}: "
                "give it `expected=True`"
            )

    @property
    def text(self) -> str:
        """The sentences below one another, as they follow the question in plain text."""
        return "".join(f"\n  ( ) {sentence.text}" for sentence in self.sentences)

    def check(self, measured: dict[str, float]) -> None:
        """Refuse numbers that do not bear out exactly one sentence, by a ValueError."""
        if lacking := {n for s in self.sentences for n in s.needs} - measured.keys():
            raise ValueError(
                f"its sentences need {sorted(lacking)} and the measurement gave "
                f"{sorted(measured)}: return what they need"
            )
        standing = [sentence.text for sentence in self.sentences if sentence.holds(measured)]
        if len(standing) != 1:
            texts = standing or [sentence.text for sentence in self.sentences]
            which = f"{len(standing)} sentences stand" if standing else "no sentence stands"
            numbers = ", ".join(f"{name} = {value:g}" for name, value in measured.items())
            raise ValueError(
                f"{which}, wanted one of {len(self.sentences)}: {' | '.join(texts)} "
                f"Measured: {numbers}. Change what a sentence says together with its `stands`, "
                "or what is measured"
            )

    def standing(self, measured: dict[str, float]) -> int:
        """Index of the sentence that stands."""
        return [sentence.holds(measured) for sentence in self.sentences].index(True)

    def holds(self, measured: dict[str, float]) -> bool:
        """Whether the sentence that stands is the one that is expected."""
        return self.sentences[self.standing(measured)].expected

    def reply(self, guess: int, measured: dict[str, float]) -> str:
        """The reply to who picks the sentence of index `guess`."""
        return self.sentences[guess].reply.format(**measured)

    def others(self, guess: int | None, measured: dict[str, float]) -> list[tuple[str, str]]:
        """The sentences besides the one that was picked, or that stands, each with its reply."""
        picked = self.standing(measured) if guess is None else guess
        return [
            (sentence.text, self.reply(i, measured))
            for i, sentence in enumerate(self.sentences)
            if i != picked
        ]

    def revealed(self, measured: dict[str, float]) -> str:
        """What a reader is told who does not guess."""
        stands = self.standing(measured)
        text = self.sentences[stands].text
        stop = "" if text.endswith((".", "?", "!")) else "."
        return f"{text}{stop} {self.reply(stands, measured)}"

    def field(self) -> "ipywidgets.Widget":
        """The widget that takes a guess; `read` gets the guess out of it, or None."""
        import ipywidgets

        return ipywidgets.RadioButtons(
            options=[sentence.text for sentence in self.sentences],
            value=None,
            layout={"width": "max-content"},
        )

    def read(self, field: "ipywidgets.Widget") -> int | None:
        return field.index

    def markup(self, label: str) -> str:
        """The field of the page's form; `label` is the id of the question."""
        options = "".join(
            f'<label><input type="radio" name="guess" value="{i}" required>'
            f"<span>{escape(sentence.text)}</span></label>"
            for i, sentence in enumerate(self.sentences)
        )
        return (
            f'<div role="radiogroup" class="ac-options" aria-labelledby="{label}">{options}</div>'
        )

    def data(self, measured: dict[str, float]) -> dict:
        """What `explore.js` needs to reply to a guess: dict for JSON."""
        replies = [self.reply(i, measured) for i in range(len(self.sentences))]
        return {"replies": replies, "right": self.standing(measured)}


def number(text: str) -> float | None:
    """The finite number that a reader typed, or None."""
    try:
        value = float(text.replace("\N{MINUS SIGN}", "-").replace(",", ".").rstrip("% "))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
