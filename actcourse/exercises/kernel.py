"""What Jupyter's kernel does with a cell: it reads IPython's syntax, runs it, and keeps the result.

So answers do outside of Jupyter what they do in it. The grader runs this module beside them: it
imports no more than `run` does, and IPython's reader of its own syntax where a cell is no Python.
"""

import ast
import re
from collections.abc import Callable
from typing import Any

from .run import said

# Magics that run what stands behind or below them as if it stood alone.
TIMED = re.compile(r"^(\s*)%time\s+(?=\S)", re.MULTILINE)
WHOLE_CELL = re.compile(r"\A\s*%%(?:time|capture|prun)\b.*\n")
JUPYTERS = ("get_ipython", "display", "help", "exit", "quit")
RESULTS = ("_", "__", "___", "_i", "_ii", "_iii")
COROUTINE = 0x80  # as `inspect` has it: the code of a cell with `await`
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


class Silent:
    """Stands in for what only Jupyter has, such as `get_ipython()`: takes all and does nothing."""

    def __init__(self, name: str):
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> "Silent":
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def namespace(absent: Callable[[str], Any] = Silent) -> dict:
    """The names that the first cell finds; ``absent(name)`` gives what stands for Jupyter's own."""
    space: dict[str, Any] = {"__name__": "__main__", "In": [""], "Out": {}} | dict.fromkeys(
        RESULTS, ""
    )
    space |= {"_ih": space["In"], "_oh": space["Out"]}
    space["input"] = lambda prompt="": ""  # there is nobody to ask
    return space | {name: absent(name) for name in JUPYTERS}


def plain_python(source: str) -> str:
    """`source` as Python reads it, with calls in place of magics, shell commands and questions."""
    try:
        parsed(source)
    except UNREADABLE:
        source = TIMED.sub(r"\1", WHOLE_CELL.sub("", source))
        return _transformed(source)
    return source


def parsed(source: str) -> ast.Module:
    """The tree of a cell, in which `await` may stand outside of functions."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST
    return compile(source, "<cell>", "exec", flags=flags)


def execute(source: str, space: dict) -> tuple[str, str] | None:
    """Run a cell as a notebook does; gives class and text of the error that ended it, or None.

    The value of a last expression becomes ``_``, as in Jupyter.
    """
    if isinstance(known := space.get("In"), list):
        known.append(source)
    try:
        tree = parsed(source)
        last: Any = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        _run(compile(tree, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), space)
        if last is not None:
            body = ast.Expression(last.value)
            value = _run(
                compile(body, "<cell>", "eval", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), space
            )
            if value is not None:
                space["_"] = value
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  a notebook goes on, too
        name = type(error).__name__[:100]
        text = (
            f"{error.msg} (line {error.lineno})" if isinstance(error, SyntaxError) else said(error)
        )
        return name, f"{name}: {text}"[:300]
    return None


def _run(code, space):
    value = eval(code, space)
    if not code.co_flags & COROUTINE:
        return value
    import asyncio  # which takes longer than most answers

    return asyncio.run(value)


def _transformed(source) -> str:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return TransformerManager().transform_cell(source)
    except (*UNREADABLE, IndexError):  # then it is no cell for IPython either, and will say so
        return source
