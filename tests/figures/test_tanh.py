"""What the chapter on tanh reports about training and flow, as ranges over three seeds."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import digits
from actcourse.figures import tanh as fig


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_network_in_sigmoids_computes_what_the_tanh_network_does(depth):
    net, X = fig.network(depth), digits().X_test
    for layer in net.layers[::2]:
        layer.b += np.random.default_rng(1).normal(size=layer.b.shape)
    twin = fig.in_sigmoids(net)
    assert {layer.f.name for layer in twin.layers[1::2]} == {"sigmoid"}
    np.testing.assert_allclose(twin(X), net(X), rtol=0, atol=1e-11)


@pytest.mark.parametrize(
    ("depth", "init", "f", "options", "low", "high"),
    [
        (5, fig.USUAL, "tanh", {}, 0.96, 1),
        (5, fig.USUAL, "sigmoid", {}, 0.05, 0.2),
        (5, nn.lecun(gain=4), "sigmoid", {}, 0.75, 0.94),
        (5, fig.USUAL, "tanh", {"twin": True, "lr": 0.8}, 0.96, 1),
        (8, fig.LARGE, "tanh", {}, 0.35, 0.65),
        (8, fig.USUAL, "tanh", {}, 0.95, 1),
        (3, fig.SMALL, "relu", {}, 0.05, 0.2),
    ],
)
def test_accuracy_after_eight_epochs(depth, init, f, options, low, high):
    found = fig.accuracies(depth, init, f, **options)
    assert low < min(found)
    assert max(found) < high or high == 1


def test_one_hidden_layer_in_disguise_learns_alike_at_four_times_the_rate():
    for seed in fig.SEEDS:
        plain, _ = fig._trained(1, fig.USUAL, seed)
        slow, _ = fig._trained(1, fig.USUAL, seed, twin=True)
        alike, _ = fig._trained(1, fig.USUAL, seed, lr=0.4, twin=True)
        np.testing.assert_allclose(alike, plain, rtol=0.06)
        assert slow[-1] > 2 * plain[-1]


def test_a_shift_alone_misses_tanh_by_more_than_half():
    assert fig.best_shift() == pytest.approx(0.590, abs=0.001)


def test_inputs_of_mean_one_give_outputs_of_mean_055():
    sample = np.tanh(1 + np.random.default_rng(0).standard_normal(1_000_000))
    assert fig.mean_output(1.0) == pytest.approx(0.5504, abs=1e-4)
    assert sample.mean() == pytest.approx(fig.mean_output(1.0), abs=0.003)
