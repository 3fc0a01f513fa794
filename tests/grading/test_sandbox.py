"""The sandbox holds, says where it would not, and refuses where there can be none."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from actcourse.grading import mounts, reply, sandbox
from actcourse.grading.errors import NoSandbox
from actcourse.grading.sandbox import Sandboxes
from actcourse.grading.stage import IPYTHON, Stage
from actcourse.layers import BELOW

TASK = {"prelude": [], "answers": {}}
NO_REQUEST = b'{"answers": [], "cells": []}'
# Starts all the processes that it can, each of which takes all the memory that it can.
GREEDY = """
import mmap, os, time

def take():
    held = []
    while True:
        try:
            held.append(mmap.mmap(-1, 1 << 24))
        except OSError:
            return len(held) << 24

reading, writing = os.pipe()
number = 1
while True:
    try:
        child = os.fork()
    except OSError:
        break
    if not child:
        os.write(writing, b"%12d" % take())
        time.sleep(60)
    number += 1
total = number, take() + sum(int(os.read(reading, 12)) for _ in range(number - 1))
"""


@pytest.fixture(scope="module")
def sandboxes(bubblewrap):
    with Sandboxes(TASK) as sandboxes:
        yield sandboxes


@pytest.mark.parametrize("kind", ["plain", "course"])
def test_it_holds(sandboxes, kind):
    assert getattr(sandboxes, kind).holes() == []


# What the probe tells where there is no sandbox; as root it can do more.
TOLD = (
    "can be seen", "what is in", "the network can be reached", "no limit on temporary files holds",
    "memory can be had in files without a name", "memory can be shared", "the keyrings",
    "files can be locked", "an answer can take over",
)  # fmt: skip


def test_the_probe_finds_the_holes_of_no_sandbox():
    """What tells that a sandbox holds can also tell that it does not."""
    asked = {"hidden": [__file__], "empty": ["/usr/lib"]}
    with Sandboxes(TASK, unsafe=True) as unsafe:
        ran = unsafe.plain.run("probe", json.dumps(asked).encode(), 30)
    holes = json.loads(ran.output)
    assert f"{__file__} can be seen" in holes
    assert not [told for told in TOLD if not any(told in hole for hole in holes)]
    assert "namespaces can be nested" in holes or os.geteuid()


def test_a_hole_stops_everything(bubblewrap, monkeypatch):
    monkeypatch.setattr(sandbox, "_secrets", lambda: {"hidden": ["/tmp"], "empty": []})
    with Sandboxes(TASK) as sandboxes, pytest.raises(NoSandbox, match="/tmp can be seen"):
        _ = sandboxes.plain


# A part of the sandbox that is left out, and what the probe says then.
FILTERED = "--seccomp", str(sandbox.FILTER)
WITHOUT = {
    "the filter of system calls": ([FILTERED], "the keyrings"),
    "the size of the folder in memory": ([("--size", str(sandbox.FOLDER))], "temporary files"),
    "a network of its own, and the filter": ([FILTERED, ("--unshare-all",)], "network can be"),
}


@pytest.mark.parametrize("part", WITHOUT)
def test_a_sandbox_without_a_part_is_found_out(part, sandboxes, monkeypatch):
    parts, told = WITHOUT[part]
    command = list(sandboxes.plain._command)
    for words in parts:
        at = next(i for i in range(len(command)) if tuple(command[i : i + len(words)]) == words)
        command[at : at + len(words)] = ["--unshare-pid"] if "--unshare-all" in words else []
    monkeypatch.setattr(sandboxes.plain, "_command", command)
    assert any(told in hole for hole in sandboxes.plain.holes())


def test_packages_beside_python_are_covered(sandboxes, monkeypatch):
    """Without the covers, the probe sees what is installed there."""
    command = sandboxes.plain._command
    covers = [i for i, word in enumerate(command) if word.endswith("/empty")]
    assert len(covers) == len(mounts.hidden())
    bare = [w for i, w in enumerate(command) if not {i - 1, i, i + 1} & {*covers}]
    monkeypatch.setattr(sandboxes.plain, "_command", bare)
    holes = sandboxes.plain.holes()
    assert all("what is in" in hole or "can be seen" in hole for hole in holes)
    assert holes or not any(os.listdir(place) for place in mounts.hidden() if os.path.isdir(place))


def test_nothing_of_the_judge_is_laid_out():
    """No specification and no reference in the folder that the sandbox sees; what is needed is."""
    with Stage(TASK) as stage, Stage(TASK, course=True) as course:
        plain, more = (
            {p.relative_to(s.path).as_posix() for p in s.path.rglob("*.py")}
            for s in (stage, course)
        )
        kept = (stage.path / "actcourse/exercises/__init__.py").read_text()
    beside = ("main", "probe", "absent", "limits", "wire", "__init__")
    assert plain == {
        "IPython/__init__.py",
        *(f"IPython/{name}/__init__.py" for name in ("core", "utils")),
        *(f"IPython/{name}" for name in IPYTHON),
        "actcourse/__init__.py",
        *(f"actcourse/exercises/{n}.py" for n in ("__init__", "cells", "drivers", "kernel", "run")),
        "actcourse/grading/__init__.py",
        *(f"actcourse/grading/inside/{name}.py" for name in beside),
    }
    assert "EXERCISES" not in kept
    parts = {name.split("/")[1] for name in more - plain}
    assert {"activations", "nn", "data.py"} <= parts <= {f"{n}.py" for n in BELOW} | BELOW.keys()
    assert not parts & {"exercises", "claims", "figures", "grading"}


def test_the_folder_is_gone_afterwards():
    with Stage(TASK) as stage:
        assert stage.task.exists()
    assert not stage.path.exists()


def test_a_sandbox_that_takes_too_long_is_ended(sandboxes):
    ran = sandboxes.plain.run("main", NO_REQUEST, 0.001)
    assert not ran.in_time


def test_what_it_says_for_itself_is_kept(sandboxes):
    ran = sandboxes.plain.run("no_such_module", b"", 30)
    assert (ran.output, ran.in_time) == (b"", True)
    assert "no_such_module" in ran.errors


@pytest.mark.parametrize(
    ("platform", "tools", "user", "says"),
    [
        ("darwin", {"bwrap"}, 1000, "need Linux"),
        ("linux", set(), 1000, "apt-get install bubblewrap"),
        ("linux", {"bwrap"}, 0, "grade as an ordinary user"),
    ],
)
def test_it_refuses_and_says_what_to_do(platform, tools, user, says, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(shutil, "which", lambda name: name if name in tools else None)
    with pytest.raises(NoSandbox, match=says):
        sandbox.require()


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of packages for answers."""
    monkeypatch.setattr(mounts, "module", lambda name: [tmp_path / name])
    for name in mounts.MODULES:
        (tmp_path / name / "core").mkdir(parents=True)
        for place in ("__init__.py", "core/kernels.so"):
            (tmp_path / name / place).touch()
    mounts.closed.cache_clear()
    yield tmp_path
    mounts.closed.cache_clear()


