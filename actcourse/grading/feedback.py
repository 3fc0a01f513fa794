"""The page that a student gets back: every exercise with its marks, what happened and a hint."""

from pathlib import Path

from . import pages
from .results import Result


def place(result: Result, notebook: str) -> Path:
    """Path of the page below the folder with the marks, where nbgrader too has its feedback."""
    return Path("feedback", result.student, result.assignment, f"{notebook}.html")


def write(result: Result, title: str, path: Path):
    """Write the page of a result to `path`; `title` is that of the assignment."""
    pages.write(path, "feedback.html", result=result, title=title)
