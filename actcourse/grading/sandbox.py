"""Runs answers where they can see nothing, reach nothing and harm nothing: in bubblewrap.

Every submission gets a sandbox of its own, with no network, a read-only view of Python and NumPy,
an empty folder in memory, and limits on time, memory, processes and output.
Some of these limits do not hold for root, so root becomes nobody first.
"""

import functools
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MODULES = ("numpy", "scipy")
"""What answers may import, next to the standard library."""

LIMITS = {
    "wall": 10.0,  # seconds for an answer,
    "reply": 8_000_000,  # and bytes that it may reply
    "resources": {  # of each process, as `resource.setrlimit` calls them
        "CPU": 10,
        "AS": 1 << 30,
        "FSIZE": 1 << 25,
        "NPROC": 32,
        "NOFILE": 64,
        "CORE": 0,
    },
}
FOLDER = 1 << 25  # bytes of the sandbox's own /tmp
OUTPUT = 1 << 28  # bytes that may come out of a sandbox
SLACK = 20.0  # seconds to start and to end
NOBODY = "65534"
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")

START = (
    "import sys; sys.path[:0] = sys.argv[2:]; "
    "from actcourse.grading.inside.{} import main; main(sys.argv[1])"
)
# As root: show nobody what only root may enter, then become nobody.
BECOME_NOBODY = f"""
set -e
while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done
shift
exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups \
  --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
"""


class NoSandbox(RuntimeError):
    """This machine cannot run a sandbox; the message says why, and what to do."""


@dataclass(frozen=True)
class Ran:
    """What a sandbox left: its output, the end of its error output, and whether it ended itself."""

    output: bytes
    errors: str
    in_time: bool


class Bubblewrap:
    """A sandbox for the given `Stage`; each `run` is in a new one."""

    def __init__(self, stage):
        self._command = _command(stage)

    def run(self, module: str, given: bytes, seconds: float) -> Ran:
        """Run a module of `actcourse.grading.inside` with `given` as its standard input."""
        task = [START.format(module), "/stage/task.json", "/stage", "/modules"]
        return _run([*self._command, *task], given, seconds)


class Unsafe:
    """No sandbox at all: answers run as you, with all that you may do."""

    def __init__(self, stage):
        self._stage = stage

    def run(self, module, given, seconds):
        """As `Bubblewrap.run`, but unprotected."""
        modules = str(_module("numpy")[0].parent)
        task = [START.format(module), str(self._stage.task), str(self._stage.path), modules]
        return _run([sys.executable, "-I", "-S", "-B", "-c", *task], given, seconds)


def require():
    """Raise `NoSandbox` unless bubblewrap is here, with what it takes to install it."""
    if sys.platform != "linux":
        raise NoSandbox(
            "sandboxes need Linux: grade on a Linux machine, in a virtual machine or in WSL 2"
        )
    if not shutil.which("bwrap"):
        raise NoSandbox("bubblewrap is not installed: sudo apt-get install bubblewrap")
    if os.geteuid() == 0:
        for tool in ("unshare", "setpriv", "mount"):
            if not shutil.which(tool):
                raise NoSandbox(
                    f"you are root, and `{tool}`, which it takes to become nobody, is missing: "
                    "grade as an ordinary user, or apt-get install util-linux mount"
                )


def _run(command, given, seconds) -> Ran:
    # Files, not pipes: nothing has to be read while the sandbox runs, and the kernel caps them.
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(given)
        stdin.seek(0)
        process = subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=stderr, env=_ENVIRONMENT, cwd="/"
        )
        try:
            process.wait(seconds)
            in_time = True
        except subprocess.TimeoutExpired:
            in_time = False
        finally:
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
    views = [(stage.path, "/stage"), *_python()]
    before = []
    if os.geteuid() == 0:
        before, views = _as_nobody(stage, views)
    flags = ["--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    flags += ["--disable-userns"] if _has("--disable-userns") else []
    flags += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    flags += [part for source, place in views for part in ("--ro-bind", str(source), place)]
    flags += [part for place in _hidden() for part in ("--tmpfs", place)]
    flags += _links()
    flags += [part for device in DEVICES for part in ("--dev-bind", device, device)]
    flags += (["--size", str(FOLDER)] if _has("--size") else []) + ["--tmpfs", "/tmp"]
    flags += ["--chdir", "/tmp", "--remount-ro", "/"]
    return [*before, "bwrap", *flags, "--", _executable(), "-I", "-S", "-B", "-c"]


def _as_nobody(stage, views):
    """The command before bwrap, and the views with those replaced that only root can reach."""
    pairs, seen = [], []
    for number, (source, place) in enumerate(views):
        if not _open_to_all(source):
            mount = stage.mount(number, source.is_dir())
            pairs += [str(source), str(mount)]
            source = mount
        seen.append((source, place))
    script = ["sh", "-c", BECOME_NOBODY, "sh", *pairs, "--"]
    return ["unshare", "--mount", "--propagation", "private", *script], seen


def _open_to_all(path) -> bool:
    """Whether everyone may read `path` and enter the folders on the way to it."""
    wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
    folders = all(p.stat().st_mode & stat.S_IXOTH for p in path.parents)
    return folders and path.stat().st_mode & wanted == wanted


def _executable() -> str:
    return os.path.realpath(sys.executable)


def _python() -> list[tuple[Path, str]]:
    """Python, the system's libraries and `MODULES`: where they are, and where they appear."""
    libraries = [Path("/usr/lib"), Path("/usr/lib64"), Path("/lib"), Path("/lib64")]
    libraries += [Path(sys.base_prefix, "lib"), Path(sys.base_prefix, "lib64")]
    folders = {p.resolve(): None for p in libraries if p.is_dir()}
    outermost = [p for p in folders if not any(q in p.parents for q in folders)]
    own = [p for p in libraries if p in folders and p not in outermost]
    views = [(path, str(path)) for path in (*outermost, *own, Path(_executable()))]
    cache = Path("/etc/ld.so.cache")
    views += [(cache, str(cache))] if cache.is_file() else []
    return views + [(p, f"/modules/{p.name}") for name in MODULES for p in _module(name)]


def _links() -> list[str]:
    """The links of the file system that lead to libraries, such as /lib64."""
    links = [Path(name) for name in ("/lib", "/lib64") if Path(name).is_symlink()]
    return [part for link in links for part in ("--symlink", os.readlink(link), str(link))]


def _hidden() -> list[str]:
    """Folders of installed packages within what appears: the course itself may be in one."""
    found = [
        folder
        for source, place in _python()
        if not place.startswith("/modules")
        for pattern in ("python3*/site-packages", "python3*/dist-packages")
        for folder in source.glob(pattern)
    ]
    return [str(folder) for folder in found]


@functools.cache
def _module(name) -> list[Path]:
    """The folder of an installed package, and that of the libraries which came with it."""
    folder = Path(find_spec(name).origin).parent
    libraries = folder.with_name(f"{name}.libs")
    return [folder, libraries] if libraries.is_dir() else [folder]


@functools.cache
def _has(flag) -> bool:
    """Whether this bubblewrap knows `flag`."""
    done = subprocess.run(["bwrap", "--help"], capture_output=True, text=True, check=False)
    return flag in done.stdout + done.stderr
