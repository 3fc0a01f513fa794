"""The public surface has type hints, which `make types` checks and the package ships."""

import inspect
from importlib import import_module
from importlib.resources import files

import pytest

from actcourse.activations import Activation
from actcourse.book.reference import public

ROOMS = ("activations", "chapters", "claims", "data", "explore", "intervals", "nn", "registry")


def functions(room):
    """All public functions of a room, and the methods and properties of its public classes."""
    module = import_module(f"actcourse.{room}")
    for name in public(module.__name__):
        thing = getattr(module, name)
        if inspect.isclass(thing):
            own = {
                k: v for k, v in vars(thing).items() if k[0] != "_" or k in ("__init__", "__call__")
            }
            for key, member in own.items():
                function = getattr(member, "fget", member)
                # What a dataclass writes has the hints of its fields.
                if inspect.isfunction(function) and function.__module__ == thing.__module__:
                    yield f"{name}.{key}", function
        elif inspect.isfunction(thing):
            yield name, thing
        elif inspect.ismodule(thing):
            yield from functions(thing.__name__.removeprefix("actcourse."))


def lacking(function):
    """Names of the parameters without a hint, and "return"."""
    signature = inspect.signature(function)
    empty = inspect.Parameter.empty
    found = [p.name for p in signature.parameters.values() if p.annotation is empty]
    found = [name for name in found if name not in ("self", "cls")]
    done = signature.return_annotation is not empty or function.__name__ == "__init__"
    return found if done else [*found, "return"]


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_function_has_hints_for_what_it_takes_and_gives(room):
    found = list(functions(room))
    assert found or room in ("chapters", "intervals")
    assert {name: lacking(function) for name, function in found if lacking(function)} == {}


def test_a_function_without_hints_would_be_found():
    def half(x: int, y, *rest: int, key=None): ...

    assert lacking(half) == ["y", "key", "return"]


def test_all_activations_have_the_hints_of_their_class():
    module = import_module("actcourse.activations")
    names = set(module.__all__) - {"ACTIVATIONS", "Activation", "activation"}
    assert names
    assert all(isinstance(getattr(module, name), Activation) for name in names)


def test_the_package_says_that_it_has_hints():
    assert files("actcourse").joinpath("py.typed").is_file()
