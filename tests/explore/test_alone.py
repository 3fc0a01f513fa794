"""The library stands alone: the wheel, NumPy and matplotlib make an explorer."""

import ast
import tomllib
from pathlib import Path

import pytest

from actcourse.extras import BRINGS, mend, require
from actcourse.imports import PACKAGE, modules

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

GENERAL = ("extras", "imports", "registry")  # modules that would serve any package
FIRST = """
import importlib.util, sys
assert importlib.util.find_spec("ipywidgets") is None, "the environment is not bare"
import numpy as np
from actcourse.explore import Range, explorer

@explorer("wave", k=Range(1, 5, 1, label="frequency"))
def wave(ax, k):
    '''A wave'''
    x = np.linspace(0, 6.28, 200)
    ax.plot(x, np.sin(k * x))
    ax.set(xlim=(0, 6.28), ylim=(-1.1, 1.1))
    return f"A wave of frequency {k}."

wave.save("wave.html")
print(wave.html().count("<figure"))
"""


def test_the_wheel_with_numpy_and_matplotlib_alone_makes_a_page(bare, tmp_path):
    done = bare(FIRST, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert "A wave of frequency 1." in (tmp_path / "wave.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("actcourse.activations", "actcourse.activations needs scipy: pip install 'actcourse[cou"),
        ("actcourse.cli", "the command `actcourse` needs click: pip install 'actcourse[course]'"),
        ("actcourse.explore.sphinx", "needs sphinx: pip install 'actcourse[sphinx]'"),
    ],
)
def test_what_needs_more_names_the_extra(bare, tmp_path, module, says):
    done = bare(f"import {module}", cwd=tmp_path)
    assert says in done.stderr


def test_where_a_library_is_missing_figures_are_shown_without_it(bare, tmp_path):
    shown = FIRST.replace('print(wave.html().count("<figure"))', "print(wave())")
    done = bare(shown, cwd=tmp_path)
    assert done.stdout == "A wave of frequency 1.\n"
    assert "pip install 'actcourse[live]'" in done.stderr


def test_extras_bring_what_is_said_of_them():
    extras = PROJECT["optional-dependencies"]
    names = {"psycopg2": "psycopg"}  # how SQLAlchemy asks for it
    for module, extra in BRINGS.items():
        wanted = names.get(module, module).replace("_", "-")
        assert any(need.startswith(wanted) for need in extras[extra]), module


def test_what_is_there_is_not_complained_about():
    require("this", "numpy", "json")
    with pytest.raises(ModuleNotFoundError, match=r"^this needs no_such_module: pip install") as e:
        require("this", "numpy", "no_such_module")
    assert e.value.name == "no_such_module"
    assert mend("fcntl").startswith("this system's Python")


def test_the_library_knows_nothing_of_the_course():
    allowed = ("actcourse.explore", *(f"actcourse.{name}" for name in GENERAL))
    for path in (PACKAGE / "explore").glob("*.py"):
        found = modules(ast.parse(path.read_text(encoding="utf-8")), path=path)
        own = [name for name in found if name.partition(".")[0] == "actcourse"]
        assert [name for name in own if not name.startswith(allowed)] == [], path
    for path in (PACKAGE / f"{name}.py" for name in GENERAL):
        found = modules(ast.parse(path.read_text(encoding="utf-8")), path=path)
        assert not [name for name in found if name.startswith("actcourse")], path
