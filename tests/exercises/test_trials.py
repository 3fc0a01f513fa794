"""Exercises that try out the number they are given: what the learner sees is right is right."""

import ast
import dataclasses
import inspect
import warnings

import nbformat
import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Numbers, trials
from actcourse.exercises.forms import find
from actcourse.exercises.judging import judge
from actcourse.exercises.values import measured
from actcourse.intervals import Interval

from .conftest import ROOT

TRIED = [
    (exercise, place)
    for exercise in EXERCISES.values()
    if isinstance(exercise, Numbers)
    for place, quantity in enumerate(exercise.quantities)
    if quantity.trial
]
EACH_TRIAL = pytest.mark.parametrize(
    ("exercise", "place"), TRIED, ids=[f"{e.id}-{place}" for e, place in TRIED]
)
# Numbers whose own cell in the notebook says that they are right, and some that it says are not.
RIGHT = {
    "why_nonlinearity/budget": [71, 71.0, np.int64(71)],
    "sigmoid/gain": [2, 2.1, 4.0, 7.5, 8],
    "tanh/softsign": [1.72, 1.8, 1.9, 2, 2.05],
    "relu_family/depth": [5],
    "softmax/temperature": [2.02, 2.08, 2.14],
    "maxout/pieces": [(11, 8)],
    "backprop/step-size": [0.0006, 0.0007, 0.0008, 0.0009, 2**-10, 0.014, -0.01, np.float32(0.004)],
    "initialization/window": [0.065, 0.068, 0.125, 0.265, 0.27],
}
WRONG = {
    "why_nonlinearity/budget": [70, 72, 71.5, -71],
    "sigmoid/gain": [1.7, 9.5, 0.0],
    "tanh/softsign": [1.3, 5 / 3, 2.1, 0.0],
    "relu_family/depth": [4, 6, 4.5, 0],
    "softmax/temperature": [1.9, 2.3, 0.0, -2.08],
    "maxout/pieces": [(10, 8), (11, 7), (12, 8), (11, 9), (11.5, 8)],
    "backprop/step-size": [0.0, 1e-50, 1e-5, 0.02],
    "initialization/window": [0.05, 0.35, 0.0],
}
BEYOND = [1e9, -1e9, 1e300, 10**400, np.nan, np.inf, -np.inf]


def verdict(exercise, given):
    return judge(exercise, given, np.random.default_rng(0))


def test_every_exercise_that_tries_numbers_out_has_examples_here():
    assert RIGHT.keys() == WRONG.keys() == {exercise.id for exercise, _ in TRIED}


@pytest.mark.parametrize(("id", "given"), [(id, n) for id, each in RIGHT.items() for n in each])
def test_what_the_notebook_shows_to_be_right_is_right(id, given):
    assert verdict(EXERCISES[id], given).right


@pytest.mark.parametrize(("id", "given"), [(id, n) for id, each in WRONG.items() for n in each])
def test_what_the_notebook_shows_to_be_wrong_is_wrong(id, given):
    assert verdict(EXERCISES[id], given).status == "wrong"


@EACH_TRIAL
@pytest.mark.parametrize("given", BEYOND, ids=lambda n: f"{float(min(n, 1e301)):g}")
def test_numbers_beyond_the_domain_are_refused_without_a_run(exercise, place, given, monkeypatch):
    def run(measure, number):
        raise AssertionError(f"{measure.__name__} ran for {number}")

    answer = [first(quantity) for quantity in exercise.quantities]
    answer[place] = given
    for quantity in exercise.quantities[:place]:  # known already
        assert quantity.holds(first(quantity))
    cached = measured
    known = {first(q) for q in exercise.quantities}
    monkeypatch.setattr(
        "actcourse.exercises.values.measured",
        lambda m, n: cached(m, n) if n in known | {k - 1 for k in known} else run(m, n),
    )
    got = verdict(exercise, answer)
    assert got.status == "wrong"
    assert got.hint


def first(quantity):
    """A number that is right."""
    return (quantity.within.low + quantity.within.high) / 2


