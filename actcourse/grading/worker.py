"""A process that marks submissions, on this machine or on another.

It imports neither nbgrader nor the reading of source notebooks, so that it starts soon.
"""

import functools
import multiprocessing
import multiprocessing.util
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from ..exercises.spec import Verdict
from .alone import Fault, alone
from .assignment import Assignment
from .intake import Submission
from .marking import mark
from .sandbox import Sandboxes

LEAST_MEMORY = 4 << 30  # bytes of a worker's addresses: what it imports takes a good part of that


@dataclass(frozen=True)
class Task:
    """One submission for a worker.

    Attributes
    ----------
    canary : tuple or None
        Name and points of a canary.
    only : tuple of str
        The exercises to judge, if not all.
    """

    assignment: Assignment
    submission: Submission
    unsafe: bool = False
    canary: tuple[str, int] | None = None
    only: tuple[str, ...] = ()


def work(task: Task) -> list[Verdict] | Fault:
    """The verdicts on one submission, or a `Fault` where it cannot be judged; a canary can."""
    sandboxes = _sandboxes(task.assignment, task.unsafe)
    arguments = task.assignment, task.submission, sandboxes, task.only
    return mark(*arguments) if task.canary else alone(mark, *arguments)


@functools.lru_cache(maxsize=32)
def _sandboxes(assignment, unsafe) -> Sandboxes:
    """The sandboxes of this process for an assignment."""
    sandboxes = Sandboxes(assignment.task(), unsafe=unsafe)
    # A worker ends without the clean-up of an ordinary program.
    multiprocessing.util.Finalize(None, sandboxes.close, exitpriority=1)
    return sandboxes


class Workers(Executor):
    """Worker processes on this machine, which are starting while the caller goes on.

    Where one is ended from outside, as the kernel does when memory runs out, all that is on its way
    raises `BrokenExecutor`, for nobody knows whose process it was; what is submitted next finds new
    processes.

    Parameters
    ----------
    number : int
        Of processes.
    """

    def __init__(self, number: int):
        self._number = number
        self._start()

    def _start(self):
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(
            self._number, mp_context=context, initializer=_end_with_parent
        )
        for _ in range(self._number):
            self.pool.submit(_started)

    def submit(self, work: Callable, /, *args: Any, **kwargs: Any) -> Future:
        """The future of ``work(*args, **kwargs)``."""
        try:
            return self.pool.submit(work, *args, **kwargs)
        except BrokenExecutor:
            self.pool.shutdown()
            self._start()
            return self.pool.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self.pool.shutdown(wait, cancel_futures=cancel_futures)


def _started():
    """Nothing; but to be asked for it, a process has to be there and to have imported all this."""


def _end_with_parent():
    """Let this worker end, and clean up, when the process that started it is gone, however."""

    def watch():
        multiprocessing.parent_process().join()
        while True:  # an exit in the middle of a task ends that task alone
            signal.pthread_kill(threading.main_thread().ident, signal.SIGTERM)
            time.sleep(1)

    _bound_memory()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what it laid out is removed
    threading.Thread(target=watch, daemon=True).start()


def _bound_memory():
    """Let a judge that would fill the machine fail at one submission, before the kernel ends it."""
    import resource  # which Windows has not

    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (max(LEAST_MEMORY, machine // 2), hard))
