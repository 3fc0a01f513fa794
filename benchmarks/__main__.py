"""``python -m benchmarks``: how right and how fast the course is, beside what people use.

``make bench`` runs it in a few minutes; ``make bench-full`` adds arrays of 10^7 entries, finer
grids and more repeats. Nothing here passes or fails: it measures.
"""

from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from benchmarks import store
from benchmarks.timing import one_thread, warm_allocator

PARTS = ("functions", "training", "accuracy", "start", "checks")


@click.command(help=__doc__)
@click.option("--full", is_flag=True, help="Larger arrays, finer grids, more repeats.")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="This part; repeatable.")
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    default=store.LATEST,
    show_default=True,
    help="Where to store the measurements.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An earlier file to compare with.",
)
def main(full, only, into, against):
    earlier = store.read(against) if against else None
    one_thread()  # before the libraries are imported, some of which ask but once
    warm_allocator()
    from benchmarks import accuracy, checks, functions, libraries, machine, report, start, training

    measures = dict(zip(PARTS, (functions, training, accuracy, start, checks), strict=True))
    console = Console()
    for library in libraries.MISSING:
        console.print(
            f"left out: {library} is not installed (pip install -e .[compare])", markup=False
        )
    described, rows = machine.describe(), []
    with Progress(console=console, transient=True) as bar:
        for part in only or PARTS:
            extent = "full" if full else "quick"
            rows += measures[part].measure(extent, partial(_track, bar))
    store.merge(into, described, rows)
    for table in report.tables(rows):
        console.print(table)
    console.print(", ".join(f"{key} {value}" for key, value in described.items()))
    for sentence in report.summary(rows):
        console.print(sentence, highlight=False)
    if earlier:
        console.print(f"\nCompared with {against}, of {earlier['machine']['date']}:")
        if earlier["machine"]["processor"] != described["processor"]:
            console.print(f"another processor measured it: {earlier['machine']['processor']}")
        for sentence in list(report.changes(rows, earlier["rows"])) or ["nothing has changed"]:
            console.print(sentence, highlight=False)
    console.print(f"stored in {into}")


def _track(bar, items, what):
    """The items, with a bar that follows them."""
    return bar.track(list(items), description=what)


if __name__ == "__main__":
    main()
