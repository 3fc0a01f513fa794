"""What a grading run has done so far, kept on disk: a run that is killed goes on where it was.

An SQLite file in WAL mode. Each submission enters with all its verdicts in one transaction, so
that it is there as a whole or not at all. Earlier runs stay.
"""

import datetime
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from ..exercises.spec import Verdict
from . import texts
from .alone import Fault
from .errors import NothingToGrade
from .intake import Origin, Submission

TABLES = """
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY, seed TEXT NOT NULL, submitted TEXT NOT NULL,
    variant INTEGER,
    started TEXT NOT NULL, finished TEXT, again INTEGER
);
CREATE TABLE IF NOT EXISTS submission (
    run INTEGER NOT NULL REFERENCES run, student TEXT NOT NULL, assignment TEXT NOT NULL,
    name TEXT NOT NULL, file TEXT NOT NULL, member TEXT NOT NULL,
    system TEXT NOT NULL, number TEXT NOT NULL, version INTEGER NOT NULL,
    digest TEXT NOT NULL, marked TEXT, kept BLOB,
    PRIMARY KEY (run, student, assignment)
);
CREATE TABLE IF NOT EXISTS verdict (
    run INTEGER NOT NULL REFERENCES run, student TEXT NOT NULL, assignment TEXT NOT NULL,
    place INTEGER NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
    earned INTEGER NOT NULL, points INTEGER NOT NULL,
    sentence TEXT NOT NULL, hint TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (run, student, assignment, id)
);
CREATE TABLE IF NOT EXISTS aside (
    run INTEGER NOT NULL REFERENCES run, place TEXT NOT NULL, student TEXT NOT NULL,
    reason TEXT NOT NULL, trace TEXT NOT NULL DEFAULT ''
);
"""
# What version 0.1 wrote lacks some columns, and let no two files be set aside from one place.
LATER = {
    "run": "ALTER TABLE run ADD COLUMN again INTEGER",
    "submission": "ALTER TABLE submission ADD COLUMN kept BLOB",
    "aside": """
ALTER TABLE aside RENAME TO aside_0_1;
CREATE TABLE aside (
    run INTEGER NOT NULL REFERENCES run, place TEXT NOT NULL, student TEXT NOT NULL,
    reason TEXT NOT NULL, trace TEXT NOT NULL DEFAULT ''
);
INSERT INTO aside (run, place, student, reason) SELECT run, place, student, reason FROM aside_0_1;
DROP TABLE aside_0_1;
""",
}
NEW = {"run": "again", "submission": "kept", "aside": "trace"}
PAGE = 500
ORIGIN = ", ".join(field.name for field in fields(Origin))
VERDICT = ", ".join(field.name for field in fields(Verdict))


