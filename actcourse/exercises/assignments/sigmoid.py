"""The exercises of the chapter on the sigmoid."""

import numpy as np

from ...activations import sigmoid
from ...intervals import Interval
from ...nn import binary_cross_entropy
from .. import trials
from ..answers import sigmoid as answers
from ..drivers import descend
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import Numbers, Ordering, Quantity, Trial

enter(
    Function(
        id="sigmoid/stable",
        kind="implement",
        title="A sigmoid that never overflows",
        name="sigmoid",
        needs=["What does it do to a number?"],
        parts=[
            Part(
                calls=lambda rng: [(0.0,), (rng.normal(0, 3, 60),), (rng.normal(0, 9, (3, 4)),)],
                want=sigmoid,
                rtol=1e-9,
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [(-800.0,), (800.0,), (rng.uniform(-1e4, 1e4, 50),)],
                want=sigmoid,
                atol=1e-12,  # the tail has its own part
                means={"nonfinite": "overflow", "warned": "overflow", "raised": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (-690.0,),
                    (rng.uniform(-700, -40, 60),),
                    (rng.uniform(-40, -5, 60),),
                ],
                want=sigmoid,
                means={"value": "tail", "nonfinite": "overflow", "warned": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 3, 20).astype(np.float32),),
                    (np.zeros((2, 0, 3)),),
                    (np.array(-2.0),),
                    (np.array([-3, 0, 5]),),
                ],
                want=sigmoid,
                rtol=1e-6,
                atol=1e-6,
            ),
        ],
        hints=[
            (
                "`1/(1 + e^-x)` and `e^x/(1 + e^x)` are the same function; they fail at different "
                "ends."
            ),
            "`e^-|x|` lies between 0 and 1 for every x: write both forms with it.",
            "The first form needs `e^-x` alone, the second `e^x` alone: `np.where` picks by sign.",
        ],
        mistakes=answers.stable.mistakes,
        also_right=answers.stable.also_right,
    ),
    __name__,
)

enter(
    Function(
        id="sigmoid/from-output",
        kind="implement",
        title="The slope from the output",
        name="slope_from_output",
        needs=["How steep is it?"],
        parts=[
            Part(
                calls=lambda rng: [(0.5,), (rng.uniform(0, 1, 50),), (rng.uniform(0, 1, (4, 5)),)],
                want=lambda a: a * (1 - a),
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [
                    (np.array([0.0, 1.0]),),
                    (np.array([0, 1]),),
                    (rng.uniform(0, 1, (2, 3)).astype(np.float32),),
                ],
                want=lambda a: a * (1 - a),
                atol=1e-6,
            ),
        ],
        hints=[
            "At x = 0 the output is 1/2 and the slope 1/4; near the outputs 0 and 1 it is near 0.",
            "σ'(x) = σ(x)(1 - σ(x)), and `a` already is σ(x): one subtraction and one product.",
        ],
        mistakes=answers.from_output.mistakes,
        also_right=answers.from_output.also_right,
    ),
    __name__,
)

