"""Predictions predict: what they ask for stands nowhere above, for exercises nowhere in the lesson.

A number that the lesson prints gives an answer away if it has two digits at least, or is a
percentage, and is printed like an answer that would be right. Whether the numbers mean the same, no
test can tell: what is another quantity by chance is listed, with what it is.
"""

import re
from functools import cache

import pytest

from actcourse.chapters import CHAPTERS
from actcourse.exercises import EXERCISES
from actcourse.explore import Number
from actcourse.explore.predict import Prediction
from tests.book import numbers
from tests.book.pages import LESSONS, read
from tests.book.test_lessons import shown

# Numbers of the lesson that happen to be the same.
OTHERWISE = {
    "why_nonlinearity/circles": {
        "51": "the accuracy of another network, on the spiral",
        "98": "the accuracy of another network, on the spiral",
        "99": "the accuracy of another network, on the spiral",
    },
    "sigmoid/larger-weights": {"39": "the share of flat slopes at a gain of 8"},
    "sigmoid/two-examples": {
        "0.731": "the output at 1",
        "0.7311": "the output at 1",
        "two thirds": "the share of flat slopes at a gain of 16",
        "68": "the share of flat slopes at a gain of 16",
        "0.65": "a factor per layer",
        "74": "labels that are right",
        "65": "an accuracy",
        "72": "an accuracy",
        "0": "a share of flat slopes",
    },
    "tanh/settled": {
        "0.550": "a mean",
        "0.58": "a cosine",
        "0.56": "a cosine",
        "0.54": "a cosine",
        "77": "an accuracy, of weights of 1",
    },
    "relu_family/shifted-means": {
        "8": "an accuracy, of guessing",
        "0.84": "a correlation, and a lead in points",
    },
    "softmax/far-down": {"0.26": "the largest share of ten, at a start"},
    "maxout/price": {"32": "units and inputs of other layers"},
    "backprop-h": {"7.0": "the slope of x² + x at 3"},
    "backprop/jacobian": {"30": "starts"},
    "initialization/rank": {"16": "hidden units", "1.00": "a gain", "1.0": "a factor"},
}
# A range of answers that is wider, relative to its end, holds numbers of all kinds; but for such
# small ones.
WIDE, SMALL = 0.25, 1e-3


def printed(page, before=None):
    """Numbers in the prose and the outputs of a lesson: all, or those above a cell.

    Yields
    ------
    (int, Number)
        The cell, and the number.
    """
    lines = [(line.cell, numbers.numbers(line.text)) for line in page.lines]
    lines += [(k, numbers.of_output(text)) for k, text in page.outputs.items()]
    yield from (
        (cell, number)
        for cell, found in lines
        for number in found
        if (before is None or cell < before) and telling(number)
    )


def telling(number):
    """Whether a number has two digits at least, zeros in front not counted, or a %, or a power."""
    digits = re.sub(r"e.*|[.,]", "", number.text)
    return number.percent or "e" in number.text or len(digits.lstrip("0")) > 1


def given_away(low, high, found, percent=False):
    """Where numbers are printed like one between the ends: list of (cell, text)."""
    return [
        (cell, number.text)
        for cell, number in found
        if low - number.half <= number.value <= high + number.half and number.percent == percent
    ]


def asked():
    """Predictions of a number: dict from id to the prediction, its lesson and its cell."""
    found = {}
    for name in LESSONS:
        names = {}
        for cell, source in read(name).code.items():
            for prediction in shown(source, names, Prediction):
                if isinstance(prediction.answer, Number):
                    found[prediction.id] = (prediction, name, cell)
    return found


ASKED = asked()
EXERCISED = {
    id: exercise
    for id, exercise in EXERCISES.items()
    if exercise.kind == "predict" and hasattr(exercise, "quantities")
}


@cache
def of_prediction(id):
    """Where the answer of a prediction is printed above it."""
    prediction, name, cell = ASKED[id]
    measured = round(prediction.measure(), prediction.answer.digits)
    above = printed(read(name), before=cell)
    return given_away(measured, measured, above, prediction.answer.unit == "%")


@cache
def of_exercise(id):
    """Where answers of an exercise are printed in its lesson: what its reasons call measured."""
    lesson = f"chapters/{CHAPTERS[id.partition('/')[0]].lesson}"
    found = []
    for quantity in EXERCISED[id].quantities:
        within = quantity.within
        values = [n.value for n in numbers.of_output(within.why) if n.value in within]
        low, high = (min(values), max(values)) if values else (within.low, within.high)
        if high - low > WIDE * max(abs(low), abs(high)) > WIDE * SMALL:
            continue
        found += given_away(low, high, printed(read(lesson)))
        found += given_away(100 * low, 100 * high, printed(read(lesson)), percent=True)
    return found


@pytest.mark.parametrize("id", [*ASKED, *EXERCISED])
def test_no_prediction_asks_for_what_its_lesson_has_said(id):
    found = of_prediction(id) if id in ASKED else of_exercise(id)
    unexplained = [(cell, text) for cell, text in found if text not in OTHERWISE.get(id, {})]
    assert unexplained == []


def test_what_is_listed_is_there():
    assert OTHERWISE.keys() <= {*ASKED, *EXERCISED}
    for id, others in OTHERWISE.items():
        found = of_prediction(id) if id in ASKED else of_exercise(id)
        assert {*others} == {text for _, text in found}, id
        assert all(others.values())


def test_an_answer_that_is_printed_is_found():
    assert given_away(0.2999, 0.3001, [(3, n) for n in numbers.numbers("off by 0.300")])
    assert given_away(98, 99, [(3, n) for n in numbers.numbers("it reads 98% of them")], True)
    assert not given_away(98, 99, [(3, n) for n in numbers.numbers("it reads 98 of them")], True)
    assert not given_away(98, 99, [(3, n) for n in numbers.numbers("it reads 96% of them")], True)
    assert [telling(n) for n in numbers.numbers("4, 0.5, 7%, 12, 0.25, 1.5e-5")] == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]
