"""The learner's tree: lessons, assignments without solutions, and what it takes to run them.

``python -m actcourse.exercises.learner`` writes it to ``learner/``; with ``--into my-course`` it
also brings a learner's own copy up to date, in which no edited file is ever overwritten.  The same
tree is the branch `BRANCH` of the repository, which Binder, Colab and JupyterHub open.
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from ..chapters import CHAPTERS
from . import forms
from .plain import BIBLIOGRAPHY, plain
from .wheels import wheel

BRANCH = "learn"
MANIFEST = ".course.json"  # the files that came with the course, and their digests

README = """\
# Activation Functions by Experiment

Each folder holds a lesson and its exercises, as Jupyter notebooks.
They run from top to bottom; every exercise answers as soon as you run its check.

You need Python 3.11 or newer. In this folder:

    python3 -m venv .venv
    .venv/bin/pip install -r requirements.txt
    .venv/bin/jupyter lab

On Windows, the second and third command start with `.venv\\Scripts\\`.
"""

RUN = """\
*Figures, sliders and predictions are live.
Run all cells now, and again whenever you reopen this notebook: until then a figure may read
"Error displaying widget".*"""

COLAB = """\
# On Google Colab this installs the course; anywhere else it does nothing.
import sys

if "google.colab" in sys.modules:
    get_ipython().run_line_magic("pip", "install --quiet 'actcourse[course] @ git+{repository}'")"""


def repository(root: str | Path) -> str:
    """Address of the project's repository: ``repository: url`` in ``_config.yml``."""
    config = yaml.safe_load((Path(root) / "_config.yml").read_text(encoding="utf-8"))
    return config["repository"]["url"]


def notebooks(root: str | Path) -> Iterator[tuple[Path, NotebookNode]]:
    """Path within the learner's tree, and notebook, of each lesson and assignment at `root`.

    A book may be built of some pages alone, so what is not there is left out.
    """
    address = repository(root)
    for place, make in PLACES.items():
        source = Path(root, "chapters", place)
        if source.is_file():
            yield Path(place), _for_colab(make(source), address)


def write(root: str | Path, out: str | Path) -> list[str]:
    """Write the learner's tree of the course at `root` to the folder `out`, afresh.

    Returns
    -------
    list of str
        The files written, relative to `out`.

    Raises
    ------
    FileExistsError
        If `out` holds anything that this function did not write.
    FileNotFoundError
        If `root` lacks a notebook of the course.
    """
    root, out = Path(root), Path(out)
    missing = [str(place) for place in PLACES if not Path(root, "chapters", place).is_file()]
    if missing:
        raise FileNotFoundError(f"{root / 'chapters'} lacks {', '.join(missing)}: bring them back")
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST).exists():
        raise FileExistsError(f"{out} is not empty and not a learner's tree: give another folder")
    shutil.rmtree(out, ignore_errors=True)
    for place, notebook in notebooks(root):
        target = out / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    needed = f"./{wheel(root, out).name}[lab]\n"
    (out / "requirements.txt").write_text(needed, encoding="utf-8")
    (out / "README.md").write_text(README, encoding="utf-8")
    _write_binder(root, out, needed)
    files = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    _save(out, {name: _digest(out / name) for name in files})
    return files


def deliver(tree: str | Path, mine: str | Path) -> list[str]:
    """Bring the learner's copy `mine` up to date with `tree`; gives a sentence a conflict.

    A file that the learner has not touched is replaced, one that is missing is put back.
    Where both sides changed a file, the learner's stays, and the new one is put beside it.
    """
    tree, mine = Path(tree), Path(mine)
    mine.mkdir(parents=True, exist_ok=True)
    new, old = _load(tree), _load(mine)
    sentences = []
    for name, digest in new.items():
        target = mine / name
        untouched = not target.exists() or _digest(target) in (old.get(name), digest)
        if untouched:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tree / name, target)
        elif digest != old.get(name):
            beside = _beside(target, digest)
            shutil.copyfile(tree / name, beside)
            sentences.append(
                f"{name}: you have edited it, so it stays; the new version is {beside.name}"
            )
    _save(mine, old | new)
    return sentences


def _beside(target, digest) -> Path:
    """A free name beside `target`, or the one under which this version already lies."""
    number = 1
    while True:
        suffix = ".new" if number == 1 else f".new-{number}"
        path = target.with_name(f"{target.stem}{suffix}{target.suffix}")
        if not path.exists() or _digest(path) == digest:
            return path
        number += 1


def _lesson(source):
    """A lesson in plain Markdown without outputs: they are drawn when the learner runs it."""
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.cells.insert(1, new_markdown_cell(RUN, id="run-all"))  # below the title
    return plain(notebook, source.parents[1] / BIBLIOGRAPHY)


PLACES = {
    place: make
    for chapter in CHAPTERS.values()
    for place, make in ((chapter.lesson, _lesson), (chapter.assignment, forms.release))
}
"""How the learner's notebook is made of each that lies below ``chapters``, in teaching order."""


def _for_colab(notebook, address):
    """The same notebook, with a cell before its first code that brings the course to Colab."""
    first = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    cell = new_code_cell(COLAB.format(repository=address), id="colab")
    notebook.cells.insert(first, cell)
    return notebook


def _write_binder(root, out, needed):
    """What Binder installs: the same as elsewhere, with the pins of the course."""
    shutil.copytree(root / ".binder", out / ".binder")
    shutil.copyfile(root / "requirements.txt", out / ".binder" / "pins.txt")
    # pip looks for the file with the pins beside this one, and for the wheel in the tree.
    (out / ".binder" / "requirements.txt").write_text(f"-c pins.txt\n{needed}", encoding="utf-8")


def _digest(path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _load(folder) -> dict:
    path = folder / MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _save(folder, digests):
    text = json.dumps(digests, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the learner's tree, and bring a learner's own copy up to date."""
    parser = argparse.ArgumentParser(
        prog="python -m actcourse.exercises.learner", description=__doc__
    )
    parser.add_argument("out", nargs="?", default="learner", help="default: learner")
    parser.add_argument("--into", metavar="FOLDER", help="a learner's copy to bring up to date")
    options = parser.parse_args(arguments)
    files = write(".", options.out)
    print(f"{len(files)} files are in {options.out}/")
    if options.into:
        for sentence in deliver(options.out, options.into):
            print(sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
