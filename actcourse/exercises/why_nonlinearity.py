"""The exercises of the chapter on why networks need a nonlinearity."""

from itertools import pairwise

import numpy as np

from ..activations import relu
from . import drivers, measures
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Numbers, Ordering, Range


def _two_layers(rng, *widths):
    """Weights and biases of two layers, from ``widths[0]`` inputs to ``widths[2]`` units."""
    n_in, n_mid, n_out = widths
    W1, W2 = rng.normal(size=(n_in, n_mid)), rng.normal(size=(n_mid, n_out))
    return W1, rng.normal(size=n_mid), W2, rng.normal(size=n_out)


def _merged(W1, b1, W2, b2):
    return {"W": W1 @ W2, "b": b1 @ W2 + b2}


def _points(rng, n):
    """Knots in order, unevenly spaced, and a value at each."""
    return np.cumsum(rng.uniform(0.2, 2.0, n)) - n / 2, rng.normal(size=n)


def _weights(knots, values):
    return np.diff(np.diff(values) / np.diff(knots), prepend=0.0, append=0.0)


def _three_layers(rng, *widths):
    """Examples, and the weights and biases of three layers of these widths."""
    args = [rng.normal(size=(7, widths[0]))]
    for n_in, n_out in pairwise(widths):
        args += [rng.normal(size=(n_in, n_out)), rng.normal(size=n_out)]
    return tuple(args)


def _forward(X, W1, b1, W2, b2, W3, b3):
    return relu(relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3


TABLES = [np.array([k >> 3 & 1, k >> 2 & 1, k >> 1 & 1, k & 1]) for k in range(16)]
XOR = np.array([0, 1, 1, 0])


def _made(output, units=2.0, fraction=0.0):
    return {"output": np.asarray(output, float), "units": units, "fraction": fraction}


def _plane(y):
    """The plane through the first three corners, at all four."""
    return _made([*y[:3], y[1] + y[2] - y[0]])


def _clipped(y):
    """As `_plane` with the fold, but with the plane cut off at its first value."""
    rise = np.maximum([0, y[1] - y[0], y[2] - y[0], y[1] + y[2] - 2 * y[0]], 0)
    return _made(y[0] + rise + [0, 0, 0, y[3] - y[1] - y[2] + y[0]])


MISTAKES = {
    "no fold": _plane,
    "three": lambda y: _made(y, units=3.0),
    "fractions": lambda y: _made(y, fraction=0.5),
}


EXERCISES.add(
    Function(
        id="why_nonlinearity/collapse",
        kind="implement",
        title="Two layers into one",
        name="merge",
        driver=drivers.merged,
        call="merge(W1, b1, W2, b2)",
        parts=[
            Part(
                calls=lambda rng: [_two_layers(rng, 3, 3, 3), _two_layers(rng, 5, 5, 5)],
                want=_merged,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "last bias": lambda W1, b1, W2, b2: {"W": W1 @ W2, "b": b2},
                    "sum of biases": lambda W1, b1, W2, b2: {"W": W1 @ W2, "b": b1 + b2},
                    "swapped": lambda W1, b1, W2, b2: {"W": W2 @ W1, "b": b1 @ W2 + b2},
                    "entrywise": lambda W1, b1, W2, b2: {"W": W1 * W2, "b": b1 @ W2 + b2},
                },
            ),
            Part(
                calls=lambda rng: [_two_layers(rng, 1, 1, 1), _two_layers(rng, 6, 2, 9)],
                want=_merged,
                rtol=1e-9,
                atol=1e-12,
            ),
        ],
        hints=[
            "Write x W1 + b1 in place of x in x W2 + b2, and multiply out.",
            "Both x W1 and b1 pass through the second layer's weights; b2 is added after them.",
        ],
        feedback={
            "last bias": "the first bias is part of what the second layer gets: "
            "what does the second layer do to it?",
            "sum of biases": "b1 is added before the second layer: does it arrive unchanged?",
            "swapped": "with rows as examples, x meets W1 first: which product does x W1 W2 hold?",
            "entrywise": "`*` multiplies entry by entry: which operator is the matrix product?",
            "raised": "the answer should be two things, a matrix and a vector, "
            "and work for layers of different widths.",
        },
        wrong=[
            Wrong("def merge(W1, b1, W2, b2):\n    return W1 @ W2, b2", "last bias"),
            Wrong("def merge(W1, b1, W2, b2):\n    return W1 @ W2, b1 + b2", "sum of biases"),
            Wrong("def merge(W1, b1, W2, b2):\n    return W2 @ W1, b1 @ W2 + b2", "swapped"),
            Wrong("def merge(W1, b1, W2, b2):\n    return W1 * W2, b1 @ W2 + b2", "entrywise"),
            Wrong("def merge(W1, b1, W2, b2):\n    return W1 @ W2", "raised"),
            Wrong(
                """
def merge(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2
""",
                "mutated",
            ),
        ],
        also_right="""
def merge(W1, b1, W2, b2):
    rows = np.vstack([W1, b1]) @ W2
    return rows[:-1], rows[-1] + b2
""",
    )
)

