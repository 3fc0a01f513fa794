"""Right answers to the exercises on the ReLU family."""

import math

import numpy as np
from scipy import optimize

from . import right
from .sigmoid import one_by_one


@right("relu_family/leaky")
def from_both_halves(x, alpha):
    right_half = np.asarray(x) > 0
    return {
        "output": np.maximum(x, 0) + alpha * np.minimum(x, 0),
        "slope": alpha + (1 - alpha) * right_half,
    }


@right("relu_family/leaky")
def with_a_mask(x, alpha):
    slope = np.full(np.shape(x), float(alpha))
    slope[np.asarray(x) > 0] = 1
    return {"slope": slope, "output": np.multiply(slope, x)}


@right("relu_family/leaky")
def number_by_number(x, alpha):
    return {
        "output": one_by_one(lambda t: t if t > 0 else alpha * t, x),
        "slope": one_by_one(lambda t: 1.0 if t > 0 else alpha, x),
    }


@right("relu_family/leaky")
def with_select(x, alpha):
    x = np.asarray(x)
    halves = [x > 0, x <= 0]
    slope = np.select(halves, [np.ones(x.shape), np.full(x.shape, alpha)])
    return {"output": np.select(halves, [x, alpha * x]), "slope": slope}


@right("relu_family/elu-slope")
def as_the_output_plus_alpha(x, alpha):
    return np.where(x > 0, 1, alpha * np.expm1(np.minimum(x, 0)) + alpha)


@right("relu_family/elu-slope")
def elu_slope_with_a_mask(x, alpha):
    x = np.asarray(x)
    slope = np.ones(x.shape)
    slope[x <= 0] = alpha * np.exp(x[x <= 0])
    return slope


@right("relu_family/elu-slope")
def elu_slope_with_math(x, alpha):
    return one_by_one(lambda t: 1.0 if t > 0 else alpha * math.exp(t), x)


@right("relu_family/elu-slope")
def by_a_factor(x, alpha):
    return np.exp(np.minimum(x, 0)) * np.where(x > 0, 1, alpha)


@right("relu_family/count")
def unit_by_unit(z):
    states = {"dead": 0, "alive": 0, "lost": 0}
    for unit in z.T.tolist():
        if not all(map(math.isfinite, unit)):
            states["lost"] += 1
        elif max(unit) > 0:
            states["alive"] += 1
        else:
            states["dead"] += 1
    return {state: number / z.shape[1] for state, number in states.items()}


@right("relu_family/count")
def with_what_is_left(z):
    kept = z[:, np.isfinite(z).all(axis=0)]
    units = z.shape[1]
    dead = int((kept <= 0).all(axis=0).sum()) / units
    lost = 1 - kept.shape[1] / units
    return {"lost": lost, "dead": dead, "alive": 1 - lost - dead}


@right("relu_family/count")
def with_labels(z):
    usable = (np.abs(z) < np.inf).all(axis=0)
    label = np.where(usable, np.where((z > 0).sum(axis=0) > 0, "alive", "dead"), "lost")
    return {state: np.mean(label == state) for state in ("lost", "dead", "alive")}


@right("relu_family/count")
def with_counts(z):
    number = z.shape[1]
    lost = np.count_nonzero(np.isnan(z) | np.isinf(z), axis=0) > 0
    silent = np.count_nonzero(z > 0, axis=0) == 0
    return {
        "lost": np.count_nonzero(lost) / number,
        "dead": np.count_nonzero(silent & ~lost) / number,
        "alive": np.count_nonzero(~(silent | lost)) / number,
    }


@right("relu_family/prelu")
def in_two_loops(z, g):
    total = np.zeros(z.shape[1])
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] <= 0:
                total[j] += g[i, j] * z[i, j]
    return total


@right("relu_family/prelu")
def as_a_diagonal(z, g):
    return np.diag(g.T @ np.minimum(z, 0))


@right("relu_family/prelu")
def with_a_mask_of_the_left(z, g):
    return np.sum(g * z * (z < 0), axis=0)


@right("relu_family/prelu")
def in_lists(z, g):
    columns = zip(z.T.tolist(), g.T.tolist(), strict=True)
    return [sum(min(a, 0) * b for a, b in zip(*pair, strict=True)) for pair in columns]


def _elu(z, alpha):
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


@right("relu_family/selu")
def by_bracketing_alpha(z, p):
    alpha = optimize.brentq(lambda a: p @ _elu(z, a), 0, 1e4, xtol=1e-13)
    return np.array([(p @ _elu(z, alpha) ** 2) ** -0.5, alpha])


@right("relu_family/selu")
def by_solving_both_at_once(z, p):
    def off(constants):
        outputs = constants[0] * _elu(z, constants[1])
        return p @ outputs, p @ outputs**2 - 1

    return optimize.fsolve(off, [1.0, 1.5], xtol=1e-12)


@right("relu_family/selu")
def from_the_chosen_sides(z, p):
    up = z > 0
    alpha = (p[up] @ z[up]) / -(p[~up] @ np.expm1(z[~up]))
    square = p[up] @ z[up] ** 2 + alpha**2 * (p[~up] @ np.expm1(z[~up]) ** 2)
    return 1 / math.sqrt(square), alpha


@right("relu_family/selu")
def with_sums(z, p):
    pairs = list(zip(z.tolist(), p.tolist(), strict=True))
    alpha = sum(q * t for t, q in pairs if t > 0) / sum(
        q * (1 - math.exp(t)) for t, q in pairs if t <= 0
    )
    squares = (q * (t if t > 0 else alpha * (math.exp(t) - 1)) ** 2 for t, q in pairs)
    return [sum(squares) ** -0.5, alpha]
