"""The exercises of the chapter on why networks need a nonlinearity."""

from itertools import pairwise

import numpy as np

from ...activations import relu
from ...intervals import Interval
from .. import drivers, measures, trials
from ..answers import why_nonlinearity as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import Numbers, Ordering, Quantity, Trial


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


def _table(y):
    """What has to come out for the truth table y: its values, from two units, in integers."""
    return {"output": np.asarray(y, float), "units": 2.0, "fraction": 0.0}


enter(
    Function(
        id="why_nonlinearity/collapse",
        kind="implement",
        title="Two layers into one",
        name="merge",
        needs=["What is a line of a line?"],
        driver=drivers.unpacked,
        gives=("W", "b"),
        call="merge(W1, b1, W2, b2)",
        parts=[
            Part(
                calls=lambda rng: [_two_layers(rng, 3, 3, 3), _two_layers(rng, 5, 5, 5)],
                want=_merged,
                rtol=1e-9,
                atol=1e-12,
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
        mistakes=answers.collapse.mistakes,
        also_right=answers.collapse.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="why_nonlinearity/circles",
        kind="predict",
        title="A ring, with and without a bend",
        name="accuracies",
        needs=["What is a line of a line?", "What does one bend add?"],
        quantities=[
            Quantity(
                "the accuracy without an activation",
                Interval(0.44, 0.55, "0.47 to 0.52 without, on average over ten starts"),
                too_small="would it be worse than one label for all points?",
                too_large=(
                    "a line can cut off some of the outer ring, but the loss weighs all points, "
                    "and no direction is better than another."
                ),
            ),
            Quantity(
                "the accuracy with ReLU",
                Interval(0.955, 1.0, "0.985 to 1 with ReLU in each of fifty starts"),
                too_small="how many bends do 32 hinges make?",
                too_large="an accuracy is 1 at most.",
            ),
        ],
        hints=[
            "Into how many layers can you merge three that have no activation between them?",
            "The two rings have the same centre: which side of a line has more of one label?",
        ],
        mistakes=[
            Mistake(
                "perfect", [(1.0, 1.0)], "it would take a border that closes: can a straight one?"
            ),
            Mistake("percent", [(0.5, 100)], "an accuracy lies between 0 and 1."),
            Mistake("type", [0.5]),
        ],
        also_right=[np.array([0.52, 0.98])],
    ),
    __name__,
)


enter(
    Function(
        id="why_nonlinearity/lost-activation",
        kind="debug",
        title="A deep network that is a line",
        name="forward",
        needs=["What does a layer do?", "What is a line of a line?"],
        parts=[
            Part(
                calls=lambda rng: [_three_layers(rng, 2, 5, 4, 3), _three_layers(rng, 3, 6, 6, 2)],
                want=_forward,
                rtol=1e-9,
                atol=1e-12,
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
        mistakes=answers.lost_activation.mistakes,
        also_right=answers.lost_activation.also_right,
    ),
    __name__,
)


enter(
    Function(
        id="why_nonlinearity/hinges",
        kind="implement",
        title="A curve that comes to rest",
        name="hinge_weights",
        needs=["What does one bend add?"],
        parts=[
            Part(
                calls=lambda rng: [
                    (np.linspace(0, 6, 7), rng.normal(size=7)),
                    (np.arange(4.0), rng.normal(size=4)),
                    (np.array([-1, 0, 2]), np.array([0, 1, 2])),  # integers in, floats out
                ],
                want=_weights,
                rtol=1e-9,
                atol=1e-12,
                means={"shape": "one short"},
            ),
            Part(
                calls=lambda rng: [_points(rng, 6), _points(rng, 20)],
                want=_weights,
                rtol=1e-9,
                atol=1e-12,
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
        mistakes=answers.hinges.mistakes,
        also_right=answers.hinges.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="why_nonlinearity/budget",
        kind="explore",
        title="How many hinges for a thousandth?",
        name="fewest",
        needs=["What does one bend add?"],
        quantities=[
            Quantity(
                "the smallest number of hinges that does it",
                Interval(71, 71, "70 hinges miss the sine by 0.00101, one more by 0.00098"),
                points=2,
                trial=Trial(
                    measure=trials.error_of,
                    domain=Interval(1, 5000, "what is tried out"),
                    grid=range(1, 301),
                    wanted=Interval(0, 0.001, "a thousandth"),
                    shown="the error is {:.6f}",
                    first=True,
                ),
            )
        ],
        hints=[
            "Twice as many hinges, a quarter of the error: by how much must 10 hinges grow?",
            "The error of N hinges is near 4.93/N²; then try the neighbours.",
        ],
        mistakes=[
            Mistake("one short", [70], "close: print the error with more digits."),
            Mistake("double", [80], "that is enough, but is it the fewest?"),
            Mistake("proportional", [909], "the error falls with the square of the number."),
            Mistake("too small", [40], "with so few the error is still above a thousandth."),
            Mistake("too large", [1000], "enough of them, but fewer do it as well."),
            Mistake("type", [[70, 72]]),
        ],
        also_right=[np.int64(71)],
    ),
    __name__,
)

enter(
    Ordering(
        id="why_nonlinearity/plateau",
        kind="derive",
        title="Why squares get stuck",
        name="order",
        needs=["Can a network approximate any function?"],
        orders=["cadbe"],
        note="whatever the number of units, three numbers are all there is",
        hints=[
            "Begin with the network as it is computed, unit by unit.",
            "Multiply out the square first, then split the sum.",
        ],
        mistakes=[
            Mistake(
                "a", ["abcde"], "a square that is multiplied out: where was it still a square?"
            ),
            Mistake("b", ["cabde"], "x² stands before the sum here: where was it still inside?"),
            Mistake("d", ["cdabe"], "three sums: which single sum were they?"),
            Mistake("e", ["ebdac"], "the names A, B and C are given last: to what?"),
            Mistake("type", ["cadb"]),
        ],
        also_right=[["C", "A", "D", "B", "E"]],
    ),
    __name__,
)

enter(
    Numbers(
        id="why_nonlinearity/cubes",
        kind="predict",
        title="A thousand cubes",
        name="cubes",
        needs=["Can a network approximate any function?"],
        quantities=[
            Quantity(
                "the number of columns that count",
                Interval(4.0, 4.0, "4 columns, for 10 units and for 1,000"),
                too_small="constant, x, and so on: which powers of x does a cube hold?",
                too_large="how many powers of x do all these cubes hold together?",
            ),
            Quantity(
                "the ratio of the two errors",
                Interval(0.99, 1.01, "a ratio of 1 to ten digits over 5 seeds"),
                too_small="what can more units do that ten cannot?",
                too_large="can the best of more curves be worse?",
            ),
        ],
        hints=[
            "Multiply out (w x + b)³: which powers of x does it hold?",
            "Whatever 1,000 units can draw is a cubic: how many numbers fix a cubic?",
        ],
        mistakes=[
            Mistake(
                "all",
                [(1000, 0.01)],
                "the columns are different, but not independent: "
                "how many powers of x do they hold together?",
            ),
            Mistake("squares", [(3, 1.0)], "that is the count for squares; what does a cube add?"),
            Mistake(
                "hundredth",
                [(4, 0.01)],
                "a hundred times the units, but which new curves can they draw?",
            ),
            Mistake(
                "square",
                [(4, 0.0001)],
                "an error that falls like 1/N² belongs to hinges, which bend in new places.",
            ),
            Mistake("type", ["four"]),
        ],
        also_right=[[4, 1]],
    ),
    __name__,
)

enter(
    Function(
        id="why_nonlinearity/truth-tables",
        kind="challenge",
        title="Every truth table with two hinges",
        name="weights",
        needs=["What does one bend add?"],
        driver=drivers.unpacked,
        gives=("W1", "b1", "w2", "b2"),
        measure=measures.on_the_square,
        call="the network of weights({0})",
        parts=[
            Part(
                calls=lambda rng: [(XOR,)],
                want=_table,
                atol=1e-9,
            ),
            Part(
                calls=lambda rng: [(table,) for table in TABLES],
                want=_table,
                atol=1e-9,
                points=2,
            ),
            Part(
                calls=lambda rng: [
                    *((rng.integers(-9, 10, 4),) for _ in range(8)),
                    # No constant opens a hinge for all integers.
                    (np.array([0, -7000, -8000, 0]) + rng.integers(0, 100, 4),),
                    (rng.integers(-8000, 8000, 4),),
                ],
                want=_table,
                atol=1e-9,
                means={"value": "constant"},
            ),
        ],
        hints=[
            "Three of the four corners lie on a plane, whatever the values: which one is left?",
            "`relu(x1 + x2 - 1)` is 0 at three corners and 1 at the fourth.",
            "A hinge with so large a bias that it never closes is a plane, lifted by that bias.",
        ],
        mistakes=answers.truth_tables.mistakes,
        also_right=answers.truth_tables.also_right,
    ),
    __name__,
)
