"""Runs the answers of one submission, each in a process of its own, and reports what they did.

Standard input holds the submission's cells, the file named on the command line the assignment.
On standard output go, for each answer, one line that says what became of its process, and the
reply of that process: `actcourse.grading.reply` reads both.
"""

import importlib
import json
import os
import signal
import sys
import time

from ...exercises.cells import evaluate, execute, understood
from ...exercises.kernel import namespace
from ...exercises.run import Outcome, run
from . import absent, wire
from .limits import limit, shield

# Not `from ...exercises import drivers`: that package is a stand-in, which gives any name.
drivers = importlib.import_module("actcourse.exercises.drivers")

CHUNK = 1 << 16
POLL = 0.0005  # seconds
CHILD = {signal.SIGCHLD}
MOST = 0.8  # of the processor time is all of it: the accounts of the kernel differ


def main(task_path):
    """Answer the task at `task_path` for the submission on standard input."""
    with open(task_path, encoding="utf-8") as file:
        task = json.load(file)
    submission = json.load(sys.stdin)
    channel = os.fdopen(_keep_standard_streams_away(), "wb")
    shield()
    signal.pthread_sigmask(signal.SIG_BLOCK, CHILD)  # it is waited for, see `_read`
    absent.install()
    space = prelude(task["prelude"])
    _say(channel, {"ready": len(submission["answers"])})
    cells = _understood(submission["cells"], task["limits"])
    for asked in submission["answers"]:
        _say(channel, {"begin": asked["id"]})
        answer = task["answers"][asked["id"]] | asked
        ending, reply = _in_a_process(answer, task["limits"], space, cells)
        _say(channel, {"end": asked["id"], **ending, "size": len(reply)}, reply)


def _keep_standard_streams_away() -> int:
    """A copy of standard output; what an answer prints or reads goes to and comes from nowhere."""
    channel = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)
    return channel


def _say(channel, line, reply=b""):
    channel.write(json.dumps(line).encode() + b"\n" + reply)
    channel.flush()


def _understood(cells, limits) -> list[dict]:
    """The cells, each `understood`: in a process of its own, for some source takes Python down."""
    replies, end = [], time.monotonic() + limits["wall"]
    while len(replies) < len(cells):
        left = cells[len(replies) :]
        replied, ending, _ = _process(lambda left=left: map(understood, left), limits)
        lines = [json.loads(line) for line in replied.split(b"\n")[:-1]]
        replies += lines
        if not ending and len(lines) == len(left):
            break
        # The cell at which it ended will end its own answer, and no other.
        given_up = left[len(lines) :] if time.monotonic() > end else left[len(lines) :][:1]
        nothing = {"bound": [], "taken": [], "acts": False}
        replies += [cell | nothing for cell in given_up]
    return replies


def _in_a_process(answer, limits, space, cells):
    """How the process of an answer ended, and its reply."""
    reply, ending, used = _process(lambda: [reply_to(answer, space, cells)], limits)
    if len(reply) > limits["reply"]:
        return {"status": "too long"}, b""
    if not ending and reply:
        return {"status": "replied"}, reply
    spent = used > limits["resources"]["CPU"] * MOST
    return {"status": "died" if ending != "too slow" and not spent else "too slow"}, b""


def _process(work, limits) -> tuple[bytes, str, float]:
    """What a process of its own writes of ``work()``, line by line; how it ended; CPU seconds."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _child(writing, work, limits)
    os.close(writing)
    reply, in_time = _read(reading, child, limits["reply"], limits["wall"])
    os.close(reading)
    _kill(child, limits["alone"])
    _, status, used = os.wait4(child, 0)
    _wait_for_all()
    ending = "died" if in_time and status else "" if in_time else "too slow"
    return reply, ending, used.ru_utime + used.ru_stime


def _read(pipe, child, most, seconds):
    """What `child` wrote into `pipe`, and whether it ended in time.

    The end of the process counts, not that of the pipe, which a grandchild may keep open.
    """
    os.set_blocking(pipe, False)
    reply, end, pause = bytearray(), time.monotonic() + seconds, POLL
    while True:
        over = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        while len(reply) <= most and (part := _part(pipe)):
            reply += part
        if over or len(reply) > most or time.monotonic() > end:
            return bytes(reply), over
        signal.sigtimedwait(CHILD, pause)
        pause = min(2 * pause, 100 * POLL)


def _part(pipe):
    """The next bytes in `pipe`; empty at its end, None where there are none yet."""
    try:
        return os.read(pipe, CHUNK)
    except BlockingIOError:
        return None


def _kill(child, alone):
    """End a child and what it left behind; it is not waited for yet, so it is there.

    In a sandbox all other processes are the answer's; elsewhere those of its group are.
    """
    if alone:
        os.kill(-1, signal.SIGKILL)
        return
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # it ended before it had a group of its own
        os.kill(child, signal.SIGKILL)


def _wait_for_all():
    """Wait for what an answer left behind, which falls to a sandbox's first process: to this."""
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _child(pipe, work, limits):
    """Do the work, write what comes of it line by line, and end; never returns."""
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, CHILD)
    _close_all_but(pipe)
    limit(limits["resources"])
    code = 1
    try:
        for item in work():
            text = json.dumps(item).encode() + b"\n"
            written = 0
            while written < len(text):
                written += os.write(pipe, text[written:])
        code = 0
    finally:
        os._exit(code)


def _close_all_but(pipe):
    """Close what a process has inherited, so that an answer can write to its own pipe alone."""
    os.closerange(3, pipe)
    os.closerange(pipe + 1, os.sysconf("SC_OPEN_MAX"))


def prelude(sources) -> dict:
    """The names that the assignment's own cells define; a learner's cells start from them."""
    space = namespace(absent.absent)
    for source in sources:
        execute(source, space)
    return space


def reply_to(answer, space, cells) -> dict:
    """What the answer does: ``{"missing": ...}``, ``{"value": ...}`` or ``{"calls": ...}``.

    Parameters
    ----------
    answer : dict
        `id`, `name`, `before`; `driver`, the name of one, and `inputs`, both None for a value;
        `whole`, whether to run all cells above the check.
    space : dict
        What `prelude` gave; the cells are run in it.
    cells : sequence of dict
        The learner's cells, see `needed`.
    """
    error, more = evaluate(cells, answer, space, whole=answer["whole"])
    return _what_it_does(answer, space, error) | {"more": more}


def _what_it_does(answer, space, error) -> dict:
    if answer["name"] not in space:
        return {"missing": error or ["", ""]}
    groups = answer["inputs"]
    if groups is not None:
        groups = [[wire.decode(call) for call in group] for group in groups]
    driver = answer["driver"] and getattr(drivers, answer["driver"])
    outcomes = run(space[answer["name"]], groups, driver)
    if isinstance(outcomes, Outcome):
        return {"value": _fields(outcomes)}
    return {"calls": [[_fields(outcome) for outcome in group] for group in outcomes]}


def _fields(outcome) -> dict:
    """The outcome as what JSON can hold, its texts cut short."""
    return {
        "status": outcome.status,
        "value": wire.encode(outcome.value),
        "type": outcome.type[:100],
        "error": outcome.error[:100],
        "message": outcome.message[:300],
        "after": list(outcome.after),
        "warning": outcome.warning[:300],
    }
