"""The class report: its numbers are those of the class, and its size is not that of the class."""

import re
import statistics
import tracemalloc
from collections import Counter
from contextlib import closing
from urllib.parse import unquote

import pytest

from actcourse.exercises import EXERCISES
from actcourse.exercises.spec import Failure
from actcourse.grading import report, session
from actcourse.grading.errors import NothingToGrade
from actcourse.grading.gradebook import ByHand, Marks
from actcourse.grading.intake import Origin
from actcourse.grading.journal import Journal
from actcourse.grading.results import Mark, Result, results

from .conftest import SOURCES

EXERCISE = EXERCISES["sigmoid/stable"]


@pytest.fixture(scope="module")
def everyone(published):
    """All results of the published class."""
    with (
        closing(Journal(published / session.JOURNAL)) as journal,
        Marks(f"sqlite:///{published}/gradebook.db") as marks,
    ):
        assert journal.latest(finished=True)
        return list(results(journal, marks))


@pytest.fixture(scope="module")
def summary(everyone):
    """Their summary."""
    summary = report.Summary("02_sigmoid", "Exercises: the sigmoid", "sigmoid_exercises")
    for result in everyone:
        summary.add(result)
    return summary


@pytest.fixture(scope="module")
def page(published):
    """The report."""
    return (published / "report.html").read_text(encoding="utf-8")


def graded(earned, number=0):
    """A result with as many points as asked."""
    failure = Failure("value", "gave 1, expected 2.", "negated")
    verdict = EXERCISE.accept() if earned == EXERCISE.points else EXERCISE.refuse(failure, earned)
    return Result(Origin(f"Student {number}", ""), "02_sigmoid", (Mark(verdict, ByHand()),))


def test_mean_and_median_are_those_of_the_class(everyone, summary):
    points = [result.earned for result in everyone]
    assert summary.number == len(points) == 36
    assert summary.mean == pytest.approx(statistics.mean(points))
    assert summary.median == statistics.median_high(points)


def test_every_column_and_every_row_adds_up_to_the_class(summary, assignment):
    assert sum(count for _, count in summary.columns) == 36
    assert [exercise.id for exercise, _, _ in summary.exercises] == list(assignment.ids)
    for _, counts, share in summary.exercises:
        assert sum(counts[status] for status in report.STATUSES) == counts.total() == 36
        assert 0 < share < 1


def test_the_most_frequent_mistakes_come_first_with_their_hints(everyone, summary, page):
    keys = [
        (mark.verdict.id, mark.verdict.key)
        for result in everyone
        for mark in result.marks
        if mark.verdict.status == "wrong"
    ]
    wanted = Counter(keys)
    listed = {(exercise.id, key): count for exercise, key, _, count in summary.mistakes}
    assert listed == {key: wanted[key] for key in listed}
    assert len(listed) == report.MOST
    assert min(listed.values()) >= max(n for key, n in wanted.items() if key not in listed)
    assert list(listed.values()) == sorted(listed.values(), reverse=True)
    for _, _, hint, _ in summary.mistakes:
        assert hint
    assert "which of exp(800) and exp(-800) can a float hold?" in page


def test_the_report_links_to_the_feedback_of_everyone(page, published):
    links = re.findall(r'href="([^"]*)"', page)
    assert len(links) == len(set(links)) == 36
    for link in links:
        assert (published / unquote(link)).is_file()


def test_the_report_names_what_was_set_aside(page):
    assert "submitted/&lt;eve&gt;.ipynb</code> is empty" in page


def test_points_beside_the_scale_stay_in_the_histogram():
    summary = report.Summary("a", "A", "a")
    for mark in (Mark(EXERCISE.accept(), ByHand(extra=2)), Mark(EXERCISE.open(), ByHand(-1))):
        summary.add(Result(Origin("ada", ""), "a", (mark,)))
    assert summary.columns == [(0, 1), (1, 0), (2, 0), (3, 0), (4, 1)]


@pytest.mark.parametrize("name", ["empty", "begun"])
def test_without_a_complete_run_there_is_no_report(name, tmp_path):
    if name == "begun":
        with closing(Journal(tmp_path / session.JOURNAL)) as journal:
            journal.begin(1, "submitted")
    with pytest.raises(NothingToGrade, match=r"grade`? (first|with --resume)"):
        session.report(tmp_path, SOURCES)
    assert not (tmp_path / "report.html").exists()


@pytest.mark.slow
def test_a_report_on_ten_thousand_takes_the_memory_of_one_on_a_thousand(tmp_path):
    def peak(number):
        summary = report.Summary("02_sigmoid", "Exercises", "sigmoid_exercises")
        for n in range(number):
            summary.add(graded(n % 5))
        everyone = (graded(n % 5, n) for n in range(number))
        with closing(Journal(tmp_path / f"{number}.sqlite")) as journal:
            journal.begin(1, "submitted")
            tracemalloc.reset_peak()
            report.write(tmp_path / f"{number}.html", journal, [summary], everyone)
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        peak(10)  # templates are compiled once
        small, large = peak(1_000), peak(10_000)
    finally:
        tracemalloc.stop()
    assert large < 1.2 * small + 100_000
    assert (tmp_path / "10000.html").read_text(encoding="utf-8").count("<a href=") == 10_000
