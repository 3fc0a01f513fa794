"""Reads what came out of a sandbox, as if a stranger had written it, for a stranger may have.

Every line and every value has to be exactly what `actcourse.grading.inside` writes: whatever is
missing, doubled, too large or of another type is a `Forged`, and earns nothing.
"""

import json
from dataclasses import dataclass

from ..exercises.run import Outcome
from .inside import wire
from .texts import clean, quoted

STATUSES = ("returned", "raised", "unfinished", "not callable")
ENDINGS = ("replied", "too slow", "too long", "died")
FIELDS = {
    "status": str,
    "type": str,
    "error": str,
    "message": str,
    "after": list,
    "warning": str,
}
MOST_ARGUMENTS = 100
LONGEST = 400  # of a text in an outcome; inside, none is made longer than 300


class Forged(ValueError):
    """A reply is not what the sandbox writes."""


@dataclass(frozen=True)
class Reply:
    """What became of one answer.

    Attributes
    ----------
    status : str
        ``"calls"``: it was called, and `outcomes` has a list of `Outcome` for every group of
        inputs.  ``"value"``: `outcomes` is the one `Outcome` of a plain value, or of something
        that cannot be called.  ``"missing"``: nothing of the name came to be.
        ``"too slow"``, ``"too long"``, ``"died"``: its process ended so, or was ended.
        ``"forged"``: the reply was none.
    outcomes
        See `status`.
    error, message : str
        For a missing answer, class and text of the error in its cell, if there was one;
        for a forged reply, what is wrong with it.
    more : bool
        Whether cells that did not run may change what the answer does.
    """

    status: str
    outcomes: Outcome | list[list[Outcome]] | None = None
    error: str = ""
    message: str = ""
    more: bool = False


def endings(output: bytes) -> tuple[bool, dict[str, tuple[str, bytes]], str | None]:
    """What the lines of the sandbox say.

    Returns
    -------
    ready : bool
        Whether the sandbox came to stand; if not, the fault is not the submission's.
    ended : dict
        ``(ending, reply)`` by the id of each answer that came to an end.
    last : str or None
        The answer that was running when the lines end.
    """
    ready, ended, last = False, {}, None
    while output:
        line, _, output = output.partition(b"\n")
        try:
            data = _json(line)
        except Forged:
            data = None
        match data:
            case {"ready": int()}:
                ready = True
            case {"begin": str(id)}:
                last = id
            case {"end": str(id), "status": str(status), "size": int(size)} if (
                id == last and status in ENDINGS and 0 <= size <= len(output)
            ):
                ended[id], last = (status, output[:size]), None
                output = output[size:]
            case _:
                # Cut short, as when the sandbox was ended from outside.
                return ready, ended, last
    return ready, ended, last


def read(ending: str, reply: bytes, shape: list[int] | None) -> Reply:
    """The `Reply` that stands in the bytes which a process wrote before it ended.

    Parameters
    ----------
    ending : str
        One of `ENDINGS`.
    reply : bytes
        What the process wrote, if it replied.
    shape : list of int or None
        How many calls each group has; None where a plain value was asked for.
    """
    if ending != "replied":
        return Reply(ending)
    try:
        return _parse(_json(reply), shape)
    except (Forged, wire.NotPlain, RecursionError) as error:
        return Reply("forged", message=clean(str(error))[:LONGEST])


def _parse(data, shape) -> Reply:
    match data:
        case {"missing": [str(error), str(message)], "more": bool(more), **rest} if not rest:
            return Reply("missing", None, _text(error), _text(message), more)
        case {"value": dict(fields), "more": bool(more), **rest} if not rest:
            outcome = _outcome(fields)
            if shape is not None and outcome.status not in ("unfinished", "not callable"):
                raise Forged("a value came where calls were asked for")
            return Reply("value", outcome, more=more)
        case {"calls": list(groups), "more": bool(more), **rest} if not rest and shape is not None:
            if [len(g) if type(g) is list else -1 for g in groups] != shape:
                raise Forged("there is not one outcome for each call")
            calls = [[_outcome(fields) for fields in group] for group in groups]
            return Reply("calls", calls, more=more)
    raise Forged("the reply has not the form of one")


def _outcome(fields) -> Outcome:
    if type(fields) is not dict or fields.keys() != {"value", *FIELDS}:
        raise Forged("an outcome has other fields than it should")
    for name, kind in FIELDS.items():
        if type(fields[name]) is not kind:
            raise Forged(f"`{name}` of an outcome is no {kind.__name__}")
    if fields["status"] not in STATUSES:
        raise Forged("there is no such status")
    said = {name: _text(fields[name]) for name in ("type", "error", "message", "warning")}
    after = tuple(fields["after"])
    if len(after) > MOST_ARGUMENTS or not all(type(a) is str and len(a) <= LONGEST for a in after):
        raise Forged("what is said of the arguments is no list of checksums")
    value = None if fields["value"] is None else wire.decode(fields["value"])
    return Outcome(fields["status"], _clean_value(value), after=after, **said)


def _json(data: bytes):
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Forged(f"no JSON: {error}") from None


def _text(text) -> str:
    if len(text) > LONGEST:
        raise Forged(f"a text is longer than {LONGEST} characters")
    return quoted(text)


def _clean_value(value):
    """`value` with harmless texts: it may end up in a message."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple):
        return tuple(map(_clean_value, value))
    if isinstance(value, dict):
        return {quoted(key): _clean_value(item) for key, item in value.items()}
    return value
