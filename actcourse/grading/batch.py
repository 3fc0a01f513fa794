"""Marks a class: intake, sandboxes on all processors, canaries in between, every step journaled."""

import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from pathlib import Path

from . import intake
from .assignment import Assignment
from .canary import canaries, hold
from .intake import Found, Unreadable
from .journal import Journal
from .worker import Task, work

EVERY = 200  # submissions between two rounds of canaries


def take_in(submitted, assignments: list[Assignment], journal: Journal):
    """Enter all that was handed in: submissions to be marked, and files set aside."""
    journal.forget_asides()
    entered = {}
    for found, reason in intake.find(submitted):
        try:
            if reason:
                raise Unreadable(reason)
            data = found.bytes()
            submission = intake.read(found, data, assignments)
        except Unreadable as error:
            journal.set_aside(found, str(error))
            continue
        key = found.student, submission.assignment
        if key in entered and not _replaces(found, submission.digest, entered[key], journal):
            continue
        entered[key] = found, submission.digest
        journal.enter(found, submission.assignment, submission.digest)


def _replaces(found: Found, digest, earlier: tuple[Found, str], journal) -> bool:
    """Whether a second notebook of a student takes the place of the first."""
    if digest == earlier[1]:
        return False
    if found.version == earlier[0].version:
        journal.set_aside(found, f"is a second notebook beside {earlier[0].where}: keep one")
        return False
    old, new = sorted((found, earlier[0]), key=lambda f: f.version)
    journal.set_aside(old, f"was replaced by {new.where}")
    return new is found


def mark_all(
    journal: Journal,
    paths: dict[str, Path],
    assignments: dict[str, Assignment],
    executor: Executor,
    *,
    window: int,
    unsafe: bool = False,
    done: Callable[[], None] = lambda: None,
):
    """Mark all submissions of the journal's run that are not marked yet.

    Parameters
    ----------
    journal
        Has the submissions; takes the verdicts.
    paths, assignments : dict
        By the name of the assignment.
    executor
        Where the work is done.
    window : int
        How many submissions are on their way at a time, which bounds the memory.
    done
        Called after each submission.

    Raises
    ------
    CanaryDied
        If a known submission gets a wrong mark.
    NoSandbox
        If a sandbox does not start.
    """
    known = {name: canaries(paths[name], assignments[name]) for name in assignments}

    def tasks():
        # Those of a run that goes on are asked about once more, before its marks are written.
        begun, since = journal.assignments(marked=True), 0
        for _, name, found, digest in journal.submissions(marked=False):
            assignment = assignments[name]
            if name not in begun or since >= EVERY:
                yield from _canary_tasks(assignment, known[name], unsafe)
                begun, since = begun | {name}, 0
            try:
                data = found.bytes()
                if intake.digest(data) != digest:
                    raise Unreadable("changed while it was graded: resume to grade it again")
            except Unreadable as error:
                journal.set_aside(found, str(error))
                done()
                continue
            since += 1
            yield Task(assignment, intake.read(found, data, [assignment]), unsafe)
        for name in sorted(begun):
            yield from _canary_tasks(assignments[name], known[name], unsafe)

    for task, verdicts in _flow(executor, tasks(), window):
        if task.canary:
            hold(task.canary[0], verdicts, task.canary[1])
        else:
            journal.record(task.submission.found.student, task.submission.assignment, verdicts)
            done()


def fresh_seed() -> int:
    """A seed that nobody can foresee."""
    return secrets.randbits(64)


def _canary_tasks(assignment, known, unsafe) -> list[Task]:
    return [
        Task(assignment, submission, unsafe, (f"{kind} of {assignment.name}", points))
        for kind, (submission, points) in known.items()
    ]


def _flow(executor, tasks: Iterable[Task], window):
    """Each task with its verdicts, as they come, with no more than `window` on their way."""
    tasks, running = iter(tasks), {}
    while True:
        for task in tasks:
            running[executor.submit(work, task)] = task
            if len(running) >= window:
                break
        if not running:
            return
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            yield running.pop(future), future.result()
