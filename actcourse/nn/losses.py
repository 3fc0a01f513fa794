"""Losses: the mean over a batch and its gradient with respect to the network's outputs.

Each returns ``(loss, gradient)``. The gradient carries the 1/n of the mean, so backward passes
only sum. The mean itself is taken in float64. Shapes have to fit exactly: nothing is broadcast.
"""

import numpy as np
from numpy.typing import NDArray

from actcourse.activations import sigmoid
from actcourse.activations.coerce import as_array, as_floats
from actcourse.activations.stable import total


def as_labels(y, n, classes):
    """Labels as an integer array of shape (n,), n at least 1, each one of 0 ... classes - 1.

    Raises
    ------
    ValueError
        If y has another shape, or holds a label that is no class.
    TypeError
        If y holds neither integers nor booleans, which count as 0 and 1.
    """
    y = as_array(y, "y")
    if y.shape != (n,):
        hints = {(n, 1): "; pass y[:, 0]", (n, classes): "; pass y.argmax(axis=1)"}
        raise ValueError(
            f"y has shape {y.shape}, wanted ({n},): one label for each row of X"
            + hints.get(y.shape, ".")
        )
    if y.dtype.kind not in "iub":
        way = "y.astype(int)" if y.dtype.kind == "f" else "np.unique(y, return_inverse=True)[1]"
        raise TypeError(
            f"y has dtype {y.dtype}, wanted integer labels 0 ... {classes - 1}; "
            f"convert them with {way}."
        )
    if not 0 <= y.min() <= y.max() < classes:
        raise ValueError(
            f"labels run from {y.min()} to {y.max()}, but the network knows {classes} classes, "
            f"so they have to lie in 0 ... {classes - 1}."
        )
    return y.astype(int, copy=False)  # booleans as an index would be a mask


def _as_rows(outputs, name):
    """The outputs as floats of shape (n, d) with at least one row and one column."""
    outputs, _ = as_floats(outputs, name)
    if outputs.ndim != 2 or 0 in outputs.shape:
        raise ValueError(
            f"{name} has shape {outputs.shape}, wanted (n, d): a row for each example, at least "
            "one, and a column for each output."
        )
    return outputs


def softmax_cross_entropy(logits: NDArray, y: NDArray) -> tuple[float, NDArray]:
    """Mean of ``-log softmax(logits)[y]``, and ``(p - onehot(y)) / n``.

    Parameters
    ----------
    logits : array of shape (n, K)
    y : integer or boolean array of shape (n,), values 0 ... K - 1
    """
    logits = _as_rows(logits, "logits")
    n, K = logits.shape
    y = as_labels(y, n, K)
    rows = np.arange(n)
    shifted = logits - logits.max(axis=1, keepdims=True)  # softmax does not notice, exp does
    p = np.exp(shifted)
    sums = total(p, axis=1)
    loss = (np.log(sums[:, 0]) - shifted[rows, y]).sum(dtype=np.float64) / n
    p /= sums
    p[rows, y] -= 1
    return float(loss), p / n


def binary_cross_entropy(logits: NDArray, y: NDArray) -> tuple[float, NDArray]:
    """Mean cross-entropy of the labels under ``sigmoid(logits)``, and ``(sigmoid - y) / n``.

    Parameters
    ----------
    logits : array of shape (n, 1)
    y : integer or boolean array of shape (n,), values 0 and 1
    """
    logits = _as_rows(logits, "logits")
    n, width = logits.shape
    if width != 1:
        raise ValueError(f"logits has shape {logits.shape}, wanted one column: ({n}, 1).")
    y = as_labels(y, n, 2)[:, None].astype(logits.dtype)
    # -log sigmoid(z) = log(1 + e^-z), and y chooses the sign of z
    loss = np.logaddexp(0, np.where(y == 1, -logits, logits)).mean(dtype=np.float64)
    return float(loss), (sigmoid(logits) - y) / n


def mean_squared_error(outputs: NDArray, y: NDArray) -> tuple[float, NDArray]:
    """Mean of ``(outputs - y)**2`` over all entries, and its gradient.

    Parameters
    ----------
    outputs : array of shape (n, d)
    y : array of real numbers of shape (n, d), or (n,) where d = 1
    """
    outputs = _as_rows(outputs, "outputs")
    y, _ = as_floats(y, "y")
    if y.ndim == 1 and outputs.shape[1] == 1:
        y = y[:, None]
    if y.shape != outputs.shape:
        raise ValueError(
            f"y has shape {y.shape}, but the outputs have shape {outputs.shape}; "
            "pass one number for each output."
        )
    error = outputs - y.astype(outputs.dtype, copy=False)
    return float(np.square(error).mean(dtype=np.float64)), 2 * error / error.size
