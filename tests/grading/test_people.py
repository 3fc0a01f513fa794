"""Whose a file is: the outermost name tells, and it stays the person's own."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcourse.grading import people, texts
from actcourse.grading.people import around_everyone, whose

# Outermost name -> name, system, number, version. What follows the first match is the student's.
OUTERMOST = {
    "Anna Ek_4711_assignsubmission_file_": ("Anna Ek", "moodle", "4711", 0),
    "Anna Ek_4711_assignsubmission_file": ("Anna Ek", "moodle", "4711", 0),
    "Anna Ek_4711_assignsubmission_onlinetext_": ("Anna Ek", "moodle", "4711", 0),
    "Anna_Ek_4711_assignsubmission_file_": ("Anna_Ek", "moodle", "4711", 0),
    "A_1_assignsubmission_file_B_2_assignsubmission_file_x.ipynb": ("A", "moodle", "1", 0),
    "A_1_assignsubmission_file_ek_12_345_x.ipynb": ("A", "moodle", "1", 0),
    "Zoë Ünal_7_assignsubmission_file_w.zip": ("Zoë Ünal", "moodle", "7", 0),
    "山田 太郎_8_assignsubmission_file_": ("山田 太郎", "moodle", "8", 0),
    "ekanna_12_345_work.ipynb": ("ekanna", "canvas", "12", 345),
    "ekanna_LATE_12_345_work.ipynb": ("ekanna", "canvas", "12", 345),
    "ek_anna_12_345_work-7.ipynb": ("ek_anna", "canvas", "12", 345),
    "studenttest_99_345_work.ipynb": ("studenttest", "canvas", "99", 345),
    "anon_x7Kq2_345_work.ipynb": ("anon_x7Kq2", "canvas", "", 345),
    "LATE_anon_x7Kq2_345_work.ipynb": ("anon_x7Kq2", "canvas", "", 345),
    "ekanna_12_345_13_999_work.ipynb": ("ekanna", "canvas", "12", 345),
    "ekanna_12_345_zoe_7_assignsubmission_file_.ipynb": ("ekanna", "canvas", "12", 345),
    "anon_x7Kq2_345_zoe_7_assignsubmission_file_.ipynb": ("anon_x7Kq2", "canvas", "", 345),
    "anon_x7Kq2_345_zoe_7_8_w.ipynb": ("anon_x7Kq2", "canvas", "", 345),
    "ek_12_99999999999999999999_work.ipynb": ("ek_12_99999999999999999999_work", "", "", 0),
    "anna.ipynb": ("anna", "", "", 0),
    "anna.IPYNB": ("anna", "", "", 0),
    "anna.zip": ("anna", "", "", 0),
    "anna.ipynb.txt": ("anna", "", "", 0),
    "a.b.ipynb": ("a.b", "", "", 0),
    "O’Brien.ipynb": ("O’Brien", "", "", 0),
    "প্রিয়া.ipynb": (unicodedata.normalize("NFC", "প্রিয়া"), "", "", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTERMOST)
@pytest.mark.parametrize("below", ["", "/x.ipynb", "/Zoe_9_assignsubmission_file_/x.ipynb"])
def test_the_outermost_name_tells(name, below):
    found = whose(name + below, file="in")
    if below and not people.systems(name) and not people.is_archive(name):
        assert found.name == unicodedata.normalize("NFC", name)
    else:
        assert (found.name, found.system, found.number, found.version) == OUTERMOST[name]


def test_a_folder_with_two_systems_names_is_moodles_and_a_file_that_of_the_first():
    name = "Lab_2_1_A-Anna Ek_4711_assignsubmission_file_"
    assert whose(f"{name}/x.ipynb", file="in").student == "Lab_2_1_A-Anna Ek_4711"
    assert whose(f"{name}w.ipynb", file="in").student == "Lab_2"


NAMES = [
    "Zoë", "Nguyễn Thị Hà", "प्रिया", "நிலா", "กิตติ", "مُحَمَّد", "שָׁלוֹם", "O’Brien", "Łukasz",
    "Ξένια", "Анна", "山田　太郎",
    "김민수", "ምስጋና", "👩‍👩‍👧‍👦", "-Zoë", "=1+1", "@anna", "J. R. R.",
    "a,b", "d'Arc", "#1",
    "100%", "a&b", "(Anna)", "[red]Anna", "{name}", "$HOME", "`id`", "a;b", "~anna",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_as_they_are_in_any_form(name):
    nfc = unicodedata.normalize("NFC", name)
    for form in ("NFC", "NFD"):
        found = whose(f"{unicodedata.normalize(form, name)}/x.ipynb", file="x")
        assert (found.name, found.student) == (nfc, nfc)


def test_names_that_look_alike_are_several_people():
    alike = ["กิตติ", "กีตติ", "กึตติ", "Zoe", "Zoë", "Zoё", "anna", "Anna", "a b", "a  b", "a\u3000b"]
    assert len({whose(f"{name}/x.ipynb", file="x").student for name in alike}) == len(alike)


LONG = ["😀" * 80, "x" * 255, "ü" * 127, "é" * 5000, "👨‍👩‍👧" * 30, "木" * 85, "ạ̈" * 60]


@pytest.mark.parametrize("name", LONG, ids=range(len(LONG)))
def test_names_of_any_length_stay_several_and_fit(name, tmp_path):
    found = [whose(f"{name}{end}_4711_assignsubmission_file_/x.ipynb", file="x") for end in "ab"]
    assert len({one.student for one in found}) == 2
    for one in found:
        assert len(one.name) <= people.LONGEST_NAME
        assert len(one.student.encode()) <= people.LONGEST_FOLDER
        (tmp_path / one.student / "autograded").mkdir(parents=True)


STEERS = [
    "\x1b[2J", "\x1bc", "\x9b2J", "\x9d0;x\x9c", "\u202e", "\u2066", "\u200f", "\u061c", "\a", "\b",
    "\r", "\n", "\t", "\v", "\x7f", "\u2028", "\u2029", "\ufeff", "\u00ad",
    "\x00", "\ud800", "\ue000", "\U000e0041",
]  # fmt: skip


@pytest.mark.parametrize("steers", STEERS, ids=ascii)
def test_what_steers_is_in_no_text_and_two_names_stay_two(steers):
    found = [whose(f"anna{steers}{end}.ipynb", file=f"in{steers}", member=steers) for end in "ab"]
    for one in found:
        for text in (one.name, one.student, one.where):
            assert not set(steers) & set(text) - set(string.printable[:95])
            text.encode()
    assert len({one.student for one in found}) == 2
    assert len({whose(f"{name}/x", file="x").student for name in (f"anna{steers}", "anna")}) == 2


@given(st.text(max_size=300))
def test_any_text_becomes_a_name_and_a_folder(text):
    shown = texts.name(text, people.LONGEST_NAME)
    folder = texts.folder(shown, people.LONGEST_FOLDER)
    assert 0 < len(shown) <= people.LONGEST_NAME
    assert 0 < len(folder.encode()) <= people.LONGEST_FOLDER
    assert folder not in (".", "..")
    assert not set(folder) & set("/\\\0")
    assert folder == folder.strip(" ").lstrip(".")
    assert texts.clean(shown) == shown
    assert texts.folder(folder, people.LONGEST_FOLDER) == folder


@given(st.text(max_size=100), st.text(max_size=100))
def test_two_names_are_two_and_two_forms_of_one_are_one(one, other):
    def student(text):
        return texts.folder(texts.name(text, people.LONGEST_NAME), people.LONGEST_FOLDER)

    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (student(one) == student(other)) == same
    assert student(unicodedata.normalize("NFD", one)) == student(one)


A, B = "Anna_1_assignsubmission_file_", "Bo_2_assignsubmission_file_"
TOPS = {
    "around nbgrader's": (["in/anna/02_sigmoid/x", "in/bo/02_sigmoid/x"], True, False),
    "around Moodle's": ([f"in/{A}/x", f"in/{B}/x"], True, True),
    "around Canvas's": (["in/ek_12_345_x.ipynb", "in/li_13_346_x.ipynb"], True, True),
    "a student with Moodle's name for another": ([f"eve/{B}/x"], False, False),
    "a student with that and more": (["eve/x.ipynb", f"eve/{A}/x", f"eve/{B}/x"], False, False),
    "around Moodle's, with a text": ([f"in/{A}/x", f"in/{B}/x", "in/read.txt"], True, True),
    "a student with folders": (["anna/part/x.ipynb", "anna/zoe/x.ipynb"], False, False),
    "a student with notebooks of the course": (
        ["anna/sigmoid_exercises.ipynb", "anna/tanh_exercises (1).ipynb"], False, False,
    ),
    "a student with folders of assignments": (
        ["anna/02_sigmoid/02_sigmoid/x", "anna/03_tanh/03_tanh/x"], False, False,
    ),
    "around folders that no one knows": (["in/anna/x.ipynb", "in/bo/x.ipynb"], False, False),
    "around notebooks": (["in/anna.ipynb", "in/bo.ipynb"], True, False),
    "around zips": (["in/anna.zip", "in/bo.zip"], True, False),
    "one of nbgrader's": (["anna/02_sigmoid/x", "anna/03_tanh/x"], False, False),
    "one of Moodle's": ([f"{A}/x.ipynb", f"{A}/y.ipynb"], False, False),
    "Moodle's around another's name": ([f"{A}/{B}/x"], False, False),
    "a student with notes": (["anna/x.ipynb", "anna/notes.txt"], False, False),
    "a student with one": (["anna/x.ipynb"], False, False),
    "a student alone": (["eve/02_sigmoid/x", "eve/02_sigmoid/y"], False, False),
    "several": (["anna/x", "bo/x"], False, False),
    "files beside": (["in/anna/x", "x.ipynb"], False, False),
    "nothing": ([], False, False),
}  # fmt: skip


@pytest.mark.parametrize("layout", TOPS)
def test_a_folder_around_everyone_is_no_student(layout):
    places, packed, unpacked = TOPS[layout]
    places = [tuple(place.split("/")) for place in places]
    assert around_everyone(places, packed=True) == packed
    assert around_everyone(places, packed=False) == unpacked
