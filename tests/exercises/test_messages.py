"""What a message says is true: of the call, the entry, the dtype, the number and the form."""

import dataclasses
import re

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Function, MultipleChoice, Numbers, Ordering, run
from actcourse.exercises.functions import show
from actcourse.exercises.judging import judge, judge_known
from actcourse.exercises.run import plain
from actcourse.exercises.spec import GENERAL_HINTS


def of(kind):
    found = [e for e in EXERCISES.values() if isinstance(e, kind)]
    return pytest.mark.parametrize("exercise", found, ids=[e.id for e in found])


EACH_FUNCTION = of(Function)
COMPARED = [e for e in EXERCISES.values() if isinstance(e, Function) and e.measure is None]
EACH_COMPARED = pytest.mark.parametrize("exercise", COMPARED, ids=lambda exercise: exercise.id)
"""Those whose arrays are compared as they are, and not what a measure works out of them."""
SEVERAL = [e for e in EXERCISES.values() if isinstance(e, Numbers) and len(e.quantities) > 1]
EACH_QUANTITY = pytest.mark.parametrize(
    ("exercise", "place"),
    [pytest.param(e, k, id=f"{e.id}-{k}") for e in SEVERAL for k in range(len(e.quantities))],
)


def verdict(exercise, given, seed=0):
    return judge(exercise, given, np.random.default_rng(seed))


def changed(exercise, reference, change, seed=0):
    """The verdict on the reference solution with `change` made to all that it returns."""

    def answer(*args, **kwargs):
        return each(solution(*args, **kwargs), change)

    def driver(given, *args):
        return each(exercise.driver(given, *args), change)

    solution, inputs = reference[exercise.id], exercise.inputs(np.random.default_rng(seed))
    outcomes = run(solution, inputs, driver) if exercise.driver else run(answer, inputs)
    return exercise.judge(inputs, outcomes)


def each(value, change):
    """`change` made to a value, or to each of several things and each value of a dict."""
    if isinstance(value, tuple):
        return tuple(map(change, value))
    if isinstance(value, dict):
        return {name: change(item) for name, item in value.items()}
    return change(value)


# --- calls and entries ---------------------------------------------------------------------------


@EACH_FUNCTION
def test_a_call_that_is_quoted_was_made(exercise):
    for seed in range(3):
        inputs = exercise.inputs(np.random.default_rng(seed))
        shown = [[show(a) for a in args] for group in inputs for args in group]
        calls = {exercise.call.format(*s) or f"{exercise.name}({', '.join(s)})" for s in shown}
        for wrong in (a for m in exercise.mistakes for a in m.answers):
            got = judge_known(exercise, wrong, np.random.default_rng(seed))
            text = re.sub(r"^`\w+` of ", "", got.sentence)
            assert any(text.startswith(call) for call in calls), got.sentence


def test_the_entry_that_differs_and_what_stood_there_are_named():
    def last_is_off(x):
        return np.where(x == np.max(x), 0, 1 / (1 + np.exp(-x))) if np.ndim(x) else 0.5

    got = verdict(EXERCISES["sigmoid/stable"], last_is_off)
    match = re.match(
        r"sigmoid\(array of shape \(60,\)\) at \[(\d+)\], where it got ([\d.]+), gave 0, ",
        got.sentence,
    )
    (_, inputs) = EXERCISES["sigmoid/stable"].inputs(np.random.default_rng(0))[0][:2]
    assert int(match[1]) == np.argmax(inputs[0])
    assert match[2] == f"{inputs[0].max():.6g}"


def test_short_arguments_are_written_out():
    assert show(np.array([0, 1, 1, 0])) == "array([0, 1, 1, 0])"
    assert show(np.array([[1.0, -0.5]])) == "array([[1.0, -0.5]])"
    assert show(np.float32([1, 2])) == "array([1.0, 2.0])"
    assert show(np.zeros((3, 4), np.float32)) == "float32 array of shape (3, 4)"
    assert show(np.zeros((2, 0))) == "array of shape (2, 0)"
    assert (show(np.int64(3)), show(np.str_("he")), show(np.array(2.0))) == ("3", "'he'", "2.0")


# --- what comes back in another form -------------------------------------------------------------


class Matrix:
    """A class of the learner's own."""


