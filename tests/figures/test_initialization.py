"""The ranges that the chapter on initialization states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.exercises import EXERCISES
from actcourse.experiments import Recipe, symmetry
from actcourse.experiments.depth import SMALL, START, THIRTY
from actcourse.experiments.flow import factors, flow, sample
from actcourse.figures import initialization as fig

SEEDS = range(3)
TEN = Recipe("tanh", depth=10, starts=5)


@pytest.mark.parametrize("f", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("start", ["all 0", "all 0.1"])
def test_from_a_constant_all_units_stay_copies_of_one(start, f):
    for W, right in symmetry.stages(symmetry.SIXTEEN.but(f=f, init=symmetry.STARTS[start])):
        assert symmetry.different(W) == 1
        assert right < 0.4


@pytest.mark.parametrize("f", ["tanh", "relu"])
def test_from_zero_nothing_but_the_output_bias_moves(f):
    net = symmetry.SIXTEEN.but(f=f, init="zeros", epochs=2).train(0).net
    assert [p.any() for p in net.parameters()] == [False, False, False, True]


@pytest.mark.parametrize(("f", "least"), [("tanh", 0.95), ("relu", 0.95), ("sigmoid", 0.85)])
def test_from_random_weights_sixteen_units_learn(f, least):
    W, right = symmetry.stages(symmetry.SIXTEEN.but(f=f, init=SMALL))[-1]
    assert np.linalg.matrix_rank(W) == symmetry.different(W) == 16
    assert right > least


def test_random_weights_or_random_biases_break_the_symmetry():
    flat, noise = nn.constant(value=0.1), nn.normal(std=0.1)
    one = START.but(depth=1, width=16)
    small = one.but(init=SMALL).accuracies()
    both = one.but(init=SMALL, bias=SMALL).accuracies()
    biases = one.but(init=flat, bias=noise).accuracies()
    assert min(small + both) > 0.95
    assert 0.85 < min(biases) <= max(biases) < min(small)
    # .22 to .47 over twenty seeds: one unit in 16 copies can tell few digits apart.
    assert max(one.but(init=flat).accuracies()) < 0.5
    assert min(START.but(depth=0, init="zeros").accuracies()) > 0.95  # softmax regression


def test_a_hundredth_is_enough_for_one_hidden_layer_and_not_for_three():
    small = START.but(init=SMALL)
    one, two, three = (small.but(depth=depth).accuracies() for depth in (1, 2, 3))
    assert min(one) > 0.96
    assert 0.75 < min(two) <= max(two) < 0.92
    assert max(three) < 0.25
    assert max(small.but(depth=3, f="relu").accuracies()) < 0.2
    assert min(START.but(depth=3).accuracies()) > 0.97


@pytest.mark.parametrize("gain", [0.5, 1, 1.667, 3, 8])
@pytest.mark.parametrize("f", ["sigmoid", "tanh", "relu", "swish"])
def test_untrained_networks_follow_the_rule(f, gain):
    start = np.mean(sample()[0] ** 2)
    sizes, back = fig.predicted(ACTIVATIONS[f], gain, 10, start)
    ruled = np.prod(back[:-1]) ** (1 / 9)
    for seed in SEEDS:
        rec = flow(TEN.but(f=f, init=nn.lecun(gain=gain)), seed)
        assert nn.rms(rec.z[9]) == pytest.approx(sizes[-1], rel=0.8)
        assert nn.layer_factor(rec.delta) == pytest.approx(ruled, rel=0.1)


@pytest.mark.parametrize(("gain", "low", "high"), [(1, 0.22, 0.25), (4, 0.58, 0.66)])
def test_the_rule_tells_the_factors_of_the_sigmoid(gain, low, high):
    _, back = fig.predicted(ACTIVATIONS["sigmoid"], gain, 30, 1.0)
    assert low < back[-1] < high
    measured = factors(TEN.but(f="sigmoid", init=nn.lecun(gain=gain)))
    assert low < min(measured) <= max(measured) < high


def test_at_gain_eight_a_third_of_the_sigmoids_slopes_are_flat():
    for seed in SEEDS:
        rec = flow(TEN.but(f="sigmoid", init=nn.lecun(gain=8)), seed)
        assert nn.saturation(rec)[2:].mean() > 1 / 3


def test_the_habit_loses_half_of_the_error_signal_and_xavier_a_tenth():
    habit, xavier = (factors(TEN.but(init=i)) for i in ("uniform", nn.xavier(uniform=True)))
    assert 0.54 < min(habit) <= max(habit) < 3**-0.5
    assert 0.85 < min(xavier) <= max(xavier) < 0.91


def test_thirty_layers_of_relu_leave_what_the_prediction_allows():
    (wanted,) = EXERCISES["initialization/thirty"].quantities
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((64, 256))
        for _ in range(30):
            x = np.maximum(x @ nn.xavier(256, 256, rng), 0)
        assert wanted.within.low < nn.rms(x) < wanted.within.high


@pytest.mark.parametrize(
    ("std", "learns"), [(0.05, False), (0.07, True), (0.26, True), (0.4, False)]
)
def test_the_window_of_sizes_that_train_five_layers(std, learns):
    (wanted,) = EXERCISES["initialization/window"].quantities
    right = START.but(depth=5, init=nn.normal(std=std)).accuracies()
    assert (min(right) > 0.95) == learns
    assert (std in wanted.within) == learns


@pytest.mark.slow
def test_adam_trains_thirty_layers_even_from_xaviers_weights():
    adam = {
        init: THIRTY.but(init=init, optimizer=nn.Adam, rate=0.001, epochs=6).accuracies()
        for init in ("xavier", "he")
    }
    assert 0.15 < min(adam["xavier"]) <= max(adam["xavier"]) < 0.75
    assert min(adam["he"]) > 0.7
