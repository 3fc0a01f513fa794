"""What nbgrader's exchange needs, so that `nbgrader release_feedback` hands the pages back.

Beside each page it wants the time and the secret that `nbgrader submit` put beside the notebook.
At a page without them, or with an empty secret, it stops, and all further students go without; see
`exchange/default/release_feedback.py` and `utils.py` in nbgrader 0.9.6.
"""

import datetime
import re
import secrets
from fnmatch import fnmatch
from pathlib import Path

from .files import whole
from .people import Origin

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
# A student can have written either, so what goes on has to look like nbgrader's own.
FORMS = {
    TIMESTAMP: re.compile(r"[ -~]{1,80}"),
    SECRET: re.compile(r"[0-9a-f]{32,128}"),
}
LONGEST = 200  # bytes of one of the two
# What lies beside a notebook that was collected, and is no one's answer.
BESIDE = (TIMESTAMP, SECRET, "README.md", "requirements.txt", "actcourse-*.whl")


def brought_along(name: str, names: list[str]) -> bool:
    """Whether nbgrader or the assignment has put the file `name` among the `names` of a folder."""
    return SECRET in names and any(fnmatch(name, pattern) for pattern in BESIDE)


def carry(origin: Origin, page: Path) -> None:
    """Put the time and the secret of a collected notebook beside its page, if it has them."""
    if origin.member:
        return
    texts = {name: _text(Path(origin.file).with_name(name)) for name in FORMS}
    if all(form.fullmatch(texts[name]) for name, form in FORMS.items()):
        _put(texts, page.parent)


def complete(folder: Path, assignment: str) -> None:
    """If some pages of an assignment below `folder` can be released, see to it that all can.

    What came in another way than through the exchange gets a secret that nobody knows: its page is
    released, and found by no one. The exchange copies a page with its permissions.
    """
    pages = list(folder.glob(f"*/{assignment}/*.html"))
    if not any((page.parent / SECRET).exists() for page in pages):
        return
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    for page in pages:
        if not (page.parent / SECRET).exists():
            _put({TIMESTAMP: now, SECRET: secrets.token_hex(64)}, page.parent)
        page.chmod(page.stat().st_mode | 0o444)


def _text(path) -> str:
    """What is in an ordinary small file, or nothing."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LONGEST:
        return ""
    return path.read_bytes().decode("ascii", "replace")


def _put(texts, place):
    for name, text in texts.items():
        with whole(place / name) as file:
            file.write(text)
