"""Nobody publishes marks by accident: git ignores them, or it is said."""

import io
import subprocess
from pathlib import Path

import pytest
from click import Context
from rich.console import Console

from actcourse.cli import grade, main
from actcourse.exercises import EXERCISES
from actcourse.grading import intake, people
from actcourse.grading.journal import Journal
from actcourse.grading.privacy import exposed, warning

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "chapters" / "appendix" / "teaching.md").read_text(encoding="utf-8")


def git(folder, *words):
    return subprocess.run(
        ["git", "-C", folder, *words], capture_output=True, text=True, check=False
    )


def default(command, option):
    """The place that a command writes to or reads where none is named."""
    parameters = main.get_command(Context(main), command).params
    return str(next(p.default for p in parameters if p.name == option))


DEFAULTS = {default("grade", "out"), default("report", "graded"), default("assign", "out")}
BY_HAND = {"learner/x", "my-course/x", "submitted/x", "submitted.zip", "gradebook.db"}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only git knows what it ignores")
def test_git_ignores_all_that_grading_writes_and_all_that_is_handed_in(published):
    made = {p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file()}
    assert {"report.html", "gradebook.db", "journal.sqlite"} <= made
    out = default("grade", "out")
    places = {f"{out}/{name}" for name in made} | {f"{place}/x" for place in DEFAULTS} | BY_HAND
    assert [place for place in sorted(places) if git(ROOT, "check-ignore", place).returncode] == []


def test_the_guide_names_what_git_ignores():
    for place in (default("grade", "out"), "submitted", "submitted.zip"):
        assert f"`{place}`" in GUIDE.partition("\nGit, ")[2].partition("\n")[0]


@pytest.fixture
def tree(tmp_path):
    """A git work tree that ignores `marks`."""
    tree = tmp_path / "tree"
    tree.mkdir()
    assert git(tree, "init", "--quiet").returncode == 0
    (tree / ".gitignore").write_text("marks/\n")
    return tree


def test_marks_are_exposed_in_a_work_tree_that_does_not_ignore_them(tree, tmp_path):
    for place, seen in {"marks": False, "graded": True, "a/b": True, "a/marks/b": False}.items():
        assert exposed(tree / place) == seen, "before it is made"
        (tree / place).mkdir(parents=True)
        assert exposed(tree / place) == seen
    assert exposed(tree)
    assert not exposed(tmp_path)
    assert warning(tree / "marks") == ""


def test_where_git_cannot_be_asked_they_may_be_exposed(tree, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert exposed(tree / "marks")
    assert not exposed(tmp_path)


@pytest.mark.parametrize(("place", "said"), [("graded", True), ("marks", False)])
def test_grade_and_report_say_so(place, said, tree, monkeypatch, capsys):
    out = tree / place
    out.mkdir()
    journal = Journal(out / "journal.sqlite")
    journal.begin(1, "in")
    found = people.whose("anna/x.ipynb", file="in")
    journal.enter(intake.Submission(found, "02_sigmoid", "d", (), {}))
    journal.record(found.student, "02_sigmoid", [EXERCISES["sigmoid/stable"].open()])
    text = io.StringIO()
    grade._show(Console(file=text, width=300), journal, out)
    journal.close()
    assert (warning(out) in text.getvalue() and bool(warning(out))) == said
    monkeypatch.setattr("actcourse.grading.session.report", lambda *words: out / "report.html")
    main(["report", str(out), "--course", str(ROOT)], standalone_mode=False)
    assert ("in .gitignore before you commit" in capsys.readouterr().err) == said
