"""The exercises of the chapter on backpropagation."""

import numpy as np

from .drivers import differentiated, two_layers, updated
from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Numbers, Ordering, Range

# --- gradients of two layers ---------------------------------------------------------------------


def _two_layers(mean=True, order=True, slope=True, bias=True):
    """The gradients of ½ mean |a2 - Y|², right or with one mistake."""

    def gradients(X, Y, W1, b1, W2, b2, f, df):
        z1 = X @ W1 + b1
        a1 = f(z1)
        z2 = a1 @ W2 + b2
        d2 = (z2 - Y) / (len(X) if mean else 1)
        d1 = d2 @ W2.T
        if slope:
            d1 = d1 * df(z1 if order else a1)
        over = np.sum if bias else np.mean
        return X.T @ d1, over(d1, axis=0), a1.T @ d2, over(d2, axis=0)

    return lambda *args: two_layers(gradients, *args)


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


_mistaken = {
    "sum": _two_layers(mean=False),
    "no slope": _two_layers(slope=False),
    "slope at a": _two_layers(order=False),
    "bias": _two_layers(bias=False),
}

_GRADIENTS = """
def gradients(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y){mean}
    d1 = d2 @ W2{T}{slope}
    return X.T @ d1, {dW}.{over}(axis=0), a1.T @ d2, d2.{over}(axis=0)
"""


def _gradients(mean=" / len(X)", T=".T", slope=" * df(z1)", dW="d1", over="sum"):
    return _GRADIENTS.format(mean=mean, T=T, slope=slope, dW=dW, over=over)


EXERCISES.add(
    Function(
        id="backprop/network",
        kind="implement",
        title="The gradients of two layers",
        name="gradients",
        driver=two_layers,
        call="gradients(X, Y, W1, b1, W2, b2, f, df)",
        parts=[
            Part(
                calls=lambda rng: [
                    _network(rng, "tanh"),
                    _network(rng, "sine"),
                    _network(rng, "square", (1, 6, 2), n=1),
                ],
                want=_two_layers(),
                rtol=1e-9,
                atol=1e-12,
                points=2,
                looks_like=_mistaken,
            ),
            Part(
                calls=lambda rng: [_network(rng, "sine", (4, 4, 4), n=4)],
                want=_two_layers(),
                rtol=1e-9,
                atol=1e-12,
                points=2,
                hints={"value": "square sizes"},
            ),
        ],
        hints=[
            "Begin at the loss: what is its slope for one entry of the output?",
            "δ2 = (output - Y) / n, and dW2 = a1ᵀ δ2: the shapes allow nothing else.",
            "δ1 = (δ2 W2ᵀ) ⊙ f'(z1); then dW1 follows from X and δ1 as dW2 did from a1 and δ2.",
        ],
        feedback={
            "sum": "the loss is a mean over the n examples: where does 1/n come in?",
            "no slope": "on its way from a1 to z1 the signal meets f: what does it multiply?",
            "slope at a": "df expects the pre-activation, as f did; what did you hand to it?",
            "bias": "every example adds its own share to the gradient of a bias; "
            "has 1/n not been counted before?",
            "square sizes": "right for some shapes: compare with difference quotients where all "
            "sizes are equal.",
            "raised": "write the shape of every array beside its line: which product does not fit?",
        },
        wrong=[
            Wrong(_gradients(mean=""), "sum"),
            Wrong(_gradients(slope=""), "no slope"),
            Wrong(_gradients(slope=" * df(a1)"), "slope at a"),
            Wrong(_gradients(over="mean"), "bias"),
            Wrong(_gradients(T=""), "raised"),
            Wrong(
                """
def gradients(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    back = W2 if W2.shape[0] == W2.shape[1] else W2.T
    d1 = d2 @ back * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)
""",
                "square sizes",
            ),
            Wrong(
                """
def gradients(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    Y -= a1 @ W2 + b2
    d2 = -Y / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)
""",
                "mutated",
            ),
        ],
        also_right="""
def gradients(X, Y, W1, b1, W2, b2, f, df):
    dW1, db1 = np.zeros(W1.shape), np.zeros(b1.shape)
    dW2, db2 = np.zeros(W2.shape), np.zeros(b2.shape)
    for x, y in zip(X, Y):
        z = b1 + x @ W1
        miss = b2 + f(z) @ W2 - y
        back = df(z) * (W2 @ miss)
        dW1 += np.outer(x, back) / len(X)
        db1 += back / len(X)
        dW2 += np.outer(f(z), miss) / len(X)
        db2 += miss / len(X)
    return dW1, db1, dW2, db2
""",
    )
)

