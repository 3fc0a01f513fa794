"""Measurements as tables, and next to those of an earlier run."""

from math import exp, isclose, log
from statistics import mean

from rich.table import Table

MEASURED = {"median", "low", "high", "fastest", "samples"}
MEASURED |= {"apart", "ulp", "at", "got", "truth", "value"}
COURSE = {
    "start": "seconds of processor time from start to end",
    "check": "milliseconds of processor time of a check",
    "page": "pages: first visit, slow is a quarter of the processor and 1.6 Mbit/s",
    "figure": "the same figure by others",
    "slider": "sliders, each alone on its page",
    "grading": "grading: submissions a second, and seconds outside the sandboxes",
    "memory": "memory of the grading process",
    "build": "the commands",
}


def tables(rows):
    """A table for each pass, dtype and size; one of training; one of errors for each dtype."""
    for step, dtype, size in _distinct(rows, "function", "pass", "dtype", "size"):
        chosen = _chosen(rows, "function", **{"pass": step}, dtype=dtype, size=size)
        title = f"{step}, {size} entries of {dtype}: nanoseconds for an entry"
        yield _grid(title, chosen, "function", _nanoseconds)
    chosen = _chosen(rows, "primitive")
    if chosen:
        title = "what they are made of: nanoseconds for an entry of float64"
        yield _grid(title, chosen, "function", _nanoseconds)
    chosen = _chosen(rows, "training")
    if chosen:
        title = "training: milliseconds for an epoch, quartiles, largest difference of the losses"
        yield _grid(title, chosen, "shape", _epoch)
    for dtype, order in _distinct(rows, "accuracy", "dtype", "order"):
        title = f"largest error of {('f', 'f′')[order]} in {dtype}, ULP"
        chosen = _chosen(rows, "accuracy", dtype=dtype, order=order)
        yield _grid(title, chosen, "function", lambda row: ulp(row["ulp"]))
    for kind, title in COURSE.items():
        chosen = _chosen(rows, kind)
        if chosen:
            yield _grid(title, chosen, "of", lambda row: f"{row['value']:.4g}", "what")


def _grid(title, rows, down, text, across="library"):
    """One line for each function or shape, one column for each library."""
    columns = list(dict.fromkeys(row[across] for row in rows))
    table = Table(down, title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="right")
    for name in dict.fromkeys(row[down] for row in rows):
        cells = {row[across]: text(row) for row in rows if row[down] == name}
        table.add_row(name, *(cells.get(column, "") for column in columns))
    return table


def _nanoseconds(row):
    return f"{row['median'] * 1e9 / row['size']:.2f}"


def _epoch(row):
    low, median, high = (1e3 * row[key] for key in ("low", "median", "high"))
    return f"{median:.2f} ({low:.2f} to {high:.2f}), {row['apart']:.0e}"


def ulp(error):
    """An error as text; None stands for a number that became nan or infinite."""
    return "lost" if error is None else f"{error:.2g}" if error < 100 else f"{error:.0e}"


def summary(rows):
    """Sentences: the course's time over PyTorch's, forward and with the gradient, in training."""
    for step, dtype, size in _distinct(rows, "function", "pass", "dtype", "size"):
        found = ratios(rows, "function", "function", **{"pass": step}, dtype=dtype, size=size)
        if found:
            yield (
                f"{step}, {size} entries of {dtype}: {geometric_mean(found.values()):.2f} times "
                f"PyTorch's time in the geometric mean of {len(found)} functions; longest for "
                f"{max(found, key=found.get)}, {max(found.values()):.1f} times"
            )
    for shape, ratio in ratios(rows, "training", "shape").items():
        yield f"training {shape}: PyTorch takes {1 / ratio:.2f} times as long"


def ratios(rows, kind, by, one="course", other="torch", key="median", **wanted):
    """Time of one library over that of another, by function or shape."""
    times = {(row[by], row["library"]): row[key] for row in _chosen(rows, kind, **wanted)}
    return {
        name: time / times[name, other]
        for (name, library), time in times.items()
        if library == one and (name, other) in times
    }


def geometric_mean(values):
    """exp of the mean of the logarithms: twice as fast and half as fast cancel."""
    return exp(mean(map(log, values)))


def changes(rows, earlier):
    """Sentences about times whose quartiles no longer overlap, and errors that have grown.

    Of what was measured once, as pages are, about changes by more than a fifth of the larger.
    """
    before = {_identity(row): row for row in earlier}
    for row in rows:
        old = before.get(_identity(row))
        if old is None:
            continue
        what = " ".join(str(value) for key, value in row.items() if key not in MEASURED)
        if "median" in row and (row["low"] > old["high"] or row["high"] < old["low"]):
            yield f"{what}: {row['median'] / old['median']:.2f} times the time of the earlier run"
        elif "ulp" in row and _worse(row["ulp"], old["ulp"]):
            yield f"{what}: {ulp(row['ulp'])} ULP, before {ulp(old['ulp'])}"
        elif "value" in row and not isclose(row["value"], old["value"], rel_tol=0.2, abs_tol=1e-3):
            yield f"{what}: {row['value']:.4g}, before {old['value']:.4g}"


def _worse(new, old):
    return old is not None and (new is None or new > 1.5 * old + 1)


def _identity(row):
    return tuple(sorted((key, value) for key, value in row.items() if key not in MEASURED))


def _distinct(rows, kind, *keys):
    return list(dict.fromkeys(tuple(row[k] for k in keys) for row in rows if row["kind"] == kind))


def _chosen(rows, kind, **wanted):
    return [row for row in rows if row["kind"] == kind and wanted.items() <= row.items()]
