"""What counts in the end: the judge's points, and those that a person gave."""

from contextlib import closing

import pytest
from nbgrader.api import Gradebook

from actcourse.exercises import EXERCISES, forms
from actcourse.exercises.spec import Verdict
from actcourse.grading.alone import Fault
from actcourse.grading.canary import hold
from actcourse.grading.errors import CanaryDied
from actcourse.grading.gradebook import ByHand, Marks
from actcourse.grading.intake import Origin, Submission
from actcourse.grading.journal import Journal
from actcourse.grading.results import Mark, results
from actcourse.grading.sources import load

ID = "sigmoid/stable"


@pytest.mark.parametrize(
    ("earned", "score", "extra", "status"),
    [
        (0, 4, 0, "right"),
        (0, 3.5, 0, "partly"),
        (0, 0, 0, "wrong"),
        (4, 0, 0, "wrong"),
        (4, None, 1, "right"),
        (0, None, 4, "right"),
        (0, None, 3, "partly"),
        (0, 2, 2, "right"),
        (4, None, -1, "partly"),
    ],
)
def test_the_status_of_a_mark_by_hand_follows_its_points(earned, score, extra, status):
    verdict = Verdict(ID, "right" if earned == 4 else "wrong", earned, 4)
    assert Mark(verdict, ByHand(score=score, extra=extra)).status == status


@pytest.mark.parametrize(("earned", "points"), [(1, 0), (20, 21), (22, 21), (0, 21)])
def test_a_canary_with_more_points_is_as_dead_as_one_with_fewer(earned, points):
    with pytest.raises(CanaryDied, match=f"got {earned} points, expected {points}"):
        hold("the canary", [Verdict(ID, "wrong", earned, 21)], points)


def test_extra_credit_comes_from_the_gradebook_into_the_results(tmp_path, path):
    url, assignment = f"sqlite:///{tmp_path}/gradebook.db", load(path, 1)
    found = Origin("anna", "anna.ipynb")
    verdicts = [EXERCISES[id].open() for id in assignment.ids]
    with closing(Journal(tmp_path / "journal.sqlite")) as journal:
        journal.begin(1, "")
        journal.enter(Submission(found, "02_sigmoid", "digest", (), {}))
        journal.record("anna", "02_sigmoid", verdicts)
        with Marks(url) as marks:
            marks.add_assignment("02_sigmoid", path.stem, forms.release(path))
            marks.add("02_sigmoid", [(found, verdicts)])
        with Gradebook(url) as book:
            grade = book.find_grade("sigmoid-stable", path.stem, "02_sigmoid", "anna")
            grade.extra_credit = 3
            book.db.commit()
        with Marks(url) as marks:
            (result,) = results(journal, marks)
    assert (result.earned, result.by_hand) == (3, True)
    assert result.marks[0].status == "partly"


def test_what_is_kept_of_a_submission_comes_back_as_it_was(tmp_path):
    cells = ({"source": "x = 'ü\U0001f600'", "answer": ID}, {"source": "", "answer": None})
    submission = Submission(
        Origin("anna", "a", "b", "moodle", "7", 3), "02_sigmoid", "d", cells, {ID: 1}
    )
    with closing(Journal(tmp_path / "journal.sqlite")) as journal:
        journal.begin(1, "")
        journal.enter(submission)
        assert journal.kept("anna_7", "02_sigmoid") == submission


def test_a_fault_is_one_line_without_what_steers(tmp_path):
    with closing(Journal(tmp_path / "journal.sqlite")) as journal:
        journal.begin(1, "")
        journal.set_aside(Origin("eve", "eve.ipynb"), Fault("a\x1b[2J\nb", "trace"))
        assert journal.asides() == [("eve.ipynb", "eve", "a\ufffd[2J b")]
        assert journal.traces() == {"eve.ipynb": "trace"}
