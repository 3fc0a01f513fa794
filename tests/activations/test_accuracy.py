"""Every elementwise activation and its derivative against 50 digits, over the whole float range.

Errors are counted in units in the last place (ULP) of the true result.
"""

from functools import partial

import mpmath as mp
import numpy as np
import pytest

from actcourse.activations import ACTIVATIONS
from benchmarks.truth import SMALLEST, TRUTH, dsigma, grid, near_zero_of_derivative, truth

# The largest errors allowed, in ULP: (close to 0, in the tails). Whoever is not named gets DEFAULT.
DEFAULT = (8, 8)
BOUNDS = {
    # exp(-x^2 / 2) multiplies the rounding error of its argument by x^2
    "gelu": (64, 4096),
}
CLOSE = 5
# SciPy's erfc is 0 where its value would be subnormal.
ROUNDED_TO_ZERO_BELOW = {"gelu": 1e-306}

# By the same definitions: df/dparameter.
PARTIALS = {
    ("prelu", "negative_slope"): lambda x, negative_slope: min(x, 0),
    ("swish", "beta"): lambda x, beta: x**2 * dsigma(beta * x),
}


def variants():
    """Each elementwise activation: with its defaults, at both ends of its sliders, and between."""
    for f in ACTIVATIONS.values():
        if not f.elementwise:
            continue
        yield f
        for name, (low, high, step) in f.tune.items():
            middle = low + step * round((high - low) / step * 0.4)
            yield from (f.bind(**{name: value}) for value in (low, middle, high))
        for name, value in f.params.items():
            if isinstance(value, bool):
                yield f.bind(**{name: not value})


def errors(f, order, dtype, size):
    """On the grid, where the truth is within the range of dtype: x, got, truth, error in ULP.

    Below the smallest size with full precision an error counts as at that size.
    """
    x = grid(dtype, size)
    high, low = truth(f, order, dtype, size)
    got = (f, f.derivative)[order](x).astype(np.float64)
    inside = np.abs(high) <= float(np.finfo(dtype).max)
    np.testing.assert_array_equal(got[~inside], np.inf * np.sign(high[~inside]))
    x, got, high, low = x[inside], got[inside], high[inside], low[inside]
    size = np.clip(np.abs(high), SMALLEST[dtype], np.finfo(dtype).max / 2)  # spacing(max) overflows
    ulp = np.spacing(size.astype(dtype)).astype(np.float64)
    return x, got, high, np.abs(got - high - low) / ulp


def allowed(f, x):
    """The bound at each x, in ULP."""
    close, tail = BOUNDS.get(f.name, DEFAULT)
    return np.where(np.abs(x) < CLOSE, close, tail)


def check(f, dtype, size):
    for order, what in enumerate(("f", "f'")):
        x, got, high, ulp = errors(f, order, dtype, size)
        near = near_zero_of_derivative(f, order, x)
        right = np.where(near, np.abs(got - high) <= 8 * np.finfo(dtype).eps, ulp <= allowed(f, x))
        tiny = ROUNDED_TO_ZERO_BELOW.get(f.name, 0)
        right |= np.maximum(np.abs(got), np.abs(high)) < tiny
        worst = np.argmax(np.where(right, 0, np.nan_to_num(ulp, nan=np.inf)))
        assert right.all(), (
            f"{f!r}: {what}({x[worst]!r}) = {got[worst]!r}, truth {high[worst]!r}: "
            f"off by {ulp[worst]:.3g} ULP"
        )


def label(f):
    return repr(f).removeprefix("<activation ").removesuffix(">")


def test_every_elementwise_activation_has_a_truth():
    assert set(TRUTH) == {f.name for f in ACTIVATIONS.values() if f.elementwise}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("f", list(variants()), ids=label)
def test_errors_stay_within_their_bounds(f, dtype):
    check(f, dtype, size=60)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("f", list(variants()), ids=label)
def test_errors_stay_within_their_bounds_on_a_fine_grid(f, dtype):
    check(f, dtype, size=1500)


EXTREMES = [5e-324, 1e-308, 1e-46, 1e-38, 1e-19, 1e-3, 1e3, 1e19, 1e38, 1e39, 1e300, 1e308]
EITHER_SIGN = ["negative_slope", "beta"]
INFINITE = mp.mpf(10) ** 700  # |x| beyond all that a parameter can bring back


