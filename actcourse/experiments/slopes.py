"""Is it the slope of a curve that makes training slow, or the sign of its outputs?

One hidden layer, and curves that differ in one of the two alone.
"""

from functools import partial

import numpy as np

from actcourse import nn
from actcourse.activations import ACTIVATIONS

from .depth import SIGMOID
from .recipe import Recipe
from .speed import Sprint


class Rescaled(nn.Activate):
    """``a = f(inner z) + up``, for an activation ``f`` of the registry, named."""

    def __init__(self, name: str, inner: float = 1.0, up: float = 0.0, *, dtype: type = np.float64):
        super().__init__(ACTIVATIONS[name])
        self.inner, self.up = dtype(inner), dtype(up)

    def forward(self, z: np.ndarray, train: bool = False) -> np.ndarray:
        """Outputs, of the shape of ``z``."""
        a = super().forward(self.inner * z, train) + self.up
        self.z = z
        return a

    def backward(self, g: np.ndarray) -> np.ndarray:
        """Gradient with respect to ``z``, of its shape."""
        self.delta = self.inner * super().backward(g)
        return self.delta


ONE = SIGMOID.but(depth=1, epochs=20, watch=("train",))
CURVES = {
    "σ(z)": ONE,
    "σ(z) - 1/2": ONE.but(f=partial(Rescaled, "sigmoid", up=-0.5)),
    "σ(4z)": ONE.but(f=partial(Rescaled, "sigmoid", inner=4)),
    "tanh(z)": ONE.but(f="tanh"),
    "tanh(z) + 1": ONE.but(f=partial(Rescaled, "tanh", up=1)),
    "relu(z)": ONE.but(f="relu"),
}
# Each at the best of the learning rates 0.5, 1, 1.5, 2, 3, 4 and 6, by the mean of 12 starts.
BEST_RATES = dict(zip(CURVES, (3, 4, 2, 1.5, 1, 1), strict=True))
SPRINTS = {
    curve: Sprint(CURVES[curve].f, depth=1, rate=rate, every=1, most=300, starts=10)
    for curve, rate in BEST_RATES.items()
}


def epochs(recipe: Recipe, seed: int, goal: float = 0.95) -> float:
    """Epochs until a share of the training digits is right; infinite where none is enough.

    Parameters
    ----------
    recipe : Recipe
        One that watches "train".
    seed : int
    goal : float
        That share, between 0 and 1.
    """
    reached = np.array(recipe.trained(seed).history.accuracy["train"]) >= goal
    return 1 + int(reached.argmax()) if reached.any() else np.inf
