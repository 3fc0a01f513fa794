"""`actcourse claims`: recompute what the ledger says."""

import functools
import os
from collections import defaultdict

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .tables import show


class OneOf(click.Choice):
    """A name that `actcourse.claims` knows: the claims are imported when it is asked for."""

    case_sensitive = True

    def __init__(self, names: str):
        self.names = names

    @functools.cached_property
    def choices(self):
        """The names, in their order: tuple of str."""
        from actcourse import claims

        return tuple(getattr(claims, self.names))


@click.command()
@click.option("--only", type=int, multiple=True, metavar="NUMBER", help="This claim; repeatable.")
@click.option("--topic", type=OneOf("TOPICS"), help="The claims of this topic.")
@click.option("--verdict", type=OneOf("VERDICTS"), help="The claims so judged.")
@click.option("--seeds", type=click.IntRange(min=1), default=1, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count(),
    show_default="one per core",
    help="Experiments at a time.",
)
@click.option("--record", is_flag=True, help="Store the least and the most of each number.")
def claims(only, topic, verdict, seeds, workers, record):
    """Recompute the claims, and fail when a number leaves its range.

    All of them, or those that every option given lets through.
    """
    from actcourse.claims import CLAIMS, measure_all
    from actcourse.claims import record as records

    if unknown := sorted(set(only) - CLAIMS.keys()):
        raise click.BadParameter(
            f"there is no claim {', '.join(map(str, unknown))}; "
            f"the numbers run from {min(CLAIMS)} to {max(CLAIMS)}.",
            param_hint="--only",
        )
    chosen = [
        number
        for number, claim in CLAIMS.items()
        if (not only or number in only)
        and (topic is None or claim.topic == topic)
        and (verdict is None or claim.verdict == verdict)
    ]
    if not chosen:
        raise click.UsageError("No claim is let through by all of these options.")
    measured = [number for number in chosen if CLAIMS[number].experiment]
    runs_of = defaultdict(list)
    console = Console()
    with _progress() as progress:
        task = progress.add_task("Measuring", total=len(measured) * seeds)
        for run in measure_all(measured, range(seeds), min(workers, len(measured) * seeds or 1)):
            runs_of[run.number].append(run)
            progress.advance(task)
    if record:
        records.record(run for runs in runs_of.values() for run in runs)
        console.print(f"Stored, over {seeds} seeds, in {records.PATH}: review the difference.")
    for number in chosen if only else ():
        claim = CLAIMS[number]
        console.print(f"[bold]{number}[/] {escape(claim.says)}", highlight=False)
        console.print(f"[bold]{claim.verdict.capitalize()}.[/] {escape(claim.truth)}\n")
    show(console, _table([CLAIMS[number] for number in chosen], runs_of))
    outside = sorted({run.number for runs in runs_of.values() for run in runs if run.outside})
    words = len(chosen) - len(measured)
    console.print(
        f"{len(measured) - len(outside)} of {len(measured)} measured claims within their ranges"
        f"{f'; {words} rest on words or sources' if words else ''}; "
        f"{sum(run.seconds for runs in runs_of.values() for run in runs):.1f} s of measuring."
    )
    if outside:
        console.print(f"[bold red]Outside:[/] {', '.join(map(str, outside))}")
        raise SystemExit(1)


def _progress():
    """A progress bar on stderr, gone when it is done, so that stdout holds the table alone."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _table(claims, runs_of):
    """The claims with their numbers: one line for each number, its values over the seeds."""
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("claim", "verdict", "number", "measured", "range", ""):
        table.add_column(name, justify="right" if name == "claim" else "left")
    for claim in claims:
        if not runs_of[claim.number]:
            table.add_row(str(claim.number), claim.verdict, "[dim]no experiment[/]", "", "", "")
        head = (str(claim.number), claim.verdict)
        for name, wanted in claim.expected.items():
            values = [run.numbers[name] for run in runs_of[claim.number]]
            held = all(value in wanted for value in values)
            sign = "[green]✓[/]" if held else "[bold red]✗[/]"
            table.add_row(*head, escape(name), _span(values), wanted.text, sign)
            head = ("", "")
    return table


def _span(values):
    """One value, or the smallest and the largest of several."""
    low, high = f"{min(values):.4g}", f"{max(values):.4g}"
    return low if low == high else f"{low} to {high}"
