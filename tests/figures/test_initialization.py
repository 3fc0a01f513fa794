"""The ranges that the chapter on initialization states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.exercises import EXERCISES
from actcourse.figures import initialization as fig

SEEDS = range(3)


@pytest.mark.parametrize("f", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("start", ["all 0", "all 0.1"])
def test_from_a_constant_all_units_stay_copies_of_one(start, f):
    for W, reached in fig.twin_weights(fig.STARTS[start], f):
        assert fig.different(W) == 1
        assert reached < 0.4


@pytest.mark.parametrize("f", ["tanh", "relu"])
def test_from_zero_no_weight_ever_moves(f):
    assert not any(W.any() for W, _ in fig.twin_weights("zeros", f))


@pytest.mark.parametrize(("f", "least"), [("tanh", 0.95), ("relu", 0.95), ("sigmoid", 0.85)])
def test_from_random_weights_sixteen_units_learn(f, least):
    W, reached = fig.twin_weights(fig.SMALL, f)[-1]
    assert np.linalg.matrix_rank(W) == fig.different(W) == 16
    assert reached > least


def test_random_weights_or_random_biases_break_the_symmetry():
    flat, noise = nn.constant(value=0.1), nn.normal(std=0.1)
    small = fig.accuracies(1, fig.SMALL, width=16)
    both = fig.accuracies(1, fig.SMALL, width=16, bias=fig.SMALL)
    biases = fig.accuracies(1, flat, width=16, bias=noise)
    assert min(small + both) > 0.95
    assert 0.85 < min(biases) <= max(biases) < min(small)
    # .22 to .47 over twenty seeds: one unit in 16 copies can tell few digits apart.
    assert max(fig.accuracies(1, flat, width=16)) < 0.5
    assert min(fig.accuracies(0, "zeros")) > 0.95  # softmax regression


def test_a_hundredth_is_enough_for_one_hidden_layer_and_not_for_three():
    one, two, three = (fig.accuracies(depth, fig.SMALL) for depth in (1, 2, 3))
    assert min(one) > 0.96
    assert 0.75 < min(two) <= max(two) < 0.92
    assert max(three) < 0.25
    assert min(fig.accuracies(3, fig.USUAL)) > 0.97


@pytest.mark.parametrize("gain", [0.5, 1, 1.667, 3, 8])
@pytest.mark.parametrize("f", ["sigmoid", "tanh", "relu", "swish"])
def test_untrained_networks_follow_the_rule(f, gain):
    start = np.mean(fig.sample()[0] ** 2)
    sizes, back = fig.predicted(ACTIVATIONS[f], gain, 10, start)
    ruled = np.prod(back[:-1]) ** (1 / 9)
    for seed in SEEDS:
        rec = fig.flow(f, gain, seed)
        assert nn.rms(rec.z[9]) == pytest.approx(sizes[-1], rel=0.8)
        assert nn.layer_factor(rec.delta) == pytest.approx(ruled, rel=0.1)


@pytest.mark.parametrize(("gain", "low", "high"), [(1, 0.22, 0.25), (4, 0.58, 0.66)])
def test_the_rule_tells_the_factors_of_the_sigmoid(gain, low, high):
    _, back = fig.predicted(ACTIVATIONS["sigmoid"], gain, 30, 1.0)
    assert low < back[-1] < high
    for seed in range(5):
        assert low < nn.layer_factor(fig.flow("sigmoid", gain, seed).delta) < high


def test_at_gain_eight_a_third_of_the_sigmoids_slopes_are_flat():
    for seed in SEEDS:
        assert nn.saturation(fig.flow("sigmoid", 8, seed))[2:].mean() > 1 / 3


def tanh_factors(init):
    X, y = fig.sample()
    for seed in range(5):
        net = nn.mlp([64] * 11 + [10], "tanh", init=init, rng=np.random.default_rng(seed))
        yield nn.layer_factor(nn.record(net, X, y).delta)


def test_the_habit_loses_half_of_the_error_signal_and_xavier_a_tenth():
    habit, xavier = list(tanh_factors("uniform")), list(tanh_factors(nn.xavier(uniform=True)))
    assert 0.54 < min(habit) <= max(habit) < 3**-0.5
    assert 0.85 < min(xavier) <= max(xavier) < 0.91


def test_thirty_layers_of_relu_leave_what_the_prediction_allows():
    (wanted,) = EXERCISES["initialization/thirty"].ranges
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((64, 256))
        for _ in range(30):
            x = np.maximum(x @ nn.xavier(256, 256, rng), 0)
        assert wanted.low < nn.rms(x) < wanted.high


@pytest.mark.parametrize(
    ("std", "learns"), [(0.05, False), (0.07, True), (0.26, True), (0.4, False)]
)
def test_the_window_of_sizes_that_train_five_layers(std, learns):
    (wanted,) = EXERCISES["initialization/window"].ranges
    found = fig.accuracies(5, nn.normal(std=std))
    assert (min(found) > 0.95) == learns
    assert (wanted.low <= std <= wanted.high) == learns


@pytest.mark.slow
def test_adam_trains_thirty_layers_even_from_xaviers_weights():
    options = {"f": "relu", "epochs": 6}
    adam = {
        init: [fig.accuracy(30, init, s, optimizer=nn.Adam(), **options) for s in SEEDS]
        for init in ("xavier", "he")
    }
    assert 0.15 < min(adam["xavier"]) <= max(adam["xavier"]) < 0.75
    assert min(adam["he"]) > 0.7
