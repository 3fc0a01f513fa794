"""The smaller parts of the extension, one by one."""

from types import SimpleNamespace

import nbformat
import pytest
from sphinx.errors import ExtensionError

from actcourse.book.comments import leave_out
from actcourse.book.execution import fingerprint
from actcourse.book.icons import FAMILY, codes_in_use, without_icons


@pytest.fixture
def files(tmp_path):
    """A module, a script and the pins."""
    paths = [tmp_path / name for name in ("a.py", "b.js", "pins.txt")]
    for path in paths:
        path.write_text(path.name)
    return paths


def digest(files):
    *sources, pins = files
    return fingerprint([path for path in sources if path.exists()], pins)


def test_the_fingerprint_is_the_same_for_the_same_files_in_any_order(files):
    a, b, pins = files
    assert digest([a, b, pins]) == digest([b, a, pins])


@pytest.mark.parametrize("number", range(3))
def test_the_fingerprint_follows_the_content_and_the_presence_of_a_file(files, number):
    before = digest(files)
    files[number].write_text("edited")
    edited = digest(files)
    files[number].unlink()
    assert len({before, edited, digest(files)}) == 3


def test_the_fingerprint_follows_a_rename(files):
    before = digest(files)
    renamed = files[0].rename(files[0].with_name("z.py"))
    assert digest([renamed, *files[1:]]) != before


def test_icons_in_use_are_found_under_any_of_their_names():
    css = '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-x:before{content:"\\f00d"}'
    assert codes_in_use(css, ['<i class="fa-solid fa-navicon">']) == {0xF0C9}
    assert codes_in_use(css + ':root{--pst-icon-bell:"!"}', ["fa-x"]) == {0xF00D, ord("!")}


def test_a_theme_without_code_points_is_reported():
    with pytest.raises(ExtensionError, match="its form has changed"):
        codes_in_use(".fa-bars{}", ['<i class="fa-bars">'])


# The same as the theme has it with Font Awesome 6, and with 7.
FACES = {
    r"Font Awesome\ 6 Free": r"@font-face{font-family:Font Awesome\ 6 Free;font-weight:900;"
    r"src:url(../fa-solid-900.woff2)}.fa-bars:before,.fa-navicon:before{content:'\f0c9'}",
    r"Font Awesome\ 7 Free": r"@font-face{font-family:Font Awesome\ 7 Free;font-weight:900;"
    r"src:url(../fa-solid-900.woff2)}.fa-bars,.fa-navicon{--fa:'\f0c9'}",
}


@pytest.mark.parametrize("family", FACES)
def test_two_versions_of_the_icons_are_understood(family):
    css = FACES[family].replace("'", '"')
    assert codes_in_use(css, ['<i class="fa-solid fa-navicon">']) == {0xF0C9}
    assert FAMILY.search(css)[1] == family
    assert "fa-navicon" in without_icons(css, keep={0xF0C9})
    assert "fa-navicon" not in without_icons(css, keep=set())


def test_rules_for_icons_out_of_use_are_left_out_and_others_stay():
    bars, cross = '.fa-bars:before{content:"\\f0c9"}', '.fa-x:before{content:"\\f00d"}'
    other = '.fa-solid{font-weight:900}.note:before{content:"\\f0c9"}'
    assert without_icons(bars + other + cross, keep={0xF0C9}) == bars + other


def test_comments_are_left_out_of_pages_and_not_out_of_code():
    text, code = "It is 0.59. <!-- 0.59: given -->\nAnd more.", 'print("<!-- kept -->")'
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(code)]
    for suffix, source in {
        ".md": text,
        ".ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=cells)),
    }.items():
        app = SimpleNamespace(env=SimpleNamespace(doc2path=lambda name, end=suffix: name + end))
        leave_out(app, "page", sources := [source])
        assert "given" not in sources[0]
        if suffix == ".ipynb":
            told, kept = nbformat.reads(sources[0], as_version=4).cells
            assert (told.source, kept.source) == ("It is 0.59.\nAnd more.", code)
