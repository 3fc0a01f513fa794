"""Scripts, styles and icons of the pages: those in use, and from this site alone."""

from pathlib import Path

EXPLORER_ASSETS = Path(__file__).resolve().parents[1] / "explore" / "assets"


def setup(app):
    """Add what the pages of this book need to the theme's own files."""
    app.connect("builder-inited", add_static_paths)


def add_static_paths(app):
    """Let Sphinx copy the explorers' and the book's own files to ``_static``."""
    app.config.html_static_path.append(str(EXPLORER_ASSETS))
