"""What was measured of the claims over several seeds: stored beside them, with the number of seeds.

``actcourse claims --record --seeds 30`` measures and stores. A number that is the same at every
seed is exact: its experiment draws nothing, or rounding alone is left of what it draws.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .measure import Measurement

FOLDER = Path(__file__).parent


class Measured(NamedTuple):
    """The least and the most that a number came to, and over how many seeds."""

    low: float
    high: float
    seeds: int

    @property
    def exact(self) -> bool:
        """Whether no seed moved it."""
        return self.low == self.high


def place(key: int | str) -> Path:
    """The file that stores what was measured of this claim, finding or control."""
    if isinstance(key, int):
        return FOLDER / "measured.json"
    return FOLDER / "ours" / f"{key.partition('/')[0]}.json"


@cache
def recorded() -> dict[int | str, dict[str, Measured]]:
    """What is stored, by key and name of the number."""
    paths = [FOLDER / "measured.json", *sorted((FOLDER / "ours").glob("*.json"))]
    stored = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.exists()]
    return {
        int(key) if key.isdigit() else key: {n: Measured(*facts) for n, facts in numbers.items()}
        for each in stored
        for key, numbers in each.items()
    }


def record(runs: Iterable[Measurement]) -> set[Path]:
    """Store the least and the most that these runs gave, in place of what there was of their keys.

    Returns
    -------
    set of Path
        The files that were written.
    """
    values: dict[int | str, dict[str, list[float]]] = {}
    for run in runs:
        for name, value in run.numbers.items():
            values.setdefault(run.key, {}).setdefault(name, []).append(value)
    fresh = {
        key: {
            n: Measured(_short(min(each)), _short(max(each)), len(each)) for n, each in ns.items()
        }
        for key, ns in values.items()
    }
    paths = {place(key) for key in fresh}
    for path in paths:
        kept = {key: dict(ns) for key, ns in (recorded() | fresh).items() if place(key) == path}
        lines = [
            f' "{key}": ' + json.dumps({name: list(m) for name, m in kept[key].items()})
            for key in sorted(kept)
        ]
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return paths


def _short(value: float) -> float:
    return float(f"{value:.4g}")
