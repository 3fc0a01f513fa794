"""What every exercise of the course promises, held for each that is registered."""

import ast
import copy
import dataclasses
import functools
import inspect
import re
import subprocess
import sys
import textwrap
import warnings

import numpy as np
import pytest

from actcourse.activations import ACTIVATIONS
from actcourse.chapters import CHAPTERS
from actcourse.exercises import EXERCISES, Function, Mistake, Numbers, Outcome, run
from actcourse.exercises.judging import judge, judge_known
from actcourse.exercises.run import checksums
from actcourse.exercises.spec import GENERAL_HINTS, KINDS, enter

ALL = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
FUNCTIONS = [e for e in EXERCISES.values() if isinstance(e, Function)]
EACH_FUNCTION = pytest.mark.parametrize("exercise", FUNCTIONS, ids=[e.id for e in FUNCTIONS])
EACH_MISTAKE = pytest.mark.parametrize(
    ("exercise", "mistake"),
    [pytest.param(e, m, id=f"{e.id}-{m.key}") for e in EXERCISES.values() for m in e.mistakes],
)
SEEDS = range(10)


def answer(source, name):
    """What `source` defines under `name`."""
    names = {"np": np}
    exec(source, names)  # noqa: S102
    return names[name]


def verdict(exercise, given, seed=0):
    return judge(exercise, given, np.random.default_rng(seed))


def known(exercise, given, seed=0):
    return judge_known(exercise, given, np.random.default_rng(seed))


@ALL
def test_the_reference_solution_gets_all_points(exercise, reference):
    for seed in SEEDS:
        assert verdict(exercise, reference[exercise.id], seed).right


@ALL
def test_right_answers_written_differently_get_all_points(exercise):
    assert exercise.also_right
    for right in exercise.also_right:
        for seed in SEEDS:
            assert known(exercise, right, seed).right


@EACH_FUNCTION
def test_what_is_also_right_is_not_the_reference_solution(exercise, sources):
    solution = ast.parse(sources[exercise.id][0]).body[-1]
    statements = [ast.dump(statement) for statement in solution.body]
    for right in exercise.also_right:
        (other,) = ast.parse(textwrap.dedent(inspect.getsource(right))).body
        assert [ast.dump(statement) for statement in other.body] != statements


@EACH_MISTAKE
def test_every_answer_that_makes_a_mistake_is_refused_with_its_own_hint(exercise, mistake):
    assert mistake.answers
    for wrong in mistake.answers:
        for seed in SEEDS:
            got = known(exercise, wrong, seed)
            assert got.status == "wrong"
            assert got.earned < got.points
            assert (got.key, got.hint) == (mistake.key, exercise.hint_for(mistake.key))
            form = exercise.form() if mistake.key == "type" else ""
            assert got.hint == (mistake.hint or form or GENERAL_HINTS[mistake.key])


@ALL
def test_every_exercise_knows_at_least_three_mistakes_each_under_one_key(exercise):
    keys = [mistake.key for mistake in exercise.mistakes]
    assert len(keys) == len(set(keys)) >= 3


@EACH_FUNCTION
def test_what_a_failure_means_is_a_mistake_that_is_known(exercise):
    keys = {mistake.key for mistake in exercise.mistakes}
    for part in exercise.parts:
        assert set(part.means.values()) <= keys
        assert part.means.keys() <= GENERAL_HINTS.keys() | {"value"}


@EACH_FUNCTION
def test_an_answer_that_is_only_nearly_right_is_not_taken_for_a_known_mistake(exercise, reference):
    """Where a known answer is right, one that rounds worse looks like it, but is none."""
    inputs = exercise.inputs(np.random.default_rng(0))
    outcomes = exercise.measured(inputs, run(reference[exercise.id], inputs, exercise.driver))
    exercise = dataclasses.replace(exercise, measure=None, gives=())
    nearly = of_values(lambda a: a + np.where(a == 0, 0, 1e-7 * np.abs(a)).astype(a.dtype))
    for number, group in enumerate(outcomes):
        part = exercise.parts[number]
        spoilt = [*outcomes[:number], [nearly(o) for o in group], *outcomes[number + 1 :]]
        got = exercise.judge(inputs, spoilt)
        if got.status == "wrong":
            assert got.key == part.means.get("value", "value")


@EACH_FUNCTION
def test_the_known_answers_leave_the_inputs_of_the_judge_alone(exercise):
    inputs = exercise.inputs(np.random.default_rng(0))
    before = copy.deepcopy(inputs)
    for mistake in exercise.mistakes:
        for wrong in mistake.answers:
            exercise.judge(inputs, run(wrong, inputs, exercise.driver))
    np.testing.assert_equal(inputs, before)


def test_a_known_answer_that_fails_while_an_answer_is_judged_is_no_match():
    def fails(x):
        raise FloatingPointError("planted")

    def warns(x):
        return np.log(-1.0 - np.abs(x))

    exercise = EXERCISES["sigmoid/from-output"]
    planted = [Mistake("fails", [fails], "no"), Mistake("warns", [warns], "no")]
    exercise = dataclasses.replace(exercise, mistakes=[*planted, *exercise.mistakes])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert verdict(exercise, lambda a: 1 - a).key == "one factor"


