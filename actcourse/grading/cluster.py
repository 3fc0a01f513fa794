"""Marks submissions on a dask cluster that is there already, in place of this machine's processors.

The workers need Linux, bubblewrap and the same version of the course; no folder is shared, for a
task carries its submission, and only verdicts come back. The journal and the gradebook stay here.
"""

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager

from .errors import NoCluster, WorkerDied

SECONDS = 10  # to reach the scheduler


@contextmanager
def cluster(address: str, seconds: float = SECONDS) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster with its scheduler at `address`, and how many tasks it takes.

    A task whose worker dies is done again by another. Its verdicts are entered once all the same,
    since it is this side that enters them.

    Raises
    ------
    NoCluster
        If there is none, or it has no workers.
    WorkerDied
        If one task after the other takes its worker down, or the scheduler is lost.
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
            yield client.get_executor(pure=False), threads
        except KilledWorker as error:
            raise WorkerDied(f"{error} {again}") from error
        except CancelledError as error:
            raise WorkerDied(f"the scheduler at {address} was lost. {again}") from error