def with_extreme_parameters():
    for f in ACTIVATIONS.values():
        for name, value in f.params.items():
            if isinstance(value, float):
                for extreme in EXTREMES:
                    yield f.bind(**{name: extreme})
                    if name in EITHER_SIGN:
                        yield f.bind(**{name: -extreme})


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("f", list(with_extreme_parameters()), ids=label)
def test_extreme_parameters_give_the_true_values_slopes_and_limits(f, dtype):
    ends = [float(np.finfo(dtype).max), float(np.finfo(dtype).smallest_normal), np.inf, 0]
    x = np.array([1e-30, 1e-3, 0.5, 1, 2, 3, 800, 1e19, 1e30, *ends], dtype)
    x = np.concatenate([x, -x])
    params = {k: mp.mpf(v) for k, v in f.params.items()}
    ways = [(f, TRUTH[f.name][0]), (f.derivative, TRUTH[f.name][1])]
    ways += [(partial(f.partial, name), PARTIALS[f.name, name]) for name in f.learnable]
    for way, exact in ways:
        with mp.workdps(50):
            points = [mp.mpf(float(v)) if np.isfinite(v) else np.sign(v) * INFINITE for v in x]
            truth = np.array([float(exact(v, **params)) for v in points])
        with np.errstate(over="ignore", under="ignore"):
            got, want = way(x), truth.astype(dtype)
            slack = 8 * np.spacing(dtype(SMALLEST[dtype]))
        rtol = 8 * np.finfo(dtype).eps
        np.testing.assert_allclose(got, want, rtol=rtol, atol=slack, err_msg=way, strict=True)


def relative_error(got, exact):
    return float(abs(mp.mpf(float(got)) / exact - 1))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_softmax_and_log_softmax_against_50_digits(dtype):
    rng = np.random.default_rng(0)
    eps = np.finfo(dtype).eps
    rows = rng.normal(size=(60, 5)) * 10.0 ** rng.uniform(-3, 1.8, (60, 1))
    rows = np.concatenate([rows, [[0, -40, -80, -80, -60], [1, 1, 1, 1, 1 + 1e-6]]]).astype(dtype)
    for x, p, log_p in zip(
        rows, ACTIVATIONS["softmax"](rows), ACTIVATIONS["log_softmax"](rows), strict=True
    ):
        with mp.workdps(100):
            exps = [mp.exp(mp.mpf(float(v))) for v in x]
            # exp turns the rounding error of x_j - max(x), absolute, into a relative one; the
            # logarithm feels it where it lives from the others alone, at the largest entry
            below = float(x.max()) - x.astype(np.float64)
            runner_up = np.sort(below)[1]
            for i, e in enumerate(exps):
                if float(e / sum(exps)) > SMALLEST[dtype]:
                    assert relative_error(p[i], e / sum(exps)) <= (8 + below[i]) * eps
                bound = 4 + (runner_up if below[i] == 0 else 0)
                assert relative_error(log_p[i], mp.log(e / sum(exps))) <= bound * eps


def test_log_softmax_keeps_what_softmax_has_rounded_away():
    assert ACTIVATIONS["softmax"]([0, -40])[0] == 1
    assert ACTIVATIONS["log_softmax"]([0, -40])[0] == pytest.approx(-np.exp(-40.0), rel=1e-15)


VECTOR = [f for f in ACTIVATIONS.values() if not f.elementwise]


@pytest.mark.parametrize("layout", ["C", "F"])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("f", VECTOR, ids=label)
def test_float32_keeps_its_digits_along_a_long_axis(f, axis, layout):
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 1, (300_000, 2) if axis == 0 else (2, 300_000)).astype(np.float32, layout)
    y, pull_back = f.value_and_vjp(x, axis=axis)
    g = rng.uniform(1, 2, y.shape).astype(np.float32)
    exact, exact_pull_back = f.value_and_vjp(x.astype(np.float64), axis=axis)
    np.testing.assert_allclose(y, exact, rtol=4e-7)
    slopes = exact_pull_back(g.astype(np.float64))
    np.testing.assert_allclose(pull_back(g), slopes, rtol=0, atol=1e-6 * np.abs(slopes).max())
