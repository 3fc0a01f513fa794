"""The exercises of the chapter on initialization."""

import numpy as np

from ...intervals import Interval
from .. import trials
from ..answers import initialization as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import Numbers, Ordering, Quantity, Trial

VARIANCES = {
    "lecun": lambda n_in, n_out: 1 / n_in,
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
}


def _scaled(N, rule):
    return N * np.sqrt(VARIANCES[rule](*N.shape))


def _normal(rng, n_in, n_out):
    return rng.standard_normal((n_in, n_out))


def _oblong(rng):
    """Two shapes that tell the inputs from the units: one wide, one tall."""
    return _normal(rng, 3, 40), _normal(rng, 50, 7)


enter(
    Function(
        id="initialization/schemes",
        kind="implement",
        title="Three schemes in one function",
        name="scaled",
        needs=["What does the activation take away?", "And on the way back?"],
        parts=[
            Part(
                calls=lambda rng, rule=rule: [(N, rule) for N in _oblong(rng)],
                want=_scaled,
                rtol=1e-9,
            )
            for rule in VARIANCES
        ],
        hints=[
            "The entries of N have variance 1; times a number c they have variance c².",
            "In z = x @ W, along which axis of W does the sum over the inputs run?",
            "`n_in, n_out = N.shape`; a dict from the rule to its variance, and the root of that.",
        ],
        mistakes=answers.schemes.mistakes,
        also_right=answers.schemes.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="initialization/rank",
        kind="predict",
        title="How many different units?",
        name="ranks",
        needs=["Can all units start alike?"],
        quantities=[
            Quantity(
                "the rank after a start from 0.1 everywhere",
                Interval(1, 1, "1 from a constant, with each of 3 seeds"),
                too_small="a matrix that is not all zeros has a rank of 1 at least.",
                too_large="who would tell the first unit to become another than the second?",
            ),
            Quantity(
                "the rank after a start from 0.1 with random biases",
                Interval(16, 16, "16 once the biases are random"),
                too_small=(
                    "units with different biases send different outputs: are their gradients equal?"
                ),
                too_large="a matrix of 64 rows and 16 columns: how large can its rank be?",
            ),
            Quantity(
                "the rank after a start from small random weights",
                Interval(16, 16, "16 from random weights, with each of 3 seeds"),
                too_small="random columns are different from the start: does training merge them?",
                too_large="a matrix of 64 rows and 16 columns: how large can its rank be?",
            ),
        ],
        hints=[
            "The rank of a matrix is at most the number of different columns that it has.",
            "If all hidden units are alike before a step, what tells them apart after it?",
        ],
        mistakes=[
            Mistake(
                "all",
                [(16, 16, 16)],
                "who would tell the first unit to become another than the second?",
            ),
            Mistake(
                "none", [(0, 16, 16)], "a matrix of rank 0 is all zeros; do these weights not move?"
            ),
            Mistake(
                "pixels",
                [(1, 64, 64), (1, 16, 64)],
                "a rank is at most the number of rows and at most the number of columns.",
            ),
            Mistake(
                "biases",
                [(1, 1, 16)],
                "units with different biases send different outputs: are their gradients equal?",
            ),
            Mistake(
                "copies",
                [(1, 16, 1)],
                "random columns are different from the start: does training merge them?",
            ),
            Mistake(
                "classes",
                [(1, 10, 10), (1, 16, 10)],
                "10 is the number of outputs; the columns of W₁ belong to hidden units.",
            ),
            Mistake("type", [1]),
        ],
        also_right=[np.array([1, 16, 16])],
    ),
    __name__,
)


def _he_rows(N):
    return N * np.sqrt(2 / N.shape[1])


enter(
    Function(
        id="initialization/fans",
        kind="debug",
        title="He's weights, carried over",
        name="he",
        needs=["What does the activation take away?"],
        parts=[
            Part(
                calls=lambda rng: [(_normal(rng, 6, 6),)],
                want=_he_rows,
                rtol=1e-9,
            ),
            Part(
                calls=lambda rng: [(_normal(rng, 256, 8),), (_normal(rng, 10, 64),)],
                want=_he_rows,
                rtol=1e-9,
                points=2,
            ),
        ],
        hints=[
            "How many terms does one entry of `W @ x` add up?",
            "In this convention a row of W holds the weights of one unit.",
        ],
        mistakes=answers.fans.mistakes,
        also_right=answers.fans.also_right,
    ),
    __name__,
)


