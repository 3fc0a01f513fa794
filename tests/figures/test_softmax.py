"""The ranges that the chapter on softmax states."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.figures import softmax as fig

SEEDS = range(3)


@pytest.mark.parametrize(
    ("init", "low", "high"),
    [(nn.normal(std=0.01), 2.28, 2.32), ("lecun", 2.35, 2.75), ("he", 2.48, 3.1)],
)
def test_small_output_weights_alone_start_at_ln_10(init, low, high):
    losses = [fig.first_loss(init, seed) for seed in range(8)]
    assert low < min(losses)
    assert max(losses) < high


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_handicap_both_losses_learn_the_threes(seed):
    assert all(fig.threes(0, way, seed)[-1] > 0.9 for way in fig.LOSSES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("behind", [5, 10, 20, 30])
def test_a_class_far_behind_comes_back_with_the_cross_entropy_alone(behind, seed):
    assert fig.threes(behind, "cross-entropy", seed)[-1] > 0.8
    assert max(fig.threes(behind, "squared error", seed)) == 0


def test_a_larger_handicap_takes_longer():
    half = [
        [np.argmax(np.array(fig.threes(b, "cross-entropy", seed)) > 0.5) for b in (5, 20, 30)]
        for seed in SEEDS
    ]
    assert all(first < second < third for first, second, third in half)


def test_the_squared_error_of_the_shares_has_the_right_gradient():
    rng, h = np.random.default_rng(0), 1e-6
    logits, y = rng.normal(size=(4, 3)), np.array([0, 1, 2, 2])
    _, gradient = fig.squared_error(logits, y)
    for index in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[index] = h
        up, down = (fig.squared_error(logits + s, y)[0] for s in (step, -step))
        assert gradient[index] == pytest.approx((up - down) / (2 * h), abs=1e-9)


def test_the_squared_error_pushes_less_the_more_wrong_it_is():
    lead = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    push = fig.pushes(lead)
    assert np.all(np.diff(push["squared error"]) < 0)
    assert np.all(np.diff(push["cross-entropy"]) > 0)
    assert push["cross-entropy"] == pytest.approx(1 / (1 + np.exp(-lead)))
