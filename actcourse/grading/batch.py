"""Marks a class: intake, sandboxes on all processors, canaries in between, every step journaled."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, wait
from dataclasses import replace
from pathlib import Path

from . import intake, tree
from .alone import Fault, alone
from .assignment import Assignment
from .canary import canaries, hold
from .intake import Origin, Submission, Unreadable
from .journal import Journal
from .worker import Task, work

MOST_OF_A_STUDENT = 200_000_000  # bytes
SLOW = "too slow"  # key of the verdict on an answer that took too long
ENDED = "ended the process that marked it, twice, as the system does when memory runs out"
EVERY = 200  # submissions between two rounds of canaries


def take_in(
    submitted: str | Path,
    assignments: list[Assignment],
    journal: Journal,
    skipped: Path | None = None,
) -> None:
    """Enter all that was handed in: submissions to be marked, and files set aside.

    Parameters
    ----------
    submitted
        See `actcourse.grading.intake.find`, as for `skipped`.
    assignments
        Those that may be among them.
    journal
        With a run that has begun.
    """
    journal.forget_asides()
    entered, read = {}, Counter()
    for origin, file in intake.find(submitted, skipped):
        submission = alone(_read, origin, file, assignments, read)
        if isinstance(submission, Fault):
            journal.set_aside(origin, submission)
            continue
        # A system knows a person by the number, whatever they are called by now.
        claimed = {origin.student, (origin.system, origin.number or origin.student)}
        claims = {(who, submission.assignment) for who in claimed}
        earlier = next((entered[claim] for claim in claims if claim in entered), None)
        if earlier and not _replaces(submission, earlier, journal):
            continue
        # Not what is in it: classes are large.
        entered |= dict.fromkeys(claims, (origin, submission.digest))
        journal.enter(submission)


def _read(origin, file, assignments, read) -> Submission:
    """The submission in a file; `read` counts the bytes that were read of each student."""
    if read[origin.student] > MOST_OF_A_STUDENT:
        raise Unreadable(
            f"is beyond the {MOST_OF_A_STUDENT / 1e6:.0f} MB that are read of a student"
        )
    data = b""
    try:
        data = file.bytes()
        return intake.read(origin, data, assignments)
    finally:
        # What turns out too large has been read as far as that.
        read[origin.student] += len(data) or (0 if file.reason else tree.LARGEST // 10)


def _replaces(new: Submission, earlier: tuple[Origin, str], journal) -> bool:
    """Whether a second notebook takes the place of the first: that of a later upload does."""
    origin, (first, digest) = new.origin, earlier
    if new.digest == digest:
        journal.set_aside(origin, Fault(f"is the same as {first.where}, which is graded"))
        return False
    if (origin.name, origin.system, origin.number) != (first.name, first.system, first.number):
        reason = f"claims the same student as {first.where}, which is graded: rename one of them"
        journal.set_aside(origin, Fault(reason))
        return False
    if origin.version == first.version:
        reason = f"is a second notebook of this student beside {first.where}, which is graded"
        journal.set_aside(origin, Fault(f"{reason}: keep one"))
        return False
    old, later = sorted((origin, first), key=lambda f: f.version)
    journal.set_aside(old, Fault(f"was replaced by {later.where}, which was handed in later"))
    return later is origin


def mark_all(
    journal: Journal,
    paths: dict[str, Path],
    assignments: dict[str, Assignment],
    executor: Executor,
    *,
    window: int,
    unsafe: bool = False,
    done: Callable[[], None] = lambda: None,
) -> None:
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
        for student, name, *_ in journal.submissions(marked=False):
            assignment = assignments[name]
            if name not in begun or since >= EVERY:
                yield from _canary_tasks(assignment, known[name], unsafe)
                begun, since = begun | {name}, 0
            since += 1
            yield Task(assignment, journal.kept(student, name), unsafe)
        for name in sorted(begun):
            yield from _canary_tasks(assignments[name], known[name], unsafe)

    for task, verdicts in _flow(executor, tasks(), window):
        if task.canary:
            hold(task.canary[0], verdicts, task.canary[1])
            continue
        if isinstance(verdicts, Fault):
            journal.set_aside(task.submission.origin, verdicts)
        else:
            journal.record(task.submission.origin.student, task.submission.assignment, verdicts)
        done()
    _once_more(journal, assignments, executor, unsafe)


def _once_more(journal, assignments, executor, unsafe):
    """Judge what was too slow once more, one by one: what else ran shall not decide a mark."""
    slow = (
        Task(assignments[name], journal.kept(student, name), unsafe, only=only)
        for student, name, only in journal.with_key(SLOW)
    )
    for task, verdicts in _flow(executor, slow, window=1):
        student, name = task.submission.origin.student, task.submission.assignment
        if not isinstance(verdicts, Fault):
            new = {verdict.id: verdict for verdict in verdicts}
            journal.record(
                student, name, [new.get(v.id, v) for v in journal.verdicts(student, name)]
            )


def fresh_seed() -> int:
    """A seed that nobody can foresee."""
    return secrets.randbits(64)


def _canary_tasks(assignment, known, unsafe) -> list[Task]:
    return [
        Task(assignment, submission, unsafe, (f"{kind} of {assignment.name}", points))
        for kind, (submission, points) in known.items()
    ]


def _flow(executor, tasks: Iterable[Task], window):
    """Each task with its verdicts, as they come, with no more than `window` on their way.

    Where a worker was ended from outside, those that were on their way are done again one by one.
    """
    tasks, running, lost = iter(tasks), {}, []
    while True:
        while lost and not running:
            yield (task := lost.pop()), _by_itself(executor, task)
        for task in () if lost else tasks:
            running[executor.submit(work, task)] = task
            if len(running) >= window:
                break
        if not running:
            return
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            task = running.pop(future)
            try:
                verdicts = future.result()
            except BrokenExecutor:
                lost.append(task)
                continue
            yield task, verdicts


def _by_itself(executor, task: Task):
    """The verdicts of a task beside which nothing runs, or a `Fault` where its worker ends again.

    Raises
    ------
    BrokenExecutor
        If that happens to the untouched notebook too: then it is the machine's fault.
    """
    try:
        return executor.submit(work, task).result()
    except BrokenExecutor:
        if task.canary:
            raise
        stub = replace(task.submission, cells=(), before=dict.fromkeys(task.submission.before, 0))
        executor.submit(work, replace(task, submission=stub)).result()
        return Fault(ENDED)
