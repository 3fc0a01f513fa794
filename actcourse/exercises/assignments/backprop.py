"""The exercises of the chapter on backpropagation."""

import numpy as np

from ...intervals import Interval
from .. import trials
from ..answers import backprop as answers
from ..drivers import differentiated, two_layers, unpacked
from ..functions import Function, Part
from ..mistakes import Mistake
from ..spec import enter
from ..values import Numbers, Ordering, Quantity, Trial

# --- gradients of two layers ---------------------------------------------------------------------

GRADIENTS = ("dW1", "db1", "dW2", "db2")


def _two_layers(*args):
    """The gradients of ½ mean |a2 - Y|²."""

    def gradients(X, Y, W1, b1, W2, b2, f, df):
        z1 = X @ W1 + b1
        a1 = f(z1)
        d2 = (a1 @ W2 + b2 - Y) / len(X)
        d1 = d2 @ W2.T * df(z1)
        return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)

    return dict(zip(GRADIENTS, two_layers(gradients, *args), strict=True))


def _network(rng, f, sizes=(5, 4, 3), n=7):
    d_in, hidden, d_out = sizes
    return (
        f,
        rng.normal(size=(n, d_in)),
        rng.normal(size=(n, d_out)),
        rng.normal(size=(d_in, hidden)),
        rng.normal(size=hidden),
        rng.normal(size=(hidden, d_out)),
        rng.normal(size=d_out),
    )


enter(
    Function(
        id="backprop/network",
        kind="implement",
        title="The gradients of two layers",
        name="gradients",
        needs=["Two layers, all at once"],
        driver=two_layers,
        gives=GRADIENTS,
        call="gradients(X, Y, W1, b1, W2, b2, f, df)",
        parts=[
            Part(
                calls=lambda rng: [
                    _network(rng, "tanh"),
                    _network(rng, "sine"),
                    _network(rng, "square", (1, 6, 2), n=1),
                ],
                want=_two_layers,
                rtol=1e-9,
                atol=1e-12,
                points=2,
            ),
            Part(
                calls=lambda rng: [_network(rng, "sine", (4, 4, 4), n=4)],
                want=_two_layers,
                rtol=1e-9,
                atol=1e-12,
                points=2,
                means={"value": "square sizes"},
            ),
        ],
        hints=[
            "Begin at the loss: what is its slope for one entry of the output?",
            "Call that slope δ2, with its 1/n: which product of a1 and δ2 has the shape of W2?",
            "dW2 = a1ᵀ δ2 and δ1 = (δ2 W2ᵀ) ⊙ f'(z1); dW1 follows from X and δ1 as dW2 did.",
        ],
        mistakes=answers.network.mistakes,
        also_right=answers.network.also_right,
    ),
    __name__,
)

# --- an engine -----------------------------------------------------------------------------------

_SLOPES = {
    "tree": lambda x, y: ((x + y) * y + x + 2, y + 1, x + 2 * y),
    "square": lambda x, y: (x * x + y, 2 * x, 1.0),
    "diamond": lambda x, y: (
        x * y * (x * y + x) + x * y,
        2 * x * y * y + 2 * x * y + y,
        2 * x * x * y + x * x + x,
    ),
    "ladder": lambda x, y: (0.75**26 * x * y, 0.75**26 * y, 0.75**26 * x),
}


def _slopes(expression, x, y):
    return dict(zip(("data", "dx", "dy"), map(np.float64, _SLOPES[expression](x, y)), strict=True))


def _pairs(rng, *expressions):
    return [(e, np.array(rng.uniform(1, 2)), np.array(rng.uniform(-2, -1))) for e in expressions]


