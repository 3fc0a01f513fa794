"""The stored form of notebooks, and whether the course's notebooks are in it."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from actcourse.book.notebooks import MASKED, dumps, execute, find, main, problems, stored

ROOT = Path(__file__).parents[2]
NOTEBOOKS = find(ROOT / "chapters")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_of_the_course_is_in_the_stored_form(path):
    assert problems(path) == []


def rich_notebook():
    """A notebook as an editor leaves it: pictures, widgets, cut streams, bookkeeping."""
    bundle = {"text/plain": "a", "text/html": "<p>a</p>", "image/png": "AAAA"}
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    outputs = [
        new_output("stream", name="stdout", text="one\n"),
        new_output("stream", name="stderr", text="warned\n"),
        new_output("stream", name="stdout", text="two\n"),
        new_output("execute_result", data=bundle, execution_count=1, metadata={"needs": "x"}),
        new_output("display_data", data=widget),
        new_output("error", ename="ValueError", evalue="no", traceback=["File /home/me/x.py"]),
    ]
    code = new_code_cell("1 + 1  \n", outputs=outputs, execution_count=1, id="kept")
    code.metadata = {"tags": ["hide-input"], "execution": {"iopub.status.busy": "now"}}
    twin = new_code_cell("2", execution_count=2)
    metadata = {"widgets": {"state": 1}, "kernelspec": {"name": "mine", "display_name": "Mine"}}
    notebook = new_notebook(cells=[new_markdown_cell("# Title\n"), code, twin], metadata=metadata)
    twin.id = code.id  # as a copied cell may have it; nbformat would warn at once
    return notebook


def test_the_stored_form_keeps_sources_counts_and_text():
    _, code, _ = stored(rich_notebook()).cells
    assert code.source == "1 + 1"
    assert code.execution_count == 1
    assert code.metadata == {"tags": ["hide-input"]}
    assert [output.get("text") or output.get("data") for output in code.outputs[:3]] == [
        "one\ntwo\n",
        "warned\n",
        {"text/plain": "a"},
    ]
    assert code.outputs[3].traceback == ["ValueError: no"]
    assert len(code.outputs) == 4


def test_the_stored_form_has_nothing_of_an_editor_or_a_machine():
    text = dumps(rich_notebook())
    for trace in ("image/png", "text/html", "widget", "iopub", "/home/me", "Mine"):
        assert trace not in text
    assert json.loads(text)["nbformat_minor"] == 5


def test_the_stored_form_is_its_own_stored_form_and_valid():
    once = dumps(rich_notebook())
    notebook = nbformat.reads(once, as_version=4)
    nbformat.validate(notebook)
    assert dumps(notebook) == once


def test_ids_stay_and_are_unique():
    ids = [cell.id for cell in stored(rich_notebook()).cells]
    assert ids[1] == "kept"
    assert len(set(ids)) == 3


@pytest.fixture
def notebook(tmp_path):
    """Path of a notebook with one cell, not run yet."""
    path = tmp_path / "one.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("print(6 * 7)")]), path)
    return path


def test_what_is_wrong_with_a_notebook_is_named(notebook, capsys):
    assert main(["--check", str(notebook)]) == 1
    message = capsys.readouterr().err
    assert "were not run once, in order" in message
    assert "more than sources, execution counts and text outputs" in message
    assert "run `make notebooks`" in message


def test_execution_stores_a_notebook_that_passes_the_check(notebook):
    execute(notebook)
    assert main(["--check", str(notebook)]) == 0
    assert nbformat.read(notebook, as_version=4).cells[0].outputs[0].text == "42\n"


def test_a_notebook_that_fails_is_reported_and_not_written(notebook, capfd):
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), notebook)
    before = notebook.read_bytes()
    assert main([str(notebook)]) == 1
    assert "ZeroDivisionError" in capfd.readouterr().err
    assert notebook.read_bytes() == before


def test_the_mask_of_numbers_is_the_one_that_nbval_applies():
    assert f"regex: {MASKED.pattern}\n" in (ROOT / "tests" / "nbval_sanitize.cfg").read_text()


def test_numbers_that_nobody_compares_leave_the_file_as_it_was(tmp_path):
    timing = "import time\nprint(f'≈{time.perf_counter_ns()} ns')"
    path = tmp_path / "timing.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(timing)]), path)
    execute(path)
    before = path.read_text()
    execute(path)
    assert path.read_text() == before
    notebook = nbformat.reads(before, as_version=4)
    notebook.cells[0].outputs[0].text = "≈1 second\n"
    nbformat.write(notebook, path)
    execute(path)
    assert "second" not in path.read_text()
