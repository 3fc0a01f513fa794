"""Finds the submissions in what was handed in, and reads them without trusting them.

Nothing is unpacked, moved, changed or deleted. What cannot be read is set aside with a reason.
"""

import functools
import hashlib
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ..exercises.cells import (
    CHECK,
    VARIANT,
    NoNotebook,
    answer_id,
    arrange,
    check_id,
    code_cells,
)
from .assignment import Assignment

LARGEST = 20_000_000  # bytes of a notebook
MOST_CELLS = 2_000
LONGEST_NAME = 80  # of a student: the gradebook takes 128, with the number
MOST_IN_ZIP = 100_000  # entries
OF = (answer_id, check_id)  # the cells that tell an assignment
RATIO = 200  # of unpacked to packed: text reaches 20, a bomb 1000

# Canvas: name_LATE_user_file_original.ipynb, with -1, -2, ... for what came later.
CANVAS = re.compile(r"^(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d{1,20})_\d+_(?P<file>.+)$", re.IGNORECASE)
CANVAS_AGAIN = re.compile(r"-(\d+)(?=\.(?:ipynb|zip)$)")
# Moodle: "Full Name_participant_assignsubmission_file", a folder or the start of the name.
MOODLE = re.compile(r"^(?P<name>.+)_(?P<id>\d{1,20})_assignsubmission_file_?(?P<file>.*)$")


ZIP_ERRORS = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


class Unreadable(ValueError):
    """A file is no submission; the message says why."""


@dataclass(frozen=True)
class Found:
    """A file that was handed in.

    Attributes
    ----------
    name : str
        Who handed it in, as far as names of files and folders tell.
    file : str
        Path of the notebook, or of the zip that it is in.
    member : str
        Its name in the zip, or empty.
    system, number : str
        ``"canvas"`` or ``"moodle"`` with the number that it gives the student, or empty.
    version : int
        How often it was handed in again, where the name tells.
    """

    name: str
    file: str
    member: str = ""
    system: str = ""
    number: str = ""
    version: int = 0

    @property
    def student(self) -> str:
        """The name, with the number where there is one: two students may share a name."""
        return f"{self.name}_{self.number}" if self.number else self.name

    @property
    def where(self) -> str:
        """Where the file is, for people to read."""
        return f"{self.file}/{self.member}" if self.member else self.file

    def bytes(self) -> bytes:
        """What is in the file; raises `Unreadable` if it cannot or should not be read."""
        try:
            if self.member:
                archive = _archive(self.file)
                return _entry(archive, archive.getinfo(self.member))
            return _bytes(Path(self.file))
        # zipfile says RuntimeError for a password, NotImplementedError for a foreign packing,
        # KeyError for a member that is gone.
        except (*ZIP_ERRORS, KeyError) as error:
            raise Unreadable(f"cannot be read: {error}") from None


@dataclass(frozen=True)
class Submission:
    """A notebook that was handed in, down to what is graded.

    Attributes
    ----------
    found : Found
        Where it came from.
    assignment : str
        Name of the assignment.
    digest : str
        SHA-256 of the file.
    cells : tuple of dict
        The learner's code cells, `source` and `answer`, as `exercises.cells.arrange` gives them.
    before : dict
        For each exercise, how many of these stand above its check.
    """

    found: Found
    assignment: str
    digest: str
    cells: tuple[dict, ...]
    before: dict[str, int]


def find(path) -> Iterator[tuple[Found, str]]:
    """Every file that may be a submission, with the reason why it is none, or an empty string.

    Parameters
    ----------
    path
        A zip, as Moodle and Canvas give; or a folder of notebooks, of zips, of Moodle's folders,
        or of nbgrader's: ``student/assignment/notebook.ipynb``.
    """
    path = Path(path)
    if path.is_dir():
        for file in sorted(_files(path)):
            place = file.relative_to(path).as_posix()
            if place != _text(place):
                yield whose(place, file=_text(str(file))), "has a name that is no text: rename it"
            elif file.suffix.lower() == ".zip":
                yield from _in_zip(file, whose(place, file=str(file)))
            else:
                yield whose(place, file=str(file)), ""
    elif path.is_file() and path.suffix.lower() == ".zip":
        yield from _in_zip(path)
    elif path.is_file():
        yield whose(path.name, file=str(path)), ""
    else:
        raise FileNotFoundError(f"{path} is neither a folder nor a zip of submissions")


def read(found: Found, data: bytes, assignments: list[Assignment]) -> Submission:
    """The submission in a file; raises `Unreadable` if there is none."""
    pairs = _cells(data)
    assignment = _match(found, pairs, assignments)
    _same_variant(pairs, assignment.variant)
    cells, before = arrange(pairs, assignment.ids, assignment.given)
    return Submission(found, assignment.name, digest(data), tuple(cells), before)


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def _files(folder) -> Iterator[Path]:
    """All files below `folder`; links are named, not followed."""
    for parent, folders, files in os.walk(folder):  # with names as they are, UTF-8 or not
        folders[:] = [name for name in folders if not _ignored(name)]
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in (*files, *links):
            path = Path(parent, name)
            if not _ignored(name) and path.suffix.lower() in (".ipynb", ".zip"):
                yield path


