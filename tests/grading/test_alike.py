"""Who has the same answers, letter for letter, stands together in the report with their marks."""

from contextlib import closing

import nbformat
import pytest

from actcourse.exercises import forms
from actcourse.grading import session
from actcourse.grading.alike import alike
from actcourse.grading.intake import Origin, read
from actcourse.grading.journal import Journal

from .conftest import SOURCES

NAME = "02_sigmoid"
OWN = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))  # {}"


def noted(notebook):
    """The notebook with a cell, and a text, of the student's own."""
    notebook.cells.insert(2, nbformat.v4.new_code_cell("print('mine')"))
    notebook.cells.insert(2, nbformat.v4.new_markdown_cell("By me alone."))


@pytest.fixture
def journal(tmp_path, path, assignment, hand_in):
    """A run in which some have copied."""
    texts = {
        "ada": hand_in(solved=8),
        "bo": hand_in(solved=8),
        "cy": hand_in(solved=8, cells=noted),
        "di": hand_in(solved=7),
        "eve": hand_in(sigmoid=OWN.format("own")),
        "fay": hand_in(sigmoid=OWN.format("own")),
        "gus": hand_in(sigmoid=OWN.format("own ")),
        "hal": hand_in(),
        "ivy": hand_in(cells=noted),
    }
    with closing(Journal(tmp_path / session.JOURNAL)) as journal:
        journal.begin(1, "submitted")
        for name, text in texts.items():
            origin = Origin(name, f"{name}.ipynb")
            journal.enter(read(origin, text.encode(), [assignment]))
            journal.record(name, NAME, [e.open() for e in assignment.exercises])
        yield journal


def test_the_same_answers_are_found_beyond_what_was_handed_out(journal, path):
    released = forms.release(path)
    assert alike(journal, NAME, released) == [(["ada", "bo", "cy"], 8), (["eve", "fay"], 1)]
    assert alike(journal, "03_tanh", released) == []


def test_the_report_names_them_and_their_marks_stay(journal, tmp_path):
    journal.finish()
    before = journal.query("SELECT * FROM verdict ORDER BY student, place")
    page = session.report(tmp_path, SOURCES).read_text(encoding="utf-8")
    assert "<li>8 answers: ada, bo, cy</li>" in page
    assert "<li>1 answer: eve, fay</li>" in page
    assert journal.query("SELECT * FROM verdict ORDER BY student, place") == before


def test_a_report_on_a_class_without_copies_says_nothing_of_them(published):
    assert "letter for letter" not in (published / "report.html").read_text(encoding="utf-8")
