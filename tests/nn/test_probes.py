import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import relu, sigmoid, tanh


@pytest.fixture
def examples():
    rng = np.random.default_rng(1)
    return rng.standard_normal((40, 4)), rng.integers(0, 3, 40)


def network(f=relu, **options):
    return nn.mlp([4, 6, 5, 3], f, rng=np.random.default_rng(0), **options)


def test_record_holds_the_forward_and_the_backward_pass(examples):
    X, y = examples
    net = network(tanh)
    rec = nn.record(net, X, y)
    first, _, second, _, last = net.layers
    z1 = X @ first.W + first.b
    z2 = np.tanh(z1) @ second.W + second.b
    logits = np.tanh(z2) @ last.W + last.b
    loss, delta3 = nn.softmax_cross_entropy(logits, y)
    delta2 = delta3 @ last.W.T / np.cosh(z2) ** 2
    delta1 = delta2 @ second.W.T / np.cosh(z1) ** 2

    assert rec.loss == pytest.approx(loss, rel=1e-14)
    for got, wanted in [
        (rec.z, [z1, z2, logits]),
        (rec.a, [np.tanh(z1), np.tanh(z2), logits]),
        (rec.delta, [delta1, delta2, delta3]),
        (rec.slope, [np.cosh(z1) ** -2, np.cosh(z2) ** -2, np.ones_like(logits)]),
        (rec.dW, [X.T @ delta1, np.tanh(z1).T @ delta2, np.tanh(z2).T @ delta3]),
        (rec.W, [first.W, second.W, last.W]),
    ]:
        assert len(got) == 3
        for a, b in zip(got, wanted, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-15)


def test_record_leaves_the_parameters_alone_and_survives_the_next_step(examples):
    net = network()
    before = [p.copy() for p in net.parameters()]
    rec = nn.record(net, *examples)
    kept = [w.copy() for w in rec.W]
    for p, q in zip(net.parameters(), before, strict=True):
        np.testing.assert_array_equal(p, q)
    nn.train_step(net, *examples, nn.SGD())
    for w, k in zip(rec.W, kept, strict=True):
        np.testing.assert_array_equal(w, k)


def test_record_counts_layers_of_units_not_objects(examples):
    rng = np.random.default_rng(0)
    for net in (network(batch_norm=True), network(nn.PReLU)):
        assert [z.shape[1] for z in nn.record(net, *examples).z] == [6, 5, 3]
    net = nn.Network([nn.Maxout(4, 6, pieces=2, rng=rng), nn.Dense(6, 3, rng=rng)])
    rec = nn.record(net, *examples)
    assert [z.shape[1] for z in rec.z] == [12, 3]
    assert [a.shape[1] for a in rec.a] == [6, 3]
    assert (rec.slope[0].sum(axis=1) == 6).all()


def test_rms_and_std_by_layer():
    arrays = [np.array([3.0, -4.0]), np.array([[1.0, 1.0]])]
    np.testing.assert_allclose(nn.rms_by_layer(arrays), [12.5**0.5, 1])
    np.testing.assert_allclose(nn.std_by_layer(arrays), [3.5, 0])


def test_layer_factor_leaves_the_output_layer_out():
    assert nn.layer_factor([np.full(3, r) for r in (1, 2, 4, 8, 1000)]) == pytest.approx(1 / 2)
    with pytest.raises(ValueError, match="wants 2 hidden layers, got 1"):
        nn.layer_factor([np.ones(3), np.ones(3)])


def test_layer_factor_of_orthogonal_identity_layers_is_1(examples):
    net = nn.mlp([4] + 5 * [8] + [3], "identity", init="orthogonal", rng=np.random.default_rng(0))
    assert nn.layer_factor(nn.record(net, *examples).delta) == pytest.approx(1, rel=1e-12)


