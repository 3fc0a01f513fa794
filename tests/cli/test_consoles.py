"""Every command on consoles that show few signs, in 40 columns and in a pipe."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console
from rich.table import Table

from actcourse import consoles
from actcourse.cli import main
from actcourse.cli.main import COMMANDS
from actcourse.cli.tables import show
from actcourse.exercises import check, learner
from actcourse.grading import session
from actcourse.grading.doctor import Finding
from actcourse.grading.errors import CannotWrite

ROOT = Path(__file__).parents[2]
ENCODINGS = ("ascii", "cp1252", "cp437", "latin-1", "utf-8")
CELLS = [
    "factor = 0.23", 'check("sigmoid/factor", factor)',
    "order = 'dbeαc'\nassert 1 < 0, 'α ≤ 1 — 山'", 'check("sigmoid/derivation", order)',
    "sigmoid = ...", 'check("sigmoid/stable", sigmoid)',
]  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a learner's answers, and stand-ins for what takes long."""
    monkeypatch.chdir(tmp_path)
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in CELLS]
    path = tmp_path / "my-course" / "02_sigmoid" / "sigmoid_exercises.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")
    (tmp_path / "Anna ✓ Ωmega").mkdir()
    found = [
        Finding("Python", "3.11 ✓"),
        Finding("psycopg", "not installed", "pip install × ≈", needed=False),
        Finding("bwrap", "not found in /home/山", "sudo apt-get install bubblewrap"),
    ]
    monkeypatch.setattr("actcourse.grading.doctor.findings", lambda: iter(found))
    monkeypatch.setattr(learner, "wheel", lambda root, out: _touched(out / "x.whl"))

    def failed(*words, **options):
        raise CannotWrite("“Ωmega” ✗ is full → 山")

    monkeypatch.setattr(session, "grade", failed)
    monkeypatch.setattr(session, "report", lambda graded, *words: Path(graded, "report.html"))
    return tmp_path


def _touched(path):
    path.touch()
    return path


RUNS = {
    "assign": ["sigmoid", "--out", "Anna ✓ Ωmega", "--course", str(ROOT)],
    "grade": ["Anna ✓ Ωmega", "--unsafe-local", "--workers", "1", "--course", str(ROOT)],
    "report": ["Anna ✓ Ωmega", "--course", str(ROOT)],
    "check": ["my-course/02_sigmoid/sigmoid_exercises.ipynb"],
    "check all": [],
    "doctor": [],
    "claims": ["--only", "3", "--workers", "1"],
    **{f"{name} --help": ["--help"] for name in COMMANDS},
}


def test_all_commands_are_tried():
    assert {name.split()[0] for name in RUNS} == set(COMMANDS)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", RUNS)
def test_what_a_command_prints_can_be_read_whatever_the_encoding(name, encoding, here):
    runner = CliRunner(charset=encoding, env={"COLUMNS": "40"})
    done = runner.invoke(main, [name.split()[0], *RUNS[name]])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    # As the console shows it; UTF-8 in a console of another kind would be two signs for one.
    text = (done.stdout_bytes + done.stderr_bytes).decode(encoding)
    assert "Ã" not in text
    assert "â" not in text
    if name == "check":
        sign = "✓" if encoding == "utf-8" else "+"
        assert text.splitlines()[0].startswith(f"{sign} sigmoid/factor, 2 of 2")
    if name == "doctor" and encoding == "ascii":
        assert text.splitlines()[:3] == [
            "+ Python: 3.11 +",
            "- psycopg: not installed",
            "    pip install x ~",
        ]
        assert r"x bwrap: not found in /home/\u5c71" in text
        assert "until what is marked x is mended" in text
    if name == "claims":
        assert "entries" in text
        assert "…" not in text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_check_in_a_program_prints_what_the_console_can_show(encoding, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
    check("sigmoid/factor", 0.23)
    sys.stdout.flush()
    sign = "✓" if encoding == "utf-8" else "+"
    assert raw.getvalue().decode(encoding).startswith(f"{sign} sigmoid/factor, 2 of 2")


def test_a_linux_without_a_language_and_without_utf_8(here):
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    env.pop("PYTHONIOENCODING", None)
    command = [sys.executable, "-m", "actcourse", "check", *RUNS["check"]]
    done = subprocess.run(command, env=env, capture_output=True, check=True)
    text = done.stdout.decode("ascii")
    assert [line[0] for line in text.splitlines() if " sigmoid/" in line] == ["+", "x", "o"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("✓ ✗ ○", "+ x o"),
        ("σ(−1) ≈ ½ · Wᵀx²", "sigma(-1) ~ 1/2 * W^Tx^2"),
        ("Zoë ά …", "Zoe alpha ..."),
        ("山 \udc80", r"\u5c71 \udc80"),
    ],
)
def test_a_sign_that_cannot_be_shown_is_written_in_ascii(text, shown):
    assert text.encode("ascii", consoles.HANDLER) == shown.encode()


def test_what_can_be_shown_stays(capsys):
    text = "✓ σ ≈ 山"
    assert text.encode("utf-8", consoles.HANDLER).decode() == text
    assert "é – ½".encode("cp1252", consoles.HANDLER) == b"\xe9 \x96 \xbd"


def lines(terminal, width):
    """How a table of one row is shown."""
    table = Table("claim", "number", "measured", "")
    table.add_row("3", "a_name_of_a_number", "2.916e-11", "[green]✓[/]")
    table.add_row("", "another_name", "0.5", "✗")
    text = io.StringIO()
    show(Console(file=text, width=width, force_terminal=terminal, no_color=True), table)
    return text.getvalue()


def test_in_a_pipe_a_table_is_as_wide_as_it_is():
    assert lines(False, 20) == lines(False, 43)
    assert "a_name_of_a_number" in lines(False, 20)


def test_on_a_narrow_console_the_rows_of_a_table_are_lines():
    assert lines(True, 80) != lines(True, 30)
    assert [line.rstrip() for line in lines(True, 30).splitlines()] == [
        "claim 3, number",
        "a_name_of_a_number, measured",
        "2.916e-11, ✓",
        "number another_name, measured",
        "0.5, ✗",
    ]