def _first(X, n_out, seed):
    return X @ (0.01 * np.random.default_rng(seed).standard_normal((X.shape[1], n_out)))


def _seeded(rng):
    return [(rng.normal(size=(5, n)), m, int(rng.integers(1000))) for n, m in ((2, 2), (7, 3))]


enter(
    Function(
        id="initialization/randn",
        kind="debug",
        title="The line that does not run",
        name="pre_activations",
        needs=["Can all units start alike?"],
        parts=[
            Part(
                calls=_seeded,
                want=_first,
                rtol=1e-9,
                points=2,
                means={"value": "other numbers"},
            )
        ],
        hints=[
            "What did `randn` want in place of a tuple, and what does a generator's method want?",
            "Nothing but W is random here; which factor makes N(0, 0.01²) of N(0, 1)?",
            "`rng.standard_normal((X.shape[1], n_out))`, with a generator made of the seed, gives "
            + "the numbers; the rest is a factor and a product.",
        ],
        mistakes=answers.randn.mistakes,
        also_right=answers.randn.also_right,
    ),
    __name__,
)

# A leaky layer with Xavier's weights keeps (1 + 1/4) / 2 of the mean square.
LEFT = (5 / 8) ** 15

enter(
    Numbers(
        id="initialization/leaky-layers",
        kind="predict",
        title="Thirty leaky layers",
        name="left",
        replaces="initialization/thirty",
        needs=["What does the activation take away?"],
        quantities=[
            Quantity(
                "what is left after thirty layers",
                Interval(LEFT / 3, 3 * LEFT, "5.5e-4 to 1.2e-3 over 40 seeds, in theory 8.7e-4"),
                points=2,
            )
        ],
        hints=[
            "At equal widths Xavier's variance is 1/n: the sum keeps the mean square.",
            "The positive half of all z stays as it is; what becomes of the square of the others?",
            "Of the mean square a layer keeps half of 1 + 1/4; asked is the root, after thirty.",
        ],
        mistakes=[
            Mistake("negative", [-1e-5, -1e-3, -1.0], "can the root of a mean square be negative?"),
            Mistake(
                "nothing", [0.0], "thirty times a part of it is left: that is little, but not 0."
            ),
            Mistake(
                "kept",
                [1.0],
                "this would hold without an activation: what does this one do to a mean square?",
            ),
            Mistake(
                "relu",
                [2.0**-15, 3e-5, 3.1e-5],
                "that is ReLU, which keeps nothing of the negative half: what is kept here?",
            ),
            Mistake(
                "mean square",
                [(5 / 8) ** 30, 7.5e-7, 8e-7, 7e-7],
                "that is what becomes of the mean square; asked is its root.",
            ),
            Mistake(
                "one layer",
                [(5 / 8) ** 0.5, 0.79, 0.8, 5 / 8],
                "that is the factor of one layer: and of thirty?",
            ),
            Mistake(
                "mean slope",
                [0.75**30, 1.8e-4, 2e-4, 0.75**15, 0.013, 0.75],
                "a mean of slopes is not what counts: by what is a mean square multiplied where "
                "the slope is ½?",
            ),
            Mistake(
                "halves",
                [0.5**30],
                "½ is the slope on one side alone: what does the other half of all z keep?",
            ),
            Mistake(
                "too small",
                [1e-7],
                "half of all z pass unchanged, so a layer keeps more than ReLU does: how much of "
                "the mean square?",
            ),
            Mistake(
                "too large", [0.03], "a factor below 1, thirty times over: how much does it leave?"
            ),
            Mistake("type", ["nothing"]),
        ],
        also_right=[1e-3, 0.625**15],
    ),
    __name__,
)

