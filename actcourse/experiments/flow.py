"""What passes through networks that have not been trained: signals up, error signals down."""

from functools import cache

import numpy as np

from actcourse import nn
from actcourse.data import digits

from .recipe import Recipe


@cache
def sample() -> tuple[np.ndarray, np.ndarray]:
    """256 training digits, shape (256, 64), and their labels."""
    data = digits()
    return data.X_train[:256], data.y_train[:256]


def flow(recipe: Recipe, seed: int | np.random.Generator) -> nn.Record:
    """What `nn.record` sees while an untrained network of this recipe looks at `sample`."""
    return nn.record(recipe.network(seed), *sample())


def factor(recipe: Recipe, seed: int | np.random.Generator) -> float:
    """The factor by which the error signal changes per hidden layer on its way back: float."""
    return nn.layer_factor(flow(recipe, seed).delta)


def factors(recipe: Recipe) -> list[float]:
    """`factor` for each of the recipe's seeds: list of float."""
    return [factor(recipe, seed) for seed in recipe.seeds]


def differences(recipe: Recipe, seed: int | np.random.Generator) -> np.ndarray:
    """How far apart an untrained network holds the examples of `sample`, layer by layer.

    Returns
    -------
    array (depth,)
        For each hidden layer the rms of the pre-activations, each without the mean of its unit
        over the examples. Where it is 0, all images look the same to the network.
    """
    return nn.rms_by_layer(z - z.mean(axis=0) for z in flow(recipe, seed).z[:-1])


def fading(recipe: Recipe) -> list[float]:
    """The factor by which `differences` change per hidden layer, for each seed: list of float."""
    ends = [differences(recipe, seed)[[0, -1]] for seed in recipe.seeds]
    return [(last / first) ** (1 / (recipe.depth - 1)) for first, last in ends]
