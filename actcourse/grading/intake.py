"""Reads the submissions in what was handed in, without trusting them.

What cannot be read is set aside with a reason; see `tree` for the files, `people` for their owners.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..exercises.cells import (
    CHECK,
    VARIANT,
    NoNotebook,
    answer_id,
    arrange,
    check_id,
    code_cells,
    headings,
    load,
)
from . import tree
from .assignment import Assignment
from .people import Origin, whose
from .tree import File, Unreadable

MOST_CELLS = 2_000
OF = (answer_id, check_id)  # the cells that tell an assignment


@dataclass(frozen=True)
class Submission:
    """A notebook that was handed in, down to what is graded.

    Attributes
    ----------
    origin : Origin
        Where it came from.
    assignment : str
        Name of the assignment.
    digest : str
        SHA-256 of the file.
    cells : tuple of dict
        The learner's code cells, `source` and `answer`, as `exercises.cells.arrange` gives them.
    before : dict
        For each exercise, in the form that the notebook has, how many of these stand above its
        check.
    """

    origin: Origin
    assignment: str
    digest: str
    cells: tuple[dict, ...]
    before: dict[str, int]


def find(path: str | Path, skipped: Path | None = None) -> Iterator[tuple[Origin, File]]:
    """Every file that was handed in: whose it is, and how it is read.

    Parameters
    ----------
    path
        A zip, as Moodle and Canvas give; or a folder of notebooks, of zips, of Moodle's folders,
        or of nbgrader's: ``student/assignment/notebook.ipynb``.
    skipped
        A folder that is left out: where the marks go.
    """
    for file in tree.files(path, skipped):
        member = "/".join(file.member)
        yield whose("/".join(file.place), file=str(file.path), member=member), file


def read(origin: Origin, data: bytes, assignments: list[Assignment]) -> Submission:
    """The submission in a file; raises `Unreadable` if there is none."""
    notebook, pairs = _notebook(data)
    assignment = _match(origin, notebook, pairs, assignments)
    _same_variant(pairs, assignment.variant)
    cells, before = arrange(pairs, _forms(pairs, assignment), assignment.given)
    return Submission(origin, assignment.name, digest(data), tuple(cells), before)


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def _notebook(data: bytes):
    """The notebook, and source and nbgrader's id of every code cell."""
    try:
        notebook = load(data)
        pairs = code_cells(notebook)
    except NoNotebook as error:
        raise Unreadable(str(error)) from None
    if len(pairs) > MOST_CELLS:
        raise Unreadable(f"has {len(pairs)} code cells, more than {MOST_CELLS}")
    return notebook, pairs


def _same_variant(pairs, wanted: int | None):
    """Raise `Unreadable` if the checks are those of another variant."""
    varied = {seed.lstrip("0") or "0" for source, _ in pairs for seed in VARIANT.findall(source)}
    if varied - {str(wanted)}:
        seeds = " and ".join(sorted(varied))[:60]
        graded = "the plain one" if wanted is None else f"variant {wanted}"
        raise Unreadable(
            f"is variant {seeds}, and {graded} is graded: grade it apart, with --variant {seeds}"
        )


def _match(origin, notebook, pairs, assignments) -> Assignment:
    """The assignment of the notebook: its cells tell, then its headings, then its own name."""
    ids = _cells(pairs)
    titles = headings(notebook)
    sources = "\n".join(source for source, _ in pairs)
    own = re.split(r"[/\\]", origin.where)[-1]

    def told(assignment):
        exercises = assignment.exercises
        cells = len(ids & {of(id) for id in assignment.ids for of in OF})
        titled = len(titles & {exercise.title for exercise in exercises})
        named = assignment.notebook in own and any(_binds(sources, e.name) for e in exercises)
        return cells, titled, named

    best = max(assignments, key=told)
    if any(told(best)):
        return best
    names = ", ".join(assignment.name for assignment in assignments)
    raise Unreadable(f"holds no exercise of {names}: is it another notebook?")


def _forms(pairs, assignment) -> list[str]:
    """The ids of its exercises; of one that took another's place, the id that the notebook has."""
    here = _cells(pairs)

    def stands(id):
        return bool(here & {of(id) for of in OF})

    return [
        e.replaces if e.replaces and stands(e.replaces) and not stands(e.id) else e.id
        for e in assignment.exercises
    ]


def _cells(pairs) -> set[str]:
    """nbgrader's ids of the cells of exercises, by what they say of themselves or call."""
    called = {check_id(id) for source, _ in pairs for id, _ in CHECK.findall(source)}
    return called | {grade_id for _, grade_id in pairs if grade_id}


def _binds(sources, name) -> bool:
    pattern = rf"^(?:(?:def|class)\s+{name}\b|{name}\s*=)"
    return re.search(pattern, sources, re.MULTILINE) is not None
