import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import tanh


@pytest.fixture
def net():
    return nn.mlp([4, 6, 5, 3], "relu", rng=np.random.default_rng(0))


def test_mlp_puts_an_activation_after_each_layer_but_the_last(net):
    assert repr(net) == (
        "Network(Dense(4, 6), Activate(relu), Dense(6, 5), Activate(relu), Dense(5, 3))"
    )


def test_mlp_puts_batch_norm_before_each_activation():
    net = nn.mlp([4, 6, 3], tanh, batch_norm=True, rng=np.random.default_rng(0))
    assert repr(net) == "Network(Dense(4, 6), BatchNorm(6), Activate(tanh), Dense(6, 3))"


def test_mlp_without_a_hidden_layer_is_one_dense_layer():
    assert repr(nn.mlp([4, 3], "relu", rng=np.random.default_rng(0))) == "Network(Dense(4, 3))"


def test_mlp_refuses_a_single_width():
    with pytest.raises(ValueError, match="1 widths"):
        nn.mlp([4], "relu", rng=np.random.default_rng(0))


def test_parameters_and_gradients_go_in_pairs(net):
    net.forward(np.ones((2, 4)))
    net.backward(np.ones((2, 3)))
    shapes = [p.shape for p in net.parameters()]
    assert shapes == [g.shape for g in net.gradients()]
    assert shapes == [(4, 6), (6,), (6, 5), (5,), (5, 3), (3,)]
    assert net.size == 24 + 6 + 30 + 5 + 15 + 3


def test_backward_replaces_the_gradients_of_the_last_call(net):
    for _ in range(2):
        net.forward(np.ones((2, 4)))
        net.backward(np.ones((2, 3)))
    np.testing.assert_array_equal(net.layers[-1].db, [2, 2, 2])


def test_a_copy_trains_alone(net):
    twin, X = net.copy(), np.ones((2, 4))
    before = net(X)
    nn.fit(twin, X, np.array([0, 1]), epochs=3, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(net(X), before)
    assert not np.array_equal(twin(X), before)


def test_predict_takes_the_largest_logit_or_the_sign_of_one():
    W = np.array([[1.0, 0.0, -1.0]])
    several = nn.Network([nn.Dense(1, 3, init=lambda *_: W, rng=None)])
    single = nn.Network([nn.Dense(1, 1, init="constant", rng=None)])
    X = np.array([[2.0], [-2.0], [0.0]])
    np.testing.assert_array_equal(several.predict(X), [0, 2, 0])  # the first of equal ones
    np.testing.assert_array_equal(single.predict(X), [1, 0, 0])  # 0 is a tie, and no


def test_lists_and_integers_are_taken_as_input(net):
    np.testing.assert_array_equal(net([[1, 0, 2, 3]]), net(np.array([[1.0, 0.0, 2.0, 3.0]])))


def test_the_same_seed_gives_the_same_network():
    a, b, c = (nn.mlp([4, 6, 3], "relu", rng=np.random.default_rng(s)) for s in (0, 0, 1))
    for p, q, r in zip(a.parameters()[::2], b.parameters()[::2], c.parameters()[::2], strict=True):
        np.testing.assert_array_equal(p, q)
        assert not np.array_equal(p, r)


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (np.ma.array(np.ones((2, 4)), mask=np.eye(2, 4)), "X is masked"),
        (np.ones((2, 4)).view(np.matrix), "X is a matrix"),
        (np.ones((2, 4), complex), "X has dtype complex128"),
        ([["a"] * 4], "X has dtype <U1"),
    ],
)
def test_input_of_other_than_real_numbers_is_refused_by_whatever_takes_examples(net, X, words):
    y = [0] * len(X)
    for call in (
        net,
        net.predict,
        lambda X: nn.accuracy(net, X, y),
        lambda X: nn.record(net, X, y),
        lambda X: nn.gradient_check(net, X, y),
        lambda X: nn.train_step(net, X, y, nn.SGD()),
        lambda X: nn.fit(net, X, y, rng=np.random.default_rng(0)),
    ):
        with pytest.raises(TypeError, match=words):
            call(X)


def test_what_float32_cannot_hold_is_infinite_and_does_not_warn():
    net = nn.Network([nn.Dense(1, 1, init="constant", rng=None, dtype=np.float32)])
    assert net([[1e300]]) == np.inf


@pytest.mark.parametrize("way", ["__call__", "forward"])
def test_an_example_is_judged_by_itself_unless_the_network_trains(way):
    """Batch normalization takes its running averages, which is the default."""
    net = nn.mlp([3, 4, 2], "relu", batch_norm=True, rng=np.random.default_rng(0))
    X = np.random.default_rng(1).normal(size=(5, 3))
    outputs = getattr(net, way)
    np.testing.assert_allclose(outputs(X)[:1], outputs(X[:1]), rtol=1e-12)
