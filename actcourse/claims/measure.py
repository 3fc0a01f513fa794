"""Recomputing claims, findings and controls, several at once."""

import multiprocessing
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

import numpy as np

from .ledger import find


@dataclass(frozen=True)
class Measurement:
    """What one run of one experiment gave.

    Attributes
    ----------
    key : int or str
        Of the claim, the finding or the control.
    seed : int
        What its generator was made from.
    numbers : dict from str to float
    outside : tuple of str
        Names of the numbers that lie outside their ranges.
    seconds : float
        Wall time.
    """

    key: int | str
    seed: int
    numbers: dict[str, float]
    outside: tuple[str, ...]
    seconds: float


def measure(key: int | str, seed: int = 0) -> Measurement:
    """Run the experiment of this claim, finding or control once, on a generator of `seed`."""
    claim = find(key)
    begin = time.perf_counter()
    try:
        numbers = claim.measure(np.random.default_rng(seed))
    except Exception as error:
        error.add_note(f"This happened in the experiment of {claim.name}, with seed {seed}.")
        raise
    seconds = time.perf_counter() - begin
    return Measurement(key, seed, numbers, tuple(claim.outside(numbers)), seconds)


def measure_all(
    keys: Iterable[int | str], seeds: Iterable[int] = (0,), workers: int = 1
) -> Iterator[Measurement]:
    """Measurements of these at these seeds, as they become ready.

    With more than one worker they run in processes of their own. An error in an experiment is
    raised here.
    """
    keys = [*keys]
    runs = [(key, seed) for seed in seeds for key in keys]
    if workers == 1:
        yield from (measure(*run) for run in runs)
        return
    # Not forked: the caller may have threads, of a progress bar or of NumPy.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for done in as_completed([pool.submit(measure, *run) for run in runs]):
            yield done.result()
