"""The exercises of the chapter on ReLU and its family."""

import numpy as np
from scipy.special import ndtr

from ...intervals import Interval
from .. import trials
from ..answers import relu_family as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import Numbers, Ordering, Quantity, Trial


def _leaky(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1.0, alpha)}


enter(
    Function(
        id="relu_family/leaky",
        kind="debug",
        title="A leaky ReLU that leaks the right way",
        name="leaky",
        needs=["What do they do to a number?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (-1.0, 0.01),
                    (rng.normal(0, 3, 50), rng.uniform(0.05, 0.9)),
                    (rng.normal(0, 3, (3, 4)), 0.25),
                    (np.array([-3, 0, 2]), 0.25),
                ],
                want=_leaky,
            ),
            Part(
                calls=lambda rng: [
                    (-1.0, 2.0),
                    (rng.normal(0, 3, 50), rng.uniform(1.5, 4)),
                    (rng.normal(0, 3, 50), -rng.uniform(0.2, 0.9)),
                ],
                want=_leaky,
                points=2,
                means={"value": "maximum"},
            ),
            Part(
                calls=lambda rng: [(0.0, 0.01), (np.array([0.0, -0.0]), 2.0)],
                want=_leaky,
                means={"value": "corner"},
            ),
        ],
        hints=[
            "Work out both candidates, x and αx, at x = -1 for α = 0.5 and for α = 2.",
            "Which side of 0 is x on? Let that decide, and not which candidate is larger.",
            "On the left the curve is a straight line: is its slope the same at -1 and at -3?",
        ],
        mistakes=answers.leaky.mistakes,
        also_right=answers.leaky.also_right,
    ),
    __name__,
)


def _elu_slope(x, alpha):
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))


enter(
    Function(
        id="relu_family/elu-slope",
        kind="implement",
        title="The slope of ELU",
        name="elu_slope",
        needs=["What do they do to a number?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (-1.0, 0.5),
                    (rng.normal(0, 2, 50), rng.uniform(0.2, 0.8)),
                    (rng.normal(0, 2, (4, 5)), rng.uniform(1.5, 3)),
                    (np.array([-3, -1, 2]), 0.5),
                ],
                want=_elu_slope,
                rtol=1e-9,
                atol=1e-12,
            ),
            Part(
                calls=lambda rng: [(0.0, 0.5), (np.array([0.0, -0.0]), 2.0)],
                want=_elu_slope,
                means={"value": "corner"},
            ),
            Part(
                calls=lambda rng: [
                    (800.0, 1.0),
                    (rng.uniform(720, 1e4, 20), 0.5),
                    (-rng.uniform(5, 600, 20), 1.0),
                ],
                want=_elu_slope,
                rtol=1e-9,
                atol=1e-12,  # the output plus α is right, to the digits that subtracting leaves
                means={
                    "warned": "overflow",
                    "nonfinite": "overflow",
                    "raised": "overflow",
                    "value": "tail",
                },
            ),
        ],
        hints=[
            "Differentiate each half by itself: x on the right, α(e^x - 1) on the left.",
            "`np.where` works out both branches for every x: what is e^800?",
            "The exponential is needed where x is at most 0: `np.minimum(x, 0)` is at most 0.",
        ],
        mistakes=answers.elu_slope.mistakes,
        also_right=answers.elu_slope.also_right,
    ),
    __name__,
)


