"""Findings of the chapter on the sigmoid."""

import numpy as np

from actcourse import nn
from actcourse.activations import relu, sigmoid, softmax, tanh
from actcourse.experiments import slopes, valley
from actcourse.experiments.calibration import scored
from actcourse.experiments.depth import FOUR, FOUR_MENDED, SIGMOID
from actcourse.experiments.flow import differences, flow
from actcourse.experiments.points import SHUFFLED
from actcourse.experiments.signs import agreeing

from ..ledger import Expected, control, finding

BACK = "sigmoid#what-happens-on-the-way-back"
SIGNS = "sigmoid#why-do-they-all-pull-the-same-way"
STEEP = "sigmoid#how-steep-is-it"
PROBABILITY = "sigmoid#when-is-a-number-between-0-and-1-a-probability"


@finding(
    "sigmoid/bounds",
    says="The sigmoid bounds and does not normalise: numbers with mean 0 and standard deviation 1 "
    "come out with mean 0.50 and standard deviation 0.21.",
    taught="sigmoid#what-does-it-do-to-a-number",
    mean=Expected(0.495, 0.505, "1/2, by symmetry"),
    deviation=Expected(0.205, 0.211, "the exact value is .208"),
    lowest=Expected(0.003, 0.03, "above 0 for every z, over 30 seeds .008 to .024"),
)
def outputs_for_standard_normal_inputs(rng):
    a = sigmoid(rng.standard_normal(100_000))
    return {"mean": a.mean(), "deviation": a.std(), "lowest": a.min()}


@finding(
    "sigmoid/decided",
    says="The sigmoid is decided for large pre-activations only: at 1 it says 0.731.",
    taught="sigmoid#what-does-it-do-to-a-number",
    at_1=Expected(0.731, 0.7311, "evaluated"),
    at_5=Expected(0.9933, 0.9934, "evaluated"),
)
def outputs_at_1_and_at_5(rng):
    return {"at_1": sigmoid(1.0), "at_5": sigmoid(5.0)}


@finding(
    "sigmoid/range",
    says="The range from 0 to 1 makes no probability: scores 4 times too large stay in it, leave "
    "as many labels right, and miss the frequencies by about a quarter.",
    taught=PROBABILITY,
    missed_by=Expected(0.22, 0.3, "over 30 seeds .23 to .27"),
    right=Expected(0.72, 0.745, "over 30 seeds .728 to .738"),
    right_as_trained=Expected(0.72, 0.745, "the same labels"),
)
def frequencies_missed_by_scores_times_four(rng):
    labels, scores = scored(40_000, rng)
    return {
        "missed_by": missed(labels, sigmoid(4 * scores)),
        "right": np.mean((4 * scores > 0) == labels),
        "right_as_trained": np.mean((scores > 0) == labels),
    }


def missed(labels, said):
    """The largest distance, over ten bins, between what was said and how often it came true."""
    bins = np.minimum((10 * said).astype(int), 9)
    full = [bins == b for b in range(10) if (bins == b).sum() >= 100]
    return max(abs(said[rows].mean() - labels[rows].mean()) for rows in full)


@control(
    "sigmoid/range",
    says="Were the way of counting to blame, the scores as trained would miss as well: they miss "
    "by 0.03 at most.",
    missed_as_trained=Expected(0, 0.03, "over 30 seeds .004 to .02"),
)
def frequencies_missed_by_scores_as_trained(rng):
    labels, scores = scored(40_000, rng)
    return {"missed_as_trained": missed(labels, sigmoid(scores))}


@finding(
    "sigmoid/log-loss",
    says="The log-loss alone makes no probability either: a network that learned shuffled labels "
    "by it is over 80% sure on new points, and right on about a third.",
    taught=PROBABILITY,
    sure=Expected(0.8, 0.97, "the mean of its largest outputs, over 30 seeds .85 to .93"),
    right=Expected(0.1, 0.55, "a third is a guess"),
)
def sure_after_shuffled_labels(rng):
    run = SHUFFLED.train(rng)
    shares = softmax(run.net(run.data.X_test))
    return {"sure": shares.max(axis=1).mean(), "right": run.accuracy}


@control(
    "sigmoid/log-loss",
    says="Were every network of that size too sure, the same one would be after the points' own "
    "labels: there it is right as often as it is sure.",
    own_sure=Expected(0.95, 1, "over 30 seeds .974 to .985"),
    own_right=Expected(0.93, 1, "over 30 seeds .957 to .993"),
)
def sure_after_own_labels(rng):
    run = SHUFFLED.but(points="spiral 60/300").train(rng)
    shares = softmax(run.net(run.data.X_test))
    return {"own_sure": shares.max(axis=1).mean(), "own_right": run.accuracy}


