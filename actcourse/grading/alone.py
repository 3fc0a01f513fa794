"""The one place where what a submission makes go wrong is caught: it costs itself alone."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import GradingError
from .tree import Unreadable

LONGEST = 300  # characters of a reason


@dataclass(frozen=True)
class Fault:
    """Why a submission is set aside, and for what nobody expected the traceback."""

    reason: str
    trace: str = ""


def alone(work: Callable, *arguments: Any) -> Any:
    """What ``work(*arguments)`` gives, or a `Fault`.

    What stops a session for its own sake, a `GradingError`, passes. A fault of the machine looks
    like one of the submission here, but shows in the canaries, before a mark is written.
    """
    try:
        return work(*arguments)
    except GradingError:
        raise
    except Unreadable as error:
        return Fault(str(error)[:LONGEST])
    except Exception as error:  # noqa: BLE001  whatever it is, the next submission has to come
        reason = f"could not be graded, for it led to {type(error).__name__}: {error}"
        return Fault(reason[:LONGEST], traceback.format_exc())