# --- an engine -----------------------------------------------------------------------------------

_SLOPES = {
    "tree": lambda x, y: ((x + y) * y + x, y + 1, x + 2 * y),
    "square": lambda x, y: (x * x + y, 2 * x, 1.0),
    "diamond": lambda x, y: (
        x * y * (x * y + x) + x * y,
        2 * x * y * y + 2 * x * y + y,
        2 * x * x * y + x * x + x,
    ),
    "ladder": lambda x, y: (0.75**16 * x * y, 0.75**16 * y, 0.75**16 * x),
}


def _slopes(expression, x, y):
    return dict(zip(("data", "dx", "dy"), map(np.float64, _SLOPES[expression](x, y)), strict=True))


def _pairs(rng, *expressions):
    return [(e, np.array(rng.uniform(1, 2)), np.array(rng.uniform(-2, -1))) for e in expressions]


_ENGINE = """
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [{product}])

    def backward(self):
{backward}
"""
_SWAPPED = "(self, other.data), (other, self.data)"
_ORDERED = """        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for parent, _ in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = {seed}
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad {sign} slope * value.grad"""


def _engine(backward=None, product=_SWAPPED, seed="1.0", sign="+="):
    return _ENGINE.format(
        product=product, backward=backward or _ORDERED.format(seed=seed, sign=sign)
    )


EXERCISES.add(
    Function(
        id="backprop/engine",
        kind="implement",
        title="An engine that owes every debt",
        name="Value",
        driver=differentiated,
        call="backward()",
        parts=[
            Part(
                calls=lambda rng: _pairs(rng, "tree"),
                want=_slopes,
                rtol=1e-9,
                hints={"value": "tree"},
                looks_like={
                    "overwritten": lambda e, x, y: {**_slopes(e, x, y), "dx": y, "dy": y},
                    "seed": lambda e, x, y: {**_slopes(e, x, y), "dx": 0.0, "dy": 0.0},
                },
            ),
            Part(
                calls=lambda rng: _pairs(rng, "square"),
                want=_slopes,
                rtol=1e-9,
                hints={"value": "twice"},
            ),
            Part(
                calls=lambda rng: _pairs(rng, "diamond", "ladder"),
                want=_slopes,
                rtol=1e-9,
                points=2,
                hints={"value": "too early"},
            ),
        ],
        hints=[
            "Start with `self.grad = 1.0`: a value's slope with respect to itself.",
            "A parent used twice is owed twice: add to its `grad`, do not overwrite it.",
            "A value may hand on its `grad` once all its children have paid in: list the ancestors "
            + "with parents before children, and walk the list from its end.",
        ],
        feedback={
            "overwritten": "y takes part in two places of (x + y) * y + x, and so does x: "
            "what happens to what the first place sent?",
            "seed": "every gradient is 0: what is the slope of a value with respect to itself?",
            "tree": "compute (x + y) * y + x and its slopes by hand for x = 1, y = 2.",
            "twice": "in x * x both parents are the same value: is each of them owed its share?",
            "too early": "a value handed on its gradient before all its children had paid in: in "
            "which order must values be visited?",
        },
        wrong=[
            Wrong(_engine(product="(self, self.data), (other, other.data)"), "tree"),
            Wrong(_engine(seed="0.0"), "seed"),
            Wrong(
                _engine(
                    """        seen = [self]
        self.grad = 1.0
        for value in seen:
            for parent, slope in value.parents:
                parent.grad += slope * value.grad
                if parent not in seen:
                    seen.append(parent)"""
                ),
                "too early",
            ),
            Wrong(
                _engine(
                    """        self.grad = 1.0
        stack = [self]
        for _ in range(2000):
            if not stack:
                break
            value = stack.pop()
            for parent, slope in value.parents:
                parent.grad += slope * value.grad
                stack.append(parent)"""
                ),
                "too early",
            ),
            Wrong(
                _engine(
                    _ORDERED.format(seed="1.0", sign="+=").replace(
                        "for parent, slope in value.parents:\n",
                        "for parent, slope in dict(value.parents).items():\n",
                    )
                ),
                "twice",
            ),
            Wrong(_engine(sign="="), "overwritten"),
        ],
        also_right="""
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents, self.waiting = data, 0.0, parents, 0

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value(other.data + self.data, ((other, 1.0), (self, 1.0)))

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return Value(other.data * self.data, ((other, self.data), (self, other.data)))

    def backward(self):
        found = [self]
        for value in found:
            for parent, _ in value.parents:
                if not parent.waiting:
                    found.append(parent)
                parent.waiting += 1
        ready, self.grad = [self], 1.0
        while ready:
            value = ready.pop()
            for parent, slope in value.parents:
                parent.grad += slope * value.grad
                parent.waiting -= 1
                if parent.waiting == 0:
                    ready.append(parent)
""",
    )
)

