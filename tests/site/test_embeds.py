"""The frame that each figure gives to other pages: a small page of its own."""

import gzip
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 40  # KB gzipped, of one explorer with its style and script
HIDDEN = "document.documentElement.scrollHeight - innerHeight"
CHANGED = "was => document.querySelector('figcaption').innerText !== was"
HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A lesson of others</title>
<meta name="viewport" content="width=device-width"><body style="margin: 0">"""


def test_every_figure_that_moves_has_a_small_page_of_its_own(visit, site, exploring):
    page = visit(exploring)
    for figure in page.locator(".ac-explorer:has(.ac-controls)").all():
        id, address = (figure.get_attribute(name) for name in ("id", "data-embed"))
        file = (site / exploring).parent / address
        assert file.resolve() == site / "embed" / f"{id}.html"
        assets = (site / "_static" / name for name in ("explore.js", "explore.css"))
        weight = sum(len(gzip.compress(path.read_bytes())) for path in (file, *assets))
        assert weight < MOST * 1000, id


def test_a_page_of_its_own_moves_on_a_phone_in_the_dark_and_leads_back(visit, site, exploring):
    ids = re.findall(r'data-embed="[^"]*embed/([\w-]+)\.html"', (site / exploring).read_text())
    assert ids
    phone = {"viewport": {"width": 360, "height": 640}, "color_scheme": "dark"}
    context = visit(f"embed/{ids[0]}.html", served=True, **phone).context
    for id in ids:
        page = visit(f"embed/{id}.html", served=True, context=context)
        assert page.get_attribute("html", "data-theme") == "dark"
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        before = page.inner_text("figcaption")
        data = page.evaluate("JSON.parse(document.querySelector('figure script').textContent)")
        control = data["controls"][0]
        to = len(control["positions"]) - 1 if control["start"] == 0 else 0
        key = control["positions"][to][1]
        page.evaluate("hash => { location.hash = hash }", f"{id}:{control['name']}={key}")
        page.wait_for_function(
            "was => document.querySelector('figcaption').innerText !== was", arg=before
        )
        home = page.get_attribute(".ac-source a", "href")
        shown = (site / "embed" / home.partition("#")[0]).resolve().read_text(encoding="utf-8")
        assert f'class="ac-explorer" id="{id}"' in shown
        assert home.endswith(f"#{id}")
        page.close()


def test_the_frame_holds_the_longest_sentence_on_a_phone(visit, site, exploring):
    page = visit(exploring, served=True)
    figure = page.locator(".ac-explorer:has(.ac-controls)").first
    figure.scroll_into_view_if_needed()
    figure.locator("text=Embed").click()
    snippet = page.input_value("dialog textarea", timeout=20_000)
    page.keyboard.press("Escape")
    host = visit("404.html", served=True, viewport={"width": 360, "height": 900})
    host.set_content(HOST + snippet)
    frame = host.wait_for_selector("iframe").content_frame()
    frame.wait_for_selector(".ac-controls:not([hidden])")
    sentences = "JSON.parse(document.querySelector('figure script').textContent)"
    data = frame.evaluate(sentences)
    longest = max(
        (data["texts"][s] if isinstance(s, int) else s for s in data["sentences"][1]), key=len
    )
    frame.evaluate("text => { document.querySelector('figcaption').textContent = text }", longest)
    assert frame.evaluate(HIDDEN) <= 0
    assert not frame.locator(".ac-tools").is_visible()
