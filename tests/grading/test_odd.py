"""A class of hostile and odd submissions, graded in one run: each has the marks it deserves."""

import csv
import json
import zipfile

import pytest

from actcourse.grading import session, texts

from .odd import ANSWERS
from .test_people import LONG, NAMES, STEERS

FEW = 12  # of the kinds, that are graded every time


def graded(folder, files, path, executor):
    """Points by student, and the reasons of what was set aside, of a class with these files."""
    for place, data in files.items():
        (folder / "in" / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / place).write_bytes(data if isinstance(data, bytes) else data.encode())
    paths = {path.parent.name: path}
    journal = session.grade(folder / "in", folder / "out", paths, executor)
    asides = {place: reason for place, _, reason in journal.asides()}
    assert journal.traces() == {}
    journal.close()
    with (folder / "out" / "csv" / "02_sigmoid.csv").open(encoding="utf-8-sig") as file:
        return {row["student"]: float(row["points"]) for row in csv.DictReader(file)}, asides


def of(names, hand_in):
    """The files of a class in which each student has one of these answers."""
    sources = {name: ANSWERS[name][0] for name in names}
    return {
        f"{number:03}.ipynb": json.dumps(json.loads(hand_in(solved=8, slope_from_output=source)))
        for number, source in enumerate(sources.values())
    }


def holds(names, hand_in, tmp_path, path, here):
    """Assert that each of these answers gets its points."""
    points, asides = graded(tmp_path, of(names, hand_in), path, here)
    got = {name: points[f"{number:03}"] for number, name in enumerate(names)}
    assert got == {name: ANSWERS[name][1] for name in names}
    assert asides == {}


def test_there_are_many():
    assert len(ANSWERS) >= 250


@pytest.mark.usefixtures("bubblewrap")
def test_a_few_odd_answers_get_their_points(hand_in, tmp_path, path, here):
    holds(list(ANSWERS)[:: len(ANSWERS) // FEW], hand_in, tmp_path, path, here)


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
def test_each_odd_answer_gets_its_points(hand_in, tmp_path, path, here):
    holds(list(ANSWERS), hand_in, tmp_path, path, here)


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
def test_names_of_all_kinds_come_through_to_every_page_and_sheet(hand_in, tmp_path, path, here):
    """Each is a student of their own, with marks, feedback and a row; nothing in it steers."""
    stated = [name for name in (*NAMES, *LONG) if len(f"{name}_1_".encode()) < 60_000]
    names = [*stated, *(f"anna{steers}" for steers in STEERS if steers != "\ud800")]
    packed = tmp_path / "submitted.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for number, name in enumerate(names):
            place = f"{name}_{number}_assignsubmission_file_/w.ipynb"
            archive.writestr(zipfile.ZipInfo(place.replace("\0", " ")), hand_in())
    paths, out = {path.parent.name: path}, tmp_path / "out"
    journal = session.grade(packed, out, paths, here)
    assert (journal.asides(), journal.count(marked=True)) == ([], len(names))
    journal.close()
    assert sum(path.is_dir() for path in (out / "feedback").iterdir()) == len(names)
    for file in (*out.glob("csv/*"), out / "report.html", *out.glob("feedback/*/*/*.html")):
        text = file.read_text(encoding="utf-8-sig", errors="strict")
        assert not [c for c in set(text) - {"\n", "\r"} if texts.clean(c) != c], file
    rows = (out / "csv" / "02_sigmoid-moodle.csv").read_text(encoding="utf-8")
    assert [rows.count(f"Participant {number},") for number in range(len(names))] == [1] * len(
        names
    )
