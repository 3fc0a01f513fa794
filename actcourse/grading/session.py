"""A grading session from end to end: what was handed in becomes marks, or nothing is written."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ..extras import mend
from . import batch, texts
from .errors import AlreadyGrading, CannotWrite, NothingToGrade, WorkerDied
from .gradebook import Marks
from .journal import Journal
from .notebooks import Notebooks
from .publish import publish
from .sources import loaded

JOURNAL = "journal.sqlite"
TOGETHER = 200  # submissions whose marks enter the gradebook in one transaction


@dataclass(frozen=True)
class Watch:
    """What is told of the progress: `start` with the number of submissions, `step` after each."""

    start: Callable[[int], None] = lambda number: None
    step: Callable[[], None] = lambda: None


def grade(
    submitted: str | Path | None,
    out: str | Path,
    paths: dict[str, Path],
    executor: Executor,
    *,
    window: int = 4,
    resume: bool = False,
    again: bool = False,
    url: str = "",
    unsafe: bool = False,
    variant: int | None = None,
    watch: Watch = Watch(),
) -> Journal:
    """Grade all that is in `submitted`, and write the marks into the folder `out`.

    Parameters
    ----------
    submitted, out : path
        A folder or zip of notebooks, which is not changed, or None for a run that goes on or is
        judged anew; and a folder for all that comes of it.
    paths : dict
        Source notebooks of the assignments, by name.
    executor, window
        See `actcourse.grading.batch.mark_all`.
    resume : bool
        Go on with the run that did not come to its end, on the inputs it began with.
    again : bool
        Judge all that the last run has once more, on the inputs that it had, from what it kept.
    url : str
        Database of nbgrader's gradebook; by default an SQLite file in `out`.
    unsafe : bool
        Run answers without a sandbox.
    variant : int, optional
        Seed of the variant that was handed out; a run that goes on keeps its own.

    Returns
    -------
    Journal
        Of the finished run.

    Raises
    ------
    GradingError
        And then no mark is written, or not all are; what was judged so far is in the journal.
    """
    out = Path(out)
    with _explained(out), _alone(out):
        journal = Journal(out / JOURNAL)
        try:
            _begin(journal, submitted, out, resume, again, variant)
            _run(journal, submitted, out, paths, executor, window, url, unsafe, watch)
        except BaseException:
            journal.close()
            raise
    return journal


def report(out: str | Path, paths: dict[str, Path], url: str = "") -> Path:
    """Write feedback, sheets and report of the last run once more, after marks given by hand.

    Parameters
    ----------
    out, paths, url
        As `grade` had them.

    Returns
    -------
    Path
        Of the report.

    Raises
    ------
    GradingError
        If there is no run that came to its end, or a file cannot be written.
    """
    out = Path(out)
    if not (out / JOURNAL).is_file():
        raise NothingToGrade(f"{out} holds no marks: run `actcourse grade` first")
    with _explained(out), _alone(out), closing(Journal(out / JOURNAL)) as journal:
        if not journal.latest(finished=True):
            raise NothingToGrade(f"the last run in {out} is not complete: grade with --resume")
        return publish(journal, out, paths, url or _gradebook(out))


def _gradebook(out) -> str:
    return f"sqlite:///{out.resolve()}/gradebook.db"


def _begin(journal, submitted, out, resume, again, variant):
    if resume and not journal.latest(finished=False):
        raise NothingToGrade(f"no run in {out} was interrupted: leave out --resume")
    if again and not journal.latest(finished=True):
        raise NothingToGrade(f"{out} holds no run that came to its end: grade first")
    if again:
        journal.begin_again()
    elif not resume:
        where = texts.clean(os.fsencode(Path(submitted).resolve()).decode(errors="replace"))
        journal.begin(batch.fresh_seed(), where, variant)


def _run(journal, submitted, out, paths, executor, window, url, unsafe, watch):
    url = url or _gradebook(out)
    Marks(url).close()  # a gradebook that cannot be opened should not show after an hour
    assignments = loaded(paths, journal.seed, journal.variant)
    if journal.again is None:
        batch.take_in(submitted, list(assignments.values()), journal, out)
    todo = journal.count(marked=False)
    if not todo and not journal.count(marked=True):
        reasons = "".join(f"\n  {place} {reason}" for place, _, reason in journal.asides())
        raise NothingToGrade(f"{submitted} holds no submission{reasons}")
    watch.start(todo)
    batch.mark_all(
        journal, paths, assignments, executor, window=window, unsafe=unsafe, done=watch.step
    )
    _write_marks(journal, out, paths, url)
    publish(journal, out, paths, url)
    journal.finish()


@contextmanager
def _alone(out) -> Iterator[None]:
    """Keep other sessions out of the folder `out`; a session that is killed keeps out nobody."""
    out.mkdir(parents=True, exist_ok=True)
    import fcntl  # where it locks: to read this module, no lock is needed, and Windows has none

    with (out / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyGrading(
                f"another session is grading into {out}: wait for it, or give another --out"
            ) from None
        yield


@contextmanager
def _explained(out) -> Iterator[None]:
    """Errors of disks, databases and processes, in words that say what to do."""
    again = "What was judged so far is kept; mend this and go on with --resume."
    try:
        yield
    except ModuleNotFoundError as error:
        raise CannotWrite(f"this needs {error.name}: {mend(error.name or '')}. {again}") from error
    except BrokenExecutor as error:
        raise WorkerDied(f"a worker was ended from outside ({error}). {again}") from error
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise CannotWrite(f"the gradebook cannot be written: {reason}. {again}") from error
    except sqlite3.Error as error:
        raise CannotWrite(f"{out / JOURNAL} cannot be written: {error}. {again}") from error
    except OSError as error:
        raise CannotWrite(f"{error.filename or out}: {error.strerror or error}. {again}") from error


def _write_marks(journal, out, paths, url):
    notebooks = Notebooks(out, url)
    with Marks(url) as marks:
        rows = journal.submissions(marked=True)
        for name, group in groupby(rows, key=lambda row: row[1]):
            path = paths[name]
            marks.add_assignment(name, path.stem, notebooks.add_assignment(path, journal.variant))
            while some := list(islice(group, TOGETHER)):
                judged = [
                    (origin, journal.verdicts(student, name)) for student, _, origin, _ in some
                ]
                marks.add(name, judged)
                for origin, verdicts in judged:
                    notebooks.add(journal.kept(origin.student, name), verdicts)
