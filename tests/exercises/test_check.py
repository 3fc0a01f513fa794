"""What a learner reads, word for word, and how `check` behaves around it."""

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Mistake, MultipleChoice, NotRight, Ordering, check
from actcourse.exercises.judging import judge


def nan_at_the_left(x):
    return 1 - np.exp(-x) / (1 + np.exp(-x))


def right(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def unfinished(x):
    raise NotImplementedError


# The answer, and what is printed for it.
GOLDEN = {
    "empty": (
        unfinished,
        (
            "○ sigmoid/stable: not attempted yet. "
            "Replace `raise NotImplementedError` with your code.\n"
        ),
    ),
    "wrong": (
        nan_at_the_left,
        """✗ sigmoid/stable, 2 of 4: sigmoid(-800.0) gave nan, expected a number near 0.
  Hint: which of exp(800) and exp(-800) can a float hold?
""",
    ),
    "right": (right, "✓ sigmoid/stable, 4 of 4 (errors below 1e-14)\n"),
}


@pytest.mark.parametrize("case", GOLDEN)
def test_an_answer_prints_exactly_this(case, capsys):
    answer, text = GOLDEN[case]
    assert check("sigmoid/stable", answer) is None
    assert capsys.readouterr() == (text, "")


@pytest.mark.parametrize(
    ("id", "answer", "text"),
    [
        ("sigmoid/stable", 3.0, "`sigmoid` is a float, expected a function."),
        ("sigmoid/stable", lambda: 0, "sigmoid(0.0) raised TypeError: "),
        ("sigmoid/stable", lambda x: None, "sigmoid(0.0) returned None, expected a number."),
        ("sigmoid/stable", lambda x: ..., "sigmoid(0.0) returned ..., expected a number."),
        ("sigmoid/stable", lambda x: "half", "sigmoid(0.0) gave text, expected a number."),
        ("sigmoid/stable", lambda x: True, "sigmoid(0.0) gave truth values, expected a number."),
        ("sigmoid/stable", lambda x: 0.5 + 0j, "sigmoid(0.0) gave a complex, expected a number."),
        (
            "sigmoid/stable",
            lambda x: np.zeros(3),
            "gave an array of shape (3,), expected a number.",
        ),
        ("sigmoid/stable", lambda x: np.float32(0.5), "gave float32, expected float64."),
        ("sigmoid/stable", lambda x: right(x) + 1e-3, "sigmoid(0.0) gave 0.501, expected 0.5."),
        ("sigmoid/stable", lambda x: right(x) + 1e-9, "gave 0.500000001, expected 0.5."),
        ("sigmoid/stable", lambda x: right(x).view(Sub), "gave a Sub, expected a"),
        ("sigmoid/factor", True, "`factor` is True, expected a number."),
        ("sigmoid/factor", None, "`factor` is None."),
        ("sigmoid/factor", float("nan"), "NaN is not the factor per layer"),
        ("sigmoid/two-examples", (1.0, "half"), "expected 2 numbers."),
        ("sigmoid/two-examples", (1.0, 0.5, 0.5), "`shares` is 3 numbers, expected 2 numbers."),
        ("sigmoid/derivation", 5, "`order` is 5, expected a string of letters."),
    ],
)
def test_each_mistake_has_a_sentence_of_its_own(id, answer, text, capsys):
    check(id, answer)
    printed = capsys.readouterr().out
    assert printed.startswith(f"✗ {id}, ")
    assert text in printed


class Sub(np.ndarray):
    """An array that could say anything of itself."""


def test_a_wrong_array_names_the_input_with_the_largest_error(capsys):
    check("sigmoid/stable", lambda x: right(np.minimum(x, 2.0)))
    assert capsys.readouterr().out == (
        "✗ sigmoid/stable, 1 of 4: sigmoid(array of shape (60,)) at [47], where it got 5.88077, "
        "gave 0.880797, expected 0.997215; "
        "15 of 60 values are off, the largest error is 0.12.\n"
    )


def test_exit_is_a_mistake_of_the_answer_and_an_interrupt_is_the_users(capsys):
    def leave(x):
        raise SystemExit(0)

    def interrupt(x):
        raise KeyboardInterrupt

    check("sigmoid/stable", leave)
    assert "sigmoid(0.0) raised SystemExit: 0." in capsys.readouterr().out
    with pytest.raises(KeyboardInterrupt):
        check("sigmoid/stable", interrupt)


def test_an_answer_that_needs_an_unfinished_one_says_so(capsys):
    namespace = {"sigmoid": unfinished, "np": np}
    exec("def slope(x):\n    return sigmoid(x) * sigmoid(-x)", namespace)  # noqa: S102
    check("sigmoid/tail", namespace["slope"])
    printed = capsys.readouterr().out
    assert "slope(0.0) raised NotImplementedError: in `unfinished`." in printed


def test_hints_open_one_by_one(capsys):
    exercise = EXERCISES["sigmoid/stable"]
    for stage, hint in enumerate(exercise.hints, start=1):
        check(exercise.id, ..., hint=stage)
        printed = capsys.readouterr().out.splitlines()
        lines = [f"  Hint {stage} of {len(exercise.hints)}: {hint}"]
        if stage == len(exercise.hints):
            lines.append("  Read again in the lesson: “What does it do to a number?”")
        assert printed[1:] == lines
    check(exercise.id, ..., hint=9)
    assert "There are 3 hints: ask for hint=1 to hint=3." in capsys.readouterr().out


def test_an_unknown_id_names_close_ones(capsys):
    check("sigmoid/stabel", right)
    assert "did you mean 'sigmoid/stable'" in capsys.readouterr().out


def test_inputs_are_fixed_in_the_notebook_and_fresh_on_demand():
    seen = []

    def spy(x):
        seen.append(np.sum(x))
        return right(x)

    for seed in (0, 0, None, None):
        check("sigmoid/stable", spy, seed=seed)
    calls = np.array(seen).reshape(4, -1)
    assert (calls[0] == calls[1]).all()
    assert (calls[2] != calls[3]).any()
    assert (calls[0] != calls[2]).any()


@pytest.mark.parametrize("execution", ["autograde", "validate"])
def test_under_nbgrader_all_but_a_right_answer_raises(execution, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    for case, (answer, text) in GOLDEN.items():
        if case == "right":
            check("sigmoid/stable", answer)
            assert capsys.readouterr().out == text
        else:
            with pytest.raises(NotRight) as caught:
                check("sigmoid/stable", answer)
            assert str(caught.value) == text.rstrip("\n")
            assert caught.value._render_traceback_() == [f"NotRight: {text}".rstrip("\n")]
    with pytest.raises(NotRight, match="no exercise is called"):
        check("sigmoid/stabel", right)


def verdict(exercise, answer):
    return judge(exercise, answer, np.random.default_rng(0))


def test_a_choice_has_a_sentence_for_every_wrong_pick():
    choice = MultipleChoice(
        id="test/choice",
        kind="predict",
        title="A choice",
        name="pick",
        hints=["One.", "Two."],
        options="abc",
        right="b",
        note="b it is",
        mistakes=[Mistake("a", ["a"], "why not a?"), Mistake("c", ["c"], "why not c?")],
    )
    assert str(verdict(choice, " B ")) == "✓ test/choice, 1 of 1 (b it is)"
    assert str(verdict(choice, "a")) == (
        "✗ test/choice, 0 of 1: 'a' does not hold.\n  Hint: why not a?"
    )
    assert "expected one letter of a, b, c." in str(verdict(choice, "d"))
    assert "`pick` is 2, expected one letter of" in str(verdict(choice, 2))
    assert verdict(choice, ...).status == "open"


def test_an_ordering_counts_the_lines_that_stand_right_and_knows_several_orders():
    order = Ordering(
        id="test/order",
        kind="derive",
        title="An order",
        name="order",
        hints=["One.", "Two."],
        orders=["abcd", "abdc"],
        note="both ways work",
        mistakes=[Mistake("c", ["cabd"], "not before a")],
    )
    for given in ("abcd", "ABDC", "a, b, c, d", ["a", "b", "d", "c"]):
        assert verdict(order, given).right, given
    assert "the first line stands right; line 'c' does not come next" in str(verdict(order, "acbd"))
    assert "no line stands right yet; line 'c' does not come first" in str(verdict(order, "cabd"))
    assert verdict(order, "abcc").key == "type"


HUGE = {"too large for a float": 10**400, "too long to be written out": -(10**5000), "float": 2**70}


@pytest.mark.parametrize("what", HUGE)
@pytest.mark.parametrize("id", EXERCISES)
def test_an_int_of_any_size_gets_a_verdict(id, what, capsys):
    answers = [HUGE[what], (HUGE[what], 0), [[HUGE[what]]], {"a": HUGE[what]}]
    answers += [lambda *args: HUGE[what], lambda *args: (HUGE[what], HUGE[what])]
    for answer in answers:
        check(id, answer)
        assert capsys.readouterr().out.startswith((f"✗ {id}, 0 of ", f"○ {id}: not attempted"))


@pytest.mark.parametrize("id", EXERCISES)
def test_nothing_but_the_verdict_is_printed(id, capsys):
    """Among the known answers that a wrong one is compared with are some that print."""
    for answer in (lambda *args: 3, lambda *args: None, 3):
        check(id, answer)
        assert capsys.readouterr().out.startswith(("✗", "○", "✓"))
