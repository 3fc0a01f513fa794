"""Explorers and predictions on a static page, in Chromium, opened from disk."""

import gzip
from importlib.resources import files

import numpy as np
import pytest

from actcourse.explore import (
    EXPLORERS,
    PREDICTIONS,
    Choice,
    Number,
    OneStands,
    Range,
    Sentence,
    Toggle,
    explorer,
    medium,
    predict,
    style,
    svg,
)

pytestmark = pytest.mark.browser

ASSETS = files("actcourse.explore") / "assets"
PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<link rel="stylesheet" href="explore.css"><title>Explorers</title>
<h1 id="top">Explorers</h1><div style="height: 3000px"></div>{}
<script src="explore.js"></script>"""

X = np.linspace(-3, 3, 60)
TOWERS = Number(near=2, close="Near.", far="Far.", expected=(9, 11), unit=" m", digits=1)
SCALE = Number(near=3, close="Near.", far="Far.", expected=(0, 1), digits=4, ratio=True)
COLOUR = OneStands(
    [
        Sentence("red", "No, {share:.0%} are blue.", stands=lambda share: share < 0.5),
        Sentence("blue", "Yes, {share:.0%} are.", stands=lambda share: share > 0.5, expected=True),
    ]
)


@pytest.fixture(scope="module")
def shown():
    """Explorers and predictions of this page by name; the registries forget them afterwards."""
    with EXPLORERS.restored(), PREDICTIONS.restored():
        yield defined()


def defined():
    """Defines what `shown` holds: dict from name to explorer or prediction."""

    @explorer(
        "page-wave",
        k=Range(-2, 2, 0.5, value=0, label="frequency"),
        kind=Choice(["sine", "cosine"], label="kind"),
        dots=Toggle(label="dots"),
        recipe=lambda k, kind, dots: f"waves · {kind} · rate {k}",
    )
    def wave(ax, k, kind, dots):
        """A wave"""
        y = np.sin(k * X) if kind == "sine" else np.cos(k * X)
        ax.plot(X, y, **style.f)
        if dots:
            ax.plot(X[::10], y[::10], **style.point)
        if kind == "cosine":
            ax.text(0, 0, "here", color=style.MUTED)
        ax.set(xlim=(-3, 3), ylim=(-1.2, 1.2))
        return f"A {kind} of frequency {k:g}{' with dots' if dots else ''}."

    @explorer("page-power", n=Choice(list(range(1, 8)), label="power"))
    def power(ax, n):
        """A power"""
        ax.plot(X, (X / 3) ** n)
        ax.set(xlim=(-3, 3), ylim=(-1.2, 1.2))
        return f"The power {n}."

    towers = predict("page-tower", "How tall?", TOWERS)(lambda: 10.04)
    scale = predict("page-scale", "How small?", SCALE)(lambda: 0.001)
    colour = predict("page-colour", "Which?", COLOUR)(lambda: {"share": 0.7})
    return {"wave": wave, "power": power, "tower": towers, "scale": scale, "colour": colour}


@pytest.fixture(scope="module")
def address(shown, tmp_path_factory):
    """Address of a page on disk with all of them."""
    folder = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(medium.VARIABLE, "book")
        markup = [show()._repr_mimebundle_()["text/html"] for show in shown.values()]
    (folder / "page.html").write_text(PAGE.format("".join(markup)), encoding="utf-8")
    for name in ("explore.js", "explore.css"):
        (folder / name).write_text(ASSETS.joinpath(name).read_text(encoding="utf-8"), "utf-8")
    return (folder / "page.html").as_uri()


@pytest.fixture
def page(browser, address):
    """The page, open; any error or message on its console fails the test."""
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert said == []


DRAWN = """id => {
  const copy = document.querySelector(`#${id} svg`).cloneNode(true);
  for (const e of copy.querySelectorAll("[display=none]")) e.remove();
  const read = e => [e.tagName, Object.fromEntries([...e.attributes]
    .filter(a => !/^(data-slot|display|role|aria-.*|xmlns)$/.test(a.name))
    .map(a => [a.name, a.value])), e.children.length ? "" : e.textContent,
    [...e.children].map(read)];
  return read(copy);
}"""


def drawn(tree):
    """The same form of an SVG tree that Python drew."""
    children = [drawn(child) for child in tree]
    return [tree.tag, dict(tree.attrib), "" if children else tree.text or "", children]


def sentence(page, id):
    return page.inner_text(f"#{id} figcaption")


def test_every_position_shows_the_drawing_and_the_sentence_that_python_makes(page, shown):
    wave = shown["wave"]
    for position in wave.positions():
        k = wave.controls["k"].index(position["k"])
        page.eval_on_selector(
            "#page-wave-k", "(e, v) => {e.value = v; e.dispatchEvent(new Event('input'))}", k
        )
        page.check(f"#page-wave-kind >> text={position['kind']}")
        page.set_checked("#page-wave-dots", position["dots"])
        tree, words = wave.tree(**position)
        assert sentence(page, "page-wave") == words
        assert page.inner_text("#page-wave .ac-recipe") == wave.recipe(**position)
        assert page.evaluate(DRAWN, "page-wave") == drawn(tree)


def test_the_keyboard_moves_a_slider_which_says_its_value_in_words(page):
    slider = page.locator("#page-wave-k")
    slider.focus()
    assert slider.get_attribute("aria-valuetext") == "0.0"
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "0.5"
    assert page.inner_text("#page-wave output") == "0.5"
    page.keyboard.press("Home")
    assert sentence(page, "page-wave") == "A sine of frequency −2."
    page.keyboard.press("End")
    assert sentence(page, "page-wave") == "A sine of frequency 2."


def test_the_mouse_drags_a_slider(page):
    slider = page.locator("#page-wave-k")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert sentence(page, "page-wave") == "A sine of frequency 2."


def test_the_address_keeps_every_explorer_that_was_moved(page, browser, address):
    page.focus("#page-wave-k")
    page.keyboard.press("Home")
    page.check("#page-wave-dots")
    page.select_option("#page-power-n", label="5")
    page.wait_for_url("**/page.html#page-wave:k=-2.0,dots=on&page-power:n=5")
    other = browser.new_page()
    other.goto(page.url)
    assert sentence(other, "page-wave") == "A sine of frequency −2 with dots."
    assert sentence(other, "page-power") == "The power 5."
    assert other.input_value("#page-power-n") == "4"
    assert other.is_checked("#page-wave-dots")
    assert other.evaluate("scrollY") > 1000, "the page does not go to the explorer"
    other.close()


def test_moving_everything_back_clears_the_address(page):
    page.select_option("#page-power-n", label="2")
    page.wait_for_url("**#page-power:n=2")
    page.select_option("#page-power-n", label="1")
    page.wait_for_url(lambda url: "#" not in url)


def test_a_typed_address_moves_the_page_that_is_open(page, address):
    page.goto(f"{address}#page-power:n=3")
    assert sentence(page, "page-power") == "The power 3."
    page.goto(f"{address}#page-wave:k=1")
    assert sentence(page, "page-power") == "The power 1."
    assert sentence(page, "page-wave") == "A sine of frequency 1."


@pytest.mark.parametrize(
    "written",
    [
        "#page-wave:k=-1.5,dots=on.",
        "#page-wave:k=-1.5,dots=on)",
        "#page-wave:k=-1.5,dots=on).",
        "#page-wave:k=-1.5,dots=on”,",
        "#page-wave:dots=on,k=-1.5.",
        "#page-wave:dots=on,k=-1.5000000000000002",
        "#page-wave%3Ak%3D-1.5%2Cdots%3Don",
        "#page-wave%253Ak%253D-1.5%252Cdots%253Don",
        "#page-power:n=3&amp;page-wave:k=-1.5,dots=on",
        "#page-power%3An%3D3%26amp%3Bpage-wave%3Ak%3D-1.5%2Cdots%3Don.",
    ],
)
def test_an_address_out_of_a_sentence_or_a_mail_opens_its_setting(page, address, written):
    page.goto("about:blank")
    page.goto(address + written)
    assert sentence(page, "page-wave") == "A sine of frequency −1.5 with dots."


def test_an_address_with_the_dot_of_a_sentence_leads_to_its_explorer(page, address):
    page.goto("about:blank")
    page.goto(f"{address}#page-power.")
    assert page.evaluate("scrollY") > 1000


@pytest.mark.parametrize(
    "nonsense",
    [
        *("#page-wave:k=77", "#page-wave:k=0.1", "#page-wave:k=.", "#page-wave:k=Infinity"),
        *("#page-wave:bend=1,kind=", "#nobody:x=1", "#:", "#%F0", "#a&b:"),
    ],
)
def test_an_address_that_makes_no_sense_leaves_the_start(page, address, nonsense):
    page.goto("about:blank")
    page.goto(address + nonsense)
    assert sentence(page, "page-wave") == "A sine of frequency 0."


def test_a_plain_anchor_still_works(page, address):
    page.goto(f"{address}#top")
    assert page.evaluate("scrollY") < 100
    assert sentence(page, "page-wave") == "A sine of frequency 0."


def test_without_javascript_picture_and_sentence_remain_and_dead_controls_do_not(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#page-wave svg").is_visible()
    assert sentence(page, "page-wave") == "A sine of frequency 0."
    assert not page.locator("#page-wave-k").is_visible()
    assert not page.locator("#predict-page-tower .ac-form").is_visible()
    assert page.locator("#predict-page-tower details").is_visible()
    context.close()


def test_figures_follow_the_dark_theme(page):
    colour = "getComputedStyle(document.querySelector('#page-wave [stroke*=ac-f]')).stroke"
    light = page.evaluate(colour)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(colour) != light


def test_the_answer_is_hidden_until_the_reader_commits(page):
    assert "10.0" not in page.inner_text("#predict-page-tower")
    page.click("#predict-page-tower [type=submit]")
    assert page.inner_text("#predict-page-tower .ac-result") == "", "committed without a guess"


@pytest.mark.parametrize("guess", [9.5, 3, 10.04, -20])
def test_the_page_says_the_same_about_a_number_as_python(page, shown, guess):
    page.fill("#predict-page-tower [name=guess]", str(guess))
    page.keyboard.press("Enter")
    assert page.inner_text("#predict-page-tower .ac-result") == TOWERS.reply(guess, 10.04)


@pytest.mark.parametrize("guess", [0.002, 0.5, 0.0001, -1, 0])
def test_the_page_says_the_same_about_a_scale_as_python(page, shown, guess):
    page.fill("#predict-page-scale [name=guess]", str(guess))
    page.click("#predict-page-scale [type=submit]")
    assert page.inner_text("#predict-page-scale .ac-result") == SCALE.reply(guess, 0.001)


def test_a_committed_guess_is_remembered_and_can_be_taken_back(page, address):
    page.check("#predict-page-colour [value='0']")
    page.click("#predict-page-colour [type=submit]")
    page.reload()
    assert page.inner_text("#predict-page-colour .ac-result") == "No, 70% are blue."
    assert page.inner_text("#predict-page-colour .ac-others") == "blue Yes, 70% are."
    assert page.is_disabled("#predict-page-colour [value='0']")
    page.click("#predict-page-colour [type=reset]")
    page.reload()
    assert page.inner_text("#predict-page-colour .ac-result") == ""
    assert page.is_enabled("#predict-page-colour [value='0']")


def test_two_sliders_of_15_by_15_positions_weigh_at_most_30_kb(monkeypatch):
    """A curve of 200 points that depends on both sliders, beside two that depend on one."""
    monkeypatch.setenv(medium.VARIABLE, "book")
    x = np.linspace(-6, 6, 200)

    with EXPLORERS.restored():

        @explorer("page-heavy", a=Range(1, 15, 1, label="a"), b=Range(1, 15, 1, label="b"))
        def heavy(ax, a, b):
            """Three curves"""
            ax.plot(x, np.tanh(a * x / 5), **style.f)
            ax.plot(x, np.exp(-((x / b) ** 2)), **style.df)
            ax.plot(x, np.tanh(a * x / 5) * np.exp(-((x / b) ** 2)), color=style.GOOD)
            ax.set(xlim=(-6, 6), ylim=(-1.2, 1.2))
            return f"Steepness {a}, width {b}."

    markup = heavy()._repr_mimebundle_()["text/html"]
    assert len(gzip.compress(markup.encode())) <= 30_000
    assert "var(--ac-" in svg.serialize(heavy.tree(a=1, b=1)[0])
