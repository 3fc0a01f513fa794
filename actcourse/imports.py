"""What a piece of code reaches through its imports, and a fingerprint of files.

By both, what was computed and kept is known to be still that of the sources.
"""

import ast
import hashlib
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
LOADERS = {"import_module", "__import__", "iter_modules", "walk_packages"}


def fingerprint(files: Iterable[Path], *facts: str, base: Path = PACKAGE) -> str:
    """Digest, in hexadecimal, of files and of facts that the same result depends on.

    Parameters
    ----------
    files : iterable of Path
        In any order. Their names count as seen from `base`, so that another checkout has the same
        digest.
    *facts : str
        Such as the version of Python.
    """
    digest = hashlib.sha256(repr(facts).encode())
    for path in sorted(files):
        name = os.path.relpath(path, base)
        digest.update(f"\0{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def reach(
    files: Iterable[Path], package: Path = PACKAGE, asked: frozenset[str] = frozenset()
) -> set[Path]:
    """These files of the package, all that they import, and all that those import in turn.

    Data files count as imported where a module names them by their path from its own folder.
    Where a module imports others by names that only a run can tell, all beside it count; but where
    it does so in a function, those named in `asked` alone, if there are any.
    """
    reached, waiting = set(), set(files)
    while waiting:
        reached.add(path := waiting.pop())
        if path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
            waiting |= imported(source, package, path, asked) - reached
    return reached


def asked_for(source: str) -> set[str]:
    """What a piece of Python may ask for by name: the part before the slash of all its texts."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()  # it counts as importing everything
    return {text.partition("/")[0] for text in _texts(tree) if re.fullmatch(r"\w+/[\w-]+", text)}


def imported(
    source: str,
    package: Path = PACKAGE,
    path: Path | None = None,
    asked: frozenset[str] = frozenset(),
) -> set[Path]:
    """Files of the package that run when this source is run: those it imports, and their parents.

    Parameters
    ----------
    source : str
        Python. What cannot be parsed, such as a cell with a command of IPython's, counts as
        importing everything.
    package : Path
        Folder of the package.
    path : Path, optional
        Where in the package the source stands.
    asked : frozenset of str, optional
        See `reach`.
    """
    try:
        files, loadable = _imported(source, package, path)
    except SyntaxError:
        return set(package.rglob("*.py"))
    if path is None:
        return files
    own = {p for p in loadable if p.relative_to(path.parent).parts[0].removesuffix(".py") in asked}
    return files | (own or loadable)


@cache
def _imported(source, package, path):
    """Files that run when this source is run, and those of which it may load some on demand."""
    tree, files, loadable = ast.parse(source), set(), set()
    for name in modules(tree, package, path):
        files |= _files(name, package, path)
    if path is None:
        return files, loadable
    if LOADERS & _names(_at_once(tree)):
        files |= set(path.parent.rglob("*.py"))
    elif LOADERS & _names(ast.walk(tree)):
        loadable = set(path.parent.rglob("*.py"))
    for text in _texts(tree):
        if re.fullmatch(r"\w[\w./-]{,60}", text) and (beside := path.parent / text).exists():
            files |= {beside} if beside.is_file() else {p for p in beside.rglob("*") if p.is_file()}
    return {file for file in files if "__pycache__" not in file.parts}, loadable


def modules(tree: ast.AST, package: Path = PACKAGE, path: Path | None = None) -> set[str]:
    """Dotted names of all modules that a syntax tree imports, relative imports spelled out."""
    here = (package.name, *path.relative_to(package).parts[:-1]) if path else ()
    names = {text for text in _texts(tree) if re.fullmatch(rf"{package.name}(\.\w+)+", text)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            inner = {f"{module}.{alias.name}" for alias in node.names}
            # `from actcourse import nn` names a module only behind the import.
            names |= {name if _place(name, package) else module for name in inner}
    return names


def _names(nodes):
    return {getattr(node, "id", getattr(node, "attr", "")) for node in nodes}


def _at_once(node):
    """The nodes of a syntax tree that run when it is imported: those in no function."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _at_once(child)


def _texts(tree):
    """All strings in a syntax tree."""
    nodes = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [value for value in nodes if isinstance(value, str)]


def _place(name, package):
    """The file of a module or package of that dotted name, or None."""
    first, *rest = name.split(".")
    place = package.joinpath(*rest)
    places = [place.with_suffix(".py"), place / "__init__.py"] if rest else [place / "__init__.py"]
    return next((p for p in places if first == package.name and p.is_file()), None)


def _files(name, package, path):
    """Files that the import of this name runs: its module's and those of the packages around it.

    But for the packages in which the importing file stands: they have been run before.
    """
    parts = name.split(".")
    around = {_place(".".join(parts[:k]), package) for k in range(1, len(parts))}
    around = {file for file in around if file and not (path and path.is_relative_to(file.parent))}
    last = next(
        (p for k in range(len(parts), 0, -1) if (p := _place(".".join(parts[:k]), package))), None
    )
    return around | {last} if last else around
