"""Positions are drawn on all cores, kept by their fingerprint, and stored with each text once."""

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import warnings

import numpy as np
import pytest

from actcourse.explore import (
    EXPLORERS,
    Choice,
    PositionError,
    Range,
    drawing,
    explorer,
    static,
    store,
)

X = np.linspace(0, 6, 50)


@pytest.fixture
def make():
    with EXPLORERS.restored():
        yield explorer


@pytest.fixture
def waves(make, monkeypatch):
    """An explorer that tells in which process each position was drawn."""
    monkeypatch.setattr(drawing, "WORTH", 0)
    monkeypatch.setenv(drawing.WORKERS, "2")
    own = {"sine": lambda k: np.sin(k * X), "cosine": lambda k: np.cos(k * X)}  # cannot be pickled

    @make("test-waves", k=Range(1, 20, 1, label="k"), f=Choice(own, label="f"))
    def waves(ax, k, f):
        """Waves"""
        ax.plot(X, f(k))
        ax.set(xlim=(0, 6), ylim=(-1, 1))
        return f"k = {k} in process {os.getpid()}."

    return waves


def test_positions_come_in_their_order_from_other_processes(waves):
    drawn = drawing.draw_all(waves)
    assert [re.match(r"k = (\d+)", one.sentence)[1] for one in drawn] == [
        str(position["k"]) for position in waves.positions()
    ]
    processes = {one.sentence.rpartition(" ")[2] for one in drawn[2:]}
    assert str(os.getpid()) not in {text.rstrip(".") for text in processes}
    assert len(processes) == 2


def test_many_processes_draw_the_same_as_one(make, monkeypatch):
    @make("test-same", k=Range(1, 12, 1))
    def same(ax, k):
        """The same"""
        ax.plot(X, np.sin(k * X))
        ax.set(xlim=(0, 6), ylim=(-1, 1))
        return f"k = {k}."

    monkeypatch.setattr(drawing, "WORTH", 0)
    monkeypatch.setenv(drawing.WORKERS, "3")
    many = same.html()
    monkeypatch.setenv(drawing.WORKERS, "1")
    assert same.html() == many


def test_the_first_position_that_fails_in_another_process_is_named(make, monkeypatch):
    monkeypatch.setattr(drawing, "WORTH", 0)
    monkeypatch.setenv(drawing.WORKERS, "2")

    @make("test-fails", k=Range(1, 20, 1))
    def fails(ax, k):
        """Fails"""
        if k >= 7:
            warnings.warn("out of range", RuntimeWarning, stacklevel=1)  # an error in tests
        return f"k = {k}."

    with pytest.raises(PositionError, match="cannot be drawn at k=7: RuntimeWarning: out of range"):
        fails.html()


SLOW = """
import os, time
from actcourse.explore import Range, drawing, explorer

drawing.WORTH = 0

@explorer("slow", k=Range(1, 20, 1))
def slow(ax, k):
    'Slow'
    os.write(1, f"{os.getpid()}\\n".encode())  # in one piece
    time.sleep(0 if k < 3 else 60)
    return f"k = {k}."

slow.html()
"""


def alive(pid):
    """Whether a process runs; one that nobody has buried does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process draws")
def test_the_processes_that_draw_end_with_the_one_that_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", SLOW],
        env={**os.environ, drawing.WORKERS: "2"},
        stdout=subprocess.PIPE,
        text=True,
    )
    children = [int(parent.stdout.readline()) for _ in range(4)][2:]
    assert len({parent.pid, *children}) == 3
    assert all(alive(pid) for pid in children)
    parent.kill()
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    still = [pid for pid in children if alive(pid)]
    for pid in still:
        os.kill(pid, signal.SIGKILL)
    parent.communicate()
    assert still == []


def test_where_a_fork_would_hang_one_process_draws(monkeypatch):
    monkeypatch.delenv(drawing.WORKERS, raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert drawing.cores() == 1


MODULE = """
from actcourse.explore import Range, explorer
from {package}helper import word

@explorer("test-kept", k=Range(1, 3, 1))
def kept(ax, k):
    '''Kept'''
    print("drawn")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    return f"{{word}} {{k}}."
"""
RUN = "from {module} import kept; print(len(kept.html()))"


@pytest.mark.parametrize("package", ["", "waves."])
def test_what_a_module_draws_is_kept_until_something_that_it_imports_changes(tmp_path, package):
    folder = tmp_path / "code" / package.rstrip(".")
    folder.mkdir(parents=True)
    if package:
        (folder / "__init__.py").touch()
    (folder / "figures.py").write_text(MODULE.format(package=package))
    helper = folder / "helper.py"
    helper.write_text("word = 'Here'")

    def drawn():
        done = subprocess.run(
            [sys.executable, "-c", RUN.format(module=f"{package}figures")],
            env={
                **os.environ,
                "PYTHONPATH": str(tmp_path / "code"),
                store.VARIABLE: str(tmp_path / "kept"),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        *lines, size = done.stdout.split()
        return len(lines), size

    first, size = drawn()
    assert first == 3
    assert drawn() == (0, size)
    helper.write_text("word = 'There'")
    assert drawn()[0] == 3
    assert len(list((tmp_path / "kept" / "test-kept").iterdir())) == 1, "the old one is kept too"


def test_nothing_is_kept_of_what_a_cell_defines(make, tmp_path, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path))

    @make("test-cell", k=Range(1, 3, 1))
    def cell(ax, k):
        """Of a cell"""
        ax.set(xlim=(0, 1), ylim=(0, 1))
        return f"k = {k}."

    cell.html()
    assert len(list(tmp_path.iterdir())) == 1, "what a module defines is kept"
    monkeypatch.setattr(cell.__wrapped__, "__module__", "__main__")
    assert store.place(cell) is None


def test_what_was_kept_makes_the_same_page(tmp_path, monkeypatch):
    tangent = importlib.import_module("actcourse.figures.sigmoid").tangent
    plain = tangent.html({"z": 2})
    monkeypatch.setenv(store.VARIABLE, str(tmp_path))
    written, read = tangent.html({"z": 2}), tangent.html({"z": 2})
    assert plain == written == read


def test_a_text_that_repeats_is_stored_once():
    same, other = "M0 0l100 100", "M0 0l200 200"
    values = [same, other, same, None, other, same]
    shared = static.shared([(0, "d", [0], values)], ([0], ["Said.", "Said so.", "Once."] * 2))
    assert shared["texts"] == [same, other, "Said so."]
    (slot,) = shared["slots"]
    assert slot == (0, "d", [0], [0, 1, 0, None, 1, 0])
    assert shared["sentences"] == ([0], ["Said.", 2, "Once.", "Said.", 2, "Once."])


def test_no_text_of_a_page_of_the_course_is_stored_twice_where_that_costs():
    spiral = importlib.import_module("actcourse.figures.sigmoid").tangent
    data = json.loads(re.search(r'json">(.*?)</script>', spiral.html(assets=False))[1])
    texts = [v for *_, values in data["slots"] for v in values if isinstance(v, str)]
    texts += [v for v in data["sentences"][1] if isinstance(v, str)]
    long = [text for text in texts if len(text) > 20]
    assert len(long) == len(set(long)) > 10
