"""Which cells an answer needs, whatever a learner did to the notebook."""

import pytest

from actcourse.exercises.cells import (
    NoNotebook,
    answer_id,
    arrange,
    check_id,
    code_cells,
    execute,
    names,
    needed,
    plain_python,
)

ID = "ch/one"
CHECK = ('check("ch/one", f)', check_id(ID))


def run(*pairs, id=ID, name="f", ids=(ID, "ch/two")):
    """The sources that run for an answer, joined, in a notebook of these (source, id) cells."""
    cells, before = arrange(pairs, ids)
    chosen = needed(cells, {"id": id, "name": name, "before": before[id]})
    return "; ".join(cells[i]["source"] for i in chosen)


def answer(source, id=ID):
    return source, answer_id(id)


def test_an_answer_alone():
    assert run(answer("f = 1"), CHECK) == "f = 1"


def test_a_scratch_cell_that_gives_nothing_is_left_out():
    assert run(("while True: pass", None), answer("f = 1"), CHECK) == "f = 1"


def test_imports_and_helpers_come_along_with_what_they_need_in_turn():
    pairs = [
        ("import math", None),
        ("k = math.e", None),
        ("z = 3", None),
        ("def h(x): return k * x", None),
    ]
    source = "def f(x): return h(x)"
    assert run(*pairs, answer(source), CHECK) == (
        "import math; k = math.e; def h(x): return k * x; " + source
    )


def test_a_star_import_comes_along():
    source = "def f(x): return exp(x)"
    assert run(("from numpy import *", None), answer(source), CHECK).startswith("from numpy")


def test_an_earlier_answer_comes_along_where_it_is_used():
    pairs = answer("def g(x): return x", "ch/two"), answer("def f(x): return g(x)"), CHECK
    assert run(*pairs) == "def g(x): return x; def f(x): return g(x)"


def test_an_answer_whose_cell_was_split():
    pairs = answer("def h(x): return x"), ("def f(x): return h(x)", None), CHECK
    assert run(*pairs) == "def h(x): return x; def f(x): return h(x)"


def test_the_last_of_several_copies_above_the_check_counts():
    assert run(answer("f = 1"), answer("f = 2"), CHECK, answer("f = 3")) == "f = 1; f = 2"


def test_an_answer_that_was_moved_below_its_check():
    assert run(CHECK, answer("f = 1")) == "f = 1"


def test_an_answer_without_its_metadata():
    assert run(("f = 1", None), ('check("ch/one", f)', None)) == "f = 1"


def test_a_deleted_answer():
    assert run(("g = 1", None), CHECK) == ""


def test_a_name_rebound_below_the_check_does_not_matter():
    assert run(answer("f = 1"), CHECK, ("f = 2", None)) == "f = 1"


def test_another_answers_cell_is_not_this_ones_for_using_its_name():
    assert run(answer("f = 1"), answer("g = 3; f = 2", "ch/two"), CHECK) == "f = 1"


def test_unchanged_cells_of_the_assignment_are_left_out():
    cells, before = arrange(
        [("import numpy as np\n", None), answer("f = 1")], [ID], ["import numpy as np"]
    )
    assert [cell["source"] for cell in cells] == ["f = 1"]
    assert before == {ID: 1}


def test_names_see_into_functions_classes_and_comprehensions():
    bound, taken = names("import a.b as c\nclass K(d):\n    e = [g(x) for x in h]\ndef i(j): j + k")
    assert bound == {"c", "K", "i"}
    assert taken >= {"d", "g", "h", "k"}
    assert "j" not in taken


def test_a_cell_that_is_no_python_does_not_hide_the_others():
    assert run(("def (", None), ("k = 1", None), answer("f = k"), CHECK) == "k = 1; f = k"


@pytest.mark.parametrize("line", ["%timeit f(3)", "!ls", "np.exp?", "%%time"])
def test_lines_for_ipython_alone_are_dropped(line):
    source = f"{line}\nif True:\n    {line}\nx = 1"
    assert plain_python(source) == "pass\nif True:\n    pass\nx = 1"


def test_python_stays_as_it_is():
    assert plain_python("x = 7 % 2") == "x = 7 % 2"


def test_an_error_ends_a_cell_and_is_told():
    space = {}
    assert execute("x = 1\n1 / 0\ny = 2", space) == (
        "ZeroDivisionError",
        "ZeroDivisionError: division by zero",
    )
    assert (space["x"], "y" in space) == (1, False)
    assert execute("def (", {}) == ("SyntaxError", "SyntaxError: invalid syntax (line 1)")
    assert execute("raise SystemExit", {})[0] == "SystemExit"


@pytest.mark.parametrize(
    "data",
    [
        [],
        "text",
        {"nbformat": 3, "worksheets": []},
        {"nbformat": 4},
        {"nbformat": 4, "cells": [3]},
        {"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]},
        {"nbformat": 4, "cells": [{"cell_type": "code", "source": [3]}]},
    ],
)
def test_what_is_no_notebook_is_refused(data):
    with pytest.raises(NoNotebook):
        code_cells(data)


def test_sources_are_joined_and_ids_found():
    cell = {
        "cell_type": "code",
        "source": ["a\n", "b"],
        "metadata": {"nbgrader": {"grade_id": "x"}},
    }
    text = {"cell_type": "markdown", "source": "c"}
    odd = {"cell_type": "code", "source": "d", "metadata": {"nbgrader": {"grade_id": 3}}}
    assert code_cells({"nbformat": 4, "cells": [cell, text, odd]}) == [("a\nb", "x"), ("d", None)]
