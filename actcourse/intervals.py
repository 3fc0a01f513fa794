"""`Interval`: where a measured number has to lie."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`, ends included, and why it is these.

    Attributes
    ----------
    low, high : float
        The ends; one of them may be infinite.
    why : str
        The reason for the ends: theory, rounding, or what several seeds gave.
    """

    low: float
    high: float
    why: str

    def __post_init__(self) -> None:
        if not self.low <= self.high or (math.isinf(self.low) and math.isinf(self.high)):
            raise ValueError(f"an interval needs low <= high and a finite end, got {self.text}")
        if not self.why.strip():
            raise ValueError(f"the interval {self.text} needs a reason")

    def __contains__(self, value: float) -> bool:
        return bool(self.low <= value <= self.high)  # never for NaN

    @classmethod
    def around(cls, value: float, off: float, why: str) -> "Interval":
        """The numbers that are `off` from `value` at most."""
        return cls(value - off, value + off, why)

    @property
    def text(self) -> str:
        """The interval in words, such as ``0.25 to 0.5``, ``0.25 ± 1e-12`` or ``at most 1e-12``."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        if half == 0:
            return f"exactly {middle:g}"
        if half < 1e-3 * abs(middle) < math.inf:
            return f"{middle:.6g} ± {half:.1g}"
        if math.isinf(self.low):
            return f"at most {self.high:g}"
        if math.isinf(self.high):
            return f"at least {self.low:g}"
        return f"{self.low:g} to {self.high:g}"
