"""A process that marks starts soon, and there is one for each processor from the beginning."""

import os
import resource
import subprocess
import sys

import pytest

from actcourse.grading.worker import LEAST_MEMORY, Workers

HEAVY = {"nbgrader", "nbformat", "jsonschema", "sqlalchemy", "jinja2", "IPython"}


def test_a_worker_imports_nothing_of_nbgrader():
    code = "import sys, actcourse.grading.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_workers_start_before_there_is_work():
    with Workers(2) as executor:
        assert len(executor.pool._processes) == 2


def test_a_judge_cannot_fill_the_machine():
    """What it asks for beyond half of the memory fails in it, so that one submission is lost."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with Workers(1) as executor:
        most, _ = executor.submit(resource.getrlimit, resource.RLIMIT_AS).result()
        assert most == max(LEAST_MEMORY, machine // 2)
        with pytest.raises(MemoryError):
            executor.submit(bytes, most).result()
        assert executor.submit(len, "alive").result() == 5
