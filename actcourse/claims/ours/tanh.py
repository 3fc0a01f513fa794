"""Findings of the chapter on tanh."""

import numpy as np
from scipy.special import ndtri

from actcourse import nn
from actcourse.experiments.depth import DISGUISE, TANH
from actcourse.experiments.flow import factor
from actcourse.experiments.shift import best_shift

from ..ledger import Expected, control, finding

FIVE = TANH.but(depth=5)


@finding(
    "tanh/shift-alone",
    says="The best of all shifts of the sigmoid, up and sideways, misses tanh by 0.59 somewhere.",
    taught="tanh#how-far-does-a-shift-take-us",
    gap=Expected(0.589, 0.591, "above 0.5: the sigmoid climbs by 1 in all and tanh by 2"),
)
def best_of_all_shifts(rng):
    return {"gap": best_shift()}


@finding(
    "tanh/start-decides",
    says="Five layers of sigmoids that start as tanh in disguise read over nine digits in ten at "
    "the rate at which the usual start leaves them guessing: it is the start that decides.",
    taught="tanh#how-can-equal-functions-learn-differently",
    slow=True,
    disguised=Expected(0.88, 0.97, "over 12 seeds .91 to .95"),
    usual=Expected(0, 0.2, "one digit in ten is a guess"),
)
def two_starts_of_five_sigmoid_layers(rng):
    return {
        "disguised": DISGUISE.but(depth=5).train(rng).accuracy,
        "usual": FIVE.but(f="sigmoid").train(rng).accuracy,
    }


@control(
    "tanh/start-decides",
    says="Were it the rate, a rate 16 times as large would get the usual start to learn: "
    "it still guesses.",
    slow=True,
    usual_at_rate_16x=Expected(0, 0.2, "one digit in ten is a guess"),
)
def a_larger_rate_for_the_usual_start(rng):
    return {"usual_at_rate_16x": FIVE.but(f="sigmoid", rate=1.6).train(rng).accuracy}


def settled(gain, layers=200):
    """Size of the outputs after so many wide layers, and the factor on the error signal there."""
    u, size = ndtri((np.arange(100_000) + 0.5) / 100_000), 1.0  # normal, evenly by probability
    for _ in range(layers):
        a = np.tanh(gain * size * u)
        size = np.sqrt(np.mean(a**2))
    return size, gain * np.sqrt(np.mean((1 - a**2) ** 2))


@finding(
    "tanh/critical-gain",
    says="In many wide layers of tanh, gain 1 is critical: below it the outputs fade to 0, above "
    "it they settle at a size of their own and the error signal grows.",
    taught="tanh#which-scale-is-right",
    size_at_09=Expected(0, 1e-9, "0.9 to the power of 200 is 7e-10"),
    back_at_09=Expected(0.8999, 0.9001, "the slope is 1 where the outputs have faded"),
    size_at_11=Expected(0.302, 0.306, "where gain and flattening balance"),
    back_at_11=Expected(1.004, 1.007, "half a percent a layer"),
)
def outputs_and_error_signal_after_200_layers(rng):
    (below, back_below), (above, back_above) = settled(0.9), settled(1.1)
    return {
        "size_at_09": below,
        "back_at_09": back_below,
        "size_at_11": above,
        "back_at_11": back_above,
    }


@finding(
    "tanh/two-gains",
    says="In ten layers of 64 units the error signal grows by about a tenth per layer on its way "
    "back at gain 5/3, and shrinks by about a tenth at gain 1.",
    taught="tanh#which-scale-is-right",
    back_at_1=Expected(0.84, 0.93, "over 12 seeds .86 to .91"),
    back_at_5_3=Expected(1.07, 1.12, "over 12 seeds 1.09 to 1.11"),
)
def factor_per_layer_at_two_gains(rng):
    return {
        f"back_at_{name}": factor(TANH.but(depth=10, init=nn.lecun(gain=gain)), rng)
        for name, gain in {"1": 1, "5_3": 5 / 3}.items()
    }
