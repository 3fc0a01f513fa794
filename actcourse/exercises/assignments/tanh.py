"""The exercises of the chapter on tanh."""

import numpy as np

from ...activations import tanh
from ...intervals import Interval
from .. import trials
from ..answers import tanh as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import MultipleChoice, Numbers, Quantity, Trial

enter(
    Function(
        id="tanh/stable",
        kind="implement",
        title="A tanh for every float",
        name="tanh",
        needs=["How far does a shift take us?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (1.0,),
                    (rng.normal(0, 2, 60),),
                    (rng.normal(0, 5, (3, 4)),),
                    (0.0,),
                ],
                want=tanh,
                rtol=1e-9,
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [(-800.0,), (800.0,), (rng.uniform(-1e4, 1e4, 50),)],
                want=tanh,
                atol=1e-12,
                means={"nonfinite": "overflow", "warned": "overflow", "raised": "overflow"},
            ),
            Part(
                calls=lambda rng: [(1e-9,), (rng.normal(size=40) * 10.0 ** rng.uniform(-12, -7),)],
                want=tanh,
                rtol=1e-9,
                means={"value": "cancels"},
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 3, 20).astype(np.float32),),
                    (np.array([-89, 89], np.float32),),
                    (np.zeros((2, 0, 3)),),
                    (np.array(-2.0),),
                    (np.array([-3, 0, 5]),),
                ],
                want=tanh,
                rtol=1e-6,
                atol=1e-6,
                means={"nonfinite": "overflow", "warned": "overflow"},
            ),
        ],
        hints=[
            "Divide the numerator and the denominator by the larger of the two exponentials.",
            (
                "tanh is odd: compute it for |x|, with an exponent that is never positive, and "
                "give "
                "the result the sign of x."
            ),
            (
                "Near 0 the numerator 1 - e^(-2|x|) is a difference of nearly equal numbers: "
                "`np.expm1(t)` is e^t - 1 with all its digits."
            ),
        ],
        mistakes=answers.stable.mistakes,
        also_right=answers.stable.also_right,
    ),
    __name__,
)


def _through_tanh(g, a):
    return g * (1 - np.square(a))


enter(
    Function(
        id="tanh/backward",
        kind="debug",
        title="A gradient that passes through tanh",
        name="backward",
        needs=["How steep is it?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (2.0, 0.5),
                    (rng.normal(size=40), rng.uniform(-1, 1, 40)),
                    (rng.normal(size=(4, 5)), rng.uniform(-1, 1, (4, 5))),
                ],
                want=_through_tanh,
                atol=1e-12,
                points=2,
            ),
            Part(
                calls=lambda rng: [
                    (np.ones(3), np.array([-1.0, 0.0, 1.0])),
                    (rng.normal(size=6).astype(np.float32), rng.uniform(-1, 1, 6).astype("f4")),
                ],
                want=_through_tanh,
                atol=1e-6,
            ),
        ],
        hints=[
            "What is `a` when `backward` gets it: a pre-activation or an output?",
            "With a = tanh(z) already at hand, the slope needs no tanh and no exponential.",
        ],
        mistakes=answers.backward.mistakes,
        also_right=answers.backward.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="tanh/printed",
        kind="predict",
        title="The formula with a 2 missing",
        name="slope_and_gap",
        needs=["How far does a shift take us?", "How steep is it?"],
        quantities=[
            Quantity(
                "the slope of the second formula at 0",
                Interval(0.49, 0.51, "the slope is 0.500"),
                too_small="compute (1 - e^-x)/(1 + e^-x) at x = 0.1.",
                too_large="compute (1 - e^-x)/(1 + e^-x) at x = 0.1.",
            ),
            Quantity(
                "the largest gap between the first formula and tanh(x)",
                Interval.around(0.300283, 0.01, "the gap is at most 0.300"),
                too_small="compute 2σ(x) - 1 and tanh(x) at x = 1.",
                too_large="compute 2σ(x) - 1 and tanh(x) at x = 1.",
            ),
        ],
        hints=[
            "What is 2σ(x) - 1 as one fraction?  The largest slope of σ is 1/4.",
            (
                "Both are tanh(x/2): like tanh they start at 0 and end at 1, and the gap is in "
                "between."
            ),
            "Near x = 1, tanh(x) is 0.76; compare it with tanh(1/2).",
        ],
        mistakes=[
            Mistake("swapped", [(0.3, 0.5)], "the slope comes first, then the gap."),
            Mistake(
                "tanh",
                [(1.0, 0.0)],
                "that is the slope of tanh itself: do the printed formulas have it, too?",
            ),
            Mistake(
                "sigmoid",
                [(0.25, 0.3)],
                "that is the slope of σ: by what is σ multiplied in the first formula?",
            ),
            Mistake("times four", [(2, 0.3)], "there is only one factor 2 in the first formula."),
            Mistake(
                "range", [(0.5, 1.0)], "both curves go from -1 to 1, so far out there is no gap."
            ),
            Mistake("half", [(0.5, 0.5)], "a half is the gap in slope at 0, not that in height."),
            Mistake("type", [0.5]),
        ],
        also_right=[np.array([1 / 2, 0.3])],
    ),
    __name__,
)

