"""The source notebooks of assignments, and the student versions made from them."""

import ast
import re
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from IPython.core.formatters import DisplayFormatter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from actcourse.book.notebooks import MASKED
from actcourse.exercises import EXERCISES, forms

ROOT = Path(__file__).parents[2]
PATHS = forms.find(ROOT / "chapters")
EACH = pytest.mark.parametrize("path", PATHS, ids=[p.stem for p in PATHS])


def read(path):
    return nbformat.read(path, as_version=4)


def test_every_exercise_stands_in_one_notebook():
    found = [e.id for path in PATHS for e, _, _ in forms.exercises(read(path))]
    assert found == list(EXERCISES)


def test_an_assignment_that_is_missing_is_named(tmp_path):
    missing = tmp_path / "03_tanh" / "tanh_exercises.ipynb"
    for path in PATHS:
        copy = tmp_path / path.parent.name / path.name
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
    assert [path.name for path in forms.find(tmp_path)] == [path.name for path in PATHS]
    missing.unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(f"{missing}: there is no such notebook")):
        forms.find(tmp_path)


@EACH
def test_the_metadata_is_what_the_specifications_say(path):
    notebook = read(path)
    assert forms.annotate(read(path)) == notebook, "run `make notebooks`"
    for exercise, answer, check in forms.exercises(notebook):
        marks = notebook.cells[check].metadata.nbgrader
        assert (marks.points, marks.grade, marks.locked) == (exercise.points, True, True)
        assert notebook.cells[answer].metadata.nbgrader.solution


def test_annotating_mends_what_was_edited_by_hand(tmp_path):
    notebook = read(PATHS[0])
    (_, _, check), *_ = forms.exercises(notebook)
    notebook.cells[check].metadata.nbgrader["points"] = 99
    notebook.cells[0].metadata["nbgrader"] = {"grade": True}
    path = tmp_path / "a_exercises.ipynb"
    nbformat.write(notebook, path)
    assert forms.main([str(path)]) == 0
    assert read(path) == read(PATHS[0])
    assert path.read_text(encoding="utf-8") == PATHS[0].read_text(encoding="utf-8")


@EACH
def test_heading_kind_and_label_are_those_of_the_specification(path):
    notebook = read(path)
    for exercise, answer, _ in forms.exercises(notebook):
        texts = [cell.source for cell in notebook.cells[:answer] if cell.cell_type == "markdown"]
        label = exercise.id.replace("/", "-")
        head = f"## {exercise.title}\n\n:::{{exercise}} {exercise.kind}\n:label: {label}\n\n"
        assert texts[-1].startswith(head)
        assert texts[-1].endswith("\n:::")


@EACH
def test_no_solution_line_reaches_the_student_version(path, secrets):
    assert len(secrets[path.name]) >= len(forms.exercises(read(path)))
    released = forms.release(path)
    for _, answer, _ in forms.exercises(read(path)):
        assert forms.stub(read(path).cells[answer].source) in released.cells[answer].source
    assert "BEGIN SOLUTION" not in nbformat.writes(released)
    text = "\n".join(cell.source for cell in released.cells)
    assert not {line.strip() for line in text.splitlines()} & secrets[path.name]
    assert not any(cell.get("outputs") for cell in released.cells)


@EACH
def test_the_student_version_runs_untouched_and_answers_not_attempted(path):
    names = {}
    for cell in expected(path).cells:
        if cell.cell_type == "code":
            assert masked(run(cell.source, names)) == masked(text(cell.outputs)), cell.source


def run(source, names):
    """What a cell prints and shows, as text; `names` holds those of the cells before, and grows.

    A kernel for each assignment would take seconds to start. That the cells of the source run in
    one is held where all notebooks are compared with their outputs.
    """
    *statements, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        statements, last = [*statements, last], None
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        exec(compile(ast.Module(statements, []), "<cell>", "exec"), names)  # noqa: S102
        value = last and eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    shown = "" if value is None else DisplayFormatter().format(value)[0]["text/plain"]
    return printed.getvalue() + shown


def text(outputs):
    """The stored outputs of a cell as text."""
    return "".join(o.text if o.output_type == "stream" else o.data["text/plain"] for o in outputs)


def masked(text):
    """The text without the numbers that nobody compares."""
    return MASKED.sub("≈", text)


def expected(path):
    """The student version of `path` with the outputs that it has to give."""
    notebook = forms.release(path)
    for cell, source in zip(notebook.cells, read(path).cells, strict=True):
        if checks := forms.CHECK.findall(cell.source):
            texts = [f"{EXERCISES[id].open()}\n" for id, _ in checks]
            cell.outputs = [new_output("stream", text="".join(texts))]
        elif cell.cell_type == "code" and " is not ...:" not in cell.source:
            # What the author gives away runs as in the source; a measurement waits for a guess.
            cell.outputs = source.outputs
        if cell.cell_type == "code":
            cell.execution_count = source.execution_count
    return notebook


@EACH
def test_the_source_shows_every_check_passed(path):
    for exercise, _, check in forms.exercises(read(path)):
        (output,) = read(path).cells[check].outputs
        points = f"{exercise.points} of {exercise.points}"
        assert output.text.startswith(f"✓ {exercise.id}, {points}")


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        ("def f(x):\n    ### BEGIN SOLUTION\n    y = 2\n    ### END SOLUTION",
         "def f(x):\n    raise NotImplementedError"),
        ("### BEGIN SOLUTION\na = 2\nb, c = 3, 4\n### END SOLUTION", "a = ...\nb = ...\nc = ..."),
        ("a = 1\n### BEGIN SOLUTION\nb = a + 1\n### END SOLUTION\nc = 2", "a = 1\nb = ...\nc = 2"),
    ],
)  # fmt: skip
def test_a_stub_lets_the_notebook_run_on(source, stub):
    cell = new_code_cell(source, metadata={"nbgrader": {"solution": True}})
    cleared, _ = forms.ClearSolutions().preprocess_cell(cell, {"language": "python"}, 0)
    assert cleared.source == stub
    assert "SOLUTION" not in forms.solved(source)


def test_a_solution_that_hides_its_def_line_is_an_error():
    with pytest.raises(ValueError, match="keep the `def` line above"):
        forms.stub("### BEGIN SOLUTION\ndef f(x):\n    return x\n### END SOLUTION")


def test_a_check_without_a_solution_or_with_another_name_is_an_error():
    check = new_code_cell('check("sigmoid/stable", sigmoid)')
    with pytest.raises(ValueError, match="no cell with a solution stands above"):
        forms.exercises(new_notebook(cells=[check]))
    answer = new_code_cell("### BEGIN SOLUTION\ns = 1\n### END SOLUTION")
    order = new_code_cell("### BEGIN SOLUTION\norder = 1\n### END SOLUTION")
    passed = new_code_cell('check("sigmoid/derivation", order)')
    with pytest.raises(ValueError, match="no cell with a solution stands above"):
        forms.exercises(new_notebook(cells=[order, passed, check]))
    wrong = new_code_cell('check("sigmoid/stable", s)')
    with pytest.raises(ValueError, match="takes s, wanted sigmoid"):
        forms.exercises(new_notebook(cells=[answer, wrong]))
