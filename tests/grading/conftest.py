"""Submissions to grade, and the sandbox that it takes."""

import os
from concurrent.futures import Executor, Future
from functools import cache
from pathlib import Path

import nbformat
import nbgrader.api
import pytest

from actcourse.exercises import forms
from actcourse.grading import batch, sandbox
from actcourse.grading.assignment import load
from actcourse.grading.errors import NoSandbox

ROOT = Path(__file__).parents[2]
SOURCES = batch.sources(ROOT)


@pytest.fixture(scope="session", autouse=True)
def one_alembic():
    """Ask for the version of nbgrader's tables once: it takes a process and a second each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", cache(nbgrader.api.get_alembic_version))
        yield


@pytest.fixture(scope="session")
def bubblewrap():
    """Skips where no sandbox can be run, unless it is required, as in CI."""
    try:
        sandbox.require()
    except NoSandbox as reason:
        if os.environ.get("ACTCOURSE_REQUIRE_SANDBOX"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def path():
    """The source notebook that most tests grade: the sigmoid's."""
    return SOURCES["02_sigmoid"]


@pytest.fixture(scope="session")
def assignment(path):
    """The same, as the grader sees it."""
    return load(path, seed=1)


@pytest.fixture(scope="session")
def hand_in(path):
    """``hand_in(**answers)``: a student's notebook with these sources as answers.

    The name of an answer is that in its exercise; ``solved`` is a number of further exercises,
    from the first, that are solved. ``cells`` is given the notebook, to change it.
    """
    source, released = nbformat.read(path, as_version=4), nbformat.writes(forms.release(path))

    def hand_in(*, solved=0, cells=lambda notebook: None, **answers):
        notebook = nbformat.reads(released, as_version=4)
        for number, (exercise, answer, _) in enumerate(forms.exercises(source)):
            if number < solved:
                notebook.cells[answer].source = forms.solved(source.cells[answer].source)
            if exercise.name in answers:
                notebook.cells[answer].source = answers.pop(exercise.name)
        assert not answers, f"no exercise takes {answers}"
        cells(notebook)
        return nbformat.writes(notebook)

    return hand_in


class Here(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, task, /, *args, **kwargs):
        """A future that is done."""
        future = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  the future carries it
            future.set_exception(error)
        return future


@pytest.fixture(scope="session")
def here():
    """An executor without other processes."""
    return Here()
