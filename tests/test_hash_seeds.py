"""What the course writes and draws is the same in each process, whatever order its sets have.

Python draws the hashes of texts afresh for each process, and the order of a set follows them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def drawn():
    """Digests by name, from two processes of other hashes that run side by side."""
    command = [sys.executable, "-m", "tests.drawn"]
    running = [
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE
        )
        for seed in ("1", "2")
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    return [json.loads(text) for text in said]


def test_pictures_pages_and_sandboxes_are_the_same_in_each_process(drawn):
    one, other = drawn
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_there_is_much_that_could_differ(drawn):
    names = list(drawn[0])
    assert sum(name.startswith("picture of") for name in names) > 40
    assert {"picture of layers", "layers", "reference of nn", "files"} <= set(names)
