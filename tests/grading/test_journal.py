"""The journal keeps a run whole, through pages, changes and errors."""

import dataclasses
import sqlite3

import pytest

from actcourse.exercises import EXERCISES
from actcourse.grading import journal as module
from actcourse.grading.alone import Fault
from actcourse.grading.intake import Origin, Submission
from actcourse.grading.journal import Journal

VERDICTS = [EXERCISES[id].open() for id in ("sigmoid/stable", "sigmoid/tail")]


@pytest.fixture
def journal(tmp_path):
    """A journal with a run that has just begun."""
    journal = Journal(tmp_path / "journal.sqlite")
    journal.begin(7, "submitted", 3)
    yield journal
    journal.close()


def enter(journal, *names, digest="d"):
    for name in names:
        journal.enter(Submission(Origin(name, f"{name}.ipynb"), "02_sigmoid", digest, (), {}))


def test_submissions_come_in_order_a_page_at_a_time_while_they_are_marked(journal, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 2)
    names = [f"student{number}" for number in range(7)]
    enter(journal, *reversed(names))
    seen = []
    for student, assignment, found, digest in journal.submissions(marked=False):
        journal.record(student, assignment, VERDICTS)
        seen.append((student, found.file, digest))
    assert seen == [(name, f"{name}.ipynb", "d") for name in names]
    assert journal.count(marked=True) == 7
    assert [s for s, *_ in journal.submissions(marked=True)] == names
    assert journal.verdicts("student3", "02_sigmoid") == VERDICTS


def test_a_file_that_changed_is_marked_afresh_and_another_is_not(journal):
    enter(journal, "anna", "bo")
    for student in ("anna", "bo"):
        journal.record(student, "02_sigmoid", VERDICTS)
    enter(journal, "anna")
    enter(journal, "bo", digest="e")
    assert [s for s, *_ in journal.submissions(marked=False)] == ["bo"]
    assert journal.verdicts("bo", "02_sigmoid") == []
    assert journal.verdicts("anna", "02_sigmoid") == VERDICTS


def test_a_submission_is_entered_as_a_whole_or_not_at_all(journal):
    enter(journal, "anna")
    broken = [VERDICTS[0], dataclasses.replace(VERDICTS[1], sentence=None)]
    with pytest.raises(sqlite3.IntegrityError):
        journal.record("anna", "02_sigmoid", broken)
    assert journal.verdicts("anna", "02_sigmoid") == []
    assert journal.count(marked=False) == 1


def test_the_run_that_did_not_finish_is_found_again(journal):
    again = Journal(journal.path)
    assert not again.latest(finished=True)
    assert again.latest(finished=False)
    assert (again.run, again.seed, again.variant) == (1, 7, 3)
    journal.finish()
    assert not again.latest(finished=False)
    assert again.latest(finished=True)
    again.begin(2**64 - 1, "submitted")
    assert again.run == 2
    assert again.latest(finished=False)
    assert (again.seed, again.variant) == (2**64 - 1, None)
    again.close()


def test_an_empty_journal_has_no_run(tmp_path):
    empty = Journal(tmp_path / "empty.sqlite")
    assert not empty.latest(finished=True)
    assert not empty.latest(finished=False)
    empty.close()


def test_earlier_runs_stay(journal):
    enter(journal, "anna")
    journal.record("anna", "02_sigmoid", VERDICTS)
    journal.set_aside(Origin("bo", "bo.ipynb"), Fault("is empty"))
    journal.begin(8, "submitted")
    assert journal.count(marked=True) == journal.count(marked=False) == len(journal.asides()) == 0
    assert journal.query("SELECT count(*) FROM verdict") == [(2,)]
    assert journal.query("SELECT student, reason FROM aside WHERE run = :old", old=1) == [
        ("bo", "is empty")
    ]
