"""Findings of the chapter on backprop."""

import numpy as np

from actcourse.activations import ACTIVATIONS, relu, sigmoid
from actcourse.experiments import misprint, pairs
from actcourse.experiments.misprint import BIAS, FROZEN, OUTPUT_ALONE, PRINTED, RECIPES, RIGHT
from actcourse.nn.graph import Value

from ..ledger import Expected, control, finding

WRONG = [rule for rule in RECIPES if rule != RIGHT]


def last_loss(rule, rng):
    """Mean training loss of the last epoch."""
    return RECIPES[rule].train(rng).history.epoch_loss[-1]


@finding(
    "backprop/misprint-loss",
    says="The misprint about W₂ about doubles the mean training loss of the last epoch.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    slow=True,
    times=Expected(1.3, 2.8, "over 30 seeds 1.6 to 2.4"),
)
def losses_of_two_rules(rng):
    seed = int(rng.integers(2**32))
    return {"times": last_loss(PRINTED, seed) / last_loss(RIGHT, seed)}


@finding(
    "backprop/misprint-accuracy",
    says="After ten epochs a network trained with the misprint about W₂ reads about as many test "
    "digits as others.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    printed=Expected(0.95, 1, "over 30 seeds .967 to .989"),
)
def accuracy_with_the_misprint(rng):
    return {"printed": RECIPES[PRINTED].train(rng).accuracy}


@finding(
    "backprop/copy",
    says="With the misprint the second layer ends within a few percent of the first, where the "
    "right rule leaves two matrices about as far apart as unrelated ones.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    slow=True,
    printed=Expected(0.0, 0.03, "the rate times one gradient"),
    right=Expected(1.35, 1.5, "the root of 2 for unrelated matrices"),
)
def distance_of_two_layers(rng):
    seed = int(rng.integers(2**32))
    printed, right = (misprint.apart(RECIPES[rule].train(seed).net) for rule in (PRINTED, RIGHT))
    return {"printed": printed, "right": right}


@finding(
    "backprop/around",
    says="Frozen at its random start, the second layer costs little after ten epochs, because the "
    "layers around it learn.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    frozen=Expected(0.94, 1, "over 30 seeds .96 to .99"),
)
def accuracy_around_a_frozen_layer(rng):
    return {"frozen": RECIPES[FROZEN].train(rng).accuracy}


@control(
    "backprop/around",
    says="Were two random layers good enough as they are, the output alone could learn as much: "
    "it stays near nine digits in ten.",
    output_alone=Expected(0.8, 0.93, "over 30 seeds .84 to .91"),
)
def accuracy_of_the_output_alone(rng):
    return {"output_alone": OUTPUT_ALONE.train(rng).accuracy}


def radius(net):
    """The largest absolute value of an eigenvalue of the second layer's weights."""
    return np.abs(np.linalg.eigvals(net.layers[2].W)).max()


@finding(
    "backprop/bias-rule",
    says="From He's weights, because their W₂ stretches, every network diverges within two epochs "
    "with the rule that is printed for b₂.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    radius=Expected(1.2, 1.8, "the largest eigenvalue of W₂, about the root of 2"),
    diverged=Expected(1, 1, "the loss is no number"),
    steps=Expected(25, 90, "of 450; over 30 seeds 39 to 53"),
    right=Expected(0, 0.2, "a guess"),
)
def training_with_the_printed_biases(rng):
    seed = int(rng.integers(2**32))
    run = RECIPES[BIAS].train(seed)
    return {
        "radius": radius(RECIPES[BIAS].network(seed)),
        "diverged": run.history.diverged,
        "steps": len(run.history.loss),
        "right": run.accuracy,
    }


@control(
    "backprop/bias-rule",
    says="Were it the rate, a hundredth of it would do, and were it the rule alone, no weights "
    "would help: He's diverge at that rate as well, and the smaller weights that PyTorch draws "
    "learn at rate 0.03.",
    diverged=Expected(1, 1, "the loss is no number"),
    small_radius=Expected(0.45, 0.75, "about the root of a third"),
    small_diverged=Expected(0, 0, "of these starts none"),
    small_right=Expected(0.8, 1, "over 12 seeds .86 to .97"),
)
def the_printed_biases_at_a_small_rate_and_from_small_weights(rng):
    seed, small = int(rng.integers(2**32)), RECIPES[BIAS].but(init="uniform", rate=0.03)
    run = small.train(seed)
    return {
        "diverged": RECIPES[BIAS].but(rate=0.001).train(seed).history.diverged,
        "small_radius": radius(small.network(seed)),
        "small_diverged": run.history.diverged,
        "small_right": run.accuracy,
    }


