"""The ranges that the chapter on softmax states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.experiments import Recipe, output
from actcourse.figures import softmax as fig

SEEDS = range(3)


@pytest.mark.parametrize(
    ("init", "low", "high"),
    [(nn.normal(std=0.01), 2.28, 2.32), ("lecun", 2.35, 2.75), ("he", 2.48, 3.1)],
)
def test_small_output_weights_alone_start_at_ln_10(init, low, high):
    losses = [output.first_loss(init, seed) for seed in range(8)]
    assert low < min(losses)
    assert max(losses) < high


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_handicap_both_losses_learn_the_threes(seed):
    assert all(output.threes(0, way, seed)[-1] > 0.9 for way in output.LOSSES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("behind", [5, 10, 20, 30])
def test_a_class_far_behind_comes_back_with_the_cross_entropy_alone(behind, seed):
    assert output.threes(behind, "cross-entropy", seed)[-1] > 0.8
    assert max(output.threes(behind, "squared error", seed)) == 0


def test_a_larger_handicap_takes_longer():
    half = [
        [np.argmax(np.array(output.threes(b, "cross-entropy", seed)) > 0.5) for b in (5, 20, 30)]
        for seed in SEEDS
    ]
    assert all(first < second < third for first, second, third in half)


FASTER = [way for way in output.WAYS if way != "SGD rate 0.1"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("way", FASTER)
def test_whether_the_squared_error_saves_a_class_hangs_on_the_recipe(way, seed):
    assert output.threes(5, "squared error", seed, way)[-1] > 0.7
    if way.startswith("Adam"):
        assert output.threes(10, "squared error", seed, way)[-1] > 0.7
    else:
        assert max(output.threes(10, "squared error", seed, way)) == 0
    assert max(output.threes(20, "squared error", seed, way)) == 0


@pytest.mark.slow
def test_ten_times_the_epochs_save_a_class_five_points_behind():
    assert min(output.threes(5, "squared error", s, epochs=300)[-1] for s in SEEDS) > 0.9


def test_a_higher_first_loss_may_learn_faster():
    small, he = nn.normal(std=0.01), "he"
    ahead = [output.after(he, s, 1)[-1] - output.after(small, s, 1)[-1] for s in range(5)]
    assert np.mean(ahead) > 0.005
    assert np.mean([output.largest_share(he, s) for s in range(5)]) > 0.2


def test_a_first_loss_of_ln_10_proves_nothing():
    deep = Recipe("sigmoid", depth=5, init=nn.normal(std=0.01))
    run = deep.trained(0)
    assert min(run.history.loss[-10:]) > 2.2
    assert run.accuracy < 0.2


def test_the_squared_error_of_the_shares_has_the_right_gradient():
    rng, h = np.random.default_rng(0), 1e-6
    logits, y = rng.normal(size=(4, 3)), np.array([0, 1, 2, 2])
    _, gradient = output.squared_error(logits, y)
    for index in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[index] = h
        up, down = (output.squared_error(logits + s, y)[0] for s in (step, -step))
        assert gradient[index] == pytest.approx((up - down) / (2 * h), abs=1e-9)


def test_the_squared_error_pushes_less_the_more_wrong_it_is():
    lead = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    push = fig.pushes(lead)
    assert np.all(np.diff(push["squared error"]) < 0)
    assert np.all(np.diff(push["cross-entropy"]) > 0)
    assert push["cross-entropy"] == pytest.approx(1 / (1 + np.exp(-lead)))
