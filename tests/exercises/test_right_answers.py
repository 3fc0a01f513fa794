"""Whatever is right is accepted: loops, other algorithms, SciPy, plain Python."""

import ast
import inspect
import textwrap

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Function
from actcourse.exercises.judging import judge

from .right import RIGHT

EACH = pytest.mark.parametrize(
    ("id", "answer"),
    [
        pytest.param(id, a, id=f"{id}-{a.__name__}")
        for id, answers in RIGHT.items()
        for a in answers
    ],
)
LEAST = 5  # with the one in the package
SEEDS = range(10)


@EACH
def test_an_answer_written_differently_gets_all_points(id, answer):
    exercise = EXERCISES[id]
    for seed in SEEDS:
        verdict = judge(exercise, answer, np.random.default_rng(seed))
        assert verdict.right, str(verdict)


def test_every_exercise_that_asks_for_code_has_several_right_answers():
    few = {
        id: len(exercise.also_right) + len(RIGHT.get(id, ()))
        for id, exercise in EXERCISES.items()
        if isinstance(exercise, Function)
    }
    assert not {id: number for id, number in few.items() if number < LEAST}


def test_no_two_right_answers_are_written_alike(sources):
    for id, answers in RIGHT.items():
        written = [ast.parse(sources[id][0])]
        for answer in (*answers, *EXERCISES[id].also_right):
            written.append(ast.parse(textwrap.dedent(inspect.getsource(answer))))
        bodies = [[ast.dump(statement) for statement in w.body[0].body] for w in written]
        assert all(body not in bodies[:k] for k, body in enumerate(bodies)), id
