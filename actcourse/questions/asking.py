"""How questions are asked: a few before a chapter, in Jupyter and on the page."""

from collections.abc import Sequence
from html import escape

from ..explore import live, medium
from ..explore.answers import OneStands, Sentence
from ..explore.predict import Prediction, form, still, widget
from .bank import QUESTIONS, Question
from .plan import PLAN

BEFORE = "Before you read: three questions on earlier chapters"


class Recall(Prediction):
    """A question of the bank, asked in the form of a prediction: nothing is measured for it."""

    kind, title, unfolds = "recall", "From memory", "The answer"

    def __init__(self, question: Question):
        sentences = [
            Sentence(
                option.text,
                option.reply,
                stands=_yes if option is question.right else _no,
                expected=option is question.right,
            )
            for option in question.options
        ]
        id = question.id.replace("/", "-").replace("_", "-")
        super().__init__(id, question.text, OneStands(sentences), dict)


def _yes() -> bool:
    return True


def _no() -> bool:
    return False


class Before:
    """The questions that open a chapter: what the notebook's cell displays.

    Parameters
    ----------
    ids : sequence of str
        Names of questions.
    """

    def __init__(self, ids: Sequence[str]):
        self._asked = [Recall(QUESTIONS[id]) for id in ids]
        if medium.in_book():
            self._bundle = {"text/html": _folded(form(asked) for asked in self._asked)}
        elif live.available():
            import ipywidgets as widgets

            fold = widgets.Accordion([widgets.VBox([widget(asked) for asked in self._asked])])
            fold.set_title(0, BEFORE)
            fold.selected_index = None
            self._bundle = live.bundle(fold)
        else:
            self._bundle = {"text/html": _folded(still(asked) for asked in self._asked)}

    def __repr__(self) -> str:
        return "\n".join([BEFORE, *(asked.question for asked in self._asked)])

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {**self._bundle, "text/plain": repr(self)}


def _folded(forms):
    """Forms in a fold that who is sure leaves closed."""
    inner = "".join(forms)
    return f'<details class="ac-before"><summary>{escape(BEFORE)}</summary>{inner}</details>'


def before_you_read(chapter: str) -> Before:
    """Three questions from earlier chapters, to be answered from memory.

    Parameters
    ----------
    chapter : str
        The word of the chapter that they open, as in `PLAN`.

    Raises
    ------
    KeyError
        If no questions are planned for a chapter of that name.
    """
    if chapter not in PLAN:
        raise KeyError(f"no questions open {chapter!r}; some open {', '.join(PLAN)}")
    return Before(PLAN[chapter])
