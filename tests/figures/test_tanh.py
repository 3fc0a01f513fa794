"""What the chapter on tanh reports about training and flow, as ranges over three seeds."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import digits
from actcourse.experiments import Recipe
from actcourse.experiments.depth import (
    DISGUISE,
    FIVE_STARTS,
    LARGE,
    RESCUES,
    STUCK,
    TANH,
    carried_back,
    in_sigmoids,
)
from actcourse.experiments.flow import factors
from actcourse.experiments.leads import confidence_interval, lead
from actcourse.experiments.shift import best_shift
from actcourse.figures import tanh as fig


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_network_in_sigmoids_computes_what_the_tanh_network_does(depth):
    net, X = TANH.but(depth=depth).network(0), digits().X_test
    for layer in net.layers[::2]:
        layer.b += np.random.default_rng(1).normal(size=layer.b.shape)
    twin = in_sigmoids(net)
    assert {layer.f.name for layer in twin.layers[1::2]} == {"sigmoid"}
    np.testing.assert_allclose(twin(X), net(X), rtol=0, atol=1e-11)


@pytest.mark.parametrize(
    ("recipe", "low", "high"),
    [
        (FIVE_STARTS["tanh, 1/√n"], 0.96, 1),
        (FIVE_STARTS["sigmoid, 1/√n"], 0.05, 0.2),
        (FIVE_STARTS["sigmoid, 4/√n"], 0.75, 0.94),
        (FIVE_STARTS["sigmoid, 1/√n, rate 1.6"], 0.05, 0.2),
        (FIVE_STARTS["sigmoid, 1/√n, rates × 4"], 0.6, 0.95),
        (FIVE_STARTS["sigmoid, Adam, rate 0.01"], 0.9, 1),
        (FIVE_STARTS["sigmoid, Adam, rate 0.1"], 0.05, 0.2),
        (FIVE_STARTS["biases of the disguise"], 0.05, 0.2),
        (FIVE_STARTS["weights of the disguise"], 0.6, 0.91),
        (FIVE_STARTS["its weights, rate 0.8"], 0.88, 1),
        (FIVE_STARTS["disguised"], 0.88, 0.965),
        (FIVE_STARTS["disguised, rate 0.8"], 0.96, 1),
        (TANH.but(depth=8, init=LARGE), 0.35, 0.65),
        (TANH.but(depth=8), 0.95, 1),
        (STUCK, 0.05, 0.2),
        (RESCUES["batch norm"], 0.9, 1),
        (RESCUES["ReLU"], 0.05, 0.2),
    ],
    ids=str,
)
def test_accuracy_after_eight_epochs(recipe, low, high):
    right = recipe.accuracies()
    assert low < min(right)
    assert max(right) < high or high == 1


def test_one_hidden_layer_in_disguise_learns_alike_at_four_times_the_rate():
    twin = DISGUISE.but(depth=1)
    for seed in TANH.seeds:
        plain, slow, alike = (
            np.array(recipe.trained(seed).history.epoch_loss)
            for recipe in (TANH.but(depth=1), twin, twin.but(rate=0.4))
        )
        np.testing.assert_allclose(alike, plain, rtol=0.06)
        assert slow[-1] > 2 * plain[-1]


def test_a_shift_alone_misses_tanh_by_more_than_half():
    assert best_shift() == pytest.approx(0.590, abs=0.001)


def test_inputs_of_mean_one_give_outputs_of_mean_055():
    sample = np.tanh(1 + np.random.default_rng(0).standard_normal(1_000_000))
    assert fig.mean_output(1.0) == pytest.approx(0.5504, abs=1e-4)
    assert sample.mean() == pytest.approx(fig.mean_output(1.0), abs=0.003)


def test_a_step_in_disguise_is_a_quarter_in_the_first_layer_and_short_and_askew_behind_it():
    for seed in TANH.seeds:
        lengths, cosines = carried_back(seed).T
        assert (lengths[0], cosines[0]) == pytest.approx((0.25, 1))
        assert 0.07 < min(lengths[1:5]) <= max(lengths[1:5]) < 0.22
        assert 0.25 < min(cosines[1:5]) <= max(cosines[1:5]) < 0.75
        assert 0.25 < lengths[5] < 0.45


@pytest.mark.slow
def test_tanh_at_a_rate_of_its_own_ends_below_its_disguise():
    def losses(recipe):
        return np.array([recipe.trained(seed).history.epoch_loss[-1] for seed in TANH.seeds])

    five, fast = TANH.but(depth=5), DISGUISE.but(depth=5, rate=1.6)
    assert (losses(fast) < losses(five)).all()
    assert (losses(five.but(rate=0.2)) < losses(fast)).all()


@pytest.mark.slow
def test_forty_pairs_put_tanh_ahead_of_its_disguise():
    five, twin = TANH.but(depth=5), DISGUISE.but(depth=5, rate=0.8)
    interval = confidence_interval(lead(five, twin, range(40)))
    assert interval.low > 0
    assert interval.high < 1.5
    assert sum(twin.accuracy(seed) < 0.97 for seed in range(40)) in range(2, 13)
    assert min(five.accuracy(seed) for seed in range(40)) > 0.97


@pytest.mark.slow
def test_three_stuck_layers_are_slow_and_not_lost():
    for seed in TANH.seeds:
        middle, late = [run.accuracy for run in STUCK.stages(seed, (40, 60))]
        assert 0.45 < middle < 0.85
        assert late > 0.9


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "gain"), [(5, 1.35), (10, 1.29), (20, 1.20), (50, 1.13)])
def test_the_gain_that_keeps_the_error_signal_falls_with_the_depth(depth, gain):
    below, above = (
        np.mean(factors(Recipe("tanh", depth=depth, init=nn.lecun(gain=gain + more))))
        for more in (-0.03, 0.03)
    )
    assert below < 1 < above
