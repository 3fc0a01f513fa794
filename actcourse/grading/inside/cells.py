"""Which cells of a notebook an answer needs, and what they define.

A learner writes an answer into its cell, but also puts an import at the top or a helper into a
cell of its own. Not every cell is run for every answer, so that an endless loop in one costs that
answer alone: besides the cells that define the answer, those run that define a name it uses.
"""

import builtins
import re
import symtable

MAGIC = re.compile(r"^(\s*)(?:[%!].*|.*\?\s*)$")
STAR = re.compile(r"^\s*from\s.+\simport\s*\*", re.MULTILINE)
BUILTINS = set(dir(builtins))


def plain_python(source: str) -> str:
    """`source` without the lines that IPython alone understands: magics, shells, questions."""
    try:
        compile(source, "<cell>", "exec")
    except (SyntaxError, ValueError):
        lines = source.split("\n")
        return "\n".join(MAGIC.sub(r"\1pass", line) for line in lines)
    return source


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds at its top level, and those it takes from elsewhere.

    A star import may bind anything: it is bound as ``"*"``.
    """
    table = symtable.symtable(source, "<cell>", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    return bound | ({"*"} if STAR.search(source) else set()), _taken(table)


def needed(cells, answer) -> list[int]:
    """Indices, in order, of the cells to run for an answer.

    Parameters
    ----------
    cells : sequence of dict
        The learner's code cells: `source`, and `answer`, the id of the answer whose cell it is,
        or None.
    answer : dict
        `id`; `name`, under which it is handed in; `before`, the number of cells above its check.

    Notes
    -----
    The answer's own cells are those with its id, and further ones above the check that bind its
    name, as when a learner splits the cell. A copy below the check counts only where there is
    none above, for that is what running the notebook from top to bottom comes to.
    """
    found = [_names_or_none(cell["source"]) for cell in cells]
    above = range(min(answer["before"], len(cells)))
    tagged = [i for i, cell in enumerate(cells) if cell["answer"] == answer["id"]]
    own = {i for i in tagged if i in above} or set(tagged)
    own |= {i for i in above if cells[i]["answer"] is None and _binds(found[i], {answer["name"]})}
    wanted = own | {i for i in above if _binds(found[i], {"*"})}
    while True:
        taken = set().union(*(found[i][1] for i in wanted if found[i])) - BUILTINS
        more = {i for i in above if _binds(found[i], taken)} - wanted
        if not more:
            return sorted(wanted)
        wanted |= more


def _names_or_none(source):
    """The names of a cell, or None for one that is no Python."""
    try:
        return names(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _binds(found, wanted) -> bool:
    return bool(found and found[0] & wanted)


def _taken(table) -> set[str]:
    top = table.get_type() == "module"
    symbols = [s for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())]
    return {s.get_name() for s in symbols}.union(*map(_taken, table.get_children()))
