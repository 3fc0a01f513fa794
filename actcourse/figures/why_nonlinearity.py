"""Explorers and predictions of the chapter on why networks need a nonlinearity."""

from functools import cache

import numpy as np

from actcourse import nn
from actcourse.activations import ACTIVATIONS, relu, softmax
from actcourse.experiments.folds import curve
from actcourse.experiments.linear import merged
from actcourse.experiments.points import ARMS, FOLDS, MOVES, SHUFFLED, moved
from actcourse.explore import (
    Choice,
    Number,
    OneStands,
    Range,
    Sentence,
    Steps,
    Toggle,
    explorer,
    predict,
    style,
)

SEEDS = range(3)
EPOCHS = (0, 1, 2, 5, 10, 20, 50, 100, 150)
MARKERS = "o^s"
X = np.linspace(-np.pi, np.pi, 401)


def _margins(net, low, high):
    """On a grid of 61 x 61 points, how far each label leads: array (labels, 61, 61)."""
    side = np.linspace(low, high, 61)
    logits = net(np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2))
    lead = [z - np.delete(logits, k, axis=1).max(axis=1) for k, z in enumerate(logits.T)]
    return np.reshape(lead, (-1, 61, 61))


def _regions(ax, margins, X, y, low, high, size):
    """Which label leads where, in colours, and the examples on top."""
    side = np.linspace(low, high, 61)
    for k, margin in enumerate(margins):
        if margin.max() > 0:
            ax.contourf(side, side, margin, [0, np.inf], colors=[style.SERIES[k]], alpha=0.22)
        ax.plot(*X[y == k].T, MARKERS[k], color=style.SERIES[k], markersize=size)
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    ax.set(xlabel="x₁", ylabel="x₂")


# --- the spiral ----------------------------------------------------------------------------------


@cache
def _stages(network):
    """Points of a spiral with their labels, and copies of a network after each of `EPOCHS`."""
    runs = [(run.net.copy(), run.data) for run in ARMS[network].stages(0, EPOCHS)]
    return runs[0][1][:2], [net for net, _ in runs]


@cache
def _spiral_margins(network, k):
    return _margins(_stages(network)[1][k], -1.05, 1.05)


@predict(
    "nonlinearity-spiral",
    "Three spiral arms, 300 points. A network without hidden layers, 9 parameters in all, gets "
    "about half of them right. Now it gets two hidden layers of 100 units each, without "
    "activations: 10,703 parameters. How many does it get right? (Guessing gets a third.)",
    Number(
        near=3,
        close="You saw it coming: ten thousand more parameters, and nothing gained.",
        far="Ten thousand more parameters, and nothing gained. This chapter finds out why.",
        expected=(47, 57),
        unit="%",
        digits=0,
    ),
    recipe=ARMS["two hidden layers, no activation"],
)
def deep_linear():
    """Mean accuracy on the spiral over three seeds, in percent."""
    return 100 * float(np.mean(ARMS["two hidden layers, no activation"].accuracies()))


@explorer(
    "nonlinearity-arms",
    network=Choice(list(ARMS), value=list(ARMS)[1], label="network"),
    epochs=Steps(EPOCHS, value=EPOCHS[-1], label="epochs of training"),
    size=(5.4, 4.6),
    margins={"bottom": 0.13},
    recipe=lambda network, epochs: ARMS[network].but(starts=1),
)
def arms(ax, network, epochs):
    """Who can tell the three arms apart?"""
    points, copies = _stages(network)
    k = EPOCHS.index(epochs)
    net = copies[k]
    _regions(ax, _spiral_margins(network, k), *points, -1.05, 1.05, size=3.5)
    right = nn.accuracy(net, *points)
    plural = "epoch" if epochs == 1 else "epochs"
    return (
        f"After {epochs} {plural} the network, with {net.size:,} parameters, gets ≈{right:.0%} of "
        f"the 300 points right. {_borders(ARMS[network].f, epochs)}"
    )


def _borders(f, epochs):
    if f == "identity":
        return "Every border is a straight line."
    return "The borders bend." if epochs else "The borders bend, before anything is learned."


# --- a line of a line ----------------------------------------------------------------------------


