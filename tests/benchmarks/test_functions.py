"""What is timed against each other computes the same."""

import numpy as np
import pytest

from benchmarks import functions, libraries


@pytest.mark.slow
@pytest.mark.parametrize("name", libraries.NAMES)
def test_all_contestants_give_the_same_answers(name):
    found = functions.contestants(name, "float64", 1000)
    assert {"course"} <= found["gradient"].keys() <= found["forward"].keys()
    rough = 1e-7 if name == "hard_sigmoid" else 1e-9  # see tests/activations/test_libraries.py
    for calls in found.values():
        ours = np.asarray(calls["course"]())
        for library, call in calls.items():
            answer = call()
            parts = answer if isinstance(answer, tuple) else [answer]
            flat = [part[0] if isinstance(part, tuple) else part for part in parts]
            theirs = np.stack([np.asarray(getattr(p, "detach", lambda p=p: p)()) for p in flat])
            np.testing.assert_allclose(
                theirs.reshape(ours.shape), ours, rtol=rough, atol=1e-12, err_msg=library
            )
