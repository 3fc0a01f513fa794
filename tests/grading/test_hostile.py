"""Submissions that must not hurt: each costs the answer it is in, and nothing else.

All but one answer of each are right, and have to get their marks. The one that is not is
`slope_from_output`, for no other answer needs it.
"""

import copy
import http.server
import json
import os
import threading
import time
import types
from pathlib import Path

import nbformat
import pytest

from actcourse.grading import intake, marking, sandbox
from actcourse.grading.errors import NoSandbox
from actcourse.grading.sandbox import Sandboxes

pytestmark = pytest.mark.usefixtures("bubblewrap")

NAME = "slope_from_output"
ID = "sigmoid/from-output"
RIGHT = "\n    return a * (1 - a)"
HEAD = f"def {NAME}(a):"

# Name -> the source of the answer, and the key of its verdict; an empty key means full marks.
ANSWERS = {
    "empty": ("", "open"),
    "wrong": (f"{HEAD} return a * (1 + a)", "value"),
    "syntax error": (f"{HEAD} return a * (1 - a", "cell"),
    "null byte": (f"{HEAD} return a * '\0'", "cell"),
    "nested too deep to compile": (f"{HEAD} return {'(' * 5000}a{')' * 5000}", "cell"),
    "sys.exit in the cell": (f"import sys; sys.exit()\n{HEAD}{RIGHT}", "cell"),
    "sys.exit": (f"import sys\n{HEAD} sys.exit(0)", "raised"),
    "os._exit": (f"import os\n{HEAD} os._exit(0)", "died"),
    "os._exit in the cell": (f"import os; os._exit(0)\n{HEAD}{RIGHT}", "died"),
    "segfault": (f"import ctypes\n{HEAD} ctypes.string_at(0)", "died"),
    "abort": (f"import os\n{HEAD} os.abort()", "died"),
    "kills its group": (f"import os\n{HEAD} os.killpg(0, 9)", "died"),
    "kills itself": (f"import os\n{HEAD} os.kill(os.getpid(), 9)", "died"),
    "kills its parent": (f"import os\n{HEAD}\n    os.kill(os.getppid(), 9){RIGHT}", ""),
    "stops its parent": (f"import os\n{HEAD}\n    os.kill(os.getppid(), 19){RIGHT}", ""),
    "kills all that it can": (f"import os\n{HEAD} os.kill(-1, 9)", "raised"),
    "takes over another process": (
        (
            f"import ctypes\n{HEAD}\n    trace, seize = ctypes.CDLL(None).ptrace, 0x4206\n"
            "    if 0 in [trace(seize, pid, None, None) for pid in range(1, 100)]: return None"
            f"{RIGHT}"
        ),
        "",
    ),
    "recursion without end": (f"{HEAD} return {NAME}(a)", "raised"),
    "changes its input": (f"{HEAD}\n    a *= 1 - a\n    return a", "mutated"),
    "4 GB of memory": (f"import numpy\n{HEAD}\n    numpy.ones(1 << 29){RIGHT}", "raised"),
    "a large file": (
        f"{HEAD}\n    with open('/tmp/x', 'wb') as f: f.write(bytes(1 << 27)){RIGHT}",
        "raised",
    ),
    "many files": (
        f"{HEAD}\n    files = [open('/tmp/%d' % n, 'w') for n in range(100)]{RIGHT}",
        "raised",
    ),
    "a result of 8 MB": (f"import numpy\n{HEAD} return numpy.zeros(1_000_000)", "too long"),
    "an error text of 200 MB": (f"{HEAD} raise ValueError('x' * 200_000_000)", "raised"),
    "an error that raises": (
        f"class E(Exception):\n    def __str__(self): raise E\n{HEAD} raise E",
        "raised",
    ),
    "patched numpy": (
        (
            "import numpy\n"
            "numpy.allclose = numpy.array_equal = lambda *a, **k: True\n"
            "numpy.testing.assert_allclose = numpy.abs = numpy.isclose = lambda *a, **k: 0\n"
            f"{HEAD} return a"
        ),
        "value",
    ),
    "patched builtins": (
        (
            "import builtins\nbuiltins.all = builtins.any = lambda *a: True\n"
            f"builtins.abs = lambda x: 0\n{HEAD} return a"
        ),
        "died",
    ),
    "an array that is equal to everything": (
        (
            "import numpy\n"
            "class Evil(numpy.ndarray):\n"
            "    def __array_ufunc__(self, *a, **k): return True\n"
            "    def __eq__(self, other): return True\n"
            f"{HEAD} return numpy.asarray(a).view(Evil)"
        ),
        "type",
    ),
    "an object that is equal to everything": (
        (
            "class Evil(float):\n    __eq__ = __le__ = __lt__ = lambda *a: True\n"
            f"{HEAD} return Evil(0)"
        ),
        "type",
    ),
    "transformers of input and syntax": (
        (
            "import ast\n"
            "class DropAsserts(ast.NodeTransformer):\n"
            "    def visit_Assert(self, node): return None\n"
            "shell = get_ipython()\n"
            "shell.ast_transformers.append(DropAsserts())\n"
            "shell.input_transformers_post.append(lambda lines: ['pass'])\n"
            f"{HEAD} return a"
        ),
        "value",
    ),
    "patched showtraceback": (
        (
            "shell = get_ipython()\n"
            "shell.showtraceback = lambda *a, **k: None\n"
            f"shell.set_custom_exc((Exception,), lambda *a: None)\n{HEAD} raise ValueError"
        ),
        "raised",
    ),
    "its own check": (
        (
            "import actcourse.exercises\n"
            "def check(*a, **k): return '✓ sigmoid/from-output, 2 of 2'\n"
            f"actcourse.exercises.check = check\n{HEAD} return a"
        ),
        "value",
    ),
    "a patched runner": (
        (
            "from actcourse.grading.inside import main\n"
            "main.run = lambda *a: main.Outcome('right, 2 of 2')\n"
            f"{HEAD} return a"
        ),
        "forged",
    ),
    "the package's function": (
        f"import actcourse.activations as theirs\n{HEAD} return theirs.sigmoid.derivative(a)",
        "borrowed",
    ),
    "the package's function itself": (
        f"import actcourse.activations as theirs\n{NAME} = theirs.sigmoid.derivative",
        "borrowed",
    ),
    "the specification": (
        (
            "from actcourse.exercises.assignments.sigmoid import EXERCISES\n"
            f"{HEAD} return EXERCISES['{ID}'].parts[0].want(a)"
        ),
        "borrowed",
    ),
    "a known answer": (
        f"from actcourse.exercises.answers.sigmoid import from_output_right as {NAME}",
        "borrowed",
    ),
    "a module that is not there": (f"import torch\n{HEAD}{RIGHT}", "module"),
    "a subprocess": (
        f"import subprocess\n{HEAD}\n    subprocess.run(['/bin/sh', '-c', 'true']){RIGHT}",
        "raised",
    ),
    "text that moves the cursor": (f"{HEAD} raise ValueError('\\x1b[2J\\x1b[31m right')", "raised"),
}
# These go to the limits of time, memory or output.
PATIENT = {
    "infinite loop": (f"{HEAD}\n    while True: pass", "too slow"),
    "infinite loop in the cell": (f"while True: pass\n{HEAD}{RIGHT}", "too slow"),
    "infinite loop that catches everything": (
        (
            "import signal\n"
            "for s in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:\n"
            "    signal.signal(s, lambda *a: None)\n"
            f"{HEAD}\n    while True:\n        try:\n            while True: pass\n"
            "        except BaseException: pass"
        ),
        "too slow",
    ),
    "sleeps": (f"import time\n{HEAD} time.sleep(1e6)", "too slow"),
    "200 MB of output": (
        (
            "import sys\n"
            "for stream in (sys.stdout, sys.stderr):\n"
            "    for _ in range(100): stream.write('x' * 1_000_000)\n"
            f"{HEAD}{RIGHT}"
        ),
        "",
    ),
    "4 GB of memory, bit by bit": (
        f"import numpy\n{HEAD}\n    held = []\n    while True: held.append(numpy.empty(1 << 20))",
        "raised",
    ),
    "fork bomb": (
        f"import os\n{HEAD}\n    while True:\n        try: os.fork()\n        except OSError: pass",
        "too slow",
    ),
    "fork bomb with groups of its own": (
        (
            f"import os\n{HEAD}\n    while True:\n        try:\n            if not os.fork(): "
            f"os.setsid()"
            "\n        except OSError: pass"
        ),
        "too slow",
    ),
}


