"""Explorers and predictions of the chapter on tanh."""

from functools import cache

import numpy as np
from scipy.special import ndtri

from actcourse import nn
from actcourse.activations import sigmoid, tanh
from actcourse.experiments.depth import DISGUISE, FIVE, RESCUES, STUCK, TANH
from actcourse.experiments.flow import flow
from actcourse.experiments.shift import best_shift
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

Z = np.linspace(-6, 6, 241)
RATES = (0.1, 0.2, 0.4, 0.8, 1.6)


def _span(values, form):
    """Smallest and largest value as text, or one text where both read alike."""
    low, high = f"≈{min(values):{form}}", f"≈{max(values):{form}}"
    return low if low == high else f"{low} to {high}"


@predict(
    "tanh-five",
    "Five hidden layers of 64 sigmoid units, with the usual start and 8 epochs of plain gradient "
    "descent at rate 0.1, read about 10% of the test digits: they guess. Put tanh in the place of "
    "the sigmoid and change nothing else. How many digits does the network get right now?",
    Number(
        near=8,
        close="The same network, in other units, reads nearly all of them.",
        far="The same network, in other units, reads nearly all of them. "
        "This chapter finds out why.",
        expected=(96, 100),
        unit="%",
        digits=0,
    ),
    recipe=FIVE,
)
def five_layers():
    """Mean test accuracy over three seeds, in percent."""
    return 100 * float(np.mean(FIVE.accuracies()))


# --- one curve into the other --------------------------------------------------------------------


@predict(
    "tanh-shift",
    "Slide the curve of the sigmoid about, up or down, left or right, without stretching it. How "
    "close can it come to the curve of tanh?",
    OneStands(
        [
            Sentence(
                "They coincide.",
                "Not quite: {gap:.2f} is the least that a shift can miss tanh by, at its worst "
                "point. A shifted curve still climbs by 1 in all, and tanh by 2.",
                stands=lambda gap: gap < 1e-6,
            ),
            Sentence(
                "It stays within 0.3 of tanh everywhere.",
                "Further: {gap:.2f} is the least that a shift can miss tanh by, at its worst "
                "point. It climbs by 1 in all, and tanh by 2.",
                stands=lambda gap: 1e-6 <= gap <= 0.3,
            ),
            Sentence(
                "Somewhere it misses tanh by more than 0.5.",
                "Yes: {gap:.2f} is the least that a shift can miss tanh by, at its worst point. "
                "It climbs by 1 in all, and tanh by 2.",
                stands=lambda gap: gap > 0.5,
                expected=True,
            ),
        ]
    ),
)
def shift():
    """What the best of all shifts achieves."""
    return {"gap": best_shift()}


@explorer(
    "tanh-morph",
    a=Steps((1, 1.5, 2), label="stretch the outputs by a"),
    b=Steps((0.5, 1, 1.5, 2, 3), value=1, label="speed z up by b"),
    c=Steps((-1, -0.75, -0.5, 0), value=0, label="shift by c"),
    panels=(2, 1),
    size=(5.4, 4.4),
)
def morph(axes, a, b, c):
    """From the sigmoid to tanh: a·σ(b·z) + c"""
    above, below = axes
    mine, gap = a * sigmoid(b * Z) + c, a * sigmoid(b * Z) + c - np.tanh(Z)
    above.plot(Z, np.tanh(Z), color=style.GOOD, linewidth=5, alpha=0.7, label="tanh")
    above.plot(Z, mine, **style.f, label="a·σ(b·z) + c")
    above.set(xlim=(-6, 6), ylim=(-1.3, 2.2), ylabel="output")
    above.legend(loc="upper left", ncols=2)
    below.axhline(0, **style.reference)
    below.fill_between(Z, gap, color=style.BAD, alpha=0.35, linewidth=0)
    below.plot(Z, gap, color=style.BAD, linewidth=1.2)
    below.set(xlim=(-6, 6), ylim=(-1.2, 2.2), xlabel="pre-activation z", ylabel="gap to tanh")
    worst = np.abs(gap).max()
    verdict = "is tanh itself" if worst < 1e-9 else f"misses tanh by up to {worst:.3f}"
    stretched, faster = (f"{number:g}" if number != 1 else "" for number in (a, b))
    formula = f"{stretched}σ({faster}z)" + (f" − {-c:g}" if c else "")
    return f"{formula} climbs from {c:g} to {a + c:g} and {verdict}."


# --- slopes --------------------------------------------------------------------------------------


@explorer("tanh-slopes", z=Range(-5, 5, 0.25, value=0, label="pre-activation z", fine=0.01))
def slopes(ax, z):
    """Which of the two is steeper?"""
    tall, flat = tanh.derivative(z), sigmoid.derivative(z)
    ax.plot(Z, tanh.derivative(Z), **style.df, label="tanh′")
    ax.plot(Z, sigmoid.derivative(Z), color=style.F, linewidth=1.8, label="σ′")
    ax.plot([z, z], [tall, flat], **style.point)
    ax.set(xlim=(-5.2, 5.2), ylim=(-0.04, 1.08), xlabel="pre-activation z", ylabel="slope")
    ax.legend(loc="upper right")
    steeper, times = ("tanh", tall / flat) if tall > flat else ("the sigmoid", flat / tall)
    return (
        f"At z = {z:.2f} the slope of tanh is {tall:.4f} and that of the sigmoid {flat:.4f}: "
        f"{steeper} is {times:.1f} times as steep."
    )