@EACH_TRIAL
def test_a_trial_warns_of_nothing_and_raises_nothing_in_its_domain(exercise, place):
    trial = exercise.quantities[place].trial
    numbers = [trial.domain.low, trial.domain.high, 0.0, 1e-30, -1e-30, 1.0, 1e-3]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number in numbers:
            assert trial.holds(number) in (True, False)
            assert trial.report(number)


def test_a_number_is_measured_once():
    calls = []

    def measure(number):
        calls.append(number)
        return number

    assert [measured(measure, 2.0) for _ in range(3)] == [2.0] * 3
    assert calls == [2.0]


def test_within_the_margin_a_number_passes_and_beyond_it_does_not():
    quantity = EXERCISES["sigmoid/gain"].quantities[0]
    trial = quantity.trial
    for short, passes in ((0.0, True), (0.9, True), (1.1, False)):
        value = trial.wanted.low - short * trial.margin
        shifted = dataclasses.replace(
            trial,
            measure=lambda number, value=value: value,
            domain=Interval(0, 10, "a test"),
            shown="{}",
        )
        assert shifted.holds(1.0) is passes


# What the judge runs and what the learner runs.
OTHER_NAME = {"raised_error": None, "farthest_of_softsign": "factors", "farthest_factor": None}
COPIES = {
    name: OTHER_NAME.get(name, name)
    for name, function in inspect.getmembers(trials, inspect.isfunction)
    if function.__module__ == trials.__name__
}


@pytest.fixture(scope="module")
def theirs():
    """The functions of the assignments by name, each with the names that it uses."""
    found = {}
    for path in find(ROOT / "chapters"):
        space = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            for statement in ast.parse(cell.source.replace("%matplotlib inline", "")).body:
                if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef):
                    exec(ast.unparse(statement), space)  # noqa: S102
        found[path.stem] = space
    return found


AGREE = {
    "error_of": ("why_nonlinearity", [2, 10, 71]),
    "accuracy_after": ("sigmoid", [4.0]),
    "dead_share": ("relu_family", [2, 5]),
    "largest_share": ("softmax", [0.5, 1.0, 10.0]),
    "error": ("maxout", [1, 4, 10]),
    "typical_error": ("backprop", [1e-5, 0.004]),
    "worst_accuracy": ("initialization", [0.125]),
}


def test_every_copy_is_held_against_the_notebook():
    assert AGREE.keys() == {name for name in COPIES if name not in OTHER_NAME}


@pytest.mark.parametrize("name", AGREE)
def test_a_copy_gives_exactly_what_the_notebook_gives(name, theirs):
    chapter, numbers = AGREE[name]
    for number in numbers:
        assert getattr(trials, name)(number) == theirs[f"{chapter}_exercises"][name](number)


def test_the_factor_of_the_copy_is_an_end_of_what_the_notebook_shows(theirs):
    for gain in (1, 1.9, 3):
        ends = theirs["tanh_exercises"]["factors"](gain).split(" to ")
        assert f"{trials.farthest_of_softsign(gain):.2f}" in ends


MEASURES = {name: chapter for name, (chapter, _) in AGREE.items()} | {"factors": "tanh"}


@pytest.mark.parametrize("odd", ["4", None, (4.0,), [4], {}, ..., np.nan, -1e9, 1j], ids=repr)
@pytest.mark.parametrize("name", MEASURES)
def test_what_cannot_be_measured_is_told_what_can(name, odd, theirs):
    if name == "typical_error" and isinstance(odd, float):
        return  # a step of any size and sign can be tried
    with pytest.raises(ValueError, match=r"^(\w+ )*is .*, wanted is a (whole )?number\b"):
        theirs[f"{MEASURES[name]}_exercises"][name](odd)


@pytest.mark.parametrize("name", MEASURES)
def test_whole_numbers_are_measured_in_any_type(name, theirs):
    measure = theirs[f"{MEASURES[name]}_exercises"][name]
    assert measure(2) == measure(2.0) == measure(np.int64(2)) == measure(np.float32(2))


def test_the_lift_of_the_copy_serves_the_tangents_best(theirs):
    error = theirs["maxout_exercises"]["error"]
    for k in (4, 7, 8):
        lifts = np.linspace(0, 1 / k**2, 1001)
        assert trials.raised_error(k) == pytest.approx(min(error(k, lift) for lift in lifts))
