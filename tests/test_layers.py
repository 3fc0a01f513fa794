"""The imports of the package point one way."""

import ast
from pathlib import Path

import pytest

import actcourse

PACKAGE = Path(actcourse.__file__).parent
# What each part may import of the others. `cli` and `book` stand on top and may import all.
BELOW = {
    "registry": set(),
    "intervals": set(),
    "chapters": {"registry"},
    "activations": {"registry"},
    "data": set(),
    "explore": {"registry"},
    "nn": {"activations", "data", "registry"},
    "figures": {"activations", "data", "explore", "nn"},
    "exercises": {"activations", "data", "nn"},
    "grading": {"exercises"},
    "claims": {"activations", "data", "intervals", "nn", "registry"},
}
TOP = {"book", "cli", "__main__"}


def part(path):
    """The part of the package that a file belongs to: its folder or module below actcourse."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """Dotted names of all modules a file imports, relative imports spelled out."""
    package = ("actcourse", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            yield module
            # `from actcourse import nn` names a part only behind the import.
            yield from (f"{module}.{alias.name}" for alias in node.names)


def parts_imported(path):
    """Other parts of the package that a file imports."""
    names = {name.split(".")[1] for name in imported(path) if name.startswith("actcourse.")}
    known = BELOW.keys() | TOP
    return (names & known) - {part(path)}


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    this = part(path)
    allowed = BELOW.keys() | TOP if this in TOP else BELOW.get(this, set())
    assert parts_imported(path) <= allowed


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_the_chapters(path):
    assert not [name for name in imported(path) if name.split(".")[0] in {"chapters", "tests"}]


def test_every_part_has_its_place():
    assert {part(path) for path in FILES} - {"__init__"} <= BELOW.keys() | TOP
