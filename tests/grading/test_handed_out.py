"""What earlier versions have handed out is graded for good, with the marks that it had then."""

import json
from pathlib import Path

import pytest

from actcourse.exercises.spec import EXERCISES, FORMER
from actcourse.grading import intake, sandbox
from actcourse.grading.marking import mark
from actcourse.grading.sources import load

from .conftest import SOURCES

FILES = {path.stem: path for path in Path(__file__).with_name("handed_out").glob("*.json")}
QUICK = ("02_sigmoid", "solved"), ("02_sigmoid", "half"), ("02_sigmoid-variant7", "solved")


def stored(name):
    """A release of then, with the copies that were handed in."""
    return json.loads(FILES[name].read_text(encoding="utf-8"))


COPIES = [(name, copy) for name in sorted(FILES) for copy in stored(name)["copies"]]


def handed_in(entry, copy) -> bytes:
    """A copy as the file that came back."""
    notebook = json.loads(json.dumps(entry["release"]))
    answers = {
        f"{id.replace('/', '-')}-answer": source
        for id, source in entry["copies"][copy]["answers"].items()
    }
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = answers.pop(grade_id)
    assert not answers
    return json.dumps(notebook).encode()


def points(name, copy):
    """The points of a copy by exercise: those of then, and those of today."""
    entry = stored(name)
    assignment = load(SOURCES[entry["assignment"]], seed=3, variant=entry["variant"])
    found = intake.Origin("anna", "anna.ipynb")
    submission = intake.read(found, handed_in(entry, copy), [assignment])
    with sandbox.Sandboxes(assignment.task()) as sandboxes:
        verdicts = mark(assignment, submission, sandboxes)
    # Where another question stands today, its marks are those of the one before.
    earned = {EXERCISES[v.id].replaces or v.id: v.earned for v in verdicts}
    return entry["copies"][copy]["marks"], earned


def test_every_exercise_that_was_replaced_is_among_them():
    assert {e.replaces for e in EXERCISES.values() if e.replaces} == FORMER.keys()
    then = {id for name in FILES for c in stored(name)["copies"].values() for id in c["marks"]}
    assert FORMER.keys() <= then


@pytest.mark.parametrize("id", FORMER)
def test_the_question_in_anothers_place_has_its_name_and_points(id):
    (heir,) = [e for e in EXERCISES.values() if e.replaces == id]
    assert (heir.name, heir.points, heir.kind) == (
        FORMER[id].name,
        FORMER[id].points,
        FORMER[id].kind,
    )
    assert id not in EXERCISES


def test_every_assignment_is_among_them_and_a_variant():
    assert {stored(name)["assignment"] for name in FILES} == SOURCES.keys()
    assert {stored(name)["variant"] for name in FILES} > {None}


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_is_known_by_its_cells_and_all_its_answers_are_found(name):
    entry = stored(name)
    assignments = [load(path, seed=3, variant=entry["variant"]) for path in SOURCES.values()]
    copy = entry["copies"]["solved"]
    found = intake.Origin("anna", "anna.ipynb")
    submission = intake.read(found, handed_in(entry, "solved"), assignments)
    answers = {cell["answer"]: cell["source"] for cell in submission.cells if cell["answer"]}
    assert submission.assignment == entry["assignment"]
    assert answers == copy["answers"]
    assert copy["marks"].keys() <= submission.before.keys()


def holds(name, copy):
    """Assert that no right answer has fewer points than then, and that a wrong one has the same."""
    then, now = points(name, copy)
    assert then.keys() <= now.keys()
    assert {id: now[id] for id in then} == then


@pytest.mark.usefixtures("bubblewrap")
@pytest.mark.parametrize(("name", "copy"), QUICK)
def test_it_gets_the_marks_of_then(name, copy):
    holds(name, copy)


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
@pytest.mark.parametrize(("name", "copy"), [c for c in COPIES if c not in QUICK])
def test_it_gets_the_marks_of_then_all(name, copy):
    holds(name, copy)
