"""The command line is there at once: what a command works with is imported when it runs."""

import json
import subprocess
import sys

import pytest

from actcourse.cli.main import COMMANDS

HEAVY = {"IPython", "ipywidgets", "jsonschema", "matplotlib", "nbformat", "nbgrader"}
HEAVY |= {"jinja2", "numpy", "pybtex", "scipy", "sqlalchemy", "yaml"}


def loaded(code):
    """The top names of all that this code imports, in a Python of its own."""
    code += "; import json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {*json.loads(done.stdout.splitlines()[-1])}


RUN = "from actcourse.cli import main; main({!r}, standalone_mode=False)"


def test_the_help_of_all_commands_imports_none_of_what_they_work_with():
    found = loaded(RUN.format(["--help"]))
    assert found & HEAVY == set()
    assert "click" in found


# The help of `claims` names the topics, which the claims themselves define.
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "claims"])
def test_nor_does_the_help_of_one_command(name):
    assert loaded(RUN.format([name, "--help"])) & HEAVY == set()


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("actcourse", set()),
        ("actcourse.chapters", set()),
        ("actcourse.activations", {"numpy", "scipy"}),
        ("actcourse.nn", {"numpy", "scipy"}),
        ("actcourse.exercises", {"numpy", "scipy"}),
        ("actcourse.exercises.check", {"numpy", "scipy"}),
        ("actcourse.exercises.progress", {"numpy", "scipy"}),
        ("actcourse.explore", {"numpy", "matplotlib"}),
        ("actcourse.claims", {"numpy", "scipy"}),
        ("actcourse.grading.worker", {"numpy", "scipy"}),
        ("actcourse.grading.doctor", {"numpy", "scipy"}),
    ],
)
def test_a_part_imports_what_it_works_with_and_no_more(module, needs):
    assert loaded(f"import {module}") & HEAVY <= needs