@explorer(
    "nonlinearity-collapse",
    w2=Range(-3, 3, 0.5, value=-3, label="second weight w₂"),
    bend=Toggle(label="ReLU between the layers"),
)
def collapse(ax, w2, bend):
    """What is a line of a line?"""
    x = np.linspace(-3, 3, 13)
    z = 2 * x + 1
    a = relu(z) if bend else z
    ax.plot(x, a, **style.reference)
    ax.plot(x, w2 * a + 4, **style.f)
    ax.text(2.95, 7.6, "first layer", color=style.MUTED, ha="right")
    ax.set(xlim=(-3, 3), ylim=(-16, 24), xlabel="input x", ylabel="output y")
    slope, start = 2 * w2, w2 + 4
    if w2 == 0:
        return "With w₂ = 0 the output is 4 everywhere: a line of slope 0, whatever comes before."
    if bend:
        ax.plot([-0.5], [4], **style.point)
        return (
            f"The output is 4 up to x = -0.5, and from there on a line of slope {slope:g}: "
            "one bend, where the pre-activation 2x + 1 changes its sign."
        )
    sign = "+" if start >= 0 else "-"
    return (
        f"The output is {w2:g} · (2x + 1) + 4, which is {slope:g} · x {sign} {abs(start):g}: "
        f"one line, of slope {slope:g}."
    )


_stack = cache(curve)


@explorer(
    "nonlinearity-stack",
    depth=Range(1, 8, 1, value=8, label="hidden layers of 8"),
    f=Choice({"none": "identity", "ReLU": "relu"}, label="activation"),
)
def stack(ax, depth, f):
    """What do more layers make of a straight line?"""
    x, y, bends = _stack(depth, f, 1)
    ax.plot(x[::20], y[::20], **style.f)
    ax.plot(x[bends], y[bends], **{**style.point, "markersize": 4})
    ax.set(xlim=(-3.1, 3.1), ylim=(-1.1, 1.1), yticks=[-1, 0, 1])
    ax.set(xlabel="input x", ylabel="output, scaled to fit")
    layers = "layer" if depth == 1 else "layers"
    made = f"{depth} hidden {layers}, {8 * depth} units with random weights"
    if f == "identity":
        return f"{made}, no activation: 1 straight piece."
    return f"{made}, ReLU: {len(bends) + 1} straight pieces, joined at the dots."


# --- hinges --------------------------------------------------------------------------------------

CURVES = {
    "a wave: sin x": (np.sin, np.cos),
    "a bump": (lambda x: np.exp(-(x**2)), lambda x: -2 * x * np.exp(-(x**2))),
    "a corner: 1 − |x|": (lambda x: 1 - np.abs(x), lambda x: -np.sign(x)),
    "a jump": (np.sign, np.zeros_like),
}


@cache
def _hinge_error(curve, n):
    """The largest error of `n` hinges at evenly spaced knots."""
    f, knots = CURVES[curve][0], np.linspace(-np.pi, np.pi, n + 1)
    x = np.linspace(-np.pi, np.pi, 20_001)
    x = np.append(x, [-1e-9, 1e-9])  # on both sides of the jump
    return np.abs(np.interp(x, knots, f(knots)) - f(x)).max()


@explorer(
    "nonlinearity-hinges",
    n=Steps((1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40), value=5, label="hinges"),
    curve=Choice(list(CURVES), label="curve to follow"),
    panels=(2, 1),
    size=(5.4, 4.6),
    margins={"bottom": 0.12, "left": 0.15, "hspace": 0.3},
)
def hinges(axes, n, curve):
    """A curve out of hinges, and its slope"""
    above, below = axes
    f, slope = CURVES[curve]
    knots = np.linspace(-np.pi, np.pi, n + 1)
    above.plot(X, f(X), **style.reference)
    slopes = np.diff(f(knots)) / np.diff(knots)
    for knot, m in zip(knots[1:-1], slopes[:-1], strict=True):  # without the hinge at this knot
        on = np.array([knot, 3.3])
        above.plot(on, f(knot) + m * (on - knot), color=style.MUTED, linewidth=0.7, alpha=0.85)
    above.plot(knots, f(knots), **style.f)
    above.plot(knots[:-1], f(knots[:-1]), **{**style.point, "markersize": 4})
    above.set(xlim=(-3.3, 3.3), ylim=(-2.4, 1.5), ylabel="output y")
    below.plot(X, slope(X), **style.reference)
    below.stairs(slopes, knots, baseline=None, color=style.DF, linewidth=2)
    below.plot(knots[:1].repeat(2), [0, slopes[0]], color=style.DF, linewidth=2)
    below.set(xlim=(-3.3, 3.3), ylim=(-1.6, 1.6), xlabel="input x", ylabel="slope")
    error = _hinge_error(curve, n)
    count = f"{n} hinge{'s' * (n > 1)}"
    if error < 1e-6:
        return f"{count}: the error is 0, since a knot sits on the corner."
    said = f"{count}: the largest error is {error:.4f}."
    if curve == "a jump":
        steep = np.abs(slopes).max()
        said += " At the jump it never falls below 1, half its height"
        said += f"; the slope there is {steep:.1f}, above the panel." if steep > 1.6 else "."
    return said


