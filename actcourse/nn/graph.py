"""Automatic differentiation of scalars, small enough to read in one sitting.

Every arithmetic step makes a new `Value` that remembers its parents and, beside each of them,
the local derivative: how fast the new value grows with that parent. That is the whole graph;
`Value.backward` walks it from the end to the start and multiplies by the chain rule.

>>> x, w, b = Value(2.0), Value(-3.0), Value(7.0)
>>> loss = (w * x + b) ** 2
>>> loss.backward()
>>> loss.data, w.grad
(1.0, 4.0)
"""

from collections.abc import Iterable
from numbers import Real
from typing import NoReturn

import numpy as np

from actcourse.activations import Activation


class Value:
    """A number that knows how it was computed.

    Attributes
    ----------
    data : float
    grad : float
        Derivative of the value on which `backward` was called with respect to this one.
        Derivatives add up over several calls until you set ``grad`` to 0.
    parents : list of (Value, float)
        What it was computed from, each with the local derivative.
    op : str
        The operation that made it; ``""`` for an input.
    """

    def __init__(self, data: float, parents: Iterable[tuple["Value", float]] = (), op: str = ""):
        self.data, self.grad = float(data), 0.0
        self.parents, self.op = list(parents), op

    def __add__(self, other: "Value | float") -> "Value":
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other: "Value | float") -> "Value":
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def __pow__(self, n: float) -> "Value":
        if not isinstance(n, Real):
            raise TypeError(f"the exponent has to be a plain number, got {n!r}.")
        if self.data < 0 and n % 1:
            raise ValueError(
                f"{self.data:g} ** {n:g} is no real number; take a base from 0 on, or a whole "
                "exponent."
            )
        slope = n * power(self.data, n - 1) if n else 0.0
        return Value(power(self.data, n), [(self, slope)], f"**{n}")

    def __rpow__(self, base: float) -> NoReturn:
        raise TypeError(f"the exponent has to be a plain number, got {self!r}.")

    def apply(self, f: Activation) -> "Value":
        """f(self) for an elementwise activation, with its own derivative."""
        return Value(f(self.data), [(self, float(f.derivative(self.data)))], f.name)

    def backward(self) -> None:
        """Add to every ``grad`` in the graph the derivative of this value."""
        order = self.ancestors()
        # An inner value belongs to this pass alone; only inputs carry over from the last one.
        for value in order:
            if value.parents:
                value.grad = 0.0
        self.grad += 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad += slope * value.grad  # += : a parent used twice is owed twice

    def ancestors(self) -> list["Value"]:
        """All values this one depends on and itself, each after its own parents."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:  # no recursion: a long sum would exceed Python's limit
            value, parents_done = stack.pop()
            if parents_done:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                stack.append((value, True))
                stack.extend((parent, False) for parent, _ in value.parents)
        return order

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -as_value(other)

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * as_value(other) ** -1

    def __rsub__(self, other: "Value | float") -> "Value":
        return as_value(other) - self

    def __rtruediv__(self, other: "Value | float") -> "Value":
        return as_value(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def __repr__(self) -> str:
        return f"Value({self.data:.4g}, grad={self.grad:.4g})"


def as_value(x: "Value | float") -> Value:
    """x itself where it is a Value, otherwise a new input."""
    return x if isinstance(x, Value) else Value(x)


def power(base: float, n: float) -> float:
    """base ** n as a float: inf where it divides by zero or lies beyond the largest float."""
    with np.errstate(all="ignore"):
        return float(np.float64(base) ** n)


def maximum(*values: "Value | float") -> Value:
    """The largest of several values: the gradient goes to it alone, the first one on a tie."""
    parents = [as_value(v) for v in values]
    winner = max(parents, key=lambda v: v.data)
    return Value(winner.data, [(v, float(v is winner)) for v in parents], "max")
