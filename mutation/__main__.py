"""``python -m mutation``: change the code in small ways, and see whether tests notice.

Each change is made in a copy of the tree, and the tests of its room run until one fails. What
becomes of it is stored at once: a run that was stopped goes on where it was. Tests that are slow
or need a browser are left out.
"""

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from . import results, rooms, trial
from .sample import all_mutants, equivalents, sample

ROOT = Path(__file__).parents[1]


@click.command(help=__doc__)
@click.option("--count", default=600, show_default=True, help="Mutants in all.")
@click.option("--least", default=60, show_default=True, help="Mutants of each room at least.")
@click.option("--seed", default=0, show_default=True, help="Another choice of mutants.")
@click.option("--room", type=click.Choice(rooms.ROOMS), multiple=True, help="This; repeatable.")
@click.option("--workers", default=2, show_default=True, help="Copies of the tree at work.")
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ROOT / "_build" / "mutants.jsonl",
    help="Where to store what becomes of them [default: _build/mutants.jsonl].",
)
@click.option("--again", is_flag=True, help="Try those again that survived.")
@click.option("--report", is_flag=True, help="Only report what is stored.")
def main(count, least, seed, room, workers, into, again, report):
    console = Console()
    chosen = sample(all_mutants(ROOT, room or rooms.ROOMS), count, least, seed)
    known, same = results.read(into), equivalents()
    if not report:
        done = {key for key, r in known.items() if not (again and r["outcome"] == "survived")}
        waiting = [mutant for mutant in chosen if mutant.key not in done | same.keys()]
        try:
            known |= try_all(waiting, into, workers, console)
        except KeyboardInterrupt:
            console.print("Stopped; the next run goes on from here.")
            known = results.read(into)
    shown = {m.key: known[m.key] for m in chosen if m.key in known and m.key not in same}
    shown |= {m.key: {"outcome": "equivalent"} for m in chosen if m.key in same}
    for text in results.survivors(shown):
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    console.print(results.table({m.key: shown[m.key] for m in chosen if m.key in shown}))
    counts = Counter(record["outcome"] for record in shown.values())
    console.print(f"{results.noticed(counts):.0%} of {len(shown)} noticed; {into} holds them.")


def try_all(mutants, into, workers, console):
    """Try mutants in so many copies of the tree, and store what becomes of each: dict by key."""
    found = {}
    if not mutants:
        return found
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, _progress(console) as bar:
        idle = SimpleQueue()
        for k in range(workers):
            idle.put(trial.Copy(ROOT, Path(folder, str(k))))

        def borrow(work, *arguments):
            copy = idle.get()
            try:
                return work(copy, *arguments)
            finally:
                idle.put(copy)

        with ThreadPoolExecutor(workers) as pool:
            try:
                limits = dict(pool.map(borrow, *_per_room(mutants)))
                task = bar.add_task("Mutants", total=len(mutants))

                def attempt(copy, mutant):
                    source = (copy.folder / mutant.file).read_text(encoding="utf-8")
                    tests = rooms.tests(ROOT, mutant.file)
                    outcome = copy.try_out(mutant, tests, limits[rooms.room_of(mutant.file)])
                    found[mutant.key] = results.append(into, mutant, source, outcome)
                    bar.advance(task)

                list(pool.map(borrow, [attempt] * len(mutants), mutants))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    return found


def _per_room(mutants):
    """Work that finds the limit of seconds for each room of these mutants, and its arguments."""
    needed = sorted({rooms.room_of(mutant.file) for mutant in mutants})
    return [limit] * len(needed), needed


def limit(copy, room):
    """The room, and the seconds after which its tests are taken to hang.

    Raises
    ------
    click.ClickException
        If its tests fail on the tree as it is: then a failure says nothing of a mutant.
    """
    outcome = copy.run(rooms.tests(ROOT, rooms.files(ROOT, room)[0]))
    if outcome.word != "survived":
        raise click.ClickException(f"the tests of {room} fail without any change: {outcome.by}")
    return room, 30 + 3 * outcome.seconds


def _progress(console):
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


if __name__ == "__main__":
    main()
