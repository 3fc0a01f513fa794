"""Explorers and predictions of the chapter on initialization."""

from functools import cache

import numpy as np

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.experiments import Recipe, symmetry
from actcourse.experiments.depth import SMALL, START, THIRTY
from actcourse.experiments.flow import flow, sample
from actcourse.experiments.recipe import together
from actcourse.explore import Choice, Number, OneStands, Sentence, Steps, explorer, predict, style

SEEDS = range(3)


# --- symmetry ------------------------------------------------------------------------------------

PIXEL = 27  # near the middle of the image, and different from digit to digit


@predict(
    "initialization-zero",
    "A network with one hidden layer of 16 tanh units reads digits. Training from small random "
    "weights gets 95% or more of the test images right. Now let every weight start at exactly 0, "
    "the one start without any prejudice. What does the same training get?",
    OneStands(
        [
            Sentence(
                "About the same: training finds its way",
                "It gets {tanh:.0%}, as by guessing: not one weight has moved. This chapter "
                "begins with the reason.",
                stands=lambda tanh: tanh > 0.9,
            ),
            Sentence(
                "Less, about as much as with a single hidden unit",
                "This is what happens with sigmoids, or from a constant other than 0. From 0, "
                "tanh gets {tanh:.0%}, as by guessing: not one weight has moved.",
                stands=lambda tanh: 0.15 <= tanh <= 0.9,
            ),
            Sentence(
                "About 10%, as by guessing",
                "It gets {tanh:.0%}: not one weight has moved. This chapter begins with the "
                "reason.",
                stands=lambda tanh, moved: tanh < 0.15 and moved == 0,
                expected=True,
            ),
        ]
    ),
    recipe=symmetry.SIXTEEN.but(init="zeros"),
)
def zero_start():
    """Test accuracy with all weights 0 at the start, and whether any weight moved."""
    W, reached = symmetry.stages(symmetry.SIXTEEN.but(init="zeros"))[-1]
    return {"tanh": reached, "moved": np.abs(W).max()}


@explorer(
    "initialization-twins",
    epochs=Steps(symmetry.EPOCHS, value=3, label="epochs of training"),
    start=Choice(symmetry.STARTS, value=symmetry.STARTS["all 0.1"], label="weights start"),
    f=Choice(["tanh", "relu", "sigmoid"], label="hidden units"),
    size=(5.4, 3.5),
    margins={"left": 0.18},
    recipe=lambda epochs, start, f: symmetry.SIXTEEN.but(f=f, init=start, epochs=epochs),
)
def twins(ax, epochs, start, f):
    """Do sixteen units become sixteen different units?"""
    stages = symmetry.stages(symmetry.SIXTEEN.but(f=f, init=start))
    until = symmetry.EPOCHS.index(epochs)
    paths = np.array([W[PIXEL] for W, _ in stages])
    ax.plot(symmetry.EPOCHS, paths, color=style.MUTED, linewidth=0.7)
    ax.plot(symmetry.EPOCHS[: until + 1], paths[: until + 1], color=style.F, linewidth=1.8)
    ax.plot([epochs] * 16, paths[until], **{**style.point, "markersize": 5})
    ax.set(xlim=(-0.5, 20.5), ylim=(-0.85, 0.85), xlabel="epochs of training")
    ax.set_xticks([0, 5, 10, 15, 20])
    ax.set_ylabel("weight from one pixel\nto each of the 16 units")
    W, reached = stages[until]
    count = symmetry.different(W)
    copies = "all copies of one" if count == 1 else f"{count} different ones"
    still = " No weight of theirs has moved." if epochs and not W.any() else ""
    return (
        f"After {epochs} {'epoch' if epochs == 1 else 'epochs'} the 16 {f} units are {copies}, "
        f"and the network reads "
        f"≈{reached:.0%} of the test digits.{still}"
    )


# --- the scale of one sum ------------------------------------------------------------------------


