"""The exercises of the chapter on softmax."""

import numpy as np
from scipy.special import logsumexp

from ..activations import log_softmax, sigmoid, softmax
from ..nn import softmax_cross_entropy
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Numbers, Ordering, Range


def _shares(z, axis=-1):
    return softmax(z, axis=axis)


EXERCISES.add(
    Function(
        id="softmax/stable",
        kind="implement",
        title="Softmax along any axis",
        name="softmax",
        parts=[
            Part(
                calls=lambda rng: [(rng.normal(0, 2, 5),), (rng.normal(0, 5, 8),)],
                want=_shares,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "proportional": lambda z: z / z.sum(),
                    "negated": lambda z: softmax(-z),
                    "logarithm": log_softmax,
                    "one by one": sigmoid,
                },
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 2, (4, 3)),),
                    (rng.normal(0, 2, (4, 3)), 0),
                    (rng.normal(0, 2, (3, 3)), 0),
                    (rng.normal(0, 2, (3, 3)), 1),
                    (rng.normal(0, 2, (2, 3, 4)), 1),
                ],
                want=_shares,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "whole": lambda z, axis=-1: np.exp(z) / np.exp(z).sum(),
                    "axis ignored": lambda z, axis=-1: softmax(z),
                },
                hints={"raised": "keepdims", "value": "keepdims"},
            ),
            Part(
                calls=lambda rng: [
                    (np.array([1000.0, 1001.0, 1002.0]),),
                    (np.array([-1000.0, -1001.0, -1002.0]),),
                    (rng.uniform(-1e4, 1e4, 6),),
                ],
                want=_shares,
                rtol=1e-9,
                atol=1e-12,
                hints={"nonfinite": "overflow", "warned": "overflow", "value": "clipped"},
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[900.0], [-900.0]]) + rng.normal(0, 1, (2, 4)),),
                    (rng.normal(0, 3, (2, 3)).astype(np.float32), 0),
                    (np.array([3, 1, 2]),),
                ],
                want=_shares,
                rtol=1e-6,
                atol=1e-6,
                hints={"nonfinite": "one maximum", "warned": "one maximum"},
            ),
        ],
        hints=[
            "Softmax does not change when a constant is added to all its scores: which helps?",
            "Subtract the largest score along the axis, then exponentiate, then divide by the sum.",
            "`z.max(axis=axis, keepdims=True)` has a shape that fits z; the sum needs the same.",
        ],
        feedback={
            "overflow": "exp(1000) is beyond every float, and exp(-1000) is 0: "
            "what may you add to all scores?",
            "clipped": "the shares of 1000, 1001 and 1002 are those of 0, 1 and 2: "
            "clipping changes differences, a shift does not.",
            "one maximum": "a row far below the others leaves nothing but zeros to divide by: "
            "which maximum does each row need?",
            "whole": "do the shares of each row sum to 1, or those of the whole array?",
            "axis ignored": "with axis=0 it is the columns that sum to 1.",
            "keepdims": "which shape has the sum, and against which axis does NumPy line it up?",
            "proportional": "a share has to be positive for negative scores too.",
            "negated": "the largest score should get the largest share.",
            "logarithm": "shares lie between 0 and 1: these are their logarithms.",
            "one by one": "every share depends on all scores: these do not sum to 1.",
        },
        wrong=[
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)
""",
                "overflow",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(np.clip(z, -700, 700) / 2) ** 2
    return e / e.sum(axis=axis, keepdims=True)
""",
                "clipped",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(z - z.max())
    return e / e.sum(axis=axis, keepdims=True)
""",
                "one maximum",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(z - z.max())
    return e / e.sum()
""",
                "whole",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
""",
                "axis ignored",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)
""",
                "keepdims",
            ),
            Wrong("def softmax(z, axis=-1):\n    return z / z.sum(axis)", "proportional"),
            Wrong(
                """
def softmax(z, axis=-1):
    e = np.exp(z.min(axis=axis, keepdims=True) - z)
    return e / e.sum(axis=axis, keepdims=True)
""",
                "negated",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    return z - np.logaddexp.reduce(z, axis=axis, keepdims=True)
""",
                "logarithm",
            ),
            Wrong("def softmax(z, axis=-1):\n    return 0.5 * (1 + np.tanh(z / 2))", "one by one"),
            Wrong(
                """
def softmax(z, axis=-1):
    z -= z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)
""",
                "mutated",
            ),
            Wrong(
                """