MALFORMED = {
    "None": lambda right: None,
    "empty dict": lambda right: {},
    "wrong key": lambda right: {"wrong": 1.0},
    "numbers as keys": lambda right: {0: 1.0, 1: 2.0},
    "text": lambda right: "abcd",
    "bytes": lambda right: b"abcd",
    "nothing": lambda right: (),
    "one": lambda right: (1.0,),
    "many": lambda right: tuple(np.zeros((9, 2))),
    "one more": lambda right: (*right, 0.0) if isinstance(right, tuple) else (right, 0.0),
    "one less": lambda right: right[:-1] if isinstance(right, tuple) else [],
    "in a tuple": lambda right: (right,),
    "keys": lambda right: list(right) if isinstance(right, dict) else {"result": right},
    "one key less": lambda right: (
        dict(list(right.items())[1:]) if isinstance(right, dict) else {"a": 1, "b": right}
    ),
    "generators": lambda right: ((x for x in range(2)) for _ in range(2)),
    "generators in a list": lambda right: [(x for x in range(2)) for _ in range(2)],
    "nested": lambda right: [[[[right]]]],
    "ragged": lambda right: [[1.0, 2.0], [3.0]],
    "ragged things": lambda right: ([[1.0, 2.0], [3.0]],) * 2,
    "list of None": lambda right: [None, None],
    "array of None": lambda right: np.array([None, 1.0]),
    "array of text": lambda right: np.array(["a", "bcd"]),
    "text within": lambda right: ("a", 1.0, "bcd", 2.0),
    "dicts within": lambda right: ({"a": 1.0}, {"a": 2.0}),
    "complex": lambda right: 1 + 2j,
    "truth": lambda right: True,
    "set": lambda right: {1.0, 2.0},
    "class": lambda right: Matrix,
    "object": lambda right: Matrix(),
    "function": lambda right: np.exp,
    "cube": lambda right: np.zeros((2, 3, 7)),
}
"""By a name: what an answer may return in place of what is right."""

INTERNAL = re.compile(
    r"<U|dtype|inhomogeneous|unpack|zip\(\)|broadcast|gufunc|Traceback|Error|operand|object at 0x|"
    r"array is|NoneType|ellipsis"
)
FORM = re.compile(
    r"expected (a number|an array of shape \(.*\)|\(.*\)|real numbers"
    r"|a dict with the keys (\"\w+\"(, | and )?)+|\d things: (`\w+`(, | and )?)+)\.$"
)


@EACH_FUNCTION
@pytest.mark.parametrize("kind", MALFORMED)
def test_what_comes_in_another_form_is_told_which_came_and_which_is_wanted(
    exercise, kind, reference
):
    inputs = exercise.inputs(np.random.default_rng(0))

    def answer(*args):
        return MALFORMED[kind](solution(*args))

    def driver(given, *args):  # of the class of an engine, what its expression came to
        return MALFORMED[kind](exercise.driver(given, *args))

    solution = reference[exercise.id]
    if isinstance(solution, type):
        got = exercise.judge(inputs, run(solution, inputs, driver))
    else:
        got = verdict(exercise, answer)
    assert (got.status, got.earned) == ("wrong", 0)
    assert got.key not in ("dtype", "narrowed", "raised", "multiple"), got
    assert FORM.search(got.sentence), got
    assert not INTERNAL.search(str(got)), got
    assert "type(" not in got.hint
    assert got.hint


@EACH_FUNCTION
def test_an_answer_with_other_arguments_is_told_to_compare_its_first_line(exercise, reference):
    if isinstance(reference[exercise.id], type):
        return
    for line in (f"def {exercise.name}():", f"def {exercise.name}(a, b, c, d, e, f, g, h, i, j):"):
        names = {}
        exec(f"{line}\n    return 0.0", names)  # noqa: S102
        got = verdict(exercise, names[exercise.name])
        assert (got.key, got.hint) == ("signature", GENERAL_HINTS["signature"])


@EACH_FUNCTION
def test_wrong_values_are_not_taken_for_a_change_of_the_input_or_of_the_dtype(exercise):
    """Of an answer that also changes its input, the values alone are no sign that others do."""
    for mistake in exercise.mistakes:
        if mistake.key in ("mutated", "dtype", "narrowed"):
            for wrong in mistake.answers:

                def harmless(*args, wrong=wrong):
                    return wrong(*(np.array(a) if isinstance(a, np.ndarray) else a for a in args))

                got = verdict(exercise, harmless)
                assert got.right or got.key != "mutated", got


# --- types ---------------------------------------------------------------------------------------


@EACH_FUNCTION
def test_lists_and_tuples_are_as_good_as_arrays_and_python_numbers_as_numpys(exercise, reference):
    def as_lists(value):
        return value.tolist() if isinstance(value, np.ndarray | np.generic) else value

    def as_tuple(value):
        listed = as_lists(value)
        return tuple(listed) if isinstance(listed, list) else listed

    def without_a_shape_to_lose(value):
        return np.size(value) > 0 or np.ndim(value) == 0

    for change in (as_lists, as_tuple):
        got = changed(
            exercise,
            reference,
            lambda value, change=change: change(value) if without_a_shape_to_lose(value) else value,
        )
        assert got.right, got


