"""Exercises of notebooks that were handed out before another question took their place.

Who works on such a notebook, or hands it in, gets the verdicts of then.
"""

import numpy as np

from ...intervals import Interval
from .. import trials
from ..mistakes import Mistake
from ..spec import FORMER, enter
from ..values import Numbers, Quantity, Trial

enter(
    Numbers(
        id="swish/at-minus-three",
        kind="predict",
        title="Which way at minus three?",
        name="slopes",
        needs=["Is its slope always positive?"],
        quantities=[
            Quantity(
                "the slope at -3",
                Interval(-0.1, -0.07, "-0.0881"),
                too_small="can a slope be below the lowest one of swish?",
                too_large=(
                    "swish(-3) is above swish(-2): which sign has the slope, and how far apart are "
                    "the two values?"
                ),
            ),
            Quantity(
                "the slope at 3",
                Interval(1.07, 1.1, "1.0881"),
                too_small="what do the slopes at z and at -z add up to?",
                too_large="what do the slopes at z and at -z add up to?",
            ),
            Quantity(
                "the slope at -30",
                Interval(-0.005, 0.005, "-2.7e-12"),
                too_small="so far out the curve comes back to 0: does it still fall?",
                too_large="swish is unbounded on the right; where does the curve go on the left?",
            ),
        ],
        hints=[
            "σ(-3) is about 0.047, and 1 - σ(-3) about 0.953.",
            "The slope is σ(z)(1 + z(1 - σ(z))): what is the sign of the bracket?",
            "The slopes at z and at -z add up to 1; and at -30, how far open is the gate?",
        ],
        mistakes=[
            Mistake("relu", [(0.0, 1.0, 0.0)], "that is ReLU; swish is not flat there."),
            Mistake(
                "value",
                [(-0.1423, 1.09, 0.0)],
                "that is the value of swish at -3; asked is its slope.",
            ),
            Mistake(
                "gate",
                [(0.0474, 0.9526, 0.0), (-0.09, 0.9526, 0.0)],
                "that is the gate alone; the second term of the product rule is missing.",
            ),
            Mistake(
                "sign", [(0.0881, 1.09, 0.0)], "the size is right: does swish rise or fall there?"
            ),
            Mistake(
                "limit",
                [(-0.09, 1.0, 0.0)],
                "1 is the limit far out: what does the slope at -3 say about the one at 3?",
            ),
            Mistake(
                "unbounded",
                [(-0.09, 1.09, 1.0)],
                "swish is unbounded on the right; where does the curve go on the left?",
            ),
            Mistake(
                "lowest",
                [(-0.09, 1.09, -0.1), (-0.09, 1.09, -0.09), (-0.0881, 1.0881, -0.0881)],
                "the slope is most negative near -2.4: what becomes of it farther out?",
            ),
            Mistake("type", [-0.09]),
        ],
        also_right=[np.float32([-0.09, 1.09, 0])],
    ),
    __name__,
    FORMER,
)

enter(
    Numbers(
        id="initialization/thirty",
        kind="predict",
        title="Thirty times a half",
        name="left",
        needs=["What does the activation take away?"],
        quantities=[
            Quantity(
                "what is left after thirty layers",
                Interval(1e-5, 1e-4, "1.6e-5 to 4.4e-5 over 15 seeds"),
                points=2,
            )
        ],
        hints=[
            "At equal widths Xavier's variance is 1/n: the sum keeps the mean square.",
            "ReLU keeps half of the mean square: which factor is that on its root?",
            "Ten layers make 1/32; what do three times ten make?",
        ],
        mistakes=[
            Mistake(
                "negative", [-1e-5, -3e-5, -1e-4], "can the root of a mean square be negative?"
            ),
            Mistake(
                "nothing", [0.0], "thirty times a part of it is left: that is little, but not 0."
            ),
            Mistake(
                "kept",
                [1.0],
                "this would hold without an activation: what does ReLU do to a mean square?",
            ),
            Mistake(
                "halved",
                [2.0**-30, 1e-9],
                "the mean square is halved thirty times; asked is its root.",
            ),
            Mistake("one layer", [0.7071], "that is the factor of one layer: and thirty of them?"),
            Mistake(
                "too small",
                [1e-7],
                "a factor of about 0.7, thirty times over: which power of 2 is that?",
            ),
            Mistake(
                "too large", [0.03], "a factor below 1, thirty times over: how much does it leave?"
            ),
            Mistake("type", ["nothing"]),
        ],
        also_right=[np.exp2(-14.5)],
    ),
    __name__,
    FORMER,
)

