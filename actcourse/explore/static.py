"""An explorer as a piece of HTML that needs no kernel and no server.

The first position stands in the page as SVG with its sentence; the other positions are a
compact list of differences that `assets/explore.js` applies. Without JavaScript the controls
stay hidden and the picture with its sentence remains.
"""

import json
from collections import Counter
from html import escape

from . import store
from .controls import Choice, Toggle
from .differences import apply, factor, index
from .recipes import markup
from .svg import serialize

WORTH = 8  # characters of a text from which on its number is shorter, also when gzipped
MOST_RADIOS = 5  # beyond that, a drop-down list


def figure(explorer, values, *, heading="p", embed=None):
    """Markup of an explorer that starts at `values`, and its sentence there.

    Parameters
    ----------
    explorer : Explorer
    values : dict
        A value for each control.
    heading : str
        Element of the title.
    embed : str, optional
        Address, seen from the page, of one that shows the explorer alone; "" is the page itself.

    Raises
    ------
    PositionError
        If any position cannot be drawn.
    ValueError
        If axes that nobody has fixed move with the controls.
    """
    tree, slots, (on, sentences) = store.positions(explorer)
    start = tuple(c.index(values[name]) for name, c in explorer.controls.items())
    apply(tree, slots, explorer.shape, start)
    sentence = sentences[index(on, explorer.shape, start)]
    data = {
        "controls": [
            {"name": name, "start": i, "positions": [[p.text, p.key] for p in c.positions]}
            for (name, c), i in zip(explorer.controls.items(), start, strict=True)
        ],
        **shared([(s.element, s.attribute, s.controls, s.values) for s in slots], (on, sentences)),
    }
    recipes = [explorer.recipe(**position) for position in explorer.positions()]
    if len({*recipes}) > 1:
        data["recipes"] = factor(recipes, explorer.shape)
    below = markup(explorer.recipe(**values))
    return _markup(explorer, tree, sentence, start, data, heading, embed, below), sentence


def shared(slots, sentences):
    """Slots and sentences with each text that repeats stored once: dict for JSON.

    In place of such a text stands its number in the list ``texts``.
    """
    lists = [*(values for *_, values in slots), sentences[1]]
    counts = Counter(text for values in lists for text in values if text is not None)
    texts = [text for text, count in counts.items() if count > 1 and len(text) >= WORTH]
    numbers = {text: number for number, text in enumerate(texts)}
    *slots, sentences = (
        (*before, [numbers.get(text, text) for text in values])
        for *before, values in (*slots, sentences)
    )
    return {"texts": texts, "slots": slots, "sentences": sentences}


def _markup(explorer, tree, sentence, start, data, heading, embedded, below):
    id = explorer.id
    tree.attrib.update({"role": "img", "aria-labelledby": f"{id}-sentence"})
    controls = "".join(
        _control(f"{id}-{name}", control, i)
        for (name, control), i in zip(explorer.controls.items(), start, strict=True)
    )
    if controls:
        controls = (
            f'<div class="ac-controls" role="group" aria-label="{escape(explorer.title)}" hidden>'
            f'{controls}</div><div class="ac-tools" hidden></div>'
            f'<script type="application/json">{embed(data)}</script>'
        )
    address = "" if embedded is None else f' data-embed="{escape(embedded)}"'
    return (
        f'<figure class="ac-explorer" id="{id}"{address}>'
        f'<{heading} class="ac-title">{escape(explorer.title)}</{heading}>'
        f"{serialize(tree)}{controls}"
        f'<figcaption id="{id}-sentence" aria-live="polite">{escape(sentence)}</figcaption>'
        f"{below}</figure>"
    )


def embed(data):
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _control(id, control, start):
    label, texts = escape(control.label), [escape(p.text) for p in control.positions]
    if isinstance(control, Toggle):
        checked = " checked" if start else ""
        return (
            f'<label class="ac-control ac-toggle"><input type="checkbox" id="{id}"{checked}>'
            f"<span>{label}</span></label>"
        )
    if isinstance(control, Choice) and len(texts) <= MOST_RADIOS:
        options = "".join(
            f'<label><input type="radio" name="{id}" value="{i}"{" checked" * (i == start)}>'
            f"<span>{text}</span></label>"
            for i, text in enumerate(texts)
        )
        return (
            f'<fieldset class="ac-control ac-choice" id="{id}"><legend>{label}</legend>'
            f"{options}</fieldset>"
        )
    if isinstance(control, Choice):
        options = "".join(
            f'<option value="{i}"{" selected" * (i == start)}>{text}</option>'
            for i, text in enumerate(texts)
        )
        return (
            f'<div class="ac-control"><label for="{id}">{label}</label>'
            f'<select id="{id}">{options}</select></div>'
        )
    return (
        f'<div class="ac-control ac-range"><label for="{id}">{label}</label>'
        f'<input type="range" id="{id}" min="0" max="{len(texts) - 1}" value="{start}" '
        f'aria-valuetext="{texts[start]}"><output for="{id}">{texts[start]}</output></div>'
    )
