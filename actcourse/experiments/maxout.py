"""Maxout: what the best lines of a unit achieve, what it learns, and its price on the digits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy.optimize import brentq

from actcourse import nn

from .recipe import Recipe

X = np.linspace(-1, 1, 3361)  # 3360 steps: ends and middles of most equal parts lie on the grid
# The line through (1, 0) that touches sin(πx) on its convex half does so here: x = -0.430.
TOUCH = brentq(lambda x: np.sin(np.pi * x) + np.pi * np.cos(np.pi * x) * (1 - x), -0.5, -0.4)
STEEP = np.pi * np.cos(np.pi * TOUCH)

# Each target with the slope of its convex hull, the largest convex function that lies below it.
TARGETS: dict[str, tuple[Callable, Callable]] = {
    "x²": (np.square, lambda x: 2 * x),
    "|x|": (np.abs, np.sign),
    "ReLU": (lambda x: np.maximum(x, 0), lambda x: np.heaviside(x, 0.5)),
    "sin πx": (
        lambda x: np.sin(np.pi * x),
        lambda x: np.where(x < TOUCH, np.pi * np.cos(np.pi * x), STEEP),
    ),
    "−x²": (lambda x: -np.square(x), np.zeros_like),
}


def unit(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Output of a maxout unit with one input: the largest of the lines w·x + b, shape of x."""
    return (np.multiply.outer(x, w) + b).max(axis=-1)


