"""The ledger of claims filters without a server, and links lead to one claim or to a choice."""

import pytest

from actcourse.book.ledger import anchor
from actcourse.claims import CLAIMS, OURS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "chapters/appendix/claims.html"
LESSON = "chapters/03_tanh/tanh.html"
WRONG = [f"claim-{c.key}" for c in CLAIMS.values() if c.verdict == "wrong"]
WRONG_ON_TANH = [id for id in WRONG if CLAIMS[int(id[6:])].chapter == "tanh"]


def shown(page):
    return page.eval_on_selector_all(
        "details.is-claim", "all => all.filter(e => e.checkVisibility()).map(e => e.id)"
    )


def test_the_filters_leave_the_claims_that_all_of_them_let_through(visit):
    page = visit(PAGE)
    assert len(shown(page)) == len(CLAIMS)
    page.select_option("select[name=verdict]", "wrong")
    assert shown(page) == WRONG
    page.select_option("select[name=chapter]", "tanh")
    assert shown(page) == WRONG_ON_TANH
    assert (
        page.inner_text(".ledger-filters output") == f"{len(WRONG_ON_TANH)} of {len(CLAIMS)} claims"
    )
    assert page.url.endswith("#claims:verdict=wrong&chapter=tanh")
    page.click(".ledger-filters button")
    assert len(shown(page)) == len(CLAIMS)
    assert "#" not in page.url


def test_a_link_restores_a_choice_and_nonsense_restores_none(visit):
    assert shown(visit(f"{PAGE}#claims:verdict=wrong&chapter=tanh")) == WRONG_ON_TANH
    assert len(shown(visit(f"{PAGE}#claims:verdict=maybe&taste=sweet"))) == len(CLAIMS)


def test_a_link_from_a_lesson_opens_its_claim(visit):
    page = visit(LESSON)
    fold = page.locator("details", has_text="claims that this chapter settles")
    fold.locator("summary").click()
    fold.get_by_role("link", name="41", exact=True).click()
    page.wait_for_url("**/claims.html#claim-41")
    assert page.locator("#claim-41").get_attribute("open") is not None
    assert page.locator("#claim-41 table").is_visible()


def test_a_link_from_a_lesson_opens_its_finding(visit):
    own = next(f for f in OURS.values() if f.chapter == "tanh")
    page = visit(LESSON)
    fold = page.locator("details", has_text="that are tested in their turn")
    fold.locator("summary").click()
    fold.get_by_role("link", name=own.key.partition("/")[2], exact=True).click()
    page.wait_for_url(f"**/claims.html#{anchor(own)}")
    assert page.locator(f"#{anchor(own)}").get_attribute("open") is not None
    assert page.locator(f"#{anchor(own)} table").first.is_visible()


def test_without_scripts_all_claims_are_there_and_no_dead_filter(visit):
    page = visit(PAGE, java_script_enabled=False)
    assert page.locator("details.is-claim").count() == len(CLAIMS)
    assert page.locator("details.is-finding").count() == len(OURS)
    assert not page.locator(".ledger-filters").is_visible()
