"""The exercises of the chapter on swish and gated units."""

import numpy as np

from ..activations import gelu, sigmoid, swish
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Choice, Numbers, Ordering, Range


def _swish(x, beta):
    return swish(x, beta=beta)


def _slope(x, beta):
    return swish.derivative(x, beta=beta)


EXERCISES.add(
    Function(
        id="swish/function",
        kind="implement",
        title="Swish for every float",
        name="swish",
        parts=[
            Part(
                calls=lambda rng: [
                    (0.5, 1.0),
                    (rng.normal(0, 3, 60), 1.0),
                    (rng.normal(0, 2, (3, 4)), 2.5),
                ],
                want=_swish,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "gate alone": lambda x, beta: sigmoid(beta * x),
                    "beta lost": lambda x, beta: swish(x),
                    "beta outside": lambda x, beta: beta * swish(x),
                    "beta twice": lambda x, beta: swish(beta * x),
                },
            ),
            Part(
                calls=lambda rng: [(-800.0, 1.0), (rng.uniform(-1e4, 1e4, 50), 3.0)],
                want=_swish,
                atol=1e-12,
                hints={"nonfinite": "overflow", "warned": "overflow", "raised": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 3, 20).astype(np.float32), 2.0),
                    (np.zeros((2, 0)), 1.0),
                    (np.array([-3, 0, 5]), 0.0),
                ],
                want=_swish,
                rtol=1e-6,
                atol=1e-6,
            ),
        ],
        hints=[
            "The gate is a sigmoid of β times x; the number itself goes through unchanged.",
            "`e^-x` overflows for x = -800, but tanh never does: σ(x) = (1 + tanh(x/2)) / 2.",
        ],
        feedback={
            "gate alone": "that is the gate; what goes through it?",
            "beta lost": "try β = 2.5: does your result change?",
            "beta outside": "β makes the gate sharper, not the output larger.",
            "beta twice": "β stands inside the gate alone: how large should the result be for "
            "a large x?",
            "overflow": "which exponential does a float not hold, for βx = -800?",
        },
        wrong=[
            Wrong(
                "def swish(x, beta):\n    return 0.5 * (1 + np.tanh(beta * x / 2))", "gate alone"
            ),
            Wrong("def swish(x, beta):\n    return x * 0.5 * (1 + np.tanh(x / 2))", "beta lost"),
            Wrong(
                "def swish(x, beta):\n    return beta * x * 0.5 * (1 + np.tanh(x / 2))",
                "beta outside",
            ),
            Wrong(
                "def swish(x, beta):\n    return beta * x * 0.5 * (1 + np.tanh(beta * x / 2))",
                "beta twice",
            ),
            Wrong("def swish(x, beta):\n    return x / (1 + np.exp(-beta * x))", "overflow"),
            Wrong(
                """
def swish(x, beta):
    e = np.exp(beta * x)
    return x * e / (1 + e)
""",
                "overflow",
            ),
        ],
        also_right="""
def swish(x, beta):
    return x / (1 + np.exp(-np.clip(beta * x, -60, 60)))
""",
    )
)

