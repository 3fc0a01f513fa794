"""The ranges that the chapter on swish states."""

from functools import partial

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS, swish
from actcourse.data import digits
from actcourse.experiments.leads import EQUAL_COST, FEW, confidence_interval
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
    for seed in TEN[:2]:
        one, other = (FEW.but(f=f, epochs=0).train(seed) for f in ("swish", "relu"))
        assert np.array_equal(one.rows, other.rows)
        assert all(map(np.array_equal, one.net.parameters(), other.net.parameters()))


def test_the_interval_of_ten_pairs_holds_0_from_he_weights():
    assert 0 in confidence_interval(fig.against_relu("swish", "he", 10))


def test_the_first_pairs_seem_to_favour_swish():
    for pairs in (2, 3):
        assert fig.against_relu("swish", "he", pairs).mean() > 0


def test_without_an_activation_the_first_ten_pairs_are_behind():
    assert confidence_interval(fig.against_relu("identity", "he", 10)).high < 0


def test_the_same_seeds_lean_the_other_way_from_lecun_weights():
    assert fig.against_relu("swish", "lecun", 10).mean() < 0


def test_at_seven_to_nine_pairs_the_interval_lies_above_0_and_the_tenth_undoes_it():
    lows = [confidence_interval(fig.against_relu("swish", "he", n)).low for n in range(6, 11)]
    assert [low > 0 for low in lows] == [False, True, True, True, False]


@pytest.mark.slow
def test_images_and_starts_both_bring_luck():
    scores = np.array([[luck(images, start) for start in range(8)] for images in range(8)])
    assert 0.6 < np.sqrt(scores.var(axis=1, ddof=1).mean()) < 1.5  # the same images
    assert 0.9 < np.sqrt(scores.var(axis=0, ddof=1).mean()) < 1.8  # the same start


def luck(images, start):
    """Test accuracy in points of swish with these 200 images and this start."""
    d, rng, recipe = digits(), np.random.default_rng(start), FEW.but(f="swish")
    rows = np.random.default_rng(1000 + images).choice(len(d.X_train), 200, replace=False)
    net = recipe.network(rng)
    nn.fit(net, d.X_train[rows], d.y_train[rows], epochs=recipe.epochs, rng=rng)
    return 100 * nn.accuracy(net, d.X_test, d.y_test)


def test_learned_betas_rise_a_little():
    learned = FEW.but(f=partial(nn.Learned, ACTIVATIONS["swish"]))
    for seed in range(3):
        net = learned.trained(seed).net
        assert all(1.1 < float(net.layers[k].beta) < 1.7 for k in (1, 3))


def test_a_trained_network_has_falling_units_in_both_layers():
    data = digits()
    for seed in range(3):
        rec = nn.record(FEW.but(f="swish").trained(seed).net, data.X_test, data.y_test)
        assert all(0.08 < (slopes < 0).mean() < 0.18 for slopes in rec.slope[:2])


def test_at_equal_cost_swiglu_is_behind_on_digits():
    relu, swiglu = EQUAL_COST["relu"], EQUAL_COST["swiglu"]
    assert (relu.network(0).size, swiglu.network(0).size) == (4810, 4770)
    ahead = np.subtract(relu.accuracies(), swiglu.accuracies())
    assert 0.01 < ahead.mean() < 0.05
