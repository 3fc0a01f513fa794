"""Activations that mix the entries of an axis: softmax, the gated linear units, maxout."""

from math import inf

import numpy as np

from . import domains
from .classic import sigmoid
from .gated import gelu, swish
from .registry import activation
from .sharing import shared
from .stable import total


@shared
def _below_top(x, axis):
    """z = x - max(x) along the axis, exp(z), and the sum of exp(z) over all but the maximum.

    z is never positive, so nothing overflows; the maximum itself contributes exp(0) = 1.
    """
    first = x.argmax(axis=axis, keepdims=True)
    top = np.take_along_axis(x, first, axis=axis)
    z = x - top
    if not np.isfinite(top).all():
        z = np.where(x == top, 0, z)  # inf - inf is nan
    e = np.exp(z)
    others = e.copy()
    np.put_along_axis(others, first, 0, axis=axis)
    return z, e, total(others, axis)


@activation(
    tex=r"\frac{e^{x_i}}{\sum_j e^{x_j}}",
    derivative_tex=r"\frac{\partial f_i}{\partial x_j} = f_i\,(\delta_{ij} - f_j)",
    bounds=(0, 1),
    year=1990,
    paper="bridle1990probabilistic",
    domains={"axis": domains.integer},
)
def softmax(x, *, axis=-1):
    """Softmax: positive shares that sum to 1 along the axis, in the ratios exp(x_i - x_j).

    Entries that tie share equally, at an infinite maximum too: one +inf takes all, two take
    half each, and a row of nothing but -inf is uniform. A nan makes its row nan.

    Examples
    --------
    >>> softmax([0, 0, -1000])
    array([0.5, 0.5, 0. ])
    """
    _, e, others = _below_top(x, axis)
    return e / (1 + others)


@softmax.defvjp
def _(x, g, *, axis):
    p = softmax.function(x, axis=axis)
    return p * (g - total(g * p, axis))


@activation(
    tex=r"x_i - \ln \sum_j e^{x_j}",
    derivative_tex=r"\frac{\partial f_i}{\partial x_j} = \delta_{ij} - e^{f_j}",
    bounds=(-inf, 0),
    domains={"axis": domains.integer},
)
def log_softmax(x, *, axis=-1):
    """The logarithm of `softmax`, where softmax itself has rounded to 0 or 1 too.

    The largest entry contributes exp(0) = 1 to the sum, so the logarithm is log1p of the
    others: the result for a score far ahead is tiny, not 0. Infinite and nan entries are
    treated as in `softmax`. Blanchard, Higham and Higham (2021) analyse the rounding errors.

    Examples
    --------
    >>> log_softmax([0, -40])
    array([-4.24835426e-18, -4.00000000e+01])
    """
    z, _, others = _below_top(x, axis)
    return z - np.log1p(others)


@log_softmax.defvjp
def _(x, g, *, axis):
    return g - softmax.function(x, axis=axis) * total(g, axis)


@shared
def _halves(x, axis):
    return np.split(x, 2, axis=axis)


def _glu_vjp(gate, x, g, axis):
    """The gradient of a * gate(b) for the halves a, b of x: g gate(b) and g a gate'(b)."""
    a, b = _halves(x, axis)
    return np.concatenate([g * gate(b), g * a * gate.derivative(b)], axis=axis)


@activation(
    tex=r"a \odot \sigma(b), \quad x = (a, b)",
    derivative_tex=(
        r"\frac{\partial f_i}{\partial a_i} = \sigma(b_i), \quad "
        r"\frac{\partial f_i}{\partial b_i} = a_i\,\sigma'(b_i)"
    ),
    bounds=(-inf, inf),
    year=2017,
    paper="dauphin2017language",
    domains={"axis": domains.integer},
    fold=2,
)
def glu(x, *, axis=-1):
    """Gated linear unit: the first half of the axis times the sigmoid of the second half.

    The axis becomes half as long. An infinite entry times a closed gate is nan.

    Examples
    --------
    >>> glu([3, 5, 0, 1000])
    array([1.5, 5. ])
    """
    a, b = _halves(x, axis)
    return a * sigmoid.function(b)


