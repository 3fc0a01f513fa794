"""Exercises that answer at once: `check` in the notebook, `EXERCISES` for tests and grading.

>>> from actcourse.exercises import check
>>> check("sigmoid/derivation", ...)
○ sigmoid/derivation: not attempted yet. Replace `...` with your answer.

An exercise is stated once, in the module of its chapter: what it asks, the inputs it draws, how
the outcomes are judged, its hints, and the wrong answers it has to recognise.
`run` calls an answer and knows nothing of what is right; `Exercise.judge` sees outcomes alone.
"""

from . import why_nonlinearity as _why_nonlinearity  # noqa: F401, I001  in teaching order
from . import sigmoid as _sigmoid  # noqa: F401  enters its exercises
from . import tanh as _tanh  # noqa: F401
from . import relu_family as _relu_family  # noqa: F401
from . import softmax as _softmax  # noqa: F401
from . import swish as _swish  # noqa: F401
from . import maxout as _maxout  # noqa: F401
from . import backprop as _backprop  # noqa: F401
from . import initialization as _initialization  # noqa: F401
from .check import NotRight, check
from .functions import Function, Part
from .run import Outcome, run
from .spec import EXERCISES, Exercise, Failure, Verdict, Wrong
from .values import Choice, Numbers, Ordering, Range

__all__ = [
    "EXERCISES",
    "Choice",
    "Exercise",
    "Failure",
    "Function",
    "NotRight",
    "Numbers",
    "Ordering",
    "Outcome",
    "Part",
    "Range",
    "Verdict",
    "Wrong",
    "check",
    "run",
]
