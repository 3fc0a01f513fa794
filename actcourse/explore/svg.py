"""A matplotlib figure as a small SVG tree whose colours are CSS variables."""

import io
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from . import style

_NAMESPACE = re.compile(r"\{[^}]*\}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_REFERENCE = re.compile(r"#([\w.-]+)")
_POLYLINE = re.compile(r"(?:[ML] \S+ \S+\s*)+z?\s*")
_VERTEX = re.compile(r"([ML]) (\S+) (\S+)")
_FONT_FAMILY = re.compile(r"font-family:[^;]*;?|(?<=px) '[^;]*")
_VARIABLES = {shade: f"var(--ac-{role})" for role, shade in style.COLOURS.items()}
_NUMERIC = {"x", "y", "width", "height", "transform", "viewBox"}


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
        element.attrib = {
            name: _shorten(name, value)
            for name, value in ((_NAMESPACE.sub("", n), v) for n, v in element.attrib.items())
            if not value.startswith(("rotate(0 ", "rotate(-0 "))
        }
        element.tail = None
        if element.tag not in ("text", "tspan"):
            element.text = None
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in ("metadata", "style") or _invisible(child):
                parent.remove(child)


def _invisible(element):
    shown = element.get("style", "")
    return element.tag == "path" and shown in ("fill:none", "fill:none;opacity:0")


def _shorten(name, value):
    if name == "d":
        return _path(value)
    if name in _NUMERIC:
        return _NUMBER.sub(lambda m: _short(float(m[0])), value)
    if name == "style":
        value = _FONT_FAMILY.sub("", value)
        for shade, variable in _VARIABLES.items():
            value = value.replace(shade, variable)
        return re.sub(r"\s*([:;])\s*", r"\1", value).strip(" ;")
    return value


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
