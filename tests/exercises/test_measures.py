"""Measures meet whatever an answer's process brought back, and never fall over it."""

import dataclasses

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, run

MEASURED = [e for e in EXERCISES.values() if getattr(e, "measure", None)]
EACH = pytest.mark.parametrize("exercise", MEASURED, ids=lambda e: e.id)


def test_there_are_some():
    assert MEASURED


@EACH
@pytest.mark.parametrize(
    "spoil",
    [
        lambda arrays: None,
        lambda arrays: (),
        lambda arrays: (*arrays, np.zeros(2)),
        lambda arrays: ("text",) * len(arrays),
        lambda arrays: (np.zeros(2_000),) * len(arrays),
        lambda arrays: (np.zeros((3, 0, 5)),) * len(arrays),
        lambda arrays: (np.zeros((2, 2)), np.zeros(2), np.zeros(2), np.zeros(0)),
        lambda arrays: (np.zeros((2, 0)), np.zeros(0), np.zeros(0), 0.0),
        lambda arrays: (np.zeros(0),) * len(arrays),
        lambda arrays: tuple(np.full(np.shape(a), 1j) for a in arrays),
        lambda arrays: ((1.0, {"x": 2}),) * len(arrays),
    ],
)
def test_spoilt_arrays_earn_nothing(exercise, spoil, reference):
    inputs = exercise.inputs(np.random.default_rng(0))
    outcomes = run(reference[exercise.id], inputs, exercise.driver)
    spoilt = [[dataclasses.replace(o, value=spoil(o.value)) for o in group] for group in outcomes]
    verdict = exercise.judge(inputs, spoilt)
    assert (verdict.status, verdict.earned) == ("wrong", 0)
    assert "do not fit" not in verdict.sentence  # each measure says itself what is wrong


def test_a_bias_for_each_corner_is_no_network():
    """W2 = 0 and the table itself as biases would give every table."""
    exercise = EXERCISES["why_nonlinearity/truth-tables"]
    inputs = exercise.inputs(np.random.default_rng(0))
    cheat = run(lambda y: (np.ones((2, 2)), np.ones(2), np.zeros(2), y), inputs, exercise.driver)
    assert exercise.judge(inputs, cheat).earned == 0


def test_a_bias_for_each_point_is_no_line():
    exercise = EXERCISES["maxout/difference"]
    inputs = exercise.inputs(np.random.default_rng(0))
    outcomes = run(
        lambda knots, values: (np.zeros(1), np.zeros((2, 1)), np.zeros(1), np.zeros(1)),
        inputs,
        exercise.driver,
    )
    assert exercise.judge(inputs, outcomes).earned == 0
