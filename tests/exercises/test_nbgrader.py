"""Plain nbgrader, with the repository's own settings, marks right."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from actcourse.exercises import forms

ROOT = Path(__file__).parents[2]

# What `nbgrader generate_assignment`, `autograde` and `generate_feedback` do, in one process: each
# start of a command takes seconds.
SCRIPT = """
import json
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

api = NbGraderAPI(config=PyFileConfigLoader("nbgrader_config.py").load_config())
for step, arguments in [
    (api.generate_assignment, [ASSIGNMENT]),
    *((api.autograde, [ASSIGNMENT, student]) for student in STUDENTS),
    (api.generate_feedback, [ASSIGNMENT, "half"]),
]:
    done = step(*arguments)
    done["success"] or exit(done["log"])
with api.gradebook as gradebook:
    marks = {
        student: {
            grade.name: [grade.auto_score, grade.max_score]
            for notebook in gradebook.find_submission(ASSIGNMENT, student).notebooks
            for grade in notebook.grades
        }
        for student in STUDENTS
    }
print("MARKS", json.dumps(marks))
"""


def submissions(path):
    """Student notebooks made from the release: all solved, untouched, and every second solved."""
    source, versions = nbformat.read(path, as_version=4), {}
    solved = forms.exercises(source)
    for student, kept in {"right": solved, "stub": [], "half": solved[::2]}.items():
        notebook = forms.release(path)
        for _, answer, _ in kept:
            notebook.cells[answer].source = forms.solved(source.cells[answer].source)
        versions[student] = notebook, {exercise.id for exercise, _, _ in kept}
    return versions


@pytest.mark.slow
@pytest.mark.parametrize("path", forms.find(ROOT / "chapters"), ids=lambda p: p.stem)
def test_autograde_gives_the_points_of_the_right_answers_and_feedback_tells_them(path, tmp_path):
    assignment = path.parent.name
    source = tmp_path / "chapters" / assignment
    source.mkdir(parents=True)
    shutil.copy(path, source)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    versions = submissions(path)
    for student, (notebook, _) in versions.items():
        folder = tmp_path / "submitted" / student / assignment
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / path.name)
    names = f"ASSIGNMENT, STUDENTS = {assignment!r}, {list(versions)!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", names + SCRIPT],
        cwd=tmp_path,
        # nbgrader calls `alembic` by its bare name.
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("MARKS ")]
    marks = json.loads(line.removeprefix("MARKS "))
    exercises = [e for e, _, _ in forms.exercises(nbformat.read(path, as_version=4))]
    for student, (_, right) in versions.items():
        assert marks[student] == {
            exercise.id.replace("/", "-"): [
                exercise.points * (exercise.id in right),
                exercise.points,
            ]
            for exercise in exercises
        }
    page = tmp_path / "feedback" / "half" / assignment / f"{path.stem}.html"
    said = html.unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))
    points = sum(exercise.points for exercise in exercises)
    earned = sum(earned for earned, _ in marks["half"].values())
    assert f"(Score: {earned} / {points}.0)" in said
    for exercise in exercises:
        sign = "✓" if exercise.id in versions["half"][1] else "○"
        assert f"{sign} {exercise.id}" in said
