"""Tanh."""

import numpy as np

from actcourse import nn
from actcourse.activations import sigmoid, tanh
from actcourse.data import digits
from actcourse.experiments.depth import SMALL, STUCK, TANH, USUAL
from actcourse.experiments.flow import flow
from actcourse.experiments.shift import best_shift

from .ledger import Expected, claim


@claim(
    41,
    says=r"$\tanh x = 2\sigma(x) - 1$.",
    sources={"notes": "Tanh"},
    verdict="wrong",
    truth=r"$\tanh x = 2\sigma(2x) - 1$. "
    r"Without the 2 inside, the same formula gives $\tanh\frac{x}{2}$.",
    note="The article's next line continues with the right fraction, so that it contradicts "
    "itself.",
    taught="tanh#how-far-does-a-shift-take-us",
    error_as_printed=Expected(0.3002, 0.3004, "the largest gap, at x = ±1.06", claimed=0),
    error_with_2x=Expected(0, 1e-15, "rounding"),
)
def identity_with_and_without_the_2(rng):
    x = np.linspace(-8, 8, 16_001)
    return {
        "error_as_printed": np.abs(2 * sigmoid(x) - 1 - tanh(x)).max(),
        "error_with_2x": np.abs(2 * sigmoid(2 * x) - 1 - tanh(x)).max(),
    }


@claim(
    42,
    says=r"$\tanh y = \frac{1 - e^{-y}}{1 + e^{-y}}$.",
    sources={"post": "Tanh"},
    verdict="wrong",
    truth=r"$\tanh y = \frac{1 - e^{-2y}}{1 + e^{-2y}}$. "
    r"The printed fraction is $\tanh\frac{y}{2}$, whose slope at 0 is $\frac12$ and not 1.",
    note="It is the function of claim 41, misprinted in another way.",
    taught="tanh#how-far-does-a-shift-take-us",
    slope_at_0=Expected(0.5 - 1e-9, 0.5 + 1e-9, "half of the slope 1 of tanh", claimed=1),
    gap_to_tanh=Expected(0.3002, 0.3004, "the largest gap, at y = ±1.06", claimed=0),
    gap_to_tanh_half=Expected(0, 1e-15, "rounding"),
)
def fraction_as_printed(rng):
    def printed(y):
        return (1 - np.exp(-y)) / (1 + np.exp(-y))

    y, h = np.linspace(-8, 8, 16_001), 1e-5
    return {
        "slope_at_0": (printed(h) - printed(-h)) / (2 * h),
        "gap_to_tanh": np.abs(printed(y) - tanh(y)).max(),
        "gap_to_tanh_half": np.abs(printed(y) - tanh(y / 2)).max(),
    }


@claim(
    43,
    says=r"$\tanh z = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}$, printed with its exponents and signs "
    "out of place.",
    sources={"lecture": "Choice of activation"},
    verdict="garbled",
    truth="The formula that is meant is right. "
    r"Code that follows it to the letter is not: where $e^{z}$ exceeds the largest float it "
    "divides infinity by infinity, while tanh is 1.",
    taught="tanh#how-far-does-a-shift-take-us",
    error_up_to_5=Expected(0, 1e-14, "rounding", claimed=0),
    float32_nan_from=Expected(89, 89, "float32 ends at the exponential of 88.7"),
    float64_nan_from=Expected(710, 710, "float64 ends at the exponential of 709.8"),
)
def formula_taken_literally(rng):
    def literal(z):
        with np.errstate(over="ignore", invalid="ignore"):
            return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

    z, whole = np.linspace(-5, 5, 1001), np.arange(1.0, 1000)
    return {
        "error_up_to_5": np.abs(literal(z) - tanh(z)).max(),
        "float32_nan_from": whole[np.isnan(literal(whole.astype(np.float32)))][0],
        "float64_nan_from": whole[np.isnan(literal(whole))][0],
    }


