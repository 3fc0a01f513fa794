"""A tenth chapter, added to a copy of the course by the recipe, is built, handed out and graded."""

import csv
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from actcourse.grading import sandbox
from actcourse.grading.errors import NoSandbox

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PLACE = "chapters/10_twice"
FILES = {
    "actcourse/figures/twice.py": '''
        """The explorer of the chapter on twice."""

        from actcourse.explore import Range, explorer


        @explorer("twice-line", x=Range(0, 3, 1, label="x"))
        def line(ax, x):
            """What is twice x?"""
            ax.plot([0, x], [0, 2 * x])
            ax.set(xlim=(0, 3), ylim=(0, 6), xlabel="x", ylabel="twice x")
            return f"Twice {x} is {2 * x}."
        ''',
    "actcourse/exercises/assignments/twice.py": '''
        """The exercise of the chapter on twice."""

        from ..functions import Function, Part
        from ..spec import enter

        enter(
            Function(
                id="twice/double",
                kind="implement",
                title="Double it",
                name="double",
                parts=[
                    Part(calls=lambda rng: [(1.0,), (rng.normal(size=5),)], want=lambda x: 2 * x)
                ],
                hints=["Add it to itself."],
            ),
            __name__,
        )
        ''',
    "actcourse/claims/twice.py": '''
        """Twice"""

        from .ledger import Expected, claim


        @claim(
            114,
            says="Twice 1 is 3.",
            sources={"notes": "Twice", "post": "Twice", "lecture": "Twice"},
            verdict="wrong",
            truth="It is 2.",
            taught="twice#what-is-twice-x",
            twice=Expected(2, 2, "arithmetic", claimed=3),
        )
        def what_twice_one_is(rng):
            return {"twice": 2 * 1}
        ''',
    "actcourse/claims/ours/twice.py": '''
        """Findings of the chapter on twice."""

        from ..ledger import Expected, finding


        @finding(
            "twice/ten",
            says="Twice 10 is 20.",
            taught="twice#what-is-twice-x",
            twice=Expected(20, 20, "arithmetic"),
        )
        def what_twice_ten_is(rng):
            return {"twice": 2 * 10}
        ''',
    "actcourse/claims/ours/twice.json": """
        {"twice/ten": {"twice": [20, 20, 5]}}
        """,
    "chapters/claims.md": """
        # The claims

        % claims-ledger
        """,
    "_toc.yml": f"""
        format: jb-book
        root: {PLACE}/twice
        chapters:
          - file: {PLACE}/twice_exercises
          - file: chapters/claims
        """,
}
LESSON = [
    new_markdown_cell("# Twice\n\n## What is twice x?"),
    new_code_cell("from actcourse.figures.twice import line\n\nline()"),
]
ASSIGNMENT = [
    new_markdown_cell("# Exercises: twice"),
    new_code_cell("from actcourse.exercises import check"),
    new_markdown_cell(
        "## Double it\n\n:::{exercise} implement\n:label: twice-double\n\nWrite $2x$.\n:::"
    ),
    new_code_cell("def double(x):\n    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION"),
    new_code_cell('check("twice/double", double)'),
]


