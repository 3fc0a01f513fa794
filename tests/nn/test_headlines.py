"""What the chapters report about training, held as ranges over at least three seeds."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.experiments import Recipe, dead, valley
from actcourse.experiments.depth import SIGMOID
from actcourse.experiments.flow import factors
from actcourse.experiments.signs import agreeing

SEEDS = range(3)


# Why nonlinearity


def test_hinges_follow_sin_with_an_error_that_falls_as_1_over_n_squared():
    x = np.linspace(-np.pi, np.pi, 20_001)[:, None]
    errors = []
    for n, published in ((5, 0.182), (10, 0.049), (20, 0.0122), (40, 0.0031), (80, 0.00077)):
        knots = np.linspace(-np.pi, np.pi, n + 1)
        slopes = np.diff(np.sin(knots)) / np.diff(knots)
        rng = np.random.default_rng(0)
        net = nn.mlp([1, n, 1], "relu", init="constant", rng=rng)
        hidden, _, output = net.layers
        hidden.W[:], hidden.b[:] = 1, -knots[:-1]
        output.W[:, 0], output.b[:] = np.diff(slopes, prepend=0), np.sin(knots[0])
        errors.append(np.abs(net(x) - np.sin(x)).max())
        assert errors[-1] == pytest.approx(published, rel=0.03)
    np.testing.assert_allclose(np.divide(errors[1:], errors[:-1])[1:], 1 / 4, rtol=0.02)


# Sigmoid


def test_four_sigmoid_layers_learn_only_with_larger_weights():
    four = SIGMOID.but(depth=4)
    assert max(four.accuracies()) < 0.35
    assert min(four.but(init=nn.lecun(gain=4)).accuracies()) > 0.94


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "low", "high"), [(1, 0.96, 1), (2, 0.93, 0.99), (3, 0.7, 0.92)])
def test_sigmoid_networks_lose_accuracy_with_depth(depth, low, high):
    recipe = SIGMOID.but(depth=depth)
    usual = recipe.accuracies()
    assert low < min(usual) <= max(usual) < high
    assert min(recipe.but(init=nn.lecun(gain=4)).accuracies()) > 0.95


@pytest.mark.parametrize(
    ("f", "init", "low", "high"),
    [
        ("sigmoid", "lecun", 0.21, 0.25),
        ("sigmoid", nn.lecun(gain=4), 0.57, 0.67),
        ("tanh", "xavier", 0.87, 0.92),
        ("tanh", "normal", 0.07, 0.09),
        ("relu", "he", 0.93, 1.07),
    ],
)
def test_the_gradient_changes_by_this_factor_a_layer(f, init, low, high):
    measured = factors(Recipe(f, depth=10, init=init, starts=5))
    assert low < min(measured) <= max(measured) < high


def test_one_example_pulls_all_weights_of_a_unit_one_way_and_a_batch_does_not():
    for seed in range(4):
        assert agreeing("sigmoid", 1, seed) == 1
        assert agreeing("tanh", 1, seed) == 0
        assert 0.25 < agreeing("sigmoid", 32, seed) < 0.75


def test_inputs_of_one_sign_make_gradient_descent_zigzag():
    for seed in range(6):
        X = valley.inputs(0.5, 1.5, seed)
        assert 85 < valley.steps(X) < 150
        assert valley.steps(X - X.mean(axis=0)) < 5


# ReLU family


def test_half_of_the_worst_layer_is_dead_before_training_with_pytorchs_default():
    worst = [dead.on_arrival(recipe).max(axis=1) for recipe in dead.STARTS.values()]
    default, no_bias, he = worst
    assert 28 <= default.min() <= default.max() <= 45
    # Small weights alone do not kill: the random biases decide where z has become small.
    assert max(no_bias.max(), he.max()) <= 20


def test_selu_keeps_mean_0_and_variance_1_through_50_layers():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        a = rng.standard_normal((300, 256))
        for layer in nn.mlp(51 * [256], "selu", rng=rng).layers[:-1]:
            a = layer.forward(a)
        assert a.std() == pytest.approx(1, abs=0.06)
        assert a.mean() == pytest.approx(0, abs=0.06)


# Initialization


@pytest.mark.slow
def test_thirty_relu_layers_learn_with_he_and_not_with_xavier():
    thirty = Recipe("relu", depth=30, rate=0.01)
    assert max(thirty.but(init="xavier").accuracies()) < 0.35
    assert min(thirty.but(init="he").accuracies()) > 0.85
