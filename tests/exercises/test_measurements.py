"""The measurements behind the ranges of the exercises that ask for a number."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import digits
from actcourse.exercises import EXERCISES
from actcourse.exercises.check import judge

SEEDS = range(5)


@pytest.fixture(scope="module")
def data():
    return digits()


def test_the_factor_per_layer(data):
    (wanted,) = EXERCISES["sigmoid/factor"].ranges
    for seed in SEEDS:
        net = nn.mlp([64] * 11 + [10], "sigmoid", rng=np.random.default_rng(seed))
        probe = nn.record(net, data.X_train[:256], data.y_train[:256])
        factor = nn.layer_factor(probe.delta)
        assert 0.225 < factor < 0.241
        assert wanted.low < factor < wanted.high


def test_the_share_of_units_whose_weights_move_together(data):
    one, many = EXERCISES["sigmoid/signs"].ranges
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        net = nn.mlp([64, 64, 64, 10], "sigmoid", rng=rng)
        for size, wanted in ((1, one), (32, many)):
            batches = rng.permutation(len(data.X_train))[: 20 * size].reshape(20, size)
            records = [nn.record(net, data.X_train[b], data.y_train[b]) for b in batches]
            share = np.mean([nn.same_sign_share(record.dW[1]) for record in records])
            assert wanted.low <= share <= wanted.high


@pytest.mark.parametrize(("gain", "learns"), [(1.7, False), (2.25, True), (6.5, True), (10, False)])
def test_the_gain_that_trains_four_layers(data, gain, learns):
    (wanted,) = EXERCISES["sigmoid/gain"].ranges
    rng = np.random.default_rng(0)
    net = nn.mlp([64] * 5 + [10], "sigmoid", init=nn.lecun(gain=gain), rng=rng)
    nn.fit(net, data.X_train, data.y_train, rng=rng)
    assert (nn.accuracy(net, data.X_test, data.y_test) > 0.92) == learns
    assert (wanted.low <= gain <= wanted.high) == learns


def test_the_shares_of_saturated_outputs_and_little_around_them(data):
    def share(gain, seed):
        rng = np.random.default_rng(seed)
        net = nn.mlp([64] * 11 + [10], "tanh", init=nn.lecun(gain=gain), rng=rng)
        a = nn.record(net, data.X_train[:256], data.y_train[:256]).a[9]
        return float(np.mean(np.abs(a) > 0.97))

    def right(shares):
        return judge(EXERCISES["tanh/saturated"], shares, np.random.default_rng(0)).right

    measured = [[share(gain, seed) for seed in range(10)] for gain in (1, 5 / 3, 3)]
    for one_seed in zip(*measured, strict=True):
        assert right(one_seed)
    for k, shares in enumerate(measured):
        for off in (min(shares) - 0.1, max(shares) + 0.1):
            answer = [off if j == k else shares[0] for j, shares in enumerate(measured)]
            assert not right(tuple(answer)), f"share {k} may be {off:.2f}"
