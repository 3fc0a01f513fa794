"""The API reference holds all that the package offers."""

import pkgutil
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from sphinx.errors import ExtensionError

import actcourse
from actcourse.book.reference import PLACE, public, reference

ROOT = Path(__file__).parents[2]
APPENDIX = ROOT / "chapters" / "appendix"
PAGES = sorted((APPENDIX / "reference").glob("*.md"))
# What each page asks for: a room, and perhaps modules of it on which its list is silent.
ASKED = [PLACE.findall(page.read_text(encoding="utf-8")) for page in PAGES]
ROOMS = [room for room, *_ in ASKED]
DIRECTIVE = re.compile(r"^\.\. (?:auto\w+|py:data):: (\S+)$", re.MULTILINE)


def offering():
    """Names of all parts of the package that say what they offer, but for the command line."""
    parts = [f"actcourse.{part.name}" for part in pkgutil.iter_modules(actcourse.__path__)]
    parts.remove("actcourse.__main__")  # which runs the command line
    parts.remove("actcourse.cli")
    return {part for part in parts if hasattr(import_module(part), "__all__")}


def test_every_part_that_says_what_it_offers_has_its_page_in_the_contents():
    assert offering() <= set(ROOMS)
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    overview = (APPENDIX / "reference.md").read_text(encoding="utf-8")
    for page, room in zip(PAGES, ROOMS, strict=True):
        assert page.read_text(encoding="utf-8").startswith(f"# {room}\n")
        assert f"chapters/appendix/reference/{page.stem}\n" in contents
        assert f"[{room}](reference/{page.name})" in overview


def test_the_page_of_experiments_asks_for_every_topic():
    [asked] = [asked for asked in ASKED if asked[0] == "actcourse.experiments"]
    path = import_module("actcourse.experiments").__path__
    topics = {f"actcourse.experiments.{topic.name}" for topic in pkgutil.iter_modules(path)}
    assert set(asked) == topics - {"actcourse.experiments.recipe"} | {"actcourse.experiments"}


@pytest.mark.parametrize("room", [place for asked in ASKED for place in asked])
def test_a_page_holds_every_public_name_once(room):
    names = DIRECTIVE.findall(reference(room))
    assert len(names) == len(set(names))
    module = import_module(room)
    for name in getattr(module, "__all__", public(room)):
        thing = getattr(module, name)
        if isinstance(thing, ModuleType):
            assert {f"{thing.__name__}.{inner}" for inner in public(thing.__name__)} <= {*names}
        else:
            assert {name, f"{room}.{name}"} & {*names}


@pytest.mark.parametrize("room", [place for asked in ASKED for place in asked])
def test_every_public_name_has_a_docstring(room):
    module = import_module(room)
    for name, home in public(room).items():
        thing = getattr(module, name)
        assert home == room or home.startswith(f"{room}.")
        assert thing.__doc__, name


def test_a_module_without_a_list_offers_what_it_defines_and_nothing_that_it_imports(monkeypatch):
    module = ModuleType("some.room")
    for name, home in {"mine": "some.room", "_hidden": "some.room", "theirs": "another"}.items():
        setattr(module, name, type(name, (), {"__module__": home}))
    monkeypatch.setitem(sys.modules, "some.room", module)
    assert public("some.room") == {"mine": "some.room"}


def test_a_constant_without_a_docstring_is_named(tmp_path, monkeypatch):
    (tmp_path / "bare.py").write_text('"""A room."""\n__all__ = ["LIMIT"]\nLIMIT = 3\n')
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ExtensionError, match=r"bare\.LIMIT has no docstring"):
        reference("bare")
