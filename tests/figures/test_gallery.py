"""The gallery: facts that have a closed form, and a card for everything in the registry."""

import math

import pytest
from scipy.special import ndtr

from actcourse.activations import ACTIVATIONS
from actcourse.book import gallery
from actcourse.explore import medium
from actcourse.figures.gallery import ELEMENTWISE, facts

RELU_MEAN = 1 / math.sqrt(2 * math.pi)


@pytest.mark.parametrize(
    ("name", "fact", "value"),
    [
        ("identity", "mean", 0),
        ("identity", "variance", 1),
        ("relu", "mean", RELU_MEAN),
        ("relu", "variance", 0.5 - RELU_MEAN**2),
        ("relu", "gain", math.sqrt(2)),
        ("relu", "flat", 0.5),
        ("step", "flat", 1),
        ("hard_tanh", "flat", 2 * ndtr(-1.0)),
        ("elu", "mean", RELU_MEAN + math.exp(0.5) * ndtr(-1.0) - 0.5),
        ("selu", "mean", 0),
        ("selu", "variance", 1),
    ],
)
def test_facts_agree_with_their_closed_forms(name, fact, value):
    assert getattr(facts(name), fact) == pytest.approx(value, abs=1e-4)


@pytest.fixture(scope="module")
def cards():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(medium.VARIABLE, "book")
        return gallery.cards()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_a_card_with_formula_and_source(cards, name):
    f = ACTIVATIONS[name]
    assert f"### {name}" in cards
    assert f.tex in cards
    assert f.derivative_tex in cards
    assert not f.paper or f"{{cite}}`{f.paper}`" in cards


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_every_elementwise_activation_has_its_picture(cards, name):
    assert f'id="gallery-{name.replace("_", "-")}"' in cards
