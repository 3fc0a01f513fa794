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
