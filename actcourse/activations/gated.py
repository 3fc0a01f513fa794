"""Self-gated activations: x times a gate between 0 and 1 that depends on x."""

import sys
from math import inf, pi, sqrt

import numpy as np

from . import domains
from .classic import sigmoid
from .registry import activation
from .sharing import shared
from .stable import decay, erfc


@shared
def _normal_cdf(x):
    return erfc(x / -sqrt(2)) / 2


@shared
def _tanh_gate(x):
    """The argument of the sigmoid in GELU's tanh form, since (1 + tanh u) / 2 = sigmoid(2u)."""
    return 2 * sqrt(2 / pi) * (x + 0.044715 * x**3)


@activation(
    tex=r"x\,\Phi(x) = \tfrac{x}{2}\operatorname{erfc}\bigl(-\tfrac{x}{\sqrt{2}}\bigr)",
    derivative_tex=r"\Phi(x) + x\,\varphi(x)",
    bounds=lambda approximate: (-0.17004075057125405 if approximate else -0.16997120747990366, inf),
    year=2016,
    paper="hendrycks2016gaussian",
    domains={"approximate": domains.flag},
)
def gelu(x, *, approximate=False):
    """Gaussian error linear unit: x times the standard normal distribution function at x.

    erfc keeps the digits that 1 + erf loses for negative x: the relative error stays below
    1e-12 down to x = -37, where the result is -2e-298. With ``approximate=True`` it is the
    paper's tanh formula, within 5e-4 of the exact function.

    Examples
    --------
    >>> gelu([-10, 0, 10])
    array([-7.61985302e-23,  0.00000000e+00,  1.00000000e+01])
    """
    gate = sigmoid.function(_tanh_gate(x)) if approximate else _normal_cdf(x)
    return x.clip(-40, inf) * gate  # which is 0 there already, and 0 * -inf would be nan


@gelu.defderivative
def _(x, *, approximate):
    z = x.clip(-40, 40)  # where both terms have reached their limits
    if approximate:
        slope = 2 * sqrt(2 / pi) * (1 + 3 * 0.044715 * z**2)
        u = _tanh_gate(x)
        return sigmoid.function(u) + z * slope * sigmoid.derivative(u)
    return _normal_cdf(x) + z * np.exp(z**2 / -2) / sqrt(2 * pi)


@shared
def _sigmoid_of(x, beta):
    """sigmoid(beta x)."""
    e = decay(x, abs(beta))
    right = x >= 0 if beta >= 0 else x <= 0
    return np.maximum(right, e) / (1 + e)


def _end(beta):
    """The |x| from which on exp(-|beta x|) is 0; for the smallest beta the largest float."""
    return min(800 / abs(beta or 1), sys.float_info.max)


def _swish_bounds(beta):
    lowest = -0.27846454276107380 / abs(beta) if beta else -inf
    return (-inf, -lowest) if beta < 0 else (lowest, inf)


@activation(
    tex=r"x\,\sigma(\beta x)",
    derivative_tex=r"\sigma(\beta x)\,\bigl(1 + \beta x\,\sigma(-\beta x)\bigr)",
    bounds=_swish_bounds,
    year=2017,
    paper="ramachandran2017searching",
    aliases=("silu",),
    domains={"beta": domains.real},
    tune={"beta": (0.0, 10.0, 0.25)},
)
def swish(x, *, beta=1.0):
    """Swish: x times the sigmoid of beta x; with beta = 1 it is the SiLU.

    beta is learnable. With beta = 0 it is x/2, for large beta it approaches ReLU.
    It is not monotone: with beta = 1 it falls to -0.278 at x = -1.278 and then rises.

    Examples
    --------
    >>> swish([-1000, 0, 1000])
    array([  -0.,    0., 1000.])
    """
    if beta == 0:
        return x / 2
    end = _end(beta)  # the gate is 0 there already on one side, and 0 * inf would be nan
    return (x.clip(-end, inf) if beta >= 0 else x.clip(-inf, end)) * _sigmoid_of(x, beta)


@swish.defderivative
def _(x, *, beta):
    z = beta * x.clip(-_end(beta), _end(beta))  # where both terms have reached their limits
    e = decay(x, abs(beta))
    return _sigmoid_of(x, beta) + z * (e / (1 + e) ** 2)  # sigmoid(z) + z sigmoid'(z)


@swish.defpartial("beta")
def _(x, *, beta):
    e = decay(x, abs(beta))
    slope = e / (1 + e) ** 2
    open_x = np.where(slope == 0, 0, x)  # inf * 0 would be nan
    return open_x * slope * open_x  # x**2 first might overflow


@shared
def _exp_until_open(x):
    return np.exp(x.clip(-inf, 30))  # from there on the gates below are 1, and their slopes 0


@activation(
    tex=r"x \tanh(\ln(1 + e^x)) = x\,\frac{n}{n + 2},\quad n = e^x (e^x + 2)",
    derivative_tex=r"\frac{n}{n + 2} + x\,\frac{4 e^x (1 + e^x)}{(n + 2)^2}",
    bounds=(-0.30884341301725041, inf),
    year=2019,
    paper="misra2019mish",
)
def mish(x):
    """Mish: x times tanh(softplus(x)), without the cancellation of that formula.

    It is not monotone: it falls to -0.309 at x = -1.192 and then rises.

    Examples
    --------
    >>> mish([-1000, 0, 1000])
    array([  -0.,    0., 1000.])
    """
    e = _exp_until_open(x)
    n = e * (e + 2)
    gate = n / (n + 2)
    return x.clip(-800, inf) * gate  # which is 0 there already, and 0 * -inf would be nan


@mish.defderivative
def _(x):
    z = x.clip(-800, 30)  # where both terms have reached their limits
    e = _exp_until_open(x)
    n = e * (e + 2)
    return (n + z * (4 * e * (1 + e) / (n + 2))) / (n + 2)


@shared
def _ramp(x):
    """Six times the hard sigmoid of x."""
    return (x + 3).clip(0, 6)


@activation(
    tex=r"x \cdot \min(\max(\tfrac{x + 3}{6}, 0), 1)",
    derivative_tex=r"\tfrac{2x + 3}{6}\,[\,|x| < 3\,] + [x \ge 3]",
    bounds=(-0.375, inf),
    kinks=(-3, 3),
    year=2019,
    paper="howard2019searching",
)
def hard_swish(x):
    """Hard swish: x times the hard sigmoid of x; 0 up to -3 and x from 3 on.

    The derivative at the kinks is that of the outer pieces, 0 and 1, by convention.

    Examples
    --------
    >>> hard_swish([-4, -1.5, 4])
    array([-0.   , -0.375,  4.   ])
    """
    return x.clip(-3, inf) * (_ramp(x) / 6)  # -3: 0 * -inf would be nan


@hard_swish.defderivative
def _(x):
    # h + x h', where h is the hard sigmoid; 0 * inf would be nan
    return (_ramp(x) + x.clip(-3, 3) * (np.abs(x) < 3)) / 6
