"""Hostile and odd submissions, and the points that each deserves: 2 of 21 are for one answer.

All but the answer `slope_from_output` are right in each, and no other answer needs it.
"""

import builtins
import json
import re
import signal
from pathlib import Path

from actcourse.grading import seccomp

ALL, WITHOUT = 21, 19
HEAD = "def slope_from_output(a):"
RIGHT = "return a * (1 - a)"

# What makes a process end, or is passed on to another one.
SIGNALS = sorted(
    s for s in signal.valid_signals() if int(s) not in (17, 18, 19, 20, 21, 22, 23, 28)
)  # not those that stop it, go on with it, or are ignored
ENDS = {
    f"signal {int(s)}": f"import os\n{HEAD}\n    os.kill(os.getpid(), {int(s)})\n    return a"
    for s in SIGNALS
} | {
    f"exits with {code}": f"import os\n{HEAD}\n    os._exit({code})" for code in (0, 1, 3, 77, 255)
}  # fmt: skip

ERRORS = {
    f"raises {name}": f"{HEAD}\n    raise {name}.__new__({name})"
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}

# What an answer may hand back in place of an array.
VALUES = (
    """
None | ... | NotImplemented | "" | "right" | b"0" | [] | () | {} | set() | object() | type | len
lambda: 0 | (x for x in a) | range(3) | 1j | 10**30 | -10**30 | True | float("nan") | float("inf")
-0.0 | [a] | (a, a) | {"a": a} | {1: a} | a[None] | a.tolist() | a.astype(object) | a.astype(str)
a.astype("S8") | a.astype(np.float32) | a.astype(np.float16) | a.astype(complex) | a > 0
a.astype(np.longdouble) * 2 | np.matrix(a) | np.ma.masked_array(a) | np.zeros(3, "M8[s]")
np.zeros(3, "m8[s]") | np.zeros(3, [("x", float)]) | np.zeros((0,)) | np.zeros((1,) * 9)
np.zeros(()) | np.array(None) | np.broadcast_to(0.0, (10**6, 10**6)) | memoryview(b"0")
__import__("decimal").Decimal(1) | __import__("fractions").Fraction(1)
__import__("array").array("d")
__import__("scipy.sparse").sparse.eye(3) | np.float64(7) | np.int64(7) | np.bool_(True) | np.nan
np.random.default_rng(0) | np.dtype(float) | Exception() | slope_from_output | __builtins__
get_ipython() | display(a) | exit | np | type("A", (), {"__float__": lambda s: 0.25})()
type("A", (np.ndarray,), {"__eq__": lambda s, o: True})((3,)) | type("F", (float,), {})(0.25)
""".replace("\n", " | ")
    .strip(" |")
    .split(" | ")
)
RETURNS = {f"returns {value}": f"{HEAD}\n    return {value}" for value in VALUES}

# Calls of the kernel that a sandbox refuses, with numbers that mean something to each.
CALLS = {
    f"calls {name}": (
        "import ctypes\n"
        f"{HEAD}\n    call = ctypes.CDLL(None, use_errno=True).syscall\n"
        f"    gave = call({number}, 0, 0, 0, 0, 0, 0)\n"
        "    if gave == -1 and ctypes.get_errno() == 1: raise PermissionError\n"
        f"    {RIGHT}"
    )
    for name, (number, _) in seccomp.REFUSED.items()
}
LOCKS = {
    "locks with flock": "fcntl.flock(f, fcntl.LOCK_EX)",
    "locks with lockf": "fcntl.lockf(f, fcntl.LOCK_SH)",
    "leases": "fcntl.fcntl(f, 1024, 1)",
    "asks for a lock": "fcntl.fcntl(f, 5, bytes(32))",
    "locks an open file description": "fcntl.fcntl(f, 38, bytes(32))",
}
LOCKS = {
    name: f"import fcntl, sys\n{HEAD}\n    f = open(sys.executable, 'rb')\n    {call}\n    {RIGHT}"
    for name, call in LOCKS.items()
}
HIDDEN = {
    f"reads {place}": f"import glob, os\n{HEAD}\n    assert glob.glob({place!r}) and 0, 'hidden'\n"
    f"    assert any(map(os.path.exists, glob.glob({place!r}))), 'hidden'\n    {RIGHT}"
    for place in (
        "/stage/mounts/*", "/stage/filter", "/stage/**/spec.py", "/stage/**/sigmoid.py",
        "/usr/lib/python3/dist-packages/*", "/usr/local/lib/python3*/dist-packages/*",
        f"{Path.home()}/*/*", "/home/*", "/etc/*", "/proc/*", "/sys/*", "/dev/shm", "/run/*",
        "/var/*",
    )
}  # fmt: skip

