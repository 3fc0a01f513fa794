"""How many straight pieces a network of ReLUs makes of a line, by depth and width."""

import numpy as np

from actcourse import nn
from actcourse.activations import Activation, relu


def curve(
    depth: int, f: str | Activation, seed: int | np.random.Generator, width: int = 8
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A network with one input and random weights as a curve, and where it bends.

    Weights are He's, biases normal with standard deviation 0.5.

    Parameters
    ----------
    depth : int
        Hidden layers.
    f : str
    seed : int or numpy.random.Generator
    width : int
        Units in each.

    Returns
    -------
    x, y : array (6001,)
        From -3 to 3, and the output, scaled to between -1 and 1.
    bends : array of int
        Where in `x` the slope changes.
    """
    rng = np.random.default_rng(seed)
    net = nn.mlp([1] + [width] * depth + [1], f, init="he", bias=nn.normal(std=0.5), rng=rng)
    x = np.linspace(-3, 3, 6001)
    y = net(x[:, None])[:, 0]
    y = 2 * (y - y.min()) / np.ptp(y) - 1
    bent = np.abs(np.diff(y, 2)) > 1e-9
    first = np.flatnonzero(bent & ~np.append(False, bent[:-1]))  # a bend can fall between points
    return x, y, first + 1


def pieces(depth: int, seed: int | np.random.Generator, width: int = 8) -> int:
    """Straight pieces of `curve` with ReLU: int."""
    return len(curve(depth, "relu", seed, width)[2]) + 1


def teeth(depth: int) -> int:
    """Straight pieces between 0 and 1 of `depth` layers of two ReLUs, set by hand: int.

    Each layer is the hat that climbs from 0 to 1 and falls back: relu(2x) - 2 relu(2x - 1).
    """
    x = np.linspace(0, 1, 2**12 + 1)
    for _ in range(depth):
        x = relu(2 * x) - 2 * relu(2 * x - 1)
    return 1 + int(np.count_nonzero(np.diff(np.sign(np.diff(x)))))
