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


# What takes labels: each is called with outputs of shape (4, classes), and labels for them.
LABELLED = {
    "softmax_cross_entropy": (nn.softmax_cross_entropy, 3),
    "binary_cross_entropy": (nn.binary_cross_entropy, 1),
    "accuracy": (lambda z, y: nn.accuracy(nn.Network([]), z, y), 3),
    "accuracy of one output": (lambda z, y: nn.accuracy(nn.Network([]), z, y), 1),
}
BAD_LABELS = [
    ([0, 1, 4, 2], ValueError, r"0 to 4, but the network knows (2|3) classes"),
    ([0, -1, 1, 0], ValueError, "labels run from -1 to 1"),
    ([0, 1], ValueError, r"shape \(2,\), wanted \(4,\)"),
    ([1], ValueError, r"shape \(1,\), wanted \(4,\)"),
    (1, ValueError, r"shape \(\), wanted \(4,\)"),
    ([[0], [1], [1], [0]], ValueError, r"shape \(4, 1\), wanted \(4,\).*y\[:, 0\]"),
    ([[0, 1, 1, 0]], ValueError, r"shape \(1, 4\), wanted \(4,\)"),
    ([0.0, 1.0, 1.0, 0.0], TypeError, r"dtype float64.*astype\(int\)"),
    (list("abca"), TypeError, "integer labels.*np.unique"),
    (["0", "1", "1", "0"], TypeError, "integer labels.*np.unique"),
    ([0, 1, None, 1], TypeError, "dtype object"),
    ([0, 1j, 1, 1], TypeError, "dtype complex"),
    (np.ma.array([0, 1, 1, 0], mask=[0, 0, 1, 0]), TypeError, "y is masked"),
    (np.array([2**63, 0, 0, 0], np.uint64), ValueError, "0 to 9223372036854775808"),
]


@pytest.mark.parametrize("name", LABELLED)
@pytest.mark.parametrize(("y", "error", "words"), BAD_LABELS)
def test_bad_labels_are_told_what_was_wanted(name, y, error, words):
    call, width = LABELLED[name]
    with pytest.raises(error, match=words):
        call(np.zeros((4, width)), y)


@pytest.mark.parametrize("name", LABELLED)
@pytest.mark.parametrize("labels", [[1, 1, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1], [0, 0, 0, 0]])
def test_boolean_labels_are_0_and_1(name, labels):
    call, width = LABELLED[name]
    outputs = np.random.default_rng(0).standard_normal((4, width))
    given, wanted = call(outputs, np.array(labels, bool)), call(outputs, labels)
    np.testing.assert_equal(given, wanted)


def test_one_hot_rows_are_told_how_to_become_labels():
    with pytest.raises(ValueError, match=r"shape \(3, 3\).*pass y\.argmax\(axis=1\)"):
        nn.softmax_cross_entropy(np.zeros((3, 3)), np.eye(3, dtype=int))


@pytest.mark.parametrize("loss", CASES, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("outputs", "error", "words"),
    [
        (np.zeros(4), ValueError, r"shape \(4,\), wanted \(n, d\)"),
        (np.zeros((0, 1)), ValueError, "at least one"),
        (np.zeros((4, 0)), ValueError, "a column for each output"),
        (np.zeros((4, 1, 1)), ValueError, r"shape \(4, 1, 1\)"),
        (np.ma.zeros((4, 1)), TypeError, "masked"),
        ([["a"]] * 4, TypeError, "real numbers"),
        (np.zeros((4, 1), complex), TypeError, "real numbers"),
    ],
)
def test_bad_outputs_are_told_what_was_wanted(loss, outputs, error, words):
    with pytest.raises(error, match=words):
        loss(outputs, np.zeros(4, int))


@pytest.mark.parametrize("loss", CASES, ids=lambda f: f.__name__)
def test_lists_and_integers_give_what_floats_give(loss):
    outputs = [[3], [-1], [0], [2]] if loss is not nn.softmax_cross_entropy else [[3, 1]] * 4
    y = [0, 1, 1, 0]
    given, wanted = loss(outputs, y), loss(np.array(outputs, float), np.array(y))
    np.testing.assert_equal(given, wanted)


def test_targets_of_the_squared_error_keep_their_fractions_and_are_real_numbers():
    assert nn.mean_squared_error([[1], [2]], [0.5, 1.5])[0] == 0.25
    for y in (["0", "1"], [1j, 0], np.ma.array([0.0, 1.0], mask=[1, 0])):
        with pytest.raises(TypeError, match="y "):
            nn.mean_squared_error([[1], [2]], y)


def test_wrong_shapes_are_refused_and_not_broadcast():
    with pytest.raises(ValueError, match=r"wanted one column: \(4, 1\)"):
        nn.binary_cross_entropy(np.zeros((4, 2)), np.zeros(4, int))
    for shape in ((4,), (4, 1), (1, 2), (2,), (), (2, 4)):
        with pytest.raises(ValueError, match=r"but the outputs have shape \(4, 2\)"):
            nn.mean_squared_error(np.zeros((4, 2)), np.zeros(shape))
    for shape in ((1,), (1, 4), (), (4, 4)):
        with pytest.raises(ValueError, match=r"but the outputs have shape \(4, 1\)"):
            nn.mean_squared_error(np.zeros((4, 1)), np.zeros(shape))


@pytest.mark.parametrize("loss", CASES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("layout", ["C", "F"])
def test_the_mean_over_many_float32_rows_keeps_its_digits(loss, layout):
    outputs, y = (np.repeat(a, 50_000, axis=0) for a in CASES[loss])
    outputs = np.asarray(outputs, np.float32, layout)
    y = y if y.dtype.kind == "i" else y.astype(np.float32)
    assert loss(outputs, y)[0] == pytest.approx(loss(outputs.astype(float), y)[0], rel=1e-7)
