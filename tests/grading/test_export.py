"""The sheets of marks: what Canvas and Moodle import, and what no spreadsheet runs."""

import csv
from datetime import datetime

import pytest

from actcourse.exercises import EXERCISES
from actcourse.exercises.spec import Failure
from actcourse.grading.export import FORMULA, NOTHING, Sheets, cell
from actcourse.grading.gradebook import ByHand
from actcourse.grading.intake import Origin
from actcourse.grading.results import Mark, Result

EXERCISE = EXERCISES["sigmoid/stable"]
HOSTILE = Failure("raised", "raised ValueError: <script>alert(1)</script>.", "raised")


def rows(path):
    """The rows of a sheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def result(name="ada", system="", verdict=None, **hand):
    """A result of one exercise."""
    found = Origin(name, "", "", system, "5" if system else "")
    return Result(found, "02_sigmoid", (Mark(verdict or EXERCISE.open(), ByHand(**hand)),))


@pytest.fixture(scope="module")
def plain(published):
    """The sheet for people, as a dict for each row."""
    with (published / "csv" / "02_sigmoid.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sheet_for_people_has_everyone_and_every_exercise(plain, path, assignment):
    assert len(plain) == 36
    for row in plain:
        assert float(row["points"]) == sum(float(row[id]) for id in assignment.ids)
        assert float(row["of"]) == assignment.points
    assert len({row["points"] for row in plain}) > 3


def test_canvas_gets_the_columns_of_its_own_export(published, plain, assignment):
    head, possible, *students = rows(published / "csv" / "02_sigmoid-canvas.csv")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "02_sigmoid"]
    assert possible == ["    Points Possible", "", "", "", "", str(assignment.points)]
    wanted = [row for row in plain if row["system"] != "moodle"]
    assert [(s[1], s[5]) for s in students] == [(r["number"], r["points"]) for r in wanted]
    assert all(bool(number) != bool(login) for _, number, _, login, *_ in students)


def test_moodle_gets_the_columns_that_its_worksheet_is_read_by(published, plain, assignment):
    head, *students = rows(published / "csv" / "02_sigmoid-moodle.csv")
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(head)
    students = [dict(zip(head, student, strict=True)) for student in students]
    wanted = [row for row in plain if row["system"] == "moodle"]
    assert [(s["Identifier"], s["Grade"]) for s in students] == [
        (f"Participant {row['number']}", row["points"] if float(row["points"]) else NOTHING)
        for row in wanted
    ]
    for student in students:
        assert float(student["Grade"]) <= float(student["Maximum grade"]) == assignment.points
        assert datetime.fromisoformat(student["Last modified (grade)"]).tzinfo
        assert all(id in student["Feedback comments"] for id in assignment.ids)


@pytest.mark.parametrize("start", FORMULA)
@pytest.mark.parametrize("before", ["", "  "])
def test_no_cell_is_a_formula(start, before):
    written = cell(f'{before}{start}HYPERLINK("http://example.org", 1)')
    assert written.startswith("'")


@pytest.mark.parametrize("before", ["a;", "a; ", "a,b\t", "a|"])
@pytest.mark.parametrize("start", "=+-@")
def test_no_part_of_a_cell_is_a_formula_where_lines_split_at_other_signs(before, start):
    assert cell(f"{before}{start}1+1") == f"{before}'{start}1+1"


def test_names_that_look_like_formulas_are_text_in_every_sheet(published):
    for path in (published / "csv").iterdir():
        assert [row for row in rows(path) if any("Zoë" in text for text in row)]
        assert not [text for row in rows(path) for text in row if text.startswith(FORMULA)]


@pytest.mark.parametrize(
    ("value", "written"), [(3, "3"), (2.5, "2.5"), (-1.0, "-1"), ("a-b", "a-b"), ("", "")]
)
def test_numbers_and_ordinary_text_stay_as_they_are(value, written):
    assert cell(value) == written


def test_what_a_student_wrote_is_no_html_for_moodle(tmp_path):
    verdict = EXERCISE.refuse(HOSTILE)
    with Sheets(tmp_path, "x", "2026-01-01T00:00:00+00:00") as sheets:
        sheets.add(result(system="moodle", verdict=verdict, comment="<b>good</b>"))
    comments = rows(tmp_path / "x-moodle.csv")[1][-1]
    assert "&lt;script&gt;" in comments
    assert "&lt;b&gt;good" in comments
    assert {part.partition(">")[0] for part in comments.split("<")[1:]} == {"br"}


def test_marks_by_hand_are_in_the_sheets(tmp_path):
    with Sheets(tmp_path, "x", "2026-01-01T00:00:00+00:00") as sheets:
        sheets.add(result(system="moodle", score=2.5, extra=1))
    assert rows(tmp_path / "x.csv")[1][4:] == ["3.5", "4", "3.5", "yes"]
    assert "By hand: 3.5 of 4." in rows(tmp_path / "x-moodle.csv")[1][-1]


def test_a_sheet_without_students_goes_and_one_that_fails_stays_as_it_was(tmp_path):
    since = "2026-01-01T00:00:00+00:00"
    with Sheets(tmp_path, "x", since) as sheets:
        sheets.add(result(system="canvas"))
    before = (tmp_path / "x.csv").read_bytes()

    def interrupted():
        with Sheets(tmp_path, "x", since) as sheets:
            sheets.add(result("ben", system="moodle"))
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        interrupted()
    assert (tmp_path / "x.csv").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", "x-canvas.csv"}
    with Sheets(tmp_path, "x", since) as sheets:
        sheets.add(result("ben", system="moodle"))
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", "x-moodle.csv"}
