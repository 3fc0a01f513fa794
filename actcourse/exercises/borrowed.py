"""Whether an answer is the course's own function, or a thin cover over it."""

import functools
import inspect

from ..activations.registry import Activation
from ..registry import Registry

PACKAGE = __name__.partition(".")[0]


def borrowed(answer) -> str | None:
    """Name of the course's function or class that `answer` is or calls by name, else None.

    Seen through: a subclass, `Activation.bind`, a bound method such as ``sigmoid.derivative``,
    `functools.partial`, ``__wrapped__``, and a function or lambda whose globals or closure hold
    an activation (or a module or registry of the course) that its code names.
    An import inside the body, or another function that calls the course's, is not seen here;
    when answers are graded, what they may import is up to the exercise's ``allows``.
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
        return _named_in(answer)
    if inspect.isclass(answer):
        return next((base.__name__ for base in answer.__mro__ if _is_ours(base.__module__)), None)
    return None


def _is_ours(module: str | None) -> bool:
    return (module or "").partition(".")[0] == PACKAGE


def _named_in(function) -> str | None:
    if _is_ours(function.__module__):
        return function.__name__
    names = _names(function.__code__)
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    seen = {name: value for name, value in function.__globals__.items() if name in names}
    seen |= {name: cell.cell_contents for name, cell in cells}
    for name, value in seen.items():
        if isinstance(value, Activation):
            return value.name
        ours = inspect.ismodule(value) and _is_ours(value.__name__)
        if ours or isinstance(value, Registry):  # it hands out activations by their names
            return name
    return None


def _names(code) -> set[str]:
    """The global and attribute names of `code` and of the functions defined inside it."""
    inner = (_names(const) for const in code.co_consts if inspect.iscode(const))
    return set(code.co_names).union(*inner)
