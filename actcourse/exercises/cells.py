"""The cells of a notebook that was handed in, and which of them an answer needs.

A learner writes an answer into its cell, but also puts an import at the top or a helper into a
cell of its own. Not every cell is run for every answer, so that an endless loop in one costs that
answer alone: besides the cells that define the answer, those run that define a name it uses.
Where that gives no right answer, and other cells may change what it uses, all of them run.

This module imports the standard library alone: the grader runs it beside the answers.
"""

import ast
import builtins
import json
import re
import symtable
from collections.abc import Iterable, Sequence

from .kernel import UNREADABLE, execute, parsed, plain_python

ANSWER = "-answer"  # what nbgrader's id of the cell with the answer ends in
CHECK = re.compile(r"^check\(\"([^\"]+)\", (\w+)(?:, variant=\d+)?\)$", re.MULTILINE)
VARIANT = re.compile(r"^check\(.+, variant=([0-9]+)\)$", re.MULTILINE)
STAR = re.compile(r"^\s*from\s.+\simport\s*\*", re.MULTILINE)
BUILTINS = set(dir(builtins))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What may change an object, or run a learner's code that does.
ACTING = (
    ast.Call, ast.Await, ast.AugAssign, ast.Delete, ast.NamedExpr, ast.For, ast.AsyncFor, ast.While,
    ast.With, ast.AsyncWith, ast.Try, ast.If, ast.Raise, ast.Match,
)  # fmt: skip


class NoNotebook(ValueError):
    """A file is no notebook; the message says why."""


def check_id(id: str) -> str:
    """nbgrader's id of the cell that checks the exercise `id`."""
    return id.replace("/", "-")


def answer_id(id: str) -> str:
    """nbgrader's id of the cell with the answer to the exercise `id`."""
    return check_id(id) + ANSWER


def load(data: bytes) -> dict:
    """What the bytes of a notebook hold, in any form of Unicode; raises `NoNotebook` if nothing."""
    if not data.strip():
        raise NoNotebook("is empty")
    try:
        return json.loads(data)
    except RecursionError:
        raise NoNotebook("is no notebook: it is nested too deep") from None
    except ValueError as error:
        raise NoNotebook(f"is no notebook, or was cut short: {error}") from None


def headings(notebook: dict) -> set[str]:
    """The headings in the text of a notebook, read from JSON; what is no text is passed over."""
    headings = set()
    for cell in notebook["cells"]:
        source = cell.get("source")
        lines = source.splitlines() if isinstance(source, str) else source
        if cell.get("cell_type") == "markdown" and isinstance(lines, list):
            headings |= {line.strip("# \n") for line in lines if str(line).startswith("#")}
    return headings


def code_cells(notebook: dict) -> list[tuple[str, str | None]]:
    """Source and nbgrader's id, if it has one, of every code cell of a notebook, read from JSON."""
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise NoNotebook("is no notebook of format 4: save it from a current Jupyter")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NoNotebook("is a notebook without cells")
    return [(_source(cell), _grade_id(cell)) for cell in cells if cell.get("cell_type") == "code"]


def arrange(
    pairs: Iterable[tuple[str, str | None]], ids: Sequence[str], given: Iterable[str] = ()
) -> tuple[list[dict], dict[str, int]]:
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
            cells.append({"source": source, "answer": answers.get(grade_id or "")})
    return cells, {id: before.get(id, len(cells)) for id in ids}


def understood(cell: dict) -> dict:
    """The cell with its `source` in plain Python, and what can be told without running it.

    Returns
    -------
    dict
        In addition `bound` and `taken`, see `names`, and whether it `acts`: whether running it can
        change more than the names that it binds. A cell that is no Python does nothing.
    """
    source = plain_python(cell["source"])
    try:
        (bound, taken), acts = names(source), any(map(_acts, parsed(source).body))
    except UNREADABLE:
        bound, taken, acts = set(), set(), False
    return cell | {"source": source, "bound": sorted(bound), "taken": sorted(taken), "acts": acts}


def needed(cells: Sequence[dict], answer: dict) -> list[int]:
    """Indices, in order, of the cells to run for an answer.

    Parameters
    ----------
    cells : sequence of dict
        What `arrange` gives, each `understood`.
    answer : dict
        `id` of the exercise; `name` under which the answer is handed in; `before`, the number of
        cells above its check.

    Notes
    -----
    The answer's own cells are those with its id, and further ones above the check that bind its
    name, as when a learner splits the cell. A copy below the check counts only where there is
    none above, for that is what running the notebook from top to bottom comes to.
    """
    above = _above(cells, answer)
    own = _own(cells, answer)
    own |= {i for i in above if cells[i]["answer"] is None and answer["name"] in cells[i]["bound"]}
    wanted = own | {i for i in above if "*" in cells[i]["bound"]}
    while True:
        taken = {name for i in wanted for name in cells[i]["taken"]} - BUILTINS
        more = {i for i in above if not taken.isdisjoint(cells[i]["bound"])} - wanted
        if not more:
            return sorted(wanted)
        wanted |= more


def evaluate(
    cells: Sequence[dict], answer: dict, space: dict, *, whole: bool = False
) -> tuple[tuple[str, str] | None, bool]:
    """Run, in `space`, the cells that an answer needs.

    Parameters
    ----------
    cells, answer
        See `needed`.
    space : dict
        Of names; it is changed.
    whole : bool
        Run all cells above the check, as a kernel does.

    Returns
    -------
    error : tuple or None
        Class and text of the error that ended a cell of the answer itself.
    more : bool
        Whether cells above the check that were not run act on something, maybe on what the answer
        uses: then a wrong answer may be right when the whole notebook has run.
    """
    above = _above(cells, answer)
    chosen = sorted({*above} | _own(cells, answer)) if whole else needed(cells, answer)
    error = None
    for index in chosen:
        failed = execute(cells[index]["source"], space)
        if failed and cells[index]["answer"] == answer["id"]:
            error = failed
    return error, any(cells[i]["acts"] for i in {*above}.difference(chosen))


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds at its top level, and those it takes from elsewhere.

    A star import may bind anything: it is bound as ``"*"``.
    """
    table = symtable.symtable(source, "<cell>", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    return bound | ({"*"} if STAR.search(source) else set()), _taken(table)


def _above(cells, answer) -> range:
    return range(min(answer["before"], len(cells)))


def _own(cells, answer) -> set[int]:
    tagged = {i for i, cell in enumerate(cells) if cell["answer"] == answer["id"]}
    return tagged.intersection(_above(cells, answer)) or tagged


def _acts(node) -> bool:
    """Whether running a node can change more than a name, as far as its kind tells."""
    decorated = bool(getattr(node, "decorator_list", ()))
    if (
        decorated
        or isinstance(node, ACTING)
        or (isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load))
    ):
        return True
    body = node.body if isinstance(node, FUNCTIONS) else ()
    return any(_acts(child) for child in ast.iter_child_nodes(node) if child not in body)


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


def _taken(table) -> set[str]:
    top = table.get_type() == "module"
    symbols = [s for s in table.get_symbols() if s.is_referenced() and (top or s.is_global())]
    return {s.get_name() for s in symbols}.union(*map(_taken, table.get_children()))