def _ignored(name) -> bool:
    return name in (".ipynb_checkpoints", "__MACOSX") or name.startswith("._")


def _in_zip(path, owner: Found | None = None):
    """What is in a zip; a student's own belongs to its owner, unless a system says otherwise."""
    try:
        _plain_file(path)
        _archive.cache_clear()  # it may have changed since it was last looked into
        entries = _archive(str(path)).infolist()
        if len(entries) > MOST_IN_ZIP:
            raise Unreadable(f"holds more than {MOST_IN_ZIP} files")
    except (Unreadable, *ZIP_ERRORS) as error:
        yield owner or whose(path.name, file=str(path)), f"the zip cannot be read: {error}"
        return
    for entry in entries:
        place = PurePosixPath(entry.filename)
        if place.suffix.lower() == ".ipynb" and not any(map(_ignored, place.parts)):
            found = whose(entry.filename, file=str(path), member=entry.filename)
            if owner and not found.system:
                found = replace(owner, member=entry.filename)
            yield found, ""


def whose(place: str, *, file: str, member: str = "") -> Found:
    """Whose a file is, by its place in a folder or zip."""
    *folders, name = PurePosixPath(place).parts
    for part in (*folders, name):
        if match := MOODLE.match(part):
            return Found(_name(match["name"]), file, member, "moodle", match["id"])
    if match := CANVAS.match(name):
        again = CANVAS_AGAIN.search(name)
        version = int(again[1]) if again else 0
        return Found(_name(match["name"]), file, member, "canvas", match["id"], version)
    return Found(_name(folders[0] if folders else PurePosixPath(name).stem), file, member)


def _name(text) -> str:
    """`text` as the name of a folder that stays where it is put, and as text for a database."""
    return re.sub(r"[^\w .,@+'-]", "_", text)[:LONGEST_NAME].strip(" .") or "_"


def _text(path) -> str:
    """`path` with a question mark in place of every byte that is no UTF-8."""
    return path.encode("utf-8", "replace").decode()


@functools.lru_cache(maxsize=1)
def _archive(path) -> zipfile.ZipFile:
    """The zip at `path`; it stays open until another is asked for, as one is read throughout."""
    return zipfile.ZipFile(path)


def _plain_file(path):
    """The state of an ordinary file; a link, a pipe or a device is none."""
    if path.is_symlink():
        raise Unreadable("is a link, and links are not followed: hand in the file itself")
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        raise Unreadable("is not an ordinary file")
    return info


def _bytes(path) -> bytes:
    size = _plain_file(path).st_size
    if size > LARGEST:
        raise Unreadable(f"has {size / 1e6:.0f} MB, more than {LARGEST / 1e6:.0f}")
    with path.open("rb") as file:
        return _capped(file)


def _entry(archive, entry):
    if entry.file_size > LARGEST:
        raise Unreadable(f"has {entry.file_size / 1e6:.0f} MB, more than {LARGEST / 1e6:.0f}")
    if entry.file_size > RATIO * max(entry.compress_size, 1):
        raise Unreadable("is packed more densely than any notebook: a zip bomb")
    with archive.open(entry) as file:
        return _capped(file)


def _capped(file) -> bytes:
    data = file.read(LARGEST + 1)  # what a header says is not to be relied on
    if len(data) > LARGEST:
        raise Unreadable(f"has more than {LARGEST / 1e6:.0f} MB")
    return data


def _cells(data: bytes) -> list[tuple[str, str | None]]:
    """Source and nbgrader's id of every code cell."""
    if not data.strip():
        raise Unreadable("is empty")
    try:
        notebook = json.loads(data)
    except RecursionError:
        raise Unreadable("is no notebook: it is nested too deep") from None
    except ValueError as error:
        raise Unreadable(f"is no notebook, or was cut short: {error}") from None
    try:
        pairs = code_cells(notebook)
    except NoNotebook as error:
        raise Unreadable(str(error)) from None
    if len(pairs) > MOST_CELLS:
        raise Unreadable(f"has {len(pairs)} code cells, more than {MOST_CELLS}")
    return pairs


def _same_variant(pairs, wanted: int | None):
    """Raise `Unreadable` if the checks are those of another variant."""
    found = {int(seed) for source, _ in pairs for seed in VARIANT.findall(source)}
    if found - {wanted}:
        seeds = " and ".join(map(str, sorted(found)))
        graded = "the plain one" if wanted is None else f"variant {wanted}"
        raise Unreadable(
            f"is variant {seeds}, and {graded} is graded: grade it apart, with --variant {seeds}"
        )


def _match(found, pairs, assignments) -> Assignment:
    """The assignment with most cells in the notebook."""
    here = {grade_id for _, grade_id in pairs}
    here |= {check_id(id) for source, _ in pairs for id, _ in CHECK.findall(source)}
    hits = {a.name: len(here & {of(id) for id in a.ids for of in OF}) for a in assignments}
    best = max(assignments, key=lambda a: hits[a.name])
    if hits[best.name]:
        return best
    for assignment in assignments:
        if assignment.notebook in found.where:
            return assignment
    names = ", ".join(a.name for a in assignments)
    raise Unreadable(f"holds no exercise of {names}: is it another notebook?")