@explorer(
    "initialization-depths",
    size=(5.4, 3.0),
    recipe=together(
        [
            *(START.but(depth=depth, init=SMALL) for depth in (1, 2, 3)),
            START.but(depth=3),
        ]
    ),
)
def depths(ax):
    """Test accuracy of tanh networks by depth, three random starts each"""
    small = {depth: START.but(depth=depth, init=SMALL).accuracies() for depth in (1, 2, 3)}
    usual = START.but(depth=3).accuracies()
    for depth, right in small.items():
        ax.plot([depth - 0.05] * len(right), right, "o", color=style.F, markersize=7)
    ax.plot([3.05] * len(usual), usual, "^", color=style.DF, markersize=8)
    ax.axhline(0.1, **style.reference)
    ax.text(0.6, 0.13, "guessing", color=style.MUTED)
    ax.text(2.85, 0.25, "weights of size 0.01", color=style.F, ha="right")
    ax.text(2.9, 1.05, "weights of size 0.125", color=style.DF, ha="right")
    ax.set(xlim=(0.5, 3.5), ylim=(0, 1.15), xticks=[1, 2, 3])
    ax.set(xlabel="hidden layers of 64 tanh units", ylabel="test accuracy")
    means = ", ".join(f"≈{np.mean(right):.0%} with {depth}" for depth, right in small.items())
    return (
        f"Weights of size 0.01, mean test accuracy by hidden layers: {means}. With weights of "
        f"size 0.125, 3 layers reach ≈{np.mean(usual):.0%}."
    )


@cache
def _linear_sizes(width, seed=0):
    """Rms of the signal in ten linear layers with weights from N(0, 1)."""
    rng = np.random.default_rng(seed)
    x, sizes = rng.standard_normal((64, width)), []
    for _ in range(10):
        x = x @ rng.standard_normal((width, width))
        sizes.append(nn.rms(x))
    return np.array(sizes)


@predict(
    "initialization-width",
    "In a network whose layers are 64 units wide, random weights of standard deviation 0.125 "
    "keep the size of the signal from layer to layer. Now each layer has 256 units. Which "
    "standard deviation keeps the signal?",
    Number(
        near=0.006,
        close="Four times the width asks for half the weights: it is a square root.",
        far="Random terms partly cancel, so a sum of n of them grows like √n, and not like n: "
        "four times the width asks for half the weights.",
        expected=(0.06, 0.065),
        digits=4,
    ),
)
def right_size():
    """One over the factor by which a layer of 256 with weights from N(0, 1) changes the rms."""
    return float(np.mean([_linear_sizes(256, seed)[-1] ** (-1 / 10) for seed in SEEDS]))


@explorer(
    "initialization-width",
    std=Steps(
        (0.01, 0.02, 0.04, 0.0625, 0.08, 0.125, 0.18, 0.25, 0.35, 0.5),
        value=0.04,
        label="standard deviation s of the weights",
    ),
    width=Steps((16, 64, 256), value=64, label="width n of the layers"),
    margins={"left": 0.16},
)
def width(ax, std, width):
    """How large is the signal after each layer?"""
    layers = np.arange(1, 11)
    sizes = _linear_sizes(width) * std**layers
    factor = std * np.sqrt(width)
    ax.plot([0, 10], [1, factor**10], **{**style.reference, "linewidth": 1.8})
    ax.plot(layers, sizes, "o", color=style.F, markersize=7)
    ax.text(0.3, 2e-13, "dotted: (s√n) to the power of the layer", color=style.MUTED)
    ax.set_yscale("log")
    ax.set(xlim=(0, 10.4), ylim=(1e-14, 1e10), xlabel="layer", ylabel="size (rms) of the signal")
    ax.set_yticks([1e-12, 1e-8, 1e-4, 1, 1e4, 1e8])
    change = "keeps the signal" if factor == 1 else f"multiplies it by {factor:.3g}"
    return (
        f"Width {width}, weights of size {std:g}: each layer {change}, s√n = {factor:.3g}. "
        f"After 10 layers 1 has become {style.compact(sizes[-1])}."
    )


# --- thirty layers -------------------------------------------------------------------------------


