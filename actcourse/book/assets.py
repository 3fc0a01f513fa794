"""The book's own style sheet; those of the explorers come with `actcourse.explore.sphinx`."""

from pathlib import Path

BOOK = Path(__file__).with_name("static")


def setup(app):
    """Add the file to ``_static`` and link it."""
    app.add_css_file("book.css")
    app.connect("builder-inited", add_static_path)


def add_static_path(app):
    """Let Sphinx copy the folder to ``_static``."""
    app.config.html_static_path += [str(BOOK)]
