"""Variants: the same exercise with other letters or numbers, drawn from a seed.

Neighbours get different sheets, and last year's answer does not fit this year's.
A variant is a specification and the change of the text that goes with it; both follow from the
exercise and the seed, so that `check` and the grader need no more than the seed.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .spec import Exercise, stated

LINE = re.compile(r"^- \*\*([a-z])\*\*:", re.MULTILINE)


@dataclass(frozen=True)
class Variant:
    """An exercise as a seed varies it.

    Attributes
    ----------
    exercise : Exercise
        The specification.
    rewrite : callable
        Gives the source of a cell of the exercise as the variant has it.
    """

    exercise: Exercise
    rewrite: Callable[[str], str]


def varied(id: str, seed: int | None) -> Variant:
    """The exercise called `id` as `seed` varies it; None, and one without variants, stays as it is.

    The same id and seed give the same variant everywhere.
    """
    exercise: Any = stated(id)
    if seed is None:
        return Variant(exercise, lambda source: source)
    rng = np.random.default_rng([seed, zlib.crc32(id.encode())])
    if letters := exercise.letters:
        return _relettered(
            exercise, dict(zip(letters, rng.permutation(list(letters)), strict=True))
        )
    if exercise.versions:
        version = exercise.versions[int(rng.integers(len(exercise.versions)))]
        changed = replace(
            exercise,
            quantities=version.quantities,
            versions=(),
            hints=[_replaced(hint, version.texts) for hint in exercise.hints],
            mistakes=[
                replace(mistake, hint=_replaced(mistake.hint, version.texts))
                for mistake in version.mistakes
            ],
            also_right=[tuple(quantity.within.low for quantity in version.quantities)],
        )
        return Variant(changed, lambda source: _replaced(source, version.texts))
    return Variant(exercise, lambda source: source)


def _relettered(exercise, new) -> Variant:
    """The lines of a proof or the options of a choice in another order, lettered afresh."""
    new = {old: str(letter) for old, letter in new.items()}
    mistakes = [
        replace(m, key=new[m.key], answers=[_in_letters(answer, new) for answer in m.answers])
        if m.key in new
        else m
        for m in exercise.mistakes
    ]
    also_right = [_in_letters(answer, new) for answer in exercise.also_right]
    changed = replace(
        exercise, mistakes=mistakes, also_right=also_right, **exercise.relettered(new)
    )
    return Variant(changed, lambda source: _rewritten(source, exercise.name, new))


def _rewritten(source, name, new) -> str:
    """The cell with its lines in the order of their new letters, or its answer in new letters."""
    starts = [match.start() for match in LINE.finditer(source)]
    if not starts:
        answer = re.compile(rf'^({name} = ")([A-Za-z]+)(")$', re.MULTILINE)
        return answer.sub(lambda m: m[1] + _in_letters(m[2], new) + m[3], source)
    end = source.rindex("\n:::")
    parts = [source[a:b].strip("\n") for a, b in zip(starts, [*starts[1:], end], strict=True)]
    parts = [LINE.sub(lambda m: f"- **{new[m[1]]}**:", part) for part in parts]
    gap = "\n\n" if "\n\n- **" in source[starts[0] :] else "\n"
    return source[: starts[0]] + gap.join(sorted(parts)) + source[end:]


def _in_letters(answer, new):
    """A string of letters, or a list of such, in the new letters; what is no letter stays."""
    if not isinstance(answer, str):
        return [_in_letters(item, new) for item in answer]
    both = new | {old.upper(): letter.upper() for old, letter in new.items()}
    return answer.translate(str.maketrans(both))


def _replaced(source, texts) -> str:
    pattern = "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))
    return re.sub(pattern, lambda match: texts[match[0]], source)