def softmax(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
""",
                "dtype",
            ),
        ],
        also_right="""
def softmax(z, axis=-1):
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))
""",
    )
)


def _jacobian(z):
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)


EXERCISES.add(
    Function(
        id="softmax/jacobian",
        kind="implement",
        title="All slopes at once",
        name="jacobian",
        parts=[
            Part(
                calls=lambda rng: [
                    (np.zeros(3),),
                    (rng.normal(0, 2, 2),),
                    (rng.normal(0, 2, 6),),
                ],
                want=_jacobian,
                rtol=1e-9,
                atol=1e-12,
                points=2,
                looks_like={
                    "diagonal": lambda z: np.diag(softmax(z) * (1 - softmax(z))),
                    "sign": lambda z: -_jacobian(z),
                    "plus": lambda z: np.diag(softmax(z)) + np.outer(softmax(z), softmax(z)),
                    "logarithm": lambda z: np.eye(len(z)) - softmax(z),
                    "inner": lambda z: np.diag(softmax(z)) - softmax(z) @ softmax(z),
                },
                hints={"shape": "matrix"},
            ),
            Part(
                calls=lambda rng: [
                    (1000 + rng.normal(0, 1, 4),),
                    (-1000 + rng.normal(0, 1, 4),),
                ],
                want=_jacobian,
                rtol=1e-9,
                atol=1e-12,
                hints={"nonfinite": "overflow", "warned": "overflow"},
            ),
        ],
        hints=[
            "The slope of share i along score k is p_i ([i = k] - p_k).",
            "The first part fills the diagonal with p, the second is a product of all pairs.",
            "`np.diag(p)` makes the diagonal, `np.outer(p, p)` holds p_i p_k.",
        ],
        feedback={
            "matrix": "every share depends on every score: K shares and K scores make K by K "
            "slopes.",
            "diagonal": "what happens to the other shares when one score rises?",
            "sign": "a share rises with its own score: which sign belongs on the diagonal?",
            "plus": "all shares together stay 1, so each column has to sum to 0.",
            "logarithm": "these are the slopes of the logarithms: which factor leads from ln p to p?",
            "inner": "`p @ p` is one number; wanted are the products of all pairs.",
            "overflow": "use a softmax that survives scores of 1000.",
        },
        wrong=[
            Wrong(
                """
def jacobian(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return p * (1 - p)
""",
                "matrix",
            ),
            Wrong(
                """
def jacobian(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p * (1 - p))
""",
                "diagonal",
            ),
            Wrong(
                """
def jacobian(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.outer(p, p) - np.diag(p)
""",
                "sign",
            ),
            Wrong(
                """
def jacobian(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p) + np.outer(p, p)
""",
                "plus",
            ),
            Wrong(
                """
def jacobian(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.eye(len(z)) - p
""",
                "logarithm",
            ),
            Wrong(
                """
def jacobian(z):
    p = np.exp(z - z.max())
    p = p / p.sum()
    return np.diag(p) - p @ p
""",
                "inner",
            ),
            Wrong(
                """
def jacobian(z):
    p = np.exp(z) / np.exp(z).sum()
    return np.diag(p) - np.outer(p, p)
""",
                "overflow",
            ),
        ],
        also_right="""
def jacobian(z):
    e = np.exp(z - np.max(z))
    p = e / np.sum(e)
    return p[:, None] * (np.eye(p.size) - p[None, :])
""",
    )
)


def _loss(z, y):
    return softmax_cross_entropy(z, y)[0]


def _buggy(axis, pairs):
    """The mean of -ln p with the shares along `axis`, over all pairs of rows and labels or not."""

    def loss(z, y):
        p = softmax(z, axis=axis)
        return -np.mean(np.log(p[:, y] if pairs else p[np.arange(len(y)), y]))

    return loss


def _batch(rng, n, K):
    return rng.normal(size=(n, K)), rng.integers(0, K, n)


def _far_apart(rng, n, K):
    """Scores whose losses are whole thousands, to the last bit."""
    return 1e3 * rng.permuted(np.tile(np.arange(K), (n, 1)), axis=1), rng.integers(0, K, n)


EXERCISES.add(
    Function(
        id="softmax/loss",
        kind="debug",
        title="Four mistakes in three lines",
        name="loss",
        parts=[
            Part(
                calls=lambda rng: [_batch(rng, 5, 3), _batch(rng, 4, 4), _batch(rng, 6, 10)],
                want=_loss,
                rtol=1e-9,
                points=2,
                looks_like={
                    "columns": _buggy(0, pairs=False),
                    "both": _buggy(0, pairs=True),
                    "all pairs": _buggy(1, pairs=True),
                    "sum": lambda z, y: len(y) * _loss(z, y),
                    "sign": lambda z, y: -_loss(z, y),
                },
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[1000.0, 1001.0, 1002.0]]), np.array([2])),
                    (np.array([[-1000.0, -1001.0], [-1001.0, -1000.0]]), np.array([0, 0])),
                ],
                want=_loss,
                rtol=1e-9,
                hints={"nonfinite": "overflow", "warned": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[0.0, -800.0]]), np.array([1])),
                    _far_apart(rng, 16, 5),
                ],
                want=_loss,
                rtol=1e-9,
                hints={"nonfinite": "log of 0", "warned": "log of 0", "value": "clipped"},
            ),
        ],
        hints=[
            "Print `p.sum(axis=1)` and `p[:, y].shape` for 5 examples and 3 classes.",
            "One share per example: pair row number i with label y[i], `p[np.arange(len(y)), y]`.",
            "The loss of an example is lse(z) - z_y: no share is needed at all.",
        ],
        feedback={
            "columns": "each example is a row: do the shares of a row sum to 1?",
            "both": "look at two things: do the shares of a row sum to 1, and which shape has "
            "p[:, y]?",
            "all pairs": "p[:, y] takes every label for every row: which shape does it have?",
            "sum": "the loss is a mean over the examples.",
            "sign": "a share is below 1: which sign has its logarithm, and which a loss?",
            "overflow": "which of exp(1000) and exp(-1000) can a float hold?",
            "log of 0": "a share of e^-800 rounds to 0, its logarithm is -800: "
            "take the logarithm by hand first.",
            "clipped": "a constant beside p, or a floor under it, bounds the loss; a confident "
            "mistake costs the whole lead of the wrong class.",
        },
        wrong=[
            Wrong(
                """
def loss(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=0)
    return -np.mean(np.log(p[:, y]))
""",
                "both",
            ),
            Wrong(
                """
def loss(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=0)
    return -np.mean(np.log(p[np.arange(len(y)), y]))
""",
                "columns",
            ),
            Wrong(
                """
def loss(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[:, y]))
""",
                "all pairs",
            ),
            Wrong(
                """
def loss(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y]))
""",
                "overflow",
            ),
            Wrong(
                """
