"""The teaching guide: the commands that it shows exist, and so do the files that it names."""

import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click import Context

from actcourse.cli import main
from actcourse.grading import batch, publish, sandbox, session, tree
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


def test_nothing_of_a_student_is_left_who_was_removed(published, tmp_path):
    """The commands of the guide, with another name; the shell's `sqlite3` may not be installed."""
    out, name = tmp_path / "graded", "Student 5"
    shutil.copytree(published, out)
    gradebook, folders, *sql = re.search(
        r'nbgrader db student remove "Ada.*?(?=^```$)', GUIDE, re.DOTALL | re.MULTILINE
    )[0].splitlines()
    (out / "nbgrader_config.py").unlink()  # it names the database where it was before
    url = f"sqlite:///{out}/gradebook.db"
    remove = shlex.split(gradebook.replace("Ada Lovelace_70411", name))
    command = [sys.executable, "-m", *remove, f"--CourseDirectory.db_url={url}"]
    done = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for folder in shlex.split(folders.removeprefix("$ rm -r ")):
        shutil.rmtree(out / folder.replace("Ada Lovelace_70411", name), ignore_errors=True)
    statements = re.search(r'"(.*)"', " ".join(sql))[1].replace("Ada Lovelace_70411", name)
    with closing(sqlite3.connect(out / "journal.sqlite", isolation_level=None)) as db:
        for statement in statements.split(";"):
            db.execute(statement)
    session.report(out, sources(ROOT))
    kept = [path for path in out.rglob("*") if path.is_file() and path.suffix != ".zip"]
    assert len(kept) > 36
    word = re.compile(rf"{name}\b".encode())
    assert [path for path in kept if word.search(path.read_bytes()) or name in path.parts] == []
    assert word.search((published / "journal.sqlite").read_bytes())


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
    "to be handed in like any other": "test_an_assignment_answered_on_its_page_is_handed_in_with",
    "Students fetch theirs": "test_each_student_of_a_hub_fetches_their_own_page",
    "stops nobody's feedback": "test_a_notebook_that_came_by_mail_stops_nobodys_feedback",
    "has to keep its name": "test_a_renamed_notebook_gets_no_page_from_nbgrader",
    "stands the command that mends it": "test_doctor_says_what_is_missing_and_what_to_do",
    "The zip holds the notebook without its solutions":
        "test_the_student_version_holds_no_line_of_a_solution",
    "runs from top to bottom before anything is solved":
        "test_it_runs_from_top_to_bottom_and_asks_for_every_answer",
    "goes on where it was": "test_a_run_that_is_killed_again_and_again_loses_nothing",
    "how many students have how many points":
        "test_every_column_and_every_row_adds_up_to_the_class",
    "the mistakes that were made most often":
        "test_the_most_frequent_mistakes_come_first_with_their_hints",
    "leads to the page of each student": "test_the_report_links_to_the_feedback_of_everyone",
    "passes over a mark above the maximum": "test_moodle_passes_over_a_mark_above_the_maximum",
    "upload `02_sigmoid-canvas.csv`": "test_canvas_gets_the_columns_of_its_own_export",
    "need nothing beside them": "test_pages_ask_for_nothing",
    "any other counts as one student's": "test_a_folder_around_everyone_is_no_student",
    "the one that was uploaded last": "test_a_second_notebook_of_a_student",
    "several assignments may lie in one folder": "test_layouts",
    "a file may be renamed": "test_a_renamed_notebook_is_known_by_its_cells",
    "whatever is wrong with one costs that student alone":
        "test_a_damaged_zip_costs_itself_alone",
    "what would come out of them is not there":
        "test_pictures_prints_and_magics_in_the_cell_do_not_matter",
    "draws other letters and numbers": "test_the_text_changes_with_it_and_only_in_its_own_cells",
    "grade with the same `--variant 7`": "test_a_variant_is_graded_by_itself",
    "drawn afresh for each grading, the same for the whole class":
        "test_the_inputs_are_fresh_for_each_run_and_the_same_within_one",
    "each is refused, with the hint meant for it":
        "test_every_answer_that_makes_a_mistake_is_refused_with_its_own_hint",
    "The report lists those whose answers are the same":
        "test_the_report_names_them_and_their_marks_stay",
    "has to get all points and the untouched notebook none":
        "test_the_model_solution_scores_full_and_the_stub_nothing",
    "a new one for each notebook and a new process for each answer":
        "test_what_an_answer_leaves_in_tmp_is_gone_for_the_next",
    "at most seven processes of 512 MB":
        "test_what_an_answer_takes_is_bounded_over_all_its_processes",
    "marked once more, by itself": "test_workers_that_are_killed_once_cost_no_mark",
    "this notebook is set aside, and the others are marked":
        "test_a_submission_that_ends_its_worker_costs_itself_alone",
    "it cannot say that it is right": "test_a_forged_reply_earns_what_its_values_are_worth",
    "it refuses and says what to do": "test_grade_refuses_without_a_sandbox",
    "ask no other host for anything": "test_pages_ask_for_nothing",
    "the answers, as notebooks in `autograded`":
        "test_the_autograded_notebook_shows_the_verdicts",
    "the time and the secret that nbgrader gave":
        "test_a_real_secret_stands_beside_the_page_also_when_the_report_is_written_again",
    "Git, in a clone of the course, ignores `graded`":
        "test_git_ignores_all_that_grading_writes_and_all_that_is_handed_in",
    "`actcourse grade` and `actcourse report` say so": "test_grade_and_report_say_so",
    "nothing of them stays in the folder for temporary files":
        "test_the_folder_is_gone_afterwards",
    "writes the sheets and the report without them":
        "test_nothing_of_a_student_is_left_who_was_removed",
    "now say what you entered":
        "test_what_people_enter_in_the_gradebook_counts_when_the_report_is_written_again",
    "What you entered stays when you grade again": "test_a_mark_given_by_hand_stays",
    "nothing but the checker makes a difference":
        "test_a_run_is_judged_anew_after_a_checker_was_mended",
    "gives an exercise all of its points or none":
        "test_autograde_gives_the_points_of_the_right_answers_and_feedback_tells_them",
    "the memory of the command hardly grows":
        "test_a_report_on_ten_thousand_takes_the_memory_of_one_on_a_thousand",
    "Answers travel to the workers and verdicts come back":
        "test_a_worker_that_is_killed_costs_no_mark",
    "share a gradebook in PostgreSQL": "test_marks_are_brought_up_to_date",
}  # fmt: skip
# How the paragraphs begin, of those on grading, that promise nothing of this package's: they say
# what to do, what others do, what is not done, or where something stands.
ADVICE = (
    "**", "You need", "In Moodle, choose", "- Where a group is chosen", "It holds back",
    "It does not protect from", "- an error in the kernel", "- slowness", "- many small files",
    "- copied answers", "What is stored", "- names and numbers", "- what was said",
    "- the name of each file", "- marks and comments", "When the marks are in", "All exercises are",
    "1. Type", "2. Change points", "Bring the course", "The notebooks in `chapters`",
    "You can give",
)  # fmt: skip
OTHER = ("Which exercises, and when", "An exercise of your own", "A class on JupyterHub")


def paragraphs():
    """The paragraphs and items of the guide's sections on grading, without code and tables."""
    text = re.sub(r"^```.*?^```$", "", GUIDE, flags=re.DOTALL | re.MULTILINE)
    for section in re.split(r"^## ", text, flags=re.MULTILINE):
        head, _, body = section.partition("\n")
        if head not in OTHER:
            blocks = re.split(r"\n\n+|\n(?=- |\d\. )", body)
            yield from (b.strip() for b in blocks if b.strip() and b.strip()[0] not in "|#")


def test_each_paragraph_on_grading_has_a_promise_that_is_held_or_is_advice():
    told = list(paragraphs())
    assert len(told) > 50
    unheld = [t for t in told if not t.startswith(ADVICE) and not any(p in t for p in PROMISES)]
    assert unheld == []
    assert [advice for advice in ADVICE if not any(t.startswith(advice) for t in told)] == []


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_of_the_guide_is_a_test(promise):
    assert promise in GUIDE
    tests = "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("tests/*/test_*.py"))
    assert f"def {PROMISES[promise]}" in tests
