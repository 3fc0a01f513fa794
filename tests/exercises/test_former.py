"""A notebook that was handed out before another question took a place gets the verdicts of then."""

import nbformat
import numpy as np
import pytest

from actcourse.exercises import EXERCISES, check, forms, progress
from actcourse.exercises.cells import answer_id
from actcourse.exercises.spec import FORMER
from actcourse.grading import intake
from actcourse.grading.sources import load, sources

from .conftest import ROOT

HEIRS = {e.replaces: e for e in EXERCISES.values() if e.replaces}
EACH = pytest.mark.parametrize("id", FORMER)


@EACH
def test_check_judges_it_as_before(id, capsys):
    former = FORMER[id]
    check(id, former.also_right[0])
    assert capsys.readouterr().out.startswith(f"✓ {id}, {former.points} of {former.points}")
    for mistake in former.mistakes:
        for wrong in mistake.answers:
            check(id, wrong)
            assert former.hint_for(mistake.key) in capsys.readouterr().out


@EACH
def test_what_was_right_then_is_no_answer_to_the_question_of_today(id, capsys):
    check(HEIRS[id].id, FORMER[id].also_right[0])
    assert capsys.readouterr().out.startswith("✗")


def notebook(id, in_older_form):
    """The assignment's source notebook, solved; with the older question where it is wanted."""
    (path,) = [p for p in sources(ROOT).values() if p.parent.name.endswith(id.partition("/")[0])]
    found = nbformat.read(path, as_version=4)
    for cell in found.cells:
        if in_older_form:
            heir = HEIRS[id].id
            cell.source = cell.source.replace(f'check("{heir}"', f'check("{id}"')
            if cell.metadata.get("nbgrader", {}).get("grade_id") == answer_id(heir):
                cell.metadata["nbgrader"]["grade_id"] = answer_id(id)
                right = np.asarray(FORMER[id].also_right[0]).tolist()
                cell.source = f"{FORMER[id].name} = {right}"
            elif cell.metadata.get("nbgrader", {}).get("grade_id") == heir.replace("/", "-"):
                cell.metadata["nbgrader"]["grade_id"] = id.replace("/", "-")
        cell.source = forms.solved(cell.source)
    return path, found


@EACH
@pytest.mark.parametrize("older", [True, False])
def test_a_learners_own_run_and_the_grader_find_the_form_that_a_notebook_has(id, older, tmp_path):
    path, found = notebook(id, older)
    file = tmp_path / "mine.ipynb"
    nbformat.write(found, file)
    heir = HEIRS[id].id
    wanted, other = (id, heir) if older else (heir, id)
    submission = intake.read(intake.Origin("anna", ""), file.read_bytes(), [load(path, seed=1)])
    assert wanted in submission.before
    assert other not in submission.before
    assert wanted in {cell["answer"] for cell in submission.cells}
    own = {verdict.id: verdict for verdict in progress.verdicts(file)}
    assert own[wanted].right
    assert other not in own
