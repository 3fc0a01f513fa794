"""The ranges that the chapter on swish states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS, swish
from actcourse.data import digits
from actcourse.figures import swish as fig

TEN = range(10)


def test_swish_turns_where_its_value_is_the_place_plus_one():
    low = fig.turning_point("swish")
    assert low == pytest.approx(-1.2784645, abs=1e-7)
    assert float(swish(low)) == pytest.approx(low + 1, abs=1e-12)
    assert np.exp(low) == pytest.approx(-(low + 1), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "share"), [("swish", 0.10054), ("gelu", 0.22609), ("mish", 0.11655)]
)
def test_the_share_of_falling_slopes(name, share):
    assert fig.falling_share(name) == pytest.approx(share, abs=2e-5)


def test_squared_relu_never_falls():
    assert fig.falling_share("squared_relu") == 0


def test_the_two_of_a_pair_see_the_same_digits_from_the_same_weights():
    (_, X, y), (_, again, labels) = fig.few_digits(3), fig.few_digits(3)
    assert np.array_equal(X, again)
    assert np.array_equal(y, labels)
    assert len({fig.few_digits(seed)[1].tobytes() for seed in TEN}) == len(TEN)


def test_the_interval_of_ten_pairs_holds_0_from_he_weights():
    mean, half = fig.interval(fig.lead("swish", "he", TEN))
    assert -0.4 < mean < 0.6
    assert 0.15 < half < 0.8
    assert abs(mean) < half


def test_the_first_pairs_seem_to_favour_swish():
    for pairs in (2, 3):
        assert fig.lead("swish", "he", range(pairs)).mean() > 0


def test_without_an_activation_the_network_is_behind():
    mean, half = fig.interval(fig.lead("identity", "he", TEN))
    assert -1.8 < mean < -0.3
    assert mean + half < 0


def test_the_same_seeds_lean_the_other_way_from_lecun_weights():
    assert -1.1 < fig.lead("swish", "lecun", TEN).mean() < 0


@pytest.mark.slow
@pytest.mark.parametrize("start", ["he", "lecun"])
def test_thirty_fresh_pairs_show_no_lead(start):
    mean, half = fig.interval(fig.lead("swish", start, range(10, 40)))
    assert abs(mean) < 0.5
    assert 0.2 < half < 0.45
    assert abs(mean) < half


def test_learned_betas_rise_a_little():
    def learned(dtype):
        return nn.Learned(ACTIVATIONS["swish"], dtype=dtype)

    for seed in range(3):
        net = fig.train(learned, "he", seed)
        assert all(1.1 < float(net.layers[k].beta) < 1.7 for k in (1, 3))


def test_a_trained_network_has_falling_units_in_both_layers():
    data = digits()
    for seed in range(3):
        rec = nn.record(fig.train("swish", "he", seed), data.X_test, data.y_test)
        assert all(0.08 < (slopes < 0).mean() < 0.18 for slopes in rec.slope[:2])


@pytest.mark.parametrize("f", ["relu", "leaky_relu", "softplus", "swish"])
def test_bounds_and_smoothness_make_no_difference(f):
    for seed in range(3):
        train, test = fig.score(f, "he", seed)
        assert train > 0.98
        assert 0.87 < test < 0.96


def test_at_equal_cost_swiglu_is_behind_on_digits():
    runs = {f: [fig.gated_score(f, seed) for seed in range(5)] for f in ("relu", "swiglu")}
    size, gated_size = runs["relu"][0][0], runs["swiglu"][0][0]
    assert (size, gated_size) == (4810, 4770)
    lead = np.subtract(*([accuracy for _, accuracy in runs[f]] for f in ("relu", "swiglu")))
    assert 0.01 < lead.mean() < 0.05
