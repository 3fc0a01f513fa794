"""WCAG 2.2 A and AA, as far as a machine can tell: axe-core on every page, light and dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EVERY_RULE = {"type": "tag", "values": LEVELS}
CONTRAST = "color-contrast"
# What may be wrong on a phone in the dark alone, besides contrast.
PLACES = ["link-in-text-block", "scrollable-region-focusable", "target-size"]
SOME_RULES = {"type": "rule", "values": PLACES}
# Takes out thousands of elements that axe has no rule for: formulas have the colour of the text
# that they stand in, words of code the one of the first of their kind, and what a picture is made
# of is tested below.
THIN = """() => {
  for (const e of document.querySelectorAll("main .katex")) {
    const { width, height } = e.getBoundingClientRect();
    e.replaceChildren();
    e.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
  }
  for (const e of document.querySelectorAll("svg[role=img] > :not(title, desc)")) e.remove();
  const kinds = new Set();
  for (const e of document.querySelectorAll(".highlight pre span")) {
    const kind = `${e.parentElement.className}/${e.className}`;
    if (kinds.has(kind)) e.replaceWith(...e.childNodes); else kinds.add(kind);
  }
}"""
# Marks the first texts of each look: all that contrast depends on, its font, and the colours and
# clipping of all elements that they stand in.
MARK_LOOKS = """() => {
  const around = new Map(), seen = new Map();
  const look = e => {
    if (!e) return "";
    if (!around.has(e)) {
      const s = getComputedStyle(e);
      around.set(e, `${look(e.parentElement)}/${[s.color, s.backgroundColor, s.backgroundImage,
        s.opacity, s.filter, s.position, s.overflow, s.clip, s.clipPath, s.textShadow]}`);
    }
    return around.get(e);
  };
  for (const e of document.querySelectorAll("[data-look]")) e.removeAttribute("data-look");
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    if (!e.checkVisibility({ visibilityProperty: true }) || !e.getClientRects().length) continue;
    const s = getComputedStyle(e), all = `${look(e)}/${[s.fontSize, s.fontWeight]}`;
    seen.set(all, (seen.get(all) ?? 0) + 1);
    if (seen.get(all) <= 3) e.dataset.look = "";  // one may lie below something
  }
}"""
# Texts of figures with less contrast than 4.5 to 1 and lines with less than 3 to 1 against the card
# they are drawn on. Areas are left out: their edges are lines; so is the grid, which says nothing.
FAINT = """() => {
  const luminance = ([r, g, b]) => [[r, 0.2126], [g, 0.7152], [b, 0.0722]].reduce((sum, [c, w]) =>
    sum + w * (c <= 10.3 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4), 0);
  const numbers = text => text.match(/[0-9.]+/g).map(Number);
  const contrast = (colour, alpha, back) => {
    const seen = numbers(colour).slice(0, 3).map((c, i) => c * alpha + back[i] * (1 - alpha));
    const [dark, light] = [luminance(seen), luminance(back)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const faint = [];
  for (const figure of document.querySelectorAll("figure.ac-explorer")) {
    const back = numbers(getComputedStyle(figure).backgroundColor);
    for (const e of figure.querySelectorAll("svg :is(text, path)")) {
      const { fill, fillOpacity, stroke, strokeOpacity, opacity } = getComputedStyle(e);
      const text = e.tagName === "text";
      if (!e.checkVisibility() || e.closest("defs, clipPath") || !text && fill !== "none") continue;
      const colours = `${e.getAttribute("stroke")} ${e.getAttribute("fill")}`;
      if (stroke === "none" && !text || /ac-(grid|shade)/.test(colours)) continue;
      const alpha = opacity * (text ? fillOpacity : strokeOpacity);
      const ratio = contrast(text ? fill : stroke, alpha, back);
      if (ratio < (text ? 4.5 : 3)) faint.push([figure.id, e.outerHTML.slice(0, 150), ratio]);
    }
  }
  return faint;
}"""
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true;"
# What stands for each picture of a page.
TEXTS = """() => [...document.querySelectorAll("main :is(svg[role=img], img)")].map(e =>
  document.getElementById(e.getAttribute("aria-labelledby"))?.textContent || e.alt || "")"""
# Drawings that are neither pictures with a name nor decoration beside a name.
NAMELESS = """() => [...document.querySelectorAll("main svg:not([role=img])")]
  .filter(e => !e.closest("[aria-hidden=true], button"))
  .map(e => e.outerHTML.slice(0, 120))"""
PHONE = {"width": 360, "height": 740}


def violations(page, rules):
    """What axe finds, each with the elements at fault; folds are opened before."""
    page.evaluate(UNFOLD)
    page.evaluate(THIN)
    page.evaluate(MARK_LOOKS)
    contrast = {"type": "rule", "values": [CONTRAST]}
    looks = {"include": [["[data-look]"]]}
    return axe(page, rules, None, but=CONTRAST) | axe(page, contrast, looks)


def axe(page, rules, context, but=None):
    """What axe finds by these rules: dict from rule to the elements at fault."""
    # Without `preload`, which would fetch the style sheets again, and from disk may not.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    if but:
        options["rules"] = {but: {"enabled": False}}
    found = Axe().run(page, context, options).response["violations"]
    return {v["id"]: [node["html"][:120] for node in v["nodes"]] for v in found}


def go_dark(page):
    """Switch the system to dark, which the page follows."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")


def test_axe_finds_nothing_on_a_desk_and_on_a_phone_in_the_dark(visit, name):
    page = visit(name)
    assert violations(page, EVERY_RULE) == {}
    page.set_viewport_size(PHONE)
    go_dark(page)
    assert violations(page, SOME_RULES) == {}


def test_axe_finds_nothing_in_the_dark_around_the_text(visit):
    assert violations(visit("chapters/start.html", color_scheme="dark"), EVERY_RULE) == {}


def test_axe_would_find_something(visit):
    page = visit("chapters/index.html")
    page.evaluate("document.querySelector('article h1').innerHTML = '<img src=\"data:,\">'")
    page.evaluate("[...document.querySelectorAll('article p')].at(-1).style.color = '#999'")
    assert violations(page, EVERY_RULE).keys() == {"image-alt", "color-contrast"}


def test_figures_have_a_text_with_numbers_and_stand_out_in_light_and_dark(visit, exploring):
    page = visit(exploring)
    assert [text for text in page.evaluate(TEXTS) if not re.search(r"\d", text)] == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(FAINT) == []
    go_dark(page)
    assert page.evaluate(FAINT) == []
    page.evaluate("document.querySelector('.ac-explorer svg text').style.opacity = 0.5")
    assert len(page.evaluate(FAINT)) == 1, "the measure of contrast sees nothing"


def test_nothing_moves_by_itself_for_those_who_want_stillness(visit):
    page = visit("chapters/02_sigmoid/sigmoid.html")  # `visit` asks for reduced motion
    page.locator(".ac-range input").first.press("End")
    page.locator("main summary, .theme-switch-button").first.click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
