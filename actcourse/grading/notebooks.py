"""What nbgrader's formgrader shows: the notebooks of a course, in the folders where it looks."""

import json
from pathlib import Path

from nbformat import NotebookNode

from ..exercises import forms
from ..exercises.cells import answer_id, check_id
from ..exercises.spec import Verdict
from .files import whole
from .intake import Submission

SETTINGS = '''"""nbgrader's settings: to see the marks, run `jupyter lab` here, open /formgrader."""

c = get_config()
c.CourseDirectory.course_id = "activation-functions"
c.CourseDirectory.notebook_id = "*_exercises"
c.CourseDirectory.db_url = {url!r}
'''


class Notebooks:
    """Writes notebooks into the folder `out`, and nbgrader's settings, which name the gradebook."""

    def __init__(self, out: str | Path, url: str):
        self.out = Path(out)
        self._released = {}
        with whole(self.out / "nbgrader_config.py") as file:
            file.write(SETTINGS.format(url=url))

    def add_assignment(self, path: Path, variant: int | None = None) -> NotebookNode:
        """Write the source notebook of an assignment, and return what was handed out of it."""
        name = path.parent.name
        _write(self.out / "source" / name / path.name, forms.read(path, variant))
        self._released[name] = path.name, forms.release(path, variant)
        return self._released[name][1]

    def add(self, submission: Submission, verdicts: list[Verdict]) -> None:
        """Write a submission's answers and what was said of them."""
        name = submission.assignment
        file, released = self._released[name]
        folder = self.out / "autograded" / submission.origin.student / name
        _write(folder / file, rebuilt(released, submission, verdicts))


def rebuilt(released: NotebookNode, submission: Submission, verdicts: list[Verdict]) -> dict:
    """The assignment's own notebook with a learner's answers, and the verdicts as outputs.

    What the learner did to other cells cannot matter in it.
    """
    changed: dict[str | None, dict] = {}
    for verdict in verdicts:
        own = [cell["source"] for cell in submission.cells if cell["answer"] == verdict.id]
        if own:
            changed[answer_id(verdict.id)] = {"source": "\n\n".join(own)}
        output = {"output_type": "stream", "name": "stdout", "text": f"{verdict}\n"}
        changed[check_id(verdict.id)] = {"outputs": [output]}
    # Most cells are the same for everyone: they are shared, not copied.
    cells = [cell | changed.get(_grade_id(cell), {}) for cell in released.cells]
    return released | {"cells": cells}


def _grade_id(cell) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _write(path, notebook):
    with whole(path) as file:
        file.write(json.dumps(notebook, ensure_ascii=False))  # to indent takes ten times as long
