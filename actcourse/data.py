"""Data sets for the experiments: small, seeded, offline.

The toy sets draw from a generator and come as a pair ``X, y``; `digits` comes split into a
training and a test part.
"""

from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_digits


class Split(NamedTuple):
    """A training part and a test part."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def digits(seed=0):
    """Handwritten digits, 1437 to train and 360 to test, each 8 x 8 pixels in a row of 64.

    Each pixel has its mean over the training part subtracted; all are then divided by one
    number, the standard deviation of the whole training part, so that pixels which never change
    stay 0. ``X`` is float64 of shape (n, 64) with mean 0 and standard deviation about 0.8, ``y``
    holds the labels 0 ... 9. ``seed`` chooses the split.

    Source: scikit-learn's copy of the test part of the UCI "Optical Recognition of Handwritten
    Digits" data (Alpaydin and Kaynak, 1998).
    """
    X, y = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(X))
    train, test = order[:1437], order[1437:]
    mean, std = X[train].mean(axis=0), X[train].std()
    X = (X - mean) / std
    return Split(X[train], y[train], X[test], y[test])