EXERCISES.add(
    Numbers(
        id="why_nonlinearity/circles",
        kind="predict",
        title="A ring, with and without a bend",
        name="accuracies",
        ranges=[
            Range(
                low=0.44,
                high=0.56,
                what="the accuracy without an activation",
                measured="0.47 to 0.52 without, on average over ten starts",
                looks_like={"line": 0.75, "perfect": 1.0},
            ),
            Range(
                low=0.97,
                high=1.0,
                what="the accuracy with ReLU",
                measured="0.985 to 1 with ReLU in each of fifty starts",
                looks_like={"percent": 100.0},
            ),
        ],
        hints=[
            "Into how many layers can you merge three that have no activation between them?",
            "The two rings have the same centre: which side of a line has more of one label?",
        ],
        feedback={
            "line": "a line can cut off some of the outer ring, but the loss weighs all points, "
            "and no direction is better than another.",
            "perfect": "it would take a border that closes: can a straight one?",
            "percent": "an accuracy lies between 0 and 1.",
            "too small": "for the first number: guessing gets half; for the second: how many "
            "bends do 32 hinges make?",
            "too large": "for the first number: which shapes can the border have?",
        },
        wrong=[
            Wrong("accuracies = (0.75, 1.0)", "line"),
            Wrong("accuracies = (1.0, 1.0)", "perfect"),
            Wrong("accuracies = (0.5, 0.8)", "too small"),
            Wrong("accuracies = (0.65, 1.0)", "too large"),
            Wrong("accuracies = (0.5, 100)", "percent"),
            Wrong("accuracies = 0.5", "type"),
        ],
        also_right="accuracies = np.array([0.52, 0.98])",
    )
)


