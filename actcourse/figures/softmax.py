"""Explorers and predictions of the chapter on softmax."""

import numpy as np
from matplotlib.patches import Rectangle

from actcourse import nn
from actcourse.activations import sigmoid, softmax
from actcourse.experiments.output import EPOCHS, LOSSES, WAYS, first_loss, recipe, threes
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
from actcourse.explore.controls import MINUS

CLASSES = ("cat", "dog", "owl")
BEHIND = (0, 3, 5, 10, 20, 30)
SEEDS = range(3)
COLOURS = {"cross-entropy": style.F, "squared error": style.DF}


def listed(numbers, form="g"):
    """The numbers in words, such as "1, 2 and 3"."""
    *most, last = (format(n, form) for n in numbers)
    return f"{', '.join(most)} and {last}"


# --- scores and shares ---------------------------------------------------------------------------


@predict(
    "softmax-ratio",
    "A classifier gives a picture the scores 0.1 for cat and 0.2 for dog, and softmax turns them "
    "into shares. Dog's score is 2 times as large as cat's. How many times as large as cat's share "
    "is dog's?",
    Number(
        near=0.1,
        close="Softmax has all but evened out the two.",
        far="Softmax has all but evened out the two: it does not look at the ratio of scores.",
        expected=(1.105, 1.1053),
        digits=3,
    ),
)
def ratio():
    """Dog's share over cat's."""
    cat, dog = softmax([0.1, 0.2])
    return float(dog / cat)


SCORES = {
    "1, 2, 3": (1, 2, 3),
    "0.1, 0.2, 0.3": (0.1, 0.2, 0.3),
    "10, 20, 30": (10, 20, 30),
    "−1, −2, −3": (-1, -2, -3),
    "0, 0, 5": (0, 0, 5),
}


def counted(factor):
    """A factor with three digits, or in words where nobody would count the zeros."""
    if factor > 1e6:
        return "more than a million"
    return f"{factor:.3g}" if factor < 100 else f"{factor:,.0f}"


@explorer(
    "softmax-shares",
    z=Choice(SCORES, label="scores of cat, dog, owl"),
    T=Steps((0.1, 0.2, 0.5, 1, 2, 5, 10), value=1, label="temperature T"),
    lift=Toggle(label="add 100 to every score"),
    margins={"bottom": 0.2},
)
def shares(ax, z, T, lift):
    """From three scores to three shares"""
    scores = [score + 100 * lift for score in z]
    p = softmax(np.array(scores) / T)
    ax.bar(range(3), p, width=0.6, color=style.F)
    for k, share in enumerate(p):
        ax.text(k, share + 0.03, f"{share:.1%}", ha="center")
    names = [f"{c}\nscore {s:g}" for c, s in zip(CLASSES, scores, strict=True)]
    ax.set_xticks(range(3), [name.replace("-", MINUS) for name in names])
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1.15), xlabel="class", ylabel="share softmax(z / T)")
    second, top = np.argsort(p, kind="stable")[-2:]
    ahead = np.exp((z[top] - z[second]) / T)
    return (
        f"At temperature {T:g} the scores {listed(scores)} give the shares {listed(p, '.1%')}: "
        f"{CLASSES[top]}'s share is {counted(ahead)} times {CLASSES[second]}'s."
    )


@explorer(
    "softmax-double",
    s=Range(0.1, 2, 0.1, value=0.1, label="the smaller score s; the other is 2s", fine=0.01),
)
def double(ax, s):
    """One score is twice the other. And the shares?"""
    grid = np.linspace(0, 2, 101)
    ax.axvspan(0, np.log(2), color=style.SHADE)
    ax.axhline(2, **style.reference)
    ax.plot(grid, np.exp(grid), **style.f)
    ax.plot([s], [np.exp(s)], **style.point)
    ax.text(0.35, 5, "evened out", ha="center", color=style.MUTED)
    ax.text(1.0, 5, "exaggerated", ha="center", color=style.MUTED)
    ax.text(1.97, 2.15, "ratio of the scores", ha="right", color=style.MUTED)
    ax.set(xlim=(0, 2), ylim=(0, 8), xticks=[0, 0.5, 1, 1.5, 2])
    ax.set(xlabel="smaller score s", ylabel="ratio of the shares")
    p, q = softmax([s, 2 * s])
    word = "evens them out" if s < np.log(2) else "exaggerates"
    return (
        f"Scores {s:g} and {2 * s:g} become shares of {p:.1%} and {q:.1%}. The scores have the "
        f"ratio 2, the shares {q / p:.2f}: here softmax {word}."
    )


# --- in a computer -------------------------------------------------------------------------------