# --- the same function, another path -------------------------------------------------------------


@explorer(
    "tanh-race",
    lr=Steps(RATES, label="learning rate of the disguised network"),
    depth=Choice({"1": 1, "5": 5}, label="hidden layers"),
    size=(5.4, 3.6),
    recipe=lambda lr, depth: DISGUISE.but(depth=depth, rate=lr),
)
def race(ax, lr, depth):
    """One function to start from, two ways to learn"""
    runs = {
        "tanh, rate 0.1": (TANH.but(depth=depth), style.f),
        "tanh in disguise": (
            DISGUISE.but(depth=depth, rate=lr),
            {"color": style.POINT, "linewidth": 2.2, "linestyle": (0, (5, 2))},
        ),
        "sigmoids, usual start": (
            TANH.but(depth=depth, f="sigmoid"),
            {"color": style.MUTED, "linewidth": 1.6, "linestyle": (0, (1, 1.5))},
        ),
    }
    epochs, last = range(1, TANH.epochs + 1), []
    for label, (recipe, line) in runs.items():
        losses = np.array([recipe.trained(seed).history.epoch_loss for seed in recipe.seeds])
        ax.plot(epochs, losses.mean(axis=0), label=label, **line)
        ax.fill_between(
            epochs, losses.min(axis=0), losses.max(axis=0), color=line["color"], alpha=0.12
        )
        last.append(_span(losses[:, -1], ".2f"))
    ax.set_yscale("log")
    ax.set(xlim=(0.7, TANH.epochs + 0.3), ylim=(0.02, 30), xlabel="epoch", ylabel="training loss")
    ax.legend(loc="upper right")
    layers = "layer" if depth == 1 else "layers"
    return (
        f"{depth} hidden {layers}, three random starts: after {TANH.epochs} epochs tanh at rate "
        f"0.1 has a loss of {last[0]}, its disguise at rate {lr:g} of {last[1]}, and sigmoids with "
        f"the usual start of {last[2]}."
    )


# --- centred -------------------------------------------------------------------------------------


@cache
def _normal_grid():
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    return nodes, weights / weights.sum()


def mean_output(mean, spread=1.0):
    """Mean of tanh(z) for normal z, by Gauss-Hermite quadrature."""
    nodes, weights = _normal_grid()
    return float(weights @ np.tanh(mean + spread * nodes))


CLOUD = ndtri((np.arange(41) + 0.5) / 41)  # quantiles: a normal cloud without luck


@explorer(
    "tanh-centred",
    mean=Range(-2, 2, 0.25, value=0, label="mean of the pre-activations"),
    spread=Steps((0.5, 1, 2), value=1, label="their standard deviation"),
    margins={"left": 0.15},
)
def centred(ax, mean, spread):
    """What goes in along the bottom, what comes out on the left"""
    z, out = mean + spread * CLOUD, mean_output(mean, spread)
    ax.axhline(0, **style.reference)
    ax.axvline(0, **style.reference)
    ax.plot(Z, np.tanh(Z), **style.f)
    ax.plot(z, np.full_like(z, -1.45), "|", color=style.MUTED, markersize=11)
    ax.plot(np.full_like(z, -6.6), np.tanh(z), "_", color=style.MUTED, markersize=11)
    ax.plot([mean], [-1.45], color=style.POINT, marker="^", markersize=9, linestyle="none")
    ax.plot([-6.6], [out], color=style.POINT, marker=">", markersize=9, linestyle="none")
    ax.axhline(out, color=style.POINT, linewidth=1.4)
    ax.text(6.7, out + 0.07, "mean output", color=style.POINT, ha="right")
    ax.set(xlim=(-7, 7), ylim=(-1.7, 1.3), yticks=[-1, -0.5, 0, 0.5, 1])
    ax.set(xlabel="pre-activation z", ylabel="output tanh(z)")
    what = "The outputs are centred." if mean == 0 else "The outputs are not centred."
    return (
        f"Pre-activations with mean {mean:.2f} and standard deviation {spread:g} give outputs "
        f"with mean {abs(out) if mean == 0 else out:.3f}. {what}"
    )


# --- scale ---------------------------------------------------------------------------------------


@predict(
    "tanh-stuck",
    "Three hidden layers of 64 tanh units start with weights of standard deviation 0.01. All "
    "outputs are centred on 0, nothing saturates. What does the network read after 8 epochs?",
    OneStands(
        [
            Sentence(
                "More than 90% of the digits",
                "No: {low:.0%} to {high:.0%} over three random starts, which is guessing. Centred "
                "outputs are not enough.",
                stands=lambda mean: mean > 0.9,
            ),
            Sentence(
                "About half of them",
                "Less: {low:.0%} to {high:.0%} over three random starts, which is guessing. "
                "Centred outputs are not enough.",
                stands=lambda mean: 0.3 < mean < 0.7,
            ),
            Sentence(
                "About 10%, as by guessing",
                "Yes: {low:.0%} to {high:.0%} over three random starts. Centred outputs are not "
                "enough.",
                stands=lambda mean: mean < 0.2,
                expected=True,
            ),
        ]
    ),
    recipe=STUCK,
)
def stuck():
    """What small weights achieve."""
    reached = STUCK.accuracies()
    return {"low": min(reached), "mean": np.mean(reached), "high": max(reached)}


