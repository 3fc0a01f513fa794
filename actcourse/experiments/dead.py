"""Dead units: how many there are before training, by depth and start, and after it."""

from functools import cache, lru_cache

import numpy as np

from actcourse import nn
from actcourse.data import digits

from .recipe import Recipe

HE = Recipe("relu", depth=10, init="he", epochs=2, reseed=True, starts=5)
STARTS = {
    "PyTorch's default": HE.but(init="uniform", bias="uniform"),
    "the same weights, biases 0": HE.but(init="uniform"),
    "He, biases 0": HE,
}
DEFAULT, NO_BIAS, _ = STARTS.values()


def pre_activations(recipe: Recipe, seed: int | np.random.Generator) -> list[np.ndarray]:
    """z of each hidden layer of an untrained network, for all images to train on.

    Returns
    -------
    list of arrays (n, width)
    """
    net = recipe.network(seed)
    net(digits().X_train)
    return [layer.z for layer in net.layers if layer.f is not None]


fresh = lru_cache(maxsize=64)(pre_activations)  # seven megabytes each, of ten layers


def count(z: np.ndarray) -> int:
    """Units of a layer whose pre-activations, shape (n, width), are never above 0: int."""
    return (z.max(axis=0) <= 0).sum()


@cache
def _counts(recipe, starts):
    return np.array([[count(z) for z in fresh(recipe, seed)] for seed in range(starts)])


def on_arrival(recipe: Recipe) -> np.ndarray:
    """Dead units before training: array (starts, depth) of int."""
    return _counts(recipe, recipe.starts)


TRAINED = HE.but(depth=4, epochs=3, starts=3)


@cache
def states(recipe: Recipe, seed: int) -> np.ndarray:
    """What has become of each hidden unit in training: array (depth, width) of words.

    The words are those of `nn.unit_states`: "alive", "dead" and "nan".
    """
    data = digits()
    rec = nn.record(recipe.trained(seed).net, data.X_train, data.y_train)
    return np.array(nn.unit_states(rec))
