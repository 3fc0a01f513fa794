"""What mends four layers of sigmoids, and what the lessons say of it over more starts."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.experiments.depth import FOUR, FOUR_MENDED, LayerwiseSGD


def test_the_rate_grows_by_the_factor_with_every_layer_down():
    parameters = [np.zeros(2) for _ in range(6)]
    LayerwiseSGD(0.5, factor=4).step(parameters, [np.ones(2)] * 6)
    assert [p[0] for p in parameters] == [-8, -8, -2, -2, -0.5, -0.5]


def test_a_factor_of_1_is_plain_gradient_descent():
    plain, layerwise = (
        FOUR.but(epochs=1, examples=100, optimizer=optimizer).train(0).net.parameters()
        for optimizer in (nn.SGD, LayerwiseSGD)
    )
    assert all(map(np.array_equal, plain, layerwise))


@pytest.mark.slow
@pytest.mark.parametrize("change", [c for c in FOUR_MENDED if c != "180 epochs"])
def test_one_change_mends_four_layers_and_none_leaves_them_with_guessing(change):
    right = FOUR_MENDED[change].but(starts=5).accuracies()
    low, high = (0.05, 0.2) if change == "no change" else (0.88, 1)
    assert low < min(right) <= max(right) < high or max(right) == high


@pytest.mark.slow
def test_four_layers_learn_in_180_epochs_what_they_do_not_in_30():
    ends = []
    for seed in range(5):
        stages = FOUR_MENDED["180 epochs"].stages(seed, (30, 60, 180))
        ends.append([run.accuracy for run in stages])
    stuck, half, done = np.transpose(ends)
    assert stuck.max() < 0.2
    assert 0.4 < half.min() <= half.max() < 0.75
    assert done.min() > 0.94
