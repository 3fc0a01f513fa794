"""Faults of the machine amid a run: a clear error, nothing lost, and `--resume` ends it."""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from actcourse.grading import session
from actcourse.grading.batch import ENDED
from actcourse.grading.errors import CannotWrite
from actcourse.grading.worker import Workers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bubblewrap")]

ROOT = Path(__file__).parents[2]
POINTS = (0, 4, 6, 9, 11, 13, 15, 17, 21)  # with so many exercises solved, from the first
CLASS = 6
WANTED = {f"student{number:02}": POINTS[number % len(POINTS)] for number in range(CLASS)}
GRADE = [sys.executable, "-m", "actcourse", "grade", "submitted", "--out", "out", "--course", ROOT]


@pytest.fixture
def folder(tmp_path, hand_in):
    """A folder with the class's notebooks in ``submitted``."""
    (tmp_path / "submitted").mkdir()
    for number, name in enumerate(WANTED):
        path = tmp_path / "submitted" / f"{name}.ipynb"
        path.write_text(hand_in(solved=number % len(POINTS)), encoding="utf-8")
    return tmp_path


def digests(folder):
    """What is in each of the submitted files."""
    files = sorted((folder / "submitted").iterdir())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def judged(folder):
    """Every verdict in the journal, with when its submission was marked."""
    path = folder / "out" / session.JOURNAL
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as db:
        if not db.execute("SELECT * FROM sqlite_master WHERE name = 'verdict'").fetchone():
            return set()
        return set(
            db.execute("SELECT * FROM verdict JOIN submission USING (run, student, assignment)")
        )


def scores(folder):
    """The marks in the gradebook."""
    with Gradebook(f"sqlite:///{folder}/out/gradebook.db") as book:
        return {entry["student"]: entry["score"] for entry in book.submission_dicts("02_sigmoid")}


def wait_until(true, process, seconds=300):
    """Wait until ``true()`` or until the process ends."""
    end = time.monotonic() + seconds
    while not true() and process.poll() is None:
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


