"""Right answers to the exercises on initialization."""

import math

import numpy as np
from scipy import special

from . import right


@right("initialization/schemes")
def with_branches(N, rule):
    n_in, n_out = N.shape
    if rule == "lecun":
        return N / math.sqrt(n_in)
    if rule == "he":
        return N * math.sqrt(2 / n_in)
    return N * math.sqrt(2 / (n_in + n_out))


@right("initialization/schemes")
def by_the_size_of_the_sum(N, rule):
    terms = {"lecun": N.shape[0], "xavier": np.mean(N.shape), "he": N.shape[0] / 2}
    return N * terms[rule] ** -0.5


@right("initialization/schemes")
def row_by_row(N, rule):
    rows, columns = len(N), len(N[0])
    variance = 2 / (rows + columns) if rule == "xavier" else (1 + (rule == "he")) / rows
    return [[variance**0.5 * draw for draw in row] for row in N.tolist()]


@right("initialization/schemes")
def with_match(N, rule):
    match rule:
        case "he":
            top, bottom = 2, N.shape[0]
        case "lecun":
            top, bottom = 1, N.shape[0]
        case "xavier":
            top, bottom = 2, sum(N.shape)
    return np.multiply(N, np.sqrt(top) / np.sqrt(bottom))


@right("initialization/fans")
def by_the_length_of_a_row(N):
    return N * (2 / len(N[0])) ** 0.5


@right("initialization/fans")
def transposed_twice(N):
    W = N.T
    return (W * np.sqrt(2 / W.shape[0])).T


@right("initialization/fans")
def unit_by_unit(N):
    return np.array([row * math.sqrt(2 / row.size) for row in N])


@right("initialization/fans")
def in_lists(N):
    return [[draw / math.sqrt(len(row) / 2) for draw in row] for row in N.tolist()]


@right("initialization/randn")
def with_normal(X, n_out, seed):
    return X @ np.random.default_rng(seed).normal(0, 0.01, (X.shape[1], n_out))


@right("initialization/randn")
def with_the_factor_last(X, n_out, seed):
    rng = np.random.default_rng(seed)
    return 0.01 * (X @ rng.standard_normal(size=(X.shape[1], n_out)))


@right("initialization/randn")
def with_a_generator_built_by_hand(X, n_out, seed):
    W = np.random.Generator(np.random.PCG64(seed)).normal(size=(X.shape[1], n_out))
    W *= 0.01
    return np.dot(X, W) + np.zeros(n_out)


@right("initialization/randn")
def example_by_example(X, n_out, seed):
    W = np.random.default_rng(seed).normal(scale=0.01, size=(X.shape[1], n_out))
    return [[float(sum(x * W[:, j])) for j in range(n_out)] for x in X]


@right("initialization/calibrate")
def layer_by_layer_into_a_list(X, W):
    scaled, a = [], X
    for raw in W:
        z = a @ raw
        size = math.sqrt((z * z).mean())
        scaled.append(raw / size)
        a = z / size * special.expit(z / size)
    return np.stack(scaled)


@right("initialization/calibrate")
def from_the_bottom_and_the_rest(X, W):
    if not len(W):
        return W.copy()
    W0 = W[0] / np.linalg.norm(X @ W[0]) * math.sqrt(len(X) * W.shape[2])
    z = X @ W0
    return np.concatenate([W0[None], from_the_bottom_and_the_rest(z / (1 + np.exp(-z)), W[1:])])


@right("initialization/calibrate")
def by_factors(X, W):
    factors = np.ones(len(W))
    for k in range(len(W)):
        a = X
        for factor, raw in zip(factors[:k], W[:k], strict=True):
            z = factor * a @ raw
            a = z * 0.5 * (1 + np.tanh(z / 2))
        factors[k] = 1 / np.sqrt(np.mean(np.square(a @ W[k])))
    return factors[:, None, None] * W


@right("initialization/calibrate")
def with_the_mean_square_of_sums(X, W):
    done = []
    for raw in W:
        # The mean square of z = x W is the trace of Wᵀ C W, where C holds the mean products.
        C = X.T @ X / len(X)
        size = np.trace(raw.T @ C @ raw) / raw.shape[1]
        done.append((raw * size**-0.5).tolist())
        z = X @ np.array(done[-1])
        X = z / (1 + np.exp(-z))
    return done
