"""Exercises whose answer is a function, or a class or training step behind a driver."""

import contextlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .measures import Misfit
from .run import Groups, Outcome, checksums, run
from .spec import Exercise, Failure, Verdict

NEAR_ZERO = 1e-12  # below it a message says "a number near 0",
TINY = 1e-300  # and here no more than that
SHORT = 6  # entries of an array that a message writes out
NOTHING = ("NoneType", "ellipsis")
OTHER = {"U": "text", "b": "truth values", "c": "complex numbers"}  # by the kind of a dtype
UNSEEN = ("mutated", "dtype", "narrowed")  # mistakes that wrong values do not show
TELLING = ("value", "nonfinite", "shape")  # the kinds of failure by which a mistake is recognised


@dataclass(frozen=True, kw_only=True)
class Part:
    """Calls of the answer that stand or fall together.

    Attributes
    ----------
    calls : callable
        ``calls(rng)`` gives the list of argument tuples.
    want : callable
        ``want(*args)`` is what a call has to return: an array or number, or, where a driver runs,
        a dict of them.
    points : int
        What the part is worth.
    rtol, atol : float
        ``abs(got - want) <= atol + rtol * abs(want)``, rtol never below 8 eps of the dtype.
    means : mapping
        Key of the mistake that a kind of failure stands for in this part, where the answer gives
        what none of the exercise's wrong answers gives.
    """

    calls: Callable[[np.random.Generator], Sequence[tuple]]
    want: Callable
    points: int = 1
    rtol: float = 1e-12
    atol: float = 0.0
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Function(Exercise):
    """The answer is called with arrays, and what it returns is compared.

    What returns several things, one after the other, has their names in `gives`; they are compared
    one by one. With a `driver` (see `actcourse.exercises.drivers`) the answer may be a class or a
    training step, and `call` is how a message writes what the driver does, with ``{0}`` for the
    first argument. A `measure` (see `actcourse.exercises.measures`) is called with the arguments
    and what came back by name, and the dict that it returns is compared.
    """

    parts: Sequence[Part]
    driver: Callable | None = None
    gives: Sequence[str] = ()
    measure: Callable | None = None
    call: str = ""

    stub = "raise NotImplementedError"

    @property
    def points(self) -> int:
        """Points to be had."""
        return sum(part.points for part in self.parts)

    def inputs(self, rng: np.random.Generator) -> Groups:
        """The arguments of every call, grouped by part."""
        return [[tuple(args) for args in part.calls(rng)] for part in self.parts]

    def judge(self, inputs: Any, outcomes: Any) -> Verdict:
        """Points for every part without a failure; the first failure gives the sentence."""
        if isinstance(outcomes, Outcome):
            if outcomes.status == "unfinished":
                return self.open()
            sentence = f"`{self.name}` is {_article(outcomes.type)}, expected a function."
            return self.refuse(Failure("type", sentence, "type"))
        if all(outcome.status == "unfinished" for group in outcomes for outcome in group):
            return self.open()
        outcomes = self.measured(inputs, outcomes)
        errors = [0.0]
        failures = [
            self._first_failure(part, calls, group, errors)
            for part, calls, group in zip(self.parts, inputs, outcomes, strict=True)
        ]
        for number, failure in enumerate(failures):
            if failure:
                earned = sum(p.points for p, f in zip(self.parts, failures, strict=True) if not f)
                place, kind, sentence = failure
                key = self._mistake(number, place, kind, inputs, outcomes)
                return self.refuse(Failure(kind, sentence, key), earned)
        return self.accept(f"errors below {_power_of_ten(max(errors))}")

    def form(self) -> str:
        """What the answer has to return; the hint for another type."""
        if self.gives:
            return f"wanted are {self._things()}, in this order, of real numbers."
        (args, *_), *_ = self.inputs(np.random.default_rng(0))
        want = self.parts[0].want(*args)
        form = (
            self._wanted(want) if isinstance(want, dict) else "real numbers: an array, or one alone"
        )
        return f"return {form}."

    def measured(self, inputs: Groups, outcomes: list[list[Outcome]]) -> list[list[Outcome]]:
        """The outcomes as they are compared: several things by name, and what is measured."""
        return [
            [
                self._measured(args, self._named(outcome))
                for args, outcome in zip(*pair, strict=True)
            ]
            for pair in zip(inputs, outcomes, strict=True)
        ]

    def _named(self, outcome) -> Outcome:
        """The outcome with a dict of the things that came, or ``"malformed"``."""
        if not self.gives or outcome.status != "returned" or outcome.type in NOTHING:
            return outcome
        things = outcome.value
        if isinstance(things, np.ndarray) and things.ndim:
            things = tuple(things)
        if not isinstance(things, tuple):
            return _malformed(
                f"gave {_what(outcome.value, outcome.type)}, expected {self._things()}"
            )
        if len(things) != len(self.gives):
            came = "1 thing" if len(things) == 1 else f"{len(things)} things"
            return _malformed(f"gave {came}, expected {self._things()}")
        return replace(outcome, value=dict(zip(self.gives, things, strict=True)))

    def _measured(self, args, outcome) -> Outcome:
        if self.measure is None or outcome.status != "returned" or outcome.type in NOTHING:
            return outcome
        arrays = {}
        for name, thing in outcome.value.items():
            array, wrong = _real(thing, "")
            if wrong:
                return _malformed(f"gave {wrong}, expected real numbers", name)
            arrays[name] = np.asarray(array, float)
        try:
            with np.errstate(all="ignore"):
                return replace(outcome, value=self.measure(*args, **arrays))
        except Misfit as misfit:
            return _malformed(f"gave {misfit}", kind="shape")
        # The arrays are an answer's: whatever they make go wrong is its mistake, not the judge's.
        except Exception:  # noqa: BLE001
            return _malformed("gave arrays that do not fit together", kind="shape")

    def _things(self) -> str:
        """What the answer gives, one after the other, in a few words."""
        return f"{len(self.gives)} things: {_listed(f'`{name}`' for name in self.gives)}"

    def _wanted(self, want) -> str:
        """What a call has to return that gives `want`, in a few words."""
        if self.gives:
            return f"{len(self.gives)} things: {_listed(map('`{}`'.format, self.gives))}"
        if isinstance(want, dict):
            return f"a dict with the keys {_listed(map(_key, want))}"
        return _kind(np.asarray(want))

    def _first_failure(self, part, calls, outcomes, errors) -> tuple[int, str, str] | None:
        """Place, kind and sentence of the first call of the part that fails."""
        for place, (args, outcome) in enumerate(zip(calls, outcomes, strict=True)):
            kind, sentence = self._compare(part, args, outcome, errors)
            if kind:
                return place, kind, sentence
        return None

    def _shown(self, args) -> tuple:
        """The arguments whose entries stand where those of the result do.

        A driver's results have shapes of their own; a measure is taken at its last argument.
        """
        return args[-1:] if self.measure else () if self.call else args

    def _mistake(self, number, place, kind, inputs, outcomes) -> str:
        """Key of the mistake behind the first failure, at a place of the part of that number."""
        part, outcome = self.parts[number], outcomes[number][place]
        if kind not in TELLING:
            return part.means.get(kind, kind)
        # A wrong value that came with a warning has the warning's cause.
        cause = "warned" if outcome.warning and "warned" in part.means else kind
        recognised = self._recognised(number, place, inputs, outcomes)
        if not recognised and kind == "value":
            later = zip(inputs[number][place:], outcomes[number][place:], strict=True)
            recognised = _multiple(part, later)
        return recognised or part.means.get(cause, kind)

    def _recognised(self, number, place, inputs, outcomes) -> str | None:
        """Key of the first mistake with an answer that gives the same at every call so far.

        At the call that failed it has to fail as well: where it is right, an answer that is
        nearly right would look like it.
        """
        args, outcome = inputs[number][place], outcomes[number][place]
        calls = [
            call
            for pair in zip(inputs[: number + 1], outcomes, strict=False)
            for call in zip(*pair, strict=True)
        ]
        for mistake in self.mistakes:
            if mistake.key in UNSEEN:
                continue
            for known in mistake.answers:
                theirs = self._outcome(known, args)
                if (
                    _alike(outcome, theirs)
                    and self._compare(self.parts[number], args, theirs, [])[0] in TELLING
                    and all(_alike(o, self._outcome(known, a)) for a, o in calls)
                ):
                    return mistake.key
        return None

    def _outcome(self, known, args):
        """What a known answer does at one call; one that raises there is an outcome as well.

        What it prints is not for the learner, who did not call it.
        """
        with contextlib.redirect_stdout(io.StringIO()):
            outcomes = run(known, [[args]], self.driver)
        return self.measured([[args]], outcomes)[0][0]

    def _compare(self, part, args, outcome: Outcome, errors) -> tuple[str, str]:
        """The kind of failure and its sentence, both empty for an outcome that is right."""
        want = part.want(*args)
        shown = [show(a) for a in args]
        call = self.call.format(*shown) or f"{self.name}({', '.join(shown)})"
        if outcome.status == "unfinished":
            return "raised", f"{call} still raises NotImplementedError."
        if outcome.status == "raised":
            text = f": {outcome.message}" if outcome.message else ""
            # Nobody but the caller calls it so.
            own = outcome.error == "TypeError" and f"{self.name}() " in outcome.message
            return "signature" if own else "raised", f"{call} raised {outcome.error}{text[:160]}."
        if outcome.status == "malformed":
            label = f"`{outcome.error}` of " if outcome.error else ""
            return outcome.type, f"{label}{call} {outcome.message}."
        if outcome.type in NOTHING:
            nothing = "..." if outcome.type == "ellipsis" else None
            return "none", f"{call} returned {nothing}, expected {self._wanted(want)}."
        if outcome.status == "returned" and outcome.after != checksums(args):
            return "mutated", f"{call} changed the array it was given."
        if not isinstance(want, dict):
            triples = [("", outcome.value, want)]
        elif not isinstance(outcome.value, dict) or outcome.value.keys() != want.keys():
            got = _what(outcome.value, outcome.type)
            return "type", f"{call} gave {got}, expected {self._wanted(want)}."
        else:
            triples = [(f"`{name}` of ", outcome.value[name], want[name]) for name in want]
        for label, got, truth in triples:
            truth = np.asarray(truth)
            type_name = "" if label else outcome.type
            array, failure = _as_array(got, type_name, truth)
            failure = failure or _off(part, self._shown(args), array, truth, errors)
            if failure:
                kind, rest = failure
                return kind, f"{label}{call} {rest}"
        if outcome.warning:
            return "warned", f"{call} is right, but it warned: {outcome.warning}."
        return "", ""


