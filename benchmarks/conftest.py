"""Keeps what is measured of the course itself beside what `python -m benchmarks` has measured."""

from math import isfinite
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import machine, report, store

KEPT = pytest.StashKey[list]()


def pytest_addoption(parser):
    parser.addoption("--into", default=store.LATEST, help="Where to store the measurements.")
    parser.addoption("--against", help="An earlier file to compare with.")


def pytest_configure(config):
    config.stash[KEPT] = []


@pytest.fixture
def keep(pytestconfig):
    """Function that keeps measurements: ``keep("page", "index.html", kilobytes=57.0)``.

    What came out as nan, as the paint of a page that paints nothing, is left out.
    """

    def keep(kind, of, **measured):
        facts = {"kind": kind, "of": of}
        found = {what: value for what, value in measured.items() if isfinite(value)}
        rows = [{**facts, "what": what, "value": value} for what, value in found.items()]
        pytestconfig.stash[KEPT].extend(rows)

    return keep


def pytest_terminal_summary(terminalreporter, config):
    """Show the tables, and store the rows in the place of those of the same kinds."""
    rows = config.stash[KEPT]
    if not rows:
        return
    console = Console(file=terminalreporter._tw._file, width=120)
    for table in report.tables(rows):
        console.print(table)
    if against := config.getoption("--against"):
        for sentence in report.changes(rows, store.read(against)["rows"]):
            console.print(sentence, highlight=False)
    into = Path(config.getoption("--into"))
    store.merge(into, machine.describe(), rows)
    console.print(f"stored in {into}")
