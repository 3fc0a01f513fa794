"""The public surface has type hints, which `make types` checks and the package ships."""

import ast
import contextlib
import inspect
import re
import tomllib
from importlib import import_module
from importlib.resources import files
from pkgutil import walk_packages

import pytest

from actcourse.activations import Activation
from actcourse.book.reference import public
from actcourse.layers import BELOW, PACKAGE, TOP

# All modules of these, not only what they offer at their top.
WHOLE = ("exercises", "experiments", "grading")
# What pyproject.toml leaves out, and says why.
LEFT_OUT = re.compile(
    r"actcourse\.(exercises\.(answers|assignments|drivers|measures|trials)|grading\.inside)\b"
)
ROOMS = (
    *("activations", "chapters", "claims", "consoles", "data", "explore", "extras", "imports"),
    *("intervals", "layers", "nn", "questions", "registry", *WHOLE),
    *(
        module.name.removeprefix("actcourse.")
        for room in WHOLE
        for module in walk_packages([str(PACKAGE / room)], f"actcourse.{room}.")
        if not LEFT_OUT.match(module.name)
    ),
)


def functions(room):
    """All public functions of a room, and the methods and properties of its public classes."""
    module = import_module(f"actcourse.{room}")
    for name in public(module.__name__):
        thing = getattr(module, name)
        if inspect.isclass(thing):
            own = {
                k: v for k, v in vars(thing).items() if k[0] != "_" or k in ("__init__", "__call__")
            }
            own = {k: v for k, v in own.items() if k not in inspect.get_annotations(thing)}
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
    assert found or "." in room or room in ("chapters", "grading", "intervals")
    assert {name: lacking(function) for name, function in found if lacking(function)} == {}


def test_mypy_checks_the_rooms_whose_hints_are_asked_for():
    text = (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)["tool"]["mypy"]
    checked = [name.removeprefix("actcourse.") for name in settings["packages"]]
    checked += [name.removeprefix("actcourse.") for name in settings["modules"]]
    for room in ROOMS:
        names = [name for name in checked if f"{name}.".startswith(f"{room}.")]
        assert names or room.partition(".")[0] in checked, room
    # These hold the chapters' data and what Sphinx and click call.
    assert BELOW.keys() | TOP == {name.partition(".")[0] for name in ROOMS} | TOP | {"figures"}
    (pattern,) = {re.sub(r"\W", "", p) for p in settings["exclude"] if "exercises" in p}
    assert pattern == re.sub(r"\W", "", "exercises(answers|assignments|drivers|measures|trials)")


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


def defaults_told(thing):
    """What a docstring says of defaults, where it is plain Python: dict by parameter."""
    told = {}
    for name, text in re.findall(
        r"^\s*(\w+) : [^\n]*\bdefault (\S+)$", inspect.getdoc(thing) or "", re.MULTILINE
    ):
        with contextlib.suppress(ValueError, SyntaxError):
            told[name] = ast.literal_eval(text)
    return told


def test_the_defaults_that_docstrings_tell_are_those_of_the_functions():
    told = 0
    for room in ROOMS:
        module = import_module(f"actcourse.{room}")
        offered = ((name, getattr(module, name)) for name in public(module.__name__))
        classes = [
            (name, thing)
            for name, thing in offered
            if inspect.isclass(thing) and "__init__" in vars(thing)
        ]
        for name, thing in (*functions(room), *classes):
            given = inspect.signature(thing).parameters
            for parameter, value in defaults_told(thing).items():
                told += 1
                assert given[parameter].default == value, (room, name, parameter)
    assert told > 10
