"""Arithmetic that keeps its digits."""

from fractions import Fraction

import numpy as np
import pytest

from actcourse.activations import stable


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_a_product_loses_by_rounding_is_found_to_the_last_digit(dtype):
    a, b = np.random.default_rng(0).uniform(0.5, 1, (2, 500)).astype(dtype)
    residue = stable._residue(a, b, a * b)
    for x, y, lost in zip(a, b, residue, strict=True):
        exact = Fraction(float(x)) * Fraction(float(y)) - Fraction(float(x * y))
        assert Fraction(float(lost)) == exact
    assert residue.dtype == dtype
    assert np.count_nonzero(residue) > 400
