"""The exercises of the chapter on softmax."""

import numpy as np
from scipy.special import logsumexp

from ...activations import softmax
from ...intervals import Interval
from ...nn import softmax_cross_entropy
from .. import trials
from ..answers import softmax as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import Numbers, Ordering, Quantity, Trial


def _shares(z, axis=-1):
    return softmax(z, axis=axis)


enter(
    Function(
        id="softmax/stable",
        kind="implement",
        title="Softmax along any axis",
        name="softmax",
        needs=["What breaks in a computer?"],
        parts=[
            Part(
                calls=lambda rng: [(rng.normal(0, 2, 5),), (rng.normal(0, 5, 8),)],
                want=_shares,
                rtol=1e-9,
                atol=1e-12,
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
                means={"raised": "keepdims", "value": "keepdims"},
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
                means={"nonfinite": "overflow", "warned": "overflow", "value": "clipped"},
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
                means={"nonfinite": "one maximum", "warned": "one maximum"},
            ),
        ],
        hints=[
            "Softmax does not change when a constant is added to all its scores: which helps?",
            "With which constant does no exponential exceed 1? Each row or column has its own.",
            "Subtract `z.max(axis=axis, keepdims=True)`, exponentiate, divide by a sum made alike.",
        ],
        mistakes=answers.stable.mistakes,
        also_right=answers.stable.also_right,
    ),
    __name__,
)


def _jacobian(z):
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)


enter(
    Function(
        id="softmax/jacobian",
        kind="implement",
        title="All slopes at once",
        name="jacobian",
        needs=["How do the shares move?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (np.zeros(3),),
                    (rng.normal(0, 2, 2),),
                    (rng.normal(0, 2, 6),),
                    (np.array([1, 0, 2]),),
                ],
                want=_jacobian,
                rtol=1e-9,
                atol=1e-12,
                points=2,
                means={"shape": "matrix"},
            ),
            Part(
                calls=lambda rng: [
                    (1000 + rng.normal(0, 1, 4),),
                    (-1000 + rng.normal(0, 1, 4),),
                ],
                want=_jacobian,
                rtol=1e-9,
                atol=1e-12,
                means={"nonfinite": "overflow", "warned": "overflow"},
            ),
        ],
        hints=[
            "A share has two kinds of slope: along its own score, and along that of another.",
            "Both are p_i ([i = k] - p_k): what stands on the diagonal alone, and what everywhere?",
            "`np.diag(p)` makes the diagonal, `np.outer(p, p)` holds p_i p_k.",
        ],
        mistakes=answers.jacobian.mistakes,
        also_right=answers.jacobian.also_right,
    ),
    __name__,
)


def _loss(z, y):
    return softmax_cross_entropy(z, y)[0]


def _batch(rng, n, K):
    return rng.normal(size=(n, K)), rng.integers(0, K, n)


def _far_apart(rng, n, K):
    """Scores whose losses are whole thousands, to the last bit."""
    return 1e3 * rng.permuted(np.tile(np.arange(K), (n, 1)), axis=1), rng.integers(0, K, n)


