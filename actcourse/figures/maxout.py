"""Explorers and predictions of the chapter on maxout."""

import numpy as np

from actcourse.activations import prelu
from actcourse.experiments.maxout import (
    CURVES,
    EQUAL_PRICE,
    MOMENTS,
    TARGETS,
    X,
    best_lines,
    descent,
    errors,
    least_error,
    same_start,
    two_units,
    unit,
)
from actcourse.experiments.recipe import together
from actcourse.explore import (
    Choice,
    Number,
    OneStands,
    Range,
    Sentence,
    Steps,
    explorer,
    predict,
    style,
)

SEEDS = range(5)
PIECES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16)
HALVES = (-1, -0.5, 0, 0.5, 1)

# --- one unit and the lines that serve it best ---------------------------------------------------


@predict(
    "maxout-sine",
    "A unit outputs the largest of several straight lines, all of them free to choose. For one "
    "full wave of a sine, sin πx from −1 to 1, how far off is the best unit with 16 lines, "
    "where it is worst?",
    Number(
        near=0.03,
        close="Not one bit closer than the best single line, and this chapter proves it.",
        far="No closer than the best single line: the other fifteen do not help at all. This "
        "chapter proves it, and finds the way out.",
        expected=(0.68, 0.685),
    ),
)
def sixteen():
    """Largest error of 16 pieces on the sine."""
    return least_error("sin πx", 16)


@explorer(
    "maxout-pieces",
    pieces=Steps(PIECES, value=2, label="pieces k"),
    target=Choice(list(TARGETS), label="target"),
    panels=(2, 1),
    size=(5.4, 5.0),
    margins={"hspace": 0.42, "left": 0.15, "right": 0.96, "bottom": 0.11},
)
def envelope(axes, pieces, target):
    """The largest of k lines, and how far it is from the target"""
    above, below = axes
    f, (w, b) = TARGETS[target][0], best_lines(target, pieces)
    ends = np.array([-1.0, 1.0])
    for slope, bias in zip(w, b, strict=True):
        above.plot(ends, slope * ends + bias, color=style.MUTED, linewidth=0.8)
    above.plot(X[::28], unit(X[::28], w, b), **style.f)
    above.plot(X[::28], f(X[::28]), color=style.DF, linestyle="--", linewidth=1.8)
    above.set(xlim=(-1, 1), ylim=(-1.3, 1.3), xlabel="x", ylabel="output", xticks=HALVES)
    for name, marker, place in (("sin πx", "s", "bottom"), ("−x²", "^", "top"), ("x²", "o", "top")):
        misses = [least_error(name, k) for k in PIECES]
        below.plot(np.log2(PIECES), misses, color=style.DF, marker=marker, markersize=4)
        below.text(4.06, misses[-1], name, color=style.DF, va=place)
    error = least_error(target, pieces)
    exact = error < 1e-12
    # A log axis has no 0: its lower edge stands for it.
    below.plot([np.log2(pieces)], [7e-4 if exact else error], **style.point, clip_on=False)
    below.set_yscale("log")
    below.set(xlim=(-0.15, 4.7), ylim=(7e-4, 3), xlabel="pieces k", ylabel="largest error")
    below.set_xticks(range(5), [1, 2, 4, 8, 16])
    lines = f"{pieces} line" + "s" * (pieces > 1)
    size = "no error at all" if exact else f"a largest error of {error:.4f}"
    rule = f", and 1/(2k²) is {1 / (2 * pieces**2):.4f}" if target == "x²" else ""
    stuck = ", as for every k" if target in ("sin πx", "−x²") else ""
    return f"Target {target}, {lines}: {size}{rule}{stuck}."


# --- two pieces ----------------------------------------------------------------------------------


@explorer(
    "maxout-dial",
    slope=Range(-1, 2, 0.1, value=-1, label="slope α of the second line"),
)
def dial(ax, slope):
    """One dial for a whole family: the larger of x and αx"""
    x = np.linspace(-3, 3, 61)
    two = unit(x, np.array([1.0, slope]), 0.0)
    for w in (1.0, slope):
        ax.plot(x, w * x, color=style.MUTED, linewidth=0.9)
    ax.plot(x, two, **style.f, label="maxout: max(x, αx)")
    leaky = prelu(x, negative_slope=slope)
    ax.plot(x, leaky, **style.df, label="PReLU with slope α")
    ax.legend(loc="upper left")
    ax.set(xlim=(-3, 3), ylim=(-6.3, 6.3), xlabel="pre-activation x", ylabel="output")
    named = {-1: "the absolute value", 0: "ReLU", 1: "the identity"}
    what = named.get(slope, "leaky ReLU" if 0 < slope < 1 else "PReLU with this slope")
    gap = np.abs(two - leaky).max()
    if gap > 0:
        return (
            f"With α = {slope:g} PReLU is steeper on the left than on the right, and max(x, αx) "
            f"is not PReLU: at x = -3 they are {gap:.1f} apart."
        )
    return f"With α = {slope:g} the larger of x and αx is {what}, exactly: the error is 0."


