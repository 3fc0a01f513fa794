"""The controls of an explorer: a slider, a choice, an on/off switch.

A control is a finite list of positions. The static page can show those and no others; a live
`Range` may offer finer ones in between.
"""

import math
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Position:
    """One value of a control, with the word that the reader sees for it."""

    value: object
    text: str

    @property
    def key(self) -> str:
        """The word for it in the page's address: letters, digits, dots, signs."""
        return re.sub(r"[^\w.+-]+", "-", self.text.replace(MINUS, "-"))


class Control:
    """What every control has.

    Attributes
    ----------
    label : str
        What the reader sees beside it.
    positions : tuple of Position
    start : int
        Index of the position shown first.
    """

    def __init__(self, label: str, positions: Iterable[Position], value: object):
        self.label, self.positions = label, tuple(positions)
        keys = [p.key for p in self.positions]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self!r} has positions that read alike: {keys}")
        if len(self.positions) < 2:
            raise ValueError(f"{self!r} has {len(self.positions)} positions; wanted 2 or more")
        self.start = 0 if value is None else self.index(value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.label!r})"

    def index(self, value: object) -> int:
        """Index of the position with this value; for a number, with this value but for rounding.

        Raises
        ------
        ValueError
            If no position has it; the message lists what there is.
        """
        for same in (operator.eq, _near):
            for i, position in enumerate(self.positions):
                if same(position.value, value):
                    return i
        texts = [p.text for p in self.positions]
        listed = ", ".join(texts if len(texts) <= 8 else [*texts[:3], "...", *texts[-2:]])
        raise ValueError(f"{self!r} has no position {value!r}; it has {listed}")


class Slider(Control):
    """Numbers in order: `Range` or `Steps`."""


class Range(Slider):
    """A slider over `low`, `low + step`, ..., `high`.

    Parameters
    ----------
    low, high, step : float
        `high - low` must be a whole number of steps. The positions are exact decimals
        (0.1 + 0.2 is 0.3 here), integers where all three are integers.
    value : float, optional
        The position shown first; `low` by default.
    label : str
    unit : str
        Written after the value.
    fine : float, optional
        A smaller step for the live widget, where nothing needs to be drawn in advance.
    """

    def __init__(
        self,
        low: float,
        high: float,
        step: float,
        *,
        value: float | None = None,
        label: str = "",
        unit: str = "",
        fine: float | None = None,
    ):
        first, last, by = (Decimal(str(v)) for v in (low, high, step))
        if by <= 0 or last <= first or (last - first) % by:
            raise ValueError(
                f"Range({low}, {high}, {step}): wanted low < high, step > 0 and a whole number "
                "of steps between them"
            )
        numbers = [first + by * i for i in range(int((last - first) / by) + 1)]
        digits = max(0, *(-int(n.normalize().as_tuple().exponent) for n in numbers))
        number = int if all(isinstance(v, int) for v in (low, high, step)) else float
        self.low, self.high, self.fine = low, high, fine
        super().__init__(
            label, (Position(number(n), _text(f"{n:.{digits}f}", unit)) for n in numbers), value
        )


class Steps(Slider):
    """A slider over listed numbers, such as 1, 2, 4, ..., 256.

    Parameters
    ----------
    values : sequence of numbers, in order
    value, label, unit
        As for `Range`.
    """

    def __init__(
        self,
        values: Sequence[float],
        *,
        value: float | None = None,
        label: str = "",
        unit: str = "",
    ):
        super().__init__(label, (Position(v, _text(f"{v:g}", unit)) for v in values), value)


class Choice(Control):
    """One of a few named presets.

    Parameters
    ----------
    options : list of values, or dict from text to value
    value : optional
        The option shown first; the first one by default.
    label : str
    """

    def __init__(
        self, options: Sequence | dict[str, Any], *, value: object = None, label: str = ""
    ):
        pairs = options.items() if isinstance(options, dict) else ((str(o), o) for o in options)
        super().__init__(label, (Position(v, text) for text, v in pairs), value)


class Toggle(Control):
    """A switch that is off or on.

    Parameters
    ----------
    value : bool
        Its first state.
    label : str
    """

    def __init__(self, *, value: bool = False, label: str = ""):
        super().__init__(label, (Position(False, "off"), Position(True, "on")), value)


def _text(number: str, unit: str) -> str:
    return number.replace("-", MINUS) + unit


def _near(one, other) -> bool:
    """Whether these are one number that was computed in two ways."""
    numbers = isinstance(one, Real) and isinstance(other, Real)
    return numbers and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
