"""Milliseconds of a check, for every exercise: of its solution, and of a wrong answer.

A wrong answer takes longer, for the known mistakes are run beside it; the slowest is given. Where a
number is tried out by training, each check is timed as the first of that number.
"""

import contextlib
import io
from pathlib import Path
from statistics import median
from time import process_time

import nbformat
import numpy as np

from actcourse.exercises import EXERCISES, forms
from actcourse.exercises.judging import judge_known
from actcourse.exercises.values import measured

CHAPTERS = Path(__file__).parents[1] / "chapters"
TIMES = {"quick": 9, "full": 99}
LONG = 0.1  # seconds; what takes longer is timed once


def measure(extent, progress):
    """Rows with the median of milliseconds of processor time of a check."""
    known = solutions()
    for id, exercise in progress(EXERCISES.items(), "checks"):
        wrong = [answer for mistake in exercise.mistakes for answer in mistake.answers]
        for what, answers in {"right": [known[id]], "slowest wrong": wrong}.items():
            value = 1e3 * max(seconds(exercise, answer, TIMES[extent]) for answer in answers)
            yield {"kind": "check", "of": id, "what": what, "value": value}


def seconds(exercise, answer, times) -> float:
    """Median of the seconds of processor time of so many checks, after one for the caches."""
    first = _once(exercise, answer)
    if first > LONG:
        return first
    return median(_once(exercise, answer) for _ in range(times))


def _once(exercise, answer):
    measured.cache_clear()
    with contextlib.redirect_stdout(io.StringIO()):  # what an answer prints
        begin = process_time()
        judge_known(exercise, answer, np.random.default_rng(0))
        return process_time() - begin


def solutions():
    """The answers of the source notebooks, by the id of the exercise."""
    found, spaces = {}, {}
    for path in forms.find(CHAPTERS):
        notebook = nbformat.read(path, as_version=4)
        for exercise, index, _ in forms.exercises(notebook):
            # A later answer of a chapter may use an earlier one.
            space = spaces.setdefault(path, {"np": np})
            exec(forms.solved(notebook.cells[index].source), space)  # noqa: S102
            found[exercise.id] = space[exercise.name]
    return found