def show(value: Any) -> str:
    """A short text for an argument: the number, a few entries, or the shape."""
    if isinstance(value, np.ndarray) and value.ndim:
        if value.size > SHORT or not value.size:
            dtype = "" if value.dtype == np.float64 else f"{value.dtype} "
            return f"{dtype}array of shape {value.shape}"
        return f"array({_rows(value)})"
    if isinstance(value, float | np.floating | np.ndarray):
        text = f"{float(value):.6g}"
        return text if any(c in text for c in ".en") else f"{text}.0"
    return repr(value.item() if isinstance(value, np.generic) else value)


def _multiple(part, calls) -> str | None:
    """``"multiple"`` where what came back is the right result times one number, else None.

    The first call decides that has arrays of different numbers, as one number is a multiple of any.
    """
    for args, outcome in calls:
        want, got = part.want(*args), outcome.value
        if not isinstance(want, dict):
            want, got = {"": want}, {"": got}
        if not isinstance(got, dict) or got.keys() != want.keys():
            return None
        factors = [_factor(got[name], np.asarray(want[name])) for name in want]
        if any(factors):
            off = [f for f in factors if f and abs(f - 1) > 1e-3]
            return "multiple" if off else None
    return None


def _factor(got, want) -> float:
    """The number by which `want` has to be multiplied to give `got`; 0 where there is none."""
    counts = want != 0
    if np.unique(want[counts]).size < 2:
        return 0.0
    array, failure = _as_array(got, "", want)
    if failure or not np.isfinite(want).all() or array[~counts].any():
        return 0.0
    with np.errstate(all="ignore"):  # numbers far apart
        ratios = np.asarray(array[counts] / want[counts], dtype=np.float64)
    same = np.isfinite(ratios).all() and np.allclose(ratios, ratios[0], rtol=1e-6, atol=0)
    return float(ratios[0]) if same else 0.0


