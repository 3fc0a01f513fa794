"""The numbers of the chapter on nonlinearity, as ranges over several seeds."""

import numpy as np
import pytest

from actcourse.experiments.points import ARMS, BY_HEART, CANDIDATES, ON_XOR, SHUFFLED
from actcourse.figures import why_nonlinearity as fig


@pytest.mark.parametrize("network", ARMS)
def test_only_a_bend_tells_the_arms_apart(network):
    low, high = (0.97, 1.0) if network.endswith("ReLU") else (0.45, 0.60)
    for right in ARMS[network].accuracies():
        assert low <= right <= high


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
        assert low < fig._best("circles", width)[2][-1] <= high


def test_most_starts_miss_the_two_units_that_solve_xor():
    X, y, *_ = ON_XOR.drawn(np.random.default_rng(0))
    s = (X.sum(axis=1) + 2) / 2  # of corners at 0 and 1
    by_hand = np.maximum(s, 0) - 2 * np.maximum(s - 1, 0) > 0.5
    assert np.mean(by_hand == y) > 0.98
    solved = {n: sum(right > 0.95 for right in ON_XOR.but(width=n).accuracies()) for n in (2, 4)}
    assert 1 <= solved[2] <= 6
    assert solved[4] >= 15


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
    for accuracy in CANDIDATES[f].but(epochs=epochs).accuracies():
        assert low <= accuracy <= high


def test_a_network_fits_shuffled_labels_and_learns_nothing_from_them():
    for recipe, low, high in ((BY_HEART, 0.9, 1), (SHUFFLED, 0.15, 0.55)):
        for run in map(recipe.trained, recipe.seeds):
            assert run.learned > 0.85
            assert low < run.accuracy < high
