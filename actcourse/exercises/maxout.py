"""The exercises of the chapter on maxout."""

import numpy as np

from . import drivers, measures
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Choice, Numbers, Ordering, Range, Version


def _layer(x, W, b, pieces):
    """The largest of each unit's pieces, unit by unit, in the dtype of x."""
    z = x @ W + b
    starts = range(0, z.shape[1], pieces)
    return np.stack([z[:, i : i + pieces].max(axis=1) for i in starts], axis=1)


def _drawn(rng, n, n_in, units, pieces, dtype=np.float64):
    """Arguments of a layer: examples, weights, biases and the number of pieces."""
    shapes = (n, n_in), (n_in, units * pieces), (units * pieces,)
    return (*(rng.normal(size=shape).astype(dtype) for shape in shapes), pieces)


def _sent(z, g, pieces, share):
    """dL/dz where `share` says, from the pieces (n, units, k), how much of g each one gets."""
    apart = z.reshape(len(z), -1, pieces)
    return (share(apart) * g[..., None]).reshape(z.shape)


def _winners(apart):
    return apart.argmax(axis=2)[..., None] == np.arange(apart.shape[2])


def _routed(z, g, pieces):
    return _sent(z, g, pieces, _winners)


def _soft(apart):
    e = np.exp(apart - apart.max(axis=2, keepdims=True))
    return e / e.sum(axis=2, keepdims=True)


def _pieces_drawn(rng, n, units, k):
    return rng.normal(size=(n, units * k)), rng.normal(size=(n, units)), k


def _interpolated(knots, values, x):
    return {"difference": np.interp(x, knots, values)}


def _zigzag(rng, n, bends=None):
    """Knots, values with slopes that rise (or fall, or both), and points to look at."""
    knots = np.cumsum(rng.uniform(0.2, 0.5, n)) - 2
    slopes = rng.normal(0, 0.5, n - 1)
    if bends == "up":
        slopes = np.sort(slopes)
    elif bends == "down":
        slopes = np.sort(slopes)[::-1]
    values = np.concatenate([[0], np.cumsum(slopes * np.diff(knots))]) + rng.normal()
    return knots, values, np.linspace(knots[0], knots[-1], 301)


def _wave(rng):
    knots = np.linspace(-np.pi, np.pi, 13)
    return knots, np.sin(knots), np.linspace(-np.pi, np.pi, 301)


EXERCISES.add(
    Function(
        id="maxout/layer",
        kind="implement",
        title="A layer of maxout units",
        name="maxout_layer",
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
                looks_like={
                    "no bias": lambda x, W, b, k: _layer(x, W, 0 * b, k),
                    "strided": lambda x, W, b, k: (x @ W + b).reshape(len(x), k, -1).max(axis=1),
                    "smallest": lambda x, W, b, k: -_layer(-x, W, -b, k),
                    "floor": lambda x, W, b, k: np.maximum(_layer(x, W, b, k), 0),
                    "mean": lambda x, W, b, k: (x @ W + b).reshape(len(x), -1, k).mean(axis=2),
                    "size": lambda x, W, b, k: np.take_along_axis(
                        z := (x @ W + b).reshape(len(x), -1, k),
                        np.abs(z).argmax(axis=2, keepdims=True),
                        axis=2,
                    )[..., 0],
                },
                hints={"shape": "groups", "raised": "groups"},
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
                hints={"value": "floor"},
            ),
        ],
        hints=[
            "First all pieces of all units at once: `x @ W + b` has units * pieces columns.",
            "Give the pieces an axis of their own: a shape of three numbers.",
            "`z.reshape(len(x), -1, pieces)` keeps neighbours together; take the largest on axis 2.",
        ],
        feedback={
            "groups": "n examples and units * pieces columns should become n by units: "
            "which axis does the maximum remove?",
            "strided": "the shape is right and the groups are not: which pieces are neighbours "
            "in a row of z?",
            "no bias": "every piece has a bias, and it counts before the winner is chosen.",
            "smallest": "these are the smallest pieces of the groups.",
            "mean": "an average of lines is a line again: only one piece may speak.",
            "size": "the largest is wanted, not the one with the largest size: -3 is below 1.",
            "floor": "where all pieces are negative, so is their maximum: nothing holds it at 0.",
        },
        wrong=[
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), pieces, -1).max(axis=1)
""",
                "strided",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    return (x @ W + b).max(axis=1)
""",
                "groups",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    return (x @ W).reshape(len(x), -1, pieces).max(axis=2)
