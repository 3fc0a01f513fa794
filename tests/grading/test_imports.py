"""What Moodle and Canvas make of the sheets and the zip, by the rules of their own importers.

Each rule names the file that it was read from, and the version. Where that is a commit, it is one
of moodle/moodle or instructure/canvas-lms.
"""

import csv
import html
import io
import re
import zipfile
from datetime import datetime, timedelta

import pytest

from actcourse.exercises import EXERCISES
from actcourse.exercises.spec import Failure
from actcourse.grading.export import FORMULA, Sheets
from actcourse.grading.feedback import ForMoodle
from actcourse.grading.gradebook import ByHand
from actcourse.grading.people import Origin, whose
from actcourse.grading.results import Mark, Result

from .test_export import rows

EXERCISE = EXERCISES["sigmoid/stable"]
SINCE = "2026-01-01T00:00:00+00:00"


def fgetcsv(text):
    r"""Rows of a CSV as PHP's `fgetcsv` reads them, with the escape character \.

    A backslash in an enclosed cell keeps the character after it from ending the cell, and stays.
    PHP 8.2.36 read 4,000 random sheets in the same way, but for a zero byte that it put here and
    there in place of an empty last cell.
    """
    table, cells, at = [], [], 0
    while at < len(text):
        opening = re.compile(r'[ \t]*"').match(text, at)
        cell, quoted = [], bool(opening)
        at = opening.end() if opening else at
        while at < len(text) and (quoted or text[at] not in ",\n"):
            if quoted and text[at] == "\\":
                cell.append(text[at : at + 2])
                at += 2
            elif quoted and text.startswith('""', at):
                cell.append('"')
                at += 2
            elif quoted and text[at] == '"':
                quoted, at = False, at + 1
            else:
                cell.append(text[at])
                at += 1
        cells.append("".join(cell))
        if at >= len(text) or text[at] == "\n":
            table.append(cells)
            cells = []
        at += 1
    return [*table, [*cells, ""]] if cells else table


def fputcsv(table):
    """The rows as PHP's `fputcsv` writes them: it doubles no quotation mark behind a backslash.

    PHP 8.2.36 wrote 4,000 random sheets in the same way.
    """
    lines = []
    for row in table:
        cells = []
        for cell in row:
            if re.search(r'[,"\\\n\r\t ]', cell):
                inner = re.sub(r'(\\")|"', lambda m: m[0] if m[1] else '""', cell)
                cell = f'"{inner}"'
            cells.append(cell)
        lines.append(",".join(cells) + "\n")
    return "".join(lines)


def loaded(text):
    """The rows that Moodle gets out of a sheet; none if one of them is not as wide as the first.

    `lib/csvlib.class.php`, 5.1 (0963d225): line ends are unified, the ends of the text trimmed,
    rows read, counted, written and read once more.
    """
    first = fgetcsv(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip())
    second = fgetcsv(fputcsv(first).rstrip("\n"))
    return second if len({len(row) for row in first}) == 1 else []


def php_true(text):
    """Whether PHP takes the number in a text for true, as `unformat_float` reads it."""
    return float(text.replace(" ", "")) != 0


def imported(text, *, most, before, changed=None):
    """The grades and comments that Moodle enters, by number of the participant.

    Those of `before` were changed at the time `changed`, if it is given; the box is not ticked.

    `importgradeslib.php`, `locallib.php` and, for the preview, `importgradesform.php`, all in
    `mod/assign/feedback/offline`, 5.2 (806e2d49, 0bd8f1fd): columns by their English names, the
    number behind "Participant ", no comments from the first column, a grade that is true and at
    most the maximum, and nothing where there was a change more than a minute after the time in the
    row. Up to 5.1 (f747c15c) 0 was entered too. Grades keep five digits (`db/install.xml`).
    """
    head, *table = loaded(text)
    at = {name: head.index(name) for name in ("Identifier", "Grade", "Last modified (grade)")}
    comments = head.index("Feedback comments")
    grades, told = dict(before), {}
    for row in table:
        number = row[at["Identifier"]].removeprefix("Participant ")
        if number not in before:
            continue
        time = datetime.fromisoformat(row[at["Last modified (grade)"]])
        if changed is not None and changed > time + timedelta(seconds=60):
            continue
        grade = row[at["Grade"]]
        if grade and php_true(grade) and 0 <= float(grade) <= most:
            grades[number] = round(float(grade), 5)
        if comments:
            told[number] = row[comments]
    return grades, told


