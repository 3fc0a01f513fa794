"""Prints a digest of each thing that the course writes or draws: for `tests/test_hash_seeds.py`.

The order of a set of texts differs from process to process. `python -m tests.drawn` leaves out what
trains networks, for time.
"""

import hashlib
import itertools
import json
import os
from pathlib import Path
from unittest.mock import patch

os.environ["ACTCOURSE_MEDIUM"] = "book"

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.book import architecture, forms, gallery, ledger, notebooks, reference
from actcourse.chapters import CHAPTERS
from actcourse.claims import CLAIMS
from actcourse.exercises import forms as sheets
from actcourse.exercises.plain import plain
from actcourse.grading import mounts, stage
from actcourse.layers import PACKAGE
from actcourse.registry import UnknownName
from tests.figures.pictures import of_course, picture

CHAPTER_FILES = PACKAGE.parent / "chapters"
ROOMS = ("activations", "claims", "data", "exercises", "experiments", "explore", "nn")


class Trains(BaseException):
    """An explorer trains a network; no error of its drawing, which would be told otherwise."""


def refuse(*args, **kwargs):
    """Stands in for `nn.fit`."""
    raise Trains


def explorers():
    """What each explorer draws at its start, artist by artist; and what it shows in the book."""
    with patch.object(nn, "fit", refuse):
        for explorer in itertools.chain.from_iterable(of_course().values()):
            try:
                yield f"picture of {explorer.id}", picture(*explorer.draw(**explorer.start()))
            except Trains:
                continue
    for explorer in (architecture.picture, ledger.by_article):
        yield f"markup of {explorer.id}", explorer()._repr_mimebundle_()["text/html"]


def pages():
    """Pages that are made from registries, and notebooks that are made from others."""
    yield "layers", architecture.table()
    yield "filters", ledger.filters()
    yield "tally", ledger.tally()
    yield "rows", ledger.rows(list(CLAIMS.values())[:20])
    yield "card", gallery.card(ACTIVATIONS["gelu"])
    for room in ROOMS:
        yield f"reference of {room}", reference.reference(f"actcourse.{room}")
    for chapter in CHAPTERS.values():
        lesson, assignment = (CHAPTER_FILES / path for path in chapter.notebooks)
        source = sheets.read(assignment)
        yield f"page of {assignment.stem}", forms.page(source, {})
        yield f"variant of {assignment.stem}", sheets.read(assignment, 7)
        bibliography = CHAPTER_FILES / "references.bib"
        yield f"plain {lesson.stem}", plain(sheets.nbformat.read(lesson, 4), bibliography)
        yield f"sources of {assignment.stem}", sorted(map(str, notebooks.sources(source)))
    for seed in (None, 7):
        yield f"sheet {seed}", sheets.release(CHAPTER_FILES / CHAPTERS["tanh"].assignment, seed)
    try:
        ACTIVATIONS["relul"]
    except UnknownName as error:
        yield "message", str(error)


def sandbox():
    """What is laid out for answers, and where."""
    yield "files", [str(path) for path in stage.files(course=True)]
    yield "python", [str(path) for path, _ in mounts.python()]
    yield "hidden", mounts.hidden()


def digest(thing):
    """Of a text, a notebook without the ids that new cells draw, or anything in JSON's form."""
    if "cells" in thing:
        thing = [cell | {"id": ""} for cell in thing["cells"]]
    text = thing if isinstance(thing, str) else json.dumps(thing, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    os.chdir(Path(PACKAGE).parent)
    parts = (explorers(), pages(), sandbox())
    print(json.dumps({name: digest(thing) for part in parts for name, thing in part}))
