"""What students get runs, asks for every answer, and gives none away."""

import os
import subprocess
import sys
import zipfile

import nbformat
import pytest
from nbclient import NotebookClient

from actcourse.exercises import forms, learner
from actcourse.grading.errors import UnknownChapter
from actcourse.grading.release import assign, choose

from .conftest import ROOT, SOURCES


@pytest.fixture
def quick_wheel(monkeypatch):
    """A file in place of the wheel, which takes seconds to build."""

    def wheel(root, out):
        path = out / "actcourse-1-py3-none-any.whl"
        path.write_bytes(b"a wheel")
        return path

    monkeypatch.setattr(learner, "wheel", wheel)


@pytest.mark.parametrize("name", SOURCES)
def test_the_student_version_holds_no_line_of_a_solution(name, tmp_path, quick_wheel):
    folder, packed = assign(ROOT, SOURCES[name], tmp_path)
    source = nbformat.read(SOURCES[name], as_version=4)
    student = nbformat.read(folder / SOURCES[name].name, as_version=4)
    texts = {line.strip() for cell in student.cells for line in cell.source.splitlines()}
    for cell in source.cells:
        kept = {line.strip() for line in forms.SOLUTION.sub("", cell.source).splitlines()}
        for _, region in forms.SOLUTION.findall(cell.source):
            # A line such as `for x in y:` may stand in another cell as well.
            lines = {line.strip() for line in region.splitlines()} - kept - {""}
            elsewhere = {
                line.strip()
                for other in source.cells
                for line in forms.SOLUTION.sub("", other.source).splitlines()
            }
            assert not (lines - elsewhere) & texts
    assert not any("SOLUTION" in line for line in texts)
    assert packed.name == f"{name}.zip"


def test_the_zip_holds_the_folder_and_is_the_same_each_time(tmp_path, path, quick_wheel):
    folder, packed = assign(ROOT, path, tmp_path)
    before = packed.read_bytes()
    (folder / "actcourse-0-py3-none-any.whl").write_bytes(b"an old one")
    assign(ROOT, path, tmp_path)
    assert packed.read_bytes() == before
    with zipfile.ZipFile(packed) as archive:
        for entry in archive.namelist():
            assert archive.read(entry) == (tmp_path / entry).read_bytes()
    assert {p.name for p in folder.iterdir()} == {
        "README.md",
        "actcourse-1-py3-none-any.whl",
        "requirements.txt",
        "sigmoid_exercises.ipynb",
    }
    assert (folder / "requirements.txt").read_text() == "./actcourse-1-py3-none-any.whl[lab]\n"


def test_a_variant_is_another_sheet(tmp_path, path, quick_wheel):
    sheets = [
        (assign(ROOT, path, tmp_path / str(seed), seed)[0] / path.name).read_text()
        for seed in (None, 1, 1, 2)
    ]
    assert sheets[1] == sheets[2]
    assert len(set(sheets)) == 3
    assert ", variant=1)" in sheets[1]


@pytest.mark.parametrize("chapter", ["sigmoid", "02_sigmoid"])
def test_a_chapter_is_known_by_its_word_and_its_number(chapter, path):
    assert choose(SOURCES, chapter) == path


def test_an_unknown_chapter_is_told_with_those_that_are_near():
    with pytest.raises(UnknownChapter, match="'sigmoids': did you mean sigmoid"):
        choose(SOURCES, "sigmoids")
    with pytest.raises(UnknownChapter, match="maxout or backprop"):
        choose(SOURCES, "xyz")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The package as students install it, apart from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(learner.wheel(ROOT, folder)) as archive:
        archive.extractall(folder / "package")
    return folder / "package"


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_it_runs_from_top_to_bottom_and_asks_for_every_answer(
    name, unpacked, tmp_path, quick_wheel, monkeypatch
):
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    where = [sys.executable, "-c", "import actcourse; print(actcourse.__file__)"]
    found = subprocess.run(where, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found.stdout.startswith(str(unpacked) + os.sep)
    folder, _ = assign(ROOT, SOURCES[name], tmp_path)
    notebook = nbformat.read(folder / SOURCES[name].name, as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=120, resources=resources).execute()
    said = "".join(o.get("text", "") for c in notebook.cells for o in c.get("outputs", ()))
    exercises = forms.exercises(nbformat.read(SOURCES[name], as_version=4))
    for exercise, _, _ in exercises:
        assert f"○ {exercise.id}: not attempted yet." in said
