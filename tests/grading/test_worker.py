"""A process that marks starts soon, and there is one for each processor from the beginning."""

import subprocess
import sys

from actcourse.grading.worker import local

HEAVY = {"nbgrader", "nbformat", "jsonschema", "sqlalchemy", "jinja2", "IPython"}


def test_a_worker_imports_nothing_of_nbgrader():
    code = "import sys, actcourse.grading.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_workers_start_before_there_is_work():
    with local(2) as executor:
        assert len(executor._processes) == 2
