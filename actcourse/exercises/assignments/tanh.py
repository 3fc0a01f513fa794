"""The exercises of the chapter on tanh."""

from dataclasses import replace

import numpy as np

from ...activations import tanh
from ...intervals import Interval
from .. import trials
from ..answers import tanh as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import MultipleChoice, Numbers, Quantity, Trial

MORE = "does the explorer of the gain show more saturated units layer by layer?"
FEWER = "does the explorer of the gain show fewer saturated units layer by layer?"

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
                calls=lambda rng: [
                    (1e-9,),
                    (rng.choice([-1, 1], 60) * 10.0 ** rng.uniform(-12, 0, 60),),
                ],
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
                    (np.array([2, -1, 3]), rng.uniform(-1, 1, 3)),
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

SLOPE = (1 - np.tanh(1.0) ** 2) / 2  # of tanh(x / 2) at 2
LATE = np.arctanh(0.9)  # tanh(x / 2) needs twice that to reach 0.9

enter(
    Numbers(
        id="tanh/misprint",
        kind="predict",
        title="The formula with a 2 missing",
        name="slope_and_gap",
        replaces="tanh/printed",
        needs=["How far does a shift take us?", "How steep is it?"],
        quantities=[
            Quantity(
                "the slope of the second formula at 2",
                Interval.around(SLOPE, 0.01, "the slope is 0.210, and that of tanh 0.071"),
                too_small="the formula is tanh of which number? And which factor comes out?",
                too_large="the formula is tanh of which number? And which factor comes out?",
            ),
            Quantity(
                "the gap between the places where the two reach 0.9",
                Interval.around(LATE, 0.03, "1.47: the formula reaches 0.9 at 2.94"),
                too_small="where does the first formula reach 0.9? Try x = 3.",
                too_large="where does the first formula reach 0.9? Try x = 3.",
            ),
        ],
        hints=[
            "What is 2σ(x) - 1 as one fraction, and what the second formula?",
            "Both are tanh of one and the same number, which is not x.",
            "Both are tanh(x/2): use the chain rule, and ask when x/2 is where tanh needs x to be.",
        ],
        mistakes=[
            Mistake("swapped", [(1.471, 0.21)], "the slope comes first, then the gap."),
            Mistake(
                "tanh",
                [(0.07, 1.47), (0.071, 1.47)],
                "that is the slope of tanh itself: do the printed formulas have it, too?",
            ),
            Mistake(
                "no chain rule",
                [(0.42, 1.47)],
                "that is how steep tanh is where the formula reads it: which factor comes out?",
            ),
            Mistake(
                "wrong place",
                [(0.035, 1.47), (0.04, 1.47)],
                "a half is the right factor: at which place do you take the slope of tanh?",
            ),
            Mistake("at 0", [(0.5, 1.47)], "that is the slope at 0: asked is the one at x = 2."),
            Mistake(
                "place",
                [(0.21, 2.94)],
                "there the formula reaches 0.9: how much later is that than tanh?",
            ),
            Mistake(
                "height",
                [(0.21, 0.3)],
                "that is the largest gap in height: asked is how much later, along x.",
            ),
            Mistake("type", [0.5]),
        ],
        also_right=[np.array([0.21, 1.48])],
    ),
    __name__,
)

