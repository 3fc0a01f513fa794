"""WCAG 2.2 A and AA, as far as a machine can tell: axe-core on every page, light and dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE = {"type": "tag", "values": LEVELS}
# What differs in the dark, and what differs on a phone.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PLACES = {"type": "rule", "values": ["scrollable-region-focusable", "target-size"]}
# The drawn half of a formula, thousands of elements, has the colour of the text that it stands in.
CONTEXT = {"exclude": [[".katex-html"]]}
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true;"
# What stands for each picture of a page.
TEXTS = """() => [...document.querySelectorAll("main :is(svg[role=img], img)")].map(e =>
  document.getElementById(e.getAttribute("aria-labelledby"))?.textContent || e.alt || "")"""
# Drawings that are neither pictures with a name nor decoration beside a name.
NAMELESS = """() => [...document.querySelectorAll("main svg:not([role=img])")]
  .filter(e => !e.closest("[aria-hidden=true], button"))
  .map(e => e.outerHTML.slice(0, 120))"""
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def violations(page, rules):
    """What axe finds, each with the elements at fault; folds are opened before."""
    page.evaluate(UNFOLD)
    # Without `preload`, which would fetch the style sheets again, and from disk may not.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, CONTEXT, options).response["violations"]
    return {v["id"]: [node["html"][:120] for node in v["nodes"]] for v in found}


def test_axe_finds_nothing_in_the_light_on_a_phone_and_in_the_dark(visit, name):
    page = visit(name)
    assert violations(page, EVERY_RULE) == {}
    page.set_viewport_size(PHONE)
    page.evaluate("new Promise(requestAnimationFrame)")
    assert violations(page, PLACES) == {}
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    assert violations(page, COLOURS) == {}


def test_axe_would_find_something(visit):
    page = visit("chapters/index.html")
    page.evaluate("document.querySelector('article h1').innerHTML = '<img src=\"data:,\">'")
    assert "image-alt" in violations(page, EVERY_RULE)


def test_every_picture_has_a_text_with_numbers(visit, exploring):
    page = visit(exploring)
    texts = page.evaluate(TEXTS)
    assert len(texts) >= 1
    assert [text for text in texts if not re.search(r"\d", text)] == []
    assert page.evaluate(NAMELESS) == []
