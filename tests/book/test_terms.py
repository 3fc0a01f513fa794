"""Terms before use: in reading order, the first use of a glossary's term explains it or links.

Explained is what stands in italics or bold in the line; a link is ``{term}`saturation``` or
``{term}`saturated <saturation>```. A lesson may also be read after those alone that it builds on:
what is at home elsewhere it explains at its own first use, or names under "You need".
"""

import re
from functools import cache

import pytest

from actcourse.chapters import CHAPTERS
from tests.book.pages import LESSONS, ROOT, read

NEEDS, PROMISE = "**You need**", "**By the end you can**"


@cache
def glossary():
    """Names of each term and the numbers of the chapters where it is at home, by its first name."""
    text = (ROOT / "chapters/appendix/glossary.md").read_text(encoding="utf-8")
    entries = re.findall(r"^(\S.*)\n(?:.*[^\x00-\x7f].*\n)  (\S.*)", text, re.MULTILINE)
    terms = {}
    for head, body in entries:
        names = [name for each in head.split(", ") for name in spellings(each)]
        terms[names[0]] = (names, [int(n) for n in re.findall(r"\[(\d)\]\(", body)])
    return terms


def spellings(name):
    """A term with and without what stands in brackets: ``He initialization`` and so on."""
    short = re.sub(r"\s*\([^)]*\)", "", name)
    inside = re.search(r"\((\w+)\) (\w+)", name)
    return [short, *([f"{inside[1]} {inside[2]}"] if inside else [])]


@cache
def pattern(name):
    """Matches a term in a text, also in the plural; capitals count where it has some inside."""
    flags = 0 if re.search(r"[A-Z]", name[1:]) else re.IGNORECASE
    words = re.escape(name).replace(r"\ ", r"[ -]").replace(r"\-", r"[ -]")
    return re.compile(rf"(?<![\w-]){words}(s|es)?(?![\w-])", flags)


@cache
def longer_than(term):
    """Names of other terms that end with one of this term's: ``batch normalisation``."""
    own = glossary()[term][0]
    others = {name for names, _ in glossary().values() for name in names}
    return [name for name in others for each in own if name.endswith(f" {each}")]


def uses(term, name):
    """Whether each line of a lesson that uses a term explains it: list of (line, bool)."""
    names, _ = glossary()[term]
    found = []
    for line in read(name).lines:
        if line.text.startswith(PROMISE):
            continue
        text = re.sub(r"(`+)(?<!\}`).+?\1|\$[^$]+\$|\]\([^)]*\)", " ", line.text)
        for longer in longer_than(term):
            text = pattern(longer).sub(" ", text)
        if any(pattern(each).search(text) for each in names):
            found.append((line, explains(line.text, names)))
    return found


def explains(text, names):
    """Whether a line has one of the names in italics or bold, or as a link to the glossary."""
    marked = re.findall(r"(\*{1,2})(?=\S)([^*]+?)(?<=\S)\1", text)
    linked = re.findall(r"\{term\}`([^`]+)`", text)
    texts = [inner for _, inner in marked] + linked
    needed = text.startswith(NEEDS)
    return any(pattern(name).search(t) for name in names for t in [*texts, *[text] * needed])


@cache
def first(term):
    """The lesson and line of a term's first use, and whether it explains; None if there is none."""
    for name in LESSONS:
        if found := uses(term, name):
            return name, *found[0]
    return None


@cache
def builds_on(number):
    """Numbers of the chapters on which a chapter builds, through others as well: set of int."""
    text = (ROOT / "chapters/start.md").read_text(encoding="utf-8")
    (last,) = re.findall(rf"^\| {number} \|.*\| ([\d, ]*)\|$", text, re.MULTILINE)
    direct = {int(n) for n in re.findall(r"\d", last)}
    return direct.union(*(builds_on(n) for n in direct))


def unexplained():
    """The terms whose first use does not explain them, with where that is: dict."""
    found = {term: first(term) for term in glossary()}
    return {
        term: f"{use[0]} cell {use[1].cell}, line {use[1].number}: {use[1].text[:80]}"
        for term, use in found.items()
        if use and not use[2]
    }


def foreign(chapter):
    """Terms of chapters that this one does not build on, and that it does not explain: dict."""
    known = builds_on(chapter.number) | {chapter.number}
    said = {}
    for term, (_, homes) in glossary().items():
        met = first(term)
        explained = [*homes, *([LESSONS.index(met[0]) + 1] if met else [])]
        if not known.intersection(explained):
            found = uses(term, f"chapters/{chapter.lesson}")
            if found and not found[0][1]:
                said[term] = f"cell {found[0][0].cell}: {found[0][0].text[:80]}"
    return said


def test_the_first_use_of_a_term_explains_it_or_links():
    assert unexplained() == {}


@pytest.mark.parametrize("word", CHAPTERS)
def test_a_lesson_explains_what_is_at_home_where_it_does_not_build_on(word):
    assert foreign(CHAPTERS[word]) == {}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_says_what_one_needs(name):
    assert [line.text for line in read(name).lines if line.text.startswith(NEEDS)]


def test_the_whole_glossary_is_read():
    text = (ROOT / "chapters/appendix/glossary.md").read_text(encoding="utf-8")
    assert len(glossary()) == len(re.findall(r"^  \S", text, re.MULTILINE)) > 70
    assert glossary()["derivative"] == (["derivative", "slope"], [2])
    assert all(homes for _, homes in glossary().values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A unit is *dead* for good: a **dead unit** learns nothing.", True),
        ("A *dead unit* learns nothing.", True),
        ("So {term}`dead units <dead unit>` learn nothing.", True),
        ("**You need** the chain rule, and dead units.", True),
        ("A dead unit learns nothing, *never*.", False),
    ],
)
def test_what_explains_a_term(text, told):
    assert explains(text, ["dead unit"]) is told


@pytest.mark.parametrize("name", LESSONS)
def test_a_link_to_the_glossary_names_a_line_of_it(name):
    text = (ROOT / "chapters/appendix/glossary.md").read_text(encoding="utf-8")
    said = "\n".join(line.text for line in read(name).lines)
    named = re.findall(r"\{term\}`(?:[^`<]*<)?([^`>]*)>?`", said)
    assert [term for term in named if f"\n{term}\n" not in text] == []