ODD = {
    "objects": lambda a: np.full(np.shape(a), None, dtype=object),
    "text": lambda a: np.full(np.shape(a), "one"),
    "masked": lambda a: np.ma.masked_array(a, mask=np.ones(np.shape(a), bool)),
    "ragged": lambda a: [[1.0, 2.0], [3.0]],
    "complex": lambda a: np.asarray(a) + 1j,
    "mixed": lambda a: [1.0, "two"],
    "none": lambda a: [None],
    "set": lambda a: {1.0, 2.0},
}


@EACH_FUNCTION
@pytest.mark.parametrize("kind", ODD)
def test_text_none_ragged_and_masked_arrays_are_refused_in_words_that_hold(
    exercise, kind, reference
):
    got = changed(exercise, reference, ODD[kind])
    assert got.status == "wrong"
    assert not re.search(r"gave an? (ndarray|dict), expected an? (array|number)", got.sentence)


@EACH_COMPARED
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.longdouble])
def test_a_hint_about_dtype_says_the_right_way_round_what_differs(exercise, dtype, reference):
    got = changed(exercise, reference, lambda a: np.asarray(a, dtype))
    assert got.status == "wrong"
    if got.key in ("dtype", "narrowed"):
        gave, wanted = re.search(r"gave (\w+), expected (\w+)\.$", got.sentence).groups()
        wider = np.dtype(gave).itemsize > np.dtype(wanted).itemsize
        assert got.key == ("dtype" if wider else "narrowed")


@EACH_FUNCTION
def test_no_wrong_value_is_taken_for_a_wrong_dtype(exercise, reference):
    """Whole numbers, lists and Python's own numbers have no dtype that could be wrong."""
    for change in (lambda a: np.zeros(np.shape(a), int), lambda a: np.zeros(np.shape(a)).tolist()):
        got = changed(exercise, reference, change)
        assert got.key not in ("dtype", "narrowed")


# --- numbers -------------------------------------------------------------------------------------


def middle(quantity):
    return (quantity.within.low + quantity.within.high) / 2


@EACH_QUANTITY
def test_the_hint_is_that_of_the_number_that_is_wrong(exercise, place):
    own = exercise.quantities[place]
    for side, off in (("small", -373), ("large", 373)):
        answer = [middle(quantity) for quantity in exercise.quantities]
        answer[place] = (own.within.low if off < 0 else own.within.high) + off
        got = verdict(exercise, answer)
        hint = getattr(own, f"too_{side}")
        assert hint
        assert got.hint == hint
        assert got.key == f"too {side}"
        assert own.what in got.sentence


@of(Numbers)
def test_hundredths_of_a_whole_are_told_to_be_written_as_such(exercise):
    for place, quantity in enumerate(exercise.quantities):
        number = 100 * middle(quantity)
        if quantity.within.high <= 1 < number:
            answer = [middle(each) for each in exercise.quantities]
            answer[place] = number
            got = verdict(exercise, answer)
            assert (got.key, got.hint) == ("percent", exercise.hint_for("percent"))


@of(Numbers)
def test_a_fraction_is_told_that_a_whole_number_is_wanted(exercise):
    for place, quantity in enumerate(exercise.quantities):
        if quantity.trial and quantity.trial.first:
            answer = [middle(each) for each in exercise.quantities]
            answer[place] += 0.5
            got = verdict(exercise, answer)
            assert got.key == "whole"
            assert "it has to be a whole number" in got.sentence


@of(Numbers)
@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, np.float32("nan")])
def test_nan_and_infinity_have_a_hint_of_their_own(exercise, number):
    answer = [middle(quantity) for quantity in exercise.quantities]
    answer[-1] = number
    got = verdict(exercise, answer if len(answer) > 1 else number)
    assert (got.key, got.hint) == ("nonfinite", GENERAL_HINTS["nonfinite"])


@of(Numbers)
@pytest.mark.parametrize(
    "odd",
    [
        *(None, True, "4", b"4", [], {}, {1.0, 2.0}, [[1, 2], [3]], 1 + 2j, 10**400, print),
        *(range(3), np.ma.masked, np.ma.array([1.0], mask=[True]), np.array([1, None])),
    ],
    ids=lambda odd: type(odd).__name__,  # a set has no order of its own
)
def test_whatever_is_handed_in_for_numbers_is_refused_with_what_is_wanted(exercise, odd):
    got = verdict(exercise, odd)
    assert got.status == "wrong"
    assert got.hint
    assert not re.search(r"is an? (int|float|ndarray|object)\b", got.sentence)


