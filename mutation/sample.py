"""Which of all mutants are tried: a seeded choice that hardly moves when the code does."""

import hashlib
import tomllib
from pathlib import Path

from . import rooms, sites

EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def all_mutants(root, wanted=rooms.ROOMS):
    """All mutants of these rooms: dict from room to list."""
    return {room: sites.in_files(root, rooms.files(root, room)) for room in wanted}


def sample(found, count, least, seed):
    """So many mutants of all rooms, at least `least` of each where it has them: list.

    Each has its place in a row by a digest of its key and the seed, so that the choice among those
    that stay is the same when others come and go. Rooms share what `least` leaves by their size.
    """
    total = sum(map(len, found.values()))
    rest = max(0, count - least * len(found))
    chosen = []
    for mutants in found.values():
        size = least + round(rest * len(mutants) / total)
        chosen += sorted(mutants, key=lambda mutant: _place(mutant, seed))[:size]
    return chosen


def _place(mutant, seed):
    return hashlib.sha256(f"{seed} {mutant.key}".encode()).digest()


def equivalents():
    """Mutants that do what the source does, by their keys: dict from key to the reason."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
