"""Whose a file is: told by the outermost name alone, which a school's system or a teacher wrote.

What is below it, a student has chosen: names of files and folders in there say nothing of a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..chapters import CHAPTERS
from . import texts

LONGEST_NAME = 120  # characters, of a student: the gradebook takes 128
LONGEST_FOLDER = 200  # bytes: file systems take 255
NOTEBOOK = (".ipynb", ".ipynb.txt", ".ipynb.json", ".json")  # as browsers and editors save them
ARCHIVE = ".zip"

# Each at its first occurrence: what follows is the student's. Moodle writes "Full Name_participant_
# assignsubmission_file", as a folder or as the start of a file's name.
MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<number>[0-9]{1,18})_assignsubmission_(?:file|onlinetext).*", re.DOTALL
)
# Canvas writes name_LATE_user_attachment_original; see `lib/content_zipper.rb` in
# instructure/canvas-lms, which takes care that no name holds a number between underscores.
CANVAS = re.compile(
    r"(?P<name>.+?)(?:_LATE)?_(?P<number>[0-9]{1,18})_(?P<version>[0-9]{1,18})_.+", re.DOTALL
)
CANVAS_ANONYMOUS = re.compile(
    r"(?:LATE_)?(?P<name>anon_[A-Za-z0-9]+)_(?P<version>[0-9]{1,18})_.+", re.DOTALL
)
FORMATS = (("moodle", MOODLE), ("canvas", CANVAS_ANONYMOUS), ("canvas", CANVAS))


@dataclass(frozen=True)
class Origin:
    """A file that was handed in, for people to read; all texts are clean.

    Attributes
    ----------
    name : str
        Who handed it in, as far as the outermost name tells.
    file : str
        Path of the file.
    member : str
        Its place in the zip at that path, or empty.
    system, number : str
        ``"canvas"`` or ``"moodle"`` with the number that it gives the student, or empty.
    version : int
        Number of the upload, where the system gives one: the larger, the later.
    """

    name: str
    file: str
    member: str = ""
    system: str = ""
    number: str = ""
    version: int = 0

    @property
    def student(self) -> str:
        """The name, with the number where there is one, as the gradebook and folders have it."""
        who = f"{self.name}_{self.number}" if self.number else self.name
        return texts.folder(who, LONGEST_FOLDER)

    @property
    def where(self) -> str:
        """Where the file is, for people to read."""
        return f"{self.file}/{self.member}" if self.member else self.file


def whose(place: str, *, file: str, member: str = "") -> Origin:
    """Whose the file is that lies at `place` below what was handed in."""
    outermost, *below = PurePosixPath(place).parts or ("",)
    file, member = texts.clean(_text(file)), texts.clean(_text(member))
    folder = bool(below) and not is_archive(outermost)
    matches = [(system, match) for system, form in FORMATS if (match := form.fullmatch(outermost))]
    if matches:
        # Behind its own part, a system leaves a file the name that the student gave it, which may
        # look like that of another system. A folder's name, Moodle's alone, is all its own.
        whole = folder and not is_notebook(outermost)
        system, match = matches[0] if whole else min(matches, key=lambda both: _ends(both[1]))
        told = {"number": "", "version": "0"} | match.groupdict()
        return Origin(
            _name(told["name"]), file, member, system, told["number"], int(told["version"])
        )
    return Origin(_name(outermost if folder else _stem(outermost)), file, member)


def _ends(match) -> int:
    """Where in a name the part ends that a system has written."""
    return match.end("version" if "version" in match.groupdict() else "number")


def systems(name: str) -> bool:
    """Whether a school's system has written `name`."""
    return any(pattern.fullmatch(name) for _, pattern in FORMATS)


def around_everyone(places: Iterable[tuple[str, ...]], *, packed: bool) -> bool:
    """Whether the outermost folder of all `places` is no student's, but one around all of them.

    Below it are the names of two people or more, as a system writes them; or, for a file manager
    puts such a folder into a zip, as the course takes them: notebooks and zips, or nbgrader's
    folders with those of assignments in them. Any other may be a student's, with what they like.
    """
    places = list(places)
    tops = {place[0] for place in places}
    if len(tops) != 1 or systems(*tops) or any(len(place) < 2 for place in places):
        return False
    files = {place[1] for place in places if len(place) == 2}
    folders = {place[1:3] for place in places if len(place) > 2}
    files = {name for name in files if is_notebook(name) or is_archive(name)}
    people = files | {person for person, _ in folders}
    if len(people) < 2 or all(map(systems, people)):
        return len(people) > 1
    assignments = {chapter.folder for chapter in CHAPTERS.values()}
    handed_out = tuple(chapter.assignment.stem for chapter in CHAPTERS.values())
    return (
        packed
        and not people & assignments
        and {name for _, name in folders} <= assignments
        and not any(name.startswith(handed_out) for name in files)
    )


def is_notebook(name: str) -> bool:
    """Whether a file of this name may be a notebook."""
    return name.lower().endswith(NOTEBOOK)


def is_archive(name: str) -> bool:
    """Whether a file of this name may be a zip."""
    return name.lower().endswith(ARCHIVE)


def _stem(name) -> str:
    ending = next((e for e in (*NOTEBOOK, ARCHIVE) if name.lower().endswith(e)), "")
    return name[: len(name) - len(ending)] if ending else PurePosixPath(name).stem


def _name(text) -> str:
    return texts.name(text, LONGEST_NAME)


def _text(text) -> str:
    """`text` with a question mark in place of every byte that is no UTF-8."""
    return text.encode("utf-8", "replace").decode()
