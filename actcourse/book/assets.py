"""The book's own style sheet, and the explorers' files on the pages that show explorers."""

from pathlib import Path

BOOK = Path(__file__).with_name("static")
EXPLORE = Path(__file__).resolve().parents[1] / "explore" / "assets"


def setup(app):
    """Add the files to ``_static`` and link them."""
    app.add_css_file("book.css")
    app.connect("builder-inited", add_static_paths)


def add_static_paths(app):
    """Let Sphinx copy both folders to ``_static``."""
    app.config.html_static_path += [str(BOOK), str(EXPLORE)]