enter(
    Numbers(
        id="tanh/settled",
        kind="predict",
        title="Does saturation add up over the layers?",
        name="shares",
        needs=["Which scale is right?"],
        replaces="tanh/saturated",
        quantities=[
            Quantity(
                "the share for gain 2",
                Interval(0.11, 0.19, "0.12 to 0.18 over 20 seeds"),
                too_small=FEWER,
                too_large=MORE,
            ),
            Quantity(
                "the share for gain 4",
                Interval(0.51, 0.6, "0.53 to 0.58 over 20 seeds"),
                too_small=FEWER,
                too_large=MORE,
            ),
            Quantity(
                "the share for gain 8",
                Interval(0.75, 0.82, "0.77 to 0.80 over 20 seeds"),
                too_small=FEWER,
                too_large=MORE,
            ),
        ],
        hints=[
            "The outputs of one layer are the inputs of the next: how large are they at most?",
            ("Once the spread of the outputs has settled, what can change from layer to layer?"),
        ],
        mistakes=[
            Mistake(
                "percent",
                [(15, 55, 78), (0.15, 55, 0.78), (0.15, 0.55, 78)],
                "a share lies between 0 and 1.",
            ),
            Mistake(
                "adds up",
                [(0.3, 1.0, 1.0), (0.15, 1.0, 1.0), (0.15, 0.55, 1.0), (0.28, 0.8, 0.95)],
                "a unit that is far out does not push the next layer any further: its "
                "output is 1 at most.",
            ),
            Mistake(
                "fades",
                [(0.02, 0.3, 0.61), (0.0, 0.0, 0.0), (0.15, 0.3, 0.61)],
                "the weights of every layer are as large as those of the one before: why "
                "should its units saturate less?",
            ),
            Mistake("type", [0.15]),
        ],
        also_right=[np.array([0.15, 0.55, 0.78])],
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
        id="tanh/softsign",
        kind="explore",
        title="Bring the error signal home",
        name="gain",
        replaces="tanh/gain",
        needs=["Which scale is right?"],
        quantities=[
            Quantity(
                "a gain that keeps the error signal within 3% per layer",
                Interval(
                    1.72, 2.05, "0.97 to 1.03 per layer for gains from 1.72 to 2.05, over 5 seeds"
                ),
                points=2,
                trial=Trial(
                    measure=trials.farthest_of_softsign,
                    domain=Interval(0.001, 1000, "what is tried out"),
                    grid=[k / 20 for k in range(10, 81)],
                    wanted=Interval(0.97, 1.03, "what is asked"),
                    shown="the factor farthest from 1 is {:.2f}",
                    margin=0.005,
                ),
            )
        ],
        hints=[
            "With gain 1 the signal shrinks, and with 3 it grows: it has to be in between.",
            "Halve the interval, and halve it again: each run is quick.",
        ],
        mistakes=[
            Mistake(
                "usual", [1.0], "with gain 1 about a fifth of the signal is lost at every layer."
            ),
            Mistake(
                "library",
                [5 / 3],
                "with 5/3, as libraries advise for tanh, the signal of this curve still shrinks.",
            ),
            Mistake(
                "tanh",
                [1.3, 1.29, 4 / 3],
                "that gain is for tanh; softsign is flatter wherever z is not 0.",
            ),
            Mistake("too small", [0.5], "the error signal still shrinks on its way back."),
            Mistake("too large", [3], "the error signal now grows on its way back."),
            Mistake("type", ["1/n"]),
        ],
        also_right=[1.9],
    ),
    __name__,
)


def _twin(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 - W2.sum(axis=0)}


def _layers(rng, n_in, hidden, n_out):
    """Weights and biases of a network with one hidden layer, or gradients of their shapes."""
    shapes = (n_in, hidden), (hidden,), (hidden, n_out), (n_out,)
    return tuple(rng.normal(size=shape) for shape in shapes)


def _of_layers(want):
    """The parts of an exercise that asks for `want` of a network with one hidden layer."""
    several = Part(
        calls=lambda rng: [_layers(rng, 3, 5, 2), _layers(rng, 4, 4, 4)],
        want=want,
        rtol=1e-10,
        atol=1e-12,
        points=3,
        means={"shape": "axis", "raised": "axis"},
    )
    return [
        several,
        replace(
            several,
            calls=lambda rng: [_layers(rng, 1, 1, 1), _layers(rng, 2, 7, 1)],
            points=1,
            means={},
        ),
    ]


enter(
    Function(
        id="tanh/twin",
        kind="derive",
        title="The same network in sigmoids",
        name="twin",
        needs=["How far does a shift take us?"],
        call="twin(W1, b1, W2, b2)",
        parts=_of_layers(_twin),
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
        parts=_of_layers(_directions),
        hints=[
            "Go from the gradients of V, c to those of W, b; take a step there; then back to V, c.",
            "W2 has two ways to the loss, through V2 and c2; c2 moves with b2 and columns of W2.",
            "dW2 = 2 dV2 - dc2, with dc2 in each row; c2 moves by dc2 less the column sums of dW2.",
        ],
        mistakes=answers.path.mistakes,
        also_right=answers.path.also_right,
    ),
    __name__,
)