def test_saturation_counts_slopes_below_the_bound():
    # sigmoid' < 0.01 from |z| = 4.585 on; relu's slope is 0 on the left alone
    X = np.array([[-9.0], [-4.6], [-4.5], [0.0], [4.6], [9.0], [1.0], [2.0]])
    y = np.zeros(8, int)
    for f, share in ((sigmoid, 0.5), (relu, 0.5), (tanh, 5 / 8)):
        one = nn.constant(value=1)
        net = nn.mlp([1, 1, 2], f, init=one, rng=np.random.default_rng(0))
        np.testing.assert_array_equal(nn.saturation(nn.record(net, X, y)), [share])


def test_dead_units_are_those_inactive_on_every_example(examples):
    net = network()
    net.layers[2].b[:] = 100.0
    net.layers[0].b[[1, 4]] = -100.0
    rec = nn.record(net, *examples)
    states = nn.unit_states(rec)
    assert [list(np.flatnonzero(s == "dead")) for s in states] == [[1, 4], []]
    np.testing.assert_array_equal(nn.dead_units(rec), [2, 0])
    assert set(states[1]) == {"alive"}


@pytest.mark.parametrize("f", ["leaky_relu", "sigmoid", "elu"])
def test_units_whose_slope_is_small_but_not_0_are_alive(f, examples):
    net = network(f)
    net.layers[0].b[:] = -50.0
    np.testing.assert_array_equal(nn.dead_units(nn.record(net, *examples)), [0, 0])


@pytest.mark.parametrize("f", ["relu", "leaky_relu", "tanh", nn.PReLU])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_network_of_nan_is_not_dead(f, bad, examples):
    net = network(f)
    net.layers[2].W[:, 0] = bad
    rec = nn.record(net, *examples)
    states = nn.unit_states(rec)
    assert states[1][0] == "nan"
    assert "nan" not in states[0]
    assert "dead" not in states[1]
    with pytest.raises(ValueError, match=r"layers \[2\] hold NaN.*diverged"):
        nn.dead_units(rec)
    assert not np.isfinite(nn.std_by_layer(rec.z)).all()


def test_same_sign_share_of_known_columns():
    dW = np.array([[1.0, -1.0, 1.0, 0.0, 0.0], [2.0, -3.0, -1.0, 5.0, 0.0]])
    assert nn.same_sign_share(dW) == 3 / 4  # the last unit has no gradient and is left out
    assert np.isnan(nn.same_sign_share(np.zeros((2, 2))))


def test_one_example_moves_all_weights_of_a_unit_fed_by_sigmoids_the_same_way(examples):
    X, y = examples
    for f, share in ((sigmoid, 1), (relu, 1), (tanh, 0)):
        net = nn.mlp([4, 20, 5, 3], f, rng=np.random.default_rng(0))
        shares = [
            nn.same_sign_share(nn.record(net, X[i : i + 1], y[i : i + 1]).dW[1]) for i in range(10)
        ]
        assert shares == [share] * 10


def test_gradient_check_finds_a_wrong_layer(examples):
    class Wrong(nn.Dense):
        def backward(self, delta):
            super().backward(delta)
            self.db = delta.mean(axis=0)
            return delta @ self.W.T

    rng = np.random.default_rng(0)
    net = nn.Network([Wrong(4, 3, rng=rng)])
    assert nn.gradient_check(net, *examples) > 0.5
    assert nn.gradient_check(network(tanh), *examples) < 1e-7


def test_gradient_check_leaves_the_network_as_it_was(examples):
    net = network(batch_norm=True)
    before = [a.copy() for a in (*net.parameters(), net.layers[1].running_mean)]
    nn.gradient_check(net, *examples)
    for a, b in zip((*net.parameters(), net.layers[1].running_mean), before, strict=True):
        np.testing.assert_array_equal(a, b)


def test_gradient_check_refuses_to_pass_a_network_without_any_gradient(examples):
    net = nn.mlp([4, 1], relu, init="zeros", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="every gradient is 0"):
        nn.gradient_check(net, examples[0], np.zeros(40), loss=nn.mean_squared_error)
