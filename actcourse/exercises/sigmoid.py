"""The exercises of the chapter on the sigmoid."""

import numpy as np

from ..activations import sigmoid
from ..nn import binary_cross_entropy
from .drivers import descend
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Numbers, Ordering, Range

EXERCISES.add(
    Function(
        id="sigmoid/stable",
        kind="implement",
        title="A sigmoid that never overflows",
        name="sigmoid",
        parts=[
            Part(
                calls=lambda rng: [(0.0,), (rng.normal(0, 3, 60),), (rng.normal(0, 9, (3, 4)),)],
                want=sigmoid,
                rtol=1e-9,
                atol=1e-12,
                looks_like={
                    "negated": lambda x: sigmoid(-x),
                    "tanh": np.tanh,
                    "derivative": sigmoid.derivative,
                },
            ),
            Part(
                calls=lambda rng: [(-800.0,), (800.0,), (rng.uniform(-1e4, 1e4, 50),)],
                want=sigmoid,
                atol=1e-12,  # the tail has its own part
                hints={"nonfinite": "overflow", "warned": "overflow", "raised": "overflow"},
            ),
            Part(
                calls=lambda rng: [(rng.uniform(-600, -40, 60),)],
                want=sigmoid,
                hints={"value": "tail", "nonfinite": "overflow", "warned": "overflow"},
            ),
            Part(
                calls=lambda rng: [
                    (rng.normal(0, 3, 20).astype(np.float32),),
                    (np.zeros((2, 0, 3)),),
                    (np.array(-2.0),),
                    (np.array([-3, 0, 5]),),
                ],
                want=sigmoid,
                rtol=1e-6,
                atol=1e-6,
            ),
        ],
        hints=[
            "`1/(1 + e^-x)` and `e^x/(1 + e^x)` are the same function; they fail at different ends.",
            "`e^-|x|` lies between 0 and 1 for every x: write both forms with it.",
            "The first form needs `e^-x` alone, the second `e^x` alone: `np.where` picks by sign.",
        ],
        feedback={
            "overflow": "which of exp(800) and exp(-800) can a float hold?",
            "negated": "σ should rise with x: look at the sign in the exponent.",
            "tanh": "that is tanh, which lies between -1 and 1; σ lies between 0 and 1.",
            "derivative": "that is the derivative σ'; the exercise asks for σ itself.",
            "tail": "far to the left σ(x) is e^x to all digits, not 0 and not a constant: "
            "subtracting from 1 or clipping x loses it.",
            "raised": "does your code work for a number, a matrix and an empty array as well?",
        },
        wrong=[
            Wrong("def sigmoid(x):\n    return 1 / (1 + np.exp(-x))", "overflow"),
            Wrong("def sigmoid(x):\n    return np.exp(x) / (1 + np.exp(x))", "overflow"),
            Wrong(
                """
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e, 1) / (1 + e)
""",
                "negated",
            ),
            Wrong("def sigmoid(x):\n    return np.tanh(x)", "tanh"),
            Wrong(
                """
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
""",
                "derivative",
            ),
            Wrong(
                """
def sigmoid(x):
    x = np.clip(x, -30, 30)
    return 1 / (1 + np.exp(-x))
""",
                "tail",
            ),
            Wrong(
                """
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), 1 - 1 / (1 + e))
""",
                "tail",
            ),
            Wrong(
                """
def sigmoid(x):
    a = np.empty(x.shape)
    a[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    a[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return a
""",
                "raised",
            ),
            Wrong(
                """
def sigmoid(x):
    if np.ndim(x):
        x[x < -700] = -700
    return 0.5 * (1 + np.tanh(x / 2))
""",
                "mutated",
            ),
            Wrong(
                """
def sigmoid(x):
    x = np.asarray(x, dtype=np.float64)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)
""",
                "dtype",
            ),
            Wrong(
                """
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.atleast_1d(np.where(x >= 0, 1, e) / (1 + e))
""",
                "shape",
            ),
        ],
        also_right="""
def sigmoid(x):
    return np.exp(-np.logaddexp(np.zeros_like(x), -x))
""",
    )
)

