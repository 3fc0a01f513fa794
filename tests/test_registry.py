"""The registry that all parts share: unique names, close matches, definitions run again."""

import pytest

from actcourse.registry import Registry, UnknownName


@pytest.fixture
def colours():
    registry = Registry("colour")
    registry.add("red", "#f00", place=("warm", "red"), aliases=("crimson",))
    registry.add("blue", "#00f", place=("cold", "blue"))
    return registry


def test_aliases_are_found_and_not_listed(colours):
    assert colours["crimson"] == "#f00"
    assert list(colours) == ["red", "blue"]
    assert len(colours) == 2


def test_a_definition_run_again_replaces_itself_in_its_place(colours):
    colours.add("red", "#e00", place=("warm", "red"))
    assert colours["crimson"] == "#e00"
    assert list(colours) == ["red", "blue"]


@pytest.mark.parametrize("name", ["red", "crimson"])
def test_a_name_from_another_place_is_refused_and_nothing_entered(colours, name):
    with pytest.raises(ValueError, match=r"a colour .* already, from warm\.red: .* cold\.red"):
        colours.add("dark", "#a00", place=("cold", "red"), aliases=(name,))
    assert "dark" not in colours
    assert colours[name] == "#f00"


def test_an_unknown_name_is_told_what_comes_close(colours):
    with pytest.raises(UnknownName) as caught:
        colours["bleu"]
    assert str(caught.value) == "no colour is called 'bleu'; did you mean 'blue'?"


def test_a_name_like_no_other_is_told_what_there_is(colours):
    with pytest.raises(KeyError, match="no colour is called 7; there are 'red', 'blue'"):
        colours[7]


@pytest.mark.parametrize("name", [["red"], {"red": 1}])
def test_what_cannot_be_hashed_is_no_name(colours, name):
    assert name not in colours
    with pytest.raises(KeyError, match="no colour is called"):
        colours[name]