@explorer(
    "softmax-overflow",
    c=Range(-1000, 1000, 50, value=0, label="added to the scores 1, 2, 3"),
    precision=Choice({"float32": np.float32, "float64": np.float64}, label="precision"),
    margins={"left": 0.14},
)
def overflow(ax, c, precision):
    """Where does e^z fit into a float?"""
    limits = np.finfo(precision)
    z = np.array([1, 2, 3], precision) + precision(c)
    low, high = np.log([limits.smallest_subnormal, limits.max], dtype=np.float64)
    ax.axvspan(-1100, low, color=style.SHADE)
    ax.axvspan(high, 1100, color=style.SHADE)
    ax.text(-1060, 3.45, "e^z is 0", color=style.MUTED)
    ax.text(1060, 3.45, "e^z is inf", color=style.MUTED, ha="right")
    ax.plot(z, [1, 2, 3], **style.point)
    ax.set(xlim=(-1100, 1100), ylim=(0.5, 3.8), xticks=range(-1000, 1001, 500))
    ax.set_yticks([1, 2, 3], CLASSES)
    ax.set(xlabel="score z", ylabel="class")
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        e = np.exp(z)
        naive = e / e.sum()
    return (
        f"In {precision.__name__} the scores {listed(z)} give e^z = {listed(e, '.3g')}, and the "
        f"formula as written the shares {listed(naive, '.3f')}. "
        f"After subtracting the largest score: "
        f"{listed(softmax(z), '.3f')}."
    )


# --- slopes --------------------------------------------------------------------------------------


@explorer(
    "softmax-motion",
    cat=Range(-6, 6, 0.5, value=0, label="cat's score", fine=0.05),
    others=Choice({"0 and 0": (0, 0), "1 and 0": (1, 0), "3 and 0": (3, 0)}, label="dog's, owl's"),
    panels=(1, 2),
    size=(5.4, 3.1),
    margins={"wspace": 0.5, "right": 0.985, "bottom": 0.18},
)
def motion(axes, cat, others):
    """Where do the shares move when one score rises?"""
    curve, table = axes
    scores = np.linspace(-6, 6, 61)
    paths = softmax([(c, *others) for c in scores])
    p = softmax([cat, *others])
    J = np.diag(p) - np.outer(p, p)
    for k, (name, dash) in enumerate(zip(CLASSES, ("-", (0, (5, 2)), (0, (1, 1))), strict=True)):
        curve.plot(scores, paths[:, k], color=style.SERIES[k], linestyle=dash, label=name)
        curve.plot([cat], [p[k]], **style.point)
    curve.legend(loc="upper left", handlelength=1.6)
    curve.set(xlim=(-6, 6), ylim=(-0.03, 1.4), yticks=[0, 0.5, 1])
    curve.set(xlabel="score of cat", ylabel="share")
    table.grid(visible=False)
    for i in range(3):
        for k in range(3):
            colour = style.F if J[i, k] > 0 else style.DF
            strength = round(2 * abs(J[i, k]), 2)  # at most 1/2: the number on it stays readable
            square = Rectangle((k - 0.5, i - 0.5), 1, 1, color=colour, alpha=strength)
            table.add_patch(square)
            table.text(
                k, i, f"{J[i, k]:+.2f}".replace("-", MINUS), ha="center", va="center", fontsize=9
            )
    table.set(xlim=(-0.5, 2.5), ylim=(2.5, -0.5), xlabel="score of", ylabel="slope of the share of")
    table.set_xticks(range(3), CLASSES)
    table.set_yticks(range(3), CLASSES, rotation=90, va="center")
    moves = listed(J[:, 0], "+.3f")
    return (
        f"At the scores {listed([cat, *others])} the shares are {listed(p, '.1%')}, and their "
        f"slopes along cat's score {moves}, together 0."
    )


# --- can it die? ---------------------------------------------------------------------------------


def pushes(lead):
    """How hard each loss pushes the score of the right one of two classes up.

    Parameters
    ----------
    lead : array of shape (n,)
        By how much the wrong class is ahead.

    Returns
    -------
    dict from the name of the loss to an array of shape (n,)
    """
    logits = np.stack([np.zeros_like(lead), lead], axis=1)
    right = np.zeros(len(lead), int)
    return {name: -len(lead) * loss(logits, right)[1][:, 0] for name, loss in LOSSES.items()}


