"""Networks that tell labels of points in the plane apart."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from actcourse import nn
from actcourse.data import Split, circles, spiral, xor

from .recipe import Recipe


def _known(X: np.ndarray, y: np.ndarray) -> Split:
    """Points of which no others are asked."""
    return Split(X, y, X, y)


def _xor(rng: np.random.Generator) -> Split:
    X, y = xor(50, noise=0.12, rng=rng)
    return _known(2 * X - 1, y)  # corners at -1 and 1


def _few(rng: np.random.Generator, shuffled: bool = False) -> Split:
    X, y = spiral(20, rng=rng)
    return Split(X, rng.permutation(y) if shuffled else y, *spiral(rng=rng))


POINTS: dict[str, tuple[Callable[[np.random.Generator], Split], int]] = {
    "spiral 300": (lambda rng: _known(*spiral(rng=rng)), 3),
    "spiral 60/300": (_few, 3),
    "spiral 60/300, labels shuffled": (partial(_few, shuffled=True), 3),
    "circles 200": (lambda rng: _known(*circles(200, rng=rng)), 2),
    "XOR 200": (_xor, 2),
}
"""How points are drawn, and how many labels they have; where two parts are named, the second is
new points, and where one is, accuracies are those on the points that were learned from."""


@dataclass(frozen=True)
class Points(Recipe):
    """How networks that tell points in the plane apart are made and trained.

    Attributes
    ----------
    points : str
        A key of `POINTS`.
    points_seed : int or None
        Draws the points, the same for each network; None draws them anew with each.
    """

    points: str = "spiral 300"
    points_seed: int | None = None

    @property
    def data(self) -> str:
        """The data as the text says them: str."""
        return self.points

    @property
    def sides(self) -> tuple[int, int]:
        """Inputs and outputs of the networks: (int, int)."""
        return 2, POINTS[self.points][1]

    def drawn(self, rng: np.random.Generator) -> Split:
        """The points that a network learns from, and those of its test: Split."""
        fixed = self.points_seed is not None
        return POINTS[self.points][0](np.random.default_rng(self.points_seed) if fixed else rng)


_MOMENTUM = partial(nn.SGD, momentum=0.9)
_ARMS = Points("identity", depth=2, width=100, optimizer=_MOMENTUM, rate=0.03, epochs=150)
# Who can tell the arms of the spiral apart?
ARMS = {
    "no hidden layer": _ARMS.but(depth=0),
    "two hidden layers, no activation": _ARMS,
    "two hidden layers, ReLU": _ARMS.but(f="relu", init="he"),
}
# One hidden layer, by its activation.
_ONE = Points(depth=1, width=100, optimizer=_MOMENTUM, rate=0.1, epochs=60)
CANDIDATES = {f: _ONE.but(f=f) for f in ("identity", "sigmoid", "tanh", "relu", "swish")}
# Steps in a hidden layer, which never learns: at random it is of use all the same.
RANDOM_STEPS = _ONE.but(f="step", init=nn.normal(std=1), bias=nn.normal(std=1))
# Few units that fold the plane. All starts see the same points.
FOLDS = Points("relu", depth=1, init="he", points_seed=0, starts=5, epochs=100)
ON_XOR = FOLDS.but(points="XOR 200", width=2, rate=0.2, epochs=50, starts=20)
# By heart: labels that mean something, and labels that do not.
BY_HEART = Points(
    "relu",
    depth=2,
    width=100,
    init="he",
    optimizer=nn.Adam,
    rate=0.01,
    epochs=300,
    points="spiral 60/300",
)
SHUFFLED = BY_HEART.but(points="spiral 60/300, labels shuffled")
# Whether hidden weights move at all.
MOVES = Points("step", depth=1, width=16, epochs=20, points="circles 200")


def moved(recipe: Recipe, seed: int | np.random.Generator) -> float:
    """The largest change of a hidden weight of the first layer during training: float."""
    rng = np.random.default_rng(seed)
    before, after = (run.net.layers[0].W.copy() for run in recipe.stages(rng, (0, recipe.epochs)))
    return float(np.abs(after - before).max())
