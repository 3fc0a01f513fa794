"""The numbers of the chapter on nonlinearity, as ranges over several seeds."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import spiral, xor
from actcourse.experiments.spiral import given_and_new, memorised
from actcourse.figures import why_nonlinearity as fig

SEEDS = range(3)


@pytest.mark.parametrize("network", fig.NETWORKS)
def test_only_a_bend_tells_the_arms_apart(network):
    _, f = fig.NETWORKS[network]
    low, high = (0.97, 1.0) if f == "relu" else (0.45, 0.60)
    for seed in SEEDS:
        points, copies = fig._spiral_run(*fig.NETWORKS[network], seed)
        assert low <= nn.accuracy(copies[-1], *points) <= high


@pytest.mark.parametrize("depth", [1, 4, 8])
def test_a_stack_bends_where_it_has_an_activation_and_nowhere_else(depth):
    assert len(fig._stack(depth, "identity", 1)[2]) == 0
    assert depth * 4 < len(fig._stack(depth, "relu", 1)[2]) <= depth * 8 + 1


def test_squares_stay_at_the_best_parabola_and_the_others_come_close():
    best = np.sqrt(1 / 2 - 3 / (4 * np.pi**2))  # of sin 2x, by hand: a line, as sin 2x is odd
    for n in (2, 10, 1000):
        assert fig._fit("z²", n)[1] == pytest.approx(best, abs=1e-3)
    for f, small in {"ReLU": 5e-4, "tanh": 5e-4, "step": 0.02}.items():
        assert fig._fit(f, 1000)[1] < small


def test_no_number_of_hinges_follows_a_jump():
    for n in (1, 2, 15, 40):
        assert fig._hinge_error("a jump", n) == pytest.approx(1, abs=1e-6)
        assert fig._hinge_error("a wave: sin x", n) <= max(1, np.pi**2 / 2 / n**2)


def test_fewer_than_three_folds_never_close_a_region():
    for width, low, high in ((1, 0.5, 0.8), (2, 0.5, 0.85), (3, 0.9, 1), (8, 0.97, 1)):
        assert low < fig._best("circles", width)[1][-1] <= high


def test_most_starts_miss_the_two_units_that_solve_xor():
    X, y = xor(50, noise=0.12, rng=np.random.default_rng(0))
    s = X.sum(axis=1)
    by_hand = np.maximum(s, 0) - 2 * np.maximum(s - 1, 0) > 0.5
    assert np.mean(by_hand == y) > 0.98
    solved = {}
    for units in (2, 4):
        solved[units] = 0
        for seed in range(20):
            rng = np.random.default_rng(seed)
            net = nn.mlp([2, units, 2], "relu", init="he", rng=rng)
            nn.fit(net, 2 * X - 1, y, epochs=50, lr=0.2, rng=rng)
            solved[units] += nn.accuracy(net, 2 * X - 1, y) > 0.95
    assert 1 <= solved[2] <= 6
    assert solved[4] >= 15


def spiral_accuracies(f, epochs):
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        X, y = spiral(rng=rng)
        net = nn.mlp([2, 100, 3], f, rng=rng)
        nn.fit(net, X, y, optimizer=nn.SGD(0.1, 0.9), epochs=epochs, rng=rng)
        yield nn.accuracy(net, X, y)


@pytest.mark.parametrize(
    ("f", "epochs", "low", "high"),
    [
        ("identity", 60, 0.45, 0.6),
        ("sigmoid", 60, 0.5, 0.9),
        ("sigmoid", 150, 0.88, 1),
        ("tanh", 60, 0.93, 1),
        ("relu", 60, 0.93, 1),
        ("swish", 60, 0.88, 1),
    ],
)
def test_the_sigmoid_takes_its_time_on_the_spiral(f, epochs, low, high):
    for accuracy in spiral_accuracies(f, epochs):
        assert low <= accuracy <= high


def test_a_network_fits_shuffled_labels_and_learns_nothing_from_them():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        (X, y), new = given_and_new(rng)
        for labels, low, high in ((y, 0.9, 1), (rng.permutation(y), 0.15, 0.55)):
            fitted, known = memorised("relu", (X, labels), new, rng, epochs=300)
            assert fitted > 0.85
            assert low < known < high
