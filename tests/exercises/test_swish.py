"""The measurements behind the ranges of the exercises on swish that ask for a number."""

from scipy.optimize import minimize_scalar

from actcourse.activations import sigmoid, swish
from actcourse.exercises import EXERCISES


def test_the_slopes_at_three_places():
    ranges = EXERCISES["swish/at-minus-three"].quantities
    for wanted, z, text in zip(ranges, (-3.0, 3.0, -30.0), (".4f", ".4f", ".1e"), strict=True):
        slope = float(swish.derivative(z))
        assert wanted.within.low < slope < wanted.within.high
        assert wanted.within.why == f"{slope:{text}}"


def test_the_bottom_of_the_swish_whose_gate_opens_earlier():
    found = minimize_scalar(
        lambda x: x * sigmoid(x + 1), bounds=(-4, 0), method="bounded", options={"xatol": 1e-9}
    )
    for wanted, number in zip(
        EXERCISES["swish/lowest"].quantities, (found.x, found.fun), strict=True
    ):
        assert wanted.within.low < number < wanted.within.high
        assert f"{number:.5f}" in wanted.within.why
