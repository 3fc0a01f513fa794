"""Measures: what the judge works out of the raw arrays that a driver brought back.

They run with the judge, out of reach of the answer's code, which may have brought back anything:
arrays of the wrong shape or size are refused with a `Misfit`.
"""

import numpy as np

MOST_LINES = 1000  # of a unit, and weights of a network, so that no answer takes the judge's memory
MOST_PIECES = 12  # of a unit, in the words of the exercise


class Misfit(ValueError):
    """Arrays of another form than the exercise asks for; the text says which came."""


def _fits(name, array, *shape):
    """Nothing, or a `Misfit` where an axis is not as long as it should be; None is any length."""
    pairs = zip(array.shape, shape, strict=False)
    if array.ndim != len(shape) or any(want not in (None, got) for got, want in pairs):
        if not shape:
            raise Misfit(f"`{name}` of shape {array.shape}, expected a number")
        text = ", ".join("any" if n is None else str(n) for n in shape)
        raise Misfit(
            f"`{name}` of shape {array.shape}, expected ({text}{',' if len(shape) == 1 else ''})"
        )
    if array.size > MOST_LINES:
        raise Misfit(f"`{name}` with {array.size} numbers, expected a few")


def on_the_square(y, W1, b1, w2, b2):
    """What a ReLU network gives on the corners of the square.

    Returns
    -------
    dict
        ``output`` at (0, 0), (0, 1), (1, 0) and (1, 1); ``units``, the number of hidden ones;
        ``fraction``, the largest distance of a weight or bias from an integer.
    """
    # A row of biases for each corner, or a bias of the output for each, would give every table.
    _fits("W1", W1, 2, None)
    _fits("b1", b1, W1.shape[1])
    _fits("w2", w2, W1.shape[1])
    b2 = b2.reshape(()) if b2.size == 1 else b2
    _fits("b2", b2)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    output = np.maximum(corners @ W1 + b1, 0) @ w2 + b2
    off = [np.abs(part - np.round(part)).max(initial=0) for part in (W1, b1, w2, b2)]
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
    for name, w, b in (("1", w1, b1), ("2", w2, b2)):
        _fits(f"w{name}", w, None)
        _fits(f"b{name}", b, w.size)
        if not w.size:
            raise Misfit(f"no line in `w{name}`, expected one at least")
    first, second = (np.multiply.outer(x, w) + b for w, b in ((w1, b1), (w2, b2)))
    beyond = max(w1.size, w2.size) - MOST_PIECES
    return {
        "difference": first.max(axis=1) - second.max(axis=1),
        "pieces_beyond_12": np.array(float(max(beyond, 0))),
    }
