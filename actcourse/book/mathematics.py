"""Formulas of the book, set by KaTeX while it is built.

A page needs no script and no other host: it carries HTML to look at and MathML for screen readers.
"""

import re
import shutil
from base64 import b64encode
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from actcourse.book.tex import KATEX, TexError, render

logger = logging.getLogger(__name__)

STYLE = "katex/katex.css"
# The faces that nearly every formula uses. Within the style sheet they are there before the text is
# drawn, so that nothing jumps; a browser may not preload a font for a page opened from disk.
EMBEDDED = ("KaTeX_Main-Regular", "KaTeX_Math-Italic")


def setup(app):
    """Make KaTeX the renderer of formulas."""
    app.add_html_math_renderer("katex", (visit_math, None), (visit_displaymath, None))
    app.connect("config-inited", choose_renderer)
    app.connect("builder-inited", write_style)
    app.connect("html-page-context", link_style)


def choose_renderer(app, config):
    """Take the place of MathJax, which Sphinx chooses by default."""
    config.html_math_renderer = "katex"


def visit_math(translator, node):
    """Write a formula within a line."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate"))
    translator.body.append(_html(node.astext(), False, node) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(translator, node):
    """Write a formula on a line of its own, with Sphinx's number and link when it has a label."""
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(_html(display_tex(node.astext(), node["nowrap"]), True, node))
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def display_tex(text, complete=False):
    r"""TeX of a display: the lines of `text` as one formula without a number of its own.

    Parameters
    ----------
    text : str
        Paragraphs of TeX; lines may be broken by ``\\`` and aligned at ``&``.
    complete : bool
        Whether `text` brings its own environment, such as ``align``. It becomes the starred form:
        Sphinx counts the equations of the book, and KaTeX would count them a second time.
    """
    if complete:
        return re.sub(r"\\(begin|end)\{(equation|gather|align|alignat)\}", r"\\\1{\2*}", text)
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    parts = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    return r"\begin{gathered}" + r"\\".join(parts) + r"\end{gathered}" if parts[1:] else parts[0]


def _html(tex, display, node):
    """HTML of a formula; one that cannot be read is reported with its place and shown as it is."""
    try:
        return render(tex, display)
    except TexError as error:
        formula = " ".join(tex.split())
        logger.warning("KaTeX cannot set %s: %s", formula, error, location=node, type="math")
        return f"<code>{escape(tex)}</code>"


def link_style(app, pagename, templatename, context, doctree):
    """Link KaTeX's style sheet where a page has formulas."""
    if app.builder.format == "html" and app.env.get_domain("math").has_equations(pagename):
        app.add_css_file(STYLE)


def write_style(app):
    """Put KaTeX's style sheet, fonts and licences beside the pages."""
    if app.builder.format != "html":
        return
    style = Path(app.outdir, "_static", STYLE)
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text(embed_fonts((KATEX / "katex.min.css").read_text()))
    shutil.copytree(KATEX / "fonts", style.parent / "fonts", dirs_exist_ok=True)
    for licence in ("LICENSE", "OFL.txt"):
        shutil.copy(KATEX / licence, style.parent)


def embed_fonts(css):
    """The style sheet with the faces of `EMBEDDED` inside, and ``woff2`` as the only format."""
    css = re.sub(r",url\(fonts/[\w-]+\.(woff|ttf)\) format\(\"\w+\"\)", "", css)
    for face in EMBEDDED:
        font = b64encode((KATEX / "fonts" / f"{face}.woff2").read_bytes()).decode()
        css = css.replace(f"fonts/{face}.woff2", f"data:font/woff2;base64,{font}")
    return css