# --- any function? -------------------------------------------------------------------------------

UNITS = {
    "z²": np.square,
    "z³": lambda z: z**3,
    "ReLU": relu,
    "tanh": np.tanh,
    "step": ACTIVATIONS["step"],
}
WIDE = np.linspace(-2 * np.pi, 2 * np.pi, 401)


@cache
def _fit(f, n):
    """The least-squares fit to sin 2x by `n` random units: on `WIDE`, and its error inside."""
    rng = np.random.default_rng(0)
    w, b = rng.normal(size=n), rng.uniform(-np.pi, np.pi, n)

    def features(x):
        return np.column_stack([np.ones(len(x)), UNITS[f](np.outer(x, w) + b)])

    c = np.linalg.lstsq(features(X), np.sin(2 * X), rcond=None)[0]
    error = np.sqrt(np.mean((features(X) @ c - np.sin(2 * X)) ** 2))
    return features(WIDE) @ c, error


@explorer(
    "nonlinearity-any",
    n=Steps((2, 5, 10, 20, 50, 100, 300, 1000), value=10, label="hidden units"),
    f=Choice(list(UNITS), label="activation"),
)
def anything(ax, n, f):
    """Which units can follow sin 2x, if there are enough of them?"""
    y, error = _fit(f, n)
    for left in (-2 * np.pi, np.pi):
        ax.axvspan(left, left + np.pi, color=style.SHADE)
    ax.plot(WIDE, np.sin(2 * WIDE), **style.reference)
    ax.plot(WIDE, np.clip(y, -9, 9), **style.f)
    for x in (-1.5 * np.pi, 1.5 * np.pi):
        ax.text(x, 1.75, "never seen", color=style.MUTED, ha="center")
    ax.set(xlim=(-2 * np.pi, 2 * np.pi), ylim=(-2, 2), xlabel="input x", ylabel="output y")
    off = np.abs(y - np.sin(2 * WIDE)).max()
    close = f"{error:.3f}" if error >= 0.0005 else "below 0.001"
    return (
        f"{n:,} units, {f}: the error inside (root mean square) is {close}; "
        f"in the shaded parts, which the fit has not seen, it is off by up to ≈{off:,.1f}."
    )


# --- hinges in the plane -------------------------------------------------------------------------


def _folds(data, width):
    """The recipe of networks with `width` hidden ReLU."""
    changes = {"width": width} if width else {"depth": 0}
    return FOLDS.but(points=f"{data} 200", **changes)


@cache
def _best(data, width):
    """The best of five networks with `width` hidden ReLU: margins and points; all accuracies."""
    recipe = _folds(data, width)
    right = recipe.accuracies()
    run = recipe.trained(int(np.argmax(right)))
    return _margins(run.net, -1.45, 1.45), run.data[:2], sorted(right)


@explorer(
    "nonlinearity-fence",
    width=Steps((0, 1, 2, 3, 4, 8), value=0, label="hidden ReLU units"),
    data=Choice(["circles", "XOR"], label="points"),
    size=(5.4, 4.6),
    margins={"bottom": 0.13},
    recipe=lambda width, data: _folds(data, width),
)
def fence(ax, width, data):
    """How many hinges does it take to fence in a region?"""
    margins, points, right = _best(data, width)
    _regions(ax, margins, *points, -1.45, 1.45, size=4)
    return (
        f"With {width} hidden unit{'s' * (width != 1)}, the best of {FOLDS.starts} random starts "
        f"gets ≈{right[-1]:.0%} of the points right, and the worst ≈{right[0]:.0%}."
    )


def fewest():
    """The fewest hidden ReLU units with which some start gets 90% of the circles right."""
    return next(n for n in (0, 1, 2, 3, 4, 8) if _best("circles", n)[2][-1] >= 0.9)


@predict(
    "nonlinearity-fence",
    "Points of one label lie in a ring around those of the other. Each hidden ReLU unit adds one "
    "fold, along a straight line. How many units does it take, at the least, until one of five "
    "random starts learns to get more than 90% of the points right?",
    Number(
        near=0,
        close="Three lines are the fewest that close a region: a triangle.",
        far="Three lines are the fewest that close a region: two leave a side open.",
        expected=(3, 3),
        digits=0,
    ),
    recipe=FOLDS.but(points="circles 200", width=3),
)
def hinges_to_enclose():
    """Hidden ReLU units, found by training."""
    return float(fewest())


# --- the perceptron ------------------------------------------------------------------------------