@pytest.mark.parametrize(
    ("place", "mode"),
    [("scipy", 0o700), ("numpy/core", 0o744), ("scipy/core/kernels.so", 0o640), ("numpy", 0o755)],
)
def test_root_is_told_what_nobody_cannot_read(place, mode, site, monkeypatch):
    """As an installation under umask 077 leaves it."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    (site / place).chmod(mode)
    if mode == 0o755:
        sandbox.require()
        return
    with pytest.raises(NoSandbox, match=rf"only root may read {site / place}: .* a\+rX {site}$"):
        sandbox.require()


def test_what_an_answer_takes_is_bounded_over_all_its_processes(bubblewrap):
    answer = {"id": "x", "name": "total", "driver": None, "inputs": None}
    given = {
        "answers": [{"id": "x", "before": 1, "whole": False}],
        "cells": [{"source": GREEDY, "answer": "x"}],
    }
    with Sandboxes(TASK | {"answers": {"x": answer}}) as sandboxes:
        ran = sandboxes.plain.run("main", json.dumps(given).encode(), 60)
    _, ended, _ = reply.endings(ran.output)
    number, total = reply.read(*ended["x"], None).outcomes.value
    most = sandbox.LIMITS["resources"]
    assert number == most["NPROC"] - 1  # one is the sandbox's own
    assert most["AS"] < total < number * most["AS"] < 4e9


def test_a_bubblewrap_that_fails_is_told_with_its_reason(bubblewrap, monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(sandbox, "_command", lambda stage: [str(fake)])
    with Sandboxes(TASK) as sandboxes, pytest.raises(NoSandbox, match="No permissions to create"):
        _ = sandboxes.plain


def test_it_is_what_the_kernel_ends_first_where_memory_runs_out(sandboxes):
    command = sandboxes.plain._command
    before = command[: command.index("bwrap")]
    done = subprocess.run(
        [*before, "cat", "/proc/self/oom_score_adj"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "1000\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_becomes_nobody(sandboxes):
    """Seen from outside: a process of the sandbox has another user and no privileges."""
    command = sandboxes.plain._command
    before = command[: command.index("bwrap")]
    done = subprocess.run(
        [*before, "cat", "/proc/self/status"], capture_output=True, text=True, check=True
    )
    status = dict(line.split(":\t") for line in done.stdout.splitlines() if ":\t" in line)
    assert status["Uid"].split() == [sandbox.NOBODY] * 4
    assert status["Groups"].split() == []
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"


@pytest.mark.parametrize(
    ("reason", "blamed"),
    [
        ("bwrap: No permissions to create new namespace, likely because the kernel does not", True),
        ("bwrap: setting up uid map: Permission denied", True),
        ("bwrap: execvp /tmp/py/bin/python3: No such file or directory", False),
        ("bwrap: Can't find source path /somewhere: Permission denied", False),
        ("bwrap: unexpected eof reading seccomp", False),
    ],
)
def test_namespaces_are_blamed_only_where_they_are_to_blame(
    reason, blamed, bubblewrap, monkeypatch, tmp_path
):
    fake = tmp_path / "bwrap"
    fake.write_text(f'#!/bin/sh\ncat >&2 <<"END"\n{reason}\nEND\nexit 1\n')
    fake.chmod(0o755)
    monkeypatch.setattr(sandbox, "_command", lambda stage: [str(fake)])
    with Sandboxes(TASK) as sandboxes, pytest.raises(NoSandbox, match="makes no sandbox") as caught:
        _ = sandboxes.plain
    assert reason in str(caught.value)
    assert ("user namespaces" in str(caught.value)) == blamed


def test_python_below_the_folder_for_temporary_files_is_there(sandboxes):
    """What lies below /tmp is shown in it, not hidden by the sandbox's own."""
    command = sandboxes.plain._command
    binds = [i for i, word in enumerate(command) if word == "--ro-bind"]
    assert command.index("/tmp") < min(binds)