@finding(
    "sigmoid/p-minus-y",
    says="The slope of the log-loss by the pre-activation is $p - y$: the slope of the sigmoid "
    "cancels, and a flat output slows nothing down.",
    taught=PROBABILITY,
    error=Expected(0, 1e-8, "rounding of a difference quotient"),
    at_minus_10=Expected(0.9999, 1, "p - y is -1 where the label is 1 and p nearly 0"),
    of_squares=Expected(9.07e-5, 9.09e-5, "2 (p - y) p (1 - p): the squared error does slow down"),
)
def slopes_of_two_losses(rng):
    z, y, h = 3 * rng.standard_normal(1000), rng.integers(0, 2, 1000), 1e-5

    def loss(z):
        return np.logaddexp(0, np.where(y == 1, -z, z))

    quotient = (loss(z + h) - loss(z - h)) / (2 * h)
    p = sigmoid(-10.0)
    return {
        "error": np.abs(quotient - (sigmoid(z) - y)).max(),
        "at_minus_10": abs(p - 1),
        "of_squares": abs(2 * (p - 1) * p * (1 - p)),
    }


@finding(
    "sigmoid/saturates",
    says="The slope of the sigmoid is below 0.01 from $z = 4.59$ on, tends to 0 and never gets "
    "there; the code $a(1 - a)$ rounds to 0 at 37.",
    taught=STEEP,
    flat_from=Expected(4.58, 4.6, "arcosh 49"),
    coded_at_37=Expected(0, 0, "the output has been rounded to 1"),
    slope_at_37=Expected(8.5e-17, 8.6e-17, "the exact value is 8.53e-17"),
)
def slopes_far_out(rng):
    z, a = np.arange(0, 6, 0.001), 1 / (1 + np.exp(-37.0))
    return {
        "flat_from": z[sigmoid.derivative(z) < 0.01][0],
        "coded_at_37": a * (1 - a),
        "slope_at_37": sigmoid.derivative(37.0),
    }


@finding(
    "sigmoid/straight",
    says="A straight line does not saturate: the slope of ReLU stays 1 to the right, however far.",
    taught=STEEP,
    at_a_million=Expected(1, 1, "a line of slope 1"),
    sigmoid_at_10=Expected(4.5e-5, 4.6e-5, "evaluated"),
)
def slopes_to_the_right(rng):
    return {"at_a_million": relu.derivative(1e6), "sigmoid_at_10": sigmoid.derivative(10.0)}


def ten(gain, rng):
    """Factor per layer, g rms of the slopes, and share of flat slopes in ten layers."""
    rec = flow(SIGMOID.but(depth=10, init=nn.lecun(gain=gain)), rng)
    slope = np.array(rec.slope[:-1])
    return nn.layer_factor(rec.delta), gain * nn.rms(slope), np.mean(slope < 0.01)


@finding(
    "sigmoid/factor",
    says="A layer of sigmoids multiplies the error signal by about $g \\operatorname{rms} "
    "\\sigma'$: what is measured lies within a tenth of it, at gains from 1 to 16.",
    taught=BACK,
    at_1=Expected(0.9, 1.1, "measured over predicted; over 30 seeds .96 to 1.02"),
    at_4=Expected(0.9, 1.1, "over 30 seeds .94 to 1.04"),
    at_8=Expected(0.9, 1.1, "over 30 seeds .94 to 1.05"),
    at_16=Expected(0.9, 1.1, "over 30 seeds .95 to 1.03"),
)
def measured_over_predicted(rng):
    measured = {gain: ten(gain, rng) for gain in (1, 4, 8, 16)}
    return {f"at_{gain}": factor / guess for gain, (factor, guess, _) in measured.items()}


@finding(
    "sigmoid/vanishes",
    says="It is gain times slope that makes gradients vanish: at gain 1 they shrink to about 0.23 "
    "per layer, and not one slope is flat.",
    taught=BACK,
    factor_at_1=Expected(0.21, 0.26, "over 30 seeds .227 to .24"),
    flat_at_1=Expected(0, 0, "all pre-activations are near 0"),
)
def factor_without_saturation(rng):
    factor, _, flat = ten(1, rng)
    return {"factor_at_1": factor, "flat_at_1": flat}


