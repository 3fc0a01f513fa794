"""Measures: what the judge works out of the raw arrays that a driver brought back.

They run with the judge, out of reach of the answer's code, which may have brought back anything:
arrays of the wrong shape or size are refused with a `ValueError`.
"""

import numpy as np

MOST_LINES = 1000  # of a unit, and weights of a network, so that no answer takes the judge's memory
MOST_PIECES = 12  # of a unit, in the words of the exercise


def on_the_square(y, W1, b1, W2, b2):
    """What a ReLU network gives on the corners of the square.

    Returns
    -------
    dict
        ``output`` at (0, 0), (0, 1), (1, 0) and (1, 1); ``units``, the number of hidden ones;
        ``fraction``, the largest distance of a weight or bias from an integer.
    """
    shapes = [part.shape for part in (W1, W2)]
    if W1.ndim != 2 or W2.ndim > 2 or max(W1.size, b1.size, W2.size) > MOST_LINES:
        raise ValueError(f"weights have the shapes {shapes}: a matrix of a few units, please")
    # One bias a unit and one for the output: more would be a bias for each corner.
    if b1.ndim > 1 or b2.size != 1:
        raise ValueError(f"biases have the shapes {b1.shape} and {b2.shape}: one a unit, please")
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    output = np.maximum(corners @ W1 + b1, 0) @ W2 + b2
    off = [np.abs(part - np.round(part)).max() for part in (W1, b1, W2, b2)]
    return {
        "output": output,
        "units": np.array(float(W1.shape[1])),
        "fraction": np.array(max(off)),
    }


def subtracted(knots, values, x, w1, b1, w2, b2):
    """The difference of two maxout units, given by their lines.

    Returns
    -------
    dict
        ``difference`` at `x`: the largest line of the first unit minus that of the second;
        ``pieces_beyond_12``: how many the larger unit has too many.
    """
    for w, b in ((w1, b1), (w2, b2)):
        if w.ndim != 1 or w.shape != b.shape or w.size > MOST_LINES:
            raise ValueError(f"slopes {w.shape} and biases {b.shape} are not one a line")
    first, second = (np.multiply.outer(x, w) + b for w, b in ((w1, b1), (w2, b2)))
    beyond = max(w1.size, w2.size) - MOST_PIECES
    return {
        "difference": first.max(axis=1) - second.max(axis=1),
        "pieces_beyond_12": np.array(float(max(beyond, 0))),
    }
