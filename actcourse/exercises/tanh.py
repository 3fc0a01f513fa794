"""The exercises of the chapter on tanh."""

import numpy as np

from ..activations import sigmoid, tanh
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Choice, Numbers, Range

EXERCISES.add(
    Function(
        id="tanh/stable",
        kind="implement",
        title="A tanh for every float",
        name="tanh",
        parts=[
            Part(
                calls=lambda rng: [
                    (1.0,),
                    (rng.normal(0, 2, 60),),
                    (rng.normal(0, 5, (3, 4)),),
                    (0.0,),
                ],
                want=tanh,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "half": lambda x: np.tanh(np.divide(x, 2)),
                    "sigmoid": sigmoid,
                    "negated": lambda x: -np.tanh(x),
                    "derivative": tanh.derivative,
                    "even": lambda x: np.tanh(np.abs(x)),
                },
            ),
            Part(
                calls=lambda rng: [(-800.0,), (800.0,), (rng.uniform(-1e4, 1e4, 50),)],
                want=tanh,
                atol=1e-12,
                hints={"nonfinite": "overflow", "warned": "overflow", "raised": "overflow"},
            ),
            Part(
                calls=lambda rng: [(1e-9,), (rng.normal(size=40) * 10.0 ** rng.uniform(-12, -7),)],
                want=tanh,
                rtol=1e-9,
                hints={"value": "cancels"},
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 3, 20).astype(np.float32),),
                    (np.array([-89, 89], np.float32),),
                    (np.zeros((2, 0, 3)),),
                    (np.array(-2.0),),
                    (np.array([-3, 0, 5]),),
                ],
                want=tanh,
                rtol=1e-6,
                atol=1e-6,
                hints={"nonfinite": "overflow", "warned": "overflow"},
            ),
        ],
        hints=[
            "Divide the numerator and the denominator by the larger of the two exponentials.",
            (
                "tanh is odd: compute it for |x|, with an exponent that is never positive, and give "
                "the result the sign of x."
            ),
            (
                "Near 0 the numerator 1 - e^(-2|x|) is a difference of nearly equal numbers: "
                "`np.expm1(t)` is e^t - 1 with all its digits."
            ),
        ],
        feedback={
            "half": "the slope at 0 should be 1: what is lost if yours is 1/2?",
            "sigmoid": "that lies between 0 and 1; tanh lies between -1 and 1.",
            "negated": "tanh rises: is the sign of your exponents right?",
            "derivative": "that is the slope of tanh; the exercise asks for tanh itself.",
            "even": "tanh(-x) = -tanh(x): where did the sign of x go?",
            "overflow": "which of e^89 and e^-89 can a float32 hold, and which of e^800 and e^-800 "
            "a float64?",
            "cancels": "for x = 1e-9 the result should be 1e-9 to all digits: which subtraction of "
            "nearly equal numbers loses them?",
            "raised": "does your code work for a number, a matrix and an empty array as well?",
        },
        wrong=[
            Wrong(
                """
def tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
""",
                "overflow",
            ),
            Wrong("def tanh(x):\n    return 2 / (1 + np.exp(-2 * x)) - 1", "overflow"),
            Wrong(
                """
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.copysign((1 - e) / (1 + e), x)
""",
                "cancels",
            ),
            Wrong(
                """
def tanh(x):
    e = np.exp(-np.abs(x))
    return np.copysign((1 - e) / (1 + e), x)
""",
                "half",
            ),
            Wrong(
                """
def tanh(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)
""",
                "sigmoid",
            ),
            Wrong(
                """
def tanh(x):
    t = np.expm1(-2 * np.abs(x))
    return np.copysign(t / (2 + t), -x)
""",
                "negated",
            ),
            Wrong(
                """
def tanh(x):
    t = np.expm1(-2 * np.abs(x))
    return -t / (2 + t)
""",
                "even",
            ),
            Wrong(
                """
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2
""",
                "derivative",
            ),
            Wrong(
                """
def tanh(x):
    a = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        t = np.expm1(-2 * abs(x[i]))
        a[i] = np.copysign(t / (2 + t), x[i])
    return a
""",
                "raised",
            ),
            Wrong(
                """
def tanh(x):
    x = np.asarray(x, dtype=np.float64)
    t = np.expm1(-2 * np.abs(x))
    return np.copysign(t / (2 + t), x)
""",
                "dtype",
            ),
        ],
        also_right="""
def tanh(x):
    u = np.expm1(2 * np.minimum(np.abs(x), 30))
    return np.sign(x) * (u / (u + 2))
""",
    )
)


