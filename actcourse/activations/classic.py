"""The classic activations: identity, the step, and the saturating curves."""

from math import inf

import numpy as np

from .registry import activation
from .stable import decay, finite, heaviside


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
    tex=r"[x > 0]",
    derivative_tex=r"0",
    bounds=(0, 1),
    kinks=(0,),
    year=1943,
    paper="mcculloch1943logical",
)
def step(x):
    """Step: 1 where x > 0, else 0; the activation of the original perceptron.

    At 0 it is 0 by convention, which makes it the derivative of `relu`. Its own derivative is
    taken as 0 everywhere, at the jump too, so gradients cannot train what lies before it.

    Examples
    --------
    >>> step([-1, 0, 2])
    array([0., 0., 1.])
    """
    return heaviside(x)


@step.defderivative
def _(x):
    return np.where(np.isnan(x), x, 0)


@activation(
    tex=r"\frac{1}{1 + e^{-x}}",
    derivative_tex=r"f(x)\,(1 - f(x)) = \frac{e^{-|x|}}{(1 + e^{-|x|})^2}",
    bounds=(0, 1),
    year=1986,
    paper="rumelhart1986learning",
)
def sigmoid(x):
    """Logistic sigmoid: rises from 0 to 1, with 1/2 at 0.

    The exponent is never positive, so nothing overflows. In float64 the value rounds to 1
    from x = 37 on, and to 0 below x = -745.

    Examples
    --------
    >>> sigmoid(0.0)
    np.float64(0.5)
    """
    e = decay(x)  # exp(-|x|)
    return np.maximum(x >= 0, e) / (1 + e)  # the numerator is 1 on the right, e on the left


@sigmoid.defderivative
def _(x):
    e = decay(x)  # exp(-|x|); f (1 - f) would round to 0 from x = 37 on
    return e / (1 + e) ** 2


@activation(
    tex=r"\frac{e^x - e^{-x}}{e^x + e^{-x}}",
    derivative_tex=r"1 - f(x)^2 = \frac{4 e^{-2|x|}}{(1 + e^{-2|x|})^2}",
    bounds=(-1, 1),
    year=1998,
    paper="lecun1998efficient",
)
def tanh(x):
    """Hyperbolic tangent: rises from -1 to 1, odd, with slope 1 at 0.

    It is 2 sigmoid(2x) - 1.

    Examples
    --------
    >>> tanh([-100, 0, 100])
    array([-1.,  0.,  1.])
    """
    return np.tanh(x)


@tanh.defderivative
def _(x):
    e = np.exp(-2 * np.abs(x))  # 1 - f^2 would round to 0 from x = 19.1 on
    return 4 * e / (1 + e) ** 2


@activation(
    tex=r"\frac{x}{1 + |x|}",
    derivative_tex=r"\frac{1}{(1 + |x|)^2}",
    bounds=(-1, 1),
    year=2009,
    paper="bergstra2009quadratic",
)
def softsign(x):
    """Softsign: rises from -1 to 1 like tanh, but saturates as 1/x instead of exponentially.

    Examples
    --------
    >>> softsign([-1, 0, 3])
    array([-0.5 ,  0.  ,  0.75])
    """
    x = finite(x)  # inf / inf would be nan
    return x / (1 + np.abs(x))


@softsign.defderivative
def _(x):
    return (1 / (1 + np.abs(x))) ** 2


@activation(
    tex=r"\min(\max(\tfrac{x + 3}{6}, 0), 1)",
    derivative_tex=r"\tfrac{1}{6}\,[\,|x| < 3\,]",
    bounds=(0, 1),
    kinks=(-3, 3),
    year=2019,
    paper="howard2019searching",
)
def hard_sigmoid(x):
    """Hard sigmoid: a straight line from 0 at x = -3 to 1 at x = 3, constant outside.

    It is clip(x/6 + 1/2, 0, 1). Some libraries use a line of slope 0.2 instead.
    The derivative at the kinks is 0 by convention.

    Examples
    --------
    >>> hard_sigmoid([-4, 0, 3])
    array([0. , 0.5, 1. ])
    """
    return (x + 3).clip(0, 6) / 6


@hard_sigmoid.defderivative
def _(x):
    return heaviside(3 - np.abs(x)) / 6


@activation(
    tex=r"\min(\max(x, -1), 1)",
    derivative_tex=r"[\,|x| < 1\,]",
    bounds=(-1, 1),
    kinks=(-1, 1),
    year=2011,
    paper="collobert2011natural",
)
def hard_tanh(x):
    """Hard tanh: x between -1 and 1, constant outside.

    The derivative at the kinks is 0 by convention.

    Examples
    --------
    >>> hard_tanh([-4, 0.5, 3])
    array([-1. ,  0.5,  1. ])
    """
    return x.clip(-1, 1)


@hard_tanh.defderivative
def _(x):
    return heaviside(1 - np.abs(x))
