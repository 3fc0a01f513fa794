"""Runs answers where they can see nothing, reach nothing and harm nothing: in bubblewrap.

Every submission gets a sandbox of its own, with no network, a read-only view of Python and NumPy,
an empty folder in memory, and limits on time, memory, processes and output.
Some of these limits do not hold for root, so root becomes nobody first.
"""

import functools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from . import mounts, seccomp
from .errors import NoSandbox
from .stage import Stage

SECONDS = 10  # of a processor, for an answer
COURSE_SECONDS = 60  # for a value that is computed with the course, which may train a network
BUSY = 4  # how much longer it may take on a machine that does other things: that only bounds
LIMITS: dict = {
    "wall": BUSY * SECONDS,
    "reply": 8_000_000,  # bytes
    "resources": {  # of each process, as `resource.setrlimit` calls them
        "CPU": SECONDS,
        "AS": 1 << 29,  # NumPy and SciPy take half of it; all processes of an answer, 3.5 GB
        "FSIZE": 1 << 25,
        "NPROC": 8,  # in the sandbox at a time
        "NOFILE": 64,
        "CORE": 0,
    },
}
COURSE_LIMITS = LIMITS | {
    "wall": BUSY * COURSE_SECONDS,
    "resources": LIMITS["resources"] | {"CPU": COURSE_SECONDS, "AS": 1 << 30},
}
FOLDER = 1 << 25  # bytes of the sandbox's own /tmp
OUTPUT = 1 << 28  # bytes that may come out of a sandbox
SLACK = 60.0  # seconds to start and to end, on a busy machine
NOBODY = "65534"
PACKAGE = Path(__file__).parents[1]
# Settings of the kernel that allow user namespaces: by being 0, or by not being 0.
FORBID = {
    "kernel.apparmor_restrict_unprivileged_userns": True,
    "kernel.unprivileged_userns_clone": False,
}
# What bubblewrap says where these are to blame, see its `bubblewrap.c`.
NAMESPACE = re.compile(r"namespace|uid map|gid map|setgroups|Failed to make / slave", re.IGNORECASE)
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")

# Of what imports make, nothing is garbage: to look for some there, in each of the processes, and to
# take it all down at the end, would be a third of the work.
START = """
import gc, os, sys
gc.disable()
sys.path[:0] = sys.argv[2:]
from actcourse.grading.inside.{} import main
gc.freeze()
gc.enable()
main(sys.argv[1])
sys.stdout.flush()
os._exit(0)
"""
# Where memory runs out on the machine, a sandbox is what the kernel ends first. The filter of
# system calls is handed on as an open file.
FILTER = 9
FIRST_VICTIM = f'echo 1000 > /proc/self/oom_score_adj; exec {FILTER}< "$0"; exec "$@"'
# As root: show nobody what only root may enter, then become nobody.
BECOME_NOBODY = f"""
set -e
while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done
shift
exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups \
  --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
"""


@dataclass(frozen=True)
class Ran:
    """What a sandbox left: its output, the end of its error output, and whether it ended itself."""

    output: bytes
    errors: str
    in_time: bool


class Bubblewrap:
    """A sandbox for the given `Stage`; each `run` is in a new one.

    Attributes
    ----------
    wall : float
        Seconds that it gives an answer.
    """

    def __init__(self, stage: Stage, limits: dict):
        self.wall = limits["wall"]
        self._command = _command(stage)

    def run(self, module: str, given: bytes, seconds: float) -> Ran:
        """Run a module of `actcourse.grading.inside` with `given` as its standard input."""
        task = [START.format(module), "/stage/task.json", "/stage", "/modules"]
        return _run([*self._command, *task], given, seconds)

    def holes(self) -> list[str]:
        """What the sandbox fails to prevent on this machine; empty if it holds.

        Raises
        ------
        NoSandbox
            If none can be made at all.
        """
        ran = self.run("probe", json.dumps(_secrets()).encode(), SLACK)
        try:
            return json.loads(ran.output)
        except ValueError:
            reason = ran.errors or "no reason given"
            blame = f". It needs user namespaces, which {_namespaces()}"
            raise NoSandbox(
                f"bubblewrap makes no sandbox here: {reason}"
                + (blame if NAMESPACE.search(reason) else "")
            ) from None