enter(
    Numbers(
        id="tanh/saturated",
        kind="predict",
        title="Does saturation add up over the layers?",
        name="shares",
        needs=["Which scale is right?"],
        quantities=[
            Quantity(
                "the share for gain 1",
                Interval(0.0, 0.02, "0.00"),
                too_small="a share is 0 at least.",
                too_large="does the explorer of the gain show more saturated units layer by layer?",
            ),
            Quantity(
                "the share for gain 5/3",
                Interval(0.02, 0.085, "0.03 to 0.08"),
                too_small=(
                    "does the explorer of the gain show fewer saturated units layer by layer?"
                ),
                too_large="does the explorer of the gain show more saturated units layer by layer?",
            ),
            Quantity(
                "the share for gain 3",
                Interval(0.3, 0.48, "0.37 to 0.44, over 20 seeds"),
                too_small=(
                    "does the explorer of the gain show fewer saturated units layer by layer?"
                ),
                too_large="does the explorer of the gain show more saturated units layer by layer?",
            ),
        ],
        hints=[
            "After five layers the shares are 0, about one in twenty and about two in five.",
            (
                "The outputs of one layer are the inputs of the next: once their spread has "
                "settled, "
                "what can change from layer to layer?"
            ),
        ],
        mistakes=[
            Mistake(
                "percent",
                [(0.0, 5, 40), (5.0, 0.05, 0.4), (0.0, 0.05, 40.0)],
                "a share lies between 0 and 1.",
            ),
            Mistake(
                "adds up",
                [
                    (0.0, 0.2, 1.0),
                    (0.0, 0.05, 1.0),
                    (0.0, 0.1, 0.4),
                    (0.0, 0.12, 0.4),
                    (0.0, 0.05, 0.8),
                ],
                "a unit that is far out does not push the next layer any further: its "
                "output is 1 at most.",
            ),
            Mistake("type", [0.05]),
        ],
        also_right=[np.array([0, 1 / 20, 2 / 5])],
    ),
    __name__,
)

enter(
    MultipleChoice(
        id="tanh/sentences",
        kind="predict",
        title="Which sentence survives?",
        name="survivor",
        needs=["What we have"],
        options=("a", "b", "c", "d", "e"),
        right="d",
        note="the two compute the same functions; how they learn is another matter",
        worth=1,
        hints=[
            "Look for the sentence without a hidden condition: try to break each with one example.",
            "For a: tanh of numbers that are all near 1. For b: the recipe, the output, the gate.",
            "For e: what did the experiment change besides the activation?",
        ],
        mistakes=[
            Mistake(
                "a",
                ["a"],
                "the mean of the outputs depends on what goes in: what if all inputs are near 1?",
            ),
            Mistake(
                "b",
                ["b"],
                "what did the sigmoid do with larger weights and a larger rate? And would you "
                "read a negative output as a probability?",
            ),
            Mistake(
                "c", ["c"], "centred outputs of weights of size 0.01: what did that network learn?"
            ),
            Mistake(
                "e",
                ["e"],
                "what got the network that was stuck going, and was it the new activation?",
            ),
            Mistake("type", ["tanh"]),
        ],
        also_right=["d"],
    ),
    __name__,
)

