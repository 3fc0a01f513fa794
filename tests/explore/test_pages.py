"""Pages of one explorer: saved, framed by others, and under a strict content security policy."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest

from actcourse.explore import EXPLORERS, Choice, Range, explorer, medium, pages, style

X = np.linspace(-3, 3, 60)
LONG = "It says more than the others, so that its lines are more, on a phone above all. " * 3


@pytest.fixture(scope="module")
def wave():
    with EXPLORERS.restored():

        @explorer(
            "test-wave",
            k=Range(-2, 2, 0.5, value=0, label="frequency"),
            kind=Choice(["sine", "cosine"], label="kind"),
        )
        def wave(ax, k, kind):
            """A wave & its <frequency>"""
            ax.plot(X, np.sin(k * X) if kind == "sine" else np.cos(k * X), **style.f)
            ax.set(xlim=(-3, 3), ylim=(-1.2, 1.2))
            return f"A {kind} of frequency {k:g}. {LONG if k == 1.5 else ''}"

        yield wave


# --- what is written -----------------------------------------------------------------------------


def test_a_saved_page_is_one_file_that_asks_for_nothing(wave, tmp_path):
    path = wave.save(tmp_path / "wave.html", {"k": 1})
    text = path.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["wave.html"]
    assert "<title>A wave &amp; its &lt;frequency&gt;</title>" in text
    assert re.findall(r'\b(?:src|href)="([^"#]+)', text) == []
    assert "A sine of frequency 1." in text
    assert len(gzip.compress(text.encode())) < 12_000


def test_the_same_explorer_is_written_the_same_way_again(wave, tmp_path):
    one, other = (wave.save(tmp_path / name) for name in ("a.html", "b.html"))
    assert one.read_bytes() == other.read_bytes()


def test_a_fragment_brings_style_and_script_unless_the_page_has_them(wave):
    whole, figure = wave.html(), wave.html(assets=False)
    assert figure in whole
    assert (whole.count("<style>"), whole.count("<script>")) == (1, 1)
    assert "<style" not in figure
    assert "<script>" not in figure  # its data are no script that runs


@pytest.mark.parametrize("show", ["html", "save"])
def test_no_element_carries_a_style_or_a_handler(wave, tmp_path, show):
    text = wave.html() if show == "html" else wave.save(tmp_path / "x.html").read_text("utf-8")
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", markup) == []


@pytest.mark.parametrize(
    ("name", "options", "error", "words"),
    [
        ("no/such/x.html", {}, FileNotFoundError, r"no folder .*such: make it first"),
        ("x.txt", {}, ValueError, r"'x.txt': wanted a name that ends in .html"),
        ("x.html", {"csp": "strict"}, ValueError, r"'strict': wanted 'hash', 'files' or None"),
        ("x.html", {"at": {"k": 7}}, ValueError, r"no position 7"),
        ("x.html", {"at": {"bend": 7}}, TypeError, r"has no \['bend'\]"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_nothing_written(
    wave, tmp_path, name, options, error, words
):
    with pytest.raises(error, match=words):
        wave.save(tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_for_any_page_a_notebook_gets_the_fragment_and_a_picture(wave, monkeypatch):
    monkeypatch.setenv(medium.VARIABLE, "page")
    bundle = wave(k=1)._repr_mimebundle_()
    assert bundle["text/html"] == wave.html({"k": 1})
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"].startswith("A sine of frequency 1.")


def test_a_medium_that_there_is_not_is_refused(wave, monkeypatch):
    monkeypatch.setenv(medium.VARIABLE, "paper")
    with pytest.raises(ValueError, match="ACTCOURSE_MEDIUM is 'paper': wanted book or page"):
        wave()


# --- in a browser --------------------------------------------------------------------------------

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'"
HOST = "http://school.example/"


@pytest.fixture
def visit(browser, tmp_path):
    """Function that opens a file of `tmp_path` from a host that may send a policy."""
    contexts = []

    def visit(name, policy=None, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        headers = {"Content-Security-Policy": policy} if policy else {}

        def answer(route):
            file = tmp_path / route.request.url.removeprefix(HOST).partition("?")[0]
            route.fulfill(path=file, headers={**headers, "Content-Type": KIND[file.suffix]})

        context.route("**/*", answer)
        page.goto(HOST + name)
        return page

    yield visit
    for context in contexts:
        context.close()


KIND = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


def moved(page, figure="#test-wave"):
    """The sentence after the slider has been brought to its end; None if there is none to move."""
    slider = page.locator(f"{figure}-k")
    if not slider.is_visible():
        return None
    slider.focus()
    slider.press("End")
    return page.locator(f"{figure} figcaption").inner_text().strip()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("csp", "policy", "moves"),
    [
        (None, None, True),
        (None, STRICT, False),
        ("hash", None, True),
        ("hash", STRICT, False),
        ("files", None, True),
        ("files", STRICT, True),
        ("files", "default-src 'self'", True),
    ],
)
def test_a_strict_policy_holds(wave, visit, tmp_path, csp, policy, moves):
    wave.save(tmp_path / "wave.html", csp=csp)
    page = visit("wave.html", policy)
    assert moved(page) == ("A sine of frequency 2." if moves else None)
    if moves:
        assert page.said == []
        colour = "getComputedStyle(document.querySelector('[stroke*=ac-f]')).stroke"
        assert page.evaluate(colour) == "rgb(11, 98, 168)"
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


@pytest.mark.browser
def test_the_policy_of_digests_refuses_every_other_script(wave, visit, tmp_path):
    path = wave.save(tmp_path / "wave.html", csp="hash")
    path.write_text(path.read_text("utf-8").replace("</main>", "<script>let a;</script>"), "utf-8")
    page = visit("wave.html")
    assert "Content Security Policy" in page.said[0]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "system", "theme"),
    [
        ("", "light", "light"),
        ("", "dark", "dark"),
        ("?theme=dark", "light", "dark"),
        ("?theme=light", "dark", "light"),
        ("?theme=purple", "dark", "dark"),
    ],
)
def test_a_page_is_dark_as_the_system_or_the_address_says(
    wave, visit, tmp_path, query, system, theme
):
    wave.save(tmp_path / "wave.html")
    page = visit(f"wave.html{query}#test-wave:k=1", color_scheme=system)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(250, 251, 252)", "dark": "rgb(25, 30, 36)"}[theme]
    assert page.locator("figcaption").inner_text().startswith("A sine of frequency 1.")


# What does not fit into a frame: the height of a document beyond that of its window.
HIDDEN = "document.documentElement.scrollHeight - innerHeight"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "system"), [(320, "light"), (360, "dark"), (800, "light")])
def test_the_frame_that_embed_gives_holds_every_sentence_at_any_width(
    wave, visit, tmp_path, width, system
):
    wave.save(tmp_path / "wave.html")
    page = visit("wave.html#test-wave:k=-1.0")
    page.click("text=Embed")
    snippet = page.input_value("dialog textarea")
    assert f'src="{HOST}wave.html#test-wave:k=-1.0"' in snippet
    assert 'title="A wave &amp; its &lt;frequency&gt;"' in snippet
    assert page.locator("iframe").count() == 0, "the frame that was measured is still there"
    page.click("dialog >> text=Close")
    page.wait_for_selector("dialog", state="detached")
    host = f"<!doctype html><title>Course</title><body style='margin: 0'>{snippet}"
    (tmp_path / "host.html").write_text(host, encoding="utf-8")
    size = {"width": width, "height": 900}
    host = visit("host.html", viewport=size, color_scheme=system)
    frame = host.frames[1]
    frame.wait_for_selector(".ac-controls:not([hidden])")
    assert "frequency −1." in frame.locator("figcaption").inner_text()
    assert not frame.locator(".ac-tools").is_visible()
    assert frame.evaluate("document.documentElement.dataset.theme") == system
    assert host.evaluate("document.documentElement.scrollWidth") == width
    frame.focus("#test-wave-k")
    for _ in range(9):
        assert frame.evaluate(HIDDEN) <= 0, frame.locator("figcaption").inner_text()
        host.keyboard.press("ArrowRight")
    height = int(re.search(r'height="(\d+)"', snippet)[1])
    assert height < 900, "it is roomier than any sentence needs"


@pytest.mark.browser
def test_a_page_that_may_frame_nothing_gives_a_roomy_frame(wave, visit, tmp_path):
    wave.save(tmp_path / "wave.html", csp="files")
    page = visit("wave.html", "default-src 'self'; frame-src 'none'")
    page.click("text=Embed")
    page.wait_for_selector("dialog", timeout=20_000)
    assert 'height="700"' in page.input_value("dialog textarea")


@pytest.mark.browser
def test_copy_link_copies_the_setting_or_shows_it(wave, visit, tmp_path):
    wave.save(tmp_path / "wave.html")
    page = visit("wave.html")  # no secure context, so that a browser gives no clipboard
    page.focus("#test-wave-k")
    page.keyboard.press("End")
    page.click("text=Copy link")
    address = f"{HOST}wave.html#test-wave:k=2.0"
    assert page.input_value("dialog textarea") == address
    page.click("dialog >> text=Close")
    page.wait_for_selector("dialog", state="detached")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: "
        "{writeText: async text => { window.copied = text; }}})"
    )
    page.click("text=Copy link")
    page.wait_for_selector("button >> text=Copied")
    assert page.evaluate("window.copied") == address
    assert page.locator("dialog").count() == 0


@pytest.mark.browser
def test_fragments_of_a_page_move_also_where_each_brings_the_script(wave, visit, tmp_path):
    with EXPLORERS.restored():

        @explorer("test-other", k=Range(0, 2, 1))
        def other(ax, k):
            """Another"""
            ax.set(xlim=(0, 1), ylim=(0, 1))
            return f"Another at {k}."

        body = f"<!doctype html><title>Blog</title>{wave.html()}{other.html()}"
    (tmp_path / "blog.html").write_text(body, encoding="utf-8")
    page = visit("blog.html")
    assert moved(page) == "A sine of frequency 2."
    assert moved(page, "#test-other") == "Another at 2."
    assert page.said == []


@pytest.mark.browser
def test_a_fragment_that_is_put_into_an_open_page_moves(wave, visit, tmp_path):
    (tmp_path / "blog.html").write_text("<!doctype html><title>Blog</title><main>", "utf-8")
    page = visit("blog.html")
    page.evaluate(
        "html => document.querySelector('main').append("
        "document.createRange().createContextualFragment(html))",
        wave.html(),
    )
    assert moved(page) == "A sine of frequency 2."


def test_files_beside_a_page_are_those_that_books_link(wave, tmp_path):
    wave.save(tmp_path / "wave.html", csp="files")
    assert sorted(p.name for p in tmp_path.iterdir()) == [*sorted(pages.FILES), "wave.html"]
    for name in pages.FILES:
        assert Path(tmp_path, name).read_text("utf-8") == pages.asset(name)
