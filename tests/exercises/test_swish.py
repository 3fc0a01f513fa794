"""The measurements behind the exercises on swish that ask for a number or a letter."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import swish
from actcourse.data import digits
from actcourse.exercises import EXERCISES
from actcourse.experiments.leads import confidence_interval


def test_the_slopes_at_three_places():
    ranges = EXERCISES["swish/soft-gate"].quantities
    for wanted, z in zip(ranges, (-3.0, 3.0, -30.0), strict=True):
        slope = (swish(z + 1e-5, beta=0.5) - swish(z - 1e-5, beta=0.5)) / 2e-5
        assert slope in wanted.within
        assert float(wanted.within.why) == pytest.approx(slope, rel=5e-3, abs=1e-9)


def test_ten_pairs_do_not_tell_whether_gelu_is_better_than_relu():
    def accuracy(f, seed):
        rng, d = np.random.default_rng(seed), digits()
        rows = rng.choice(len(d.X_train), 200, replace=False)
        net = nn.mlp([64, 64, 64, 10], f, init="he", rng=rng)
        nn.fit(net, d.X_train[rows], d.y_train[rows], rng=rng)
        return 100 * nn.accuracy(net, d.X_test, d.y_test)

    leads = [accuracy("gelu", seed) - accuracy("relu", seed) for seed in range(10)]
    assert 0 in confidence_interval(leads)
    assert EXERCISES["swish/better"].right == "c"