EXERCISES.add(
    Function(
        id="sigmoid/from-output",
        kind="implement",
        title="The slope from the output",
        name="slope_from_output",
        parts=[
            Part(
                calls=lambda rng: [(0.5,), (rng.uniform(0, 1, 50),), (rng.uniform(0, 1, (4, 5)),)],
                want=lambda a: a * (1 - a),
                atol=1e-12,
                looks_like={
                    "twice": sigmoid.derivative,
                    "sign": lambda a: a * (a - 1),
                    "tanh": lambda a: 1 - a * a,
                    "one factor": lambda a: 1 - a,
                },
            ),
            Part(
                calls=lambda rng: [
                    (np.array([0.0, 1.0]),),
                    (rng.uniform(0, 1, (2, 3)).astype(np.float32),),
                ],
                want=lambda a: a * (1 - a),
                atol=1e-6,
            ),
        ],
        hints=[
            "σ'(x) = σ(x)(1 - σ(x)), and `a` already is σ(x).",
            "No exponential is needed: one subtraction and one product.",
        ],
        feedback={
            "twice": "a is the output σ(x) already: applying σ to it once more is once too often.",
            "sign": "σ rises everywhere, so its slope is never negative.",
            "tanh": "1 - a² belongs to tanh; for σ the slope at a = 1/2 is 1/4.",
            "one factor": "at a = 1/2 the slope is 1/4: what else is multiplied?",
        },
        wrong=[
            Wrong(
                """
def slope_from_output(a):
    s = 1 / (1 + np.exp(-a))
    return s * (1 - s)
""",
                "twice",
            ),
            Wrong("def slope_from_output(a):\n    return a * (a - 1)", "sign"),
            Wrong("def slope_from_output(a):\n    return 1 - a**2", "tanh"),
            Wrong("def slope_from_output(a):\n    return 1 - a", "one factor"),
            Wrong(
                """
def slope_from_output(a):
    b = 1 - a
    a *= b
    return a
""",
                "mutated",
            ),
            Wrong("def slope_from_output(a):\n    return np.sum(a * (1 - a))", "shape"),
            Wrong("def slope_from_output(a):\n    print(a * (1 - a))", "none"),
        ],
        also_right="def slope_from_output(a):\n    return a - a**2",
    )
)

EXERCISES.add(
    Function(
        id="sigmoid/tail",
        kind="debug",
        title="A slope that vanished too early",
        name="slope",
        parts=[
            Part(
                calls=lambda rng: [(0.0,), (rng.normal(0, 2, 50),)],
                want=sigmoid.derivative,
                rtol=1e-9,
                looks_like={"not the slope": sigmoid, "bare": lambda x: np.exp(-np.abs(x))},
            ),
            Part(
                calls=lambda rng: [(37.0,), (100.0,), (rng.uniform(37, 700, 50),)],
                want=sigmoid.derivative,
                rtol=1e-6,
                looks_like={"cancels": lambda x: sigmoid(x) * (1 - sigmoid(x))},
                hints={"nonfinite": "overflow", "warned": "overflow", "value": "floor"},
            ),
            Part(
                calls=lambda rng: [(-37.0,), (-100.0,), (rng.uniform(-700, -37, 50),)],
                want=sigmoid.derivative,
                rtol=1e-6,
                looks_like={"cancels": lambda x: (1 - sigmoid(-x)) * sigmoid(-x)},
                hints={"nonfinite": "overflow", "warned": "overflow", "value": "one side"},
            ),
        ],
        hints=[
            "Print `1 - a` for x = 36 and x = 37: at which step do the digits get lost?",
            "1 - σ(x) = σ(-x), and the right-hand side has no subtraction.",
            "σ' is even, so |x| will do: write σ(x)σ(-x) in terms of `e^-|x|`.",
        ],
        feedback={
            "cancels": "near 1 a float has no digits left for 1 - a: "
            "find an expression for 1 - σ(x) without a subtraction.",
            "overflow": "the square of e^400 is beyond every float: can the exponent be negative?",
            "floor": "the slope keeps falling like e^-|x|: a floor or a clipped x stops too early.",
            "one side": "σ' is an even function: compare your slope at x and at -x.",
            "not the slope": "that is σ itself; the exercise asks for its slope.",
            "bare": "e^-|x| is the slope far out alone; near 0 the denominator counts.",
        },
        wrong=[
            Wrong(
                """
def slope(x):
    a = 0.5 * (1 + np.tanh(x / 2))
    return a * (1 - a)
""",
                "cancels",
            ),
            Wrong(
                """
def slope(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2
""",
                "overflow",
            ),
            Wrong(
                """
def slope(x):
    a = 0.5 * (1 + np.tanh(x / 2))
    return np.maximum(a * (1 - a), 1e-16)
""",
                "floor",
            ),
            Wrong("def slope(x):\n    return np.exp(-np.abs(x))", "bare"),
            Wrong("def slope(x):\n    return 0.5 * (1 + np.tanh(x / 2))", "not the slope"),
            Wrong(
                """
def slope(x):
    e = np.exp(-np.maximum(x, -30))
    return e / (1 + e) ** 2
""",
                "one side",
            ),
        ],
        also_right="""
def slope(x):
    half = np.exp(-np.abs(x) / 2)
    return (half / (1 + half**2)) ** 2
""",
    )
)

