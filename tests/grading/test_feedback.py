"""The page that a student gets back: complete, safe, and readable on its own."""

import html
import re
from contextlib import closing

import pytest
from nbgrader.api import Gradebook

from actcourse.exercises import EXERCISES
from actcourse.exercises.spec import Failure
from actcourse.grading import feedback, session
from actcourse.grading.gradebook import ByHand
from actcourse.grading.intake import Origin
from actcourse.grading.journal import Journal
from actcourse.grading.results import Mark, Result

from .conftest import SOURCES

EXERCISE = EXERCISES["sigmoid/stable"]


def page(folder, *, name="ada", sentence="", **hand):
    """The page of a result with one exercise."""
    verdict = EXERCISE.open()
    if sentence:
        verdict = EXERCISE.refuse(Failure("raised", sentence, "raised"))
    marks = (Mark(verdict, ByHand(**hand)),)
    feedback.write(Result(Origin(name, ""), "02_sigmoid", marks), "Exercises", folder / "x.html")
    return (folder / "x.html").read_text(encoding="utf-8")


def text(page):
    """What a page says, without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_everyone_gets_a_page_where_nbgrader_has_feedback(published):
    pages = sorted((published / "feedback").glob("*/02_sigmoid/sigmoid_exercises.html"))
    with Gradebook(f"sqlite:///{published}/gradebook.db") as book:
        scores = {e["student"]: e["score"] for e in book.submission_dicts("02_sigmoid")}
    assert {page.parts[-3] for page in pages} == scores.keys()
    for page in pages:
        assert f"{scores[page.parts[-3]]:g} of 21 points" in page.read_text(encoding="utf-8")


def test_a_page_has_every_exercise_with_its_mark_its_sentence_and_its_hint(published):
    with closing(Journal(published / session.JOURNAL)) as journal:
        journal.latest(finished=True)
        verdicts = {
            student: journal.verdicts(student, assignment)
            for student, assignment, _, _ in journal.submissions(marked=True)
        }
    assert {v.status for all in verdicts.values() for v in all} == {"open", "wrong", "right"}
    for student, judged in verdicts.items():
        path = published / "feedback" / student / "02_sigmoid" / "sigmoid_exercises.html"
        said = text(path.read_text(encoding="utf-8"))
        for verdict in judged:
            assert EXERCISES[verdict.id].title in said
            assert f"{verdict.earned} of {verdict.points}" in said
            assert verdict.sentence.replace("`", "") in said
            assert verdict.hint.replace("`", "") in said


def test_pages_ask_for_nothing(published):
    for path in [published / "report.html", *(published / "feedback").rglob("*.html")]:
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in page
        assert not re.findall(r"<(?:script|link|img|iframe|object|base)\b|url\(|@import", page)
        links = re.findall(r'(?:href|src|action)="([^"]*)"', page)
        assert all(link.startswith("feedback/") for link in links)


def test_what_a_student_wrote_is_shown_and_not_run(tmp_path):
    evil = 'raised ValueError: </p><img src=x onerror="alert(1)"> `<b>` {{ 7 * 7 }}.'
    made = page(tmp_path, name="<i>Ada</i>", sentence=evil)
    assert "<img" not in made
    assert "<i>" not in made
    assert "<code>&lt;b&gt;</code>" in made
    assert "{{ 7 * 7 }}" in text(made)


def test_half_a_character_stops_no_page(tmp_path):
    assert "raised Error" in page(tmp_path, sentence="raised Error: \ud800")


def test_a_mark_by_hand_is_told_with_its_comment(tmp_path):
    said = text(page(tmp_path, score=3, comment="Good idea.", again=True))
    assert "3 of 4 points" in said
    assert "right in part, 3 of 4" in said
    assert "Marked by hand: 3 in place of 0. The answer has been judged again since" in said
    assert "Comment: Good idea." in said


def test_what_people_enter_in_the_gradebook_counts_when_the_report_is_written_again(
    published, tmp_path
):
    student = "Student 5"
    with Gradebook(f"sqlite:///{published}/gradebook.db") as book:
        (notebook,) = book.find_submission("02_sigmoid", student).notebooks
        before = notebook.score
        grade = next(g for g in notebook.grades if g.name == "sigmoid-stable")
        comment = next(c for c in notebook.comments if c.name == "sigmoid-stable-answer")
        change = 1.5 - grade.auto_score
        grade.manual_score, comment.manual_comment = 1.5, "See me."
        book.db.commit()
    session.report(published, SOURCES)
    path = published / "feedback" / student / "02_sigmoid" / "sigmoid_exercises.html"
    said = text(path.read_text(encoding="utf-8"))
    assert f"{before + change:g} of 21 points" in said
    assert "Comment: See me." in said
    sheet = (published / "csv" / "02_sigmoid.csv").read_text(encoding="utf-8-sig")
    assert f"{student},{student},,,{before + change:g},21,1.5," in sheet
    assert "1 marked by hand in part" in (published / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 360)])
def test_pages_are_readable_by_day_by_night_and_on_a_phone(published, browser, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    first = next((published / "feedback").rglob("*.html"))
    with browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}
    ) as context:
        tab = context.new_page()
        for path in (published / "report.html", first):
            tab.goto(path.as_uri())
            tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(tab).response["violations"]
            assert not [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