def _through_tanh(g, a):
    return g * (1 - np.square(a))


EXERCISES.add(
    Function(
        id="tanh/backward",
        kind="debug",
        title="A gradient that passes through tanh",
        name="backward",
        parts=[
            Part(
                calls=lambda rng: [
                    (2.0, 0.5),
                    (rng.normal(size=40), rng.uniform(-1, 1, 40)),
                    (rng.normal(size=(4, 5)), rng.uniform(-1, 1, (4, 5))),
                ],
                want=_through_tanh,
                atol=1e-12,
                points=2,
                looks_like={
                    "twice": lambda g, a: g * (1 - np.tanh(a) ** 2),
                    "sigmoid": lambda g, a: g * a * (1 - a),
                    "no signal": lambda g, a: 1 - np.square(a),
                    "one factor": lambda g, a: g * (1 - a),
                    "no square": lambda g, a: g * (1 - np.abs(a)),
                },
            ),
            Part(
                calls=lambda rng: [
                    (np.ones(3), np.array([-1.0, 0.0, 1.0])),
                    (rng.normal(size=6).astype(np.float32), rng.uniform(-1, 1, 6).astype("f4")),
                ],
                want=_through_tanh,
                atol=1e-6,
            ),
        ],
        hints=[
            "What is `a` when `backward` gets it: a pre-activation or an output?",
            "With a = tanh(z) already at hand, the slope needs no tanh and no exponential.",
        ],
        feedback={
            "twice": "`a` is tanh(z) already: how often is tanh applied to z now?",
            "sigmoid": "that is the slope of the sigmoid from its output; at a = 0 tanh has slope 1.",
            "no signal": "that is the slope alone: where does the signal g from above come in?",
            "one factor": "the slope is the same at a and at -a: is yours?",
            "no square": "at a = 1/2 the slope of tanh is 3/4: what does yours give?",
        },
        wrong=[
            Wrong("def backward(g, a):\n    return g / np.cosh(a) ** 2", "twice"),
            Wrong("def backward(g, a):\n    return g * a * (1 - a)", "sigmoid"),
            Wrong("def backward(g, a):\n    return 1 - a**2", "no signal"),
            Wrong("def backward(g, a):\n    return g * (1 - a)", "one factor"),
            Wrong("def backward(g, a):\n    return g * (1 - np.abs(a))", "no square"),
            Wrong(
                """
def backward(g, a):
    g *= 1 - a**2
    return g
""",
                "mutated",
            ),
        ],
        also_right="def backward(g, a):\n    return g * (1 - a) * (1 + a)",
    )
)

EXERCISES.add(
    Numbers(
        id="tanh/printed",
        kind="predict",
        title="The formula with a 2 missing",
        name="slope_and_gap",
        ranges=[
            Range(
                low=0.49,
                high=0.51,
                what="the slope of the second formula at 0",
                measured="the slope is 0.500",
                looks_like={"tanh": 1.0, "sigmoid": 0.25, "times four": 2.0},
            ),
            Range(
                low=0.295,
                high=0.305,
                what="the largest gap between the first formula and tanh(x)",
                measured="the gap is at most 0.300",
                looks_like={"range": 1.0, "half": 0.5},
            ),
        ],
        hints=[
            "What is 2σ(x) - 1 as one fraction?  The largest slope of σ is 1/4.",
            "Both are tanh(x/2): like tanh they start at 0 and end at 1, and the gap is in between.",
            "Near x = 1, tanh(x) is 0.76; compare it with tanh(1/2).",
        ],
        feedback={
            "tanh": "that is the slope of tanh itself: do the printed formulas have it, too?",
            "sigmoid": "that is the slope of σ: by what is σ multiplied in the first formula?",
            "times four": "there is only one factor 2 in the first formula.",
            "range": "both curves go from -1 to 1, so far out there is no gap.",
            "half": "a half is the gap in slope at 0, not that in height.",
            "too small": "compute both formulas at x = 1.",
            "too large": "compute both formulas at x = 1.",
        },
        wrong=[
            Wrong("slope_and_gap = (1.0, 0.0)", "tanh"),
            Wrong("slope_and_gap = (0.25, 0.3)", "sigmoid"),
            Wrong("slope_and_gap = (2, 0.3)", "times four"),
            Wrong("slope_and_gap = (0.5, 1.0)", "range"),
            Wrong("slope_and_gap = (0.5, 0.5)", "half"),
            Wrong("slope_and_gap = (0.5, 0.1)", "too small"),
            Wrong("slope_and_gap = (0.75, 0.3)", "too large"),
            Wrong("slope_and_gap = 0.5", "type"),
        ],
        also_right="slope_and_gap = np.array([1 / 2, 0.3])",
    )
)

