"""A copy of the tree in which a change is made, tested and taken back."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

QUIET = ("-x", "-q", "--no-header", "-p", "no:cacheprovider", "-m", "not slow and not browser")


@dataclass(frozen=True)
class Outcome:
    """What the tests said: ``killed``, ``survived`` or ``timed out``; by which test, and when."""

    word: str
    by: str
    seconds: float


class Copy:
    """The tracked and new files of a tree, in a folder with an environment of its own.

    The environment has the libraries of the one that runs this, and the package from the copy: also
    for what tests start without the environment's variables.
    """

    def __init__(self, root, folder):
        self.folder = Path(folder)
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (root / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, self.folder / name)
        environment = self.folder / ".venv"
        make = [sys.executable, "-m", "venv", "--without-pip", environment]
        subprocess.run(make, check=True)
        (packages,) = environment.glob("lib/python*/site-packages")
        libraries = sysconfig.get_path("purelib")
        (packages / "copy.pth").write_text(
            f"{self.folder}\nimport site; site.addsitedir({libraries!r})\n", encoding="utf-8"
        )
        self.python = environment / "bin" / "python"

    def run(self, tests, limit=None):
        """`Outcome` of these files of tests, on the tree as it is."""
        start = time.monotonic()
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            run = subprocess.Popen(
                [self.python, "-m", "pytest", *QUIET, *tests],
                cwd=self.folder,
                env=self._environment(),
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                run.wait(limit)
            except subprocess.TimeoutExpired:
                return Outcome("timed out", "", time.monotonic() - start)
            finally:  # also what the tests have left running
                with suppress(ProcessLookupError):
                    os.killpg(run.pid, signal.SIGKILL)
                run.wait()
            said.seek(0)
            word = "survived" if run.returncode == 0 else "killed"
            return Outcome(word, _first_failure(said.read()), time.monotonic() - start)

    def try_out(self, mutant, tests, limit):
        """`Outcome` of the tests with a change made."""
        path = self.folder / mutant.file
        source, times = path.read_text(encoding="utf-8"), path.stat()
        try:
            path.write_text(mutant.of(source), encoding="utf-8")
            return self.run(tests, limit)
        finally:
            path.write_text(source, encoding="utf-8")
            # What was compiled of the source is known by its time, and is good again.
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _environment(self):
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return {
            **os.environ,
            "PATH": programs,
            "PYTHONPATH": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter")),
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }


def _first_failure(said):
    """The test that failed first, or else the last line of what pytest printed."""
    lines = said.strip().splitlines()
    named = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return (named or lines[-1:] or [""])[0].removeprefix("FAILED ")[:200]
