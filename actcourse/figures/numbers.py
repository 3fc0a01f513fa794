"""Explorers and facts of the page on accuracy and speed.

Times, and errors of libraries, are not computed here: the benchmarks measure and store them with a
description of the machine, and `results` reads what they stored. `make bench-full` measures afresh
into `.benchmarks/latest.json`, and a copy of that file as `reference.json` is what this page shows.
"""

import json
from functools import cache
from math import pi, sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.special import erf

from actcourse.activations import ACTIVATIONS
from actcourse.explore import Choice, Steps, explorer, style
from actcourse.explore.controls import MINUS

RESULTS = Path(__file__).with_name("reference.json")


@cache
def results():
    """What the benchmarks stored for this page: dict with ``machine`` and ``rows``."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def rows(**wanted):
    """The stored rows that have all these values: ``rows(kind="accuracy", dtype="float32")``."""
    return [row for row in results()["rows"] if wanted.items() <= row.items()]


def measured(kind, what):
    """What was measured of the course itself: page, slider or command -> its value."""
    return {row["of"]: row["value"] for row in rows(kind=kind, what=what)}


# --- the formulas of textbooks -------------------------------------------------------------------


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def _elu(x):
    return np.where(x > 0, x, np.exp(x) - 1)


def _softplus(x):
    return np.log(1 + np.exp(x))


def _softmax(x):
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


def _normal(x):
    return (1 + erf(x / sqrt(2))) / 2


def _density(x):
    return np.exp(-(x**2) / 2) / sqrt(2 * pi)


# As books print them: f, and f' (None for the two that mix the entries of a row).
TEXTBOOK = {
    "sigmoid": (_sigmoid, lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    "tanh": (_tanh, lambda x: 1 - _tanh(x) ** 2),
    "softsign": (lambda x: x / (1 + np.abs(x)), lambda x: 1 / (1 + np.abs(x)) ** 2),
    "elu": (_elu, lambda x: np.where(x > 0, 1, np.exp(x))),
    "celu": (_elu, lambda x: np.where(x > 0, 1, np.exp(x))),
    "selu": (
        lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
        lambda x: 1.0507009873554805 * np.where(x > 0, 1, 1.6732632423543772 * np.exp(x)),
    ),
    "softplus": (_softplus, _sigmoid),
    "swish": (
        lambda x: x * _sigmoid(x),
        lambda x: _sigmoid(x) * (1 + x * (1 - _sigmoid(x))),
    ),
    "gelu": (lambda x: x * _normal(x), lambda x: _normal(x) + x * _density(x)),
    "mish": (
        lambda x: x * _tanh(_softplus(x)),
        lambda x: _tanh(_softplus(x)) + x * (1 - _tanh(_softplus(x)) ** 2) * _sigmoid(x),
    ),
    "softmax": (_softmax, None),
    "log_softmax": (lambda x: np.log(_softmax(x)), None),
}

# What is piecewise linear is right everywhere, to a rounding or two.
CURVED = [name for name in TEXTBOOK if ACTIVATIONS[name].elementwise]


class Point(NamedTuple):
    """Where digits are easily lost: f(x), or f'(x) where `order` is 1, is `truth`, to 17 digits."""

    function: str
    order: int
    dtype: str
    x: float
    truth: float


# One slope for each smooth activation that libraries have too, and three values.
HARD = (
    Point("sigmoid", 1, "float64", 40, 4.2483542552915890e-18),
    Point("tanh", 1, "float64", 25, 7.7149993918556710e-22),
    Point("softsign", 1, "float64", 1e30, 1e-60),
    Point("elu", 1, "float64", -40, 4.2483542552915890e-18),
    Point("celu", 1, "float64", -40, 4.2483542552915890e-18),
    Point("selu", 1, "float64", -40, 7.4690288159142920e-18),
    Point("softplus", 1, "float64", -40, 4.2483542552915890e-18),
    Point("swish", 1, "float64", -712, -4.3072341904612300e-307),
    Point("gelu", 1, "float32", -7, -6.2663230314666310e-11),
    Point("mish", 1, "float64", np.inf, 1.0),
    Point("gelu", 0, "float32", -5, -1.4332578593959696e-6),
    Point("gelu", 0, "float32", -6, -5.9195258702261888e-9),
    Point("softplus", 0, "float64", 20.5, 20.500000001250153),
)