# --- who gets the gradient -----------------------------------------------------------------------

ROUTES = {"the winner alone": True, "all pieces (wrong)": False}


@explorer(
    "maxout-router",
    step=Steps(MOMENTS, label="steps of gradient descent"),
    winner=Choice(ROUTES, label="gradient to"),
    size=(5.4, 3.6),
    margins={"left": 0.15},
)
def router(ax, step, winner):
    """Which piece learns from which example?"""
    (w,), (b,) = descent(4, winner=winner)[MOMENTS.index(step)]
    x = np.linspace(-1, 1, 40)
    z = np.multiply.outer(x, w) + b
    won, ends = z.argmax(axis=1), np.array([-1.0, 1.0])
    ax.plot(X[::56], X[::56] ** 2, color=style.INK, linestyle=":", linewidth=1.4)
    for k, marker in enumerate("os^D"):
        ax.plot(ends, w[k] * ends + b[k], color=style.SERIES[k], linewidth=0.9)
        mine = np.where(won == k, z.max(axis=1), np.nan)
        ax.plot(x, mine, marker=marker, color=style.SERIES[k], markersize=5, linestyle="none")
    ax.set(xlim=(-1.03, 1.03), ylim=(-0.6, 1.7), xticks=HALVES, xlabel="x")
    ax.set_ylabel("output of the unit")
    shares = ", ".join(str(n) for n in np.bincount(won, minlength=4))
    error = np.mean((z.max(axis=1) - x**2) ** 2)
    steps = "1 step" if step == 1 else f"{step} steps"
    return (
        f"Gradient to {'the winner alone' if winner else 'all pieces'}: after {steps} the four "
        f"pieces win {shares} of the 40 examples, and the mean squared error is ≈{error:.4f}."
    )


@predict(
    "maxout-learned",
    "With the best 16 lines, a unit misses x² on [−1, 1] by 0.002 at most. Now the 16 lines start "
    "at random and learn x² by 2000 steps of gradient descent. What is the largest error then?",
    Number(
        near=2,
        ratio=True,
        close="That lines exist is one thing; finding them is another.",
        far="The best lines exist, but after 2000 steps gradient descent is far from them.",
        expected=(0.025, 0.08),
        digits=3,
    ),
)
def learned_error():
    """Median over five random starts of the largest error on [-1, 1]."""
    return float(np.median(errors(*descent(16, SEEDS, n=100)[-1])))


@predict(
    "maxout-same",
    "A ReLU unit max(0, x − 5) sees inputs between −1 and 1: it is dead, its output is always 0. "
    "A maxout unit has the pieces x − 5 and 0·x + 0: the very same function. Both are trained to "
    "learn |x|. Whose loss falls?",
    OneStands(
        [
            Sentence(
                "Neither: the same function has the same gradient.",
                "The functions agree, the parameters do not: ReLU stays at {relu:.2f}, maxout "
                "falls to {both:.2f}, for its zero is a line that can learn.",
                stands=lambda start, relu, both: min(relu, both) >= 0.9 * start,
            ),
            Sentence(
                "The maxout unit alone.",
                "So it is: ReLU stays at {relu:.2f}, maxout falls from there to {both:.2f}, for "
                "its zero is a line that can learn.",
                stands=lambda start, relu, both: both < 0.9 * start <= relu,
                expected=True,
            ),
            Sentence(
                "Both of them.",
                "ReLU stays at {relu:.2f}, as no example reaches its weights; maxout falls to "
                "{both:.2f}, for its zero is a line that can learn.",
                stands=lambda start, relu, both: max(relu, both) < 0.9 * start,
            ),
        ]
    ),
)
def dead_start():
    """The loss of both at the start, where it is the same, and of each after 500 steps."""
    relu, both = (same_start(-5.0, learns)[0] for learns in (False, True))
    return {"start": relu[0], "relu": relu[-1], "both": both[-1]}


@explorer(
    "maxout-same",
    bias=Range(-2.0, 0.5, 0.25, value=-2, label="bias of the first piece at the start"),
    margins={"left": 0.15, "right": 0.95},
)
def same(ax, bias):
    """The same function at the start, but not the same learning"""
    last = {}
    for learns, name, way in ((False, "ReLU", style.df), (True, "maxout", style.f)):
        losses, *_ = same_start(bias, learns)
        ax.plot(np.maximum(losses, 1e-7)[::5], **way, label=name)
        last[name] = losses[-1]
    ax.set_yscale("log")
    ax.set(xlim=(0, 100), ylim=(1e-5, 3), xlabel="steps of gradient descent")
    ax.set_xticks(range(0, 101, 20), range(0, 501, 100))
    ax.set_ylabel("mean squared error")
    ax.legend(loc="lower left")
    sign = "−" if bias < 0 else "+"
    small = f"≈{last['maxout']:.4f}" if last["maxout"] > 5e-5 else "below 0.0001"
    return (
        f"Both start as max(0, x {sign} {abs(bias):g}) and learn |x|. After 500 steps the error of "
        f"the ReLU unit is ≈{last['ReLU']:.4f}, that of the maxout unit {small}."
    )


