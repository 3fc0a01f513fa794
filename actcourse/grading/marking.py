"""From a submission to its verdicts: the answers run in a sandbox, the judge works out here."""

import functools
import json
from dataclasses import replace

from ..exercises.judging import judge_missing
from ..exercises.run import Groups, Outcome
from ..exercises.spec import Exercise, Failure, Verdict, stated
from .assignment import Assignment
from .errors import NoSandbox
from .intake import Submission
from .reply import Reply, endings, read
from .sandbox import SLACK, Sandboxes, stands

COURSE = "actcourse"
ENDED = {
    "too slow": "`{}` did not end in time.",
    "too long": "`{}` returned more than any answer needs.",
    "died": "the process that ran `{}` died: it took too much memory, or ended itself.",
    "forged": "the process that ran `{}` gave back something that is no result.",
}


def mark(
    assignment: Assignment, submission: Submission, sandboxes: Sandboxes, only: tuple[str, ...] = ()
) -> list[Verdict]:
    """The verdict on every exercise, in the order of the notebook, or on those named alone.

    Raises
    ------
    NoSandbox
        If a sandbox itself fails: then nothing can be said of the submission.
    """
    current = {id: e.id for e in assignment.exercises for id in (e.id, e.replaces)}
    exercises = {
        id: form
        for id, form in assignment.forms.items()
        if id in submission.before and (not only or current[id] in only)
    }
    replies = _replies(assignment, submission, exercises, sandboxes.plain)
    # Most values are plain numbers. What was computed with the course is run again where it is.
    with_course = [
        id
        for id, exercise in exercises.items()
        if COURSE in exercise.allows and asks_for_the_course(replies[id])
    ]
    if with_course:
        replies |= _replies(assignment, submission, with_course, sandboxes.course)
    verdicts = {id: judge(assignment, e, replies[id]) for id, e in exercises.items()}
    # Few cells run for an answer. Where that does not make it right, and others may, all run.
    wrong = [id for id, reply in replies.items() if reply.more and not verdicts[id].right]
    for ids, course in ((set(wrong) - {*with_course}, False), (set(wrong) & {*with_course}, True)):
        if ids:
            sandbox = sandboxes.course if course else sandboxes.plain
            asked = [id for id in exercises if id in ids]
            for id, reply in _replies(assignment, submission, asked, sandbox, whole=True).items():
                again = judge(assignment, exercises[id], reply)
                if again.earned > verdicts[id].earned:
                    verdicts[id] = again
    return [replace(verdict, id=current[id]) for id, verdict in verdicts.items()]


def judge(assignment: Assignment, exercise: Exercise, reply: Reply) -> Verdict:
    """The verdict on what became of one answer."""
    if asks_for_the_course(reply):
        sentence = f"`{exercise.name}` uses the course's own functions, which is not an answer."
        return _refuse(exercise, "borrowed", sentence)
    if reply.status == "missing":
        return judge_missing(exercise, (reply.error, reply.message) if reply.error else None)
    if reply.status in ENDED:
        return _refuse(exercise, reply.status, ENDED[reply.status].format(exercise.name))
    return exercise.judge(inputs(assignment, exercise.id), reply.outcomes)


def asks_for_the_course(reply: Reply) -> bool:
    """Whether an answer wanted the value of something that is not in the sandbox."""
    groups = [reply.outcomes] if isinstance(reply.outcomes, Outcome) else reply.outcomes or ()
    flat = [o for group in groups for o in (group if isinstance(group, list) else [group])]
    return reply.error == "NotHere" or any(
        outcome.error == "NotHere" or outcome.type == "Absent" for outcome in flat
    )


@functools.lru_cache(maxsize=1000)
def inputs(assignment: Assignment, id: str) -> Groups | None:
    """The inputs of an exercise in this run, drawn once a process."""
    return assignment.inputs(stated(id))


def _replies(assignment, submission, ids, sandbox, whole=False) -> dict[str, Reply]:
    """What became of each of the answers `ids`. One that ends the sandbox costs itself alone."""
    replies, left = {}, list(ids)
    while left:
        asked = [{"id": id, "before": submission.before[id], "whole": whole} for id in left]
        given = json.dumps({"answers": asked, "cells": submission.cells}).encode()
        ran = sandbox.run("main", given, sandbox.wall * (len(left) + 1) + SLACK)
        ready, ended, last = endings(ran.output)
        here = {
            id: read(*ended[id], _shape(assignment, id)) for id in left if ready and id in ended
        }
        if ready and last in left:
            here[last] = Reply("died" if ran.in_time else "too slow")
        if not here:
            return replies | _one_by_one(assignment, submission, left, sandbox, whole, ran)
        replies |= here
        left = [id for id in left if id not in replies]
    return replies


def _one_by_one(assignment, submission, ids, sandbox, whole, ran) -> dict[str, Reply]:
    """The same where a sandbox said nothing of use, be it its own fault or that of an answer."""
    if len(ids) > 1:
        alone = [_replies(assignment, submission, [id], sandbox, whole) for id in ids]
        return dict(item for replies in alone for item in replies.items())
    if not stands(sandbox):
        raise NoSandbox(f"a sandbox did not start: {ran.errors or 'it gave no reason'}")
    return {id: Reply("forged") for id in ids}


def _shape(assignment, id):
    groups = inputs(assignment, id)
    return groups and [len(group) for group in groups]


def _refuse(exercise, key, sentence) -> Verdict:
    return exercise.refuse(Failure(key, sentence, key))