EXERCISES.add(
    Numbers(
        id="tanh/saturated",
        kind="predict",
        title="Does saturation add up over the layers?",
        name="shares",
        ranges=[
            Range(
                low=0.0,
                high=0.02,
                what="the share for gain 1",
                measured="0.00",
                looks_like={"percent": 5.0},
            ),
            Range(
                low=0.02,
                high=0.12,
                what="the share for gain 5/3",
                measured="0.03 to 0.08",
                looks_like={"percent": 5.0, "adds up": 0.2},
            ),
            Range(
                low=0.3,
                high=0.5,
                what="the share for gain 3",
                measured="0.37 to 0.44, over 20 seeds",
                looks_like={"percent": 40.0, "adds up": 1.0},
            ),
        ],
        hints=[
            "After five layers the shares are 0, about one in twenty and about two in five.",
            (
                "The outputs of one layer are the inputs of the next: once their spread has settled, "
                "what can change from layer to layer?"
            ),
        ],
        feedback={
            "percent": "a share lies between 0 and 1.",
            "adds up": "a unit that is far out does not push the next layer any further: its "
            "output is 1 at most.",
            "too small": "does the explorer of the gain show fewer saturated units layer by layer?",
            "too large": "does the explorer of the gain show more saturated units layer by layer?",
        },
        wrong=[
            Wrong("shares = (0.0, 0.2, 1.0)", "adds up"),
            Wrong("shares = (0.0, 0.05, 1.0)", "adds up"),
            Wrong("shares = (0.0, 5, 40)", "percent"),
            Wrong("shares = (0.0, 0.0, 0.4)", "too small"),
            Wrong("shares = (0.3, 0.05, 0.4)", "too large"),
            Wrong("shares = 0.05", "type"),
        ],
        also_right="shares = np.array([0, 1 / 20, 2 / 5])",
    )
)

EXERCISES.add(
    Choice(
        id="tanh/sentences",
        kind="predict",
        title="Which sentence survives?",
        name="survivor",
        options=("a", "b", "c", "d", "e"),
        right="d",
        note="the two compute the same functions; how they learn is another matter",
        worth=1,
        hints=[
            "Look for the sentence without a hidden condition: try to break each with one example.",
            "For a: tanh of numbers that are all near 1. For b: the recipe, the output, the gate.",
            "For e: what did the experiment change besides the activation?",
        ],
        feedback={
            "a": "the mean of the outputs depends on what goes in: what if all inputs are near 1?",
            "b": "what did the sigmoid do with larger weights and a larger rate? And would you "
            "read a negative output as a probability?",
            "c": "centred outputs of weights of size 0.01: what did that network learn?",
            "e": "what got the network that was stuck going, and was it the new activation?",
        },
        wrong=[
            Wrong('survivor = "a"', "a"),
            Wrong('survivor = "b"', "b"),
            Wrong('survivor = "c"', "c"),
            Wrong('survivor = "e"', "e"),
            Wrong('survivor = "tanh"', "type"),
        ],
        also_right='survivor = "d"',
    )
)

EXERCISES.add(
    Numbers(
        id="tanh/gain",
        kind="explore",
        title="Bring the error signal home",
        name="gain",
        ranges=[
            Range(
                low=1.2,
                high=1.42,
                what="a gain that keeps the error signal within 4 % per layer",
                measured="0.967 to 1.037 per layer for gains from 1.2 to 1.42, over 5 seeds",
                points=2,
                looks_like={"usual": 1.0, "library": 5 / 3, "forward": 1.59},
            )
        ],
        hints=[
            "With gain 1 the signal shrinks, and with 5/3 it grows: it has to be in between.",
            "Halve the interval, and halve it again: each run is quick.",
        ],
        feedback={
            "usual": "with gain 1 about a tenth of the signal is lost at every layer.",
            "library": "with 5/3 the error signal grows, by about a tenth per layer.",
            "forward": "that gain keeps the variance on the way up; this asks about the way back.",
            "too small": "the error signal still shrinks on its way back.",
            "too large": "the error signal now grows on its way back.",
        },
        wrong=[
            Wrong("gain = 1.0", "usual"),
            Wrong("gain = 5 / 3", "library"),
            Wrong("gain = 1.59", "forward"),
            Wrong("gain = 0.5", "too small"),
            Wrong("gain = 3", "too large"),
            Wrong('gain = "1/n"', "type"),
        ],
        also_right="gain = 4 / 3",
    )
)


