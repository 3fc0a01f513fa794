"""The measurements behind the exercises on tanh, and what two of them promise."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import sigmoid, tanh
from actcourse.data import digits
from actcourse.exercises import EXERCISES
from actcourse.experiments.depth import TANH
from actcourse.experiments.flow import factors, flow


@pytest.fixture(scope="module")
def data():
    return digits()


def ten_layers(gain):
    return TANH.but(depth=10, init=nn.lecun(gain=gain), starts=5)


def test_the_printed_formula_is_still_steep_at_2_and_reaches_nine_tenths_later():
    slope, gap = EXERCISES["tanh/misprint"].quantities
    x = np.linspace(-8, 8, 16_001)
    second = (1 - np.exp(-x)) / (1 + np.exp(-x))
    assert np.gradient(second, x)[10_000] == pytest.approx(0.210, abs=0.001)
    assert np.gradient(second, x)[10_000] in slope.within
    late = np.interp(0.9, 2 * sigmoid(x) - 1, x) - np.interp(0.9, tanh(x), x)
    assert late == pytest.approx(1.472, abs=0.001)
    assert late in gap.within


def test_the_saturated_share_of_the_tenth_layer():
    for gain, wanted in zip((2, 4, 8), EXERCISES["tanh/settled"].quantities, strict=True):
        for seed in ten_layers(gain).seeds:
            a = flow(ten_layers(gain), seed).a[9]
            assert (np.abs(a) > 0.97).mean() in wanted.within


@pytest.mark.parametrize(
    ("gain", "keeps"), [(1.3, False), (1.66, False), (1.75, True), (2.02, True), (2.15, False)]
)
def test_the_gain_that_keeps_the_error_signal_of_softsign(gain, keeps):
    (wanted,) = EXERCISES["tanh/softsign"].quantities
    measured = factors(ten_layers(gain).but(f="softsign"))
    assert (min(measured) > 0.97 and max(measured) < 1.03) == keeps
    assert (gain in wanted.within) == keeps


def test_the_twin_computes_what_the_tanh_network_does(reference):
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = (rng.normal(size=shape) for shape in ((3, 5), 5, (5, 2), 2))
    V1, c1, V2, c2 = reference["tanh/twin"](W1, b1, W2, b2).values()
    x = rng.normal(size=(20, 3))
    got, want = sigmoid(x @ V1 + c1) @ V2 + c2, tanh(x @ W1 + b1) @ W2 + b2
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-10)


@pytest.mark.parametrize(("follows", "apart"), [(True, (0, 1e-12)), (False, (0.1, 3))])
def test_the_twin_that_follows_the_directions_has_the_losses_of_the_tanh_network(
    data, reference, follows, apart
):
    X, y, rate = data.X_train, data.y_train, 0.5
    net, other = (
        nn.mlp([64, 16, 10], f, rng=np.random.default_rng(0)) for f in ("tanh", "sigmoid")
    )
    for parameter, start in zip(
        other.parameters(), reference["tanh/twin"](*net.parameters()).values(), strict=True
    ):
        parameter[...] = start
    gaps = []
    for _ in range(50):
        gaps.append(abs(nn.record(net, X, y).loss - nn.record(other, X, y).loss))
        moves = other.gradients()
        if follows:
            moves = reference["tanh/path"](*moves).values()
        steps = (*net.gradients(), *moves)
        parameters = (*net.parameters(), *other.parameters())
        for parameter, step in zip(parameters, steps, strict=True):
            parameter -= rate * step
    assert apart[0] <= max(gaps) <= apart[1]
