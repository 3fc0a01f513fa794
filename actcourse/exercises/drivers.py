"""Drivers: what to do with an answer that is a class or a step of training, or gives many things.

A driver runs beside the answer and returns what came back, raw, for the judge to work on.
It imports NumPy and the standard library alone, and may not know what is right: where something
else came than it can go on with, that is what it returns.
It works nothing out of what came: code that runs beside the answer can be made to lie, so that
is left to a measure (see `actcourse.exercises.measures`).
"""

from collections.abc import Iterator
from itertools import islice

import numpy as np

MOST_THINGS = 100  # that are taken from an answer that gives one after the other


def unpacked(answer, *args):
    """Call ``answer(*args)``, whose result is made to be unpacked, as in ``W, b = merge(...)``.

    Returns
    -------
    object
        What came; what a generator gives, as a tuple.
    """
    came = answer(*args)
    return tuple(islice(came, MOST_THINGS)) if isinstance(came, Iterator) else came


def descend(step, w, b, X, y, rate, steps):
    """Call ``w, b, loss = step(w, b, X, y, rate)`` as often as `steps` says.

    Returns
    -------
    tuple
        ``w``, ``b`` and ``loss`` of the last step: of the first one that gives something else than
        three things, or a `w` that no step could begin with.
    """
    came, shape = None, np.shape(w)
    for _ in range(int(steps)):
        came = unpacked(step, w, b, X, y, rate)
        if not isinstance(came, tuple | list) or len(came) != 3 or _shape(came[0]) != shape:
            break
        w, b, _ = came
    return came


def _shape(value):
    """The shape of what came, or None where it has none."""
    try:
        return np.shape(value)
    except ValueError:  # rows of different lengths
        return None


def two_layers(gradients, f, X, Y, W1, b1, W2, b2):
    """Call ``gradients(X, Y, W1, b1, W2, b2, f, df)`` with the function that `f` names.

    Returns
    -------
    object
        What came: ``dW1``, ``db1``, ``dW2`` and ``db2``.
    """
    f, df = {
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "sine": (np.sin, np.cos),
        "square": (np.square, lambda z: 2 * z),
    }[f]
    return unpacked(gradients, X, Y, W1, b1, W2, b2, f, df)


def differentiated(Value, expression, x, y):
    """Compute an expression of ``Value(x)`` and ``Value(y)``, and call its ``backward``.

    Returns
    -------
    tuple
        ``data`` of the expression, and ``dx`` and ``dy``, the gradients of the two inputs.
    """
    x, y = Value(x), Value(y)
    if expression == "tree":
        result = (x + y) * y + x + 2.0
    elif expression == "square":
        result = x * x + y
    elif expression == "diamond":
        middle = x * y
        result = middle * (middle + x) + middle
    else:  # "ladder": 2**26 paths lead from the top to the bottom
        result = x * y
        for _ in range(26):
            result = result * 0.5 + result * 0.25
    result.backward()
    return result.data, x.grad, y.grad


def lines(units, knots, values, x):
    """Call ``units(knots, values)``, which gives the lines of two maxout units.

    Returns
    -------
    object
        What came: ``w1``, ``b1``, ``w2`` and ``b2``.
    """
    return unpacked(units, knots, values)
