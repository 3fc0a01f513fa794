"""Right answers to the exercises on swish."""

import math
import statistics

import numpy as np
from scipy import special, stats

from . import right
from .sigmoid import one_by_one


@right("swish/function")
def with_scipy(x, beta):
    return x * special.expit(beta * x)


@right("swish/function")
def each_half_by_its_formula(x, beta):
    e = np.exp(-np.abs(beta * x))
    return np.where(x >= 0, x / (1 + e), x * e / (1 + e))


@right("swish/function")
def with_math(x, beta):
    def one(t):
        e = math.exp(-abs(beta * t))
        return t / (1 + e) if t >= 0 else t * e / (1 + e)

    return one_by_one(one, x)


@right("swish/function")
def by_the_logarithm_of_the_gate(x, beta):
    return x * np.exp(-np.logaddexp(0, -beta * x))


@right("swish/always-positive")
def slope_with_scipy(x, beta):
    gate = special.expit(beta * x)
    return gate * (1 + beta * x * special.expit(-beta * x))


@right("swish/always-positive")
def from_the_output(x, beta):
    gate = 0.5 + 0.5 * np.tanh(beta * x / 2)
    f = x * gate
    return beta * f + gate * (1 - beta * f)


@right("swish/always-positive")
def by_an_imaginary_step(x, beta):
    z = x + 1e-20j
    return np.imag(z / (1 + np.exp(-beta * z))) / 1e-20


@right("swish/always-positive")
def slope_with_math(x, beta):
    def one(t):
        e = math.exp(-abs(beta * t))
        gate = 1 / (1 + e) if t >= 0 else e / (1 + e)
        return gate + beta * t * e / (1 + e) ** 2

    return one_by_one(one, x)


@right("swish/interval")
def with_statistics(a, b, t):
    d = [x - y for x, y in zip(a.tolist(), b.tolist(), strict=True)]
    middle = statistics.fmean(d)
    half = t * statistics.stdev(d) / math.sqrt(len(d))
    return [middle, middle - half, middle + half]


@right("swish/interval")
def with_the_standard_error(a, b, t):
    d = np.subtract(a, b)
    return np.mean(d) + t * stats.sem(d) * np.array([0.0, -1.0, 1.0])


@right("swish/interval")
def from_the_covariance(a, b, t):
    n = len(a)
    C = np.cov(a, b)
    half = t * np.sqrt((C[0, 0] + C[1, 1] - 2 * C[0, 1]) / n)
    middle = a.mean() - b.mean()
    return middle, middle - half, middle + half


@right("swish/interval")
def in_a_loop(a, b, t):
    n, total, squares = len(a), 0.0, 0.0
    for x, y in zip(a, b, strict=True):
        total += x - y
    for x, y in zip(a, b, strict=True):
        squares += (x - y - total / n) ** 2
    half = t * (squares / (n * (n - 1))) ** 0.5
    return np.array([total / n, total / n - half, total / n + half])


@right("swish/gated-block")
def gated_with_scipy(x, W, V, W2):
    gate = x @ W
    return gate * special.expit(gate) * (x @ V) @ W2


@right("swish/gated-block")
def row_by_row(x, W, V, W2):
    rows = []
    for one in x:
        z = one @ W
        rows.append((z * 0.5 * (1 + np.tanh(z / 2)) * (one @ V)) @ W2)
    return np.array(rows)


@right("swish/gated-block")
def with_einsum(x, W, V, W2):
    z = np.einsum("nd,dh->nh", x, W)
    values = np.einsum("nd,dh->nh", x, V)
    return np.einsum("nh,nh,hd->nd", z * special.expit(z), values, W2)


@right("swish/gated-block")
def with_one_product_for_both(x, W, V, W2):
    z, values = np.split(x @ np.hstack([W, V]), 2, axis=1)
    hidden = values * z / (1 + np.exp(-np.clip(z, -500, 500)))
    return np.dot(hidden, W2).tolist()
