"""The recipe says what is done, and what it says is done."""

import re
from functools import partial
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest

from actcourse import experiments, nn
from actcourse.activations import leaky_relu
from actcourse.data import digits
from actcourse.experiments import Recipe
from actcourse.experiments.recipe import Run, said, together

MODULES = [
    import_module(f"actcourse.experiments.{m.name}") for m in iter_modules(experiments.__path__)
]
LINE = re.compile(
    r"(digits [\d,]+/360 · 64-.*10|(spiral|circles|XOR) [\d/]+\D* · 2-.*[23]) \S.* · .+ "
    r"rate [\d.]+ · batches of \d+ · "
    r"(\d+ epochs?|until \d+% are right) · \d+ starts?"
)


# Every recipe of the experiments, once, by its line.
RECIPES = {
    str(recipe): recipe
    for module in MODULES
    for value in vars(module).values()
    for recipe in (value.values() if isinstance(value, dict) else [value])
    if isinstance(recipe, Recipe)
}


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_every_recipe_says_itself_in_one_line_of_one_form(recipe):
    assert LINE.fullmatch(str(recipe)), str(recipe)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_networks_have_the_layers_that_the_recipe_says_and_vary_with_the_seed(recipe):
    inputs = [layer.W.shape[0] for layer in recipe.network(0).layers if hasattr(layer, "W")]
    assert inputs == [recipe.sides[0], *[recipe.width] * recipe.depth]
    first, again, other = (recipe.network(seed).layers[0].W for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    # Constant weights are the same at any seed: there it tells the order of the batches alone.
    assert np.array_equal(first, other) == (np.ptp(first) == 0)


def test_the_line_of_a_recipe_names_all_that_differs_from_the_usual():
    usual = Recipe("tanh", depth=3)
    assert str(usual) == (
        "digits 1,437/360 · 64-64-64-64-10 tanh · LeCun normal · SGD rate 0.1 · batches of 32 · "
        "30 epochs · 3 starts"
    )
    changes = {
        "f": leaky_relu.bind(negative_slope=0.2),
        "depth": 5,
        "width": 16,
        "init": nn.normal(std=0.5),
        "bias": nn.constant(value=1),
        "batch_norm": True,
        "dtype": np.float32,
        "optimizer": partial(nn.SGD, momentum=0.9),
        "rate": 0.25,
        "batch": 7,
        "epochs": 1,
        "examples": 200,
        "starts": 1,
    }
    lines = {str(usual.but(**{name: value})) for name, value in changes.items()}
    assert len(lines | {str(usual)}) == len(changes) + 1
    assert str(usual.but(**changes)) == (
        "digits 200/360 · 64-5×16-10 leaky_relu (negative_slope 0.2) · normal (std 0.5) · "
        "biases constant weights (value 1) · batch norm · float32 · SGD (momentum 0.9) rate 0.25 · "
        "batches of 7 · 1 epoch · 1 start"
    )


def test_several_recipes_say_in_one_line_where_they_differ():
    usual = Recipe("tanh", depth=3)
    both = together([usual, usual.but(init="he"), usual.but(rate=0.2)])
    assert both == (
        "digits 1,437/360 · 64-64-64-64-10 tanh · LeCun normal or He normal · SGD rate 0.1 or "
        "SGD rate 0.2 · batches of 32 · 30 epochs · 3 starts"
    )


def watched(monkeypatch):
    """What `nn.fit` is called with, in a dict that fills when something trains."""
    calls, fit = {}, nn.fit

    def watching(net, X, y, **options):
        calls.update(options, net=net, examples=len(X))
        return fit(net, X, y, **options)

    monkeypatch.setattr(nn, "fit", watching)
    return calls


def test_training_follows_every_field(monkeypatch):
    calls = watched(monkeypatch)
    recipe = Recipe(
        "relu",
        depth=3,
        width=8,
        init="he",
        bias=nn.constant(value=0.5),
        batch_norm=True,
        dtype=np.float32,
        optimizer=partial(nn.SGD, momentum=0.9),
        rate=0.02,
        batch=50,
        epochs=2,
        examples=200,
        watch=("train", "test"),
    )
    before, run = recipe.network(0), recipe.train(0)
    assert calls["net"] is run.net
    assert (calls["epochs"], calls["batch"], calls["examples"]) == (2, 50, 200)
    assert (calls["optimizer"].lr, calls["optimizer"].momentum) == (0.02, 0.9)
    assert len(run.history.loss) == 2 * 4
    assert [len(run.history.accuracy[part]) for part in ("train", "test")] == [2, 2]
    assert run.net.dtype == np.float32
    assert (before.layers[0].b == 0.5).all()
    assert [type(layer).__name__ for layer in before.layers] == [
        *["Dense", "BatchNorm", "Activate"] * 3,
        "Dense",
    ]
    assert before.layers[0].W.std() == pytest.approx(np.sqrt(2 / 64), rel=0.1)


def test_a_run_reports_the_digits_it_has_learned_from_and_those_of_the_test():
    run, d = Recipe("relu", examples=100, epochs=3).train(0), digits()
    assert len(set(run.rows)) == 100
    assert run.learned == nn.accuracy(run.net, d.X_train[run.rows], d.y_train[run.rows])
    assert run.accuracy == nn.accuracy(run.net, d.X_test, d.y_test)
    assert isinstance(run, Run)


def test_one_generator_draws_all_unless_the_recipe_says_reseed():
    d = digits()
    for reseed in (False, True):
        recipe = Recipe("tanh", depth=1, epochs=1, reseed=reseed)
        rng = np.random.default_rng(3)
        net = nn.mlp([64, 64, 10], "tanh", rng=rng)
        nn.fit(net, d.X_train, d.y_train, epochs=1, rng=np.random.default_rng(3) if reseed else rng)
        assert all(map(np.array_equal, recipe.train(3).net.parameters(), net.parameters()))


def test_a_generator_goes_on_where_it_stands():
    recipe, rng = Recipe("tanh", depth=1, epochs=1, examples=50), np.random.default_rng(0)
    first, second = recipe.train(rng), recipe.train(rng)
    assert np.array_equal(first.rows, recipe.train(0).rows)
    assert not np.array_equal(first.rows, second.rows)


def test_stages_lead_to_where_training_leads():
    recipe = Recipe("tanh", depth=1, epochs=3, examples=50)
    *_, (last, accuracy) = [(run.net, run.accuracy) for run in recipe.stages(0, (0, 1, 3))]
    whole = recipe.train(0)
    assert all(map(np.array_equal, last.parameters(), whole.net.parameters()))
    assert accuracy == whole.accuracy


def test_equal_recipes_share_what_is_trained_however_many_starts_they_take():
    one, other = (Recipe("tanh", depth=1, init=nn.lecun(gain=2), epochs=0) for _ in range(2))
    assert one == other
    assert one.trained(0) is other.but(starts=7).trained(0)
    assert one.trained(0) is not one.but(init=nn.lecun(gain=3)).trained(0)
    assert one.trained(0) is not one.trained(1)
    assert len(other.but(starts=7).accuracies()) == 7


def test_what_learns_something_else_says_it_in_the_same_line():
    line = said(
        data="spiral 60/300",
        net="2-100-100-3 relu",
        start="He normal",
        optimizer=nn.Adam,
        rate=0.01,
        end="100 epochs",
    )
    assert line == (
        "spiral 60/300 · 2-100-100-3 relu · He normal · Adam rate 0.01 · all in every step · "
        "100 epochs · 1 start"
    )
