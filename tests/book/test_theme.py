"""Names and markup that the theme and its neighbours leave out."""

from bs4 import BeautifulSoup

from actcourse.book.theme import mend_markup, name_folds

CONTENTS = '<ul><li><a href="x">Tanh</a><details><summary><i></i></summary></details></li></ul>'


def in_context(change, context):
    """The context of a page after `change`."""
    change(None, "page", "page.html", context, None)
    return context


def test_a_fold_of_the_contents_is_named_after_its_chapter():
    soup = BeautifulSoup(CONTENTS, "html.parser")
    context = in_context(name_folds, {"generate_toctree_html": lambda kind: soup})
    named = context["generate_toctree_html"]("sidebar")
    assert named.summary["aria-label"] == "Pages of Tanh"


def test_no_contents_and_a_page_without_them_are_left_as_they_are():
    assert in_context(name_folds, {}) == {}
    context = in_context(name_folds, {"generate_toctree_html": lambda kind: ""})
    assert context["generate_toctree_html"]("sidebar") == ""


def test_roles_and_ids_that_are_not_allowed_are_replaced():
    body = '<p role="doc-biblioentry">a</p><section id="solution-content">b</section>'
    mended = '<p role="listitem">a</p><section>b</section>'
    assert in_context(mend_markup, {"body": body}) == {"body": mended}
