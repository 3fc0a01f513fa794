"""Gradient descent in the valley that inputs of one sign make of the loss."""

from functools import cache

import numpy as np

GOAL = np.array([1.0, -1.0])


def inputs(low: float, high: float, seed: int | np.random.Generator) -> np.ndarray:
    """200 examples with two inputs, uniform between two bounds: array (200, 2)."""
    return np.random.default_rng(seed).uniform(low, high, (200, 2))


def descend(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient descent on a fit with two weights, for the inputs ``X`` of shape (n, 2).

    Returns
    -------
    path : array (steps + 1, 2)
        From (0, 0) to within 1% of the way to the solution (1, -1), at the learning rate
        1 / largest curvature.
    H : array (2, 2)
        The curvature: mean of x xᵀ.
    """
    H = X.T @ X / len(X)
    lr, path = 1 / np.linalg.eigvalsh(H)[-1], [np.zeros(2)]
    while np.linalg.norm(path[-1] - GOAL) > 0.01 * np.linalg.norm(GOAL):
        path.append(path[-1] - lr * H @ (path[-1] - GOAL))
    return np.array(path), H


def steps(X: np.ndarray) -> int:
    """How many steps `descend` takes: int."""
    return len(descend(X)[0]) - 1


@cache
def valley(low, high, seed=0):
    """`descend` for `inputs` between two bounds."""
    return descend(inputs(low, high, seed))
