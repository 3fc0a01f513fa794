"""What the page on explorers shows of the code and of the measurements, at their places."""

import inspect
import json
from pathlib import Path

from actcourse.explore.medium import in_book
from actcourse.figures import first

FIRST = "% first-explorer"  # comments of MyST
PEERS = "% peers"
STORED = Path(__file__).with_name("peers.json")  # written by `python -m benchmarks.peers`


def setup(app):
    """Fill the places of whatever page has them."""
    app.connect("source-read", fill)


def fill(app, docname, source):
    """Put code, figure and table in place of the comments."""
    if FIRST in source[0]:
        assert in_book(), "the figure is shown in its static form"
        source[0] = source[0].replace(FIRST, example())
    if PEERS in source[0]:
        source[0] = source[0].replace(PEERS, table(json.loads(STORED.read_text("utf-8"))))


def example():
    """The first explorer: its lines, and what they make."""
    code = inspect.getsource(first).partition('"""\n\n')[2]
    markup = first.wave()._repr_mimebundle_()["text/html"]
    return f"```python\n{code}```\n\n```{{raw}} html\n{markup}\n```"


def table(stored):
    """The measurements as a table in Markdown, with what a reader must know to compare."""
    rows = [
        f"| {row['name']} {row['version']} | {row['kilobytes']:,} | "
        f"{row['gzipped_kilobytes']:,.0f} | {row['seconds']:.2f} | {row['requests'] or 'none'} | "
        f"{'yes' if row['moves'] else 'no'} |"
        for row in stored["rows"]
    ]
    machine = stored["machine"]
    where = f"{machine['processor']}, {machine['system']}"
    versions = f"Python {machine['python']} and NumPy {machine['numpy']}"
    return "\n".join(
        [
            f"The figure: {stored['figure']}, and a sentence with the position's numbers.",
            "",
            "| made by | KB | KB gzipped | seconds to make | requests to other hosts | moves |",
            "|---|--:|--:|--:|--:|---|",
            *rows,
            "",
            f"Measured on {stored['date']} on {where}, with {versions}.",
        ]
    )
