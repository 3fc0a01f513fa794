"""`actcourse assign`, `grade` and `doctor`, as a teacher types them."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from actcourse.cli import grade, main
from actcourse.exercises import EXERCISES, learner
from actcourse.exercises.wheels import CannotBuild
from actcourse.extras import mend
from actcourse.grading import doctor, intake, people, publish, sandbox, session, texts
from actcourse.grading.alone import Fault
from actcourse.grading.doctor import Finding
from actcourse.grading.errors import NoSandbox
from actcourse.grading.journal import Journal

ROOT = Path(__file__).parents[2]


def run(*words):
    """What a command prints, and the number it ends with."""
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    return done.output, done.exit_code


def test_assign_says_what_it_made(tmp_path, monkeypatch):
    def wheel(root, out):
        (out / "x.whl").write_bytes(b"")
        return out / "x.whl"

    monkeypatch.setattr(learner, "wheel", wheel)
    said, code = run("assign", "sigmoid", "--out", tmp_path, "--course", ROOT)
    assert code == 0
    assert said.splitlines() == [f"{tmp_path}/02_sigmoid", f"{tmp_path}/02_sigmoid.zip"]


def test_assign_says_why_it_cannot_build_what_learners_install(tmp_path, monkeypatch):
    def wheel(root, out):
        raise CannotBuild("the wheel for learners cannot be built: setuptools is too old")

    monkeypatch.setattr(learner, "wheel", wheel)
    said, code = run("assign", "sigmoid", "--out", tmp_path, "--course", ROOT)
    assert code == 1
    assert said == "Error: the wheel for learners cannot be built: setuptools is too old\n"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    monkeypatch.setattr(doctor, "wheel", wheel)
    monkeypatch.chdir(ROOT)
    found = doctor._learners()
    assert (found.found, found.stops) == ("cannot be built", False)
    assert "setuptools is too old" in found.mend


def test_doctor_tries_the_wheel_where_the_course_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert doctor._learners().found == "not tried"
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(doctor, "wheel", lambda root, out: out / f"{root.resolve().name}.whl")
    assert doctor._learners().found == f"can be built: {ROOT.name}.whl"


def test_assign_names_the_chapters_that_are_near(tmp_path):
    said, code = run("assign", "sigmod", "--out", tmp_path, "--course", ROOT)
    assert code == 1
    assert "no chapter is called 'sigmod': did you mean sigmoid" in said


@pytest.mark.parametrize("command", [("assign", "sigmoid"), ("grade", ".")])
def test_outside_of_the_course_it_says_so(command, tmp_path):
    said, code = run(*command, "--course", tmp_path)
    assert code == 2
    assert "run this in the folder of the course" in said.replace("\n", " ")


def test_grade_refuses_without_a_sandbox(tmp_path, monkeypatch):
    def require():
        raise NoSandbox("bubblewrap is not installed: sudo apt-get install bubblewrap")

    monkeypatch.setattr(sandbox, "require", require)
    monkeypatch.setattr(session, "grade", lambda *a, **k: pytest.fail("it graded"))
    said, code = run("grade", tmp_path, "--out", tmp_path / "out", "--course", ROOT)
    assert code == 1
    assert "sudo apt-get install bubblewrap" in said


def test_doctor_says_what_is_missing_and_what_to_do(monkeypatch):
    found = [
        Finding("Python", "3.11"),
        Finding("psycopg, for PostgreSQL", "not installed", "pip install x", needed=False),
    ]
    monkeypatch.setattr("actcourse.grading.doctor.findings", lambda: iter(found))
    said, code = run("doctor")
    assert code == 0
    assert said.splitlines() == [
        "✓ Python: 3.11",
        "– psycopg, for PostgreSQL: not installed",
        "    pip install x",
        "This machine can grade.",
    ]
    found.append(Finding("bwrap", "not found", "sudo apt-get install bubblewrap"))
    said, code = run("doctor")
    assert code == 1
    assert "✗ bwrap: not found\n    sudo apt-get install bubblewrap\n" in said
    assert "nothing can be graded here" in said


def test_the_findings_are_of_this_machine(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    found = {finding.what: finding for finding in doctor.findings()}
    assert found["bwrap"].mend == "sudo apt-get install bubblewrap"
    assert found["sandbox"].stops
    assert "bubblewrap is not installed" in found["sandbox"].mend
    assert found["nbgrader"].fine
    monkeypatch.setattr(doctor, "PACKAGES", ["no-such-package"])
    lacking = {f.what: f for f in doctor.findings()}["no-such-package"]
    assert lacking.mend == "pip install 'actcourse[grade]'"


def test_a_command_whose_packages_are_missing_says_what_to_install(tmp_path):
    script = f"""
import sys
sys.modules["nbgrader"] = None
from actcourse.cli import main
main(["grade", {str(tmp_path)!r}, "--course", {str(ROOT)!r}])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    says = "Error: `actcourse grade` needs nbgrader: pip install 'actcourse[grade]'\n"
    assert done.stderr == says


def test_check_prints_what_jupyter_would(tmp_path):
    cells = [
        ("import numpy as np", None),
        ("def sigmoid(x):\n    return 1 / (1 + np.exp(-x))", "sigmoid-stable-answer"),
        ('check("sigmoid/stable", sigmoid)', "sigmoid-stable"),
        ("factor = ...", "sigmoid-factor-answer"),
        ('check("sigmoid/factor", factor)', "sigmoid-factor"),
        ("order = dbeac", "sigmoid-derivation-answer"),
        ('check("sigmoid/derivation", order)', None),
    ]
    path = write(tmp_path / "02_sigmoid" / "sigmoid_exercises.ipynb", cells)
    said, code = run("check", path)
    assert code == 0
    assert said.splitlines() == [
        (
            "✗ sigmoid/stable, 3 of 4: sigmoid(-800.0) is right, but it warned: "
            "overflow encountered in exp."
        ),
        "  Hint: which of exp(800) and exp(-800) can a float hold?",
        "○ sigmoid/factor: not attempted yet. Replace `...` with your answer.",
        (
            "✗ sigmoid/derivation, 0 of 2: the cell of `order`: NameError: name 'dbeac' is not "
            "defined."
        ),
        "  Hint: run the cell itself and read the last line of the error.",
        "",
        "3 of 8 points",
    ]