@finding(
    "backprop/check",
    says="The gradient check passes for networks that wrong rules have trained, because it looks "
    "at gradients alone.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    worst=Expected(0, 1e-6, "rounding of the difference quotients"),
)
def check_of_all_rules(rng):
    return {"worst": max(misprint.check(rule, rng) for rule in RECIPES)}


@control(
    "backprop/check",
    says="A look at one step from random biases finds each of the three wrong rules and passes the "
    "right one.",
    found=Expected(3, 3, "all wrong ones"),
    right_passes=Expected(1, 1, "the same arithmetic"),
    found_from_zero=Expected(2, 2, "a bias of 0 hides the rule for b₂"),
)
def a_look_at_one_step(rng):
    return {
        "found": sum(misprint.astray(rule, "lecun", rng) > 0 for rule in WRONG),
        "right_passes": misprint.astray(RIGHT, "lecun", rng) == 0,
        "found_from_zero": sum(misprint.astray(rule, "zeros", rng) > 0 for rule in WRONG),
    }


@finding(
    "backprop/one-by-one",
    says="Updating W₂ before the error signal goes through it leaves the training loss after 100 "
    "steps at rate 0.5 within about a percent.",
    taught="backprop#do-all-gradients-come-before-the-update",
    lower=Expected(0, 0.012, "over 30 seeds .0005 to .010"),
)
def loss_of_a_late_error_signal(rng):
    seed = int(rng.integers(2**32))
    right, late = (misprint.final_loss(seed, together=together) for together in (True, False))
    return {"lower": 1 - late / right}


@finding(
    "backprop/no-loss",
    says="Steps whose error signal went through the new W₂ are the gradient of no loss: their "
    "slopes make no symmetric matrix.",
    taught="backprop#do-all-gradients-come-before-the-update",
    proof="second derivatives do not depend on their order",
    late=Expected(0.001, 0.12, "of the order of the rate, 0.1"),
    together=Expected(0, 1e-8, "rounding of the difference quotients"),
)
def asymmetry_of_two_fields(rng):
    seed = int(rng.integers(2**32))
    return {name: misprint.asymmetry(seed, late=name == "late") for name in ("late", "together")}


@finding(
    "backprop/dz",
    says="A sigmoid unit that is to say 1 learns to with dz = da · a(1 − a), and to say 0 with "
    "dz = a(1 − a).",
    taught="backprop#who-gets-the-blame-for-one-number",
    with_da=Expected(0.93, 0.96, "after 1000 steps, on its way to 1"),
    without=Expected(0.01, 0.012, "the slope is positive, whatever is wanted"),
)
def a_unit_with_two_readings_of_dz(rng):
    ends = {}
    for name in ("with_da", "without"):
        z = 0.0
        for _ in range(1000):
            a = sigmoid(z)
            z -= 0.1 * (2 * (a - 1) if name == "with_da" else 1) * a * (1 - a)
        ends[name] = sigmoid(z)
    return ends


@finding(
    "backprop/shares",
    says="The engine visits 21 values where 20 doublings lay a million paths, and its slope is "
    "right.",
    taught="backprop#what-if-a-number-is-used-twice",
    visited=Expected(21, 21, "each value once"),
    slope=Expected(2**20, 2**20, "each doubling adds two shares"),
)
def twenty_doublings(rng):
    x = y = Value(rng.normal())
    for _ in range(20):
        y = y + y
    y.backward()
    return {"visited": len(y.ancestors()), "slope": x.grad}


def slopes(f, x, W, b, h=1e-5):
    """How many slopes of the outputs of f(x W + b) for weights and for biases are not 0."""
    f, z = ACTIVATIONS[f], x @ W + b
    weights = [f(z + x @ s) - f(z - x @ s) for s in h * np.eye(W.size).reshape(-1, *W.shape)]
    biases = [f(z + s) - f(z - s) for s in h * np.eye(b.size)]
    return np.count_nonzero(weights), np.count_nonzero(biases)