enter(
    Function(
        id="softmax/loss",
        kind="debug",
        title="Four mistakes in three lines",
        name="loss",
        needs=["What breaks in a computer?"],
        parts=[
            Part(
                calls=lambda rng: [_batch(rng, 5, 3), _batch(rng, 4, 4), _batch(rng, 6, 10)],
                want=_loss,
                rtol=1e-9,
                points=2,
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[1000.0, 1001.0, 1002.0]]), np.array([2])),
                    (np.array([[-1000.0, -1001.0], [-1001.0, -1000.0]]), np.array([0, 0])),
                ],
                want=_loss,
                rtol=1e-9,
                means={"nonfinite": "overflow", "warned": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[0.0, -800.0]]), np.array([1])),
                    _far_apart(rng, 16, 5),
                    # Whoever subtracts one maximum of all is left with log 0 in the second row.
                    (np.array([[1000.0, 1001.0, 1002.0], [0.0, 1.0, 2.0]]), np.array([0, 1])),
                ],
                want=_loss,
                rtol=1e-9,
                means={"nonfinite": "log of 0", "warned": "log of 0", "value": "clipped"},
            ),
        ],
        hints=[
            "Print `p.sum(axis=1)` and `p[:, y].shape` for 5 examples and 3 classes.",
            "One share per example: which two arrays of indices pair row number i with label y[i]?",
            "The loss of an example is lse(z) - z_y: no share is needed at all.",
        ],
        mistakes=answers.loss.mistakes,
        also_right=answers.loss.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="softmax/ratio",
        kind="predict",
        title="Three times the score",
        name="ratios",
        needs=["What happens to three scores?", "What does softmax not see?"],
        quantities=[
            Quantity(
                "the ratio of the shares for 0.2 and 0.6",
                Interval.around(np.exp(0.4), 0.05, "1.492"),
                too_small="the larger score has the larger share: how does e enter?",
                too_large="the exponent is the difference of the two scores, no more.",
            ),
            Quantity(
                "the ratio of the shares for 10.2 and 10.6",
                Interval.around(np.exp(0.4), 0.05, "1.492 once more"),
                too_small="what does softmax see of a number that both scores share?",
                too_large="the exponent is the difference of the two scores, no more.",
            ),
            Quantity(
                "the ratio of the shares for 2 and 6",
                Interval.around(np.exp(4), 5, "54.6"),
                too_small="the difference is 4 here: how does e enter?",
                too_large="the exponent is the difference of the two scores, no more.",
            ),
        ],
        hints=[
            "Divide one share by the other: which part of the formula cancels?",
            "What is left is a power of e; its exponent is the difference of the scores.",
        ],
        mistakes=[
            Mistake(
                "of scores",
                [(3.0, 1.04, 3.0), (1.492, 1.0392, 54.6), (1.49, 1.49, 3.0)],
                "that is the ratio of the scores, which softmax does not see.",
            ),
            Mistake(
                "difference",
                [(0.4, 0.4, 4.0)],
                "the difference of the scores is the right start: what does the "
                "exponential do with it?",
            ),
            Mistake(
                "scaled",
                [(1.492, 1.492, 14.92)],
                "ten times the difference does not mean ten times the ratio.",
            ),
            Mistake("type", [1.492]),
        ],
        also_right=[np.exp([0.4, 0.4, 4.0])],
    ),
    __name__,
)

PUSH = softmax(np.array([3.0, 2.0, 0.0])) - [1, 0, 0]  # the slopes along these scores

enter(
    Numbers(
        id="softmax/far-down",
        kind="predict",
        title="Is anybody dead at −100?",
        name="gradient",
        replaces="softmax/push",
        needs=["What does softmax not see?", "Can a class die?"],
        quantities=[
            Quantity(
                "the slope of the loss along the right score",
                Interval.around(PUSH[0], 0.01, "-0.295"),
                too_small="how large is the first share, and what is the truth for it?",
                too_large=(
                    "the loss falls when the right score rises: how large is the first share, and "
                    "what is the truth?"
                ),
            ),
            Quantity(
                "the slope along the second score",
                Interval.around(PUSH[1], 0.01, "0.259"),
                too_small="how large is the second share? The truth for it is 0.",
                too_large="how large is the second share? The truth for it is 0.",
            ),
            Quantity(
                "the slope along the third score",
                Interval.around(PUSH[2], 0.01, "0.035"),
                too_small="how large is the third share? The truth for it is 0.",
                too_large="how large is the third share? The truth for it is 0.",
            ),
        ],
        hints=[
            "Add 101 to all three scores: what happens to the shares?",
            "Then the powers of e are 1, e^-1 and e^-3: divide each by the sum of the three.",
            "The gradient is shares minus truth, and the truth is 1 for the first class.",
        ],
        mistakes=[
            Mistake(
                "reversed",
                [(-0.965, 0.2595, 0.7054), (-0.96, 0.26, 0.71), (-0.97, 0.26, 0.71)],
                "the first of the three scores is the largest.",
            ),
            Mistake(
                "equal gaps",
                [(-0.335, 0.245, 0.09), (-0.33, 0.24, 0.09)],
                "so it is for scores that are 1 apart: how far below the second is the third?",
            ),
            Mistake(
                "dead",
                [(0.0, 0.0, 0.0)],
                "a ReLU would be silent at -100; softmax sees differences alone.",
            ),
            Mistake(
                "no truth",
                [(0.7054, 0.2595, 0.0351), (0.71, 0.26, 0.04)],
                "those are the shares: what is subtracted for the right class?",
            ),
            Mistake(
                "uphill",
                [
                    (0.2946, -0.2595, -0.0351),
                    (0.29, -0.26, -0.04),
                    (0.3, -0.26, -0.04),
                    (-0.2946, -0.2595, -0.0351),
                    (-0.2946, 0.2595, -0.0351),
                ],
                "the loss falls when the right score rises: which sign has that slope?",
            ),
            Mistake(
                "only one",
                [(-0.2946, 0.0, 0.0)],
                "a wrong class with a positive share is pushed down, too.",
            ),
            Mistake("type", [-0.2946]),
        ],
        also_right=[[-0.29, 0.25, 0.04]],
    ),
    __name__,
)

