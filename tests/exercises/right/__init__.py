"""Right answers to the exercises that ask for code, as different from one another as may be.

They stand here and not in the package, which learners can read.
"""

import importlib
from collections.abc import Callable

from actcourse.chapters import CHAPTERS

RIGHT: dict[str, list[Callable]] = {}
"""By the id of an exercise: its right answers, next to the one in the package."""


def right(id):
    """Enter what is decorated as a right answer to the exercise called `id`."""

    def enter(answer):
        RIGHT.setdefault(id, []).append(answer)
        return answer

    return enter


for _chapter in CHAPTERS:
    importlib.import_module(f".{_chapter}", __name__)
