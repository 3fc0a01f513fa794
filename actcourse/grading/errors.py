"""What stops a grading session: each says what happened and what to do."""

import sys

EXTRAS = {"distributed": "cluster", "psycopg": "postgres", "psycopg2": "postgres"}
"""The extra of the package that brings a module, where it is not ``grade``."""


def mend(module: str) -> str:
    """What to do where a module cannot be imported."""
    if module in sys.stdlib_module_names:
        return "this system's Python has no such module: use Linux, a virtual machine or WSL 2"
    return f"pip install 'actcourse[{EXTRAS.get(module.partition('.')[0], 'grade')}]'"


class GradingError(RuntimeError):
    """Grading cannot start or go on; the message is for the teacher."""


class NoSandbox(GradingError):
    """This machine cannot run a sandbox."""


class CanaryDied(GradingError):
    """A submission with a known mark got another one."""


class NothingToGrade(GradingError):
    """There is no submission, or none that is left to be graded."""


class AlreadyGrading(GradingError):
    """Another session is at work in the same folder."""


class CannotWrite(GradingError):
    """The journal, the gradebook or a file for the marks cannot be written."""


class NoCluster(GradingError):
    """There is no cluster to mark submissions on."""


class WorkerDied(GradingError):
    """A process that marks submissions ended before its time."""


class UnknownChapter(GradingError):
    """No assignment has this name."""
