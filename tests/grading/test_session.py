"""From a folder of notebooks to the marks, as `actcourse grade` does it."""

import sqlite3

import nbformat
import pytest
from nbgrader.api import Gradebook

from actcourse.grading import session
from actcourse.grading.journal import Journal

pytestmark = pytest.mark.usefixtures("bubblewrap")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, hand_in, path, here):
    """A class of three, and a file that is no notebook, graded; gives the folder with the marks."""
    folder = tmp_path_factory.mktemp("class")
    submitted = folder / "submitted"
    submitted.mkdir()
    for name, text in {
        "all": hand_in(solved=8),
        "none": hand_in(),
        "two": hand_in(solved=2),
        "noise": "{",
    }.items():
        (submitted / f"{name}.ipynb").write_text(text, encoding="utf-8")
    session.grade(submitted, folder / "out", {path.parent.name: path}, here).close()
    return folder / "out"


def test_marks_are_in_the_gradebook_of_nbgrader(graded):
    with Gradebook(f"sqlite:///{graded}/gradebook.db") as book:
        scores = {e["student"]: e["score"] for e in book.submission_dicts("02_sigmoid")}
    assert scores == {"all": 21, "none": 0, "two": 6}


def test_a_file_that_is_no_notebook_is_set_aside_with_a_reason(graded):
    journal = Journal(graded / session.JOURNAL)
    assert journal.latest(finished=True)
    ((place, student, reason),) = journal.asides()
    assert (student, place.endswith("noise.ipynb")) == ("noise", True)
    assert "no notebook" in reason
    journal.close()


def test_the_autograded_notebook_shows_the_verdicts(graded):
    path = graded / "autograded" / "two" / "02_sigmoid" / "sigmoid_exercises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    texts = [o.text for cell in notebook.cells for o in cell.get("outputs", ())]
    assert [text[0] for text in texts] == ["✓"] * 2 + ["○"] * 6


def test_the_seed_of_a_run_is_kept(graded):
    with sqlite3.connect(graded / session.JOURNAL) as db:
        ((seed, finished),) = db.execute("SELECT seed, finished FROM run")
    db.close()
    assert int(seed) > 0
    assert finished
