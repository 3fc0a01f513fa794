"""Each experiment that takes a seed gives the same for the same seed, and varies with it."""

import numpy as np
import pytest

from actcourse.activations import leaky_relu
from actcourse.experiments import (
    calibration,
    dead,
    depth,
    flow,
    leads,
    maxout,
    misprint,
    revival,
    signs,
    speed,
    spiral,
    symmetry,
    valley,
)

SPIRAL = spiral.given_and_new(0)
QUICK = depth.TANH.but(depth=1, epochs=1)
EXPERIMENTS = {
    "depth: train": lambda seed: QUICK.train(seed).history.loss,
    "depth: disguise": lambda seed: depth.DISGUISE.network(seed).layers[0].W,
    "flow": lambda seed: flow.factor(depth.SIGMOID.but(depth=3), seed),
    "signs: one batch": lambda seed: signs.one_batch.__wrapped__("sigmoid", 8, seed)[0],
    "signs: agreeing": lambda seed: signs.agreeing("sigmoid", 32, seed, batches=3),
    "valley": lambda seed: valley.valley.__wrapped__(0.5, 1.5, seed)[0][-1],
    "calibration": lambda seed: calibration.scored(1000, seed)[1],
    "dead: before": lambda seed: dead.pre_activations(dead.HE, seed)[9],
    "dead: after": lambda seed: dead.states.__wrapped__(dead.TRAINED.but(epochs=1, rate=1), seed),
    "leads": lambda seed: leads.lead(
        leads.FEW.but(f="tanh", epochs=3), leads.FEW.but(epochs=3), np.array([seed])
    ),
    "maxout: descent": lambda seed: maxout.descent.__wrapped__(4, (seed,))[-1][0],
    "misprint": lambda seed: misprint.RECIPES[misprint.BIAS].train(seed).history.loss[:9],
    "revival": lambda seed: revival.revival(
        leaky_relu.bind(negative_slope=0.1), -5, revival.inputs(seed)
    )[-1:],
    "misprint: order": lambda seed: misprint.final_loss.__wrapped__(seed, False, steps=3),
    "spiral": lambda seed: spiral.given_and_new(seed)[0][0],
    "spiral: memorised": lambda seed: spiral.memorised("relu", *SPIRAL, seed, epochs=3),
    "speed": lambda seed: [
        recipe.but(goal=0.8, every=1).steps(seed) for recipe in speed.RACE.values()
    ],
    "symmetry": lambda seed: symmetry.stages.__wrapped__(symmetry.SIXTEEN, seed)[0][0],
}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_varies_with_its_seed_and_with_nothing_else(name):
    one, again, other = (np.asarray(EXPERIMENTS[name](seed)) for seed in (0, 0, 1))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
