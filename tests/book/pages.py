"""What readers get to read: the prose of lessons and appendix pages, line by line."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat

from actcourse.chapters import CHAPTERS

ROOT = Path(__file__).parents[2]
LESSONS = [f"chapters/{chapter.lesson}" for chapter in CHAPTERS.values()]
APPENDIX = [
    "chapters/index.md",
    "chapters/start.md",
    *(f"chapters/appendix/{name}" for name in (
        "which.md", "glossary.md", "gallery.md", "progress.md", "numbers.ipynb", "pytorch.ipynb",
        "claims.md", "teaching.md", "explorer.md", "architecture.md",
    )),
]  # fmt: skip

COMMENT = re.compile(r"<!--\s*(.*?)\s*-->")
# What is no prose: code and displayed formulas, the marks of directives, options, targets and
# comments of MyST, headings.
BLOCKS = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)`*$|\$\$.*?\$\$|^\\begin\{(?P<name>\w+\*?)\}.*?\\end\{(?P=name)\}",
    re.DOTALL | re.MULTILINE,
)
MARKS = re.compile(r"\s*(:{3,}|:[\w-]+:|\([\w:-]+\)=\s*$|%|#{1,6} )")


@dataclass(frozen=True)
class Line:
    """A line of prose.

    Attributes
    ----------
    text : str
        Without its comment.
    comment : str
        What the comments of the line say, joined by ``;``.
    cell : int
        The cell in which it stands; 0 on a page of Markdown.
    number : int
        The line within the cell, from 1 on.
    """

    text: str
    comment: str
    cell: int
    number: int


@dataclass(frozen=True)
class Page:
    """A lesson or a page of the appendix.

    Attributes
    ----------
    name : str
        Its path from the root.
    lines : tuple of Line
    code : dict from int to str
        Sources of the code cells.
    outputs : dict from int to str
        What code cells printed.
    """

    name: str
    lines: tuple[Line, ...]
    code: dict = field(default_factory=dict)
    outputs: dict = field(default_factory=dict)


@cache
def read(name):
    """The page of this path from the root."""
    path = ROOT / name
    if path.suffix == ".md":
        return Page(name, tuple(prose(path.read_text(encoding="utf-8"))))
    lines, code, outputs = [], {}, {}
    for index, cell in enumerate(nbformat.read(path, as_version=4).cells):
        if cell.cell_type == "markdown":
            lines += prose(cell.source, index)
        elif cell.cell_type == "code":
            code[index] = cell.source
            outputs[index] = "\n".join(
                out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs
            )
    return Page(name, tuple(lines), code, outputs)


def prose(source, cell=0):
    """The lines of prose in a text of Markdown, one at a time; each keeps its number."""
    blank = BLOCKS.sub(lambda block: "\n" * block[0].count("\n"), source)
    for number, line in enumerate(blank.split("\n"), 1):
        if line.strip() and not MARKS.match(line):
            comment = "; ".join(COMMENT.findall(line))
            text = COMMENT.sub("", line).rstrip()
            if text:
                yield Line(text, comment, cell, number)
