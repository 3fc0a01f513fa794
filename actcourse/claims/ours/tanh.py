"""Findings of the chapter on tanh."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

from actcourse import nn
from actcourse.activations import sigmoid, tanh
from actcourse.data import digits
from actcourse.experiments import Recipe
from actcourse.experiments.depth import (
    DISGUISE,
    FIVE,
    FIVE_STARTS,
    LARGE,
    RESCUES,
    SMALL,
    STUCK,
    TANH,
    carried_back,
    in_sigmoids,
)
from actcourse.experiments.flow import factor, flow
from actcourse.experiments.shift import best_shift
from actcourse.experiments.slopes import CURVES

from ..ledger import Expected, control, finding

EQUALS = "tanh#how-can-equal-functions-learn-differently"
ENOUGH = "tanh#is-being-centred-enough"
SCALE = "tanh#which-scale-is-right"


@finding(
    "tanh/shift-alone",
    says="The best of all shifts of the sigmoid, up and sideways, misses tanh by 0.59 somewhere.",
    taught="tanh#how-far-does-a-shift-take-us",
    gap=Expected(0.589, 0.591, "above 0.5: the sigmoid climbs by 1 in all and tanh by 2"),
)
def best_of_all_shifts(rng):
    return {"gap": best_shift()}


@finding(
    "tanh/misprints",
    says="Both printed formulas without the inner 2 give $\\tanh\\frac{x}{2}$, off by up to 0.300.",
    taught="tanh#how-far-does-a-shift-take-us",
    right=Expected(0, 1e-14, "2σ(2x) - 1 against tanh, rounding"),
    gap=Expected(0.2995, 0.3005, "evaluated, at ±1.06"),
    from_half=Expected(0, 1e-14, "both against tanh(x/2), rounding"),
)
def gaps_of_the_printed_formulas(rng):
    x = np.linspace(-8, 8, 16_001)
    first, second = 2 * sigmoid(x) - 1, (1 - np.exp(-x)) / (1 + np.exp(-x))
    return {
        "right": np.abs(2 * sigmoid(2 * x) - 1 - tanh(x)).max(),
        "gap": np.abs(first - tanh(x)).max(),
        "from_half": np.abs([first, second] - tanh(x / 2)).max(),
    }


@finding(
    "tanh/steeper",
    says="Tanh is the steeper one in the middle, four times at 0, and beyond 1.663 the flatter "
    "one: its slope falls below 0.01 at 2.993, that of the sigmoid at 4.585.",
    taught="tanh#how-steep-is-it",
    at_0=Expected(4, 4, "1 against 1/4"),
    crossing=Expected(1.6625, 1.6635, "evaluated on a grid of 0.0001"),
    tanh_flat=Expected(2.9925, 2.9935, "artanh √0.99 is 2.9932"),
    sigmoid_flat=Expected(4.5845, 4.5855, "arcosh 49 is 4.5849"),
)
def slopes_of_both(rng):
    z = np.linspace(0, 6, 60_001)
    t, s = tanh.derivative(z), sigmoid.derivative(z)
    return {
        "at_0": t[0] / s[0],
        "crossing": z[t < s][0],
        "tanh_flat": z[t < 0.01][0],
        "sigmoid_flat": z[s < 0.01][0],
    }


@finding(
    "tanh/twin",
    says="Every network of tanh units has a twin of sigmoids that computes the same: no argument "
    "about what tanh can express tells them apart.",
    taught=EQUALS,
    apart=Expected(0, 1e-11, "rounding, five layers"),
)
def outputs_of_a_network_and_its_twin(rng):
    net, X = FIVE.network(rng), digits().X_test
    return {"apart": np.abs(in_sigmoids(net)(X) - net(X)).max()}


def last_loss(recipe, seed):
    return recipe.trained(seed).history.epoch_loss[-1]


@finding(
    "tanh/four-times",
    says="With one hidden layer the disguise does at rate 0.4 what tanh does at 0.1, and at 0.1 "
    "it is left with more than twice the loss.",
    taught=EQUALS,
    at_04=Expected(
        0.95, 1.06, "its loss after 8 epochs over that of tanh; over 12 seeds .995 to 1.016"
    ),
    at_01=Expected(2.2, 3.2, "its loss over that of tanh, over 12 seeds 2.5 to 2.8"),
)
def losses_of_the_disguise_over_that_of_tanh(rng):
    seed, twin = int(rng.integers(2**31)), DISGUISE.but(depth=1)
    plain = last_loss(TANH.but(depth=1), seed)
    return {
        "at_04": last_loss(twin.but(rate=0.4), seed) / plain,
        "at_01": last_loss(twin, seed) / plain,
    }


@finding(
    "tanh/short-and-askew",
    says="After one epoch the disguise steps a quarter as far as tanh in its first layer, in the "
    "same direction; between hidden layers it steps by a tenth to a fifth, in another direction, "
    "where at the start it was about a sixteenth.",
    taught=EQUALS,
    first=Expected(0.25 - 1e-9, 0.25 + 1e-9, "by the chain rule"),
    shortest=Expected(0.07, 0.16, "of the layers between, over 12 seeds .09 to .13"),
    longest=Expected(0.09, 0.22, "of the layers between, over 12 seeds .11 to .17"),
    longest_at_the_start=Expected(0.0625, 0.075, "of the layers between; 1/16 is .0625"),
    first_cosine=Expected(1 - 1e-9, 1 + 1e-9, "by the chain rule"),
    least_cosine=Expected(0.2, 0.6, "of the layers between, over 12 seeds .27 to .54"),
    largest_cosine=Expected(0.4, 0.8, "of the layers between, over 12 seeds .45 to .72"),
)
def a_step_carried_back(rng):
    lengths, cosines = carried_back(rng).T
    return {
        "first": lengths[0],
        "shortest": lengths[1:5].min(),
        "longest": lengths[1:5].max(),
        "longest_at_the_start": carried_back(rng, epochs=0)[1:5, 0].max(),
        "first_cosine": cosines[0],
        "least_cosine": cosines[1:5].min(),
        "largest_cosine": cosines[1:5].max(),
    }


@finding(
    "tanh/fair-race",
    says="With five layers the disguise at rate 1.6 ends below the loss of tanh at 0.1 from most "
    "starts, and tanh at a rate of its own, 0.2, ends lower still.",
    taught=EQUALS,
    slow=True,
    disguise_over_tanh=Expected(
        0.25, 1.4, "losses of the last of 8 epochs, at rates 1.6 and 0.1; over 12 seeds .44 to 1.05"
    ),
    tanh_over_disguise=Expected(0.2, 1, "at rates 0.2 and 1.6, over 12 seeds .32 to .87"),
)
def last_losses_of_five_layers(rng):
    seed = int(rng.integers(2**31))
    fast = last_loss(DISGUISE.but(depth=5, rate=1.6), seed)
    return {
        "disguise_over_tanh": fast / last_loss(FIVE, seed),
        "tanh_over_disguise": last_loss(FIVE.but(rate=0.2), seed) / fast,
    }


@finding(
    "tanh/start-decides",
    says="Five layers of sigmoids that start as tanh in disguise read over nine digits in ten at "
    "the rate at which the usual start leaves them guessing: it is the start that decides.",
    taught=EQUALS,
    slow=True,
    disguised=Expected(0.88, 1, "over 5 seeds .931 to .964"),
    usual=Expected(0, 0.2, "one digit in ten is a guess"),
)
def two_starts_of_five_sigmoid_layers(rng):
    return {
        "disguised": DISGUISE.but(depth=5).train(rng).accuracy,
        "usual": FIVE.but(f="sigmoid").train(rng).accuracy,
    }


@control(
    "tanh/start-decides",
    says="Were it the rate, one that is 16 or 250 times as large would get the usual start to "
    "learn: it still guesses.",
    slow=True,
    usual_at_rate_16x=Expected(0, 0.2, "one digit in ten is a guess"),
    usual_at_rate_250x=Expected(0, 0.2, "one digit in ten is a guess"),
)
def larger_rates_for_the_usual_start(rng):
    usual = FIVE.but(f="sigmoid")
    return {
        "usual_at_rate_16x": usual.but(rate=1.6).train(rng).accuracy,
        "usual_at_rate_250x": usual.but(rate=25).train(rng).accuracy,
    }


@finding(
    "tanh/weights-first",
    says="Of the two parts of the disguise's start its weights are indispensable: alone they bring "
    "five layers most of the way, and at rate 0.8 over nine digits in ten; its biases alone leave "
    "them guessing.",
    taught=EQUALS,
    slow=True,
    weights=Expected(0.5, 0.95, "over 5 seeds .74 to .86"),
    weights_faster=Expected(0.87, 1, "at rate 0.8"),
    biases=Expected(0, 0.2, "one digit in ten is a guess"),
)
def each_part_of_the_start(rng):
    starts = {
        "weights": "weights of the disguise",
        "weights_faster": "its weights, rate 0.8",
        "biases": "biases of the disguise",
    }
    return {part: FIVE_STARTS[start].train(rng).accuracy for part, start in starts.items()}


@finding(
    "tanh/recipe",
    says="That the usual start of five sigmoid layers guesses after 8 epochs belongs to plain "
    "gradient descent with one rate: rates for each layer, or Adam at rate 0.01, get it going, "
    "and Adam at rate 0.1 guesses as well.",
    taught=EQUALS,
    slow=True,
    rates_per_layer=Expected(
        0.25, 0.98, "4 times larger per layer downward; over 5 seeds .32 to .87"
    ),
    adam=Expected(0.7, 1, "at rate 0.01, over 5 seeds .78 to .95"),
    adam_at_01=Expected(0, 0.2, "at rate 0.1; one digit in ten is a guess"),
)
def the_usual_start_by_other_recipes(rng):
    return {
        "rates_per_layer": FIVE_STARTS["sigmoid, 1/√n, rates × 4"].train(rng).accuracy,
        "adam": FIVE_STARTS["sigmoid, Adam, rate 0.01"].train(rng).accuracy,
        "adam_at_01": FIVE_STARTS["sigmoid, Adam, rate 0.1"].train(rng).accuracy,
    }


@finding(
    "tanh/slope-of-five",
    says="From the usual start at rate 0.1, five layers of $\\sigma(z) - \\frac12$, centred and "
    "flat, guess after 8 epochs; those of $\\sigma(4z)$ and of $1 + \\tanh z$, positive and "
    "steep, read most digits.",
    taught=EQUALS,
    slow=True,
    centred=Expected(0, 0.2, "one digit in ten is a guess"),
    steep=Expected(0.9, 1, "of σ(4z)"),
    lifted_tanh=Expected(0.7, 1, "of 1 + tanh z"),
)
def five_layers_by_sign_and_slope(rng):
    names = {"centred": "σ(z) - 1/2", "steep": "σ(4z)", "lifted_tanh": "tanh(z) + 1"}
    return {n: FIVE.but(f=CURVES[curve].f).train(rng).accuracy for n, curve in names.items()}


@finding(
    "tanh/lead",
    says="Over 20 pairs tanh at rate 0.1 is ahead of its disguise at 0.8 by less than a point on "
    "average, with a standard error of about a sixth of a point.",
    taught=EQUALS,
    slow=True,
    points=Expected(-0.1, 1, "mean of 20 pairs, over 5 seeds .19 to .65"),
    standard_error=Expected(0.1, 0.3, "of that mean, over 5 seeds .15 to .19"),
    tanh_lowest=Expected(0.96, 0.99, "of 20 networks, over 5 seeds .972 to .981"),
    disguise_lowest=Expected(0.92, 0.985, "of 20 networks, over 5 seeds .961 to .972"),
)
def twenty_pairs_of_tanh_and_its_disguise(rng):
    seeds = rng.integers(2**31, size=20)
    twin = DISGUISE.but(depth=5, rate=0.8)
    right = np.array([[FIVE.accuracy(seed), twin.accuracy(seed)] for seed in seeds])
    points = 100 * (right[:, 0] - right[:, 1])
    return {
        "points": points.mean(),
        "standard_error": points.std(ddof=1) / np.sqrt(len(points)),
        "tanh_lowest": right[:, 0].min(),
        "disguise_lowest": right[:, 1].min(),
    }


@finding(
    "tanh/centred",
    says="Tanh passes an offset on: pre-activations with mean 1 and standard deviation 1 give "
    "outputs with mean 0.550, and with mean 0 outputs with mean 0.",
    taught="tanh#are-its-outputs-centred",
    mean_at_0=Expected(-0.01, 0.01, "0, as tanh is odd"),
    mean_at_1=Expected(0.545, 0.555, "the integral is .5504"),
)
def mean_outputs_for_two_means(rng):
    u = rng.standard_normal(200_000)
    return {"mean_at_0": tanh(u).mean(), "mean_at_1": tanh(1 + u).mean()}


@finding(
    "tanh/offsets",
    says="On centred digits the mean outputs of the units stay within 0.1 of 0 on average, before "
    "training and after, and grow.",
    taught="tanh#are-its-outputs-centred",
    before=Expected(0, 0.02, "of the third layer, over 12 seeds .007 to .01"),
    after=Expected(0.03, 0.12, "of the third layer, over 12 seeds .046 to .07"),
)
def mean_outputs_of_the_third_layer(rng):
    X = digits().X_train
    stages = TANH.but(depth=3).stages(rng, (0, 8))
    before, after = [
        np.abs(nn.record(r.net, X, r.data.y_train).a[2].mean(axis=0)).mean() for r in stages
    ]
    return {"before": before, "after": after}


@finding(
    "tanh/scale",
    says="Being centred is not enough, for the scale of the weights decides: after 8 epochs three "
    "layers and eight guess at 0.01 and read nearly all digits at $1/\\sqrt n$; at 1 three read "
    "about three in four, and eight less than two in three.",
    taught=ENOUGH,
    slow=True,
    small_3=Expected(0, 0.2, "one digit in ten is a guess"),
    small_8=Expected(0, 0.2, "one digit in ten is a guess"),
    large_3=Expected(0.65, 0.85, "over 8 seeds near .77"),
    large_8=Expected(0.3, 0.66, "over 5 seeds .38 to .5"),
    usual_3=Expected(0.95, 1, "over 8 seeds above .97"),
    usual_8=Expected(0.95, 1, "over 5 seeds .981 to .989"),
)
def right_by_the_scale_of_the_weights(rng):
    sizes = {"small": SMALL, "large": LARGE, "usual": "lecun"}
    return {
        f"{name}_{depth}": TANH.but(depth=depth, init=init).train(rng).accuracy
        for name, init in sizes.items()
        for depth in (3, 8)
    }


@control(
    "tanh/scale",
    says="Were it the centring, the networks that fail would start off centre: the units' mean "
    "outputs are near 0 in all three.",
    small_offset=Expected(0, 1e-6, "mean size of a unit's mean output"),
    large_offset=Expected(0.03, 0.12, "where outputs are near 1 in size"),
    usual_offset=Expected(0, 0.02, "over 12 seeds below .012"),
)
def offsets_by_the_scale_of_the_weights(rng):
    X, eight = digits().X_train, TANH.but(depth=8)
    recipes = {"small": STUCK, "large": eight.but(init=LARGE), "usual": eight}
    return {
        f"{name}_offset": np.abs(
            nn.record(recipe.network(rng), X, digits().y_train).a[2].mean(axis=0)
        ).mean()
        for name, recipe in recipes.items()
    }


@finding(
    "tanh/patience",
    says="Three layers that start from weights of 0.01 are slow and not lost: they read "
    "three digits in ten or more after 40 epochs, and over 90% after 60; ReLU in place of tanh "
    "takes about twice as long.",
    taught=ENOUGH,
    slow=True,
    after_40=Expected(0.2, 0.9, "over 5 seeds .31 to .71"),
    after_60=Expected(0.9, 1, "over 5 seeds .95 to .97"),
    relu_after_60=Expected(0, 0.2, "one digit in ten is a guess"),
    relu_after_120=Expected(0.9, 1, "ReLU in place of tanh"),
)
def stuck_layers_with_patience(rng):
    middle, late = [run.accuracy for run in STUCK.stages(rng, (40, 60))]
    stages = STUCK.but(f="relu").stages(rng, (60, 120))
    relu_middle, relu_late = [run.accuracy for run in stages]
    return {
        "after_40": middle,
        "after_60": late,
        "relu_after_60": relu_middle,
        "relu_after_120": relu_late,
    }


@finding(
    "tanh/vanishes",
    says="The gradient vanishes where the slope of tanh is 1: with weights of 0.01 ten layers keep "
    "0.08 of the error signal each.",
    taught=ENOUGH,
    mean_slope=Expected(0.99, 1, "of all ten layers"),
    back=Expected(0.07, 0.09, "0.01 times √64 is .08"),
    up=Expected(0.07, 0.09, "the same factor"),
)
def flow_from_small_weights(rng):
    rec = flow(TANH.but(depth=10, init=SMALL), rng)
    sizes = nn.std_by_layer(rec.a[:-1])
    return {
        "mean_slope": np.mean(rec.slope[:-1]),
        "back": nn.layer_factor(rec.delta),
        "up": (sizes[-1] / sizes[0]) ** (1 / 9),
    }


@finding(
    "tanh/saturates",
    says="With weights of 1 most slopes of the tenth layer are below 0.01, and yet the error "
    "signal grows, by a factor of about 2 per layer.",
    taught=ENOUGH,
    flat=Expected(0.6, 0.8, "over 12 seeds .677 to .704"),
    back=Expected(1.8, 2.4, "over 12 seeds 2.12 to 2.2"),
)
def flow_from_large_weights(rng):
    rec = flow(TANH.but(depth=10, init=LARGE), rng)
    return {"flat": nn.saturation(rec)[-1], "back": nn.layer_factor(rec.delta)}


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


@finding(
    "tanh/edges",
    says="At gain 5/3 a few outputs in a hundred of the fifth layer lie beyond 0.97, at gain 3 two "
    "in five, and at gain 1 none.",
    taught=SCALE,
    beyond_at_1=Expected(0, 1e-5, "the outputs fade"),
    beyond_at_5_3=Expected(0.03, 0.08, "over 12 seeds .042 to .068"),
    beyond_at_3=Expected(0.36, 0.44, "over 12 seeds .393 to .414"),
    std_at_5_3=Expected(0.6, 0.69, "over 12 seeds .637 to .665"),
)
def outputs_of_the_fifth_layer(rng):
    gains = {"1": 1, "5_3": 5 / 3, "3": 3}
    five = {
        name: flow(TANH.but(depth=10, init=nn.lecun(gain=gain)), rng).a[4]
        for name, gain in gains.items()
    }
    beyond = {f"beyond_at_{name}": np.mean(np.abs(a) > 0.97) for name, a in five.items()}
    return beyond | {"std_at_5_3": five["5_3"].std()}


@finding(
    "tanh/variance",
    says="The gain that keeps the variance of wide layers at 1 is 1.59, a little below 5/3.",
    taught=SCALE,
    gain=Expected(1.58, 1.61, "a square of 1/√(mean of tanh²)"),
)
def gain_that_keeps_variance(rng):
    return {"gain": nn.gain(np.tanh, rng)}


def level(depth, rng):
    """The gain at which the error signal comes back through so many layers as large as it was."""
    seed, deep = int(rng.integers(2**31)), Recipe("tanh", depth=depth)

    def growth(gain):
        return factor(deep.but(init=nn.lecun(gain=gain)), seed) - 1

    return brentq(growth, 0.9, 2, xtol=0.003)


@finding(
    "tanh/level-gain",
    says="The gain that brings the error signal back unchanged falls with the depth, from about "
    "1.4 for 5 layers of 64 units to less than 1.15 for 200.",
    taught=SCALE,
    through_5=Expected(1.27, 1.6, "over 12 seeds 1.34 to 1.5"),
    through_20=Expected(1.13, 1.32, "over 12 seeds 1.17 to 1.28"),
    through_50=Expected(1.08, 1.2, "over 12 seeds 1.11 to 1.17"),
    through_200=Expected(1.0, 1.12, "over 8 seeds 1.025 to 1.083"),
)
def gain_that_levels_the_error_signal(rng):
    return {f"through_{depth}": level(depth, rng) for depth in (5, 20, 50, 200)}


@finding(
    "tanh/before-relu",
    says="Scaled weights or batch normalisation, both without ReLU, get three layers with weights "
    "of 0.01 to read over nine digits in ten in 8 epochs.",
    taught="tanh#did-the-cure-have-to-wait-for-relu",
    larger_weights=Expected(0.95, 1, "over 12 seeds .981 to .992"),
    batch_norm=Expected(0.92, 1, "over 12 seeds .964 to .992"),
    relu=Expected(0, 0.2, "ReLU alone guesses, as tanh does"),
)
def right_after_one_change(rng):
    changes = {"larger_weights": "larger weights", "batch_norm": "batch norm", "relu": "ReLU"}
    return {name: RESCUES[change].train(rng).accuracy for name, change in changes.items()}
