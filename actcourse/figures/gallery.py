"""The gallery: one picture for each elementwise activation, and a comparator; from the registry."""

from functools import cache
from typing import NamedTuple

import numpy as np

from actcourse.activations import ACTIVATIONS
from actcourse.explore import Choice, explorer, style
from actcourse.explore.explorer import MOST_POSITIONS

X = np.linspace(-5, 5, 401)
ELEMENTWISE = {name: f for name, f in ACTIVATIONS.items() if f.elementwise}


class Facts(NamedTuple):
    """What an activation does to pre-activations from the standard normal distribution N(0, 1).

    Attributes
    ----------
    mean, variance : float
        Of the outputs.
    gain : float
        1 / sqrt(E f(z)^2): weights of variance gain^2 / n keep the mean square of the signal.
    flat : float
        Share of the pre-activations at which the slope is exactly 0.
    """

    mean: float
    variance: float
    gain: float
    flat: float


@cache
def facts(name):
    """The `Facts` of an elementwise activation, by the trapezoidal rule, to about 1e-6."""
    f, z = ELEMENTWISE[name], np.linspace(-12, 12, 240_001)
    weight = np.exp(-(z**2) / 2)
    weight /= weight.sum()
    mean, square = weight @ f(z), weight @ f(z) ** 2
    flat = weight @ (f.derivative(z) == 0)
    numbers = (mean, square - mean**2, square**-0.5, flat)
    return Facts(*(round(float(x), 6) + 0.0 for x in numbers))  # no minus zero


def slug(name):
    """The name as part of an id: ``leaky-relu``."""
    return name.replace("_", "-")


def _axes(ax):
    ax.axhline(0, **style.reference)
    ax.set(xlim=(-5, 5), ylim=(-2.2, 3.2), xlabel="pre-activation z", ylabel="f(z), f′(z)")


def _card(name):
    f = ELEMENTWISE[name]

    def card(ax):
        known = facts(name)
        ax.plot(X, f(X), label="f", **style.f)
        ax.plot(X, f.derivative(X), label="f′", **style.df)
        ax.legend(loc="upper left")
        _axes(ax)
        return (
            f"On pre-activations from N(0, 1) the outputs of {name} have mean {known.mean:.3f} and "
            f"variance {known.variance:.3f}; {known.flat:.0%} of the slopes are exactly 0."
        )

    card.__doc__ = f"{name}, and its slope"
    card.__qualname__ = f"card_{name}"
    return explorer(f"gallery-{slug(name)}", size=(5.4, 2.6), margins={"bottom": 0.2})(card)


CARDS = {name: _card(name) for name in ELEMENTWISE}
SECOND = list(ELEMENTWISE)[: MOST_POSITIONS // len(ELEMENTWISE)]


@explorer(
    "gallery-compare",
    one=Choice(list(ELEMENTWISE), value="gelu", label="solid"),
    other=Choice(SECOND, value="relu", label="dashed"),
)
def compare(ax, one, other):
    """Two activations in one picture"""
    ax.plot(X, ELEMENTWISE[one](X), **style.f)
    ax.plot(X, ELEMENTWISE[other](X), color=style.GOOD, linewidth=2, linestyle=(0, (5, 2)))
    _axes(ax)
    ax.set_ylabel("f(z)")
    apart = np.abs(ELEMENTWISE[one](X) - ELEMENTWISE[other](X))
    where = X[apart.argmax()]
    if not apart.any():
        return f"{one} compared with itself: 0.00 apart."
    return (
        f"Between -5 and 5, {one} and {other} are at most {apart.max():.2f} apart, "
        f"at z = {where:.2f}; their gains are {facts(one).gain:.3f} and {facts(other).gain:.3f}."
    )
