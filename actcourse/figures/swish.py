"""Explorers and predictions of the chapter on swish and gated units."""

from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from actcourse.activations import ACTIVATIONS, swish
from actcourse.experiments import pairs
from actcourse.experiments.leads import FEW, confidence_interval
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

Z = np.linspace(-6, 6, 161)
BETAS = (0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10)
GATES = {"GLU: σ": "sigmoid", "SwiGLU: swish": "swish", "GEGLU: GELU": "gelu"}
RIVALS = {"swish": "swish", "softplus": "softplus", "no activation": "identity"}
SMOOTH = {
    "swish": "swish",
    "GELU": "gelu",
    "Mish": "mish",
    "hard swish": "hard_swish",
    "squared ReLU": "squared_relu",
}


@cache
def turning_point(name):
    """Where the activation is lowest, between -3 and -0.5."""
    return brentq(lambda z: float(ACTIVATIONS[name].derivative(z)), -2.5, -0.5, xtol=1e-14)


def bell(z, s):
    """Density at z of a normal distribution of mean 0 and standard deviation s."""
    return np.exp(-((z / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi))


@cache
def falling_share(name):
    """Share of N(0, 1) on which the slope is negative, from 100,000 quantiles."""
    z = ndtri((np.arange(100_000) + 0.5) / 100_000)
    return float((ACTIVATIONS[name].derivative(z) < 0).mean())


def said(name):
    """The activation as a sentence begins with it."""
    label = next(label for label, known in SMOOTH.items() if known == name)
    return label[0].upper() + label[1:]


# --- the dip -------------------------------------------------------------------------------------


@predict(
    "swish-dip",
    "The pre-activation of a unit rises from −3 to −2. What does its output, swish, do?",
    OneStands(
        [
            Sentence(
                "It rises",
                "It goes from {before:.3f} to {after:.3f}: down. Many texts would agree with you, "
                "for they say that the slope is always positive.",
                stands=lambda before, after: after > before,
            ),
            Sentence(
                "It stays at 0",
                "That is ReLU. Swish goes from {before:.3f} to {after:.3f}: down.",
                stands=lambda before, after: after == before,
            ),
            Sentence(
                "It falls",
                "From {before:.3f} to {after:.3f}. More goes in, and less comes out.",
                stands=lambda before, after: after < before,
                expected=True,
            ),
        ]
    ),
)
def dip():
    """Swish at -3 and at -2."""
    return {"before": float(swish(-3.0)), "after": float(swish(-2.0))}


@explorer(
    "swish-slope",
    z=Range(-6, 6, 0.25, value=-2, label="pre-activation z", fine=0.01),
    panels=(2, 1),
    size=(5.4, 4.4),
    margins={"left": 0.15},
)
def slope(axes, z):
    """A curve that goes down before it goes up"""
    above, below = axes
    a, m = float(swish(z)), float(swish.derivative(z))
    for ax in axes:
        ax.axvspan(-6, turning_point("swish"), color=style.SHADE)
        ax.axhline(0, **style.reference)
    reach = np.array([-1.5, 1.5])
    above.plot(Z, swish(Z), **style.f)
    above.plot(z + reach, a + m * reach, color=style.POINT, linewidth=1.6)
    above.plot([z], [a], **style.point)
    above.set(xlim=(-6, 6), ylim=(-0.5, 1.5), ylabel="output swish(z)")
    above.text(-5.8, 0.5, "more in, less out", color=style.MUTED)
    below.plot(Z, swish.derivative(Z), **style.df)
    below.plot([z], [m], **style.point)
    below.set(xlim=(-6, 6), ylim=(-0.25, 1.25), xlabel="pre-activation z", ylabel="slope swish′(z)")
    way = "falls" if m < 0 else "rises"
    return (
        f"At z = {z:.2f} the output is {a:.3f} and the slope {m:.4f}: "
        f"where z rises a little, the output {way}."
    )


@explorer(
    "swish-beta",
    beta=Steps(BETAS, value=1, label="β"),
)
def beta(ax, beta):
    """From a line to ReLU: swish with a sharper gate"""
    f = swish.bind(beta=beta)
    ax.plot(Z, np.maximum(Z, 0), **style.reference)
    ax.text(2.3, 1.2, "dotted: ReLU", color=style.MUTED)
    ax.plot(Z, f(Z), **style.f)
    if beta:
        low = turning_point("swish") / beta
        ax.plot([low], [f(low)], **style.point)
    ax.set(xlim=(-6, 6), ylim=(-3.2, 6.2), xlabel="pre-activation z", ylabel="output z σ(βz)")
    if not beta:
        return "With β = 0 the gate stands at one half whatever z is, and swish is the line z / 2."
    return (
        f"With β = {beta:g} the lowest point is {float(f(low)):.4f}, at z = {low:.3f}. "
        f"Nowhere is the curve more than {abs(float(f(low))):.4f} away from ReLU."
    )


@explorer(
    "swish-share",
    s=Steps((0.5, 0.75, 1, 1.5, 2, 3, 4), value=1, label="spread of the pre-activations"),
    f=Choice({"swish": "swish", "GELU": "gelu", "Mish": "mish"}, label="activation"),
    margins={"left": 0.15},
)
def share(ax, s, f):
    """How many pre-activations lie on the falling side?"""
    z = np.linspace(-8, 8, 161)
    low = turning_point(f)
    edge = np.append(z[z < low], low)
    ax.fill_between(edge, bell(edge, s), color=style.DF, alpha=0.5)
    ax.plot(z, bell(z, s), color=style.INK, linewidth=1.8)
    ax.axvline(low, **style.reference)
    ax.text(-7.7, 0.72, "slope below 0", color=style.DF)
    ax.set(xlim=(-8, 8), ylim=(0, 0.85), xlabel="pre-activation z", ylabel="density of z")
    part = ndtr(low / s)
    return (
        f"{said(f)} falls left of z = {low:.3f}. With pre-activations of mean 0 and standard "
        f"deviation {s:g}, {part:.2%} of them lie there."
    )


# --- is it better? -------------------------------------------------------------------------------


@predict(
    "swish-lead",
    "Ten pairs of networks learn to read digits from 200 images. The two of a pair start from the "
    "same weights and see the same images in the same order; one has ReLU, the other swish. Each "
    "gets about 92% of the test images right. By how many points is swish ahead, on average?",
    Number(
        near=0.3,
        close="Less than one test image. Now look at how far the ten pairs disagree.",
        far="It is less than one test image. Now look at how far the ten pairs disagree.",
        expected=(-0.6, 0.9),
        unit=" points",
    ),
    recipe=FEW.but(f="swish"),
)
def ahead():
    """Mean lead of swish over ReLU from He's starting weights, in points."""
    return float(against_relu("swish", "he", 10).mean())


def against_relu(f, start, n):
    """The lead over ReLU from the same starting weights, in points, in the first n pairs."""
    return pairs.lead(FEW.but(f=f, init=start), FEW.but(init=start), n)


@explorer(
    "swish-pairs",
    n=Steps((2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 200, 300), value=10, label="pairs"),
    start=Choice({"He": "he", "LeCun": "lecun"}, label="starting weights"),
    f=Choice(RIVALS, label="against ReLU"),
    margins={"left": 0.17},
    recipe=lambda n, start, f: FEW.but(f=f, init=start, starts=n),
)
def paired(ax, n, start, f):
    """Pairs of networks: who is ahead?"""
    leads = against_relu(f, start, n)
    interval = confidence_interval(leads)
    places, counts = np.unique(leads.round(6), return_counts=True)
    ax.axvline(0, color=style.INK, linewidth=1.2)
    ax.vlines(places, 0.1, 0.1 + 0.75 * counts / counts.max(), color=style.F, linewidth=4)
    low, high = np.clip([interval.low, interval.high], -5.9, 5.9)
    ax.plot([low, high], [1.1, 1.1], color=style.DF, linewidth=3)
    ax.plot([interval.mean], [1.1], "D", color=style.DF, markersize=5)
    ax.text(-5.8, 1.32, "← behind ReLU", color=style.MUTED)
    ax.text(5.8, 1.32, "ahead of ReLU →", color=style.MUTED, ha="right")
    ax.set(xlim=(-6, 6), ylim=(0, 1.5), xlabel="lead over ReLU, in points of test accuracy")
    ax.set_yticks([0.35, 1.1], ["pairs", "mean"])
    ax.set_ylabel("how often, and all")
    verdict = "holds 0: these pairs cannot tell" if 0 in interval else "does not hold 0"
    place = "leads by" if interval.mean >= 0 else "is behind by"
    name = {"swish": "Swish", "softplus": "Softplus"}.get(f, "No activation at all")
    return (
        f"{name} is ahead in {(leads > 0).sum()} of {n} pairs and behind in "
        f"{(leads < 0).sum()}. On average it {place} {abs(interval.mean):.2f} points, and the "
        f"95% interval from {interval.low:.2f} to {interval.high:.2f} {verdict}."
    )


# --- the same idea elsewhere ---------------------------------------------------------------------


@explorer("swish-relatives", f=Choice(SMOOTH, label="activation"), margins={"left": 0.13})
def relatives(ax, f):
    """Which of ReLU's relatives have a dip?"""
    z = np.linspace(-5, 3, 161)
    chosen = ACTIVATIONS[f]
    ax.plot(z, np.maximum(z, 0), **style.reference)
    ax.plot(z, chosen(z), **style.f, label="output f")
    ax.plot(z, chosen.derivative(z), **style.df, label="slope f′")
    ax.set(xlim=(-5, 3), ylim=(-0.7, 3), xlabel="pre-activation z", ylabel="f and f′; dotted: ReLU")
    ax.legend(loc="upper left")
    name, falls = said(f), falling_share(f)
    if not falls:
        return f"{name} is 0 up to z = 0 and never falls: 0.0% of N(0, 1) have a negative slope."
    low = turning_point(f)
    return (
        f"{name} is lowest at z = {low:.3f}, with {float(chosen(low)):.3f}; "
        f"{falls:.1%} of N(0, 1) have a negative slope."
    )


@explorer(
    "swish-gate",
    b=Range(-4, 3, 0.5, value=1, label="the gate's pre-activation b", fine=0.05),
    gate=Choice(GATES, value="swish", label="gated unit"),
)
def gate(ax, b, gate):
    """The gate b decides how steep the unit is in a"""
    a = np.array([-3.0, 3.0])
    g = round(float(ACTIVATIONS[gate](b)), 3) + 0.0  # no -0
    for other in (-2, 0, 1, 2):
        ax.plot(a, a * float(ACTIVATIONS[gate](other)), **style.reference)
    ax.text(-2.8, 7.6, "dotted: b = −2, 0, 1, 2", color=style.MUTED)
    ax.plot(a, a * g, **style.f)
    ax.plot([2], [2 * g], **style.point)
    ax.set(xlim=(-3, 3), ylim=(-9, 9), xlabel="value a", ylabel="output a · gate(b)")
    return (
        f"With b = {b:g} the gate is {g:.3f}: the output is {g:.3f} times the value a, "
        f"so a = 2 becomes {2 * g:.3f}."
    )


@predict(
    "swish-width",
    "A block takes 512 numbers to 2048 hidden units and back, with two matrices of weights. A "
    "gated block needs a third matrix, as large as the first. How many hidden units may it have, "
    "if it is to have no more weights than the block without a gate?",
    Number(
        near=30,
        close="Two matrices' worth of weights, shared among three: two thirds of the units.",
        far="Two matrices' worth of weights, shared among three: two thirds of the units.",
        expected=(1365, 1366),
        unit=" units",
        digits=0,
    ),
)
def gated_width():
    """Hidden units of a gated block with the weights of 512-2048-512."""
    return 2 * 512 * 2048 / (3 * 512)