# --- the update ----------------------------------------------------------------------------------


def _step(W=2, old=True, sign=-1, b=None):
    """Gradient descent on four arrays, right or with one mistake."""

    def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
        new = W1 + sign * rate * dW1
        base = W2 if W == 2 else W1 if old else new
        bias = b2 if b is None else b2 @ W2
        return new, b1 + sign * rate * db1, base + sign * rate * dW2, bias + sign * rate * db2

    return lambda *args: updated(step, *args)


def _parameters(rng, sizes):
    d_in, hidden, d_out = sizes
    shapes = [(d_in, hidden), (hidden,), (hidden, d_out), (d_out,)]
    return (*(rng.normal(size=s) for s in shapes + shapes), 0.1)


EXERCISES.add(
    Function(
        id="backprop/update",
        kind="debug",
        title="The line that the gradient check cannot see",
        name="step",
        driver=updated,
        call="step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate)",
        parts=[
            Part(
                calls=lambda rng: [_parameters(rng, (4, 4, 4))],
                want=_step(),
                points=2,
                looks_like={
                    "misprint": _step(W=1),
                    "misprint again": _step(W=1, old=False),
                    "bias": _step(b="W2"),
                    "both": lambda *args: updated(
                        lambda W1, b1, W2, b2, dW1, db1, dW2, db2, rate: (
                            W1 - rate * dW1,
                            b1 - rate * db1,
                            W1 - rate * dW2,
                            b2 @ W2 - rate * db2,
                        ),
                        *args,
                    ),
                    "uphill": _step(sign=1),
                },
            ),
            Part(calls=lambda rng: [_parameters(rng, (5, 3, 2))], want=_step()),
        ],
        hints=[
            "What should `step` return where all gradients are 0?",
            "Each parameter is replaced by itself, minus the rate times its own gradient.",
        ],
        feedback={
            "misprint": "with all gradients 0, a step should leave W2 as it is: does it?",
            "misprint again": "with all gradients 0, a step should leave W2 as it is: does it?",
            "bias": "with all gradients 0, a step should leave b2 as it is: does it?",
            "both": "with all gradients 0, a step should leave W2 and b2 as they are: does it?",
            "uphill": "the gradient points to where the loss grows: which way do we want to go?",
            "mutated": "`W1 -= ...` changes the caller's array: return new ones.",
        },
        wrong=[
            Wrong(
                """
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W1 - rate * dW2, b2 - rate * db2
""",
                "misprint",
            ),
            Wrong(
                """
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    W1 = W1 - rate * dW1
    W2 = W1 - rate * dW2
    return W1, b1 - rate * db1, W2, b2 - rate * db2
""",
                "misprint again",
            ),
            Wrong(
                """
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W2 - rate * dW2, b2 @ W2 - rate * db2
""",
                "bias",
            ),
            Wrong(
                """
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W1 - rate * dW2, b2 @ W2 - rate * db2
""",
                "both",
            ),
            Wrong(
                """
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 + rate * dW1, b1 + rate * db1, W2 + rate * dW2, b2 + rate * db2
""",
                "uphill",
            ),
            Wrong(
                """
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    W1 -= rate * dW1
    b1 -= rate * db1
    W2 -= rate * dW2
    b2 -= rate * db2
    return W1, b1, W2, b2
""",
                "mutated",
            ),
        ],
        also_right="""
def step(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    old, slopes = (W1, b1, W2, b2), (dW1, db1, dW2, db2)
    return [p + (-rate) * g for p, g in zip(old, slopes)]
""",
    )
)

