"""Each experiment that takes a seed gives the same for the same seed, and varies with it."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

from actcourse import experiments
from actcourse.experiments import (
    calibration,
    dead,
    depth,
    leads,
    misprint,
    points,
    slopes,
    speed,
    spiral,
    symmetry,
)

MODULES = {
    m.name: import_module(f"actcourse.experiments.{m.name}")
    for m in iter_modules(experiments.__path__)
}
TAKE_A_SEED = {  # each function without its cache, so that it runs again
    f"{name}.{function.__name__}": inspect.unwrap(function)
    for name, module in MODULES.items()
    for function in vars(module).values()
    if callable(function) and getattr(function, "__module__", "") == module.__name__
    if not inspect.isclass(function) and "seed" in inspect.signature(function).parameters
}
# How to call it with a seed; what comes back is compared, or what a function makes of it.
CALLS = {
    "calibration.answers": (lambda f, seed: f(calibration.LONG, seed, (1,))[0][0]),
    "calibration.confidence": (lambda f, seed: f(calibration.LONG, seed, (0, 1))),
    "calibration.scored": (lambda f, seed: f(1000, seed)[1]),
    "dead.pre_activations": (lambda f, seed: f(dead.HE, seed)[9]),
    "dead.states": (lambda f, seed: f(dead.TRAINED.but(rate=1, examples=200), seed)),
    "depth.carried_back": (lambda f, seed: f(seed, depth=2)),
    "flow.differences": (lambda f, seed: f(depth.SIGMOID, seed)),
    "flow.factor": (lambda f, seed: f(depth.SIGMOID, seed)),
    "flow.flow": (lambda f, seed: f(depth.SIGMOID, seed).delta[0]),
    "folds.curve": (lambda f, seed: f(3, "relu", seed)[1]),
    "folds.pieces": (lambda f, seed: [f(8, seed + k) for k in (0, 2)]),
    "misprint.astray": (lambda f, seed: f(misprint.PRINTED, "lecun", seed)),
    "misprint.asymmetry": (lambda f, seed: f(seed, True)),
    "misprint.check": (lambda f, seed: f(misprint.PRINTED, seed)),
    "misprint.final_loss": (lambda f, seed: f(seed, False, steps=3)),
    "output.after": (lambda f, seed: f("lecun", seed, 2)),
    "output.first_loss": (lambda f, seed: f("he", seed)),
    "output.largest_share": (lambda f, seed: f("he", seed)),
    "output.threes": (lambda f, seed: f(3, "cross-entropy", seed)),
    "output.untrained": (lambda f, seed: f("he", seed).layers[0].W),
    "points.moved": (lambda f, seed: f(points.MOVES.but(f="tanh", epochs=2), seed)),
    "recipe._trained": (lambda f, seed: f(depth.TANH.but(epochs=1), seed).history.loss),
    "recipe._accuracy": (lambda f, seed: f(depth.TANH.but(epochs=1), seed)),
    "revival.inputs": (lambda f, seed: f(seed)),
    "signs.agreeing": (lambda f, seed: f("sigmoid", 32, seed, batches=3)),
    "signs.one_batch": (lambda f, seed: f("sigmoid", 8, seed)[0]),
    "slopes.epochs": (lambda f, seed: f(slopes.CURVES["σ(z)"], seed)),
    "speed.steps": (lambda f, seed: [f(name, seed) for name in list(speed.RACE)[1:]]),
    "spiral.given_and_new": (lambda f, seed: f(seed)[0][0]),
    "spiral.memorised": (lambda f, seed: f("relu", *spiral.given_and_new(0), seed, epochs=3)),
    "symmetry.stages": (lambda f, seed: f(symmetry.SIXTEEN.but(width=2), seed)[0][0]),
    "valley.inputs": (lambda f, seed: f(0.5, 1.5, seed)),
    "valley.valley": (lambda f, seed: f(0.5, 1.5, seed)[0][-1]),
    # These take recipes or several seeds.
    "depth.DISGUISE": (lambda f, seed: f.network(seed).layers[0].W),
    "leads.lead": (lambda f, seed: f(leads.FEW.but(f="tanh", epochs=3), leads.FEW, [seed])),
    "maxout.descent": (lambda f, seed: f(4, (seed,))[-1][0]),
    "misprint.RECIPES": (lambda f, seed: f[misprint.BIAS].train(seed).history.loss[:9]),
}


def test_every_experiment_that_takes_a_seed_is_called_here():
    assert TAKE_A_SEED.keys() <= CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
def test_an_experiment_varies_with_its_seed_and_with_nothing_else(name):
    module, _, attribute = name.partition(".")
    f = inspect.unwrap(getattr(MODULES[module], attribute))
    one, again, other = (np.asarray(CALLS[name](f, seed)) for seed in (0, 0, 1))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
