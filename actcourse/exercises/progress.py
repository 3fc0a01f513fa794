"""A learner's own run over a notebook, outside of Jupyter, and how far they have come."""

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .cells import (
    CHECK,
    VARIANT,
    NoNotebook,
    arrange,
    check_id,
    code_cells,
    execute,
    needed,
    plain_python,
)
from .check import judge
from .spec import EXERCISES, Failure, Verdict
from .variants import varied

PATTERN = "*_exercises.ipynb"


def notebooks(folder) -> list[Path]:
    """The assignments in a learner's course, ``NN_chapter/*_exercises.ipynb``, in order."""
    return sorted(Path(folder).glob(f"[0-9][0-9]_*/{PATTERN}"))


def verdicts(path) -> Iterator[Verdict]:
    """The verdict on each exercise of a notebook, one after another, as `check` would print it.

    The answers run in this process; what their cells print is left out.

    Raises
    ------
    NoNotebook
        If there is no notebook at `path`, or none of this course.
    """
    try:
        pairs = code_cells(json.loads(Path(path).read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise NoNotebook(f"is no notebook, or was cut short: {error}") from None
    ids = _exercises(pairs)
    if not ids:
        raise NoNotebook("holds no exercise of this course")
    cells, before = arrange(pairs, ids)
    cells = [cell | {"source": plain_python(cell["source"])} for cell in cells]
    found = [variant for source, _ in pairs for variant in VARIANT.findall(source)]
    variant = int(found[0]) if found else None
    for id in ids:
        yield _verdict(varied(id, variant).exercise, cells, before[id])


def _exercises(pairs) -> list[str]:
    """The exercises that a notebook checks, in its order."""
    by_cell = {check_id(id): id for id in EXERCISES}
    found = []
    for source, grade_id in pairs:
        called = [id for id, _ in CHECK.findall(source) if id in EXERCISES]
        found += [by_cell[grade_id]] if grade_id in by_cell else called
    return list(dict.fromkeys(found))


def _verdict(exercise, cells, before) -> Verdict:
    answer = {"id": exercise.id, "name": exercise.name, "before": before}
    space, error = {"__name__": "__main__"}, None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for index in needed(cells, answer):
            failed = execute(cells[index]["source"], space)
            error = failed if cells[index]["answer"] == exercise.id else error
        if exercise.name in space:
            return judge(exercise, space[exercise.name], np.random.default_rng(0))
    if error is None:
        return exercise.open()
    return exercise.refuse(Failure("cell", f"the cell of `{exercise.name}`: {error[1]}.", "cell"))