def _twin(W1, b1, W2, b2, inner=2, outer=2, shift=1):
    return {"V1": inner * W1, "c1": inner * b1, "V2": outer * W2, "c2": b2 - shift * W2.sum(axis=0)}


def _layers(rng, n_in, hidden, n_out):
    """Weights and biases of a network with one hidden layer, or gradients of their shapes."""
    shapes = (n_in, hidden), (hidden,), (hidden, n_out), (n_out,)
    return tuple(rng.normal(size=shape) for shape in shapes)


EXERCISES.add(
    Function(
        id="tanh/twin",
        kind="derive",
        title="The same network in sigmoids",
        name="twin",
        call="twin(W1, b1, W2, b2)",
        parts=[
            Part(
                calls=lambda rng: [_layers(rng, 3, 5, 2), _layers(rng, 4, 4, 4)],
                want=_twin,
                rtol=1e-10,
                atol=1e-12,
                points=3,
                looks_like={
                    "no inner 2": lambda *net: _twin(*net, inner=1),
                    "no outer 2": lambda *net: _twin(*net, outer=1),
                    "no shift": lambda *net: _twin(*net, shift=0),
                    "shift sign": lambda *net: _twin(*net, shift=-1),
                    "shift twice": lambda *net: _twin(*net, shift=2),
                    "inverse": lambda *net: _twin(*net, inner=0.5, outer=0.5),
                },
                hints={"shape": "axis", "raised": "axis"},
            ),
            Part(
                calls=lambda rng: [_layers(rng, 1, 1, 1), _layers(rng, 2, 7, 1)],
                want=_twin,
                rtol=1e-10,
                atol=1e-12,
            ),
        ],
        hints=[
            "Put 2σ(2z) - 1 in the place of tanh(z), with z = x W1 + b1, and multiply out.",
            "The inner 2 goes to what makes z, the outer 2 to what multiplies the outputs.",
            "The -1 of every unit runs through its row of W2: what does it add to each output?",
        ],
        feedback={
            "no inner 2": "2σ(z) - 1 is not tanh(z): what has to happen to z first?",
            "no outer 2": "the outputs of σ span 1, those of tanh span 2: who makes up for it?",
            "no shift": "an output of σ is never negative: who takes care of the -1?",
            "shift sign": "check c2 at a single unit: tanh is the sigmoid's part minus 1.",
            "shift twice": "does the -1 get the outer 2 as well? Multiply out once more.",
            "inverse": "is tanh(z) = 2σ(2z) - 1 what you put in, or σ in terms of tanh?",
            "axis": "W2 has a row for each hidden unit and a column for each output: over which of "
            "the two do you have to sum?",
        },
        wrong=[
            Wrong(
                """
def twin(W1, b1, W2, b2):
    return {"V1": W1, "c1": b1, "V2": 2 * W2, "c2": b2 - W2.sum(axis=0)}
""",
                "no inner 2",
            ),
            Wrong(
                """
def twin(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": W2, "c2": b2 - W2.sum(axis=0)}
""",
                "no outer 2",
            ),
            Wrong(
                """
def twin(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2.copy()}
""",
                "no shift",
            ),
            Wrong(
                """
def twin(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 + W2.sum(axis=0)}
""",
                "shift sign",
            ),
            Wrong(
                """
def twin(W1, b1, W2, b2):
    V2 = 2 * W2
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": V2, "c2": b2 - V2.sum(axis=0)}
""",
                "shift twice",
            ),
            Wrong(
                """
def twin(W1, b1, W2, b2):
    return {"V1": W1 / 2, "c1": b1 / 2, "V2": W2 / 2, "c2": b2 - W2.sum(axis=0)}
""",
                "inverse",
            ),
            Wrong(
                """
def twin(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 - W2.sum(axis=1)}
""",
                "axis",
            ),
        ],
        also_right="""
def twin(W1, b1, W2, b2):
    ones = np.ones(len(W2))
    return dict(V1=W1 + W1, c1=b1 + b1, V2=W2 + W2, c2=b2 - ones @ W2)
""",
    )
)


