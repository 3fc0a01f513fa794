"""The smaller parts of the extension, one by one."""

import ast

import nbformat
import pytest
from sphinx.errors import ExtensionError

from actcourse.book.execution import PACKAGE, UNSEEN, fingerprint
from actcourse.book.icons import codes_in_use, without_icons


@pytest.fixture
def package(tmp_path):
    """A package with a module, a script, a text and the pins beside it."""
    (tmp_path / "package" / "part").mkdir(parents=True)
    for name in ("package/a.py", "package/part/b.js", "package/part/c.txt", "pins.txt"):
        (tmp_path / name).write_text(name)
    return tmp_path


def digest(folder):
    return fingerprint(folder / "package", [folder / "pins.txt"])


def test_the_fingerprint_is_the_same_for_the_same_files(package):
    assert digest(package) == digest(package)


@pytest.mark.parametrize("name", ["package/a.py", "package/part/b.js", "pins.txt"])
def test_the_fingerprint_follows_the_content_and_the_presence_of_a_file(package, name):
    before = digest(package)
    (package / name).write_text("edited")
    edited = digest(package)
    (package / name).unlink()
    assert len({before, edited, digest(package)}) == 3


@pytest.mark.parametrize("part", UNSEEN)
def test_the_fingerprint_leaves_out_what_no_notebook_sees(package, part):
    before = digest(package)
    (package / "package" / part).mkdir()
    (package / "package" / part / "a.py").write_text("anything")
    assert digest(package) == before


def test_no_notebook_and_nothing_that_notebooks_import_sees_the_parts_left_out():
    notebooks = [nbformat.read(path, 4) for path in (PACKAGE.parent / "chapters").rglob("*.ipynb")]
    cells = [cell.source for nb in notebooks for cell in nb.cells if cell.cell_type == "code"]
    modules = [
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in {*UNSEEN, "__main__.py"}
    ]
    assert len(cells) > 300
    for source in [*cells, *modules]:
        nodes = list(ast.walk(ast.parse(source)))
        names = {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
        names |= {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
        assert not [name for name in names if name.split(".")[1:2] and name.split(".")[1] in UNSEEN]


def test_the_fingerprint_follows_a_rename_but_not_a_file_that_no_output_depends_on(package):
    before = digest(package)
    (package / "package" / "part" / "c.txt").write_text("edited")
    assert digest(package) == before
    (package / "package" / "a.py").rename(package / "package" / "z.py")
    assert digest(package) != before


def test_icons_in_use_are_found_under_any_of_their_names():
    css = '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-x:before{content:"\\f00d"}'
    assert codes_in_use(css, ['<i class="fa-solid fa-navicon">']) == {0xF0C9}
    assert codes_in_use(css + ':root{--pst-icon-bell:"!"}', ["fa-x"]) == {0xF00D, ord("!")}


def test_a_theme_without_code_points_is_reported():
    with pytest.raises(ExtensionError, match="its form has changed"):
        codes_in_use(".fa-bars{}", ['<i class="fa-bars">'])


def test_rules_for_icons_out_of_use_are_left_out_and_others_stay():
    bars, cross = '.fa-bars:before{content:"\\f0c9"}', '.fa-x:before{content:"\\f00d"}'
    other = '.fa-solid{font-weight:900}.note:before{content:"\\f0c9"}'
    assert without_icons(bars + other + cross, keep={0xF0C9}) == bars + other