EXERCISES.add(
    Numbers(
        id="sigmoid/factor",
        kind="predict",
        title="How much gradient is left per layer?",
        name="factor",
        ranges=[
            Range(
                low=0.21,
                high=0.245,
                what="the factor per layer of this network",
                measured="0.227 to 0.240 over 30 seeds",
                points=2,
                looks_like={"bound": 0.25, "no loss": 1.0, "whole": 2.2e-6},
            )
        ],
        hints=[
            "With weights of variance 1/n the pre-activations stay around 0, within about 1.",
            "σ'(0) is 1/4, σ'(1) is 0.197: the factor is near a typical slope, not the largest.",
        ],
        feedback={
            "bound": "1/4 is the largest slope of σ, met at x = 0 alone: what is a typical one?",
            "no loss": "every layer multiplies by σ', which is at most 1/4.",
            "whole": "that is about what nine layers leave together; asked is the factor of one.",
            "too small": "the pre-activations stay within about 1 of 0: how small is σ' there?",
            "too large": "can a typical slope be above the largest one?",
        },
        wrong=[
            Wrong("factor = 0.25", "bound"),
            Wrong("factor = 1.0", "no loss"),
            Wrong("factor = 2.2e-6", "whole"),
            Wrong("factor = 0.1", "too small"),
            Wrong("factor = 0.5", "too large"),
            Wrong('factor = "a quarter"', "type"),
        ],
        also_right="factor = np.float32(0.22)",
    )
)

EXERCISES.add(
    Numbers(
        id="sigmoid/signs",
        kind="predict",
        title="Do all weights of a unit move together?",
        name="shares",
        ranges=[
            Range(
                low=1.0,
                high=1.0,
                what="the share for a batch of 1",
                measured="1 for a batch of one",
                looks_like={"percent": 100.0},
            ),
            Range(
                low=0.25,
                high=0.75,
                what="the share for batches of 32",
                measured="0.31 to 0.64 for batches of 32 over 20 seeds",
                looks_like={"still all": 1.0, "all cancel": 0.0},
            ),
        ],
        hints=[
            "For one example, a weight's gradient is δ times the output below it.",
            "All outputs of a sigmoid layer are positive; one example has one δ a unit, 32 have 32.",
        ],
        feedback={
            "percent": "a share lies between 0 and 1.",
            "too small": "for one example: which of the factors in δ·a can change its sign "
            "from weight to weight?",
            "too large": "a share lies between 0 and 1.",
            "still all": "in a batch the δ of a unit has both signs, so the sum can have either.",
            "all cancel": "with 64 random signs agreement would be a miracle, but these are not "
            "independent: the outputs below hardly change from example to example.",
        },
        wrong=[
            Wrong("shares = (1.0, 1.0)", "still all"),
            Wrong("shares = (1.0, 0.0)", "all cancel"),
            Wrong("shares = (1.0, 2.0)", "too large"),
            Wrong("shares = (0.5, 0.5)", "too small"),
            Wrong("shares = (100, 50)", "percent"),
            Wrong("shares = 1.0", "type"),
        ],
        also_right="shares = np.array([1, 0.4])",
    )
)

