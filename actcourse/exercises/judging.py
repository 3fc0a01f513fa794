"""From what became of an answer to its verdict: the one way that `check` and all marking take.

`check` has an answer in hand; `actcourse check` runs the cells of a notebook, and the grader reads
what a sandbox reports, so that they may have none.
"""

from typing import Any

import numpy as np

from .borrowed import borrowed
from .limit import TooSlow, limited
from .run import run
from .spec import Exercise, Failure, Verdict

SECONDS = 5.0  # that an answer may take, where the system can stop it


def judge(exercise: Exercise, answer: Any, rng: np.random.Generator) -> Verdict:
    """The verdict on `answer`, which is run in this process on inputs drawn from `rng`.

    It is stopped after `SECONDS`, see `actcourse.exercises.limit` for where.
    """
    own = None if exercise.stub == "..." else borrowed(answer)
    if own:
        sentence = f"`{exercise.name}` uses the course's own {own}, which is not an answer."
        return exercise.refuse(Failure("borrowed", sentence, "borrowed"))
    return judge_known(exercise, answer, rng)


def judge_known(exercise: Exercise, answer: Any, rng: np.random.Generator) -> Verdict:
    """The same for an answer that comes with the course, see `actcourse.exercises.answers`."""
    inputs = exercise.inputs(rng)
    try:
        with limited(SECONDS):
            outcomes = run(answer, inputs, exercise.driver)
    except TooSlow:
        sentence = f"`{exercise.name}` was stopped: it ran for more than {SECONDS:g} seconds."
        return exercise.refuse(Failure("too slow", sentence, "too slow"))
    return exercise.judge(inputs, outcomes)


def judge_missing(exercise: Exercise, error: tuple[str, str] | None) -> Verdict:
    """The verdict where nothing has the answer's name once its cells have run.

    `error` is what ended the answer's cell, class and text, as `cells.evaluate` gives it.
    """
    if not error:
        return exercise.open()
    name, text = error
    key = "module" if name == "ModuleNotFoundError" else "cell"
    return exercise.refuse(Failure(key, f"the cell of `{exercise.name}`: {text}.", key))