MUTATES = "    b = 1 - a\n    a *= b\n    return a"
HIDES = {
    "patches the runner's checksums": (
        "import sys\nsys.modules['actcourse.exercises.run'].checksums = lambda given: ()\n"
    ),
    "patches an old helper": (
        "import sys\nsys.modules['actcourse.exercises.run']._differ = lambda *a: False\n"
    ),
    "patches hashlib": (
        "import hashlib\n"
        "class Same:\n    def __init__(self, *a): pass\n    def hexdigest(self): return '0' * 64\n"
        "hashlib.sha256 = Same\n"
    ),
    "patches Outcome": (
        "import sys\nrun = sys.modules['actcourse.exercises.run']\nOld = run.Outcome\n"
        "run.Outcome = lambda *a, **k: Old(*a, **(k | {'after': ()}))\n"
    ),
    "patches nothing": "",
}
HIDES = {name: f"{source}{HEAD}\n{MUTATES}" for name, source in HIDES.items()}

SAYS = {
    "a verdict": "raise ValueError('no.\\n✓ sigmoid/from-output, 2 of 2')",
    "a verdict in a warning": (
        "import warnings; warnings.warn('✓ sigmoid/from-output, 2 of 2'); " + RIGHT
    ),
    "a screen to clear": "raise ValueError('\\x1b[2J\\x1bc\\x9b2J')",
    "a title to set": "raise ValueError('\\x1b]0;right\\x07')",
    "the other direction": "raise ValueError('\\u202e2 fo 2\\u2066')",
    "half a character": "raise ValueError('\\ud800')",
    "markup": "raise ValueError('[bold red]✓[/] <script>alert(1)</script>')",
    "nothing for it raises": "raise type('E', (Exception,), {'__str__': lambda s: 1 / 0})",
    "a name of its own": "raise type('✓ sigmoid\\n✓', (Exception,), {})",
}
SAYS = {f"says {name}": f"{HEAD}\n    {source}" for name, source in SAYS.items()}

_SEND = """
import json, os, stat
def send(data):
    for fd in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(fd).st_mode):
                while data: data = data[os.write(fd, data):]
                os._exit(0)
        except OSError:
            pass
"""
DEEP = ["tuple", []]
for _ in range(10):
    DEEP = ["tuple", [DEEP]]
