"""Students whose answers are the same, letter for letter: shown to the teacher, not judged."""

import hashlib
import json

from nbformat import NotebookNode

from ..exercises.cells import answer_id
from .journal import Journal


def alike(journal: Journal, assignment: str, released: NotebookNode) -> list[tuple[list[str], int]]:
    """Groups of students with the same answers, the largest first, and how many answers each gave.

    Parameters
    ----------
    journal
        Of the run.
    assignment : str
        Its name.
    released : NotebookNode
        What was handed out. An answer that still is as it was there does not count, so that who
        did nothing is like nobody.
    """
    stubs = {
        cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source.strip()
        for cell in released.cells
    }
    students: dict[tuple[str, int], list[str]] = {}
    for student, name, *_ in journal.submissions(marked=True):
        if name != assignment:
            continue
        own = [
            [cell["answer"], cell["source"]]
            for cell in journal.kept(student, name).cells
            if cell["answer"] and cell["source"].strip() != stubs.get(answer_id(cell["answer"]))
        ]
        if own:
            digest = hashlib.sha256(json.dumps(own).encode()).hexdigest()
            students.setdefault((digest, len({id for id, _ in own})), []).append(student)
    groups = [(some, number) for (_, number), some in students.items() if len(some) > 1]
    return sorted(groups, key=lambda group: (-len(group[0]), group[0]))