enter(
    Function(
        id="sigmoid/tail",
        kind="debug",
        title="A slope that vanished too early",
        name="slope",
        needs=["How steep is it?"],
        parts=[
            Part(
                calls=lambda rng: [(0.0,), (rng.normal(0, 2, 50),), (rng.normal(0, 2, (3, 4)),)],
                want=sigmoid.derivative,
                rtol=1e-6,
            ),
            Part(
                calls=lambda rng: [
                    (37.0,),
                    (100.0,),
                    (rng.uniform(37, 700, 50),),
                    (rng.uniform(5, 37, 50),),
                    (np.array([-3, 0, 5]),),
                ],
                want=sigmoid.derivative,
                rtol=1e-6,
                means={"nonfinite": "overflow", "warned": "overflow", "value": "floor"},
            ),
            Part(
                calls=lambda rng: [
                    (-37.0,),
                    (-100.0,),
                    (rng.uniform(-700, -37, 50),),
                    (rng.uniform(-37, -5, 50),),
                ],
                want=sigmoid.derivative,
                rtol=1e-6,
                means={"nonfinite": "overflow", "warned": "overflow", "value": "one side"},
            ),
        ],
        hints=[
            "Print `1 - a` for x = 36 and x = 37: at which step do the digits get lost?",
            "Write 1 - σ(x) as one fraction: is that σ of another number?",
            "1 - σ(x) = σ(-x), and σ' is even: write σ(x)σ(-x) in terms of `e^-|x|`.",
        ],
        mistakes=answers.tail.mistakes,
        also_right=answers.tail.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="sigmoid/larger-weights",
        kind="predict",
        title="How much gradient do larger weights leave?",
        name="factor",
        replaces="sigmoid/factor",
        needs=["What happens on the way back?"],
        quantities=[
            Quantity(
                "the factor per layer of this network",
                Interval(0.36, 0.45, "0.39 to 0.42 over 30 seeds"),
                points=2,
            )
        ],
        hints=[
            "Two things multiply the signal at every layer: the weights, and a slope.",
            "The factor is near the gain times a typical σ′: do larger weights leave x near 0?",
        ],
        mistakes=[
            Mistake(
                "bound",
                [0.5],
                "that takes 1/4 for the slope, which σ has at x = 0 alone: what is a typical one?",
            ),
            Mistake(
                "usual",
                [0.23, 0.235, 0.24, 0.25],
                "so much is left with weights of the usual size: what do larger ones multiply?",
            ),
            Mistake(
                "twice",
                [0.46, 0.47, 0.48],
                "the weights double the signal; but do the slopes stay what they were?",
            ),
            Mistake(
                "whole",
                [3e-4],
                "that is about what nine layers leave together; asked is the factor of one.",
            ),
            Mistake(
                "too small",
                [0.1],
                "the weights are twice as large as usual: how small would σ′ have to be?",
            ),
            Mistake("too large", [0.9], "can a typical slope be above the largest one?"),
            Mistake("type", ["two fifths"]),
        ],
        also_right=[np.float32(0.42)],
    ),
    __name__,
)

enter(
    Numbers(
        id="sigmoid/two-examples",
        kind="predict",
        title="Do all weights of a unit move together?",
        name="shares",
        needs=["Why do they all pull the same way?"],
        replaces="sigmoid/signs",
        quantities=[
            Quantity(
                "the share of the sigmoid units",
                Interval(0.6, 0.8, "0.65 to 0.75 over 20 seeds"),
                too_small=(
                    "where the two δ of a unit have one sign, all its weights move together. And "
                    "where they have not, can one of the two be the stronger?"
                ),
                too_large=(
                    "two examples have two δ: in how many units have they one sign, and what "
                    "happens in the others?"
                ),
            ),
            Quantity(
                "the share of the tanh units",
                Interval(0.0, 0.02, "0.00 over 20 seeds"),
                too_small="a share is 0 at least.",
                too_large=(
                    "the outputs below have both signs: what does that do to the signs of 64 "
                    "products?"
                ),
            ),
        ],
        hints=[
            "For one example, a weight's gradient is δ times the output below it; two are added.",
            (
                "All outputs of a sigmoid layer are positive and hardly change from example to "
                "example; those of tanh have both signs."
            ),
        ],
        mistakes=[
            Mistake(
                "always",
                [(1.0, 0.0)],
                "that holds for one example. Two have two δ, and their signs may differ.",
            ),
            Mistake(
                "half",
                [(0.5, 0.0)],
                "in about half of the units the two δ have one sign. In the others, can one of the "
                "two be the stronger?",
            ),
            Mistake(
                "both alike",
                [(0.7, 0.7), (0.7, 0.5), (0.7, 1.0)],
                "the outputs of a tanh layer have both signs: do 64 products agree?",
            ),
            Mistake("percent", [(70, 0.0)], "a share lies between 0 and 1."),
            Mistake("type", [0.7]),
        ],
        also_right=[np.array([0.69, 0])],
    ),
    __name__,
)

