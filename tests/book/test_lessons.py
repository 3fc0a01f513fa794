"""The budgets of every lesson, and what no notebook may hold."""

import ast
import re
from functools import reduce
from pathlib import Path
from pkgutil import resolve_name
from statistics import median

import nbformat
import pytest

from actcourse.book.notebooks import find
from actcourse.chapters import CHAPTERS
from actcourse.explore import Explorer

FOLDER = Path(__file__).parents[2] / "chapters"
NOTEBOOKS = find(FOLDER)
LESSONS = [FOLDER / chapter.lesson for chapter in CHAPTERS.values()]

FORBIDDEN = {
    "a shell command": r"^\s*[!%]\s*(pip|conda|cd|sh|bash)\b|^\s*!",
    "a star import": r"^\s*from\s+\S+\s+import\s+\*",
    "switched-off warnings": r"filterwarnings|simplefilter",
    "a trailing semicolon": r";\s*(#.*)?$",
    "an absolute path": r"(?<![\w.:/])/(home|tmp|usr|root|mnt|var|work|Users)/|\b[A-Z]:\\",
    "a global seed": r"random\.seed\(",
}
ABBREVIATIONS = r"(?<!e\.g)(?<!i\.e)(?<!\bcf)(?<!\bvs)(?<!\bal)(?<!\bFig)(?<!\bEq)(?<!\b[A-Z])"
TWO_SENTENCES = re.compile(ABBREVIATIONS + r"[.!?][\"')*_”]*\s+(?=[\"'(*_“]*[A-Z])")


def name(path):
    return path.stem


@pytest.fixture(params=LESSONS, ids=name)
def lesson(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    """Sources of the code cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def length(source):
    """Number of lines that are not blank."""
    return sum(bool(line.strip()) for line in source.splitlines())


def prose(notebook):
    """Lines of text without code, formulas and the marks of directives."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for pattern in (
        r" *<!--.*?-->",
        r"^(```+|~~~+).*?^\1`*$",
        r"\$\$.*?\$\$",
        r"^\\begin\{(\w+\*?)\}.*?\\end\{\1\}",
    ):
        text = re.sub(pattern, "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`|\$[^$\n]*\$|\]\([^)\n]*\)", "X", text)
    return [line for line in text.splitlines() if not re.match(r"\s*(:::|:\w+:|\(.*\)=$)", line)]


def imported(tree):
    """Names that a cell imports from the package, with what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("actcourse"):
            for alias in node.names:
                yield alias.asname or alias.name, resolve_name(f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("actcourse"):
                    bound = alias.name if alias.asname else "actcourse"
                    yield alias.asname or bound, resolve_name(bound)


def shown(source, names, kind=Explorer):
    """Explorers that a cell shows; `names` holds the imports of the cells before, and grows."""
    tree = ast.parse(source)
    names.update(imported(tree))
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    paths = [path for path in (call.split(".") for call in calls) if path[0] in names]
    plain = [path for path in paths if all(map(str.isidentifier, path))]  # no call within a call
    called = [reduce(getattr, path[1:], names[path[0]]) for path in plain]
    return [thing for thing in called if isinstance(thing, kind)]


def pictures(notebook):
    """Whether each code cell shows an explorer or draws a figure."""
    names = {}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [bool(shown(c.source, names)) or "<Figure" in str(c.outputs) for c in cells]


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_no_notebook_holds(path, what):
    lines = [
        line for source in code(nbformat.read(path, as_version=4)) for line in source.split("\n")
    ]
    assert [line for line in lines if re.search(FORBIDDEN[what], line)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_every_sentence_of_a_notebook_has_a_line_of_its_own(path):
    lines = prose(nbformat.read(path, as_version=4))
    texts = [line for line in lines if not re.match(r"\s*[#|<]", line)]
    # The number or dot of a list, and a label in bold such as "**Try it.**", are no sentences.
    texts = [re.sub(r"^\s*(\d+\.|[-*>])?\s*(\*\*[^*]+\*\*\s+)?", "", line) for line in texts]
    assert [line for line in texts if TWO_SENTENCES.search(line)] == []


def test_a_lesson_has_25_to_45_cells(lesson):
    own = [cell for cell in lesson.cells if cell.id != "before"]  # questions are counted apart
    assert 25 <= len(own) <= 50


def test_a_lesson_has_1200_to_3000_words(lesson):
    words = re.findall(r"[^\W\d_][\w'’-]*", "\n".join(prose(lesson)))
    assert 1200 <= len(words) <= 3000


def test_the_code_cells_of_a_lesson_are_short(lesson):
    lengths = [length(source) for source in code(lesson)]
    assert median(lengths) <= 6
    # With its blank lines: that is how long a cell is on the page.
    assert max(len(source.splitlines()) for source in code(lesson)) <= 15


def test_the_first_picture_of_a_lesson_comes_early(lesson):
    first = pictures(lesson).index(True)
    assert sum(length(source) for source in code(lesson)[:first]) <= 10


def test_a_lesson_shows_at_least_three_explorers(lesson):
    names = {}
    found = {e.id for source in code(lesson) for e in shown(source, names)}
    assert len(found) >= 3


def test_a_lesson_opens_with_a_question(lesson):
    title = lesson.cells[0].source.splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")


BAD_LINES = {
    "a shell command": "!pip install x",
    "a star import": "from numpy import *",
    "switched-off warnings": "warnings.filterwarnings('ignore')",
    "a trailing semicolon": "ax.plot(x);",
    "an absolute path": "open('/home/me/data.csv')",
    "a global seed": "np.random.seed(0)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_rules_catch_what_they_forbid(what):
    assert re.search(FORBIDDEN[what], BAD_LINES[what])
    for good in ("x = a / b", "from math import exp", "print('; no')", "url = 'https://a.b/c'"):
        assert not re.search(FORBIDDEN[what], good)


@pytest.mark.parametrize(
    ("line", "two"),
    [
        ("One sentence. And another.", True),
        ("Is it so? **Yes**, it is.", True),
        ("One, e.g. Adam, and J. Doe et al. Another", False),
        ("The value 3.5 is large.", False),
    ],
)
def test_two_sentences_on_a_line_are_seen(line, two):
    assert bool(TWO_SENTENCES.search(line)) is two
