"""The comparison of notebooks with their stored outputs: what turns a run red, and what may not."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

ROOT = Path(__file__).parents[2]
EXPECTED = {
    "right_output": "PASSED",
    "wrong_output": "FAILED",
    "missing_output": "FAILED",
    "unexpected_output": "FAILED",
    "failing_cell": "FAILED",
    "silent_raises_exception": "FAILED",
    "true_raises_exception": "PASSED",
    "masked_number": "PASSED",
    "wrong_word_before_a_masked_number": "FAILED",
    "figure_of_another_size": "PASSED",
    "figure_that_is_missing": "FAILED",
}


def cell(source, stdout=None, plain=None, tags=()):
    """A code cell with a stored output."""
    outputs = [new_output("stream", name="stdout", text=stdout)] if stdout else []
    if plain:
        outputs.append(new_output("execute_result", data={"text/plain": plain}, execution_count=1))
    return new_code_cell(source, outputs=outputs, execution_count=1, metadata={"tags": list(tags)})


CELLS = {
    "right_output": cell("print('0.25')", "0.25\n"),
    "wrong_output": cell("print('0.25')", "0.24\n"),
    "missing_output": cell("pass", "0.25\n"),
    "unexpected_output": cell("print('0.25')"),
    "failing_cell": cell("1 / 0"),
    "silent_raises_exception": cell("1 / 1", plain="1.0", tags=["raises-exception"]),
    "true_raises_exception": cell("1 / 0", tags=["raises-exception"]),
    "masked_number": cell("print('loss ≈ 0.31 after 200')", "loss ≈ 1.2e-3 after 200\n"),
    "wrong_word_before_a_masked_number": cell("print('loss ≈ 0.3')", "gain ≈ 0.3\n"),
    "figure_of_another_size": cell(
        "type('F', (), {'__repr__': lambda self: '<Figure size 640x480 with 1 Axes>'})()",
        plain="<Figure size 900x300 with 2 Axes>",
    ),
    "figure_that_is_missing": cell("'no figure'", plain="<Figure size 900x300 with 2 Axes>"),
}
CELLS["true_raises_exception"].outputs = [
    new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])
]

# The last cell of a notebook, and what its notebook has loaded by then.
LAST = {
    "from actcourse import nn": "PASSED",
    "_ = __import__('act' + 'course.nn')": "FAILED",
}


def run(root, notebooks):
    """The run of pytest, with the settings of the course, on a dict from file to list of cells."""
    (root / "tests").mkdir()
    for name in ("pyproject.toml", "conftest.py", "tests/nbval_sanitize.cfg"):
        shutil.copy(ROOT / name, root / name)
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for name, cells in notebooks.items():
        nbformat.write(new_notebook(cells=cells, metadata=metadata), root / name)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-rA", "--color=no", *notebooks],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """PASSED or FAILED for each of `CELLS`, run by pytest with the settings of the course."""
    # One kernel for all: nbval goes on behind a cell that fails.
    planted = {"planted.ipynb": list(CELLS.values())}
    planted |= {f"last{i}.ipynb": [cell(source)] for i, source in enumerate(LAST)}
    done = run(tmp_path_factory.mktemp("run"), planted)
    results = re.findall(r"^(PASSED|FAILED) (\S+)::Cell (\d+)", done.stdout, re.MULTILINE)
    found = {(name, int(number)): outcome for outcome, name, number in results}
    assert done.returncode == 1, done.stdout + done.stderr
    # Under CI, pytest's summary repeats the messages.
    details, _, _ = done.stdout.partition("short test summary info")
    assert details.count("The notebook's key leaves out what it loads") == 1
    outcomes = {name: found["planted.ipynb", i] for i, name in enumerate(CELLS)}
    return outcomes | {source: found[f"last{i}.ipynb", 0] for i, source in enumerate(LAST)}


@pytest.mark.parametrize("name", [*EXPECTED, *LAST])
def test_planted_cells_turn_the_run_red_and_sound_ones_do_not(outcomes, name):
    assert outcomes[name] == (EXPECTED | LAST)[name]
