"""The book's own style sheet, and the explorers' files on the pages that show explorers."""

from pathlib import Path

BOOK = Path(__file__).with_name("static")
EXPLORE = Path(__file__).resolve().parents[1] / "explore" / "assets"
# Explorers and predictions mark all they draw with classes of this form.
MARK = 'class="ac-'


def setup(app):
    """Add the files to ``_static`` and link them."""
    app.add_css_file("book.css")
    app.connect("builder-inited", add_static_paths)
    app.connect("html-page-context", link_explorers)


def add_static_paths(app):
    """Let Sphinx copy both folders to ``_static``."""
    app.config.html_static_path += [str(BOOK), str(EXPLORE)]


def link_explorers(app, pagename, templatename, context, doctree):
    """Link the explorers' style and script on a page that shows one."""
    if MARK in context.get("body", ""):
        app.add_css_file("explore.css")
        app.add_js_file("explore.js", defer="defer")
