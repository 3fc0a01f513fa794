"""An explorer as a piece of HTML that needs no kernel and no server.

The first position stands in the page as SVG with its sentence; the other positions are a
compact list of differences that `assets/explore.js` applies. Without JavaScript the controls
stay hidden and the picture with its sentence remains.
"""

import json
from html import escape

from .controls import Choice, Toggle
from .differences import apply, differences, factor
from .recipes import markup
from .svg import serialize

MOST_RADIOS = 5  # beyond that, a drop-down list


def page(explorer, values):
    """Markup of an explorer that starts at `values`, and its sentence there.

    Raises
    ------
    PositionError
        If any position cannot be drawn.
    """
    drawn = [explorer.tree(**position) for position in explorer.positions()]
    trees, sentences = [t for t, _ in drawn], [s for _, s in drawn]
    slots = differences(trees, explorer.shape)
    start = tuple(c.index(values[name]) for name, c in explorer.controls.items())
    apply(trees[0], slots, explorer.shape, start)
    sentence = sentences[explorer.positions().index(values)]
    data = {
        "controls": [
            {"name": name, "start": i, "positions": [[p.text, p.key] for p in c.positions]}
            for (name, c), i in zip(explorer.controls.items(), start, strict=True)
        ],
        "slots": [[s.element, s.attribute, s.controls, s.values] for s in slots],
        "sentences": factor(sentences, explorer.shape),
    }
    recipes = [explorer.recipe(**position) for position in explorer.positions()]
    if len({*recipes}) > 1:
        data["recipes"] = factor(recipes, explorer.shape)
    below = markup(explorer.recipe(**values))
    return _figure(explorer, trees[0], sentence, start, data, below), sentence


def _figure(explorer, tree, sentence, start, data, below):
    id = explorer.id
    tree.attrib.update({"role": "img", "aria-labelledby": f"{id}-sentence"})
    controls = "".join(
        _control(f"{id}-{name}", control, i)
        for (name, control), i in zip(explorer.controls.items(), start, strict=True)
    )
    if controls:
        controls = (
            f'<div class="ac-controls" role="group" aria-label="{escape(explorer.title)}" hidden>'
            f"{controls}</div>"
            f'<script type="application/json">{embed(data)}</script>'
        )
    return (
        f'<figure class="ac-explorer" id="{id}">'
        f'<p class="ac-title">{escape(explorer.title)}</p>'
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
