"""The measurements behind the exercises on maxout that ask for a number or a letter."""

import numpy as np
import pytest

from actcourse import nn
from actcourse.exercises import EXERCISES
from actcourse.experiments.maxout import unit


@pytest.mark.parametrize("seed", range(5))
def test_the_price_of_a_layer_and_what_one_example_reaches(seed):
    rng = np.random.default_rng(seed)
    layer = nn.Maxout(3, 2, pieces=4, rng=rng)
    layer.backward(np.ones_like(layer.forward(rng.normal(size=(1, 3)))))
    found = (
        layer.W.size + layer.b.size,
        np.count_nonzero(layer.dW) + np.count_nonzero(layer.db),
    )
    for number, wanted in zip(found, EXERCISES["maxout/price"].quantities, strict=True):
        assert wanted.within.low == number == wanted.within.high


def test_the_smallest_numbers_of_lines_for_the_parabola():
    def error(k, lift):
        touch = (2 * np.arange(k) + 1) / k - 1
        x = np.linspace(-1, 1, 2 * k + 1)
        return np.abs(unit(x, 2 * touch, lift - touch**2) - x**2).max()

    lifts = (lambda k: 0.0, lambda k: 1 / (2 * k**2))
    for lift, wanted in zip(lifts, EXERCISES["maxout/pieces"].quantities, strict=True):
        enough = [k for k in range(1, 20) if error(k, lift(k)) < 0.01 - 1e-12]
        assert wanted.within.low == enough[0] == wanted.within.high


def test_the_lines_of_the_hinge_draw_it():
    w1, b1, w2, b2 = (wanted.within.low for wanted in EXERCISES["maxout/hinge"].quantities)
    x = np.linspace(-3, 7, 101)
    hinge = np.where(x < 2, 1 - (x - 2) / 2, 1 + 3 * (x - 2))
    assert unit(x, np.array([w1, w2]), np.array([b1, b2])) == pytest.approx(hinge)


CANDIDATES = {
    "a": (np.sin, np.linspace(-np.pi, np.pi, 201)),
    "c": (np.exp, np.linspace(-2, 2, 201)),
    "d": (lambda x: np.where(x < 0, 2 * x, x), np.linspace(-1, 1, 201)),
    "e": (lambda x: np.abs(np.abs(x) - 1), np.linspace(-2, 2, 201)),
}


@pytest.mark.parametrize("letter", CANDIDATES)
def test_the_right_letter_alone_is_a_convex_function(letter):
    f, x = CANDIDATES[letter]
    convex = bool(np.all(np.diff(f(x), 2) > -1e-12))
    assert convex == (letter == EXERCISES["maxout/reach"].right)