EXERCISES.add(
    Numbers(
        id="sigmoid/gain",
        kind="explore",
        title="Wake four layers up",
        name="gain",
        ranges=[
            Range(
                low=2.2,
                high=7.0,
                what="a gain that trains these four layers to 93%",
                measured="at least 0.93 for gains from 2.25 to 6.5 with each of 8 seeds",
                points=2,
                looks_like={"usual": 1.0, "per slope": 16.0},
            )
        ],
        hints=[
            "Each layer multiplies the gradient by the gain and by a typical σ': when is that near 1?",
            "Try 2, 4 and 8; each run takes about half a second.",
        ],
        feedback={
            "usual": "with the usual weights the gradient has all but faded after four layers.",
            "too small": "the gradient still fades on its way down: it takes a typical σ' per "
            "layer, times the gain.",
            "too large": "large weights push the units into saturation, where σ' is near 0.",
            "per slope": "1/(1/4)² is too much of a good thing: where do the units sit then?",
        },
        wrong=[
            Wrong("gain = 1.0", "usual"),
            Wrong("gain = 0.25", "too small"),
            Wrong("gain = 12.0", "too large"),
            Wrong("gain = 16", "per slope"),
            Wrong("gain = '4'", "type"),
        ],
        also_right="gain = 3",
    )
)

EXERCISES.add(
    Ordering(
        id="sigmoid/derivation",
        kind="derive",
        title="Five lines to σ'",
        name="order",
        orders=["dbeac"],
        note="each line follows from the one before",
        hints=[
            "Begin with the definition, written as a power.",
            "The chain rule comes next, then the two minus signs cancel.",
            "To reach σ(1 - σ), add 1 and subtract 1 in a numerator.",
        ],
        feedback={
            "a": "two factors side by side: which single fraction do they come from?",
            "b": "the chain rule needs something to work on: which line states it?",
            "c": "this is where we want to arrive: what does it come from?",
            "e": "a single fraction without minus signs: which signs have cancelled?",
        },
        wrong=[
            Wrong('order = "abcde"', "a"),
            Wrong('order = "dbaec"', "a"),
            Wrong('order = "debac"', "e"),
            Wrong('order = "cbead"', "c"),
            Wrong('order = "bdeac"', "b"),
            Wrong('order = "dbea"', "type"),
        ],
        also_right='order = ["D", "B", "E", "A", "C"]',
    )
)


def _logistic(gradient):
    """Gradient descent on the mean log-loss with ``gradient(z, y)`` in place of dL/dz."""

    def step(w, b, X, y, rate):
        z = X @ w + b
        loss, _ = binary_cross_entropy(z[:, None], y)
        g = gradient(z, y)
        return w - rate * X.T @ g, b - rate * g.sum(), loss

    return lambda *args: descend(step, *args)


def _examples(rng, scale=1.0):
    """Weights, bias, 40 examples with 3 features, and labels that no line separates."""
    X = scale * rng.normal(size=(40, 3))
    return rng.normal(size=3), rng.normal(), X, rng.integers(0, 2, 40)


def _coins(rng):
    """Features that say nothing: the bias alone has to find the log-odds of 15 in 50."""
    y = rng.permutation(np.repeat([0, 1], [35, 15]))
    return np.zeros(2), 0.0, np.zeros((50, 2)), y, 2.0, 60


_truth = _logistic(lambda z, y: binary_cross_entropy(z[:, None], y)[1][:, 0])

