"""The teaching guide: the commands that it shows exist, and so do the files that it names."""

import re
import shlex
from pathlib import Path

import pytest
from click import Context

from actcourse.cli import main
from actcourse.grading import batch, publish, sandbox, tree
from actcourse.grading.sources import load, sources

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "chapters" / "appendix" / "teaching.md").read_text(encoding="utf-8")
CALL = re.compile(r"(?:^\$ |`)actcourse ([^`#\n]+)", re.MULTILINE)
CALLS = sorted({call.strip() for call in CALL.findall(GUIDE)})


def test_the_guide_shows_commands():
    names = {call.split()[0] for call in CALLS}
    assert {"doctor", "assign", "grade", "report"} <= names <= set(main.list_commands(None))


@pytest.mark.parametrize("call", [call for call in CALLS if " " in call])
def test_every_command_in_the_guide_can_be_typed(call, tmp_path, monkeypatch):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "graded").mkdir()
    (tmp_path / "submitted").mkdir()
    (tmp_path / "submitted.zip").touch()
    monkeypatch.chdir(tmp_path)
    name, *words = shlex.split(call)
    command = main.get_command(Context(main), name)
    command.make_context(name, words)


def test_every_option_in_the_guide_exists():
    known = {
        option
        for name in main.list_commands(None)
        for parameter in main.get_command(Context(main), name).params
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z-]+)", GUIDE)) <= known


def test_the_assignment_of_the_guide_has_the_points_that_it_says():
    points = load(sources(ROOT)["02_sigmoid"], 0).points
    assert f"call it `02_sigmoid` and give it {points} points" in GUIDE


def test_the_files_that_the_guide_names_are_in_the_folder_of_marks(published):
    (table,) = re.findall(r"\| In `graded` .*?\n\n", GUIDE, re.DOTALL)
    for row in table.strip().splitlines()[2:]:
        for name in re.findall(r"`([^`]+)`", row.split("|")[1]):
            place = name.replace("STUDENT", "Student 5")
            # Those are written with the answers, of which this class has handed in none, and by
            # `--again`.
            assert (published / place).exists() or place in ("autograded", publish.CHANGES)


def test_the_limits_that_the_guide_states_are_those_of_the_code():
    most = f"{tree.LARGEST / 1e6:.0f} MB a notebook, {tree.MOST_IN_ZIP:,} files and "
    assert f"{most}{batch.MOST_OF_A_STUDENT / 1e6:.0f} MB a student" in GUIDE
    assert (sandbox.SECONDS, sandbox.COURSE_SECONDS) == (10, 60)
    assert "processor time, ten seconds or, with the course's networks, sixty" in GUIDE
    assert f"the {sandbox.FOLDER >> 20} MB for temporary files" in GUIDE
    assert "at most seven processes of 512 MB, so 3.5 GB in all" in GUIDE
    most = sandbox.LIMITS["resources"]
    assert (most["NPROC"] - 1, most["AS"] >> 20) == (7, 512)


# Each promise of the guide, and the test that holds it.
PROMISES = {
    "Every file is marked, or set aside with the reason": "test_each_file_of_a_folder_is_marked",
    "nothing that was handed in is changed": "test_nothing_that_was_handed_in_is_changed",
    "the outermost name alone tells": "test_the_outermost_name_tells",
    "Where two files claim one student": "test_no_file_changes_another_students_row",
    "Names may be of any script and length": "test_names_of_any_length_stay_several",
    "a few digits keep two names apart": "test_what_steers_is_in_no_text_and_two_names_stay_two",
    "with a folder around everyone": "test_a_folder_around_everyone_is_no_student",
    "its cells tell, then its headings, then its own name": "test_the_right_notebook_is_told",
    "Notebooks may be in UTF-8 or UTF-16": "test_a_notebook_in_any_form_of_unicode_is_read",
    "a zip in that one is set aside": "test_a_hostile_zip_costs_itself_alone",
    "edited, moved, doubled or deleted checks": "test_what_is_done_to_other_cells_does_not_matter",
    "a dictionary filled in another cell counts": "test_a_cell_that_acts_on_what_another_uses",
    "Magics, shell commands and questions": "test_each_odd_answer_gets_its_points",
    "the network, in both directions": "test_an_answer_cannot_reach_the_network",
    "none of them is visible in there": "test_an_answer_cannot_read",
    "calls of the kernel that answers do not need": "test_each_call_of_the_list_is_refused",
    "loses its own points": "test_a_greedy_answer_costs_itself_alone",
    "a busy machine costs no marks": "test_processor_time_decides",
    "is tried once more, alone": "test_what_was_too_slow_runs_once_more_alone",
    "read as if an enemy had written it": "test_what_an_answer_writes_is_not_believed",
    "try each of these points": "test_the_probe_finds_the_holes_of_no_sandbox",
    "the run stops and no mark is written": "test_no_mark_is_written_where_a_canary_dies",
    "As root, the command becomes an ordinary user": "test_root_becomes_nobody",
    "What you entered by hand stays": "test_a_run_is_judged_anew_after_a_checker_was_mended",
    "are graded for good": "test_it_gets_the_marks_of_then",
    "A worker that dies costs no mark": "test_a_worker_that_is_killed_costs_no_mark",
    "Handing in the course's own function is refused": "test_the_course_is_not_there",
    "bring each student the same sentences": "test_the_sheet_of_a_class_goes_in_whole",
    "upload `02_sigmoid-moodle.zip` as it is": "test_the_zip_of_a_class_has_a_page_for_each",
    "does not enter a 0": "test_moodle_enters_a_zero",
    "and the sheet has the English ones": "test_moodle_knows_its_columns_by_these_names",
    "passes over a mark that was changed": "test_moodle_passes_over_a_mark_that_was_changed_since",
    "names the group and its number": "test_a_group_of_moodles_is_one_line_with_its_own_number",
    "no cell in it is a formula": "test_no_cell_is_a_formula",
    "Students fetch theirs": "test_each_student_of_a_hub_fetches_their_own_page",
    "stops nobody's feedback": "test_a_notebook_that_came_by_mail_stops_nobodys_feedback",
    "has to keep its name": "test_a_renamed_notebook_gets_no_page_from_nbgrader",
}


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_of_the_guide_is_a_test(promise):
    assert promise in GUIDE
    tests = "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("tests/*/test_*.py"))
    assert f"def {PROMISES[promise]}" in tests
