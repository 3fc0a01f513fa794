"""Grading on a dask cluster: a scheduler and two workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
from nbgrader.api import Gradebook

from actcourse.grading import session
from actcourse.grading.cluster import cluster
from actcourse.grading.errors import NoCluster, WorkerDied

pytestmark = pytest.mark.usefixtures("bubblewrap")

CLASS = 24
POINTS = (0, 4, 6, 9, 11, 13, 15, 17, 21)  # with so many exercises solved, from the first
QUIET = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_LOGGING__DISTRIBUTED": "error"}


def dask(folder, *arguments):
    """A process of dask, which leaves its files in `folder`."""
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        cwd=folder,
        env=os.environ | QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def processes(tmp_path):
    """``(address, scheduler, workers)`` of a cluster here; the last two are processes."""
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:

        def start(*arguments):
            process = stack.enter_context(dask(tmp_path, *arguments))
            stack.callback(process.kill)
            return process

        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
              "--scheduler-file", str(file))  # fmt: skip
        wait_until(file.exists)
        workers = [
            start("worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny",
                  "--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(tmp_path))
            for _ in range(2)
        ]  # fmt: skip
        address = json.loads(file.read_text())["address"]
        wait_until(lambda: at_once(address) == 2)
        yield address, scheduler, workers


def at_once(address):
    """How many tasks the cluster does at once."""
    try:
        with cluster(address) as (_, number):
            return number
    except NoCluster:
        return 0


def wait_until(true, seconds=120):
    """Wait until ``true()``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


@pytest.fixture
def submitted(tmp_path, hand_in):
    """A class with different marks."""
    folder = tmp_path / "submitted"
    folder.mkdir()
    for number in range(CLASS):
        text = hand_in(solved=number % len(POINTS))
        (folder / f"student{number:02}.ipynb").write_text(text, encoding="utf-8")
    return folder


def after(number, do):
    """A `Watch` that calls ``do()`` after so many submissions, and the list of all steps."""
    steps = []

    def step():
        steps.append(time.monotonic())
        if len(steps) == number:
            do()

    return session.Watch(step=step), steps


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_no_mark(processes, submitted, tmp_path, path):
    address, _, workers = processes
    watch, steps = after(CLASS // 4, workers[0].kill)
    with cluster(address) as (executor, number):
        paths = {path.parent.name: path}
        out = tmp_path / "out"
        journal = session.grade(submitted, out, paths, executor, window=2 * number, watch=watch)
    assert workers[0].wait() == -signal.SIGKILL
    assert len(steps) == CLASS
    wanted = {f"student{n:02}": POINTS[n % len(POINTS)] for n in range(CLASS)}
    rows = journal.query(
        "SELECT student, count(*), sum(earned) FROM verdict WHERE run = :run GROUP BY student"
    )
    assert sorted(rows) == [(student, 8, earned) for student, earned in wanted.items()]
    journal.close()
    with Gradebook(f"sqlite:///{out}/gradebook.db") as book:
        scores = {e["student"]: e["score"] for e in book.submission_dicts("02_sigmoid")}
    assert scores == wanted


@pytest.mark.slow
def test_a_scheduler_that_is_lost_ends_the_run_with_a_reason(
    processes, submitted, tmp_path, path, here
):
    address, scheduler, _ = processes
    watch, steps = after(4, scheduler.kill)
    paths, out = {path.parent.name: path}, tmp_path / "out"
    with (
        pytest.raises(WorkerDied, match="was lost"),
        cluster(address) as (executor, number),
    ):
        session.grade(submitted, out, paths, executor, window=2 * number, watch=watch)
    assert 4 <= len(steps) < CLASS
    journal = session.grade(submitted, out, paths, here, resume=True)
    assert journal.count(marked=True) == CLASS
    journal.close()


def test_where_no_scheduler_answers_it_says_so():
    with (
        pytest.raises(NoCluster, match="no dask scheduler answers"),
        cluster("tcp://127.0.0.1:9", 1),
    ):
        pass
