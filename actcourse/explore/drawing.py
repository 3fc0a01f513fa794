"""All positions of an explorer, drawn on all cores."""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

WORKERS = "ACTCOURSE_WORKERS"
"""Environment variable: how many processes draw; by default as many as there are cores."""
WORTH = 0.5  # seconds of drawing from which on other processes pay
PR_SET_PDEATHSIG = 1  # of Linux's prctl
CHUNKS = 4  # per process, so that none waits long for the last


class Limits(NamedTuple):
    """The limits of one axis of a drawing."""

    axis: str  # "x" or "y"
    panel: int
    low: float
    high: float
    fixed: bool  # whether the author has set them


class Drawn(NamedTuple):
    """One position as it goes into a page."""

    tree: Element
    sentence: str
    limits: tuple[Limits, ...]


def draw_all(explorer) -> list[Drawn]:
    """Every position of an explorer, in the order of `Explorer.positions`.

    Raises
    ------
    PositionError
        For the first position that cannot be drawn.
    """
    positions = explorer.positions()
    # The first one alone: it fills what a drawing computes once and keeps, and does not count.
    drawn = [explorer.drawn(**positions[0])]
    begin = time.perf_counter()
    if len(positions) > 1:
        drawn.append(explorer.drawn(**positions[1]))
    rest = range(len(drawn), len(positions))
    workers = min(cores(), len(rest))
    if workers < 2 or len(rest) * (time.perf_counter() - begin) < WORTH:
        return drawn + [explorer.drawn(**positions[i]) for i in rest]
    size = -(-len(rest) // (workers * CHUNKS))
    chunks = [rest[i : i + size] for i in range(0, len(rest), size)]
    with warnings.catch_warnings():
        # Python 3.12 and newer warn of a fork beside threads, which a notebook's kernel always has.
        # None of these holds a lock that drawing takes.
        warnings.filterwarnings("ignore", r".*multi-threaded.*fork", DeprecationWarning)
        with ProcessPoolExecutor(
            workers, multiprocessing.get_context("fork"), _begin, (explorer, os.getpid())
        ) as pool:
            return drawn + [one for chunk in pool.map(_draw, chunks) for one in chunk]


def cores() -> int:
    """How many processes may draw: 1 where a process cannot be forked safely."""
    if os.environ.get(WORKERS):
        return int(os.environ[WORKERS])
    if sys.platform != "linux" or multiprocessing.current_process().daemon:
        return 1
    # A fork inherits the threads of OpenMP as waiting for ever.
    if any(
        name in Path("/proc/self/maps").read_text() for name in ("libgomp", "libomp", "libiomp")
    ):
        return 1
    return len(os.sched_getaffinity(0))


def _begin(explorer, parent):
    """Keep, in a forked process, the explorer that it inherits: nothing needs to be pickled.

    The process ends with its parent, also where that is killed, as kernels are that take too long:
    each of these processes holds the pipes of the others, so none would notice.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has died in between
            os._exit(1)
    global _explorer, _positions
    _explorer, _positions = explorer, explorer.positions()


def _draw(chunk):
    return [_explorer.drawn(**_positions[i]) for i in chunk]
