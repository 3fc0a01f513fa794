"""The ranges that the chapter on backpropagation states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.experiments.leads import confidence_interval, lead
from actcourse.experiments.misprint import (
    BIAS,
    FROZEN,
    PRINTED,
    RECIPES,
    RIGHT,
    apart,
    astray,
    checked,
    final_loss,
)
from actcourse.figures import backprop as fig

SEEDS = range(3)


@pytest.mark.parametrize("rule", [RIGHT, PRINTED, FROZEN])
def test_the_accuracy_does_not_tell_a_right_rule_from_a_wrong_one(rule):
    right = RECIPES[rule].accuracies()
    assert 0.95 < min(right) <= max(right) < 0.995


def test_the_misprint_about_doubles_the_training_loss():
    for seed in SEEDS:
        right, printed = (RECIPES[rule].trained(seed).history for rule in (RIGHT, PRINTED))
        assert 1.4 < printed.epoch_loss[-1] / right.epoch_loss[-1] < 2.6


@pytest.mark.slow
def test_a_hundred_pairs_show_what_the_misprint_costs():
    for rule in (PRINTED, FROZEN):
        interval = confidence_interval(lead(RECIPES[rule], RECIPES[RIGHT], range(100)))
        assert interval.low > -0.7
        assert interval.high < 0.05


def test_the_rule_for_the_biases_makes_every_network_diverge():
    for seed in SEEDS:
        run = RECIPES[BIAS].trained(seed)
        assert run.history.diverged
        assert run.accuracy < 0.2


def test_the_lines_of_a_network_that_diverged_end_with_a_mark_where_its_training_stopped():
    for rule, recipe in RECIPES.items():
        histories = [recipe.trained(seed).history for seed in SEEDS]
        stops = sorted(len(h.loss) / fig.STEPS for h in histories if h.diverged)
        whole = [len(h.loss) for h in histories if not h.diverged]
        assert whole == [fig.EPOCHS * fig.STEPS] * (len(SEEDS) - len(stops))
        figure, sentence = fig.updates.draw(rule=rule)
        assert ("training stopped" in sentence) == bool(stops)
        for ax in figure.axes:
            ends = [line.get_xdata()[-1:] for line in ax.lines if line.get_marker() == "x"]
            assert sorted(float(x) for (x,) in ends) == stops
            solid = [line for line in ax.lines if line.get_linestyle() == "-"]
            assert len(solid) == len(SEEDS)
            last = max(max(line.get_xdata(), default=0) for line in solid)
            assert last <= max(stops, default=fig.EPOCHS)


def test_the_printed_rule_ties_the_second_layer_to_the_first():
    for rule, low, high in ((RIGHT, 1.2, 1.6), (PRINTED, 0.0005, 0.03)):
        assert all(low < apart(RECIPES[rule].trained(seed).net) < high for seed in SEEDS)


@pytest.mark.parametrize("rule", RECIPES)
def test_the_gradient_check_passes_whatever_the_update_does(rule):
    assert checked(rule) < 1e-6


@pytest.mark.parametrize("bias", ["zeros", "lecun"])
@pytest.mark.parametrize("rule", RECIPES)
def test_a_look_at_one_step_finds_every_wrong_rule_unless_biases_are_zero(rule, bias):
    assert (astray(rule, bias, 1) == 0) == (rule == RIGHT or (rule == BIAS and bias == "zeros"))


@pytest.mark.parametrize(("f", "weights", "biases"), [("tanh", 12, 3), ("softmax", 36, 9)])
def test_so_many_slopes_of_a_layer_are_not_zero(f, weights, biases):
    assert np.count_nonzero(fig.jacobian(f, "W")) == weights
    assert np.count_nonzero(fig.jacobian(f, "b")) == biases


def test_the_slopes_of_a_layer_follow_the_formula():
    slope = ACTIVATIONS["tanh"].derivative(fig.X_ONE @ fig.W_ONE + fig.B_ONE)
    blocks = fig.jacobian("tanh", "W").reshape(3, 3, 4)
    for unit in range(3):
        assert blocks[unit, unit] == pytest.approx(slope[unit] * fig.X_ONE, abs=1e-9)
    assert fig.jacobian("tanh", "b") == pytest.approx(np.diag(slope), abs=1e-9)


@pytest.mark.parametrize(("square", "fitting"), [(False, 1), (True, 8)])
@pytest.mark.parametrize(("wanted", "right"), [("dW", "xᵀ δ"), ("dx", "δ Wᵀ")])
def test_one_product_is_right_and_equal_sizes_hide_it(square, fitting, wanted, right):
    said = {
        name: fig.shapes.draw(wanted=wanted, product=product, square=square)[1]
        for name, product in fig.PRODUCTS.items()
    }
    assert sum(f"as {wanted}" in sentence for sentence in said.values()) == fitting
    assert [name for name, sentence in said.items() if "agree" in sentence] == [right]


def test_the_best_step_is_near_a_third_of_the_digits():
    one, two = fig.quotient_errors("sigmoid")
    assert two.min() < 2e-11
    assert 1e-9 < one.min() < 3e-8
    assert np.argmin(one) in (7, 8, 9)


def test_a_step_across_the_kink_measures_half_the_slope():
    _, two = fig.quotient_errors("relu")
    assert two[0] == pytest.approx(0.5, abs=1e-3)
    assert two[5] < 1e-9


def test_the_graph_of_a_unit_has_the_slopes_of_the_chain_rule():
    for f in fig.UNITS:
        v = fig.unit(f)
        dz = 2 * (v["a"].data - 1) * ACTIVATIONS[f].derivative(v["z"].data)
        assert (v["b"].grad, v["w"].grad) == pytest.approx((dz, dz * v["x"].data))


def test_updating_one_by_one_hardly_changes_the_loss():
    for seed in SEEDS:
        right, wrong = final_loss(seed, True), final_loss(seed, False)
        assert 0.08 < right < 0.13
        assert 0.0001 < right - wrong < 0.001
    assert np.ptp([final_loss(seed, True) for seed in SEEDS]) > 0.001


@pytest.mark.slow
def test_one_by_one_ends_lower_by_less_than_a_percent():
    for seed in range(20):
        right, wrong = final_loss(seed, True), final_loss(seed, False)
        assert 0.001 < 1 - wrong / right < 0.011


def test_the_least_wrong_product_is_off_by_more_than_the_slopes_are_large():
    arrays, true = fig.pieces(square=True)
    worst = np.abs(arrays["δ"] @ arrays["W"] - true["dx"]).max()
    assert worst > nn.rms(true["dx"]) > 0.2
