"""The rectifier family: zero, or nearly so, on the left, and the identity on the right."""

from math import inf

import numpy as np

from .registry import activation


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
    return np.maximum(x, 0)


@relu.defderivative
def _(x):
    return np.heaviside(x, 0)