# --- where formulas break ------------------------------------------------------------------------


class Break(NamedTuple):
    """A formula in float32, the point where it breaks, and the widest and the narrowest view."""

    function: str
    order: int
    at: float
    wide: float
    narrow: float


BREAKS = {
    "gelu: x·(1 + erf(x/√2))/2": Break("gelu", 0, -5.3, 6, 0.6),
    "sigmoid′: a·(1 − a)": Break("sigmoid", 1, 16, 16, 0.8),
    "tanh: (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)": Break("tanh", 0, 88.7, 80, 0.4),
    "tanh′: 1 − a²": Break("tanh", 1, 8.5, 8, 0.5),
    "softplus: ln(1 + eˣ)": Break("softplus", 0, -16, 16, 0.8),
    "elu: eˣ − 1": Break("elu", 0, 0, 4, 4e-7),
}
ZOOMS = range(6)


def view(place, zoom):
    """Points around a break: x, the formula's values in float32, the course's, and the truth.

    The truth is the course's float64, whose errors are a billion times smaller.
    """
    width = place.wide * (place.narrow / place.wide) ** (zoom / ZOOMS[-1])
    x = (place.at + np.linspace(-width, width, 241)).astype(np.float32)
    f = ACTIVATIONS[place.function]
    course = (f, f.derivative)[place.order]
    with np.errstate(all="ignore"):
        formula = TEXTBOOK[place.function][place.order](x)
    return width, x, formula, course(x), course(x.astype(np.float64))


def _relative(got, truth):
    """Relative errors, with 1e-9 for none, so that a log axis can show it, and 1 for nan."""
    error = np.abs(got.astype(np.float64) - truth) / np.maximum(np.abs(truth), 1e-300)
    return np.clip(np.nan_to_num(error, nan=1), 1e-9, 1)


@explorer(
    "numbers-breaks",
    place=Choice(BREAKS, label="formula"),
    zoom=Steps(ZOOMS, label="zoom"),
    panels=(2, 1),
    size=(5.4, 5.0),
    margins={"left": 0.17, "right": 0.94, "bottom": 0.11, "hspace": 0.2},
)
def breaks(axes, place, zoom):
    """Where a formula breaks, in float32"""
    above, below = axes
    width, x, formula, course, truth = view(place, zoom)
    u, top = np.linspace(-1, 1, len(x)), np.abs(truth).max()
    above.axhline(0, **style.reference)
    above.plot(u, truth / top, color=style.GOOD, linewidth=5, alpha=0.75, label="truth")
    above.plot(u, formula / top, color=style.BAD, linewidth=1.8, label="formula")
    nowhere = np.where(np.isnan(formula), -1, np.nan)
    above.plot(u, nowhere, color=style.BAD, linewidth=6, alpha=0.75, label="no number")
    above.legend(loc="upper center", ncols=3)
    for got, line in ((formula, {"color": style.BAD}), (course, style.f)):
        below.plot(u, _relative(got, truth), **line)
    below.set_yscale("log")
    ends = [f"{place.at + k * width:.3g}" if place.at else f"{k * width:.1g}" for k in (-1, 0, 1)]
    for ax in axes:
        ax.set(xlim=(-1, 1), xticks=[-1, 0, 1])
        ax.set_xticklabels([end.replace("-", MINUS) for end in ends])
    above.set(ylim=(-1.2, 1.5), yticks=[-1, 0, 1], ylabel="value")
    above.set_yticklabels([f"{k * top:.1g}".replace("-", MINUS) for k in (-1, 0, 1)])
    below.set(ylim=(4e-10, 3), xlabel="x", ylabel="relative error")
    lost, worst = np.isnan(formula).sum(), _relative(formula, truth).max()
    worst = f"{worst:.0%}" if worst > 0.01 else f"{worst:.0e}"
    return (
        f"Within {width:.2g} of x = {place.at:g}: at {len(x)} points the formula takes "
        f"{len(np.unique(formula[~np.isnan(formula)]))} different values and is nan {lost} times. "
        f"Its relative error reaches {worst}, that of the course's form "
        f"{_relative(course, truth).max():.0e}."
    )


