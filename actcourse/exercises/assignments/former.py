"""Exercises of notebooks that were handed out before another question took their place.

Who works on such a notebook, or hands it in, gets the verdicts of then.
"""

import numpy as np

from ...intervals import Interval
from ..mistakes import Mistake
from ..spec import FORMER, enter
from ..values import Numbers, Quantity

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
