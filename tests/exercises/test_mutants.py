"""Every slip that can be made in a solution is refused, or makes no difference.

``python -m pytest tests/exercises/test_mutants.py -m slow -s`` prints how many of each.
"""

import contextlib
import io
import warnings
import zlib

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Function, run
from actcourse.exercises.judging import judge
from actcourse.exercises.limit import TooSlow, limited

from .domains import DOMAINS
from .mutants import mutants

FUNCTIONS = [e for e in EXERCISES.values() if isinstance(e, Function)]
EACH = pytest.mark.parametrize("exercise", FUNCTIONS, ids=[e.id for e in FUNCTIONS])
SAMPLE = 25  # mutants of each exercise that are tried every time
INPUTS = 1000  # random ones on which an equivalent mutant gives what the solution gives
SEEDS = range(3)  # of the inputs on which each mutant is judged
SECONDS = 2.0  # for the few mutants that never end


@EACH
def test_some_mutants_of_the_solution_are_refused_or_equivalent(exercise, sources, reference):
    solution = sources[exercise.id][0]
    made = list(mutants(solution))
    rng = np.random.default_rng(zlib.crc32(exercise.id.encode()))
    some = [made[k] for k in rng.permutation(len(made))[:SAMPLE]]
    _tried(exercise, some, reference, seeds=[0])


@pytest.mark.slow
@EACH
def test_every_mutant_of_the_solution_is_refused_or_equivalent(exercise, sources, reference):
    made = list(mutants(sources[exercise.id][0]))
    equal = _tried(exercise, made, reference, SEEDS)
    print(f"\n{exercise.id}: {len(made)} made, {len(made) - equal} refused, {equal} equivalent")


def _tried(exercise, made, reference, seeds):
    """How many of these are equivalent, where all others are refused with each seed."""
    names = _names(reference[exercise.id])
    passed = [pair for pair in made if _passes(exercise, pair[1], names, seeds)]
    wrong = [
        change
        for change, source in passed
        if not _equivalent(exercise, _made(exercise, source, names), reference[exercise.id])
    ]
    assert not wrong
    return len(passed)


def _names(answer):
    """The names around a solution, which may use an earlier one of its chapter."""
    code = answer.__init__ if isinstance(answer, type) else answer
    return code.__globals__


def _made(exercise, source, names):
    space = dict(names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the compiler, on what no one would write
        exec(source, space)  # noqa: S102
    return space[exercise.name]


def _passes(exercise, source, names, seeds):
    """Whether an answer is right with any of the seeds."""
    answer = _made(exercise, source, names)
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            with limited(SECONDS):
                return any(judge(exercise, answer, np.random.default_rng(s)).right for s in seeds)
        except TooSlow:
            return False


def _equivalent(exercise, mutant, solution):
    """Whether a mutant does what the solution does, on random inputs of all that is allowed."""
    rng = np.random.default_rng(1)
    draw = DOMAINS[exercise.id]
    groups = [[tuple(draw(rng)) for _ in range(INPUTS)], *exercise.inputs(rng)]
    found = [
        exercise.measured(groups, run(answer, groups, exercise.driver))
        for answer in (mutant, solution)
    ]
    return all(
        _same(ours, theirs)
        for pair in zip(*found, strict=True)
        for ours, theirs in zip(*pair, strict=True)
    )


def _same(ours, theirs):
    facts = ("status", "error", "after", "warning")
    return all(getattr(ours, f) == getattr(theirs, f) for f in facts) and _near(
        ours.value, theirs.value
    )


def _near(a, b):
    """The same up to what two orders of work round differently."""
    if isinstance(b, dict):
        return a.keys() == b.keys() and all(_near(a[name], b[name]) for name in b)
    if b is None:
        return a is None
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    finite = np.abs(b[np.isfinite(b)])
    size = float(finite.max()) if finite.size else 0.0
    return bool(np.allclose(a, b, rtol=1e-9, atol=1e-12 * size, equal_nan=True))


def test_every_exercise_that_asks_for_code_has_a_domain():
    assert list(DOMAINS) == [exercise.id for exercise in FUNCTIONS]


@EACH
def test_a_domain_holds_arguments_that_the_solution_answers(exercise, reference):
    rng = np.random.default_rng(2)
    calls = [tuple(DOMAINS[exercise.id](rng)) for _ in range(50)]
    (outcomes,) = run(reference[exercise.id], [calls], exercise.driver)
    for args, outcome in zip(calls, outcomes, strict=True):
        assert outcome.status == "returned", (args, outcome)
        assert not outcome.warning, (args, outcome)
