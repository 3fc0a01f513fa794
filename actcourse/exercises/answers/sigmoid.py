"""Known answers to the exercises on the sigmoid, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

stable = KnownAnswers()


@stable.mistake("overflow", "which of exp(800) and exp(-800) can a float hold?")
def stable_overflow_left(x):
    return 1 / (1 + np.exp(-x))


@stable.mistake("overflow")
def stable_overflow_right(x):
    return np.exp(x) / (1 + np.exp(x))


@stable.mistake("negated", "σ should rise with x: look at the sign in the exponent.")
def stable_negated(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e, 1) / (1 + e)


@stable.mistake("tanh", "that is tanh, which lies between -1 and 1; σ lies between 0 and 1.")
def stable_tanh(x):
    return np.tanh(x)


@stable.mistake("derivative", "that is the derivative σ'; the exercise asks for σ itself.")
def stable_derivative(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2


@stable.mistake(
    "tail",
    "far to the left σ(x) is not 0 and not a constant, and e^x alone only from about -28 on: "
    "which step loses digits, a difference, a clipped x, or an early switch?",
)
def stable_tail_clipped(x):
    x = np.clip(x, -30, 30)
    return 1 / (1 + np.exp(-x))


@stable.mistake("tail")
def stable_tail_subtracted(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), 1 - 1 / (1 + e))


@stable.mistake("tail")
def stable_tail_switched_early(x):
    t = 0.5 * (1 + np.tanh(x / 2))
    return np.where(x < -15, np.exp(np.minimum(x, 0)), t)


@stable.mistake("raised", "does your code work for a number, a matrix and an empty array as well?")
def stable_raised(x):
    a = np.empty(x.shape)
    a[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    a[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return a


@stable.mistake("mutated")
def stable_mutated(x):
    if np.ndim(x):
        x[x < -700] = -700
    return 0.5 * (1 + np.tanh(x / 2))


@stable.mistake("dtype")
def stable_dtype(x):
    x = np.asarray(x, dtype=np.float64)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


@stable.mistake("shape")
def stable_shape(x):
    e = np.exp(-np.abs(x))
    return np.atleast_1d(np.where(x >= 0, 1, e) / (1 + e))


@stable.right
def stable_right(x):
    return np.exp(-np.logaddexp(np.zeros_like(x), -x))


from_output = KnownAnswers()


@from_output.mistake(
    "twice", "a is the output σ(x) already: applying σ to it once more is once too often."
)
def from_output_twice(a):
    s = 1 / (1 + np.exp(-a))
    return s * (1 - s)


@from_output.mistake("sign", "σ rises everywhere, so its slope is never negative.")
def from_output_sign(a):
    return a * (a - 1)


@from_output.mistake("tanh", "1 - a² belongs to tanh; for σ the slope at a = 1/2 is 1/4.")
def from_output_tanh(a):
    return 1 - a**2


@from_output.mistake("one factor", "at a = 1/2 the slope is 1/4: what else is multiplied?")
def from_output_one_factor(a):
    return 1 - a


@from_output.mistake("mutated")
def from_output_mutated(a):
    b = 1 - a
    a *= b
    return a


@from_output.mistake("shape")
def from_output_shape(a):
    return np.sum(a * (1 - a))


@from_output.mistake("none")
def from_output_none(a):
    print(a * (1 - a))


@from_output.right
def from_output_right(a):
    return a - a**2


tail = KnownAnswers()


@tail.mistake(
    "cancels",
    "near 1 a float has no digits left for 1 - a: "
    "find an expression for 1 - σ(x) without a subtraction.",
)
def tail_cancels(x):
    a = 0.5 * (1 + np.tanh(x / 2))
    return a * (1 - a)


@tail.mistake(
    "overflow", "the square of e^400 is beyond every float: can the exponent be negative?"
)
def tail_overflow(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2


@tail.mistake(
    "floor", "the slope keeps falling like e^-|x|: a floor or a clipped x stops too early."
)
def tail_floor(x):
    a = 0.5 * (1 + np.tanh(x / 2))
    return np.maximum(a * (1 - a), 1e-16)


@tail.mistake("one side", "σ' is an even function: compare your slope at x and at -x.")
def tail_one_side(x):
    e = np.exp(-np.maximum(x, -30))
    return e / (1 + e) ** 2


@tail.mistake("not the slope", "that is σ itself; the exercise asks for its slope.")
def tail_not_the_slope(x):
    return 0.5 * (1 + np.tanh(x / 2))


@tail.mistake("bare", "e^-|x| is the slope far out alone; near 0 the denominator counts.")
def tail_bare(x):
    return np.exp(-np.abs(x))


@tail.right
def tail_right(x):
    half = np.exp(-np.abs(x) / 2)
    return (half / (1 + half**2)) ** 2


log_odds = KnownAnswers()


@log_odds.mistake("sum", "the loss is a mean over the examples: its gradient is one, too.")
def log_odds_sum(w, b, X, y, rate):
    z = X @ w + b
    g = 0.5 * (1 + np.tanh(z / 2)) - y
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return w - rate * X.T @ g, b - rate * g.sum(), loss


@log_odds.mistake(
    "uphill", "a step against the gradient lowers the loss: check the sign of (σ(z) - y)."
)
def log_odds_uphill(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return w + rate * X.T @ g, b + rate * g.sum(), loss


@log_odds.mistake(
    "squared",
    "the factor σ'(z) belongs to the squared error; "
    "the log-loss cancels it, which is why it does not saturate.",
)
def log_odds_squared(w, b, X, y, rate):
    z = X @ w + b
    p = 0.5 * (1 + np.tanh(z / 2))
    g = (p - y) * p * (1 - p) / len(y)
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return w - rate * X.T @ g, b - rate * g.sum(), loss


@log_odds.mistake(
    "overflow",
    "for z = -800, log(σ(z)) is about -800, but σ(z) itself is 0: "
    "take the logarithm by hand first.",
)
def log_odds_overflow(w, b, X, y, rate):
    p = 0.5 * (1 + np.tanh((X @ w + b) / 2))
    g = (p - y) / len(y)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return w - rate * X.T @ g, b - rate * g.sum(), loss


@log_odds.mistake(
    "clipped",
    "clipping z or p bounds the loss at 30 or so; a confident mistake costs |z|, however large.",
)
def log_odds_clipped(w, b, X, y, rate):
    p = np.clip(0.5 * (1 + np.tanh((X @ w + b) / 2)), 1e-15, 1 - 1e-15)
    g = (p - y) / len(y)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return w - rate * X.T @ g, b - rate * g.sum(), loss


@log_odds.mistake("loss alone", "the loss of a batch is the mean of its examples' losses.")
def log_odds_loss_alone(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    return w - rate * X.T @ g, b - rate * g.sum(), np.sum(np.logaddexp(0, z) - y * z)


@log_odds.mistake("bias", "every example pulls at the bias: are their shares added up once?")
def log_odds_bias(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    return w - rate * X.T @ g, b - rate * g.mean(), np.mean(np.logaddexp(0, z) - y * z)


@log_odds.mistake("mutated", "`w -= ...` changes the caller's array: return a new one.")
def log_odds_mutated(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    w -= rate * X.T @ g
    return w, b - rate * g.sum(), np.mean(np.logaddexp(0, z) - y * z)


@log_odds.mistake("late", "asked is the loss before the step: with which w and b is it computed?")
def log_odds_late(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    w, b = w - rate * X.T @ g, b - rate * g.sum()
    z = X @ w + b
    return w, b, np.mean(np.logaddexp(0, z) - y * z)


@log_odds.mistake("step alone", "wanted are the new w and b: from where does the step start?")
def log_odds_step_alone(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    return -rate * X.T @ g, -rate * g.sum(), np.mean(np.logaddexp(0, z) - y * z)


@log_odds.mistake("no rate", "how long is the step, for a gradient of 1?")
def log_odds_no_rate(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    return w - X.T @ g, b - g.sum(), np.mean(np.logaddexp(0, z) - y * z)


@log_odds.mistake("squared error", "the step is right; but which loss does the text name?")
def log_odds_squared_error(w, b, X, y, rate):
    p = 0.5 * (1 + np.tanh((X @ w + b) / 2))
    g = (p - y) / len(y)
    return w - rate * X.T @ g, b - rate * g.sum(), np.mean((p - y) ** 2)


@log_odds.right
def log_odds_right(w, b, X, y, rate):
    side = 2 * y - 1
    margin = side * (X @ w + b)
    e = np.exp(-np.abs(margin))
    loss = np.mean(np.maximum(-margin, 0) + np.log1p(e))
    pull = side * np.where(margin >= 0, e, 1) / (1 + e)
    return w + rate * np.mean(pull[:, None] * X, axis=0), b + rate * pull.mean(), loss