@claim(
    44,
    says=r"$\tanh' = 1 - \tanh^2$.",
    sources={"notes": "Tanh", "lecture": "Derivatives of activations"},
    verdict="true",
    truth=r"By the quotient rule, $\tanh' z = 1 - \tanh^2 z$; with $a = \tanh z$ the slope is "
    r"$1 - a^2$, so that the backward pass needs the output alone.",
    taught="tanh#how-steep-is-it",
    error=Expected(0, 1e-9, "what a central difference in float64 leaves", claimed=0),
)
def slope_against_a_difference_quotient(rng):
    z, h = rng.uniform(-5, 5, 1000), 1e-5
    quotient = (tanh(z + h) - tanh(z - h)) / (2 * h)
    return {"error": np.abs(1 - tanh(z) ** 2 - quotient).max()}


@claim(
    45,
    says=r"The output of tanh lies in $(-1, 1)$.",
    sources={"lecture": "Choice of activation"},
    verdict="true",
    truth=r"Every value strictly between $-1$ and 1 is taken, and the ends never are. "
    "In floating point they are: from 20 on the output rounds to exactly 1.",
    taught="tanh#how-far-does-a-shift-take-us",
    share_inside=Expected(1, 1, "all of them", claimed=1),
    missing_at_15=Expected(1.8e-13, 1.9e-13, "the exact value is 1.87e-13"),
    missing_at_20=Expected(0, 0, "the exact value, 8.5e-18, is less than float64 can tell from 0"),
)
def what_is_missing_to_1(rng):
    z = rng.uniform(-15, 15, 10_000)
    return {
        "share_inside": np.mean(np.abs(tanh(z)) < 1),
        "missing_at_15": 1 - tanh(15.0),
        "missing_at_20": 1 - tanh(20.0),
    }


@claim(
    46,
    says="Tanh is the sigmoid, shifted.",
    sources={"lecture": "Choice of activation"},
    verdict="wrong",
    truth=r"$\tanh z = 2\sigma(2z) - 1$: stretched by 2 in both directions, then shifted. "
    "A shift alone, however far up or sideways, misses tanh by at least 0.59 somewhere.",
    taught="tanh#how-far-does-a-shift-take-us",
    best_shift_error=Expected(
        0.589, 0.591, "0.5 at least, since the sigmoid climbs by 1 and tanh by 2", claimed=0
    ),
)
def best_shift_of_the_sigmoid(rng):
    return {"best_shift_error": best_shift()}


@claim(
    47,
    says="The output of tanh has mean 0.",
    sources={"notes": "Tanh", "post": "Tanh"},
    verdict="conditional",
    truth="Tanh is odd, so the output has mean 0 where the pre-activations are symmetric about 0. "
    "An offset in them comes out as an offset.",
    taught="tanh#are-its-outputs-centred",
    mean_around_0=Expected(-0.01, 0.01, "0, and five standard errors", claimed=0),
    mean_around_1=Expected(0.54, 0.56, "0.550, and more than five standard errors", claimed=0),
)
def mean_output(rng):
    z = rng.standard_normal(100_000)
    return {
        "mean_around_0": tanh(z).mean(),
        "mean_around_1": tanh(z + 1).mean(),
    }


@claim(
    48,
    says="Tanh is always better than the sigmoid.",
    sources={"notes": "Tanh", "lecture": "Choice of activation"},
    verdict="conditional",
    truth="In hidden layers, with the usual start and the usual learning rate, it is far better. "
    "Sigmoids with four times larger weights and a higher rate come close: the two kinds of "
    "networks can compute the same functions, and this start is nearly that of tanh. "
    "For a probability or a gate, values from 0 to 1 are wanted.",
    taught="tanh#how-can-equal-functions-learn-differently",
    tanh_right=Expected(0.93, 1, "three hidden layers and epochs: over 30 seeds .96 to .98"),
    sigmoid_right=Expected(0, 0.25, "the same start and rate: over 30 seeds .08 to .18"),
    sigmoid_4x_right=Expected(0.9, 1, "over 30 seeds .94 to .98"),
)
def tanh_against_two_starts_of_the_sigmoid(rng):
    three = TANH.but(depth=3, epochs=3)
    large = three.but(f="sigmoid", init=nn.lecun(gain=4), rate=0.8)
    return {
        "tanh_right": three.train(rng).accuracy,
        "sigmoid_right": three.but(f="sigmoid").train(rng).accuracy,
        "sigmoid_4x_right": large.train(rng).accuracy,
    }


