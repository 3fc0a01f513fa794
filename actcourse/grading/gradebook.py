"""Hands the marks to nbgrader: its gradebook, and the notebooks that its formgrader shows."""

import copy
import json
import os
import sysconfig
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import SaveCells
from sqlalchemy import or_, select

from ..exercises import forms
from ..exercises.cells import answer_id, check_id
from ..exercises.spec import Verdict
from .intake import Found, Submission

SETTINGS = '''"""nbgrader's settings for these marks: run `jupyter lab` in this folder, open /formgrader."""

c = get_config()
c.CourseDirectory.course_id = "activation-functions"
c.CourseDirectory.notebook_id = "*_exercises"
c.CourseDirectory.db_url = {url!r}
'''


@dataclass(frozen=True)
class ByHand:
    """What a person entered for an exercise.

    Attributes
    ----------
    score : float or None
        The points in place of the judge's.
    extra : float
        Points beside these.
    comment : str
        What the student is told.
    again : bool
        Whether the answer was judged once more since, so that someone should look again.
    """

    score: float | None = None
    extra: float = 0
    comment: str = ""
    again: bool = False

    @property
    def changes(self) -> bool:
        """Whether it changes the points."""
        return self.score is not None or bool(self.extra)


class Marks:
    """nbgrader's gradebook at `url`, open for the marks of one run.

    Parameters
    ----------
    url : str
        Of the database, as SQLAlchemy takes it: ``sqlite:///...`` or ``postgresql+psycopg://...``.
    out : Path
        Folder for nbgrader's ``source`` and ``autograded`` notebooks.
    """

    def __init__(self, url: str, out):
        self.out = Path(out)
        self.url = url
        self._book = _open(url)
        self._releases = {}
        self._names = {}  # of the cells by nbgrader's id; it would look up each for each submission

    def add_assignment(self, path: Path, variant: int | None = None):
        """Enter the assignment of a source notebook, its cells and their points."""
        name, notebook = path.parent.name, path.stem
        released = forms.release(path, variant)
        resources = {
            "nbgrader": {"notebook": notebook, "assignment": name, "db_url": self.url},
        }
        self._book.update_or_create_assignment(name)
        SaveCells().preprocess(copy.deepcopy(released), resources)
        entry = self._book.find_notebook(notebook, name)
        cells = (*entry.grade_cells, *entry.solution_cells)
        self._names |= {cell.id: cell.name for cell in cells}
        self._releases[name] = notebook, released
        _write(self.out / "source" / name / path.name, forms.read(path, variant))

    def add(self, found: Found, assignment: str, verdicts: list[Verdict]):
        """Enter the marks of a submission; what a person has marked by hand stays.

        A grade that has a manual score keeps it, and is to be looked at again.
        """
        student = found.student
        self._book.update_or_create_student(student, last_name=found.name)
        try:
            entry = self._book.find_submission(assignment, student)
        except MissingEntry:
            with self._book.db.no_autoflush:  # else SQLAlchemy warns of nbgrader's half-made rows
                entry = self._book.add_submission(assignment, student)
        (submitted,) = entry.notebooks
        by_check = {check_id(verdict.id): verdict for verdict in verdicts}
        by_answer = {answer_id(verdict.id): verdict for verdict in verdicts}
        for grade in submitted.grades:
            grade.auto_score = by_check[self._names[grade.cell_id]].earned
            grade.needs_manual_grade = grade.manual_score is not None
        for comment in submitted.comments:
            comment.auto_comment = str(by_answer[self._names[comment.cell_id]])
        self._book.db.commit()
        self._book.db.expunge_all()

    def write(self, submission: Submission, verdicts: list[Verdict]):
        """Write the notebook that nbgrader shows: a submission's answers and their verdicts."""
        name = submission.assignment
        notebook, released = self._releases[name]
        folder = self.out / "autograded" / submission.found.student / name
        _write(folder / f"{notebook}.ipynb", rebuilt(released, submission, verdicts))

    def scores(self, assignment: str) -> Iterator[tuple[str, float]]:
        """``(student, score)`` in the gradebook, manual marks counted."""
        for entry in self._book.submission_dicts(assignment):
            yield entry["student"], entry["score"]

    def by_hand(self, assignment: str) -> dict[str, dict[str, ByHand]]:
        """What people entered, by student and cell: a check's scores, an answer's comment.

        All at once, for nbgrader's tables have no index by which one submission is found soon.
        """
        grade, comment = api.Grade, api.Comment
        scores = self._rows(
            assignment,
            (grade, grade.manual_score, grade.extra_credit, grade.needs_manual_grade),
            or_(grade.manual_score.is_not(None), grade.extra_credit != 0),
        )
        told = self._rows(
            assignment, (comment, comment.manual_comment), comment.manual_comment != ""
        )
        entered = defaultdict(dict)
        for student, cell, score, extra, again in scores:
            entered[student][cell] = ByHand(score=score, extra=extra or 0, again=again)
        for student, cell, text in told:
            entered[student][cell] = ByHand(comment=text)
        return dict(entered)

    def _rows(self, assignment, asked, where):
        """Rows ``(student, cell, ...)`` of one of nbgrader's tables, with the columns asked for."""
        table, *columns = asked
        entry, notebook = api.SubmittedAssignment, api.SubmittedNotebook
        statement = (
            select(entry.student_id, api.BaseCell.name, *columns)
            .select_from(table)
            .join(api.BaseCell, table.cell_id == api.BaseCell.id)
            .join(notebook, table.notebook_id == notebook.id)
            .join(entry, notebook.assignment_id == entry.id)
            .join(api.Assignment, entry.assignment_id == api.Assignment.id)
            .where(api.Assignment.name == assignment, where)
        )
        return self._book.db.execute(statement)

    def close(self):
        """Close the database, and leave nbgrader's settings beside the notebooks."""
        (self.out / "nbgrader_config.py").write_text(
            SETTINGS.format(url=self.url), encoding="utf-8"
        )
        self._book.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def rebuilt(released, submission: Submission, verdicts: list[Verdict]):
    """The assignment's own notebook with a learner's answers, and the verdicts as outputs.

    What the learner did to other cells cannot matter in it.
    """
    notebook = copy.deepcopy(released)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if _marked(cell)}
    for verdict in verdicts:
        own = [cell["source"] for cell in submission.cells if cell["answer"] == verdict.id]
        if own:
            cells[answer_id(verdict.id)].source = "\n\n".join(own)
        output = nbformat.v4.new_output("stream", name="stdout", text=f"{verdict}\n")
        cells[check_id(verdict.id)].outputs = [output]
    return notebook


def _open(url) -> Gradebook:
    """The gradebook at `url`; nbgrader calls `alembic`, which lies beside Python, by bare name."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        return Gradebook(url)
    finally:
        os.environ["PATH"] = before


def _marked(cell) -> bool:
    return "nbgrader" in cell.metadata


def _write(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(path)
