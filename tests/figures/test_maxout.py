"""The numbers that the chapter on maxout states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.experiments import maxout
from actcourse.experiments.leads import confidence_interval, lead
from actcourse.experiments.maxout import CURVES, two_units
from actcourse.explore import style
from actcourse.figures.maxout import PIECES, difference

SEEDS = range(5)


@pytest.mark.parametrize("pieces", PIECES)
def test_the_error_on_a_parabola_is_one_over_twice_the_square_of_the_pieces(pieces):
    assert maxout.least_error("x²", pieces) == pytest.approx(1 / (2 * pieces**2), rel=1e-9)


@pytest.mark.parametrize("pieces", PIECES)
@pytest.mark.parametrize(("target", "error"), [("sin πx", 0.6825), ("−x²", 0.5)])
def test_no_number_of_pieces_helps_where_the_target_bends_down(target, error, pieces):
    assert maxout.least_error(target, pieces) == pytest.approx(error, abs=1e-4)


@pytest.mark.parametrize("pieces", PIECES[1:])
@pytest.mark.parametrize("target", ["|x|", "ReLU"])
def test_two_pieces_draw_a_hinge_exactly(target, pieces):
    assert maxout.least_error(target, pieces) < 1e-12


def test_no_convex_function_comes_closer_to_the_sine():
    left, right, touch = -maxout.TOUCH, 1.0, maxout.TOUCH
    t = (right - left) / (right - touch)
    chord = t * np.sin(np.pi * touch) + (1 - t) * np.sin(np.pi * right)
    height = np.sin(np.pi * left) - chord
    assert height / 2 == pytest.approx(maxout.least_error("sin πx", 16), abs=1e-5)


@pytest.mark.parametrize("target", CURVES)
def test_both_units_of_a_difference_are_convex_and_give_the_target_at_the_knots(target):
    knots = np.linspace(-1, 1, 14)
    values = CURVES[target](knots)
    first, second, *_ = two_units(knots, values)
    assert first - second == pytest.approx(values)
    for unit in (first, second):
        assert np.all(np.diff(unit, 2) > -1e-12)


@pytest.mark.parametrize("target", CURVES)
def test_each_unit_of_a_difference_is_the_sum_of_the_thin_lines_below_it(target):
    figure, _ = difference.draw(pieces=6, target=target)
    below = figure.axes[1]
    x, sums = np.linspace(-1, 1, 50), {style.GOOD: 0.0, style.DF: 0.0}
    for line in below.lines:
        if line.get_linewidth() < 1:
            sums[line.get_color()] += np.interp(x, *line.get_data(), left=0)
    for line in below.lines:
        if line.get_linestyle() in ("--", "-."):
            assert np.interp(x, *line.get_data()) == pytest.approx(sums[line.get_color()])


def test_training_stays_far_from_the_best_sixteen_lines_and_leaves_pieces_unused():
    x = np.linspace(-1, 1, 1201)
    for w, b in zip(*maxout.descent(16, tuple(SEEDS), n=100)[-1], strict=True):
        z = np.multiply.outer(x, w) + b
        assert 0.03 < np.abs(z.max(axis=1) - x**2).max() < 0.06
        assert 7 <= len(set(z.argmax(axis=1))) <= 14


def test_pieces_wake_up_in_the_first_hundred_steps_and_some_never_win():
    stages = maxout.descent(16, tuple(SEEDS), n=100)
    steps = [maxout.winners(w, b) for w, b in stages]
    for seed in SEEDS:
        ever = set().union(*(won[seed] for won in steps))
        assert len(steps[0][seed]) <= 6
        assert len(steps[maxout.MOMENTS.index(100)][seed]) >= 7
        assert 9 <= len(ever) <= 14


@pytest.mark.slow
@pytest.mark.parametrize("spread", [False, True])
def test_ten_times_the_steps_halve_the_error_and_a_stretch_for_each_piece_does_not(spread):
    start, early, late = maxout.descent(
        16, tuple(range(30)), n=100, moments=(0, 2000, 20_000), spread=spread
    )
    assert (min(map(len, maxout.winners(*start))) == 16) == spread
    assert 0.035 < np.median(maxout.errors(*early)) < 0.05
    assert 0.014 < np.median(maxout.errors(*late)) < 0.021


@pytest.mark.slow
@pytest.mark.parametrize("rival", list(maxout.EQUAL_PRICE)[1:])
def test_sixty_starts_find_no_difference_at_equal_price(rival):
    relu, other = maxout.EQUAL_PRICE["ReLU\n64 units"], maxout.EQUAL_PRICE[rival]
    interval = confidence_interval(lead(other, relu, range(60)))
    assert 0 in interval
    assert max(abs(interval.low), abs(interval.high)) < 0.25


@pytest.mark.parametrize("target", CURVES)
def test_each_corner_of_a_difference_comes_from_one_unit(target):
    knots = np.linspace(-1, 1, 14)
    first, second, *_ = two_units(knots, CURVES[target](knots))
    bends = [np.diff(unit, 2) > 1e-9 for unit in (first, second)]
    assert not np.any(bends[0] & bends[1])


def test_a_gradient_to_all_pieces_keeps_their_slopes_apart_as_they_were():
    starts = maxout.descent(4, tuple(SEEDS), winner=False)
    (first, _), (last, _) = starts[0], starts[-1]
    assert np.diff(last, axis=1) == pytest.approx(np.diff(first, axis=1))


def test_the_winner_alone_leads_to_a_smaller_error_than_all_pieces():
    x = np.linspace(-1, 1, 40)
    errors = {}
    for winner in (True, False):
        w, b = maxout.descent(4, tuple(SEEDS), winner=winner)[-1]
        m = (w[:, None, :] * x[:, None] + b[:, None, :]).max(axis=-1)
        errors[winner] = ((m - x**2) ** 2).mean(axis=1)
    assert np.all(errors[True] < errors[False])


@pytest.mark.parametrize("bias", [-5.0, -2.0, -1.0])
def test_a_dead_relu_stays_where_maxout_learns_with_one_piece(bias):
    relu, *_ = maxout.same_start(bias, learns_both=False)
    both, w, b = maxout.same_start(bias, learns_both=True)
    assert relu[0] == both[0]
    assert relu[-1] > 0.15
    assert both[-1] == pytest.approx(0.085, abs=1e-3)
    assert b[1] == pytest.approx(0.505, abs=1e-3)
    if bias < -1:
        assert relu[-1] == relu[0]
        assert (w[0], b[0]) == (1.0, bias)


@pytest.mark.parametrize("bias", [-0.75, -0.5, 0.0, 0.5])
def test_with_both_pieces_in_play_maxout_draws_the_absolute_value(bias):
    relu, *_ = maxout.same_start(bias, learns_both=False)
    both, *_ = maxout.same_start(bias, learns_both=True)
    assert relu[-1] == pytest.approx(0.17, abs=0.01)
    assert both[-1] < 1e-3


def test_at_equal_price_all_three_networks_read_digits_equally_well():
    means = []
    for recipe in maxout.EQUAL_PRICE.values():
        right = recipe.accuracies()
        assert 4300 <= recipe.network(0).size <= 4810
        assert min(right) > 0.96
        means.append(np.mean(right))
    assert np.ptp(means) < 0.01


def test_a_maxout_layer_has_as_many_times_the_parameters_as_pieces():
    rng = np.random.default_rng(0)
    plain = nn.Dense(64, 32, rng=rng)
    four = nn.Maxout(64, 32, pieces=4, rng=rng)
    assert four.W.size + four.b.size == 4 * (plain.W.size + plain.b.size)
