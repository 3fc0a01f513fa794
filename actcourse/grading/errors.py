"""What stops a grading session: each says what happened and what to do."""


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
