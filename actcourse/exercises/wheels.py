"""The package as learners install it: a wheel."""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata
from pathlib import Path


class CannotBuild(RuntimeError):
    """The package cannot be made into a wheel here; the message says what is missing."""


BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


def wheel(root: Path, out: Path) -> Path:
    """The package as a wheel in the folder `out`, built from a copy so that `root` stays clean.

    Raises
    ------
    CannotBuild
        If this environment has no setuptools, or one that is too old; `out` is as before.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "source"
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / "actcourse", copy / "actcourse", ignore=hidden)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(root / name, copy)
        # Not by pip, which an environment need not have, and which would look for a registry.
        done = subprocess.run(
            [sys.executable, "-c", BUILD, folder],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            told = re.findall(r"^[\w.]*Error\b.*", done.stderr, re.MULTILINE)
            raise CannotBuild(
                f"the wheel for learners cannot be built: {[done.stderr.strip(), *told][-1]}\n"
                f"It takes {_builder(root)}: pip install 'actcourse[grade]'"
            )
        (wheel,) = Path(folder).glob("*.whl")
        return Path(shutil.move(wheel, out / wheel.name))


def _builder(root) -> str:
    """What pyproject.toml asks for, and what is here."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    try:
        here = f"here is {metadata.version('setuptools')}"
    except metadata.PackageNotFoundError:
        here = "here is none"
    return f"{', '.join(project['build-system']['requires'])}, and {here}"
