"""What readers answer and open: predictions, hints, solutions."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESULTS = """() => [...document.querySelectorAll("form.ac-predict")]
  .filter(e => e.checkVisibility()).map(e => e.querySelector(".ac-result").innerText)"""

OPEN = """() => [...document.querySelectorAll("article details")]
  .filter(e => e.querySelector(":scope > summary + *").checkVisibility()).length"""


def unfold(page):
    """Open the questions that stand folded before a chapter."""
    for fold in page.locator("details.ac-before > summary").all():
        fold.click()


def answer(form):
    """Commit to the first option, or to the number 1."""
    number = form.locator("input[type=number]")
    if number.count():
        number.fill("1")
        number.press("Enter")
    else:
        form.locator("input[type=radio]").first.check()
        form.locator("[type=submit]").click()


def test_predictions_answer_only_who_commits_and_remember(visit, asking):
    page = visit(asking, served=True)
    unfold(page)
    forms = page.locator("form.ac-predict:visible").all()
    for form in forms:
        form.locator("[type=submit]").click()
    assert page.evaluate(RESULTS) == [""] * len(forms)
    for form in forms:
        answer(form)
    said = page.evaluate(RESULTS)
    assert all(said)
    again = visit(asking, served=True, context=page.context)
    unfold(again)
    if page.locator(".again").count():
        return  # asks another question each time
    assert again.evaluate(RESULTS) == said
    for form in again.locator("form.ac-predict:visible").all():
        form.locator("[type=reset]").click()
    assert again.evaluate(RESULTS) == [""] * len(forms)
    again.reload()
    unfold(again)
    assert again.evaluate(RESULTS) == [""] * len(forms)


def test_hints_and_solutions_are_folded_and_open_by_keyboard(visit, folding):
    page = visit(folding)
    solutions = page.locator("details.solution")
    assert solutions.count() >= 6
    assert solutions.locator("pre:visible").count() == 0
    for summary in page.locator(
        "article summary"
    ).all():  # an outer one comes before its inner ones
        summary.press("Enter")
    assert page.evaluate(OPEN) == page.locator("article details").count()
    assert all(fold.locator("pre:visible").count() for fold in solutions.all())
