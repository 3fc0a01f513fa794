"""What a network learns of 60 points of the spiral by heart, and what it knows of new ones."""

import numpy as np

from actcourse import nn
from actcourse.activations import Activation
from actcourse.data import spiral


def given_and_new(seed: int | np.random.Generator) -> tuple:
    """60 points of a spiral with their labels, and 300 new ones: ``((X, y), (X_new, y_new))``.

    Parameters
    ----------
    seed : int or numpy.random.Generator
    """
    rng = np.random.default_rng(seed)
    return spiral(20, rng=rng), spiral(rng=rng)


def memorised(
    f: str | Activation,
    given: tuple,
    new: tuple,
    seed: int | np.random.Generator,
    epochs: int = 100,
) -> tuple[float, float]:
    """Shares of the given points and of new ones that a network 2-100-100-3 gets right.

    It starts from He's weights and learns the given points with Adam at rate 0.01.

    Parameters
    ----------
    f : str
    given, new : (X, y)
    seed : int or numpy.random.Generator
    epochs : int

    Returns
    -------
    (float, float)
    """
    rng = np.random.default_rng(seed)
    net = nn.mlp([2, 100, 100, 3], f, init="he", rng=rng)
    nn.fit(net, *given, optimizer=nn.Adam(0.01), epochs=epochs, rng=rng)
    return nn.accuracy(net, *given), nn.accuracy(net, *new)
