"""The forms of an assignment: nbgrader's source notebook, and the student version made from it.

The source notebook holds the only copy of each solution, between ``### BEGIN SOLUTION`` and
``### END SOLUTION``; what nbgrader has to know of its cells follows from the specifications.
``python -m actcourse.exercises.forms`` writes that metadata into the source notebooks.
"""

import argparse
import ast
import re
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import preprocessors
from nbgrader.converters import GenerateAssignment

from ..chapters import CHAPTERS
from .cells import CHECK, answer_id, check_id
from .plain import BIBLIOGRAPHY, plain
from .spec import EXERCISES, Exercise
from .variants import varied

SOLUTION = re.compile(
    r"^( *)### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION *$", re.MULTILINE | re.DOTALL
)
EXERCISE = ":::{exercise}"  # opens the text of an exercise
MARK = re.compile(r"^ *### (?:BEGIN|END) SOLUTION *\n?", re.MULTILINE)


class ClearSolutions(preprocessors.ClearSolutions):
    """nbgrader's own, with a stub that lets the notebook run from top to bottom.

    Inside a function it is ``raise NotImplementedError``; for a plain value, ``name = ...``.
    """

    def _replace_solution_region(self, cell, language):
        if cell.cell_type == "code":
            self.code_stub = {**self.code_stub, language: stub(cell.source)}
        return super()._replace_solution_region(cell, language)


PREPROCESSORS = [
    ClearSolutions if p is preprocessors.ClearSolutions else p
    for p in GenerateAssignment.preprocessors.default_args[0]
]
"""What ``nbgrader generate_assignment`` applies, with our own stubs."""

_NEED_A_GRADEBOOK = (preprocessors.SaveCells, preprocessors.IncludeHeaderFooter)
_NEED_A_KERNEL = (preprocessors.InstantiateTests,)


def stub(source: str) -> str:
    """What stands in the student version in place of the solution in a cell's `source`."""
    regions = SOLUTION.findall(source)
    if any(indent for indent, _ in regions) or not regions:
        return "raise NotImplementedError"
    body = ast.parse("".join(textwrap.dedent(region) for _, region in regions)).body
    names = [
        name.id
        for statement in body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]
    if not names:
        raise ValueError(
            "a solution outside of a function assigns no name, so no stub can be made of it; "
            f"keep the `def` line above ### BEGIN SOLUTION: {source!r}"
        )
    return "\n".join(f"{name} = ..." for name in dict.fromkeys(names))


def solved(source: str) -> str:
    """A cell's `source` without the marks around its solution."""
    return MARK.sub("", source).rstrip("\n")


def exercises(notebook: NotebookNode) -> list[tuple[Exercise, int, int]]:
    """Each exercise of `notebook` with the indices of its answer cell and of its check cell.

    Raises
    ------
    ValueError
        If a check has no solution above it, or hands in another name than the specification's.
    """
    in_order, answer = [], None
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if SOLUTION.search(cell.source):
            answer = index
        for id, name in CHECK.findall(cell.source):
            exercise = EXERCISES[id]
            if answer is None:
                raise ValueError(f"no cell with a solution stands above the check of {id}")
            if name != exercise.name:
                raise ValueError(f"the check of {id} takes {name}, wanted {exercise.name}")
            in_order.append((exercise, answer, index))
            answer = None
    return in_order


def annotate(notebook: NotebookNode) -> NotebookNode:
    """Write nbgrader's metadata into `notebook`, from the specifications, and return it."""
    wanted = {}
    for exercise, answer, check in exercises(notebook):
        wanted[answer] = _metadata(answer_id(exercise.id), solution=True)
        wanted[check] = _metadata(check_id(exercise.id), points=exercise.points)
    for index, cell in enumerate(notebook.cells):
        cell.metadata.pop("nbgrader", None)
        if index in wanted:
            cell.metadata["nbgrader"] = wanted[index]
    return notebook


def _metadata(grade_id, solution=False, points=None):
    kept = {"grade": points is not None, "grade_id": grade_id, "locked": points is not None}
    graded = {} if points is None else {"points": points}
    return kept | graded | {"schema_version": 3, "solution": solution, "task": False}


def read(path: str | Path, variant: int | None = None) -> NotebookNode:
    """The source notebook at `path`; with a `variant`, as that seed varies its exercises."""
    notebook = nbformat.read(path, as_version=4)
    if variant is None:
        return notebook
    stated = exercises(notebook)
    texts = [_text_above(notebook, answer) for _, answer, _ in stated]
    for (exercise, _, check), start, end in zip(stated, texts, [*texts[1:], None], strict=True):
        rewrite = varied(exercise.id, variant).rewrite
        for cell in notebook.cells[start:end]:
            cell.source = rewrite(cell.source)
        cell = notebook.cells[check]
        cell.source = CHECK.sub(rf'check("\1", \2, variant={variant})', cell.source)
    return notebook


def _text_above(notebook, index) -> int:
    """Index of the text that states the exercise whose answer is in the cell `index`."""
    return max(i for i in range(index) if EXERCISE in notebook.cells[i].source)


def release(path: str | Path, variant: int | None = None) -> NotebookNode:
    """The student version of the source notebook at `path`, as nbgrader makes it.

    Solutions are replaced by stubs, outputs cleared, cells locked and their checksums written;
    texts are plain Markdown.
    A `variant` is a seed for the exercises that can be varied.
    """
    notebook = read(path, variant)
    resources = {"nbgrader": {"notebook": Path(path).stem, "assignment": Path(path).parent.name}}
    for preprocessor in PREPROCESSORS:
        if preprocessor not in _NEED_A_GRADEBOOK + _NEED_A_KERNEL:
            notebook, resources = preprocessor().preprocess(notebook, resources)
    return plain(notebook, Path(path).parents[1] / BIBLIOGRAPHY)


def find(root: str | Path = "chapters") -> list[Path]:
    """The source notebooks of all assignments below `root`, in order.

    Raises
    ------
    FileNotFoundError
        If one is missing: what is written or graded is the whole course.
    """
    paths = [Path(root, chapter.assignment) for chapter in CHAPTERS.values()]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise FileNotFoundError(
            f"{', '.join(missing)}: there is no such notebook; bring it back, or take its chapter "
            "out of `actcourse.chapters`"
        )
    return paths


def main(arguments: Sequence[str] | None = None) -> int:
    """Write nbgrader's metadata into the source notebooks."""
    parser = argparse.ArgumentParser(
        prog="python -m actcourse.exercises.forms", description=__doc__
    )
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all below chapters/")
    for path in parser.parse_args(arguments).notebooks or find():
        notebook = annotate(nbformat.read(path, as_version=4))
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
