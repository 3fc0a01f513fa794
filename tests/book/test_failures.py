"""What may not be in a book: each fault fails the build and is named with its place."""

import re

import pytest


def test_a_failing_cell_fails_the_first_and_every_further_build(book):
    book.write(index=["print('before')", "1 / 0"])
    for _ in range(2):
        code, text = book.build()
        assert code != 0
        assert "ZeroDivisionError" in text


FAULTS = {
    "index.md:3": "undefined label: 'nowhere'",
    "index.md:5": r"KaTeX cannot set \frac{1}{: Unexpected end of input in a macro argument",
    "index.md:7": "cross-reference target not found: 'nowhere.md'",
    "other.md:5": r"KaTeX cannot set \undefined{z}: Undefined control sequence: \undefined",
    "index.md:": "toctree contains reference to nonexisting document 'gone'",
}


@pytest.fixture(scope="module")
def faulty(book):
    """Exit code and messages of a build with every fault of `FAULTS`."""
    book.write(
        index="# Faults\n\nSee {ref}`nowhere`.\n\nA formula $\\frac{1}{$.\n\n[Link](nowhere.md)\n",
        other="# Other\n\nText.\n\n$$\n\\undefined{z}\n$$\n",
        gone="",
    )
    (book.root / "gone.md").unlink()
    code, text = book.build()
    return code, re.sub(r"\x1b\[[\d;]*m", "", text)


def test_faults_fail_the_build(faulty):
    assert faulty[0] != 0


@pytest.mark.parametrize(("place", "message"), FAULTS.items())
def test_a_fault_is_named_with_its_place(faulty, place, message):
    [line] = [line for line in faulty[1].splitlines() if message in line]
    assert f"/{place}: WARNING" in line
