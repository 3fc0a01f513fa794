"""Where an explorer is shown: live in Jupyter, in a book that Sphinx builds, or on any other page.

The environment variable `ACTCOURSE_MEDIUM` says it:

- not set: widgets that Python redraws, with a picture and a sentence beside them
- ``book``: the static form; style and script come with the page. `actcourse.explore.sphinx` sets it
- ``page``: the static form with style and script in it, for whatever makes a page of a notebook:
  ``ACTCOURSE_MEDIUM=page jupyter nbconvert --to html --execute notebook.ipynb``
"""

import os

VARIABLE = "ACTCOURSE_MEDIUM"
MEDIA = ("book", "page")


def asked() -> str:
    """The medium: ``"book"``, ``"page"``, or ``""`` for Jupyter.

    Raises
    ------
    ValueError
        If the variable has another value.
    """
    medium = os.environ.get(VARIABLE, "")
    if medium and medium not in MEDIA:
        raise ValueError(f"{VARIABLE} is {medium!r}: wanted {' or '.join(MEDIA)}, or not set")
    return medium


def in_book() -> bool:
    """True while a book is built: its Sphinx extension sets the variable to "book"."""
    return asked() == "book"
