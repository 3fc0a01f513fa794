"""The exercises of the chapter on swish and gated units."""

import numpy as np

from ...activations import swish
from ...intervals import Interval
from ..answers import swish as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import MultipleChoice, Numbers, Ordering, Quantity

SOFT = float(swish.derivative(-3.0, beta=0.5))
FAR = float(swish.derivative(-30.0, beta=0.5))
OMEGA = 0.5671432904097838  # e^-x = x there


def _swish(x, beta):
    return swish(x, beta=beta)


def _slope(x, beta):
    return swish.derivative(x, beta=beta)


enter(
    Function(
        id="swish/function",
        kind="implement",
        title="Swish for every float",
        name="swish",
        needs=["What is wrong with this curve?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (0.5, 1.0),
                    (rng.normal(0, 3, 60), 1.0),
                    (rng.normal(0, 2, (3, 4)), 2.5),
                    (rng.uniform(-26, -12, 20), 1.0),
                ],
                want=_swish,
                rtol=1e-9,
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [(-800.0, 1.0), (rng.uniform(-1e4, 1e4, 50), 3.0)],
                want=_swish,
                atol=1e-12,
                means={"nonfinite": "overflow", "warned": "overflow", "raised": "overflow"},
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
        mistakes=answers.function.mistakes,
        also_right=answers.function.also_right,
    ),
    __name__,
)

enter(
    Function(
        id="swish/always-positive",
        kind="debug",
        title="A slope that was not allowed below zero",
        name="slope",
        needs=["Is its slope always positive?"],
        parts=[
            Part(
                calls=lambda rng: [(0.0, 1.0), (rng.uniform(-1, 6, 50), 1.0)],
                want=_slope,
                rtol=1e-9,
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [
                    (-3.0, 1.0),
                    (rng.uniform(-12, -1.5, 50), 1.0),
                    (rng.uniform(-25, -12, 20), 1.0),
                ],
                want=_slope,
                rtol=1e-8,
                atol=1e-12,
                points=2,
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 3, 50), 2.0),
                    (rng.normal(0, 3, (4, 3)), 0.25),
                    (np.array([-3, 0, 2]), 1.0),
                ],
                want=_slope,
                rtol=1e-9,
                atol=1e-12,
            ),
        ],
        hints=[
            "Compare the function with a difference quotient at -3: which of the two is right?",
            "The product rule gives two terms, and the chain rule gives β in the second.",
            "`g = sigmoid(beta * x)`, then `g + beta * x * g * (1 - g)`.",
        ],
        mistakes=answers.always_positive.mistakes,
        also_right=answers.always_positive.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="swish/soft-gate",
        kind="predict",
        title="Which way with a softer gate?",
        name="slopes",
        replaces="swish/at-minus-three",
        needs=["Is its slope always positive?", "What does β do?"],
        quantities=[
            Quantity(
                "the slope at -3",
                Interval.around(SOFT, 0.01, "-0.0413"),
                too_small="its lowest point is at -1.278/β: how far from there is -3?",
                too_large="at z = -3, has the curve turned, and which sign has its slope then?",
            ),
            Quantity(
                "the slope at 3",
                Interval.around(1 - SOFT, 0.01, "1.0413"),
                too_small="what do the slopes at z and at -z add up to?",
                too_large="what do the slopes at z and at -z add up to?",
            ),
            Quantity(
                "the slope at -30",
                Interval.around(FAR, 0.01, "-4.3e-6"),
                too_small="so far out the curve comes back to 0: does it still fall?",
                too_large="swish is unbounded on the right; where does the curve go on the left?",
            ),
        ],
        hints=[
            "The gate is σ(z/2): what does it see where z is -3, and how far is it open?",
            "This curve is that of β = 1 in another size: at which place of that one are you?",
            "With x = βz the slope is σ(x)(1 + x(1 - σ(x))); the slopes at x and -x add up to 1.",
        ],
        mistakes=[
            Mistake("relu", [(0.0, 1.0, 0.0)], "that is ReLU; swish is not flat there."),
            Mistake(
                "beta lost",
                [(n, p, 0.0) for n in (-0.0881, -0.09, -0.04) for p in (1.0881, 1.09)],
                "that is the slope for β = 1: what does this gate see where z is -3?",
            ),
            Mistake(
                "value",
                [
                    (-0.5473, 1.04, 0.0),
                    (-0.55, 1.04, 0.0),
                    (-0.04, 2.4527, 0.0),
                    (-0.04, 2.45, 0.0),
                ],
                "that is the value of this swish; asked is its slope.",
            ),
            Mistake(
                "gate",
                [(n, p, 0.0) for n in (0.1824, 0.18, -0.04) for p in (0.8176, 0.82)],
                "that is the gate alone; the second term of the product rule is missing.",
            ),
            Mistake(
                "sign",
                [(0.0413, 1.04, 0.0)],
                "the size is right: does swish rise or fall there?",
            ),
            Mistake(
                "chain rule",
                [(n, p, 0.0) for n in (-0.2650, -0.26, -0.27, -0.04) for p in (1.2650, 1.27)],
                "the gate gets z/2: what does the chain rule multiply its slope by?",
            ),
            Mistake(
                "half of it",
                [(n, p, 0.0) for n in (-0.0206, -0.02, -0.04) for p in (0.5206, 0.52)],
                "β stands in the gate alone: does it multiply both terms of the product rule?",
            ),
            Mistake(
                "limit",
                [(-0.04, 1.0, 0.0)],
                "1 is the limit far out: what does the slope at -3 say about the one at 3?",
            ),
            Mistake(
                "unbounded",
                [(-0.04, 1.04, 1.0)],
                "swish is unbounded on the right; where does the curve go on the left?",
            ),
            Mistake(
                "lowest",
                [(-0.04, 1.04, -0.1), (-0.04, 1.04, -0.09), (-0.0413, 1.0413, -0.0413)],
                "the curve falls where it is steepest downhill, and far out it does not: what "
                "becomes of its slope there?",
            ),
            Mistake("type", [-0.04]),
        ],
        also_right=[np.float32([-0.04, 1.04, 0])],
    ),
    __name__,
)

