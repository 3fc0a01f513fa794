"""Explorers and predictions of the chapter on the sigmoid."""

import numpy as np

from actcourse import nn
from actcourse.activations import relu, sigmoid, tanh
from actcourse.experiments.calibration import reliability
from actcourse.experiments.depth import FOUR, SIGMOID
from actcourse.experiments.flow import flow
from actcourse.experiments.signs import one_batch
from actcourse.experiments.valley import valley
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

Z = np.linspace(-8, 8, 161)
FLAT = np.arccosh(49)  # sigma'(z) = 1 / (2 + 2 cosh z), which is 0.01 here: 4.585
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
GAINS = (0.5, 1, 2, 3, 4, 6, 8, 10, 12, 16)
SEEDS = range(3)


# --- the curve -----------------------------------------------------------------------------------


@predict(
    "sigmoid-one",
    "A unit outputs σ(z). At z = 1, what does it say: how close to 1 is σ(1)?",
    Number(
        near=0.05,
        close="Near 0 the sigmoid is at its least decided.",
        far="Near 0 the sigmoid is at its least decided; only a large |z| gets near 0 or 1.",
        expected=(0.731, 0.7311),
        digits=3,
    ),
)
def one():
    """The sigmoid of 1."""
    return float(sigmoid(1.0))


@explorer(
    "sigmoid-tangent",
    z=Range(-8, 8, 0.25, value=3, label="pre-activation z", fine=0.01),
    panels=(2, 1),
    size=(5.4, 4.2),
)
def tangent(axes, z):
    """The sigmoid, and its slope at one point"""
    above, below = axes
    a, slope = sigmoid(z), sigmoid.derivative(z)
    reach = np.array([-2.0, 2.0])
    above.plot(Z, sigmoid(Z), **style.f)
    above.plot(z + reach, a + slope * reach, color=style.POINT, linewidth=1.6)
    above.plot([z], [a], **style.point)
    above.set(xlim=(-8, 8), ylim=(-0.1, 1.1), ylabel="output σ(z)")
    for left in (-8, FLAT):
        below.axvspan(left, left + 8 - FLAT, color=style.SHADE)
    below.plot(Z, sigmoid.derivative(Z), **style.df)
    below.plot([z], [slope], **style.point)
    below.set(xlim=(-8, 8), ylim=(-0.02, 0.29), xlabel="pre-activation z", ylabel="slope σ′(z)")
    flat = "Here it is saturated: the slope is below 0.01." if abs(z) > FLAT else ""
    steep = "No slope of the sigmoid is larger." if z == 0 else ""
    return (
        f"At z = {z:.2f} the output is {a:.3f} and the slope {slope:.4f}: moving z by 0.1 moves "
        f"the output by about {0.1 * slope:.5f}. {flat}{steep}".strip()
    )


@predict(
    "sigmoid-normal",
    "Many numbers with mean 0 and standard deviation 1 go into the sigmoid. What is the standard "
    "deviation of what comes out?",
    Number(
        near=0.05,
        close="To squash is to bound, and not to normalise: the mean is now one half.",
        far="To squash is to bound, and not to normalise: the spread shrinks, and the mean is now "
        "one half.",
        expected=(0.205, 0.211),
    ),
)
def squashed():
    """Standard deviation of the outputs for 100,000 standard normal numbers."""
    return float(sigmoid(np.random.default_rng(0).standard_normal(100_000)).std())


