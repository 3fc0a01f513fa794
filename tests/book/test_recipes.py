"""Where a network trains on a page, its recipe stands beside the result."""

import ast
import gc
import io
import re
import warnings
from contextlib import redirect_stdout
from functools import _lru_cache_wrapper as Cached

import pytest

from actcourse.explore.predict import Asked
from actcourse.nn import optim
from tests.book.pages import LESSONS, read

pytestmark = pytest.mark.slow

RECIPE = re.compile(r"^.+ · .+ rate [\d.]+ · .+ · \d[\d,]* starts?$", re.MULTILINE)


@pytest.fixture
def steps(monkeypatch):
    """A list with an entry for each step that an optimizer takes."""
    taken = []
    for optimizer in (optim.SGD, optim.Adam):

        def counted(self, *arguments, step=optimizer.step):
            taken.append(type(self))
            step(self, *arguments)

        monkeypatch.setattr(optimizer, "step", counted)
    return taken


def forget():
    """Empty all caches of the package, so that what was trained before is trained again."""
    for thing in gc.get_objects():
        # By its class: to ask an object of a library for its own may have it complain.
        if issubclass(type(thing), Cached) and str(thing.__module__).startswith("actcourse."):
            thing.cache_clear()


def run(source, names):
    """What a cell prints and shows, as text; a question that it asks is answered too."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, shown = io.StringIO(), ""
    with redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - the lesson itself
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if isinstance(value, Asked):
                value._prediction.measure()
            shown = repr(value) if value is not None else ""
    return f"{printed.getvalue()}\n{shown}"


@pytest.mark.parametrize("name", LESSONS)
def test_every_cell_that_trains_shows_its_recipe(name, steps):
    names, silent = {}, []
    for index, source in read(name).code.items():
        forget()
        steps.clear()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = run(source, names)
        if steps and not RECIPE.search(text):
            silent.append(index)
    assert silent == []


def test_a_recipe_is_told_from_other_lines():
    line = (
        "digits 1,437/360 · 64-64-10 tanh · LeCun normal · SGD rate 0.1 · batches of 32 · 8 epochs"
    )
    assert RECIPE.search(f"before\n{line} · 3 starts\nafter")
    assert not RECIPE.search(line)