EXERCISES.add(
    Function(
        id="why_nonlinearity/lost-activation",
        kind="debug",
        title="A deep network that is a line",
        name="forward",
        parts=[
            Part(
                calls=lambda rng: [_three_layers(rng, 2, 5, 4, 3), _three_layers(rng, 3, 6, 6, 2)],
                want=_forward,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "still linear": lambda X, W1, b1, W2, b2, W3, b3: (
                        ((X @ W1 + b1) @ W2 + b2) @ W3 + b3
                    ),
                    "before the bias": lambda X, W1, b1, W2, b2, W3, b3: (
                        (relu((relu(X @ W1) + b1) @ W2) + b2) @ W3 + b3
                    ),
                    "bias too late": lambda X, W1, b1, W2, b2, W3, b3: (
                        (relu(relu(X @ W1 + b1) @ W2) + b2) @ W3 + b3
                    ),
                    "one layer": lambda X, W1, b1, W2, b2, W3, b3: (
                        (relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3
                    ),
                    "output": lambda *args: relu(_forward(*args)),
                },
            ),
            Part(
                calls=lambda rng: [_three_layers(rng, 1, 1, 1, 1), _three_layers(rng, 4, 9, 2, 1)],
                want=_forward,
                rtol=1e-9,
                atol=1e-12,
                points=2,
            ),
        ],
        hints=[
            "`np.maximum(a, 0)` returns a new array: what happens to it?",
            "A hidden layer is: weighted sum, plus bias, then the activation. In this order.",
            "The last layer gives the answer and has no activation.",
        ],
        feedback={
            "still linear": "a point halfway between two others still gets the output halfway: "
            "where does the result of `np.maximum` go?",
            "before the bias": "z is the weighted sum and the bias together; f comes after both.",
            "bias too late": "one bias is still added after the activation.",
            "one layer": "two hidden layers, two activations: which one is missing?",
            "output": "the last layer's outputs may be negative.",
        },
        wrong=[
            Wrong(
                """
def forward(X, W1, b1, W2, b2, W3, b3):
    a = X @ W1 + b1
    np.maximum(a, 0)
    a = a @ W2 + b2
    np.maximum(a, 0)
    return a @ W3 + b3
""",
                "still linear",
            ),
            Wrong(
                """
def forward(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1, 0) + b1
    a = np.maximum(a @ W2, 0) + b2
    return a @ W3 + b3
""",
                "before the bias",
            ),
            Wrong(
                """
def forward(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1 + b1, 0)
    a = np.maximum(a @ W2, 0) + b2
    return a @ W3 + b3
""",
                "bias too late",
            ),
            Wrong(
                """
def forward(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1 + b1, 0)
    return (a @ W2 + b2) @ W3 + b3
""",
                "one layer",
            ),
            Wrong(
                """
def forward(X, W1, b1, W2, b2, W3, b3):
    a = X
    for W, b in ((W1, b1), (W2, b2), (W3, b3)):
        a = np.maximum(a @ W + b, 0)
    return a
""",
                "output",
            ),
        ],
        also_right="""
def forward(X, W1, b1, W2, b2, W3, b3):
    a = X
    for W, b in ((W1, b1), (W2, b2)):
        z = a @ W + b
        a = z * (z > 0)
    return a @ W3 + b3
""",
    )
)


EXERCISES.add(
    Function(
        id="why_nonlinearity/hinges",
        kind="implement",
        title="A curve that comes to rest",
        name="hinge_weights",
        parts=[
            Part(
                calls=lambda rng: [
                    (np.linspace(0, 6, 7), rng.normal(size=7)),
                    (np.arange(4.0), rng.normal(size=4)),
                ],
                want=_weights,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "slopes": lambda t, y: np.append(np.diff(y) / np.diff(t), 0.0),
                    "negated": lambda t, y: -_weights(t, y),
                },
                hints={"shape": "one short"},
            ),
            Part(
                calls=lambda rng: [_points(rng, 6), _points(rng, 20)],
                want=_weights,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "spacing": lambda t, y: np.diff(np.diff(y), prepend=0.0, append=0.0),
                },
            ),
            Part(
                calls=lambda rng: [(np.array([-1.0, 1.0]), np.array([0.0, 4.0]))],
                want=_weights,
                rtol=1e-9,
                atol=1e-12,
            ),
        ],
        hints=[
            "A hinge's weight is the change of the slope at its knot.",
            "Before the first knot and after the last one the slope is 0.",
            "Write the slopes of the pieces with a 0 at both ends, and take differences.",
        ],
        feedback={
            "slopes": "a hinge stays open once it has opened, so its weight adds to the slope "
            "of all before it.",
            "negated": "at a knot where the curve turns upward the weight is positive.",
            "spacing": "the knots need not be 1 apart: a slope is a difference of values "
            "over a difference of knots.",
            "one short": "every knot has a hinge, the last one too: it is what brings the "
            "curve to rest.",
        },
        wrong=[
            Wrong(
                """
def hinge_weights(knots, values):
    return np.append(np.diff(values) / np.diff(knots), 0.0)
""",
                "slopes",
            ),
            Wrong(
                """
def hinge_weights(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return np.append(0.0, slopes) - np.append(slopes, 0.0)
""",
                "negated",
            ),
            Wrong(
                """
def hinge_weights(knots, values):
    return np.diff(np.diff(values), prepend=0.0, append=0.0)
""",
                "spacing",
            ),
            Wrong(
                """
def hinge_weights(knots, values):
    return np.diff(np.diff(values) / np.diff(knots), prepend=0.0)
""",
                "one short",
            ),
            Wrong(
                """
def hinge_weights(knots, values):
    values -= values[0]
    return np.diff(np.diff(values) / np.diff(knots), prepend=0.0, append=0.0)
""",
                "mutated",
            ),
        ],
        also_right="""
def hinge_weights(knots, values):
    weights, slope = np.zeros(len(knots)), 0.0
    for k in range(len(knots) - 1):
        steeper = (values[k + 1] - values[k]) / (knots[k + 1] - knots[k])
        weights[k], slope = steeper - slope, steeper
    weights[-1] = -slope
    return weights
""",
    )
)

