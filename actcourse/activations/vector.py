"""Activations that mix the entries of an axis: softmax, the gated linear units, maxout."""

import numpy as np

from . import domains
from .registry import activation
from .stable import finite


@activation(
    tex=r"\frac{e^{x_i}}{\sum_j e^{x_j}}",
    derivative_tex=r"\frac{\partial f_i}{\partial x_j} = f_i\,(\delta_{ij} - f_j)",
    bounds=(0, 1),
    year=1990,
    paper="bridle1990probabilistic",
    domains={"axis": domains.integer},
)
def softmax(x, *, axis=-1):
    """Softmax: positive shares that sum to 1 along the axis, in ratios exp(x_i - x_j).

    Entries that tie share equally, also at an infinite maximum: one +inf takes all, two take
    half each, and a row of nothing but -inf is uniform. A nan makes its row nan.

    Examples
    --------
    >>> softmax([0, 0, 1000])
    array([0., 0., 1.])
    """
    e = np.exp(_below_top(x, axis))
    return e / e.sum(axis=axis, keepdims=True)


@softmax.defvjp
def _(x, g, *, axis):
    p = softmax.function(x, axis=axis)
    return p * (g - (g * p).sum(axis=axis, keepdims=True))


def _below_top(x, axis):
    """x minus its maximum along the axis: at most 0, so that exp cannot overflow."""
    top = x.max(axis=axis, keepdims=True)
    return np.where(x == top, 0, x - finite(top))  # inf - inf would be nan
