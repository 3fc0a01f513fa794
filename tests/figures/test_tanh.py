"""What the chapter on tanh reports about training and flow, as ranges over three seeds."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import digits
from actcourse.experiments.depth import DISGUISE, LARGE, RESCUES, STUCK, TANH, in_sigmoids
from actcourse.experiments.shift import best_shift
from actcourse.figures import tanh as fig


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_network_in_sigmoids_computes_what_the_tanh_network_does(depth):
    net, X = TANH.but(depth=depth).network(0), digits().X_test
    for layer in net.layers[::2]:
        layer.b += np.random.default_rng(1).normal(size=layer.b.shape)
    twin = in_sigmoids(net)
    assert {layer.f.name for layer in twin.layers[1::2]} == {"sigmoid"}
    np.testing.assert_allclose(twin(X), net(X), rtol=0, atol=1e-11)


@pytest.mark.parametrize(
    ("recipe", "low", "high"),
    [
        (TANH.but(depth=5), 0.96, 1),
        (TANH.but(depth=5, f="sigmoid"), 0.05, 0.2),
        (TANH.but(depth=5, f="sigmoid", init=nn.lecun(gain=4)), 0.75, 0.94),
        (DISGUISE.but(depth=5, rate=0.8), 0.96, 1),
        (TANH.but(depth=8, init=LARGE), 0.35, 0.65),
        (TANH.but(depth=8), 0.95, 1),
        (STUCK, 0.05, 0.2),
        (RESCUES["batch norm"], 0.9, 1),
        (RESCUES["ReLU"], 0.05, 0.2),
    ],
    ids=str,
)
def test_accuracy_after_eight_epochs(recipe, low, high):
    right = recipe.accuracies()
    assert low < min(right)
    assert max(right) < high or high == 1


def test_one_hidden_layer_in_disguise_learns_alike_at_four_times_the_rate():
    twin = DISGUISE.but(depth=1)
    for seed in TANH.seeds:
        plain, slow, alike = (
            np.array(recipe.trained(seed).history.epoch_loss)
            for recipe in (TANH.but(depth=1), twin, twin.but(rate=0.4))
        )
        np.testing.assert_allclose(alike, plain, rtol=0.06)
        assert slow[-1] > 2 * plain[-1]


def test_a_shift_alone_misses_tanh_by_more_than_half():
    assert best_shift() == pytest.approx(0.590, abs=0.001)


def test_inputs_of_mean_one_give_outputs_of_mean_055():
    sample = np.tanh(1 + np.random.default_rng(0).standard_normal(1_000_000))
    assert fig.mean_output(1.0) == pytest.approx(0.5504, abs=1e-4)
    assert sample.mean() == pytest.approx(fig.mean_output(1.0), abs=0.003)
