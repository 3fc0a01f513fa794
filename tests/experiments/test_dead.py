"""Dead units: what the lesson on ReLU says of more networks than it trains."""

import numpy as np
import pytest

from actcourse.experiments import dead


def test_in_the_tenth_layer_most_units_with_a_negative_bias_are_dead_but_not_all():
    negative_alive = positive_dead = 0
    for seed in range(5):
        z, b = dead.fresh(dead.DEFAULT, seed)[9], dead.DEFAULT.network(seed).layers[18].b
        silent = z.max(axis=0) <= 0
        assert 0.85 < np.corrcoef(b, z.mean(axis=0))[0, 1] < 0.95
        negative_alive += (~silent & (b < 0)).sum()
        positive_dead += (silent & (b > 0)).sum()
    assert 0 < negative_alive < 30
    assert 0 < positive_dead < 30


@pytest.mark.slow
def test_most_units_that_are_born_dead_in_ten_layers_are_alive_after_8_epochs():
    born, back = 0, 0
    for seed in range(3):
        at_first, later = (
            dead.states(dead.HE.but(epochs=epochs), seed) == "dead" for epochs in (0, 8)
        )
        born, back = born + at_first.sum(), back + (at_first & ~later).sum()
    assert born == 107
    assert 85 <= back <= 104


@pytest.mark.slow
def test_leaky_networks_diverge_at_large_rates_and_so_do_those_of_relu():
    lost = {}
    for f in ("relu", "leaky_relu"):
        recipes = [dead.TRAINED.but(f=f, rate=rate) for rate in (0.6, 0.8, 1.0)]
        lost[f] = sum("nan" in dead.states(r, seed) for r in recipes for seed in range(24))
    assert 4 <= lost["relu"] <= 15
    assert 8 <= lost["leaky_relu"] <= 21
