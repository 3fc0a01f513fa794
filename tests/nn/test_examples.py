import doctest
import importlib
import pkgutil

import pytest

import actcourse.nn

MODULES = ["actcourse.nn"] + [
    f"actcourse.nn.{module.name}" for module in pkgutil.iter_modules(actcourse.nn.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    counts = [doctest.testmod(importlib.import_module(name)).attempted for name in MODULES]
    assert sum(counts) > 10


def test_every_public_name_has_a_docstring():
    for name in actcourse.nn.__all__:
        thing = getattr(actcourse.nn, name)
        assert isinstance(thing, dict) or thing.__doc__, name
