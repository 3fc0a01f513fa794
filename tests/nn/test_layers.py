import pickle
from functools import partial

import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS, prelu, relu, swish

ELEMENTWISE = [f for f in ACTIVATIONS.values() if f.elementwise]
LEARNABLE = [f for f in ACTIVATIONS.values() if f.learnable]
MIXING = [f for f in ACTIVATIONS.values() if not f.elementwise]


def by_name(f):
    return f.name


@pytest.fixture
def examples():
    rng = np.random.default_rng(1)
    return rng.standard_normal((8, 4)), rng.integers(0, 3, 8)


def far_from_kinks(build, X, y):
    """A network none of whose pre-activations lies within 1e-3 of a kink."""
    for seed in range(50):
        net = build(np.random.default_rng(seed))
        rec = nn.record(net, X, y, train=True)
        layers = [layer for layer in net.layers if layer.f is not None]
        distances = [
            np.abs(z - kink).min()
            for layer, z in zip(layers, rec.z, strict=False)
            # squared_relu has no kink, but its second derivative jumps at 0
            for kink in ((0, *layer.f.kinks) if layer.f.elementwise else ())
        ]
        if min(distances, default=1) > 1e-3:
            return net
    raise AssertionError("no seed keeps every z away from the kinks")


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("f", ELEMENTWISE, ids=by_name)
def test_gradients_of_every_elementwise_activation(f, batch_norm, examples):
    def build(rng):
        return nn.mlp([4, 6, 5, 3], f, batch_norm=batch_norm, rng=rng)

    assert nn.gradient_check(far_from_kinks(build, *examples), *examples) < 1e-6


@pytest.mark.parametrize(("f", "width"), [*((f, None) for f in LEARNABLE), (prelu, 5)])
def test_gradients_of_every_learned_activation(f, width, examples):
    def build(rng):
        return nn.mlp([4, 5, 5, 3], partial(nn.Learned, f, width), rng=rng)

    net = far_from_kinks(build, *examples)
    assert len(net.parameters()) == 6 + 2 * len(f.learnable)
    assert nn.gradient_check(net, *examples) < 1e-6


@pytest.mark.parametrize("f", MIXING, ids=by_name)
def test_gradients_of_every_activation_that_mixes(f, examples):
    rng = np.random.default_rng(0)
    width = f(np.zeros((1, 6))).shape[1]
    layers = [nn.Dense(4, 6, rng=rng), nn.Activate(f), nn.Dense(width, 3, rng=rng)]
    assert nn.gradient_check(nn.Network(layers), *examples) < 1e-6


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_gradients_of_maxout(pieces, examples):
    rng = np.random.default_rng(0)
    layers = [nn.Maxout(4, 5, pieces=pieces, rng=rng), nn.Dense(5, 3, rng=rng)]
    assert nn.gradient_check(nn.Network(layers), *examples) < 1e-6


@pytest.mark.parametrize("f", ["tanh", nn.PReLU])
@pytest.mark.parametrize("train", [False, True])
def test_backward_returns_the_gradient_of_the_input(f, train, examples):
    X, y = examples
    net = nn.mlp([4, 6, 3], f, batch_norm=True, rng=np.random.default_rng(0))
    _, g = nn.softmax_cross_entropy(net.forward(X, train), y)
    dX = net.backward(g)
    h = 1e-6
    for i in np.ndindex(X.shape):
        step = np.zeros_like(X)
        step[i] = h
        above = nn.softmax_cross_entropy(net.forward(X + step, train), y)[0]
        below = nn.softmax_cross_entropy(net.forward(X - step, train), y)[0]
        assert dX[i] == pytest.approx((above - below) / (2 * h), abs=1e-8)


