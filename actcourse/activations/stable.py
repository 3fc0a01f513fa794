"""Small helpers that keep formulas finite."""

import numpy as np


def finite(x):
    """x with +-inf replaced by the largest floats; nan stays nan."""
    largest = np.finfo(x.dtype).max
    return np.clip(x, -largest, largest)