def _count(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


def _units(rng, lost=0):
    """Pre-activations of 40 units for 30 examples: dead ones, some at 0, and lost ones.

    Some are alive for a single example, by little.
    """
    z = rng.normal(size=(30, 40))
    z[:, :9] = -np.abs(z[:, :9]) - 0.01
    z[3, :4] = 0  # inactive there, by the convention at the corner
    z[:, 9:13] = -np.abs(z[:, 9:13])
    z[rng.integers(30), 9:13] = rng.uniform(0.01, 0.5)
    for k in range(lost):
        first, last = np.sort(rng.integers(30, size=2))
        z[first : last + 1, -1 - k] = (np.nan, np.inf, -np.inf)[k % 3]
    if lost > 3:
        z[:, -4:] = np.nan
    return z[:, rng.permutation(40)]


enter(
    Function(
        id="relu_family/count",
        kind="debug",
        title="Dead, or lost?",
        name="state_shares",
        needs=["When is a unit dead?"],
        parts=[
            Part(
                calls=lambda rng: [(_units(rng),)],
                want=_count,
            ),
            Part(
                calls=lambda rng: [(_units(rng, lost=7),), (np.full((5, 6), np.nan),)],
                want=_count,
                points=2,
                means={"value": "finite"},
            ),
        ],
        hints=[
            "What does Python say to `np.nan > 0`, and what to `np.nan <= 0`?",
            "Find the lost units first, with `np.isfinite`; only the others can be dead or alive.",
            "A column is a unit: `.all(axis=0)` asks for all examples.",
        ],
        mistakes=answers.count.mistakes,
        also_right=answers.count.also_right,
    ),
    __name__,
)

# Of normal numbers with mean -1 and standard deviation 1.
RELU_MEAN = np.exp(-0.5) / np.sqrt(2 * np.pi) - ndtr(-1.0)
ELU_MEAN = RELU_MEAN + np.exp(-0.5) / 2 - ndtr(1.0)

enter(
    Numbers(
        id="relu_family/shifted-means",
        kind="predict",
        title="What do they leave of a mean of −1?",
        name="left",
        replaces="relu_family/means",
        needs=["What does a layer pass on?"],
        quantities=[
            Quantity(
                "the mean that ReLU leaves",
                Interval.around(RELU_MEAN, 0.05, "means of 0.083 for ReLU"),
                too_small="no output is negative: how many are positive, and how large are they?",
                too_large="how many numbers lie above 0, and how large are these?",
            ),
            Quantity(
                "the mean that ELU leaves",
                Interval.around(ELU_MEAN, 0.1, "-0.455 for ELU"),
                too_small="how far down does ELU go for large negative numbers?",
                too_large="which side of 0 do most numbers lie on, and what does ELU make of them?",
            ),
            Quantity(
                "the share of exact zeros among the outputs of ReLU",
                Interval.around(ndtr(1.0), 0.05, "exact zeros: 0.84 of the outputs of ReLU"),
                too_small="what does ReLU make of every negative number?",
                too_large="how many numbers lie more than a standard deviation above the mean?",
            ),
            Quantity(
                "the share of exact zeros among the outputs of leaky ReLU",
                Interval(0.0, 0.05, "none of those of leaky ReLU"),
                too_small="a share is 0 at least.",
                too_large="what is 0.01 times a negative number: small, or 0?",
            ),
        ],
        hints=[
            "Which numbers lie above 0: those more than how many standard deviations off the mean?",
            "Half of the numbers lie below -1, where ELU is below -0.63: and the other half?",
            "One in six is positive, one half on average; and is 0.01 times a number ever 0?",
        ],
        mistakes=[
            Mistake(
                "percent",
                [(0.08, -0.45, 84, 0), (0.08, -0.45, 0.84, 50)],
            ),
            Mistake(
                "standard",
                [(0.4, -0.45, 0.84, 0.0), (0.08, 0.16, 0.84, 0.0), (0.08, -0.45, 0.5, 0.0)],
                "so it is for numbers with mean 0: what changes where most are negative?",
            ),
            Mistake(
                "nothing",
                [(0.0, -0.45, 0.84, 0.0)],
                "some numbers are positive, and none of the outputs is negative.",
            ),
            Mistake(
                "of the mean",
                [(0.08, -0.63, 0.84, 0.0), (0.08, -0.632, 0.84, 0.0)],
                "that is ELU of the mean: what do the numbers above 0 add to the mean of ELU?",
            ),
            Mistake(
                "the mean itself",
                [(0.08, -1.0, 0.84, 0.0)],
                "ELU never goes below -1, so its mean lies well above.",
            ),
            Mistake(
                "other side",
                [(0.08, -0.45, 0.16, 0.0)],
                "that is the share of the positive ones: which of the two becomes 0?",
            ),
            Mistake(
                "dense", [(0.08, -0.45, 0.0, 0.0)], "what does ReLU make of every negative number?"
            ),
            Mistake(
                "sparse",
                [(0.08, -0.45, 0.84, 0.8401)],
                "those outputs are small, but are they 0, so that a product could be skipped?",
            ),
            Mistake("type", [0.4]),
        ],
        also_right=[np.array([0.1, -0.5, 0.86, 0])],
    ),
    __name__,
)

enter(
    Function(
        id="relu_family/prelu",
        kind="implement",
        title="How PReLU learns its slopes",
        name="slope_gradient",
        needs=["Can a unit come back?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (rng.normal(size=(6, 3)), rng.normal(size=(6, 3))),
                    (rng.normal(size=(40, 5)), rng.normal(size=(40, 5))),
                ],
                want=lambda z, g: (g * np.minimum(z, 0)).sum(axis=0),
                rtol=1e-9,
                atol=1e-12,
                points=3,
            ),
        ],
        hints=[
            "For one number: by how much does the output change if α changes a little, for z < 0?",
            "The loss changes with each output by g: which rule joins the two, for which outputs?",
            "∂a/∂α is z on the left and 0 on the right, times g; a unit's examples are summed.",
        ],
        mistakes=answers.prelu.mistakes,
        also_right=answers.prelu.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="relu_family/depth",
        kind="explore",
        title="How deep until a third is dead?",
        name="depth",
        needs=["When is a unit dead?"],
        quantities=[
            Quantity(
                "the first depth at which more than a third of the last layer is dead",
                Interval(
                    5,
                    5,
                    "15 to 19 of 64 dead with one layer less, 23 to 27 here, "
                    "means over each of 4 sets of 5 seeds",
                ),
                points=2,
                trial=Trial(
                    measure=trials.dead_share,
                    domain=Interval(1, 12, "what is tried out"),
                    grid=range(1, 13),
                    wanted=Interval(np.nextafter(1 / 3, 1), 1, "what is asked"),
                    shown="the share is {:.3f}",
                    first=True,
                ),
            )
        ],
        hints=[
            "Call `dead_share` for 2, 3, 4, ... hidden layers.",
            "A third is 0.333; a share of 0.25 is not there yet.",
        ],
        mistakes=[
            Mistake(
                "ten", [10], "ten layers are dead by more than a third, but are they the first?"
            ),
            Mistake("too small", [4], "compare the share at your depth with one third."),
            Mistake("too large", [7], "is the share with one layer less above a third already?"),
            Mistake("type", ["five"]),
        ],
        also_right=[np.int64(5)],
    ),
    __name__,
)