@explorer(
    "softmax-pull",
    lead=Range(-8, 8, 0.5, value=4, label="lead of the wrong class", fine=0.05),
)
def pull(ax, lead):
    """How hard does the loss push when the answer is wrong?"""
    grid = np.linspace(-8, 8, 161)
    here = pushes(np.array([float(lead)]))
    for (name, push), dash in zip(pushes(grid).items(), ("-", (0, (5, 2))), strict=True):
        ax.plot(grid, push, color=COLOURS[name], linestyle=dash, linewidth=2.2)
        ax.plot([lead], here[name], **style.point)
    ax.text(7.9, 1.04, "cross-entropy", color=style.F, ha="right")
    ax.text(7.9, 0.1, "squared error", color=style.DF, ha="right")
    ax.set(xlim=(-8, 8), ylim=(-0.05, 1.15), xlabel="score of the wrong class − score of the right")
    ax.set_ylabel("push on the right score")
    return (
        f"With a lead of {lead:g} for the wrong class the right one has a share of "
        f"{sigmoid(-lead):.2%}. Cross-entropy pushes its score up with "
        f"{here['cross-entropy'][0]:.4f}, squared error with {here['squared error'][0]:.4f}."
    )


@predict(
    "softmax-dead",
    "A network learns digits, but the bias of class 3 starts 10 points below the others, so "
    "that its share is below 1 in 10,000 for every picture. We train it for 30 epochs by "
    "gradient descent at a rate of 0.1, once with the cross-entropy −ln p and once with the "
    "squared error of the shares. How many 3s does it recognise in the end?",
    OneStands(
        [
            Sentence(
                "Most of them, with both losses.",
                "With the squared error it recognises {squared:.0%} of the 3s; with the "
                "cross-entropy {cross:.0%}. Nothing but the loss differs.",
                stands=lambda cross, squared: min(cross, squared) > 0.5,
            ),
            Sentence(
                "Most of them, but with the cross-entropy alone.",
                "So it is: {cross:.0%} of the 3s with the cross-entropy, {squared:.0%} with the "
                "squared error.",
                stands=lambda cross, squared: squared <= 0.5 < cross,
                expected=True,
            ),
            Sentence(
                "Less than half, with either loss.",
                "With the cross-entropy it recognises {cross:.0%} of the 3s; with the squared "
                "error {squared:.0%}. Nothing but the loss differs.",
                stands=lambda cross, squared: max(cross, squared) <= 0.5,
            ),
        ]
    ),
    recipe=recipe(starts=len(SEEDS)),
)
def comeback():
    """Share of the 3s that come back with each loss, mean over three seeds."""
    cross, squared = (
        float(np.mean([threes(10, way, seed)[-1] for seed in SEEDS])) for way in LOSSES
    )
    return {"cross": cross, "squared": squared}


@explorer(
    "softmax-threes",
    behind=Steps(BEHIND, value=10, label="points by which class 3 starts behind"),
    way=Choice(list(WAYS), label="learning by"),
    recipe=lambda behind, way: recipe(way, len(SEEDS)),
)
def recovery(ax, behind, way):
    """Does a class that starts far behind come back?"""
    epochs, reached = np.arange(1, EPOCHS + 1), {}
    for loss, dash in zip(LOSSES, ("-", (0, (5, 2))), strict=True):
        shares = np.array([threes(behind, loss, seed, way) for seed in SEEDS])
        ax.plot(epochs, shares.mean(axis=0), color=COLOURS[loss], linestyle=dash, label=loss)
        ax.fill_between(epochs, shares.min(0), shares.max(0), color=COLOURS[loss], alpha=0.15)
        reached[loss] = shares[:, -1].mean()
    ax.legend(loc="upper right", ncols=2)
    ax.set(xlim=(0.5, EPOCHS + 0.5), ylim=(-0.03, 1.2), yticks=[0, 0.5, 1])
    ax.set(xlabel="epochs", ylabel="share of 3s recognised")
    return (
        f"Class 3 starts {behind} points behind, and learning is by {way}. After {EPOCHS} epochs "
        f"the cross-entropy has brought it to ≈{reached['cross-entropy']:.0%} of the test 3s, the "
        f"squared error to ≈{reached['squared error']:.0%} (mean of three random starts)."
    )


# --- before learning -----------------------------------------------------------------------------


@predict(
    "softmax-start",
    "A network for ten digits has not learned anything yet, and its output weights are tiny. "
    "What is its cross-entropy, the mean of −ln p for the right class?",
    Number(
        near=0.1,
        close="Ten equal shares: −ln(1/10) = ln 10 = 2.303.",
        far="All ten shares are near 1/10, and −ln(1/10) = ln 10 = 2.303.",
        expected=(2.28, 2.32),
        digits=2,
    ),
)
def start():
    """Mean over three seeds."""
    return float(np.mean([first_loss(nn.normal(std=0.01), seed) for seed in SEEDS]))
