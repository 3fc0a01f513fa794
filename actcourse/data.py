"""Data sets for the experiments: small, seeded, offline.

The sets in the plane and the curves come as a pair ``X, y``; `digits` comes split into a training
and a test part. ``X`` is float64 with one row for each example.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["TARGETS", "Split", "Target", "circles", "curve", "digits", "moons", "spiral", "xor"]

DIGITS = Path(__file__).with_name("digits.npz")  # says itself where it is from


def xor(
    copies: int = 1, *, noise: float = 0.0, rng: np.random.Generator | None = None
) -> tuple[NDArray, NDArray]:
    """The corners of the unit square, labelled 1 where exactly one coordinate is 1.

    Returns ``X`` of shape (4 * copies, 2) and integer ``y`` of shape (4 * copies,). Normal noise
    of standard deviation ``noise`` spreads the copies around their corners.
    """
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    X, y = np.tile(corners, (copies, 1)), np.tile([0, 1, 1, 0], copies)
    if noise:
        X += noise * _generator(rng).standard_normal(X.shape)
    return X, y


def circles(
    n: int = 200, *, noise: float = 0.1, factor: float = 0.5, rng: np.random.Generator
) -> tuple[NDArray, NDArray]:
    """A ring of radius 1, labelled 0, around one of radius ``factor``, labelled 1.

    Returns ``X`` of shape (n, 2) and integer ``y`` of shape (n,), half of each label.
    """
    outer, inner = (np.linspace(0, 2 * np.pi, k, endpoint=False) for k in (n // 2, n - n // 2))
    return _scattered(
        [np.cos(outer), np.sin(outer)], [factor * np.cos(inner), factor * np.sin(inner)], noise, rng
    )


def moons(n: int = 200, *, noise: float = 0.1, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    """Two half circles that reach into each other.

    Returns ``X`` of shape (n, 2), about -1 to 2 and -0.5 to 1, and integer ``y`` of shape (n,),
    half of each label.
    """
    upper, lower = (np.linspace(0, np.pi, k) for k in (n // 2, n - n // 2))
    return _scattered(
        [np.cos(upper), np.sin(upper)], [1 - np.cos(lower), 1 - np.sin(lower) - 0.5], noise, rng
    )


def _scattered(first, second, noise, rng):
    """Points of two curves, labelled 0 and 1, in random order and moved by normal noise.

    The draws are those of scikit-learn's ``make_circles`` and ``make_moons``, from a generator of
    the kind that it uses: with the same seed both give the same points.
    """
    random = np.random.RandomState(_generator(rng).integers(2**32))
    X = np.hstack([first, second]).T
    y = np.repeat([0, 1], [len(first[0]), len(second[0])])
    order = np.arange(len(X))
    random.shuffle(order)
    return X[order] + random.normal(scale=noise, size=X.shape), y[order]


def spiral(
    n: int = 100, *, arms: int = 3, noise: float = 0.2, rng: np.random.Generator
) -> tuple[NDArray, NDArray]:
    """Spiral arms of ``n`` points each, labelled 0 ... arms - 1, as in the notes of CS231n.

    Returns ``X`` of shape (arms * n, 2), within the unit disc, and integer ``y`` of shape
    (arms * n,). ``noise`` is the standard deviation of the angle, in radians.
    """
    rng = _generator(rng)
    y = np.repeat(np.arange(arms), n)
    radius = np.tile(np.linspace(0, 1, n), arms)
    angle = 4 * y + 4 * radius + noise * rng.standard_normal(arms * n)
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]), y


class Target(NamedTuple):
    """A function of one variable and the interval on which the course looks at it."""

    f: Callable
    low: float
    high: float


TARGETS = {
    "sin": Target(np.sin, -np.pi, np.pi),
    "sin 2x": Target(lambda x: np.sin(2 * x), -np.pi, np.pi),
    "x^2": Target(np.square, -1.0, 1.0),
    "|x|": Target(np.abs, -1.0, 1.0),
    "step": Target(lambda x: np.heaviside(x, 0.5), -1.0, 1.0),
    "exp": Target(np.exp, -1.0, 1.0),
    "bump": Target(lambda x: np.exp(-8 * x**2), -1.0, 1.0),
    "sawtooth": Target(lambda x: 2 * x - np.floor(2 * x), -1.0, 1.0),
}
"""What `curve` can draw, by name."""


def curve(
    name: str, n: int = 200, *, noise: float = 0.0, rng: np.random.Generator | None = None
) -> tuple[NDArray, NDArray]:
    """One of `TARGETS` at ``n`` evenly spaced points: ``X`` of shape (n, 1), ``y`` of shape (n,).

    Normal noise of standard deviation ``noise`` is added to ``y``.
    """
    if name not in TARGETS:
        raise ValueError(f"there is no target {name!r}; choose one of {', '.join(TARGETS)}.")
    f, low, high = TARGETS[name]
    x = np.linspace(low, high, n)
    y = f(x)
    if noise:
        y = y + noise * _generator(rng).standard_normal(n)
    return x[:, None], y


class Split(NamedTuple):
    """A training part and a test part."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def digits(seed: int = 0) -> Split:
    """Handwritten digits, 1437 to train and 360 to test, each 8 x 8 pixels in a row of 64.

    From each pixel its mean over the training part is subtracted, and all are divided by one
    number, the standard deviation of all pixels of the training part; so a pixel that never
    changes stays 0. ``X`` has shape (n, 64), mean 0, standard deviation 0.72 and values
    between -2.1 and 2.6; ``y`` holds the labels 0 ... 9. ``seed`` chooses the split.

    Made from `images`.
    """
    X, y = images()
    order = np.random.default_rng(seed).permutation(len(X))
    train, test = order[:1437], order[1437:]
    mean, std = X[train].mean(axis=0), X[train].std()
    X = (X - mean) / std
    return Split(X[train], y[train], X[test], y[test])


@cache
def images():
    """The 1797 images behind `digits` as they came: pixels and labels.

    Returns float64 ``X`` of shape (1797, 64), whole numbers from 0 to 16, and integer ``y`` of
    shape (1797,), 0 ... 9. Both are read-only.

    Source: the test part of "Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak,
    1998, UCI Machine Learning Repository, doi:10.24432/C50P49), licensed under CC BY 4.0.
    scikit-learn ships the same numbers in the same order.
    """
    with np.load(DIGITS) as file:
        X, y = file["pixels"].astype(float), file["labels"].astype(int)
    X.flags.writeable = y.flags.writeable = False
    return X, y


def _generator(rng):
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng has to be a random generator, got {rng!r}; pass np.random.default_rng(0)."
        )
    return rng
