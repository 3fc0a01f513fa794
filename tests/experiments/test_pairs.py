"""What is stored of hundreds of pairs is what training gives, and says what the lessons say."""

import json

import numpy as np
import pytest

from actcourse.data import digits
from actcourse.experiments import pairs
from actcourse.experiments.leads import FEW, RIVALS, confidence_interval
from actcourse.experiments.pairs import STORED

LINES = {pairs.line(recipe): recipe for recipe in STORED}
IMAGES = len(digits().X_test)


def test_each_recipe_is_stored_once_under_its_own_line():
    assert json.loads(pairs.FILE.read_text(encoding="utf-8")).keys() == LINES.keys()
    assert len(LINES) == len(STORED)


@pytest.mark.parametrize("recipe", LINES.values(), ids=LINES)
def test_as_many_are_stored_as_its_line_says_and_each_is_a_count_of_images(recipe):
    right = pairs.right(recipe)
    assert len(right) == STORED[recipe]
    assert right.min() > IMAGES / 2
    assert right.max() <= IMAGES
    assert len(set(right)) > 3


def same(recipe, seeds):
    """Whether training gives what is stored, but for an image here and there."""
    off = np.abs(pairs.trained(recipe, seeds) - pairs.right(recipe)[list(seeds)])
    return np.mean(off == 0) >= 0.8 and off.max() <= 3


@pytest.mark.parametrize("name", ["ReLU", "PReLU, one α a layer", "tanh"])
def test_training_the_first_two_again_gives_what_is_stored(name):
    assert same(RIVALS[name], range(2))


def test_another_recipe_is_not_what_is_stored():
    off = pairs.trained(FEW, range(5)) - pairs.right(RIVALS["tanh"])[:5]
    assert np.mean(off == 0) < 0.8


@pytest.mark.slow
@pytest.mark.parametrize("recipe", LINES.values(), ids=LINES)
def test_training_drawn_ones_again_gives_what_is_stored(recipe):
    drawn = np.random.default_rng(0).choice(STORED[recipe], 12, replace=False)
    assert same(recipe, drawn)


def test_a_lead_is_in_points_and_falls_to_the_first():
    one, other = RIVALS["tanh"], RIVALS["ReLU"]
    ahead = pairs.lead(one, other, 50)
    assert ahead == pytest.approx(100 * (pairs.right(one) - pairs.right(other))[:50] / IMAGES)
    assert np.array_equal(pairs.lead(other, one, 50), -ahead)


def test_lots_of_pairs_are_judged_each_by_its_own_interval():
    tanh, relu = RIVALS["tanh"], RIVALS["ReLU"]
    said = pairs.verdicts(tanh, relu)
    assert sum(said.values()) == 30
    ahead = pairs.lead(tanh, relu, 300)
    lots = [confidence_interval(ahead[k : k + 10]) for k in range(0, 300, 10)]
    assert said["unclear"] == sum(0 in lot for lot in lots)
    back = pairs.verdicts(relu, tanh)
    assert (back["ahead"], back["behind"]) == (said["behind"], said["ahead"])


def test_more_pairs_than_are_stored_are_refused():
    with pytest.raises(ValueError, match="300 pairs are stored, not 301"):
        pairs.lead(RIVALS["tanh"], RIVALS["ReLU"], 301)


def test_a_recipe_that_is_not_stored_is_refused():
    with pytest.raises(KeyError):
        pairs.right(FEW.but(rate=0.2))