enter(
    Function(
        id="backprop/engine",
        kind="implement",
        title="An engine that owes every debt",
        name="Value",
        needs=["What if a number is used twice?"],
        driver=differentiated,
        gives=("data", "dx", "dy"),
        call="backward() of the {0} with x = {1}, y = {2}",
        parts=[
            Part(
                calls=lambda rng: _pairs(rng, "tree"),
                want=_slopes,
                rtol=1e-9,
                means={"value": "tree"},
            ),
            Part(
                calls=lambda rng: _pairs(rng, "square"),
                want=_slopes,
                rtol=1e-9,
                means={"value": "twice"},
            ),
            Part(
                calls=lambda rng: _pairs(rng, "diamond", "ladder"),
                want=_slopes,
                rtol=1e-9,
                points=2,
                means={"value": "too early"},
            ),
        ],
        hints=[
            "What is the slope of a value with respect to itself? The walk starts with it.",
            "A parent used twice is owed twice: add to its `grad`, do not overwrite it.",
            "A value may hand on its `grad` once all its children have paid in: list the ancestors "
            + "with parents before children, and walk the list from its end.",
        ],
        mistakes=answers.engine.mistakes,
        also_right=answers.engine.also_right,
    ),
    __name__,
)

# --- the update ----------------------------------------------------------------------------------


def _step(*args):
    """Gradient descent on four arrays."""
    parameters, gradients, rate = args[:4], args[4:8], args[8]
    pairs = zip(("W1", "b1", "W2", "b2"), parameters, gradients, strict=True)
    return {name: p - rate * g for name, p, g in pairs}


def _parameters(rng, sizes):
    d_in, hidden, d_out = sizes
    shapes = [(d_in, hidden), (hidden,), (hidden, d_out), (d_out,)]
    return (*(rng.normal(size=s) for s in shapes + shapes), rng.uniform(0.05, 0.5))


enter(
    Function(
        id="backprop/update",
        kind="debug",
        title="The line that the gradient check cannot see",
        name="step",
        needs=["What does a bug in the update look like?"],
        driver=unpacked,
        gives=("W1", "b1", "W2", "b2"),
        call="step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate)",
        parts=[
            Part(
                calls=lambda rng: [_parameters(rng, (4, 4, 4))],
                want=_step,
                points=2,
            ),
            Part(calls=lambda rng: [_parameters(rng, (5, 3, 2))], want=_step),
        ],
        hints=[
            "What should `step` return where all gradients are 0?",
            "Each parameter is replaced by itself, minus the rate times its own gradient.",
        ],
        mistakes=answers.update.mistakes,
        also_right=answers.update.also_right,
    ),
    __name__,
)

# --- one pass over the batches -------------------------------------------------------------------


def _epoch(W, X, Y, rate, batch):
    """One pass of gradient descent on ½ mean |X W - Y|²."""
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        W = W - rate * x.T @ (x @ W - y) / len(x)
    return W


def _regression(rng, n, batch):
    X, Y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2))
    return rng.normal(size=(3, 2)), X, Y, rng.uniform(0.05, 0.3), batch


enter(
    Function(
        id="backprop/epoch",
        kind="debug",
        title="Yesterday's gradient",
        name="train",
        needs=["Two layers, all at once"],
        parts=[
            Part(
                calls=lambda rng: [_regression(rng, 12, 4)],
                want=_epoch,
                rtol=1e-9,
                atol=1e-12,
                points=2,
            ),
            Part(
                # Last batches of two rows and of one, and a single one.
                calls=lambda rng: [_regression(rng, n, k) for n, k in ((10, 4), (9, 4), (5, 8))],
                want=_epoch,
                rtol=1e-9,
                atol=1e-12,
            ),
        ],
        hints=[
            "Print `g` at the start of the second turn of the loop: should anything be in it?",
            "Copy each row of a batch: its loss stays the same, and what does your step do?",
            "Begin each batch with a new gradient, and divide by its own number of rows: the last "
            + "batch may have fewer than `batch`.",
        ],
        mistakes=answers.epoch.mistakes,
        also_right=answers.epoch.also_right,
    ),
    __name__,
)

