"""What the chapters report about training, held as ranges over at least three seeds."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import circles, digits, spiral

SEEDS = range(3)


@pytest.fixture(scope="module")
def data():
    return digits()


def train(X, y, sizes, f, seed, init="lecun", **options):
    rng = np.random.default_rng(seed)
    net = nn.mlp(sizes, f, init=init, rng=rng)
    nn.fit(net, X, y, rng=rng, **options)
    return net


def accuracies(data, sizes, f, **options):
    X, y = data.X_train, data.y_train
    nets = [train(X, y, sizes, f, seed, **options) for seed in SEEDS]
    return np.array([nn.accuracy(net, data.X_test, data.y_test) for net in nets])


def deep(depth, width=64):
    return [64, *depth * [width], 10]


# Why nonlinearity


def test_a_linear_network_cannot_tell_circles_and_relu_can():
    for seed in SEEDS:
        X, y = circles(200, rng=np.random.default_rng(seed))
        linear = train(X, y, [2, 16, 16, 2], "identity", seed, epochs=100)
        bent = train(X, y, [2, 16, 16, 2], "relu", seed, init="he", epochs=100)
        assert 0.35 < nn.accuracy(linear, X, y) < 0.65
        assert nn.accuracy(bent, X, y) > 0.98


def test_spiral_linear_half_relu_nearly_all():
    for seed in SEEDS:
        X, y = spiral(rng=np.random.default_rng(seed))
        fit = {"epochs": 150, "optimizer": None}
        linear = train(X, y, [2, 3], "identity", seed, **fit)
        fit["optimizer"] = nn.SGD(0.1, momentum=0.9)
        bent = train(X, y, [2, 100, 3], "relu", seed, init="he", **fit)
        assert 0.45 < nn.accuracy(linear, X, y) < 0.60
        assert nn.accuracy(bent, X, y) > 0.96


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


def test_four_sigmoid_layers_learn_only_with_larger_weights(data):
    assert accuracies(data, deep(4), "sigmoid").max() < 0.35
    assert accuracies(data, deep(4), "sigmoid", init=nn.lecun(gain=4)).min() > 0.94


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "low", "high"), [(1, 0.96, 1), (2, 0.93, 0.99), (3, 0.7, 0.92)])
def test_sigmoid_networks_lose_accuracy_with_depth(data, depth, low, high):
    usual = accuracies(data, deep(depth), "sigmoid")
    assert usual.min() > low
    assert usual.max() < high
    assert accuracies(data, deep(depth), "sigmoid", init=nn.lecun(gain=4)).min() > 0.95


def factors(data, f, init, depth=10):
    nets = (nn.mlp(deep(depth), f, init=init, rng=np.random.default_rng(s)) for s in range(5))
    return np.array(
        [nn.layer_factor(nn.record(net, data.X_train, data.y_train).delta) for net in nets]
    )


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
def test_the_gradient_changes_by_this_factor_a_layer(data, f, init, low, high):
    measured = factors(data, f, init)
    assert low < measured.min()
    assert measured.max() < high


def same_sign(data, f, batch):
    shares = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        net = nn.mlp(deep(2), f, rng=rng)
        pieces = list(nn.batches(data.X_train, data.y_train, batch, rng))[:45]
        shares.append(np.mean([nn.same_sign_share(nn.record(net, *p).dW[1]) for p in pieces]))
    return np.array(shares)


def test_one_example_pulls_all_weights_of_a_unit_one_way_and_a_batch_does_not(data):
    assert (same_sign(data, "sigmoid", 1) == 1).all()
    assert (same_sign(data, "tanh", 1) == 0).all()
    batch = same_sign(data, "sigmoid", 32)
    assert batch.min() > 0.25
    assert batch.max() < 0.75


def steps_of_gradient_descent(X, w):
    """Full-batch steps until the weights are within 0.001 of w, with the best step size."""
    curvature = X.T @ X / len(X)
    optimizer = nn.SGD(1 / np.linalg.eigvalsh(curvature)[-1])
    reached, steps = np.zeros_like(w), 0
    while np.abs(reached - w).max() > 1e-3:
        optimizer.step([reached], [curvature @ (reached - w)])
        steps += 1
    return steps


def test_inputs_of_one_sign_make_gradient_descent_zigzag():
    for seed in range(6):
        X = np.random.default_rng(seed).uniform(0.5, 1.5, (200, 2))
        w = np.array([1.0, -1.0])
        assert 130 < steps_of_gradient_descent(X, w) < 200
        assert steps_of_gradient_descent(X - X.mean(axis=0), w) < 6


# ReLU family


def worst_dead(data, **options):
    nets = (nn.mlp(deep(10), "relu", rng=np.random.default_rng(s), **options) for s in range(6))
    return np.array(
        [nn.dead_units(nn.record(net, data.X_train, data.y_train)).max() for net in nets]
    )


def test_half_of_the_worst_layer_is_dead_before_training_with_pytorchs_default(data):
    default = worst_dead(data, init="uniform", bias="uniform")
    assert default.min() >= 28
    assert default.max() <= 45
    assert worst_dead(data, init="he").max() <= 20
    # Small weights alone do not kill: the random biases decide where z has become small.
    assert worst_dead(data, init="uniform").max() <= 20


def test_selu_keeps_mean_0_and_variance_1_through_50_layers():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        a = rng.standard_normal((300, 256))
        for layer in nn.mlp(51 * [256], "selu", rng=rng).layers[:-1]:
            a = layer.forward(a)
        assert a.std() == pytest.approx(1, abs=0.06)
        assert a.mean() == pytest.approx(0, abs=0.06)


# Maxout


def test_k_lines_follow_the_square_to_1_over_2_k_squared():
    x = np.linspace(-1, 1, 10_001)[:, None]
    for k in (2, 3, 4, 8, 16):
        layer = nn.Maxout(1, 1, pieces=k, rng=np.random.default_rng(0))
        c = np.linspace(-1, 1, 2 * k + 1)[1::2]  # the middle of each piece
        layer.W[0], layer.b[:] = 2 * c, 1 / (2 * k**2) - c**2  # tangents, raised by half the gap
        assert np.abs(layer.forward(x) - x**2).max() == pytest.approx(1 / (2 * k**2), rel=1e-6)


# Backprop


class SwappedUpdate(nn.SGD):
    """The article's misprint: the second weights become the first minus the step."""

    def step(self, parameters, gradients):
        super().step(parameters, gradients)
        parameters[2][...] = parameters[0] - self.lr * gradients[2]


