"""Marks submissions on a dask cluster that is there already, in place of this machine's processors.

The workers need Linux, bubblewrap and the same version of the course; no folder is shared, for a
task carries its submission, and only verdicts come back. The journal and the gradebook stay here.
"""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager

from .errors import NoCluster, WorkerDied

SECONDS = 10  # to reach the scheduler


@contextmanager
def cluster(address: str, seconds: float = SECONDS) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster with its scheduler at `address`, and how many tasks it takes.

    A task whose worker dies is done again by another. Its verdicts are entered once all the same,
    since it is this side that enters them. One that was there when several died raises
    `BrokenExecutor`, as where the workers are on this machine.

    Raises
    ------
    NoCluster
        If there is none, or it has no workers.
    WorkerDied
        If the scheduler is lost.
    """
    try:
        from distributed import Client, KilledWorker
    except ModuleNotFoundError as error:
        raise NoCluster(f"{error}: pip install 'actcourse[cluster]'") from None
    try:
        client = Client(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(
            f"no dask scheduler answers at {address} ({error}): is it running, and can this "
            "machine reach it? The address looks like tcp://host:8786"
        ) from None
    again = "What was judged so far is kept: mend the cluster and go on with --resume."
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise NoCluster(
                f"the cluster at {address} has no workers: start some with `dask worker`"
            )
        try:
            # Not pure: canaries are to be run each time, not remembered.
            yield _Executor(client.get_executor(pure=False), KilledWorker), threads
        except CancelledError as error:
            raise WorkerDied(f"the scheduler at {address} was lost. {again}") from error


class _Executor(Executor):
    """dask's executor, with the error of this machine's processes for a task that ends workers."""

    def __init__(self, executor, killed):
        self._executor, self._killed = executor, killed

    def submit(self, work, /, *args, **kwargs):
        future = Future()
        there = self._executor.submit(work, *args, **kwargs)
        there.add_done_callback(lambda done: self._pass_on(done, future))
        return future

    def _pass_on(self, done, future):
        try:
            future.set_result(done.result())
        except self._killed as error:
            future.set_exception(BrokenExecutor(str(error)))
        except BaseException as error:  # noqa: BLE001  the future carries it
            future.set_exception(error)
