"""The rectifier family: the identity on the right, and something flatter on the left."""

from math import inf

import numpy as np

from . import domains
from .classic import sigmoid
from .registry import activation
from .stable import decay, exp_quotient, heaviside


@activation(
    tex=r"\max(0, x)",
    derivative_tex=r"[x > 0]",
    bounds=(0, inf),
    kinks=(0,),
    year=2010,
    paper="nair2010rectified",
)
def relu(x):
    """Rectified linear unit: x where x > 0, else 0.

    The derivative at 0 is 0 by convention.

    Examples
    --------
    >>> relu([-1, 2])
    array([0., 2.])
    """
    return x.clip(0, inf)


@relu.defderivative
def _(x):
    return heaviside(x)


def _slope_bounds(negative_slope):
    return (-inf if np.any(np.asarray(negative_slope) > 0) else 0, inf)


def _slope_kinks(negative_slope):
    return () if np.all(np.asarray(negative_slope) == 1) else (0,)


@activation(
    tex=r"\max(0, x) + a \min(0, x)",
    derivative_tex=r"[x > 0] + a\,[x \le 0]",
    bounds=_slope_bounds,
    kinks=_slope_kinks,
    year=2013,
    paper="maas2013rectifier",
    domains={"negative_slope": domains.real},
    tune={"negative_slope": (0.0, 1.0, 0.05)},
)
def leaky_relu(x, *, negative_slope=0.01):
    """Leaky ReLU: x where x > 0, else negative_slope times x.

    Any finite slope is right, above 1 and below 0 too, where ``max(slope * x, x)`` fails.
    The derivative at 0 is negative_slope by convention.

    Examples
    --------
    >>> leaky_relu([-1, 2], negative_slope=0.25)
    array([-0.25,  2.  ])
    """
    if negative_slope == 0:
        return x.clip(0, inf)  # 0 * inf would be nan
    outer = np.maximum if negative_slope <= 1 else np.minimum  # of the two lines through 0
    return outer(x, negative_slope * x)


@leaky_relu.defderivative
def _(x, *, negative_slope):
    right = heaviside(x)
    if 0 <= negative_slope <= 1:
        return right.clip(negative_slope, 1)
    return right + negative_slope * (1 - right)


@activation(
    tex=r"\max(0, x) + a \min(0, x)",
    derivative_tex=r"[x > 0] + a\,[x \le 0]",
    bounds=_slope_bounds,
    kinks=_slope_kinks,
    year=2015,
    paper="he2015delving",
    domains={"negative_slope": domains.reals},
    tune={"negative_slope": (0.0, 1.0, 0.05)},
)
def prelu(x, *, negative_slope=0.25):
    """Parametric ReLU: a leaky ReLU whose slope is learned.

    The slope is one number, or an array with one entry for each channel: its axes are 1 or
    equal the last axes of x, as in (n, channels) with (channels,).
    The derivative at 0 is negative_slope by convention.

    Examples
    --------
    >>> prelu([[-1, -1]], negative_slope=[0.25, 0.5])
    array([[-0.25, -0.5 ]])
    """
    left = np.where(negative_slope == 0, 0, x.clip(-inf, 0))  # 0 * -inf would be nan
    return x.clip(0, inf) + negative_slope * left


@prelu.defderivative
def _(x, *, negative_slope):
    right = heaviside(x)
    return right + negative_slope * (1 - right)


@prelu.defpartial("negative_slope")
def _(x, *, negative_slope):
    return x.clip(-inf, 0)


@activation(
    tex=r"\max(0, x) + \alpha\,(e^{\min(0, x)} - 1)",
    derivative_tex=r"[x > 0] + \alpha e^{x}\,[x \le 0]",
    bounds=lambda alpha: (-alpha, inf),
    kinks=lambda alpha: () if alpha == 1 else (0,),
    year=2016,
    paper="clevert2016fast",
    domains={"alpha": domains.positive},
    tune={"alpha": (0.1, 3.0, 0.1)},
)
def elu(x, *, alpha=1.0):
    """Exponential linear unit: x where x > 0, else alpha (exp(x) - 1), which ends at -alpha.

    alpha is above 0. The derivative at 0 is alpha by convention; for alpha = 1 nothing jumps.

    Examples
    --------
    >>> elu([-1000, 2], alpha=0.5)
    array([-0.5,  2. ])
    """
    return x.clip(0, inf) + alpha * np.expm1(x.clip(-inf, 0))


