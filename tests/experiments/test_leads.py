"""Intervals, and leads in pairs."""

import numpy as np
import pytest
from scipy import stats

from actcourse.experiments.leads import FEW, confidence_interval, lead


@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_the_interval_is_that_of_students_t(level):
    sample = np.random.default_rng(0).normal(1, 2, 7)
    interval = confidence_interval(sample, level)
    ends = stats.t.interval(level, 6, sample.mean(), stats.sem(sample))
    assert (interval.low, interval.high) == pytest.approx(ends)
    assert (interval.n, interval.level) == (7, level)
    assert interval.error == pytest.approx(stats.sem(sample))
    assert sample.mean() in interval
    assert ends[1] + 0.01 not in interval
    assert ends[0] - 0.01 not in interval


def test_an_interval_of_95_percent_holds_the_mean_19_times_out_of_20():
    rng = np.random.default_rng(0)
    held = [3.0 in confidence_interval(rng.normal(3, 1, 5)) for _ in range(2000)]
    assert 0.93 < np.mean(held) < 0.97


@pytest.mark.parametrize("sample", [[], [1.0]])
def test_an_interval_of_too_few_numbers_is_refused(sample):
    with pytest.raises(ValueError, match=f"at least 2 numbers, got {len(sample)}"):
        confidence_interval(sample)


def test_a_lead_is_in_points_of_test_accuracy_and_falls_to_the_first():
    one, other = FEW.but(epochs=2), FEW.but(f="tanh", epochs=2)
    seeds = range(2)
    gap = [one.accuracy(s) - other.accuracy(s) for s in seeds]
    assert lead(one, other, seeds) == pytest.approx(100 * np.array(gap))
    assert np.array_equal(lead(other, one, seeds), -lead(one, other, seeds))
    assert not lead(one, one, seeds).any()
