"""What runs beside an answer: call it, and write down what happened as plain values.

This module knows nothing of what is right.
It imports NumPy and the standard library alone, so that a grader can run it, together with the
answer, in a process that sees no specification; the judge then works from the outcomes.
"""

import hashlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

MOST_BITS = 63  # of an integer, as in NumPy

Groups = Sequence[Sequence[tuple]]


@dataclass(frozen=True)
class Outcome:
    """What one call of the answer did, or what a plain answer is.

    Attributes
    ----------
    status : str
        ``"returned"``, ``"raised"``, ``"unfinished"`` (the stub is still there) or
        ``"not callable"`` (a function was wanted).
    value : plain value or None
        A number, a string, an array of NumPy's own class, or a tuple or dict of these;
        None stands for something else: where that is the whole, `type` names its class.
    type : str
        Name of the class of what came back.
    error, message : str
        Class and text of the exception.
    after : tuple of str
        Checksums of the arguments when the call was over, see `checksums`: the judge tells by them
        whether the call changed what was handed to it.
    warning : str
        Text of the first warning, or empty.
    """

    status: str
    value: Any = None
    type: str = "NoneType"
    error: str = ""
    message: str = ""
    after: tuple[str, ...] = ()
    warning: str = ""


def run(
    answer: Any, inputs: Groups | None, driver: Callable | None = None
) -> Outcome | list[list[Outcome]]:
    """What the answer did: groups of outcomes as the `inputs` are, or a single `Outcome`.

    Parameters
    ----------
    answer
        What the learner hands in: a function, a class or a plain value.
    inputs : sequence of sequences of tuples, or None
        The arguments of each call, grouped by the part of the exercise that they belong to;
        None for an answer that is a plain value.
    driver : callable, optional
        Called as ``driver(answer, *args)`` in place of ``answer(*args)``: it exercises a class or
        a training step and returns a dict of arrays.

    Returns
    -------
    list of lists of Outcome, or Outcome
        One `Outcome` alone for a plain value, and for an answer that cannot be called.

    Notes
    -----
    Every call gets copies of its arrays.  An exception of the answer becomes an outcome; a
    KeyboardInterrupt is the user's, and passes.
    """
    if inputs is None:
        return observe(answer)
    if answer is None or answer is ...:
        return Outcome("unfinished", type=type(answer).__name__)
    if not callable(answer):
        return Outcome("not callable", type=type(answer).__name__)
    # A warning is an outcome too; `always` lets it show at every call, not once a place.
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        return [[_call(answer, args, driver, caught) for args in group] for group in inputs]


def observe(answer: Any) -> Outcome:
    """The outcome of an answer that is a plain value; ``...`` counts as unfinished."""
    if answer is ...:
        return Outcome("unfinished", type="ellipsis")
    return Outcome("returned", plain(answer), type(answer).__name__)


def plain(value: Any) -> Any:
    """A copy of `value` in plain types, or None where it has none.

    Lists become tuples, and so do sets of one item; those of more have no order. Integers that
    NumPy could not hold have no plain type either.
    """
    try:
        return _plain(value)
    except RecursionError:  # a list that holds itself
        return None


def _plain(value):
    if type(value) is int and value.bit_length() > MOST_BITS:
        return None
    if type(value) in (bool, int, float, str):
        return value
    if type(value) is np.ndarray or isinstance(value, np.generic):
        return np.array(value) if value.dtype.kind in "biufcU" else None
    if type(value) in (tuple, list) or (type(value) in (set, frozenset) and len(value) == 1):
        return tuple(_plain(item) for item in value)
    if type(value) is dict and all(type(key) is str for key in value):
        return {key: _plain(item) for key, item in value.items()}
    return None


def _call(answer, args, driver, caught) -> Outcome:
    given = tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in args)
    already = len(caught)
    try:
        value = driver(answer, *given) if driver else answer(*given)
    except NotImplementedError as error:
        where = _raised_in(error)
        if where == getattr(answer, "__name__", where):
            return Outcome("unfinished")
        return Outcome("raised", error="NotImplementedError", message=f"in `{where}`")
    # SystemExit is a way of failing that belongs to the answer, not to the notebook.
    except (Exception, SystemExit) as error:  # noqa: BLE001
        return Outcome("raised", error=type(error).__name__, message=said(error))
    return Outcome(
        "returned",
        plain(value),
        type(value).__name__,
        after=checksums(given),
        warning=str(caught[already].message) if len(caught) > already else "",
    )


def _raised_in(error) -> str:
    """Name of the function or class whose code raised `error`."""
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return _outermost(trace.tb_frame.f_code.co_qualname)


def _outermost(qualname: str) -> str:
    """The name at module level, or in the function where it was defined: ``"Unit"``."""
    return qualname.rpartition("<locals>.")[2].partition(".")[0]


def said(error: BaseException) -> str:
    """The text of an error, which is empty for one that cannot tell it."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  its class is an answer's
        return ""


def checksums(arguments: tuple) -> tuple[str, ...]:
    """A checksum of each argument that is an array: of its bytes, shape and dtype."""
    arrays = (argument for argument in arguments if isinstance(argument, np.ndarray))
    return tuple(
        hashlib.sha256(f"{array.dtype.str}{array.shape}".encode() + array.tobytes()).hexdigest()
        for array in arrays
    )