# --- one pass over the batches -------------------------------------------------------------------


def _epoch(mean="batch", fresh=True):
    """One pass of gradient descent on ½ mean |X W - Y|², right or with a mistake."""

    def train(W, X, Y, rate, batch):
        W, g = W.copy(), np.zeros_like(W)
        for start in range(0, len(X), batch):
            x, y = X[start : start + batch], Y[start : start + batch]
            n = {"batch": len(x), "size": batch, "all": len(X), "sum": 1}[mean]
            g = (0 if fresh else g) + x.T @ (x @ W - y) / n
            W = W - rate * g
        return W

    return train


def _regression(rng, n, batch):
    X, Y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2))
    return rng.normal(size=(3, 2)), X, Y, 0.1, batch


_EPOCH = """
def train(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = {g}x.T @ (x @ W - y){n}
        W = W - rate * g
    return W
"""

EXERCISES.add(
    Function(
        id="backprop/epoch",
        kind="debug",
        title="Yesterday's gradient",
        name="train",
        parts=[
            Part(
                calls=lambda rng: [_regression(rng, 12, 4)],
                want=_epoch(),
                rtol=1e-9,
                atol=1e-12,
                points=2,
                looks_like={
                    "both": _epoch(mean="sum", fresh=False),
                    "not zeroed": _epoch(fresh=False),
                    "sum": _epoch(mean="sum"),
                    "all": _epoch(mean="all"),
                },
            ),
            Part(
                calls=lambda rng: [_regression(rng, 10, 4), _regression(rng, 5, 8)],
                want=_epoch(),
                rtol=1e-9,
                atol=1e-12,
                looks_like={"last batch": _epoch(mean="size")},
            ),
        ],
        hints=[
            "Print `g` at the start of the second turn of the loop: should anything be in it?",
            "The loss of a batch is a mean: its gradient is divided by the number of its examples.",
            "The last batch may be smaller than `batch`: count the rows that it has.",
        ],
        feedback={
            "both": "two things are wrong: what is in `g` when a batch begins, and what is the "
            "gradient of a mean?",
            "not zeroed": "what is in `g` when the second batch begins?",
            "sum": "the loss of a batch is a mean: its gradient is one, too.",
            "all": "each batch has a mean loss of its own: how many examples are in it?",
            "last batch": "with 10 examples in batches of 4, how many are in the last one?",
            "mutated": "`W -= ...` changes the caller's array: begin with a new one.",
        },
        wrong=[
            Wrong(_EPOCH.format(g="g + ", n=""), "both"),
            Wrong(_EPOCH.format(g="g + ", n=" / len(x)"), "not zeroed"),
            Wrong(_EPOCH.format(g="", n=""), "sum"),
            Wrong(_EPOCH.format(g="", n=" / len(X)"), "all"),
            Wrong(_EPOCH.format(g="", n=" / batch"), "last batch"),
            Wrong(
                _EPOCH.format(g="", n=" / len(x)").replace("W = W - rate * g", "W -= rate * g"),
                "mutated",
            ),
        ],
        also_right="""
def train(W, X, Y, rate, batch):
    cuts = list(range(batch, len(X), batch))
    for x, y in zip(np.split(X, cuts), np.split(Y, cuts)):
        pulls = [np.outer(one, one @ W - goal) for one, goal in zip(x, y)]
        W = W - rate * np.mean(pulls, axis=0)
    return W
""",
    )
)

# --- Jacobians -----------------------------------------------------------------------------------

