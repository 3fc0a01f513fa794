"""The search finds every page by its title, and says where."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINKS = "[...document.querySelectorAll('#search-results li a')].map(a => a.href)"


def results(page):
    """Addresses of what the search found, when it is done."""
    page.wait_for_function(
        "/found|match/.test(document.querySelector('.search-summary')?.innerText)"
    )
    return page.evaluate(LINKS)


def test_every_page_is_found_by_the_words_of_its_title(visit, site, pages):
    page = visit("search.html")
    for name in pages[:-2]:
        text = (site / name).read_text(encoding="utf-8")
        [title] = re.findall(r"<title>(.*?)(?: &#8212;.*)?</title>", text)
        words = "+".join(re.findall(r"[A-Za-z]+", title))
        page.goto(page.url.partition("?")[0] + f"?q={words}")
        assert any(link.partition("?")[0].endswith(name) for link in results(page)), title


def test_the_search_box_leads_to_results_that_lead_to_pages(visit, source):
    page = visit("chapters/02_sigmoid/sigmoid.html", served=source == "server")
    page.keyboard.press("Control+k")
    page.keyboard.type("saturation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=saturation")
    assert len(results(page)) > 3
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/chapters/**")
    assert "saturat" in page.inner_text("article").lower()


def test_the_search_says_so_when_it_finds_nothing(visit):
    page = visit("search.html?q=zzzyx")
    assert results(page) == []