@predict(
    "sigmoid-slope",
    "Five sentences about slopes, of a kind that one can find in print. Which one would you let "
    "stand?",
    OneStands(
        [
            Sentence(
                "The slope of the sigmoid looks like a bell upside down.",
                "Its largest value is in the middle: {top:.2f} at 0, and {side:.2f} at -3 and 3. "
                "The bell stands upright.",
                stands=lambda top, side: top < side,
            ),
            Sentence(
                "A unit learns slowly where its slope hardly changes.",
                "ReLU's slope does not change at all for z > 0, and learning is quick there. What "
                "slows a unit down is a small slope: that of σ at 5 is {small:.4f}.",
                stands=lambda spread, relu: spread == 0 and relu < 0.01,
            ),
            Sentence(
                "ReLU is a straight line for z > 0 and does not saturate there.",
                "Yes: its slope there is {relu:.0f}, however far out. To saturate is to approach "
                "a horizontal line.",
                stands=lambda relu: relu > 0.01,
                expected=True,
            ),
            Sentence(
                "What saturates is σ′, and not σ.",
                "From z = 5 to z = 6 the curve of σ rises by {rise:.3f} and no more: it is σ that "
                "has come to its end. The derivative, σ′, tells how near it is.",
                stands=lambda rise: rise > 0.01,
            ),
            Sentence(
                "From z = 37 on the slope is 0.",
                "In a(1 - a) it is, by rounding. The slope itself is {tail:.0e} at 37 and never 0.",
                stands=lambda tail: tail == 0,
            ),
        ]
    ),
)
def slope_sentence():
    """What the five sentences are judged by."""
    slope, far = sigmoid.derivative, relu.derivative(np.array([1.0, 10.0, 1e6]))
    return {
        "top": slope(0.0),
        "side": slope(3.0),
        "small": slope(5.0),
        "rise": sigmoid(6.0) - sigmoid(5.0),
        "tail": slope(37.0),
        "relu": far.min(),
        "spread": np.ptp(far),
    }


# --- probabilities -------------------------------------------------------------------------------


@explorer(
    "sigmoid-calibration",
    scale=Steps((0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4), value=1, label="scores multiplied by"),
)
def calibration(ax, scale):
    """Is a number between 0 and 1 a probability?"""
    mean_said, came_true, right = reliability(scale)
    ax.plot([0, 1], [0, 1], **style.reference)
    ax.plot(mean_said, came_true, color=style.F, marker="o", linewidth=2)
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="what σ says", ylabel="how often it came true")
    worst = np.abs(mean_said - came_true).max()
    verdict = "They can be read as probabilities." if worst < 0.05 else "They cannot be trusted."
    return (
        f"With the scores times {scale:g}, {right:.0%} of the labels are right, and the outputs "
        f"miss the true frequencies by up to {worst:.2f}. {verdict}"
    )


# --- through many layers -------------------------------------------------------------------------


def accuracies(depth, gain=1):
    """Test accuracies after training from weights of size gain / √n, one for each start."""
    return SIGMOID.but(depth=depth, init=nn.lecun(gain=gain)).accuracies()


@predict(
    "sigmoid-depth",
    "A network reads handwritten digits. With 1 hidden layer of 64 sigmoid units it gets about "
    "98% of the test images right, with 2 about 97%, with 3 about 72% to 86%. It learns by plain "
    "gradient descent, rate 0.1, batches of 32, for 30 epochs. What does the same recipe get with "
    "4 hidden layers? (Guessing blindly gets 10%.)",
    Number(
        near=8,
        close="You saw it coming: with four layers, these 30 epochs leave it with guessing.",
        far="With four layers, these 30 epochs leave it with guessing. This chapter finds out why.",
        expected=(7, 25),
        unit="%",
        digits=0,
    ),
    recipe=FOUR,
)
def fourth_layer():
    """Mean test accuracy over three seeds, in percent."""
    return 100 * float(np.mean(accuracies(4)))


@explorer("sigmoid-depths", size=(5.4, 3.0), recipe=FOUR)
def depths(ax):
    """Test accuracy by depth, three random starts each"""
    usual, large = {depth: accuracies(depth) for depth in (1, 2, 3, 4)}, accuracies(4, gain=4)
    for depth, right in usual.items():
        ax.plot([depth - 0.06] * len(right), right, "o", color=style.F, markersize=7)
    ax.plot([4.06] * len(large), large, "^", color=style.DF, markersize=8)
    ax.axhline(0.1, **style.reference)
    ax.text(0.6, 0.13, "guessing", color=style.MUTED)
    ax.text(3.8, 0.25, "weights of size 1/√n", color=style.F, ha="right")
    ax.text(3.8, 1.05, "weights 4 times as large", color=style.DF, ha="right")
    ax.set(xlim=(0.5, 4.5), ylim=(0, 1.15), xticks=[1, 2, 3, 4])
    ax.set(xlabel="hidden sigmoid layers", ylabel="test accuracy")
    means = ", ".join(f"≈{np.mean(right):.0%} with {depth}" for depth, right in usual.items())
    return (
        f"Mean test accuracy by hidden layers: {means}. With starting weights 4 times as large, "
        f"the network with 4 layers reaches ≈{np.mean(large):.0%}."
    )


