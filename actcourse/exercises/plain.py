"""Notebooks as Jupyter shows them: plain Markdown in place of the book's own syntax.

The book reads MyST, with its directives and roles. JupyterLab, Notebook and Colab show these as
text, so whatever learners get goes through `plain`.
"""

import re
from functools import cache
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from pybtex.backends.markdown import Backend
from pybtex.database import Entry, parse_file
from pybtex.style.formatting.plain import Style

BIBLIOGRAPHY = "references.bib"  # beside the folders of the chapters
LIST = "References"  # the heading of the list, and so its anchor in Jupyter

_EXERCISE = re.compile(
    r"^:::\{exercise\} (?P<kind>\w+)\n(?::\w+:[^\n]*\n)*\n?(?P<text>.*?)\n:::$",
    re.MULTILINE | re.DOTALL,
)
MYST = re.compile(
    r"^ *:{3,}.*|"  # a directive, or its end
    r"^ *(?:`{3,}|~{3,})\{.*|"  # a directive in a fence
    r"^ *:[\w-]+:.*|"  # an option
    r"^\([\w:-]+\)= *$|"  # a target
    r"^%.*|"  # a comment
    r"\{[\w:+-]+\}`+[^`]*`+|"  # a role
    r"\]\{[.#][^}]*\}",  # an attribute
    re.MULTILINE,
)
"""What Jupyter would show as it is written."""
COMMENT = re.compile(r"[ \t]*<!--.*?-->")
"""A note to authors in a text, such as where a number comes from; no reader sees it."""
_CODE_OR_ROLE = re.compile(
    r"(?P<line>^(?:- )?)?(?P<role>\{[\w:+-]+\})`(?P<text>[^`]+)`|"
    r"^(?P<fence>`{3,}|~{3,})(?!\{).*?^(?P=fence) *$|"  # a fence that opens no directive
    r"(?P<ticks>`{1,2})(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)


def plain(notebook: NotebookNode, bibliography: Path) -> NotebookNode:
    """Rewrite the text cells of `notebook` in plain Markdown, and return it.

    An exercise becomes its text under its kind, a citation its authors and year with a link, and
    the sources that are cited become a list at the end. A term of the glossary becomes its word.
    Comments are left out.

    Parameters
    ----------
    notebook : NotebookNode
        Of nbformat 4; changed in place.
    bibliography : Path
        The BibTeX file that has the citation keys.

    Raises
    ------
    ValueError
        For syntax of the book that has no plain form here, or a key that is not in the
        bibliography; the message names the cell.
    """
    cited: dict[str, Entry] = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _plain(cell, bibliography, cited)
    if cited:
        notebook.cells.append(new_markdown_cell(_listed(cited), id="references"))
    return notebook


def leftovers(source: str) -> list[str]:
    """What is left in a text of the book's own syntax, outside of code."""
    text = _CODE_OR_ROLE.sub(lambda match: match.group() if match["role"] else "", source)
    return MYST.findall(text)


def _plain(cell, bibliography, cited) -> str:
    def cite(match):
        if match["role"] == "{term}":  # the word, without its link into the glossary
            return (match["line"] or "") + match["text"].partition(" <")[0]
        if match["role"] != "{cite}":
            return match.group()
        entries = {key: _entry(key, bibliography, cell) for key in match["text"].split(",")}
        cited.update(entries)
        if match["line"] is not None:  # the authors are the subject of the sentence
            names = [f"[{_authors(e)} ({e.fields['year']})]({_link(e)})" for e in entries.values()]
            return match["line"] + " and ".join(names)
        names = [f"[{_authors(e)}, {e.fields['year']}]({_link(e)})" for e in entries.values()]
        return f"({'; '.join(names)})"

    text = _EXERCISE.sub(r"**Exercise** (\g<kind>)\n\n\g<text>", COMMENT.sub("", cell.source))
    text = _CODE_OR_ROLE.sub(cite, text)
    if left := leftovers(text):
        raise ValueError(
            f"cell {cell.id!r} says {left[0]!r}, which Jupyter shows as it is: write it in plain "
            "Markdown, or teach actcourse.exercises.plain what to make of it"
        )
    return text


@cache
def _entries(bibliography: Path) -> dict[str, Entry]:
    return parse_file(bibliography, bib_format="bibtex").entries


def _entry(key, bibliography, cell) -> Entry:
    entries = _entries(bibliography)
    if key not in entries:
        raise ValueError(f"cell {cell.id!r} cites {key!r}, which {bibliography.name} lacks")
    return entries[key]


def _authors(entry) -> str:
    """Family names as text cites them: one, two, or the first and "et al."."""
    names = [" ".join(map(str, p.rich_prelast_names + p.rich_last_names)) for p in _people(entry)]
    return names[0] + " et al." if len(names) > 2 else " and ".join(names)


def _people(entry) -> list:
    return entry.persons.get("author") or entry.persons["editor"]


def _link(entry) -> str:
    """Where the source can be read, if the bibliography tells, or else its place in the list."""
    fields = entry.fields
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    if "eprint" in fields:
        return f"https://arxiv.org/abs/{fields['eprint']}"
    return fields.get("url", f"#{LIST}")


def _listed(cited) -> str:
    """The sources as a list, by author and year."""
    ordered = sorted(cited.values(), key=lambda entry: (_authors(entry), entry.fields["year"]))
    entries = Style().format_entries(ordered)
    texts = [entry.text.render(Backend()).replace("\n", " ") for entry in entries]
    return "\n".join([f"## {LIST}", "", *(f"- {text}" for text in texts)])
