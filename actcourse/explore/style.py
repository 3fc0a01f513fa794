"""How every figure of the course looks: colours by role, type, line styles.

A colour is a role, not a shade. matplotlib draws with the light shade; in the SVG each
shade becomes the CSS variable of its role, and `assets/explore.css` gives that variable
its value for a light and a dark page. The light shades here and there must agree: a test
holds it, and the contrast of both.
"""

from math import log10

COLOURS = {
    "ink": "#25303b",  # text and axes
    "muted": "#5f6b77",  # secondary text, reference lines
    "grid": "#d9dee3",
    "shade": "#eef1f4",  # areas behind curves
    "f": "#0b62a8",  # the activation
    "df": "#bf4b08",  # its derivative
    "point": "#8a3ba8",  # what the reader moves
    "good": "#00735f",
    "bad": "#b3123a",
    "gold": "#8a6100",
}

INK, MUTED, GRID, SHADE, F, DF, POINT, GOOD, BAD, GOLD = COLOURS.values()
SERIES = [F, DF, GOOD, POINT, GOLD, BAD]

f = {"color": F, "linewidth": 2.4}
df = {"color": DF, "linewidth": 2.0, "linestyle": (0, (5, 2))}
reference = {"color": MUTED, "linewidth": 1.0, "linestyle": (0, (1, 2))}
point = {"color": POINT, "marker": "o", "markersize": 8, "linestyle": "none"}

RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.9,
    "axes.prop_cycle": f"cycler('color', {SERIES})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "font.size": 11,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "hatch.color": INK,
    "legend.edgecolor": "none",
    "legend.facecolor": "none",
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.solid_capstyle": "round",
    "patch.edgecolor": INK,
    "path.simplify_threshold": 0.2,  # points; drops vertices that no eye would miss
    "savefig.facecolor": "none",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(value, _=None):
    """Label such as 10⁻³ of a tick on a log axis."""
    return "10" + str(round(log10(value))).translate(_SUPERSCRIPTS)


def compact(value, digits=2):
    """A finite number for a sentence, with so many digits: 0.012, 1,100 or 1.3·10⁻⁵."""
    rounded = f"{value:.{digits - 1}e}"
    mantissa, exponent = map(float, rounded.split("e"))
    if -5 < exponent < 6:
        return f"{float(rounded):,g}"
    return ("" if mantissa == 1 else f"{mantissa:g}·") + power_of_ten(10**exponent)


def tidy(figure):
    """Plain log axes: no minor ticks, labels as text and not as set formulas.

    Both matter for time more than for looks: they are most of what drawing a log axis costs.
    """
    for ax in figure.axes:
        ax.minorticks_off()
        for axis in (ax.xaxis, ax.yaxis):
            if axis.get_scale() == "log":
                axis.set_major_formatter(power_of_ten)
