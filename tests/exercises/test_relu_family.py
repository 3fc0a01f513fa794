"""The measurements behind the ranges of the exercises on the ReLU family."""

import numpy as np

from actcourse import nn
from actcourse.activations import elu, relu
from actcourse.data import digits
from actcourse.exercises import EXERCISES


def test_the_means_that_relu_and_elu_leave():
    for seed in range(3):
        z = np.random.default_rng(seed).standard_normal(1_000_000)
        for f, wanted, truth in zip(
            (relu, elu), EXERCISES["relu_family/means"].ranges, (0.3989, 0.1605), strict=True
        ):
            assert abs(f(z).mean() - truth) < 0.003
            assert wanted.low < f(z).mean() < wanted.high


def test_the_depth_from_which_a_third_is_dead():
    (wanted,) = EXERCISES["relu_family/depth"].ranges
    data = digits()
    for first in (0, 5):
        shares = []
        for seed in range(first, first + 5):
            rng = np.random.default_rng(seed)
            net = nn.mlp([64] * 7 + [10], "relu", init="uniform", bias="uniform", rng=rng)
            shares.append(nn.dead_units(nn.record(net, data.X_train, data.y_train)) / 64)
        reached = 1 + np.flatnonzero(np.mean(shares, axis=0) > 1 / 3)
        assert wanted.low == wanted.high == reached[0]
