"""What a page needs to judge an answer that is no code, without Python: the judge's own words.

All that can be handed in is either enumerated here (letters, the numbers that a trial admits) or
cut into the pieces of the number line on which the judge says the same. The page's script looks up
and decides nothing.
"""

import itertools
import math
from functools import singledispatch

import numpy as np

from .cells import answer_id
from .judging import judge_known
from .spec import Exercise
from .values import MultipleChoice, Numbers, Ordering, numbers_of

LARGEST = np.finfo(float).max
NEAR = 1e-3  # relative: within this of a known wrong number, it is recognised
TINY = 1e-9  # relative: no two of the judge's limits are so close to each other


def facts(exercise: Exercise) -> dict | None:
    """What the page's script needs to judge an answer to `exercise`, and to write it down.

    Returns
    -------
    dict or None
        For JSON; None where the answer is code.
    """
    judged = _judged(exercise)
    if judged is None:
        return None
    stated = {"id": exercise.id, "points": exercise.points, "name": exercise.name}
    return {**stated, "cell": answer_id(exercise.id), **judged}


@singledispatch
def _judged(exercise):
    return None


@_judged.register
def _(exercise: MultipleChoice):
    return {"kind": "choice", **_by_letters(exercise, exercise.letters)}


@_judged.register
def _(exercise: Ordering):
    orders = map("".join, itertools.permutations(exercise.letters))
    return {"kind": "order", **_by_letters(exercise, orders)}


def _by_letters(exercise, answers):
    """The verdict by the shortest beginning of the letters that settles it."""
    said = {}
    for answer in answers:
        verdict = judge_known(exercise, answer, np.random.default_rng(0))
        for n in range(1, len(answer) + 1):
            said.setdefault(answer[:n], set()).add((str(verdict), verdict.earned))
    # The beginnings of which one says it all, and of which a shorter one does not.
    settled = {
        start: next(iter(verdicts))
        for start, verdicts in said.items()
        if len(verdicts) == 1 and len(said.get(start[:-1], ())) != 1
    }
    verdicts = {start: list(verdict) for start, verdict in settled.items()}
    return {"letters": exercise.letters, "verdicts": verdicts}


@_judged.register
def _(exercise: Numbers):
    places = range(len(exercise.quantities))
    return {"kind": "numbers", "numbers": [_number(exercise, place) for place in places]}


def _number(exercise, place):
    """What is said of the number at `place`: by its place on the line, or by what was tried."""
    quantity = exercise.quantities[place]
    stated = {"what": quantity.what, "points": quantity.points}
    if quantity.trial:
        tries = [
            [number, _hint(exercise, place, number), quantity.trial.report(number)]
            if not quantity.holds(number)
            else [number, None, quantity.reason(number)]
            for number in map(float, quantity.trial.grid)
        ]
        return {**stated, "tries": tries}
    pieces = _pieces(lambda number: _hint(exercise, place, number), _suspects(exercise, place))
    return {**stated, "why": quantity.within.why, "pieces": pieces}


def _hint(exercise, place, number):
    """The hint for a number that is wrong; None for one that is right."""
    if exercise.quantities[place].holds(number):
        return None
    failure = exercise.failure(number, place)
    return failure.hint or exercise.hint_for(failure.key)


def _suspects(exercise, place):
    """Numbers beside which the judge may change its mind, with some just below and above each."""
    within = exercise.quantities[place].within
    ends = {0.0, 1.0, within.low, within.high, 100 * within.low, 100 * within.high}  # per cent, too
    for mistake in exercise.mistakes:
        for known in mistake.answers:
            theirs = numbers_of(known)
            if theirs and len(theirs) == len(exercise.quantities):
                ends |= {theirs[place] * (1 + k * NEAR) for k in (-1, 0, 1)}
    found = {-LARGEST, LARGEST, *ends}
    for end in filter(math.isfinite, ends):
        found |= {math.nextafter(end, -math.inf), math.nextafter(end, math.inf)}
        found |= {end * (1 - TINY), end * (1 + TINY)}
    return sorted(number for number in found if math.isfinite(number))


def _pieces(word, suspects):
    """Where a function of a number changes: list of [first number, what it says from there on].

    Between neighbours among the suspects it changes once at most.
    """
    pieces = [[None, word(suspects[0])]]  # from the very beginning
    for low, high in itertools.pairwise(suspects):
        if (last := word(high)) != (first := word(low)):
            while (middle := low / 2 + high / 2) not in (low, high):
                low, high = (middle, high) if word(middle) == first else (low, middle)
            pieces.append([float(high), last])
    return pieces
