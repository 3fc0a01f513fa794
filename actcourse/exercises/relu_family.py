"""The exercises of the chapter on ReLU and its family."""

import numpy as np

from ..activations.rectifiers import SELU_ALPHA, SELU_SCALE
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Numbers, Ordering, Range


def _leaky(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1.0, alpha)}


def _leaky_with(**mistake):
    """Like `_leaky`, with another formula for the output or for the slope."""
    return lambda x, alpha: {**_leaky(x, alpha), **{k: f(x, alpha) for k, f in mistake.items()}}


EXERCISES.add(
    Function(
        id="relu_family/leaky",
        kind="debug",
        title="A leaky ReLU that leaks the right way",
        name="leaky",
        parts=[
            Part(
                calls=lambda rng: [
                    (-1.0, 0.01),
                    (rng.normal(0, 3, 50), rng.uniform(0.05, 0.9)),
                    (rng.normal(0, 3, (3, 4)), 0.25),
                ],
                want=_leaky,
                looks_like={
                    "times x": _leaky_with(slope=lambda x, alpha: np.where(x > 0, 1, alpha * x)),
                    "swapped": lambda x, alpha: dict(
                        zip(("slope", "output"), _leaky(x, alpha).values(), strict=True)
                    ),
                    "sign": _leaky_with(
                        output=lambda x, alpha: np.where(x > 0, x, -alpha * x),
                    ),
                    "right slope": _leaky_with(slope=lambda x, alpha: np.where(x > 0, x, alpha)),
                },
            ),
            Part(
                calls=lambda rng: [
                    (-1.0, 2.0),
                    (rng.normal(0, 3, 50), rng.uniform(1.5, 4)),
                    (rng.normal(0, 3, 50), -rng.uniform(0.2, 0.9)),
                ],
                want=_leaky,
                points=2,
                hints={"value": "maximum"},
            ),
            Part(
                calls=lambda rng: [(0.0, 0.01), (np.array([0.0, -0.0]), 2.0)],
                want=_leaky,
                hints={"value": "corner"},
            ),
        ],
        hints=[
            "Work out both candidates, x and αx, at x = -1 for α = 0.5 and for α = 2.",
            "Which side of 0 is x on? Let that decide, and not which candidate is larger.",
            "On the left the curve is a straight line: is its slope the same at -1 and at -3?",
        ],
        feedback={
            "times x": "αx is the height of the line on the left: how fast does it rise?",
            "swapped": 'the value of the function goes under "output", its slope under "slope".',
            "sign": "at x = -1 with α = 0.25 the output lies below 0.",
            "right slope": "on the right the curve is x itself: how steep is it there?",
            "maximum": "beyond α = 1, which of x and αx is larger where x < 0?",
            "corner": "at 0 the convention takes the slope of the left half.",
            "type": 'return a dict with the keys "output" and "slope".',
        },
        wrong=[
            Wrong(
                """
def leaky(x, alpha):
    return {"output": np.maximum(alpha * x, x), "slope": np.where(x > 0, 1, alpha)}
""",
                "maximum",
            ),
            Wrong(
                """
def leaky(x, alpha):
    alpha = min(alpha, 1.0)
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, alpha)}
""",
                "maximum",
            ),
            Wrong(
                """
def leaky(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, alpha * x)}
""",
                "times x",
            ),
            Wrong(
                """
def leaky(x, alpha):
    return {"output": np.where(x > 0, 1, alpha), "slope": np.where(x > 0, x, alpha * x)}
""",
                "swapped",
            ),
            Wrong(
                """
def leaky(x, alpha):
    a = np.maximum(x, 0) + alpha * np.maximum(-x, 0)
    return {"output": a, "slope": np.where(x > 0, 1, alpha)}
""",
                "sign",
            ),
            Wrong(
                """
def leaky(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, x, alpha)}
""",
                "right slope",
            ),
            Wrong(
                """
def leaky(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x >= 0, 1, alpha)}
""",
                "corner",
            ),
            Wrong("def leaky(x, alpha):\n    return np.where(x > 0, x, alpha * x)", "type"),
            Wrong(
                """
def leaky(x, alpha):
    slope = np.where(x > 0, 1, alpha)
    x *= slope
    return {"output": x, "slope": slope}
""",
                "mutated",
            ),
        ],
        also_right="""
def leaky(x, alpha):
    left = np.asarray(x) <= 0
    return {"output": x * (1 - left) + alpha * x * left, "slope": 1 - left + alpha * left}
""",
    )
)


