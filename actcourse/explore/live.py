"""An explorer as a widget: Python draws each position when it is asked for."""

from html import escape
from importlib.resources import files

import ipywidgets as widgets

from .controls import Range, Slider, Toggle
from .svg import serialize

LABEL = {"description_width": "initial"}
WIDE = {"width": "min(100%, 32rem)"}


def stylesheet():
    """The rules that the static page uses too, as a style element."""
    text = files(__package__).joinpath("assets/explore.css").read_text(encoding="utf-8")
    return f"<style>{text}</style>"


def widget(explorer, values, drawn):
    """Controls above the figure with its sentence: an ipywidgets box.

    ``drawn`` is what `Explorer.tree` gives at these values, so that they are not drawn again.
    """
    controls = {
        name: _control(control, values[name]) for name, control in explorer.controls.items()
    }
    figure = widgets.HTML()

    def redraw(_):
        show(*explorer.tree(**{name: c.value for name, c in controls.items()}))

    def show(tree, sentence):
        tree.attrib.update({"role": "img", "aria-label": sentence})
        figure.value = (
            f'<figure class="ac-explorer ac-live"><p class="ac-title">{escape(explorer.title)}</p>'
            f"{serialize(tree)}<figcaption>{escape(sentence)}</figcaption></figure>"
        )

    for control in controls.values():
        control.observe(redraw, names="value")
    show(*drawn)
    return widgets.VBox([widgets.HTML(stylesheet()), *controls.values(), figure])


def _control(control, value):
    look = {"description": control.label, "style": LABEL, "layout": WIDE}
    if isinstance(control, Range) and control.fine is not None:
        return widgets.FloatSlider(
            value, min=control.low, max=control.high, step=control.fine, **look
        )
    options = [(p.text, p.value) for p in control.positions]
    if isinstance(control, Slider):
        return widgets.SelectionSlider(options=options, value=value, **look)
    if isinstance(control, Toggle):
        return widgets.Checkbox(value, indent=False, **look)
    return widgets.Dropdown(options=options, value=value, **look)