@explorer(
    "sigmoid-brigade",
    depth=Range(2, 12, 1, value=4, label="hidden layers"),
    gain=Steps(GAINS, value=1, label="gain: weights of size gain / √n"),
    margins={"left": 0.16},
)
def brigade(ax, depth, gain):
    """How much of the error signal reaches each layer"""
    delta = flow(SIGMOID.but(depth=depth, init=nn.lecun(gain=gain)), 0).delta
    size = nn.rms_by_layer(delta) / nn.rms(delta[-1])
    layers = np.arange(1, depth + 2)
    ax.bar(layers, size, bottom=1e-12, color=style.DF, width=0.7)
    ax.axhline(1, **style.reference)
    ax.set_yscale("log")
    ax.set(xlim=(0.3, 13.7), ylim=(1e-12, 1e4), xticks=range(1, 14, 2))
    ax.set(xlabel="layer (the last one is the output)", ylabel="error signal δ (output: 1)")
    factor = nn.layer_factor(delta)
    word = "shrinks" if factor < 1 else "grows"
    reaches = f"1 part in {1 / size[0]:,.0f} of" if size[0] < 1 else f"{size[0]:,.1f} times"
    return (
        f"With {depth} hidden layers and gain {gain:g}, the error signal {word} by a factor of "
        f"{factor:.2f} per hidden layer: {reaches} the output's signal reaches the first."
    )


# --- all of one sign -----------------------------------------------------------------------------


@explorer(
    "sigmoid-signs",
    batch=Steps(BATCHES, label="examples in the batch"),
    f=Choice(["sigmoid", "tanh", "relu"], label="first layer"),
    panels=(2, 1),
    size=(5.4, 4.6),
    margins={"hspace": 0.5, "bottom": 0.13, "left": 0.17},
)
def signs(axes, batch, f):
    """Which way do the weights of each unit want to go?"""
    above, below = axes
    positive, _ = one_batch(f, batch, 0)
    above.stairs(positive, np.arange(0.5, 65), fill=True, color=style.F)
    above.set(xlim=(0.5, 64.5), ylim=(0, 1), xlabel="the 64 units of the second layer, sorted")
    above.set_ylabel("moving weights\nthat go down")
    for k, name in enumerate(("sigmoid", "tanh", "relu")):
        shares = [[one_batch(name, b, seed)[1] for seed in SEEDS] for b in BATCHES]
        colour, dash = style.SERIES[k], ("-", "--", ":")[k]
        below.plot(range(9), np.mean(shares, axis=1), color=colour, linestyle=dash, label=name)
        below.fill_between(range(9), np.min(shares, 1), np.max(shares, 1), color=colour, alpha=0.12)
    agreeing = [one_batch(f, batch, seed)[1] for seed in SEEDS]
    below.plot([BATCHES.index(batch)], [np.mean(agreeing)], **style.point)
    below.set(xlim=(-0.3, 8.3), ylim=(-0.05, 1.08), xlabel="examples in the batch")
    below.set_xticks(range(9), BATCHES)
    below.set_ylabel("units whose\ngradients agree")
    below.legend(loc="upper right", ncols=3)
    low, high = f"{min(agreeing):.0%}", f"{max(agreeing):.0%}"
    share = low if low == high else f"{low} to {high}"
    return (
        f"First layer {f}, batch of {batch}: for {share} of the units, over three random starts, "
        "the gradients of all weights that move have the same sign."
    )


INPUTS = {"all positive, 0.5 to 1.5": (0.5, 1.5), "centred, −0.5 to 0.5": (-0.5, 0.5)}


@predict(
    "sigmoid-valley",
    "Gradient descent fits two weights to inputs that are all positive, between 0.5 and 1.5. It "
    "needs about 100 steps. Now subtract the mean from the inputs and start again; the learning "
    "rate follows the same rule, one over the largest curvature. How many steps now?",
    Number(
        near=3,
        close="Centring turns the valley into a bowl.",
        far="Centring turns a long valley into a round bowl, "
        "and in a bowl the gradient points home.",
        expected=(2, 4),
        digits=0,
    ),
)
def centred_steps():
    """Steps on centred inputs, until 1% of the way is left."""
    return len(valley(-0.5, 0.5)[0]) - 1