@pytest.fixture(scope="module")
def sandboxes(assignment):
    """The sandboxes for the assignment."""
    with Sandboxes(assignment.task()) as sandboxes:
        yield sandboxes


@pytest.fixture
def impatient(monkeypatch, assignment):
    """Sandboxes that wait for an answer 2 seconds instead of 10."""
    monkeypatch.setattr(sandbox, "LIMITS", sandbox.LIMITS | {"wall": 2})
    monkeypatch.setattr(marking, "SLACK", 8)
    with Sandboxes(assignment.task()) as sandboxes:
        yield sandboxes


def marked(text, assignment, sandboxes):
    """The verdicts on a notebook, by the id of the exercise."""
    found = intake.Origin("student", "notebook.ipynb")
    submission = intake.read(found, text.encode(), [assignment])
    return {v.id: v for v in marking.mark(assignment, submission, sandboxes)}


def lost(verdicts):
    """The key of every verdict that has not all the points; ``open`` for what is not attempted."""
    return {id: v.key or v.status for id, v in verdicts.items() if not v.right}


def holds(verdicts, key):
    """Assert that the hostile answer got `key`, and every other answer its marks."""
    assert lost(verdicts) == ({ID: key} if key else {})
    assert verdicts[ID].earned == (0 if key else verdicts[ID].points)
    assert all(character.isprintable() or character == "\n" for character in str(verdicts[ID]))