EXERCISES.add(
    Function(
        id="swish/always-positive",
        kind="debug",
        title="A slope that was not allowed below zero",
        name="slope",
        parts=[
            Part(
                calls=lambda rng: [(0.0, 1.0), (rng.uniform(-1, 6, 50), 1.0)],
                want=_slope,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "gate alone": lambda x, beta: sigmoid(beta * x),
                    "function": lambda x, beta: swish(x, beta=beta),
                },
            ),
            Part(
                calls=lambda rng: [(-3.0, 1.0), (rng.uniform(-12, -1.5, 50), 1.0)],
                want=_slope,
                rtol=1e-8,
                atol=1e-12,
                points=2,
                looks_like={
                    "clipped": lambda x, beta: np.maximum(_slope(x, beta), 0),
                    "abs": lambda x, beta: np.abs(_slope(x, beta)),
                },
            ),
            Part(
                calls=lambda rng: [(rng.normal(0, 3, 50), 2.0), (rng.normal(0, 3, (4, 3)), 0.25)],
                want=_slope,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "chain rule": lambda x, beta: (
                        sigmoid(beta * x) + x * sigmoid.derivative(beta * x)
                    ),
                    "beta lost": lambda x, beta: swish.derivative(x),
                },
            ),
        ],
        hints=[
            "Compare the function with a difference quotient at -3: which of the two is right?",
            "The product rule gives two terms, and the chain rule gives β in the second.",
            "`g = sigmoid(beta * x)`, then `g + beta * x * g * (1 - g)`.",
        ],
        feedback={
            "gate alone": "the product x·σ(βx) has two factors that change with x.",
            "function": "that is swish itself; asked is its slope.",
            "clipped": "swish(-3) is above swish(-2): can the slope between them be 0?",
            "abs": "swish(-3) is above swish(-2): which sign has the slope between them?",
            "chain rule": "the inner function is βx: what does the chain rule multiply by?",
            "beta lost": "try β = 2: does your result change?",
        },
        wrong=[
            Wrong(
                """
def slope(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return np.maximum(g + beta * x * g * (1 - g), 0)
""",
                "clipped",
            ),
            Wrong(
                """
def slope(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return np.abs(g + beta * x * g * (1 - g))
""",
                "abs",
            ),
            Wrong(
                """
def slope(x, beta):
    g = 0.5 * (1 + np.tanh(beta * x / 2))
    return g + x * g * (1 - g)
""",
                "chain rule",
            ),
            Wrong(
                """
def slope(x, beta):
    g = 0.5 * (1 + np.tanh(x / 2))
    return g + x * g * (1 - g)
""",
                "beta lost",
            ),
            Wrong(
                "def slope(x, beta):\n    return 0.5 * (1 + np.tanh(beta * x / 2))", "gate alone"
            ),
            Wrong("def slope(x, beta):\n    return x / (1 + np.exp(-beta * x))", "function"),
        ],
        also_right="""
def slope(x, beta):
    z = beta * x
    e = np.exp(-np.abs(z))
    gate = np.where(z >= 0, 1, e) / (1 + e)
    return gate + z * e / (1 + e) ** 2
""",
    )
)

EXERCISES.add(
    Numbers(
        id="swish/at-minus-three",
        kind="predict",
        title="Which way at minus three?",
        name="slopes",
        ranges=[
            Range(
                low=-0.1,
                high=-0.07,
                what="the slope at -3",
                measured="-0.0881",
                looks_like={"relu": 0.0, "value": -0.1423, "gate": 0.0474, "sign": 0.0881},
            ),
            Range(
                low=1.07,
                high=1.1,
                what="the slope at 3",
                measured="1.0881",
                looks_like={"limit": 1.0, "gate": 0.9526},
            ),
            Range(
                low=-0.005,
                high=0.005,
                what="the slope at -30",
                measured="-2.7e-12",
                looks_like={"unbounded": 1.0, "lowest": -0.1},
            ),
        ],
        hints=[
            "σ(-3) is about 0.047, and 1 - σ(-3) about 0.953.",
            "The slope is σ(z)(1 + z(1 - σ(z))): what is the sign of the bracket?",
            "The slopes at z and at -z add up to 1; and at -30, how far open is the gate?",
        ],
        feedback={
            "relu": "that is ReLU; swish is not flat there.",
            "value": "that is the value of swish at -3; asked is its slope.",
            "gate": "that is the gate alone; the second term of the product rule is missing.",
            "sign": "the size is right: does swish rise or fall there?",
            "limit": "1 is the limit far out: what does the slope at -3 say about the one at 3?",
            "unbounded": "swish is unbounded on the right; where does the curve go on the left?",
            "lowest": "the slope is most negative near -2.4: what becomes of it farther out?",
            "too small": "no slope of swish is below -0.1; what do those at z and -z add up to?",
            "too large": "swish(-3) is above swish(-2): which sign has the slope, and how far apart "
            "are the two values?",
        },
        wrong=[
            Wrong("slopes = (0.0, 1.0, 0.0)", "relu"),
            Wrong("slopes = (-0.1423, 1.09, 0.0)", "value"),
            Wrong("slopes = (0.0474, 0.9526, 0.0)", "gate"),
            Wrong("slopes = (0.0881, 1.09, 0.0)", "sign"),
            Wrong("slopes = (-0.09, 1.0, 0.0)", "limit"),
            Wrong("slopes = (-0.09, 1.09, 1.0)", "unbounded"),
            Wrong("slopes = (-0.09, 1.09, -0.1)", "lowest"),
            Wrong("slopes = (0.5, 1.09, 0.0)", "too large"),
            Wrong("slopes = (-1.1, 1.09, 0.0)", "too small"),
            Wrong("slopes = -0.09", "type"),
        ],
        also_right="slopes = np.float32([-0.09, 1.09, 0])",
    )
)

