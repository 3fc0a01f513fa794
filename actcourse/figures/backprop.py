"""Explorers and predictions of the chapter on backpropagation."""

from contextlib import suppress
from functools import cache

import numpy as np
from matplotlib.patches import Rectangle

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.experiments.misprint import (
    CHECKED,
    PRINTED,
    RECIPES,
    RIGHT,
    checked,
    final_loss,
)
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
from actcourse.nn.graph import Value

SEEDS = range(3)
EPOCHS = RECIPES[RIGHT].epochs
STEPS = 45  # in an epoch: 1437 digits in batches of 32
TOP = 10  # of the axis of the losses
STOPPED = {"color": style.BAD, "marker": "x", "markersize": 8, "markeredgewidth": 2}
STOPPED |= {"linestyle": "none", "clip_on": False, "zorder": 3}


# --- the update ----------------------------------------------------------------------------------


@predict(
    "backprop-misprint",
    "A network 64–64–64–10 reads handwritten digits, and learns it well. Now its code has a "
    "misprint from a lecture note: every step replaces the second weight matrix by W₁ − α dW₂ "
    "instead of W₂ − α dW₂. Trained from the start with this line, how many of the test images "
    "does it get right? (Guessing blindly gets 10%.)",
    Number(
        near=2,
        close="You saw it coming: after ten epochs the accuracy hardly shows it.",
        far="After ten epochs the accuracy hardly shows it. This chapter finds out why, and what "
        "does show it.",
        expected=(95, 99),
        unit="%",
        digits=0,
    ),
    recipe=RECIPES[PRINTED],
)
def misprint():
    """Mean test accuracy over three seeds, in percent."""
    return 100 * float(np.mean(RECIPES[PRINTED].accuracies()))


def percent(shares):
    """A range of shares, or the one share where all round to it."""
    low, high = f"≈{min(shares):.0%}", f"≈{max(shares):.0%}"
    return low if low == high else f"{low} to {high}"


def losses(history):
    """Epochs and losses: the mean of each whole epoch, then the steps of one that broke off."""
    done = len(history.epoch_loss)
    rest = history.loss[done * STEPS :] if history.diverged else []
    epochs = [*range(1, done + 1), *(done + np.arange(1, len(rest) + 1) / STEPS)]
    return epochs, [*history.epoch_loss, *rest]


@explorer(
    "backprop-updates",
    rule=Choice(list(RECIPES), value=PRINTED, label="second layer"),
    panels=(2, 1),
    size=(5.4, 4.4),
    margins={"left": 0.16, "bottom": 0.13},
    recipe=lambda rule: RECIPES[rule],
)
def updates(axes, rule):
    """What does a wrong update look like from outside?"""
    above, below = axes
    for seed in SEEDS:
        for name, look in ((RIGHT, style.reference), (rule, style.f)):
            run, look = RECIPES[name].trained(seed), {**look, "linewidth": 1.6}
            history, right = run.history, run.history.accuracy["test"]
            above.plot(*losses(history), **look)
            below.plot(np.arange(1, len(right) + 1), right, **look)
            if history.diverged:
                stop = losses(history)[0][-1]
                above.plot([stop], [TOP], **STOPPED)
                below.plot([stop], [run.accuracy], **STOPPED)
    above.set_yscale("log")
    above.set(xlim=(0, EPOCHS + 0.3), ylim=(1e-2, TOP), ylabel="training loss")
    below.set(xlim=(0, EPOCHS + 0.3), ylim=(0, 1.05), ylabel="test accuracy")
    below.set_xlabel("epoch (dotted: the right rule, ×: training stopped)")
    right = RECIPES[rule].accuracies()
    histories = [RECIPES[rule].trained(seed).history for seed in SEEDS]
    steps = [len(history.loss) for history in histories if history.diverged]
    end = (
        f"{len(steps)} of 3 networks diverged: after ≈{min(steps)} to ≈{max(steps)} of "
        f"{EPOCHS * STEPS} steps the loss was no number, and training stopped at an accuracy of "
        f"≈{np.mean(right):.0%}."
        if steps
        else "Three networks get " + percent(right) + " of the test digits right."
    )
    verdict = "passes" if checked(rule) < 1e-6 else "fails"
    return f"{rule}: {end} The gradient check of a small network trained by it {verdict}."


def block(x, y, width, height, fill, edge):
    """A rectangle around (x, y), in data coordinates; without an outline where it is empty."""
    corner, line = (x - width / 2, y - height / 2), 2 if width and height else 0
    return Rectangle(corner, width, height, facecolor=fill, edgecolor=edge, linewidth=line)


