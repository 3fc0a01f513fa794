"""The source notebooks' own solutions, as answers."""

import nbformat
import numpy as np
import pytest

from actcourse.exercises import forms

ROOT = forms.Path(__file__).parents[2]


def solutions():
    """Source of each reference solution by the id of its exercise, and the stub beside it."""
    found = {}
    clear = forms.ClearSolutions()
    for path in forms.find(ROOT / "chapters"):
        notebook = nbformat.read(path, as_version=4)
        for exercise, answer, _ in forms.exercises(notebook):
            cell = notebook.cells[answer]
            text = forms.solved(cell.source)
            stub, _ = clear.preprocess_cell(cell, {"language": "python"}, answer)
            found[exercise.id] = text, stub.source
    return found


@pytest.fixture(scope="session")
def sources():
    """``(solution, stub)`` by exercise id, as source text."""
    return solutions()


@pytest.fixture(scope="session")
def reference(sources):
    """The answers that the source notebooks give, by exercise id."""
    answers, chapters = {}, {}
    for id, (solution, _) in sources.items():
        # A later answer of a chapter may use an earlier one.
        names = chapters.setdefault(id.partition("/")[0], {"np": np})
        answers[id] = execute(solution, names)
    return answers


@pytest.fixture(scope="session")
def secrets():
    """The lines that only the solutions of a cell hold, by the name of the notebook."""
    found = {}
    for path in forms.find(ROOT / "chapters"):
        lines = found.setdefault(path.name, set())
        for cell in nbformat.read(path, as_version=4).cells:
            open_ = {line.strip() for line in forms.SOLUTION.sub("", cell.source).splitlines()}
            for _, region in forms.SOLUTION.findall(cell.source):
                lines |= {line.strip() for line in region.splitlines()} - open_ - {""}
    return found


def execute(source, names=None):
    """What `source` assigns to the last name it defines."""
    names = {"np": np} if names is None else names
    before = set(names)
    exec(source, names)  # noqa: S102
    return names[[name for name in names if name not in before and name != "__builtins__"][-1]]
