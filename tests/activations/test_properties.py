"""Properties that hold for every input: shapes, symmetries, order, identities."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actcourse.activations import ACTIVATIONS

settings.register_profile("activations", derandomize=True, deadline=None, max_examples=30)
repeatable = settings(settings.get_profile("activations"))

DTYPES = st.sampled_from([np.float32, np.float64])
ELEMENTWISE = [f for f in ACTIVATIONS.values() if f.elementwise]
VECTOR = [f for f in ACTIVATIONS.values() if not f.elementwise]

ODD = ["identity", "tanh", "softsign", "hard_tanh"]
FALLING_SOMEWHERE = ["gelu", "swish", "mish", "hard_swish"]


def arrays(shape=None, largest=None):
    """Arrays of float32 or float64 without nan; with infinities unless a largest size is given."""
    if shape is None:
        shape = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)

    def of(dtype):
        bound = None if largest is None else float(largest)
        elements = st.floats(
            width=np.dtype(dtype).itemsize * 8,
            allow_nan=False,
            allow_infinity=largest is None,
            min_value=None if bound is None else -bound,
            max_value=bound,
        )
        return hnp.arrays(dtype, shape, elements=elements)

    return DTYPES.flatmap(of)


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_shape_and_dtype_are_kept(f):
    @repeatable
    @given(arrays())
    def holds(x):
        for y in (f(x), f.derivative(x), f.vjp(x, np.ones_like(x))):
            assert np.shape(y) == x.shape
            assert y.dtype == x.dtype

    holds()


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_each_entry_is_computed_by_itself(f):
    @repeatable
    @given(arrays(shape=st.just((3,))))
    def holds(x):
        # NumPy's vector loops and scalar loops may differ in the last place
        alone = np.array([f(v) for v in x])
        np.testing.assert_allclose(f(x), alone, rtol=4 * np.finfo(x.dtype).eps, atol=1e-37)

    holds()


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_values_rise_with_x_except_where_the_gate_makes_a_dip(f):
    @repeatable
    @given(arrays(shape=st.just((8,)), largest=2**100))
    def holds(x):
        y = f(np.sort(x))
        y = y[np.isfinite(y)]
        slack = 4 * np.finfo(x.dtype).eps * np.abs(y)
        assert np.all(y[1:] >= (y - slack)[:-1])

    if f.name in FALLING_SOMEWHERE:
        assert f.derivative(-2.0) < 0
    else:
        holds()


@pytest.mark.parametrize("name", ODD)
@repeatable
@given(arrays())
def test_odd_functions(name, x):
    f = ACTIVATIONS[name]
    np.testing.assert_array_equal(f(-x), -f(x))
    np.testing.assert_array_equal(f.derivative(-x), f.derivative(x))


@repeatable
@given(arrays())
def test_sigmoid_of_minus_x_is_one_minus_sigmoid(x):
    sigmoid = ACTIVATIONS["sigmoid"]
    assert np.all(np.abs(sigmoid(-x) - (1 - sigmoid(x))) <= 2 * np.finfo(x.dtype).eps)
    np.testing.assert_array_equal(sigmoid.derivative(-x), sigmoid.derivative(x))


@repeatable
@given(arrays(largest=100))
def test_tanh_is_a_stretched_sigmoid(x):
    tanh, sigmoid = ACTIVATIONS["tanh"], ACTIVATIONS["sigmoid"]
    assert np.all(np.abs(tanh(x) - (2 * sigmoid(2 * x) - 1)) <= 4 * np.finfo(x.dtype).eps)


@repeatable
@given(arrays(largest=2**60))
def test_functions_that_differ_by_an_identity(x):
    f = ACTIVATIONS
    eps = np.finfo(x.dtype).eps
    np.testing.assert_array_equal(f["relu"](x) - f["relu"](-x), x)
    np.testing.assert_array_equal(f["relu"].derivative(x), f["step"](x))
    np.testing.assert_array_equal(f["celu"](x), f["elu"](x))
    np.testing.assert_array_equal(f["leaky_relu"](x, negative_slope=0.25), f["prelu"](x))
    np.testing.assert_allclose(f["softplus"].derivative(x), f["sigmoid"](x), rtol=4 * eps)
    np.testing.assert_allclose(f["swish"](x), x * f["sigmoid"](x), rtol=8 * eps, atol=1e-37)
    for gated in ("gelu", "swish"):  # x gate(x) with gate(x) + gate(-x) = 1
        np.testing.assert_allclose(f[gated](x) - f[gated](-x), x, rtol=8 * eps, atol=1e-37)


@repeatable
@given(arrays(largest=2**60), st.floats(-20, 20))
def test_parameters_beyond_the_sliders(x, p):
    f = ACTIVATIONS
    slope = x.dtype.type(p)
    for name in ("leaky_relu", "prelu"):
        with np.errstate(under="ignore"):
            np.testing.assert_array_equal(
                f[name](x, negative_slope=p), np.where(x > 0, x, slope * x)
            )
        np.testing.assert_array_equal(
            f[name].derivative(x, negative_slope=p), np.where(x > 0, 1, slope)
        )
    # x sigma(-p x) is -y sigma(p y) at y = -x
    np.testing.assert_array_equal(f["swish"](x, beta=-p), -f["swish"](-x, beta=p))
    np.testing.assert_array_equal(
        f["swish"].derivative(x, beta=-p), f["swish"].derivative(-x, beta=p)
    )


@repeatable
@given(arrays(shape=st.tuples(st.integers(0, 3), st.integers(1, 5)), largest=2**20))
def test_softmax_sums_to_one_and_keeps_the_order(x):
    p = ACTIVATIONS["softmax"](x)
    assert np.all(np.abs(p.sum(axis=-1) - 1) <= 8 * np.finfo(x.dtype).eps)
    np.testing.assert_array_equal(p.argmax(axis=-1), x.argmax(axis=-1))
    assert np.all(np.diff(np.take_along_axis(p, x.argsort(axis=-1), -1), axis=-1) >= 0)


@repeatable
@given(
    hnp.arrays(np.float64, (2, 4), elements=st.integers(-50, 50)),
    st.sampled_from([-(2.0**40), -3.0, 1.0, 2.0**40]),
)
def test_softmax_ignores_a_shift(x, shift):
    for name in ("softmax", "log_softmax"):
        f = ACTIVATIONS[name]
        np.testing.assert_array_equal(f(x + shift), f(x))


@repeatable
@given(arrays(shape=st.just((2, 4)), largest=300))
def test_exp_of_log_softmax_is_softmax(x):
    p, log_p = ACTIVATIONS["softmax"](x), ACTIVATIONS["log_softmax"](x)
    assert np.all(log_p <= 0)
    with np.errstate(under="ignore"):
        assert np.all(np.abs(np.exp(log_p) - p) <= 8 * np.finfo(x.dtype).eps)


@pytest.mark.parametrize(
    ("row", "shares"),
    [
        ([np.inf, 0, -np.inf], [1, 0, 0]),
        ([np.inf, 0, np.inf], [0.5, 0, 0.5]),
        ([-np.inf, -np.inf], [0.5, 0.5]),
        ([-np.inf, 0, 0], [0, 0.5, 0.5]),
        ([1e308, -1e308, 0], [1, 0, 0]),
        ([np.nan, np.inf, 0], [np.nan] * 3),
        ([np.nan, -np.inf], [np.nan] * 2),
    ],
)
def test_softmax_and_log_softmax_at_the_ends(row, shares):
    np.testing.assert_array_equal(ACTIVATIONS["softmax"](row), shares)
    log_p = ACTIVATIONS["log_softmax"](row)
    if row[0] == 1e308:
        np.testing.assert_array_equal(log_p, [0, -np.inf, -1e308])
    else:
        with np.errstate(divide="ignore"):
            np.testing.assert_allclose(log_p[np.isfinite(row)], np.log(shares)[np.isfinite(row)])
            np.testing.assert_array_equal(np.isnan(log_p), np.isnan(shares))
            np.testing.assert_allclose(np.exp(log_p), shares)


@pytest.mark.parametrize("f", VECTOR, ids=lambda f: f.name)
@repeatable
@given(arrays(shape=st.just((3, 4)), largest=10))
def test_rows_are_computed_by_themselves(f, x):
    eps = np.finfo(x.dtype).eps
    np.testing.assert_allclose(f(x), [f(row) for row in x], rtol=32 * eps, atol=32 * eps)
    np.testing.assert_allclose(f(x[::-1]), f(x)[::-1], rtol=32 * eps, atol=32 * eps)


@repeatable
@given(
    hnp.arrays(np.float64, (4, 6), elements=st.integers(-9, 9)),
    hnp.arrays(np.float64, (6,), elements=st.integers(-9, 9)),
    st.sampled_from([1, 2, 3, 6]),
)
def test_maxout_of_lines_is_convex(lines, start, pieces):
    a, b = lines[:2], lines[2:]
    maxout = ACTIVATIONS["maxout"].bind(pieces=pieces)

    def along(t):
        return maxout(start + t * a[0] + t * b[0])

    middle = along(0.5)
    assert np.all(middle <= (along(0.0) + along(1.0)) / 2)
    assert middle.shape == (6 // pieces,)


@repeatable
@given(arrays(shape=st.just((3, 6))))
def test_maxout_picks_entries_of_its_input(x):
    y = ACTIVATIONS["maxout"](x, pieces=2)
    np.testing.assert_array_equal(y, np.maximum(x[:, ::2], x[:, 1::2]))