def test_a_known_answer_of_another_shape_is_no_match():
    def of_one(a):
        return 1 - a if np.ndim(a) else np.array([a * (1 - a)])

    exercise = EXERCISES["sigmoid/from-output"]
    exercise = dataclasses.replace(exercise, mistakes=[Mistake("planted", [of_one], "no")])
    assert verdict(exercise, lambda a: 1 - a if np.ndim(a) else a * (1 - a)).key == "value"


@ALL
def test_the_stub_is_not_attempted(exercise, sources):
    _, stub = sources[exercise.id]
    assert "SOLUTION" not in stub
    got = verdict(exercise, answer(stub, exercise.name))
    wanted = "your code" if isinstance(exercise, Function) else "your answer"
    assert str(got) == (
        f"○ {exercise.id}: not attempted yet. Replace `{exercise.stub}` with {wanted}."
    )
    assert str(verdict(exercise, ...)).startswith(f"○ {exercise.id}: not attempted yet.")


def closure(f):
    return lambda x: f(x)


@EACH_FUNCTION
def test_the_courses_own_functions_are_refused_in_every_disguise(exercise):
    named = {"s": ACTIVATIONS["sigmoid"]}
    module = {"activations": __import__("actcourse.activations").activations}
    wrapped = functools.wraps(ACTIVATIONS["sigmoid"])(lambda x: x)
    disguises = [
        *ACTIVATIONS.values(),
        ACTIVATIONS["swish"].bind(beta=2.0),
        ACTIVATIONS["sigmoid"].derivative,
        ACTIVATIONS["sigmoid"].function,
        functools.partial(ACTIVATIONS["elu"], alpha=2.0),
        wrapped,
        eval("lambda x: s(x)", named),
        eval("lambda x: [s(y) for y in (lambda z: s(z))(x)]", named),
        eval("lambda x: (lambda: s(x))()", named),
        eval("lambda x: activations.sigmoid(x)", module),
        eval("lambda x: ACTIVATIONS['sigmoid'](x)", {"ACTIVATIONS": ACTIVATIONS}),
        closure(ACTIVATIONS["sigmoid"]),
    ]
    for disguise in disguises:
        got = verdict(exercise, disguise)
        assert got.key == "borrowed", disguise
        assert got.earned == 0
        assert "the course's own" in got.sentence


@EACH_FUNCTION
def test_the_known_answers_are_refused_as_answers(exercise):
    answers = [*exercise.also_right, *(a for m in exercise.mistakes for a in m.answers)]
    for given in answers:
        got = verdict(exercise, given)
        assert (got.key, got.earned) == ("borrowed", 0)
        if inspect.isclass(given):
            assert verdict(exercise, type("Mine", (given,), {})).key == "borrowed"


@EACH_FUNCTION
def test_the_reference_solution_leaves_its_inputs_alone(exercise, reference):
    groups = exercise.inputs(np.random.default_rng(0))
    outcomes = run(reference[exercise.id], groups, exercise.driver)
    for calls, group in zip(groups, outcomes, strict=True):
        assert [outcome.after for outcome in group] == [checksums(args) for args in calls]


@EACH_FUNCTION
def test_an_answer_that_changes_its_input_is_caught(exercise, reference):
    def vandal(*args):
        result = reference[exercise.id](*args)
        for array in args:
            if isinstance(array, np.ndarray) and array.size:
                array[...] = 0
        return result

    vandal.__name__ = exercise.name
    got = verdict(exercise, vandal)
    assert got.key == "mutated"
    assert "changed the array it was given" in got.sentence


# The judge works on outcomes alone: each of these changes what the reference solution returned.
def of_values(change):
    """Apply `change` to the array, or to every array of a dict."""

    def changed(outcome):
        value = outcome.value
        if isinstance(value, dict):
            value = {name: change(np.asarray(array)) for name, array in value.items()}
        else:
            value = change(np.asarray(value))
        return dataclasses.replace(outcome, value=value)

    return changed


TAMPERED = {
    "none": lambda o: Outcome("returned"),
    "raised": lambda o: Outcome("raised", error="ZeroDivisionError", message="division by zero"),
    "mutated": lambda o: dataclasses.replace(o, after=("another",)),
    "type": lambda o: dataclasses.replace(o, value=None, type="Matrix"),
    "shape": of_values(lambda a: a[None]),
    "dtype": of_values(lambda a: a.astype(np.longdouble)),
    "narrowed": of_values(lambda a: a.astype(np.float16)),
    "nonfinite": of_values(lambda a: a * np.nan),
    "value": of_values(lambda a: a * 1.01 + 1.0),
    "warned": lambda o: dataclasses.replace(o, warning="overflow encountered in exp"),
}


