"""How a unit that is active for none of its inputs comes back to life, if it does."""

import numpy as np

from actcourse.activations import Activation, relu

MOST_STEPS = 20_000
AWAKE = 0.25


def inputs(seed: int | np.random.Generator) -> np.ndarray:
    """200 standard normal inputs."""
    return np.random.default_rng(seed).standard_normal(200)


def revival(f: Activation, bias: float, x: np.ndarray) -> np.ndarray:
    """Share of the inputs for which a unit is active, before each step of gradient descent.

    The unit begins with weight 1 and learns max(0, x), at learning rate 0.1. The shares end when
    a quarter of the inputs make it active, when nothing moves, or after `MOST_STEPS`.

    Parameters
    ----------
    f : Activation
    bias : float
        At the start.
    x : array (n,)

    Returns
    -------
    array (steps + 1,)
        Between 0 and 1.
    """
    target, w, b, shares = relu(x), 1.0, float(bias), []
    for _ in range(MOST_STEPS + 1):
        z = w * x + b
        shares.append(np.mean(z > 0))
        delta = 2 * (f(z) - target) * f.derivative(z) / x.size
        if shares[-1] >= AWAKE or not delta.any():
            break
        w, b = w - 0.1 * delta @ x, b - 0.1 * delta.sum()
    return np.array(shares)


def steps(shares: np.ndarray) -> int | None:
    """Steps until a quarter of the inputs make the unit active; None where none ever does."""
    return len(shares) - 1 if shares[-1] >= AWAKE else None
