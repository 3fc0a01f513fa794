"""What a sigmoid or a softmax says, and how often it comes true."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from scipy.optimize import minimize_scalar

from actcourse import nn
from actcourse.activations import sigmoid, softmax
from actcourse.data import digits

from .recipe import Recipe

LONG = Recipe("relu", init="he", examples=200, epochs=300, starts=5)


def scored(n: int, seed: int | np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and the scores of a logistic regression fitted to them by its log-loss.

    Parameters
    ----------
    n : int
    seed : int or numpy.random.Generator

    Returns
    -------
    labels : array (n,) of bool
    scores : array (n,)
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(n)
    y = rng.random(n) < sigmoid(1.5 * x)
    slope = minimize_scalar(lambda w: nn.binary_cross_entropy(w * x[:, None], y)[0], (0.5, 2.0)).x
    return y, slope * x


_kept = cache(scored)


def reliability(scale: float) -> tuple[np.ndarray, np.ndarray, float]:
    """How far the outputs can be trusted when all scores are multiplied by `scale`.

    Returns
    -------
    said, came_true : array (bins,)
        For each tenth between 0 and 1 that holds 100 outputs: their mean, and the share of the
        labels that are true.
    right : float
        Share of the labels that the outputs are on the right side of one half for.
    """
    y, score = _kept(40_000, 0)
    said = sigmoid(scale * score)
    bins = np.minimum((10 * said).astype(int), 9)
    full = [b for b in range(10) if (bins == b).sum() >= 100]
    mean_said = np.array([said[bins == b].mean() for b in full])
    came_true = np.array([y[bins == b].mean() for b in full])
    return mean_said, came_true, np.mean((said > 0.5) == y)


def answers(
    recipe: Recipe, seed: int | np.random.Generator, epochs: Sequence[int]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """How sure a network is of each test digit, and whether it reads it right.

    Parameters
    ----------
    recipe : Recipe
    seed : int or numpy.random.Generator
    epochs : sequence of int
        When to look, in rising order.

    Returns
    -------
    list of (array (n,), array (n,) of bool)
        For each look the largest share of every digit, between 0 and 1, and which are right.
    """
    d, found = digits(), []
    for run in recipe.stages(seed, epochs):
        shares = softmax(run.net(d.X_test))
        found.append((shares.max(axis=1), shares.argmax(axis=1) == d.y_test))
    return found


def confidence(
    recipe: Recipe, seed: int | np.random.Generator, epochs: Sequence[int]
) -> np.ndarray:
    """The means of `answers`: how sure a network is of the test digits, and how often it is right.

    Returns
    -------
    array (len(epochs), 2)
        The mean of the largest shares, and the share of the digits that are read right; both
        between 0 and 1.
    """
    return np.array([(sure.mean(), right.mean()) for sure, right in answers(recipe, seed, epochs)])
