"""Predictions: what is asked, what is said after, and what is not given away."""

import json
import math
import re
from dataclasses import replace

import pytest

from actcourse.explore import PREDICTIONS, Number, OneStands, Sentence, medium, predict
from actcourse.explore.answers import number
from actcourse.explore.predict import still, widget

HEIGHT = Number(near=1, close="Well seen.", far="It is smaller.", expected=(4, 6), unit=" m")
SCALE = Number(near=2, close="Right scale.", far="Far off.", expected=(0, 1), digits=4, ratio=True)
SHARE = Number(near=8, close="Near.", far="Far.", expected=(0, 99), unit="%", digits=0)
RED = Sentence("red", "No, {share:.0%} are blue.", stands=lambda share: share < 0.5)
BLUE = Sentence("blue", "Yes, {share:.0%} are.", stands=lambda share: share > 0.4, expected=True)
COLOUR = OneStands([RED, BLUE])


@pytest.fixture
def make():
    with PREDICTIONS.restored():
        yield predict


@pytest.fixture
def height(make):
    return make("test-height", "How tall is it?", HEIGHT)(lambda: 5.25)


@pytest.fixture
def colour(make):
    return make("test-colour", "Which colour?", COLOUR)(lambda: {"share": 0.7})


@pytest.mark.parametrize(
    ("answer", "guess", "measured", "said"),
    [
        (HEIGHT, 5, 5.25, "You said 5 m; measured: 5.25 m, 0.25 m away. Well seen."),
        (SHARE, 50, 9, "You said 50%; measured: 9%, 41 points away. Far."),
        (HEIGHT, 9, 5.25, "You said 9 m; measured: 5.25 m, 3.75 m away. It is smaller."),
        (
            SCALE,
            0.002,
            0.001,
            "You said 0.002; measured: 0.0010, a factor of 2.0 away. Right scale.",
        ),
        (SCALE, 1, 0.001, "You said 1; measured: 0.0010, a factor of 1000 away. Far off."),
        (
            SCALE,
            0,
            0.001,
            "You said 0; measured: 0.0010, a distance that no factor expresses. Far off.",
        ),
        (
            SCALE,
            -1,
            0.001,
            "You said -1; measured: 0.0010, a distance that no factor expresses. Far off.",
        ),
    ],
)
def test_a_guess_is_answered_with_measurement_distance_and_sentence(answer, guess, measured, said):
    assert answer.reply(guess, measured) == said


def test_text_asks_and_gives_nothing_away(height, colour):
    assert repr(height()) == "Predict: How tall is it?"
    assert repr(colour()) == "Predict: Which colour?\n  ( ) red\n  ( ) blue"
    for asked in (height(), colour()):
        assert asked._repr_mimebundle_()["text/plain"] == repr(asked)


def test_jupyter_measures_only_when_the_reader_commits(make):
    calls = []

    def measure():
        calls.append(1)
        return 5.25

    box = widget(make("test-lazy", "How tall?", HEIGHT)(measure))
    _, field, button, reply = box.children
    field.value = "tall"
    button.click()
    assert "Write a number first." in reply.value
    field.value = "5"
    assert not calls
    button.click()
    assert "measured: 5.25 m" in reply.value
    assert calls == [1]
    assert field.disabled


def test_jupyter_answers_the_option_that_was_picked(colour):
    _, field, button, reply = widget(colour).children
    button.click()
    assert "Pick one first." in reply.value
    field.value = "red"
    button.click()
    assert "No, 70% are blue." in reply.value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5", 5),
        (" -2.5 ", -2.5),
        ("−3", -3),
        ("12 %", 12),
        ("1e-6", 1e-6),
        ("0,5", 0.5),
        ("", None),
        ("many", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_a_typed_number_is_read_as_people_write_it(typed, value):
    assert number(typed) == value


def test_the_page_holds_the_measurement_for_its_script_alone(height, monkeypatch):
    monkeypatch.setenv(medium.VARIABLE, "book")
    html = height()._repr_mimebundle_()["text/html"]
    data = json.loads(re.search(r"<script[^>]*>(.*?)</script>", html)[1])
    assert data["value"] == 5.25
    open_text = re.sub(r"<script.*?</script>|<details>.*?</details>", "", html)
    assert "5.25" not in open_text


def test_holds_compares_a_fresh_measurement_with_what_is_expected(make):
    assert make("test-in", "?", HEIGHT)(lambda: 5.0).holds()
    assert not make("test-out", "?", HEIGHT)(lambda: 7.0).holds()
    assert not make("test-pick", "?", COLOUR)(lambda: {"share": 0.3}).holds()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"share": 0.45}, "2 sentences stand, wanted one of 2: red | blue Measured: share = 0.45"),
        ({"share": math.nan}, "no sentence stands, wanted one of 2: red | blue Measured: share ="),
        ({"shares": 0.7}, "its sentences need ['share'] and the measurement gave ['shares']"),
    ],
)
def test_numbers_that_do_not_bear_out_exactly_one_sentence_are_refused(make, numbers, words):
    asked = make("test-colours", "Which colour?", COLOUR)(lambda: numbers)
    for measure in (asked.measure, asked.holds):
        with pytest.raises(ValueError, match=re.escape(f"prediction 'test-colours': {words}")):
            measure()


def test_a_reply_may_speak_of_measured_numbers_alone(make):
    lost = Sentence("blue", "Yes, of {count}.", stands=lambda share: share > 0.5, expected=True)
    asked = make("test-lost", "Which colour?", OneStands([RED, lost]))(lambda: {"share": 0.7})
    with pytest.raises(ValueError, match=r"need \['count'\]"):
        asked.measure()


@pytest.mark.parametrize("measured", [math.nan, math.inf])
def test_a_measurement_that_is_no_finite_number_is_refused(make, measured):
    asked = make("test-nan", "How tall?", HEIGHT)(lambda: measured)
    with pytest.raises(ValueError, match=f"'test-nan': measured was {measured}, wanted a finite"):
        asked.measure()


@pytest.mark.parametrize(
    ("sentences", "words"),
    [
        ([RED, RED, BLUE], "are not all different"),
        ([RED], "one has to be expected, not 0"),
        ([BLUE, replace(RED, expected=True)], "one has to be expected, not 2"),
    ],
)
def test_of_different_sentences_one_is_expected(sentences, words):
    with pytest.raises(ValueError, match=words):
        OneStands(sentences)


def test_the_recipe_stands_below_the_question_in_every_form(make, monkeypatch):
    asked = make("test-recipe", "How many?", HEIGHT, recipe="digits · rate 0.1")(lambda: 5.25)
    assert repr(asked()) == "Predict: How many?\ndigits · rate 0.1"
    assert 'class="ac-recipe">digits · rate 0.1<' in widget(asked).children[0].value
    assert 'class="ac-recipe">digits · rate 0.1<' in still(asked)
    monkeypatch.setenv("ACTCOURSE_MEDIUM", "book")
    assert 'class="ac-recipe">digits · rate 0.1<' in asked()._repr_mimebundle_()["text/html"]
    with pytest.raises(ValueError, match="in one line"):
        make("test-lines", "How many?", HEIGHT, recipe="a\nb")(lambda: 5.25)