@elu.defderivative
def _(x, *, alpha):
    if alpha == 1:
        return np.exp(x.clip(-inf, 0))  # which is 1 on the right as well
    right = x > 0
    half = np.exp(x.clip(-inf, 0) / 2)  # e^x may be 0 where a large alpha times it is not
    return right + alpha * half * half * ~right


@activation(
    tex=r"\max(0, x) + \alpha\,(e^{\min(0, x)/\alpha} - 1)",
    derivative_tex=r"e^{\min(0, x)/\alpha}",
    bounds=lambda alpha: (-alpha, inf),
    year=2017,
    paper="barron2017continuously",
    domains={"alpha": domains.positive},
    tune={"alpha": (0.1, 3.0, 0.1)},
)
def celu(x, *, alpha=1.0):
    """Continuously differentiable ELU: like `elu`, with slope 1 at 0 for every alpha above 0.

    Examples
    --------
    >>> celu([-1000, 2], alpha=0.5)
    array([-0.5,  2. ])
    """
    left = x.clip(-inf, 0)
    curve = alpha * np.expm1(left / alpha)
    if alpha > 1e8:  # where left / alpha may be too small for its digits, the curve is a line
        curve = np.where(left > -1e-17 * alpha, left, curve)
    return x.clip(0, inf) + curve


@celu.defderivative
def _(x, *, alpha):
    return exp_quotient(x.clip(-inf, 0), alpha)


SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


@activation(
    tex=r"\lambda\,\bigl(\max(0, x) + \alpha\,(e^{\min(0, x)} - 1)\bigr)",
    derivative_tex=r"\lambda\,\bigl([x > 0] + \alpha e^{x}\,[x \le 0]\bigr)",
    bounds=(-SELU_SCALE * SELU_ALPHA, inf),
    kinks=(0,),
    year=2017,
    paper="klambauer2017self",
)
def selu(x):
    """Scaled ELU: keeps mean 0 and variance 1 of standard normal input.

    scale = 1.0507... and alpha = 1.6732... solve these two equations; they are no parameters.
    The derivative at 0 is scale times alpha, 1.758..., by convention.

    Examples
    --------
    >>> selu([0, 1])
    array([0.        , 1.05070099])
    """
    return SELU_SCALE * (x.clip(0, inf) + SELU_ALPHA * np.expm1(x.clip(-inf, 0)))


@selu.defderivative
def _(x):
    right = x > 0
    return SELU_SCALE * (right + SELU_ALPHA * np.exp(x.clip(-inf, 0)) * ~right)


@activation(
    tex=r"\ln(1 + e^x)",
    derivative_tex=r"\frac{1}{1 + e^{-x}}",
    bounds=(0, inf),
    year=2001,
    paper="dugas2001incorporating",
)
def softplus(x):
    """Softplus: a smooth ReLU, ln(1 + exp(x)), whose derivative is the sigmoid.

    Examples
    --------
    >>> softplus([0, 1000])
    array([6.93147181e-01, 1.00000000e+03])
    """
    return x.clip(0, inf) + np.log1p(decay(x))


@softplus.defderivative
def _(x):
    return sigmoid.function(x)


@activation(
    tex=r"\min(\max(0, x), 6)",
    derivative_tex=r"[0 < x < 6]",
    bounds=(0, 6),
    kinks=(0, 6),
    year=2010,
    paper="krizhevsky2010convolutional",
)
def relu6(x):
    """ReLU capped at 6, which suits low-precision arithmetic.

    The derivative at both kinks is 0 by convention.

    Examples
    --------
    >>> relu6([-1, 2, 8])
    array([0., 2., 6.])
    """
    return x.clip(0, 6)


@relu6.defderivative
def _(x):
    return heaviside(x) * (x < 6)


@activation(
    tex=r"\max(0, x)^2",
    derivative_tex=r"2 \max(0, x)",
    bounds=(0, inf),
    year=2021,
    paper="so2021primer",
)
def squared_relu(x):
    """The square of ReLU: continuous slope at 0, and a slope that grows with x.

    Examples
    --------
    >>> squared_relu([-1, 3])
    array([0., 9.])
    """
    return x.clip(0, inf) ** 2


@squared_relu.defderivative
def _(x):
    return 2 * x.clip(0, inf)
