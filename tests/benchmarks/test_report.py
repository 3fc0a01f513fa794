"""How measurements are taken in turns, stored, shown and compared."""

import json
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from benchmarks import __main__ as command
from benchmarks import libraries, report, store
from benchmarks.timing import interleaved


def timed(median, library="course", **facts):
    row = {"kind": "training", "shape": "64-32-10", "library": library, **facts}
    times = {"median": median, "low": 0.9 * median, "high": 1.1 * median}
    return {**row, **times, "fastest": median, "samples": 9, "apart": 0.0}


def wrong(ulp):
    return {"kind": "accuracy", "function": "tanh", "dtype": "float32", "library": "x", "ulp": ulp}


def once(value, what="move_ms", kind="page", of="index"):
    return {"kind": kind, "of": of, "what": what, "value": value}


def test_calls_take_turns_and_their_times_are_in_order():
    calls = []
    found = interleaved(
        {name: lambda name=name: calls.append(name) for name in "ab"}, seconds=0.01, least=4
    )
    for times in found.values():
        assert 0 < times.fastest <= times.low <= times.median <= times.high
        assert times.samples >= 4
    assert set(calls[-2000:]) == {"a", "b"}, "one was timed after the other"


def test_a_ratio_is_of_one_library_to_another():
    rows = [timed(0.002), timed(0.006, "torch"), timed(0.001, "jax")]
    assert report.ratios(rows, "training", "shape") == {"64-32-10": pytest.approx(1 / 3)}
    assert list(report.summary(rows)) == ["training 64-32-10: PyTorch takes 3.00 times as long"]


@pytest.mark.parametrize(
    ("new", "old", "words"),
    [
        (timed(2.0), timed(1.0), "2.00 times the time"),
        (timed(1.0), timed(2.0), "0.50 times the time"),
        (timed(1.1), timed(1.0), None),
        (timed(9.0, shape="other"), timed(1.0), None),
        (wrong(40.0), wrong(2.0), "40 ULP, before 2"),
        (wrong(None), wrong(2.0), "lost ULP, before 2"),
        (wrong(2.0), wrong(None), None),
        (wrong(2.5), wrong(2.0), None),
        (once(13.0), once(10.0), "page index move_ms: 13, before 10"),
        (once(7.0), once(10.0), "7, before 10"),
        (once(12.0), once(10.0), None),
        (once(0.0, "shift"), once(0.0, "shift"), None),
        (once(90.0, of="other"), once(10.0), None),
    ],
)
def test_a_change_is_told_when_quartiles_part_or_errors_grow(new, old, words):
    told = list(report.changes([new], [old]))
    assert len(told) == bool(words)
    assert not words or words in told[0]


def test_tables_show_every_row():
    rows = [timed(0.002), timed(0.006, "torch")]
    console = Console(file=StringIO(), width=200)
    for table in report.tables(rows):
        console.print(table)
    text = console.file.getvalue()
    assert "2.00 (1.80 to 2.20)" in text
    assert "6.00 (5.40 to 6.60)" in text


def test_what_is_measured_of_the_course_is_a_table_with_a_column_for_each_quantity():
    rows = [once(7.25), once(91.0, "kilobytes"), once(3.5, of="sigmoid")]
    (table,) = report.tables(rows)
    console = Console(file=StringIO(), width=200)
    console.print(table)
    lines = [line.split("│") for line in console.file.getvalue().splitlines() if "│" in line]
    cells = [[cell.strip() for cell in line[1:-1]] for line in lines]
    assert cells == [["index", "7.25", "91"], ["sigmoid", "3.5", ""]]


def test_new_rows_replace_those_of_their_kind_and_leave_the_others_of_this_machine(tmp_path):
    path, here = tmp_path / "new" / "all.json", {"processor": "this", "load": 0.5, "torch": "2"}
    store.merge(path, here, [once(1.0), once(2.0, kind="slider")])
    later = here | {"load": 2.5}
    store.merge(path, later, [once(3.14159)])
    both = [once(2.0, kind="slider"), once(3.142)]
    assert store.read(path) == {"machine": later, "rows": both}
    for change in ({"processor": "another"}, {"torch": "3"}):
        store.merge(path, here | change, [once(4.0)])
        assert store.read(path) == {"machine": here | change, "rows": [once(4.0)]}


def test_the_command_stores_compares_and_names_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(libraries, "MISSING", ["torch", "jax"])
    monkeypatch.setattr(command, "one_thread", lambda: None)
    first, second = tmp_path / "first.json", tmp_path / "new" / "second.json"
    run = CliRunner().invoke
    options = ["--only", "accuracy", "--into"]
    assert run(command.main, [*options, str(first)], catch_exceptions=False).exit_code == 0
    got = run(command.main, [*options, str(second), "--against", str(first)])
    assert "left out: torch is not installed" in got.output
    assert "nothing has changed" in got.output
    rows = json.loads(second.read_text())["rows"]
    assert {row["library"] for row in rows} == {"course", "textbook"}
    assert rows == json.loads(first.read_text())["rows"]
