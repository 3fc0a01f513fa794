"""Where the notebook runs: live in Jupyter, or in a build of the static book."""

import os

VARIABLE = "ACTCOURSE_MEDIUM"


def in_book():
    """True while the book is built: its Sphinx extension sets the variable to "book"."""
    return os.environ.get(VARIABLE) == "book"
