"""Every page in the browser: quiet, whole, light; on a desk, on a phone and on paper."""

import gzip
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST, MOST_OF_ITS_OWN = 350_000, 150_000  # bytes
PHONE = {"width": 360, "height": 740}
SHEET = {"width": 680, "height": 960}  # A4 within its margins
PRESSED = ":is(main button, article input, article select, .bd-sidebar):visible"
# Luminance of what lies behind the text: 0 is black, 1 is white.
BACKGROUND = """() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}"""
TOO_WIDE = """() => {
  const root = document.documentElement;
  return root.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 80));
}"""
UNSET_FORMULAS = """() => [...document.querySelectorAll("main .math")]
  .filter(e => !e.querySelector(".katex-html") || !e.querySelector("math"))
  .map(e => e.textContent)"""
FLAT_FORMULAS = """() => [...document.querySelectorAll("main .katex-html")]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 8)
  .map(e => e.textContent)"""
HALF_FIGURES = """() => [...document.querySelectorAll("figure.ac-explorer")]
  .filter(e => e.checkVisibility() && !(e.querySelector("svg").checkVisibility()
    && e.querySelector("svg").getBoundingClientRect().width >= 280
    && e.querySelector("figcaption").checkVisibility()
    && e.querySelector("figcaption").innerText.trim()))
  .map(e => e.id)"""


def test_every_page_of_the_contents_is_there_and_no_other(site, pages):
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    built = {name for name in built if not name.startswith(("_static/", "embed/"))}
    assert built == {"index.html", "404.html", *pages}


def check_screen(page, scheme):
    """Everything is drawn, in the right colours, within the width of the window."""
    page.evaluate("document.fonts.ready")
    assert page.locator("main h1:visible").count() == 1
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert (page.evaluate(BACKGROUND) > 0.5) == (scheme == "light")
    assert page.evaluate(UNSET_FORMULAS) == []
    assert page.evaluate(FLAT_FORMULAS) == []
    assert page.evaluate(HALF_FIGURES) == []
    assert page.evaluate(TOO_WIDE) == []


def check_paper(page):
    """Light, without anything to press, within the width of a sheet."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(BACKGROUND) > 0.99
    assert page.locator("main h1:visible").count() == 1
    assert page.locator(PRESSED).count() == 0
    assert page.evaluate(HALF_FIGURES) == []
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_page_from_disk_is_quiet_and_whole_on_desk_phone_and_paper(visit, name):
    page = visit(name)
    check_screen(page, "light")
    page.set_viewport_size(PHONE)
    check_screen(page, "light")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true;")
    check_screen(page, "light")
    if name.startswith("chapters/"):  # nobody prints the others
        page.set_viewport_size(SHEET)
        check_paper(page)


def weight(path):
    """Bytes of a file as it travels: gzipped, fonts as they are."""
    body = path.read_bytes()
    return len(body) if path.suffix in {".woff", ".woff2", ".png"} else len(gzip.compress(body))


def test_a_page_from_a_server_is_quiet_and_whole_in_the_dark_and_light_in_bytes(visit, site, name):
    check_screen(visit(name, served=True, color_scheme="dark"), "dark")
    files = {unquote(urlsplit(url).path).lstrip("/") for url in visit.asked if "data:" not in url}
    weights = {file: weight(site / file) for file in files}
    own = sum(bytes for file, bytes in weights.items() if not file.startswith("_static/"))
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:9]
    assert name in weights
    assert sum(weights.values()) <= MOST, heaviest
    assert own <= MOST_OF_ITS_OWN, heaviest


def test_without_scripts_a_page_shows_all_it_can_and_no_dead_control(visit, written):
    page = visit(written, java_script_enabled=False)
    assert page.locator("main :is(input, select, button):visible").count() == 0
    for figure in page.locator("figure.ac-explorer").all():
        assert figure.locator("svg").is_visible()
        assert figure.locator("figcaption").inner_text().strip()
    for fold in page.locator("details.ac-before > summary").all():
        fold.click()
    for form in page.locator("form.ac-predict").all():
        assert form.locator(".ac-question").is_visible()
        assert form.locator("details").is_visible(), "the answer cannot be seen"


def test_the_first_page_of_all_leads_to_the_first_chapter(visit, source):
    page = visit("index.html", served=source == "server")
    page.wait_for_url("**/chapters/index.html")


def test_the_page_for_lost_readers_needs_nothing_and_leads_home(visit, source):
    page = visit("404.html", served=source == "server", viewport=PHONE)
    assert page.locator("h1").count() == 1
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert page.evaluate(TOO_WIDE) == []
    home = page.get_attribute("a", "href")
    canonical = visit("chapters/start.html").get_attribute("link[rel=canonical]", "href")
    assert canonical == f"{home}chapters/start.html"


def test_the_lists_of_notebooks_and_improvements_open(visit):
    page = visit("chapters/02_sigmoid/sigmoid.html")
    for name, words in {"Open as a notebook": "Colab", "Improve this page": "Edit"}.items():
        assert page.locator(f".dropdown-menu a:visible >> text={words}").count() == 0
        page.click(f"button[aria-label='{name}']")
        assert page.locator(f".dropdown-menu a:visible >> text={words}").count() == 1


def test_light_and_dark_can_be_chosen_and_are_remembered(visit):
    page = visit("chapters/start.html", color_scheme="light")
    theme = "document.documentElement.dataset.theme"
    page.click(".theme-switch-button")
    assert page.evaluate(theme) == "dark"
    other = visit("chapters/index.html", context=page.context)
    assert other.evaluate(theme) == "dark"
    assert other.evaluate(BACKGROUND) < 0.5


def test_the_contents_open_and_close_on_a_phone(visit):
    page = visit("chapters/start.html", viewport=PHONE, has_touch=True, is_mobile=True)
    link = page.locator(".bd-sidebar-primary a:visible >> text=Gallery")
    assert link.count() == 0
    page.click(".primary-toggle")
    link.click()
    page.wait_for_url("**/gallery.html")