@explorer(
    "sigmoid-valley",
    inputs=Choice(INPUTS, label="inputs"),
    steps=Steps((0, 1, 2, 3, 5, 10, 20, 40, 60, 80, 100, 120), value=3, label="steps taken"),
    size=(5.4, 4.0),
)
def descent(ax, inputs, steps):
    """The same fit, with positive and with centred inputs"""
    path, H = valley(*inputs)
    w1, w2 = np.meshgrid(np.linspace(-0.6, 1.8, 61), np.linspace(-1.8, 0.6, 61))
    off = np.stack([w1 - 1, w2 + 1])
    loss = np.einsum("iab,ij,jab->ab", off, H, off) / np.linalg.eigvalsh(H)[-1]
    levels = [0.003, 0.02, 0.08, 0.25, 0.7, 1.6, 3]
    ax.contour(w1, w2, loss, levels=levels, colors=style.MUTED, linewidths=0.8)
    taken = path[: steps + 1]
    ax.plot(*taken.T, color=style.POINT, marker="o", markersize=4, linewidth=1.5)
    ax.plot([1], [-1], marker="*", markersize=14, color=style.GOOD, linestyle="none")
    ax.set(
        xlim=(-0.6, 1.8), ylim=(-1.8, 0.6), xlabel="weight w₁", ylabel="weight w₂", aspect="equal"
    )
    left = np.linalg.norm(taken[-1] - [1, -1]) / np.sqrt(2)
    low, high = np.linalg.eigvalsh(H)
    steps = "1 step" if len(taken) == 2 else f"{len(taken) - 1} steps"
    return (
        f"After {steps} {left:.0%} of the way is left; {len(path) - 1} steps bring "
        f"it to 1%. The largest curvature is {high / low:.1f} times the smallest."
    )


# --- before the summary --------------------------------------------------------------------------

DEAR = 50  # multiplications that an exponential might cost, on the high side


@predict(
    "sigmoid-sentences",
    "Six sentences, before we sum up. Which one would you let stand?",
    OneStands(
        [
            Sentence(
                "A network whose outputs are not centred will hardly converge.",
                "With one hidden layer, a network of sigmoids gets {one:.0%} of the test digits "
                "right. It takes longer, and it gets there.",
                stands=lambda one: one < 0.5,
            ),
            Sentence(
                "Sigmoids learn slowly because their outputs are never negative.",
                "ReLU's outputs are never negative either, with a mean of {mean:.2f} on standard "
                "normal z, and at rate 0.1 it was as fast as tanh. What the sigmoid lacks there "
                "is slope: it has {top:.2f} at most.",
                stands=lambda lowest: lowest < 0,
            ),
            Sentence(
                "What a sigmoid says lies between 0 and 1, so it is a probability.",
                "So do scores that are 4 times too large, and they miss the true frequencies by "
                "up to {miss:.2f}. It takes a proper loss, a model that can say it, and enough "
                "data.",
                stands=lambda miss: miss < 0.05,
            ),
            Sentence(
                "Where a sigmoid answers yes or no, (tanh z + 1)/2 can do the same.",
                "Yes: it is σ(2z), to within {apart:.0e}. Which one to take is a custom.",
                stands=lambda apart: apart < 1e-12,
                expected=True,
            ),
            Sentence(
                "The exponential makes a wide layer of sigmoids expensive.",
                "With 1,024 inputs an output takes 1,024 multiplications and as many additions. "
                "An exponential that costs as much as {dear} of them would add {share:.0%}.",
                stands=lambda share: share > 0.5,
            ),
            Sentence(
                "In deep networks sigmoids do not work; other functions do.",
                "Four layers of them get {four:.0%} of the test digits right, once they start "
                "from weights 4 times as large. That other functions are the better default is "
                "another matter.",
                stands=lambda four: four < 0.5,
            ),
        ]
    ),
    recipe=FOUR.but(init=nn.lecun(gain=4)),
)
def sentence():
    """What the six sentences are judged by."""
    outputs = relu(np.random.default_rng(0).standard_normal(100_000))
    said, came_true, _ = reliability(4)
    return {
        "one": np.mean(accuracies(1)),
        "four": np.mean(accuracies(4, gain=4)),
        "mean": outputs.mean(),
        "lowest": outputs.min(),
        "top": sigmoid.derivative(0.0),
        "miss": np.abs(said - came_true).max(),
        "dear": DEAR,
        "share": DEAR / (1024 + 1024),
        "apart": np.abs((tanh(Z) + 1) / 2 - sigmoid(2 * Z)).max(),
    }