class Unsafe:
    """No sandbox at all: answers run as you, with all that you may do."""

    def __init__(self, stage: Stage, limits: dict):
        self.wall = limits["wall"]
        self._stage = stage

    def run(self, module: str, given: bytes, seconds: float) -> Ran:
        """As `Bubblewrap.run`, but unprotected."""
        modules = str(mounts.module("numpy")[0].parent)  # and whatever else is installed there
        task = [START.format(module), str(self._stage.task), str(self._stage.path), modules]
        return _run([sys.executable, "-I", "-S", "-B", "-c", *task], given, seconds)


class Sandboxes:
    """The two kinds of sandbox for an assignment, each made when it is first asked for.

    Parameters
    ----------
    task : dict
        See `Assignment.task`; the limits are added here.
    unsafe : bool
        Whether there shall be no sandbox at all.

    Attributes
    ----------
    plain, course : Bubblewrap
        Without anything of the course; and with its activations, networks and data, for values
        that are computed with them.
    """

    def __init__(self, task: dict, *, unsafe: bool = False):
        self._task, self._unsafe = task, unsafe
        self._stages = []

    @functools.cached_property
    def plain(self):
        """Without anything of the course."""
        return self._make(LIMITS, course=False)

    @functools.cached_property
    def course(self):
        """With the course's activations, networks and data."""
        return self._make(COURSE_LIMITS, course=True)

    def _make(self, limits, course):
        limits = limits | {"alone": not self._unsafe, "folder": FOLDER}
        stage = Stage(self._task | {"limits": limits}, course=course)
        self._stages.append(stage)
        if self._unsafe:
            return Unsafe(stage, limits)
        require()
        sandbox = Bubblewrap(stage, limits)
        if holes := sandbox.holes():
            raise NoSandbox(
                f"the sandbox does not hold on this machine: {'; '.join(holes)}. "
                "Ask `actcourse doctor` what is missing; no answer was run."
            )
        return sandbox

    def close(self) -> None:
        """Remove what was laid out for them."""
        for stage in self._stages:
            stage.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def stands(sandbox: "Bubblewrap | Unsafe") -> bool:
    """Whether a sandbox starts and ends as it should when there is no answer in it."""
    ran = sandbox.run("main", b'{"answers": [], "cells": []}', SLACK)
    return ran.output == b'{"ready": 0}\n'


def require() -> None:
    """Raise `NoSandbox` where no sandbox can be made, with what it takes to mend that."""
    if sys.platform != "linux":
        raise NoSandbox(
            "sandboxes need Linux: grade on a Linux machine, in a virtual machine or in WSL 2"
        )
    if seccomp.filter_of() is None:
        raise NoSandbox(
            f"the system calls of {platform.machine()} are not known here: grade on x86-64 or arm64"
        )
    if not shutil.which("bwrap"):
        raise NoSandbox("bubblewrap is not installed: sudo apt-get install bubblewrap")
    if os.geteuid() == 0:
        missing = [tool for tool in ("unshare", "setpriv", "mount") if not shutil.which(tool)]
        if missing:
            raise NoSandbox(
                f"you are root, and to become nobody it takes {', '.join(missing)}: grade as an "
                "ordinary user, or apt-get install util-linux mount"
            )
        if closed := mounts.closed():
            raise NoSandbox(
                f"you are root, answers run as nobody, and only root may read {closed}: grade as "
                f"an ordinary user, or chmod -R a+rX {mounts.module('numpy')[0].parent}"
            )


