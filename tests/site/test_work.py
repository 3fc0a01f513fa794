"""The reader's own work: what is answered on the pages is kept, counted, taken along, handed in."""

import json
from functools import cache

import nbformat
import pytest

from actcourse.chapters import CHAPTERS
from actcourse.exercises import EXERCISES, forms
from actcourse.exercises.progress import verdicts
from actcourse.exercises.values import Numbers, numbers_of
from tests.exercises.conftest import execute, solutions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORD = "softmax"
PAGE = f"chapters/{CHAPTERS[WORD].assignment.with_suffix('.html')}"
PROGRESS = "chapters/appendix/progress.html"
WITHOUT_CODE = [e for id, e in EXERCISES.items() if id.startswith(f"{WORD}/") and e.stub == "..."]
MOST = sum(exercise.points for exercise in WITHOUT_CODE)


@cache
def right():
    return {e.id: execute(solutions()[e.id][0]) for e in WITHOUT_CODE}


def give(page, exercise, answer):
    """Answer an exercise as a reader does."""
    form = page.locator(f"#answer-{exercise.id.replace('/', '-')}")
    if isinstance(exercise, Numbers):
        for field, number in zip(
            form.locator("[name=answer]").all(), numbers_of(answer), strict=True
        ):
            field.fill(repr(number))
    else:
        lines = page.locator(f"div:has(+ #answer-{exercise.id.replace('/', '-')}) li")
        for place, letter in enumerate(answer):
            order = [line.get_attribute("data-letter") for line in lines.all()]
            for at in range(order.index(letter), place, -1):
                lines.nth(at).get_by_role("button", name="up").click()
    form.locator("[type=submit]").click()
    return form.locator("[role=status]").inner_text()


def downloaded(page, tmp_path):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my notebook").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_an_assignment_answered_on_its_page_is_handed_in_with_full_marks(visit, source, tmp_path):
    page = visit(PAGE, served=source == "server", accept_downloads=True)
    for exercise in WITHOUT_CODE:
        said = give(page, exercise, right()[exercise.id])
        assert said.startswith(f"✓ {exercise.id}, {exercise.points} of {exercise.points}")
    assert page.locator("[data-points-of]").inner_text() == str(MOST)
    assert f"{MOST} points" in page.locator(".bd-sidebar-primary").inner_text()
    path = downloaded(page, tmp_path)
    assert path.name == CHAPTERS[WORD].assignment.name
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    handed_out = forms.release(forms.find()[list(CHAPTERS).index(WORD)])
    assert [c.metadata for c in notebook.cells] == [c.metadata for c in handed_out.cells]
    marks = marked(path)
    assert {id: marks[id] for id in right()} == {e.id: e.points for e in WITHOUT_CODE}
    assert sum(marks.values()) == MOST


def marked(path):
    """Points of each exercise of a notebook, by ``actcourse check``'s own way."""
    return {verdict.id: verdict.earned for verdict in verdicts(path)}


def test_what_is_half_wrong_is_handed_in_so(visit, tmp_path):
    page = visit(PAGE, served=True, accept_downloads=True)
    first, second, *_ = WITHOUT_CODE
    assert give(page, first, right()[first.id]).startswith("✓")
    wrong = [0.0] * len(numbers_of(right()[second.id]))
    assert give(page, second, wrong).startswith("✗")
    marks = marked(downloaded(page, tmp_path))
    assert marks[first.id] == first.points
    assert sum(marks.values()) == first.points


def test_a_notebook_is_opened_with_its_code_and_goes_out_with_it(visit, tmp_path):
    page = visit(PAGE, served=True, accept_downloads=True)
    path = forms.find()[list(CHAPTERS).index(WORD)]
    solved = nbformat.read(path, 4)
    for cell in solved.cells:
        cell.source = forms.solved(cell.source)
    nbformat.write(solved, tmp_path / "mine.ipynb")
    page.locator(".work-open").set_input_files(tmp_path / "mine.ipynb")
    page.locator(".work-said", has_text="was opened").wait_for()
    numbers = [e for e in WITHOUT_CODE if e.points]
    assert (
        f"{len(numbers)} answers stand" in page.locator("[data-notebook] .work-said").inner_text()
    )
    marks = marked(downloaded(page, tmp_path))
    assert marks == {e.id: e.points for e in EXERCISES.values() if e.id.startswith(f"{WORD}/")}
    page.locator(".work-open").set_input_files(
        files=[{"name": "else.ipynb", "mimeType": "application/json", "buffer": b'{"cells": []}'}]
    )
    page.locator(".work-said", has_text="no notebook of this assignment").wait_for()


def test_progress_is_counted_exported_and_taken_over(visit, tmp_path):
    page = visit(PAGE, served=True)
    first = WITHOUT_CODE[0]
    give(page, first, right()[first.id])
    shown = visit(PROGRESS, served=True, context=page.context)
    assert shown.locator(f"[data-points-of={WORD}]").inner_text() == str(first.points)
    with shown.expect_download() as download:
        shown.get_by_role("button", name="Export my progress").click()
    download.value.save_as(tmp_path / "work.json")
    other = visit(PROGRESS, served=True)
    other.locator(".work-import").set_input_files(tmp_path / "work.json")
    other.locator(".work-said", has_text="1 of 1 answers were taken over").wait_for()
    assert other.locator(f"[data-points-of={WORD}]").inner_text() == str(first.points)
    assert json.loads((tmp_path / "work.json").read_text())["work"]
    (tmp_path / "else.json").write_text("{}")
    other.locator(".work-import").set_input_files(tmp_path / "else.json")
    other.locator(".work-said", has_text="nothing was changed").wait_for()


def test_answers_are_there_again_and_start_over_forgets_them(visit, source):
    page = visit(PAGE, served=source == "server")
    first = WITHOUT_CODE[0]
    said = give(page, first, right()[first.id])
    status = f"#answer-{first.id.replace('/', '-')} [role=status]"
    page.reload()
    assert page.locator(status).inner_text() == said
    page.locator(f"#answer-{first.id.replace('/', '-')} [type=reset]").click()
    page.reload()
    assert page.locator(status).inner_text() == ""