enter(
    Numbers(
        id="sigmoid/gain",
        kind="explore",
        title="Wake four layers up",
        name="gain",
        needs=["What happens on the way back?"],
        quantities=[
            Quantity(
                "a gain that trains these four layers to 93%",
                Interval(2.0, 8.0, "0.93 for gains from 2 to 8.5, and not for 1.8 or 9.5"),
                points=2,
                trial=Trial(
                    measure=trials.accuracy_after,
                    domain=Interval(-1000, 1000, "what is tried out"),
                    grid=[k / 2 for k in range(1, 21)],
                    wanted=Interval(0.93, 1, "what is asked"),
                    shown="{:.1%} of the test digits are right",
                    margin=2 / 360,
                ),
            )
        ],
        hints=[
            (
                "Each layer multiplies the gradient by the gain and by a typical σ': when is that "
                "near 1?"
            ),
            "Try 2, 4 and 8; each run takes about half a second.",
        ],
        mistakes=[
            Mistake(
                "usual",
                [1.0],
                "with the usual weights the gradient has all but faded after four layers.",
            ),
            Mistake(
                "too small",
                [0.25],
                "the gradient still fades on its way down: it takes a typical σ' per "
                "layer, times the gain.",
            ),
            Mistake(
                "too large",
                [12.0],
                "large weights push the units into saturation, where σ' is near 0.",
            ),
            Mistake(
                "per slope",
                [16],
                "1/(1/4)² is too much of a good thing: where do the units sit then?",
            ),
            Mistake("type", ["4"]),
        ],
        also_right=[3],
    ),
    __name__,
)

enter(
    Ordering(
        id="sigmoid/derivation",
        kind="derive",
        title="Five lines to σ'",
        name="order",
        needs=["How steep is it?"],
        orders=["dbeac"],
        note="each line follows from the one before",
        hints=[
            "Begin with the definition, written as a power.",
            "The chain rule comes next, then the two minus signs cancel.",
            "To reach σ(1 - σ), add 1 and subtract 1 in a numerator.",
        ],
        mistakes=[
            Mistake(
                "a",
                ["abcde", "dbaec"],
                "two factors side by side: which single fraction do they come from?",
            ),
            Mistake(
                "b", ["bdeac"], "the chain rule needs something to work on: which line states it?"
            ),
            Mistake("c", ["cbead"], "this is where we want to arrive: what does it come from?"),
            Mistake(
                "e", ["debac"], "a single fraction without minus signs: which signs have cancelled?"
            ),
            Mistake("type", ["dbea"]),
        ],
        also_right=[["D", "B", "E", "A", "C"]],
    ),
    __name__,
)


def _descended(*args):
    """Gradient descent on the mean log-loss."""

    def step(w, b, X, y, rate):
        loss, slopes = binary_cross_entropy((X @ w + b)[:, None], y)
        return w - rate * X.T @ slopes[:, 0], b - rate * slopes.sum(), loss

    return dict(zip(("w", "b", "loss"), descend(step, *args), strict=True))


def _examples(rng, scale=1.0):
    """Weights, bias, 40 examples with 3 features, and labels that no line separates."""
    X = scale * rng.normal(size=(40, 3))
    return rng.normal(size=3), rng.normal(), X, rng.integers(0, 2, 40)


def _coins(rng):
    """Features that say nothing: the bias alone has to find the log-odds of 15 in 50."""
    y = rng.permutation(np.repeat([0, 1], [35, 15]))
    return np.zeros(2), 0.0, np.zeros((50, 2)), y, 2.0, 60


enter(
    Function(
        id="sigmoid/log-odds",
        kind="challenge",
        title="A unit that learns log-odds",
        name="step",
        needs=["When is a number between 0 and 1 a probability?"],
        driver=descend,
        gives=("w", "b", "loss"),
        call="step(w, b, X, y, rate)",
        parts=[
            Part(
                calls=lambda rng: [(*_examples(rng), 0.5, 1)],
                want=_descended,
                rtol=1e-9,
            ),
            Part(
                calls=lambda rng: [(*_examples(rng, scale=1e3), 0.5, 1)],
                want=_descended,
                rtol=1e-9,
                means={"nonfinite": "overflow", "warned": "overflow", "value": "clipped"},
            ),
            Part(
                calls=lambda rng: [_coins(rng)],
                want=_descended,
                rtol=1e-6,
                atol=1e-12,
                points=2,
            ),
        ],
        hints=[
            "Differentiate both losses with respect to z, one for each label, and simplify.",
            "-log σ(z) is the logarithm of a sum of two exponentials: which of them can overflow?",
            "dL/dz is σ(z) - y over the number of examples; `np.logaddexp(0, -z)` is -log σ(z).",
        ],
        mistakes=answers.log_odds.mistakes,
        also_right=answers.log_odds.also_right,
    ),
    __name__,
)
