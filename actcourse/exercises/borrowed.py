"""Whether an answer is the course's own function, or a thin cover over it."""

import functools
import inspect
from typing import Any

from ..activations.registry import Activation
from ..registry import Registry

PACKAGE = __name__.partition(".")[0]


def borrowed(answer: Any) -> str | None:
    """Name of the course's function or class that `answer` is or calls by name, else None.

    Seen through: a subclass, `Activation.bind`, a bound method such as ``sigmoid.derivative``,
    `functools.partial`, ``__wrapped__``, and a function, lambda or method whose code names what
    comes with the course: by its globals, its closure or an import, itself or in another function
    that it names.
    Where more is done to hide it, it is seen when answers are graded: the course is not there.
    """
    while True:
        if isinstance(answer, functools.partial):
            answer = answer.func
        elif inspect.ismethod(answer):
            answer = answer.__self__
        elif not isinstance(answer, Activation) and hasattr(answer, "__wrapped__"):
            answer = answer.__wrapped__
        else:
            break
    if isinstance(answer, Activation):
        return answer.name
    if inspect.isfunction(answer):
        return _named_in(answer, set())
    if inspect.isclass(answer):
        own = next((base.__name__ for base in answer.__mro__ if _is_ours(base.__module__)), None)
        methods = [_named_in(f, set()) for f in vars(answer).values() if inspect.isfunction(f)]
        return own or next(filter(None, methods), None)
    return None


def _is_ours(module: str | None) -> bool:
    return (module or "").partition(".")[0] == PACKAGE


def _named_in(function, passed: set) -> str | None:
    """Name of what is the course's in the code of `function`, and of the functions that it names.

    Those that were `passed` already are left out.
    """
    if _is_ours(function.__module__):
        return function.__name__
    if function in passed:
        return None
    passed.add(function)
    names = _names(function.__code__)
    if imported := next(filter(_is_ours, names), None):
        return imported
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    seen = {name: value for name, value in function.__globals__.items() if name in names}
    seen |= {name: cell.cell_contents for name, cell in cells if _filled(cell)}
    found = (_ours(name, value, passed) for name, value in seen.items())
    return next(filter(None, found), None)


def _ours(name, value, passed) -> str | None:
    if isinstance(value, Activation):
        return value.name
    if inspect.isfunction(value):
        return _named_in(value, passed)
    if isinstance(value, Registry):  # it hands out activations by their names
        return name
    if inspect.isclass(value):
        return name if _is_ours(value.__module__) else None
    return name if inspect.ismodule(value) and _is_ours(value.__name__) else None


def _filled(cell) -> bool:
    """Whether a name of an enclosing function has a value yet."""
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


def _names(code) -> set[str]:
    """The global and attribute names of `code` and of the functions defined inside it."""
    inner = (_names(const) for const in code.co_consts if inspect.iscode(const))
    return set(code.co_names).union(*inner)