def result(name, number, *, earned=None, sentence="", comment="", system="moodle"):
    """A result of one exercise."""
    verdict = EXERCISE.open()
    if sentence:
        verdict = EXERCISE.refuse(Failure("raised", sentence, "raised"))
    marks = (Mark(verdict, ByHand(score=earned, comment=comment)),)
    return Result(Origin(name, "", "", system, number), "02_sigmoid", marks)


def sheet(folder, *results, ending="-moodle"):
    """The text of a sheet with these results."""
    with Sheets(folder, "x", SINCE) as sheets:
        for each in results:
            sheets.add(each)
    with (folder / f"x{ending}.csv").open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n"1, 2","x ""y"" z"\n',
        '"ends in \\",next\nrow,x\n',
        '"a\\""b",c\n',
        'a\\,b\n"two\nlines",✓ Zoë',
    ],
)
def test_the_reader_of_these_tests_is_no_plain_one(text):
    assert fgetcsv(text.rstrip("\n"))
    assert (fgetcsv(text.rstrip("\n")) == rows_of(text)) == ('\\"' not in text)


def rows_of(text):
    """The rows as Python reads them."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_moodle_enters_a_zero(tmp_path):
    text = sheet(tmp_path, result("Ada", "1", earned=4), result("Bo", "2"), result("Cy", "3"))
    grades, _ = imported(text, most=4, before={"1": -1, "2": -1, "3": 2})
    assert grades == {"1": 4, "2": 0, "3": 0}
    assert "Participant 2,Bo,0.000001," in text


@pytest.mark.parametrize(("minutes", "grade"), [(-5, 4), (0, 4), (5, 2)])
def test_moodle_passes_over_a_mark_that_was_changed_since(minutes, grade, tmp_path):
    text = sheet(tmp_path, result("Ada", "1", earned=4))
    changed = datetime.fromisoformat(SINCE) + timedelta(minutes=minutes)
    assert imported(text, most=4, before={"1": 2}, changed=changed)[0] == {"1": grade}


def test_moodle_passes_over_a_mark_above_the_maximum(tmp_path):
    text = sheet(tmp_path, result("Ada", "1", earned=4))
    assert imported(text, most=3, before={"1": 2})[0] == {"1": 2}


def test_a_group_of_moodles_is_one_line_with_its_own_number():
    # `mod/assign/classes/downloader.php`, 5.1 (b1b5f263): a group's folder has the group's name and
    # number where a student's has theirs, and no number where someone is in no group.
    found = whose("Group A_12_assignsubmission_file/x.ipynb", file="x")
    assert (found.name, found.number) == ("Group A", "12")
    found = whose("Default group_assignsubmission_file/x.ipynb", file="x")
    assert (found.system, found.number) == ("", "")


HOSTILE = [
    "ends in a backslash \\",
    'C:\\"quoted\\"',
    "\\",
    '\\"',
    '"\\',
    "a, b \\, c",
    "two\nlines \\\nthree",
    'x\\\\"y"',
    "=1+1\\",
    "\\=1",
    ";=1",
    "x | = -1",
    "could not convert string to float: '-'",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", ["sentence", "comment", "name"])
def test_nothing_in_a_row_swallows_the_next(text, where, tmp_path):
    odd = {"name": "Ada", where: text.replace("\n", " ") if where == "name" else text}
    written = sheet(tmp_path, result(number="1", **odd), result("Bo", "2", earned=3))
    grades, told = imported(written, most=4, before={"1": -1, "2": -1})
    assert grades == {"1": 0, "2": 3}
    assert told["2"].startswith("○ sigmoid/stable")
    if where != "name":
        assert text.splitlines()[0].strip() in html.unescape(told["1"])
    parts = [part for row in rows_of(written) for text in row for part in re.split("[;|]", text)]
    assert not [part for part in parts if part.strip().startswith(FORMULA)]


def test_the_sheet_of_a_class_goes_in_whole(published):
    path = published / "csv" / "02_sigmoid-moodle.csv"
    table = rows(path)[1:]
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    numbers = {row[0].removeprefix("Participant "): -1 for row in table}
    grades, told = imported(text, most=21, before=numbers)
    assert grades == {n: round(float(row[2]), 5) for n, row in zip(numbers, table, strict=True)}
    assert told == {n: row[-1] for n, row in zip(numbers, table, strict=True)}
    assert len(grades) == 12


def test_moodle_knows_its_columns_by_these_names(published):
    # `lang/en/assign.php` 5.1 (030b14af): recordid, maxgrade, lastmodifiedgrade; `gradingtable.php`
    # has their order.
    head, *_ = rows(published / "csv" / "02_sigmoid-moodle.csv")
    names = ["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)"]
    assert head == [*names, "Feedback comments"]


def student_of(place, participants):
    """Whose a page in the zip is, and its name in Moodle, or None.

    `mod/assign/feedback/file/importziplib.php` from 4.1 on (0203d8f2, 3769c65a): of each part of
    the path, split at underscores into five at most, the second is the number, the third and fourth
    name the part of the assignment, and the rest of the path is the page's. Folders of earlier
    versions end in an underscore, which later ones take too. What begins with a dot or a tilde is
    left out.
    """
    parts = f"/import/{place}".split("/")
    if parts[-1].startswith((".", "~")):
        return None
    while parts:
        told = parts.pop(0).split("_", 4)
        if len(told) == 5 and told[1] in participants and told[2:4] == ["assignsubmission", "file"]:
            return told[1], "/".join([told[4], *parts])
    return None


NAMES = ["Ada Lovelace", "Anna_Ek", "Zoë Ünal", "山田 太郎", "12_7", "_", "a" * 100, ".x", "a\\b"]


@pytest.mark.parametrize("name", NAMES)
def test_moodle_finds_the_student_of_each_page_in_the_zip(name, tmp_path):
    page = tmp_path / "sigmoid_exercises.html"
    page.write_text("a page", encoding="utf-8")
    with ForMoodle(tmp_path / "x.zip") as moodle:
        moodle.add(result(name, "7"), page)
        moodle.add(result("Eve", "8", system="canvas"), page)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        (place,) = archive.namelist()
        assert archive.read(place) == b"a page"
    assert student_of(place, {"7": "", "12": ""}) == ("7", "/sigmoid_exercises.html")
    assert whose(place, file="x").number == "7"


def test_the_zip_of_a_class_has_a_page_for_each_of_moodles_students(published):
    numbers = {row[0].split()[-1] for row in rows(published / "csv" / "02_sigmoid-moodle.csv")[1:]}
    with zipfile.ZipFile(published / "feedback" / "02_sigmoid-moodle.zip") as archive:
        found = {student_of(place, numbers)[0]: archive.read(place) for place in archive.namelist()}
        assert archive.testzip() is None
    assert found.keys() == numbers
    for number, page in found.items():
        (own,) = (published / "feedback").glob(f"*_{number}/02_sigmoid/*.html")
        assert own.read_bytes() == page


def test_a_zip_without_pages_goes_and_one_that_fails_stays_as_it_was(tmp_path):
    page, path = tmp_path / "a.html", tmp_path / "x.zip"
    page.touch()
    with ForMoodle(path) as moodle:
        moodle.add(result("Ada", "1"), page)
    before = path.read_bytes()

    def interrupted():
        with ForMoodle(path) as moodle:
            moodle.add(result("Bo", "2"), page)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        interrupted()
    assert path.read_bytes() == before
    with ForMoodle(path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


def canvas(text, *, most):
    """Canvas's grades by student, from the sheet that it imports.

    `lib/gradebook_importer.rb` (00b222d7): commas, unless semicolons split the first three lines
    into more cells; student columns up to Section, Points Possible in a row of its own; a student
    by ID, else by SIS Login ID; an empty cell or "-" is no grade.
    """
    lines = text.splitlines()[:3]
    semicolons = {line.count(";") for line in lines}
    assert len(semicolons) > 1 or semicolons.pop() < lines[0].count(",")
    head, possible, *table = rows_of(text)
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert re.search(r"SIS\s+User\s+ID", head[2])
    assert re.search(r"SIS\s+Login\s+ID", head[3])
    assert "Section" in head[4]
    assert "Points Possible" in possible[0]
    assert float(possible[5]) == most
    return {row[1] or row[3]: float(row[5]) for row in table if row[5] not in ("", "-")}


def test_canvas_enters_every_mark_also_a_zero(tmp_path):
    given = [
        result("Ada; Lovelace", "11", earned=4, system="canvas"),
        result('Bo "B" Ek', "12", system="canvas"),
        result("cy", "", earned=2.5, system=""),
    ]
    text = sheet(tmp_path, *given, ending="-canvas")
    assert canvas(text, most=4) == {"11": 4, "12": 0, "cy": 2.5}
