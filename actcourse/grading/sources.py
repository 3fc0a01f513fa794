"""The source notebooks of a course: where they are, and the assignment that each of them states."""

from pathlib import Path

from ..chapters import CHAPTERS
from ..exercises import forms
from .assignment import Assignment


def sources(root: str | Path) -> dict[str, Path]:
    """The source notebook of every assignment of the course at `root`, by its name."""
    paths = {c.folder: Path(root, "chapters", c.assignment) for c in CHAPTERS.values()}
    return {name: path for name, path in paths.items() if path.is_file()}


def load(path: str | Path, seed: int, variant: int | None = None) -> Assignment:
    """The assignment whose source notebook is at `path`, as `variant` varies it."""
    path = Path(path)
    notebook = forms.read(path, variant)
    stated = forms.exercises(notebook)
    marked = {index for _, *both in stated for index in both}
    return Assignment(
        name=path.parent.name,
        notebook=path.stem,
        ids=tuple(exercise.id for exercise, _, _ in stated),
        given=tuple(
            cell.source
            for index, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and index not in marked
        ),
        seed=seed,
        variant=variant,
    )


def loaded(paths: dict[str, Path], seed: int, variant: int | None = None) -> dict[str, Assignment]:
    """The assignments by name, with the inputs of this run."""
    return {name: load(path, seed, variant) for name, path in paths.items()}