EXERCISES.add(
    Function(
        id="sigmoid/log-odds",
        kind="challenge",
        title="A unit that learns log-odds",
        name="step",
        driver=descend,
        call="step(w, b, X, y, rate)",
        parts=[
            Part(
                calls=lambda rng: [(*_examples(rng), 0.5, 1)],
                want=_truth,
                rtol=1e-9,
                looks_like={
                    "sum": _logistic(lambda z, y: sigmoid(z) - y),
                    "uphill": _logistic(lambda z, y: (y - sigmoid(z)) / y.size),
                    "squared": _logistic(
                        lambda z, y: (sigmoid(z) - y) * sigmoid.derivative(z) / y.size
                    ),
                },
            ),
            Part(
                calls=lambda rng: [(*_examples(rng, scale=1e3), 0.5, 1)],
                want=_truth,
                rtol=1e-9,
                hints={"nonfinite": "overflow", "warned": "overflow", "value": "clipped"},
            ),
            Part(
                calls=lambda rng: [_coins(rng)],
                want=_truth,
                rtol=1e-6,
                atol=1e-12,
                points=2,
            ),
        ],
        hints=[
            "The derivative of the loss with respect to the logit z is σ(z) - y, for both labels.",
            "`-log σ(z) = log(1 + e^-z)`, and `np.logaddexp(0, -z)` computes it without overflow.",
            "The loss is a mean: divide the gradients of w and b by the number of examples.",
        ],
        feedback={
            "sum": "the loss is a mean over the examples: its gradient is one, too.",
            "uphill": "a step against the gradient lowers the loss: check the sign of (σ(z) - y).",
            "squared": "the factor σ'(z) belongs to the squared error; "
            "the log-loss cancels it, which is why it does not saturate.",
            "overflow": "for z = -800, log(σ(z)) is about -800, but σ(z) itself is 0: "
            "take the logarithm by hand first.",
            "clipped": "clipping z or p bounds the loss at 30 or so; a confident mistake "
            "costs |z|, however large.",
            "mutated": "`w -= ...` changes the caller's array: return a new one.",
        },
        wrong=[
            Wrong(
                """
def step(w, b, X, y, rate):
    z = X @ w + b
    g = 0.5 * (1 + np.tanh(z / 2)) - y
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return w - rate * X.T @ g, b - rate * g.sum(), loss
""",
                "sum",
            ),
            Wrong(
                """
def step(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return w + rate * X.T @ g, b + rate * g.sum(), loss
""",
                "uphill",
            ),
            Wrong(
                """
def step(w, b, X, y, rate):
    z = X @ w + b
    p = 0.5 * (1 + np.tanh(z / 2))
    g = (p - y) * p * (1 - p) / len(y)
    loss = np.mean(np.logaddexp(0, z) - y * z)
    return w - rate * X.T @ g, b - rate * g.sum(), loss
""",
                "squared",
            ),
            Wrong(
                """
def step(w, b, X, y, rate):
    p = 0.5 * (1 + np.tanh((X @ w + b) / 2))
    g = (p - y) / len(y)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return w - rate * X.T @ g, b - rate * g.sum(), loss
""",
                "overflow",
            ),
            Wrong(
                """
def step(w, b, X, y, rate):
    p = np.clip(0.5 * (1 + np.tanh((X @ w + b) / 2)), 1e-15, 1 - 1e-15)
    g = (p - y) / len(y)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return w - rate * X.T @ g, b - rate * g.sum(), loss
""",
                "clipped",
            ),
            Wrong(
                """
def step(w, b, X, y, rate):
    z = X @ w + b
    g = (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    w -= rate * X.T @ g
    return w, b - rate * g.sum(), np.mean(np.logaddexp(0, z) - y * z)
""",
                "mutated",
            ),
        ],
        also_right="""
def step(w, b, X, y, rate):
    side = 2 * y - 1
    margin = side * (X @ w + b)
    e = np.exp(-np.abs(margin))
    loss = np.mean(np.maximum(-margin, 0) + np.log1p(e))
    pull = side * np.where(margin >= 0, e, 1) / (1 + e)
    return w + rate * np.mean(pull[:, None] * X, axis=0), b + rate * pull.mean(), loss
""",
    )
)