@EACH_FUNCTION
@pytest.mark.parametrize("kind", TAMPERED)
def test_every_kind_of_mistake_is_told_from_outcomes_alone(exercise, kind, reference):
    inputs = exercise.inputs(np.random.default_rng(1))
    outcomes = run(reference[exercise.id], inputs, exercise.driver)
    assert exercise.judge(inputs, outcomes).right
    outcomes = exercise.measured(inputs, outcomes)
    exercise = dataclasses.replace(exercise, measure=None, gives=())
    tampered = [[TAMPERED[kind](outcome) for outcome in group] for group in outcomes]
    got = exercise.judge(inputs, tampered)
    wanted = exercise.parts[0].means.get(kind, kind)
    assert (got.status, got.earned, got.key) == ("wrong", 0, wanted)
    assert re.search(SENTENCES[kind], got.sentence)


SENTENCES = {
    "none": r"returned None, expected .+\.$",
    "raised": r"raised ZeroDivisionError: division by zero\.$",
    "mutated": r"changed the array it was given\.$",
    "type": r"gave a Matrix, expected ",
    "shape": r"gave (the|an array of) shape \(1,.*\), expected (a number|\(.*\))\.$",
    "dtype": r"gave float\d+, expected float\d\d\.$",
    "narrowed": r"gave float16, expected float\d\d\.$",
    "nonfinite": r"gave nan, expected ",
    "value": r"gave [-\d.e+]+, expected [-\d.e+]+",
    "warned": r"is right, but it warned: overflow encountered in exp\.$",
}


@ALL
def test_no_message_shows_the_answer_or_a_traceback(exercise, sources):
    solution, stub = sources[exercise.id]
    secrets = {line.strip() for line in solution.splitlines()} - {
        line.strip() for line in stub.splitlines()
    }
    right_side = solution.partition(" = ")[2].strip(' "\n')
    if not isinstance(exercise, Function):
        secrets |= {right_side, *re.findall(r"\d+\.\d\d+", right_side)}
    for wrong in (wrong for mistake in exercise.mistakes for wrong in mistake.answers):
        text = str(known(exercise, wrong))
        assert not [secret for secret in secrets if stands_in(secret, text)]
        assert "Traceback" not in text
        assert 'File "' not in text
        assert len(text.splitlines()) <= 2


def stands_in(secret, text):
    """Whether a secret is in a text; a number or letter only where it stands for itself."""
    if re.fullmatch(r"[-\d.]+", secret):
        return re.search(rf"(?<![-\d.]){re.escape(secret)}(?!\d)", text) is not None
    if len(secret) > 1:
        return secret in text
    return bool(secret) and re.search(rf"[\"'`( ]{secret}[\"'`), .]", text) is not None


@ALL
def test_no_mistake_shows_a_number_that_would_be_right(exercise):
    if isinstance(exercise, Numbers) and len(exercise.quantities) == 1:
        (wanted,) = exercise.quantities
        for mistake in exercise.mistakes:
            for number in re.findall(r"\d+\.\d+", mistake.hint):
                assert float(number) not in wanted.within


@ALL
def test_an_exercise_names_what_it_is(exercise):
    assert re.fullmatch(r"[a-z_]+/[a-z-]+", exercise.id)
    assert exercise.kind in KINDS
    assert exercise.name.isidentifier()
    assert exercise.points >= 1
    assert len(exercise.hints) >= 2
    assert all(exercise.hints)


def test_every_chapter_has_six_to_eight_exercises_and_one_of_each_kind():
    chapters = {id.partition("/")[0] for id in EXERCISES}
    for chapter in chapters:
        kinds = [e.kind for id, e in EXERCISES.items() if id.startswith(f"{chapter}/")]
        assert 6 <= len(kinds) <= 8
        assert set(kinds) == set(KINDS)


def test_a_second_exercise_under_one_id_is_an_error():
    exercise = next(iter(EXERCISES.values()))
    with pytest.raises(
        ValueError, match=r"already, from actcourse\.exercises\.assignments\.why_nonlinearity"
    ):
        enter(exercise, "elsewhere")
    with pytest.raises(ValueError, match="already"):
        enter(
            dataclasses.replace(exercise, title="Another"),
            "actcourse.exercises.assignments.why_nonlinearity",
        )
    assert EXERCISES[exercise.id] is exercise


def test_one_exercise_enters_its_own_chapter_and_all_come_in_teaching_order():
    code = (
        "import sys; from actcourse.exercises import EXERCISES; EXERCISES['tanh/stable']\n"
        "of = 'actcourse.exercises.assignments.'\n"
        "print(*[name.removeprefix(of) for name in sys.modules if name.startswith(of)])\n"
        "print(*dict.fromkeys(id.partition('/')[0] for id in EXERCISES))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["tanh", " ".join(CHAPTERS)]


def test_what_is_restored_keeps_the_exercises_that_were_not_entered_yet():
    code = (
        "from actcourse.exercises import EXERCISES\n"
        "with EXERCISES.restored():\n    EXERCISES['tanh/stable']\n"
        "print('tanh/stable' in EXERCISES)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"