# --- two units, one subtracted -------------------------------------------------------------------


@explorer(
    "maxout-difference",
    pieces=Steps((2, 3, 4, 5, 6, 8, 10, 12, 16), value=4, label="straight parts of the result"),
    target=Choice(list(CURVES), label="target"),
    panels=(2, 1),
    size=(5.4, 5.2),
    margins={"left": 0.15, "right": 0.96, "hspace": 0.3, "bottom": 0.11},
)
def difference(axes, pieces, target):
    """Two convex units, one subtracted from the other"""
    above, below = axes
    f, knots = CURVES[target], np.linspace(-1, 1, pieces + 1)
    first, second, line, bends = two_units(knots, f(knots))
    above.plot(X[::28], f(X[::28]), color=style.INK, linestyle=":", linewidth=1.4)
    above.plot(knots, first - second, **style.f, label="unit 1 − unit 2")
    below.plot([-1, 1], line[[0, -1]], color=style.GOOD, linewidth=0.8)
    for knot, bend in zip(knots[1:-1], bends, strict=True):
        colour = style.GOOD if bend > 0 else style.DF
        if abs(bend) > 1e-9:
            below.plot([knot, 1], [0, abs(bend) * (1 - knot)], color=colour, linewidth=0.8)
    for name, values, colour, dash, own in (
        ("unit 1", first, style.GOOD, "--", bends > 1e-9),
        ("unit 2", second, style.DF, "-.", bends < -1e-9),
    ):
        below.plot(knots, values, color=colour, linestyle=dash, label=name)
        below.plot(knots[1:-1][own], values[1:-1][own], "o", color=colour, markersize=4)
    above.legend(loc="upper left")
    below.legend(loc="upper left", title="thin: its line and hinges")
    above.set(xlim=(-1, 1), ylim=(-1.3, 1.3), xticks=HALVES, ylabel="output")
    below.set(xlim=(-1, 1), ylim=(-1.5, 5.5), xticks=HALVES, xlabel="x", ylabel="each unit")
    error = np.abs(np.interp(X, knots, first - second) - f(X)).max()
    fit = f"miss it by at most {error:.4f}" if error > 1e-9 else "match it exactly"
    up, down = (int(np.sum(sign * bends > 1e-9)) for sign in (1, -1))
    return (
        f"Target {target}: two convex units, subtracted, give {pieces} straight parts that {fit}. "
        f"Hinges of unit 1: {up}, of unit 2: {down}."
    )


# --- the price -----------------------------------------------------------------------------------


@predict(
    "maxout-digits",
    "Two networks read handwritten digits, each with one hidden layer and about as many "
    "parameters: 64 ReLU units, or 32 maxout units with two pieces each. Trained for 15 epochs, "
    "which gets more of the test images "
    "right, on average over five random starts?",
    OneStands(
        [
            Sentence(
                "Maxout wins by more than a point.",
                "ReLU {relu:.1%}, maxout {maxout:.1%}: five starts cannot tell them apart.",
                stands=lambda relu, maxout: maxout - relu >= 0.01,
            ),
            Sentence(
                "ReLU wins by more than a point.",
                "ReLU {relu:.1%}, maxout {maxout:.1%}: five starts cannot tell them apart.",
                stands=lambda relu, maxout: relu - maxout >= 0.01,
            ),
            Sentence(
                "They are less than a point apart.",
                "So it is: ReLU {relu:.1%}, maxout {maxout:.1%}, and the starts differ by more.",
                stands=lambda relu, maxout: abs(relu - maxout) < 0.01,
                expected=True,
            ),
        ]
    ),
    recipe=together(EQUAL_PRICE.values()),
)
def same_price():
    """Test accuracy of the two networks, means of five seeds."""
    relu, maxout, _ = (float(np.mean(recipe.accuracies())) for recipe in EQUAL_PRICE.values())
    return {"relu": relu, "maxout": maxout}


@explorer(
    "maxout-digits",
    size=(5.4, 3.4),
    margins={"left": 0.15, "bottom": 0.29},
    recipe=together(EQUAL_PRICE.values()),
)
def price(ax):
    """Test accuracy at about the same number of parameters, five random starts"""
    spans, labels = [], []
    for k, (name, recipe) in enumerate(EQUAL_PRICE.items()):
        right = recipe.accuracies()
        ax.plot(k + 0.06 * np.arange(-2, 3), right, "o", color=style.F, markersize=6)
        ax.plot([k - 0.25, k + 0.25], [np.mean(right)] * 2, color=style.DF, linewidth=2)
        labels.append(f"{name}\n{recipe.network(0).size}")
        spans.append(f"{name.replace(chr(10), ' ')} ≈{min(right):.1%} to ≈{max(right):.1%}")
    ax.set_xticks(range(3), labels)
    ax.set(xlim=(-0.5, 2.5), ylim=(0.965, 0.995), ylabel="test accuracy")
    ax.set_xlabel("hidden layer, and parameters of the network")
    return f"Test accuracy over five random starts: {'; '.join(spans)}."