@control(
    "sigmoid/vanishes",
    says="Were it saturation, gradients would vanish where slopes are flat: at gain 16 two thirds "
    "are, and gradients grow.",
    factor_at_16=Expected(1.1, 1.4, "over 30 seeds 1.16 to 1.3"),
    flat_at_16=Expected(0.64, 0.72, "over 30 seeds .65 to .69"),
)
def factor_with_saturation(rng):
    factor, _, flat = ten(16, rng)
    return {"factor_at_16": factor, "flat_at_16": flat}


@finding(
    "sigmoid/way-up",
    says="Differences between images fade on the way up by the same factor: at gain 1 to about a "
    "quarter per layer.",
    taught=BACK,
    up=Expected(0.2, 0.28, "over 30 seeds .224 to .240"),
)
def fading_of_differences(rng):
    apart = differences(SIGMOID.but(depth=5), rng)
    return {"up": (apart[-1] / apart[0]) ** (1 / 4)}


@finding(
    "sigmoid/four-layers",
    says="Plain gradient descent at rate 0.1 leaves four layers of sigmoids with guessing after 30 "
    "epochs because the lower ones get too small steps, and weights four times as large mend it.",
    taught=BACK,
    slow=True,
    usual=Expected(0.05, 0.25, "one digit in ten is a guess"),
    large_weights=Expected(0.94, 1, "over 6 seeds .967 to .983"),
)
def four_layers_from_two_starts(rng):
    return {
        "usual": FOUR.train(rng).accuracy,
        "large_weights": FOUR_MENDED["weights 4 times as large"].train(rng).accuracy,
    }


@control(
    "sigmoid/four-layers",
    says="Were it the small weights themselves, larger steps from the same weights would not mend "
    "it: rates 4 times larger per layer downward do, and so does a rate of 1.6 for all layers.",
    slow=True,
    rates_per_layer=Expected(0.95, 1, "over 6 seeds .972 to .986"),
    one_rate=Expected(0.87, 1, "at 1.6"),
)
def four_layers_with_larger_steps(rng):
    return {
        "rates_per_layer": FOUR_MENDED["rate 4 times larger per layer downward"]
        .train(rng)
        .accuracy,
        "one_rate": FOUR_MENDED["rate 1.6"].train(rng).accuracy,
    }


@finding(
    "sigmoid/recipe",
    says="The verdict on four layers belongs to the recipe: rate 1, momentum, or Adam at rate "
    "0.001 bring the same network to 90% or more in the same 30 epochs.",
    taught=BACK,
    slow=True,
    rate_1=Expected(0.87, 0.98, "over 6 seeds .9 to .97"),
    momentum=Expected(0.93, 1, "over 6 seeds .947 to .975"),
    adam=Expected(0.93, 1, "over 6 seeds .95 to .986"),
)
def four_layers_by_other_recipes(rng):
    names = {"rate_1": "rate 1", "momentum": "momentum 0.9", "adam": "Adam, rate 0.001"}
    return {name: FOUR_MENDED[key].train(rng).accuracy for name, key in names.items()}


@finding(
    "sigmoid/patience",
    says="Four layers of sigmoids are slow and not stuck: by the same recipe they read about half "
    "of the digits or more after 60 epochs, and over 95% after 180.",
    taught=BACK,
    slow=True,
    after_60=Expected(0.4, 0.75, "over 6 seeds .486 to .653"),
    after_180=Expected(0.95, 1, "over 6 seeds .967 to .994"),
)
def four_layers_with_patience(rng):
    early, late = [run.accuracy for run in FOUR.stages(rng, (60, 180))]
    return {"after_60": early, "after_180": late}


@finding(
    "sigmoid/signs",
    says="For a single example all weights of a unit behind sigmoids move one way; in a batch of "
    "32 some units still do, and behind tanh none.",
    taught=SIGNS,
    one_example=Expected(1, 1, "all outputs are positive"),
    batch_of_32=Expected(0.2, 0.75, "over 30 seeds .3 to .57"),
    tanh_32=Expected(0, 0, "its outputs have both signs"),
    relu_32=Expected(0, 0.15, "over 30 seeds .03 to .1"),
)
def units_whose_weights_agree(rng):
    return {
        "one_example": agreeing("sigmoid", 1, rng),
        "batch_of_32": agreeing("sigmoid", 32, rng),
        "tanh_32": agreeing("tanh", 32, rng),
        "relu_32": agreeing("relu", 32, rng),
    }


