"""The wheel as others install it, and what it requires, without anything else."""

import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from actcourse.exercises.wheels import wheel

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    """Folder with the package as its wheel installs it."""
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(wheel(ROOT, folder)) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.fixture(scope="session")
def bare(unpacked, tmp_path_factory):
    """Function that runs a script where there are the wheel and what it requires, nothing else."""
    libraries = tmp_path_factory.mktemp("libraries")
    (info,) = unpacked.glob("*.dist-info")
    for name in closure(metadata.Distribution.at(info)):
        for file in metadata.distribution(name).files:
            place, top = Path(file.locate()), libraries / file.parts[0]
            if file.parts[0] not in ("..", "__pycache__") and not top.exists():
                top.symlink_to([place, *place.parents][len(file.parts) - 1])

    def run(script, *words, cwd):
        """Run it in the folder `cwd`; gives what there is to say about how it went."""
        return subprocess.run(
            [sys.executable, "-S", "-c", script, *map(str, words)],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": f"{unpacked}{os.pathsep}{libraries}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def closure(distribution):
    """Names of all that a distribution requires, and of what that requires in turn."""
    found, waiting = set(), [distribution]
    while waiting:
        for need in waiting.pop().requires or ():
            name = re.match(r"[\w.-]+", need)[0]
            if "extra ==" not in need and name not in found:
                found.add(name)
                waiting.append(metadata.distribution(name))
    return found
