"""Controls: their positions, words and complaints."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcourse.explore import EXPLORERS, Choice, Range, Steps, Toggle
from tests.figures import pictures

MINUS = "\N{MINUS SIGN}"


@given(st.integers(-50, 50), st.integers(1, 40), st.sampled_from(["0.1", "0.25", "0.05", "1.5"]))
def test_a_range_steps_in_exact_decimals(low, count, step):
    high = low + count * float(step)
    control = Range(low, float(f"{high:.10g}"), float(step))
    values = [p.value for p in control.positions]
    assert values == [float(f"{low + i * float(step):.10g}") for i in range(count + 1)]


def test_every_slider_of_the_course_takes_its_positions_as_linspace_and_arange_make_them():
    pictures.of_course()
    refused = taken = 0
    for explorer in EXPLORERS.values():
        for control in explorer.controls.values():
            if not isinstance(control, Range):
                continue
            exact = [position.value for position in control.positions]
            step, count = exact[1] - exact[0], len(exact)
            for numbers in (
                np.linspace(exact[0], exact[-1], count),
                np.arange(exact[0], exact[-1] + step / 2, step),
                np.linspace(exact[0], exact[-1], count).astype(np.float32),
            ):
                assert [control.index(number) for number in numbers] == list(range(count))
                refused += sum(a != b for a, b in zip(numbers, exact, strict=True))
                taken += count
    assert taken > refused > 50, "plain equality would do"


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e3), st.integers(2, 60))
def test_numbers_out_of_arithmetic_make_a_slider_and_find_their_place(low, step, count):
    numbers = np.linspace(float(f"{low:.4g}"), float(f"{low:.4g}") + step * count, count)
    if len({f"{number:g}" for number in numbers}) == count:
        control = Steps(numbers)
        assert [control.index(number) for number in np.nextafter(numbers, math.inf)] == list(
            range(count)
        )


def test_a_range_may_be_given_by_numbers_that_are_off_by_rounding():
    values = [p.value for p in Range(0, 0.1 + 0.2, np.float32(0.1), value=1 - 0.9).positions]
    assert values == [0.0, 0.1, 0.2, 0.3]
    assert [type(p.value) for p in Range(np.int64(0), np.int64(4), 2).positions] == [int] * 3


@pytest.mark.parametrize("wrong", [0.1 + 1e-6, 0.15, math.nan, math.inf, "0.1", None, [0.1, 0.2]])
def test_a_number_between_two_positions_is_none(wrong):
    with pytest.raises(ValueError, match="has no position"):
        Range(0, 1, 0.1, label="w").index(wrong)


def test_an_option_may_be_an_array():
    options = {"up": np.array([1, 2]), "down": np.array([2, 1])}
    assert Choice(options).index(np.array([2, 1])) == 1


def test_a_range_of_integers_has_integer_values():
    assert [p.value for p in Range(2, 8, 3).positions] == [2, 5, 8]
    assert all(isinstance(p.value, int) for p in Range(2, 8, 3).positions)


@pytest.mark.parametrize(
    "control", [Range(-8, 8, 0.1), Range(0.1, 3, 0.1), Range(0, 0.05, 0.001)], ids=str
)
def test_a_position_is_found_however_it_was_computed(control):
    number = len(control.positions)
    step = control.positions[1].value - control.positions[0].value
    ways = np.linspace(control.low, control.high, number), control.low + step * np.arange(number)
    for values in ways:
        assert [control.index(v) for v in values] == list(range(number))
    with pytest.raises(ValueError, match="has no position"):
        control.index(control.low + step / 2)


def test_small_numbers_are_told_apart():
    control = Steps([1e-14, 1e-13, 1e-12])
    assert [control.index(v) for v in (1e-14, 1e-13, 1e-12)] == [0, 1, 2]


def test_positions_show_the_digits_of_the_step_a_true_minus_and_the_unit():
    texts = [p.text for p in Range(-0.5, 0.5, 0.25, unit=" V").positions]
    assert texts == [f"{MINUS}0.50 V", f"{MINUS}0.25 V", "0.00 V", "0.25 V", "0.50 V"]


def test_keys_for_the_address_are_plain_and_distinct():
    assert [p.key for p in Range(-1, 1, 1).positions] == ["-1", "0", "1"]
    control = Choice({"all positive, 0.5 to 1.5": 1, "centred": 2})
    assert [p.key for p in control.positions] == ["all-positive-0.5-to-1.5", "centred"]


@pytest.mark.parametrize(
    ("control", "start"),
    [
        (Range(0, 1, 0.5), 0),
        (Range(0, 1, 0.5, value=0.5), 1),
        (Steps((1, 2, 4), value=4), 2),
        (Choice(["a", "b"], value="b"), 1),
        (Toggle(), 0),
        (Toggle(value=True), 1),
    ],
)
def test_a_control_starts_where_it_is_told(control, start):
    assert control.start == start


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Range(0, 1, 0.3), "whole number of steps"),
        (lambda: Range(1, 0, 0.5), "low < high"),
        (lambda: Range(0, 1, 0), "step > 0"),
        (lambda: Range(0, 1, 0.5, value=0.3), "no position 0.3; it has 0.0, 0.5, 1.0"),
        (lambda: Steps((1,)), "2 or more"),
        (lambda: Choice(["only"]), "2 or more"),
        (lambda: Choice({"a b": 1, "a  b": 2}), "read alike.*Give them other words"),
        (lambda: Range(0, math.inf, 1), r"Range\(0, inf, 1\): inf is no finite number"),
        (lambda: Range("0", 1, 1), "'0' is no finite number, and a slider needs numbers"),
        (lambda: Steps([1, None]), "None is no finite number"),
        (lambda: Steps([1, 3, 2]), "wanted numbers that rise, or that fall"),
        (lambda: Steps([1, 1.0000001]), "differ in their first six digits"),
        (lambda: Range(0, 1, 1, label=" "), r"Range has the label ' ': say in words"),
        (lambda: Toggle(label=""), "Toggle has the label ''.*leave the label out"),
    ],
)
def test_a_bad_control_says_what_was_wanted(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("number", "listed"), [(8, "1, 2, 3, 4, 5, 6, 7, 8"), (9, "1, 2, 3, ..., 8, 9")]
)
def test_what_there_is_is_listed_as_far_as_it_is_short(number, listed):
    with pytest.raises(ValueError, match=f"has no position 0; it has {re.escape(listed)}$"):
        Range(1, number, 1).index(0)
