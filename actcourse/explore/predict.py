"""`predict`: a question that the reader answers before the measurement is shown."""

import inspect
import math
import re
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets

from . import live, medium
from .static import embed

PREDICTIONS = {}
_FOR_THE_SCRIPT = ("near", "close", "far", "unit", "apart", "digits", "ratio")


@dataclass(frozen=True)
class Number:
    """A prediction of a measured number.

    Parameters
    ----------
    near : float
        A guess at most this far away counts as close: a difference, or a factor where
        `ratio` is set.
    close, far : str
        The sentence for a guess that is close, and for one that is not.
    expected : (float, float)
        The measurement must fall in this range; a test holds it.
    unit : str
        Written after numbers, with its leading space.
    digits : int
        Decimals shown.
    ratio : bool
        Measure distance as a factor, for numbers that span magnitudes.
    """

    near: float
    close: str
    far: str
    expected: tuple[float, float]
    unit: str = ""
    digits: int = 2
    ratio: bool = False

    def judge(self, guess, measured):
        """Say how far a guess is off; `explore.js` says the same words."""
        unit = self.unit
        if self.ratio and guess <= 0:
            within, off = False, "a distance that no factor expresses"
        elif self.ratio:
            factor = max(guess / measured, measured / guess)
            within = factor <= self.near
            off = f"a factor of {factor:.{1 if factor < 10 else 0}f} away"
        else:
            distance = abs(guess - measured)
            within, off = distance <= self.near, f"{distance:.{self.digits}f}{self.apart} away"
        said = f"You said {guess:g}{unit}; measured: {self.show(measured)}, {off}."
        return f"{said} {self.close if within else self.far}"

    @property
    def apart(self):
        """Unit of a difference: percentages differ by points."""
        return " points" if self.unit == "%" else self.unit

    def show(self, measured):
        return f"{measured:.{self.digits}f}{self.unit}"

    def holds(self, measured):
        low, high = self.expected
        return low <= measured <= high


@dataclass(frozen=True)
class Pick:
    """A prediction of which of a few sentences is true.

    Parameters
    ----------
    options : dict from text to str
        Each option with the reply to who picks it, a format string over the measured numbers.
    expected : str
        The option that the measurement must bear out; a test holds it.
    """

    options: dict[str, str]
    expected: str

    def __post_init__(self):
        if self.expected not in self.options:
            raise ValueError(f"expected {self.expected!r} is none of {list(self.options)}")

    def replies(self, numbers):
        return [reply.format(**numbers) for reply in self.options.values()]


def predict(id, question, answer):
    """Decorator: makes a prediction of a function that measures.

    Parameters
    ----------
    id : str
        Lower-case words joined by hyphens, unique in the course.
    question : str
        Plain text. It must not give the answer away.
    answer : Number or Pick
        For a `Number` the function returns the measured float; for a `Pick` it returns the
        option that turned out true, and a dict of numbers for the replies.

    Raises
    ------
    ValueError
        For an id in use or not of that form.
    """

    def decorate(measure):
        made = Prediction(id, question, answer, measure)
        PREDICTIONS[id] = made
        return made

    return decorate


class Prediction:
    """A question with a measurement behind it. Call it to ask: `depth()`."""

    def __init__(self, id, question, answer, measure):
        known = PREDICTIONS.get(id)
        if known and known.measure.__qualname__ != measure.__qualname__:
            raise ValueError(f"prediction id {id!r} is in use by {known.measure.__qualname__}")
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", id):
            raise ValueError(f"prediction id {id!r}: wanted lower-case words and hyphens")
        self.id, self.question, self.answer, self.measure = id, question, answer, measure
        self.__doc__, self.__wrapped__ = inspect.getdoc(measure), measure

    def __repr__(self):
        return f"<prediction {self.id}: {self.question}>"

    def __call__(self):
        """Ask. In a build of the book the measurement is made here, inside the cell."""
        return Asked(self)

    def holds(self):
        """Whether a fresh measurement bears out what is expected."""
        measured = self.measure()
        if isinstance(self.answer, Pick):
            return measured[0] == self.answer.expected
        return self.answer.holds(measured)