# --- Jacobians -----------------------------------------------------------------------------------

enter(
    Numbers(
        id="backprop/jacobian",
        kind="predict",
        title="How many slopes are not zero?",
        name="counts",
        needs=["How large is the derivative of a layer?"],
        quantities=[
            Quantity(
                "the number of slopes of y for W that are not 0, with tanh",
                Interval(30, 30, "30 of 150"),
                too_small="count output by output: which weights does it feel?",
                too_large="there are 5 outputs and 30 weights: how many pairs at most?",
            ),
            Quantity(
                "the number of slopes of y for b that are not 0, with tanh",
                Interval(5, 5, "5 of 25"),
                too_small="count output by output: which biases does it feel?",
                too_large="there are 5 outputs and 5 biases: how many pairs at most?",
            ),
            Quantity(
                "the number of slopes of y for W that are not 0, with softmax",
                Interval(150, 150, "150 of 150"),
                too_small="softmax divides by a sum over all units: which outputs does one z move?",
                too_large="there are 5 outputs and 30 weights: how many pairs at most?",
            ),
        ],
        hints=[
            "The first array has 5 · 6 · 5 entries: which outputs feel the weight w of unit 2?",
            "Softmax divides by a sum over all units: which outputs does one z move?",
            "With tanh, output k depends on the 6 weights and the one bias of unit k alone.",
        ],
        mistakes=[
            Mistake("all", [(150, 5, 150)], "does output 1 change when a weight of unit 2 does?"),
            Mistake(
                "one unit", [(6, 5, 150)], "that is one unit's share: how many units are there?"
            ),
            Mistake("diagonal", [(5, 5, 150)], "each unit has more than one weight."),
            Mistake(
                "all biases", [(30, 25, 150)], "does output 1 change when the bias of unit 2 does?"
            ),
            Mistake("vector", [(30, 1, 150)], "one slope a unit: how many units are there?"),
            Mistake(
                "mixed",
                [(30, 5, 30)],
                "softmax divides by a sum over all units: which outputs does one z move?",
            ),
            Mistake("type", [30]),
        ],
        also_right=[np.array([6 * 5, 5.0, 6 * 5 * 5])],
    ),
    __name__,
)

enter(
    Ordering(
        id="backprop/bias",
        kind="derive",
        title="From a matrix to a vector",
        name="order",
        needs=["How large is the derivative of a layer?"],
        orders=["cebda"],
        note="each line follows from the one before",
        hints=[
            "Begin with the chain rule in full: every output may depend on the bias.",
            "Then z comes between y and b, and its slope for b is 1 or 0.",
            "A sum in which all terms but one are 0 is that one term.",
        ],
        mistakes=[
            Mistake("a", ["abcde"], "this is where we want to arrive: what does it come from?"),
            Mistake(
                "b",
                ["cbeda"],
                "which slope has been replaced by 1 or 0 here, and where did it stand before?",
            ),
            Mistake("d", ["cedba"], "the sum is gone: what made all its terms but one vanish?"),
            Mistake(
                "e",
                ["ecbda"],
                "this splits a slope in two: in which line does that slope stand whole?",
            ),
            Mistake("type", ["cebd"]),
        ],
        also_right=[["C", "E", "B", "D", "A"]],
    ),
    __name__,
)

# --- difference quotients ------------------------------------------------------------------------