@explorer(
    "tanh-signal",
    std=Steps((0.01, 0.03, 0.06, 0.125, 0.25, 0.5, 1), value=0.01, label="size of the weights"),
    f=Choice(["tanh", "sigmoid"], label="activation"),
    panels=(2, 1),
    size=(5.4, 4.6),
    margins={"left": 0.15, "bottom": 0.12, "hspace": 0.28},
)
def signal(axes, std, f):
    """Ten layers: what goes up, and what comes back"""
    above, below = axes
    rec = flow(TANH.but(depth=10, f=f, init=nn.normal(std=std)), 0)
    layers = np.arange(1, 11)
    out, back = nn.std_by_layer(rec.a[:-1]), nn.rms_by_layer(rec.delta[:-1])
    above.plot(layers, out, color=style.F, marker="o", linewidth=2)
    below.plot(layers, back, color=style.DF, marker="s", linewidth=2, linestyle=(0, (5, 2)))
    for ax in axes:
        ax.set_yscale("log")
        ax.set(xlim=(0.6, 10.4), xticks=layers)
    above.set(ylim=(1e-13, 30), ylabel="output, std")
    below.set(ylim=(1e-15, 100), ylabel="error signal δ", xlabel="hidden layer")
    return (
        f"{f}, weights of size {std:g}: the outputs of layer 10 have a standard deviation of "
        f"{style.compact(out[-1])}, and {nn.saturation(rec)[-1]:.0%} of its slopes are below "
        "0.01. On the way back to layer 1 the error signal changes by a factor of "
        f"{style.compact(back[0] / back[-1])}, {nn.layer_factor(rec.delta):.2f} per layer."
    )


GAINS = (0.25, 0.5, 1, 1.33, 1.67, 2, 3, 5)
BINS = np.linspace(-1, 1, 42)


@explorer(
    "tanh-gain",
    gain=Steps(GAINS, value=1, label="gain: weights of size gain / √n"),
    size=(5.4, 3.8),
)
def gain(ax, gain):
    """Where the outputs of five layers lie"""
    rec = flow(TANH.but(depth=5, init=nn.lecun(gain=gain)), 0)
    for edge in (-1, 0.97):
        ax.axvspan(edge, edge + 0.03, color=style.SHADE)
    for k, a in enumerate(rec.a[:5]):
        share, _ = np.histogram(a, BINS)
        ax.stairs(
            k + 1 + 0.85 * share / share.max(),
            BINS,
            baseline=k + 1,
            fill=True,
            color=style.F,
            alpha=0.75,
        )
    ax.set(xlim=(-1.02, 1.02), ylim=(0.9, 6.1), yticks=range(1, 6), xticks=[-1, -0.5, 0, 0.5, 1])
    ax.set(xlabel="output a", ylabel="layer")
    far = (np.abs(rec.a[4]) > 0.97).mean()
    return (
        f"With gain {gain:g}, the outputs of layer 5 have a standard deviation of "
        f"{rec.a[4].std():.2g}, and {far:.1%} of them lie beyond 0.97."
    )


# --- what else helps -----------------------------------------------------------------------------


@predict(
    "tanh-rescue",
    "The network with weights of size 0.01 is stuck. One change at a time: weights of size 1/√n; "
    "batch normalisation before every tanh; ReLU in place of tanh. Which of the three gets it "
    "going?",
    OneStands(
        [
            Sentence(
                "ReLU alone",
                "The other way round: {larger:.0%} with larger weights and {norm:.0%} with batch "
                "normalisation, while ReLU stays at {relu:.0%}.",
                stands=lambda larger, norm, relu: max(larger, norm) <= 0.9 < relu,
            ),
            Sentence(
                "All three",
                "Two of them: {larger:.0%} with larger weights and {norm:.0%} with batch "
                "normalisation, but ReLU stays at {relu:.0%}.",
                stands=lambda larger, norm, relu: min(larger, norm, relu) > 0.9,
            ),
            Sentence(
                "The weights and the normalisation, but not ReLU",
                "Yes: {larger:.0%} with larger weights and {norm:.0%} with batch normalisation, "
                "and ReLU stays at {relu:.0%}.",
                stands=lambda larger, norm, relu: relu <= 0.9 < min(larger, norm),
                expected=True,
            ),
        ]
    ),
    recipe=STUCK,
)
def rescue():
    """Test accuracy after each change, mean over three seeds."""
    changes = {"larger": "larger weights", "norm": "batch norm", "relu": "ReLU"}
    return {name: np.mean(RESCUES[change].accuracies()) for name, change in changes.items()}
