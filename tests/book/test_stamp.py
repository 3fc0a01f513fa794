"""A site is fresh as long as nothing that it is built from has changed."""

import pytest

from actcourse.book.stamp import FILES, FOLDERS, digest, is_fresh


@pytest.fixture
def root(tmp_path):
    """A small book with a sound build of it."""
    for folder in (*FOLDERS, "_build"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text("content")
    for name in FILES:
        (tmp_path / name).write_text("content")
    (tmp_path / "_build" / "stamp").write_text(digest(tmp_path) + "\n")
    return tmp_path


def test_a_site_is_fresh_after_its_build_and_not_before(root):
    assert is_fresh(root)
    (root / "_build" / "stamp").unlink()
    assert not is_fresh(root)


@pytest.mark.parametrize("name", [*FILES, *(f"{folder}/a.txt" for folder in FOLDERS)])
def test_an_edited_source_makes_it_stale(root, name):
    (root / name).write_text("edited")
    assert not is_fresh(root)


def test_a_new_and_a_renamed_source_make_it_stale(root):
    (root / "chapters" / "b.txt").write_text("")
    assert not is_fresh(root)
    (root / "chapters" / "b.txt").unlink()
    assert is_fresh(root)
    (root / "chapters" / "a.txt").rename(root / "chapters" / "c.txt")
    assert not is_fresh(root)


@pytest.mark.parametrize("name", ["actcourse/__pycache__/a.pyc", "_build/a.txt", "notes.txt"])
def test_what_no_page_is_made_of_leaves_it_fresh(root, name):
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("edited")
    assert is_fresh(root)
