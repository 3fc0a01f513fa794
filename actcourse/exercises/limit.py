"""A limit of seconds for code that runs in this process, where the system can stop it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 1.0  # seconds until code is stopped once more that has caught the first stop


class TooSlow(BaseException):
    """The limit is over.

    It is no `Exception`, so that an answer's ``except Exception`` does not take it for its own.
    """


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what runs within after so many seconds.

    Raises
    ------
    TooSlow
        In the code within.  A call of NumPy's own comes to its end first.

    Notes
    -----
    There is no limit outside the main thread, on a system without ``SIGALRM`` (Windows), and where
    somebody else uses that signal, whose alarm then goes off as it would have.
    """
    if not _free():
        yield
        return

    running = True

    def stop(number, frame):
        if running:
            raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _free() -> bool:
    """Whether this thread can have the alarm, and nobody has it."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) == signal.SIG_DFL
    )
