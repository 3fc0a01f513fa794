"""What becomes of an answer in the sandbox, and the verdict on it; each costs itself alone."""

import os
import subprocess
import sys

import pytest

from actcourse.exercises import EXERCISES, Outcome
from actcourse.grading import sandbox
from actcourse.grading.assignment import definitions
from actcourse.grading.canary import canaries, hold
from actcourse.grading.errors import CanaryDied
from actcourse.grading.intake import Origin, read
from actcourse.grading.marking import judge, mark
from actcourse.grading.reply import Reply
from actcourse.grading.sources import load

from .conftest import SOURCES


@pytest.fixture(scope="module")
def sandboxes(bubblewrap, assignment):
    with pytest.MonkeyPatch.context() as patch:
        short = sandbox.LIMITS | {"resources": sandbox.LIMITS["resources"] | {"CPU": 1}}
        patch.setattr(sandbox, "LIMITS", short)
        with sandbox.Sandboxes(assignment.task()) as sandboxes:
            _ = sandboxes.plain
            yield sandboxes


@pytest.fixture
def graded(hand_in, assignment, sandboxes):
    """``graded(**answers)``: the verdicts by the words of their exercise; two others are solved."""

    def graded(**options):
        text = hand_in(**{"solved": 2} | options)
        submission = read(Origin("anna", ""), text.encode(), [assignment])
        verdicts = mark(assignment, submission, sandboxes)
        return {v.id.partition("/")[2]: v for v in verdicts}

    return graded


# By the name of the answer: what it does, and the verdict on it. All are in one notebook.
FATES = {
    "slope_from_output": ("while True: pass", "too slow", "did not end in time"),
    "slope": ("import os; os.kill(os.getpid(), 9)", "died", "died"),
    "step": ("return np.zeros(400_000), 1.0, 1.0", "too long", "returned more than"),
}


def test_each_answer_costs_itself_alone(graded):
    answers = {name: f"def {name}(*args):\n    {body}" for name, (body, *_) in FATES.items()}
    verdicts = graded(solved=8, **answers)
    fates = {v.id: (v.key, v.sentence) for v in verdicts.values() if not v.right}
    assert len(fates) == len(FATES)
    for (key, sentence), (_, wanted, says) in zip(fates.values(), FATES.values(), strict=True):
        assert key == wanted
        assert says in sentence


CELLS = {
    "sigmoid": ("def sigmoid(x:\n", "cell", "SyntaxError: "),
    "slope_from_output": ("1 / 0\ndef slope_from_output(x): pass", "cell", "division by zero."),
    "slope": ("import pandas\nslope = 3", "module", "No module named 'pandas'."),
    "factor": ("while True: pass", "too slow", "`factor` did not end in time."),
    "gain": ("raise SystemExit", "cell", "SystemExit"),
    "step": ("step = 3", "type", "`step` is an int, expected a function."),
}


BURNS = """
def slope(x):
    import time
    end = time.process_time() + {} / calls
    while time.process_time() < end: pass
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
"""


@pytest.mark.slow
def test_processor_time_decides(path, assignment, bubblewrap, hand_in, monkeypatch):
    """On a machine with other things to do: 2 seconds of a processor pass under a limit of 3."""
    monkeypatch.setattr(
        sandbox, "LIMITS",
        sandbox.LIMITS | {"wall": 12, "resources": sandbox.LIMITS["resources"] | {"CPU": 3}},
    )  # fmt: skip
    calls = sum(map(len, assignment.inputs(EXERCISES["sigmoid/tail"])))
    busy = "while True: pass"
    hogs = [subprocess.Popen([sys.executable, "-c", busy]) for _ in range(2 * os.cpu_count())]
    try:
        with sandbox.Sandboxes(assignment.task()) as sandboxes:
            for seconds, key in ((2, ""), (6, "too slow")):
                source = f"calls = {calls}\n{BURNS.format(seconds)}"
                text = hand_in(solved=2, slope=source)
                submission = read(Origin("anna", ""), text.encode(), [assignment])
                (verdict,) = mark(assignment, submission, sandboxes, ("sigmoid/tail",))
                assert (verdict.key, verdict.right) == (key, not key)
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


def test_a_cell_that_fails_is_told(graded):
    verdicts = graded(solved=8, **{name: source for name, (source, *_) in CELLS.items()})
    told = [verdict for verdict in verdicts.values() if not verdict.right]
    for verdict, (_, key, says) in zip(told, CELLS.values(), strict=True):
        assert (verdict.status, verdict.earned, verdict.key) == ("wrong", 0, key)
        assert says in verdict.sentence


