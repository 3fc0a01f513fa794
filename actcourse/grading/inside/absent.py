"""Stand-ins for the course, for plots and for IPython, none of which is there inside.

Learners import the course and draw pictures in the cells that define their answers.
Such lines should not cost them a mark, so the names can be imported, called and passed on;
but nothing comes of them, and an answer that needs their value fails with `NotHere`.
"""

import importlib.machinery
import sys
import types

PACKAGES = ("actcourse", "matplotlib", "IPython", "ipywidgets")
# How many parts calls of these names give, as in `line, = ax.plot(x, y)`.
PARTS = dict.fromkeys(("plot", "semilogx", "semilogy", "loglog", "fill", "stem"), 1)
PARTS |= {"hist": 3, "hist2d": 4, "pie": 2, "get_xlim": 2, "get_ylim": 2}
PARTS |= {"to_rgb": 3, "to_rgba": 4}
AXES = ("subplots", "subplot_mosaic")


class NotHere(Exception):
    """An answer asked for the value of something of the course that is not there."""


class NotAvailable(Exception):
    """The same of anything else: of a plot, of IPython, of what a magic gives in Jupyter."""


class Absent:
    """Something that is not there: it can be called, read and drawn with, and has no value."""

    def __init__(self, name):
        self.__dict__["_name"] = name

    def __call__(self, *args, **kwargs):
        return absent(f"{self._name}()")

    def __getattr__(self, name):
        return absent_from(self._name, name)

    def __setattr__(self, name, value):
        pass

    def __getitem__(self, index):
        return absent(f"{self._name}[...]")

    def __setitem__(self, index, value):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __format__(self, form):
        return "…"

    def __repr__(self):
        return "…"

    def __array__(self, *args, **kwargs):
        self._fail()

    def _fail(self, *args):
        kind = NotHere if self._name.partition(".")[0] == "actcourse" else NotAvailable
        raise kind(f"`{self._name}` is not there when answers are graded")

    __bool__ = __int__ = __float__ = __index__ = __len__ = __iter__ = __contains__ = _fail
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = _fail
    __add__ = __sub__ = __mul__ = __truediv__ = __pow__ = __matmul__ = __neg__ = __abs__ = _fail
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rpow__ = __rmatmul__ = _fail
    __hash__ = None


class Unavailable(Absent):
    """Something that is not there and not of the course: to hand it in is not to borrow.

    What matplotlib gives in several parts comes in so many, for learners take it apart.
    """

    def __call__(self, *args, **kwargs):
        name = self._name.rpartition(".")[2]
        if name in AXES:
            axes = _axes(*args, **kwargs)
            return (absent("fig"), axes) if self._name == f"matplotlib.pyplot.{name}" else axes
        number = PARTS.get(name)
        return [absent(f"{self._name}()")] * number if number else super().__call__()


class Module(types.ModuleType):
    """A module that has every name."""

    def __getattr__(self, name):
        return absent_from(self.__name__, name)


class Finder:
    """Finds a `Module` for whatever is imported from `PACKAGES` and is not laid out."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        """The spec of a module without contents, or None outside of `PACKAGES`."""
        if name.partition(".")[0] not in PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(name, cls, is_package=True)

    @staticmethod
    def create_module(spec):
        """The module."""
        return Module(spec.name)

    @staticmethod
    def exec_module(module):
        """Nothing is left to do."""


def install():
    """Let `PACKAGES` be imported from here on, where they are not really there."""
    sys.meta_path.append(Finder)


def absent_from(module, name):
    """What `module` gives for any `name`: an `Absent`, or an AttributeError for Python's own."""
    if name.startswith("__"):
        raise AttributeError(name)
    return absent(f"{module}.{name}")


def _axes(nrows=1, ncols=1, **kwargs):
    """Axes as matplotlib's `subplots` gives them: one, or an array of them."""
    if not (isinstance(nrows, int) and isinstance(ncols, int)) or nrows * ncols == 1:
        return absent("ax")
    import numpy as np

    axes = np.empty(nrows * ncols, object)
    for place in range(axes.size):
        axes[place] = absent("ax")
    return axes.reshape((nrows, ncols)).squeeze()


def absent(name) -> Absent:
    """What stands for something of this name."""
    return (Absent if name.partition(".")[0] == "actcourse" else Unavailable)(name)
