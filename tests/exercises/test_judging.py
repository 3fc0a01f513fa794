"""What is made of an answer that never came to be, and how known answers are collected."""

import pytest

from actcourse.exercises import EXERCISES
from actcourse.exercises.judging import judge_missing
from actcourse.exercises.mistakes import KnownAnswers
from actcourse.exercises.spec import GENERAL_HINTS

EXERCISE = EXERCISES["sigmoid/from-output"]


def test_an_answer_that_is_not_there_is_open_or_its_cell_has_failed():
    assert judge_missing(EXERCISE, None).status == "open"
    for error, key in {"ModuleNotFoundError": "module", "NameError": "cell"}.items():
        got = judge_missing(EXERCISE, (error, f"{error}: planted"))
        assert (got.status, got.earned, got.key) == ("wrong", 0, key)
        assert got.hint == GENERAL_HINTS[key]
        assert got.sentence == f"the cell of `slope_from_output`: {error}: planted."


def test_several_answers_make_one_mistake_which_has_one_hint():
    known = KnownAnswers()
    first = known.mistake("overflow", "which of them can a float hold?")(lambda x: x)
    other = known.mistake("mutated")(lambda x: -x)
    second = known.mistake("overflow")(lambda x: 2 * x)
    assert [(m.key, m.answers, m.hint) for m in known.mistakes] == [
        ("overflow", [first, second], "which of them can a float hold?"),
        ("mutated", [other], ""),
    ]
    with pytest.raises(ValueError, match="'overflow' has its hint already"):
        known.mistake("overflow", "another hint")(lambda x: x)
    assert known.also_right == []
    assert known.right(first) is first
    assert known.also_right == [first]