def _secrets() -> dict[str, list[str]]:
    """What the probe looks at: files that must not be visible inside, and folders to be empty."""
    folders = (Path.home(), Path.cwd(), *(p for p in PACKAGE.rglob("*") if p.is_dir()), PACKAGE)
    readable = [folder for folder in folders if os.access(folder, os.R_OK | os.X_OK)]
    files = {path for folder in readable for path in folder.iterdir() if path.is_file()}
    files |= {Path("/etc/passwd")}
    shown = {Path(place) for _, place in (*mounts.python(), *mounts.modules())}
    covers = mounts.hidden()
    seen = {p for p in files if {p, *p.parents} & shown and not {*map(str, p.parents)} & {*covers}}
    return {"hidden": sorted(map(str, files - seen)), "empty": covers}


def _namespaces() -> str:
    """What forbids user namespaces on this machine, and the command that allows them."""
    for name, wanted in FORBID.items():
        path = Path("/proc/sys", name.replace(".", "/"))
        if path.exists() and (path.read_text().strip() == "0") != wanted:
            return f"this machine forbids: sudo sysctl -w {name}={0 if wanted else 1}"
    return "containers often forbid: run it outside, or with fewer restrictions"


def _run(command, given, seconds) -> Ran:
    # Files, not pipes: nothing has to be read while the sandbox runs, and the kernel caps them.
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(given)
        stdin.seek(0)
        end = time.monotonic() + seconds
        process = subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=stderr, env=_ENVIRONMENT, cwd="/"
        )
        # Not `wait(seconds)`, which only looks every 50 ms.
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        try:
            process.wait()
            in_time = time.monotonic() < end
        finally:
            alarm.cancel()
            process.kill()
            process.wait()
        stdout.seek(0)
        stderr.seek(0, os.SEEK_END)
        stderr.seek(max(0, stderr.tell() - 2000))
        return Ran(stdout.read(OUTPUT), stderr.read().decode(errors="replace").strip(), in_time)


# Small matrices on several threads wait more than they compute.
_ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def _command(stage) -> list[str]:
    """The command line up to what Python is to do."""
    views = [(stage.path, "/stage"), *mounts.python(), *mounts.modules()]
    before = ["sh", "-c", FIRST_VICTIM, str(stage.filter)]
    if os.geteuid() == 0:
        become, views = _as_nobody(stage, views)
        before += become
    flags = ["--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    flags += ["--disable-userns"] if _has("--disable-userns") else []
    # No process of bubblewrap's own in there: no limits would bind it, and answers could take it
    # over.
    flags += ["--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    flags += ["--seccomp", str(FILTER)]
    # First, for Python itself may lie below it.
    flags += (["--size", str(FOLDER)] if _has("--size") else []) + ["--tmpfs", "/tmp"]
    flags += [part for source, place in views for part in ("--ro-bind", str(source), place)]
    flags += [part for place in mounts.hidden() for part in ("--ro-bind", str(stage.empty), place)]
    flags += mounts.links()
    flags += [part for device in DEVICES for part in ("--dev-bind", device, device)]
    flags += ["--chdir", "/tmp", "--remount-ro", "/"]
    return [*before, "bwrap", *flags, "--", mounts.executable(), "-I", "-S", "-B", "-c"]


def _as_nobody(stage, views):
    """The command before bwrap, and the views with those replaced that only root can reach."""
    pairs, seen = [], []
    for number, (source, place) in enumerate(views):
        if not mounts.open_to_all(source):
            mount = stage.mount(number, source.is_dir())
            pairs += [str(source), str(mount)]
            source = mount
        seen.append((source, place))
    script = ["sh", "-c", BECOME_NOBODY, "sh", *pairs, "--"]
    return ["unshare", "--mount", "--propagation", "private", *script], seen


@functools.cache
def _has(flag) -> bool:
    """Whether this bubblewrap knows `flag`."""
    done = subprocess.run(["bwrap", "--help"], capture_output=True, text=True, check=False)
    return flag in done.stdout + done.stderr
