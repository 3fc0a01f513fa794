"""Marks as CSV: a sheet for people, one that Canvas imports, one that Moodle imports.

Canvas's gradebook wants the columns of its own export up to Section, then one for each assignment,
and finds a student by ID, by SIS Login ID or by name.
Moodle's grading worksheet is read by the names of three columns, Identifier, Grade and
Last modified (grade), and, where the assignment has them, Feedback comments.
Moodle reads and writes it with PHP's functions for CSV, for which a backslash before a quotation
mark takes its meaning from it, so that a row goes on into the next: there may be no backslash.
See `lib/gradebook_importer.rb` in instructure/canvas-lms; in moodle/moodle `lib/csvlib.class.php`,
and `importgradeslib.php` and `locallib.php` in `mod/assign/feedback/offline`.
"""

import csv
import re
from contextlib import ExitStack
from pathlib import Path

from markupsafe import escape

from .files import whole
from .pages import points
from .results import Mark, Result

# A spreadsheet takes a cell that begins with one of these for a formula, and runs it.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# One that splits lines at another sign than the comma takes what follows that for a cell.
WITHIN = re.compile(r"([;|\t]\s*)(?=[=+@＝＋－＠-])")
# In HTML, whose characters have numbers that end in a semicolon: these too, and backslashes.
CODED = re.compile(r"(?:\\|(?<=[;|\t]))[\\\s=+@＝＋－＠-]*")
# What Moodle takes for no points. From 5.2 on it enters a grade only if PHP holds it for true,
# which 0 is not; the table of grades keeps five digits, to which this is 0.
NOTHING = "0.000001"


class Plain:
    """One row a student, one column an exercise."""

    ending = ""
    encoding = "utf-8-sig"  # without the signature, Excel takes it for another encoding

    def takes(self, result: Result) -> bool:
        """Whether the sheet has a row for this result."""
        return True

    def head(self, result: Result, since: str) -> list[list]:
        """The rows on top."""
        ids = [mark.verdict.id for mark in result.marks]
        return [["student", "name", "system", "number", "points", "of", *ids, "by hand"]]

    def row(self, result: Result) -> list:
        """The row of a result."""
        origin, by_hand = result.origin, "yes" if result.by_hand else ""
        given = [result.student, origin.name, origin.system, origin.number]
        each = [mark.earned for mark in result.marks]
        return [*given, result.earned, result.points, *each, by_hand]


class Canvas:
    """What Canvas's gradebook imports."""

    ending = "-canvas"
    encoding = "utf-8"

    def takes(self, result: Result) -> bool:
        """All but Moodle's students: who has no number may be known by their login."""
        origin = result.origin  # who is anonymous in Canvas has no number there
        return origin.system == "" or (origin.system == "canvas" and bool(origin.number))

    def head(self, result: Result, since: str) -> list[list]:
        """Canvas's names of columns, and the points to be had."""
        known = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        return [
            [*known, result.assignment],
            ["    Points Possible", "", "", "", "", result.points],
        ]

    def row(self, result: Result) -> list:
        """A student and their points."""
        origin = result.origin
        login = "" if origin.number else origin.name
        return [origin.name, origin.number, "", login, "", result.earned]


class Moodle:
    """A grading worksheet, as the page of an assignment in Moodle imports it."""

    ending = "-moodle"
    encoding = "utf-8"

    def takes(self, result: Result) -> bool:
        """Moodle's students alone, whom it knows by their number."""
        return result.origin.system == "moodle"

    def head(self, result: Result, since: str) -> list[list]:
        """Moodle's names of columns."""
        self.since = since
        time, comments = "Last modified (grade)", "Feedback comments"
        return [["Identifier", "Full name", "Grade", "Maximum grade", time, comments]]

    def row(self, result: Result) -> list:
        """A student, their points, and what the feedback page says in short.

        Moodle keeps a grade that was changed there after the time in the row.
        """
        origin = result.origin
        comments = "<br>".join(_lines(mark) for mark in result.marks)
        who = [f"Participant {origin.number}", origin.name.replace("\\", "/")]
        return [*who, result.earned or NOTHING, result.points, self.since, comments]


class Sheets:
    """The sheets of one assignment, in the folder `out`; each replaces its older version at last.

    Parameters
    ----------
    out : Path
        A folder.
    assignment : str
        Names the files: ``02_sigmoid.csv``, ``02_sigmoid-canvas.csv``, ``02_sigmoid-moodle.csv``.
        One without rows is not written.
    since : str
        When the run began, in ISO 8601.
    """

    def __init__(self, out: Path, assignment: str, since: str):
        self._since = since
        self._paths = {sheet: out / f"{assignment}{sheet.ending}.csv" for sheet in _sheets()}
        self._writers = {}
        self._files = ExitStack()

    def add(self, result: Result) -> None:
        """Write the rows of a result."""
        for sheet in self._paths:
            if sheet.takes(result):
                if sheet not in self._writers:
                    self._writers[sheet] = self._open(sheet)
                    for row in sheet.head(result, self._since):
                        self._writers[sheet].writerow(map(cell, row))
                self._writers[sheet].writerow(map(cell, sheet.row(result)))

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._files.__exit__(kind, error, trace)
        for sheet, path in self._paths.items():
            if not kind and sheet not in self._writers:
                path.unlink(missing_ok=True)  # of an earlier run, and of other students

    def _open(self, sheet):
        options = {"encoding": sheet.encoding, "errors": "replace", "newline": ""}
        return csv.writer(self._files.enter_context(whole(self._paths[sheet], **options)))


def write_changes(path: Path, changes: list[tuple]) -> None:
    """Write what judging a run anew has changed: a row for each exercise of each student."""
    with whole(path, encoding=Plain.encoding, errors="replace", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["student", "assignment", "exercise", "before", "now"])
        sheet.writerows(["" if v is None else cell(v) for v in row] for row in changes)


def cell(value: str | float) -> str:
    """`value` as a cell that no spreadsheet takes for a formula."""
    if isinstance(value, int | float):
        return points(value)
    value = WITHIN.sub(r"\1'", value)
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value


def _sheets():
    return Plain(), Canvas(), Moodle()


def _lines(mark: Mark) -> str:
    """What a mark is for, as the HTML that Moodle expects."""
    lines = str(mark.verdict).splitlines()
    if mark.hand.changes:
        lines.append(f"By hand: {points(mark.earned)} of {mark.points}.")
    if mark.hand.comment:
        lines.extend(mark.hand.comment.splitlines())
    text = "<br>".join(str(escape(line.strip())) for line in lines)
    return CODED.sub(lambda m: re.sub(r"\S", lambda c: f"&#{ord(c[0])};", m[0]), text)