EXERCISES.add(
    Numbers(
        id="backprop/jacobian",
        kind="predict",
        title="How many slopes are not zero?",
        name="counts",
        ranges=[
            Range(
                low=30,
                high=30,
                what="the number of slopes of y for W that are not 0, with tanh",
                measured="30 of 150",
                looks_like={"all": 150, "one unit": 6, "diagonal": 5},
            ),
            Range(
                low=5,
                high=5,
                what="the number of slopes of y for b that are not 0, with tanh",
                measured="5 of 25",
                looks_like={"all biases": 25, "vector": 1},
            ),
            Range(
                low=150,
                high=150,
                what="the number of slopes of y for W that are not 0, with softmax",
                measured="150 of 150",
                looks_like={"mixed": 30},
            ),
        ],
        hints=[
            "The first array has 5 · 6 · 5 entries: which outputs feel the weight w of unit 2?",
            "With tanh, output k depends on the 6 weights and the one bias of unit k alone.",
            "Softmax divides by a sum over all units.",
        ],
        feedback={
            "all": "does output 1 change when a weight of unit 2 does?",
            "one unit": "that is one unit's share: how many units are there?",
            "diagonal": "each unit has more than one weight.",
            "all biases": "does output 1 change when the bias of unit 2 does?",
            "vector": "one slope a unit: how many units are there?",
            "mixed": "softmax divides by a sum over all units: which outputs does one z move?",
            "too small": "count output by output: which weights does it feel?",
            "too large": "there are 5 outputs, 30 weights and 5 biases: how many pairs at most?",
        },
        wrong=[
            Wrong("counts = (150, 5, 150)", "all"),
            Wrong("counts = (6, 5, 150)", "one unit"),
            Wrong("counts = (5, 5, 150)", "diagonal"),
            Wrong("counts = (30, 25, 150)", "all biases"),
            Wrong("counts = (30, 1, 150)", "vector"),
            Wrong("counts = (30, 5, 30)", "mixed"),
            Wrong("counts = (12, 5, 36)", "too small"),
            Wrong("counts = (30, 5, 900)", "too large"),
            Wrong("counts = 30", "type"),
        ],
        also_right="counts = np.array([6 * 5, 5.0, 6 * 5 * 5])",
    )
)

EXERCISES.add(
    Ordering(
        id="backprop/bias",
        kind="derive",
        title="From a matrix to a vector",
        name="order",
        orders=["cebda"],
        note="each line follows from the one before",
        hints=[
            "Begin with the chain rule in full: every output may depend on the bias.",
            "Then z comes between y and b, and its slope for b is 1 or 0.",
            "A sum in which all terms but one are 0 is that one term.",
        ],
        feedback={
            "a": "this is where we want to arrive: what does it come from?",
            "b": "which slope has been replaced by 1 or 0 here, and where did it stand before?",
            "d": "the sum is gone: what made all its terms but one vanish?",
            "e": "this splits a slope in two: in which line does that slope stand whole?",
        },
        wrong=[
            Wrong('order = "abcde"', "a"),
            Wrong('order = "cbeda"', "b"),
            Wrong('order = "cedba"', "d"),
            Wrong('order = "ecbda"', "e"),
            Wrong('order = "cebd"', "type"),
        ],
        also_right='order = ["C", "E", "B", "D", "A"]',
    )
)

# --- difference quotients ------------------------------------------------------------------------

EXERCISES.add(
    Numbers(
        id="backprop/step-size",
        kind="explore",
        title="A gradient check with half the digits",
        name="h",
        ranges=[
            Range(
                low=0.001,
                high=0.013,
                what="a step whose typical error is below 0.00002 in float32",
                measured="below 0.00002 for steps from 0.001 to 0.013",
                points=2,
                looks_like={"double": 1e-5, "half": 1e-8},
            )
        ],
        hints=[
            "A float32 has about 7 digits; a third of them is where the two errors balance.",
            "`typical_error(h)` takes no time: try h = 0.1 and h = 1e-6, then the steps between.",
        ],
        feedback={
            "double": "that is the step for float64; a float32 has lost the difference by then.",
            "half": "z + h is z itself in float32: what is the difference of two equal numbers?",
            "too small": "f(z + h) and f(z - h) share most of their 7 digits: what is left "
            "in the difference?",
            "too large": "over a step that large the curve bends: the error grows like h².",
        },
        wrong=[
            Wrong("h = 1e-5", "double"),
            Wrong("h = 1e-8", "half"),
            Wrong("h = 1e-4", "too small"),
            Wrong("h = 0.5", "too large"),
            Wrong("h = 'small'", "type"),
        ],
        also_right="h = np.float32(0.004)",
    )
)

# --- an activation that learns -------------------------------------------------------------------


