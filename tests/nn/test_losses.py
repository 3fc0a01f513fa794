import numpy as np
import pytest

from actcourse import nn

RNG = np.random.default_rng(0)
CASES = {
    nn.softmax_cross_entropy: (RNG.standard_normal((6, 4)), RNG.integers(0, 4, 6)),
    nn.binary_cross_entropy: (RNG.standard_normal((6, 1)), RNG.integers(0, 2, 6)),
    nn.mean_squared_error: (RNG.standard_normal((6, 3)), RNG.standard_normal((6, 3))),
}


@pytest.mark.parametrize("loss", CASES, ids=lambda f: f.__name__)
def test_gradient_matches_central_differences_and_input_stays(loss):
    outputs, y = CASES[loss]
    before = outputs.copy()
    _, g = loss(outputs, y)
    assert g.shape == outputs.shape
    h = 1e-6
    for i in np.ndindex(outputs.shape):
        step = np.zeros_like(outputs)
        step[i] = h
        difference = (loss(outputs + step, y)[0] - loss(outputs - step, y)[0]) / (2 * h)
        assert g[i] == pytest.approx(difference, abs=1e-9)
    np.testing.assert_array_equal(outputs, before)


@pytest.mark.parametrize("loss", CASES, ids=lambda f: f.__name__)
def test_float32_outputs_get_a_float32_gradient(loss):
    outputs, y = CASES[loss]
    value, g = loss(outputs.astype(np.float32), y)
    assert isinstance(value, float)
    assert g.dtype == np.float32
    np.testing.assert_allclose(g, loss(outputs, y)[1], atol=1e-6)


def test_cross_entropy_of_equal_logits_is_log_k():
    loss, g = nn.softmax_cross_entropy(np.full((3, 10), 7.0), np.array([0, 1, 2]))
    assert loss == pytest.approx(np.log(10), rel=1e-14)
    np.testing.assert_allclose(g[0], (np.full(10, 0.1) - np.eye(10)[0]) / 3)


def test_cross_entropy_gradient_is_p_minus_y():
    _, g = nn.softmax_cross_entropy(np.array([[-1.0, -2.0, -3.0]]), np.array([2]))
    np.testing.assert_allclose(g, [[0.665, 0.245, -0.910]], atol=5e-4)


def test_huge_logits_neither_overflow_nor_warn():
    logits = np.array([[1e4, 0.0], [0.0, 1e4]])
    assert nn.softmax_cross_entropy(logits, np.array([0, 0]))[0] == 5e3
    assert nn.binary_cross_entropy(logits[:, :1] - 5e3, np.array([0, 0]))[0] == 2.5e3


def test_binary_cross_entropy_is_the_two_class_case_of_softmax():
    z, y = CASES[nn.binary_cross_entropy]
    two, g_two = nn.softmax_cross_entropy(np.hstack([np.zeros_like(z), z]), y)
    one, g_one = nn.binary_cross_entropy(z, y)
    assert one == pytest.approx(two, rel=1e-14)
    np.testing.assert_allclose(g_one[:, 0], g_two[:, 1], atol=1e-15)


def test_mean_squared_error_averages_over_all_entries():
    loss, g = nn.mean_squared_error(np.array([[1.0], [3.0]]), np.array([0.0, 1.0]))
    assert loss == 2.5
    np.testing.assert_array_equal(g, [[1.0], [2.0]])


@pytest.mark.parametrize(
    ("y", "error", "words"),
    [
        ([0, 1, 4, 2], ValueError, "0 to 4, but the network has 3 outputs"),
        ([0, -1, 1, 2], ValueError, "labels run from -1 to 2"),
        ([0, 1], ValueError, r"shape \(2,\), wanted \(4,\)"),
        ([[0], [1], [1], [2]], ValueError, r"shape \(4, 1\), wanted \(4,\)"),
        ([0.0, 1.0, 1.0, 2.0], TypeError, r"dtype float64.*astype\(int\)"),
        (list("abca"), TypeError, "integer labels"),
    ],
)
def test_bad_labels_are_told_what_was_wanted(y, error, words):
    with pytest.raises(error, match=words):
        nn.softmax_cross_entropy(np.zeros((4, 3)), np.array(y))


def test_wrong_shapes_are_refused_and_not_broadcast():
    with pytest.raises(ValueError, match=r"wanted one column: \(4, 1\)"):
        nn.binary_cross_entropy(np.zeros((4, 2)), np.zeros(4, int))
    with pytest.raises(ValueError, match=r"shape \(4, 1\), but the outputs have shape \(4, 2\)"):
        nn.mean_squared_error(np.zeros((4, 2)), np.zeros(4))
