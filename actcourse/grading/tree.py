"""All files of what was handed in, in folders and zips, each with a way to read it or a reason.

Nothing is unpacked, moved, changed or deleted, and nothing is left out without a reason.
"""

import functools
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import exchange, people

LARGEST = 20_000_000  # bytes of a notebook,
LARGEST_ZIP = 100_000_000  # and of a student's zip
MOST_IN_ZIP = 10_000  # files, of a student
MOST_IN_CLASS = 200_000
RATIO = 200  # of unpacked to packed: text reaches 20, a bomb 1000
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UTF_8 = 0x800  # the flag of a zip's entry whose name is UTF-8
ENTRY = b"PK\x01\x02"  # begins each entry of a zip's directory
MARKS = {"journal.sqlite", "nbgrader_config.py"}  # in a folder that `actcourse grade` has written

# zipfile raises whatever comes up in a damaged file; these are its ways to say that it is one.
ZIP_ERRORS = (
    OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError,
    ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip
FINDER = "__MACOSX"  # a folder that it adds to zips
MOST_LISTED = 100  # files of a student's zip that are no notebooks, one by one
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")


class Unreadable(ValueError):
    """A file is no submission; the message says why."""


@dataclass(frozen=True)
class File:
    """A file that was handed in.

    Attributes
    ----------
    place : tuple of str
        Where it lies below what was handed in: the first part is the outermost name.
    path : Path
        Of the file itself, or of the zip that it is in.
    entries : tuple of int
        Its number in that zip, and, in a zip within, its number there.
    reason : str
        Why it is not looked into, or empty.
    member : tuple of str
        Its place in that zip.
    """

    place: tuple[str, ...]
    path: Path
    entries: tuple[int, ...] = ()
    reason: str = ""
    member: tuple[str, ...] = ()

    def bytes(self) -> bytes:
        """What is in the file; raises `Unreadable` if it cannot or should not be read."""
        if self.reason:
            raise Unreadable(self.reason)
        return _bytes(self.path, self.entries, LARGEST)


def files(path: str | Path, skipped: Path | None = None) -> Iterator[File]:
    """Every file below the folder or in the zip at `path`; `skipped` is a folder to leave out.

    A student's zip is looked into, be it in the folder or in the zip of the whole class; a zip in
    it is not.
    """
    path = Path(path)
    packed = path.is_file() and people.is_archive(path.name)
    if not packed and not path.is_dir():
        if not path.is_file():
            raise FileNotFoundError(f"{path} is neither a folder nor a zip of submissions")
        yield File((path.name,), path, (), _reason((path.name,)) or _no_file(path))
        return
    files = sorted(_in_zip(path) if packed else _in_folder(path, skipped), key=lambda f: f.place)
    added = [file for file in files if file.place[0] == FINDER]
    files = [file for file in files if file.place[0] != FINDER]
    while people.around_everyone([file.place for file in files], packed=packed):
        files = [_moved(file, file.place[1:]) for file in files]
    for file in (*files, *added):
        if not file.reason and people.is_archive(file.place[-1]):
            yield from _in_zip_of_a_student(file)
        else:
            yield file


def _moved(file, place, reason="", around=()) -> File:
    """The file at another place, with a reason, and with what is around its own place in a zip."""
    member = (*around, *file.member)
    return replace(file, place=place, reason=file.reason or reason, member=member)


def _in_folder(folder, skipped) -> Iterator[File]:
    """All files below `folder`; links are named, not followed."""
    errors = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        place = Path(parent).relative_to(folder).parts
        for name in list(folders):
            path = Path(parent, name)
            if path.is_symlink():
                names.append(name)
                folders.remove(name)
            elif reason := _marks(path, skipped):
                folders.remove(name)
                yield File((*place, name), path, (), reason)
        for name in names:
            if exchange.brought_along(name, names):
                continue
            path = Path(parent, name)
            yield File((*place, name), path, (), _reason((*place, name)) or _no_file(path))
    for error in errors:
        path = Path(error.filename)
        reason = f"is a folder that cannot be opened: {error.strerror}"
        yield File(path.relative_to(folder).parts or (path.name,), path, (), reason)


def _marks(path, skipped) -> str:
    """Why a folder is left out, if it is one that `actcourse grade` has written."""
    mine = skipped is not None and path.resolve() == skipped.resolve()
    if mine or all((path / name).exists() for name in MARKS):
        return "is a folder with marks of `actcourse grade`, so nothing in it was graded"
    return ""


def _in_zip(path, entries=()) -> Iterator[File]:
    """All files in a zip."""
    most = MOST_IN_ZIP if entries else MOST_IN_CLASS
    try:
        if not entries and (reason := _no_file(path)):
            raise Unreadable(reason)
        if not entries:
            _archive.cache_clear()  # it may have changed since it was last looked into
        infos = _archive(path, entries).infolist()
        if len(infos) > most:
            raise Unreadable(f"holds more than {most} files")
    except (Unreadable, *ZIP_ERRORS) as error:
        yield File((path.name,), path, (), f"the zip cannot be read: {error}")
        return
    for number, info in enumerate(infos):
        place = _place(info)
        if place is not None:
            reason = _reason(place) or _no_entry(info, place)
            yield File(place, path, (*entries, number), reason, place)


def _in_zip_of_a_student(file) -> Iterator[File]:
    """A zip that a student made, file by file; its own place stands before that of each."""
    number = listed = 0
    for number, inner in enumerate(_in_student(file), start=1):  # noqa: B007
        listed += bool(inner.reason)
        if not inner.reason or listed <= MOST_LISTED:
            yield inner
    if not number:
        yield _moved(file, file.place, "holds no file")
    if listed > MOST_LISTED:
        more = f"holds {listed - MOST_LISTED} more files that are no notebooks"
        yield _moved(file, file.place, more)


def _in_student(file):
    try:
        if file.entries:
            data = _bytes(file.path, file.entries, LARGEST_ZIP)
        else:
            _size(file.path, LARGEST_ZIP)
            data = file.path.read_bytes()
        if data.count(ENTRY) > MOST_IN_ZIP:
            raise Unreadable(f"holds more than {MOST_IN_ZIP} files")
    except Unreadable as error:
        yield _moved(file, file.place, f"the zip cannot be read: {error}")
        return
    for inner in _in_zip(file.path, file.entries):
        if inner.entries == ():  # the zip itself could not be read
            yield _moved(file, file.place, inner.reason)
            return
        reason = ""
        place = (*file.place, *inner.place)
        if people.is_archive(inner.place[-1]):
            reason = "is an archive in an archive: hand in the notebook, or one zip"
        yield _moved(inner, place, reason or _reason(place), file.member)


def _place(info) -> tuple[str, ...] | None:
    """Where an entry of a zip lies, or None for a folder."""
    name = _name(info)
    text = (info.orig_filename if name is None else name).replace("\\", "/")
    if text.endswith("/") and not info.file_size:
        return None
    return tuple(part for part in text.split("/") if part not in ("", ".", "..")) or ("_",)


def _name(info) -> str | None:
    """Name of an entry; Python takes one without the flag of UTF-8 for code page 437."""
    if info.flag_bits & UTF_8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return None


def _no_entry(info, place) -> str:
    """Why an entry of a zip cannot be looked into, or an empty string."""
    if _name(info) is None and not place[0].isascii():
        return "has a name in an encoding that the zip does not state: pack it with another program"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, and links are not followed: hand in the file itself"
    return ""


def _reason(place) -> str:
    """Why a file with this place is no submission, or an empty string."""
    *folders, name = place
    lower = name.lower()
    if ".ipynb_checkpoints" in folders:
        return "is a checkpoint that Jupyter keeps: what counts is the notebook"
    if any(folder.startswith(".") for folder in folders[1:]):
        return "lies in a hidden folder: what counts is the notebook"
    if FINDER in folders or name.startswith("._"):
        return "is an entry that macOS adds: what counts is the notebook"
    if people.is_notebook(name) or people.is_archive(name):
        return ""
    if lower.endswith(OTHER_ARCHIVES):
        return "is an archive that is no zip: hand in the notebook, or a zip"
    return "is no notebook: its name does not end in .ipynb"


def _no_file(path) -> str:
    """Why there is no ordinary file at `path`, or an empty string."""
    if path.name != path.name.encode("utf-8", "replace").decode():
        return "has a name that is no text: rename it"
    if path.is_symlink():
        return "is a link, and links are not followed: hand in the file itself"
    try:
        ordinary = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if ordinary else "is not an ordinary file"


def _size(path, most):
    if reason := _no_file(path):
        raise Unreadable(reason)
    size = path.stat().st_size
    if size > most:
        raise Unreadable(f"has {size / 1e6:.0f} MB, more than {most / 1e6:.0f}")


@functools.lru_cache(maxsize=2)
def _archive(path, entries=()) -> zipfile.ZipFile:
    """The zip at `path`, or the one within; it stays open until others are asked for."""
    if not entries:
        return zipfile.ZipFile(path)
    return zipfile.ZipFile(io.BytesIO(_bytes(path, entries, LARGEST_ZIP)))


def _bytes(path, entries, most) -> bytes:
    try:
        if not entries:
            _size(path, most)
            with path.open("rb") as file:
                return _capped(file, most)
        archive = _archive(path, entries[:-1])
        return _entry(archive, archive.infolist()[entries[-1]], most)
    # zipfile says RuntimeError for a password, NotImplementedError for a foreign packing.
    except Unreadable:
        raise
    except ZIP_ERRORS as error:
        raise Unreadable(f"cannot be read: {error}") from None


def _entry(archive, info, most):
    if info.compress_type not in PACKINGS:
        raise Unreadable(
            "is packed in a way that can fill the memory: pack it as ordinary zips are"
        )
    if info.file_size > most:
        raise Unreadable(f"has {info.file_size / 1e6:.0f} MB, more than {most / 1e6:.0f}")
    if info.file_size > RATIO * max(info.compress_size, 1):
        raise Unreadable("is packed more densely than any notebook: a zip bomb")
    with archive.open(info) as file:
        return _capped(file, most)


def _capped(file, most) -> bytes:
    data = file.read(most + 1)  # what a header says is not to be relied on
    if len(data) > most:
        raise Unreadable(f"has more than {most / 1e6:.0f} MB")
    return data
