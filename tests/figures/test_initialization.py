"""The ranges that the chapter on initialization states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.exercises import EXERCISES
from actcourse.experiments import Recipe, symmetry
from actcourse.experiments.depth import ADAM, LARGE, PLAIN, SMALL, START
from actcourse.experiments.flow import factors, fading, flow, sample
from actcourse.experiments.leads import confidence_interval, lead
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
    flat, one = symmetry.FLAT, symmetry.FLAT.but(init=SMALL)
    small = one.accuracies()
    both = one.but(bias=SMALL).accuracies()
    biases = flat.but(bias=nn.normal(std=0.1)).accuracies()
    assert min(small + both) > 0.95
    assert 0.85 < min(biases) <= max(biases) < min(small)
    # .22 to .26 over ten seeds: one unit in 16 copies can tell few digits apart.
    assert 0.15 < min(flat.accuracies()) <= max(flat.accuracies()) < 0.35
    assert min(one.but(depth=0, init="zeros").accuracies()) > 0.95  # softmax regression


@pytest.mark.slow
def test_rounding_parts_copies_in_float32_and_not_in_float64():
    for dtype, gaps, right in (
        (np.float64, (-1e-12, 1e-12), (0.25, 0.45)),
        (np.float32, (0.2, 0.6), (0.6, 0.85)),
    ):
        for seed in range(10):
            run = symmetry.FLAT.but(dtype=dtype, epochs=60).trained(seed)
            assert gaps[0] <= symmetry.spread(run.net.layers[0].W) <= gaps[1]
            assert right[0] < run.accuracy < right[1]


@pytest.mark.slow
def test_random_biases_beside_random_weights_make_no_difference_that_20_pairs_show():
    one = symmetry.FLAT.but(init=SMALL)
    gain = lead(one.but(bias=SMALL), one, range(20))
    assert 0 in confidence_interval(gain)
    assert np.abs(gain.mean()) < 0.4
    late = symmetry.FLAT.but(bias=nn.normal(std=0.1), epochs=60, starts=5).accuracies()
    assert 0.95 < min(late) <= max(late) < 1


def test_a_hundredth_is_enough_for_one_hidden_layer_and_not_for_three():
    small = START.but(init=SMALL)
    one, two, three = (small.but(depth=depth).accuracies() for depth in (1, 2, 3))
    assert min(one) > 0.96
    assert 0.75 < min(two) <= max(two) < 0.92
    assert max(three) < 0.25
    assert max(small.but(depth=3, f="relu").accuracies()) < 0.2
    assert min(START.but(depth=3).accuracies()) > 0.97
    large = START.but(depth=3, init=LARGE).accuracies()  # .73 to .79 over six seeds
    assert 0.65 < min(large) <= max(large) < 0.88


@pytest.mark.slow
def test_three_layers_from_a_hundredth_are_slow_and_not_lost():
    for seed in range(6):
        stages = START.but(depth=3, init=SMALL).stages(seed, (40, 60))
        middle, late = [run.accuracy for run in stages]
        assert 0.2 < middle < 0.85
        assert late > 0.88


@pytest.mark.parametrize(
    ("gain", "low", "high"),
    [(1, 0.22, 0.25), (3, 0.48, 0.55), (4, 0.56, 0.64), (5, 0.6, 0.71), (8, 0.72, 0.83)],
)
def test_differences_between_images_fade_through_sigmoids(gain, low, high):
    found = fading(TEN.but(f="sigmoid", init=nn.lecun(gain=gain)))
    assert low < min(found) <= max(found) < high


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


def test_thirty_leaky_layers_leave_what_the_prediction_allows():
    (wanted,) = EXERCISES["initialization/leaky-layers"].quantities
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((64, 256))
        for _ in range(30):
            z = x @ nn.xavier(256, 256, rng)
            x = np.where(z > 0, z, z / 2)
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
@pytest.mark.parametrize(
    ("recipe", "init", "low", "high"),
    [
        (PLAIN, "xavier", 0.05, 0.2),
        (ADAM, "xavier", 0.15, 0.75),
        (ADAM, "he", 0.7, 0.95),
    ],
)
def test_thirty_layers_by_start_and_optimizer(recipe, init, low, high):
    right = recipe.but(init=init, starts=6).accuracies()
    assert low < min(right) <= max(right) < high


@pytest.mark.slow
def test_plain_gradient_descent_trains_thirty_layers_from_hes_weights_but_for_one_start():
    worst, *others = sorted(PLAIN.but(init="he", starts=6).accuracies())
    assert worst < 0.5
    assert 0.88 < min(others) <= max(others) < 0.98
