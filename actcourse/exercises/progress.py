"""A learner's own run over a notebook, outside of Jupyter, and how far they have come."""

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..chapters import CHAPTERS
from .cells import CHECK, VARIANT, NoNotebook, arrange, check_id, code_cells, evaluate
from .judging import judge, judge_missing
from .spec import EXERCISES, Verdict
from .variants import varied


def notebooks(folder) -> list[Path]:
    """The assignments in a learner's course, in order; they may not have all of them."""
    paths = [Path(folder, chapter.assignment) for chapter in CHAPTERS.values()]
    return [path for path in paths if path.is_file()]


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
    seeds = [int(seed) for source, _ in pairs for seed in VARIANT.findall(source)]
    variant = seeds[0] if seeds else None
    for id in ids:
        yield _verdict(varied(id, variant).exercise, cells, before[id])


def _exercises(pairs) -> list[str]:
    """The exercises that a notebook checks, in its order."""
    by_cell = {check_id(id): id for id in EXERCISES}
    checked = []
    for source, grade_id in pairs:
        called = [id for id, _ in CHECK.findall(source) if id in EXERCISES]
        checked += [by_cell[grade_id]] if grade_id in by_cell else called
    return list(dict.fromkeys(checked))


def _verdict(exercise, cells, before) -> Verdict:
    answer = {"id": exercise.id, "name": exercise.name, "before": before}
    space = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        error = evaluate(cells, answer, space)
        if exercise.name in space:
            return judge(exercise, space[exercise.name], np.random.default_rng(0))
    return judge_missing(exercise, error)
