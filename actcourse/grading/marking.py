"""From a submission to its verdicts: the answers run in a sandbox, the judge works out here."""

import functools
import json

from ..exercises.spec import EXERCISES, Failure, Verdict
from .assignment import Assignment
from .intake import Submission
from .reply import Reply, endings, read
from .sandbox import LIMITS, SLACK, NoSandbox


def mark(assignment: Assignment, submission: Submission, sandbox) -> list[Verdict]:
    """The verdict on every exercise, in the order of the notebook.

    Raises
    ------
    NoSandbox
        If the sandbox itself fails: then nothing can be said of the submission.
    """
    replies = _replies(assignment, submission, sandbox)
    return [judge(assignment, exercise, replies[exercise.id]) for exercise in assignment.exercises]


def judge(assignment: Assignment, exercise, reply: Reply) -> Verdict:
    """The verdict on what became of one answer."""
    if reply.status == "missing":
        if not reply.error:
            return exercise.open()
        return _refuse(
            exercise, "raised", f"the cell of `{exercise.name}` ended with {reply.message}"
        )
    if reply.status not in ("calls", "value"):
        return _refuse(exercise, reply.status, ENDED[reply.status].format(exercise.name))
    if _asks_for_the_course(reply):
        return _refuse(exercise, "borrowed", BORROWED.format(exercise.name))
    return exercise.judge(inputs(assignment, exercise.id), reply.outcomes)


ENDED = {
    "too slow": f"`{{}}` did not end within {LIMITS['wall']:.0f} seconds.",
    "too long": "`{}` returned more than any answer needs.",
    "died": "the process that ran `{}` died: it used too much memory, or ended itself.",
    "forged": "the process that ran `{}` gave back something that is no result.",
}
BORROWED = "`{}` uses the course's own functions, which are not there when answers are graded."


@functools.lru_cache(maxsize=1000)
def inputs(assignment, id):
    """The inputs of an exercise in this run, drawn once a process."""
    return assignment.inputs(EXERCISES[id])


def _replies(assignment, submission, sandbox) -> dict[str, Reply]:
    """What became of each answer. One that takes the sandbox down costs itself alone."""
    replies, left = {}, list(assignment.ids)
    while left:
        asked = [{"id": id, "before": submission.before[id]} for id in left]
        given = json.dumps({"answers": asked, "cells": submission.cells}).encode()
        ran = sandbox.run("main", given, LIMITS["wall"] * len(left) + SLACK)
        ready, ended, last = endings(ran.output)
        if not ready or not (ended or last):
            raise NoSandbox(f"the sandbox did not start: {ran.errors or 'it said nothing'}")
        replies |= {id: read(*ended[id], _shape(assignment, id)) for id in left if id in ended}
        if last in left:
            replies[last] = Reply("died" if ran.in_time else "too slow")
        left = [id for id in left if id not in replies]
    return replies


def _shape(assignment, id):
    groups = inputs(assignment, id)
    return groups and [len(group) for group in groups]


def _asks_for_the_course(reply) -> bool:
    groups = reply.outcomes if reply.status == "calls" else [[reply.outcomes]]
    outcomes = [outcome for group in groups for outcome in group]
    return any(o.error == "NotHere" or o.type == "Absent" for o in outcomes)


def _refuse(exercise, key, sentence) -> Verdict:
    return exercise.refuse(Failure(key, sentence, key))
