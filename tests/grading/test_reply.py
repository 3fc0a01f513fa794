"""Replies are read as a stranger's: what is not exactly one earns nothing and harms nothing."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcourse.exercises import Outcome
from actcourse.grading import reply
from actcourse.grading.inside.main import _fields

GOOD = _fields(Outcome("returned", np.arange(3.0), "ndarray"))
SHAPE = [2, 1]


def calls(*groups, more=False, **fields):
    return json.dumps({"calls": groups, "more": more, **fields}).encode()


def test_a_reply_becomes_outcomes():
    found = reply.read("replied", calls([GOOD, GOOD], [GOOD]), SHAPE)
    assert found.status == "calls"
    assert [len(group) for group in found.outcomes] == SHAPE
    np.testing.assert_array_equal(found.outcomes[1][0].value, np.arange(3.0))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"calls": 1e999}',
        b'{"value": null}',
        calls(),
        calls([GOOD], [GOOD]),
        calls([GOOD, GOOD], [GOOD], [GOOD]),
        calls([GOOD, GOOD], [[GOOD]]),
        calls([GOOD, GOOD], [None]),
        calls([GOOD, GOOD], [GOOD], points=4),
        calls([GOOD, GOOD], [GOOD | {"earned": 4}]),
        calls([GOOD, GOOD], [{k: v for k, v in GOOD.items() if k != "after"}]),
        calls([GOOD, GOOD], [GOOD | {"status": "right"}]),
        calls([GOOD, GOOD], [GOOD | {"after": 0}]),
        calls([GOOD, GOOD], [GOOD | {"after": [0]}]),
        calls([GOOD, GOOD], [GOOD], more=1),
        calls([GOOD, GOOD], [GOOD | {"after": ["x" * 500]}]),
        calls([GOOD, GOOD], [GOOD | {"message": "x" * 1000}]),
        calls([GOOD, GOOD], [GOOD | {"value": ["array", "<f8", [2], ""]}]),
        json.dumps({"value": GOOD, "more": False}).encode(),
        json.dumps({"missing": ["a"], "more": False}).encode(),
        json.dumps({"missing": ["a", 3], "more": False}).encode(),
    ],
)
def test_whatever_else_is_forged(data):
    assert reply.read("replied", data, SHAPE).status == "forged"


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_parser_down(data):
    assert reply.read("replied", data, SHAPE).status == "forged"
    reply.endings(data)


def test_texts_come_without_what_moves_a_cursor():
    outcome = GOOD | {"message": "a\x1b[2Jb\ud800\u202ec"}
    found = reply.read("replied", json.dumps({"value": outcome, "more": False}).encode(), None)
    assert found.outcomes.message == "a\ufffd[2Jb\ufffd\ufffdc"


def test_texts_come_on_one_line_and_without_the_signs_of_verdicts():
    outcome = GOOD | {"message": "no.\n\u2713 sigmoid/stable, 4 of 4\n\u2717 \u25cb"}
    found = reply.read("replied", json.dumps({"value": outcome, "more": False}).encode(), None)
    assert found.outcomes.message == "no. \ufffd sigmoid/stable, 4 of 4 \ufffd \ufffd"


def test_lines_cut_short_name_the_answer_that_was_running():
    whole = (
        b'{"ready": 2}\n{"begin": "a"}\n{"end": "a", "status": "died", "size": 0}\n{"begin": "b"}\n'
    )
    assert reply.endings(whole) == (True, {"a": ("died", b"")}, "b")
    assert reply.endings(whole[:20]) == (True, {}, None)
    assert reply.endings(b"") == (False, {}, None)


@pytest.mark.parametrize(
    "end",
    [
        {"end": "b", "status": "replied", "size": 2},
        {"end": "a", "status": "right", "size": 2},
        {"end": "a", "status": "replied", "size": 3},
        {"end": "a", "status": "replied", "size": -1},
    ],
)
def test_an_ending_that_does_not_fit_is_none(end):
    output = b'{"ready": 1}\n{"begin": "a"}\n' + json.dumps(end).encode() + b"\n{}"
    assert reply.endings(output) == (True, {}, "a")
