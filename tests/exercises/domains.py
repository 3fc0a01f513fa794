"""Random arguments from all that the text of an exercise allows, edges among them.

The parts of an exercise draw what tells right from wrong; here nothing is chosen. A mutant that
gives what the solution gives on a thousand of these is the solution, written differently.
"""

from itertools import pairwise

import numpy as np

EDGES = np.array([0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1e-9, -1e-9])


def reals(rng, *shape, most=3.0):
    """Numbers of one size between 1e-3 and 10**most, edges and ties among them."""
    x = np.asarray(rng.normal(size=shape) * 10.0 ** rng.uniform(-3, most))
    if rng.random() < 0.3:
        x = np.round(x)
    return np.where(rng.random(shape) < 0.15, rng.choice(EDGES, shape), x)


def anything(rng, most=3.0):
    """A number, or an array of up to three axes."""
    x = reals(rng, *rng.integers(0, 4, rng.integers(0, 4)), most=most)
    return x if x.ndim else float(x)


def between(rng, low, high, x):
    """Numbers of that shape from low to high, both ends among them."""
    inner = rng.uniform(low, high, np.shape(x))
    return np.where(rng.random(np.shape(x)) < 0.1, rng.choice([low, high], np.shape(x)), inner)


def count(rng, most=5):
    return int(rng.integers(1, most + 1))


def layers(rng, *widths, most=1.0):
    """Weights and biases of layers of these widths."""
    for n_in, n_out in pairwise(widths):
        yield reals(rng, n_in, n_out, most=most)
        yield reals(rng, n_out, most=most)


def widths(rng, number):
    """Widths of layers, all equal now and then."""
    return [count(rng)] * number if rng.random() < 0.3 else [count(rng) for _ in range(number)]


def polygon(rng):
    knots = np.cumsum(rng.uniform(0.1, 2, count(rng, 9) + 1)) - rng.uniform(0, 9)
    return knots, reals(rng, len(knots), most=1) + rng.normal()


def log_odds(rng):
    n, d = count(rng, 9), count(rng)
    X = reals(rng, n, d)
    return reals(rng, d, most=0), rng.normal(), X, rng.integers(0, 2, n), 0.1, 1


def unit_states(rng):
    z = reals(rng, count(rng, 9), count(rng, 9), most=0)
    z[:, rng.random(z.shape[1]) < 0.3] *= -1
    if rng.random() < 0.5:
        z[rng.random(z.shape) < 0.1] = rng.choice([np.nan, np.inf, -np.inf])
    return (z,)


def two_sides(rng):
    k = count(rng, 9)
    z = np.concatenate([rng.uniform(0.1, 3, k), -rng.uniform(0.1, 3, k)])
    p = rng.uniform(0.1, 1, 2 * k)
    return z, p / p.sum()


def scores(rng):
    z = anything(rng)
    z = np.atleast_1d(z) if np.size(z) else reals(rng, 2, 3)
    return z, int(rng.integers(-z.ndim, z.ndim))


def labelled(rng):
    n, classes = count(rng, 9), count(rng)
    z = reals(rng, n, classes) + reals(rng, n, 1, most=4)
    return z, rng.integers(0, classes, n)


def beside(rng):
    return reals(rng, count(rng), count(rng) + 1) + reals(rng, 1, 1), 10.0 ** rng.uniform(-3, 1)


def paired(rng):
    n = count(rng, 9) + 1
    return reals(rng, n), reals(rng, n), rng.uniform(1, 13)


def gated(rng):
    n, d, h = widths(rng, 3)
    shapes = (n, d), (d, h), (d, h), (h, d)
    return tuple(reals(rng, *shape, most=1) for shape in shapes)


def pieces_of_layer(rng):
    n, d, units, k = widths(rng, 4)
    return reals(rng, n, d), reals(rng, d, units * k), reals(rng, units * k), k


def pieces_of_z(rng):
    n, units, k = widths(rng, 3)
    return reals(rng, n, units * k, most=0), reals(rng, n, units), k


def two_layers(rng):
    n, d, h, k = widths(rng, 4)
    f = str(rng.choice(["tanh", "sine", "square"]))
    return f, reals(rng, n, d, most=0), reals(rng, n, k), *layers(rng, d, h, k, most=0)