""",
                "no bias",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), -1, pieces).min(axis=2)
""",
                "smallest",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), -1, pieces).mean(axis=2)
""",
                "mean",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    z = (x @ W + b).reshape(len(x), -1, pieces)
    most = np.abs(z).argmax(axis=2)
    return np.take_along_axis(z, most[..., None], axis=2)[..., 0]
""",
                "size",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    z = x @ W + b
    a = np.zeros((len(x), z.shape[1] // pieces), z.dtype)
    for j in range(pieces):
        a = np.maximum(a, z[:, j::pieces])
    return a
""",
                "floor",
            ),
            Wrong(
                """
def maxout_layer(x, W, b, pieces):
    z = x @ W + b
    a = np.full((len(x), z.shape[1] // pieces), -np.inf)
    for j in range(pieces):
        a = np.maximum(a, z[:, j::pieces])
    return a
""",
                "dtype",
            ),
        ],
        also_right="""
def maxout_layer(x, W, b, pieces):
    a = x @ W[:, ::pieces] + b[::pieces]
    for j in range(1, pieces):
        a = np.maximum(a, x @ W[:, j::pieces] + b[j::pieces])
    return a
""",
    )
)


def _price(inputs, units, pieces):
    """What a layer costs and what one example reaches, with the counts that go wrong."""
    lines, each = units * pieces, inputs + 1
    return [
        Range(
            low=lines * each,
            high=lines * each,
            what="the number of parameters",
            measured=f"({inputs} + 1) times {lines} parameters",
            looks_like={
                "no biases": lines * inputs,
                "unit biases": lines * inputs + units,
                "plain": units * each,
                "groups of two": 2 * units * each,
            },
        ),
        Range(
            low=units * each,
            high=units * each,
            what="the number of parameters that one example reaches",
            measured=f"{units} winning pieces of {each} parameters each",
            looks_like={
                "everybody": lines * each,
                "weights alone": units * inputs,
                "one winner": each,
                "outputs": units,
            },
        ),
    ]


def _other_price(inputs, pieces):
    """The same for another layer of 2 units."""
    word = {3: "three", 5: "five"}[pieces]
    parameters, reached = (int(wanted.low) for wanted in _price(inputs, 2, pieces))
    texts = {
        "3 inputs and 2 units with 4 pieces": f"{inputs} inputs and 2 units with {pieces} pieces",
        "2 units with 4 pieces": f"2 units with {pieces} pieces",
        "two units with four pieces each, or four": f"two units with {word} pieces each, or {word}",
        "now has 4 pieces": f"now has {pieces} pieces",
        "Maxout(3, 2, pieces=4": f"Maxout({inputs}, 2, pieces={pieces}",
        "size=(1, 3)": f"size=(1, {inputs})",
        "counts = (32, 8)": f"counts = ({parameters}, {reached})",
    }
    return Version(texts, _price(inputs, 2, pieces))


EXERCISES.add(
    Numbers(
        id="maxout/price",
        kind="predict",
        title="What does a layer cost, and what does it teach?",
        name="counts",
        ranges=_price(3, 2, 4),
        versions=[_other_price(5, 3), _other_price(4, 5), _other_price(6, 3)],
        hints=[
            "Write down the shapes of W and b: how many columns do 2 units with 4 pieces need?",
            "In each unit one piece wins the example: how many weights and biases feed it?",
        ],
        feedback={
            "no biases": "each piece has a bias as well.",
            "unit biases": "the biases belong to the pieces, not to the units.",
            "plain": "that is a plain layer of 2 units: each of them now has 4 pieces.",
            "groups of two": "two units with four pieces each, or four with two?",
            "too small": "count the columns of W first, then their entries, then the biases.",
            "too large": "count the columns of W first, then their entries, then the biases.",
            "everybody": "a piece that does not win could move a little without any effect.",
            "weights alone": "does the bias of a winner get a gradient?",
            "one winner": "there are two units, and each has a winner of its own.",
            "outputs": "two pieces win, but how many parameters feed a piece?",
        },
        wrong=[
            Wrong("counts = (24, 6)", "no biases"),
            Wrong("counts = (26, 8)", "unit biases"),
            Wrong("counts = (8, 8)", "plain"),
            Wrong("counts = (16, 8)", "groups of two"),
            Wrong("counts = (12, 8)", "too small"),
            Wrong("counts = (96, 8)", "too large"),
            Wrong("counts = (32, 32)", "everybody"),
            Wrong("counts = (32, 6)", "weights alone"),
            Wrong("counts = (32, 4)", "one winner"),
            Wrong("counts = (32, 2)", "outputs"),
            Wrong("counts = 32", "type"),
        ],
        also_right="counts = np.array([32.0, 8.0])",
    )
)


EXERCISES.add(
    Function(
        id="maxout/route",
        kind="debug",
        title="A gradient that everybody gets",
        name="route",
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
                looks_like={
                    "everybody": lambda z, g, k: _sent(z, g, k, np.ones_like),
                    "shared out": lambda z, g, k: _sent(z, g, k, lambda a: np.full(a.shape, 1 / k)),
                    "first": lambda z, g, k: _sent(
                        z, g, k, lambda a: np.broadcast_to(np.arange(k) == 0, a.shape)
                    ),
                    "soft": lambda z, g, k: _sent(z, g, k, _soft),
                    "times z": lambda z, g, k: _sent(z, g, k, lambda a: a * _winners(a)),
                    "relu": lambda z, g, k: _sent(z, g, k, lambda a: a > 0),
                },
                hints={"shape": "shape of z", "raised": "shape of z"},
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
                hints={"value": "ties"},
            ),
        ],
        hints=[
            "Move one entry of z a little: in which case does the output of its unit change?",
            "Build a mask, 1 for the winner of each group and 0 elsewhere, in the grouped shape.",
            "`apart.argmax(axis=2)[..., None] == np.arange(pieces)` is that mask, ties included.",
        ],
        feedback={
            "everybody": "that is the function you were to repair: "
            "a piece below the maximum has no influence on the output.",
            "shared out": "the mean of the pieces has this gradient, the maximum has not.",
            "first": "it is not always the first piece that wins.",
            "soft": "softmax gives shares; the maximum gives everything to one.",
            "times z": "the slope of the winner is 1, whatever its value.",
            "relu": "a piece wins against its neighbours, not against 0.",
            "shape of z": "the gradient has one entry for each entry of z.",
            "ties": "where two pieces are equal, the output is one of them, not both: "
            "the first should get it all.",
        },
        wrong=[
            Wrong(
                """
def route(z, g, pieces):
    return np.repeat(g, pieces, axis=1)
""",
                "everybody",
            ),
            Wrong(
                """
def route(z, g, pieces):
    return np.repeat(g / pieces, pieces, axis=1)
""",
                "shared out",
            ),
            Wrong(
                """
def route(z, g, pieces):
    dz = np.zeros_like(z)
    dz[:, ::pieces] = g
    return dz
""",
                "first",
            ),
            Wrong(
                """
def route(z, g, pieces):
    e = np.exp(z.reshape(len(z), -1, pieces))
    return (e / e.sum(axis=2, keepdims=True) * g[..., None]).reshape(z.shape)
""",
                "soft",
            ),
            Wrong(
                """
def route(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart == apart.max(axis=2, keepdims=True)
    return (apart * won * g[..., None]).reshape(z.shape)
""",
                "times z",
            ),
            Wrong(
                """
def route(z, g, pieces):
    return (z > 0) * np.repeat(g, pieces, axis=1)
""",
                "relu",
            ),
            Wrong("def route(z, g, pieces):\n    return 1.0 * g", "shape of z"),
            Wrong(
                """
def route(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart == apart.max(axis=2, keepdims=True)
    return (won * g[..., None]).reshape(z.shape)
""",
                "ties",
            ),
            Wrong(
                """
def route(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart.argmax(axis=2)[..., None] == np.arange(pieces)
    z[...] = (won * g[..., None]).reshape(z.shape)
    return z
""",
                "mutated",
            ),
        ],
        also_right="""
def route(z, g, pieces):
    dz = np.zeros(z.shape)
    for row in range(z.shape[0]):
        for unit in range(g.shape[1]):
            first = unit * pieces
            winner = first + np.argmax(z[row, first : first + pieces])
            dz[row, winner] = g[row, unit]
    return dz
""",
    )
)

EXERCISES.add(
    Numbers(
        id="maxout/hinge",
        kind="derive",
        title="Any hinge from two pieces",
        name="lines",
        ranges=[
            Range(
                low=value,
                high=value,
                what=what,
                measured=f"{what} is {value:g}",
                looks_like=like,
            )
            for value, what, like in (
                (-0.5, "the slope of the left piece", {"order": 3.0, "sign": 0.5}),
                (2.0, "the bias of the left piece", {"height": 1.0, "shifted": 0.0}),
                (3.0, "the slope of the right piece", {}),
                (-5.0, "the bias of the right piece", {"height": 1.0, "shifted": 7.0}),
            )
        ],
        hints=[
            "The piece that wins on the left has the slope that is seen on the left.",
            "Both lines go through the corner: w·2 + b = 1, once for each.",
        ],
        feedback={
            "order": "the left piece first: which slope is seen left of the corner?",
            "sign": "left of the corner the curve falls: what sign has its slope?",
            "height": "that is the height at the corner; b is the height at x = 0.",
            "shifted": "put x = 2 into your line: does it give 1?",
            "too small": "draw both lines and read off slope and height at x = 0.",
            "too large": "draw both lines and read off slope and height at x = 0.",
        },
        wrong=[
            Wrong("lines = (3.0, -5.0, -0.5, 2.0)", "order"),
            Wrong("lines = (0.5, 0.0, 3.0, -5.0)", "sign"),
            Wrong("lines = (-0.5, 1.0, 3.0, 1.0)", "height"),
            Wrong("lines = (-0.5, 0.0, 3.0, 7.0)", "shifted"),
            Wrong("lines = (-0.5, 2.0, 2.0, -5.0)", "too small"),
            Wrong("lines = (-0.5, 2.5, 3.0, -5.0)", "too large"),
            Wrong("lines = (-0.5, 3.0)", "type"),
        ],
        also_right="lines = np.array([[-1 / 2, 2], [3, -5]])",
    )
)

EXERCISES.add(
    Ordering(
        id="maxout/convex",
        kind="derive",
        title="Why a maxout unit is convex",
        name="order",
        orders=["cadbe"],
        note="each line follows from the one before",
        hints=[
            "Begin with the unit at the point between, and end with the chord.",
            "One line splits the bias into two shares, the next gives each share its own winner.",
        ],
        feedback={
            "a": "here the point between has been multiplied out: in which line is it whole?",
            "b": "the weights t and 1 - t stand before each maximum: where were they before?",
            "d": "two winners in place of one: which single maximum is this at least as large as?",
            "e": "this is the chord, where we want to arrive.",
        },
        wrong=[
            Wrong('order = "abcde"', "a"),
            Wrong('order = "cdabe"', "d"),
            Wrong('order = "cabde"', "b"),
            Wrong('order = "ebdac"', "e"),
            Wrong('order = "cad"', "type"),
            Wrong('order = "adcbe"', "a"),
            Wrong('order = "bcade"', "b"),
            Wrong('order = "decab"', "d"),
        ],
        also_right='order = ["C", "A", "D", "B", "E"]',
    )
)

EXERCISES.add(
    Choice(
        id="maxout/reach",
        kind="predict",
        title="What is within reach of one unit?",
        name="pick",
        options="abcde",
        right="c",
        note="it is continuous and convex, and the interval is closed and bounded",
        worth=2,
        hints=[
            "Three conditions: convex, continuous, and a closed, bounded interval.",
            "Draw each of them. Which chords run below the curve, and what happens far outside?",
        ],
        feedback={
            "a": "between 0 and π the sine lies above its chord: can a maxout unit?",
            "b": "far out, every line is left behind by x²: how large is the error there?",
            "d": "left of 0 the slope is 2, right of it 1: does this corner bend up or down?",
            "e": "the largest of lines is one piece, then the next: which way do its corners bend, "
            "and which way does the middle corner of this curve?",
        },
        wrong=[
            Wrong('pick = "a"', "a"),
            Wrong('pick = "b"', "b"),
            Wrong('pick = "d"', "d"),
            Wrong('pick = "e"', "e"),
        ],
        also_right='pick = " C "',
    )
)

EXERCISES.add(
    Numbers(
        id="maxout/pieces",
        kind="explore",
        title="How many lines for a parabola?",
        name="pieces",
        ranges=[
            Range(
                low=11,
                high=11,
                what="the smallest number of tangents",
                measured="0.01 with 10 tangents, 0.0083 with 11",
                looks_like={"not below": 10, "swapped": 8},
            ),
            Range(
                low=8,
                high=8,
                what="the smallest number of raised tangents",
                measured="0.0102 with 7 raised ones, 0.0078 with 8",
                looks_like={"just above": 7, "no raise": 11},
            ),
        ],
        hints=[
            "Try k = 4, 8 and 16 first: by what does the error fall when k doubles?",
            "The tangents are all too low, by 0 to 1/k²: which lift halves the largest error?",
            "With the lift 1/(2k²) the error is 1/(2k²): solve for k.",
        ],
        feedback={
            "not below": "with 10 tangents the error is 0.01, and not below it.",
            "swapped": "first the tangents as they are, then the raised ones.",
            "just above": "print one more digit: is 7 really below 0.01?",
            "no raise": "raising all tangents by half of their largest gap saves lines.",
            "too small": "run `error` with this number: is it below 0.01?",
            "too large": "this many are enough, but so are fewer.",
        },
        wrong=[
            Wrong("pieces = (10, 8)", "not below"),
            Wrong("pieces = (8, 11)", "swapped"),
            Wrong("pieces = (11, 7)", "just above"),
            Wrong("pieces = (11, 11)", "no raise"),
            Wrong("pieces = (11, 4)", "too small"),
            Wrong("pieces = (100, 50)", "too large"),
            Wrong("pieces = 8", "type"),
        ],
        also_right="pieces = [11.0, 8.0]",
    )
)


EXERCISES.add(
    Function(
        id="maxout/difference",
        kind="challenge",
        title="Any curve from two units",
        name="two_units",
        driver=drivers.lines,
        measure=measures.subtracted,
        call="max(w1·x + b1) - max(w2·x + b2)",
        parts=[
            Part(
                calls=lambda rng: [_zigzag(rng, 6, "up"), _zigzag(rng, 9, "up")],
                want=_interpolated,
                rtol=1e-9,
                atol=1e-9,
                hints={"value": "lines"},
            ),
            Part(
                calls=lambda rng: [_zigzag(rng, 7, "down"), _zigzag(rng, 4, "down")],
                want=_interpolated,
                rtol=1e-9,
                atol=1e-9,
                hints={"value": "downwards"},
            ),
            Part(
                calls=lambda rng: [_zigzag(rng, 8), _zigzag(rng, 12), _zigzag(rng, 2), _wave(rng)],
                want=_interpolated,
                rtol=1e-9,
                atol=1e-9,
                points=2,
                hints={"value": "both", "raised": "one part"},
            ),
        ],
        hints=[
            "Slopes are `np.diff(values) / np.diff(knots)`, bends their differences.",
            "The first unit begins with the first slope and takes the bends up; the second with 0.",
            "Slopes add up to heights at the knots; slope s through (x, h) has the bias h - s x.",
        ],
        feedback={
            "lines": "here all bends go up, and the chords themselves are the pieces of the "
            "first unit: does each go through its two knots?",
            "downwards": "here the first unit is a single line, and the second does all the "
            "bending: upwards.",
            "both": "each unit is convex alone: its slopes may only rise from piece to piece.",
            "one part": "two knots have one slope and no bend at all.",
        },
        wrong=[
            Wrong(
                """
def two_units(knots, values):
    w = np.diff(values) / np.diff(knots)
    return w, values[:-1] - w * knots[:-1], np.zeros(1), np.zeros(1)
""",
                "downwards",
            ),
            Wrong(
                """
def two_units(knots, values):
    w = np.diff(values) / np.diff(knots)
    return w, values[:-1], np.zeros(1), np.zeros(1)
""",
                "lines",
            ),
            Wrong(
                """
def two_units(knots, values):
    w = np.diff(values) / np.diff(knots)
    b = values[:-1] - w * knots[:-1]
    if np.all(np.diff(w) <= 0):
        return np.zeros(1), np.zeros(1), -w, -b
    return w, b, np.zeros(1), np.zeros(1)
""",
                "both",
            ),
            Wrong(
                """
def two_units(knots, values):
    w = np.diff(values) / np.diff(knots)
    b = values[:-1] - w * knots[:-1]
    if w[-1] >= w[0]:
        return w, b, np.zeros(1), np.zeros(1)
    x = knots[:, None]
    low = (x * w + b).min(axis=1)
    v = np.diff(low) / np.diff(knots)
    return np.zeros(1), np.zeros(1), -v, v * knots[:-1] - low[:-1]
""",
                "both",
            ),
            Wrong(
                """
def two_units(knots, values):
    h = np.diff(knots)
    s = np.diff(values) / h
    bends = np.diff(s)
    first = s[0] + np.cumsum(np.maximum(bends, 0))
    second = np.cumsum(np.maximum(-bends, 0))
    w1, w2 = np.append(s[:1], first), np.append(0 * second[:1], second)
    h1 = values[0] + np.append(0, np.cumsum(w1 * h)[:-1])
    h2 = np.append(0, np.cumsum(w2 * h)[:-1])
    return w1, h1 - w1 * knots[:-1], w2, h2 - w2 * knots[:-1]
""",
                "one part",
            ),
        ],
        also_right="""
def two_units(knots, values):
    lines = []
    for sign in (1, -1):
        slope = (values[1] - values[0]) / (knots[1] - knots[0]) if sign == 1 else 0.0
        height = values[0] if sign == 1 else 0.0
        w, b = [slope], [height - slope * knots[0]]
        for i in range(1, len(knots) - 1):
            left = (values[i] - values[i - 1]) / (knots[i] - knots[i - 1])
            right = (values[i + 1] - values[i]) / (knots[i + 1] - knots[i])
            bend = max(sign * (right - left), 0)
            w.append(w[-1] + bend)
            b.append(b[-1] - bend * knots[i])
        lines += [np.array(w), np.array(b)]
    return tuple(lines)
""",
    )
)
