"""An explorer as a widget: Python draws each position when it is asked for.

ipywidgets, version 7.7 or newer, is imported where a widget is made: the package and its figures
are of use without it.
"""

import warnings
from functools import cache
from html import escape

from actcourse.extras import mend

from . import pages
from .controls import Range, Slider, Toggle
from .recipes import markup
from .svg import serialize

LABEL = {"description_width": "initial"}
WIDE = {"width": "min(100%, 32rem)"}
VIEW = "application/vnd.jupyter.widget-view+json"  # of version 2.0, in ipywidgets 7 and 8 alike


@cache
def available() -> bool:
    """Whether there are widgets here; where not, a warning says so, once."""
    try:
        import ipywidgets  # noqa: F401
    except ImportError as error:
        warnings.warn(
            f"figures stand still and predictions take no guess: {error}. "
            f"For sliders and fields: {mend('ipywidgets')}, then restart the kernel.",
            stacklevel=2,
        )
        return False
    return True


def bundle(widget) -> dict:
    """What Jupyter shows a widget by: dict from MIME type to data.

    ipywidgets 7 sends this itself and gives it to nobody, ipywidgets 8 has a method for it.
    """
    return {VIEW: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}}


def stylesheet():
    """The rules that the static page uses too, as a style element."""
    return f"<style>{pages.asset('explore.css')}</style>"


def widget(explorer, values, drawn):
    """Controls above the figure with its sentence: an ipywidgets box.

    ``drawn`` is what `Explorer.tree` gives at these values, so that they are not drawn again.
    """
    import ipywidgets as widgets

    controls = {
        name: _control(control, values[name]) for name, control in explorer.controls.items()
    }
    figure = widgets.HTML()

    def redraw(_):
        at = {name: c.value for name, c in controls.items()}
        show(*explorer.tree(**at), explorer.recipe(**at))

    def show(tree, sentence, recipe):
        tree.attrib.update({"role": "img", "aria-label": sentence})
        figure.value = (
            f'<figure class="ac-explorer ac-live"><p class="ac-title">{escape(explorer.title)}</p>'
            f"{serialize(tree)}<figcaption>{escape(sentence)}</figcaption>{markup(recipe)}</figure>"
        )

    for control in controls.values():
        control.observe(redraw, names="value")
    show(*drawn, explorer.recipe(**values))
    return widgets.VBox([widgets.HTML(stylesheet()), *controls.values(), figure])


def _control(control, value):
    import ipywidgets as widgets

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