@finding(
    "backprop/entries",
    says="Of the 36 slopes of a layer with 4 inputs and 3 units 12 are not 0 for tanh and all for "
    "softmax; of the 9 for its biases 3 and 9.",
    taught="backprop#how-large-is-the-derivative-of-a-layer",
    tanh_weights=Expected(12, 12, "3 times 4"),
    tanh_biases=Expected(3, 3, "a diagonal"),
    softmax_weights=Expected(36, 36, "every output feels every unit"),
    softmax_biases=Expected(9, 9, "every output feels every unit"),
)
def slopes_that_are_not_zero(rng):
    x, W, b = rng.normal(size=4), rng.normal(size=(4, 3)) / 2, rng.normal(size=3) / 2
    return {
        f"{f}_{name}": count
        for f in ("tanh", "softmax")
        for name, count in zip(("weights", "biases"), slopes(f, x, W, b), strict=True)
    }


@finding(
    "backprop/step-size",
    says="For the slopes of a sigmoid the central quotient is most accurate near a step of 1e-5, "
    "and the one-sided one near 1e-7 or 1e-8, with three digits fewer.",
    taught="backprop#how-small-should-the-nudge-be",
    central_best=Expected(5, 5, "where h² and 1e-16/h balance"),
    one_sided_best=Expected(7, 8, "where h and 1e-16/h balance"),
    central_error=Expected(1e-12, 2e-11, "eleven digits"),
    one_sided_error=Expected(1e-9, 1e-8, "about eight digits"),
)
def best_steps_for_a_sigmoid(rng):
    z, steps = rng.uniform(0.5, 1.5, 200), 10.0 ** -np.arange(1, 15)
    central, one_sided = [], []
    for h in steps:
        up, here, down = sigmoid(z + h), sigmoid(z), sigmoid(z - h)
        central.append(np.median(np.abs((up - down) / (2 * h) - sigmoid.derivative(z))))
        one_sided.append(np.median(np.abs((up - here) / h - sigmoid.derivative(z))))
    return {
        "central_best": 1 + np.argmin(central),
        "one_sided_best": 1 + np.argmin(one_sided),
        "central_error": min(central),
        "one_sided_error": min(one_sided),
    }


@finding(
    "backprop/kink",
    says="A central quotient that reaches across the kink of ReLU measures a slope between 0.5 "
    "and 1 just above it.",
    taught="backprop#how-small-should-the-nudge-be",
    least=Expected(0.5, 0.51, "half a step on either side"),
    most=Expected(0.99, 1, "the kink at the end of the step"),
)
def quotients_across_the_kink(rng):
    h, z = 1e-3, rng.uniform(0, 1e-3, 10_000)
    found = (relu(z + h) - relu(z - h)) / (2 * h)
    return {"least": found.min(), "most": found.max()}


@finding(
    "backprop/cost-in-points",
    says="Over a hundred pairs of networks the misprint about W₂ costs a fifth of a point of test "
    "accuracy after ten epochs, about as much as a frozen second layer.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    printed=Expected(-0.19, -0.17, "the mean of 100 stored pairs, in points"),
    printed_error=Expected(0.07, 0.08, "its standard error"),
    frozen=Expected(-0.24, -0.22, "the mean of 100 stored pairs, in points"),
    frozen_error=Expected(0.04, 0.05, "its standard error"),
)
def a_hundred_pairs_with_wrong_rules(rng):
    found = {}
    for name, rule in (("printed", PRINTED), ("frozen", FROZEN)):
        lead = pairs.interval(pairs.RULES[rule], pairs.RULES[RIGHT])
        found[name], found[f"{name}_error"] = lead.mean, lead.error
    return found


@finding(
    "backprop/first-epoch",
    says="After the first epoch the misprint about W₂ costs more than three points of test "
    "accuracy, about as much as a frozen second layer.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    printed=Expected(-3.5, -3.38, "the mean of 60 stored pairs, in points"),
    printed_error=Expected(0.28, 0.3, "its standard error"),
    behind=Expected(55, 59, "of the 60 pairs"),
    frozen=Expected(-3.4, -3.29, "the mean of 60 stored pairs, in points"),
)
def sixty_pairs_after_the_first_epoch(rng):
    right, printed, frozen = (pairs.FIRST_EPOCH[rule] for rule in (RIGHT, PRINTED, FROZEN))
    lead = pairs.interval(printed, right)
    return {
        "printed": lead.mean,
        "printed_error": lead.error,
        "behind": np.sum(pairs.right(printed) < pairs.right(right)),
        "frozen": pairs.interval(frozen, right).mean,
    }