enter(
    Numbers(
        id="softmax/temperature",
        kind="explore",
        title="Half sure",
        name="T",
        needs=["What does softmax not see?"],
        quantities=[
            Quantity(
                "a temperature at which the largest share is one half",
                Interval(2.02, 2.14, "0.495 to 0.505 for T between 2.017 and 2.142"),
                points=2,
                trial=Trial(
                    measure=trials.largest_share,
                    domain=Interval(1e-3, 1e6, "a temperature is positive"),
                    grid=[k / 100 for k in range(1, 1001)],
                    wanted=Interval(0.495, 0.505, "what is asked"),
                    shown="the largest share is {:.3f}",
                    margin=0.0005,
                ),
            )
        ],
        hints=[
            "At T = 1 the largest share is about two thirds: should it get hotter or colder?",
            "Try 2 and 3, then halve the interval until the share is within 0.005 of one half.",
        ],
        mistakes=[
            Mistake(
                "negative",
                [-0.5, -1.0, -2.0, -2.08, 0.0],
                "a temperature is positive: which score gets the largest share at yours?",
            ),
            Mistake(
                "plain",
                [1.0],
                "that is softmax as it stands, and its largest share is about two thirds.",
            ),
            Mistake("factor", [0.4812], "the scores are divided by T, not multiplied."),
            Mistake("too small", [0.1], "too cold: the largest share is still above one half."),
            Mistake("too large", [10.0], "too hot: the largest share has fallen below one half."),
            Mistake("type", ["2"]),
        ],
        also_right=[np.float64(2.05)],
    ),
    __name__,
)

enter(
    Ordering(
        id="softmax/derivation",
        kind="derive",
        title="Six lines to shares minus truth",
        name="order",
        needs=["Can a class die?"],
        orders=["dafbec"],
        note="each line follows from the one before",
        hints=[
            "Begin with the loss itself, then write out the share.",
            (
                "The logarithm of a quotient is a difference, and the logarithm undoes one "
                "exponential."
            ),
            "The chain rule on the logarithm of the sum gives one over the sum.",
        ],
        mistakes=[
            Mistake("a", ["abcdef"], "here the share is written out: which line still names it p?"),
            Mistake(
                "b",
                ["dabfec"],
                "the chain rule needs a logarithm of a sum to work on: which line has it?",
            ),
            Mistake(
                "c", ["cebfad"], "this is where we want to arrive: which line is it short for?"
            ),
            Mistake(
                "e", ["dafebc"], "one term of the sum is left: which line differentiates the sum?"
            ),
            Mistake(
                "f",
                ["dfabec"],
                "the logarithm of a quotient has become a difference: of which quotient?",
            ),
            Mistake("type", ["dafb"]),
        ],
        also_right=[["D", "A", "F", "B", "E", "C"]],
    ),
    __name__,
)


def _soft_maximum(z, gap):
    T = gap / np.log(z.shape[1])
    return T * logsumexp(z / T, axis=1)


enter(
    Function(
        id="softmax/soft-maximum",
        kind="challenge",
        title="A smooth maximum with a promise",
        name="soft_maximum",
        needs=["What breaks in a computer?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (rng.normal(size=(4, 3)), 0.5),
                    (rng.normal(size=(5, 6)), 2.0),
                    (np.full((2, 4), rng.normal()), 0.3),
                    (np.array([[3, 1, 2]]), 0.5),
                ],
                want=_soft_maximum,
                rtol=1e-9,
                points=2,
            ),
            Part(
                calls=lambda rng: [(5 + rng.normal(size=(1, 5)), 0.001)],
                want=_soft_maximum,
                rtol=1e-9,
                means={"nonfinite": "overflow", "warned": "overflow", "value": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (np.array([[3.0], [-3.0]]) + 0.1 * rng.normal(size=(2, 3)), 0.001),
                ],
                want=_soft_maximum,
                rtol=1e-9,
                means={"nonfinite": "one maximum", "warned": "one maximum"},
            ),
        ],
        hints=[
            "Put z / T into max ≤ lse ≤ max + ln K, and multiply all three by T.",
            "T · lse(z / T) is at most T ln K above the maximum, and exactly that far in a tie.",
            "So T is the gap over ln K; subtract each row's own maximum before you exponentiate.",
        ],
        mistakes=answers.soft_maximum.mistakes,
        also_right=answers.soft_maximum.also_right,
    ),
    __name__,
)
