"""Whatever was handed in is accounted for: marked, or set aside with a reason."""

import bz2
import io
import json
import lzma
import os
import stat
import struct
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actcourse.grading import intake, tree
from actcourse.grading.batch import take_in
from actcourse.grading.journal import Journal

SETTINGS = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)


def zipped(files, packing=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of ``files``, contents by place; those of one place may be several."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a place that occurs twice
        for place, content in files.items() if isinstance(files, dict) else files:
            archive.writestr(zipfile.ZipInfo(place), content, packing)
    return data.getvalue()


def lay(folder, files):
    """Write `files`, bytes by place, below `folder`."""
    for place, content in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def taken(submitted, assignment, tmp_path, name="journal.sqlite"):
    """Files by student that are to be marked, reasons by place of the others, and tracebacks."""
    journal = Journal(tmp_path / name)
    journal.begin(1, "")
    take_in(submitted, [assignment], journal)
    marked = {who: found.where for who, _, found, _ in journal.submissions(marked=False)}
    asides = [(place, reason) for place, _, reason in journal.asides()]
    traces = journal.traces()
    journal.close()
    return marked, asides, traces


@pytest.fixture(scope="session")
def good(hand_in):
    """A notebook that can be graded."""
    return hand_in().encode()


NAMES = st.sampled_from(
    [
        "a.ipynb", "b.ipynb", "A.IPYNB", "c.ipynb.txt", "d.json", "notes.txt", "page.html", "w.rar",
        "x.zip",
        ".DS_Store", "._a.ipynb", "sigmoid_exercises.ipynb", "ё.ipynb", "no ending", "e.tar.gz",
        "a\\b.ipynb",
        "anna_12_345_x.ipynb", "Eve_7_assignsubmission_file_.ipynb", "\x1b[2J.ipynb",
        "journal.sqlite",
    ]
)  # fmt: skip
FOLDERS = st.sampled_from(
    ["anna", "bo", "Cy_3_assignsubmission_file_", "02_sigmoid", ".ipynb_checkpoints", "__MACOSX",
     "in", "z.zip"]
)  # fmt: skip
CONTENTS = st.sampled_from([b"", b"{}", b"{", b"GOOD", b"GOOD ", b"\xff", b"[" * 5000])
PLACES = st.tuples(st.lists(FOLDERS, max_size=3), NAMES).map(lambda p: "/".join((*p[0], p[1])))
FLAT = st.dictionaries(PLACES, CONTENTS, max_size=8)


def consistent(files):
    """The files of which no place is a folder of another, as a file system wants it."""
    return {
        place: content
        for place, content in files.items()
        if not any(other.startswith(f"{place}/") for other in files)
    }


def filled(files, good):
    return {p: c.replace(b"GOOD", good) if c.startswith(b"GOOD") else c for p, c in files.items()}


@SETTINGS
@given(
    files=FLAT,
    zips=st.dictionaries(st.sampled_from(["e/s.zip", "f.zip", "g/h/t.zip"]), FLAT, max_size=2),
)
def test_each_file_of_a_folder_is_marked_or_set_aside(
    files, zips, good, assignment, tmp_path_factory
):
    tmp_path = tmp_path_factory.mktemp("tree")
    files = filled(consistent(files), good)
    inside = {place: filled(inner, good) for place, inner in zips.items()}
    folder = lay(tmp_path / "in", files | {p: zipped(i) for p, i in inside.items()})
    folder.mkdir(exist_ok=True)
    marked, asides, traces = taken(folder, assignment, tmp_path)
    number = len(files) + sum(len(inner) or 1 for inner in inside.values())
    assert len(marked) + len(asides) == number
    assert traces == {}
    assert all(reason for _, reason in asides)


@SETTINGS
@given(entries=st.lists(st.tuples(PLACES, CONTENTS), max_size=10))
def test_each_entry_of_a_zip_is_marked_or_set_aside(entries, good, assignment, tmp_path_factory):
    """Also of one in which a place occurs twice."""
    tmp_path = tmp_path_factory.mktemp("zip")
    entries = [(p, c.replace(b"GOOD", good)) for p, c in entries]
    (tmp_path / "in.zip").write_bytes(zipped(entries))
    marked, asides, traces = taken(tmp_path / "in.zip", assignment, tmp_path)
    assert len(marked) + len(asides) == len(entries)
    assert traces == {}


@SETTINGS
@given(data=st.data())
def test_a_damaged_zip_costs_itself_alone(data, good, assignment, tmp_path_factory):
    """One byte or more changed, or the end cut off, anywhere: the other student is marked."""
    tmp_path = tmp_path_factory.mktemp("damaged")
    whole = bytearray(zipped({"a/w.ipynb": good, "b.ipynb": b"{}"}))
    for _ in range(data.draw(st.integers(1, 4))):
        near_end = st.integers(max(0, len(whole) - 200), len(whole) - 1)
        at = data.draw(near_end | st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.just(len(whole)) | st.integers(0, len(whole)))
    folder = lay(tmp_path / "in", {"bo.zip": bytes(whole[:cut]), "zoe.ipynb": good})
    marked, asides, traces = taken(folder, assignment, tmp_path)
    assert "zoe" in marked
    assert len(marked) + len(asides) >= 2
    assert traces == {}


def raw_zip(names, content=b"{}", flag=0):
    """A zip whose entries have these bytes as names."""
    places = [chr(65 + i) * len(name) for i, name in enumerate(names)]
    data = zipped(dict.fromkeys(places, content))
    for place, name in zip(places, names, strict=True):
        data = data.replace(place.encode(), name)
    return data


ENCODINGS = {
    "Finder, UTF-8 without its flag": (["Zoë.ipynb".encode()], {"Zoë"}),
    "Finder, decomposed": (["Zoe\u0308.ipynb".encode()], {"Zoë"}),
    "Cyrillic": (["Анна.ipynb".encode(), "Олег.ipynb".encode()], {"Анна", "Олег"}),
    "Japanese": (["山田.ipynb".encode(), "田中.ipynb".encode()], {"山田", "田中"}),
    "PowerShell's backslashes": ([rb"anna\02_sigmoid\x.ipynb", rb"bo\x.ipynb"], {"anna", "bo"}),
    "Moodle's": (["Zoë Ünal_4711_assignsubmission_file_/w.ipynb".encode()], {"Zoë Ünal_4711"}),
    "a student's own name in cp1252": (
        [b"Zoe_7_assignsubmission_file_/\xdcbung.ipynb"], {"Zoe_7"},
    ),
    "cp1252": (["Zoë.ipynb".encode("cp1252")], set()),
    "Shift-JIS": (["山田.ipynb".encode("shift_jis")], set()),
}  # fmt: skip


@pytest.mark.parametrize("what", ENCODINGS)
def test_names_in_zips(what, good, assignment, tmp_path):
    names, wanted = ENCODINGS[what]
    (tmp_path / "in.zip").write_bytes(raw_zip(names, good))
    marked, asides, _ = taken(tmp_path / "in.zip", assignment, tmp_path)
    assert marked.keys() == wanted
    assert len(asides) == len(names) - len(wanted)
    assert all("encoding that the zip does not state" in reason for _, reason in asides)


def bomb(packing, size=30_000_000):
    return zipped({"a.ipynb": b"0" * size}, packing)


def lying(data, size):
    """A zip of one entry that promises another size."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def linked():
    info = zipfile.ZipInfo("a.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return data.getvalue()


def encrypted():
    data = bytearray(zipped({"a.ipynb": b"{}"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


ZIPS = {
    "a bomb": (lambda: bomb(zipfile.ZIP_DEFLATED), "MB, more than"),
    "a small bomb": (lambda: bomb(zipfile.ZIP_DEFLATED, 10_000_000), "zip bomb"),
    "a bomb of bzip2": (lambda: bomb(zipfile.ZIP_BZIP2), "can fill the memory"),
    "a bomb of LZMA": (lambda: bomb(zipfile.ZIP_LZMA), "can fill the memory"),
    "LZMA": (lambda: zipped({"a.ipynb": b"{}"}, zipfile.ZIP_LZMA), "can fill the memory"),
    "promises less": (lambda: lying(bomb(zipfile.ZIP_DEFLATED), 100), "cannot be read"),
    "promises more": (lambda: lying(zipped({"a.ipynb": b"{}"}), 4_000_000_000), "more than"),
    "a link": (linked, "is a link"),
    "a password": (encrypted, "password"),
    "a zip in it": (lambda: zipped({"b.zip": zipped({"a.ipynb": b"{}"})}), "archive in an archive"),
    "itself in itself": (lambda: zipped({"a.zip": zipped({"a.zip": b"PK"})}), "archive in an"),
    "nothing": (lambda: zipped({}), "holds no file"),
    "folders alone": (lambda: zipped({"a/": b"", "a/b/": b""}), "holds no file"),
    "no zip": (lambda: b"PK\3\4" + b"x" * 100, "the zip cannot be read"),
    "an empty file": (lambda: b"", "the zip cannot be read"),
    "too many entries": (
        lambda: zipped({f"{n}.ipynb": b"" for n in range(tree.MOST_IN_ZIP + 1)}), "holds more than",
    ),
    "a comment of zips": (lambda: zipped({"a.ipynb": b"{"}) + b"PK\5\6", "cannot be read"),
    "a name of a slash": (lambda: zipped({"/": b"x"}), "no notebook"),
    "a name of dots": (lambda: zipped({"../..": b"x"}), "no notebook"),
    "a name that climbs": (lambda: zipped({"../../../etc/cron.d/x.ipynb": b"{"}), "no notebook"),
    "bz2": (lambda: bz2.compress(b"x"), "the zip cannot be read"),
    "xz": (lambda: lzma.compress(b"x"), "the zip cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("what", ZIPS)
@pytest.mark.parametrize("within", [False, True])
def test_a_hostile_zip_costs_itself_alone(what, within, good, assignment, tmp_path):
    make, told = ZIPS[what]
    files = {"eve/w.zip": make(), "zoe.ipynb": good}
    if within:
        path = tmp_path / "in.zip"
        path.write_bytes(zipped(files))
    else:
        path = lay(tmp_path / "in", files)
    marked, asides, traces = taken(path, assignment, tmp_path)
    assert marked.keys() == {"zoe"}
    assert any(told in reason for _, reason in asides)
    assert traces == {}


OTHERS = {
    "notes.txt": "does not end in .ipynb",
    "page.html": "does not end in .ipynb",
    "w.rar": "is an archive that is no zip",
    "w.7z": "is an archive that is no zip",
    "w.tar.gz": "is an archive that is no zip",
    ".ipynb_checkpoints/w.ipynb": "is a checkpoint",
    ".git/w.ipynb": "lies in a hidden folder",
    "02_sigmoid/.Trash-0/files/w.ipynb": "lies in a hidden folder",
    "__MACOSX/w.ipynb": "macOS",
    "._w.ipynb": "macOS",
    ".DS_Store": "does not end in .ipynb",
    "no ending": "does not end in .ipynb",
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_notebook_is_named(name, packed, good, assignment, tmp_path):
    files = {f"anna/{name}": good, "anna/x.ipynb": good, "bo/x.ipynb": good}
    path = tmp_path / "in.zip"
    if packed:
        path.write_bytes(zipped(files))
    else:
        path = lay(tmp_path / "in", files)
    marked, asides, _ = taken(path, assignment, tmp_path)
    assert marked.keys() == {"anna", "bo"}
    ((_, reason),) = asides
    assert OTHERS[name] in reason


def test_a_hidden_folder_in_a_students_zip_is_passed_over(good, assignment, tmp_path):
    folder = lay(tmp_path / "in", {"anna.zip": zipped({".git/w.ipynb": b"{}", "x.ipynb": good})})
    marked, ((place, reason),), _ = taken(folder, assignment, tmp_path)
    assert marked == {"anna": f"{folder}/anna.zip/x.ipynb"}
    assert (place, reason[:25]) == (f"{folder}/anna.zip/.git/w.ipynb", "lies in a hidden folder: ")


def test_the_graders_own_folder_is_left_out_wherever_it_lies(good, assignment, tmp_path):
    graded = {f"anna/graded/{name}": b"" for name in tree.MARKS}
    files = graded | {"anna/graded/autograded/x/w.ipynb": good, "anna/w.ipynb": good}
    marked, asides, _ = taken(lay(tmp_path / "in", files), assignment, tmp_path)
    assert marked.keys() == {"anna"}
    ((place, reason),) = asides
    assert place.endswith("anna/graded")
    assert "a folder with marks" in reason


def test_the_folder_for_the_marks_is_left_out_before_it_holds_any(good, assignment, tmp_path):
    folder = lay(tmp_path / "in", {"anna.ipynb": good, "out/lock": b""})
    files = [file for _, file in intake.find(folder, folder / "out")]
    assert [file.place for file in files if not file.reason] == [("anna.ipynb",)]
    assert Counter(bool(file.reason) for file in files) == {True: 1, False: 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_is_named(good, assignment, tmp_path):
    folder = lay(tmp_path / "in", {"anna.ipynb": good, "bo/x.ipynb": good})
    (folder / "bo").chmod(0)
    marked, asides, _ = taken(folder, assignment, tmp_path)
    (folder / "bo").chmod(0o755)
    assert marked.keys() == {"anna"}
    ((_, reason),) = asides
    assert "cannot be opened" in reason


def test_a_folder_that_cannot_be_opened_is_named_for_root_too(
    good, assignment, tmp_path, monkeypatch
):
    def walk(folder, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder / "bo")))
        yield str(folder), [], ["anna.ipynb"]

    folder = lay(tmp_path / "in", {"anna.ipynb": good})
    monkeypatch.setattr(tree.os, "walk", walk)
    marked, asides, _ = taken(folder, assignment, tmp_path)
    assert marked.keys() == {"anna"}
    assert [reason for _, reason in asides] == [
        "is a folder that cannot be opened: Permission denied"
    ]


def test_a_student_with_many_files_has_them_counted(good, assignment, tmp_path):
    inside = {f"venv/{n}.py": b"" for n in range(1000)} | {"w.ipynb": good}
    folder = lay(tmp_path / "in", {"anna.zip": zipped(inside)})
    marked, asides, _ = taken(folder, assignment, tmp_path)
    assert marked.keys() == {"anna"}
    assert len(asides) == tree.MOST_LISTED + 1
    assert asides[-1][
        1
    ] == f"holds {1000 - tree.MOST_LISTED} more files that are no notebooks" or any(
        "900 more files" in reason for _, reason in asides
    )


def test_what_one_student_hands_in_is_bounded_as_it_is_read(
    good, assignment, tmp_path, monkeypatch
):
    monkeypatch.setattr("actcourse.grading.batch.MOST_OF_A_STUDENT", 100_000)
    big = json.dumps({"nbformat": 4, "cells": [], "x": os.urandom(30_000).hex()}).encode()
    files = {"eve.zip": zipped({f"{n}.ipynb": big + b" " * n for n in range(5)}), "zoe.ipynb": good}
    marked, asides, _ = taken(lay(tmp_path / "in", files), assignment, tmp_path)
    assert marked.keys() == {"zoe"}
    assert sum("are read of a student" in reason for _, reason in asides) == 3


def test_an_error_that_nobody_expected_is_kept_with_its_traceback(
    good, assignment, tmp_path, monkeypatch
):
    def fails(found, *args, read=intake.read):
        return 1 / 0 if found.name == "eve" else read(found, *args)

    monkeypatch.setattr(intake, "read", fails)
    folder = lay(tmp_path / "in", {"eve.ipynb": good, "zoe.ipynb": good})
    marked, asides, traces = taken(folder, assignment, tmp_path)
    assert marked.keys() == {"zoe"}
    ((place, reason),) = asides
    assert reason == "could not be graded, for it led to ZeroDivisionError: division by zero"
    assert "return 1 / 0 if found" in traces[place]


# Files by place, and what becomes of each: marked, or a part of the reason.
CLAIMS = {
    "the same twice": ({"a/x.ipynb": "1", "a/y.ipynb": "1"}, ["", "is the same as"]),
    "two of one student": ({"a/x.ipynb": "1", "a/y.ipynb": "2"}, ["", "is a second notebook"]),
    "a folder and a file of one name": ({"a.ipynb": "1", "a/x.ipynb": "2"}, ["is a second", ""]),
    "two systems": (
        {"Zoe_7/02_sigmoid/x.ipynb": "1", "Zoe_7_assignsubmission_file_/x.ipynb": "2"},
        ["", "claims the same student"],
    ),
    "a later upload": ({"e_1_20_x.ipynb": "1", "e_1_30_x.ipynb": "2"}, ["was replaced by", ""]),
    "an upload with a version that was typed": (
        {"e_1_20_x-99.ipynb": "1", "e_1_30_x.ipynb": "2"}, ["was replaced by", ""],
    ),
    "another's name within": (
        {"eve/Zo_7_assignsubmission_file_.ipynb": "1", "Zo_7_assignsubmission_file_/x.ipynb": "2"},
        ["", ""],
    ),
    "a name that has changed": (
        {"Zo_7_assignsubmission_file_/x.ipynb": "1", "Zoe_7_assignsubmission_file_/x.ipynb": "2"},
        ["", "claims the same student"],
    ),
    "a student and the group": (
        {"A-Zo_7_assignsubmission_file_/x.ipynb": "1", "Zo_7_assignsubmission_file_/x.ipynb": "1"},
        ["", "is the same as"],
    ),
    "one number in two systems": (
        {"Zoe_7_assignsubmission_file_/x.ipynb": "1", "ek_7_30_x.ipynb": "2"}, ["", ""],
    ),
    "the two forms of a name": ({"Zoe\u0308.ipynb": "1", "Zoë.ipynb": "2"}, ["", "is a second"]),
}  # fmt: skip


@pytest.mark.parametrize("what", CLAIMS)
def test_no_file_changes_another_students_row(what, hand_in, assignment, tmp_path):
    files, wanted = CLAIMS[what]
    sources = {n: hand_in(sigmoid=f"sigmoid = {n}").encode() for n in "12"}
    folder = lay(tmp_path / "in", {place: sources[n] for place, n in files.items()})
    marked, asides, _ = taken(folder, assignment, tmp_path)
    asides = dict(asides)
    got = [asides.get(str(folder / place), "") for place in files]
    assert [bool(reason) for reason in got] == [bool(reason) for reason in wanted]
    assert all(want in reason for want, reason in zip(wanted, got, strict=True))
    assert sorted(marked.values()) == sorted(
        str(folder / place) for place, want in zip(files, wanted, strict=True) if not want
    )


# Which notebook is taken: by its cells, then its headings, then its own name, never by a path.
def _stripped(text):
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def _without_checks(text):
    notebook = _stripped(text)
    notebook["cells"] = [c for c in notebook["cells"] if "check(" not in "".join(c["source"])]
    return notebook


def _code_alone(text):
    notebook = _without_checks(text)
    notebook["cells"] = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    return notebook


OTHER = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "print('another course')"}]}
TOLD = {
    "by its cells": ("x.ipynb", json.loads, True),
    "by its checks": ("x.ipynb", _stripped, True),
    "by its headings": ("x.ipynb", _without_checks, True),
    "by its own name": ("sigmoid_exercises.ipynb", _code_alone, True),
    "not by code alone": ("x.ipynb", _code_alone, False),
    "not by its name alone": ("sigmoid_exercises.ipynb", lambda text: OTHER, False),
    "not by a folder's name": ("sigmoid_exercises/x.ipynb", _code_alone, False),
}


@pytest.mark.parametrize("what", TOLD)
def test_the_right_notebook_is_told(what, hand_in, assignment, tmp_path):
    name, change, wanted = TOLD[what]
    data = json.dumps(change(hand_in(solved=8))).encode()
    marked, asides, _ = taken(lay(tmp_path / "in", {f"anna/{name}": data}), assignment, tmp_path)
    assert (marked.keys() == {"anna"}) == wanted
    assert wanted or "holds no exercise" in asides[0][1]


FORMS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", FORMS)
def test_a_notebook_in_any_form_of_unicode_is_read(encoding, hand_in, assignment, tmp_path):
    folder = lay(tmp_path / "in", {"anna.ipynb": hand_in().encode(encoding)})
    assert taken(folder, assignment, tmp_path)[0].keys() == {"anna"}


@pytest.mark.parametrize("digits", [1, 18, 19, 40, 5000])
def test_a_variant_of_any_length_is_another_one(digits, hand_in, assignment, tmp_path):
    def vary(notebook):
        notebook.cells[-1].source = f'check("sigmoid/stable", sigmoid, variant={"1" * digits})'

    folder = lay(tmp_path / "in", {"anna.ipynb": hand_in(cells=vary).encode()})
    marked, asides, traces = taken(folder, assignment, tmp_path)
    assert marked == traces == {}
    assert "is variant 1" in asides[0][1]
    assert len(asides[0][1]) < 300


def test_files_of_one_place_are_all_named(good, assignment, tmp_path):
    entries = [("a/x.txt", b"1")] * 3 + [("a/x.ipynb", good)] * 2
    (tmp_path / "in.zip").write_bytes(zipped(entries))
    marked, asides, _ = taken(tmp_path / "in.zip", assignment, tmp_path)
    assert (len(marked), len(asides)) == (1, 4)


def test_a_path_is_never_left(good, assignment, tmp_path):
    (tmp_path / "in.zip").write_bytes(zipped({"../../x.ipynb": good, "/etc/y.ipynb": good}))
    marked, _, _ = taken(tmp_path / "in.zip", assignment, tmp_path)
    assert marked.keys() == {"x", "etc"}
    assert not Path(tmp_path.parent, "x.ipynb").exists()