def _elu_slope(x, alpha):
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))


EXERCISES.add(
    Function(
        id="relu_family/elu-slope",
        kind="implement",
        title="The slope of ELU",
        name="elu_slope",
        parts=[
            Part(
                calls=lambda rng: [
                    (-1.0, 0.5),
                    (rng.normal(0, 2, 50), rng.uniform(0.2, 0.8)),
                    (rng.normal(0, 2, (4, 5)), rng.uniform(1.5, 3)),
                ],
                want=_elu_slope,
                rtol=1e-9,
                looks_like={
                    "output": lambda x, alpha: np.where(x > 0, x, alpha * np.expm1(x)),
                    "lost": lambda x, alpha: np.where(x > 0, 1, np.exp(x)),
                    "everywhere": lambda x, alpha: alpha * np.exp(np.minimum(x, 0)),
                },
            ),
            Part(
                calls=lambda rng: [(0.0, 0.5), (np.array([0.0, -0.0]), 2.0)],
                want=_elu_slope,
                hints={"value": "corner"},
            ),
            Part(
                calls=lambda rng: [
                    (800.0, 1.0),
                    (rng.uniform(720, 1e4, 20), 0.5),
                    (-rng.uniform(5, 600, 20), 1.0),
                ],
                want=_elu_slope,
                rtol=1e-9,
                hints={
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
        feedback={
            "output": "that is ELU itself; the exercise asks for its slope.",
            "lost": "what does the factor α become when you differentiate α(e^x - 1)?",
            "everywhere": "on the right ELU is the identity, whatever α is.",
            "corner": "at 0 the convention takes the slope of the left half.",
            "overflow": "a branch that `np.where` does not choose is computed all the same.",
            "tail": "far to the left the slope is tiny, but it is not 0 and not a constant.",
        },
        wrong=[
            Wrong(
                "def elu_slope(x, alpha):\n    return np.where(x > 0, 1, alpha * np.exp(x))",
                "overflow",
            ),
            Wrong(
                """
def elu_slope(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
""",
                "output",
            ),
            Wrong(
                """
def elu_slope(x, alpha):
    return np.where(x > 0, 1, np.exp(np.minimum(x, 0)))
""",
                "lost",
            ),
            Wrong(
                "def elu_slope(x, alpha):\n    return alpha * np.exp(np.minimum(x, 0))",
                "everywhere",
            ),
            Wrong(
                """
def elu_slope(x, alpha):
    return np.where(x >= 0, 1, alpha * np.exp(np.minimum(x, 0)))
""",
                "corner",
            ),
            Wrong(
                """
def elu_slope(x, alpha):
    return np.where(x > 0, 1, alpha * np.exp(np.clip(x, -30, 0)))
""",
                "tail",
            ),
        ],
        also_right="""
def elu_slope(x, alpha):
    e = np.exp(-np.abs(x))
    return (x > 0) + (x <= 0) * alpha * e
""",
    )
)


def _states(dead, lost):
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


def _count(z):
    lost = ~np.isfinite(z).all(axis=0)
    return _states((z <= 0).all(axis=0) & ~lost, lost)


def _naive(z):
    return _states((z > 0).sum(axis=0) == 0, np.zeros(z.shape[1], bool))


def _units(rng, lost=0):
    """Pre-activations of 40 units for 30 examples: some dead, some of them at 0, some not finite."""
    z = rng.normal(size=(30, 40))
    z[:, :9] = -np.abs(z[:, :9]) - 0.01
    z[3, :4] = 0  # inactive there, by the convention at the corner
    for k in range(lost):
        z[rng.integers(30) :, -1 - k] = (np.nan, np.inf, -np.inf)[k % 3]
    if lost > 3:
        z[:, -4:] = np.nan
    return z[:, rng.permutation(40)]


EXERCISES.add(
    Function(
        id="relu_family/count",
        kind="debug",
        title="Dead, or lost?",
        name="state_shares",
        parts=[
            Part(
                calls=lambda rng: [(_units(rng),)],
                want=_count,
                looks_like={
                    "sometimes": lambda z: _states(
                        (z <= 0).any(axis=0), np.zeros(z.shape[1], bool)
                    ),
                    "examples": lambda z: _states((z <= 0).all(axis=1), np.zeros(len(z), bool)),
                    "corner": lambda z: _states((z < 0).all(axis=0), np.zeros(z.shape[1], bool)),
                },
            ),
            Part(
                calls=lambda rng: [(_units(rng, lost=7),), (np.full((5, 6), np.nan),)],
                want=_count,
                points=2,
                looks_like={"naive": _naive},
                hints={"value": "finite"},
            ),
        ],
        hints=[
            "What does Python say to `np.nan > 0`, and what to `np.nan <= 0`?",
            "Find the lost units first, with `np.isfinite`; only the others can be dead or alive.",
            "A column is a unit: `.all(axis=0)` asks for all examples.",
        ],
        feedback={
            "sometimes": "a unit that is inactive for some examples is healthy.",
            "examples": "rows are examples and columns are units: what does the axis name?",
            "corner": "at z = 0 the output and the slope of ReLU are 0 as well.",
            "naive": "every comparison with NaN is false: does that make a unit dead?",
            "finite": "a unit is lost if a single one of its numbers is NaN or infinite.",
        },
        wrong=[
            Wrong(
                """
def state_shares(z):
    dead = ((z > 0).sum(axis=0) == 0).mean()
    return {"dead": dead, "alive": 1 - dead, "lost": 0.0}
""",
                "naive",
            ),
            Wrong(
                """
def state_shares(z):
    lost = np.isnan(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}
""",
                "finite",
            ),
            Wrong(
                """
def state_shares(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).any(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}
""",
                "sometimes",
            ),
            Wrong(
                """
def state_shares(z):
    lost = ~np.isfinite(z).all(axis=1)
    dead = (z <= 0).all(axis=1) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}
""",
                "examples",
            ),
            Wrong(
                """
def state_shares(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z < 0).all(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}
""",
                "corner",
            ),
            Wrong("def state_shares(z):\n    return (z.max(axis=0) <= 0).mean()", "type"),
        ],
        also_right="""
def state_shares(z):
    counts = {"dead": 0, "alive": 0, "lost": 0}
    for unit in z.T:
        finite = np.isfinite(unit).all()
        counts["lost" if not finite else "alive" if (unit > 0).any() else "dead"] += 1
    return {state: count / len(z.T) for state, count in counts.items()}
""",
    )
)

EXERCISES.add(
    Numbers(
        id="relu_family/means",
        kind="predict",
        title="What do they leave of a mean of 0?",
        name="left",
        ranges=[
            Range(
                low=0.3,
                high=0.48,
                what="the mean that ReLU leaves",
                measured="means of 0.399 for ReLU",
                looks_like={"variance": 0.5, "nothing": 0.0},
            ),
            Range(
                low=0.1,
                high=0.22,
                what="the mean that ELU leaves",
                measured="0.160 to 0.161 for ELU, over 20 samples of a million",
                looks_like={"centred": 0.0, "no left": 0.4},
            ),
            Range(
                low=0.45,
                high=0.55,
                what="the share of exact zeros among the outputs of ReLU",
                measured="exact zeros: half of the outputs of ReLU",
                looks_like={"dense": 0.0},
            ),
            Range(
                low=0.0,
                high=0.005,
                what="the share of exact zeros among the outputs of leaky ReLU",
                measured="none of those of leaky ReLU",
                looks_like={"sparse": 0.5},
            ),
        ],
        hints=[
            "Half of the numbers become 0 in ReLU; the positive half has a mean of about 0.8.",
            "ELU's left half lies between -1 and 0, and most of it is above z itself.",
            "What is 0.01 times a negative number: small, or 0?",
        ],
        feedback={
            "variance": "the mean of the *squares* is one half: is the mean the same?",
            "nothing": "no output of ReLU is negative: can the mean of positive numbers be 0?",
            "centred": "the left half of ELU is flatter than the right: which side weighs more?",
            "no left": "that is what the right half gives alone: what does the left half add?",
            "dense": "what does ReLU make of every negative number?",
            "sparse": "those outputs are small, but are they 0, so that a product could be skipped?",
            "too small": "for a mean, compare the areas on both sides of 0; "
            "for a share, count the numbers that the function sends to 0.",
            "too large": "how large is a typical output, once the left half is counted in, "
            "and how many outputs are exactly 0?",
        },
        wrong=[
            Wrong("left = (0.5, 0.16, 0.5, 0.0)", "variance"),
            Wrong("left = (0.0, 0.0, 0.5, 0.0)", "nothing"),
            Wrong("left = (0.4, 0.0, 0.5, 0.0)", "centred"),
            Wrong("left = (0.4, 0.4, 0.5, 0.0)", "no left"),
            Wrong("left = (0.4, 0.16, 0.0, 0.0)", "dense"),
            Wrong("left = (0.4, 0.16, 0.5, 0.5)", "sparse"),
            Wrong("left = (0.4, -0.2, 0.5, 0.0)", "too small"),
            Wrong("left = (0.8, 0.3, 0.5, 0.0)", "too large"),
            Wrong("left = 0.4", "type"),
        ],
        also_right="left = np.array([0.42, 0.2, 0.5, 0])",
    )
)

EXERCISES.add(
    Function(
        id="relu_family/prelu",
        kind="implement",
        title="How PReLU learns its slopes",
        name="slope_gradient",
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
                looks_like={
                    "mean": lambda z, g: (g * np.minimum(z, 0)).mean(axis=0),
                    "no chain": lambda z, g: np.minimum(z, 0).sum(axis=0),
                    "both sides": lambda z, g: (g * z).sum(axis=0),
                    "indicator": lambda z, g: (g * (z <= 0)).sum(axis=0),
                    "sign": lambda z, g: (g * np.maximum(-z, 0)).sum(axis=0),
                },
            ),
        ],
        hints=[
            "For one number: by how much does the output change if α changes a little, for z < 0?",
            "∂a/∂α is z on the left and 0 on the right; the chain rule multiplies it by g.",
            "One α serves all examples of its unit, so their contributions are summed.",
        ],
        feedback={
            "mean": "g carries the 1/n of the mean loss already: dividing again is once too often.",
            "no chain": "how much does the loss care about each output?",
            "both sides": "for z > 0 the output is z, whatever α is.",
            "indicator": "∂a/∂z on the left would be α, a constant; ∂a/∂α is something else.",
            "sign": "for z = -2 the output is -2α: does it rise or fall with α?",
            "shape": "one slope for each unit: the result has as many entries as z has columns.",
        },
        wrong=[
            Wrong(
                "def slope_gradient(z, g):\n    return np.mean(g * np.minimum(z, 0), axis=0)",
                "mean",
            ),
            Wrong("def slope_gradient(z, g):\n    return np.minimum(z, 0).sum(axis=0)", "no chain"),
            Wrong("def slope_gradient(z, g):\n    return (g * z).sum(axis=0)", "both sides"),
            Wrong("def slope_gradient(z, g):\n    return (g * (z < 0)).sum(axis=0)", "indicator"),
            Wrong(
                "def slope_gradient(z, g):\n    return (g * np.abs(z) * (z < 0)).sum(axis=0)",
                "sign",
            ),
            Wrong("def slope_gradient(z, g):\n    return g * np.minimum(z, 0)", "shape"),
            Wrong(
                """
def slope_gradient(z, g):
    z[z > 0] = 0
    return (g * z).sum(axis=0)
""",
                "mutated",
            ),
        ],
        also_right="""
def slope_gradient(z, g):
    return np.einsum("ij,ij->j", g, np.where(z < 0, z, 0))
""",
    )
)

EXERCISES.add(
    Numbers(
        id="relu_family/depth",
        kind="explore",
        title="How deep until a third is dead?",
        name="depth",
        ranges=[
            Range(
                low=5,
                high=5,
                what="the first depth at which more than a third of the last layer is dead",
                measured="15 to 19 of 64 dead with one layer less, 23 to 27 here, "
                "means over each of 4 sets of 5 seeds",
                points=2,
                looks_like={"ten": 10.0},
            )
        ],
        hints=[
            "Call `dead_share` for 2, 3, 4, ... hidden layers.",
            "A third is 0.333; a share of 0.25 is not there yet.",
        ],
        feedback={
            "ten": "ten layers are dead by more than a third, but are they the first?",
            "too small": "compare the share at your depth with one third.",
            "too large": "is the share with one layer less above a third already?",
        },
        wrong=[
            Wrong("depth = 4", "too small"),
            Wrong("depth = 7", "too large"),
            Wrong("depth = 10", "ten"),
            Wrong("depth = 0.36", "too small"),
            Wrong("depth = 'five'", "type"),
        ],
        also_right="depth = np.int64(5)",
    )
)

EXERCISES.add(
    Ordering(
        id="relu_family/mean-derivation",
        kind="derive",
        title="Five lines to the mean of ReLU",
        name="order",
        orders=["cadbe"],
        note="each line follows from the one before",
        hints=[
            "A mean is an integral over all z of value times density.",
            "The left half of the integral is 0; on the right, max(0, z) is z.",
            "φ'(z) = -z φ(z): so z φ(z) is the derivative of something.",
        ],
        feedback={
            "a": "an integral that begins at 0: which integral over all z does it come from?",
            "b": "values at two ends: of which integral of a derivative?",
            "d": "here z φ(z) has been replaced: where does z φ(z) stand alone?",
            "e": "this is where we want to arrive: what does it come from?",
        },
        wrong=[
            Wrong('order = "abcde"', "a"),
            Wrong('order = "cdabe"', "d"),
            Wrong('order = "cabde"', "b"),
            Wrong('order = "ecadb"', "e"),
            Wrong('order = "cade"', "type"),
        ],
        also_right='order = ["C", "A", "D", "B", "E"]',
    )
)


def _selu_constants(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([1 / np.sqrt(p @ (right + alpha * left) ** 2), alpha])


def _without_left(z, p):
    return np.array([1 / np.sqrt(p @ np.maximum(z, 0) ** 2), _selu_constants(z, p)[1]])


def _grid():
    """The standard normal distribution, on a fine grid."""
    z = np.linspace(-10, 10, 2001)
    p = np.exp(-0.5 * z**2)
    return z, p / p.sum()


def _distribution(rng):
    """Values on both sides of 0, and their probabilities."""
    z, p = rng.normal(0, rng.uniform(0.4, 2.2), 60), rng.uniform(0.1, 1, 60)
    return z, p / p.sum()


EXERCISES.add(
    Function(
        id="relu_family/selu",
        kind="challenge",
        title="The two constants of SELU",
        name="selu_constants",
        parts=[
            Part(
                calls=lambda rng: [_grid()],
                want=_selu_constants,
                rtol=1e-4,
                points=2,
                looks_like={
                    "swapped": lambda z, p: _selu_constants(z, p)[::-1],
                    "squared": lambda z, p: _selu_constants(z, p) ** np.array([2, 1]),
                    "right half": _without_left,
                    "unweighted": lambda z, p: _selu_constants(z, np.full(z.size, 1 / z.size)),
                },
            ),
            Part(
                calls=lambda rng: [_distribution(rng) for _ in range(3)],
                want=_selu_constants,
                rtol=1e-6,
                points=2,
                looks_like={"copied": lambda z, p: np.array([SELU_SCALE, SELU_ALPHA])},
            ),
        ],
        hints=[
            "Whether the mean is 0 does not depend on λ: that equation finds α alone.",
            "E f = E max(0, z) + α E (e^min(0, z) - 1) = 0 is a linear equation for α.",
            "With this α, let g be the function for λ = 1: then λ = 1/√E g².",
        ],
        feedback={
            "swapped": "return λ first and α second.",
            "squared": "λ multiplies the outputs; by how much does that multiply their variance?",
            "right half": "the left half has a variance as well.",
            "unweighted": "a mean weighs every value with its probability.",
            "copied": "these are the constants for standard normal z: what do others need?",
            "value": "put your λ and α back in: are the mean 0 and the variance 1?",
        },
        wrong=[
            Wrong(
                """
def selu_constants(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([alpha, 1 / np.sqrt(p @ (right + alpha * left) ** 2)])
""",
                "swapped",
            ),
            Wrong(
                """
def selu_constants(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([1 / (p @ (right + alpha * left) ** 2), alpha])
""",
                "squared",
            ),
            Wrong(
                """
def selu_constants(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    return np.array([1 / np.sqrt(p @ right**2), -(p @ right) / (p @ left)])
""",
                "right half",
            ),
            Wrong(
                """
def selu_constants(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -right.mean() / left.mean()
    return np.array([1 / (right + alpha * left).std(), alpha])
""",
                "unweighted",
            ),
            Wrong(
                """
def selu_constants(z, p):
    return np.array([1.0507009873554805, 1.6732632423543772])
""",
                "copied",
            ),
            Wrong(
                """
def selu_constants(z, p):
    f = np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
    return np.array([1 / np.sqrt(p @ f**2), 1.0])
""",
                "value",
            ),
        ],
        also_right="""
def selu_constants(z, p):
    low, high = 0.0, 1e6
    for _ in range(80):
        alpha = (low + high) / 2
        f = np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
        low, high = (alpha, high) if np.sum(p * f) > 0 else (low, alpha)
    return np.array([np.sum(p * f**2) ** -0.5, alpha])
""",
    )
)
