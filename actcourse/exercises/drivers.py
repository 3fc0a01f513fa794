"""Drivers: what to do with an answer that is a class or a step of training.

A driver runs beside the answer and returns a dict of arrays, raw, for the judge to work on.
It imports NumPy alone, and may not know what is right.
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


def on_the_square(weights, y):
    """Call ``W1, b1, W2, b2 = weights(y)`` and run that ReLU network on the square's corners.

    Returns
    -------
    dict
        ``output`` at (0, 0), (0, 1), (1, 0) and (1, 1); ``units``, the number of hidden ones;
        ``fraction``, the largest distance of a weight or bias from an integer.
    """
    W1, b1, W2, b2 = (np.asarray(part, float) for part in weights(y))
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    output = np.maximum(corners @ W1 + b1, 0) @ W2 + b2
    off = [np.abs(part - np.round(part)).max() for part in (W1, b1, W2, b2)]
    return {
        "output": output,
        "units": np.array(float(W1.shape[1])),
        "fraction": np.array(max(off)),
    }
