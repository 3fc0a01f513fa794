"""The imports of the package point one way, and what a piece of code reaches is found."""

import ast
import shutil
import sys
import tomllib

import nbformat
import pytest

from actcourse.book.execution import key
from actcourse.book.notebooks import find, sources
from actcourse.chapters import ASSIGNMENT, CHAPTERS
from actcourse.imports import PACKAGE, asked_for, imported, modules, reach
from actcourse.layers import BELOW, TOP, part

ROOT = PACKAGE.parent
FILES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = {path.stem: nbformat.read(path, 4) for path in find(ROOT / "chapters")}


def names(path):
    """Dotted names of all modules that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return modules(tree, path=path if path.is_relative_to(PACKAGE) else None)


def short(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=short)
def test_imports_point_one_way(path):
    this = part(path)
    allowed = BELOW.keys() | TOP if this in TOP else BELOW.get(this, set())
    found = {name.split(".")[1] for name in names(path) if name.startswith("actcourse.")}
    assert (found & (BELOW.keys() | TOP)) - {this} <= allowed


def test_every_part_has_its_place():
    assert {part(path) for path in FILES} - {"__init__"} == BELOW.keys() | TOP


BESIDE = {"benchmarks", "chapters", "tests"}  # folders of the repository around the package


@pytest.mark.parametrize(
    ("folder", "unseen"),
    [("actcourse", BESIDE), ("benchmarks", BESIDE - {"benchmarks"})],
)
def test_no_code_imports_what_is_built_upon_it(folder, unseen):
    files = sorted((ROOT / folder).rglob("*.py"))
    found = [(short(p), name) for p in files for name in names(p) if name.split(".")[0] in unseen]
    assert len(files) > 10
    assert found == []


def test_figures_and_lessons_read_no_file_outside_of_the_package():
    read = {path for notebook in NOTEBOOKS.values() for path in sources(notebook)}
    for path in (path for path in read if path.suffix == ".py"):
        texts = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not [text for text in texts if text.partition("/")[0] in BESIDE | {".."}], path


def test_a_lesson_needs_nothing_that_learners_do_not_install():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needs = [*project["dependencies"], *extras["course"], *extras["live"]]
    required = {need.partition(">")[0] for need in needs}
    # Of these two, one is the course and the other comes with ipywidgets.
    allowed = {*sys.stdlib_module_names, *required, "actcourse", "IPython"}
    for name, notebook in NOTEBOOKS.items():
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        trees = [(ast.parse(text), None) for text in code]
        files = (path for path in sources(notebook) if path.suffix == ".py")
        trees += [(ast.parse(path.read_text(encoding="utf-8")), path) for path in files]
        found = {n.split(".")[0] for tree, path in trees for n in modules(tree, path=path)}
        assert found - allowed - {*notebook.metadata.get("needs", [])} == set(), name


@pytest.fixture
def toy(tmp_path):
    """A package with every way to import, and files of which nobody speaks."""
    package = tmp_path / "toy"
    texts = {
        "__init__.py": "",
        "alone.py": "",
        "leaf.py": "",
        "data.py": "FILE = 'table.csv'",
        "table.csv": "1",
        "other.csv": "2",
        "room/__init__.py": "from .public import name",
        "room/public.py": "from ..leaf import x\nname = 1",
        "room/sibling.py": "from .inner import y",
        "room/inner.py": "",
        "room/static/style.css": "",
        "room/styled.py": "files('toy.room').joinpath('static/style.css')",
        "room/folder.py": "HERE / 'static'",
        "loads/__init__.py": "import importlib\nimportlib.import_module(name)",
        "loads/one.py": "",
        "loads/two.py": "import toy.data",
        "asks/__init__.py": "",
        "asks/load.py": "def load(name):\n    import_module(f'toy.asks.{name}')",
        "asks/one.py": "",
        "asks/two.py": "import toy.leaf",
    }
    for name, text in texts.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return package


ROOM = {"__init__.py", "room/__init__.py", "room/public.py", "leaf.py"}


@pytest.mark.parametrize(
    ("source", "reached"),
    [
        ("import math", set()),
        ("import toy", {"__init__.py"}),
        ("import toy.leaf", {"__init__.py", "leaf.py"}),
        ("from toy import leaf, unknown", {"__init__.py", "leaf.py"}),
        ("def f():\n    from toy.leaf import x", {"__init__.py", "leaf.py"}),
        ("from toy.data import read", {"__init__.py", "data.py", "table.csv"}),
        ("from toy import room", ROOM),
        ("from toy.room import name", ROOM),
        ("from toy.room.sibling import y", ROOM | {"room/sibling.py", "room/inner.py"}),
        ("import toy.room.styled", ROOM | {"room/styled.py", "room/static/style.css"}),
        ("import toy.room.folder", ROOM | {"room/folder.py", "room/static/style.css"}),
        ("load('toy.leaf')", {"__init__.py", "leaf.py"}),
        (
            "import toy.loads",
            {"__init__.py", "data.py", "table.csv"}
            | {f"loads/{name}.py" for name in ("__init__", "one", "two")},
        ),
    ],
)
def test_code_reaches_what_it_imports_and_no_more(toy, source, reached):
    found = reach(imported(source, toy), toy)
    assert {path.relative_to(toy).as_posix() for path in found} == reached


ASKS = {"__init__.py", "asks/__init__.py", "asks/load.py"}


@pytest.mark.parametrize(
    ("call", "loaded"),
    [
        ("load('one/words')", {"asks/one.py"}),
        ("load('two/other-words', 'none/of-these')", {"asks/two.py", "leaf.py"}),
        ("load(name)", {"asks/one.py", "asks/two.py", "leaf.py"}),
        ("load('three/words')", {"asks/one.py", "asks/two.py", "leaf.py"}),
    ],
)
def test_what_is_loaded_in_a_function_is_what_the_code_asks_for(toy, call, loaded):
    source = f"from toy.asks.load import load\n{call}"
    found = reach(imported(source, toy), toy, frozenset(asked_for(source)))
    assert {path.relative_to(toy).as_posix() for path in found} == ASKS | loaded


def test_what_is_loaded_at_once_does_not_wait_to_be_asked_for(toy):
    found = reach(imported("import toy.loads", toy), toy, frozenset({"one"}))
    assert toy / "loads" / "two.py" in found


def test_code_that_is_no_python_reaches_everything(toy):
    assert imported("%matplotlib inline", toy) == set(toy.rglob("*.py"))


def test_a_file_does_not_reach_the_room_that_it_stands_in(toy):
    assert reach([toy / "room" / "sibling.py"], toy) == {
        toy / "room" / "sibling.py",
        toy / "room" / "inner.py",
    }


@pytest.mark.parametrize("word", CHAPTERS)
def test_the_figures_of_a_chapter_concern_its_lesson_alone(word):
    figures = PACKAGE / "figures" / f"{word}.py"
    assert [name for name, nb in NOTEBOOKS.items() if figures in sources(nb)] == [word]


@pytest.mark.parametrize("folder", ["assignments", "answers"])
@pytest.mark.parametrize("word", CHAPTERS)
def test_the_exercises_of_a_chapter_concern_its_assignment_alone(word, folder):
    stated = PACKAGE / "exercises" / folder / f"{word}.py"
    assert [name for name, nb in NOTEBOOKS.items() if stated in sources(nb)] == [word + ASSIGNMENT]


@pytest.mark.parametrize(
    ("file", "concerned"),
    [
        ("exercises/assignments/tanh.py", {"tanh_exercises"}),
        ("figures/tanh.py", {"tanh"}),
        ("nn/network.py", set(NOTEBOOKS) - {"numbers"}),
        ("book/forms.py", set()),
    ],
)
def test_an_edited_file_changes_the_keys_of_the_notebooks_that_it_concerns(
    file, concerned, tmp_path
):
    package = tmp_path / "actcourse"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = {name: key(notebook, package) for name, notebook in NOTEBOOKS.items()}
    with (package / file).open("a") as edited:
        edited.write("# a word more\n")
    after = {name: key(notebook, package) for name, notebook in NOTEBOOKS.items()}
    assert {name for name in NOTEBOOKS if before[name] != after[name]} == concerned


def test_data_that_notebooks_show_are_part_of_the_package_when_it_is_installed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    patterns = settings["setuptools"]["package-data"]["*"]
    read = {path for notebook in NOTEBOOKS.values() for path in sources(notebook)}
    data = [path for path in read if path.suffix != ".py"]
    assert len(data) >= 3
    assert [p for p in data if not any(p.match(pattern) for pattern in patterns)] == []


def test_data_that_a_notebook_shows_are_among_its_sources():
    for name, file in {"sigmoid": "digits.npz", "numbers": "figures/reference.json"}.items():
        assert PACKAGE / file in sources(NOTEBOOKS[name])
    assert PACKAGE / "explore/assets/explore.css" in sources(NOTEBOOKS["numbers"])