EXERCISES.add(
    Numbers(
        id="why_nonlinearity/budget",
        kind="explore",
        title="How many hinges for a thousandth?",
        name="fewest",
        ranges=[
            Range(
                low=71,
                high=71,
                what="the smallest number of hinges that does it",
                measured="70 hinges miss the sine by 0.00101, one more by 0.00098",
                points=2,
                looks_like={"one short": 70.0, "double": 80.0, "proportional": 909.0},
            )
        ],
        hints=[
            "Twice as many hinges, a quarter of the error: by how much must 10 hinges grow?",
            "The error of N hinges is near 4.93/N²; then try the neighbours.",
        ],
        feedback={
            "one short": "close: print the error with more digits.",
            "double": "that is enough, but is it the fewest?",
            "proportional": "the error falls with the square of the number.",
            "too small": "with so few the error is still above a thousandth.",
            "too large": "enough of them, but fewer do it as well.",
        },
        wrong=[
            Wrong("fewest = 70", "one short"),
            Wrong("fewest = 80", "double"),
            Wrong("fewest = 909", "proportional"),
            Wrong("fewest = 40", "too small"),
            Wrong("fewest = 1000", "too large"),
            Wrong("fewest = [70, 72]", "type"),
        ],
        also_right="fewest = np.int64(71)",
    )
)

EXERCISES.add(
    Ordering(
        id="why_nonlinearity/plateau",
        kind="derive",
        title="Why squares get stuck",
        name="order",
        orders=["cadbe"],
        note="whatever the number of units, three numbers are all there is",
        hints=[
            "Begin with the network as it is computed, unit by unit.",
            "Multiply out the square first, then split the sum.",
        ],
        feedback={
            "a": "a square that is multiplied out: where was it still a square?",
            "b": "x² stands before the sum here: where was it still inside?",
            "d": "three sums: which single sum were they?",
            "e": "the names A, B and C are given last: to what?",
        },
        wrong=[
            Wrong('order = "abcde"', "a"),
            Wrong('order = "cdabe"', "d"),
            Wrong('order = "cabde"', "b"),
            Wrong('order = "ebdac"', "e"),
            Wrong('order = "cadb"', "type"),
        ],
        also_right='order = ["C", "A", "D", "B", "E"]',
    )
)

EXERCISES.add(
    Numbers(
        id="why_nonlinearity/cubes",
        kind="predict",
        title="A thousand cubes",
        name="cubes",
        ranges=[
            Range(
                low=4.0,
                high=4.0,
                what="the number of columns that count",
                measured="4 columns, for 10 units and for 1,000",
                looks_like={"all": 1000.0, "squares": 3.0},
            ),
            Range(
                low=0.99,
                high=1.01,
                what="the ratio of the two errors",
                measured="a ratio of 1 to ten digits over 5 seeds",
                looks_like={"hundredth": 0.01, "square": 1e-4},
            ),
        ],
        hints=[
            "Multiply out (w x + b)³: which powers of x does it hold?",
            "Whatever 1,000 units can draw is a cubic: how many numbers fix a cubic?",
        ],
        feedback={
            "all": "the columns are different, but not independent: "
            "how many powers of x do they hold together?",
            "squares": "that is the count for squares; what does a cube add?",
            "hundredth": "a hundred times the units, but which new curves can they draw?",
            "square": "an error that falls like 1/N² belongs to hinges, which bend in new places.",
            "too small": "for the count: constant, x, and so on; "
            "for the ratio: what can more units do that ten cannot?",
            "too large": "can the best of more curves be worse, and are there more powers of x?",
        },
        wrong=[
            Wrong("cubes = (1000, 0.01)", "all"),
            Wrong("cubes = (3, 1.0)", "squares"),
            Wrong("cubes = (4, 0.01)", "hundredth"),
            Wrong("cubes = (4, 0.0001)", "square"),
            Wrong("cubes = (1, 0.5)", "too small"),
            Wrong("cubes = (4, 10.0)", "too large"),
            Wrong("cubes = 'four'", "type"),
        ],
        also_right="cubes = [4, 1]",
    )
)

