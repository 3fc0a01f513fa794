"""Submissions to grade, and the sandbox that it takes."""

from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path

import nbformat
import numpy as np
import pytest

from actcourse.exercises import forms
from actcourse.exercises.judging import judge_known
from actcourse.grading import sandbox, session
from actcourse.grading.alone import Fault
from actcourse.grading.errors import NoSandbox
from actcourse.grading.gradebook import Marks
from actcourse.grading.intake import Origin, Submission
from actcourse.grading.journal import Journal
from actcourse.grading.notebooks import Notebooks
from actcourse.grading.sources import load, sources

ROOT = Path(__file__).parents[2]
SOURCES = sources(ROOT)


@pytest.fixture(scope="session")
def bubblewrap(missing):
    """Skips where no sandbox can be run, unless it is required, as in CI."""
    try:
        sandbox.require()
    except NoSandbox as reason:
        missing("sandbox", str(reason))


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


@pytest.fixture(scope="session")
def published(tmp_path_factory, path):
    """The folder that a class of 36 gets back; a third each from Moodle, Canvas and by itself.

    The answers are the known wrong ones, the right ones and the stubs of the exercises, judged in
    this process.
    """
    out = tmp_path_factory.mktemp("published")
    notebooks = Notebooks(out, _url(out))
    with closing(Journal(out / session.JOURNAL)) as journal, Marks(_url(out)) as marks:
        journal.begin(1, "submitted")
        marks.add_assignment(path.parent.name, path.stem, notebooks.add_assignment(path))
        exercises = load(path, 1).exercises
        for number in range(36):
            found = _handed_in(number)
            verdicts = [answered(e, number + place) for place, e in enumerate(exercises)]
            journal.enter(Submission(found, path.parent.name, "digest", (), {}))
            journal.record(found.student, path.parent.name, verdicts)
            marks.add(path.parent.name, [(found, verdicts)])
        journal.set_aside(Origin("eve", "submitted/<eve>.ipynb"), Fault("is empty"))
        journal.finish()
    session.report(out, SOURCES)
    return out


def answered(exercise, number):
    """The verdict on one of the answers that an exercise knows; the first is no answer."""
    wrong = [answer for mistake in exercise.mistakes for answer in mistake.answers]
    answers = [..., exercise.also_right[0], *wrong]
    return judge_known(exercise, answers[number % len(answers)], np.random.default_rng(1))


def _handed_in(number) -> Origin:
    name = f"-Zoë {number}" if number < 3 else f"Student {number}"
    system = ("moodle", "canvas", "")[number % 3]
    return Origin(name, f"{name}.ipynb", "", system, str(7000 + number) if system else "")


def _url(out):
    return f"sqlite:///{out}/gradebook.db"