def outputs(f, n=1000):
    """How many different outputs a random unit with activation `f` gives for `n` inputs."""
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(n, 8)), rng.normal(size=8)
    return len(np.unique(ACTIVATIONS[f](X @ w + 0.1)))


@predict(
    "nonlinearity-perceptron",
    "A unit computes z = x · w + b. The perceptron of 1958 puts a step behind it, another unit "
    "nothing at all. Both see 1,000 different inputs. How many different outputs do they give?",
    OneStands(
        [
            Sentence(
                "2 from both",
                "The step gives {step}, but without it every input has an output of its own: "
                "{identity:,}.",
                stands=lambda step, identity: step == identity == 2,
            ),
            Sentence(
                "1,000 from both",
                "Without an activation it is {identity:,}, but a step has no more than {step} "
                "answers.",
                stands=lambda step, identity: step == identity == 1000,
            ),
            Sentence(
                "2 from the perceptron, 1,000 from the other",
                "So it is: {step} and {identity:,}.",
                stands=lambda step, identity: step == 2 and identity == 1000,
                expected=True,
            ),
        ]
    ),
)
def perceptron():
    """Different outputs of a step unit and of one without activation."""
    return {f: outputs(f) for f in ("step", "identity")}


# --- what an activation needs --------------------------------------------------------------------

STILL = (
    "The step: its hidden weights moved by {step:g}. With swish they moved by up to {swish:.2f}, "
    "with ReLU {relu:.2f}, with none {identity:.2f}."
)


@predict(
    "nonlinearity-frozen",
    "Four networks with one hidden layer train on the same points by gradient descent; they differ "
    "in the activation. In exactly one of them the hidden weights never move, not by one digit. "
    "In which?",
    OneStands(
        [
            Sentence(
                "swish: it falls before it rises",
                STILL,
                stands=lambda swish: swish == 0,
            ),
            Sentence(
                "ReLU: no bound, no negative output, a kink",
                STILL,
                stands=lambda relu: relu == 0,
            ),
            Sentence(
                "none: it is not even bent",
                STILL,
                stands=lambda identity: identity == 0,
            ),
            Sentence(
                "step: it is flat on both sides of its jump",
                STILL,
                stands=lambda step: step == 0,
                expected=True,
            ),
        ]
    ),
    recipe=MOVES,
)
def frozen():
    """By how much the hidden weights move at most, over three seeds."""
    candidates = ("swish", "relu", "identity", "step")
    return {f: max(moved(MOVES.but(f=f), seed) for seed in SEEDS) for f in candidates}


# --- before the summary --------------------------------------------------------------------------


def merging_error():
    """The largest difference between five layers without activation and the one they make."""
    rng = np.random.default_rng(0)
    net, x = nn.mlp([64] * 6, "identity", rng=rng), rng.standard_normal((100, 64))
    W, b = merged(net)
    return np.abs(net(x) - (x @ W + b)).max()


@predict(
    "nonlinearity-sentences",
    "Four sentences, as introductions print them. Which one would you let stand?",
    OneStands(
        [
            Sentence(
                "A unit works like a nerve cell: it fires, or it does not.",
                "That is a step. A ReLU gave {outputs} different answers to 1,000 inputs, more "
                "like a rate at which a cell fires.",
                stands=lambda outputs: outputs == 2,
            ),
            Sentence(
                "However deep, a network without activations computes what one layer can.",
                "Yes: the outputs of five layers and of the one that they make differ by no more "
                "than {apart:.0e}.",
                stands=lambda apart: apart < 1e-12,
                expected=True,
            ),
            Sentence(
                "A network that fits its examples has found what they have in common.",
                "Networks got {fitted:.0%} of 60 points with shuffled labels right, where there "
                "is nothing to find, and {new:.0%} of new points.",
                stands=lambda new: new > 0.5,
            ),
            Sentence(
                "An activation acts on each unit by itself, and no unit feels another.",
                "Most do. Softmax does not: raise one of 3 pre-activations, and {moved} of 3 "
                "outputs move.",
                stands=lambda moved: moved == 1,
            ),
        ]
    ),
    recipe=SHUFFLED,
)
def sentence():
    """What the four sentences are judged by."""
    z = np.array([0.5, -1.0, 2.0])
    runs = [SHUFFLED.trained(seed) for seed in SHUFFLED.seeds]
    fitted, new = np.mean([(run.learned, run.accuracy) for run in runs], axis=0)
    return {
        "outputs": outputs("relu"),
        "fitted": fitted,
        "new": new,
        "moved": np.count_nonzero(softmax(z + np.eye(3)[0]) != softmax(z)),
        "apart": merging_error(),
    }
