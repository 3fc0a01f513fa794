"""The course on paper, from a site of a few pages."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from actcourse.book import browser as chromium
from actcourse.book.onepage import HERE, NUMBER, Course, numbered, page_keys
from actcourse.book.print import print_course, printer

STYLE = HERE / "static" / "print.css"
NAVIGATION = """<nav class="bd-docs-nav"><a class="reference internal" href="index.html">Start</a>
<p class="caption">The course</p>
<a class="reference internal" href="01_line/line.html">Line</a>
<a class="reference internal" href="01_line/line_exercises.html">Exercises: line</a></nav>"""
PAGE = """<html><head><title>{title} — A Small Course</title>
<link rel="stylesheet" href="{root}_static/book.css?v=1"><script>const a = "</p>";</script></head>
<body>{navigation}<article class="bd-article"><section id="top"><h1>{title}<a class="headerlink"
href="#top">#</a></h1>{body}</section></article></body></html>"""
LESSON = """<form class="ac-predict" id="predict-line"><p class="ac-title">Predict first</p>
<p class="ac-question">How steep?</p><div class="ac-form" hidden=""><input></div>
<details><summary>What was measured</summary><p>Measured: 4711.</p></details></form>
<section id="slope"><h2>The slope</h2>
<figure class="ac-explorer" id="line-slope"><p class="ac-title">A line</p>
<svg role="img" aria-labelledby="line-slope-sentence" viewbox="0 0 40 40">
<defs><path id="mark" d="M0 0l9 9"></path></defs><use href="#mark"></use></svg>
<div class="ac-controls" hidden=""><label for="line-slope-a">a</label><input id="line-slope-a">
</div><script type="application/json">{}</script>
<figcaption id="line-slope-sentence">At a = 1 the slope is 1.</figcaption></figure>
<p>As in <a href="line_exercises.html#line-draw">the exercise</a>, on
<a href="../index.html">the first page</a>, at <a href="#line-slope:a=2">a = 2</a>, in
<a href="https://example.org/">a paper</a> and in <a href="../../search.html">the search</a>.</p>
</section>"""
ASSIGNMENT = """<section id="draw-it"><h2>Draw it</h2>
<div class="exercise admonition" id="line-draw"><p class="admonition-title">Exercise 1</p></div>
<details class="sd-dropdown"><summary><span>Hint 1 of 2</span></summary>
<div class="sd-summary-content"><p>Take a ruler.</p>
<details class="sd-dropdown"><summary><span>Hint 2 of 2</span></summary>
<div class="sd-summary-content"><p>And a pencil.</p></div></details></div></details>
<details class="solution" id="chapters/01_line/line_exercises-solution-1">
<summary>Solution to Exercise 1</summary><pre>draw()</pre></details></section>
<section id="rub-it"><h2>Rub it</h2><div class="exercise" id="line-rub"><p>Exercise 2</p></div>
<details class="solution" id="chapters/01_line/line_exercises-solution-2">
<summary>Solution to Exercise 2</summary><pre>rub()</pre></details></section>"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A site of a first page, a lesson and an assignment."""
    root = tmp_path_factory.mktemp("small")
    (root / "chapters" / "01_line").mkdir(parents=True)
    (root / "_static").mkdir()
    (root / "_static" / "book.css").write_text("p { color: black; }")
    shutil.copy(STYLE, root / "_static")
    pages = {
        "index": ("Start", "<p>Welcome.</p>", NAVIGATION, "../"),
        "01_line/line": ("Line: how steep?", LESSON, "", "../../"),
        "01_line/line_exercises": ("Exercises: line", ASSIGNMENT, "", "../../"),
    }
    for name, (title, body, navigation, up) in pages.items():
        html = PAGE.format(title=title, body=body, navigation=navigation, root=up)
        (root / "chapters" / f"{name}.html").write_text(html, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def sheet(small):
    """The one document, parsed."""
    return BeautifulSoup(Course(small).html(), "html.parser")


def test_the_pages_stand_in_order_under_a_cover_and_contents(sheet):
    assert sheet.title.text == sheet.select_one(".cover h1").text == "A Small Course"
    titles = [h1.text for h1 in sheet.select("main h1")]
    assert titles == ["Start", "Line: how steep?", "Exercises: line", "Answers"]
    contents = [a.text for a in sheet.select(".book-contents a:not(.page-of)")]
    assert contents[:4] == ["Start", "Line: how steep?", "The slope", "Exercises: line"]
    assert contents[4:] == ["Answers", "Line: how steep?", "Exercises: line"]


def test_the_contents_are_the_bookmarks(small, sheet):
    contents = sheet.select(".book-contents a:not(.page-of)")
    listed = [(a.text, a["href"].lstrip("#")) for a in contents]
    assert listed == [(title, id) for _, title, id in Course(small).outline()]


def test_every_id_is_there_once_and_every_link_leads_to_one(sheet):
    ids = [tag["id"] for tag in sheet.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    links = {a["href"] for a in sheet.select("a[href]")}
    assert {link for link in links if link.lstrip("#") not in ids} == {"https://example.org/"}
    named = {tag["aria-labelledby"] for tag in sheet.select("[aria-labelledby]")}
    assert named == {"line--line-slope-sentence"}


def test_links_between_pages_lead_to_their_places(sheet):
    links = [a["href"] for a in sheet.select("#line--slope p a")]
    wanted = ["#line-exercises--line-draw", "#index", "#line--line-slope", "https://example.org/"]
    assert links == wanted
    assert "and in the search." in " ".join(sheet.select_one("#line--slope").text.split())


def test_figures_keep_picture_and_sentence_and_lose_what_needs_a_hand(sheet):
    figure = sheet.select_one("#line--line-slope")
    assert figure.figcaption.text == "At a = 1 the slope is 1."
    assert figure.select_one("use")["href"] == "#mark"
    assert figure.select_one("#mark")
    assert not sheet.select("script, button, input, .headerlink, .ac-controls")


def test_answers_stand_at_the_end_alone_and_in_order(sheet):
    answers = sheet.select_one("#answers").extract()
    text = " ".join(answers.get_text(" ").split())
    order = ["How steep?", "4711", "Solution to Exercise 1", "Hint 1 of 2", "ruler", "Hint 2 of 2"]
    places = [text.index(words) for words in [*order, "pencil", "draw()", "Solution to Exercise 2"]]
    assert places == sorted(places)
    assert not answers.select("details")
    for words in ("4711", "ruler", "pencil", "draw()", "rub()"):
        assert words not in sheet.text
    pointers = [line.text for line in sheet.select("main .pointer")]
    assert pointers == [
        "What was measured: page ",
        "Hints and solution: page ",
        "Solution: page ",
    ]


def test_numbers_come_into_every_place_that_waits_for_one(small):
    html = Course(small).html()
    ids = [id for _, id in NUMBER.findall(html)]
    assert len(ids) == 7 + 3 + 3
    filled = numbered(html, dict.fromkeys(ids, 4711))
    assert filled.count(">4711</a>") == len(ids)
    assert numbered(filled, dict.fromkeys(ids, 7)) == numbered(html, dict.fromkeys(ids, 7))


@pytest.mark.browser
def test_the_numbers_and_bookmarks_of_the_pdf_lead_to_the_headings(
    small, tmp_path, installed_browser
):
    out = tmp_path / "course.pdf"
    count = print_course(small, out)
    reader = PdfReader(out)
    texts = [page.extract_text() for page in reader.pages]
    assert count == len(texts) == 6
    assert reader.metadata.title == "A Small Course"
    marks = [mark for mark in flat(reader.outline) if mark.title != "The slope"]
    places = [reader.get_destination_page_number(mark) for mark in marks]
    assert places == [2, 3, 4, 5, 5, 5]
    assert all(mark.title in texts[place] for mark, place in zip(marks, places, strict=True))
    assert re.findall(r"page (\d)", " ".join(texts)) == ["6", "6", "6", "4", "5", "5"]
    alone = [re.findall(r"^\d$", text, re.MULTILINE) for text in texts]
    assert alone[0] == []
    assert all(str(number) in found for number, found in enumerate(alone[1:], start=2))


def flat(outline):
    """Bookmarks of all levels in one list."""
    return [m for e in outline for m in (flat(e) if isinstance(e, list) else [e])]


def test_without_a_browser_it_says_what_to_install(small, monkeypatch):
    monkeypatch.setattr(chromium, "path", lambda: None)
    with pytest.raises(FileNotFoundError, match="install one of chromium"), printer(small):
        pass


def test_pages_of_one_name_have_keys_of_their_own():
    names = ["a/claims.html", "a/reference/claims.html", "a/which_one.html"]
    assert page_keys(names) == {
        "a/claims.html": "a-claims",
        "a/reference/claims.html": "reference-claims",
        "a/which_one.html": "which-one",
    }
