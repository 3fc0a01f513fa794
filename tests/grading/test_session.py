"""From a folder of notebooks to the marks, as `actcourse grade` does it."""

import shutil
import sqlite3
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from actcourse.exercises import EXERCISES, forms
from actcourse.exercises.spec import Failure
from actcourse.grading import batch, marking, publish, session
from actcourse.grading.errors import (
    AlreadyGrading,
    CanaryDied,
    CannotWrite,
    NothingToGrade,
    WorkerDied,
)
from actcourse.grading.journal import Journal
from actcourse.grading.reply import Reply

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


class Ending(Executor):
    """Loses the worker of each task of which ``ends(task)`` is true; does others as `executor`."""

    def __init__(self, executor, ends):
        self.executor, self.ends = executor, ends

    def submit(self, work, task, /):
        if not self.ends(task):
            return self.executor.submit(work, task)
        future = Future()
        future.set_exception(BrokenExecutor("a child was killed"))
        return future


def test_where_no_worker_lasts_the_run_ends_with_a_reason(submitted, tmp_path, path, here):
    out, paths = tmp_path / "out", {path.parent.name: path}
    with pytest.raises(WorkerDied, match=r"a worker was ended .* \(a child was killed\).*--resume"):
        session.grade(submitted, out, paths, Ending(here, lambda task: True))
    with pytest.raises(WorkerDied, match="a child was killed"):
        session.grade(submitted, out, paths, Ending(here, lambda task: not task.canary))
    assert marks(out) == {}
    session.grade(submitted, out, paths, here, resume=True).close()
    assert marks(out) == {"anna": 21}


def test_who_ends_two_workers_is_set_aside_and_gets_another_try(submitted, tmp_path, path, here):
    eve = Path(shutil.copy(submitted / "anna.ipynb", submitted / "eve.ipynb"))
    out, paths = tmp_path / "out", {path.parent.name: path}
    ends = lambda task: task.submission.origin.name == "eve" and task.submission.cells != ()
    with closing(session.grade(submitted, out, paths, Ending(here, ends))) as journal:
        assert journal.asides() == [(str(eve), "eve", batch.ENDED)]
    assert marks(out) == {"anna": 21}
    assert batch.ENDED in (out / "report.html").read_text(encoding="utf-8")
    with closing(session.grade(None, out, paths, here, again=True)) as journal:
        assert journal.asides() == []
    assert marks(out) == {"anna": 21, "eve": 21}


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
def test_what_was_read_is_what_is_judged_and_written(submitted, tmp_path, path, here, monkeypatch):
    """A file that changes in the meantime changes nothing: it is read once, and kept."""
    take_in = session.batch.take_in

    def take_in_then_change(*args):
        take_in(*args)
        (submitted / "anna.ipynb").write_text("{}")

    monkeypatch.setattr(session.batch, "take_in", take_in_then_change)
    out = tmp_path / "out"
    journal = session.grade(submitted, out, {path.parent.name: path}, here)
    assert journal.asides() == []
    journal.close()
    assert marks(out) == {"anna": 21}
    written = out / "autograded" / "anna" / "02_sigmoid" / "sigmoid_exercises.ipynb"
    assert "def sigmoid(x)" in written.read_text()


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


@pytest.fixture
def strict(monkeypatch):
    """A checker that takes one gain alone; called, it is mended."""
    judge = marking.judge

    def too_strict(assignment, exercise, reply):
        if exercise.id == "sigmoid/gain" and reply.outcomes and reply.outcomes.value == 3.9:
            return exercise.refuse(Failure("value", "3.9 is not 4.", "value"))
        return judge(assignment, exercise, reply)

    monkeypatch.setattr(marking, "judge", too_strict)
    return monkeypatch.undo


def test_a_run_is_judged_anew_after_a_checker_was_mended(strict, tmp_path, hand_in, path, here):
    """Marks by hand stay, what was handed in is not needed, and what changed is listed."""
    folder, out, paths = tmp_path / "in", tmp_path / "out", {path.parent.name: path}
    folder.mkdir()
    (folder / "anna.ipynb").write_text(hand_in(solved=8, gain="gain = 3.9"), encoding="utf-8")
    (folder / "bo.ipynb").write_text(hand_in(solved=8), encoding="utf-8")
    (folder / "cy.ipynb").write_text("{", encoding="utf-8")
    session.grade(folder, out, paths, here).close()
    points = EXERCISES["sigmoid/gain"].points
    assert marks(out) == {"anna": 21 - points, "bo": 21}
    with Gradebook(f"sqlite:///{out}/gradebook.db") as book:
        grade = book.find_grade("sigmoid-stable", "sigmoid_exercises", "02_sigmoid", "bo")
        grade.manual_score, grade.extra_credit = 1, 2
        book.db.commit()
    strict()
    shutil.rmtree(folder)

    journal = session.grade(None, out, paths, here, again=True)
    seeds = journal.query("SELECT DISTINCT seed FROM run")
    assert journal.changes() == [("anna", "02_sigmoid", "sigmoid/gain", 0, points)]
    assert [reason.partition(":")[0] for _, _, reason in journal.asides()] == [
        "is no notebook, or was cut short"
    ]
    journal.close()
    assert len(seeds) == 1
    assert marks(out) == {"anna": 21, "bo": 21 - 4 + 1 + 2}
    rows = (out / publish.CHANGES).read_text(encoding="utf-8-sig").splitlines()
    assert rows == [
        "student,assignment,exercise,before,now",
        f"anna,02_sigmoid,sigmoid/gain,0,{points}",
    ]


