"""The measurements behind the ranges of the exercises on swish that ask for a number."""

from scipy.optimize import minimize_scalar

from actcourse.activations import sigmoid, swish
from actcourse.exercises import EXERCISES


def test_the_slope_at_minus_three():
    (wanted,) = EXERCISES["swish/at-minus-three"].ranges
    slope = float(swish.derivative(-3.0))
    assert wanted.low < slope < wanted.high
    assert wanted.measured == f"{slope:.4f}"


def test_the_bottom_of_the_swish_whose_gate_opens_earlier():
    found = minimize_scalar(
        lambda x: x * sigmoid(x + 1), bounds=(-4, 0), method="bounded", options={"xatol": 1e-9}
    )
    for wanted, number in zip(EXERCISES["swish/lowest"].ranges, (found.x, found.fun), strict=True):
        assert wanted.low < number < wanted.high
        assert f"{number:.5f}" in wanted.measured
