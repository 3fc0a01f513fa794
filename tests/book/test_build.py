"""A sound book: what its pages hold, and what makes them change."""

import os
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

FORMULAS = r"""# Formulas

The sigmoid $\sigma(z) = \frac{1}{1 + e^{-z}}$, its derivative

$$
a &= \sigma(z) \\
\frac{da}{dz} &= a (1 - a)
$$ (eq-derivative)

as in {eq}`eq-derivative`, and

\begin{align}
W &= \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \\
f(z) &= \begin{cases} z & z > 0 \\ 0 & z \le 0 \end{cases}
\end{align}

:::{note}
:class: dropdown
See [the notebook](notebook.ipynb) and $z \in \mathbb{R}$.
:::
"""


MARKDOWN_NOTEBOOK = """---
file_format: mystnb
kernelspec:
  name: python3
---
# Text

```{{code-cell}} python
{}
```
"""

# A notebook that ends well only while the other one runs too.
MEET = """
import time
from pathlib import Path
Path("{0}.here").touch()
deadline = time.monotonic() + 60
while not Path("{1}.here").exists():
    assert time.monotonic() < deadline, "the other notebook was not executed at the same time"
    time.sleep(0.05)
print("{0} met {1}")
"""


@pytest.fixture(scope="module")
def built(book):
    """The book, built once; its notebook prints what a helper of the package answers."""
    helper = book.root / "package" / "actcourse" / "helper.py"
    helper.write_text("answer = 'first answer'\n")
    show = "from IPython.display import HTML\nHTML('<p class=\"ac-explorer\">$a$</p>')"
    ask = (
        "import os\nfrom actcourse import helper\n"
        "print(helper.answer, os.environ['ACTCOURSE_MEDIUM'])"
    )
    pages = {"index": FORMULAS, "notebook": [ask, show], "plain": "# Plain\n\nNo formula.\n"}
    still = ["import uuid\nimport actcourse\nprint('drawn', uuid.uuid4())"]
    text = MARKDOWN_NOTEBOOK.format(still[0])
    book.write(
        **pages,
        still=still,
        text=text,
        ann=[MEET.format("ann", "bob")],
        bob=[MEET.format("bob", "ann")],
    )
    code, text = book.build()
    assert code == 0, text
    return book


def assets(page):
    """Addresses of all that a browser fetches for a page by itself."""
    soup = BeautifulSoup(page, "html.parser")
    loaded = soup.select("script[src], img[src], iframe[src], source[src], video[src], audio[src]")
    links = [
        link
        for link in soup.select("link[href]")
        if "stylesheet" in link["rel"] or "as" in link.attrs
    ]
    return [tag.get("src") or tag["href"] for tag in loaded + links]


@pytest.mark.skipif(os.cpu_count() < 2, reason="one processor executes one notebook at a time")
def test_notebooks_are_executed_at_the_same_time(built):
    assert "ann met bob" in built.page("ann")
    assert "bob met ann" in built.page("bob")


def test_nothing_is_fetched_from_another_host(built):
    pages = [path.read_text(encoding="utf-8") for path in built.site.rglob("*.html")]
    styles = [path.read_text(encoding="utf-8") for path in built.site.rglob("*.css")]
    inner = [url for css in styles for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", css)]
    inner += [url for css in styles for url in re.findall(r"@import\s+['\"]([^'\"]+)", css)]
    outer = [url for page in pages for url in assets(page)]
    assert len(pages) >= 3
    assert len(outer) > 30
    assert [url for url in outer + inner if urlsplit(url).netloc] == []


def test_no_library_for_formulas_or_widgets_is_loaded(built):
    for name in ("index", "notebook", "plain"):
        scripts = BeautifulSoup(built.page(name), "html.parser").select("script")
        text = " ".join(str(script) for script in scripts).lower()
        assert not re.search("mathjax|require|thebe|jupyter-widgets|unpkg|jsdelivr", text)


def test_formulas_are_in_the_page_for_eyes_and_screen_readers(built):
    soup = BeautifulSoup(built.page("index"), "html.parser")
    assert len(soup.select(".katex .katex-html")) == 4
    assert len(soup.select(".katex math")) == 4
    assert soup.select_one("math annotation").text == r"\sigma(z) = \frac{1}{1 + e^{-z}}"


def test_each_equation_is_numbered_once_and_can_be_referred_to(built):
    soup = BeautifulSoup(built.page("index"), "html.parser")
    assert [number.text.strip("#") for number in soup.select(".eqno")] == ["(1)", "(2)"]
    assert not soup.select(".katex .eqn-num")
    [reference] = [a for a in soup.select("article a.reference.internal") if a.text == "(1)"]
    assert soup.find(id=reference["href"].strip("#"))


@pytest.mark.parametrize(("style", "page"), [("katex.css", "index"), ("explore.css", "notebook")])
def test_styles_are_linked_only_where_they_are_used(built, style, page):
    pages = {name for name in ("index", "notebook", "plain") if style in built.page(name)}
    assert pages == {page}


def test_every_linked_file_is_there(built):
    for name in ("index", "notebook", "plain"):
        missing = [
            url
            for url in assets(built.page(name))
            if not (built.site / urlsplit(url).path).exists()
        ]
        assert not missing


def test_the_main_fonts_of_formulas_are_in_their_style_sheet(built):
    css = (built.site / "_static" / "katex" / "katex.css").read_text()
    assert css.count("data:font/woff2;base64,") == 2
    for font in re.findall(r"url\((fonts/[^)]+)\)", css):
        assert (built.site / "_static" / "katex" / font).exists()
    assert "SIL OPEN FONT LICENSE" in (built.site / "_static" / "katex" / "OFL.txt").read_text()


def test_icons_come_from_a_font_of_a_few_kilobytes(built):
    static = built.site / "_static"
    assert (static / "scripts" / "fontawesome.js").stat().st_size < 100
    style = (static / "icons.css").read_text()
    assert 1000 < len(style) < 10_000
    assert "data:font/woff;base64," in style
    assert "U+f0c9" in style  # the bars that open the menu
    theme = (static / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    assert ".fa-bars" in theme
    assert ".fa-anchor" not in theme


def test_notebooks_are_told_that_they_draw_for_the_book(built):
    assert "first answer book" in built.page("notebook")


def drawn(page):
    """What a page of its own drew by lot."""
    return re.search(r"drawn ([0-9a-f-]{36})", page)[1]


def test_an_edited_helper_changes_its_page_on_the_next_build_and_no_other_is_executed(built):
    before = {name: drawn(built.page(name)) for name in ("still", "text")}
    (built.root / "package" / "actcourse" / "helper.py").write_text("answer = 'second answer'\n")
    code, text = built.build()
    assert code == 0, text
    assert "second answer" in built.page("notebook")
    assert "first answer" not in built.page("notebook")
    assert {name: drawn(built.page(name)) for name in ("still", "text")} == before


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "notebook"])
def test_pages_work_from_disk_without_a_word_in_the_console(built, browser, name, scheme, width):
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints, outside = [], []
    page.on(
        "console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("request", lambda r: outside.append(r.url) if r.url.startswith("http") else None)
    page.goto((built.site / f"{name}.html").as_uri(), wait_until="load")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert outside == []
    if name == "notebook":  # the theme would lay a light sheet under an explorer
        sheet = page.locator(".text_html:has(.ac-explorer)")
        assert sheet.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    page.close()


@pytest.mark.browser
def test_nothing_jumps_and_the_large_icon_font_stays_away(built, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    page.goto((built.site / "index.html").as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.02
    assert [url for url in requests if "fa-solid-900" in url] == []
    page.close()