def test_bad_answers_cost_themselves_alone(hand_in, assignment, sandboxes):
    text = hand_in(
        solved=8,
        sigmoid="import os\ndef sigmoid(x): os.kill(os.getpid(), 9)",
        slope_from_output=ANSWERS["segfault"][0],
        slope="def slope(x): return 1 / 0",
        factor="import sys\nfactor = 0.41\nsys.exit()",
        shares="shares = (1.0",
        gain="import os\nos._exit(0)",
    )
    assert lost(marked(text, assignment, sandboxes)) == {
        "sigmoid/stable": "died",
        "sigmoid/from-output": "died",
        "sigmoid/tail": "raised",
        "sigmoid/two-examples": "cell",
        "sigmoid/gain": "died",
        "sigmoid/log-odds": "died",  # the solution calls the learner's `sigmoid`
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ANSWERS)
def test_a_bad_answer_costs_itself_alone(name, hand_in, assignment, sandboxes):
    source, key = ANSWERS[name]
    holds(marked(hand_in(solved=8, **{NAME: source}), assignment, sandboxes), key)


@pytest.mark.slow
@pytest.mark.parametrize("name", PATIENT)
def test_a_greedy_answer_costs_itself_alone(name, hand_in, assignment, impatient):
    source, key = PATIENT[name]
    holds(marked(hand_in(solved=8, **{NAME: source}), assignment, impatient), key)


# Each writes what would be full marks, if it were believed, wherever it can write.
FORGERIES = {
    "verdicts": '{"status": "right", "earned": 2, "points": 2}',
    "an ending": f'{{"end": "{ID}", "status": "replied", "size": 0}}',
    "another's ending": '{"end": "sigmoid/factor", "status": "died", "size": 0}',
    "a beginning": '{"begin": "sigmoid/factor"}',
    "no line at all": "\xff\x00[",
}
WRITE = """
import os, stat

def everywhere(text):
    for fd in range(64):
        try:
            os.set_blocking(fd, False)
            if stat.S_ISREG(os.fstat(fd).st_mode):
                os.ftruncate(fd, 0)
            os.write(fd, text)
        except OSError:
            pass
"""


@pytest.mark.parametrize("end", ["os._exit(0)", "return a"])
@pytest.mark.parametrize("name", FORGERIES)
def test_what_an_answer_writes_is_not_believed(name, end, hand_in, assignment, sandboxes):
    line = (FORGERIES[name] + "\n").encode("latin-1")
    forge = f"{WRITE}\n{HEAD}\n    everywhere({line!r})\n    {end}"
    holds(marked(hand_in(solved=8, **{NAME: forge}), assignment, sandboxes), "forged")


def test_a_forged_reply_earns_what_its_values_are_worth(hand_in, assignment, sandboxes):
    (groups,) = [marking.inputs(assignment, ID)]
    outcome = {"status": "returned", "value": ["float", "3fe0000000000000"], "type": "float"}
    outcome |= {"error": "", "message": "", "after": [], "warning": ""}
    calls = [[outcome] * len(group) for group in groups]
    reply = json.dumps({"calls": calls, "more": False}).encode()
    forge = f"{WRITE}\n{HEAD}\n    everywhere({reply!r})\n    os._exit(0)"
    verdicts = marked(hand_in(solved=8, **{NAME: forge}), assignment, sandboxes)
    assert lost(verdicts).keys() == {ID}


