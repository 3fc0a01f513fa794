"""Files that are there as a whole or not at all: a full disk or a kill leaves the older version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def whole(path: Path, mode: str = "w", **options: Any) -> Iterator[IO]:
    """A file to write into, which takes the name `path` when all of it is written.

    Its folder is made; `mode` and `options` are those of `open`, for text in UTF-8 if not told
    otherwise.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    try:
        text = {} if "b" in mode else {"encoding": "utf-8"}
        with beside.open(mode, **text | options) as file:
            yield file
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
