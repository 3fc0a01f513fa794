"""Drivers: what to do with an answer that is a class or a step of training.

A driver runs beside the answer and returns a dict of arrays, raw, for the judge to work on.
It imports NumPy alone, and may not know what is right.
It works nothing out of these arrays: code that runs beside the answer can be made to lie, so that
is left to a measure (see `actcourse.exercises.measures`).
"""

import numpy as np


def descend(step, w, b, X, y, rate, steps):
    """Call ``w, b, loss = step(w, b, X, y, rate)`` as often as `steps` says.

    Returns
    -------
    dict
        ``w`` and ``b`` after the last step, and ``loss``, the loss that each step reported.
    """
    losses = []
    for _ in range(int(steps)):
        w, b, loss = step(w, b, X, y, rate)
        losses.append(loss)
    return {"w": np.array(w), "b": np.array(b), "loss": np.array(losses)}


def merged(merge, W1, b1, W2, b2):
    """Call ``W, b = merge(W1, b1, W2, b2)``.

    Returns
    -------
    dict
        ``W`` and ``b``.
    """
    W, b = merge(W1, b1, W2, b2)
    return {"W": np.array(W), "b": np.array(b)}


def network(weights, y):
    """Call ``W1, b1, W2, b2 = weights(y)``.

    Returns
    -------
    dict
        ``W1``, ``b1``, ``W2`` and ``b2``.
    """
    W1, b1, W2, b2 = weights(y)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def two_layers(gradients, f, X, Y, W1, b1, W2, b2):
    """Call ``gradients(X, Y, W1, b1, W2, b2, f, df)`` with the function that `f` names.

    Returns
    -------
    dict
        ``dW1``, ``db1``, ``dW2`` and ``db2``.
    """
    f, df = {
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
        "sine": (np.sin, np.cos),
        "square": (np.square, lambda z: 2 * z),
    }[f]
    slopes = gradients(X, Y, W1, b1, W2, b2, f, df)
    return {
        name: np.array(part)
        for name, part in zip(("dW1", "db1", "dW2", "db2"), slopes, strict=True)
    }


def updated(step, W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    """Call ``W1, b1, W2, b2 = step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate)``.

    Returns
    -------
    dict
        ``W1``, ``b1``, ``W2`` and ``b2``.
    """
    stepped = step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate)
    return {
        name: np.array(part) for name, part in zip(("W1", "b1", "W2", "b2"), stepped, strict=True)
    }


def differentiated(Value, expression, x, y):
    """Compute an expression of ``Value(x)`` and ``Value(y)``, and call its ``backward``.

    Returns
    -------
    dict
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
    return {
        name: np.array(value)
        for name, value in (("data", result.data), ("dx", x.grad), ("dy", y.grad))
    }


def lines(units, knots, values, x):
    """Call ``w1, b1, w2, b2 = units(knots, values)``: the lines of two maxout units.

    Returns
    -------
    dict
        ``w1``, ``b1``, ``w2`` and ``b2``.
    """
    w1, b1, w2, b2 = units(knots, values)
    return {"w1": w1, "b1": b1, "w2": w2, "b2": b2}
