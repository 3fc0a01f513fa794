"""Known answers to the exercises on swish and gated units, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

function = KnownAnswers()


@function.mistake("gate alone", "that is the gate; what goes through it?")
def function_gate_alone(x, beta):
    return 0.5 * (1 + np.tanh(beta * x / 2))


@function.mistake("beta lost", "try β = 2.5: does your result change?")
def function_beta_lost(x, beta):
    return x * 0.5 * (1 + np.tanh(x / 2))


@function.mistake("beta outside", "β makes the gate sharper, not the output larger.")
def function_beta_outside(x, beta):
    return beta * x * 0.5 * (1 + np.tanh(x / 2))


@function.mistake(
    "beta twice", "β stands inside the gate alone: how large should the result be for a large x?"
)
def function_beta_twice(x, beta):
    return beta * x * 0.5 * (1 + np.tanh(beta * x / 2))


@function.mistake(
    "negated", "for a large x the gate should be open: which sign is in your exponent?"
)
def function_negated(x, beta):
    return x * 0.5 * (1 - np.tanh(beta * x / 2))


@function.mistake("slope", "that is the slope of swish: asked is swish itself.")
def function_slope(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g + beta * x * g * (1 - g)


@function.mistake("relu", "that is ReLU, to which swish comes close for a large β.")
def function_relu(x, beta):
    return np.maximum(x, 0)


@function.mistake(
    "cut off", "how far is the gate open at βx = -20, and how far off may a value be?"
)
def function_cut_off(x, beta):
    return x * 0.5 * (1 + np.tanh(np.maximum(beta * x, -15) / 2)) * (beta * x > -15)


@function.mistake("cut off")
def function_clipped(x, beta):
    return x * 0.5 * (1 + np.tanh(np.clip(beta * x, -10, 10) / 2))


@function.mistake("half", "tanh(z/2) goes with σ(z): what did your tanh get?")
def function_half(x, beta):
    return x * 0.5 * (1 + np.tanh(beta * x))


@function.mistake("overflow", "which exponential does a float not hold, for βx = -800?")
def function_overflow_left(x, beta):
    return x / (1 + np.exp(-beta * x))


@function.mistake("overflow")
def function_overflow_right(x, beta):
    e = np.exp(beta * x)
    return x * e / (1 + e)


@function.right
def function_right(x, beta):
    return x / (1 + np.exp(-np.clip(beta * x, -60, 60)))


always_positive = KnownAnswers()


@always_positive.mistake("gate alone", "the product x·σ(βx) has two factors that change with x.")
def always_positive_gate_alone(x, beta):
    return 0.5 * (1 + np.tanh(beta * x / 2))


@always_positive.mistake("function", "that is swish itself; asked is its slope.")
def always_positive_function(x, beta):
    return x / (1 + np.exp(-beta * x))


@always_positive.mistake(
    "clipped", "swish(-3) is above swish(-2): can the slope between them be 0?"
)
def always_positive_clipped(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return np.maximum(g + beta * x * g * (1 - g), 0)


@always_positive.mistake(
    "abs", "swish(-3) is above swish(-2): which sign has the slope between them?"
)
def always_positive_abs(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return np.abs(g + beta * x * g * (1 - g))


@always_positive.mistake(
    "chain rule", "the inner function is βx: what does the chain rule multiply by?"
)
def always_positive_chain_rule(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g + x * g * (1 - g)


@always_positive.mistake(
    "extra beta", "β = 2, x = 0: swish is x/2 to first order there; what is your slope?"
)
def always_positive_extra_beta(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return beta * (g + beta * x * g * (1 - g))


@always_positive.mistake(
    "beta squared", "β leaves the gate once, by the chain rule: how often is it in your product?"
)
def always_positive_beta_squared(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g + beta**2 * x * g * (1 - g)


@always_positive.mistake(
    "sign", "the gate opens as x grows: can its share of the slope be negative for x > 0?"
)
def always_positive_sign(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g - beta * x * g * (1 - g)


@always_positive.mistake(
    "second term", "the product rule has two terms: at x = 0 one of them is all that is left."
)
def always_positive_second_term(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return beta * x * g * (1 - g)


@always_positive.mistake("gate's slope", "that is the slope of the gate: what has x to do with it?")
def always_positive_gates_slope(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return beta * g * (1 - g)


@always_positive.mistake(
    "x lost", "the slope of the gate is multiplied by what goes through the gate."
)
def always_positive_x_lost(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g + beta * g * (1 - g)


@always_positive.mistake("gate twice", "for a large x the slope tends to 1: what does yours do?")
def always_positive_gate_twice(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g * (1 + beta * x * g)


@always_positive.mistake("beta lost", "try β = 2: does your result change?")
def always_positive_beta_lost(x, beta):
    g = 0.5 * (1 + np.tanh(x / 2))
    return g + x * g * (1 - g)


@always_positive.mistake(
    "one beta too many", "which of the two terms of the product rule differentiates βx?"
)
def always_positive_one_beta_too_many(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return beta * (g + x * g * (1 - g))


@always_positive.right
def always_positive_right(x, beta):
    z = beta * x
    e = np.exp(-np.abs(z))
    gate = np.where(z >= 0, 1, e) / (1 + e)
    return gate + z * e / (1 + e) ** 2


interval = KnownAnswers()


@interval.mistake("exchanged", "a lead of the first over the second is positive.")
def interval_exchanged(a, b, t):
    d = b - a
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake(
    "spread", "that is where single pairs lie; how much surer is the mean of n of them?"
)
def interval_spread(a, b, t):
    d = a - b
    half = t * d.std(ddof=1)
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake("divisor", "with the mean estimated from the same data, n - 1 numbers are free.")
def interval_divisor(a, b, t):
    d = a - b
    half = t * d.std() / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake("normal", "1.96 belongs to very many pairs; for few, `t` is larger.")
def interval_normal(a, b, t):
    d = a - b
    half = 1.96 * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake(
    "no t", "one standard error covers about two thirds of the cases: how many cover 95%?"
)
def interval_no_t(a, b, t):
    d = a - b
    half = d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake(
    "unpaired", "the two scores of a pair share their luck: take their difference first."
)
def interval_unpaired(a, b, t):
    mean = a.mean() - b.mean()
    half = t * np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))
    return np.array([mean, mean - half, mean + half])


@interval.mistake("n", "s is divided by the root of n, not by n.")
def interval_n(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / len(d)
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake("variance", "the formula wants the standard deviation: is that what you took?")
def interval_variance(a, b, t):
    d = a - b
    half = t * d.var(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])


@interval.mistake("shape")
def interval_shape(a, b, t):
    return (a - b).mean()


@interval.mistake("ends alone", "the ends lie around the mean: yours lie around 0.")
def interval_ends_alone(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), -half, half])


@interval.mistake("size", "a pair in which `b` is ahead counts against `a`: which sign has it?")
def interval_size(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return np.abs(d).mean() + half * np.array([0, -1, 1])


@interval.mistake("size")
def interval_sizes(a, b, t):
    d = np.abs(a - b)
    return d.mean() + t * d.std(ddof=1) / np.sqrt(len(d)) * np.array([0, -1, 1])


@interval.mistake("twice", "n - 1 belongs below the root of the standard deviation, and n here.")
def interval_twice(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / np.sqrt(len(d) - 1)
    return d.mean() + half * np.array([0, -1, 1])


@interval.mistake("order", "the mean comes first, then the low end, then the high one.")
def interval_order(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean() - half, d.mean(), d.mean() + half])


@interval.mistake("order")
def interval_high_end_first(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() + half, d.mean() - half])


@interval.right
def interval_right(a, b, t):
    n, d = len(a), a - b
    mean = d.sum() / n
    error = (((d - mean) ** 2).sum() / (n - 1) / n) ** 0.5
    return mean + t * error * np.array([0, -1, 1])


gated_block = KnownAnswers()


@gated_block.mistake("ungated", "V is not used: what does the gate let through?")
def gated_block_ungated(x, W, V, W2):
    b = x @ W
    return (b * 0.5 * (1 + np.tanh(b / 2))) @ W2


@gated_block.mistake("exchanged", "W makes the gate's pre-activations, V the values.")
def gated_block_exchanged(x, W, V, W2):
    b = x @ V
    return (b * 0.5 * (1 + np.tanh(b / 2)) * (x @ W)) @ W2


@gated_block.mistake("sigmoid", "that is the GLU; in a SwiGLU the gate is swish.")
def gated_block_sigmoid(x, W, V, W2):
    return (0.5 * (1 + np.tanh(x @ W / 2)) * (x @ V)) @ W2


@gated_block.mistake("gelu", "that is the GEGLU; in a SwiGLU the gate is swish.")
def gated_block_gelu(x, W, V, W2):
    from math import erf

    b = x @ W
    return (b * 0.5 * (1 + np.vectorize(erf)(b / 2**0.5)) * (x @ V)) @ W2


@gated_block.mistake(
    "both", "one of the two products with x opens the gate, the other goes through."
)
def gated_block_both(x, W, V, W2):
    a, b = x @ V, x @ W
    return (a * b * 0.25 * (1 + np.tanh(a / 2)) * (1 + np.tanh(b / 2))) @ W2


@gated_block.mistake("relu", "that is the ReGLU; in a SwiGLU the gate is swish.")
def gated_block_relu(x, W, V, W2):
    return (np.maximum(x @ W, 0) * (x @ V)) @ W2


@gated_block.mistake("product", "the gate sees `x @ W` alone: what does yours see?")
def gated_block_product(x, W, V, W2):
    z = (x @ W) * (x @ V)
    return (z * 0.5 * (1 + np.tanh(z / 2))) @ W2


@gated_block.mistake("added", "a gate multiplies.")
def gated_block_added(x, W, V, W2):
    b = x @ W
    return (b * 0.5 * (1 + np.tanh(b / 2)) + x @ V) @ W2


@gated_block.mistake("last gate", "the gate acts on the hidden units, before the last matrix.")
def gated_block_last_gate(x, W, V, W2):
    z = ((x @ W) * (x @ V)) @ W2
    return z * 0.5 * (1 + np.tanh(z / 2))


@gated_block.mistake(
    "overflow", "the pre-activations reach thousands: is your swish the stable one?"
)
def gated_block_overflow(x, W, V, W2):
    b = x @ W
    return (b / (1 + np.exp(-b)) * (x @ V)) @ W2


@gated_block.right
def gated_block_right(x, W, V, W2):
    a, b = x @ V, x @ W
    e = np.exp(-np.abs(b))
    return (a * b * np.where(b >= 0, 1, e) / (1 + e)) @ W2