def _malformed(message, name="", kind="type") -> Outcome:
    """What came back has not the form that is wanted, or its part of that name has not."""
    return Outcome("malformed", type=kind, error=name, message=message)


def _rows(array) -> str:
    return f"[{', '.join(map(_rows, array))}]" if array.ndim else show(array[()])


def _as_array(got, type_name, truth):
    """The answer's array, and the kind and sentence of its failure, or None.

    A list is as good as an array, and has no dtype of its own, as a Python number has none.
    Integers are as good as floats where the numbers are right.
    """
    array, wrong = _real(got, type_name)
    if wrong:
        return None, ("type", f"gave {wrong}, expected {_kind(truth)}.")
    if array.shape != truth.shape:
        if array.ndim and truth.ndim:
            return None, ("shape", f"gave the shape {array.shape}, expected {truth.shape}.")
        return None, ("shape", f"gave {_kind(array)}, expected {_kind(truth)}.")
    floats = isinstance(got, np.ndarray) and array.dtype.kind == truth.dtype.kind == "f"
    if floats and array.dtype != truth.dtype:
        kind = "dtype" if array.dtype.itemsize > truth.dtype.itemsize else "narrowed"
        return None, (kind, f"gave {array.dtype}, expected {truth.dtype}.")
    return array, None