enter(
    Numbers(
        id="swish/lowest",
        kind="explore",
        title="Find the bottom by halving",
        name="lowest",
        needs=["Where exactly does it turn?"],
        quantities=[
            Quantity(
                "the place of the lowest point",
                Interval.around(-1 - OMEGA, 0.001, "-1.56714 for this function"),
                points=2,
                too_small="is the slope there still negative?",
                too_large="is the slope there positive already?",
            ),
            Quantity(
                "the value there",
                Interval.around(-OMEGA, 0.001, "-0.56714, again the place plus 1"),
                too_small="is this value below the curve?",
                too_large="is this value above the lowest one?",
            ),
        ],
        hints=[
            "The slope is negative at -4 and positive at 0: which sign has it halfway?",
            "Keep the half at whose ends the slope has different signs, and repeat 40 times.",
        ],
        mistakes=[
            Mistake(
                "swish",
                [(-1.27846, -0.27846), (-1.5671, -0.27846)],
                "that belongs to z·σ(z): what does the gate of this function get?",
            ),
            Mistake(
                "exchanged",
                [(-0.56714, -1.56714), (-1.5671, -1.56714)],
                "the place comes first, then the value.",
            ),
            Mistake("type", [-1.5671]),
        ],
        also_right=[np.array([-1.5671, -0.5671])],
    ),
    __name__,
)

enter(
    Ordering(
        id="swish/limit",
        kind="derive",
        title="How close to ReLU?",
        name="order",
        needs=["What does β do?"],
        orders=["bfdeac", "bfdaec"],
        note="so the gap shrinks like 1/β",
        hints=[
            "Begin with ReLU minus swish; for z > 0, ReLU is z.",
            "Take out z, then use that the gates at x and -x add up to 1.",
            "A swish with β is a swish with 1 in another size, and its dip has a known depth.",
        ],
        mistakes=[
            Mistake("a", ["abcdef"], "this needs swish with β on the line before."),
            Mistake(
                "c",
                ["bfdeca"],
                "this is where we want to arrive: which line has the dip of swish with β = 1?",
            ),
            Mistake(
                "d",
                ["bdfeac"],
                "here 1 - σ has become a single σ: which line still has the difference?",
            ),
            Mistake(
                "e",
                ["bfedac"],
                "read this as -(-z)·σ(β·(-z)): which line is the same without two signs?",
            ),
            Mistake(
                "f", ["fbdeac"], "z has been taken out of two terms: which line still has both?"
            ),
            Mistake("type", ["bfde"]),
        ],
        also_right=[["B", "F", "D", "E", "A", "C"]],
    ),
    __name__,
)

