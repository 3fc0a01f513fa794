"""What values a parameter may take: each domain returns the clean value or says what is wrong.

A domain is called as ``domain(value, label)``; the label ("elu: alpha") opens its messages.
"""

import math
import operator

import numpy as np

from .coerce import FLOAT_TYPES, as_array


def real(value, label):
    """The value as a Python float; it must be one finite real number."""
    array = as_array(value, label)
    if array.ndim or not _is_real(array):
        raise TypeError(
            f"{label} must be one real number, got {value!r}; pass a number such as 0.5"
        )
    number = float(array)
    if not math.isfinite(number):
        raise ValueError(f"{label} must be finite, got {value!r}; pass a number such as 0.5")
    return number


def positive(value, label):
    """The value as a Python float above zero."""
    number = real(value, label)
    if number <= 0:
        raise ValueError(f"{label} must be above 0, got {value!r}; pass a number such as 1.0")
    return number


def reals(value, label):
    """The value as a Python float, or as an array of finite numbers, one per channel."""
    array = as_array(value, label)
    if array.ndim == 0:
        return real(value, label)
    if not _is_real(array):
        raise TypeError(
            f"{label} must hold real numbers, got an array of {array.dtype}; "
            "pass one number, or one for each channel"
        )
    if not np.isfinite(array).all():
        raise ValueError(f"{label} must be finite, got {value!r}; replace its inf or nan entries")
    return array.astype(np.float64)


def flag(value, label):
    """The value as a bool; it must be True or False."""
    if not isinstance(value, (bool, np.bool)):
        raise TypeError(f"{label} must be True or False, got {value!r}")
    return bool(value)


def integer(value, label):
    """The value as a Python int."""
    as_array(value, label)  # which refuses a masked one
    if isinstance(value, (bool, np.bool)) or not hasattr(value, "__index__"):
        raise TypeError(f"{label} must be one integer, got {value!r}")
    return operator.index(value)


def count(value, label):
    """The value as an integer of at least 1."""
    number = integer(value, label)
    if number < 1:
        raise ValueError(f"{label} must be at least 1, got {number}")
    return number


def _is_real(array):
    return array.dtype.kind in "iu" or array.dtype.type in FLOAT_TYPES