RACE = {init: THIRTY.but(init=init) for init in ("xavier", "he")}


def _race(init):
    """Loss of each step while 30 ReLU layers are trained for three epochs: a row for each start."""
    recipe = RACE[init]
    return np.array([recipe.trained(seed).history.loss for seed in recipe.seeds])


@predict(
    "initialization-race",
    "Thirty layers of ReLU. One network starts with Xavier's weights, of variance 1/n at equal "
    "widths, the other with He's, of variance 2/n. The same training for both. What do you "
    "expect?",
    OneStands(
        [
            Sentence(
                "Both learn: a factor of 1.4 is a detail",
                "After three epochs the mean loss is {xavier:.2f} with Xavier and {he:.2f} with "
                "He. The detail counts thirty times over.",
                stands=lambda xavier, he: max(xavier, he) < 2,
            ),
            Sentence(
                "Only the network with He's weights learns",
                "So it is: after three epochs the mean loss is {xavier:.2f} with Xavier and "
                "{he:.2f} with He.",
                stands=lambda xavier, he: he < 2 and xavier > 2.25,
                expected=True,
            ),
            Sentence(
                "Only the network with Xavier's weights learns",
                "It is the other way round: after three epochs the mean loss is {xavier:.2f} with "
                "Xavier and {he:.2f} with He.",
                stands=lambda xavier, he: xavier < 2 and he > 2.25,
            ),
        ]
    ),
    recipe=together(RACE.values()),
)
def which_learns():
    """Mean loss of the last epoch over three seeds."""
    return {init: np.mean(_race(init)[:, -45:]) for init in RACE}


@explorer("initialization-race", size=(5.4, 3.1), recipe=together(RACE.values()))
def race(ax):
    """Thirty ReLU layers, three random starts each"""
    ends = {}
    for init, colour, dash in (("xavier", style.DF, "--"), ("he", style.F, "-")):
        losses = _race(init)
        smooth = losses.reshape(3, -1, 9).mean(axis=2)
        ax.plot(np.arange(5, 136, 9), smooth.T, color=colour, linestyle=dash, linewidth=1.8)
        ends[init] = losses[:, -45:].mean(axis=1)
    ax.text(60, 2.4, "Xavier: variance 1/n", color=style.DF)
    ax.text(8, 1.5, "He: variance 2/n", color=style.F)
    ax.set(xlim=(0, 137), ylim=(0.8, 2.6), xlabel="training steps", ylabel="loss")
    he, xavier = ends["he"], ends["xavier"]
    return (
        f"In the third epoch the loss is ≈{min(xavier):.2f} to ≈{max(xavier):.2f} with Xavier's "
        f"weights, as for guessing (ln 10 = 2.30), and ≈{min(he):.2f} to ≈{max(he):.2f} with He's."
    )


# --- forward and back ----------------------------------------------------------------------------

RULES = {
    "LeCun: 1 / inputs": lambda n_in, n_out: 1 / n_in,
    "1 / outputs": lambda n_in, n_out: 1 / n_out,
    "Xavier: 2 / (inputs + outputs)": lambda n_in, n_out: 2 / (n_in + n_out),
}


@explorer(
    "initialization-compromise",
    units=Steps((16, 32, 64, 128, 256), value=256, label="units (outputs) of the layer"),
    rule=Choice(RULES, label="variance of the weights"),
    size=(5.4, 3.4),
)
def compromise(ax, units, rule):
    """One layer with 64 inputs: what happens to the signal, up and down?"""
    grid = np.geomspace(16, 256, 33)
    up, down = (np.sqrt(n * rule(64, grid) + 0 * grid) for n in (64, grid))
    here = [np.sqrt(n * rule(64, units)) for n in (64, units)]
    ax.plot(np.log2(grid), up, **style.f, label="outputs, going up")
    ax.plot(np.log2(grid), down, **style.df, label="error signal, going down")
    ax.plot(np.log2([units, units]), here, **style.point)
    ax.axhline(1, **style.reference)
    ax.set(xlim=(3.9, 8.1), ylim=(0, 2.9), xlabel="units of the layer", ylabel="factor on the size")
    ax.set_xticks([4, 5, 6, 7, 8], [16, 32, 64, 128, 256])
    ax.legend(loc="upper center")
    return (
        f"64 inputs, {units} units: going up, the size of the signal changes by a factor of "
        f"{here[0]:.2f}, going down by {here[1]:.2f}."
    )


