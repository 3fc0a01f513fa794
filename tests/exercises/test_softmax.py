"""The measurements behind the ranges of the exercises on softmax that ask for a number."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import softmax
from actcourse.exercises import EXERCISES


def test_the_ratios_of_three_pairs():
    pairs = ([0.2, 0.6], [10.2, 10.6], [2.0, 6.0])
    for wanted, pair in zip(EXERCISES["softmax/ratio"].quantities, pairs, strict=True):
        small, large = softmax(pair)
        assert wanted.within.low < large / small < wanted.within.high
        assert f"{large / small:.3g}" in wanted.within.why


def test_the_pushes_at_minus_a_hundred():
    logits = np.array([[-101.0, -102.0, -104.0]])
    _, (gradient,) = nn.softmax_cross_entropy(logits, np.array([0]))
    for wanted, slope in zip(EXERCISES["softmax/far-down"].quantities, gradient, strict=True):
        assert wanted.within.low < slope < wanted.within.high
        assert wanted.within.why == f"{slope:.3f}"


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_range_of_temperatures_leaves_the_largest_share_near_one_half(end):
    (wanted,) = EXERCISES["softmax/temperature"].quantities
    T = getattr(wanted.within, end)
    beyond = T * (0.99 if end == "low" else 1.01)
    z = np.array([1.0, 2.0, 3.0])
    assert abs(softmax(z / T).max() - 0.5) < 0.005
    assert abs(softmax(z / beyond).max() - 0.5) > 0.005


def test_the_soft_maximum_keeps_its_promise_and_no_larger_temperature_would():
    (moderate, *_) = EXERCISES["softmax/soft-maximum"].parts
    z, gap = np.random.default_rng(0).normal(size=(500, 7)), 0.4
    above = moderate.want(z, gap) - z.max(axis=1)
    assert np.all((above > 0) & (above < gap))
    tie = np.zeros((1, 7))
    assert moderate.want(tie, gap) == pytest.approx(gap)
    T = 1.01 * gap / np.log(7)
    assert T * np.log(np.exp(tie / T).sum()) > gap
