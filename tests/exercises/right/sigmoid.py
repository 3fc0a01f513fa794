"""Right answers to the exercises on the sigmoid."""

import math

import numpy as np
from scipy import special

from . import right


def one_by_one(f, x):
    """An array of what `f` gives for each number, in the dtype of `x`."""
    x = np.asarray(x)
    dtype = x.dtype if x.dtype.kind == "f" else np.float64
    return np.array([f(t) for t in x.ravel().tolist()], dtype).reshape(x.shape)


@right("sigmoid/stable")
def with_scipy(x):
    return special.expit(x)


@right("sigmoid/stable")
def each_half_by_its_formula(x):
    x = np.asarray(x)
    x = x if x.dtype.kind == "f" else x.astype(float)
    a, left = np.empty_like(x), x < 0
    e = np.exp(x[left])
    a[left], a[~left] = e / (1 + e), 1 / (1 + np.exp(-x[~left]))
    return a


@right("sigmoid/stable")
def with_math(x):
    def one(t):
        e = math.exp(-abs(t))
        return 1 / (1 + e) if t >= 0 else e / (1 + e)

    return one_by_one(one, x)


@right("sigmoid/stable")
def with_both_halves_bounded(x):
    e = np.exp(np.minimum(x, 0))
    return np.where(x < 0, e / (1 + e), 1 / (1 + np.exp(-np.maximum(x, 0))))


@right("sigmoid/from-output")
def as_a_parabola(a):
    return 0.25 - (a - 0.5) ** 2


@right("sigmoid/from-output")
def by_the_slope_of_tanh(a):
    return (1 - (2 * a - 1) ** 2) / 4


@right("sigmoid/from-output")
def in_numpy_words(a):
    return np.multiply(a, np.subtract(1, a))


@right("sigmoid/from-output")
def in_a_loop(a):
    return one_by_one(lambda s: s * (1 - s), a)


@right("sigmoid/tail")
def as_a_product_of_two_sigmoids(x):
    return special.expit(x) * special.expit(-x)


@right("sigmoid/tail")
def with_the_hyperbolic_cosine(x):
    return 1 / (2 * np.cosh(x / 2)) ** 2


@right("sigmoid/tail")
def by_its_logarithm(x):
    away = np.abs(x)
    return np.exp(-away - 2 * np.log1p(np.exp(-away)))


@right("sigmoid/tail")
def tail_with_math(x):
    def one(t):
        e = math.exp(-abs(t))
        return e / (1 + e) / (1 + e)

    return one_by_one(one, x)


@right("sigmoid/log-odds")
def example_by_example(w, b, X, y, rate):
    dw, db, loss = np.zeros(len(w)), 0.0, 0.0
    for x, label in zip(X, y.tolist(), strict=True):
        z = float(x @ w + b)
        e = math.exp(-abs(z))
        p = 1 / (1 + e) if z >= 0 else e / (1 + e)
        loss += max(-z if label else z, 0) + math.log1p(e)
        dw += (p - label) * x
        db += p - label
    return w - rate * dw / len(y), b - rate * db / len(y), loss / len(y)


@right("sigmoid/log-odds")
def log_odds_with_scipy(w, b, X, y, rate):
    z = X @ w + b
    loss = -np.mean(np.where(y == 1, special.log_expit(z), special.log_expit(-z)))
    g = special.expit(z) - y
    return w - rate * np.mean(g[:, None] * X, axis=0), b - rate * np.mean(g), loss


@right("sigmoid/log-odds")
def with_the_bias_as_a_weight(w, b, X, y, rate):
    inputs, weights = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    z = inputs @ weights
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, e) / (1 + e)
    new = weights - rate * (p - y) @ inputs / len(y)
    return new[:-1], new[-1], np.mean(np.logaddexp(0, (1 - 2 * y) * z))


@right("sigmoid/log-odds")
def class_by_class(w, b, X, y, rate):
    loss, dw, db = 0.0, 0.0, 0.0
    for sign in (1, -1):
        rows = X[y == (sign == 1)]
        z = rows @ w + b
        loss += np.logaddexp(0, -sign * z).sum()
        miss = -sign * special.expit(-sign * z)
        dw, db = dw + rows.T @ miss, db + miss.sum()
    return w - rate / len(y) * dw, b - rate / len(y) * db, loss / len(y)