U = (np.arange(-1000, 1000) + 0.5) / 125  # an even number of points, so that none sits at a kink
P = np.exp(-(U**2) / 2) / np.exp(-(U**2) / 2).sum()


def mean_normal(values):
    """Mean of ``values``, given at the points `U`, where U is N(0, 1)."""
    return float(P @ values)


def predicted(f, gain, layers, start):
    """What the rule says about layers with weights of size gain / √n.

    Parameters
    ----------
    f : Activation
    gain : float
    layers : int
    start : float
        Mean square of the network's inputs.

    Returns
    -------
    sizes : array (layers,)
        Rms of the pre-activations of each layer.
    back : array (layers,)
        Factor on the rms of the error signal on its way back into each layer.
    """
    q, sizes, back = gain**2 * start, [], []
    for _ in range(layers):
        z = np.sqrt(q) * U
        sizes.append(np.sqrt(q))
        back.append(gain * np.sqrt(mean_normal(f.derivative(z) ** 2)))
        q = gain**2 * mean_normal(f(z) ** 2)
    return np.array(sizes), np.array(back)


@cache
def _flow_sizes(f, gain):
    """Rms by layer of z and of delta (top hidden layer: 1), three seeds in rows."""
    recipe = Recipe(f, depth=10, init=nn.lecun(gain=gain))
    recs = [flow(recipe, seed) for seed in SEEDS]
    z = np.array([nn.rms_by_layer(rec.z[:-1]) for rec in recs])
    delta = np.array([nn.rms_by_layer(rec.delta[:-1]) for rec in recs])
    return z, delta / delta[:, -1:]


@explorer(
    "initialization-rule",
    gain=Steps(
        (0.5, 1, 1.414, 1.667, 2, 3, 4, 6, 8), value=1, label="gain: weights of size gain / √n"
    ),
    f=Choice(["sigmoid", "tanh", "relu", "swish"], label="activation"),
    panels=(2, 1),
    size=(5.4, 4.8),
    margins={"left": 0.18, "hspace": 0.12, "bottom": 0.12, "top": 0.93},
)
def rule(axes, gain, f):
    """What the rule says (lines), and what ten layers do (dots)"""
    above, below = axes
    layers = np.arange(1, 11)
    sizes, factors = predicted(ACTIVATIONS[f], gain, 10, np.mean(sample()[0] ** 2))
    z, delta = _flow_sizes(f, gain)
    back = np.append(np.cumprod(factors[:-1][::-1])[::-1], 1)
    above.plot(layers, sizes, **style.f)
    above.plot(layers, z.T, "o", color=style.F, markersize=4)
    below.plot(layers, back, **style.df)
    below.plot(layers, delta.T, "o", color=style.DF, markersize=4)
    for ax in axes:
        ax.axhline(1, **style.reference)
        ax.set_yscale("log")
        ax.set(xlim=(0.5, 10.5), ylim=(1e-9, 1e9), yticks=[1e-8, 1e-4, 1, 1e4, 1e8])
    above.set(ylabel="size (rms) of\npre-activations z", xticklabels=[])
    below.set(xlabel="hidden layer", ylabel="error signal δ\n(top layer: 1)", xticks=layers)
    measured = [d[0] ** (1 / 9) for d in delta]
    ruled = back[0] ** (1 / 9)
    low, high = (style.compact(end(z[:, -1])) for end in (min, max))
    return (
        f"{f}, gain {gain:g}: in layer 10 the rule says z has size {style.compact(sizes[-1])}, "
        f"three networks have {low} to {high}. Per layer back it says "
        f"{ruled:.2f}; measured {min(measured):.2f} to {max(measured):.2f}."
    )