def bare(ax):
    """Take the frame, the grid and the ticks of a diagram away."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


@predict(
    "backprop-order",
    "In every step we update W₂ first, and carry the signal back through the new W₂ instead of "
    "the old one. After 100 steps on the digits at rate 0.5, where is the training loss, compared "
    "with that of the right order?",
    OneStands(
        [
            Sentence(
                "More than 1% higher",
                "No: it is {lower:.1%} lower, too close for the eye.",
                stands=lambda lower: lower <= -0.01,
            ),
            Sentence(
                "Within 1% of it",
                "Yes: it is {lower:.1%} lower, too close for the eye.",
                stands=lambda lower: abs(lower) < 0.01,
                expected=True,
            ),
            Sentence(
                "More than 1% lower",
                "It is lower, but by {lower:.1%} alone, too close for the eye.",
                stands=lambda lower: lower >= 0.01,
            ),
        ]
    ),
)
def order():
    """By how much the loss is lower, in means of three seeds."""
    right, wrong = (np.mean([final_loss(s, together) for s in SEEDS]) for together in (True, False))
    return {"lower": float(1 - wrong / right)}


# --- the graph of one unit -----------------------------------------------------------------------

UNITS = ("tanh", "relu", "sigmoid")
STAGES = (
    "Only the inputs are known",
    "Forward: multiply w by x",
    "Forward: add b, which gives z",
    "Forward: apply f, which gives a",
    "Forward: compare with the target 1",
    "Backward: dL/dL is 1",
    "Backward: past the square, 2(a − 1)",
    "Backward: past f, times its slope at z",
    "Backward: a sum hands the same to both",
    "Backward: a product swaps its factors",
)
LAST_FORWARD = 4
# Node: position, the stage at which its value appears, and its gradient.
NODES = {
    "x": (0, 2.4, 0, 9),
    "w": (0, 1.2, 0, 9),
    "b": (0, 0.0, 0, 8),
    "w·x": (1, 1.8, 1, 8),
    "z": (2, 1.1, 2, 7),
    "a": (3, 1.1, 3, 6),
    "L": (4, 1.1, 4, 5),
}
EDGES = (("x", "w·x"), ("w", "w·x"), ("w·x", "z"), ("b", "z"), ("z", "a"), ("a", "L"))


def signed(number):
    """Two decimals, with a real minus sign."""
    return f"{number:.2f}".replace("-", "\N{MINUS SIGN}")


def unit(f):
    """The graph of one unit with squared loss, as a dict of `Value`, after its backward pass."""
    x, w, b = Value(2.0), Value(-0.5), Value(1.5)
    product = w * x
    z = product + b
    a = z.apply(ACTIVATIONS[f])
    loss = (a - 1) ** 2
    loss.backward()
    return dict(zip(NODES, (x, w, b, product, z, a, loss), strict=True))


@explorer(
    "backprop-graph",
    stage=Range(0, len(STAGES) - 1, 1, label="step"),
    f=Choice(UNITS, label="f"),
    size=(5.4, 3.9),
    margins={"left": 0.08, "bottom": 0.1, "right": 0.98, "top": 0.98},
)
def graph(ax, stage, f):
    """One unit, forward and backward"""
    values = unit(f)
    for start, end in EDGES:
        (x0, y0, *_), (x1, y1, *_) = NODES[start], NODES[end]
        ax.plot([x0, x1], [y0, y1], color=style.GRID, linewidth=2, zorder=0)
    for name, (x, y, forward, backward) in NODES.items():
        new = stage in (forward, backward)
        colour = style.POINT if new and stage else style.INK
        ax.plot([x], [y], "o", markersize=28, color=style.SHADE, markeredgecolor=colour)
        ax.text(x, y, name, ha="center", va="center", color=colour)
        value = signed(values[name].data) if stage >= forward else "?"
        ax.text(x, y + 0.27, value, ha="center", va="bottom", color=style.F)
        slope = signed(values[name].grad) if stage >= backward else " "
        ax.text(x, y - 0.27, slope, ha="center", va="top", color=style.DF)
    bare(ax)
    ax.set(xlim=(-0.5, 4.5), ylim=(-0.65, 3.05))
    ax.set(xlabel="values go right →  ·  ← slopes come left")
    ax.set_ylabel("above: value, below: slope")
    values = {name: (value.data, value.grad) for name, value in values.items()}
    shown = [
        f"dL/d({name}) = {grad:.2f}" if stage > LAST_FORWARD else f"{name} = {data:.2f}"
        for name, (data, grad) in values.items()
        if stage in NODES[name][2:]
    ]
    return f"Step {stage}, f = {f}. {STAGES[stage]}: {', '.join(shown)}."


# --- Jacobians and shapes ------------------------------------------------------------------------

LAYER = np.random.default_rng(1)
X_ONE, W_ONE = LAYER.normal(size=4), LAYER.normal(size=(4, 3)) / 2
B_ONE = LAYER.normal(size=3) / 2
NUDGE = 1e-5


def jacobian(f, parameter):
    """Slopes of all 3 outputs of f(x @ W + b) for each entry of W or b, by central differences.

    Shape (3, 12) for ``parameter="W"``, the four weights of unit 1 first, or (3, 3) for "b".
    """
    start = np.concatenate([W_ONE.T.ravel(), B_ONE])

    def outputs(p):
        return ACTIVATIONS[f](X_ONE @ p[:12].reshape(3, 4).T + p[12:])

    steps = NUDGE * np.eye(15)[:12] if parameter == "W" else NUDGE * np.eye(15)[12:]
    slopes = [(outputs(start + s) - outputs(start - s)) / (2 * NUDGE) for s in steps]
    return np.array(slopes).T


@predict(
    "backprop-entries",
    "A layer has 4 inputs and 3 tanh units: y = f(x W + b). Each of its outputs has a slope for "
    "each weight of the layer. How many of all these slopes are not zero?",
    Number(
        near=0,
        close="Of 36: an output depends on its own unit's four weights alone, 3 times 4.",
        far="There are 36, but an output depends on its own unit's four weights alone: 3 times 4.",
        expected=(12, 12),
        digits=0,
    ),
)
def entries():
    """Count of the slopes that are not zero."""
    return float(np.count_nonzero(jacobian("tanh", "W")))


@explorer(
    "backprop-jacobian",
    f=Choice(["tanh", "relu", "softmax"], label="f"),
    parameter=Choice({"the weights W": "W", "the biases b": "b"}, label="slopes for"),
    size=(5.4, 2.5),
    margins={"bottom": 0.24, "left": 0.15},
)
def tensor(ax, f, parameter):
    """Which output feels which parameter?"""
    J = jacobian(f, parameter)
    size = np.sqrt(np.abs(J) / np.abs(J).max())
    for k in range(3):
        for j in range(12):
            # The same 36 marks at every position; those of b stand under their own unit.
            own = parameter == "W" or j % 4 == 1
            column = j if parameter == "W" else j // 4
            side = 0.9 * size[k, column] if own else 0.0
            x = j + 1 if parameter == "W" else j + 1.5
            negative = own and J[k, column] < 0
            colour = style.DF if negative else style.F
            ax.add_patch(block(x, k + 1, side, side, "none" if negative else colour, colour))
    for edge in (4.5, 8.5):
        ax.axvline(edge, **style.reference)
    ax.set(xlim=(0.4, 12.6), ylim=(3.6, 0.4), yticks=[1, 2, 3], ylabel="output")
    ax.set_xticks([2.5, 6.5, 10.5], ["unit 1", "unit 2", "unit 3"])
    ax.set_xlabel("parameters of (filled: positive, hollow: negative)")
    ax.grid(visible=False)
    count, z = np.count_nonzero(J), X_ONE @ W_ONE + B_ONE
    why = {
        "tanh": "Each output feels its own unit alone.",
        "relu": f"{np.sum(z < 0)} unit has z below 0 and feels nothing.",
        "softmax": "Every output feels every unit: softmax mixes them.",
    }[f]
    return f"{f}: {count} of {J.size} slopes are not zero. {why}"


PRODUCTS = {
    "x δ": ("x", "δ"),
    "xᵀ δ": ("xᵀ", "δ"),
    "x δᵀ": ("x", "δᵀ"),
    "δᵀ x": ("δᵀ", "x"),
    "δ W": ("δ", "W"),
    "δ Wᵀ": ("δ", "Wᵀ"),
    "W δᵀ": ("W", "δᵀ"),
    "Wᵀ δ": ("Wᵀ", "δ"),
}


@cache
def pieces(square):
    """x, W and δ = dL/dz of a layer without activation, and the true slopes dW and dx.

    The loss is the mean square of z, and the slopes are central differences.
    """
    n, d_in, d_out = (4, 4, 4) if square else (5, 4, 3)
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(n, d_in)), rng.normal(size=(d_in, d_out))

    def slopes(of, array):
        quotients = np.empty_like(array)
        for i in np.ndindex(array.shape):
            step = np.zeros_like(array)
            step[i] = NUDGE
            quotients[i] = (of(array + step) - of(array - step)) / (2 * NUDGE)
        return quotients

    true = {
        "dW": slopes(lambda V: np.mean((x @ V) ** 2), W),
        "dx": slopes(lambda u: np.mean((u @ W) ** 2), x),
    }
    return {"x": x, "W": W, "δ": 2 * x @ W / (n * d_out)}, true


@explorer(
    "backprop-shapes",
    wanted=Choice(["dW", "dx"], label="wanted"),
    product=Choice(PRODUCTS, label="product"),
    square=Toggle(label="all sizes 4"),
    size=(5.4, 3.0),
    margins={"left": 0.1, "bottom": 0.15},
)
def shapes(ax, wanted, product, square):
    """Which product has the right shape?"""
    arrays, true = pieces(square)
    left, right = (arrays[name[0]].T if name.endswith("ᵀ") else arrays[name] for name in product)
    fits = left.shape[1] == right.shape[0]
    target = true[wanted].shape
    shape = (left.shape[0], right.shape[1]) if fits else (0, 0)
    good = fits and shape == target
    parts = (
        (2.6, product[0], left.shape, style.F),
        (9.2, product[1], right.shape, style.F),
        (16.0, "product", shape, style.GOOD if good else style.BAD),
        (22.4, wanted, target, style.INK),
    )
    for x, name, (rows, columns), colour in parts:
        ax.add_patch(block(x, 0, columns, 1.3 * rows, style.SHADE, colour))
        size = f"{rows} × {columns}" if rows else "does not fit"
        ax.text(x, 3.7, name, ha="center", color=colour)
        ax.text(x, -4.4, size, ha="center", color=colour)
    for x, sign in ((5.9, "@"), (12.6, "="), (19.2, "⟶")):
        ax.text(x, 0, sign, ha="center", va="center")
    bare(ax)
    ax.set(xlim=(-1, 25.5), ylim=(-5.4, 5))
    ax.set(xlabel="left, right, result, wanted", ylabel="rows")
    inner = f"{product[0]} has {left.shape[1]} columns, {product[1]} has {right.shape[0]} rows"
    if not fits:
        return f"{inner}: they do not fit, so this cannot be {wanted}."
    made = f"{inner}: they fit, and give {shape[0]} × {shape[1]}"
    if not good:
        return f"{made}, but {wanted} is {target[0]} × {target[1]}."
    worst, size = np.abs(left @ right - true[wanted]).max(), nn.rms(true[wanted])
    if worst < 1e-8:
        return f"{made}, as {wanted}. The numbers agree with difference quotients as well."
    return (
        f"{made}, as {wanted}. Yet the numbers are wrong, by up to {worst:.2f}, where "
        f"the right ones have a size (rms) of {size:.2f}."
    )


# --- difference quotients ------------------------------------------------------------------------

EXPONENTS = range(16)
POINTS = np.linspace(0.5, 1.5, 21)
NEAR_KINK = 3e-5


@cache
def quotient_errors(f):
    """Typical errors of the one-sided and the central quotient, for h = 1, 0.1, ..., 1e-15."""
    f, z = ACTIVATIONS[f], POINTS if f != "relu" else np.array([NEAR_KINK])
    one, two = [], []
    for k in EXPONENTS:
        h = 10.0**-k
        one.append(np.median(np.abs((f(z + h) - f(z)) / h - f.derivative(z))))
        two.append(np.median(np.abs((f(z + h) - f(z - h)) / (2 * h) - f.derivative(z))))
    return np.maximum(one, 1e-17), np.maximum(two, 1e-17)


@predict(
    "backprop-h",
    "A quotient that looks to one side alone, (f(z + h) − f(z)) / h with h = 10⁻ᵏ, is to check a "
    "slope of the sigmoid. Smaller steps hug the curve better, but at k = 16 a step is lost in "
    "rounding. Which whole number k gives the most accurate slope?",
    Number(
        near=1,
        close="Half of the sixteen digits, or nearly.",
        far="What the curve costs falls like h, what rounding costs grows like 1/h: they meet at "
        "half of the sixteen digits.",
        expected=(7, 9),
        digits=0,
    ),
)
def best_step():
    """The exponent k with the smallest error of the one-sided quotient."""
    return float(np.argmin(quotient_errors("sigmoid")[0]))


@explorer(
    "backprop-quotient",
    k=Steps(list(EXPONENTS), value=1, label="k, where h = 10⁻ᵏ"),
    f=Choice({"sigmoid": "sigmoid", "ReLU, 0.00003 from its kink": "relu"}, label="f"),
    margins={"left": 0.16},
)
def quotient(ax, k, f):
    """How small should the step be?"""
    (one, two), step = quotient_errors(f), 10.0**-k
    ax.plot(EXPONENTS, one, color=style.DF, linestyle="--", marker=".", label="one-sided")
    ax.plot(EXPONENTS, two, color=style.F, marker=".", label="central")
    ax.plot([k, k], [one[k], two[k]], **style.point)
    ax.set_yscale("log")
    ax.set(xlim=(-0.5, 15.5), ylim=(3e-18, 10), xlabel="k: the step is h = 10⁻ᵏ")
    ax.set_ylabel("error of the slope")
    ax.legend(loc="lower center", ncols=2)
    one, two = (style.compact(e[k]) if e[k] > 1e-16 else "less than 10⁻¹⁶" for e in (one, two))
    across = " The central one reaches across the kink." if f == "relu" and step > NEAR_KINK else ""
    return (
        f"With h = {style.compact(step, 1)} the one-sided quotient is off by {one}, the central "
        f"one by {two}." + across
    )


# --- before the summary --------------------------------------------------------------------------


def late_error(lr=0.1):
    """How far the gradient of W1 is off, relative to its size, with δ sent back through new W2."""
    rng = np.random.default_rng(0)
    net = nn.mlp([4, 4, 3], "tanh", rng=rng)
    X, y = rng.standard_normal((20, 4)), rng.integers(0, 3, 20)
    rec = nn.record(net, X, y)
    new = rec.W[1] - lr * rec.dW[1]
    late = X.T @ ((rec.delta[1] @ new.T) * rec.slope[0])
    return np.linalg.norm(late - rec.dW[0]) / np.linalg.norm(rec.dW[0])


def lines_run(program):
    """How many of the lines of `program`, each of which adds a mark, have been run."""
    marks = []
    with suppress(SyntaxError):
        exec(program, {"marks": marks})  # noqa: S102, the lines are our own
    return len(marks)


@predict(
    "backprop-lines",
    "Five lines, as notes and tutorials print them. Which one would you let stand?",
    OneStands(
        [
            Sentence(
                "For the actuation function σ: dz = a(1 − a).",
                "Activation is the word, and dz stands for dL/dz. A unit that says {a:.2f} and "
                "should say 1 has dL/dz = {wanted:.2f} for the squared error; the line has "
                "{printed:.2f}, and would lead it to 0.",
                stands=lambda wanted, printed: np.isclose(wanted, printed),
            ),
            Sentence(
                "First δ of the last layer, from it δ of the one below, then all updates.",
                "Yes: the gradients agree with difference quotients to {right:.0e}.",
                stands=lambda right: right < 1e-6,
                expected=True,
            ),
            Sentence(
                "First update W₂, then carry δ back through it to layer 1.",
                "The loss hardly shows it, and yet the gradient of W₁ is then off by {late:.1%} "
                "in one step with a learning rate of 0.1.",
                stands=lambda late: late < 1e-6,
            ),
            Sentence(
                "The gradient check has passed: the training loop is right.",
                "With W₂ = W₁ − α dW₂ the check passes, to {check:.0e}. It looks at gradients, "
                "and not at what is done with them.",
                stands=lambda check: check > 1e-6,
            ),
            Sentence(
                "A program with half a line too much at its end runs up to there.",
                "Python reads the whole program before it begins: of two good lines in front of "
                "the bad one it ran {run}.",
                stands=lambda run: run == 2,
            ),
        ]
    ),
    recipe=CHECKED,
)
def line():
    """What the five lines are judged by."""
    z, h = 0.5, 1e-5
    a = 1 / (1 + np.exp(-z))
    up, down = ((1 / (1 + np.exp(-z - step)) - 1) ** 2 for step in (h, -h))
    return {
        "a": a,
        "wanted": (up - down) / (2 * h),
        "printed": a * (1 - a),
        "late": late_error(),
        "check": checked(PRINTED),
        "run": lines_run("marks.append(1)\nmarks.append(2)\nmarks.append(3) append(3))"),
        "right": checked(RIGHT),
    }