def _real(got, type_name):
    """The array of what came, and an empty text; or None, and what came in place of numbers."""
    if not isinstance(got, int | float | np.ndarray | tuple) or isinstance(got, bool):
        return None, _what(got, type_name)
    try:
        array = np.asarray(got)
    except ValueError:
        return None, "rows of different lengths"
    if array.dtype.kind not in "iuf":
        return None, OTHER.get(array.dtype.kind, "something else than real numbers")
    return array, ""


def _what(value, type_name) -> str:
    """What came back that is not of the form that is wanted, in a few words."""
    if isinstance(value, dict):
        keys = _listed(map(_key, list(value)[:SHORT])) if value else ""
        plural = "s" if len(value) > 1 else ""
        return f"a dict with the key{plural} {keys}" if value else "an empty dict"
    if isinstance(value, str):
        return "text"
    if isinstance(value, np.ndarray) and value.dtype.kind not in OTHER:
        return _kind(value)
    if isinstance(value, np.ndarray):
        return OTHER[value.dtype.kind]
    if value is not None:
        return {bool: OTHER["b"], tuple: "several things"}.get(type(value), "a number")
    if type_name in ("list", "tuple", "dict", "ndarray"):
        name = "an array" if type_name == "ndarray" else _article(type_name)
        more = (
            "whose keys are not all text"
            if name == "a dict"
            else "with more in it than real numbers"
        )
        return f"{name} {more}"
    return _article(type_name) if type_name else "something else than real numbers"


def _kind(array) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "a number"


def _key(key) -> str:
    return f'"{key[:40]}"'