class Course:
    """A copy of the course in the folder `root`."""

    def __init__(self, root):
        self.root = root

    def run(self, *command):
        """What a command of the copy's own package prints; it has to succeed."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root), "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def actcourse(self, *words):
        """What ``actcourse`` prints."""
        return self.run(sys.executable, "-m", "actcourse", *words)

    def edit(self, name, old, new):
        """Replace a text that a file holds once."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course with a tenth chapter: a lesson, an assignment and a claim, the only one."""
    course = Course(tmp_path_factory.mktemp("tenth") / "course")
    for folder in ("actcourse", "chapters"):
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, course.root / folder, ignore=hidden)
    for name in ("_config.yml", "pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, course.root)
    course.edit("actcourse/chapters.py", '"initialization",', '"initialization", "twice",')
    (course.root / PLACE).mkdir()
    for name, text in FILES.items():
        (course.root / name).write_text(textwrap.dedent(text), encoding="utf-8")
    for name, cells in {"twice": LESSON, "twice_exercises": ASSIGNMENT}.items():
        path = course.root / PLACE / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
    # Its claim alone: those of the other chapters lead to pages that are not built here.
    text = (course.root / "actcourse/claims/__init__.py").read_text(encoding="utf-8")
    start, _, rest = text.partition("_ORDER = (")
    text = f'{start}_ORDER = ("twice",{rest[rest.index(")") :]}'
    (course.root / "actcourse/claims/__init__.py").write_text(text, encoding="utf-8")
    course.edit("actcourse/claims/ours/__init__.py", "in CHAPTERS", 'in ["twice"]')
    course.run(sys.executable, "-m", "actcourse.exercises.forms")
    return course


@pytest.fixture(scope="module")
def handed_out(course):
    """The student version of its assignment: the notebook."""
    said = course.actcourse("assign", "twice", "--out", "release")
    assert said.splitlines()[-2:] == ["release/10_twice", "release/10_twice.zip"]
    return nbformat.read(course.root / "release/10_twice/twice_exercises.ipynb", as_version=4)


def solved(notebook, body):
    """The text of the student version with `body` in its function."""
    text = nbformat.writes(notebook)
    assert text.count("raise NotImplementedError") == 1
    return text.replace("raise NotImplementedError", body)


def test_it_is_built_with_its_claim_and_its_buttons(course):
    builder = Path(sys.executable).with_name("jupyter-book")
    course.run(builder, "build", ".", "-n", "-W", "--keep-going", "-q")
    site = course.root / "_build" / "html"
    lesson = (site / f"{PLACE}/twice.html").read_text(encoding="utf-8")
    assert "Twice 0 is 0." in lesson
    assert "claims.html#claim-114" in lesson
    assert "claims.html#finding-twice-ten" in lesson
    assert "learn/10_twice/twice.ipynb" in lesson
    assert "twice-double" in (site / f"{PLACE}/twice_exercises.html").read_text(encoding="utf-8")
    claims = (site / "chapters/claims.html").read_text(encoding="utf-8")
    assert 'href="10_twice/twice.html#what-is-twice-x"' in claims
    assert '<option value="twice">twice</option>' in claims
    given = (site / "learn/10_twice/twice_exercises.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError" in given
    assert "x + x" not in given


def test_it_is_handed_out_without_its_solution(course, handed_out):
    assert "x + x" not in nbformat.writes(handed_out)
    with zipfile.ZipFile(course.root / "release/10_twice.zip") as packed:
        (wheel,) = (name for name in packed.namelist() if name.endswith(".whl"))
        packed.extract(wheel, course.root / "unpacked")
    with zipfile.ZipFile(course.root / "unpacked" / wheel) as package:
        assert "actcourse/exercises/assignments/twice.py" in package.namelist()


def test_its_answers_are_checked(course, handed_out):
    folder = course.root / "my-course" / "10_twice"
    folder.mkdir(parents=True)
    (folder / "twice_exercises.ipynb").write_text(solved(handed_out, "return 2 * x"))
    assert "✓ twice/double, 1 of 1" in course.actcourse("check", folder / "twice_exercises.ipynb")
    assert "1 of 1 points in my-course" in course.actcourse("check")


def test_its_submissions_are_graded(course, handed_out, missing):
    try:
        sandbox.require()
    except NoSandbox as reason:
        missing("sandbox", str(reason))
    submitted = course.root / "submitted"
    submitted.mkdir()
    for name, body in {"ann": "return 2 * x", "bob": "return 3 * x"}.items():
        (submitted / f"{name}.ipynb").write_text(solved(handed_out, body))
    course.actcourse("grade", "submitted", "--out", "graded", "--workers", "1")
    (marks,) = (course.root / "graded").rglob("10_twice.csv")
    with marks.open(encoding="utf-8-sig", newline="") as file:
        points = {row["student"]: (row["twice/double"], row["of"]) for row in csv.DictReader(file)}
    assert points == {"ann": ("1", "1"), "bob": ("0", "1")}