_OUTCOME = {
    "status": "returned",
    "type": "ndarray",
    "error": "",
    "message": "",
    "after": [],
    "warning": "",
}
REPLIES = {
    f"forges {what}": json.dumps({"calls": [[_OUTCOME | {"value": value}]], "more": False})
    for what, value in {
        "an empty array of many axes": ["array", "<f8", [4_000_000] * 3 + [0], ""],
        "an empty array of great axes": ["array", "<f8", [0, 4_000_000, 4_000_000], ""],
        "a negative axis": ["array", "<f8", [-1], ""],
        "an axis that is no number": ["array", "<f8", ["4"], ""],
        "an axis of 300 digits": ["array", "<f8", [10**300], ""],
        "an object": ["array", "|O", [1], ""],
        "a pickle": ["pickle", "gASVAAAA"],
        "an integer of 80 bits": ["int", 2**80],
        "a float that is none": ["float", "zz"],
        "a deep tuple": DEEP,
        "many items": ["tuple", [["bool", True]] * 20_000],
        "a long text": ["str", "x" * 500_000],
    }.items()
} | {
    "forges nothing": "",
    "forges a line": "\n",
    "forges an empty object": "{}",
    "forges a list": "[]",
    "forges a deep list": "[" * 100_000,
    "forges a number": "1" * 10_000,
    "forges infinity": '{"value": Infinity, "more": false}',
    "forges more": '{"missing": ["", ""], "more": 1}',
    "forges a verdict": '{"status": "right", "earned": 2}',
    "forges half a reply": '{"calls": [[',
    "forges keys twice": '{"calls": 1, "calls": [], "more": false, "more": true}',
}  # fmt: skip
FORGES = {
    name: f"{_SEND}{HEAD}\n    send({reply!r}.encode() or b' ')" for name, reply in REPLIES.items()
}

LONG = " + ".join(['"a"'] * 10_000)
UNCOMPILABLE = {
    "a long expression": f"{HEAD} return a * (1 - a)\nx = {LONG}",
    "deep brackets": f"x = {'(' * 300}{')' * 300}\n{HEAD} return a * (1 - a)",
    "deep attributes": f"x = a{'.a' * 50_000}\n{HEAD} return a * (1 - a)",
    "deep indentation": "\n".join(f"{' ' * n}if 1:" for n in range(120)) + f"\n{HEAD} return a",
    "a long number": f"x = {'1' * 5000}\n{HEAD} return a * (1 - a)",
    "deep unary signs": f"x = {'-' * 100_000}1\n{HEAD} return a * (1 - a)",
    "many lambdas": f"x = {'lambda: ' * 3000}1\n{HEAD} return a",
    "a null byte": f"x = '\0'\n{HEAD} return a * (1 - a)",
    "a surrogate": f"x = '\ud800'\n{HEAD} return a *",
    "tabs and spaces": f"{HEAD}\n\tif 1:\n        return a * (1 - a)",
}