enter(
    MultipleChoice(
        id="swish/better",
        kind="predict",
        title="Is GELU better on digits?",
        name="verdict",
        needs=["Is swish better than ReLU?"],
        options=("a", "b", "c", "d", "e"),
        right="c",
        note="over 30 fresh pairs GELU's mean lead was 0.1 points, give or take 0.2",
        worth=2,
        hints=[
            "The scores of a single network move by about two points from seed to seed.",
            "In a pair most of that luck cancels: is what is left larger than the lead?",
        ],
        mistakes=[
            Mistake(
                "a",
                ["a"],
                "a published gain on a large network: does it have to show with 200 digits?",
            ),
            Mistake(
                "b",
                ["b"],
                "ReLU may be ahead in single pairs: how far do the ten differences spread?",
            ),
            Mistake(
                "d",
                ["d"],
                "an interval around 0 leaves room for small differences on either side: "
                'is "not seen" the same as "not there"?',
            ),
            Mistake(
                "e",
                ["e"],
                "softplus is smooth and bounded below, too, and what did it gain over leaky ReLU, "
                "which is neither? An argument is not a measurement.",
            ),
            Mistake("type", ["swish"]),
        ],
        also_right=["c"],
    ),
    __name__,
)


def _interval(a, b, t):
    d = a - b
    half = t * d.std(ddof=1) / np.sqrt(len(d))
    return d.mean() + half * np.array([0, -1, 1])


def _two_methods(rng, luck):
    """Scores of two methods under shared luck, and the t value for their number."""
    n, t = ((5, 2.776), (10, 2.262), (20, 2.093))[rng.integers(3)]
    shared = 90 + luck * rng.normal(size=n)
    return shared + rng.normal(0.3, 0.5, n), shared + rng.normal(0, 0.5, n), t


enter(
    Function(
        id="swish/interval",
        kind="challenge",
        title="Report a comparison",
        name="interval",
        needs=["Is swish better than ReLU?"],
        parts=[
            Part(
                calls=lambda rng: [_two_methods(rng, luck=1.0) for _ in range(4)],
                want=_interval,
                rtol=1e-9,
                points=2,
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
        mistakes=answers.interval.mistakes,
        also_right=answers.interval.also_right,
    ),
    __name__,
)


def _block(x, W, V, W2):
    return (swish(x @ W) * (x @ V)) @ W2


def _matrices(rng, n, reach=1.0):
    """Examples of width 6 and the matrices of a block with 4 gated units.

    The gate's pre-activations reach `reach` times as far, the values stay as they are.
    """
    x = reach * rng.normal(size=(n, 6))
    W, V = rng.normal(size=(2, 6, 4)) / np.sqrt(6)
    return x, W, V / reach, rng.normal(size=(4, 6)) / 2


enter(
    Function(
        id="swish/gated-block",
        kind="implement",
        title="The block of a language model",
        name="block",
        needs=["What if the gate had weights of its own?"],
        parts=[
            Part(
                calls=lambda rng: [_matrices(rng, 5), _matrices(rng, 1)],
                want=_block,
                points=2,
                rtol=1e-9,
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [_matrices(rng, 30, reach=1500.0)],
                want=_block,
                rtol=1e-9,
                atol=1e-6,
                means={"nonfinite": "overflow", "warned": "overflow"},
            ),
        ],
        hints=[
            "Two products with x come first: one is the message, the other opens the gate.",
            "Multiply entry by entry, then apply the third matrix: `(... * (x @ V)) @ W2`.",
        ],
        mistakes=answers.gated_block.mistakes,
        also_right=answers.gated_block.also_right,
    ),
    __name__,
)