enter(
    Numbers(
        id="tanh/gain",
        kind="explore",
        title="Bring the error signal home",
        name="gain",
        needs=["Which scale is right?"],
        quantities=[
            Quantity(
                "a gain that keeps the error signal within 4 % per layer",
                Interval(
                    1.2, 1.42, "0.967 to 1.037 per layer for gains from 1.2 to 1.42, over 5 seeds"
                ),
                points=2,
                trial=Trial(
                    measure=trials.farthest_factor,
                    domain=Interval(-1000, 1000, "what is tried out"),
                    grid=[k / 20 for k in range(10, 61)],
                    wanted=Interval(0.96, 1.04, "what is asked"),
                    shown="the factor farthest from 1 is {:.2f}",
                    margin=0.005,
                ),
            )
        ],
        hints=[
            "With gain 1 the signal shrinks, and with 5/3 it grows: it has to be in between.",
            "Halve the interval, and halve it again: each run is quick.",
        ],
        mistakes=[
            Mistake(
                "usual", [1.0], "with gain 1 about a tenth of the signal is lost at every layer."
            ),
            Mistake(
                "library", [5 / 3], "with 5/3 the error signal grows, by about a tenth per layer."
            ),
            Mistake(
                "forward",
                [1.59],
                "that gain keeps the variance on the way up; this asks about the way back.",
            ),
            Mistake("too small", [0.5], "the error signal still shrinks on its way back."),
            Mistake("too large", [3], "the error signal now grows on its way back."),
            Mistake("type", ["1/n"]),
        ],
        also_right=[4 / 3],
    ),
    __name__,
)


def _twin(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 - W2.sum(axis=0)}


def _layers(rng, n_in, hidden, n_out):
    """Weights and biases of a network with one hidden layer, or gradients of their shapes."""
    shapes = (n_in, hidden), (hidden,), (hidden, n_out), (n_out,)
    return tuple(rng.normal(size=shape) for shape in shapes)


enter(
    Function(
        id="tanh/twin",
        kind="derive",
        title="The same network in sigmoids",
        name="twin",
        needs=["How far does a shift take us?"],
        call="twin(W1, b1, W2, b2)",
        parts=[
            Part(
                calls=lambda rng: [_layers(rng, 3, 5, 2), _layers(rng, 4, 4, 4)],
                want=_twin,
                rtol=1e-10,
                atol=1e-12,
                points=3,
                means={"shape": "axis", "raised": "axis"},
            ),
            Part(
                calls=lambda rng: [_layers(rng, 1, 1, 1), _layers(rng, 2, 7, 1)],
                want=_twin,
                rtol=1e-10,
                atol=1e-12,
            ),
        ],
        hints=[
            "Put 2σ(2z) - 1 in the place of tanh(z), with z = x W1 + b1, and multiply out.",
            "The inner 2 goes to what makes z, the outer 2 to what multiplies the outputs.",
            "The -1 of every unit runs through its row of W2: what does it add to each output?",
        ],
        mistakes=answers.twin.mistakes,
        also_right=answers.twin.also_right,
    ),
    __name__,
)


def _directions(dV1, dc1, dV2, dc2):
    """Along which the sigmoid twin has to move, to follow its tanh network."""
    dW2 = 2 * dV2 - dc2
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 2 * dW2, "c2": dc2 - dW2.sum(axis=0)}


enter(
    Function(
        id="tanh/path",
        kind="challenge",
        title="Walk the same path",
        name="directions",
        needs=["How can equal functions learn differently?"],
        call="directions(dV1, dc1, dV2, dc2)",
        parts=[
            Part(
                calls=lambda rng: [_layers(rng, 3, 5, 2), _layers(rng, 4, 4, 4)],
                want=_directions,
                rtol=1e-10,
                atol=1e-12,
                points=3,
                means={"shape": "axis", "raised": "axis"},
            ),
            Part(
                calls=lambda rng: [_layers(rng, 1, 1, 1), _layers(rng, 2, 7, 1)],
                want=_directions,
                rtol=1e-10,
                atol=1e-12,
            ),
        ],
        hints=[
            (
                "Go round in three steps: from the gradients of V, c to those of W, b; one step "
                "there; "
                "and back through V1 = 2 W1, c1 = 2 b1, V2 = 2 W2, c2 = b2 - W2.sum(axis=0)."
            ),
            (
                "W2 has two ways to the loss, through V2 and through c2: dW2 = 2 dV2 - dc2, "
                "where each "
                "row gets the same dc2."
            ),
            (
                "What c2 moves by: b2 moves by db2 = dc2, and each column of W2 takes its sum "
                "of dW2 "
                "with it."
            ),
        ],
        mistakes=answers.path.mistakes,
        also_right=answers.path.also_right,
    ),
    __name__,
)
