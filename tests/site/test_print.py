"""The whole course as one PDF, page by page."""

import re
import unicodedata

import pytest
from pypdf import PdfReader

from actcourse.book.onepage import Course
from actcourse.book.print import page_numbers, print_course

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def plain(text):
    """Letters and digits alone: spaces, signs and ligatures differ between a page and its PDF."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def course(site):
    """The course as it goes to the printer."""
    return Course(site)


@pytest.fixture(scope="module")
def printed(site, installed_browser, tmp_path_factory):
    """The PDF of the built site."""
    path = tmp_path_factory.mktemp("print") / "course.pdf"
    print_course(site, path)
    return path


@pytest.fixture(scope="module")
def texts(printed):
    """The text of each page."""
    return [plain(page.extract_text()) for page in PdfReader(printed).pages]


def test_every_page_holds_more_than_its_number(texts):
    assert 200 < len(texts) < 700
    assert [number for number, text in enumerate(texts, start=1) if len(text) < 60] == []


def test_each_chapter_begins_where_contents_and_bookmarks_say(printed, texts, course):
    numbers = page_numbers(printed)
    first = numbers[course.pages[0].key]
    contents = "".join(texts[1 : first - 1])
    marks = list(course.outline())
    for _, title, id in marks:
        assert plain(title) in texts[numbers[id] - 1]
        assert f"{plain(title)}{numbers[id]}" in contents
    starts = [numbers[page.key] for page in course.pages]
    assert len(set(starts)) == len(starts), "two pages of the site begin on one sheet"
    assert sum(1 for _ in flat(PdfReader(printed).outline)) == len(marks)


def test_no_figure_is_cut(texts, course):
    figures = [figure for page in course.pages for figure in page.body.select("figure.ac-explorer")]
    assert len(figures) > 50
    cut = []
    for figure in figures:
        title = plain(figure.select_one(".ac-title").get_text())
        sentence = plain(figure.figcaption.get_text())
        if not any(title in text and sentence in text for text in texts):
            cut.append(figure["id"])
    assert cut == []


def flat(outline):
    """Bookmarks of all levels."""
    for entry in outline:
        yield from flat(entry) if isinstance(entry, list) else [entry]
