"""The measurements behind the ranges of the exercises that ask for a number."""

import re

import numpy as np
import pytest
from scipy import special

from actcourse import nn
from actcourse.data import digits
from actcourse.exercises import EXERCISES, Numbers
from actcourse.exercises.check import judge
from actcourse.experiments.depth import SIGMOID
from actcourse.experiments.flow import factors
from actcourse.experiments.signs import agreeing


def test_the_factor_per_layer():
    (wanted,) = EXERCISES["sigmoid/larger-weights"].quantities
    for factor in factors(SIGMOID.but(depth=10, init=nn.lecun(gain=2), starts=5)):
        assert 0.39 < factor < 0.425
        assert wanted.within.low < factor < wanted.within.high


def test_the_share_of_units_whose_weights_move_together():
    asked = EXERCISES["sigmoid/two-examples"].quantities
    for f, wanted in zip(("sigmoid", "tanh"), asked, strict=True):
        for seed in range(5):
            assert agreeing(f, 2, seed) in wanted.within


@pytest.mark.parametrize(("gain", "learns"), [(1.7, False), (2.25, True), (6.5, True), (10, False)])
def test_the_gain_that_trains_four_layers(gain, learns):
    (wanted,) = EXERCISES["sigmoid/gain"].quantities
    recipe = SIGMOID.but(depth=4, init=nn.lecun(gain=gain))
    assert (recipe.accuracy(0) > 0.92) == learns
    assert (gain in wanted.within) == learns


def test_the_shares_of_saturated_outputs_and_little_around_them():
    data = digits()

    def share(gain, seed):
        rng = np.random.default_rng(seed)
        net = nn.mlp([64] * 11 + [10], "tanh", init=nn.lecun(gain=gain), rng=rng)
        a = nn.record(net, data.X_train[:256], data.y_train[:256]).a[9]
        return float(np.mean(np.abs(a) > 0.97))

    def right(shares):
        return judge(EXERCISES["tanh/settled"], shares, np.random.default_rng(0)).right

    measured = [[share(gain, seed) for seed in range(10)] for gain in (2, 4, 8)]
    for one_seed in zip(*measured, strict=True):
        assert right(one_seed)
    for k, shares in enumerate(measured):
        for off in (min(shares) - 0.1, max(shares) + 0.1):
            answer = [off if j == k else shares[0] for j, shares in enumerate(measured)]
            assert not right(tuple(answer)), f"share {k} may be {off:.2f}"


GRID = np.linspace(0, 5, 100_001)
DENSE = np.linspace(-12, 10, 2_200_001)
WEIGHTS = np.exp(-0.5 * (DENSE + 1) ** 2) / np.sqrt(2 * np.pi) * (DENSE[1] - DENSE[0])
RIGHT = np.maximum(DENSE, 0) * WEIGHTS  # what numbers of mean -1 leave above 0
OMEGA = special.lambertw(1).real  # e^-x = x there


def halved_swish_slope(z):
    share = special.expit(z / 2)
    return share + z / 2 * share * (1 - share)


EXACT = {
    "why_nonlinearity/cubes": [4, 1],
    "sigmoid/two-examples": [None, 0],
    "tanh/misprint": [(1 - np.tanh(1) ** 2) / 2, np.interp(0.9, np.tanh(GRID), GRID)],
    "relu_family/shifted-means": [
        RIGHT.sum(),
        RIGHT.sum() + np.sum(np.expm1(DENSE[DENSE < 0]) * WEIGHTS[DENSE < 0]),
        special.ndtr(1),
        0,
    ],
    "softmax/ratio": [np.exp(0.4), np.exp(0.4), np.exp(4)],
    "softmax/far-down": [*(special.softmax([3, 2, 0]) - [1, 0, 0])],
    "swish/soft-gate": [halved_swish_slope(z) for z in (-3, 3, -30)],
    "swish/lowest": [-1 - OMEGA, -OMEGA],
}
"""What theory says of numbers that may be a little off; None where it says nothing."""
RANGES = {
    id: exercise.quantities
    for id, exercise in EXERCISES.items()
    if isinstance(exercise, Numbers)
    and any(q.within.low < q.within.high and not q.trial for q in exercise.quantities)
}


@pytest.mark.parametrize("id", RANGES)
def test_what_may_be_a_little_off_lies_around_the_exact_number_or_around_what_seeds_gave(id):
    exact = EXACT.get(id, [None] * len(RANGES[id]))
    reasons = " ".join(quantity.within.why for quantity in RANGES[id])
    for quantity, number in zip(RANGES[id], exact, strict=True):
        low, high = quantity.within.low, quantity.within.high
        if number is None:
            assert re.search("seeds|starts", reasons)
        elif number or low < 0:  # a share of 0 has no room below
            assert (low + high) / 2 == pytest.approx(number, rel=1e-6)