def stepped(rng):
    sizes = widths(rng, 3)
    return *layers(rng, *sizes), *layers(rng, *sizes), rng.uniform(0.001, 2)


def epoch(rng):
    n, d, k = count(rng, 12), count(rng), count(rng)
    X, Y = reals(rng, n, d, most=0), reals(rng, n, k, most=0)
    return reals(rng, d, k, most=0), X, Y, rng.uniform(0.001, 0.2), count(rng, 8)


def prelu_pieces(rng):
    n, d, units = widths(rng, 3)
    x, W, b = reals(rng, n, d, most=0), reals(rng, d, 2 * units, most=0), reals(rng, 2 * units)
    return x, W, b, rng.uniform(-2, 3, 2 * units), reals(rng, n, units)


def stack(rng):
    m, n, depth = count(rng), count(rng) + 1, count(rng)
    return rng.normal(rng.normal(), 2, (m, n)), rng.normal(0, 1, (depth, n, n))


def beyond_zero(rng, x):
    return x, rng.uniform(0.05, 4)


DOMAINS = {
    "why_nonlinearity/collapse": lambda rng: layers(rng, *widths(rng, 3)),
    "why_nonlinearity/lost-activation": lambda rng: three(rng, *widths(rng, 5)),
    "why_nonlinearity/hinges": polygon,
    "why_nonlinearity/truth-tables": lambda rng: [rng.integers(-99, 100, 4)],
    "sigmoid/stable": lambda rng: [anything(rng, 4)],
    "sigmoid/from-output": lambda rng: [between(rng, 0, 1, anything(rng))],
    "sigmoid/tail": lambda rng: [anything(rng, 2)],
    "sigmoid/log-odds": log_odds,
    "tanh/stable": lambda rng: [anything(rng, 4)],
    "tanh/backward": lambda rng: with_outputs(rng, anything(rng)),
    "tanh/twin": lambda rng: layers(rng, *widths(rng, 3)),
    "tanh/path": lambda rng: layers(rng, *widths(rng, 3)),
    "relu_family/leaky": lambda rng: (anything(rng), rng.uniform(-2, 4)),
    "relu_family/elu-slope": lambda rng: beyond_zero(rng, anything(rng)),
    "relu_family/count": unit_states,
    "relu_family/prelu": lambda rng: reals(rng, 2, count(rng, 9), count(rng)),
    "relu_family/selu": two_sides,
    "softmax/stable": scores,
    "softmax/jacobian": lambda rng: [reals(rng, count(rng, 9))],
    "softmax/loss": labelled,
    "softmax/soft-maximum": beside,
    "swish/function": lambda rng: (anything(rng, 4), rng.uniform(0, 4)),
    "swish/always-positive": lambda rng: (anything(rng), rng.uniform(0, 4)),
    "swish/interval": paired,
    "swish/gated-block": gated,
    "maxout/layer": pieces_of_layer,
    "maxout/route": pieces_of_z,
    "maxout/difference": lambda rng: with_points(*polygon(rng)),
    "backprop/network": two_layers,
    "backprop/engine": lambda rng: (
        str(rng.choice(["tree", "square", "diamond", "ladder"])),
        np.array(rng.normal()),
        np.array(rng.normal()),
    ),
    "backprop/update": stepped,
    "backprop/epoch": epoch,
    "backprop/pieces": prelu_pieces,
    "initialization/schemes": lambda rng: (
        reals(rng, count(rng), count(rng)),
        str(rng.choice(["lecun", "xavier", "he"])),
    ),
    "initialization/fans": lambda rng: [reals(rng, count(rng), count(rng))],
    "initialization/randn": lambda rng: (
        reals(rng, count(rng), count(rng)),
        count(rng),
        int(rng.integers(1000)),
    ),
    "initialization/calibrate": stack,
}
"""By the id of an exercise that asks for code: arguments of a call, from a generator."""


def three(rng, n, *sizes):
    return reals(rng, n, sizes[0]), *layers(rng, *sizes)


def with_outputs(rng, g):
    return g, between(rng, -1, 1, g)


def with_points(knots, values):
    return knots, values, np.linspace(knots[0], knots[-1], 101)
