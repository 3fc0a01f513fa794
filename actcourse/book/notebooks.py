"""The stored form of the notebooks: sources, execution counts and text outputs.

Pictures and widgets are drawn afresh wherever a notebook is shown; what is stored is what nbval
compares and what a reader of a diff can judge. ``make notebooks`` runs this module.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from actcourse.imports import PACKAGE, asked_for, imported, reach

TIMEOUT = 120  # seconds for a cell
# A number out of training or timing: tests/nbval_sanitize.cfg keeps nbval from comparing it.
MASKED = re.compile(r"\u2248\s*[-+\u2212]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# What a person or a tool wrote on purpose; everything else is an editor's own bookkeeping.
KEPT_METADATA = {"mystnb", "nbgrader", "needs", "slideshow", "tags"}


def stored(notebook):
    """A copy of `notebook` in the form in which git keeps it.

    Parameters
    ----------
    notebook : NotebookNode
        Of nbformat 4.

    Returns
    -------
    NotebookNode
        Version 4.5, with a unique id on every cell: the given one, or else a hash of the source.
    """
    metadata = {key: value for key, value in notebook.metadata.items() if key in KEPT_METADATA}
    metadata |= {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    cells, ids = [], set()
    for cell in notebook.cells:
        ids.add(name := _id(cell, ids))
        cells.append(_stored_cell(cell, name))
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def _stored_cell(cell, name):
    kept = {
        "cell_type": cell.cell_type,
        "id": name,
        "metadata": {key: value for key, value in cell.metadata.items() if key in KEPT_METADATA},
        "source": "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n")),
    }
    if "attachments" in cell:
        kept["attachments"] = cell.attachments
    if cell.cell_type == "code":
        kept["execution_count"] = cell.execution_count
        kept["outputs"] = text_outputs(cell.outputs)
    return kept


def _id(cell, taken):
    """The cell's id, unless another cell has it already."""
    given = cell.get("id", "")
    if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", given) and given not in taken:
        return given
    digest = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
    return digest if digest not in taken else f"{digest}-{len(taken)}"


def text_outputs(outputs):
    """The outputs as text: one entry per stream, ``text/plain`` of results, names of errors."""
    kept, streams = [], {}
    for output in outputs:
        kind = output.output_type
        if kind == "stream" and output.name in streams:
            # A kernel cuts a stream where it likes; the pieces are one text.
            streams[output.name]["text"] += output.text
        elif kind == "stream":
            streams[output.name] = {"output_type": kind, "name": output.name, "text": output.text}
            kept.append(streams[output.name])
        elif kind == "error":
            summary = f"{output.ename}: {output.evalue}"  # a traceback names paths of this machine
            kept.append({**output, "traceback": [summary]})
        elif "text/plain" in output.data:
            text = {"text/plain": output.data["text/plain"]}
            kept.append({**output, "data": text, "metadata": {}})
    return kept


def dumps(notebook):
    """The text of the file that holds `notebook` in its stored form."""
    return nbformat.writes(stored(notebook)) + "\n"


def execute(path):
    """Run the notebook at `path` from its first cell and write its stored form.

    Raises
    ------
    CellExecutionError
        If a cell fails that is not tagged ``raises-exception``.
    """
    path = Path(path)
    notebook = nbformat.read(path, as_version=4)
    before = [cell.get("outputs") for cell in notebook.cells]
    NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name=KERNEL["name"],
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    for cell, old in zip(notebook.cells, before, strict=True):
        if old and _masked(old) == _masked(text_outputs(cell.outputs)):
            # The same but for numbers that nobody compares: no change for git.
            cell.outputs = old
            for output in old:
                if "execution_count" in output:
                    output.execution_count = cell.execution_count
    path.write_text(dumps(notebook), encoding="utf-8")


def _masked(outputs):
    """Outputs without what differs from run to run, for a comparison."""
    comparable = [{**output, "execution_count": None} for output in outputs]
    return MASKED.sub("≈", json.dumps(comparable, ensure_ascii=False, sort_keys=True))


def problems(path):
    """What keeps the notebook at `path` from being in its stored form: list of sentences."""
    text = Path(path).read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    sentences = []
    if counts != list(range(1, len(counts) + 1)):
        sentences.append("its code cells were not run once, in order, from the first")
    if text != dumps(notebook):
        sentences.append("it holds more than sources, execution counts and text outputs")
    return sentences


def find(root="chapters"):
    """All notebooks below `root`, in order, without an editor's checkpoints: list of Path."""
    return sorted(path for path in Path(root).rglob("*.ipynb") if "checkpoint" not in str(path))


def sources(notebook, package=PACKAGE):
    """Files of the package that run, or are read, when `notebook` is executed: set of Path."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    files = {path for cell in cells for path in imported(cell, package)}
    return reach(files, package, frozenset().union(*map(asked_for, cells)))


def lacking(path):
    """Libraries that the notebook at `path` needs, by its metadata, and this Python lacks."""
    needs = nbformat.read(path, as_version=4).metadata.get("needs", [])
    return [name for name in needs if find_spec(name) is None]


def main(arguments=None):
    """Re-execute notebooks, or with ``--check`` name those that are not in the stored form."""
    parser = argparse.ArgumentParser(prog="python -m actcourse.book.notebooks", description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all below chapters/")
    parser.add_argument("--check", action="store_true", help="execute and write nothing")
    options = parser.parse_args(arguments)
    paths = options.notebooks or find()
    return _check(paths) if options.check else _execute(paths)


def _check(paths):
    complaints = [(path, problem) for path in paths for problem in problems(path)]
    for path, problem in complaints:
        print(f"{path}: {problem}; run `make notebooks`", file=sys.stderr)
    return 1 if complaints else 0


def _execute(paths):
    os.environ.pop("ACTCOURSE_MEDIUM", None)  # the stored text is the one that Jupyter shows
    failed = False
    for path in paths:
        if lacking(path):
            print(f"{path}: left as it is, it needs {', '.join(lacking(path))}")
    with ProcessPoolExecutor() as pool:
        runs = {path: pool.submit(execute, path) for path in paths if not lacking(path)}
        for path, run in runs.items():
            try:
                run.result()
                print(f"{path}: executed and stored")
            except CellExecutionError as error:
                failed = True
                print(f"{path}: a cell failed, nothing was written\n{error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