def loss(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y]))
""",
                "log of 0",
            ),
            Wrong(
                """
def loss(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)))
""",
                "clipped",
            ),
            Wrong(
                """
def loss(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    return np.sum(lse - z[np.arange(len(y)), y])
""",
                "sum",
            ),
            Wrong(
                """
def loss(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    return np.mean(z[np.arange(len(y)), y] - lse)
""",
                "sign",
            ),
            Wrong(
                """
def loss(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    return lse - z[np.arange(len(y)), y]
""",
                "shape",
            ),
        ],
        also_right="""
def loss(z, y):
    lead = z - np.take_along_axis(z, y[:, None], axis=1)
    return np.logaddexp.reduce(lead, axis=1).mean()
""",
    )
)

EXERCISES.add(
    Numbers(
        id="softmax/ratio",
        kind="predict",
        title="Three times the score",
        name="ratios",
        ranges=[
            Range(
                low=1.44,
                high=1.54,
                what="the ratio of the shares for 0.2 and 0.6",
                measured="1.492",
                looks_like={"of scores": 3.0, "difference": 0.4},
            ),
            Range(
                low=1.44,
                high=1.54,
                what="the ratio of the shares for 10.2 and 10.6",
                measured="1.492 once more",
                looks_like={"of scores": 10.6 / 10.2},
            ),
            Range(
                low=50.0,
                high=60.0,
                what="the ratio of the shares for 2 and 6",
                measured="54.6",
                looks_like={"of scores": 3.0, "scaled": 14.92},
            ),
        ],
        hints=[
            "Divide one share by the other: which part of the formula cancels?",
            "What is left is a power of e; its exponent is the difference of the scores.",
        ],
        feedback={
            "of scores": "that is the ratio of the scores, which softmax does not see.",
            "difference": "the difference of the scores is the right start: what does the "
            "exponential do with it?",
            "scaled": "ten times the difference does not mean ten times the ratio.",
            "too small": "the larger score has the larger share: how does e enter?",
            "too large": "the exponent is the difference of the two scores, no more.",
        },
        wrong=[
            Wrong("ratios = (3.0, 1.04, 3.0)", "of scores"),
            Wrong("ratios = (1.492, 1.0392, 54.6)", "of scores"),
            Wrong("ratios = (0.4, 0.4, 4.0)", "difference"),
            Wrong("ratios = (1.492, 1.492, 14.92)", "scaled"),
            Wrong("ratios = (1.492, 1.492, 4.0)", "too small"),
            Wrong("ratios = (1.82, 1.82, 403.4)", "too large"),
            Wrong("ratios = 1.492", "type"),
        ],
        also_right="ratios = np.exp([0.4, 0.4, 4.0])",
    )
)

EXERCISES.add(
    Numbers(
        id="softmax/push",
        kind="predict",
        title="Is anybody dead at −100?",
        name="gradient",
        ranges=[
            Range(
                low=-0.345,
                high=-0.325,
                what="the slope of the loss along the right score",
                measured="-0.335",
                looks_like={"dead": 0.0, "no truth": 0.6652, "uphill": 0.3348},
            ),
            Range(
                low=0.235,
                high=0.255,
                what="the slope along the second score",
                measured="0.245",
                looks_like={"only one": 0.0},
            ),
            Range(
                low=0.08,
                high=0.10,
                what="the slope along the third score",
                measured="0.090",
            ),
        ],
        hints=[
            "Add 100 to all three scores: what happens to the shares?",
            "The shares of 1, 2 and 3 are known from the chapter; here the order is reversed.",
            "The gradient is shares minus truth, and the truth is 1 for the first class.",
        ],
        feedback={
            "dead": "a ReLU would be silent at -100; softmax sees differences alone.",
            "no truth": "those are the shares: what is subtracted for the right class?",
            "uphill": "the loss falls when the right score rises: which sign has that slope?",
            "only one": "a wrong class with a positive share is pushed down, too.",
            "too small": "the three slopes sum to 0, and only the right class has a negative one.",
            "too large": "the three slopes sum to 0, and no wrong class has more than its share.",
        },
        wrong=[
            Wrong("gradient = (0.0, 0.0, 0.0)", "dead"),
            Wrong("gradient = (0.6652, 0.2447, 0.09)", "no truth"),
            Wrong("gradient = (0.3348, -0.2447, -0.09)", "uphill"),
            Wrong("gradient = (-0.3348, 0.0, 0.0)", "only one"),
            Wrong("gradient = (-0.91, 0.2447, 0.6652)", "too small"),
            Wrong("gradient = (-0.3348, 0.2447, 0.2)", "too large"),
            Wrong("gradient = -0.3348", "type"),
        ],
        also_right="gradient = [-0.34, 0.25, 0.09]",
    )
)

EXERCISES.add(
    Numbers(
        id="softmax/temperature",
        kind="explore",
        title="Half sure",
        name="T",
        ranges=[
            Range(
                low=2.02,
                high=2.14,
                what="a temperature at which the largest share is one half",
                measured="0.495 to 0.505 for T between 2.017 and 2.142",
                points=2,
                looks_like={"plain": 1.0, "factor": 0.4812},
            )
        ],
        hints=[
            "At T = 1 the largest share is about two thirds: should it get hotter or colder?",
            "Try 2 and 3, then halve the interval until the share is within 0.005 of one half.",
        ],
        feedback={
            "plain": "that is softmax as it stands, and its largest share is about two thirds.",
            "factor": "the scores are divided by T, not multiplied.",
            "too small": "too cold: the largest share is still above one half.",
            "too large": "too hot: the largest share has fallen below one half.",
        },
        wrong=[
            Wrong("T = 1.0", "plain"),
            Wrong("T = 0.4812", "factor"),
            Wrong("T = 0.1", "too small"),
            Wrong("T = 10.0", "too large"),
            Wrong("T = '2'", "type"),
        ],
        also_right="T = np.float64(2.05)",
    )
)

EXERCISES.add(
    Ordering(
        id="softmax/derivation",
        kind="derive",
        title="Six lines to shares minus truth",
        name="order",
        orders=["dafbec"],
        note="each line follows from the one before",
        hints=[
            "Begin with the loss itself, then write out the share.",
            "The logarithm of a quotient is a difference, and the logarithm undoes one exponential.",
            "The chain rule on the logarithm of the sum gives one over the sum.",
        ],
        feedback={
            "a": "here the share is written out: which line still names it p?",
            "b": "the chain rule needs a logarithm of a sum to work on: which line has it?",
            "c": "this is where we want to arrive: which line is it short for?",
            "e": "one term of the sum is left: which line differentiates the sum?",
            "f": "the logarithm of a quotient has become a difference: of which quotient?",
        },
        wrong=[
            Wrong('order = "abcdef"', "a"),
            Wrong('order = "dfabec"', "f"),
            Wrong('order = "dabfec"', "b"),
            Wrong('order = "dafebc"', "e"),
            Wrong('order = "cebfad"', "c"),
            Wrong('order = "dafb"', "type"),
        ],
        also_right='order = ["D", "A", "F", "B", "E", "C"]',
    )
)


def _soft(z, T):
    return T * logsumexp(z / T, axis=1)


def _soft_maximum(z, gap):
    return _soft(z, gap / np.log(z.shape[1]))


EXERCISES.add(
    Function(
        id="softmax/soft-maximum",
        kind="challenge",
        title="A smooth maximum with a promise",
        name="soft_maximum",
        parts=[
            Part(
                calls=lambda rng: [
                    (rng.normal(size=(4, 3)), 0.5),
                    (rng.normal(size=(5, 6)), 2.0),
                    (np.full((2, 4), rng.normal()), 0.3),
                ],
                want=_soft_maximum,
                rtol=1e-9,
                points=2,
                looks_like={
                    "hard": lambda z, gap: z.max(axis=1),
                    "gap as T": _soft,
                    "upside down": lambda z, gap: _soft(z, gap * np.log(z.shape[1])),
                    "not scaled back": lambda z, gap: (
                        _soft_maximum(z, gap) * np.log(z.shape[1]) / gap
                    ),
                    "all scores": lambda z, gap: _soft(z, gap / np.log(z.size)),
                    "rows": lambda z, gap: _soft(z, gap / np.log(len(z))),
                },
            ),
            Part(
                calls=lambda rng: [(5 + rng.normal(size=(1, 5)), 0.001)],
                want=_soft_maximum,
                rtol=1e-9,
                hints={"nonfinite": "overflow", "warned": "overflow", "value": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[3.0], [-3.0]]) + 0.1 * rng.normal(size=(2, 3)), 0.001),
                ],
                want=_soft_maximum,
                rtol=1e-9,
                hints={"nonfinite": "one maximum", "warned": "one maximum"},
            ),
        ],
        hints=[
            "Put z / T into max ≤ lse ≤ max + ln K, and multiply all three by T.",
            "T · lse(z / T) is at most T ln K above the maximum, and exactly that far in a tie.",
            "So T is the gap over ln K; subtract each row's own maximum before you exponentiate.",
        ],
        feedback={
            "hard": "the maximum keeps the promise, but it has kinks: wanted is the largest T.",
            "gap as T": "try three equal scores: by how much does T · lse(z / T) exceed them?",
            "upside down": "the more scores there are, the more they can add up to: "
            "does T have to rise or to fall with K?",
            "not scaled back": "lse(z / T) is near max / T: what brings it back to the scale of z?",
            "all scores": "K is the number of scores in a row.",
            "rows": "K counts the scores in a row, not the rows.",
            "overflow": "a small gap means a small T, and z / T is huge: what may you subtract?",
            "one maximum": "a row far below the others leaves nothing but zeros in the sum: "
            "which maximum does each row need?",
        },
        wrong=[
            Wrong("def soft_maximum(z, gap):\n    return z.max(axis=1)", "hard"),
            Wrong(
                """
def soft_maximum(z, gap):
    return gap * np.logaddexp.reduce(z / gap, axis=1)
""",
                "gap as T",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T = gap * np.log(z.shape[1])
    return T * np.logaddexp.reduce(z / T, axis=1)
""",
                "upside down",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T = gap / np.log(z.shape[1])
    return np.logaddexp.reduce(z / T, axis=1)
""",
                "not scaled back",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T = gap / np.log(z.size)
    return T * np.logaddexp.reduce(z / T, axis=1)
""",
                "all scores",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T = gap / np.log(len(z))
    return T * np.logaddexp.reduce(z / T, axis=1)
""",
                "rows",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T = gap / np.log(z.shape[1])
    return T * np.log(np.exp(z / T).sum(axis=1))
""",
                "overflow",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T, m = gap / np.log(z.shape[1]), z.max()
    return m + T * np.log(np.exp((z - m) / T).sum(axis=1))
""",
                "one maximum",
            ),
            Wrong(
                """
def soft_maximum(z, gap):
    T, m = gap / np.log(z.shape[1]), z.max(axis=1, keepdims=True)
    return m + T * np.log(np.exp((z - m) / T).sum(axis=1, keepdims=True))
""",
                "shape",
            ),
        ],
        also_right="""
def soft_maximum(z, gap):
    T = gap / np.log(z.shape[1])
    return T * np.logaddexp.reduce(z / T, axis=1)
""",
    )
)