class Tampered:
    """A sandbox whose output an answer has replaced by `output`; without answers it stands."""

    wall = 2.0

    def __init__(self, output, stands=b'{"ready": 0}\n'):
        self.output, self.stands = output, stands

    def run(self, module, given, seconds):
        """The output."""
        output = self.output if json.loads(given)["answers"] else self.stands
        return sandbox.Ran(output, "", in_time=True)


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"{}",
        b'{"ready": 8}\n',
        b'{"ready": 8}\n{"begin": "other"}\n',
        b'{"ready": 8}\n{"begin": "other"}\n{"end": "other", "status": "died", "size": 0}\n',
    ],
)
def test_a_sandbox_that_was_tampered_with_stops_no_batch(output, hand_in, assignment):
    tampered = types.SimpleNamespace(plain=Tampered(output))
    verdicts = marked(hand_in(solved=8), assignment, tampered)
    assert {v.key for v in verdicts.values()} == {"forged"}


def test_a_sandbox_that_does_not_stand_stops_the_batch(hand_in, assignment):
    broken = types.SimpleNamespace(plain=Tampered(b"", stands=b""))
    with pytest.raises(NoSandbox, match="did not start"):
        marked(hand_in(solved=8), assignment, broken)


@pytest.fixture
def secret(tmp_path):
    """A file that everyone may read, and its contents."""
    tmp_path.chmod(0o755)
    path = tmp_path / "gradebook.db"
    path.write_text("2 points")
    path.chmod(0o644)
    return path


def reads(path):
    """An answer that is right if it can read the file or folder at `path`."""
    return (
        f"import os\n{HEAD}\n    path = {str(path)!r}\n"
        f"    os.listdir(path) if os.path.isdir(path) else os.close(os.open(path, 0)){RIGHT}"
    )


def hidden(secret):
    """What an answer might want to read, by what it is."""
    package = Path(sandbox.__file__).parents[1]
    return {
        "a gradebook": secret,
        "the specification": package / "exercises" / "assignments" / "sigmoid.py",
        "a known answer": package / "exercises" / "answers" / "sigmoid.py",
        "the solutions": package.parent / "chapters" / "02_sigmoid" / "sigmoid_exercises.ipynb",
        "users": "/etc/passwd",
        "processes": "/proc/self/environ",
        "other sandboxes": f"/proc/{os.getpid()}/root",
        "the working folder": Path.cwd(),
        "programs": "/usr/bin",
    }


@pytest.mark.parametrize("name", hidden(""))
def test_an_answer_cannot_read(name, secret, hand_in, assignment, sandboxes):
    source = reads(hidden(secret)[name])
    verdicts = marked(hand_in(solved=8, **{NAME: source}), assignment, sandboxes)
    holds(verdicts, "raised")
    assert "FileNotFoundError" in verdicts[ID].sentence


def test_what_is_hidden_is_there_outside(secret, hand_in, assignment):
    with Sandboxes(assignment.task(), unsafe=True) as unsafe:
        for path in hidden(secret).values():
            verdicts = marked(hand_in(**{NAME: reads(path)}), assignment, unsafe)
            assert verdicts[ID].right, path


@pytest.mark.parametrize("place", ["/", "/stage", "/stage/actcourse", "/modules/numpy", "/usr/lib"])
def test_an_answer_cannot_write_to(place, hand_in, assignment, sandboxes):
    writes = f"{HEAD}\n    open('{place}/left', 'w').write('x'){RIGHT}"
    verdicts = marked(hand_in(solved=8, **{NAME: writes}), assignment, sandboxes)
    holds(verdicts, "raised")
    assert "Read-only file system" in verdicts[ID].sentence


def test_what_an_answer_leaves_in_tmp_is_gone_for_the_next(hand_in, assignment, sandboxes):
    once = f"{HEAD}\n    open('/tmp/left', 'x').close() if a.ndim == 1 else None{RIGHT}"
    text = hand_in(solved=8, **{NAME: once})
    first, second = (marked(text, assignment, sandboxes) for _ in range(2))
    assert lost(first) == lost(second)


