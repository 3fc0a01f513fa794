"""What became of the mutants: one line each, appended as it comes, and the report on them."""

import json
from collections import Counter

from rich import box
from rich.table import Table

from .rooms import room_of

WORDS = ("killed", "survived", "timed out", "equivalent")


def read(path):
    """What was found so far: dict from key to a record, the last one where there are several."""
    if not path.exists():
        return {}
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {record["key"]: record for record in records}


def append(path, mutant, source, outcome):
    """Store what became of a mutant."""
    record = {
        "key": mutant.key,
        "line": mutant.line,
        "diff": mutant.diff(source),
        "outcome": outcome.word,
        "by": outcome.by,
        "seconds": round(outcome.seconds, 1),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return record


def table(records):
    """The table by room: how many were made, and what became of them."""
    shown = Table(box=box.SIMPLE_HEAD)
    for name in ("room", "made", *WORDS, "noticed"):
        shown.add_column(name, justify="left" if name == "room" else "right")
    counts = {}
    for key, record in records.items():
        counts.setdefault(room_of(key), Counter())[record["outcome"]] += 1
    for room, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        shown.add_row(
            room,
            str(count.total()),
            *(str(count[word]) for word in WORDS),
            f"{noticed(count):.0%}",
        )
    return shown


def noticed(count):
    """Share that the tests noticed of the mutants that do something else than the source."""
    different = count.total() - count["equivalent"]
    return (count["killed"] + count["timed out"]) / different if different else 1.0


def survivors(records):
    """Those that no test noticed, as text: where, and the change."""
    return [
        f"{key.partition(':')[0]}:{record['line']}  {key}\n{record['diff']}"
        for key, record in records.items()
        if record["outcome"] == "survived"
    ]