def test_the_course_is_not_there_for_functions(graded):
    verdicts = graded(
        sigmoid="from actcourse.activations import sigmoid",
        slope_from_output="import actcourse.nn as nn\ndef slope_from_output(a): return nn.f(a) * 1",
        slope="from actcourse import activations\ndef slope(x): return activations.sigmoid(x)",
    )
    assert [v.key for v in verdicts.values()][:3] == ["borrowed"] * 3


def test_an_error_after_the_answer_does_not_matter(graded):
    good = "def slope(x):\n    e = np.exp(-np.abs(x))\n    return e / (1 + e) ** 2\n"
    assert graded(slope=good + "print(undefined)")["tail"].right


def test_a_deleted_answer_is_open(graded):
    assert graded(slope="")["tail"].status == "open"


def test_pictures_prints_and_magics_in_the_cell_do_not_matter(graded):
    source = """
%matplotlib inline
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([1, 2], label="x")
from IPython.display import display
display(fig)
print("x" * 10_000_000)
def slope(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
check("sigmoid/tail", slope)
print(f"{accuracy_after(2.0):.0%}")
"""
    assert graded(slope=source)["tail"].right


def test_a_value_may_come_out_of_an_experiment(graded):
    source = """
net = nn.mlp([64] * 11 + [10], "sigmoid", rng=np.random.default_rng(0))
for layer in net.layers[::2]:
    layer.W *= 2
X, y, _, _ = digits()
factor = nn.layer_factor(nn.record(net, X[:256], y[:256]).delta)
"""
    verdict = graded(factor=source)["larger-weights"]
    assert verdict.right


def test_the_inputs_are_fresh_for_each_run_and_the_same_within_one(path):
    exercise = EXERCISES["sigmoid/stable"]
    first, again, other = (load(path, seed).inputs(exercise) for seed in (1, 1, 2))
    assert str(first) == str(again) != str(other)


@pytest.mark.parametrize("status", ["too slow", "too long", "died", "forged"])
@pytest.mark.parametrize("id", ["sigmoid/stable", "sigmoid/larger-weights", "sigmoid/derivation"])
def test_every_end_has_a_sentence_and_a_hint_and_no_points(id, status, assignment):
    exercise = EXERCISES[id]
    verdict = judge(assignment, exercise, Reply(status))
    assert (verdict.status, verdict.earned, verdict.key) == ("wrong", 0, status)
    assert exercise.name in verdict.sentence


def test_the_courses_own_function_as_an_answer_is_borrowed(assignment):
    reply = Reply("calls", [[Outcome("returned", None, "Absent")]])
    assert judge(assignment, EXERCISES["sigmoid/stable"], reply).key == "borrowed"


def test_of_the_assignments_own_cells_only_definitions_are_run():
    source = (
        "import os\nx = 1\ndef f(): pass\nclass K: pass\nprint(f())\nfor i in x: pass\nif x: y = 2"
    )
    assert definitions(source) == "import os\nx = 1\n\ndef f():\n    pass\n\nclass K:\n    pass"


def test_without_a_sandbox_the_marks_are_the_same(path, assignment):
    with sandbox.Sandboxes(assignment.task(), unsafe=True) as sandboxes:
        for kind, (submission, points) in canaries(path, assignment).items():
            hold(kind, mark(assignment, submission, sandboxes), points)


def test_a_canary_with_another_mark_stops_the_run(path, assignment):
    known = canaries(path, assignment)
    assert [points for _, points in known.values()] == [assignment.points, 0]
    verdicts = [judge(assignment, e, Reply("died")) for e in assignment.exercises]
    hold("the stub", verdicts, 0)
    with pytest.raises(CanaryDied, match="got 0 points, expected 21"):
        hold("the model solution", verdicts, 21)


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_the_model_solution_scores_full_and_the_stub_nothing(name, bubblewrap):
    assignment = load(SOURCES[name], seed=7)
    with sandbox.Sandboxes(assignment.task()) as sandboxes:
        for kind, (submission, points) in canaries(SOURCES[name], assignment).items():
            verdicts = mark(assignment, submission, sandboxes)
            hold(kind, verdicts, points)
            assert not [v for v in verdicts if not points and v.status != "open"]
