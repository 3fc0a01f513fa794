"""Seconds of the commands that an author waits for, in a fresh clone of the last commit."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clone that uses the libraries installed here, but its own package."""
    clone = tmp_path_factory.mktemp("clone")
    subprocess.run(["git", "clone", "--quiet", "--local", ROOT, clone], check=True)
    (clone / ".venv").symlink_to(sys.prefix)
    return clone


# In this order: what the first has built is what the second finds.
@pytest.mark.parametrize(
    ("what", "command"),
    [("book, cold", "book"), ("book, nothing changed", "book"), ("tests", "test")],
)
def test_seconds(what, command, clone, keep):
    begin = time.perf_counter()
    # Without `--old-file` make would install the clone into the environment of this checkout.
    subprocess.run(
        ["make", "--old-file=.venv/ready", command],
        cwd=clone,
        env=os.environ | {"PYTHONPATH": str(clone)},
        check=True,
        capture_output=True,
    )
    keep("build", what, seconds=time.perf_counter() - begin, load=os.getloadavg()[0])
