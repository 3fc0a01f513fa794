"""Times of several calls, taken in turns, so that whatever disturbs the machine disturbs all.

What is measured is processor time, of all threads of this process: others that the machine runs
meanwhile do not count, but for the caches and the memory that they share.
"""

import gc
import os
import random
from statistics import quantiles
from time import process_time
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

SAMPLE = 200e-6  # seconds that one sample lasts at least; shorter calls are repeated within it
XLA = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


class Times(NamedTuple):
    """Seconds of processor time for one call: quartiles, the fastest, and how many samples."""

    median: float
    low: float
    high: float
    fastest: float
    samples: int


def interleaved(calls, seconds=0.4, least=3):
    """`Times` of each call, from rounds in which all calls take a turn, in random order.

    Parameters
    ----------
    calls : dict of str to callable without arguments
        Each is called before the clock starts.
    seconds : float
        How long to go on, at least.
    least : int
        Rounds to make, however long they take.
    """
    repeats = {name: _repeats(call) for name, call in calls.items()}
    samples = {name: [] for name in calls}
    order, shuffle = list(calls), random.Random(0).shuffle
    gc.collect()
    gc.disable()
    try:
        end = process_time() + seconds
        while process_time() < end or len(samples[order[0]]) < least:
            shuffle(order)
            for name in order:
                samples[name].append(_sample(calls[name], repeats[name]))
    finally:
        gc.enable()
    return {name: _times(found) for name, found in samples.items()}


def one_thread():
    """Bind this process to one core, and every library to one thread, those yet to come too.

    On small arrays several threads wait more than they compute, and beside other work they
    differ by factors from run to run.
    """
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", XLA_FLAGS=XLA)
    threadpool_limits(1)  # NumPy's BLAS, which is there already
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def warm_allocator():
    """Let malloc keep freed memory up to 32 MB, as in a program that has used larger arrays.

    Otherwise arrays of some 100 KB go back to the system after every call, and what is timed is
    how fast it hands them out again.
    """
    np.ones(31 * 2**20, np.uint8)


def _repeats(call):
    """How many calls make a sample; the first call is for caches, and for what compiles."""
    if _sample(call, 1) > 1000 * SAMPLE:
        return 1
    return max(1, round(SAMPLE / max(_sample(call, 1), 1e-7)))


def _sample(call, repeats):
    begin = process_time()
    for _ in range(repeats):
        call()
    return (process_time() - begin) / repeats


def _times(samples):
    low, median, high = quantiles(samples, n=4, method="inclusive")
    return Times(median, low, high, min(samples), len(samples))
