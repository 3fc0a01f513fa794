"""The elementwise activations and their slopes in 50 digits, over the whole range of floats.

The tests of accuracy hold the course to them, and the benchmark measures all libraries by them.
"""

from functools import cache

import mpmath as mp
import numpy as np

# Below these sizes the true result is (nearly) subnormal and has no full precision.
SMALLEST = {np.float64: 1e-300, np.float32: 1e-36}
# Around an interior zero of a derivative the terms cancel: there the error is 8 eps, absolute.
DERIVATIVE_ZEROS = {
    "gelu": lambda **_: -0.7517915246935645,
    "swish": lambda beta: -1.2784645427610738 / beta if beta else None,
    "mish": lambda: -1.1924312145154955,
}


def selu_constants():
    """Scale and alpha of SELU, by which N(0, 1) keeps mean 0 and variance 1: two equations."""
    tail = mp.ncdf(-1) * mp.exp(mp.mpf(1) / 2)  # E[exp(x); x < 0]
    tail2 = mp.ncdf(-2) * mp.exp(2)  # E[exp(2x); x < 0]
    half = mp.mpf(1) / 2
    alpha = 1 / (mp.sqrt(2 * mp.pi) * (half - tail))
    scale = 1 / mp.sqrt(half + alpha**2 * (tail2 - 2 * tail + half))
    return scale, alpha


def sigma(x):
    return 1 / (1 + mp.exp(-x))


def dsigma(x):
    return 1 / (2 * mp.cosh(x / 2)) ** 2


def slopes(x, negative_slope):
    return x if x > 0 else negative_slope * x


def dslopes(x, negative_slope):
    return 1 if x > 0 else negative_slope


def elu(x, alpha):
    return x if x > 0 else alpha * mp.expm1(x)


def delu(x, alpha):
    return mp.mpf(1) if x > 0 else alpha * mp.exp(x)


def tanh_gate(x):
    return 2 * mp.sqrt(2 / mp.pi) * (x + mp.mpf(0.044715) * x**3)


def normal_cdf(x):
    # mpmath cannot take erfc of 1e300; past 100 all 50 digits are those of 0 or 1
    return mp.mpf(x > 0) if abs(x) > 100 else mp.erfc(-x / mp.sqrt(2)) / 2


def gelu(x, approximate):
    return x * (sigma(tanh_gate(x)) if approximate else normal_cdf(x))


def dgelu(x, approximate):
    if approximate:
        slope = 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * mp.mpf(0.044715) * x**2)
        return sigma(tanh_gate(x)) + x * slope * dsigma(tanh_gate(x))
    return normal_cdf(x) + x * mp.npdf(x)


def mish(x):
    return x * mp.tanh(mp.log1p(mp.exp(x)))


def dmish(x):
    softplus = mp.log1p(mp.exp(x))
    return mp.tanh(softplus) + x * mp.sech(softplus) ** 2 * sigma(x)


def selu(x):
    scale, alpha = SELU
    return scale * elu(x, alpha)


def dselu(x):
    scale, alpha = SELU
    return scale * delu(x, alpha)


with mp.workdps(50):
    SELU = selu_constants()

# By the textbook definitions, which 50 digits make safe: f and f'.
TRUTH = {
    "identity": (lambda x: x, lambda x: 1),
    "step": (lambda x: x > 0, lambda x: 0),
    "sigmoid": (sigma, dsigma),
    "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
    "hard_sigmoid": (
        lambda x: min(max(x / 6 + mp.mpf(1) / 2, 0), 1),
        lambda x: (abs(x) < 3) / mp.mpf(6),
    ),
    "hard_tanh": (lambda x: min(max(x, -1), 1), lambda x: abs(x) < 1),
    "relu": (lambda x: max(x, 0), lambda x: x > 0),
    "leaky_relu": (slopes, dslopes),
    "prelu": (slopes, dslopes),
    "elu": (elu, delu),
    "celu": (lambda x, alpha: elu(x / alpha, 1) * alpha, lambda x, alpha: delu(x / alpha, 1)),
    "selu": (selu, dselu),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), sigma),
    "relu6": (lambda x: min(max(x, 0), 6), lambda x: 0 < x < 6),
    "squared_relu": (lambda x: max(x, 0) ** 2, lambda x: 2 * max(x, 0)),
    "gelu": (gelu, dgelu),
    "swish": (
        lambda x, beta: x * sigma(beta * x),
        lambda x, beta: sigma(beta * x) + beta * x * dsigma(beta * x),
    ),
    "mish": (mish, dmish),
    "hard_swish": (
        lambda x: x * min(max(x + 3, 0), 6) / 6,
        lambda x: (2 * x + 3) / 6 if abs(x) < 3 else x > 0,
    ),
}


@cache
def grid(dtype, size):
    """Points over the whole range: dense where the functions bend, log-spaced to the ends."""
    rng = np.random.default_rng(0)
    info = np.finfo(dtype)
    ends = np.log10([float(info.smallest_subnormal), float(info.max)])
    magnitudes = 10.0 ** rng.uniform(*ends, size)
    special = [0, 0.5, 0.7517915246935645, 1, 1.1924312145154955, 1.2784645427610738, 1.5]
    special += [3, 6, 19.1, 20, 30, 37, 38.5, 40, 88, 103, 709, 710, 745, 746, 800, 1000]
    special += [float(info.max), float(info.smallest_normal), float(info.smallest_subnormal)]
    positive = np.concatenate(
        [
            np.minimum(magnitudes, float(info.max)),
            *(rng.uniform(0, width, size) for width in (2, 6, 40, 760)),
            special,
            np.nextafter(dtype(special[:-3]), dtype(0)),
            np.nextafter(dtype(special[:-3]), dtype(np.inf)),
        ]
    ).astype(dtype)
    return np.concatenate([positive, -positive])


@cache
def truth(f, order, dtype, size):
    """f (order 0) or f' (order 1) on the grid, each as an unevaluated sum of two float64."""
    exact = TRUTH[f.name][order]
    with mp.workdps(50):
        # a parameter is rounded to the dtype of x
        params = {
            k: v if isinstance(v, bool) else mp.mpf(float(dtype(v))) for k, v in f.params.items()
        }
        values = [mp.mpf(exact(mp.mpf(float(x)), **params)) for x in grid(dtype, size)]
        high = np.array([float(v) for v in values])
        low = np.array(
            [float(v - h) if np.isfinite(h) else 0 for v, h in zip(values, high, strict=True)]
        )
    return high, low


def near_zero_of_derivative(f, order, x):
    """Where the terms of f' (order 1) cancel around its zero; nowhere for f itself."""
    zero = DERIVATIVE_ZEROS.get(f.name, lambda **_: None)(**f.params) if order else None
    return np.zeros(x.shape, bool) if zero is None else np.abs(x - zero) < 0.75 * abs(zero)
