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
        from actcourse.chapters import CHAPTERS

        return tuple(CHAPTERS if self.names == "CHAPTERS" else getattr(claims, self.names))


@click.command()
@click.option("--ours", is_flag=True, help="What the course says, instead of what others say.")
@click.option("--only", multiple=True, metavar="KEY", help="This claim, 41 or tanh/shift-alone.")
@click.option("--chapter", type=OneOf("CHAPTERS"), help="What this chapter teaches.")
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
def claims(ours, only, chapter, topic, verdict, seeds, workers, record):
    """Recompute the claims, and fail when a number leaves its range.

    Those of the articles, or with --ours those of the course and their controls: all of them, or
    those that every option given lets through. --only is repeatable and takes both kinds.
    """
    from actcourse.claims import measure_all
    from actcourse.claims import record as records

    if ours and (topic or verdict):
        raise click.UsageError("--topic and --verdict sort claims of articles: leave out --ours.")
    facts = {"chapter": chapter, "topic": topic, "verdict": verdict}
    chosen = [
        claim
        for claim in _named(only) or _all(ours)
        if all(wanted in (None, getattr(claim, name, None)) for name, wanted in facts.items())
    ]
    if not chosen:
        raise click.UsageError("No claim is let through by all of these options.")
    shown = [each for claim in chosen for each in (claim, getattr(claim, "control", None)) if each]
    measured = [claim.key for claim in shown if claim.experiment]
    runs_of = defaultdict(list)
    console = Console()
    with _progress() as progress:
        task = progress.add_task("Measuring", total=len(measured) * seeds)
        for run in measure_all(measured, range(seeds), min(workers, len(measured) * seeds or 1)):
            runs_of[run.key].append(run)
            progress.advance(task)
    if record:
        for path in sorted(records.record(run for runs in runs_of.values() for run in runs)):
            console.print(f"Stored, over {seeds} seeds, in {path}: review the difference.")
    for claim in shown if only else ():
        console.print(f"[bold]{claim.key}[/] {escape(claim.says)}", highlight=False)
        if hasattr(claim, "verdict"):
            console.print(f"[bold]{claim.verdict.capitalize()}.[/] {escape(claim.truth)}\n")
    show(console, _table(shown, runs_of))
    outside = [key for key in measured if any(run.outside for run in runs_of[key])]
    words = len(shown) - len(measured)
    console.print(
        f"{len(measured) - len(outside)} of {len(measured)} measured claims within their ranges"
        f"{f'; {words} rest on words or sources' if words else ''}; "
        f"{sum(run.seconds for runs in runs_of.values() for run in runs):.1f} s of measuring."
    )
    if outside:
        console.print(f"[bold red]Outside:[/] {', '.join(map(str, outside))}")
        raise SystemExit(1)


def _named(keys):
    """The claims and findings of these keys: numbers for what others say, names for our own."""
    from actcourse.claims import find
    from actcourse.registry import UnknownName

    try:
        return [find(int(key) if key.isdecimal() else key) for key in keys]
    except UnknownName as error:
        raise click.BadParameter(f"{error}", param_hint="--only") from None


def _all(ours):
    """The whole of one ledger."""
    from actcourse.claims import CLAIMS, OURS

    return [*(OURS if ours else CLAIMS).values()]


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
        head = (str(claim.key), getattr(claim, "verdict", claim.kind))
        if not runs_of[claim.key]:
            table.add_row(*head, "[dim]no experiment[/]", "", "", "")
        for name, wanted in claim.expected.items():
            values = [run.numbers[name] for run in runs_of[claim.key]]
            held = all(value in wanted for value in values)
            sign = "[green]✓[/]" if held else "[bold red]✗[/]"
            table.add_row(*head, escape(name), _span(values), wanted.text, sign)
            head = ("", "")
    return table


def _span(values):
    """One value, or the smallest and the largest of several."""
    low, high = f"{min(values):.4g}", f"{max(values):.4g}"
    return low if low == high else f"{low} to {high}"
