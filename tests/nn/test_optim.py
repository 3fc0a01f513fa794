import numpy as np
import pytest

from actcourse import nn

G = [np.array([1.0, -2.0]), np.array([[4.0]])]


def start():
    return [np.array([1.0, 1.0]), np.array([[0.0]])]


def test_sgd_subtracts_the_learning_rate_times_the_gradient():
    p = start()
    nn.SGD(lr=0.5).step(p, G)
    np.testing.assert_array_equal(p[0], [0.5, 2.0])
    np.testing.assert_array_equal(p[1], [[-2.0]])


def test_momentum_adds_up_a_repeated_gradient():
    p, sgd = start(), nn.SGD(lr=0.5, momentum=0.5)
    for _ in range(3):
        sgd.step(p, G)
    # velocities 1, 1.5 and 1.75 times the gradient
    np.testing.assert_allclose(p[0], np.array([1.0, 1.0]) - 0.5 * 4.25 * G[0])


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate():
    p = start()
    nn.Adam(lr=0.1).step(p, G)
    np.testing.assert_allclose(p[0], [0.9, 1.1], rtol=1e-7)
    np.testing.assert_allclose(p[1], [[-0.1]], rtol=1e-7)


def test_the_second_step_of_adam_by_hand():
    p, adam = [np.array([0.0])], nn.Adam(lr=1.0, beta1=0.5, beta2=0.75, eps=0.0)
    adam.step(p, [np.array([2.0])])
    adam.step(p, [np.array([4.0])])
    m, v = (0.5 * 1 + 0.5 * 4) / (1 - 0.25), (0.75 * 1 + 0.25 * 16) / (1 - 0.75**2)
    assert p[0][0] == pytest.approx(-1 - m / v**0.5, rel=1e-14)


@pytest.mark.parametrize(("g", "step"), [(1e-8, 0.5), (3e-8, 0.75), (-1e-8, -0.5)])
def test_adam_adds_its_epsilon_to_the_root_of_the_second_moment(g, step):
    # At the first step both moments are those of g alone, so p moves by lr g / (|g| + 1e-8).
    p = [np.array([0.0])]
    nn.Adam(lr=1.0).step(p, [np.array([g])])
    assert p[0][0] == pytest.approx(-step, rel=1e-6)


@pytest.mark.parametrize("optimizer", [nn.SGD(), nn.SGD(momentum=0.9), nn.Adam()])
def test_gradients_are_left_alone_and_lists_have_to_match(optimizer):
    kept = [g.copy() for g in G]
    optimizer.step(start(), G)
    for g, k in zip(G, kept, strict=True):
        np.testing.assert_array_equal(g, k)
    with pytest.raises(ValueError, match="shorter"):
        optimizer.step(start(), G[:1])
