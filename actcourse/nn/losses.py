"""Losses: the mean over a batch and its gradient with respect to the network's outputs.

Each returns ``(loss, gradient)``. The gradient carries the 1/n of the mean, so backward passes
only sum.
"""

import numpy as np

from actcourse.activations import sigmoid


def _check_labels(y, n, classes):
    """Labels as an integer array of shape (n,), each one of 0 ... classes - 1."""
    y = np.asarray(y)
    if y.shape != (n,):
        raise ValueError(f"y has shape {y.shape}, wanted ({n},): one label for each row of X.")
    if y.dtype.kind not in "iub":
        raise TypeError(
            f"y has dtype {y.dtype}, wanted integer labels 0 ... {classes - 1}; "
            "convert them with y.astype(int)."
        )
    if y.min() < 0 or y.max() >= classes:
        raise ValueError(
            f"labels run from {y.min()} to {y.max()}, but the network has {classes} outputs, "
            f"so they have to lie in 0 ... {classes - 1}."
        )
    return y


def softmax_cross_entropy(logits, y):
    """Mean of ``-log softmax(logits)[y]``, and ``(p - onehot(y)) / n``.

    Parameters
    ----------
    logits : array of shape (n, K)
    y : integer array of shape (n,), values 0 ... K - 1
    """
    n, K = logits.shape
    y = _check_labels(y, n, K)
    rows = np.arange(n)
    shifted = logits - logits.max(axis=1, keepdims=True)  # softmax does not notice, exp does
    p = np.exp(shifted)
    total = p.sum(axis=1, keepdims=True)
    loss = (np.log(total[:, 0]) - shifted[rows, y]).sum() / n
    p /= total
    p[rows, y] -= 1
    return float(loss), p / n


def binary_cross_entropy(logits, y):
    """Mean cross-entropy of the labels under ``sigmoid(logits)``, and ``(sigmoid - y) / n``.

    Parameters
    ----------
    logits : array of shape (n, 1)
    y : integer array of shape (n,), values 0 and 1
    """
    n, width = logits.shape
    if width != 1:
        raise ValueError(f"logits have shape {logits.shape}, wanted one column: ({n}, 1).")
    y = _check_labels(y, n, 2)[:, None].astype(logits.dtype)
    # -log sigmoid(z) = log(1 + e^-z), and y chooses the sign of z
    loss = np.logaddexp(0, np.where(y == 1, -logits, logits)).mean()
    return float(loss), (sigmoid(logits) - y) / n


def mean_squared_error(outputs, y):
    """Mean of ``(outputs - y)**2`` over all entries, and its gradient.

    Parameters
    ----------
    outputs : array of shape (n, d)
    y : array of shape (n, d), or (n,) where d = 1
    """
    y = np.asarray(y, outputs.dtype)
    if y.ndim == 1:
        y = y[:, None]
    if y.shape != outputs.shape:
        raise ValueError(f"y has shape {y.shape}, but the outputs have shape {outputs.shape}.")
    error = outputs - y
    return float(np.square(error).mean()), 2 * error / error.size