def _listed(names) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _off(part, args, got, truth, errors):
    """NaN, inf and wrong values, at the entry with the largest error."""
    if not truth.size:
        return None
    same = (got == truth) | (np.isnan(got) & np.isnan(truth))
    with np.errstate(all="ignore"):  # inf - inf, where both are right
        error = np.asarray(np.abs(got - truth, dtype=np.float64))
        bad = np.asarray(~(same | (error <= _tolerance(part, truth))))
    if not bad.any():
        if truth.dtype == np.float64:
            errors.append(float(np.max(error, where=np.isfinite(error), initial=0.0)))
        return None
    lost = bad & ~np.isfinite(got) & np.isfinite(truth)
    kind = "nonfinite" if lost.any() else "value"
    score = lost if lost.any() else np.where(bad, np.nan_to_num(error), -1.0)
    index = np.unravel_index(np.argmax(score), truth.shape)
    rest = "gave {}, expected {}".format(*_numbers(got[index], truth[index]))
    if bad.sum() > 1:
        rest += f"; {bad.sum()} of {bad.size} values are off"
        rest += "" if kind == "nonfinite" else f", the largest error is {error[index]:.2g}"
    return kind, f"{_place(args, truth, index)}{rest}."


def _place(args, truth, index) -> str:
    """Which entry it is, and which entries or row of the arguments stand there."""
    if not truth.ndim:
        return ""
    arrays = [a for a in map(np.asarray, args) if a.ndim]
    if all(a.shape == truth.shape for a in arrays):
        there = [show(a[index]) for a in arrays if a.size > SHORT]
    else:  # examples come first, in rows
        there = [
            show(a[index[0]])
            for a in arrays[:1]
            if a.ndim == 2 and len(a) == len(truth) and a.size > SHORT >= a.shape[1]
        ]
    text = f"at {list(map(int, index))}"
    return f"{text}, where it got {' and '.join(there)}, " if there else f"{text} "


def _tolerance(part, truth):
    eps = np.finfo(truth.dtype).eps if truth.dtype.kind == "f" else 0.0
    return part.atol + max(part.rtol, 8 * eps) * np.abs(truth, dtype=np.float64)


def _alike(ours: Outcome, theirs: Outcome) -> bool:
    """Whether two calls returned the same up to rounding, theirs without a warning of its own."""
    if ours.status == theirs.status == "raised":
        return ours.error == theirs.error
    both_returned = ours.status == theirs.status == "returned"
    quiet = bool(ours.warning or not theirs.warning)
    return both_returned and quiet and _close(ours.value, theirs.value)


def _close(a, b) -> bool:
    if isinstance(a, dict) or isinstance(b, dict):
        both = isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys()
        return both and all(_close(a[name], b[name]) for name in a)
    try:
        a, b = np.asarray(a), np.asarray(b)
        return a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=0.0, equal_nan=True)
    except (TypeError, ValueError):  # not numbers, or tuples of unequal lengths: nothing to compare
        return False


def _numbers(got, want) -> tuple[str, str]:
    """Both as text, with as many digits as it takes to tell them apart."""
    got, want = float(got), float(want)
    digits = next((d for d in (6, 9, 12) if f"{got:.{d}g}" != f"{want:.{d}g}"), 17)
    if abs(want) < NEAR_ZERO:
        exact = "" if abs(want) < TINY else f" ({want:.3g})"
        return f"{got:.{digits}g}", f"a number near 0{exact}"
    return f"{got:.{digits}g}", f"{want:.{digits}g}"


def _power_of_ten(error: float) -> str:
    # 1e-14 is the least it says, so that the note is the same on every machine.
    return f"{10.0 ** np.ceil(np.log10(max(error, 1e-15) * 1.0001)):.0e}"


def _article(type_name: str) -> str:
    return f"{'an' if type_name[:1].lower() in 'aeiou' else 'a'} {type_name}"
