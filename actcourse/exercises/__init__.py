"""Exercises that answer at once: `check` in the notebook, `EXERCISES` for tests and grading.

>>> from actcourse.exercises import check
>>> check("sigmoid/derivation", ...)
○ sigmoid/derivation: not attempted yet. Replace `...` with your answer.

An exercise is stated once, in the module of its chapter in `assignments`: what it asks, the inputs
it draws, how the outcomes are judged, its hints and the mistakes that it knows, with the functions
of `answers` that make them.
`run` calls an answer and knows nothing of what is right; `Exercise.judge` sees outcomes alone.
"""

from .check import NotRight, check
from .functions import Function, Part
from .mistakes import Mistake
from .run import Outcome, run
from .spec import EXERCISES, Exercise, Failure, Verdict
from .values import MultipleChoice, Numbers, Ordering, Quantity, Trial

__all__ = [
    "EXERCISES",
    "Exercise",
    "Failure",
    "Function",
    "Mistake",
    "MultipleChoice",
    "NotRight",
    "Numbers",
    "Ordering",
    "Outcome",
    "Part",
    "Quantity",
    "Trial",
    "Verdict",
    "check",
    "run",
]
