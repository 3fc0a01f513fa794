"""Which cells an answer needs, whatever a learner did to the notebook."""

import pytest

from actcourse.exercises.cells import (
    NoNotebook,
    answer_id,
    arrange,
    check_id,
    code_cells,
    evaluate,
    names,
    needed,
    understood,
)
from actcourse.exercises.kernel import execute, namespace, plain_python

ID = "ch/one"
CHECK = ('check("ch/one", f)', check_id(ID))


def run(*pairs, id=ID, name="f", ids=(ID, "ch/two")):
    """The sources that run for an answer, joined, in a notebook of these (source, id) cells."""
    cells, before = arrange(pairs, ids)
    cells = [understood(cell) for cell in cells]
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


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("%timeit f(3)\nx = 1", "run_line_magic('timeit', 'f(3)')\nx = 1"),
        ("files = !ls\nx = 1", "files = get_ipython().getoutput('ls')\nx = 1"),
        ("np.exp?\nx = 1", "run_line_magic('pinfo', 'np.exp')\nx = 1"),
        ("%time x = 1", "x = 1"),
        ("%%time\nx = 1", "x = 1"),
        ("%%capture out\nx = 1", "x = 1"),
        ("%%timeit\nx = 1", "run_cell_magic('timeit', '', 'x = 1"),
        (">>> x = 1", "x = 1"),
        ("  x = 1\n  y = 2", "x = 1\ny = 2"),
        ("%matplotlib inline\nx = (7\n     % 2)", "\nx = (7\n     % 2)"),
        ("%matplotlib inline\nx = [\n 1,  # why?\n]", "\nx = [\n 1,  # why?\n]"),
        ('!ls\ns = """\n%no magic\n"""', '\ns = """\n%no magic\n"""'),
    ],
)
def test_what_only_ipython_reads_becomes_python(source, wanted):
    assert wanted in plain_python(source)
    compile(plain_python(source), "", "exec")


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


# A cell that changes what another one uses, and binds no name itself.
ACTS = {
    "a dict filled": ("t = {}", "t['one'] = 1", "f = t['one']"),
    "a list appended to": ("t = []", "t.append(1)", "f = t[0]"),
    "filled in a loop": ("t = {}", "for k in range(3):\n    t[k] = k", "f = t[1]"),
    "an attribute set": ("class T: pass\nt = T()", "t.one = 1", "f = t.one"),
    "a method added": ("class T: pass", "T.get = lambda self: 1", "f = T().get()"),
    "a global set by a call": ("def s():\n    global f\n    f = 1", "s()", ""),
    "through another name": ("t = {}\nu = t", "u['one'] = 1", "f = t['one']"),
    "through a function": ("t = [0]", "list.__setitem__(t, 0, 1)", "f = t[0]"),
    "in a branch": ("t = {}", "if True:\n    t['one'] = 1", "f = t['one']"),
    "in a with": ("import contextlib\nt = {}", "with contextlib.suppress(): t[1] = 1", "f = t[1]"),
    "in a try": ("t = {}", "try:\n    t[1] = 1\nfinally: pass", "f = t[1]"),
    "an item deleted": ("t = [0, 1]", "del t[0]", "f = t[0]"),
    "added in place": ("t = []\nu = t", "u += [1]", "f = t[0]"),
    "in a comprehension": ("t = []", "[t.append(k) for k in (1,)]", "f = t[0]"),
    "a module changed": ("import math", "math.one = 1", "import math\nf = math.one"),
    "by a class body": ("t = {}", "class U:\n    t['one'] = 1", "f = t['one']"),
    "by a decorator": ("t = []\ndef d(g): t.append(1)", "@d\ndef h(): pass", "f = t[0]"),
}


def evaluated(*sources, whole):
    """The value of `f` where the last of these sources is the answer, and whether there is more."""
    pairs = [*((source, None) for source in sources[:-1]), answer(sources[-1]), CHECK]
    cells, before = arrange(pairs, [ID])
    space = namespace()
    asked = {"id": ID, "name": "f", "before": before[ID]}
    _, more = evaluate([understood(cell) for cell in cells], asked, space, whole=whole)
    return space.get("f"), more


@pytest.mark.parametrize("what", ACTS)
def test_a_cell_that_acts_on_what_another_uses_counts(what):
    value, more = evaluated(*ACTS[what], whole=False)
    assert value == 1 or more
    assert evaluated(*ACTS[what], whole=True)[0] == 1


@pytest.mark.parametrize(
    "source", ["k = 1", "def h(x): return h(x)", "import math", "class K:\n    k = 1", "k = 1 + 2"]
)
def test_a_cell_that_only_binds_names_calls_for_no_second_look(source):
    assert evaluated(source, "f = 1", whole=False) == (1, False)


def test_what_jupyter_gives_a_cell_is_there():
    space = namespace()
    for source in (
        "41 + 1",
        "last = _",
        "source = In[1]",
        "import asyncio\nwaited = await asyncio.sleep(0, 'done')",
        "display('x')\nget_ipython().run_line_magic('matplotlib', 'inline')",
    ):
        assert execute(source, space) is None
    assert (space["last"], space["source"], space["waited"]) == (42, "41 + 1", "done")


FAILS = [
    "raise BaseException",
    "class E(Exception):\n    def __str__(self): raise E\nraise E",
    "raise GeneratorExit",
    "await nothing",
    "x = " + " + ".join(["1"] * 20_000),
    "(" * 5000 + ")" * 5000,
    "\0",
]


@pytest.mark.parametrize("source", FAILS, ids=range(len(FAILS)))
def test_a_cell_that_fails_in_any_way_is_told(source):
    cell = understood({"source": source, "answer": None})
    assert execute(cell["source"], namespace())