def best_lines(target: str, pieces: int) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and biases of a unit, shape (pieces,) each, that stays close to a target on [-1, 1].

    Tangents of the convex hull, all raised by half of the largest gap that they leave. For x²
    no unit with so many pieces comes closer, and for sin πx and -x² no convex function does.
    """
    f, slope = TARGETS[target]
    s = np.linspace(-1, 1, 2 * pieces + 1)[1::2]  # middles of equal intervals
    w = slope(s)
    # A tangent of the hull is the highest line of its slope that stays below the target.
    b = (f(X)[:, None] - np.multiply.outer(X, w)).min(axis=0)
    return w, b + (f(X) - unit(X, w, b)).max() / 2


@cache
def least_error(target: str, pieces: int) -> float:
    """Largest distance of `best_lines` from the target on [-1, 1]."""
    return float(np.abs(TARGETS[target][0](X) - unit(X, *best_lines(target, pieces))).max())


CURVES = {
    "sin πx": TARGETS["sin πx"][0],
    "a bump": lambda x: np.exp(-8 * x**2),
    "−|x|": lambda x: -np.abs(x),
}


def two_units(knots: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, ...]:
    """Two convex units whose difference is the polygon through the knots, bend by bend.

    Parameters
    ----------
    knots, values : array (knots,)
        In rising order of the knots.

    Returns
    -------
    first, second : array (knots,)
        The first unit has a line and the hinges of all bends upwards, the second those downwards.
    line : array (knots,)
        The line of the first unit.
    bends : array (knots - 2,)
        Change of slope at each inner knot.
    """
    slopes = np.diff(values) / np.diff(knots)
    bends, line = np.diff(slopes), values[0] + slopes[0] * (knots - knots[0])
    hinges = np.maximum(np.subtract.outer(knots, knots[1:-1]), 0)
    second = hinges @ np.maximum(-bends, 0)
    return line + hinges @ np.maximum(bends, 0), second, line, bends


MOMENTS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def slopes_and_biases(
    x: np.ndarray, z: np.ndarray, g: np.ndarray, winner: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """dL/dw and dL/db, shape (seeds, k) each, from dL/dm of shape (seeds, n) and z (seeds, n, k).

    Where `winner` is false every piece receives the whole gradient, the mistake of the explorer.
    """
    won = z.argmax(axis=-1)[..., None] == np.arange(z.shape[-1])
    delta = g[..., None] * (won if winner else np.ones_like(won))
    return np.einsum("n,snk->sk", x, delta), delta.sum(axis=1)


def stretches(w: np.ndarray) -> np.ndarray:
    """Biases with which each of the slopes w, shape (seeds, k), wins an equal stretch of [-1, 1].

    Neighbours in the order of their slopes cross at equal distances; the mean bias is 0.
    """
    order = w.argsort(axis=1)
    knots = np.linspace(-1, 1, w.shape[1] + 1)[1:-1]
    falls = np.diff(np.take_along_axis(w, order, axis=1)) * knots
    sorted_b = -np.pad(falls.cumsum(axis=1), [(0, 0), (1, 0)])
    b = np.empty_like(w)
    np.put_along_axis(b, order, sorted_b - sorted_b.mean(axis=1, keepdims=True), axis=1)
    return b


@cache
def descent(pieces, seeds=(0,), winner=True, n=40, lr=0.2, moments=MOMENTS, spread=False):
    """Slopes and biases, shape (seeds, pieces) each, of a unit learning x² after so many steps.

    All `n` examples of [-1, 1] in every step; the start is random, slopes normal and biases
    uniform in [-1, 1]. With `spread` the slopes are the same and the biases are `stretches`, so
    that all pieces win.
    """
    x = np.linspace(-1, 1, n)
    starts = [np.random.default_rng(seed) for seed in seeds]
    w = np.array([rng.normal(size=pieces) for rng in starts])
    b = stretches(w) if spread else np.array([rng.uniform(-1, 1, pieces) for rng in starts])
    stages = []
    for step in range(moments[-1] + 1):
        if step in moments:
            stages.append((w.copy(), b.copy()))
        z = w[:, None, :] * x[:, None] + b[:, None, :]
        dw, db = slopes_and_biases(x, z, 2 * (z.max(axis=-1) - x**2) / n, winner)
        w, b = w - lr * dw, b - lr * db
    return stages


def errors(w: np.ndarray, b: np.ndarray) -> list[float]:
    """Largest distance from x² on [-1, 1], for each unit of w and b, (seeds, k): list of float."""
    return [float(np.abs(unit(X, *lines) - X**2).max()) for lines in zip(w, b, strict=True)]


def winners(w: np.ndarray, b: np.ndarray, n: int = 100) -> list[set[int]]:
    """Which pieces win at least one of the `n` examples: a set of int for each seed.

    Parameters
    ----------
    w, b : array (seeds, pieces)
        Slopes and biases.
    n : int
    """
    z = w[:, None, :] * np.linspace(-1, 1, n)[:, None] + b[:, None, :]
    return [set(won.tolist()) for won in z.argmax(axis=-1)]


@cache
def same_start(bias, learns_both, steps=500, lr=0.1, last=1.0):
    """A unit that begins with the pieces x + bias and 0, and learns ``|x|`` by gradient descent.

    Parameters
    ----------
    bias : float
    learns_both : bool
        Maxout where true; a ReLU unit, whose second piece stays 0, where false.
    steps : int
    lr : float
    last : float
        The last of the examples, which are 101 points from -1 on.

    Returns
    -------
    losses : array (steps + 1,)
        Mean squared errors at the examples, before each step and after the last.
    w, b : array (2,)
        Slopes and biases of the pieces in the end.
    """
    x = np.linspace(-1, last, 101)
    w, b, losses = np.array([1.0, 0.0]), np.array([bias, 0.0]), []
    free = np.array([1.0, float(learns_both)])
    for step in range(steps + 1):
        z = np.multiply.outer(x, w) + b
        error = z.max(axis=1) - np.abs(x)
        losses.append(np.mean(error**2))
        if step == steps:
            break
        dw, db = slopes_and_biases(x, z[None], 2 * error[None] / len(x))
        w, b = w - lr * free * dw[0], b - lr * free * db[0]
    return np.array(losses), w, b


@dataclass(frozen=True)
class MaxoutRecipe(Recipe):
    """Networks with one hidden layer of maxout units.

    Attributes
    ----------
    pieces : int
        Lines of each unit.
    """

    f: str = field(default="maxout", init=False)
    depth: int = field(default=1, init=False)
    batch_norm: bool = field(default=False, init=False)
    pieces: int = 2

    @property
    def widths(self) -> list[str]:
        """Units of each layer, as the text says them: list of str."""
        return ["64", f"{self.width} × {self.pieces}", "10"]

    def network(self, seed: int | np.random.Generator) -> nn.Network:
        """An untrained network."""
        options: dict = {"init": self.init, "bias": self.bias, "dtype": self.dtype}
        options["rng"] = np.random.default_rng(seed)
        hidden = nn.Maxout(64, self.width, pieces=self.pieces, **options)
        return nn.Network([hidden, nn.Dense(self.width, 10, **options)])


EQUAL_PRICE = {  # about 4500 parameters each
    "ReLU\n64 units": Recipe("relu", depth=1, init="he", epochs=15, starts=5),
    "maxout\n32 × 2": MaxoutRecipe(width=32, epochs=15, starts=5),
    "maxout\n16 × 4": MaxoutRecipe(width=16, pieces=4, epochs=15, starts=5),
}
