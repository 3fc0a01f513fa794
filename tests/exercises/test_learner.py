"""The learner's tree, and a learner's own copy that is never overwritten."""

import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from actcourse.exercises import forms, learner

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The learner's tree of the course."""
    out = tmp_path_factory.mktemp("tree") / "learner"
    learner.write(ROOT, out)
    return out


def test_the_tree_holds_lessons_assignments_and_what_it_takes_to_run_them(tree):
    files = {p.relative_to(tree).as_posix() for p in tree.rglob("*") if p.is_file()}
    chapters = ROOT / "chapters"
    notebooks = {p.relative_to(chapters).as_posix() for p in chapters.glob("[0-9][0-9]_*/*.ipynb")}
    (wheel,) = tree.glob("*.whl")
    assert notebooks
    binder = {f".binder/{name}" for name in ("pins.txt", "requirements.txt", "runtime.txt")}
    own = {wheel.name, "requirements.txt", "README.md", learner.MANIFEST}
    assert files == notebooks | binder | own
    assert (tree / "requirements.txt").read_text() == f"./{wheel.name}[lab]\n"


def test_binder_installs_the_same_with_the_pins_of_the_course(tree):
    wanted = (tree / "requirements.txt").read_text()
    assert (tree / ".binder" / "requirements.txt").read_text() == f"-c pins.txt\n{wanted}"
    pins = (tree / ".binder" / "pins.txt").read_text()
    assert pins == (ROOT / "requirements.txt").read_text()
    assert "[" not in pins, "pip takes no extras in a file of constraints"
    version = (tree / ".binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    with (ROOT / "pyproject.toml").open("rb") as file:
        asked = tomllib.load(file)["project"]["requires-python"]
    assert Version(version) in SpecifierSet(asked)


def test_no_solution_and_no_output_is_in_the_tree(tree, secrets):
    found = sorted(tree.rglob("*.ipynb"))
    for path in found:
        cells = nbformat.read(path, as_version=4).cells
        lines = {line.strip() for cell in cells for line in cell.source.splitlines()}
        assert not any("SOLUTION" in line for line in lines)
        assert not any(cell.get("outputs") for cell in cells)
        if path.stem.endswith("_exercises"):  # a lesson may well teach what an exercise asks
            assert not lines & secrets[path.name]
    assert set(secrets) <= {path.name for path in found}


def _code(notebook):
    return [c.source for c in notebook.cells if c.cell_type == "code" and c.id != "colab"]


def test_lessons_keep_their_sources_and_assignments_are_the_student_version(tree):
    for path in tree.rglob("*.ipynb"):
        source = ROOT / "chapters" / path.relative_to(tree)
        wanted = nbformat.read(source, as_version=4)
        if path.stem.endswith("_exercises"):
            wanted = forms.release(source)
        got = nbformat.read(path, as_version=4)
        assert _code(got) == _code(wanted)  # tests/exercises/test_plain.py has the texts


@pytest.mark.parametrize("on_colab", [False, True])
def test_the_first_code_brings_the_course_to_colab_and_does_nothing_elsewhere(
    tree, monkeypatch, on_colab
):
    ran = []
    shell = InteractiveShell()
    monkeypatch.setattr(shell, "run_line_magic", lambda *words: ran.append(words))
    if on_colab:
        monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    paths = sorted(tree.rglob("*.ipynb"))
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        shell.run_cell(first.source).raise_error()
    wanted = ("pip", f"install --quiet 'actcourse[course] @ git+{learner.repository(ROOT)}'")
    assert ran == [wanted] * len(paths) * on_colab


def test_the_ipywidgets_that_colab_has_is_left_alone_and_jupyterlab_gets_one_it_can_show():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def allowed(needs):
        (specifier,) = [n.removeprefix("ipywidgets") for n in needs if n.startswith("ipywidgets")]
        return SpecifierSet(specifier)

    extras = project["optional-dependencies"]
    assert "actcourse[live]" in extras["course"]
    assert Version("7.7.1") in allowed(extras["live"])
    assert Version("7.7.1") not in allowed(extras["lab"])


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only git knows the files of the project")
def test_the_address_of_the_repository_is_one_setting():
    address = learner.repository(ROOT).removeprefix("https://github.com/")
    listed = subprocess.run(
        ["git", "grep", "--files-with-matches", "--fixed-strings", address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.split() == ["_config.yml"]


def test_the_wheel_has_the_package_and_no_notebook(tree):
    (wheel,) = tree.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "exercises/check.py",
        "exercises/assignments/tanh.py",
        "exercises/answers/tanh.py",
        "explore/assets/explore.js",
        "data.py",
    ):
        assert f"actcourse/{needed}" in names
    assert not [name for name in names if name.endswith(".ipynb") or "tests" in name]


def test_a_course_that_lacks_a_notebook_is_refused_before_anything_is_written(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(
        FileNotFoundError, match=r"lacks 01_why_nonlinearity/why_nonlinearity\.ipynb"
    ):
        learner.write(tmp_path, out)
    assert not out.exists()


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="give another folder"):
        learner.write(ROOT, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def make(folder, **files):
    """A tree as `learner.write` leaves it, with these texts."""
    folder.mkdir(exist_ok=True)
    digests = {}
    for stem, text in files.items():
        path = folder / "01_start" / f"{stem}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        digests[f"01_start/{stem}.ipynb"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / learner.MANIFEST).write_text(json.dumps(digests))
    return folder


def texts(folder):
    return {p.name: p.read_text() for p in sorted(folder.rglob("*.ipynb"))}


def test_untouched_files_follow_the_course_and_deleted_ones_come_back(tmp_path):
    mine = tmp_path / "mine"
    assert learner.deliver(make(tmp_path / "tree", a="1", b="1"), mine) == []
    assert learner.deliver(make(tmp_path / "tree", a="2", b="1"), mine) == []
    (mine / "01_start" / "b.ipynb").unlink()
    assert learner.deliver(make(tmp_path / "tree", a="2", b="1", c="1"), mine) == []
    assert texts(mine) == {"a.ipynb": "2", "b.ipynb": "1", "c.ipynb": "1"}


def test_an_edited_file_stays_and_the_new_version_lies_beside_it(tmp_path):
    mine = tmp_path / "mine"
    learner.deliver(make(tmp_path / "tree", a="1"), mine)
    (mine / "01_start" / "a.ipynb").write_text("my answer")
    (mine / "01_start" / "notes.ipynb").write_text("my notes")
    assert learner.deliver(make(tmp_path / "tree", a="1"), mine) == []
    (sentence,) = learner.deliver(make(tmp_path / "tree", a="2"), mine)
    assert sentence == (
        "01_start/a.ipynb: you have edited it, so it stays; the new version is a.new.ipynb"
    )
    kept = {"a.ipynb": "my answer", "notes.ipynb": "my notes"}
    assert texts(mine) == kept | {"a.new.ipynb": "2"}
    # Nothing new: silence. And an edited `.new` is the learner's as well.
    assert learner.deliver(make(tmp_path / "tree", a="2"), mine) == []
    (mine / "01_start" / "a.new.ipynb").write_text("my second answer")
    learner.deliver(make(tmp_path / "tree", a="3"), mine)
    new = {"a.new.ipynb": "my second answer", "a.new-2.ipynb": "3"}
    assert texts(mine) == kept | new


def test_a_file_that_was_there_before_the_first_delivery_stays(tmp_path):
    mine = tmp_path / "mine"
    (mine / "01_start").mkdir(parents=True)
    (mine / "01_start" / "a.ipynb").write_text("older than the course")
    assert len(learner.deliver(make(tmp_path / "tree", a="1"), mine)) == 1
    assert texts(mine) == {"a.ipynb": "older than the course", "a.new.ipynb": "1"}
    # A lost manifest makes every file look edited, but the same version is not laid out twice.
    (mine / learner.MANIFEST).unlink()
    learner.deliver(make(tmp_path / "tree", a="1"), mine)
    assert texts(mine) == {"a.ipynb": "older than the course", "a.new.ipynb": "1"}
