"""From a folder of notebooks to the marks, as `actcourse grade` does it."""

import sqlite3

import nbformat
import pytest
from nbgrader.api import Gradebook

from actcourse.exercises import EXERCISES, forms
from actcourse.grading import marking, session
from actcourse.grading.errors import AlreadyGrading, CanaryDied, CannotWrite, NothingToGrade
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


@pytest.fixture
def submitted(tmp_path, hand_in):
    """A folder with one solved submission."""
    folder = tmp_path / "submitted"
    folder.mkdir()
    (folder / "anna.ipynb").write_text(hand_in(solved=8), encoding="utf-8")
    return folder


def marks(out):
    """The scores in the gradebook of `out`."""
    with Gradebook(f"sqlite:///{out}/gradebook.db") as book:
        return {s.student.id: s.score for a in book.assignments for s in a.submissions}


def test_no_mark_is_written_where_a_canary_dies(submitted, tmp_path, path, here, monkeypatch):
    """A judge that gives nobody a point: the submission is judged, but its mark stays inside."""
    broken = lambda *args: EXERCISES["sigmoid/stable"].open()
    monkeypatch.setattr(marking, "judge", broken)
    out = tmp_path / "out"
    with pytest.raises(CanaryDied, match="model solution of 02_sigmoid got 0 points, expected 21"):
        session.grade(submitted, out, {path.parent.name: path}, here)
    assert marks(out) == {}
    monkeypatch.undo()
    session.grade(submitted, out, {path.parent.name: path}, here).close()
    assert marks(out) == {"anna": 21}


def test_a_run_that_stopped_goes_on_with_its_inputs(submitted, tmp_path, path, here, monkeypatch):
    out, paths = tmp_path / "out", {path.parent.name: path}

    def stop(*args):
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(session, "_write_marks", stop)
    with pytest.raises(CannotWrite, match=r"somewhere: No space left on device\. What was judged"):
        session.grade(submitted, out, paths, here)
    monkeypatch.undo()
    monkeypatch.setattr(session.batch, "fresh_seed", lambda: pytest.fail("a new run was begun"))
    session.grade(submitted, out, paths, here, resume=True).close()
    assert marks(out) == {"anna": 21}
    with pytest.raises(NothingToGrade, match="leave out --resume"):
        session.grade(submitted, out, paths, here, resume=True)


@pytest.mark.slow
def test_a_mark_given_by_hand_stays(submitted, tmp_path, path, here):
    out, paths = tmp_path / "out", {path.parent.name: path}
    session.grade(submitted, out, paths, here).close()
    with Gradebook(f"sqlite:///{out}/gradebook.db") as book:
        grade = book.find_grade("sigmoid-gain", "sigmoid_exercises", "02_sigmoid", "anna")
        grade.manual_score = 1
        book.db.commit()
    session.grade(submitted, out, paths, here).close()
    assert marks(out) == {"anna": 20}


@pytest.mark.slow
def test_a_file_that_changes_after_grading_keeps_its_mark(
    submitted, tmp_path, path, here, monkeypatch
):
    write = session._write_marks

    def change_then_write(*args):
        (submitted / "anna.ipynb").write_text("{}")
        write(*args)

    monkeypatch.setattr(session, "_write_marks", change_then_write)
    journal = session.grade(submitted, tmp_path / "out", {path.parent.name: path}, here)
    ((_, student, reason),) = journal.asides()
    journal.close()
    assert (student, marks(tmp_path / "out")) == ("anna", {"anna": 21})
    assert "changed after it was graded" in reason


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "the gradebook cannot be written"),
        ("sqlite:////no/such/folder/gradebook.db", "unable to open database file"),
    ],
)
def test_a_gradebook_that_cannot_be_opened_stops_at_once(url, says, submitted, tmp_path, path):
    executor = None  # it does not come to that
    with pytest.raises(CannotWrite, match=says):
        session.grade(submitted, tmp_path / "out", {path.parent.name: path}, executor, url=url)


def test_an_empty_folder_is_told(tmp_path, path, here):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "noise.ipynb").write_text("{")
    with pytest.raises(NothingToGrade, match=r"holds no submission\n.*noise.ipynb is no notebook"):
        session.grade(tmp_path / "in", tmp_path / "out", {path.parent.name: path}, here)


@pytest.mark.slow
def test_a_variant_is_graded_by_itself(tmp_path, path, here):
    """The solution of variant 3 has all its points; one of another variant is set aside."""
    folder, paths = tmp_path / "in", {path.parent.name: path}
    folder.mkdir()
    for seed in (3, 4):
        source, student = forms.read(path, seed), forms.release(path, seed)
        for _, answer, _ in forms.exercises(source):
            student.cells[answer].source = forms.solved(source.cells[answer].source)
        nbformat.write(student, folder / f"variant{seed}.ipynb")
    journal = session.grade(folder, tmp_path / "out", paths, here, variant=3)
    ((_, student, reason),) = journal.asides()
    journal.close()
    assert marks(tmp_path / "out") == {"variant3": 21}
    assert student == "variant4"
    assert reason == "is variant 4, and variant 3 is graded: grade it apart, with --variant 4"


@pytest.mark.slow
def test_two_sessions_do_not_share_a_folder(submitted, tmp_path, path, here):
    """The second one is refused while the first is at work, and not afterwards."""
    out, paths = tmp_path / "out", {path.parent.name: path}

    class Nested(type(here)):
        def submit(self, *task):
            with pytest.raises(AlreadyGrading, match="wait for it, or give another --out"):
                session.grade(submitted, out, paths, here)
            return here.submit(*task)

    session.grade(submitted, out, paths, Nested()).close()
    session.grade(submitted, out, paths, here).close()
    assert marks(out) == {"anna": 21}
