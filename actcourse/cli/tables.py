"""Tables that are whole on every console, and in a pipe."""

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

ENDLESS = 10_000  # columns


def show(console: Console, table: Table) -> None:
    """Print a table, or, where the console is too narrow for it, its rows as lines.

    rich would cut words and numbers to make it fit, in a pipe to 80 columns.
    """
    endless = console.options.update(width=ENDLESS)
    width = Measurement.get(console, endless, table).maximum
    if width <= console.width:
        console.print(table)
    elif not console.is_terminal:
        narrow, console.width = console.width, width
        console.print(table)
        console.width = narrow
    else:
        _as_lines(console, table)


def _as_lines(console, table):
    for row in zip(*(column.cells for column in table.columns), strict=True):
        cells = [cell if isinstance(cell, Text) else Text.from_markup(cell) for cell in row]
        named = zip(table.columns, cells, strict=True)
        told = [Text.assemble(f"{c.header} ".lstrip(), cell) for c, cell in named if cell.plain]
        console.print(Text(", ").join(told), highlight=False)