enter(
    Ordering(
        id="relu_family/mean-derivation",
        kind="derive",
        title="Five lines to the mean of ReLU",
        name="order",
        needs=["What does a layer pass on?"],
        orders=["cadbe"],
        note="each line follows from the one before",
        hints=[
            "A mean is an integral over all z of value times density.",
            "The left half of the integral is 0; on the right, max(0, z) is z.",
            "φ'(z) = -z φ(z): so z φ(z) is the derivative of something.",
        ],
        mistakes=[
            Mistake(
                "a",
                ["abcde"],
                "an integral that begins at 0: which integral over all z does it come from?",
            ),
            Mistake("b", ["cabde"], "values at two ends: of which integral of a derivative?"),
            Mistake(
                "d", ["cdabe"], "here z φ(z) has been replaced: where does z φ(z) stand alone?"
            ),
            Mistake("e", ["ecadb"], "this is where we want to arrive: what does it come from?"),
            Mistake("type", ["cade"]),
        ],
        also_right=[["C", "A", "D", "B", "E"]],
    ),
    __name__,
)


def _selu_constants(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([1 / np.sqrt(p @ (right + alpha * left) ** 2), alpha])


def _grid():
    """The standard normal distribution, on a fine grid."""
    z = np.linspace(-10, 10, 2001)
    p = np.exp(-0.5 * z**2)
    return z, p / p.sum()


def _distribution(rng):
    """Values on both sides of 0, and their probabilities."""
    z, p = rng.normal(0, rng.uniform(0.4, 2.2), 60), rng.uniform(0.1, 1, 60)
    return z, p / p.sum()


enter(
    Function(
        id="relu_family/selu",
        kind="challenge",
        title="The two constants of SELU",
        name="selu_constants",
        needs=["What does a layer pass on?"],
        parts=[
            Part(
                calls=lambda rng: [_grid()],
                want=_selu_constants,
                rtol=1e-4,
                points=2,
            ),
            Part(
                calls=lambda rng: [_distribution(rng) for _ in range(3)],
                want=_selu_constants,
                rtol=1e-6,
                points=2,
            ),
        ],
        hints=[
            "Whether the mean is 0 does not depend on λ: that equation finds α alone.",
            "E f = E max(0, z) + α E (e^min(0, z) - 1) = 0 is a linear equation for α.",
            "With this α, let g be the function for λ = 1: then λ = 1/√E g².",
        ],
        mistakes=answers.selu.mistakes,
        also_right=answers.selu.also_right,
    ),
    __name__,
)