@glu.defvjp
def _(x, g, *, axis):
    return _glu_vjp(sigmoid, x, g, axis)


@activation(
    tex=r"a \odot \operatorname{swish}(b), \quad x = (a, b)",
    derivative_tex=(
        r"\frac{\partial f_i}{\partial a_i} = \operatorname{swish}(b_i), \quad "
        r"\frac{\partial f_i}{\partial b_i} = a_i \operatorname{swish}'(b_i)"
    ),
    bounds=(-inf, inf),
    year=2020,
    paper="shazeer2020glu",
    domains={"axis": domains.integer},
    fold=2,
)
def swiglu(x, *, axis=-1):
    """SwiGLU: the first half of the axis times the swish (SiLU) of the second half.

    The axis becomes half as long. The halves stand as in `glu`; the paper writes the gate first.

    Examples
    --------
    >>> swiglu([3, 1, 0, 1000])
    array([   0., 1000.])
    """
    a, b = _halves(x, axis)
    return a * swish.function(b)


@swiglu.defvjp
def _(x, g, *, axis):
    return _glu_vjp(swish, x, g, axis)


@activation(
    tex=r"a \odot \operatorname{gelu}(b), \quad x = (a, b)",
    derivative_tex=(
        r"\frac{\partial f_i}{\partial a_i} = \operatorname{gelu}(b_i), \quad "
        r"\frac{\partial f_i}{\partial b_i} = a_i \operatorname{gelu}'(b_i)"
    ),
    bounds=(-inf, inf),
    year=2020,
    paper="shazeer2020glu",
    domains={"axis": domains.integer},
    fold=2,
)
def geglu(x, *, axis=-1):
    """GEGLU: the first half of the axis times the GELU of the second half.

    The axis becomes half as long. The halves stand as in `glu`; the paper writes the gate first.

    Examples
    --------
    >>> geglu([3, 1, 0, 1000])
    array([   0., 1000.])
    """
    a, b = _halves(x, axis)
    return a * gelu.function(b)


@geglu.defvjp
def _(x, g, *, axis):
    return _glu_vjp(gelu, x, g, axis)


def _pieces_apart(x, pieces, axis):
    """x with its axis split in two: units, and the pieces of each unit."""
    units = x.shape[axis] // pieces
    return x.reshape(*x.shape[:axis], units, pieces, *x.shape[axis + 1 :])


@activation(
    tex=r"\max_{1 \le j \le k} x_{ij}",
    derivative_tex=r"\frac{\partial f_i}{\partial x_{ij}} = [\,j = \arg\max_l x_{il}\,]",
    bounds=(-inf, inf),
    year=2013,
    paper="goodfellow2013maxout",
    domains={"pieces": domains.count, "axis": domains.integer},
    tune={"pieces": (1, 6, 1)},
    fold=lambda pieces, axis: pieces,
)
def maxout(x, *, pieces=2, axis=-1):
    """Maxout: the largest of each unit's pieces.

    The axis holds units side by side, each with its pieces in a row, and becomes that many
    times shorter: (n, units * pieces) -> (n, units). In a tie the first piece gets the gradient.

    Examples
    --------
    >>> maxout([1, 5, 4, 2], pieces=2)
    array([5., 4.])
    """
    return _pieces_apart(x, pieces, axis).max(axis=axis + 1)


@maxout.defvjp
def _(x, g, *, pieces, axis):
    apart = _pieces_apart(x, pieces, axis)
    first = apart.argmax(axis=axis + 1)
    dx = np.zeros_like(apart)
    np.put_along_axis(dx, np.expand_dims(first, axis + 1), np.expand_dims(g, axis + 1), axis + 1)
    return dx.reshape(x.shape)
