"""`check` in the notebook, `actcourse check` and the grader say the same of the same answer."""

import ast
import inspect
import re
import textwrap
from collections import Counter

import nbformat
import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Function, Numbers, check, forms, progress
from actcourse.grading import intake, sandbox
from actcourse.grading.marking import mark
from actcourse.grading.sources import load

from .conftest import SOURCES

ODD_FUNCTIONS = [
    "{name} = ...",
    "{name} = None",
    "{name} = 3",
    "def {name}(*args):\n    raise NotImplementedError",
    "def {name}(*args):\n    pass",
    "def {name}(*args):\n    return 1 / 0",
    "def {name}(*args):\n    return 'text'",
    "def {name}(*args):\n    return [1.0, [2.0]]",
    "def {name}(*args):\n    return np.array([None])",
    "def {name}(*args):\n    return np.ma.array([1.0])",
    "def {name}(*args):\n    return np.float16(0.5)",
    "def {name}(*args):\n    return {{1.0, 2.0}}",
    "def {name}(*args):\n    raise SystemExit",
    "def {name}():\n    return 0.0",
    "def {name}(*args:\n    return 0.0",
    "{name} = undefined",
    "from actcourse.nn import rms\n\n\ndef {name}(*args):\n    return rms(args[0])",
    "def {name}(*args):\n    import actcourse.nn as nn\n    return nn.rms(args[0])",
    (
        "from actcourse import nn\n\n\ndef size(z):\n    return nn.rms(z)\n\n\n"
        "def {name}(*args):\n    return size(args[0])"
    ),
    "%timeit -n1 -r1 0\n{name} = np.negative",
]
ODD_VALUES = [
    *("...", "None", "True", '"4"', "[]", "{}", "{1.0, 2.0}", "[[1, 2], [3]]", "10**400"),
    *('float("nan")', "float('inf')", "1 + 2j", "print", "np.array([1, None])", "np.ma.masked"),
    *(
        '"c"',
        '"(C)"',
        '["c"]',
        '{"c"}',
        '"c)"',
        '"none"',
        '"dbea"',
        '"d b e a c"',
        "undefined",
        "(",
    ),
]
ROUNDS = 12  # after one in which all is solved
CHAPTERS = ("07_maxout", pytest.param("02_sigmoid", marks=pytest.mark.slow))  # it trains


def answers(exercise, solution):
    """Sources of answers of every kind to an exercise."""
    name = exercise.name
    known = [*exercise.also_right, *(a for m in exercise.mistakes for a in m.answers)]
    if isinstance(exercise, Function):
        return [solution, *(f.format(name=name) for f in ODD_FUNCTIONS), *map(renamed(name), known)]
    values = [repr(np.asarray(v).tolist() if isinstance(v, np.ndarray) else v) for v in known]
    return [solution, *(f"{name} = {value}" for value in [*ODD_VALUES, *values])]


def renamed(name):
    """Gives the source of a known answer as a learner would write it, under this name."""

    def source(function):
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        tree.decorator_list, tree.name = [], name
        return ast.unparse(tree)

    return source


@pytest.fixture(scope="module", params=CHAPTERS)
def rounds(request):
    """Pairs of a notebook and the answers in it, by exercise; each has one answer to each."""
    path = SOURCES[request.param]
    source = nbformat.read(path, as_version=4)
    released = nbformat.writes(forms.release(path))
    cells = [
        (exercise, index, answers(exercise, forms.solved(source.cells[index].source)))
        for exercise, index, _ in forms.exercises(source)
    ]
    made = []
    for number in range(ROUNDS + 1):
        notebook, given, places = nbformat.reads(released, as_version=4), {}, Counter()
        for exercise, index, each in cells:
            # Different kinds of answers meet in a notebook, and none is left out.
            kind = isinstance(exercise, Function)
            given[exercise.id] = each[(number + ROUNDS * places[kind]) % len(each) if number else 0]
            places[kind] += 1
            notebook.cells[index].source = given[exercise.id]
        made.append((notebook, given))
    return path, made


def test_every_kind_of_answer_is_in_some_notebook(rounds):
    _, made = rounds
    given = {
        (isinstance(EXERCISES[id], Function), source.replace(EXERCISES[id].name, "answer"))
        for _, answers in made
        for id, source in answers.items()
    }
    assert {(True, form.format(name="answer")) for form in ODD_FUNCTIONS} <= given
    assert {(False, f"answer = {value}") for value in ODD_VALUES} <= given


@pytest.mark.usefixtures("bubblewrap")
def test_three_ways_to_ask_give_one_verdict(rounds, tmp_path, capsys):
    path, made = rounds
    assignment = load(path, seed=11)
    with sandbox.Sandboxes(assignment.task()) as sandboxes:
        for number, (notebook, given) in enumerate(made):
            file = tmp_path / f"{number}.ipynb"
            nbformat.write(notebook, file)
            outside = {verdict.id: verdict for verdict in progress.verdicts(file)}
            found = intake.Origin("anna", file.name)
            submission = intake.read(found, file.read_bytes(), [assignment])
            graded = {verdict.id: verdict for verdict in mark(assignment, submission, sandboxes)}
            assert outside.keys() == graded.keys() == given.keys()
            space = {"np": np}
            for id, source in given.items():
                ours, theirs = outside[id], graded[id]
                assert (ours.status, ours.hint) == (theirs.status, theirs.hint), source
                if isinstance(EXERCISES[id], Numbers):  # no inputs are drawn
                    assert str(ours) == str(theirs)
                if (inside := checked(id, source, space, capsys)) is not None:
                    assert inside == f"{ours}\n", source


def checked(id, source, space, capsys):
    """What `check` prints in the notebook, or None where it would never be called."""
    try:
        exec(re.sub("^%.*", "", source, flags=re.MULTILINE), space)  # noqa: S102
    except (Exception, SystemExit):  # noqa: BLE001  the cell fails, and `check` has no name to take
        return None
    capsys.readouterr()
    check(id, space[EXERCISES[id].name])
    return capsys.readouterr().out
