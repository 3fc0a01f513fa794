"""What the sandbox sees: a folder with the parts of the course that run beside answers.

No specification, no reference function, no gradebook and no submission is in it.
"""

import compileall
import json
import shutil
import tempfile
from pathlib import Path

from ..imports import imported
from . import mounts, seccomp

PACKAGE = Path(__file__).parents[1]
# What starts inside, and what a value may be computed with; what these import comes along.
ALWAYS = ("grading/inside/main.py", "grading/inside/probe.py")
COURSE = ("activations/__init__.py", "nn/__init__.py", "data.py")
# How IPython reads its own syntax; the rest of it stays out.
IPYTHON = ("core/inputtransformer2.py", "utils/tokenutil.py")
# In place of `actcourse.exercises` itself: every name can be imported, and none has a value.
STAND_IN = '''"""Not the package of this name: what is imported of it has no value in grading."""


def __getattr__(name):
    from actcourse.grading.inside.absent import absent_from

    return absent_from(__name__, name)
'''
STAND_INS = {"": "", "grading": "", "exercises": STAND_IN}


class Stage:
    """A temporary folder for the sandbox, gone when it is closed.

    Parameters
    ----------
    task : dict
        What `actcourse.grading.inside.main` reads.
    course : bool
        Whether the course's activations, networks and data are there as well.

    Attributes
    ----------
    path : Path
        What the sandbox sees, readable for everyone: it may run as another user.
    empty : Path
        A folder with nothing in it, to cover others with.
    filter : Path
        The file with the filter of system calls; empty where there is none for this machine.
    """

    def __init__(self, task: dict, *, course: bool = False):
        self._folder = tempfile.TemporaryDirectory(prefix="actcourse-", ignore_cleanup_errors=True)
        whole = Path(self._folder.name)
        self.path, self.empty, self._mounts = (whole / n for n in ("seen", "empty", "mounts"))
        self.filter = whole / "filter"
        for folder in (self.path, self.empty, self._mounts):
            folder.mkdir()
        self.filter.write_bytes(seccomp.filter_of() or b"")
        for source in files(course=course):
            target = self.path / "actcourse" / source.relative_to(PACKAGE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        ipython = mounts.origin("IPython").parent
        for name in IPYTHON:
            target = self.path / "IPython" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ipython / name, target)
            (target.parent / "__init__.py").touch()
        (self.path / "IPython" / "__init__.py").write_text(STAND_IN, encoding="utf-8")
        for name, text in STAND_INS.items():
            (self.path / "actcourse" / name / "__init__.py").write_text(text, encoding="utf-8")
        self.task.write_text(json.dumps(task), encoding="utf-8")
        compileall.compile_dir(self.path, quiet=2)
        for path in (whole, *whole.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)

    @property
    def task(self) -> Path:
        """The file with the task."""
        return self.path / "task.json"

    def mount(self, number: int, is_folder: bool) -> Path:
        """An empty place, number so-and-so, on which root can mount what only root can reach."""
        place = self._mounts / str(number)  # not where the sandbox sees it a second time
        place.mkdir() if is_folder else place.touch()
        return place

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def files(*, course: bool = False) -> list[Path]:
    """The files of the package that the sandbox sees: what starts there, and what that imports."""
    waiting = {PACKAGE / name for name in ALWAYS + (COURSE if course else ())}
    # In place of these stand others, so that what they import stays outside: the specifications.
    bare = {PACKAGE / name / "__init__.py" for name in STAND_INS}
    reached = set()
    while waiting := waiting - reached - bare:
        reached |= waiting
        modules = [path for path in waiting if path.suffix == ".py"]
        sources = ((path.read_text(encoding="utf-8"), path) for path in modules)
        waiting = {file for source, path in sources for file in imported(source, path=path)}
    return sorted(reached)