@finding(
    "sigmoid/valley",
    says="An offset that all inputs share makes a valley of the loss: gradient descent takes over "
    "80 steps through it, and 4 at most on the same inputs once they are centred.",
    taught=SIGNS,
    with_offset=Expected(85, 150, "over 30 seeds 100 to 134"),
    centred=Expected(1, 4, "over 30 seeds 1 to 3"),
    stretch=Expected(18, 35, "largest curvature over smallest; over 30 seeds 22 to 29.5"),
)
def steps_through_the_valley(rng):
    X = valley.inputs(0.5, 1.5, rng)
    path, H = valley.descend(X)
    low, high = np.linalg.eigvalsh(H)
    centred = valley.steps(X - X.mean(axis=0))
    return {"with_offset": len(path) - 1, "centred": centred, "stretch": high / low}


@control(
    "sigmoid/valley",
    says="Were the missing bias the reason, a third weight with the input 1 would shorten the "
    "valley: it stretches it further.",
    stretch_with_bias=Expected(90, 160, "over 30 seeds 104 to 135"),
)
def stretch_of_the_valley_with_a_bias(rng):
    X = np.column_stack([valley.inputs(0.5, 1.5, rng), np.ones(200)])
    return {"stretch_with_bias": np.linalg.cond(X.T @ X)}


def epochs_of(names, rng):
    """Epochs until 95% of the training digits are right, by curve."""
    seed = int(rng.integers(2**31))
    return {name: slopes.epochs(slopes.CURVES[curve], seed) for name, curve in names.items()}


@finding(
    "sigmoid/slope-decides",
    says="With one hidden layer, at rate 0.1, it is the small slope that makes the sigmoid four "
    "times as slow as tanh: four times as steep, and as positive, it is nearly as fast.",
    taught=SIGNS,
    slow=True,
    sigmoid=Expected(11, 17, "epochs until 95% of the training digits are right"),
    four_times_as_steep=Expected(2.6, 4.5, "of σ(4z): over 8 seeds 3 or 4"),
    tanh=Expected(2.6, 3.4, "3 in each of 6 starts"),
)
def epochs_by_slope(rng):
    curves = {"sigmoid": "σ(z)", "four_times_as_steep": "σ(4z)", "tanh": "tanh(z)"}
    return epochs_of(curves, rng)


@control(
    "sigmoid/slope-decides",
    says="Were it the sign of the outputs, centring the sigmoid would make it faster at that rate, "
    "and lifting tanh above 0 slower: neither changes more than an epoch or two.",
    slow=True,
    centred_sigmoid=Expected(11, 17, "of σ(z) - 1/2"),
    lifted_tanh=Expected(2, 5, "of tanh(z) + 1"),
)
def epochs_by_sign(rng):
    return epochs_of({"centred_sigmoid": "σ(z) - 1/2", "lifted_tanh": "tanh(z) + 1"}, rng)


@finding(
    "sigmoid/own-rates",
    says="With one hidden layer and the best rate for each curve, the sigmoid takes less than two "
    "and a half times the steps of tanh, and centring it saves at least as many as making it "
    "four times as steep.",
    taught=SIGNS,
    slow=True,
    sigmoid=Expected(24, 36, "steps until 95% of the test digits are right, mean of 10 starts"),
    centred_sigmoid=Expected(15, 27, "of σ(z) - 1/2"),
    four_times_as_steep=Expected(17, 29, "of σ(4z)"),
    tanh=Expected(12, 22, "at rate 1.5"),
    lifted_tanh=Expected(22, 36, "of tanh(z) + 1"),
)
def steps_at_own_rates(rng):
    names = {
        "sigmoid": "σ(z)",
        "centred_sigmoid": "σ(z) - 1/2",
        "four_times_as_steep": "σ(4z)",
        "tanh": "tanh(z)",
        "lifted_tanh": "tanh(z) + 1",
    }
    return {
        name: np.mean([slopes.SPRINTS[curve].steps(rng) for _ in range(10)])
        for name, curve in names.items()
    }


@finding(
    "sigmoid/rescaled-tanh",
    says="At a yes-or-no output a rescaled tanh would serve as well: $(\\tanh z + 1)/2$ is "
    "$\\sigma(2z)$.",
    taught="sigmoid#in-practice",
    apart=Expected(0, 1e-15, "rounding"),
)
def rescaled_tanh_against_the_sigmoid(rng):
    z = 3 * rng.standard_normal(1000)
    return {"apart": np.abs((tanh(z) + 1) / 2 - sigmoid(2 * z)).max()}


@finding(
    "sigmoid/one-layer",
    says="With one hidden layer of sigmoids the accuracy needs no mending: it reads over 95% of "
    "the test digits.",
    taught=BACK,
    right=Expected(0.95, 1, "over 30 seeds .975 to .986"),
)
def right_with_one_hidden_layer(rng):
    return {"right": SIGMOID.but(depth=1).train(rng).accuracy}
