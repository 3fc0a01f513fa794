"""A grading session from end to end: what was handed in becomes marks, or nothing is written."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from . import batch, intake
from .gradebook import Marks
from .journal import Journal

JOURNAL = "journal.sqlite"


class NothingToGrade(ValueError):
    """There is no submission, or none that is left to be graded."""


@dataclass(frozen=True)
class Watch:
    """What is told of the progress: `start` with the number of submissions, `step` after each."""

    start: Callable[[int], None] = lambda number: None
    step: Callable[[], None] = lambda: None


def grade(
    submitted,
    out,
    paths: dict[str, Path],
    executor: Executor,
    *,
    window: int = 4,
    resume: bool = False,
    url: str = "",
    unsafe: bool = False,
    watch: Watch = Watch(),
) -> Journal:
    """Grade all that is in `submitted`, and write the marks into the folder `out`.

    Parameters
    ----------
    submitted, out : path
        A folder or zip of notebooks, which is not changed; and a folder for all that comes of it.
    paths : dict
        Source notebooks of the assignments, by name.
    executor, window
        See `actcourse.grading.batch.mark_all`.
    resume : bool
        Go on with the run that did not come to its end, on the inputs it began with.
    url : str
        Database of nbgrader's gradebook; by default an SQLite file in `out`.
    unsafe : bool
        Run answers without a sandbox.

    Returns
    -------
    Journal
        Of the finished run.

    Raises
    ------
    NothingToGrade, CanaryDied, NoSandbox
        And then no mark is written; what was judged so far is in the journal.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    journal = Journal(out / JOURNAL)
    if resume and not journal.latest(finished=False):
        raise NothingToGrade(f"no run in {out} was interrupted: leave out --resume")
    if not resume:
        journal.begin(batch.fresh_seed(), str(Path(submitted).resolve()))
    assignments = batch.loaded(paths, journal.seed)
    batch.take_in(submitted, list(assignments.values()), journal)
    todo = journal.count(marked=False)
    if not todo and not journal.count(marked=True):
        reasons = "".join(f"\n  {place} {reason}" for place, _, reason in journal.asides())
        raise NothingToGrade(f"{submitted} holds no submission{reasons}")
    watch.start(todo)
    batch.mark_all(
        journal, paths, assignments, executor, window=window, unsafe=unsafe, done=watch.step
    )
    _write_marks(journal, out, paths, assignments, url or f"sqlite:///{out.resolve()}/gradebook.db")
    journal.finish()
    return journal


def _write_marks(journal, out, paths, assignments, url):
    with Marks(url, out) as marks:
        entered = set()
        for student, name, found, _ in journal.submissions(marked=True):
            if name not in entered:
                marks.add_assignment(paths[name])
                entered.add(name)
            submission = intake.read(found, found.bytes(), [assignments[name]])
            verdicts = journal.verdicts(student, name)
            marks.add(submission, verdicts, assignments[name].exercises)
