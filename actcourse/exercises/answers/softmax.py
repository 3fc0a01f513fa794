"""Known answers to the exercises on softmax, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

stable = KnownAnswers()


@stable.mistake(
    "overflow",
    "exp(1000) is beyond every float, and exp(-1000) is 0: what may you add to all scores?",
)
def stable_overflow(z, axis=-1):
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake(
    "clipped",
    "the shares of 1000, 1001 and 1002 are those of 0, 1 and 2: "
    "clipping changes differences, a shift does not.",
)
def stable_clipped(z, axis=-1):
    e = np.exp(np.clip(z, -700, 700) / 2) ** 2
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake(
    "one maximum",
    "a row far below the others leaves nothing but zeros to divide by: "
    "which maximum does each row need?",
)
def stable_one_maximum(z, axis=-1):
    e = np.exp(z - z.max())
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake("whole", "do the shares of each row sum to 1, or those of the whole array?")
def stable_whole(z, axis=-1):
    e = np.exp(z - z.max())
    return e / e.sum()


@stable.mistake("whole")
def stable_no_axis(z):
    e = np.exp(z - z.max())
    return e / e.sum()


@stable.mistake("axis ignored", "with axis=0 it is the columns that sum to 1.")
def stable_axis_ignored(z, axis=-1):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@stable.mistake(
    "keepdims", "which shape has the sum, and against which axis does NumPy line it up?"
)
def stable_keepdims(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)


@stable.mistake("default axis", "without an axis it is the last one that sums to 1: what is yours?")
def stable_default_first(z, axis=0):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake("default axis")
def stable_default_none(z, axis=None):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake("proportional", "a share has to be positive for negative scores too.")
def stable_proportional(z, axis=-1):
    return z / z.sum(axis)


@stable.mistake("negated", "the largest score should get the largest share.")
def stable_negated(z, axis=-1):
    e = np.exp(z.min(axis=axis, keepdims=True) - z)
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake("logarithm", "shares lie between 0 and 1: these are their logarithms.")
def stable_logarithm(z, axis=-1):
    return z - np.logaddexp.reduce(z, axis=axis, keepdims=True)


@stable.mistake("one by one", "every share depends on all scores: these do not sum to 1.")
def stable_one_by_one(z, axis=-1):
    return 0.5 * (1 + np.tanh(z / 2))


@stable.mistake("mutated")
def stable_mutated(z, axis=-1):
    z -= z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


@stable.mistake("dtype")
def stable_dtype(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@stable.right
def stable_right(z, axis=-1):
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


jacobian = KnownAnswers()


@jacobian.mistake(
    "matrix", "every share depends on every score: K shares and K scores make K by K slopes."
)
def jacobian_matrix(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return p * (1 - p)


@jacobian.mistake("diagonal", "what happens to the other shares when one score rises?")
def jacobian_diagonal(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p * (1 - p))


@jacobian.mistake("sign", "a share rises with its own score: which sign belongs on the diagonal?")
def jacobian_sign(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.outer(p, p) - np.diag(p)


@jacobian.mistake("plus", "all shares together stay 1, so each column has to sum to 0.")
def jacobian_plus(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p) + np.outer(p, p)


@jacobian.mistake(
    "logarithm", "these are the slopes of the logarithms: which factor leads from ln p to p?"
)
def jacobian_logarithm(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.eye(len(z)) - p


@jacobian.mistake("inner", "`p @ p` is one number; wanted are the products of all pairs.")
def jacobian_inner(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p) - p @ p


@jacobian.mistake("one share", "each slope belongs to two shares, its row's and its column's.")
def jacobian_one_share(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p) - p


@jacobian.mistake(
    "square", "off the diagonal, is the slope the square of a share or a product of two?"
)
def jacobian_square(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p) - p[:, None] ** 2


@jacobian.mistake(
    "twice", "each of your two terms takes the square off the diagonal: how often is it due?"
)
def jacobian_twice(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p * (1 - p)) - np.outer(p, p)


@jacobian.mistake("no diagonal", "what does a share gain from its own score?")
def jacobian_no_diagonal(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return -np.outer(p, p)


@jacobian.mistake("overflow", "use a softmax that survives scores of 1000.")
def jacobian_overflow(z):
    p = np.exp(z) / np.exp(z).sum()
    return np.diag(p) - np.outer(p, p)


@jacobian.right
def jacobian_right(z):
    e = np.exp(z - np.max(z))
    p = e / np.sum(e)
    return p[:, None] * (np.eye(p.size) - p[None, :])


loss = KnownAnswers()


@loss.mistake("columns", "each example is a row: do the shares of a row sum to 1?")
def loss_columns(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=0)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


@loss.mistake(
    "both", "look at two things: do the shares of a row sum to 1, and which shape has p[:, y]?"
)
def loss_both(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=0)
    return -np.mean(np.log(p[:, y]))


@loss.mistake("all pairs", "p[:, y] takes every label for every row: which shape does it have?")
def loss_all_pairs(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[:, y]))


@loss.mistake("sum", "the loss is a mean over the examples.")
def loss_sum(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    return np.sum(lse - z[np.arange(len(y)), y])


@loss.mistake("sign", "a share is below 1: which sign has its logarithm, and which a loss?")
def loss_sign(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    return np.mean(z[np.arange(len(y)), y] - lse)


@loss.mistake("overflow", "which of exp(1000) and exp(-1000) can a float hold?")
def loss_overflow(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


@loss.mistake(
    "log of 0",
    "a share of e^-800 rounds to 0, its logarithm is -800: take the logarithm by hand first.",
)
def loss_log_of_0(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


@loss.mistake(
    "clipped",
    "a constant beside p, or a floor under it, bounds the loss; a confident "
    "mistake costs the whole lead of the wrong class.",
)
def loss_clipped(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)))


@loss.mistake("largest", "which share counts: the largest one, or that of the right class?")
def loss_largest(z, y):
    return np.mean(np.logaddexp.reduce(z, axis=1) - z.max(axis=1))


@loss.mistake(
    "one maximum",
    "a row far below the others leaves nothing but zeros in its sum: "
    "which maximum does each row need?",
)
def loss_one_maximum(z, y):
    z = z - z.max()
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])


@loss.mistake("shape")
def loss_shape(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    return lse - z[np.arange(len(y)), y]


@loss.right
def loss_right(z, y):
    lead = z - np.take_along_axis(z, y[:, None], axis=1)
    return np.logaddexp.reduce(lead, axis=1).mean()


soft_maximum = KnownAnswers()


@soft_maximum.mistake(
    "hard", "the maximum keeps the promise, but it has kinks: wanted is the largest T."
)
def soft_maximum_hard(z, gap):
    return z.max(axis=1)


@soft_maximum.mistake("hard")
def soft_maximum_hard_and_shifted(z, gap):
    return z.max(axis=1) + gap


@soft_maximum.mistake(
    "gap as T", "try three equal scores: by how much does T · lse(z / T) exceed them?"
)
def soft_maximum_gap_as_T(z, gap):
    return gap * np.logaddexp.reduce(z / gap, axis=1)


@soft_maximum.mistake(
    "upside down",
    "the more scores there are, the more they can add up to: "
    "does T have to rise or to fall with K?",
)
def soft_maximum_upside_down(z, gap):
    T = gap * np.log(z.shape[1])
    return T * np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.mistake(
    "not scaled back", "lse(z / T) is near max / T: what brings it back to the scale of z?"
)
def soft_maximum_not_scaled_back(z, gap):
    T = gap / np.log(z.shape[1])
    return np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.mistake("all scores", "K is the number of scores in a row.")
def soft_maximum_all_scores(z, gap):
    T = gap / np.log(z.size)
    return T * np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.mistake("rows", "K counts the scores in a row, not the rows.")
def soft_maximum_rows(z, gap):
    T = gap / np.log(len(z))
    return T * np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.mistake(
    "overflow", "a small gap means a small T, and z / T is huge: what may you subtract?"
)
def soft_maximum_overflow(z, gap):
    T = gap / np.log(z.shape[1])
    return T * np.log(np.exp(z / T).sum(axis=1))


@soft_maximum.mistake(
    "one maximum",
    "a row far below the others leaves nothing but zeros in the sum: "
    "which maximum does each row need?",
)
def soft_maximum_one_maximum(z, gap):
    T, m = gap / np.log(z.shape[1]), z.max()
    return m + T * np.log(np.exp((z - m) / T).sum(axis=1))


@soft_maximum.mistake(
    "below", "lse lies above the largest score, never below: which sign has your excess?"
)
def soft_maximum_below(z, gap):
    T = gap / np.log(z.shape[1])
    return 2 * z.max(axis=1) - T * np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.mistake("mean", "log-sum-exp adds the exponentials up: yours are averaged.")
def soft_maximum_mean(z, gap):
    T = gap / np.log(z.shape[1])
    return T * np.logaddexp.reduce(z / T, axis=1) - gap


@soft_maximum.mistake("shape")
def soft_maximum_shape(z, gap):
    T, m = gap / np.log(z.shape[1]), z.max(axis=1, keepdims=True)
    return m + T * np.log(np.exp((z - m) / T).sum(axis=1, keepdims=True))


@soft_maximum.mistake("no logarithm", "lse of K equal scores exceeds them by how much?")
def soft_maximum_no_logarithm(z, gap):
    T = gap / z.shape[1]
    return T * np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.mistake("base 2", "lse takes the natural logarithm: does yours?")
def soft_maximum_base_2(z, gap):
    T = gap / np.log2(z.shape[1])
    return T * np.logaddexp.reduce(z / T, axis=1)


@soft_maximum.right
def soft_maximum_right(z, gap):
    T = gap / np.log(z.shape[1])
    return T * np.logaddexp.reduce(z / T, axis=1)
