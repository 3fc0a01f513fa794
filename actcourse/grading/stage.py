"""What the sandbox sees: a folder with the parts of the course that run beside answers.

No specification, no reference function, no gradebook and no submission is in it.
"""

import compileall
import json
import shutil
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
# Real inside: what calls an answer and writes down what it did,
ALWAYS = (*(f"exercises/{name}.py" for name in ("cells", "drivers", "run")), "grading/inside/*.py")
# and what a value may be computed with. Exercises, claims and figures stay out.
COURSE = ("activations/*.py", "nn/*.py", "data.py", "digits.npz")
# In place of `actcourse.exercises` itself: every name can be imported, and none has a value.
STAND_IN = '''"""Not the exercises: what learners import of them has no value in grading."""


def __getattr__(name):
    from actcourse.grading.inside.absent import absent_from

    return absent_from(__name__, name)
'''


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
        The folder, readable for everyone: the sandbox may run as another user.
    """

    def __init__(self, task, *, course=False):
        self._folder = tempfile.TemporaryDirectory(prefix="actcourse-", ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        patterns = ALWAYS + (COURSE if course else ())
        for source in (path for pattern in patterns for path in sorted(PACKAGE.glob(pattern))):
            target = self.path / "actcourse" / source.relative_to(PACKAGE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        for name, text in {"": "", "grading": "", "exercises": STAND_IN}.items():
            (self.path / "actcourse" / name / "__init__.py").write_text(text, encoding="utf-8")
        self.task.write_text(json.dumps(task), encoding="utf-8")
        compileall.compile_dir(self.path, quiet=2)
        for path in (self.path, *self.path.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)

    @property
    def task(self) -> Path:
        """The file with the task."""
        return self.path / "task.json"

    def mount(self, number, is_folder) -> Path:
        """An empty place, number so-and-so, on which root can mount what only root can reach."""
        place = self.path / "mounts" / str(number)
        place.parent.mkdir(exist_ok=True)
        place.mkdir(exist_ok=True) if is_folder else place.touch()
        place.parent.chmod(0o755)
        return place

    def close(self):
        """Remove the folder."""
        self._folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
