"""`check`: hand an answer in, and read at once what it does."""

import os
from typing import Any

import numpy as np

from ..consoles import legible
from .judging import judge
from .variants import varied


class NotRight(AssertionError):
    """Raised under nbgrader, whose marks follow the exceptions of its test cells."""

    def _render_traceback_(self):
        # IPython prints these lines in place of a traceback through the course's own code.
        return [f"{type(self).__name__}: {self}"]


def check(
    id: str, answer: Any, *, hint: int = 0, seed: int | None = 0, variant: int | None = None
) -> None:
    """Print what `answer` does for the exercise called `id`.

    Parameters
    ----------
    id : str
        Chapter and exercise, as in ``"sigmoid/stable"``.
    answer
        The function, class or value that the exercise asks for.
    hint : int, default 0
        Print the first, second, ... hint of the exercise as well.
    seed : int or None, default 0
        Seed of the inputs; None draws fresh ones.
    variant : int, optional
        Seed of the variant of the exercise, where a teacher has handed one out.

    Raises
    ------
    NotRight
        Under nbgrader's own execution alone, and only for an answer without all its points.

    Notes
    -----
    An answer that is a function or class is stopped after five seconds, where the system can do it.

    Examples
    --------
    >>> check("sigmoid/stable", ...)
    ○ sigmoid/stable: not attempted yet. Replace `raise NotImplementedError` with your code.
    """
    try:
        exercise = varied(id, variant).exercise
    except KeyError as error:
        return _say(f"✗ {error.args[0]}", right=False)
    verdict = judge(exercise, answer, np.random.default_rng(seed))
    lines = [str(verdict)]
    if hint:
        lines.append(_staged(exercise, hint))
    return _say("\n".join(lines), verdict.right)


def _staged(exercise, stage) -> str:
    count = len(exercise.hints)
    if stage not in range(1, count + 1):
        return f"  There are {count} hints: ask for hint=1 to hint={count}."
    text = f"  Hint {stage} of {count}: {exercise.hints[stage - 1]}"
    if stage == count and exercise.needs:
        text += f"\n  Read again in the lesson: {' '.join(f'“{need}”' for need in exercise.needs)}"
    return text


def _say(text, right) -> None:
    if "NBGRADER_EXECUTION" in os.environ and not right:
        raise NotRight(text) from None
    print(legible(text))
