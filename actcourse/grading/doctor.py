"""What this machine has and lacks for grading, with the command that mends each."""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..exercises.wheels import CannotBuild, wheel
from ..extras import mend
from .errors import NoSandbox
from .sandbox import LIMITS, Sandboxes

PACKAGES = ("numpy", "scipy", "IPython", "nbformat", "nbgrader")
"""What grading needs."""
OPTIONAL = {"distributed": "--scheduler", "psycopg": "a gradebook in PostgreSQL"}
ROOM = 1 << 30  # bytes for temporary files
TASK = {"prelude": [], "answers": {}}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    what, found : str
        What was looked at, and what is there.
    mend : str
        What to do about it; empty where nothing has to be done.
    needed : bool
        Whether grading needs it.
    """

    what: str
    found: str
    mend: str = ""
    needed: bool = True

    @property
    def fine(self) -> bool:
        """Whether nothing has to be done."""
        return not self.mend

    @property
    def stops(self) -> bool:
        """Whether nothing can be graded until it is mended."""
        return self.needed and not self.fine


def findings() -> Iterator[Finding]:
    """All that was looked at, one after another, as it is found out."""
    yield Finding("Python", platform.python_version())
    for name in PACKAGES:
        yield _package(name)
    for name, why in OPTIONAL.items():
        yield _package(name, why)
    yield Finding("system", f"{platform.system()} {platform.release()}", _system())
    yield _user()
    yield _tool("bwrap", "sudo apt-get install bubblewrap")
    if os.name == "posix" and os.geteuid() == 0:
        for tool in ("unshare", "setpriv", "mount"):
            yield _tool(tool, "apt-get install util-linux mount")
    if hasattr(os, "sysconf"):
        yield _memory()
    yield _room()
    yield from _sandbox()
    yield _learners()


def _package(name, why="") -> Finding:
    what = f"{name}, for {why}" if why else name
    try:
        return Finding(what, version(name))
    except PackageNotFoundError:
        return Finding(what, "not installed", mend(name), needed=not why)


def _system() -> str:
    if sys.platform == "linux":
        return ""
    return "grade on Linux, in a virtual machine or in WSL 2: sandboxes need its kernel"


def _user() -> Finding:
    if os.name != "posix":
        return Finding("user", "not a Unix user", "see above")
    if os.geteuid() == 0:
        return Finding("user", "root; answers run as nobody, for limits do not bind root")
    return Finding("user", f"number {os.geteuid()}, not root")


def _tool(name, mend) -> Finding:
    path = shutil.which(name)
    return Finding(name, path) if path else Finding(name, "not found", mend)


def _memory() -> Finding:
    """Whether every processor can have an answer that takes all it may."""
    workers = os.cpu_count() or 1
    wanted = workers * LIMITS["resources"]["AS"]
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    have = f"{total / 1e9:.0f} GB for {workers} workers"
    if total >= wanted:
        return Finding("memory", have)
    few = max(1, total // LIMITS["resources"]["AS"])
    return Finding("memory", have, f"actcourse grade --workers {few}", needed=False)


def _room() -> Finding:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    mend = "" if free >= ROOM else "free some space, or set TMPDIR to a larger place"
    return Finding(f"free space in {folder}", f"{free / 1e9:.1f} GB", mend)


def _sandbox() -> Iterator[Finding]:
    """What the sandbox holds back, tried out."""
    try:
        with Sandboxes(TASK) as sandboxes:
            for kind in ("plain", "course"):
                getattr(sandboxes, kind)
                yield Finding(
                    f"{kind} sandbox",
                    "holds: no network, no files of yours, no way out, its limits bind",
                )
    except NoSandbox as error:
        yield Finding("sandbox", "does not hold", str(error))


def _learners(root=Path()) -> Finding:
    """Whether `actcourse assign` can build what learners install, tried out."""
    what = "wheel for learners"
    if not (root / "chapters").is_dir():
        where = "run this in the folder of the course, as you run `actcourse assign`"
        return Finding(what, "not tried", where, needed=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return Finding(what, f"can be built: {wheel(root, Path(folder)).name}")
    except CannotBuild as error:
        return Finding(what, "cannot be built", str(error), needed=False)
