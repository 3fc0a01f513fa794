"""Stand-ins for the course, for plots and for IPython, none of which is there inside.

Learners import the course and draw pictures in the cells that define their answers.
Such lines should not cost them a mark, so the names can be imported, called and passed on;
but nothing comes of them, and an answer that needs their value fails with `NotHere`.
"""

import importlib.machinery
import sys
import types

PACKAGES = ("actcourse", "matplotlib", "IPython", "ipywidgets")


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
    """Something that is not there and not of the course: to hand it in is not to borrow."""


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
        """Nothing is left to do, save for what `subplots` gives: two things."""
        if module.__name__ == "matplotlib.pyplot":
            module.subplots = lambda *args, **kwargs: (absent("fig"), absent("ax"))


def install():
    """Let `PACKAGES` be imported from here on, where they are not really there."""
    sys.meta_path.append(Finder)


def absent_from(module, name):
    """What `module` gives for any `name`: an `Absent`, or an AttributeError for Python's own."""
    if name.startswith("__"):
        raise AttributeError(name)
    return absent(f"{module}.{name}")


def absent(name) -> Absent:
    """What stands for something of this name."""
    return (Absent if name.partition(".")[0] == "actcourse" else Unavailable)(name)
