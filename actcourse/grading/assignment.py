"""What the grader knows of an assignment: its exercises, their inputs for this run, its cells."""

import ast
import functools
import zlib
from dataclasses import dataclass

import numpy as np

from ..exercises.run import Groups
from ..exercises.spec import Exercise
from ..exercises.variants import varied
from .inside import wire

KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign)


@dataclass(frozen=True)
class Assignment:
    """An assignment as one grading run sees it; it can be sent to another process or machine.

    Attributes
    ----------
    name : str
        nbgrader's assignment id, ``"02_sigmoid"``.
    notebook : str
        nbgrader's notebook id, ``"sigmoid_exercises"``.
    ids : tuple of str
        The exercises, in the order of the notebook.
    given : tuple of str
        Sources of the code cells that are neither answers nor checks.
    seed : int
        What the inputs of this run are drawn from, the same for every submission.
    variant : int or None
        Seed of the variant that was handed out.
    """

    name: str
    notebook: str
    ids: tuple[str, ...]
    given: tuple[str, ...]
    seed: int
    variant: int | None = None

    @property
    def exercises(self) -> list[Exercise]:
        """The specifications, in the order of the notebook."""
        return [varied(id, self.variant).exercise for id in self.ids]

    @property
    def forms(self) -> dict[str, Exercise]:
        """The same by id, each behind the exercise of earlier notebooks whose place it takes."""
        ids = [form for e in self.exercises for form in (e.replaces, e.id) if form]
        return {id: varied(id, self.variant).exercise for id in ids}

    @property
    def points(self) -> int:
        """Points to be had in all."""
        return sum(exercise.points for exercise in self.exercises)

    def inputs(self, exercise: Exercise) -> Groups | None:
        """The arguments with which this run calls an answer, or None for a plain value."""
        return exercise.inputs(np.random.default_rng([self.seed, zlib.crc32(exercise.id.encode())]))

    def task(self) -> dict:
        """What the sandbox gets to know of the assignment."""
        return {
            "prelude": [definitions(source) for source in self.given],
            "answers": {e.id: self._asked(e) for e in self.forms.values()},
        }

    def _asked(self, exercise):
        groups = self.inputs(exercise)
        return {
            "id": exercise.id,
            "name": exercise.name,
            "driver": exercise.driver and exercise.driver.__name__,
            "inputs": groups and [[wire.encode(args) for args in group] for group in groups],
        }


@functools.cache
def definitions(source: str) -> str:
    """The imports, functions, classes and plain assignments of one of the course's own cells.

    The rest measures and prints, which the grader can do without.
    """
    kept: list[ast.stmt] = [
        statement for statement in ast.parse(source).body if isinstance(statement, KEPT)
    ]
    return ast.unparse(ast.Module(kept, type_ignores=[]))