def test_a_run_that_is_judged_anew_goes_on_where_it_stopped(
    submitted, tmp_path, path, here, monkeypatch
):
    out, paths = tmp_path / "out", {path.parent.name: path}
    session.grade(submitted, out, paths, here).close()
    shutil.rmtree(submitted)
    monkeypatch.setattr(session, "publish", lambda *args: pytest.fail("stop"))
    with pytest.raises(pytest.fail.Exception):
        session.grade(None, out, paths, here, again=True)
    monkeypatch.undo()
    session.grade(None, out, paths, here, resume=True).close()
    assert marks(out) == {"anna": 21}


def test_without_a_run_there_is_nothing_to_judge_anew(tmp_path, path, here):
    with pytest.raises(NothingToGrade, match="no run that came to its end"):
        session.grade(None, tmp_path / "out", {path.parent.name: path}, here, again=True)


# The tables of version 0.1, with a run that came to its end.
OLD = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY, seed TEXT NOT NULL, submitted TEXT NOT NULL,
    variant INTEGER, started TEXT NOT NULL, finished TEXT
);
CREATE TABLE submission (
    run INTEGER NOT NULL REFERENCES run, student TEXT NOT NULL, assignment TEXT NOT NULL,
    name TEXT NOT NULL, file TEXT NOT NULL, member TEXT NOT NULL,
    system TEXT NOT NULL, number TEXT NOT NULL, version INTEGER NOT NULL,
    digest TEXT NOT NULL, marked TEXT, PRIMARY KEY (run, student, assignment)
);
CREATE TABLE aside (
    run INTEGER NOT NULL REFERENCES run, place TEXT NOT NULL, student TEXT NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (run, place)
);
INSERT INTO run VALUES (1, '7', 'in', NULL, '2026', '2026');
INSERT INTO submission VALUES (1, 'anna', '02_sigmoid', 'anna', 'a', '', '', '', 0, 'd', '2026');
INSERT INTO aside VALUES (1, 'b', 'bo', 'is empty');
"""


def test_a_journal_of_version_0_1_is_read_and_says_what_it_lacks(tmp_path, path, here):
    out = tmp_path / "out"
    out.mkdir()
    with closing(sqlite3.connect(out / session.JOURNAL)) as db:
        db.executescript(OLD)
    with closing(Journal(out / session.JOURNAL)) as journal:
        assert journal.latest(finished=True)
        assert journal.asides() == [("b", "bo", "is empty")]
        assert [student for student, *_ in journal.submissions(marked=True)] == ["anna"]
    with pytest.raises(NothingToGrade, match="of an earlier version, which did not keep"):
        session.grade(None, out, {path.parent.name: path}, here, again=True)


def test_a_submission_that_breaks_the_judge_is_set_aside_alone(
    submitted, tmp_path, hand_in, path, here, monkeypatch
):
    """Its traceback is in the journal, the others have their marks, and the run ends."""
    judge = marking.judge

    def breaks(assignment, exercise, reply):
        if getattr(reply.outcomes, "value", None) == 3.25:
            raise MemoryError("Unable to allocate 70 GiB")
        return judge(assignment, exercise, reply)

    monkeypatch.setattr(marking, "judge", breaks)
    (submitted / "eve.ipynb").write_text(hand_in(gain="gain = 3.25"), encoding="utf-8")
    out, paths = tmp_path / "out", {path.parent.name: path}
    journal = session.grade(submitted, out, paths, here)
    ((place, student, reason),) = journal.asides()
    assert (student, reason) == (
        "eve",
        "could not be graded, for it led to MemoryError: Unable to allocate 70 GiB",
    )
    assert "raise MemoryError" in journal.traces()[place]
    journal.close()
    assert marks(out) == {"anna": 21}
    monkeypatch.undo()
    session.grade(None, out, paths, here, again=True).close()
    assert marks(out).keys() == {"anna", "eve"}


def test_what_was_too_slow_runs_once_more_alone(submitted, tmp_path, path, here, monkeypatch):
    """And its other answers are not judged a second time."""
    judge, asked = marking.judge, []

    def slow_at_first(assignment, exercise, reply):
        asked.append(exercise.id)
        # The canary runs first, so it is the second time that this answer is seen.
        if exercise.id == "sigmoid/gain" and asked.count("sigmoid/gain") == 3:
            return judge(assignment, exercise, Reply("too slow"))
        return judge(assignment, exercise, reply)

    monkeypatch.setattr(marking, "judge", slow_at_first)
    out = tmp_path / "out"
    session.grade(submitted, out, {path.parent.name: path}, here).close()
    assert marks(out) == {"anna": 21}
    assert asked[-1] == "sigmoid/gain"
    assert asked.count("sigmoid/gain") == asked.count("sigmoid/stable") + 1
