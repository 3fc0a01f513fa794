"""Every number in the prose of lessons and appendix pages comes from somewhere, and is right."""

import pytest

from tests.book.numbers import Wrong, evaluate, numbers, parse, unsourced
from tests.book.pages import APPENDIX, LESSONS, Line, Page, read


@pytest.mark.parametrize("name", [*LESSONS, *APPENDIX])
def test_every_number_of_a_page_names_its_source_and_is_right(name):
    assert unsourced(read(name)) == []


def found(text):
    return [number.text for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It leaves 0.59.", ["0.59"]),
        ("They read 63 to 72%, in 1,437 images.", ["63", "72", "1,437"]),
        ("From 0 to 1, but 1% and 0.0.", ["1", "0.0"]),
        ("By $1.4 \\cdot 10^{-10}$, that is 8.4·10⁻¹² or 2e-16.", ["1.4e-10", "8.4e-12", "2e-16"]),
        ("At $|z| = 2.993$ and $z = 5$, exactly $\\frac12$ or $-1$, $0.35$.", ["0.35"]),
        ("Chapter [9](../x.ipynb), chapters 2 and 4, claim 41, layer 10, float32, 16 bits.", []),
        ("In 1998 {cite}`lecun1998efficient`, `f(3)`, [here](a#b-7), https://a.b/7.", []),
        ("Within $10^{-14}$, or 10⁻⁹ times 3·10⁶.", ["1e-14", "1e-9", "3e6"]),
        ("Over nine digits in ten, two thirds of 8%.", ["nine digits in ten", "two thirds", "8"]),
        ("3. The third row, 2D, the 10th.", []),
        ("**Time:** about 45 minutes.", []),
        ("| 3 | Tanh | 45 min | 2, 3 | 7% |", ["7"]),
        ("Between −8.4 and +3.", ["8.4", "3"]),
    ],
)
def test_numbers_are_found_and_what_is_none_is_left_out(text, expected):
    assert found(text) == expected


def test_both_ends_of_a_range_are_percentages():
    assert [number.percent for number in numbers("from 63 to 72% after 40 epochs")] == [
        True,
        True,
        False,
    ]


def page(text, comment="", code="", output=""):
    line = Line(text, comment, cell=1, number=1)
    return Page("a page", (line,), {0: code}, {0: output})


RIGHT = [
    page("It leaves 0.59.", "0.59: ours tanh/shift-alone gap"),
    page("They read 93 to 97%.", "93, 97: ours tanh/start-decides disguised"),
    page("Over 12 starts.", "12: ours tanh/start-decides seeds"),
    page("A factor of about 1.1.", "1.1: ours tanh/two-gains back_at_5_3 about"),
    page("Nine digits in ten.", "Nine digits in ten: ours tanh/start-decides disguised"),
    page("At the edge are two in five.", "two in five: cell", output="39% to 41%"),
    page("They read more than 92%.", "92: ours tanh/start-decides disguised above"),
    page("Off by 0.300.", "0.300: claim 41 error_as_printed"),
    page("At most 0.25.", "0.25: = sigmoid.derivative(0)"),
    page("After 8 epochs.", "8: = depth.TANH.epochs"),
    page("The gap is 1.09.", "1.09: figure tanh-morph"),
    page("At z = −8.", "8: figure sigmoid-tangent z=-8.00"),
    page("About 0.76.", "0.76: cell", output="tanh is 0.7616"),
    page("About 0.76.", "0.76: cell tanh", output="relu is 3\ntanh is 0.7616"),
    page("At a rate of 1.6.", code="five.but(rate=1.6)"),
    page("Below 0.01.", "0.01: code", code="t < 0.01"),
    page("For 300 pairs.", "300: given"),
    page("They print 56% {cite}`x`.", "56: cited"),
]
WRONG = [
    (page("It leaves 0.59."), "0.59 has no source"),
    (page("It leaves 0.58.", "0.58: ours tanh/shift-alone gap"), "the source has 0.59"),
    (page("It leaves 0.59.", "0.59: ours tanh/shift-alone gab"), "has no number 'gab'"),
    (page("It leaves 0.59.", "0.59: ours tanh/shift gap"), "no finding is called"),
    (page("It leaves 0.59.", "0.59: a guess"), "names no source"),
    (page("It leaves much.", "0.59: ours tanh/shift-alone gap"), "there is no 0.59"),
    (page("A factor of about 2.", "2: ours tanh/two-gains back_at_5_3 about"), "measured were"),
    (page("More than 95%.", "95: ours tanh/start-decides disguised above"), "0.9278 to 0.9667"),
    (page("They read 95%.", "95: ours tanh/start-decides disguised"), "the source has"),
    (page("About 0.77.", "0.77: cell", output="tanh is 0.7616"), "the source has 0.7616"),
    (page("About 98%.", "98: cell", output="tanh ≈98%"), "the source has no number"),
    (page("At most 0.24.", "0.24: = sigmoid.derivative(0)"), "the source has 0.25"),
    (page("At most 0.24.", "0.24: = open('x')"), "no known function"),
    (page("The gap is 1.1.", "1.1: figure tanh-morph a=9"), "has no a=9"),
    (page("At most 0.24.", "0.24: = 0.24"), "is no number that is computed"),
    (page("It wins by 0.7.", "0.7: given"), "the word for what is set"),
    (page("They print 56%.", "56: cited"), "cites nothing"),
    (page("At a rate of 1.6.", code="five.but(rate=1.7)"), "1.6 has no source"),
    (page("Passes on 8% a layer.", code="epochs=8"), "8 has no source"),
]


@pytest.mark.parametrize("page", RIGHT, ids=lambda page: page.lines[0].comment or "a setting")
def test_a_source_that_gives_the_number_is_accepted(page):
    assert unsourced(page) == []


@pytest.mark.parametrize(("page", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_source_that_does_not_give_the_number_is_refused(page, message):
    (said,) = unsourced(page)
    assert message in said


def test_a_number_has_one_source():
    assert parse("63, 72: ours a b; 8: given") == {
        "63": ("ours", "a b"),
        "72": ("ours", "a b"),
        "8": ("given", ""),
    }
    with pytest.raises(Wrong, match="two sources"):
        parse("8: given; 8: code")


@pytest.mark.parametrize("text", ["__import__('os')", "depth.__file__", "x", "lambda: 1", "[1]"])
def test_nothing_but_arithmetic_is_evaluated(text):
    with pytest.raises(ValueError, match="is no number"):
        evaluate(text)
