"""Names and markup that the theme and its neighbours leave out."""

import pytest
from bs4 import BeautifulSoup

from actcourse.book import theme
from actcourse.book.theme import label_contents, mend_markup

CONTENTS = '<ul><li><a href="x">Tanh</a><details><summary><i></i></summary></details></li></ul>'


def in_context(change, context):
    """The context of a page after `change`."""
    change(None, "page", "page.html", context, None)
    return context


def test_a_fold_of_the_contents_is_named_after_its_chapter():
    soup = BeautifulSoup(CONTENTS, "html.parser")
    context = in_context(label_contents, {"generate_toctree_html": lambda kind: soup})
    named = context["generate_toctree_html"]("sidebar")
    assert named.summary["aria-label"] == "Pages of Tanh"


def test_no_contents_and_a_page_without_them_are_left_as_they_are():
    assert in_context(label_contents, {}) == {}
    context = in_context(label_contents, {"generate_toctree_html": lambda kind: ""})
    assert context["generate_toctree_html"]("sidebar") == ""


def test_roles_and_ids_that_are_not_allowed_are_replaced():
    body = '<p role="doc-biblioentry">a</p><section id="solution-content">b</section>'
    mended = '<p role="listitem">a</p><section>b</section>'
    assert in_context(mend_markup, {"body": body}) == {"body": mended}


def test_of_a_title_with_a_question_the_contents_show_the_name():
    link = '<a class="reference internal" href="x">Tanh: why <em>zero</em> helps?</a>'
    soup = BeautifulSoup(CONTENTS.replace('<a href="x">Tanh</a>', link), "html.parser")
    context = in_context(label_contents, {"generate_toctree_html": lambda kind: soup})
    named = context["generate_toctree_html"]("sidebar")
    assert (named.a.get_text(), named.a["title"]) == ("Tanh", "why zero helps?")
    assert named.summary["aria-label"] == "Pages of Tanh: why zero helps?"


INSIDE = ("generate_toctree_html", "header_buttons", "theme.css", "fontawesome", "theme.js")


@pytest.mark.parametrize("word", INSIDE)
def test_the_inside_of_the_theme_is_named_in_theme_and_icons_alone(word):
    sources = {p.stem: p.read_text(encoding="utf-8") for p in theme.HERE.glob("*.py")}
    assert {name for name, text in sources.items() if word in text} <= {"theme", "icons"}
    assert any(word in text for text in sources.values())


def test_two_blocks_of_the_themes_template_are_changed():
    text = (theme.HERE / "templates" / "layout.html").read_text(encoding="utf-8")
    blocks = [line.split()[2] for line in text.splitlines() if line.startswith("{% block")]
    assert blocks == ["css", "extrahead"]
