"""What students get: an assignment without its solutions, and what it takes to run it."""

import difflib
import shutil
import zipfile
from pathlib import Path

import nbformat

from ..chapters import CHAPTERS
from ..exercises import forms, learner
from .errors import UnknownChapter

README = """\
# {title}

Open `{notebook}` in Jupyter, write your answers, and run the check below each: it answers at once.
Hand in that one file, under its own name.

You need Python 3.11 or newer. In this folder:

    python3 -m venv .venv
    .venv/bin/pip install -r requirements.txt
    .venv/bin/jupyter lab

On Windows, the second and third command start with `.venv\\Scripts\\`.
"""
EPOCH = (2000, 1, 1, 0, 0, 0)  # in the zip, so that the same assignment makes the same bytes


def choose(paths: dict[str, Path], chapter: str) -> Path:
    """The source notebook of a chapter, by its word or its assignment's name.

    Parameters
    ----------
    paths : dict
        Source notebooks by the name of the assignment, see `actcourse.grading.sources.sources`.
    chapter : str
        ``"sigmoid"`` or ``"02_sigmoid"``.
    """
    words = {c.word: paths[c.folder] for c in CHAPTERS.values() if c.folder in paths}
    if chapter in words | paths:
        return (words | paths)[chapter]
    close = difflib.get_close_matches(chapter, words, n=3, cutoff=0.4)
    raise UnknownChapter(
        f"no chapter is called {chapter!r}: did you mean {' or '.join(close or words)}?"
    )


def assign(root: str | Path, path: Path, out: str | Path, variant: int | None = None) -> list[Path]:
    """Write the student version of the source notebook at `path`, and a zip of it, into `out`.

    Parameters
    ----------
    root
        The course, whose package goes along as a wheel.
    path
        The source notebook.
    out
        A folder; the files are in a folder of the assignment's name, as nbgrader has them.
    variant
        Seed for the exercises that can be varied.

    Returns
    -------
    list of Path
        The folder and the zip.

    Raises
    ------
    CannotBuild
        Of `actcourse.exercises.wheels`; then an earlier version is as it was.
    """
    folder = Path(out) / path.parent.name
    folder.mkdir(parents=True, exist_ok=True)
    wheel = learner.wheel(Path(root), folder)
    for old in set(folder.glob("actcourse-*.whl")) - {wheel}:
        old.unlink()
    notebook = forms.release(path, variant)
    title = notebook.cells[0].source.partition("\n")[0].lstrip("# ")
    (folder / path.name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    (folder / "requirements.txt").write_text(f"./{wheel.name}[lab]\n", encoding="utf-8")
    text = README.format(title=title, notebook=path.name)
    (folder / "README.md").write_text(text, encoding="utf-8")
    names = (path.name, "README.md", "requirements.txt", wheel.name)
    return [folder, _pack(folder, names)]


def _pack(folder, names) -> Path:
    packed = folder.with_name(f"{folder.name}.zip")
    beside = packed.with_suffix(".zip.new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", EPOCH)
            entry.external_attr = 0o644 << 16
            with (folder / name).open("rb") as file, archive.open(entry, "w") as target:
                shutil.copyfileobj(file, target)
    return beside.replace(packed)