def test_dense_is_the_formula():
    dense = nn.Dense(3, 2, bias=nn.constant(value=5), rng=np.random.default_rng(0))
    x = np.array([[1.0, 2.0, 3.0]])
    expected = [sum(x[0, i] * dense.W[i, j] for i in range(3)) + 5 for j in range(2)]
    np.testing.assert_allclose(dense.forward(x), [expected])


def test_dense_draws_a_bias_like_a_row_of_weights():
    b = nn.Dense(100, 1000, bias="uniform", rng=np.random.default_rng(0)).b
    assert b.shape == (1000,)
    assert 0.095 < np.abs(b).max() <= 0.1


def test_maxout_outputs_the_largest_of_each_units_own_pieces():
    layer = nn.Maxout(3, 4, pieces=2, rng=np.random.default_rng(0))
    x = np.random.default_rng(1).standard_normal((5, 3))
    z = x @ layer.W + layer.b
    expected = np.stack([np.maximum(z[:, 2 * i], z[:, 2 * i + 1]) for i in range(4)], axis=1)
    np.testing.assert_array_equal(layer.forward(x), expected)


def test_maxout_counts_its_parameters():
    layer = nn.Maxout(3, 2, pieces=4, rng=np.random.default_rng(0))
    assert nn.Network([layer]).size == 32


def test_prelu_learns_one_slope_or_one_for_each_unit():
    z, g = np.array([[-1.0, -2.0], [-4.0, 8.0]]), np.array([[1.0, 10.0], [100.0, 1000.0]])
    shared, each = nn.PReLU(), nn.PReLU(2)
    for layer in (shared, each):
        np.testing.assert_array_equal(layer.forward(z), prelu(z))
        layer.backward(g)
    assert shared.dnegative_slope == -1 - 20 - 400
    np.testing.assert_array_equal(each.dnegative_slope, [-1 - 400, -20])


def test_prelu_with_a_diverged_slope_gives_nan_and_no_error():
    layer = nn.PReLU()
    layer.negative_slope[...] = np.nan
    assert np.isnan(layer.forward(np.ones((2, 3)))).all()
    layer.backward(np.ones((2, 3)))


def test_one_diverged_slope_of_several_lets_the_whole_layer_be_nan():
    layer = nn.PReLU(2)
    layer.negative_slope[0] = np.nan
    assert np.isnan(layer.forward(np.ones((2, 2)))).all()


def test_learned_refuses_an_activation_with_nothing_to_learn():
    with pytest.raises(ValueError, match=r"use Activate\(relu\)"):
        nn.Learned(relu)


