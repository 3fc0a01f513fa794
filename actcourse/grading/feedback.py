"""The page that a student gets back: every exercise with its marks, what happened and a hint."""

import zipfile
from contextlib import ExitStack
from pathlib import Path

from . import pages, texts
from .files import whole
from .results import Result

FOLDER = "feedback"
LONGEST = 120  # bytes of a name in a zip


def place(result: Result, notebook: str) -> Path:
    """Path of the page below the folder with the marks, where nbgrader too has its feedback."""
    return Path(FOLDER, result.student, result.assignment, f"{notebook}.html")


def write(result: Result, title: str, path: Path) -> None:
    """Write the page of a result to `path`; `title` is that of the assignment."""
    pages.write(path, "feedback.html", result=result, title=title)


class ForMoodle:
    """The pages of one assignment in a zip, as Moodle takes *feedback files in a zip*.

    A folder for each student has a name with four underscores, of which Moodle reads what stands
    between: the student's number and the part of the assignment; see
    `mod/assign/feedback/file/importziplib.php` in moodle/moodle.

    Parameters
    ----------
    path : Path
        Of the zip, which replaces its older version at last; one without pages is not written.
    """

    def __init__(self, path: Path):
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        self._open = ExitStack()

    def add(self, result: Result, page: Path) -> None:
        """Pack the page of a result, if its student is Moodle's."""
        origin = result.origin
        if origin.system != "moodle":
            return
        if self._zip is None:
            file = self._open.enter_context(whole(self._path, "wb"))
            archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
            self._zip = self._open.enter_context(archive)
        name = texts.folder(origin.name, LONGEST).replace("_", " ")
        self._zip.write(page, f"{name}_{origin.number}_assignsubmission_file_/{page.name}")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._open.__exit__(kind, error, trace)
        if not kind and self._zip is None:
            self._path.unlink(missing_ok=True)  # of an earlier run, and of other students