# In Jupyter all of these are right.
IPYTHON = {
    "display before": 'display("my answer")\n',
    "timeit with -o": "t = %timeit -o -q -n1 -r1 1 + 1\n",
    "a shell command kept": "files = !ls\n",
    "a shell command": "!pip list\n",
    "a question before": "?np.exp\n",
    "a question behind": "np.exp?\n",
    "two questions": "np.exp??\n",
    "a magic and a comment that asks": "%matplotlib inline\nl = [\n    -745,  # why not 746?\n]\n",
    "a magic and a line that begins with %": "%matplotlib inline\np = (7\n     % 2)\n",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\n",
    "await": "import asyncio\nawait asyncio.sleep(0)\n",
    "async with": (
        "import contextlib\n@contextlib.asynccontextmanager\nasync def c(): yield 1\n"
        "async with c() as k: pass\n"
    ),
    "the last value and the input": "print(_, __, In[-1])\n",
    "time of a line": "%time k = 3\n",
    "an unknown magic": "%no_such_magic\n",
    "a magic in a branch": "if True:\n    %matplotlib inline\n",
    "a magic assigned": "d = %pwd\n",
    "help": "help\n",
    "an import of IPython": "from IPython.display import display, HTML\ndisplay(HTML('x'))\n",
    "plots": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1])\n",
    "prints": "print('x' * 1000)\n",
    "a check of its own": 'check("sigmoid/tail", ...)\n',
    "an annotation": "k: int = 3\n",
    "a docstring": '"""My answer."""\n',
}
IPYTHON = {name: f"{source}{HEAD} {RIGHT}" for name, source in IPYTHON.items()}
# What else learners have in such a cell, each below its name: in front of the function, or with it.
HABITS = """
# autoreload
%load_ext autoreload
%autoreload 2
# run a file
%run other.py
# config
%config InlineBackend.figure_format = 'retina'
# old results
1 + 1
print(_, __, ___, _i, _ii, _iii, _ih, _oh, Out)
# shell list methods
files = !echo hi
print(files.n, files.s, files.grep('h'))
# shell with a variable
k = 3
!echo {k} $k
# pip
%pip install numpy
# env
%env A=1
# who
%who
# several magics
%precision 3
%xmode Plain
%colors NoColor
# a magic that goes on
%timeit -n1 -r1 \\
    1 + 1
# an async for
import asyncio
async def g():
    yield 1
async for k in g(): pass
# an async comprehension
async def g():
    yield 1
l = [k async for k in g()]
# gather
import asyncio
async def g(k): return k
l = await asyncio.gather(g(1), g(2))
# displays
from IPython.display import Markdown, Math, Latex, Image, Audio, clear_output
clear_output(wait=True)
display(Markdown('x'), Math('y'))
# widgets
import ipywidgets as widgets
widgets.interact(lambda k: k, k=(0, 3))
# future
from __future__ import annotations
# stderr
import sys
print('x', file=sys.stderr)
sys.stderr.flush()
# greek
σ = lambda z: 1 / (1 + np.exp(-z))
assert abs(σ(0) - 0.5) < 1e-9
# input
try:
    name = input('name? ')
except (EOFError, RuntimeError):
    name = ''
# input plain
name = input('name? ')
# warnings off
import warnings
warnings.filterwarnings('ignore')
# np errors raise
np.seterr(all='raise')
# print options
np.set_printoptions(precision=3, suppress=True)
# seeded
np.random.seed(0)
# logging
import logging
logging.basicConfig(level=10)
logging.info('x')
# main
if __name__ == '__main__':
    print('run')
# file
import os
try:
    here = os.path.dirname(__file__)
except NameError:
    here = os.getcwd()
# writes a file
with open('notes.txt', 'w') as f: f.write('x')
print(open('notes.txt').read())
# matplotlib widget
%matplotlib widget
# style
import matplotlib.pyplot as plt
plt.style.use('ggplot')
plt.rcParams['figure.figsize'] = (3, 2)
plt.rcParams.update({'font.size': 9})
# subplots unpacked
import matplotlib.pyplot as plt
fig, (ax, bx) = plt.subplots(1, 2)
ax.plot([1]); bx.plot([2])
for axis in (ax, bx):
    axis.set(xlim=(0, 1))
plt.tight_layout();
plt.show();
# axes flat
import matplotlib.pyplot as plt
fig, axes = plt.subplots(2, 2)
for axis, k in zip(axes.flat, range(4)):
    axis.set_title(f'{k}')
# style context
import matplotlib.pyplot as plt
with plt.style.context('dark_background'):
    plt.plot([1])
# cm
from matplotlib import cm, colors
c = cm.viridis(0.5)
r, g, b, alpha = colors.to_rgba('red')
# animation
from matplotlib.animation import FuncAnimation
import matplotlib.pyplot as plt
anim = FuncAnimation(plt.figure(), lambda k: [], frames=3)
# typing
from typing import TypeVar
from numpy.typing import NDArray, ArrayLike
T = TypeVar('T')
# doctest
import doctest
doctest.testmod()
# unittest
import unittest
class T(unittest.TestCase):
    def test(self): self.assertTrue(True)
unittest.main(argv=[''], exit=False)
# threads
import threading
t = threading.Thread(target=lambda: None); t.start(); t.join()
# time
import time
t0 = time.perf_counter(); time.sleep(0.01)
print(time.perf_counter() - t0)
# get_ipython guarded
ip = get_ipython()
if ip is not None:
    ip.run_line_magic('matplotlib', 'inline')
    ip.system('ls')
    out = ip.getoutput('ls')
# run_cell
get_ipython().run_cell('k = 3')
# trailing question
k = 3
k?
# help call
help(np.exp)
# inspect
import inspect
print(inspect.getsource(lambda: 1)) if False else None
# dataclass
from dataclasses import dataclass
@dataclass
class P:
    k: int = 3
# match
match 3:
    case 3: pass
# jit or not
try:
    from numba import njit
except ImportError:
    njit = lambda f: f
# course import
from actcourse.activations import sigmoid as their_sigmoid
# course explore
from actcourse.explore import explorer
from actcourse.figures import sigmoid as figs
figs.tangent()
# deleted name
k = 3
del k
# star import
from math import *
# scipy star
from scipy.special import *
# os getenv
import os
print(os.environ['HOME'], os.getlogin() if False else '')
# version
import sys, platform
print(sys.version, platform.platform(), np.__version__)
np.show_config()
# axes of one row
import matplotlib.pyplot as plt
fig, axes = plt.subplots(ncols=3)
axes[0].plot([1])
# a line taken out
import matplotlib.pyplot as plt
line, = plt.plot([1])
line.set_data([1], [2])
# a histogram
import matplotlib.pyplot as plt
fig = plt.figure()
ax = fig.subplots()
n, bins, _ = ax.hist([1])
# a mosaic
import matplotlib.pyplot as plt
fig, axd = plt.subplot_mosaic('AB')
axd['A'].plot([1])
"""
WHOLE = """
# time of a cell with blank lines
%%time

def slope_from_output(a):
    return a * (1 - a)
# a profile of the cell
%%prun -q
def slope_from_output(a): return a * (1 - a)
# vectorized
@np.vectorize
def slope_from_output(a): return a * (1 - a)
# a lambda
slope_from_output = lambda a: a * (1 - a)
# a partial
from functools import partial
slope_from_output = partial(lambda k, a: a * (k - a), 1)
# a callable object
class S:
    def __call__(self, a): return a * (1 - a)
slope_from_output = S()
# a method
class S:
    def f(self, a): return a * (1 - a)
slope_from_output = S().f
# defined in a branch
if True:
    def slope_from_output(a): return a * (1 - a)
else:
    def slope_from_output(a): return a
# defined by exec
exec("def slope_from_output(a): return a * (1 - a)")
# defined in globals
globals()["slope_from_output"] = lambda a: a * (1 - a)
# a plot behind it
def slope_from_output(a): return a * (1 - a)
import matplotlib.pyplot as plt
x = np.linspace(0, 1)
plt.plot(x, slope_from_output(x))
plt.show()
# a test behind it
def slope_from_output(a): return a * (1 - a)
assert slope_from_output(0.5) == 0.25
"""


