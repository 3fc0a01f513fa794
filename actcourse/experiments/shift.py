"""How close a shift alone brings the sigmoid to tanh."""

from functools import cache

import numpy as np

from actcourse.activations import sigmoid, tanh


@cache
def best_shift() -> float:
    """The smallest largest gap to tanh over all shifts of the sigmoid, sideways and up: float."""
    z = np.linspace(-12, 12, 2401)
    gaps = [tanh(z) - sigmoid(z + sideways) for sideways in np.linspace(-3, 3, 301)]
    # the best shift upwards leaves as much above as below: half of what the gap spans
    return float(min(np.ptp(gap) / 2 for gap in gaps))