def test_batch_norm_gives_every_column_mean_0_and_variance_1():
    x = np.random.default_rng(0).normal(5, 3, (200, 4))
    out = nn.BatchNorm(4).forward(x, train=True)
    np.testing.assert_allclose(out.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(out.var(axis=0), 1, atol=1e-5)


def test_batch_norm_uses_running_averages_outside_training():
    rng = np.random.default_rng(0)
    layer = nn.BatchNorm(1)
    for _ in range(200):
        layer.forward(rng.normal(5, 3, (500, 1)), train=True)
    assert layer.running_mean[0] == pytest.approx(5, abs=0.2)
    assert layer.running_var[0] == pytest.approx(9, abs=0.5)
    out = layer.forward(np.array([[5.0], [8.0]]))
    np.testing.assert_allclose(out[:, 0], [0, 1], atol=0.1)


@pytest.mark.parametrize(("momentum", "mean", "var"), [({}, 0.2, 1.1), ({"momentum": 0.5}, 1, 1.5)])
def test_running_averages_of_batch_norm_by_hand(momentum, mean, var):
    # The batch 1, 3 has mean 2 and variance 1; its unbiased variance is 2. They start at 0 and 1.
    layer = nn.BatchNorm(1, **momentum)
    out = layer.forward(np.array([[1.0], [3.0]]), train=True)
    assert layer.running_mean == pytest.approx(mean)
    assert layer.running_var == pytest.approx(var)
    np.testing.assert_allclose(out[:, 0], np.array([-1, 1]) / np.sqrt(1 + 1e-5), rtol=1e-12)


def test_batch_norm_refuses_to_train_on_one_example():
    with pytest.raises(ValueError, match=r"batch of 1, .* at least 2 rows, or take train=False"):
        nn.BatchNorm(2).forward(np.ones((1, 2)), train=True)


@pytest.mark.parametrize("train", [False, True])
@pytest.mark.parametrize("shape", [(4, 1), (4, 3), (2,), (4, 2, 2)])
def test_batch_norm_does_not_broadcast(shape, train):
    layer = nn.BatchNorm(2)
    with pytest.raises(ValueError, match=r"x has shape .* wants \(n, 2\)"):
        layer.forward(np.ones(shape), train)
    assert not layer.running_mean.any()


def test_sums_over_many_float32_rows_keep_their_digits():
    rng = np.random.default_rng(0)
    x, g = rng.uniform(1, 2, (2, 300_000, 2))
    layers = []
    for dtype in (np.float64, np.float32):
        dense = nn.Dense(2, 2, rng=np.random.default_rng(0), dtype=dtype)
        norm, slope = nn.BatchNorm(2, dtype=dtype), nn.PReLU(2, dtype=dtype)
        slopes = nn.PReLU(dtype=dtype)
        for layer, z in ((dense, x), (norm, x), (slope, -x), (slopes, -x)):
            layer.forward(z.astype(dtype), train=True)
            layer.backward(g.astype(dtype))
        layers.append((dense, norm, slope, slopes))
    for exact, layer in zip(*layers, strict=True):
        names = ["d" + name for name in layer.parameter_names if name != "W"]  # of BLAS
        for name in [*names, *(["running_mean", "running_var"] if layer.least_batch > 1 else [])]:
            got, want = getattr(layer, name), getattr(exact, name)
            assert got.dtype == np.float32
            # the terms of dgamma cancel, and each is rounded before it is added
            size = len(x) if name == "dgamma" else np.abs(want)
            np.testing.assert_array_less(np.abs(got - want), 1e-6 * size, err_msg=name)


@pytest.mark.parametrize("f", [*ELEMENTWISE, nn.PReLU, partial(nn.Learned, swish)])
def test_float32_networks_compute_in_float32(f):
    net = nn.mlp([4, 3, 2], f, batch_norm=True, dtype=np.float32, rng=np.random.default_rng(0))
    X, y = np.ones((6, 4)), np.zeros(6, int)
    nn.fit(net, X, y, epochs=2, optimizer=nn.Adam(), rng=np.random.default_rng(0))
    assert net(X).dtype == np.float32
    assert {p.dtype for p in net.parameters() + net.gradients()} == {np.dtype(np.float32)}


def test_wrong_input_is_told_its_shape():
    net = nn.mlp([4, 3, 2], "relu", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"x has shape \(5, 7\).*wants \(n, 4\)"):
        net(np.ones((5, 7)))
    with pytest.raises(ValueError, match=r"x has shape \(4,\)"):
        net(np.ones(4))


def test_activate_refuses_a_plain_function():
    with pytest.raises(TypeError, match=r"with a \.value_and_vjp"):
        nn.Activate(np.tanh)


@pytest.mark.parametrize("layer", [nn.Activate(ACTIVATIONS["swish"]), "maxout"])
def test_a_network_is_pickled_between_its_passes(layer, examples):
    X, y = examples
    rng = np.random.default_rng(0)
    middle = nn.Maxout(6, 6, rng=rng) if layer == "maxout" else layer
    net = nn.Network([nn.Dense(4, 6, rng=rng), middle, nn.Dense(6, 3, rng=rng)])
    _, g = nn.softmax_cross_entropy(net.forward(X, train=True), y)
    again = pickle.loads(pickle.dumps(net))
    np.testing.assert_array_equal(again.backward(g), net.backward(g))
