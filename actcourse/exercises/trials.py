"""Trials: the judge's copies of the functions with which learners measure in the notebooks.

What a learner sees is right has to be right, so `tests/exercises/test_trials.py` holds each of
these against the notebook's own.
"""

import numpy as np

from .. import nn
from ..data import digits


def error_of(N):
    """Largest distance from sin x on [-pi, pi], with N hinges."""
    x = np.linspace(-np.pi, np.pi, 100_001)
    knots = np.linspace(-np.pi, np.pi, int(N) + 1)
    return np.abs(np.interp(x, knots, np.sin(knots)) - np.sin(x)).max()


def accuracy_after(gain):
    """Share of the test digits that four sigmoid layers get right after training."""
    rng, d = np.random.default_rng(0), digits()
    net = nn.mlp([64] * 5 + [10], "sigmoid", init=nn.lecun(gain=gain), rng=rng)
    nn.fit(net, d.X_train, d.y_train, epochs=30, rng=rng)
    return nn.accuracy(net, d.X_test, d.y_test)


def farthest_factor(gain, f="tanh"):
    """Change of the error signal per layer, for that of five random starts farthest from 1."""
    X, y, _, _ = digits()
    factors, init = [], nn.lecun(gain=gain)
    for seed in range(5):
        rng = np.random.default_rng(seed)
        net = nn.mlp([64] * 11 + [10], f, init=init, rng=rng)
        factors.append(nn.layer_factor(nn.record(net, X[:256], y[:256]).delta))
    return max(factors, key=lambda factor: abs(factor - 1))


def farthest_of_softsign(gain):
    """The same with softsign in place of tanh."""
    return farthest_factor(gain, "softsign")


def dead_share(depth):
    """Share of the last of `depth` hidden layers that is dead."""
    X, y, _, _ = digits()
    shares = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        sizes = [64] * (int(depth) + 1) + [10]
        net = nn.mlp(sizes, "relu", init="uniform", bias="uniform", rng=rng)
        shares.append(nn.dead_units(nn.record(net, X, y))[-1] / 64)
    return np.mean(shares)


def largest_share(T):
    """The largest share of the scores 1, 2, 3 at temperature T."""
    e = np.exp((np.array([1.0, 2.0, 3.0]) - 3) / T)
    return e.max() / e.sum()


def error(k, lift=0.0):
    """Largest distance from x² of k tangents, raised by lift."""
    k = int(k)
    touch = (2 * np.arange(k) + 1) / k - 1
    x = np.linspace(-1, 1, 2 * k + 1)  # where the pieces touch and where they meet
    lines = 2 * touch * x[:, None] - touch**2 + lift
    return np.abs(lines.max(axis=1) - x**2).max()


def raised_error(k):
    """The same with the lift that serves k tangents best, half of their largest gap."""
    return error(k, 1 / (2 * k**2))


def typical_error(h):
    """Median error of the central quotient of tanh over 41 points, in float32."""
    z, h = np.linspace(-2, 2, 41, dtype=np.float32), np.float32(h)
    quotient = (np.tanh(z + h) - np.tanh(z - h)) / (2 * h)
    return float(np.median(np.abs(quotient - (1 - np.tanh(z.astype(float)) ** 2))))


def worst_accuracy(std):
    """Test accuracy after ten epochs, the lowest of three starts."""
    accuracies, d = [], digits()
    for seed in range(3):
        rng = np.random.default_rng(seed)
        sizes, init = [64] * 6 + [10], nn.normal(std=std)
        net = nn.mlp(sizes, "tanh", init=init, rng=rng, dtype=np.float32)
        nn.fit(net, d.X_train, d.y_train, epochs=10, rng=rng)
        accuracies.append(nn.accuracy(net, d.X_test, d.y_test))
    return min(accuracies)
