"""`actcourse grade`: from what was handed in to the marks."""

import functools
import os
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ..grading.errors import GradingError
from .course import course, variant
from .tables import show

UNSAFE = "Without a sandbox: every answer can read, change and send what you can."
SHOWN = 40  # students; more are in the report alone


@click.command()
@click.argument("submitted", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    default="graded",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for marks, feedback and reports.",
)
@click.option(
    "--workers",
    default=os.cpu_count(),
    show_default="one for each processor",
    type=click.IntRange(1),
    help="Submissions that are graded at a time.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Grade on the dask cluster of this scheduler, such as tcp://host:8786.",
)
@click.option("--resume", is_flag=True, help="Go on with a run that did not come to its end.")
@click.option(
    "--again",
    is_flag=True,
    help="Judge the last run anew, from what it kept, and list what changed for whom.",
)
@click.option(
    "--gradebook",
    metavar="URL",
    default="",
    help="Database for nbgrader's gradebook, such as a PostgreSQL; by default a file in --out.",
)
@click.option(
    "--unsafe-local",
    "unsafe",
    is_flag=True,
    help="Run the answers without a sandbox, as yourself: for trials with your own alone.",
)
@variant
@course
def grade(submitted, out, workers, scheduler, resume, again, gradebook, unsafe, variant, root):
    """Grade all that is in SUBMITTED: a folder or a zip of notebooks.

    It may be laid out as nbgrader, Moodle or Canvas do, or hold one notebook a student.
    Nothing in it is changed.
    """
    if again and (submitted or resume):
        raise click.UsageError("--again takes what the last run kept: leave out the rest")
    if not submitted and not again:
        raise click.UsageError("name the folder or the zip that was handed in")
    from ..grading import session
    from ..grading.sources import sources

    console = Console()
    if unsafe:
        console.print(UNSAFE, style="yellow")
    try:
        with _executor(workers, scheduler, unsafe) as (executor, at_once), _bar(console) as bar:
            task = bar.add_task("grading", total=None)
            watch = session.Watch(
                start=lambda number: bar.update(task, total=number),
                step=lambda: bar.advance(task),
            )
            journal = session.grade(
                submitted,
                out,
                sources(root),
                executor,
                window=2 * at_once,
                resume=resume,
                again=again,
                url=gradebook,
                unsafe=unsafe,
                variant=variant,
                watch=watch,
            )
    except GradingError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException("stopped; what is judged is kept: go on with --resume") from None
    _show(console, journal, out)


@contextmanager
def _executor(workers, scheduler, unsafe):
    """Where the work is done, and how many submissions at once."""
    from ..grading import sandbox
    from ..grading.cluster import cluster
    from ..grading.worker import Workers

    if scheduler:
        with cluster(scheduler) as machines:
            yield machines
        return
    if not unsafe:
        sandbox.require()
    with Workers(workers) as executor:
        yield executor, workers


def _bar(console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console)


def _show(console, journal, out):
    from ..grading import privacy

    say = functools.partial(console.print, markup=False, emoji=False, highlight=False)
    table = Table("student", "assignment", "points", "of", box=None)
    rows = journal.query(
        "SELECT student, assignment, sum(earned), sum(points) FROM verdict WHERE run = :run "
        "GROUP BY assignment, student ORDER BY assignment, student"
    )
    for student, assignment, earned, points in rows[:SHOWN]:
        # Not as text alone, in which brackets are marks for colours.
        table.add_row(Text(student), assignment, str(earned), str(points))
    show(console, table)
    if len(rows) > SHOWN:
        say(f"... and {len(rows) - SHOWN} more")
    for place, _, reason in journal.asides():
        say(f"set aside: {place} {reason}", style="yellow")
    if traces := len(journal.traces()):
        say(f"{traces} of these met an error in the grader: its traceback is in the journal")
    if journal.again is not None:
        _show_changes(say, journal.changes(), out)
    say(f"The marks are in {out}; begin with {out / 'report.html'}.")
    if warning := privacy.warning(out):
        say(warning, style="yellow")


def _show_changes(say, changes, out):
    from ..grading.publish import CHANGES

    for student, _, exercise, before, now in changes[:SHOWN]:
        was = "nothing" if before is None else before
        say(f"changed: {student}, {exercise}: from {was} to {now}")
    say(
        f"{len(changes)} marks changed; all are in {out / CHANGES}"
        if changes
        else "no mark changed"
    )