EXERCISES.add(
    Function(
        id="why_nonlinearity/truth-tables",
        kind="challenge",
        title="Every truth table with two hinges",
        name="weights",
        driver=drivers.network,
        measure=measures.on_the_square,
        call="the network of weights(y)",
        parts=[
            Part(calls=lambda rng: [(XOR,)], want=_made, atol=1e-9, looks_like=MISTAKES),
            Part(
                calls=lambda rng: [(table,) for table in TABLES],
                want=_made,
                atol=1e-9,
                points=2,
                looks_like={"one table": lambda y: _made(XOR), "clipped": _clipped, **MISTAKES},
            ),
            Part(
                calls=lambda rng: [(rng.integers(-9, 10, 4),) for _ in range(8)],
                want=_made,
                atol=1e-9,
            ),
        ],
        hints=[
            "Three of the four corners lie on a plane, whatever the values: which one is left?",
            "`relu(x1 + x2 - 1)` is 0 at three corners and 1 at the fourth.",
            "A hinge with so large a bias that it never closes is a plane, lifted by that bias.",
        ],
        feedback={
            "no fold": "that is a plane, right at three corners: "
            "which hinge is open at the fourth alone?",
            "three": "two hidden units, not three: can one of them be a whole plane?",
            "fractions": "integers only: the values at the corners are integers, too.",
            "one table": "right for XOR; the weights have to follow y.",
            "clipped": "where y falls from the first corner, the hinge that should be a plane "
            "closes: how can its bias keep it open?",
        },
        wrong=[
            Wrong(
                """
def weights(y):
    return np.array([[1, 1], [1, 1]]), np.array([0, -1]), np.array([1, -2]), 0
""",
                "one table",
            ),
            Wrong(
                """
def weights(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m = abs(a) + abs(b)
    return np.array([[a, 0], [b, 0]]), np.array([m, 0]), np.array([1, 0]), y[0] - m
""",
                "no fold",
            ),
            Wrong(
                """
def weights(y):
    fold = y[3] - y[1] - y[2] + y[0]
    W1 = np.array([[1, 0, 1], [0, 1, 1]])
    return W1, np.array([0, 0, -1]), np.array([y[2] - y[0], y[1] - y[0], fold]), y[0]
""",
                "three",
            ),
            Wrong(
                """
def weights(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    W1 = np.array([[a, 0.5], [b, 0.5]])
    return W1, np.array([m, -0.5]), np.array([1, 2 * fold]), y[0] - m
""",
                "fractions",
            ),
            Wrong(
                """
def weights(y):
    a, b = y[2] - y[0], y[1] - y[0]
    fold = y[3] - y[1] - y[2] + y[0]
    return np.array([[a, 1], [b, 1]]), np.array([0, -1]), np.array([1, fold]), y[0]
""",
                "clipped",
            ),
            Wrong(
                """
def weights(y):
    y -= y[0]
    a, b = y[2], y[1]
    m, fold = abs(a) + abs(b), y[3] - a - b
    return np.array([[a, 1], [b, 1]]), np.array([m, -1]), np.array([1, fold]), -m
""",
                "mutated",
            ),
        ],
        also_right="""
def weights(y):
    a, b = int(y[3] - y[1]), int(y[3] - y[2])
    m = abs(a) + abs(b)
    lift = 1 + m + abs(int(y[3]))
    fold = int(y[0]) - (int(y[3]) - a - b)
    return [[a, -1], [b, -1]], [lift, 1], [1, fold], int(y[3]) - a - b - lift
""",
    )
)