class Asked:
    """One asking of a prediction: what a notebook cell displays."""

    def __init__(self, prediction):
        self._prediction = prediction
        if medium.in_book():
            self._bundle = {"text/html": form(prediction)}
        else:
            self._bundle = widget(prediction)._repr_mimebundle_()

    def __repr__(self):
        asked = f"Predict: {self._prediction.question}"
        if isinstance(self._prediction.answer, Pick):
            asked += "".join(f"\n  ( ) {option}" for option in self._prediction.answer.options)
        return asked

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {**self._bundle, "text/plain": repr(self)}


def widget(prediction):
    """The question with a field, live: measures when the reader commits."""
    answer = prediction.answer
    if isinstance(answer, Pick):
        field = widgets.RadioButtons(
            options=list(answer.options), value=None, layout={"width": "max-content"}
        )
    else:
        field = widgets.Text(placeholder=f"a number{answer.unit and f', in{answer.unit}'}")
    button = widgets.Button(description="Commit", button_style="primary")
    reply = widgets.HTML()

    def say(text):
        reply.value = f'<p class="ac-result" role="status">{escape(text)}</p>'

    def commit(_):
        guess = field.value if isinstance(answer, Pick) else number(field.value)
        if guess is None:
            say("Pick one first." if isinstance(answer, Pick) else "Write a number first.")
            return
        field.disabled = button.disabled = True
        say("Measuring ...")
        measured = prediction.measure()
        if isinstance(answer, Pick):
            say(answer.replies(measured[1])[list(answer.options).index(guess)])
        else:
            say(answer.judge(guess, measured))

    button.on_click(commit)
    head = f'{live.stylesheet()}<p class="ac-title">Predict first</p>'
    question = f'{head}<p class="ac-question">{escape(prediction.question)}</p>'
    return widgets.VBox([widgets.HTML(question), field, button, reply])


def number(text):
    """The finite number that a reader typed, or None."""
    try:
        value = float(text.replace("\N{MINUS SIGN}", "-").replace(",", ".").rstrip("% "))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def form(prediction):
    """The question as an HTML form with the measurement inside; see `explore.js`."""
    id, answer, measured = f"predict-{prediction.id}", prediction.answer, prediction.measure()
    question = f'<p class="ac-question" id="{id}-question">{escape(prediction.question)}</p>'
    if isinstance(answer, Pick):
        replies = answer.replies(measured[1])
        data = {"replies": replies}
        revealed = replies[list(answer.options).index(measured[0])]
        options = "".join(
            f'<label><input type="radio" name="guess" value="{i}" required>'
            f"<span>{escape(option)}</span></label>"
            for i, option in enumerate(answer.options)
        )
        field = (
            f'<div role="radiogroup" class="ac-options" aria-labelledby="{id}-question">'
            f"{options}</div>"
        )
    else:
        data = {
            "value": measured,
            "shown": answer.show(measured),
            **{k: getattr(answer, k) for k in _FOR_THE_SCRIPT},
        }
        revealed = f"Measured: {answer.show(measured)}. {answer.far}"
        field = (
            f'<input type="number" step="any" name="guess" inputmode="decimal" required '
            f'aria-labelledby="{id}-question"><span>{escape(answer.unit)}</span>'
        )
    return (
        f'<form class="ac-predict" id="{id}"><p class="ac-title">Predict first</p>{question}'
        f'<div class="ac-form" hidden>{field}<button type="submit">Commit</button>'
        '<button type="reset" hidden>Ask me again</button></div>'
        '<p class="ac-result" role="status"></p>'
        f"<details><summary>What was measured</summary><p>{escape(revealed)}</p></details>"
        f'<script type="application/json">{embed(data)}</script></form>'
    )
