"""The classic activations: identity, the step, and the saturating curves."""

from math import inf

import numpy as np

from .registry import activation
from .stable import finite


@activation(
    tex=r"x",
    derivative_tex=r"1",
    bounds=(-inf, inf),
)
def identity(x):
    """x itself, as a new array: what a layer without an activation computes.

    Its use is the output layer of a regression.

    Examples
    --------
    >>> identity([-1, 2])
    array([-1.,  2.])
    """
    return +x  # a copy, unlike x


@identity.defderivative
def _(x):
    return np.where(np.isnan(x), x, 1)


@activation(
    tex=r"\frac{1}{1 + e^{-x}}",
    derivative_tex=r"f(x)\,(1 - f(x)) = \frac{e^{-|x|}}{(1 + e^{-|x|})^2}",
    bounds=(0, 1),
    year=1986,
    paper="rumelhart1986learning",
    aliases=("logistic",),
)
def sigmoid(x):
    """Logistic sigmoid: rises from 0 to 1, with 1/2 at 0.

    The exponent is never positive, so nothing overflows. In floating point the value reaches
    1 at x = 37, and 0 at x = -746.

    Examples
    --------
    >>> sigmoid(0.0)
    np.float64(0.5)
    """
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


@sigmoid.defderivative
def _(x):
    e = np.exp(-np.abs(x))  # f (1 - f) would give 0 from x = 37 on
    return e / (1 + e) ** 2


@activation(
    tex=r"\frac{e^x - e^{-x}}{e^x + e^{-x}}",
    derivative_tex=r"1 - f(x)^2 = \frac{4 e^{-2|x|}}{(1 + e^{-2|x|})^2}",
    bounds=(-1, 1),
    year=1998,
    paper="lecun1998efficient",
)
def tanh(x):
    """Hyperbolic tangent: rises from -1 to 1, odd, with slope 1 at 0; it is 2 sigmoid(2x) - 1.

    Examples
    --------
    >>> tanh([-100, 0, 100])
    array([-1.,  0.,  1.])
    """
    return np.tanh(x)


@tanh.defderivative
def _(x):
    e = np.exp(-2 * np.abs(x))  # 1 - f^2 would give 0 from x = 19.1 on
    return 4 * e / (1 + e) ** 2
