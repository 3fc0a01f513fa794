"""The page on how the package is built names what there is."""

import pkgutil
import re
from pathlib import Path

import pytest

from actcourse.book import architecture
from actcourse.book.architecture import heights, nearest, table
from actcourse.layers import BELOW, PACKAGE, TOP

PAGE = Path(__file__).parents[2] / "chapters" / "appendix" / "architecture.md"
CODE = re.findall(r"`([^`\s]+)`", PAGE.read_text(encoding="utf-8"))
NAMES = sorted({code for code in CODE if re.fullmatch(r"\w+(\.\w+)+", code)})
PATHS = sorted({code for code in CODE if "/" in code})


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_walks_is_there(name):
    pkgutil.resolve_name(f"actcourse.{name}")


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_walks_is_there(path):
    assert (PACKAGE / path).is_file()


def test_the_walks_name_what_they_pass():
    assert len(NAMES) > 25
    assert len(PATHS) >= 2


def test_the_page_asks_for_the_layers():
    assert architecture.PLACE in PAGE.read_text(encoding="utf-8")


def test_the_table_lists_every_part_with_what_it_may_import():
    rows = dict(re.findall(r"^\| `(\w+)` \| \w.* \| (.+) \|$", table(), re.MULTILINE))
    assert rows.keys() == BELOW.keys() | TOP - {"__main__"}
    for part, parts in BELOW.items():
        assert set(re.findall(r"`(\w+)`", rows[part])) == parts


def test_each_part_stands_above_all_that_it_may_import():
    height = heights(BELOW)
    assert min(height.values()) == 0
    for part, parts in BELOW.items():
        assert all(height[part] > height[other] for other in parts)


def test_what_others_stand_on_as_well_is_left_out_of_the_picture():
    below = {"a": set(), "b": {"a"}, "c": {"a", "b"}, "d": set()}
    assert heights(below) == {"a": 0, "b": 1, "c": 2, "d": 0}
    assert [nearest(part, below) for part in below] == [set(), {"a"}, {"b"}, set()]


def test_the_picture_shows_every_part_and_tells_all_its_lines():
    figure, sentence = architecture.picture.draw()
    [ax] = figure.axes
    shown = {text.get_text() for text in ax.texts}
    assert shown == {*BELOW, "book and cli"}
    assert len(ax.lines) == sum(len(nearest(part, BELOW)) for part in BELOW)
    for part in BELOW:
        for other in nearest(part, BELOW):
            assert re.search(rf"\b{part} on [^;.]*\b{other}\b", sentence)
