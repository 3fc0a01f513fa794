"""What learners read is plain Markdown: nothing that only the book can show."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from actcourse.book.notebooks import find
from actcourse.exercises import forms, learner
from actcourse.exercises.plain import leftovers, plain

ROOT = Path(__file__).parents[2]
BIBLIOGRAPHY = ROOT / "chapters" / "references.bib"


def written(source):
    """The texts of a notebook of one cell, after it went through `plain`."""
    notebook = new_notebook(cells=[new_markdown_cell(source)])
    return [cell.source for cell in plain(notebook, BIBLIOGRAPHY).cells]


@pytest.fixture(scope="module")
def tree():
    return {str(path): notebook for path, notebook in learner.notebooks(ROOT)}


def test_no_notebook_of_the_learners_tree_holds_syntax_of_the_book(tree):
    texts = {
        (path, cell.id): leftovers(cell.source)
        for path, notebook in tree.items()
        for cell in notebook.cells
        if cell.cell_type == "markdown"
    }
    assert len(tree) >= 18
    assert {place: left for place, left in texts.items() if left} == {}


@pytest.mark.parametrize("variant", [None, 3])
@pytest.mark.parametrize("path", forms.find(ROOT / "chapters"), ids=lambda path: path.stem)
def test_no_assignment_that_is_handed_out_holds_syntax_of_the_book(path, variant):
    notebook = forms.release(path, variant)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [left for text in texts for left in leftovers(text)] == []
    kinds = [line for text in texts for line in text.split("\n") if line.startswith("**Exercise**")]
    assert len(kinds) == sum(forms.EXERCISE in cell.source for cell in forms.read(path).cells)


def test_no_line_of_a_text_is_lost(tree):
    for source in find(ROOT / "chapters"):
        released = tree.get(str(source.relative_to(ROOT / "chapters")))
        if released is None:
            continue
        texts = {cell.id: cell.source for cell in released.cells}
        for cell in nbformat.read(source, as_version=4).cells:
            if cell.cell_type == "markdown":
                source_text = re.sub(r" *<!--.*?-->", "", cell.source)  # notes to authors
                kept = [
                    line
                    for line in source_text.split("\n")
                    if not line.startswith(":") and "{cite}" not in line and "{term}" not in line
                ]
                missing = [line for line in kept if line not in texts[cell.id]]
                assert missing == [], (source.name, cell.id)


def test_every_lesson_that_cites_ends_on_its_references(tree):
    for path, notebook in tree.items():
        cited = any("{cite}" in cell.source for cell in nbformat.read(_source(path), 4).cells)
        assert notebook.cells[-1].source.startswith("## References\n") == cited, path


def _source(path):
    return ROOT / "chapters" / path


def test_an_exercise_is_its_heading_its_kind_and_its_text():
    (text,) = written("## A title\n\n:::{exercise} debug\n:label: a-b\n\nWrite $x$.\n\n- so\n:::")
    assert text == "## A title\n\n**Exercise** (debug)\n\nWrite $x$.\n\n- so"


def test_a_citation_is_authors_and_year_with_a_link_and_stands_in_the_list():
    text, listed = written("Known {cite}`guo2017calibration,wang2004general`.")
    assert text == (
        "Known ([Guo et al., 2017](https://arxiv.org/abs/1706.04599); [Wang, 2004](#References))."
    )
    assert listed.count("\n- ") == 2
    assert "*IEEE Transactions on Circuits and Systems I: Regular Papers*" in listed


def test_authors_who_are_the_subject_of_a_line_stand_outside_the_parentheses():
    text, _ = written(
        "- {cite}`dugas2001incorporating` has it.\n\nSee {cite}`minsky1969perceptrons`."
    )
    assert text.startswith("- [Dugas et al. (2001)](#References) has it.")
    assert text.endswith("See ([Minsky and Papert, 1969](#References)).")


def test_names_are_read_out_of_their_latex():
    text, listed = written("See {cite}`klambauer2017self,vaswani2017attention`.")
    assert "Klambauer et al." in text
    assert "Günter Klambauer" in listed
    assert "Łukasz Kaiser" in listed


def test_every_entry_of_the_bibliography_can_be_cited():
    from pybtex.database import parse_file

    keys = ",".join(parse_file(BIBLIOGRAPHY).entries)
    text, listed = written(f"All {{cite}}`{keys}`.")
    assert listed.count("\n- ") == text.count(";") + 1 == keys.count(",") + 1
    assert "{" not in text + listed
    assert "\\url" not in listed


@pytest.mark.parametrize(
    "source",
    [
        ":::{note}\nLook.\n:::",
        "```{figure} a.png\n```",
        "See {ref}`there`.",
        "See {numref}`Figure %s <there>`.",
        "(a-target)=\n## Heading",
        "% a comment",
        "[word]{.class}",
        ":::{exercise} debug\nnever closed",
    ],
)
def test_syntax_without_a_plain_form_is_refused_by_name(source):
    with pytest.raises(ValueError, match="which Jupyter shows as it is"):
        written(source)


def test_an_unknown_key_is_refused_by_name():
    with pytest.raises(ValueError, match=r"cites 'nobody2020', which references\.bib lacks"):
        written("See {cite}`nobody2020`.")


def test_code_and_formulas_are_left_alone():
    code = "```python\n% time\n(x)=\n:a: {ref}`c`\n```"
    source = f"`{{cite}}` and ``a{{ref}}`b` ``\n\n{code}\n\n$\\frac{{a}}{{b}}$"
    assert written(source) == [source]


def test_comments_are_left_out():
    assert written("It is 0.59. <!-- 0.59: claim 46 best_shift_error -->\nAnd so on.") == [
        "It is 0.59.\nAnd so on."
    ]


def test_a_term_is_its_word():
    source = "{term}`Saturation` and\n- {term}`saturated <saturation>` units"
    assert written(source) == ["Saturation and\n- saturated units"]