enter(
    Numbers(
        id="backprop/step-size",
        kind="explore",
        title="A gradient check with half the digits",
        name="h",
        needs=["How small should the nudge be?"],
        quantities=[
            Quantity(
                "a step whose typical error is below 0.00002 in float32",
                Interval(
                    0.0006,
                    0.014,
                    "below 0.00002 for steps from 0.0006 to 0.014, and not for 0.0003 or 0.016",
                ),
                points=2,
                trial=Trial(
                    measure=trials.typical_error,
                    domain=Interval(-100, 100, "what is tried out"),
                    grid=[float(f"{m}e{k}") for k in range(-9, 0) for m in range(1, 10)],
                    wanted=Interval(0, 2e-5, "what is asked"),
                    shown="the typical error is {:.1e}",
                    margin=5e-7,
                ),
            )
        ],
        hints=[
            "Two errors compete: which of them is larger in float32 than in float64?",
            "`typical_error(h)` takes no time: try h = 0.1 and h = 1e-6, then the steps between.",
            "A float32 has about 7 digits; the two errors balance near a third of them.",
        ],
        mistakes=[
            Mistake(
                "double",
                [1e-5],
                "that is the step for float64; a float32 has lost the difference by then.",
            ),
            Mistake("zero", [0.0], "what is the quotient where nothing is nudged?"),
            Mistake(
                "half",
                [1e-8, 1e-9, 1e-10, 1e-12],
                "z + h is z itself in float32: what is the difference of two equal numbers?",
            ),
            Mistake(
                "too small",
                [1e-4],
                "f(z + h) and f(z - h) share most of their 7 digits: what is left "
                "in the difference?",
            ),
            Mistake(
                "too large",
                [0.5],
                "over a step that large the curve bends: the error grows like h².",
            ),
            Mistake("type", ["small"]),
        ],
        also_right=[np.float32(0.004)],
    ),
    __name__,
)

# --- an activation that learns -------------------------------------------------------------------


def _layer(x, W, b, slope, g):
    """The gradients of a layer of maxout over PReLU."""
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    left_wins = p[:, 0::2] >= p[:, 1::2]
    dp = np.empty_like(z)
    dp[:, 0::2], dp[:, 1::2] = g * left_wins, g * ~left_wins
    dz = dp * np.where(z > 0, 1.0, slope)
    dslope = (dp * np.minimum(z, 0)).sum(axis=0)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": dslope}


def _pieces(rng, n, d_in, units):
    return (
        rng.normal(size=(n, d_in)),
        rng.normal(size=(d_in, 2 * units)),
        rng.normal(size=2 * units),
        rng.uniform(-2, 3, 2 * units),  # the larger of z and slope * z is another function
        rng.normal(size=(n, units)),
    )


def _ties(z):
    """Two examples of which every piece is at z."""
    return np.zeros((2, 2)), np.ones((2, 4)), np.full(4, z), np.full(4, 0.25), np.ones((2, 2))


enter(
    Function(
        id="backprop/pieces",
        kind="challenge",
        title="Backward through an activation that learns",
        name="backward",
        needs=["Which way round do the matrices go?"],
        parts=[
            Part(
                calls=lambda rng: [
                    *(_pieces(rng, 12, 3, 4) for _ in range(3)),
                    # z is (1, -1) in both units, p is (1, 0.75) and (1, 1.5).
                    (
                        np.ones((1, 1)),
                        np.array([[1.0, -1.0, 1.0, -1.0]]),
                        np.zeros(4),
                        np.array([0.3, -0.75, 0.3, -1.5]),
                        np.ones((1, 2)),
                    ),
                ],
                want=_layer,
                rtol=1e-9,
                atol=1e-12,
                points=3,
            ),
            Part(
                calls=lambda rng: [_pieces(rng, 1, 2, 1), _ties(-1.0), _ties(0.0)],
                want=_layer,
                rtol=1e-9,
                atol=1e-12,
            ),
        ],
        hints=[
            "Walk back in the order y, p, z, and only then to x, W, b and the slopes.",
            "Where p1 ≥ p2 the whole of g goes to p1, elsewhere to p2; the loser gets 0.",
            "p = slope · z for z ≤ 0: its slope for z is `slope`, and for `slope` it is z. "
            + "For z > 0 they are 1 and 0.",
        ],
        mistakes=answers.pieces.mistakes,
        also_right=answers.pieces.also_right,
    ),
    __name__,
)