def test_check_without_a_notebook_shows_all_chapters(tmp_path, monkeypatch):
    cells = [('order = "dbeac"', None), ('check("sigmoid/derivation", order)', None)]
    write(tmp_path / "my-course" / "02_sigmoid" / "sigmoid_exercises.ipynb", cells)
    write(tmp_path / "my-course" / "03_tanh" / "tanh_exercises.ipynb", [])
    monkeypatch.chdir(tmp_path)
    said, code = run("check")
    assert code == 0
    assert "2 of 2" in said
    assert "holds no exercise of this course" in said
    assert said.splitlines()[-1] == "2 of 2 points in my-course"


def test_check_says_where_it_looked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said, code = run("check")
    assert code == 1
    assert "name your folder, or a notebook" in said
    (tmp_path / "x.ipynb").write_text("{")
    said, code = run("check", "x.ipynb")
    assert code == 1
    assert "x.ipynb is no notebook, or was cut short" in said


def write(path, cells):
    """A notebook of these (source, id of nbgrader) cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = [
        {
            "cell_type": "code",
            "source": source,
            "metadata": {"nbgrader": {"grade_id": grade_id}} if grade_id else {},
        }
        for source, grade_id in cells
    ]
    path.write_text(json.dumps({"nbformat": 4, "cells": made}), encoding="utf-8")
    return path


def test_check_needs_nothing_that_only_teachers_install(tmp_path):
    cells = [('order = "dbeac"', None), ('check("sigmoid/derivation", order)', None)]
    path = write(tmp_path / "sigmoid_exercises.ipynb", cells)
    script = f"""
import subprocess
import sys
sys.modules.update(dict.fromkeys(["nbgrader", "nbformat", "sqlalchemy", "distributed"]))
sys.argv = ["actcourse", "check", {str(path)!r}]
from actcourse.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("✓ sigmoid/derivation, 2 of 2")


STRANGE = ["[red]Anna", "[bold]", ":skull:", "Zoë", "山田　太郎", "=1+1", "\x1b[2J", "\u202eanna"]


def shown(tmp_path, names, again=False):
    """What `actcourse grade` prints of a class with these names, one of them set aside."""
    journal = Journal(tmp_path / "journal.sqlite")
    for _ in range(1 + again):
        journal.begin(1, "in") if journal.run is None else journal.begin_again()
        for name in names:
            found = people.whose(f"{name}/x.ipynb", file="in")
            if journal.again is None:
                journal.enter(intake.Submission(found, "02_sigmoid", "d", (), {}))
            verdict = EXERCISES["sigmoid/stable"].open()
            right = EXERCISES["sigmoid/stable"].accept()
            journal.record(found.student, "02_sigmoid", [right if journal.again else verdict])
    for name in names:
        found = people.whose(f"{name}/y.ipynb", file=f"in/{name}")
        journal.set_aside(found, Fault(f"is empty, {name}", "trace"))
    text = io.StringIO()
    grade._show(Console(file=text, width=300), journal, tmp_path)
    journal.close()
    return text.getvalue()


def test_grade_prints_each_student_and_each_file_that_was_set_aside(tmp_path):
    lines = shown(tmp_path, STRANGE).splitlines()
    asides = [line for line in lines if line.startswith("set aside: in/")]
    assert len(asides) == len(STRANGE)
    for name in STRANGE:
        student = people.whose(f"{name}/x.ipynb", file="in").student
        assert any(student in line and "02_sigmoid" in line for line in lines)
        assert any(texts.clean(name) in line and "is empty" in line for line in asides)
    assert "8 of these met an error in the grader" in "".join(lines)


def test_grade_prints_nothing_that_steers_a_terminal(tmp_path):
    assert all(c.isprintable() or c in "\n\u3000" for c in shown(tmp_path, STRANGE))


def test_grade_again_prints_what_changed_for_whom(tmp_path):
    lines = shown(tmp_path, ["anna", "bo"], again=True).splitlines()
    changed = [line for line in lines if line.startswith("changed: ")]
    assert changed == [f"changed: {n}, sigmoid/stable: from 0 to 4" for n in ("anna", "bo")]
    assert f"2 marks changed; all are in {tmp_path / publish.CHANGES}" in lines


@pytest.mark.parametrize("words", [("--again", "."), ("--again", "--resume"), ()])
def test_grade_says_what_does_not_go_together(words, tmp_path):
    said, code = run("grade", *words, "--course", ROOT, "--out", tmp_path)
    assert code == 2
    assert "leave out the rest" in said or "name the folder" in said


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("fcntl", "no such module: use Linux"),
        ("psycopg", "pip install 'actcourse[postgres]'"),
        ("distributed", "pip install 'actcourse[cluster]'"),
        ("nbgrader.api", "pip install 'actcourse[grade]'"),
    ],
)
def test_a_missing_module_names_what_brings_it(module, says):
    assert says in mend(module)


def test_grading_can_be_read_without_locks_of_files():
    """As on Windows, whose Python has no `fcntl` and no `resource`."""
    script = (
        "import sys\nsys.modules['fcntl'] = sys.modules['resource'] = None\n"
        "import actcourse.grading.session, actcourse.grading.release, actcourse.grading.worker\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
