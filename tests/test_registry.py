"""The registry that all parts share: unique names, close matches, definitions run again."""

import importlib
import pkgutil
import re
import sys
import textwrap

import pytest

import actcourse
from actcourse import activations, chapters, claims, exercises, explore, nn, questions
from actcourse.registry import Registry, UnknownName

# How a definition in a module enters each registry: name, and the module's source.
DEFINITIONS = {
    "activation": (
        "twice",
        """
        from actcourse.activations import activation

        @activation(tex="2 x", derivative_tex="2", bounds=(-1, 1))
        def twice(x):
            "Twice x."
        """,
    ),
    "chapter": (
        "twice",
        """
        from actcourse.chapters import CHAPTERS, Chapter

        CHAPTERS.add("twice", Chapter(10, "twice"), place=(__name__, "twice"))
        """,
    ),
    "claim": (
        999,
        """
        from actcourse.claims.ledger import Expected, claim

        @claim(
            999,
            says="Twice 1 is 2.",
            sources={"notes": "Numbers"},
            verdict="true",
            truth="So it is.",
            taught="tanh#numbers",
            twice=Expected(2, 2, "arithmetic"),
        )
        def twice(rng):
            return {"twice": 2 * 1}
        """,
    ),
    "exercise": (
        "twice/double",
        """
        from actcourse.exercises.functions import Function
        from actcourse.exercises.spec import enter

        enter(
            Function(
                id="twice/double", kind="implement", title="Double", name="f", hints=[], parts=[]
            ),
            __name__,
        )
        """,
    ),
    "explorer": (
        "twice",
        """
        from actcourse.explore import explorer

        @explorer("twice")
        def twice(ax):
            "Twice x"
        """,
    ),
    "finding": (
        "tanh/twice",
        """
        from actcourse.claims.ledger import Expected, finding

        @finding(
            "tanh/twice",
            says="Twice 1 is 2.",
            taught="tanh#numbers",
            twice=Expected(2, 2, "arithmetic"),
        )
        def twice(rng):
            return {"twice": 2 * 1}
        """,
    ),
    "initialization scheme": (
        "twice",
        """
        from actcourse.nn.init import scheme

        @scheme
        def twice(n_in, n_out, rng):
            "Weights 2."
        """,
    ),
    "prediction": (
        "twice",
        """
        from actcourse.explore import Number, predict

        @predict("twice", "What is twice 1?", Number(1, "Near.", "Far.", expected=(2, 2)))
        def twice():
            "Twice 1."
        """,
    ),
    "question": (
        "twice/one",
        """
        from actcourse.questions.bank import ask

        ask("twice/one", [], "What is twice 1?", ("2", "Yes."), ("1", "No."), ("3", "No."))
        """,
    ),
}
REGISTRIES = {
    registry.kind: registry
    for registry in (
        activations.ACTIVATIONS,
        chapters.CHAPTERS,
        claims.CLAIMS,
        claims.OURS,
        exercises.EXERCISES,
        explore.EXPLORERS,
        explore.PREDICTIONS,
        nn.SCHEMES,
        questions.QUESTIONS,
    )
}


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


def test_a_registry_can_be_restored(colours):
    with colours.restored():
        colours.add("green", "#0f0", place=("cold", "green"), aliases=("lime",))
        colours.add("red", "#e00", place=("warm", "red"), aliases=("scarlet",))
        assert colours["lime"] == "#0f0"
    assert dict(colours) == {"red": "#f00", "blue": "#00f"}
    assert "lime" not in colours
    assert "scarlet" not in colours


def test_these_are_all_registries_of_the_course():
    for module in pkgutil.walk_packages(actcourse.__path__, "actcourse."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    known = [vars(module) for name, module in sys.modules.items() if name.startswith("actcourse")]
    kinds = {
        thing.kind for names in known for thing in names.values() if isinstance(thing, Registry)
    }
    assert kinds == set(REGISTRIES) == set(DEFINITIONS)


@pytest.fixture(params=REGISTRIES.values(), ids=REGISTRIES)
def registry(request):
    with request.param.restored() as registry:
        yield registry


def define(kind, module):
    exec(textwrap.dedent(DEFINITIONS[kind][1]), {"__name__": module})  # noqa: S102, they are above


def test_a_definition_from_another_module_is_refused(registry):
    name, _ = DEFINITIONS[registry.kind]
    define(registry.kind, "here")
    entered = registry[name]
    with pytest.raises(
        ValueError, match=rf"{registry.kind} '?{name}'? already, from here\.[\w/]+"
    ) as e:
        define(registry.kind, "elsewhere")
    assert re.search(r"give the one from elsewhere\.[\w/]+ another name$", str(e.value))
    assert registry[name] is entered


def test_a_definition_run_again_takes_its_own_place(registry):
    name, _ = DEFINITIONS[registry.kind]
    define(registry.kind, "here")
    entered, known = registry[name], list(registry)
    define(registry.kind, "here")
    assert registry[name] is not entered
    assert list(registry) == known


def test_every_registry_names_what_comes_close(registry):
    name, _ = DEFINITIONS[registry.kind]
    define(registry.kind, "here")
    with pytest.raises(UnknownName, match=f"no {registry.kind} is called .* did you mean .*{name}"):
        registry[f"{name}x"]