EXERCISES.add(
    Numbers(
        id="swish/lowest",
        kind="explore",
        title="Find the bottom by halving",
        name="lowest",
        ranges=[
            Range(
                low=-1.5681,
                high=-1.5661,
                what="the place of the lowest point, to three decimals",
                measured="-1.56714 for this function",
                points=2,
                looks_like={"swish": -1.27846, "exchanged": -0.56714},
            ),
            Range(
                low=-0.5681,
                high=-0.5661,
                what="the value there, to three decimals",
                measured="-0.56714, again the place plus 1",
                looks_like={"swish": -0.27846, "exchanged": -1.56714},
            ),
        ],
        hints=[
            "The slope is negative at -4 and positive at 0: which sign has it halfway?",
            "Keep the half at whose ends the slope has different signs, and repeat 40 times.",
        ],
        feedback={
            "swish": "that belongs to swish; the gate of this function opens earlier.",
            "exchanged": "the place comes first, then the value.",
            "too small": "is the slope there still negative, or the value below the curve?",
            "too large": "is the slope there positive already, or the value above the lowest one?",
        },
        wrong=[
            Wrong("lowest = (-1.27846, -0.27846)", "swish"),
            Wrong("lowest = (-0.56714, -1.56714)", "exchanged"),
            Wrong("lowest = (-2.0, -0.5671)", "too small"),
            Wrong("lowest = (-1.5, -0.5671)", "too large"),
            Wrong("lowest = (-1.5671, -0.56)", "too large"),
            Wrong("lowest = -1.5671", "type"),
        ],
        also_right="lowest = np.array([-1.5671, -0.5671])",
    )
)

EXERCISES.add(
    Ordering(
        id="swish/limit",
        kind="derive",
        title="How close to ReLU?",
        name="order",
        orders=["bfdeac"],
        note="so the gap shrinks like 1/β",
        hints=[
            "Begin with ReLU minus swish; for z > 0, ReLU is z.",
            "Take out z, then use that the gates at x and -x add up to 1.",
            "A swish with β is a swish with 1 in another size, and its dip has a known depth.",
        ],
        feedback={
            "a": "this needs swish with β on the line before.",
            "c": "this is where we want to arrive: which line has the dip of swish with β = 1?",
            "d": "here 1 - σ has become a single σ: which line still has the difference?",
            "e": "read this as -(-z)·σ(β·(-z)): which line is the same without two signs?",
            "f": "z has been taken out of two terms: which line still has both?",
        },
        wrong=[
            Wrong('order = "abcdef"', "a"),
            Wrong('order = "bdfeac"', "d"),
            Wrong('order = "bfedac"', "e"),
            Wrong('order = "fbdeac"', "f"),
            Wrong('order = "bfdeca"', "c"),
            Wrong('order = "bfde"', "type"),
        ],
        also_right='order = ["B", "F", "D", "E", "A", "C"]',
    )
)

EXERCISES.add(
    Choice(
        id="swish/better",
        kind="predict",
        title="Is swish better on digits?",
        name="verdict",
        options=("a", "b", "c", "d", "e"),
        right="c",
        note="over 30 fresh pairs the mean lead was 0.2 points, give or take 0.3",
        worth=2,
        hints=[
            "The scores of a single network move by about two points from seed to seed.",
            "In a pair most of that luck cancels: is what is left larger than the lead?",
        ],
        feedback={
            "a": "a published gain on a large network: does it have to show with 200 digits?",
            "b": "ReLU has no advantage that a swish of the same size would lack: measure.",
            "d": "an interval around 0 leaves room for small differences on either side: "
            'is "not seen" the same as "not there"?',
            "e": "softplus is smooth and bounded below, too, and what did it gain over leaky ReLU, "
            "which is neither? An argument is not a measurement.",
        },
        wrong=[
            Wrong('verdict = "a"', "a"),
            Wrong('verdict = "b"', "b"),
            Wrong('verdict = "d"', "d"),
            Wrong('verdict = "e"', "e"),
            Wrong('verdict = "swish"', "type"),
        ],
        also_right='verdict = "c"',
    )
)


