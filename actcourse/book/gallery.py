"""The cards of the gallery: Markdown made from the registry when the page is read."""

import sys

from actcourse.activations import ACTIVATIONS
from actcourse.explore.medium import in_book
from actcourse.figures.gallery import CARDS, facts

PLACE = "% activation-cards"  # a comment of MyST; the cards stand in its place


def setup(app):
    """Write the cards into whatever page asks for them."""
    app.connect("source-read", write_cards)


def write_cards(app, docname, source):
    """Put the cards in place of the comment `PLACE`."""
    if PLACE in source[0]:
        assert in_book(), "cards hold pictures in their static form"
        source[0] = source[0].replace(PLACE, cards())


def cards():
    """All activations, family by family, in teaching order."""
    text, family = [], None
    for f in ACTIVATIONS.values():
        if f.__module__ != family:
            family = f.__module__
            text.append(f"## {_first_sentence(sys.modules[family].__doc__).split(':')[0]}")
        text.append(card(f))
    return "\n\n".join(text)


def card(f):
    """Heading, formulas, picture and facts of one activation."""
    names = ", ".join((f.name, *f.aliases))
    slope = "f'(x) &=" if f.elementwise else r"\text{derivative: } &"
    formulas = rf"f(x) &= {f.tex} \\ {slope} {f.derivative_tex}"
    picture = ""
    if f.elementwise:
        markup = CARDS[f.name]()._repr_mimebundle_()["text/html"]
        picture = f"```{{raw}} html\n{markup}\n```"
    return "\n\n".join(
        [
            f"### {names}",
            _first_sentence(f.__doc__),
            f"$$\n\\begin{{aligned}} {formulas} \\end{{aligned}}\n$$",
            picture,
            _table(f),
        ]
    )


def _table(f):
    low, high = (_number(bound) for bound in f.bounds)
    rows = [("Range", f"between {low} and {high}")]
    if f.elementwise:
        kinks = ", ".join(_number(k) for k in f.kinks)
        rows.append(("Kinks", f"at {kinks}" if kinks else "none"))
        measured = facts(f.name)
        rows += [
            (
                "Mean and variance on N(0, 1)",
                f"{_fixed(measured.mean)}, {_fixed(measured.variance)}",
            ),
            ("Gain", f"{measured.gain:.4f}"),
            ("Slope exactly 0", f"{measured.flat:.1%} of N(0, 1)"),
        ]
    if f.params:
        values = ", ".join(f"`{name}={value!r}`" for name, value in f.params.items())
        rows.append(("Parameters", values))
    if f.learnable:
        rows.append(("Learnable", ", ".join(f"`{name}`" for name in f.learnable)))
    if f.paper:
        rows.append(("A source", f"{{cite}}`{f.paper}`"))
    return "\n".join(
        ["| Fact | Value |", "|---|---|", *(f"| {fact} | {value} |" for fact, value in rows)]
    )


def _fixed(x):
    """Four decimals, a true minus, and no minus zero."""
    return f"{round(x, 4) + 0.0:.4f}".replace("-", "−")


def _number(x):
    return {float("inf"): "∞", float("-inf"): "−∞"}.get(x, f"{x:.4g}".replace("-", "−"))


def _first_sentence(doc):
    return doc.strip().split("\n\n")[0].replace("\n", " ").strip()
