"""Which files are changed, and which tests look at each first."""

import re

from actcourse.chapters import CHAPTERS
from actcourse.claims import TOPICS

# What an exercise or a claim says is data, which other tests hold; the machinery is the rest.
DATA = {"exercises": {*CHAPTERS}, "claims": {*TOPICS, *CHAPTERS}}
ROOMS = ("activations", "nn", "explore", "grading", "exercises", "claims")


def files(root, room):
    """The files of a room: list of paths below the root, with slashes."""
    found = sorted((root / "actcourse" / room).rglob("*.py"))
    kept = [path for path in found if path.stem not in DATA.get(room, ())]
    return [path.relative_to(root).as_posix() for path in kept]


def room_of(file):
    """The room that a file is in."""
    return file.split("/")[1]


def tests(root, file):
    """Files of tests for a file, the likeliest to notice first.

    That is the one of its name, those of its room that name it, the rest of its room, and those of
    its room's name elsewhere.
    """
    stem, room = file.rpartition("/")[2].removesuffix(".py"), room_of(file)
    own = sorted((root / "tests" / room).glob("test_*.py"))
    elsewhere = sorted(set((root / "tests").rglob(f"test_{room}.py")) - set(own))

    def rank(path):
        names = re.search(rf"\b{stem}\b", path.read_text(encoding="utf-8"))
        return (path.stem != f"test_{stem}", not names, path.stat().st_size)

    chosen = [*sorted(own, key=rank), *elsewhere]
    return [path.relative_to(root).as_posix() for path in chosen]