class Journal:
    """The journal at `path`; `begin` or `resume` picks the run that everything else is about.

    Attributes
    ----------
    run : int
        Number of the run.
    seed : int
        What its inputs are drawn from.
    variant : int or None
        Seed of the variant that is graded.
    again : int or None
        Number of the earlier run whose submissions are judged anew.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self._db = sqlite3.connect(self.path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(TABLES)
        for table, column in NEW.items():
            if column not in {row[1] for row in self._db.execute(f"PRAGMA table_info({table})")}:
                self._db.executescript(LATER[table])
        self.run: Any = None
        self.seed: Any = None
        self.variant: int | None = None
        self.again: int | None = None

    def begin(self, seed: int, submitted: str, variant: int | None = None) -> None:
        """Start a new run."""
        sql = "INSERT INTO run (seed, submitted, variant, started) VALUES (?,?,?,?)"
        cursor = self._db.execute(sql, (str(seed), submitted, variant, _now()))
        self.run, self.seed, self.variant = cursor.lastrowid, seed, variant
        self.again = None

    def begin_again(self) -> None:
        """Start a new run with all that the present one has, on the same inputs, not yet marked."""
        known, entered = f"student, assignment, {ORIGIN}, digest, kept", {"old": self.run}
        if self.query("SELECT 1 FROM submission WHERE run = :run AND kept IS NULL"):
            raise NothingToGrade(
                "that run is of an earlier version, which did not keep the answers: grade the "
                "folder that was handed in once more, without --again"
            )
        with self._whole():
            self.run = self._db.execute(
                "INSERT INTO run (seed, submitted, variant, started, again) "
                "SELECT seed, submitted, variant, :now, id FROM run WHERE id = :old",
                entered | {"now": _now()},
            ).lastrowid
            entered["new"] = self.run
            # What the judge itself has set aside gets another try.
            tried = "SELECT student FROM submission WHERE run = :old AND marked IS NULL"
            for table, columns, where in (
                ("submission", known, "true"),
                ("aside", "place, student, reason, trace", f"student NOT IN ({tried})"),
            ):
                self._db.execute(
                    f"INSERT INTO {table} (run, {columns}) "
                    f"SELECT :new, {columns} FROM {table} WHERE run = :old AND {where}",
                    entered,
                )
        self.again = entered["old"]

    def latest(self, *, finished: bool) -> bool:
        """Pick the latest run if it is finished, or unfinished, as asked; whether it was."""
        sql = "SELECT finished, id, seed, variant, again FROM run ORDER BY id DESC"
        row = self._db.execute(sql).fetchone()
        if row is None or (row[0] is not None) != finished:
            return False
        _, self.run, seed, self.variant, self.again = row
        self.seed = int(seed)
        return True

    def enter(self, submission: Submission) -> None:
        """Enter a submission that is to be marked; one that has not changed stays as it is."""
        origin = submission.origin
        key = (self.run, origin.student, submission.assignment)
        kept = json.dumps({"cells": submission.cells, "before": submission.before}).encode()
        with self._whole():
            changed = self._db.execute(
                f"INSERT INTO submission (run, student, assignment, {ORIGIN}, digest, kept) "
                f"VALUES (?,?,?,{_marks(Origin)},?,?) ON CONFLICT DO UPDATE SET digest = "
                "excluded.digest, file = excluded.file, member = excluded.member, "
                "version = excluded.version, kept = excluded.kept, marked = NULL "
                "WHERE digest != excluded.digest OR kept IS NULL",
                (*key, *astuple(origin), submission.digest, zlib.compress(kept)),
            ).rowcount
            if changed:
                self._db.execute(
                    "DELETE FROM verdict WHERE (run, student, assignment) = (?,?,?)", key
                )

    def kept(self, student: str, assignment: str) -> Submission:
        """A submission as it was read from its file."""
        key = (self.run, student, assignment)
        *origin, digest, kept = self._db.execute(
            f"SELECT {ORIGIN}, digest, kept FROM submission "
            "WHERE (run, student, assignment) = (?,?,?)",
            key,
        ).fetchone()
        kept = json.loads(zlib.decompress(kept))
        cells = tuple(kept["cells"])
        return Submission(Origin(*origin), assignment, digest, cells, kept["before"])

    def set_aside(self, origin: Origin, fault: Fault) -> None:
        """Enter a file that cannot be graded, and why."""
        row = (self.run, origin.where, origin.student, texts.clean(fault.reason), fault.trace)
        self._db.execute("INSERT INTO aside VALUES (?,?,?,?,?)", row)

    def record(self, student: str, assignment: str, verdicts: list[Verdict]) -> None:
        """Enter the verdicts on a submission, all of them at once."""
        key = (self.run, student, assignment)
        with self._whole():
            self._db.executemany(
                f"INSERT OR REPLACE INTO verdict (run, student, assignment, place, {VERDICT}) "
                f"VALUES (?,?,?,?,{_marks(Verdict)})",
                [(*key, place, *astuple(verdict)) for place, verdict in enumerate(verdicts)],
            )
            self._db.execute(
                "UPDATE submission SET marked = ? WHERE (run, student, assignment) = (?,?,?)",
                (_now(), *key),
            )

    def finish(self) -> None:
        """Note that the run is complete and its marks are out."""
        self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (_now(), self.run))

    def count(self, *, marked: bool) -> int:
        """How many submissions are marked, or still to be."""
        sql = f"SELECT count(*) FROM submission WHERE run = :run AND {_marked(marked)}"
        return self.query(sql)[0][0]

    def assignments(self, *, marked: bool) -> set[str]:
        """Names of the assignments that have submissions which are marked, or still to be."""
        sql = f"SELECT DISTINCT assignment FROM submission WHERE run = :run AND {_marked(marked)}"
        return {name for (name,) in self.query(sql)}

    def submissions(self, *, marked: bool) -> Iterator[tuple[str, str, Origin, str]]:
        """``(student, assignment, origin, digest)`` of all that are marked, or still to be.

        They come in a fixed order, and a page at a time, so that the journal can be written to
        in between and a large class takes no more memory than a small one.
        """
        last = ("", "")
        while True:
            rows = self._db.execute(
                f"SELECT assignment, student, digest, {ORIGIN} FROM submission "
                f"WHERE run = ? AND {_marked(marked)} AND (assignment, student) > (?,?) "
                "ORDER BY assignment, student LIMIT ?",
                (self.run, *last, PAGE),
            ).fetchall()
            for assignment, student, digest, *origin in rows:
                yield student, assignment, Origin(*origin), digest
            if len(rows) < PAGE:
                return
            last = rows[-1][:2]

    def verdicts(self, student: str, assignment: str) -> list[Verdict]:
        """The verdicts on a submission, in the order of the notebook."""
        rows = self._db.execute(
            f"SELECT {VERDICT} FROM verdict WHERE (run, student, assignment) = (?,?,?) "
            "ORDER BY place",
            (self.run, student, assignment),
        )
        return [Verdict(*row) for row in rows]

    def with_key(self, key: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """``(student, assignment, exercises)`` of the submissions with verdicts of this key."""
        rows = self.query(
            "SELECT assignment, student, id FROM verdict WHERE run = :run AND key = :key "
            "ORDER BY assignment, student, place",
            key=key,
        )
        grouped = groupby(rows, key=lambda row: row[:2])
        return [(who, name, tuple(id for *_, id in group)) for (name, who), group in grouped]

    def asides(self) -> list[tuple[str, str, str]]:
        """``(place, student, reason)`` of every file that was set aside."""
        query = "SELECT place, student, reason FROM aside WHERE run = ? ORDER BY place"
        return self._db.execute(query, (self.run,)).fetchall()

    def traces(self) -> dict[str, str]:
        """The traceback of every file that led to an error nobody expected, by its place."""
        query = "SELECT place, trace FROM aside WHERE run = ? AND trace != ''"
        return dict(self._db.execute(query, (self.run,)).fetchall())

    def changes(self) -> list[tuple]:
        """``(student, assignment, exercise, points before, points now)`` where the judge differs.

        Compared is the run that this one judges anew; the hand of a person is not in it.
        """
        return self.query(
            "SELECT new.student, new.assignment, new.id, old.earned, new.earned "
            "FROM verdict AS new LEFT JOIN verdict AS old ON old.run = :again AND "
            "(old.student, old.assignment, old.id) = (new.student, new.assignment, new.id) "
            "WHERE new.run = :run AND old.earned IS NOT new.earned "
            "ORDER BY new.assignment, new.student, new.place",
            again=self.again,
        )

    def forget_asides(self) -> None:
        """Forget what was set aside: the files are about to be read again."""
        self._db.execute("DELETE FROM aside WHERE run = ?", (self.run,))

    def query(self, sql: str, **values: Any) -> list[tuple]:
        """Rows that answer a question about the run, which is ``:run`` in it; for reports."""
        return self._db.execute(sql, {"run": self.run} | values).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _whole(self):
        return _Transaction(self._db)


class _Transaction:
    """All that happens within it is written, or nothing."""

    def __init__(self, db):
        self._db = db

    def __enter__(self):
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind, error, trace):
        with closing(self._db.cursor()) as cursor:
            cursor.execute("COMMIT" if kind is None else "ROLLBACK")


def _marked(marked) -> str:
    return f"marked IS {'NOT ' if marked else ''}NULL"


def _marks(of) -> str:
    return ",".join("?" * len(fields(of)))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
