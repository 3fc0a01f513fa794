"""The teaching guide: the commands that it shows exist, and so do the files that it names."""

import re
import shlex
from pathlib import Path

import pytest
from click import Context

from actcourse.cli import main
from actcourse.grading.sources import load, sources

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "chapters" / "appendix" / "teaching.md").read_text(encoding="utf-8")
CALL = re.compile(r"(?:^\$ |`)actcourse ([^`#\n]+)", re.MULTILINE)
CALLS = sorted({call.strip() for call in CALL.findall(GUIDE)})


def test_the_guide_shows_commands():
    names = {call.split()[0] for call in CALLS}
    assert {"doctor", "assign", "grade", "report"} <= names <= set(main.list_commands(None))


@pytest.mark.parametrize("call", [call for call in CALLS if " " in call])
def test_every_command_in_the_guide_can_be_typed(call, tmp_path, monkeypatch):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "graded").mkdir()
    (tmp_path / "submitted.zip").touch()
    monkeypatch.chdir(tmp_path)
    name, *words = shlex.split(call)
    command = main.get_command(Context(main), name)
    command.make_context(name, words)


def test_every_option_in_the_guide_exists():
    known = {
        option
        for name in main.list_commands(None)
        for parameter in main.get_command(Context(main), name).params
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z-]+)", GUIDE)) <= known


def test_the_assignment_of_the_guide_has_the_points_that_it_says():
    points = load(sources(ROOT)["02_sigmoid"], 0).points
    assert f"call it `02_sigmoid` and give it {points} points" in GUIDE


def test_the_files_that_the_guide_names_are_in_the_folder_of_marks(published):
    (table,) = re.findall(r"\| In `graded` .*?\n\n", GUIDE, re.DOTALL)
    for row in table.strip().splitlines()[2:]:
        for name in re.findall(r"`([^`]+)`", row.split("|")[1]):
            place = name.replace("STUDENT", "Student 5")
            # That one is written with the answers, of which this class has handed in none.
            assert (published / place).exists() or place == "autograded"
