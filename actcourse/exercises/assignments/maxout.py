"""The exercises of the chapter on maxout."""

import numpy as np

from ...intervals import Interval
from .. import drivers, measures, trials
from ..answers import maxout as answers
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import MultipleChoice, Numbers, Ordering, Quantity, Trial, Version


def _layer(x, W, b, pieces):
    """The largest of each unit's pieces, unit by unit, in the dtype of x."""
    z = x @ W + b
    starts = range(0, z.shape[1], pieces)
    return np.stack([z[:, i : i + pieces].max(axis=1) for i in starts], axis=1)


def _drawn(rng, n, n_in, units, pieces, dtype=np.float64):
    """Arguments of a layer: examples, weights, biases and the number of pieces."""
    shapes = (n, n_in), (n_in, units * pieces), (units * pieces,)
    return (*(rng.normal(size=shape).astype(dtype) for shape in shapes), pieces)


def _routed(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    wins = apart.argmax(axis=2)[..., None] == np.arange(pieces)
    return (wins * g[..., None]).reshape(z.shape)


def _pieces_drawn(rng, n, units, k):
    return rng.normal(size=(n, units * k)), rng.normal(size=(n, units)), k


def _interpolated(knots, values, x):
    return {"difference": np.interp(x, knots, values), "pieces_beyond_12": 0.0}


def _zigzag(rng, n, bends=None):
    """Knots, values with slopes that rise (or fall, or both), and points to look at."""
    knots = np.cumsum(rng.uniform(0.2, 0.5, n)) - 2
    slopes = rng.normal(0, 0.5, n - 1)
    if bends == "up":
        slopes = np.sort(slopes)
    elif bends == "down":
        slopes = np.sort(slopes)[::-1]
    values = np.concatenate([[0], np.cumsum(slopes * np.diff(knots))]) + rng.normal()
    return knots, values, np.linspace(knots[0], knots[-1], 101)


def _wave(rng):
    knots = np.linspace(-np.pi, np.pi, 13)
    return knots, np.sin(knots), np.linspace(-np.pi, np.pi, 101)


enter(
    Function(
        id="maxout/layer",
        kind="implement",
        title="A layer of maxout units",
        name="maxout_layer",
        needs=["How is a layer of them laid out?"],
        parts=[
            Part(
                calls=lambda rng: [
                    _drawn(rng, 5, 3, 4, 2),
                    _drawn(rng, 4, 2, 3, 3),
                    _drawn(rng, 6, 4, 2, 5),
                ],
                want=_layer,
                rtol=1e-9,
                atol=1e-12,
                points=2,
                means={"shape": "groups"},
            ),
            Part(
                calls=lambda rng: [
                    _drawn(rng, 5, 3, 4, 1),
                    _drawn(rng, 1, 3, 2, 4),
                    _drawn(rng, 4, 3, 2, 3, np.float32),
                    # Pieces that are all negative: a maximum with 0 in it would show.
                    (np.zeros((3, 2)), np.ones((2, 6)), -rng.uniform(1, 2, 6), 3),
                ],
                want=_layer,
                rtol=1e-5,
                atol=1e-6,
                means={"value": "floor"},
            ),
        ],
        hints=[
            "First all pieces of all units at once, a column for each: how many columns is that?",
            "Give the pieces an axis of their own: a shape of three numbers.",
            (
                "`z.reshape(len(x), -1, pieces)` keeps neighbours together; take the largest on "
                "axis 2."
            ),
        ],
        mistakes=answers.layer.mistakes,
        also_right=answers.layer.also_right,
    ),
    __name__,
)


def _price(inputs, units, pieces):
    """Parameters of a layer, and those that one example reaches."""
    each, lines = inputs + 1, units * pieces
    parameters, reached = lines * each, units * each
    count = "count the columns of W first, then their entries, then the biases."
    winners = "a piece that does not win could move a little without any effect: which ones win?"
    return [
        Quantity(
            "the number of parameters",
            Interval(parameters, parameters, f"({inputs} + 1) times {lines} parameters"),
            too_small=count,
            too_large=count,
        ),
        Quantity(
            "the number of parameters that one example reaches",
            Interval(reached, reached, f"{units} winning pieces of {each} parameters each"),
            too_small=winners,
            too_large=winners,
        ),
    ]


def _mispriced(inputs, units, pieces):
    """The mistakes in `_price`, with the numbers that they lead to."""
    each, lines = inputs + 1, units * pieces
    parameters, reached = lines * each, units * each
    return [
        Mistake("no biases", [(lines * inputs, units * inputs)], "each piece has a bias as well."),
        Mistake(
            "unit biases",
            [(lines * inputs + units, reached)],
            "the biases belong to the pieces, not to the units.",
        ),
        Mistake(
            "plain",
            [(reached, reached)],
            "that is a plain layer of 2 units: each of them now has 4 pieces.",
        ),
        Mistake(
            "groups of two",
            [(2 * reached, reached)],
            "two units with four pieces each, or four with two?",
        ),
        Mistake(
            "everybody",
            [(parameters, parameters)],
            "a piece that does not win could move a little without any effect.",
        ),
        Mistake(
            "weights alone",
            [(parameters, units * inputs)],
            "does the bias of a winner get a gradient?",
        ),
        Mistake(
            "one winner",
            [(parameters, each)],
            "there are two units, and each has a winner of its own.",
        ),
        Mistake(
            "outputs",
            [(parameters, units)],
            "two pieces win, but how many parameters feed a piece?",
        ),
        Mistake("type", [parameters]),
    ]


def _other_price(inputs, pieces):
    """The same for another layer of 2 units."""
    word = {3: "three", 5: "five"}[pieces]
    quantities = _price(inputs, 2, pieces)
    parameters, reached = (quantity.within.low for quantity in quantities)
    texts = {
        "3 inputs and 2 units with 4 pieces": f"{inputs} inputs and 2 units with {pieces} pieces",
        "2 units with 4 pieces": f"2 units with {pieces} pieces",
        "two units with four pieces each, or four": f"two units with {word} pieces each, or {word}",
        "now has 4 pieces": f"now has {pieces} pieces",
        "Maxout(3, 2, pieces=4": f"Maxout({inputs}, 2, pieces={pieces}",
        "size=(1, 3)": f"size=(1, {inputs})",
        "counts = (32, 8)": f"counts = ({parameters}, {reached})",
    }
    return Version(texts, quantities, _mispriced(inputs, 2, pieces))


enter(
    Numbers(
        id="maxout/price",
        kind="predict",
        title="What does a layer cost, and what does it teach?",
        name="counts",
        needs=["How is a layer of them laid out?", "Which piece learns?"],
        quantities=_price(3, 2, 4),
        versions=[_other_price(5, 3), _other_price(4, 5), _other_price(6, 3)],
        hints=[
            "Write down the shapes of W and b: how many columns do 2 units with 4 pieces need?",
            "In each unit one piece wins the example: how many weights and biases feed it?",
        ],
        mistakes=_mispriced(3, 2, 4),
        also_right=[np.array([32.0, 8.0])],
    ),
    __name__,
)


enter(
    Function(
        id="maxout/route",
        kind="debug",
        title="A gradient that everybody gets",
        name="route",
        needs=["Which piece learns?"],
        parts=[
            Part(
                calls=lambda rng: [
                    _pieces_drawn(rng, 4, 3, 2),
                    _pieces_drawn(rng, 5, 2, 3),
                    _pieces_drawn(rng, 1, 4, 5),
                ],
                want=_routed,
                rtol=1e-9,
                atol=1e-12,
                points=2,
                means={"shape": "shape of z", "raised": "shape of z"},
            ),
            Part(
                calls=lambda rng: [
                    (np.zeros((2, 6)), rng.normal(size=(2, 2)), 3),
                    (
                        rng.integers(-1, 2, (8, 6)).astype(float),
                        rng.normal(size=(8, 3)),
                        2,
                    ),
                ],
                want=_routed,
                rtol=1e-9,
                atol=1e-12,
                means={"value": "ties"},
            ),
        ],
        hints=[
            "Move one entry of z a little: in which case does the output of its unit change?",
            "Build a mask, 1 for the winner of each group and 0 elsewhere, in the grouped shape.",
            "`apart.argmax(axis=2)[..., None] == np.arange(pieces)` is that mask, ties included.",
        ],
        mistakes=answers.route.mistakes,
        also_right=answers.route.also_right,
    ),
    __name__,
)

enter(
    Numbers(
        id="maxout/hinge",
        kind="derive",
        title="Any hinge from two pieces",
        name="lines",
        needs=["Which activations are inside two pieces?"],
        quantities=[
            Quantity(
                what,
                Interval(value, value, f"{what} is {value:g}"),
                too_small=hint,
                too_large=hint,
            )
            for what, value, hint in (
                ("the slope of the left piece", -0.5, "how steep is the curve left of the corner?"),
                ("the bias of the left piece", 2.0, "does this line go through the corner?"),
                (
                    "the slope of the right piece",
                    3.0,
                    "how steep is the curve right of the corner?",
                ),
                ("the bias of the right piece", -5.0, "does this line go through the corner?"),
            )
        ],
        hints=[
            "The piece that wins on the left has the slope that is seen on the left.",
            "Both lines go through the corner: w·2 + b = 1, once for each.",
        ],
        mistakes=[
            Mistake(
                "order",
                [(3.0, -5.0, -0.5, 2.0)],
                "the left piece first: which slope is seen left of the corner?",
            ),
            Mistake(
                "sign",
                [(0.5, 0.0, 3.0, -5.0)],
                "left of the corner the curve falls: what sign has its slope?",
            ),
            Mistake(
                "height",
                [(-0.5, 1.0, 3.0, 1.0), (-0.5, 2.0, 3.0, 1.0)],
                "that is the height at the corner; b is the height at x = 0.",
            ),
            Mistake(
                "shifted",
                [(-0.5, 0.0, 3.0, 7.0), (-0.5, 2.0, 3.0, 7.0)],
                "put x = 2 into your line: does it give 1?",
            ),
            Mistake("type", [(-0.5, 3.0)]),
        ],
        also_right=[np.array([[-1 / 2, 2], [3, -5]])],
    ),
    __name__,
)

enter(
    Ordering(
        id="maxout/convex",
        kind="derive",
        title="Why a maxout unit is convex",
        name="order",
        needs=["Why does the wave not yield?"],
        orders=["cadbe"],
        note="each line follows from the one before",
        hints=[
            "Begin with the unit at the point between, and end with the chord.",
            "One line splits the bias into two shares, the next gives each share its own winner.",
        ],
        mistakes=[
            Mistake(
                "a",
                ["abcde", "adcbe"],
                "here the point between has been multiplied out: in which line is it whole?",
            ),
            Mistake(
                "b",
                ["cabde", "bcade"],
                "the weights t and 1 - t stand before each maximum: where were they before?",
            ),
            Mistake(
                "d",
                ["cdabe", "decab"],
                "two winners in place of one: which single maximum is this at least as large as?",
            ),
            Mistake("e", ["ebdac"], "this is the chord, where we want to arrive."),
            Mistake("type", ["cad"]),
        ],
        also_right=[["C", "A", "D", "B", "E"]],
    ),
    __name__,
)

enter(
    MultipleChoice(
        id="maxout/reach",
        kind="predict",
        title="What is within reach of one unit?",
        name="pick",
        needs=["How close do k lines come to a parabola?", "Why does the wave not yield?"],
        options="abcde",
        right="c",
        note="it is continuous and convex, and the interval is closed and bounded",
        worth=2,
        hints=[
            "Three conditions: convex, continuous, and a closed, bounded interval.",
            "Draw each of them. Which chords run below the curve, and what happens far outside?",
        ],
        mistakes=[
            Mistake(
                "a", ["a"], "between 0 and π the sine lies above its chord: can a maxout unit?"
            ),
            Mistake(
                "b",
                ["b"],
                "far out, every line is left behind by x²: how large is the error there?",
            ),
            Mistake(
                "d",
                ["d"],
                "left of 0 the slope is 2, right of it 1: does this corner bend up or down?",
            ),
            Mistake(
                "e",
                ["e"],
                "the largest of lines is one piece, then the next: which way do its corners bend, "
                "and which way does the middle corner of this curve?",
            ),
        ],
        also_right=[" C "],
    ),
    __name__,
)

enter(
    Numbers(
        id="maxout/pieces",
        kind="explore",
        title="How many lines for a parabola?",
        name="pieces",
        needs=["How close do k lines come to a parabola?"],
        quantities=[
            Quantity(
                "the smallest number of tangents",
                Interval(11, 11, "0.01 with 10 tangents, 0.0083 with 11"),
                too_small="run `error` with this number: is it below 0.01?",
                too_large="this many are enough, but so are fewer.",
                trial=Trial(
                    measure=trials.error,
                    domain=Interval(1, 400, "what is tried out"),
                    grid=range(1, 61),
                    wanted=Interval(0, 0.01 - 1e-9, "what is asked"),
                    shown="the error is {:.4f}",
                    first=True,
                ),
            ),
            Quantity(
                "the smallest number of raised tangents",
                Interval(8, 8, "0.0102 with 7 raised ones, 0.0078 with 8"),
                too_small="run `error` with this number and its best lift: is it below 0.01?",
                too_large="this many are enough, but so are fewer.",
                trial=Trial(
                    measure=trials.raised_error,
                    domain=Interval(1, 400, "what is tried out"),
                    grid=range(1, 61),
                    wanted=Interval(0, 0.01 - 1e-9, "what is asked"),
                    shown="the error is {:.4f}",
                    first=True,
                ),
            ),
        ],
        hints=[
            "Try k = 4, 12 and 36 first: by what does the error fall when k triples?",
            "The tangents are all too low, by 0 to 1/k²: which lift halves the largest error?",
            "With the lift 1/(2k²) the error is 1/(2k²): solve for k.",
        ],
        mistakes=[
            Mistake(
                "not below", [(10, 8)], "with 10 tangents the error is 0.01, and not below it."
            ),
            Mistake("swapped", [(8, 11)], "first the tangents as they are, then the raised ones."),
            Mistake("just above", [(11, 7)], "print one more digit: is 7 really below 0.01?"),
            Mistake(
                "no raise",
                [(11, 11)],
                "raising all tangents by half of their largest gap saves lines.",
            ),
            Mistake("type", [8]),
        ],
        also_right=[[11.0, 8.0]],
    ),
    __name__,
)


enter(
    Function(
        id="maxout/difference",
        kind="challenge",
        title="Any curve from two units",
        name="two_units",
        needs=["What is the way out?"],
        driver=drivers.lines,
        gives=("w1", "b1", "w2", "b2"),
        measure=measures.subtracted,
        call="two_units({0}, {1})",
        parts=[
            Part(
                calls=lambda rng: [_zigzag(rng, 4, "up"), _zigzag(rng, 9, "up")],
                want=_interpolated,
                rtol=1e-9,
                atol=1e-9,
                means={"value": "upwards"},
            ),
            Part(
                calls=lambda rng: [_zigzag(rng, 4, "down"), _zigzag(rng, 7, "down")],
                want=_interpolated,
                rtol=1e-9,
                atol=1e-9,
                means={"value": "downwards"},
            ),
            Part(
                calls=lambda rng: [_zigzag(rng, n) for n in (6, 12, 2)] + [_wave(rng)],
                want=_interpolated,
                rtol=1e-9,
                atol=1e-9,
                points=2,
                means={"value": "both", "shape": "one part", "raised": "one part"},
            ),
        ],
        hints=[
            "Each part has a slope, each inner knot a bend: which of the bends go to which unit?",
            "The first unit begins with the first slope and takes the bends up; the second with 0.",
            "`np.diff(values) / np.diff(knots)` are the slopes; those of a unit add up to heights "
            + "at the knots, and slope s through (x, h) has the bias h - s x.",
        ],
        mistakes=answers.difference.mistakes,
        also_right=answers.difference.also_right,
    ),
    __name__,
)