# --- errors and times, as measured ---------------------------------------------------------------

LIBRARIES = {
    "course": {"color": style.F, "marker": "o", "markersize": 5},
    "torch": {"color": style.DF, "marker": "s", "markersize": 5},
    "jax": {"color": style.GOOD, "marker": "^", "markersize": 5},
    "scipy": {"color": style.GOLD, "marker": "D", "markersize": 5},
    "textbook": {"color": style.MUTED, "marker": "x", "markersize": 5},
}
LABELS = {
    "jax, epoch in one scan": "JAX, epoch in one",
    "course": "this course",
    "torch": "PyTorch",
    "jax": "JAX",
    "scipy": "SciPy",
}


def _marks(ax, rows_of, names, key, shown):
    """A line of marks for each activation, one for each library, side by side in height."""
    for k, library in enumerate(shown):
        beside = 0.15 * (k - (len(shown) - 1) / 2)
        points = [(row[key], names.index(row["function"]) + beside) for row in rows_of(library)]
        across, down = zip(*points, strict=True)
        label = LABELS.get(library, library)
        ax.plot(across, down, linestyle="none", label=label, **LIBRARIES[library])
    ax.set_xscale("log")
    ax.set(ylim=(len(names) - 0.5, -0.5), ylabel="activation")
    ax.set_yticks(range(len(names)), names)
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=3)


def is_lost(row):
    """Whether an error is as large as the number itself."""
    return row["ulp"] is None or row["ulp"] * np.finfo(row["dtype"]).eps >= 1


@explorer(
    "numbers-errors",
    order=Choice({"f": 0, "f′": 1}, value=1, label="values or slopes"),
    dtype=Choice(["float64", "float32"], label="precision"),
    size=(5.4, 4.4),
    margins={"left": 0.2, "bottom": 0.12, "top": 0.86},
)
def errors(ax, order, dtype):
    """The largest error over the whole range of floats"""
    whole = 2 / np.finfo(dtype).eps  # an error of this many ULP is as large as the number

    def rows_of(library):
        for row in rows(kind="accuracy", order=order, dtype=dtype, library=library):
            yield {**row, "ulp": max(min(row["ulp"] or whole, whole), 0.4)}

    ax.axvline(whole, **style.reference)
    _marks(ax, rows_of, CURVED, "ulp", ("textbook", "jax", "torch", "course"))
    ax.set(xlim=(0.3, 1e17), xlabel="error in units of the last place")
    lost = {
        library: sum(map(is_lost, rows(kind="accuracy", order=order, dtype=dtype, library=library)))
        for library in ("textbook", "torch", "jax", "course")
    }
    ours = {row["function"]: row["ulp"] for row in rows_of("course")}
    worst = max(ours, key=ours.get)
    rest = max(error for name, error in ours.items() if name != worst)
    return (
        f"{('Values', 'Slopes')[order]} in {dtype}: "
        f"somewhere all digits are lost by the textbook's "
        f"formula for {lost['textbook']} of {len(CURVED)} functions, by PyTorch for "
        f"{lost['torch']}, by JAX for {lost['jax']}, by this course for {lost['course']}. "
        f"This course is off by {ours[worst]:.0f} units at most ({worst}), "
        f"and by {rest:.1f} but for that one."
    )


def geometric_mean(values):
    """exp of the mean logarithm: twice as fast and half as fast cancel."""
    return float(np.exp(np.mean(np.log(list(values)))))