@claim(
    49,
    says="Because its mean can be 0, tanh does not make a network hard to train.",
    sources={"post": "Tanh"},
    verdict="wrong",
    truth="Centred outputs are not enough: the scale of the weights decides. "
    "After two epochs, three centred layers that start with weights of size 0.01 still guess, and "
    r"with $1/\sqrt n$ they have learned.",
    taught="tanh#is-being-centred-enough",
    mean_over_std=Expected(0, 0.01, "centred, every unit of the third layer: over 30 seeds .001"),
    right_with_small=Expected(0, 0.2, "one digit in ten is a guess", claimed=0.95),
    right_with_usual=Expected(0.92, 1, "over 30 seeds .94 to .98"),
)
def centred_layers_that_do_not_learn(rng):
    d, small = digits(), STUCK.but(epochs=2)
    a = nn.record(small.network(rng), d.X_train, d.y_train).a[2]
    return {
        "mean_over_std": np.abs(a.mean(axis=0)).max() / a.std(),
        "right_with_small": small.train(rng).accuracy,
        "right_with_usual": small.but(init=USUAL).train(rng).accuracy,
    }


@claim(
    50,
    says="The derivative of tanh is saturating, and with tanh gradients vanish too.",
    sources={"post": "Tanh", "lecture": "Choice of activation"},
    verdict="true",
    truth="Tanh saturates at both ends: it nears a horizontal line, and its slope tends to 0. "
    r"With weights of size $1/\sqrt n$ about a third of the "
    r"error signal is left after nine layers.",
    note="It is tanh that saturates, not its derivative. "
    "How much vanishes depends on the weights: with size 0.01 hardly a ten-billionth is left.",
    taught="tanh#how-steep-is-it",
    slope_at_3=Expected(0.0098, 0.0099, "the exact value is 0.00987"),
    left_with_usual=Expected(0.2, 0.5, "nine factors of about 0.89: over 30 seeds .25 to .43"),
    left_with_small=Expected(1e-11, 1e-9, "nine factors of about 0.08"),
)
def signal_left_after_nine_layers(rng):
    def left(init):
        delta = nn.rms_by_layer(flow(TANH.but(depth=10, init=init), rng).delta)
        return delta[0] / delta[9]

    return {
        "slope_at_3": tanh.derivative(3.0),
        "left_with_usual": left(USUAL),
        "left_with_small": left(SMALL),
    }


@claim(
    51,
    says="Until ReLU came, there was no good method against vanishing gradients.",
    sources={"post": "ReLU"},
    verdict="conditional",
    truth="Scaling the weights helps, and LeCun et al. recommended it in 1998. "
    "The LSTM of 1997 is another answer. "
    "Normalization and residual connections came after ReLU, and help as well. "
    "ReLU alone does not help: with small weights it guesses after two epochs, as tanh does.",
    taught="tanh#did-the-cure-have-to-wait-for-relu",
    stuck_right=Expected(0, 0.2, "one digit in ten is a guess"),
    scaled_right=Expected(0.92, 1, "over 30 seeds .94 to .98"),
    relu_right=Expected(0, 0.2, "one digit in ten is a guess", claimed=0.95),
)
def rescues_of_three_stuck_layers(rng):
    stuck = STUCK.but(epochs=2)
    return {
        "stuck_right": stuck.train(rng).accuracy,
        "scaled_right": stuck.but(init=USUAL).train(rng).accuracy,
        "relu_right": stuck.but(f="relu").train(rng).accuracy,
    }