def test_an_answer_cannot_reach_the_network(hand_in, assignment, sandboxes):
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connects = (
            f"import socket\n{HEAD}\n"
            f"    socket.create_connection(('127.0.0.1', {server.server_port}), 5).close(){RIGHT}"
        )
        text = hand_in(solved=8, **{NAME: connects})
        verdicts = marked(text, assignment, sandboxes)
        with Sandboxes(assignment.task(), unsafe=True) as unsafe:
            assert marked(text, assignment, unsafe)[ID].right
        server.shutdown()
    holds(verdicts, "raised")


def test_nothing_runs_on_in_the_background(hand_in, assignment, sandboxes):
    stays = (
        f"import ctypes, os, time\n{HEAD}\n"
        "    if not os.fork():\n"
        "        os.setsid()\n"
        "        ctypes.CDLL(None).prctl(15, b'left-behind')\n"  # PR_SET_NAME
        "        time.sleep(600)"
        f"{RIGHT}"
    )
    holds(marked(hand_in(solved=8, **{NAME: stays}), assignment, sandboxes), "")
    end = time.monotonic() + 10
    while (names := running()) and "left-behind" in names and time.monotonic() < end:
        time.sleep(0.05)
    assert "left-behind" not in running()


def running():
    """Names of the processes of this machine."""
    names = set()
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            names.add(path.read_text().strip())
        except OSError:  # it has ended
            continue
    return names


def own(notebook, id=ID, suffix="-answer"):
    """Where in a notebook the cell of an answer is, or with `suffix` empty that of its check."""
    ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in notebook.cells]
    return ids.index(id.replace("/", "-") + suffix)


def edit_checks(notebook):
    """Rewrites every check."""
    for cell in notebook.cells:
        if cell.source.startswith("check("):
            cell.source = 'print("✓ all points")'


def edit_points(notebook):
    """Makes every exercise worth a thousand points, and unlocks its check."""
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader |= {"points": 1000, "locked": False, "grade": True}


def delete_checks(notebook):
    """Leaves the answers alone."""
    notebook.cells = [c for c in notebook.cells if not c.source.startswith("check(")]


def duplicate(notebook):
    """Repeats every cell, ids and all."""
    twice = [copy.deepcopy(cell) for cell in notebook.cells for _ in range(2)]
    for number, cell in enumerate(twice):
        cell.id = str(number)
    notebook.cells = twice


def copy_below(notebook):
    """Puts a wrong copy of an answer at the very end, where the checks are over."""
    wrong = nbformat.v4.new_code_cell(
        f"{HEAD} return 7", metadata=notebook.cells[own(notebook)].metadata
    )
    notebook.cells.append(wrong)


def move(notebook):
    """Turns the order of all cells round."""
    notebook.cells.reverse()


def move_to_front(notebook):
    """Moves an answer to the front, above the imports."""
    notebook.cells.insert(0, notebook.cells.pop(own(notebook)))


def split(notebook):
    """Splits the cell of an answer in two, the second without an id, as Jupyter does."""
    place = own(notebook)
    cell = notebook.cells[place]
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(cell.source))
    cell.source = "half = 1"


def drop_metadata(notebook):
    """Loses every id, as some editors do."""
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)


def drop_prelude(notebook):
    """Deletes the imports of the assignment."""
    notebook.cells = [c for c in notebook.cells if not c.source.startswith("import numpy")]


def many_cells(notebook):
    """Adds cells of its own between all others."""
    notebook.cells = [
        cell
        for old in notebook.cells
        for cell in (old, nbformat.v4.new_code_cell("x = np.zeros(3)\nprint(x)"))
    ]


EDITS = (edit_checks, edit_points, delete_checks, duplicate, copy_below, move, move_to_front,
         split, drop_metadata, drop_prelude, many_cells)  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_is_done_to_other_cells_does_not_matter(edit, hand_in, assignment, sandboxes):
    verdicts = marked(hand_in(solved=7, cells=edit), assignment, sandboxes)
    assert lost(verdicts) == {"sigmoid/log-odds": "open"}
    assert sum(v.points for v in verdicts.values()) == assignment.points


def test_a_deleted_answer_is_lost_alone(hand_in, assignment, sandboxes):
    def delete(notebook):
        del notebook.cells[own(notebook)]

    verdicts = marked(hand_in(solved=8, cells=delete), assignment, sandboxes)
    assert lost(verdicts) == {ID: "open"}
