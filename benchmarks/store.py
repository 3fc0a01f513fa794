"""Measurements as a file that a diff can be read of: the machine, and a line for each row."""

import json
from pathlib import Path

LATEST = Path(".benchmarks/latest.json")
# Four digits of these are more than they are good for.
SHORT = ("median", "low", "high", "fastest", "apart", "ulp", "value")


def read(path):
    """The stored measurements: dict with ``machine`` and ``rows``."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def merge(path, described, rows):
    """Store rows in the place of all earlier ones of their kinds.

    Others stay, if the same machine with the same libraries has measured them.
    """
    path, kinds = Path(path), {row["kind"] for row in rows}
    earlier = read(path) if path.exists() else {"machine": described, "rows": []}
    same = _lasting(earlier["machine"]) == _lasting(described)
    others = [row for row in earlier["rows"] if row["kind"] not in kinds] if same else []
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(_dumps(described, others + rows), encoding="utf-8")
    beside.replace(path)


def _lasting(described):
    return {key: value for key, value in described.items() if key not in ("date", "load")}


def _dumps(described, rows):
    lines = ",\n".join(json.dumps(_rounded(row)) for row in rows)
    return f'{{"machine": {json.dumps(described)},\n"rows": [\n{lines}\n]}}\n'


def _rounded(row):
    return {k: float(f"{v:.4g}") if k in SHORT and v is not None else v for k, v in row.items()}