enter(
    Numbers(
        id="sigmoid/factor",
        kind="predict",
        title="How much gradient is left per layer?",
        name="factor",
        needs=["What happens on the way back?"],
        quantities=[
            Quantity(
                "the factor per layer of this network",
                Interval(0.21, 0.245, "0.227 to 0.240 over 30 seeds"),
                points=2,
            )
        ],
        hints=[
            "With weights of variance 1/n the pre-activations stay around 0, within about 1.",
            "σ'(0) is 1/4, σ'(1) is 0.197: the factor is near a typical slope, not the largest.",
        ],
        mistakes=[
            Mistake(
                "bound",
                [0.25],
                "1/4 is the largest slope of σ, met at x = 0 alone: what is a typical one?",
            ),
            Mistake("no loss", [1.0], "every layer multiplies by σ', which is at most 1/4."),
            Mistake(
                "whole",
                [2.2e-6],
                "that is about what nine layers leave together; asked is the factor of one.",
            ),
            Mistake(
                "too small",
                [0.1],
                "the pre-activations stay within about 1 of 0: how small is σ' there?",
            ),
            Mistake("too large", [0.5], "can a typical slope be above the largest one?"),
            Mistake("type", ["a quarter"]),
        ],
        also_right=[np.float32(0.22)],
    ),
    __name__,
    FORMER,
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
    FORMER,
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
    FORMER,
)

enter(
    Numbers(
        id="relu_family/means",
        kind="predict",
        title="What do they leave of a mean of 0?",
        name="left",
        needs=["What does a layer pass on?"],
        quantities=[
            Quantity(
                "the mean that ReLU leaves",
                Interval.around(0.398942, 0.04, "means of 0.399 for ReLU"),
                too_small=(
                    "no output is negative: how large is one that is not 0, and how many are there?"
                ),
                too_large="half of the outputs are 0: how large are the others?",
            ),
            Quantity(
                "the mean that ELU leaves",
                Interval.around(
                    0.160521, 0.04, "0.160 to 0.161 for ELU, over 20 samples of a million"
                ),
                too_small="the left half of ELU is flatter than the right: which side weighs more?",
                too_large="what does the left half take away from the right one?",
            ),
            Quantity(
                "the share of exact zeros among the outputs of ReLU",
                Interval(0.45, 0.55, "exact zeros: half of the outputs of ReLU"),
                too_small="what does ReLU make of every negative number?",
                too_large="how many of the numbers are negative?",
            ),
            Quantity(
                "the share of exact zeros among the outputs of leaky ReLU",
                Interval(0.0, 0.04, "none of those of leaky ReLU"),
                too_small="a share is 0 at least.",
                too_large="what is 0.01 times a negative number: small, or 0?",
            ),
        ],
        hints=[
            "Half of the numbers become 0 in ReLU; the positive half has a mean of about 0.8.",
            "ELU's left half lies between -1 and 0, and most of it is above z itself.",
            "What is 0.01 times a negative number: small, or 0?",
        ],
        mistakes=[
            Mistake(
                "percent",
                [(0.4, 0.16, 50, 0), (0.4, 0.16, 0.5, 50)],
                "a share lies between 0 and 1.",
            ),
            Mistake(
                "variance",
                [(0.5, 0.16, 0.5, 0.0)],
                "the mean of the *squares* is one half: is the mean the same?",
            ),
            Mistake(
                "nothing",
                [(0.0, 0.0, 0.5, 0.0)],
                "no output of ReLU is negative: can the mean of positive numbers be 0?",
            ),
            Mistake(
                "centred",
                [(0.4, 0.0, 0.5, 0.0)],
                "the left half of ELU is flatter than the right: which side weighs more?",
            ),
            Mistake(
                "no left",
                [(0.4, 0.4, 0.5, 0.0)],
                "that is what the right half gives alone: what does the left half add?",
            ),
            Mistake(
                "dense", [(0.4, 0.16, 0.0, 0.0)], "what does ReLU make of every negative number?"
            ),
            Mistake(
                "sparse",
                [(0.4, 0.16, 0.5, 0.5)],
                "those outputs are small, but are they 0, so that a product could be skipped?",
            ),
            Mistake("type", [0.4]),
        ],
        also_right=[np.array([0.42, 0.18, 0.5, 0])],
    ),
    __name__,
    FORMER,
)