@pytest.mark.parametrize("seed", [0])
def test_a_run_that_is_killed_again_and_again_loses_nothing(seed, folder):
    rng = random.Random(seed)
    before, handed_in, again = set(), digests(folder), []
    for at in [*sorted(rng.sample(range(8 * CLASS + 1), 3)), 8 * CLASS]:
        process = subprocess.Popen(
            [*GRADE, *again, "--workers", "2"], cwd=folder, stdout=subprocess.DEVNULL
        )
        wait_until(lambda: len(judged(folder)) >= at, process)  # noqa: B023
        time.sleep(rng.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = judged(folder)
        assert before <= after
        assert len(after) % 8 == 0  # of no submission there is a part
        before, again = after, ["--resume"] if after else []
    done = subprocess.run([*GRADE, *again], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or "no run in out was interrupted" in done.stderr, done.stderr
    assert scores(folder) == WANTED
    assert before <= judged(folder)
    assert len(judged(folder)) == 8 * CLASS
    assert digests(folder) == handed_in


def test_the_workers_of_a_run_that_is_killed_end(folder):
    process = subprocess.Popen([*GRADE, "--workers", "2"], cwd=folder, stdout=subprocess.DEVNULL)
    wait_until(lambda: judged(folder), process)
    workers = children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    end = time.monotonic() + 60
    while any(map(alive, workers)):
        assert time.monotonic() < end, "workers are left"
        time.sleep(0.05)


def test_workers_that_are_killed_once_cost_no_mark(folder, path):
    """All at the same time, as when memory runs out: what was on its way is done again."""
    steps, paths = [], {path.parent.name: path}

    def step():
        steps.append(1)
        if len(steps) == 2:
            for process in executor.pool._processes.values():
                process.kill()

    with Workers(2) as executor:
        watch = session.Watch(step=step)
        session.grade(folder / "submitted", folder / "out", paths, executor, watch=watch).close()
    assert len(steps) == CLASS
    assert scores(folder) == WANTED


KILL = """
import os, signal
from pathlib import Path

def parent(process):
    return int(Path(f"/proc/{{process}}/stat").read_text().rpartition(")")[2].split()[1])

def sigmoid(x):
    once = Path({once!r})
    if not {times} or not once.exists():
        once.touch()
        worker = os.getppid()
        while parent(worker) != {grader}:
            worker = parent(worker)
        os.kill(worker, signal.SIGKILL)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)
"""


@pytest.mark.parametrize("times", [0, 1], ids=["always", "once"])
def test_a_submission_that_ends_its_worker_costs_itself_alone(
    times, folder, path, hand_in, tmp_path
):
    """Without a sandbox an answer can do what the kernel does; here it ends its own worker."""
    source = KILL.format(once=f"{tmp_path}/once", times=times, grader=os.getpid())
    text = hand_in(solved=8, sigmoid=source)
    (folder / "submitted" / "eve.ipynb").write_text(text, encoding="utf-8")
    paths, out = {path.parent.name: path}, folder / "out"
    with Workers(2) as executor:
        journal = session.grade(folder / "submitted", out, paths, executor, unsafe=True)
    with closing(journal):
        asides = journal.asides()
    eve = (str(folder / "submitted" / "eve.ipynb"), "eve", ENDED)
    assert asides == ([] if times else [eve])
    assert scores(folder) == WANTED | ({"eve": 21} if times else {})


def children(parent):
    """Process ids of those that a process has started."""
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if state(pid)[1:2] == [str(parent)]]


def alive(pid):
    """Whether a process is there and has not ended."""
    return state(pid)[:1] not in ([], ["Z"])


def state(pid):
    """State, parent and what else the system tells of a process; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return []


# Each makes a fault, and mends it. They run where this process is root of its own mounts.
FULL = "mount -t tmpfs -o size={} tmpfs out", "mount -o remount,size=100m out"
FAULTS = {
    "no room at all": tuple(part.format("16k") for part in FULL),
    "little room": tuple(part.format("200k") for part in FULL),
    "a folder that is read-only": (
        "mount --bind out out && mount -o remount,bind,ro out",
        "mount -o remount,bind,rw out",
    ),
    "a gradebook that is read-only": (
        (
            "touch out/gradebook.db && mount --bind out/gradebook.db out/gradebook.db"
            " && mount -o remount,bind,ro out/gradebook.db"
        ),
        "mount -o remount,bind,rw out/gradebook.db",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_loses_nothing(fault, folder):
    (folder / "out").mkdir()
    handed_in, (breaks, mends) = digests(folder), FAULTS[fault]
    script = f"""
        {breaks}
        "$@" --unsafe-local > first 2>&1 && exit 1
        {mends}
        "$@" --unsafe-local --resume > second 2>&1 || "$@" --unsafe-local > third 2>&1
        cp -r out kept
    """
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec", script, "sh", *GRADE],
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = (folder / "first").read_text()
    assert done.returncode == 0, done.stderr + said
    assert "Traceback" not in said
    assert "Error: " in said
    assert "go on with --resume" in said
    (folder / "out").rename(folder / "empty")
    (folder / "kept").rename(folder / "out")
    assert scores(folder) == WANTED
    assert digests(folder) == handed_in


# All that a run writes for people, each by a name of its own beside the place that it takes.
WRITTEN = (
    "nbgrader_config.py",
    "source/02_sigmoid/sigmoid_exercises.ipynb",
    "autograded/student01/02_sigmoid/sigmoid_exercises.ipynb",
    "feedback/student01/02_sigmoid/sigmoid_exercises.html",
    "csv/02_sigmoid.csv",
    "csv/02_sigmoid-canvas.csv",
    "report.html",
)


@pytest.mark.parametrize("earlier", [False, True], ids=["at first", "the second time"])
@pytest.mark.parametrize("name", WRITTEN)
def test_a_disk_that_is_full_at_the_end_leaves_no_half_a_file(name, earlier, folder, path, here):
    """What is written in place of `name` goes to /dev/full, which never has room."""
    submitted, out, paths = folder / "submitted", folder / "out", {path.parent.name: path}
    for late in sorted(submitted.iterdir())[2:]:
        late.unlink()
    if earlier:
        session.grade(submitted, out, paths, here).close()
    before = (out / name).read_bytes() if earlier else None
    beside = out / f"{name}.new"
    beside.parent.mkdir(parents=True, exist_ok=True)
    beside.symlink_to("/dev/full")
    with pytest.raises(CannotWrite, match=r"(?s)No space left on device.*go on with --resume"):
        session.grade(submitted, out, paths, here)
    assert ((out / name).read_bytes() if (out / name).exists() else None) == before
    assert not list(out.rglob("*.new"))
    session.grade(submitted, out, paths, here, resume=True).close()
    assert (out / name).read_bytes()
    assert not list(out.rglob("*.new"))
    assert scores(folder) == dict(list(WANTED.items())[:2])
