"""`run` beside the answer: copies, plain values, and nothing of the course."""

import ast
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from actcourse.exercises import EXERCISES, Outcome, drivers, run
from actcourse.exercises.run import checksums, plain

PACKAGE = Path(drivers.__file__).parent


@pytest.mark.parametrize("module", ["run.py", "drivers.py"])
def test_what_runs_beside_an_answer_imports_numpy_and_the_standard_library_alone(module):
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    names = {
        alias.name if isinstance(node, ast.Import) else "." * node.level + (node.module or "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in names} <= {"numpy", *sys.stdlib_module_names}


def test_an_answer_runs_in_another_process_and_is_judged_here(sources):
    exercise = EXERCISES["sigmoid/tail"]
    inputs = exercise.inputs(np.random.default_rng(5))
    script = f"""
import pickle, sys
sys.path.insert(0, {str(PACKAGE)!r})
import numpy as np
from run import run
names = {{"np": np}}
source, inputs = pickle.load(sys.stdin.buffer)
exec(source, names)
outcomes = run(names["slope"], inputs)
assert not any(name.startswith("actcourse") for name in sys.modules)
pickle.dump([[vars(o) for o in group] for group in outcomes], sys.stdout.buffer)
"""
    solution, _ = sources[exercise.id]
    command = [sys.executable, "-I", "-c", script]
    given = pickle.dumps((solution, inputs))
    reply = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout
    outcomes = [[Outcome(**fields) for fields in group] for group in pickle.loads(reply)]
    assert exercise.judge(inputs, outcomes).right


def test_every_call_gets_copies():
    x = np.arange(3.0)

    def spoil(x):
        x[:] = -1

    ((outcome,),) = run(spoil, [[(x,)]])
    assert outcome.after != checksums((x,))
    assert (x == np.arange(3.0)).all()


def test_the_first_warning_of_each_call_is_an_outcome():
    ((quiet, loud, again),) = run(np.exp, [[(0.0,), (1e4,), (1e4,)]])
    assert quiet.warning == ""
    assert loud.warning == again.warning == "overflow encountered in exp"


class Sub(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value", [1, 2.5, True, "abc", np.float32(2), np.arange(3), (1.0, 2.0), {"w": np.ones(2)}]
)
def test_plain_values_pass_as_copies(value):
    copy = plain(value)
    assert copy is not value or isinstance(value, int | float | str)
    np.testing.assert_equal(copy, value)


@pytest.mark.parametrize(
    "value", [object(), np.ones(2).view(Sub), np.array([object()]), {1: 2}, {1, 2}]
)
def test_everything_else_is_dropped_and_its_class_named(value):
    assert plain(value) is None
    ((outcome,),) = run(lambda: value, [[()]])
    assert outcome.type == type(value).__name__


def test_what_is_not_plain_within_a_tuple_or_dict_is_dropped_and_the_rest_stays():
    assert plain((1, object(), [None])) == (1, None, (None,))
    assert plain({"w": object(), "b": 2}) == {"w": None, "b": 2}


def test_a_list_that_holds_itself_is_dropped():
    endless = [1.0]
    endless.append(endless)
    ((outcome,),) = run(lambda: {"w": endless}, [[()]])
    assert (outcome.value, outcome.type) == (None, "dict")


def test_the_stub_is_unfinished_and_another_functions_stub_is_an_error():
    def stub():
        raise NotImplementedError

    def caller():
        stub()

    assert [[o.status for o in g] for g in run(stub, [[()]])] == [["unfinished"]]
    ((outcome,),) = run(caller, [[()]])
    assert (outcome.status, outcome.message) == ("raised", "in `stub`")
    assert run(..., [[()]]).status == "unfinished"
    assert run(None, [[()]]).status == "unfinished"
    assert run(3, [[()]]).status == "not callable"


def test_the_stub_of_a_class_is_unfinished():
    class Unit:
        def forward(self, x):
            raise NotImplementedError

    ((outcome,),) = run(Unit, [[(1.0,)]], driver=lambda unit, x: unit().forward(x))
    assert outcome.status == "unfinished"