def test_a_wrong_update_trains_almost_as_well_and_passes_the_gradient_check(data):
    rng = np.random.default_rng(0)
    small = nn.mlp([5, 5, 5, 3], "tanh", rng=rng)
    X, y = rng.standard_normal((20, 5)), rng.integers(0, 3, 20)
    nn.fit(small, X, y, epochs=3, optimizer=SwappedUpdate(0.1), rng=rng)
    assert nn.gradient_check(small, X, y) < 1e-7
    wrong, right = (
        accuracies(data, deep(2), "relu", init="he", epochs=10, optimizer=optimizer)
        for optimizer in (SwappedUpdate(0.1), nn.SGD(0.1))
    )
    assert min(wrong.min(), right.min()) > 0.93
    assert abs(wrong.mean() - right.mean()) < 0.04
    # only a look at the update itself sees it
    for optimizer, is_right in ((SwappedUpdate(0.1), False), (nn.SGD(0.1), True)):
        before = [p.copy() for p in small.parameters()]
        nn.train_step(small, X, y, optimizer)
        wanted = [p - 0.1 * g for p, g in zip(before, small.gradients(), strict=True)]
        pairs = zip(small.parameters(), wanted, strict=True)
        assert all(np.array_equal(p, q) for p, q in pairs) is is_right


# Initialization


@pytest.mark.parametrize("f", ["tanh", "relu"])
def test_from_zero_nothing_but_the_output_bias_moves(data, f):
    net = train(data.X_train, data.y_train, deep(1, 16), f, 0, init="zeros", epochs=2)
    assert [p.any() for p in net.parameters()] == [False, False, False, True]


@pytest.mark.parametrize(("f", "init"), [("sigmoid", "zeros"), ("tanh", "constant")])
def test_units_that_start_equal_stay_equal(data, f, init):
    for seed in SEEDS:
        net = train(data.X_train, data.y_train, deep(1, 16), f, seed, init=init, epochs=10)
        assert np.linalg.matrix_rank(net.layers[0].W) == 1
        assert nn.accuracy(net, data.X_test, data.y_test) < 0.45


@pytest.mark.parametrize("f", ["tanh", "relu"])
def test_small_weights_do_for_one_layer_and_fail_for_three(data, f):
    shallow = accuracies(data, deep(1, 16), f, init=nn.normal(std=0.01), epochs=15)
    assert shallow.min() > 0.93
    assert accuracies(data, deep(3), f, init=nn.normal(std=0.01), epochs=10).max() < 0.2


@pytest.mark.slow
def test_thirty_relu_layers_learn_with_he_and_not_with_xavier(data):
    assert accuracies(data, deep(30), "relu", init="xavier", lr=0.01).max() < 0.35
    assert accuracies(data, deep(30), "relu", init="he", lr=0.01).min() > 0.85
