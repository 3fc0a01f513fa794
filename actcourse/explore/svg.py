"""A matplotlib figure as a small SVG tree whose colours are CSS variables.

How things look is said by attributes, ``fill="none"``, and never by ``style``: a strict content
security policy refuses styles that stand in the markup.
"""

import io
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from . import style

_NAMESPACE = re.compile(r"\{[^}]*\}")
_DECLARATION = re.compile(r"([\w-]+):\s*([^;]+?)\s*(?:;|$)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_REFERENCE = re.compile(r"#([\w.-]+)")
_POLYLINE = re.compile(r"(?:[ML] \S+ \S+\s*)+z?\s*")
_VERTEX = re.compile(r"([ML]) (\S+) (\S+)")
_FONT = re.compile(r"(?:(italic|oblique) )?(?:small-caps )?(?:(\d+|bold) )?([\d.]+)px\b.*")
_VARIABLES = {shade: f"var(--ac-{role})" for role, shade in style.COLOURS.items()}
_NUMERIC = {"x", "y", "width", "height", "transform", "viewBox"}
_UNUSED = {
    "font-family",
    "white-space",
}  # the page's style sheet sets the one, none needs the other


def new_figure(size, panels, margins, salt):
    """Empty figure and its axes, without pyplot's global state.

    Parameters
    ----------
    size : (width, height) in inches
    panels : (rows, columns)
    margins : dict, keywords of `Figure.subplots_adjust`
    salt : str
        Keeps the identifiers inside the SVG the same from run to run, and apart from
        those of other figures on the page.
    """
    with rc(salt):
        figure = Figure(figsize=size)
        FigureCanvasSVG(figure)
        figure.subplots_adjust(**margins)
        return figure, figure.subplots(*panels)


def rc(salt):
    """Context in which a figure must be made, drawn on and saved."""
    return mpl.rc_context({**style.RC, "svg.fonttype": "none", "svg.hashsalt": salt})


def tree(figure, salt):
    """The figure as an ElementTree element: no namespaces, no empty groups, 0.1 pt steps."""
    raw = io.StringIO()
    with rc(salt):
        figure.savefig(raw, format="svg", metadata={"Date": None})
    root = ET.fromstring(raw.getvalue())
    _plain(root)
    used = {m for e in root.iter() for v in e.attrib.values() for m in _REFERENCE.findall(v)}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
    _flatten(root)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    return root


def png(figure):
    """The figure as PNG, on white: for paper and mail."""
    raw = io.BytesIO()
    figure.savefig(raw, format="png", dpi=144, facecolor="white")
    return raw.getvalue()


def serialize(element):
    """Markup of an element, for use inside an HTML page."""
    return ET.tostring(element, encoding="unicode", short_empty_elements=True)


def _plain(root):
    """Strip namespaces, shorten attributes, drop what draws nothing."""
    for element in root.iter():
        element.tag = _NAMESPACE.sub("", element.tag)
        plain = {_NAMESPACE.sub("", name): value for name, value in element.attrib.items()}
        look = _look(plain.pop("style", ""))
        element.attrib = {
            name: _shorten(name, value)
            for name, value in plain.items()
            if not value.startswith(("rotate(0 ", "rotate(-0 "))
        } | look
        element.tail = None
        if element.tag not in ("text", "tspan"):
            element.text = None
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in ("metadata", "style") or _invisible(child):
                parent.remove(child)


def _invisible(element):
    drawn = {"stroke", "marker-start", "marker-mid", "marker-end"} & element.attrib.keys()
    return element.tag == "path" and element.get("fill") == "none" and not drawn


def _shorten(name, value):
    if name == "d":
        return _path(value)
    if name in _NUMERIC:
        return _NUMBER.sub(lambda m: _short(float(m[0])), value)
    return value


def _look(style):
    """Presentation attributes that look as a style does: dict."""
    found = {}
    for name, value in _DECLARATION.findall(style):
        if name == "font":
            slant, weight, size = _FONT.fullmatch(value).groups()
            found |= {"font-style": slant, "font-weight": weight, "font-size": size}
        elif name not in _UNUSED:
            found[name] = _VARIABLES.get(value, value.removesuffix("px"))
    return {name: value for name, value in found.items() if value}


def _path(d):
    """A path in steps of 0.1 pt; polylines in relative steps, which compress far better.

    Each vertex is rounded before the differences are taken, so that errors do not add up.
    """
    if not _POLYLINE.fullmatch(d):
        return _NUMBER.sub(lambda m: _short(float(m[0])), " ".join(d.split()))
    out, x, y, drawing = [], 0, 0, False
    for command, *numbers in _VERTEX.findall(d):
        new_x, new_y = (round(10 * float(n)) for n in numbers)
        if command == "M":
            out.append(f"M{_tenths(new_x)} {_tenths(new_y)}")
        else:
            step = _tenths(new_y - y)
            join = "" if step.startswith("-") else " "
            dx = _tenths(new_x - x)
            lead = "" if drawing and dx.startswith("-") else " " if drawing else "l"
            out.append(f"{lead}{dx}{join}{step}")
        x, y, drawing = new_x, new_y, command == "L"
    return "".join(out) + ("z" if d.rstrip().endswith("z") else "")


def _tenths(n):
    return _short(n / 10)


def _short(number):
    text = f"{number:.1f}".removesuffix(".0")
    return re.sub(r"^(-?)0\.", r"\1.", "0" if text == "-0" else text)


def _flatten(parent):
    """Replace groups that carry nothing by their children."""
    children = []
    for child in list(parent):
        _flatten(child)
        if child.tag == "g" and not child.attrib:
            children.extend(child)
        elif child.tag != "defs" or len(child):
            children.append(child)
    parent[:] = children
