"""What the text of an exercise promises, and what its hints keep back."""

import ast
import re
from fractions import Fraction
from itertools import combinations

import nbformat
import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Function, MultipleChoice, Numbers, Ordering, forms
from actcourse.exercises.judging import judge

from .conftest import ROOT
from .domains import DOMAINS

ALL = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
CODE = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def texts():
    """The text of each exercise by its id, and that of the first cell by its chapter."""
    found = {}
    for path in forms.find(ROOT / "chapters"):
        notebook = nbformat.read(path, as_version=4)
        found[path.stem.removesuffix("_exercises")] = notebook.cells[0].source
        for exercise, answer, _ in forms.exercises(notebook):
            above = [
                cell.source for cell in notebook.cells[:answer] if ":::{exercise}" in cell.source
            ]
            found[exercise.id] = above[-1]
    return found


@ALL
def test_a_text_says_in_which_form_letters_are_handed_in(exercise, texts):
    if isinstance(exercise, MultipleChoice):
        assert re.search(r"[Hh]and in (the|its) letter\b", texts[exercise.id])
    if isinstance(exercise, Ordering):
        assert re.search(r"[Hh]and in the \w+ letters as one string", texts[exercise.id])


@ALL
def test_what_a_function_may_stand_on_is_said_where_functions_are_asked_for(exercise, texts):
    """The course's own functions are refused, so the page has to say so."""
    if isinstance(exercise, Function):
        assert "actcourse" not in exercise.allows
        intro = texts[exercise.id.partition("/")[0]]
        (rule,) = [line for line in intro.splitlines() if "NumPy and SciPy" in line]
        assert rule in (ROOT / "chapters" / "start.md").read_text(encoding="utf-8")


CHOICES = [e for e in EXERCISES.values() if isinstance(e, MultipleChoice)]


@pytest.mark.parametrize("exercise", CHOICES, ids=lambda exercise: exercise.id)
def test_of_several_letters_one_that_does_not_hold_is_talked_about(exercise):
    for pair in combinations(exercise.options, 2):
        got = judge(exercise, "".join(pair), np.random.default_rng(0))
        assert got.key == "type"
        assert got.hint.startswith(exercise.form())
        wrong = next(letter for letter in pair if letter != exercise.right)
        assert exercise.hint_for(wrong) in got.hint


def snippets(text):
    """What is computed or assigned in the code of a text, as syntax trees."""
    for code in CODE.findall(text):
        if "^" in code:  # a formula
            continue
        try:
            tree = ast.parse(code.strip())
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.Call | ast.BinOp | ast.Compare):
                yield ast.dump(node)


@ALL
def test_no_hint_before_the_last_holds_code_of_the_solution(exercise, sources, texts):
    solution = {ast.dump(node) for node in ast.walk(ast.parse(sources[exercise.id][0]))}
    known = set(snippets(texts[exercise.id]))
    for hint in exercise.hints[:-1]:
        assert not (set(snippets(hint)) & solution) - known, hint


def numbers(text):
    """The numbers in a text."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text.replace("−", "-"))
    found = re.findall(r"(?<![\w.^])-?\d+(?:\.\d+)?(?:/\d+)?(?![\w.]*\w)", plain)
    return {float(Fraction(number)) for number in found}


@ALL
def test_no_hint_before_the_last_holds_a_number_that_is_asked_for(exercise, texts):
    if isinstance(exercise, Numbers):
        for hint in exercise.hints[:-1]:
            for number in numbers(hint) - numbers(texts[exercise.id]):
                assert not any(quantity.holds(number) for quantity in exercise.quantities), hint


@ALL
def test_what_works_entry_by_entry_is_called_with_integers_as_well(exercise, sources):
    """Integers in give floats out: whoever fills an array of the input's dtype has to notice."""
    if "entry by entry" in sources[exercise.id][1]:
        groups = exercise.inputs(np.random.default_rng(0))
        firsts = [np.asarray(args[0]) for group in groups for args in group]
        assert any(first.dtype.kind == "i" and first.size > 1 for first in firsts)


ENTRYWISE = [
    "sigmoid/stable",
    "sigmoid/tail",
    "swish/function",
    "swish/always-positive",
]


@pytest.mark.parametrize("id", ENTRYWISE)
def test_small_values_are_asked_for_as_the_text_says(id, reference):
    """Whoever gives 0 for more than the text allows is wrong."""
    exercise, solution = EXERCISES[id], reference[id]

    def cut(*args):
        value = solution(*args)
        return np.where(np.abs(value) < 1e-7, 0 * value, value).astype(np.asarray(value).dtype)

    rng = np.random.default_rng(0)
    drawn = [np.abs(np.ravel(solution(*DOMAINS[id](rng)))) for _ in range(200)]
    assert any(((a > 1e-10) & (a < 1e-7)).any() for a in drawn)
    for seed in range(5):
        got = judge(exercise, cut, np.random.default_rng(seed))
        assert got.status == "wrong", got
