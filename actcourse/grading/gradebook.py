"""Hands the marks to nbgrader's gradebook, and takes from it what people entered by hand."""

import copy
from collections import defaultdict
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import SaveCells
from sqlalchemy import create_engine, inspect, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ..exercises.cells import answer_id, check_id
from ..exercises.spec import Verdict
from .errors import CannotWrite
from .intake import Origin

# SQL has no word for it that all databases know: insert a row, or change the one that is there.
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


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


@dataclass(frozen=True)
class Entered:
    """An assignment in the gradebook, by the ids that nbgrader gave it.

    Attributes
    ----------
    assignment, notebook : str
        Of the assignment and of its notebook.
    cells : dict
        Of its cells, by their names.
    """

    assignment: str
    notebook: str
    cells: dict[str, str]


class Marks:
    """nbgrader's gradebook at `url`, open for the marks of one run.

    Parameters
    ----------
    url : str
        Of the database, as SQLAlchemy takes it: ``sqlite:///...`` or ``postgresql+psycopg://...``.
    """

    def __init__(self, url: str):
        self.url = url
        _give_version(url)
        self._book = Gradebook(url)
        self._entered = {}

    def add_assignment(self, name: str, notebook: str, released: NotebookNode) -> None:
        """Enter the released notebook of an assignment, its cells and their points."""
        resources = {
            "nbgrader": {"notebook": notebook, "assignment": name, "db_url": self.url},
        }
        self._book.update_or_create_assignment(name)
        SaveCells().preprocess(copy.deepcopy(released), resources)
        entry = self._book.find_notebook(notebook, name)
        cells = {cell.name: cell.id for cell in (*entry.grade_cells, *entry.solution_cells)}
        self._entered[name] = Entered(entry.assignment_id, entry.id, cells)
        self._book.db.commit()

    def add(self, assignment: str, marked: list[tuple[Origin, list[Verdict]]]) -> None:
        """Enter the marks of some submissions, all in one transaction.

        What people entered by hand stays; a grade with a manual score is to be looked at again.
        """
        entered = self._entered[assignment]
        ids = self._submitted(entered, [origin for origin, _ in marked])
        each = [
            (ids[origin.student], verdict) for origin, verdicts in marked for verdict in verdicts
        ]
        self._put(
            api.Grade,
            ["notebook_id", "cell_id"],
            [
                {
                    "notebook_id": id,
                    "cell_id": entered.cells[check_id(verdict.id)],
                    "auto_score": verdict.earned,
                    "needs_manual_grade": False,
                }
                for id, verdict in each
            ],
            lambda new: {
                "auto_score": new.auto_score,
                "needs_manual_grade": api.Grade.manual_score.is_not(None),
            },
        )
        self._put(
            api.Comment,
            ["notebook_id", "cell_id"],
            [
                {
                    "notebook_id": id,
                    "cell_id": entered.cells[answer_id(verdict.id)],
                    "auto_comment": str(verdict),
                }
                for id, verdict in each
            ],
            lambda new: {"auto_comment": new.auto_comment},
        )
        self._book.db.commit()

    def _submitted(self, entered, origins) -> dict[str, str]:
        """nbgrader's ids of the notebooks that were handed in, by student; new ones are entered."""
        students = [{"id": origin.student, "last_name": origin.name} for origin in origins]
        self._put(api.Student, ["id"], students, lambda new: {"last_name": new.last_name})

        one, names = api.SubmittedAssignment, [origin.student for origin in origins]
        rows = [{"assignment_id": entered.assignment, "student_id": name} for name in names]
        self._put(one, ["assignment_id", "student_id"], rows)
        there = (one.assignment_id == entered.assignment) & one.student_id.in_(names)
        owners = dict(self._book.db.execute(select(one.id, one.student_id).where(there)).all())

        one = api.SubmittedNotebook
        rows = [{"notebook_id": entered.notebook, "assignment_id": id} for id in owners]
        self._put(one, ["notebook_id", "assignment_id"], rows)
        there = (one.notebook_id == entered.notebook) & one.assignment_id.in_(owners)
        known = self._book.db.execute(select(one.assignment_id, one.id).where(there))
        return {owners[assignment]: id for assignment, id in known}

    def _put(self, table, key, rows, changes=lambda new: {}):
        """Insert `rows` into one of nbgrader's tables; where the `key` is taken, make the changes.

        So a submission costs the same in a class of any size: to find one by way of nbgrader's
        objects takes a search through all, for its tables have no index for that.
        """
        insert = INSERT[self._book.engine.dialect.name](table.__table__)
        if changed := changes(insert.excluded):
            insert = insert.on_conflict_do_update(index_elements=key, set_=changed)
        else:
            insert = insert.on_conflict_do_nothing(index_elements=key)
        self._book.db.execute(insert, rows)

    def by_hand(self, assignment: str) -> dict[str, dict[str, ByHand]]:
        """What people entered, by student and cell: a check's scores, an answer's comment.

        All at once, for nbgrader's tables have no index by which one submission is found soon.
        """
        grade, comment = api.Grade, api.Comment
        scores = self._entries(
            assignment,
            (grade, grade.manual_score, grade.extra_credit, grade.needs_manual_grade),
            or_(grade.manual_score.is_not(None), grade.extra_credit != 0),
        )
        told = self._entries(
            assignment, (comment, comment.manual_comment), comment.manual_comment != ""
        )
        entered = defaultdict(dict)
        for student, cell, score, extra, again in scores:
            entered[student][cell] = ByHand(score=score, extra=extra or 0, again=again)
        for student, cell, text in told:
            entered[student][cell] = ByHand(comment=text)
        return dict(entered)

    def _entries(self, assignment, asked, where):
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

    def close(self) -> None:
        """Close the database."""
        self._book.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def _give_version(url):
    """Note in a new database which version of nbgrader's tables it is going to have.

    Where this is missing, nbgrader starts a program to find it out, which takes seconds.
    """
    engine = create_engine(url)
    if engine.dialect.name not in INSERT:
        raise CannotWrite(f"marks go into {' or '.join(INSERT)}, not into {engine.dialect.name}")
    with engine.begin() as connection:
        if not inspect(connection).get_table_names():
            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")
    engine.dispose()
