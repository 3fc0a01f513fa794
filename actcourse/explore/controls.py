"""The controls of an explorer: a slider, a choice, an on/off switch.

A control is a finite list of positions. The static page can show those and no others; a live
`Range` may offer finer ones in between.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

MINUS = "\N{MINUS SIGN}"
NEAR = 1e-6  # of the gap between two positions: what rounding may do to a number, and no reader


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
    label : str or None
        What the reader sees beside it; None stands for the name of the parameter.
    positions : tuple of Position
    start : int
        Index of the position shown first.
    """

    def __init__(self, label: str | None, positions: Iterable[Position], value: object):
        self.label, self.positions = label, tuple(positions)
        keys = [p.key for p in self.positions]
        if label is not None and not label.strip():
            raise ValueError(
                f"{type(self).__name__} has the label {label!r}: say in words what it moves, or "
                "leave the label out, then the parameter's name stands there"
            )
        if len(set(keys)) < len(keys):
            raise ValueError(
                f"{self!r} has positions that read alike: {keys}. Give them other words, or "
                "numbers that differ in their first six digits"
            )
        if len(self.positions) < 2:
            raise ValueError(f"{self!r} has {len(self.positions)} positions; wanted 2 or more")
        self.start = 0 if value is None else self.index(value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.label or 'without a label'!r})"

    def index(self, value: object) -> int:
        """Index of the position with this value.

        On a slider a number may be off by rounding, as those of `numpy.linspace` and
        `numpy.arange` are: by a millionth of the gap between two positions.

        Raises
        ------
        ValueError
            If no position has it; the message lists what there is.
        """
        for i, position in enumerate(self.positions):
            if _same(position.value, value):
                return i
        texts = [p.text for p in self.positions]
        listed = ", ".join(texts if len(texts) <= 8 else [*texts[:3], "...", *texts[-2:]])
        raise ValueError(f"{self!r} has no position {value!r}; it has {listed}")


class Slider(Control):
    """Numbers in order: `Range` or `Steps`."""

    def index(self, value: object) -> int:
        if isinstance(value, Real) and math.isfinite(value):
            numbers = [float(p.value) for p in self.positions]  # type: ignore[arg-type]
            nearest = min(numbers, key=lambda number: abs(number - float(value)))
            gap = min(abs(number - nearest) for number in numbers if number != nearest)
            if abs(nearest - float(value)) <= NEAR * gap:
                return numbers.index(nearest)
        return super().index(value)

    index.__doc__ = Control.index.__doc__


class Range(Slider):
    """A slider over `low`, `low + step`, ..., `high`.

    Parameters
    ----------
    low, high, step : float
        `high - low` must be a whole number of steps. The positions are exact decimals
        (0.1 + 0.2 is 0.3 here), integers where all three are integers. What is given is read to
        12 digits, so that numbers out of arithmetic will do.
    value : float, optional
        The position shown first; `low` by default.
    label : str, optional
        The name of the parameter by default.
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
        label: str | None = None,
        unit: str = "",
        fine: float | None = None,
    ):
        given = f"Range({low!r}, {high!r}, {step!r})"
        low, high, step = (_number(v, given) for v in (low, high, step))
        first, last, by = (
            Decimal(v if isinstance(v, int) else f"{v:.12g}") for v in (low, high, step)
        )
        if by <= 0 or last <= first or (last - first) % by:
            raise ValueError(
                f"{given}: wanted low < high, step > 0 and a whole number of steps between them"
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
    values : sequence of numbers, rising or falling
    value, label, unit
        As for `Range`.
    """

    def __init__(
        self,
        values: Sequence[float],
        *,
        value: float | None = None,
        label: str | None = None,
        unit: str = "",
    ):
        numbers = [_number(v, f"Steps({values!r})") for v in values]
        if sorted(numbers) not in (numbers, numbers[::-1]):
            raise ValueError(f"Steps({values!r}): wanted numbers that rise, or that fall")
        super().__init__(label, (Position(v, _text(f"{v:g}", unit)) for v in numbers), value)


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
        self,
        options: Sequence | dict[str, Any],
        *,
        value: object = None,
        label: str | None = None,
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

    def __init__(self, *, value: bool = False, label: str | None = None):
        super().__init__(label, (Position(False, "off"), Position(True, "on")), value)


def _same(one, other) -> bool:
    """Whether two values are equal; arrays are if all their entries are."""
    equal = one == other
    return bool(equal.all() if hasattr(equal, "all") else equal)


def _number(value, given) -> Any:
    """The value as a finite int or float of Python; `given` names the control for a message."""
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{given}: {value!r} is no finite number, and a slider needs numbers")
    if isinstance(value, Integral):
        return int(value)
    return float(str(value))  # the shortest decimal: 0.1 of a float32, which is no float64


def _text(number: str, unit: str) -> str:
    return number.replace("-", MINUS) + unit
