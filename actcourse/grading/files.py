"""Files that are there as a whole or not at all: a full disk or a kill leaves the older version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def whole(path: Path, **options) -> Iterator[TextIO]:
    """A file to write text into, which takes the name `path` when all of it is written.

    Its folder is made; `options` are those of `open`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    try:
        with beside.open("w", **{"encoding": "utf-8"} | options) as file:
            yield file
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