@of(Numbers)
def test_lists_tuples_and_arrays_of_numbers_are_read_alike(exercise):
    right = [float(n) for n in np.ravel(exercise.also_right[0])]
    for given in (right, tuple(right), np.array(right), [np.float64(n) for n in right]):
        assert verdict(exercise, given).right


# --- letters -------------------------------------------------------------------------------------

AS_LEARNERS_WRITE = ["{}", "({})", "{})", " {} ", "{}.", "**{}**", '"{}"', "\n{}\n", "[{}]"]


@of(MultipleChoice)
def test_a_letter_is_read_however_it_is_written(exercise):
    for letter in exercise.options:
        forms = [form.format(x) for form in AS_LEARNERS_WRITE for x in (letter, letter.upper())]
        forms += [[letter], (letter,), {letter}, frozenset(letter), np.array(letter), [[letter]]]
        for given in forms:
            got = verdict(exercise, given)
            assert got.right == (letter == exercise.right)
            assert got.right or got.key == letter


@of(Ordering)
def test_an_order_is_read_however_it_is_written(exercise):
    for order in exercise.orders:
        letters = list(order)
        for between in ("", " ", ", ", "-", " -> ", "\n", " > "):
            assert verdict(exercise, between.join(letters)).right
            assert verdict(exercise, between.join(letters).upper()).right
        for given in (letters, tuple(letters), np.array(letters), [f"({c})" for c in letters]):
            assert verdict(exercise, given).right


@of(MultipleChoice | Ordering)
@pytest.mark.parametrize(
    "odd",
    [None, 4, "", "none of them", "?", [], {"a", "b"}, ["a", 1], True, print, np.array([1.0])],
    ids=lambda odd: type(odd).__name__,  # a set has no order of its own
)
def test_letters_in_no_form_are_told_which_is_wanted_and_what_came(exercise, odd):
    got = verdict(exercise, odd)
    assert (got.status, got.key) == ("wrong", "type")
    wanted = "one letter" if isinstance(exercise, MultipleChoice) else "letters in one string"
    assert wanted in got.hint
    assert all(letter in got.sentence for letter in exercise.letters) or "string" in got.sentence


@of(Ordering)
def test_an_order_with_a_letter_too_few_or_too_many_says_which(exercise):
    order = exercise.orders[0]
    assert f"{order[-1]!r} is missing" in verdict(exercise, order[:-1]).sentence
    assert f"{order[0]!r} comes 2 times" in verdict(exercise, order + order[0]).sentence
    assert "'z' is none of them" in verdict(exercise, order + "z").sentence
    for text in (order[:-1], order + order[0]):
        assert "type(" not in str(verdict(exercise, text))


# --- hints ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
def test_no_hint_before_the_last_shows_more_than_a_third_of_the_answer(exercise, sources):
    solution, stub = sources[exercise.id]
    lines = {line.strip() for line in solution.splitlines()}
    secrets = {line for line in lines - {line.strip() for line in stub.splitlines()} if line}
    if isinstance(exercise, Ordering):
        secrets |= set(exercise.orders)
    shown = {secret for secret in secrets if any(secret in hint for hint in exercise.hints[:-1])}
    assert 3 * len(shown) <= len(secrets)


def test_a_set_of_one_is_read_and_one_of_more_has_no_order():
    assert plain({"d"}) == plain(frozenset("d")) == ("d",)
    assert plain({"c", "d"}) is None


@pytest.mark.parametrize("factor", [-1, 2, 0.5, 7])
@EACH_FUNCTION
def test_the_right_values_times_one_number_are_told_as_such(exercise, factor, reference):
    inputs = exercise.inputs(np.random.default_rng(0))
    outcomes = exercise.measured(inputs, run(reference[exercise.id], inputs, exercise.driver))
    exercise = dataclasses.replace(exercise, measure=None, gives=(), mistakes=())
    times = [
        [dataclasses.replace(o, value=each(o.value, lambda a: factor * a)) for o in group]
        for group in outcomes
    ]
    values = [o.value for o in outcomes[0]]
    arrays = [a for v in values for a in (v.values() if isinstance(v, dict) else [v])]
    differ = any(np.unique(a[a != 0]).size > 1 for a in map(np.asarray, arrays))
    got = exercise.judge(inputs, times)
    assert (got.key == "multiple") == differ, got
    assert (GENERAL_HINTS["multiple"] == got.hint) == differ
