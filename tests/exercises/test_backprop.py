"""The measurements behind the ranges of the exercises on backpropagation."""

import numpy as np
import pytest

from actcourse.activations import ACTIVATIONS, tanh
from actcourse.exercises import EXERCISES


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_of_slopes_that_are_not_zero(seed):
    rng, h = np.random.default_rng(seed), 1e-5
    x, start = rng.uniform(0.5, 1.5, 6), rng.normal(size=35) / 3

    def count(f, rows):
        def outputs(p):
            return ACTIVATIONS[f](x @ p[5:].reshape(6, 5) + p[:5])

        steps = h * np.eye(35)[rows]
        return np.count_nonzero([outputs(start + s) - outputs(start - s) for s in steps])

    weights, biases = slice(5, None), slice(5)
    found = count("tanh", weights), count("tanh", biases), count("softmax", weights)
    for wanted, number in zip(EXERCISES["backprop/jacobian"].quantities, found, strict=True):
        assert wanted.within.low == number == wanted.within.high


@pytest.mark.parametrize(
    ("h", "good"), [(3e-4, False), (0.001, True), (0.005, True), (0.013, True), (0.02, False)]
)
def test_the_steps_that_suit_float32(h, good):
    z, h = np.linspace(-2, 2, 41, dtype=np.float32), np.float32(h)
    error = np.abs((np.tanh(z + h) - np.tanh(z - h)) / (2 * h) - tanh.derivative(z.astype(float)))
    assert (np.median(error) < 2e-5) == good
    (wanted,) = EXERCISES["backprop/step-size"].quantities
    assert (round(float(h), 6) in wanted.within) == good
