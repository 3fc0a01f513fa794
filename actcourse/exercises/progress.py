"""A learner's own run over a notebook, outside of Jupyter, and how far they have come."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..chapters import CHAPTERS
from .cells import (
    CHECK,
    VARIANT,
    NoNotebook,
    arrange,
    check_id,
    code_cells,
    evaluate,
    load,
    understood,
)
from .judging import judge, judge_missing
from .kernel import namespace
from .spec import EXERCISES, FORMER, Verdict
from .variants import varied

LONGEST_SEED = 18  # digits


def notebooks(folder: str | Path) -> list[Path]:
    """The assignments in a learner's course, in order; they may not have all of them."""
    paths = [Path(folder, chapter.assignment) for chapter in CHAPTERS.values()]
    return [path for path in paths if path.is_file()]


def verdicts(path: str | Path) -> Iterator[Verdict]:
    """The verdict on each exercise of a notebook, one after another, as `check` would print it.

    The answers run in this process; what their cells print is left out.

    Raises
    ------
    NoNotebook
        If there is no notebook at `path`, or none of this course.
    """
    pairs = code_cells(load(Path(path).read_bytes()))
    ids = _exercises(pairs)
    if not ids:
        raise NoNotebook("holds no exercise of this course")
    cells, before = arrange(pairs, ids)
    cells = [understood(cell) for cell in cells]
    seeds = [seed for source, _ in pairs for seed in VARIANT.findall(source)]
    if seeds and len(seeds[0]) > LONGEST_SEED:
        raise NoNotebook(f"names a variant of {len(seeds[0])} digits, and none has so many")
    variant = int(seeds[0]) if seeds else None
    for id in ids:
        yield _verdict(varied(id, variant).exercise, cells, before[id])


def _exercises(pairs) -> list[str]:
    """The exercises that a notebook checks, in its order."""
    known = {*map(str, EXERCISES), *map(str, FORMER)}
    by_cell = {check_id(id): id for id in known}
    checked = []
    for source, grade_id in pairs:
        called = [id for id, _ in CHECK.findall(source) if id in known]
        checked += [by_cell[grade_id]] if grade_id in by_cell else called
    return list(dict.fromkeys(checked))


def _verdict(exercise, cells, before) -> Verdict:
    verdict, more = _of(exercise, cells, before)
    if verdict.right or not more:
        return verdict
    again, _ = _of(exercise, cells, before, whole=True)
    return again if again.earned > verdict.earned else verdict


def _of(exercise, cells, before, *, whole=False) -> tuple[Verdict, bool]:
    """The verdict on an answer, and whether it may be another with more of the cells."""
    answer = {"id": exercise.id, "name": exercise.name, "before": before}
    space = namespace()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        error, more = evaluate(cells, answer, space, whole=whole)
        if exercise.name in space:
            return judge(exercise, space[exercise.name], np.random.default_rng(0)), more
    return judge_missing(exercise, error), more
