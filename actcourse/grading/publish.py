"""All that people read of a run: a page for each student, sheets of marks, the class report."""

from itertools import groupby
from pathlib import Path

import nbformat

from ..exercises import forms
from . import exchange, feedback, report
from .alike import alike
from .export import Sheets, write_changes
from .gradebook import Marks
from .journal import Journal
from .results import results

REPORT = "report.html"
SHEETS = "csv"
CHANGES = "changes.csv"


def publish(journal: Journal, out: str | Path, paths: dict[str, Path], url: str) -> Path:
    """Write the feedback, the sheets and the report of the journal's run into the folder `out`.

    What people changed in the gradebook counts; so this can be done again after marking by hand.

    Parameters
    ----------
    journal
        With all submissions of the run marked.
    out
        The folder for all that comes of it.
    paths : dict
        Source notebooks of the assignments, by name.
    url : str
        Database of nbgrader's gradebook.

    Returns
    -------
    Path
        Of the report.
    """
    out = Path(out)
    ((started,),) = journal.query("SELECT started FROM run WHERE id = :run")
    with Marks(url) as gradebook:
        summaries = []
        for name, group in groupby(results(journal, gradebook), key=lambda r: r.assignment):
            summary = report.Summary(name, title(paths[name]), paths[name].stem)
            pack = out / feedback.FOLDER / f"{name}-moodle.zip"
            with Sheets(out / SHEETS, name, started) as sheets, feedback.ForMoodle(pack) as moodle:
                for result in group:
                    page = out / feedback.place(result, summary.notebook)
                    feedback.write(result, summary.title, page)
                    exchange.carry(result.origin, page)
                    moodle.add(result, page)
                    sheets.add(result)
                    summary.add(result)
            exchange.complete(out / feedback.FOLDER, name)
            summary.alike = alike(journal, name, forms.release(paths[name], journal.variant))
            summaries.append(summary)
        if journal.again is not None:
            write_changes(out / CHANGES, journal.changes())
        report.write(out / REPORT, journal, summaries, results(journal, gradebook))
    return out / REPORT


def title(path: Path) -> str:
    """The heading of the notebook at `path`."""
    first = nbformat.read(path, as_version=4).cells[0].source
    return first.partition("\n")[0].lstrip("# ")