def _directions(dV1, dc1, dV2, dc2, factor=4, centred=True):
    """Along which the sigmoid twin has to move, to follow its tanh network."""
    dW2 = 2 * dV2 - centred * dc2
    last = dc2 - centred * dW2.sum(axis=0)
    return {"V1": factor * dV1, "c1": factor * dc1, "V2": factor / 2 * dW2, "c2": last}


EXERCISES.add(
    Function(
        id="tanh/path",
        kind="challenge",
        title="Walk the same path",
        name="directions",
        call="directions(dV1, dc1, dV2, dc2)",
        parts=[
            Part(
                calls=lambda rng: [_layers(rng, 3, 5, 2), _layers(rng, 4, 4, 4)],
                want=_directions,
                rtol=1e-10,
                atol=1e-12,
                points=3,
                looks_like={
                    "own path": lambda *g: dict(zip(("V1", "c1", "V2", "c2"), g, strict=True)),
                    "twice": lambda *g: _directions(*g, factor=2),
                    "quarter": lambda *g: _directions(*g, factor=1 / 4),
                    "not centred": lambda *g: _directions(*g, centred=False),
                    "c2 left": lambda *g: _directions(*g) | {"c2": g[3]},
                },
                hints={"shape": "axis", "raised": "axis"},
            ),
            Part(
                calls=lambda rng: [_layers(rng, 1, 1, 1), _layers(rng, 2, 7, 1)],
                want=_directions,
                rtol=1e-10,
                atol=1e-12,
            ),
        ],
        hints=[
            (
                "Go round in three steps: from the gradients of V, c to those of W, b; one step there; "
                "and back through V1 = 2 W1, c1 = 2 b1, V2 = 2 W2, c2 = b2 - W2.sum(axis=0)."
            ),
            (
                "W2 has two ways to the loss, through V2 and through c2: dW2 = 2 dV2 - dc2, where each "
                "row gets the same dc2."
            ),
            (
                "What c2 moves by: b2 moves by db2 = dc2, and each column of W2 takes its sum of dW2 "
                "with it."
            ),
        ],
        feedback={
            "own path": "those are the sigmoid network's own gradients: they lead elsewhere.",
            "twice": "the factor of V = 2W counts twice: once in the gradient, once in the step.",
            "quarter": "the sigmoid network moves too slowly by itself: multiply or divide?",
            "not centred": "W2 reaches the loss through c2 as well: what does that add to dW2?",
            "c2 left": "c2 = b2 - W2.sum(axis=0): it moves when b2 moves, and when W2 moves.",
            "axis": "dc2 has one entry for each output, that is, for each column of W2.",
        },
        wrong=[
            Wrong(
                """
def directions(dV1, dc1, dV2, dc2):
    return {"V1": +dV1, "c1": +dc1, "V2": +dV2, "c2": +dc2}
""",
                "own path",
            ),
            Wrong(
                """
def directions(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": 2 * dV1, "c1": 2 * dc1, "V2": dW2, "c2": dc2 - dW2.sum(axis=0)}
""",
                "twice",
            ),
            Wrong(
                """
def directions(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": dV1 / 4, "c1": dc1 / 4, "V2": dW2 / 8, "c2": dc2 - dW2.sum(axis=0)}
""",
                "quarter",
            ),
            Wrong(
                """
def directions(dV1, dc1, dV2, dc2):
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * dV2, "c2": +dc2}
""",
                "not centred",
            ),
            Wrong(
                """
def directions(dV1, dc1, dV2, dc2):
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * dV2 - 2 * dc2, "c2": +dc2}
""",
                "c2 left",
            ),
            Wrong(
                """
def directions(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 2 * dW2, "c2": dc2 - dW2.sum(axis=1)}
""",
                "axis",
            ),
        ],
        also_right="""
def directions(dV1, dc1, dV2, dc2):
    hidden = len(dV2)
    c2 = (1 + hidden) * dc2 - 2 * np.sum(dV2, axis=0)
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * (dV2 - dc2 / 2), "c2": c2}
""",
    )
)