def _interval(a, b, t):
    d = a - b
    return _around(d.mean(), t * d.std(ddof=1) / np.sqrt(len(d)))


def _around(mean, half):
    return np.array([mean, mean - half, mean + half])


def _two_methods(rng, luck):
    """Scores of two methods under shared luck, and the t value for their number."""
    n, t = ((5, 2.776), (10, 2.262), (20, 2.093))[rng.integers(3)]
    shared = 90 + luck * rng.normal(size=n)
    return shared + rng.normal(0.3, 0.5, n), shared + rng.normal(0, 0.5, n), t


EXERCISES.add(
    Function(
        id="swish/interval",
        kind="challenge",
        title="Report a comparison",
        name="interval",
        parts=[
            Part(
                calls=lambda rng: [_two_methods(rng, luck=1.0) for _ in range(4)],
                want=_interval,
                rtol=1e-9,
                points=2,
                looks_like={
                    "exchanged": lambda a, b, t: _interval(b, a, t),
                    "spread": lambda a, b, t: _around((a - b).mean(), t * (a - b).std(ddof=1)),
                    "divisor": lambda a, b, t: _around(
                        (a - b).mean(), t * (a - b).std() / np.sqrt(len(a))
                    ),
                    "normal": lambda a, b, t: _interval(a, b, 1.96),
                    "no t": lambda a, b, t: _interval(a, b, 1.0),
                    "unpaired": lambda a, b, t: _around(
                        (a - b).mean(),
                        t * np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a)),
                    ),
                },
            ),
            Part(
                calls=lambda rng: [_two_methods(rng, luck=30.0) for _ in range(4)],
                want=_interval,
                rtol=1e-9,
            ),
        ],
        hints=[
            "Work on the differences, one for each pair, and forget the scores.",
            "The standard deviation of n numbers has n - 1 below the root: `ddof=1`.",
            "The half-width is `t * d.std(ddof=1) / np.sqrt(len(d))`.",
        ],
        feedback={
            "exchanged": "a lead of the first over the second is positive.",
            "spread": "that is where single pairs lie; how much surer is the mean of n of them?",
            "divisor": "with the mean estimated from the same data, n - 1 numbers are free.",
            "normal": "1.96 belongs to very many pairs; for few, `t` is larger.",
            "no t": "one standard error covers about two thirds of the cases: how many cover 95%?",
            "unpaired": "the two scores of a pair share their luck: take their difference first.",
        },
        wrong=[
            Wrong(
                """
def interval(a, b, t):
    d = b - a
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])
""",
                "exchanged",
            ),
            Wrong(
                """
def interval(a, b, t):
    d = a - b
    half = t * d.std(ddof=1)
    return np.array([d.mean(), d.mean() - half, d.mean() + half])
""",
                "spread",
            ),
            Wrong(
                """
def interval(a, b, t):
    d = a - b
    half = t * d.std() / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])
""",
                "divisor",
            ),
            Wrong(
                """
def interval(a, b, t):
    d = a - b
    half = 1.96 * d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])
""",
                "normal",
            ),
            Wrong(
                """
def interval(a, b, t):
    d = a - b
    half = d.std(ddof=1) / np.sqrt(len(d))
    return np.array([d.mean(), d.mean() - half, d.mean() + half])
""",
                "no t",
            ),
            Wrong(
                """
def interval(a, b, t):
    mean = a.mean() - b.mean()
    half = t * np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))
    return np.array([mean, mean - half, mean + half])
""",
                "unpaired",
            ),
            Wrong("def interval(a, b, t):\n    return (a - b).mean()", "shape"),
        ],
        also_right="""
def interval(a, b, t):
    n, d = len(a), a - b
    mean = d.sum() / n
    error = (((d - mean) ** 2).sum() / (n - 1) / n) ** 0.5
    return mean + t * error * np.array([0, -1, 1])
""",
    )
)


