"""`actcourse check`: a learner's own run, outside of Jupyter."""

import os
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from .tables import show

MINE = "my-course"  # where `make lab` puts a learner's copy


@click.command()
@click.argument("notebook", required=False, type=click.Path(exists=True, path_type=Path))
def check(notebook):
    """Check the answers in NOTEBOOK, or show how far you have come in all chapters.

    Your answers run as they do in Jupyter, and nothing is written or sent.
    """
    # Cells may draw; there is no window to draw in. Before anything imports matplotlib.
    os.environ.setdefault("MPLBACKEND", "agg")
    from ..exercises import progress

    if notebook is None or notebook.is_dir():
        _overview(progress, _course(progress, notebook))
        return
    try:
        earned = points = 0
        for verdict in progress.verdicts(notebook):
            print(verdict)
            earned, points = earned + verdict.earned, points + verdict.points
    except (progress.NoNotebook, OSError) as error:
        reason = f"cannot be read: {error.strerror}" if isinstance(error, OSError) else error
        raise click.ClickException(f"{notebook} {reason}") from None
    print(f"\n{earned} of {points} points")


def _course(progress, folder) -> Path:
    folders = [folder] if folder else [Path(MINE), Path()]
    for candidate in folders:
        if progress.notebooks(candidate):
            return candidate
    raise click.ClickException(
        f"no exercises in {' or '.join(str(f.resolve()) for f in folders)}: "
        "name your folder, or a notebook"
    )


def _overview(progress, folder):
    table, unread = Table("chapter", "right", "wrong", "open", "points", box=None), []
    total = 0, 0
    with Console().status("running your answers") as status:
        for path in progress.notebooks(folder):
            status.update(f"running your answers: {path.parent.name}")
            try:
                verdicts = list(progress.verdicts(path))
            except (progress.NoNotebook, OSError) as error:
                unread.append(f"{path} {error}")
                continue
            counts = [sum(v.status == s for v in verdicts) for s in ("right", "wrong", "open")]
            points = sum(v.earned for v in verdicts), sum(v.points for v in verdicts)
            total = total[0] + points[0], total[1] + points[1]
            table.add_row(path.parent.name, *map(str, counts), "{} of {}".format(*points))
    show(Console(), table)
    for sentence in unread:
        print(sentence)
    print(f"\n{total[0]} of {total[1]} points in {folder}")