enter(
    Ordering(
        id="initialization/half",
        kind="derive",
        title="Where the 2 comes from",
        name="order",
        needs=["What does the activation take away?"],
        orders=["cadbe"],
        note="each line follows from the one before",
        hints=[
            "Begin with the mean square of the output, and write the mean as an integral.",
            "Where z is negative, the integrand is 0.",
            "z² p(z) is the same at z and at -z: half of the whole integral is on the right.",
        ],
        mistakes=[
            Mistake("a", ["acdbe", "adbec"], "an integral over all z: of which mean?"),
            Mistake(
                "b", ["cabde"], "the half of an integral over all z: where has the other half gone?"
            ),
            Mistake("d", ["cdabe"], "here the negative z are gone: where were they still there?"),
            Mistake("e", ["caebd", "eadbc"], "this is where we want to arrive."),
            Mistake("type", ["cadb"]),
        ],
        also_right=[["C", "A", "D", "B", "E"]],
    ),
    __name__,
)

enter(
    Numbers(
        id="initialization/window",
        kind="explore",
        title="Neither silent nor deaf",
        name="std",
        needs=["Why not always 0.01?"],
        quantities=[
            Quantity(
                "a size of the weights that trains these five layers to 95%",
                Interval(
                    0.065, 0.27, "0.95 for sizes from 0.065 to 0.27, and not for 0.055 or 0.3"
                ),
                points=2,
                trial=Trial(
                    measure=trials.worst_accuracy,
                    domain=Interval(-1000, 1000, "what is tried out"),
                    grid=sorted(
                        [0.01, 0.02, 0.03, 0.05, 0.07, 0.125, *(k / 20 for k in range(2, 21))]
                    ),
                    wanted=Interval(0.95, 1, "what is asked"),
                    shown="{:.1%} of the test digits are right in the worst of three starts",
                    margin=2 / 360,
                ),
            )
        ],
        hints=[
            "Each layer multiplies the signal by about s√n; here n is 64.",
            "Try the size at which s√n is 1, then twice and half of it.",
        ],
        mistakes=[
            Mistake(
                "habit", [0.01], "0.01 is the size from old recipes: s√n is less than a tenth."
            ),
            Mistake("unit", [1.0], "weights from N(0, 1) saturate every layer: s√n is 8."),
            Mistake(
                "too small", [0.03], "the signal fades on its way through five layers: what is s√n?"
            ),
            Mistake(
                "too large",
                [0.5],
                "the pre-activations are so large that tanh saturates: what is s√n?",
            ),
            Mistake("type", ["small"]),
        ],
        also_right=[1 / np.sqrt(64)],
    ),
    __name__,
)


def _swish(z):
    return z / (1 + np.exp(-z))


def _calibrated(X, W):
    calibrated = []
    for raw in W:
        z = X @ raw
        calibrated.append(raw / np.sqrt(np.mean(z**2)))
        X = _swish(X @ calibrated[-1])
    return np.array(calibrated)


def _stacks(rng):
    """Batches that are not centred, and stacks of raw weights."""
    return [
        (rng.normal(1, 2, (30, 12)), rng.normal(0, 1, (4, 12, 12))),
        (rng.normal(0, 1, (50, 20)), rng.normal(0, 0.01, (6, 20, 20))),
    ]


enter(
    Function(
        id="initialization/calibrate",
        kind="challenge",
        title="Let the data choose the scale",
        name="calibrate",
        needs=["What does the activation take away?"],
        parts=[
            Part(
                calls=lambda rng: [(X, W[:1]) for X, W in _stacks(rng)],
                want=_calibrated,
                rtol=1e-9,
            ),
            Part(
                calls=_stacks,
                want=_calibrated,
                rtol=1e-8,
                points=3,
                means={"value": "linear"},
            ),
        ],
        hints=[
            "If all weights of a layer are divided by c, its z are divided by c.",
            "Go up one layer at a time, and scale a layer before you send the batch through it.",
            "The next layer sees the swish of the scaled z.",
        ],
        mistakes=answers.calibrate.mistakes,
        also_right=answers.calibrate.also_right,
    ),
    __name__,
)