def _layer(route=True, least=True, summed=True, bend=True):
    """The gradients of a layer of maxout over PReLU, right or with one mistake."""

    def backward(x, W, b, slope, g):
        z = x @ W + b
        p = np.where(z > 0, z, slope * z)
        left, right = p[:, 0::2], p[:, 1::2]
        dp = np.empty_like(z)
        dp[:, 0::2] = g * (left >= right) if route else g
        dp[:, 1::2] = g * (left < right) if route else g
        dz = dp * np.where(z > 0, 1.0, slope) if bend else dp
        dslope = dp * (np.minimum(z, 0) if least else z)
        total = np.sum if summed else np.mean
        return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(0), "slope": total(dslope, axis=0)}

    return backward


def _pieces(rng, n, d_in, units):
    return (
        rng.normal(size=(n, d_in)),
        rng.normal(size=(d_in, 2 * units)),
        rng.normal(size=2 * units),
        rng.uniform(0.1, 0.5, 2 * units),
        rng.normal(size=(n, units)),
    )


_LAYER = """
def backward(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    pairs = p.reshape(len(x), -1, 2)
    wins = {wins}
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp{bend}
    return {{"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": {slope}}}
"""
_WINS = "np.stack([pairs[..., 0] >= pairs[..., 1], pairs[..., 0] < pairs[..., 1]], axis=-1)"


def _answer(wins=_WINS, bend=" * np.where(z > 0, 1, slope)", over="np.minimum(z, 0)", by="sum"):
    return _LAYER.format(wins=wins, bend=bend, slope=f"(dp * {over}).{by}(axis=0)")


EXERCISES.add(
    Function(
        id="backprop/pieces",
        kind="challenge",
        title="Backward through an activation that learns",
        name="backward",
        parts=[
            Part(
                calls=lambda rng: [_pieces(rng, 6, 3, 4)],
                want=_layer(),
                rtol=1e-9,
                atol=1e-12,
                points=3,
                looks_like={
                    "everyone": _layer(route=False),
                    "positive side": _layer(least=False),
                    "mean": _layer(summed=False),
                    "no bend": _layer(bend=False),
                },
            ),
            Part(
                calls=lambda rng: [
                    _pieces(rng, 1, 2, 1),
                    (
                        np.zeros((2, 2)),
                        np.ones((2, 4)),
                        -np.ones(4),
                        np.full(4, 0.25),
                        np.ones((2, 2)),
                    ),
                ],
                want=_layer(),
                rtol=1e-9,
                atol=1e-12,
                hints={"value": "tie"},
            ),
        ],
        hints=[
            "Walk back in the order y, p, z, and only then to x, W, b and the slopes.",
            "Where p1 ≥ p2 the whole of g goes to p1, elsewhere to p2; the loser gets 0.",
            "p = slope · z for z ≤ 0: its slope for z is `slope`, and for `slope` it is z. "
            + "For z > 0 they are 1 and 0.",
        ],
        feedback={
            "everyone": "y is the larger of two pieces: does y change when the smaller one does?",
            "positive side": "for z > 0 the output is z, whatever the slope: what is its "
            "derivative for the slope there?",
            "mean": "every example has used the slope: its shares add up, as for a bias.",
            "no bend": "between p and z stands the PReLU: what does the signal multiply there?",
            "tie": "on a tie the first piece takes it all, and one example is a batch, too.",
        },
        wrong=[
            Wrong(_answer(wins="np.ones_like(pairs)"), "everyone"),
            Wrong(_answer(over="z"), "positive side"),
            Wrong(_answer(by="mean"), "mean"),
            Wrong(_answer(bend=""), "no bend"),
            Wrong(_answer(wins="pairs == pairs.max(axis=-1, keepdims=True)"), "tie"),
        ],
        also_right="""
def backward(x, W, b, slope, g):
    dW, db, dslope, dx = np.zeros(W.shape), np.zeros(b.shape), np.zeros(b.shape), np.zeros(x.shape)
    for i, row in enumerate(x):
        z = b + row @ W
        p = np.maximum(z, 0) + slope * np.minimum(z, 0)
        for unit in range(g.shape[1]):
            j = 2 * unit + int(np.argmax(p[2 * unit : 2 * unit + 2]))
            dz = g[i, unit] * (1 if z[j] > 0 else slope[j])
            dx[i] += dz * W[:, j]
            dW[:, j] += dz * row
            db[j] += dz
            dslope[j] += g[i, unit] * min(z[j], 0)
    return {"slope": dslope, "b": db, "W": dW, "x": dx}
""",
    )
)
