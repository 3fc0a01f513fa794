"""The index of chapters, and everything that follows it: files, modules and tables of contents."""

import importlib.util
import re
from pathlib import Path, PurePosixPath

import pytest
import yaml

from actcourse.chapters import CHAPTERS

ROOT = Path(__file__).parents[1]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))


def test_numbers_run_from_one_in_the_order_of_the_index():
    assert [chapter.number for chapter in CHAPTERS.values()] == [*range(1, len(CHAPTERS) + 1)]


def test_the_folders_of_chapters_are_those_of_the_index():
    folders = {path.name for path in (ROOT / "chapters").iterdir() if path.is_dir()}
    assert folders - {"appendix"} == {chapter.folder for chapter in CHAPTERS.values()}


def test_each_chapter_has_a_lesson_and_an_assignment_and_no_other_notebook():
    for chapter in CHAPTERS.values():
        folder = ROOT / "chapters" / chapter.folder
        notebooks = {PurePosixPath(chapter.folder, path.name) for path in folder.glob("*.ipynb")}
        assert notebooks == set(chapter.notebooks)


@pytest.mark.parametrize("part", ["figures", "exercises.assignments"])
@pytest.mark.parametrize("word", CHAPTERS)
def test_each_chapter_has_its_modules(part, word):
    assert importlib.util.find_spec(f"actcourse.{part}.{word}")


def test_the_table_of_contents_lists_every_lesson_with_its_assignment_in_order():
    before, *course, after = TOC["parts"][0]["chapters"]
    assert [before["file"], after["file"]] == ["chapters/start", "chapters/again"]
    listed = [(page["file"], *(s["file"] for s in page["sections"])) for page in course]
    assert listed == [
        tuple(f"chapters/{path.with_suffix('')}" for path in chapter.notebooks)
        for chapter in CHAPTERS.values()
    ]


def test_the_landing_page_has_a_row_for_each_chapter():
    text = (ROOT / "chapters" / "index.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| \[.+?\]\((.+?)\) \| .+\? \|$", text, flags=re.MULTILINE)
    assert rows == [(str(c.number), str(c.lesson)) for c in CHAPTERS.values()]


def test_texts_that_count_the_chapters_count_right():
    numbers = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    pages = [ROOT / "README.md", *(ROOT / "chapters").rglob("*.md")]
    counts = {
        word.lower()
        for page in pages
        for word in re.findall(r"(\w+) chapters\b", page.read_text(encoding="utf-8"))
    }
    assert counts & set(numbers) == {numbers[len(CHAPTERS)]}
