"""Formulas of the book, set by KaTeX while it is built.

A page needs no script and no other host: it carries HTML to look at and MathML for screen readers.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from actcourse.book.tex import KATEX, TexError, render

logger = logging.getLogger(__name__)

STYLE = "katex/katex.min.css"
# The faces that nearly every formula uses; loading them early keeps the text from jumping.
PRELOAD = ("KaTeX_Main-Regular", "KaTeX_Math-Italic")


def setup(app):
    """Make KaTeX the renderer of formulas."""
    app.add_html_math_renderer("katex", (visit_math, None), (visit_displaymath, None))
    app.connect("config-inited", choose_renderer)
    app.connect("html-page-context", link_style)
    app.connect("build-finished", copy_style)


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
        logger.warning("%s in the formula %s", error, tex.strip(), location=node, type="math")
        return f"<code>{nodes.unescape(tex).replace('<', '&lt;')}</code>"


def link_style(app, pagename, templatename, context, doctree):
    """Link KaTeX's style sheet, and fetch its main fonts early, where a page has formulas."""
    if app.builder.format != "html" or not app.env.get_domain("math").has_equations(pagename):
        return
    app.add_css_file(STYLE)
    links = (
        f'<link rel="preload" as="font" type="font/woff2" crossorigin '
        f'href="{context["pathto"](f"_static/katex/fonts/{face}.woff2", 1)}">'
        for face in PRELOAD
    )
    context["metatags"] = context.get("metatags", "") + "\n".join(links)


def copy_style(app, exception):
    """Put the style sheet, the fonts and their licences beside the pages."""
    if exception is None and app.builder.format == "html":
        target = Path(app.outdir, "_static", "katex")
        wanted = shutil.ignore_patterns("*.js", "*.md")
        shutil.copytree(KATEX, target, ignore=wanted, dirs_exist_ok=True)
