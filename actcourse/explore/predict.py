"""`predict`: a question that the reader answers before the measurement is shown."""

import inspect
import re
from collections.abc import Callable
from html import escape
from typing import Any

from actcourse.registry import Registry

from . import live, medium, pages
from .answers import Number, OneStands
from .recipes import line, markup
from .static import embed


def predict(
    id: str, question: str, answer: Number | OneStands, *, recipe: object = ""
) -> Callable[[Callable[[], Any]], "Prediction"]:
    """Decorator: makes a prediction of a function that measures.

    Parameters
    ----------
    id : str
        Lower-case words joined by hyphens, unique in the course.
    question : str
        Plain text. It must not give the answer away.
    answer : Number or OneStands
        For a `Number` the function returns the measured float; for `OneStands` a dict of the
        numbers on which its sentences depend.
    recipe : object
        Where networks are trained for the answer: how, as an object whose text says it in one
        line. It stands below the question.

    Raises
    ------
    ValueError
        For an id in use or not of that form.
    """

    def decorate(measure: Callable[[], Any]) -> Prediction:
        made = Prediction(id, question, answer, measure, recipe)
        return PREDICTIONS.add(id, made, place=(measure.__module__, measure.__qualname__))

    return decorate


class Prediction:
    """A question with a measurement behind it. Call it to ask: `depth()`.

    Attributes
    ----------
    kind, title, unfolds : str
        What its forms are called in the page, what stands above the question, and above the answer
        for who does not guess.
    """

    kind, title, unfolds = "predict", "Predict first", "What was measured"

    def __init__(
        self,
        id: str,
        question: str,
        answer: Number | OneStands,
        measure: Callable[[], Any],
        recipe: object = "",
    ):
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", id):
            raise ValueError(f"prediction id {id!r}: wanted lower-case words and hyphens")
        self.id, self.question, self.answer, self._measure = id, question, answer, measure
        self.recipe = line(recipe)
        self.__doc__, self.__wrapped__ = inspect.getdoc(measure), measure

    def __repr__(self) -> str:
        return f"<prediction {self.id}: {self.question}>"

    def __call__(self) -> "Asked":
        """Ask. In a build of the book the measurement is made here, inside the cell."""
        return Asked(self)

    def measure(self) -> Any:
        """A fresh measurement, of the kind that the answer asks for.

        Raises
        ------
        ValueError
            If it does not answer the question: the number is not finite, or the numbers do not
            bear out exactly one sentence.
        """
        measured = self._measure()
        try:
            self.answer.check(measured)
        except ValueError as error:
            raise ValueError(f"prediction {self.id!r}: {error}") from None
        return measured

    def holds(self) -> bool:
        """Whether a fresh measurement bears out what is expected."""
        return self.answer.holds(self.measure())


PREDICTIONS: Registry[Prediction] = Registry("prediction")
"""All predictions by id, in the order of their definition."""


class Asked:
    """One asking of a prediction: what a notebook cell displays."""

    def __init__(self, prediction):
        self._prediction = prediction
        where = medium.asked()
        if where:
            markup = form(prediction)
            self._bundle = {"text/html": pages.fragment(markup) if where == "page" else markup}
        elif live.available():
            self._bundle = live.bundle(widget(prediction))
        else:
            self._bundle = {"text/html": still(prediction)}

    def __repr__(self) -> str:
        asked = self._prediction
        said = f"{asked.kind.capitalize()}: {asked.question}{asked.answer.text}"
        return f"{said}\n{asked.recipe}" if asked.recipe else said

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {**self._bundle, "text/plain": repr(self)}


def widget(prediction):
    """The question with a field, live: measures when the reader commits."""
    import ipywidgets as widgets

    answer = prediction.answer
    field = answer.field()
    button = widgets.Button(description="Commit", button_style="primary")
    reply = widgets.HTML()

    def say(text, others=()):
        text = f'<p class="ac-result">{escape(text)}</p>'
        reply.value = f'<div role="status">{text}{_others(others)}</div>'

    def commit(_):
        guess = answer.read(field)
        if guess is None:
            say(answer.missing)
            return
        field.disabled = button.disabled = True
        say("Measuring ...")
        measured = prediction.measure()
        say(answer.reply(guess, measured), answer.others(guess, measured))

    button.on_click(commit)
    head = f'{live.stylesheet()}<p class="ac-title">{prediction.title}</p>'
    question = f'{head}<p class="ac-question">{escape(prediction.question)}</p>'
    question += markup(prediction.recipe)
    return widgets.VBox([widgets.HTML(question), field, button, reply])


def still(prediction):
    """The question where there are no widgets: what was measured is folded in, below it."""
    asked = escape(f"{prediction.question}{prediction.answer.text}").replace("\n", "<br>")
    below = f"{markup(prediction.recipe)}{_measured(prediction, prediction.measure())}"
    return (
        f'{live.stylesheet()}<div class="ac-predict"><p class="ac-title">{prediction.title}</p>'
        f'<p class="ac-question">{asked}</p>{below}</div>'
    )


def form(prediction):
    """The question as an HTML form with the measurement inside; see `explore.js`."""
    id, answer = f"{prediction.kind}-{prediction.id}", prediction.answer
    measured = prediction.measure()
    question = f'<p class="ac-question" id="{id}-question">{escape(prediction.question)}</p>'
    question += markup(prediction.recipe)
    return (
        f'<form class="ac-predict" id="{id}"><p class="ac-title">{prediction.title}</p>{question}'
        f'<div class="ac-form" hidden>{answer.markup(f"{id}-question")}'
        '<button type="submit">Commit</button>'
        '<button type="reset" hidden>Ask me again</button></div>'
        '<div role="status"><p class="ac-result"></p><ul class="ac-others" hidden></ul></div>'
        f"{_measured(prediction, measured)}"
        f'<script type="application/json">{embed(answer.data(measured))}</script></form>'
    )


def _measured(prediction, measured):
    """What the reader may unfold, also without a script."""
    said = escape(prediction.answer.revealed(measured))
    others = _others(prediction.answer.others(None, measured))
    return f"<details><summary>{prediction.unfolds}</summary><p>{said}</p>{others}</details>"


def _others(others):
    """A line to each answer that was not given."""
    lines = "".join(f"<li><b>{escape(text)}</b> {escape(said)}</li>" for text, said in others)
    return f'<ul class="ac-others">{lines}</ul>' if lines else ""