def speed_ratios(**wanted):
    """Function -> the course's time over PyTorch's, in one pass, dtype and size."""
    times = {(row["function"], row["library"]): row["median"] for row in rows(**wanted)}
    return {
        name: times[name, "course"] / times[name, "torch"]
        for name, library in times
        if library == "course"
    }


SIZES = {"1,000 entries": 10**3, "100,000 entries": 10**5, "10,000,000 entries": 10**7}
SUITES = {
    f"{label}, {dtype}": (size, dtype)
    for label, size in SIZES.items()
    for dtype in ("float64", "float32")
}


@explorer(
    "numbers-speed",
    step=Choice(
        {"values": "forward", "values and gradient": "gradient"},
        value="gradient",
        label="what is computed",
    ),
    suite=Choice(SUITES, value=(10**5, "float64"), label="array"),
    size=(5.4, 5.6),
    margins={"left": 0.27, "bottom": 0.09, "top": 0.9},
)
def speed(ax, step, suite):
    """Nanoseconds for an entry, beside the memory's limit"""
    size, dtype = suite
    wanted = {"kind": "function", "pass": step, "dtype": dtype, "size": size}
    (limit,) = rows(**{**wanted, "pass": "forward"}, function="copy")
    # A gradient reads x and g and writes two arrays: two copies.
    passes = 1 if step == "forward" else 2
    ax.axvline(
        passes * limit["median"] * 1e9 / size,
        color=style.BAD,
        linewidth=1.5,
        label="limit of memory",
    )

    def rows_of(library):
        for row in rows(**wanted, library=library):
            yield {**row, "ns": row["median"] * 1e9 / size}

    shown = ["jax", "torch", "course"]
    if step == "forward":
        shown = ["textbook", "scipy", *shown]
    names = list(speed_ratios(**wanted))
    _marks(ax, rows_of, names, "ns", shown)
    ax.set(xlim=(0.02, 300), xlabel="nanoseconds for an entry")
    ratio = speed_ratios(**wanted)
    first, last = min(ratio, key=ratio.get), max(ratio, key=ratio.get)
    return (
        f"The course takes ≈{geometric_mean(ratio.values()):.2f} times PyTorch's time in the "
        f"geometric mean of {len(ratio)} functions: ≈{ratio[first]:.2f} times for {first}, "
        f"≈{ratio[last]:.1f} times for {last}. Memory alone would take "
        f"≈{passes * limit['median'] * 1e9 / size:.2f} ns an entry."
    )


@explorer(
    "numbers-training",
    shape=Choice(
        ["64-32-10", "64-64-64-10", "64-64×10-10", "64-256-256-10"],
        value="64-64-64-10",
        label="widths of the layers",
    ),
    size=(5.4, 2.6),
    margins={"left": 0.38, "bottom": 0.22},
)
def training(ax, shape):
    """Milliseconds for an epoch on the digits"""
    entries = rows(kind="training", shape=shape)
    for k, row in enumerate(entries):
        low, median, high = (1e3 * row[key] for key in ("low", "median", "high"))
        ours = row["library"] == "course"
        ax.plot([low, high], [k, k], color=style.INK, linewidth=1.5)
        ax.plot([median], [k], **LIBRARIES["course" if ours else "torch"], linestyle="none")
    ax.set_xscale("log")
    ax.set(
        xlim=(0.5, 300),
        ylim=(len(entries) - 0.5, -0.5),
        xlabel="milliseconds for an epoch",
        ylabel="library",
    )
    ax.set_yticks(range(len(entries)), [LABELS.get(r["library"], r["library"]) for r in entries])
    times = {row["library"]: row["median"] for row in entries}
    apart = max(row["apart"] for row in entries)
    return (
        f"Layers of {shape} units: this course takes ≈{1e3 * times['course']:.1f} ms for an epoch, "
        f"PyTorch ≈{times['torch'] / times['course']:.1f} times as long, scikit-learn "
        f"≈{times['scikit-learn'] / times['course']:.1f} times, JAX "
        f"≈{times['jax'] / times['course']:.1f} times. "
        f"Their losses differ by {apart:.0e} at most."
    )
