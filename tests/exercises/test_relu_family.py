"""The measurements behind the ranges of the exercises on the ReLU family."""

import numpy as np

from actcourse.activations import elu, leaky_relu, relu
from actcourse.exercises import EXERCISES
from actcourse.experiments import dead


def test_what_is_left_of_normal_numbers_of_mean_minus_one():
    ranges = EXERCISES["relu_family/shifted-means"].quantities
    for seed in range(3):
        z = np.random.default_rng(seed).standard_normal(1_000_000) - 1
        means = relu(z).mean(), elu(z).mean()
        np.testing.assert_allclose(means, (0.0833, -0.4548), atol=0.003)
        zeros = np.mean(relu(z) == 0), np.mean(leaky_relu(z) == 0)
        np.testing.assert_allclose(zeros, (0.8413, 0), atol=0.002)
        for wanted, found in zip(ranges, means + zeros, strict=True):
            assert found in wanted.within


def test_the_depth_from_which_a_third_is_dead():
    (wanted,) = EXERCISES["relu_family/depth"].quantities
    shares = dead.on_arrival(dead.DEFAULT.but(depth=6, starts=10)) / 64
    for five in (shares[:5], shares[5:]):
        reached = 1 + np.flatnonzero(np.mean(five, axis=0) > 1 / 3)
        assert wanted.within.low == wanted.within.high == reached[0]