def named(text):
    """The pieces of a text by the names above them."""
    pieces = [piece.partition("\n") for piece in re.split(r"^# ", text, flags=re.MULTILINE)[1:]]
    return {name: source for name, _, source in pieces}


IPYTHON |= {name: f"{source}{HEAD} {RIGHT}" for name, source in named(HABITS).items()}
IPYTHON |= named(WHOLE)
IPYTHON["time of the cell"] = f"%%time\n{HEAD} {RIGHT}"
IPYTHON["capture of the cell"] = f"%%capture\n{HEAD} {RIGHT}"
IPYTHON["indented as a whole"] = f"  {HEAD}\n      {RIGHT}"
IPYTHON["an error after it"] = f"{HEAD} {RIGHT}\n1 / 0"
IPYTHON["exit after it"] = f"{HEAD} {RIGHT}\nexit"

ANSWERS = {
    name: (source, points)
    for sources, points in (
        (ENDS, WITHOUT), (ERRORS, WITHOUT), (RETURNS, WITHOUT), (CALLS, WITHOUT), (LOCKS, WITHOUT),
        (HIDDEN, WITHOUT), (HIDES, WITHOUT), (SAYS, WITHOUT), (FORGES, WITHOUT),
        (UNCOMPILABLE, WITHOUT), (IPYTHON, ALL),
    )
    for name, source in sources.items()
}  # fmt: skip
