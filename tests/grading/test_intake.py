"""Whatever was handed in is found, or set aside with a reason; and nothing is changed."""

import json
import os
import zipfile
from pathlib import Path

import nbformat
import pytest

from actcourse.grading import intake, people
from actcourse.grading.batch import take_in
from actcourse.grading.journal import Journal


def lay_out(folder, files):
    """Write `files`, text by place, below `folder`."""
    for place, text in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def pack(path, files, **options):
    """Write a zip of `files`, text by place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return path


def students(path):
    """``(student, system, number, version)`` of all that is found."""
    found = [f for f, file in intake.find(path) if not file.reason]
    return [(f.name, f.system, f.number, f.version) for f in found]


def taken(submitted, assignment, tmp_path):
    """Students and reasons, as a run takes them in."""
    journal = Journal(tmp_path / "journal.sqlite")
    journal.begin(1, "")
    take_in(submitted, [assignment], journal)
    entered = {student for student, *_ in journal.submissions(marked=False)}
    asides = {Path(place).name: reason for place, _, reason in journal.asides()}
    journal.close()
    return entered, asides


LAYOUTS = {
    "flat": ({"anna.ipynb": "1", "Bo Li.ipynb": "2"}, [("Bo Li", "", "", 0), ("anna", "", "", 0)]),
    "nbgrader": (
        {"anna/02_sigmoid/sigmoid_exercises.ipynb": "1", "bo/02_sigmoid/x.ipynb": "2"},
        [("anna", "", "", 0), ("bo", "", "", 0)],
    ),
    "moodle, folders": (
        {"Anna Ek_4711_assignsubmission_file_/work.ipynb": "1"},
        [("Anna Ek", "moodle", "4711", 0)],
    ),
    "moodle, files": (
        {"Anna Ek_4711_assignsubmission_file_work_2.ipynb": "1"},
        [("Anna Ek", "moodle", "4711", 0)],
    ),
    "canvas": (
        {"ekanna_12_345_work.ipynb": "1", "libo_LATE_13_346_my_work-2.ipynb": "2"},
        [("ekanna", "canvas", "12", 345), ("libo", "canvas", "13", 346)],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("packed", [False, True])
def test_layouts(layout, packed, tmp_path):
    files, wanted = LAYOUTS[layout]
    if packed:
        path = pack(tmp_path / "submissions.zip", files)
    else:
        path = lay_out(tmp_path / "submissions", files)
    assert sorted(students(path)) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("anna.zip", ("anna", "", "", 0)),
        ("Anna Ek_4711_assignsubmission_file_all.zip", ("Anna Ek", "moodle", "4711", 0)),
        ("ekanna_12_345_all-1.zip", ("ekanna", "canvas", "12", 345)),
    ],
)
def test_a_zip_that_a_student_made_belongs_to_them(name, wanted, tmp_path):
    pack(tmp_path / "all" / name, {"02_sigmoid/sigmoid_exercises.ipynb": "1"})
    pack(tmp_path / "all" / "zoe.zip", {"work.ipynb": "1"})
    assert students(tmp_path / "all") == [wanted, ("zoe", "", "", 0)]


def test_checkpoints_and_resource_forks_are_no_submissions(tmp_path):
    files = {".ipynb_checkpoints/a.ipynb": "", "__MACOSX/._a.ipynb": "", "x/._b.ipynb": ""}
    lay_out(tmp_path, files | {"notes.txt": ""})
    pack(tmp_path / "anna.zip", files)
    assert students(tmp_path) == []


def test_names_cannot_lead_out_of_a_folder(tmp_path):
    path = pack(tmp_path / "a.zip", {"../../x.ipynb": "", "/etc/y.ipynb": "", "a\x1bb/z.ipynb": ""})
    names = [name for name, *_ in students(path)]
    assert len(names) == 3
    assert all("/" not in n and not n.startswith(".") and n.isprintable() for n in names)


def test_names_that_are_no_text_or_no_end_of_it(hand_in, assignment, tmp_path):
    folder = lay_out(tmp_path / "in", {f"{'x' * 200}.ipynb": hand_in()})
    (folder / os.fsdecode(b"\xff\xfe.ipynb")).write_text(hand_in())
    entered, asides = taken(folder, assignment, tmp_path)
    (name,) = entered
    assert name.startswith("x" * 100)
    assert len(name) == people.LONGEST_NAME
    assert asides == {"??.ipynb": "has a name that is no text: rename it"}


def test_a_submission_keeps_what_the_learner_wrote(hand_in, assignment):
    def scratch(notebook):
        notebook.cells.insert(2, nbformat.v4.new_code_cell("import math"))

    found = intake.Origin("anna", "")
    text = hand_in(cells=scratch, sigmoid="def sigmoid(x):\n    return 3")
    submission = intake.read(found, text.encode(), [assignment])
    sources = [cell["source"] for cell in submission.cells]
    assert sources[:2] == ["import math", "def sigmoid(x):\n    return 3"]
    assert len(sources) == 9
    assert submission.before["sigmoid/stable"] == 2


def test_a_renamed_notebook_is_known_by_its_cells(hand_in, assignment):
    found = intake.Origin("anna", "untitled (3).ipynb")
    assert intake.read(found, hand_in().encode(), [assignment]).assignment == "02_sigmoid"


def test_a_notebook_without_metadata_is_known_by_its_checks(hand_in, assignment):
    notebook = json.loads(hand_in())
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    found = intake.Origin("anna", "x.ipynb")
    data = json.dumps(notebook).encode()
    assert intake.read(found, data, [assignment]).assignment == "02_sigmoid"


BAD = {
    "empty": ("", "is empty"),
    "blank": (" \n", "is empty"),
    "truncated": ('{"cells": [', "cut short"),
    "text": ("Dear teacher", "no notebook"),
    "list": ("[1, 2]", "format 4"),
    "old": ('{"nbformat": 3}', "format 4"),
    "no cells": ('{"nbformat": 4, "cells": 3}', "without cells"),
    "deep": ("[" * 100_000, "no notebook"),
    "number": ("1" * 10_000, "no notebook"),
    "other": (nbformat.writes(nbformat.v4.new_notebook()), "holds no exercise"),
    "many": (
        json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": ""}] * 2001}),
        "more than 2000",
    ),
}


def test_bad_files_are_set_aside_with_a_reason(hand_in, assignment, tmp_path):
    files = {f"{name}.ipynb": text for name, (text, _) in BAD.items()} | {"good.ipynb": hand_in()}
    folder = lay_out(tmp_path / "in", files)
    (folder / "binary.ipynb").write_bytes(b"\xff\xfe\x00")
    entered, asides = taken(folder, assignment, tmp_path)
    assert entered == {"good"}
    assert "no notebook" in asides.pop("binary.ipynb")
    assert asides.keys() == {f"{name}.ipynb" for name in BAD}
    for name, (_, reason) in BAD.items():
        assert reason in asides[f"{name}.ipynb"]


def test_files_that_are_none_are_set_aside(hand_in, assignment, tmp_path):
    folder = lay_out(tmp_path / "in", {"good.ipynb": hand_in()})
    (folder / "link.ipynb").symlink_to(folder / "good.ipynb")
    (folder / "loop.ipynb").symlink_to(folder)
    (folder / "gone.ipynb").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe.ipynb")
    with (folder / "huge.ipynb").open("wb") as file:
        file.truncate(100_000_000)
    entered, asides = taken(folder, assignment, tmp_path)
    assert entered == {"good"}
    assert asides == {
        "link.ipynb": "is a link, and links are not followed: hand in the file itself",
        "loop.ipynb": "is a link, and links are not followed: hand in the file itself",
        "gone.ipynb": "is a link, and links are not followed: hand in the file itself",
        "pipe.ipynb": "is not an ordinary file",
        "huge.ipynb": "has 100 MB, more than 20",
    }


def test_bad_zips_are_set_aside(hand_in, assignment, tmp_path):
    folder = tmp_path / "in"
    pack(folder / "good.zip", {"work.ipynb": hand_in()})
    pack(folder / "bomb.zip", {"bomb.ipynb": "0" * 10_000_000}, compresslevel=9)
    whole = pack(folder / "cut.zip", {"work.ipynb": hand_in()}).read_bytes()
    (folder / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (folder / "no.zip").write_text("no zip")
    damaged = bytearray(whole)
    damaged[200:220] = bytes(20)
    (folder / "damaged.zip").write_bytes(damaged)
    entered, asides = taken(folder, assignment, tmp_path)
    assert entered == {"good"}
    assert "zip bomb" in asides.pop("bomb.ipynb")
    assert asides.keys() == {"cut.zip", "no.zip", "work.ipynb"}
    assert "cannot be read" in asides["work.ipynb"]  # the damaged one


def test_a_second_notebook_of_a_student(hand_in, assignment, tmp_path):
    other = hand_in(sigmoid="def sigmoid(x):\n    return 1")
    files = {
        "same/a.ipynb": hand_in(),
        "same/b.ipynb": hand_in(),
        "two/a.ipynb": hand_in(),
        "two/b.ipynb": other,
        "ek_12_345_x.ipynb": hand_in(),
        "ek_12_347_x-1.ipynb": other,
    }
    entered, asides = taken(lay_out(tmp_path / "in", files), assignment, tmp_path)
    assert entered == {"same", "two", "ek_12"}
    assert asides.keys() == {"b.ipynb", "ek_12_345_x.ipynb"}
    assert "keep one" in asides["b.ipynb"]
    assert "was replaced by" in asides["ek_12_345_x.ipynb"]


def test_nothing_that_was_handed_in_is_changed(hand_in, assignment, tmp_path):
    folder = lay_out(tmp_path / "in", {"good.ipynb": hand_in(), "bad.ipynb": "{"})
    pack(folder / "more.zip", {"anna/work.ipynb": hand_in()})
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}
    taken(folder, assignment, tmp_path)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()} == before


def test_what_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="neither a folder nor a zip"):
        list(intake.find(tmp_path / "nothing"))
