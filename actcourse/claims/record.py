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

PATH = Path(__file__).with_name("measured.json")


class Measured(NamedTuple):
    """The least and the most that a number came to, and over how many seeds."""

    low: float
    high: float
    seeds: int

    @property
    def exact(self) -> bool:
        """Whether no seed moved it."""
        return self.low == self.high


@cache
def recorded() -> dict[int, dict[str, Measured]]:
    """What is stored, by claim and name of the number."""
    stored = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
    return {
        int(number): {name: Measured(*facts) for name, facts in numbers.items()}
        for number, numbers in stored.items()
    }


def record(runs: Iterable[Measurement]) -> None:
    """Store the least and the most that these runs gave, in place of what their claims had."""
    by_claim = {number: dict(numbers) for number, numbers in recorded().items()}
    values = {}
    for run in runs:
        for name, value in run.numbers.items():
            values.setdefault(run.number, {}).setdefault(name, []).append(value)
    for number, numbers in values.items():
        by_claim[number] = {
            name: Measured(_short(min(each)), _short(max(each)), len(each))
            for name, each in numbers.items()
        }
    lines = [
        f' "{number}": ' + json.dumps({name: list(m) for name, m in by_claim[number].items()})
        for number in sorted(by_claim)
    ]
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _short(value: float) -> float:
    return float(f"{value:.4g}")
