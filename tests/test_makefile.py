"""Set-up mends itself, and what the machine lacks is said in a sentence before anything begins."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# In place of Python: notes what it is asked, makes environments of itself, and has no pip if it is
# told so.
FAKE = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
  "-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python; rm -f .venv/no-pip ;;
  "-m pip --version") test ! -e .venv/no-pip ;;
  *socket*) exec "{python}" "$@" ;;
esac
"""

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


@pytest.fixture
def place(tmp_path):
    """A folder, with a space in its name, that has the Makefile and a Python of its own."""
    place = tmp_path / "my course"
    place.mkdir()
    shutil.copy(ROOT / "Makefile", place)
    for name in ("requirements.txt", "pyproject.toml"):
        (place / name).touch()
    fake = tmp_path / "python"
    fake.write_text(FAKE.format(log=tmp_path / "log", python=sys.executable))
    fake.chmod(0o755)
    (tmp_path / "log").touch()
    return place


def make(place, *words, **environment):
    """What make prints in the folder, and the number it ends with."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", f"PYTHON={place.parent / 'python'}", *words],
        cwd=place,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


def asked(place):
    """What Python was asked to do."""
    return (place.parent / "log").read_text().splitlines()


def test_an_environment_is_made_once(place):
    said, code = make(place, ".venv/ready")
    assert code == 0, said
    assert "half made" not in said
    assert [line for line in asked(place) if line.startswith("-m venv")] == [
        "-m venv --clear .venv"
    ]
    os.utime(place / "requirements.txt", (2e9, 2e9))
    said, code = make(place, ".venv/ready")
    assert code == 0
    assert asked(place).count("-m venv --clear .venv") == 1


@pytest.mark.parametrize("left", ["no pip", "no python", "a link to nowhere"])
def test_a_half_made_environment_is_said_and_made_anew(left, place):
    binary = place / ".venv" / "bin"
    binary.mkdir(parents=True)
    if left == "no pip":
        shutil.copy(place.parent / "python", binary)
        (place / ".venv" / "no-pip").touch()
    if left == "a link to nowhere":
        (binary / "python").symlink_to(place / "python3.9")
        (place.parent / "python").write_text(
            (place.parent / "python").read_text().replace("mkdir -p", "rm -r .venv; mkdir -p")
        )
    said, code = make(place, ".venv/ready")
    assert code == 0, said
    assert ".venv is half made, without a pip that runs: it is made anew." in said
    assert "-m venv --clear .venv" in asked(place)


def test_a_busy_port_is_said_before_the_book_is_built(place):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said, code = make(place, "serve", f"PORT={port}")
    assert code != 0
    assert f"Port {port} is taken" in said
    assert "make serve PORT=another" in said
    assert not any("actcourse.book" in line for line in asked(place))
    said, code = make(place, "port", f"PORT={port}")
    assert code == 0, said


@pytest.mark.parametrize("target", ["lab", "book", "test", "notebooks"])
def test_a_home_that_cannot_be_written_to_is_said(target, place):
    said, code = make(place, target, "LAB=--allow-root", HOME=str(place / "nowhere"))
    assert code != 0
    assert f"Your home folder, {place}/nowhere, cannot be written to" in said
    assert not any("actcourse" in line for line in asked(place))


@pytest.mark.parametrize("user", [0, 1000])
def test_root_is_told_that_jupyterlab_does_not_run_as_root(user, place, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "id").write_text(f"#!/bin/sh\necho {user}\n")
    (tools / "id").chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    said, code = make(place, "user", PATH=path)
    assert (code != 0) == (user == 0)
    assert ("make lab LAB=--allow-root" in said) == (user == 0)
    assert make(place, "user", "LAB=--allow-root", PATH=path)[1] == 0


def test_the_address_of_the_book_can_be_opened_where_the_path_has_a_space(place):
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if "The book is here" in line]
    (place / "Makefile").write_text(
        f"BIN = {Path(sys.executable).parent}\nSITE = _build/html\nbook:\n{line}\n"
    )
    said, code = make(place, "book")
    assert code == 0
    address = (place / "_build/html/index.html").as_uri()
    assert said == f"The book is here: {address}\n"
    assert "my%20course" in address
