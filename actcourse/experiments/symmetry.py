"""Units that start alike: whether training makes them different."""

from functools import cache

import numpy as np

from actcourse import nn

from .depth import SMALL, START
from .recipe import Recipe

EPOCHS = (0, 1, 2, 3, 5, 7, 10, 15, 20)
SIXTEEN = Recipe("tanh", depth=1, width=16, epochs=EPOCHS[-1], starts=1)
STARTS = {"all 0": "zeros", "all 0.1": nn.constant(value=0.1), "random, size 0.01": SMALL}
# Sixteen copies of one unit; what rounds differently in the two precisions may part them.
FLAT = START.but(depth=1, width=16, init=STARTS["all 0.1"], dtype=np.float64)


@cache
def stages(recipe, seed=0):
    """A network after each of `EPOCHS`: its first weights, (64, width), and its test accuracy.

    Returns
    -------
    list of (array, float)
    """
    runs = recipe.stages(seed, EPOCHS)
    return [(run.net.layers[0].W.copy(), run.accuracy) for run in runs]


def different(W: np.ndarray) -> int:
    """How many units are different: the columns of W that are no copy of another, an int."""
    return np.unique(W.round(9), axis=1).shape[1]


def spread(W: np.ndarray) -> float:
    """The largest gap between two units' weights from one input: the columns of W, a float."""
    return float(np.ptp(W, axis=1).max())
