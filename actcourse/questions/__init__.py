"""Questions on what the chapters have taught, asked again later.

The bank has one for each claim of the articles that is not plainly true; `PLAN` says which of them
open which chapter.
"""

from importlib import import_module
from importlib.util import find_spec

from ..chapters import CHAPTERS
from .asking import Recall, before_you_read
from .bank import QUESTIONS, Option, Question
from .plan import PLAN

__all__ = ["PLAN", "QUESTIONS", "Option", "Question", "Recall", "before_you_read"]

for _word in CHAPTERS:
    if find_spec(f"{__name__}.{_word}"):  # a new chapter has none yet
        import_module(f"{__name__}.{_word}")