def _block(gate):
    return lambda x, W, V, W2: (gate(x @ W) * (x @ V)) @ W2


def _matrices(rng, n, reach=1.0):
    """Examples of width 6 and the matrices of a block with 4 gated units.

    The gate's pre-activations reach `reach` times as far, the values stay as they are.
    """
    x = reach * rng.normal(size=(n, 6))
    W, V = rng.normal(size=(2, 6, 4)) / np.sqrt(6)
    return x, W, V / reach, rng.normal(size=(4, 6)) / 2


EXERCISES.add(
    Function(
        id="swish/gated-block",
        kind="implement",
        title="The block of a language model",
        name="block",
        parts=[
            Part(
                calls=lambda rng: [_matrices(rng, 5), _matrices(rng, 1)],
                want=_block(swish),
                points=2,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "ungated": lambda x, W, V, W2: swish(x @ W) @ W2,
                    "exchanged": lambda x, W, V, W2: _block(swish)(x, V, W, W2),
                    "sigmoid": _block(sigmoid),
                    "gelu": _block(gelu),
                    "added": lambda x, W, V, W2: (swish(x @ W) + x @ V) @ W2,
                    "last gate": lambda x, W, V, W2: swish(((x @ W) * (x @ V)) @ W2),
                },
            ),
            Part(
                calls=lambda rng: [_matrices(rng, 30, reach=1500.0)],
                want=_block(swish),
                rtol=1e-9,
                atol=1e-6,
                hints={"nonfinite": "overflow", "warned": "overflow"},
            ),
        ],
        hints=[
            "Two products with x come first: one is the message, the other opens the gate.",
            "Multiply entry by entry, then apply the third matrix: `(... * (x @ V)) @ W2`.",
        ],
        feedback={
            "ungated": "V is not used: what does the gate let through?",
            "exchanged": "W makes the gate's pre-activations, V the values.",
            "sigmoid": "that is the GLU; in a SwiGLU the gate is swish.",
            "gelu": "that is the GEGLU; in a SwiGLU the gate is swish.",
            "added": "a gate multiplies.",
            "last gate": "the gate acts on the hidden units, before the last matrix.",
            "overflow": "the pre-activations reach thousands: is your swish the stable one?",
        },
        wrong=[
            Wrong(
                """
def block(x, W, V, W2):
    b = x @ W
    return (b * 0.5 * (1 + np.tanh(b / 2))) @ W2
""",
                "ungated",
            ),
            Wrong(
                """
def block(x, W, V, W2):
    b = x @ V
    return (b * 0.5 * (1 + np.tanh(b / 2)) * (x @ W)) @ W2
""",
                "exchanged",
            ),
            Wrong(
                """
def block(x, W, V, W2):
    return (0.5 * (1 + np.tanh(x @ W / 2)) * (x @ V)) @ W2
""",
                "sigmoid",
            ),
            Wrong(
                """
def block(x, W, V, W2):
    from math import erf

    b = x @ W
    return (b * 0.5 * (1 + np.vectorize(erf)(b / 2**0.5)) * (x @ V)) @ W2
""",
                "gelu",
            ),
            Wrong(
                """
def block(x, W, V, W2):
    b = x @ W
    return (b * 0.5 * (1 + np.tanh(b / 2)) + x @ V) @ W2
""",
                "added",
            ),
            Wrong(
                """
def block(x, W, V, W2):
    z = ((x @ W) * (x @ V)) @ W2
    return z * 0.5 * (1 + np.tanh(z / 2))
""",
                "last gate",
            ),
            Wrong(
                """
def block(x, W, V, W2):
    b = x @ W
    return (b / (1 + np.exp(-b)) * (x @ V)) @ W2
""",
                "overflow",
            ),
        ],
        also_right="""
def block(x, W, V, W2):
    a, b = x @ V, x @ W
    e = np.exp(-np.abs(b))
    return (a * b * np.where(b >= 0, 1, e) / (1 + e)) @ W2
""",
    )
)
