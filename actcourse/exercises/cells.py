"""The cells of a notebook that was handed in, and which of them an answer needs.

A learner writes an answer into its cell, but also puts an import at the top or a helper into a
cell of its own. Not every cell is run for every answer, so that an endless loop in one costs that
answer alone: besides the cells that define the answer, those run that define a name it uses.

This module imports the standard library alone: the grader runs it beside the answers.
"""

import builtins
import re
import symtable

ANSWER = "-answer"  # what nbgrader's id of the cell with the answer ends in
CHECK = re.compile(r"^check\(\"([^\"]+)\", (\w+)(?:, variant=\d+)?\)$", re.MULTILINE)
VARIANT = re.compile(r"^check\(.+, variant=(\d+)\)$", re.MULTILINE)
MAGIC = re.compile(r"^(\s*)(?:[%!].*|.*\?\s*)$")
STAR = re.compile(r"^\s*from\s.+\simport\s*\*", re.MULTILINE)
BUILTINS = set(dir(builtins))


class NoNotebook(ValueError):
    """A file is no notebook; the message says why."""


def check_id(id: str) -> str:
    """nbgrader's id of the cell that checks the exercise `id`."""
    return id.replace("/", "-")


def answer_id(id: str) -> str:
    """nbgrader's id of the cell with the answer to the exercise `id`."""
    return check_id(id) + ANSWER


def code_cells(notebook) -> list[tuple[str, str | None]]:
    """Source and nbgrader's id, if it has one, of every code cell of a notebook, read from JSON."""
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise NoNotebook("is no notebook of format 4: save it from a current Jupyter")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NoNotebook("is a notebook without cells")
    return [(_source(cell), _grade_id(cell)) for cell in cells if cell.get("cell_type") == "code"]


def arrange(pairs, ids, given=()) -> tuple[list[dict], dict[str, int]]:
    """The learner's own cells, and where the checks stand among them.

    Parameters
    ----------
    pairs
        What `code_cells` gives.
    ids : sequence of str
        The exercises of the assignment.
    given : collection of str
        Sources of the assignment's own cells, which are left out where they have not changed.

    Returns
    -------
    cells : list of dict
        `source`, and `answer`: the exercise whose answer's cell it is, or None.
    before : dict
        For each exercise, how many of these cells stand above its check.
    """
    checks = {check_id(id): id for id in ids}
    answers = {answer_id(id): id for id in ids}
    given = {source.strip() for source in given}
    cells, before = [], {}
    for source, grade_id in pairs:
        if grade_id in checks:
            before[checks[grade_id]] = len(cells)
        elif grade_id in answers or source.strip() not in given:
            cells.append({"source": source, "answer": answers.get(grade_id)})
    return cells, {id: before.get(id, len(cells)) for id in ids}


def plain_python(source: str) -> str:
    """`source` without the lines that IPython alone understands: magics, shells, questions."""
    try:
        compile(source, "<cell>", "exec")
    except (SyntaxError, ValueError):
        lines = source.split("\n")
        return "\n".join(MAGIC.sub(r"\1pass", line) for line in lines)
    return source


def needed(cells, answer) -> list[int]:
    """Indices, in order, of the cells to run for an answer.

    Parameters
    ----------
    cells : sequence of dict
        What `arrange` gives.
    answer : dict
        `id` of the exercise; `name` under which the answer is handed in; `before`, the number of
        cells above its check.

    Notes
    -----
    The answer's own cells are those with its id, and further ones above the check that bind its
    name, as when a learner splits the cell. A copy below the check counts only where there is
    none above, for that is what running the notebook from top to bottom comes to.
    """
    in_cells = [_names_or_none(cell["source"]) for cell in cells]
    above = range(min(answer["before"], len(cells)))
    tagged = [i for i, cell in enumerate(cells) if cell["answer"] == answer["id"]]
    own = {i for i in tagged if i in above} or set(tagged)
    own |= {
        i for i in above if cells[i]["answer"] is None and _binds(in_cells[i], {answer["name"]})
    }
    wanted = own | {i for i in above if _binds(in_cells[i], {"*"})}
    while True:
        taken = set().union(*(in_cells[i][1] for i in wanted if in_cells[i])) - BUILTINS
        more = {i for i in above if _binds(in_cells[i], taken)} - wanted
        if not more:
            return sorted(wanted)
        wanted |= more


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds at its top level, and those it takes from elsewhere.

    A star import may bind anything: it is bound as ``"*"``.
    """
    table = symtable.symtable(source, "<cell>", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    return bound | ({"*"} if STAR.search(source) else set()), _taken(table)


def evaluate(cells, answer, space: dict) -> tuple[str, str] | None:
    """Run, in `space`, the cells that an answer needs.

    Returns
    -------
    tuple or None
        Class and text of the error that ended a cell of the answer itself.
    """
    cells = [cell | {"source": plain_python(cell["source"])} for cell in cells]
    error = None
    for index in needed(cells, answer):
        failed = execute(cells[index]["source"], space)
        if failed and cells[index]["answer"] == answer["id"]:
            error = failed
    return error


def execute(source: str, space: dict) -> tuple[str, str] | None:
    """Run a cell as a notebook does; gives class and text of the error that ended it, or None."""
    try:
        exec(compile(source, "<cell>", "exec"), space)  # noqa: S102
    except (Exception, SystemExit) as error:  # noqa: BLE001  a notebook goes on, too
        name = type(error).__name__[:100]
        text = f"{error.msg} (line {error.lineno})" if isinstance(error, SyntaxError) else error
        return name, f"{name}: {text}"[:300]
    return None


def _source(cell) -> str:
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise NoNotebook("has a cell whose source is no text")
    return source.encode("utf-8", "replace").decode()


def _grade_id(cell) -> str | None:
    match cell:
        case {"metadata": {"nbgrader": {"grade_id": str(grade_id)}}}:
            return grade_id
    return None


def _names_or_none(source):
    """The names of a cell, or None for one that is no Python."""
    try:
        return names(source)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _binds(cell_names, wanted) -> bool:
    return bool(cell_names and cell_names[0] & wanted)


def _taken(table) -> set[str]:
    top = table.get_type() == "module"
    symbols = [s for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())]
    return {s.get_name() for s in symbols}.union(*map(_taken, table.get_children()))