enter(
    Numbers(
        id="softmax/push",
        kind="predict",
        title="Is anybody dead at −100?",
        name="gradient",
        needs=["What does softmax not see?", "Can a class die?"],
        quantities=[
            Quantity(
                "the slope of the loss along the right score",
                Interval.around(-0.334759, 0.01, "-0.335"),
                too_small="how large is the first share, and what is the truth for it?",
                too_large=(
                    "the loss falls when the right score rises: how large is the first share, and "
                    "what is the truth?"
                ),
            ),
            Quantity(
                "the slope along the second score",
                Interval.around(0.244728, 0.01, "0.245"),
                too_small="how large is the second share? The truth for it is 0.",
                too_large="how large is the second share? The truth for it is 0.",
            ),
            Quantity(
                "the slope along the third score",
                Interval.around(0.090031, 0.01, "0.090"),
                too_small="how large is the third share? The truth for it is 0.",
                too_large="how large is the third share? The truth for it is 0.",
            ),
        ],
        hints=[
            "Add 100 to all three scores: what happens to the shares?",
            "The shares of 1, 2 and 3 are known from the chapter; here the order is reversed.",
            "The gradient is shares minus truth, and the truth is 1 for the first class.",
        ],
        mistakes=[
            Mistake(
                "reversed",
                [(-0.91, 0.2447, 0.6652), (-0.91, 0.24, 0.67)],
                "the first of the three scores is the largest.",
            ),
            Mistake(
                "dead",
                [(0.0, 0.0, 0.0)],
                "a ReLU would be silent at -100; softmax sees differences alone.",
            ),
            Mistake(
                "no truth",
                [(0.6652, 0.2447, 0.09)],
                "those are the shares: what is subtracted for the right class?",
            ),
            Mistake(
                "uphill",
                [
                    (0.3348, -0.2447, -0.09),
                    (0.33, -0.24, -0.09),
                    (0.34, -0.24, -0.09),
                    (-0.3348, -0.2447, -0.09),
                    (-0.3348, 0.2447, -0.09),
                ],
                "the loss falls when the right score rises: which sign has that slope?",
            ),
            Mistake(
                "only one",
                [(-0.3348, 0.0, 0.0)],
                "a wrong class with a positive share is pushed down, too.",
            ),
            Mistake("type", [-0.3348]),
        ],
        also_right=[[-0.34, 0.25, 0.09]],
    ),
    __name__,
    FORMER,
)

enter(
    Numbers(
        id="sigmoid/signs",
        kind="predict",
        title="Do all weights of a unit move together?",
        name="shares",
        needs=["Why do they all pull the same way?"],
        quantities=[
            Quantity(
                "the share for a batch of 1",
                Interval(1.0, 1.0, "1 for a batch of one"),
                too_small=(
                    "for one example: which of the factors in δ·a can change its sign "
                    "from weight to weight?"
                ),
                too_large="a share is 1 at most.",
            ),
            Quantity(
                "the share for batches of 32",
                Interval(0.2, 0.75, "0.31 to 0.69 for batches of 32 over 60 seeds"),
                too_small="the outputs below hardly change from example to example: "
                "are the 64 sums over them independent?",
                too_large="with 32 examples a unit has 32 δ: do they have one sign?",
            ),
        ],
        hints=[
            "For one example, a weight's gradient is δ times the output below it.",
            (
                "All outputs of a sigmoid layer are positive; one example has one δ a unit, "
                "32 have 32."
            ),
        ],
        mistakes=[
            Mistake(
                "half",
                [(0.5, 0.5), (0.5, 0.45)],
                "for one example: which of the factors in δ·a can change its sign "
                "from weight to weight?",
            ),
            Mistake("percent", [(100, 50)], "a share lies between 0 and 1."),
            Mistake(
                "still all",
                [(1.0, 1.0)],
                "in a batch the δ of a unit has both signs, so the sum can have either.",
            ),
            Mistake(
                "all cancel",
                [(1.0, 0.0)],
                "with 64 random signs agreement would be a miracle, but these are not "
                "independent: the outputs below hardly change from example to example.",
            ),
            Mistake("type", [1.0]),
        ],
        also_right=[np.array([1, 0.4])],
    ),
    __name__,
    FORMER,
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
    FORMER,
)
