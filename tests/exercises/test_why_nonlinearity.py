"""The measurements behind the ranges of the chapter's exercises that ask for a number."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import circles
from actcourse.exercises import EXERCISES


@pytest.mark.parametrize(("f", "init", "which"), [("identity", "lecun", 0), ("relu", "he", 1)])
def test_the_accuracy_on_circles(f, init, which):
    wanted = EXERCISES["why_nonlinearity/circles"].quantities[which]
    reached = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        X, y = circles(200, rng=rng)
        net = nn.mlp([2, 16, 16, 2], f, init=init, rng=rng)
        nn.fit(net, X, y, epochs=100, rng=rng)
        reached.append(nn.accuracy(net, X, y))
    assert wanted.within.low + 0.01 < np.mean(reached) < wanted.within.high + (f == "relu")


def test_a_thousand_cubes_are_four_curves():
    count, ratio = EXERCISES["why_nonlinearity/cubes"].quantities
    x, errors = np.linspace(-np.pi, np.pi, 401), []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        for n in (10, 1000):
            z = np.outer(x, rng.normal(size=n)) + rng.uniform(-np.pi, np.pi, n)
            A = np.column_stack([np.ones(401), z**3])
            c, _, rank, _ = np.linalg.lstsq(A, np.sin(2 * x), rcond=None)
            assert count.within.low == rank == count.within.high
            errors.append(np.sqrt(np.mean((A @ c - np.sin(2 * x)) ** 2)))
        assert errors[-1] / errors[-2] == pytest.approx(1, abs=1e-8)
        assert ratio.within.low < errors[-1] / errors[-2] < ratio.within.high


def test_the_fewest_hinges_for_a_thousandth():
    (wanted,) = EXERCISES["why_nonlinearity/budget"].quantities
    x = np.linspace(-np.pi, np.pi, 100_001)

    def error_of(n):
        knots = np.linspace(-np.pi, np.pi, n + 1)
        return np.abs(np.interp(x, knots, np.sin(knots)) - np.sin(x)).max()

    fewest = next(n for n in range(1, 200) if error_of(n) < 0.001)
    assert wanted.within.low == fewest == wanted.within.high
    assert all(error_of(n) < 0.001 for n in range(fewest, 200))
