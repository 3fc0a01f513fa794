"""Findings of the chapter on why nonlinearity."""

import numpy as np

from actcourse.activations import ACTIVATIONS, relu, softmax
from actcourse.experiments import folds
from actcourse.experiments.linear import merged
from actcourse.experiments.points import (
    ARMS,
    BY_HEART,
    CANDIDATES,
    FOLDS,
    MOVES,
    ON_XOR,
    RANDOM_STEPS,
    SHUFFLED,
    moved,
)

from ..ledger import Expected, control, finding


@finding(
    "why_nonlinearity/collapse",
    says="A network without activations, however deep, is one layer: 10,703 trained parameters "
    "merge into 9 with the same outputs.",
    taught="why_nonlinearity#what-is-a-line-of-a-line",
    parameters=Expected(10_703, 10_703, "2 · 100 + 100 + 100 · 100 + 100 + 100 · 3 + 3"),
    merged_into=Expected(9, 9, "2 · 3 weights and 3 biases"),
    apart=Expected(0, 1e-12, "rounding"),
)
def parameters_of_a_stack_and_of_what_it_merges_into(rng):
    net = ARMS["two hidden layers, no activation"].but(epochs=10).train(rng).net
    W, b = merged(net)
    x = rng.standard_normal((100, 2))
    return {
        "parameters": net.size,
        "merged_into": W.size + b.size,
        "apart": np.abs(net(x) - (x @ W + b)).max(),
    }


@finding(
    "why_nonlinearity/bend",
    says="What makes the difference on the spiral is the bend: with ReLU between its layers a "
    "network of 10,703 parameters gets nearly all points right.",
    taught="why_nonlinearity#who-can-tell-the-arms-apart",
    with_relu=Expected(0.95, 1, "over 8 seeds .987 to .993"),
)
def right_with_a_bend(rng):
    return {"with_relu": ARMS["two hidden layers, ReLU"].train(rng).accuracy}


@control(
    "why_nonlinearity/bend",
    says="Were it the number of parameters, 10,703 of them without an activation would do better "
    "than 9: both get about half of the points right.",
    parameters_9=Expected(0.47, 0.58, "over 8 seeds .5 to .55"),
    parameters_10703=Expected(0.47, 0.58, "over 8 seeds .5 to .55"),
)
def right_without_a_bend(rng):
    nine, many = list(ARMS)[:2]
    return {
        "parameters_9": ARMS[nine].train(rng).accuracy,
        "parameters_10703": ARMS[many].train(rng).accuracy,
    }


@finding(
    "why_nonlinearity/rank",
    says="Layers without activations can do even less than one: what passes through two units "
    "keeps rank 2, of 10.",
    taught="why_nonlinearity#what-is-a-line-of-a-line",
    through_2=Expected(2, 2, "the width of the narrowest layer"),
    one_layer=Expected(10, 10, "the smaller of its two sides"),
)
def rank_of_two_layers_and_of_one(rng):
    narrow = rng.normal(size=(64, 2)) @ rng.normal(size=(2, 10))
    rank = np.linalg.matrix_rank
    return {"through_2": rank(narrow), "one_layer": rank(rng.normal(size=(64, 10)))}


@finding(
    "why_nonlinearity/width-and-depth",
    says="With random weights, 64 ReLU have about as many straight pieces in one layer as in four "
    "of 16, and for most starts more than in eight of 8.",
    taught="why_nonlinearity#what-is-a-line-of-a-line",
    wide=Expected(52, 60, "medians of 50 starts, over 8 seeds 55 to 57"),
    four=Expected(48, 64, "medians of 50 starts"),
    deep=Expected(33, 54, "medians of 50 starts, over 8 seeds 37 to 50"),
    wide_ahead=Expected(0.6, 1, "over 8 seeds .66 to .9"),
)
def pieces_of_fifty_random_starts(rng):
    wide = [folds.pieces(1, rng, width=64) for _ in range(50)]
    deep = [folds.pieces(8, rng, width=8) for _ in range(50)]
    four = [folds.pieces(4, rng, width=16) for _ in range(50)]
    ahead = np.mean(np.greater(wide, deep))
    return {
        "wide": np.median(wide),
        "four": np.median(four),
        "deep": np.median(deep),
        "wide_ahead": ahead,
    }


@finding(
    "why_nonlinearity/sawtooth",
    says="Depth can do more: eight layers of two ReLU, set by hand, have 256 pieces, and one layer "
    "of 16 has 17 at most.",
    taught="why_nonlinearity#what-is-a-line-of-a-line",
    deep_by_hand=Expected(256, 256, "each layer doubles them: 2 to the power of 8"),
    most_of_one_layer=Expected(15, 17, "each unit bends a line once"),
)
def pieces_of_sixteen_units(rng):
    wide = [folds.pieces(1, rng, width=16) for _ in range(50)]
    return {"deep_by_hand": folds.teeth(8), "most_of_one_layer": max(wide)}


@finding(
    "why_nonlinearity/perceptron",
    says="For 1,000 inputs a perceptron's unit, with its step, has 2 outputs and a unit without an "
    "activation 1,000; of those of ReLU about half are the same 0.",
    taught="why_nonlinearity#is-that-the-perceptron",
    step=Expected(2, 2, "yes and no"),
    identity=Expected(1000, 1000, "one for each input"),
    relu=Expected(440, 560, "one for each positive sum, and 0"),
)
def different_outputs_for_a_thousand_inputs(rng):
    X, w = rng.normal(size=(1000, 8)), rng.normal(size=8)
    z = X @ w
    return {f: len(np.unique(ACTIVATIONS[f](z))) for f in ("step", "identity", "relu")}


@finding(
    "why_nonlinearity/hinges",
    says="With $N$ hinges at even distances the largest error on a sine over $[-\\pi, \\pi]$ falls "
    "like $4.93 / N^2$: twice as many, a quarter of it.",
    taught="why_nonlinearity#what-does-one-bend-add",
    at_40=Expected(4.9, 4.94, "π² / 2 is 4.93: h² / 8 for pieces of length h = 2π / N"),
    at_80=Expected(4.92, 4.94, "π² / 2 is 4.93"),
)
def error_of_hinges_times_their_number_squared(rng):
    x = np.linspace(-np.pi, np.pi, 20_001)
    errors = {}
    for N in (40, 80):
        knots = np.linspace(-np.pi, np.pi, N + 1)
        error = np.abs(np.interp(x, knots, np.sin(knots)) - np.sin(x)).max()
        errors[f"at_{N}"] = N**2 * error
    return errors


def fit(f, n, rng):
    """Error of the least-squares fit to sin 2x by `n` random units, and the rank of the units."""
    x = np.linspace(-np.pi, np.pi, 401)
    z = np.outer(x, rng.normal(size=n)) + rng.uniform(-np.pi, np.pi, n)
    units = np.column_stack([np.ones(401), f(z)])
    c = np.linalg.lstsq(units, np.sin(2 * x), rcond=None)[0]
    error = np.sqrt(np.mean((units @ c - np.sin(2 * x)) ** 2))
    return error, np.linalg.matrix_rank(units)


@finding(
    "why_nonlinearity/squares",
    says="Squares stay at an error of 0.651 on $\\sin 2x$, be they 10 or 1,000, because all of "
    "them are mixtures of three curves.",
    taught="why_nonlinearity#can-a-network-approximate-any-function",
    of_10=Expected(0.65, 0.652, "the best parabola: √(1/2 - 3/(4π²)) is .651"),
    of_1000=Expected(0.65, 0.652, "the best parabola"),
    curves=Expected(3, 3, "x², x and 1"),
)
def error_of_squares(rng):
    (ten, _), (thousand, curves) = fit(np.square, 10, rng), fit(np.square, 1000, rng)
    return {"of_10": ten, "of_1000": thousand, "curves": curves}


@control(
    "why_nonlinearity/squares",
    says="Were it random hidden units that hold the fit back, 1,000 random ReLU or tanh would stay "
    "there as well: their errors are below a thousandth.",
    relu=Expected(0, 0.001, "over 8 seeds below .0003"),
    tanh=Expected(0, 1e-5, "over 8 seeds below 1e-11"),
)
def error_of_other_random_units(rng):
    return {"relu": fit(relu, 1000, rng)[0], "tanh": fit(np.tanh, 1000, rng)[0]}


@finding(
    "why_nonlinearity/fence",
    says="Trained, three folds fence in a region and two do not: among ten starts the best with "
    "two ReLU gets less than 85% of the circles right, and the best with three over 90%.",
    taught="why_nonlinearity#can-a-network-approximate-any-function",
    slow=True,
    best_of_2=Expected(0.76, 0.85, "two folds leave a side open"),
    best_of_3=Expected(0.92, 1, "a triangle"),
)
def best_of_ten_starts_on_circles(rng):
    two, three = (FOLDS.but(points="circles 200", width=width) for width in (2, 3))
    return {
        "best_of_2": max(two.train(rng).accuracy for _ in range(10)),
        "best_of_3": max(three.train(rng).accuracy for _ in range(10)),
    }


def found(recipe, rng):
    """Share of 20 starts that solve XOR."""
    return np.mean([recipe.train(rng).accuracy > 0.95 for _ in range(20)])


@finding(
    "why_nonlinearity/existence",
    says="Good weights exist, and training need not find them: two ReLU solve XOR as written "
    "down by hand, yet fewer than half of the random starts find it, and with four units most do.",
    taught="why_nonlinearity#can-a-network-approximate-any-function",
    slow=True,
    by_hand=Expected(0.98, 1, "the points scatter about the corners"),
    found_by_2=Expected(0, 0.45, "of 20 starts, over 8 seeds .2 to .4"),
    found_by_4=Expected(0.6, 1, "of 20 starts, over 8 seeds .8 to 1"),
)
def starts_that_solve_xor(rng):
    X, y, *_ = ON_XOR.drawn(rng)
    s = (X.sum(axis=1) + 2) / 2  # of corners at 0 and 1
    return {
        "by_hand": np.mean((relu(s) - 2 * relu(s - 1) > 0.5) == y),
        "found_by_2": found(ON_XOR, rng),
        "found_by_4": found(ON_XOR.but(width=4), rng),
    }


@control(
    "why_nonlinearity/existence",
    says="Were the starts that fail only slow, they would solve it in ten times as many epochs: "
    "hardly one of eight does.",
    slow=True,
    found_in_50=Expected(0, 0.75, "of 8 starts with two units"),
    found_later=Expected(0, 0.125, "one of 8 starts, between 50 epochs and 500"),
)
def starts_that_solve_xor_late(rng):
    right = np.array([[run.accuracy for run in ON_XOR.stages(rng, (50, 500))] for _ in range(8)])
    early, late = (right > 0.95).mean(axis=0)
    return {"found_in_50": early, "found_later": late - early}


@finding(
    "why_nonlinearity/frozen",
    says="Behind a step the hidden weights do not move by one digit, and with ReLU, swish or no "
    "activation they do.",
    taught="why_nonlinearity#what-does-an-activation-need",
    step=Expected(0, 0, "its slope is 0 on both sides of the jump"),
    swish=Expected(0.15, 0.6, "over 8 seeds .3 to .42"),
    relu=Expected(0.1, 0.5, "over 8 seeds .18 to .35"),
    identity=Expected(0.005, 0.2, "over 8 seeds .01 to .11"),
)
def largest_move_of_a_hidden_weight(rng):
    return {f: moved(MOVES.but(f=f), rng) for f in ("step", "swish", "relu", "identity")}


@finding(
    "why_nonlinearity/random-steps",
    says="Hidden layers need not learn to be of use: behind 100 steps with random weights and "
    "biases the output layer alone tells over nine points in ten of the arms apart.",
    taught="why_nonlinearity#what-does-an-activation-need",
    steps=Expected(0.93, 1, "over 12 seeds above .96"),
    moved=Expected(0, 0, "its slope is 0 on both sides of the jump"),
)
def right_behind_random_steps(rng):
    seed = int(rng.integers(2**31))
    return {"steps": RANDOM_STEPS.train(seed).accuracy, "moved": moved(RANDOM_STEPS, seed)}


@finding(
    "why_nonlinearity/needless",
    says="An activation need not be monotone, bounded or centred to tell the arms apart: swish, "
    "ReLU and tanh get more than 85% of them right in the same 60 epochs.",
    taught="why_nonlinearity#what-does-an-activation-need",
    identity=Expected(0.47, 0.58, "the best that straight borders do"),
    tanh=Expected(0.92, 1, "over 8 seeds .95 to .99"),
    relu=Expected(0.92, 1, "over 8 seeds .97 to .99"),
    swish=Expected(0.85, 0.98, "over 8 seeds .88 to .94"),
)
def right_by_activation(rng):
    return {f: CANDIDATES[f].train(rng).accuracy for f in ("identity", "tanh", "relu", "swish")}


@finding(
    "why_nonlinearity/sigmoid-slow",
    says="On the spiral the sigmoid is behind after 60 epochs, and gets there in 200.",
    taught="why_nonlinearity#what-does-an-activation-need",
    after_60=Expected(0.5, 0.86, "over 8 seeds .57 to .75"),
    after_200=Expected(0.9, 1, "over 8 seeds .96 to .98"),
)
def right_with_sigmoids_by_epochs(rng):
    early, late = [run.accuracy for run in CANDIDATES["sigmoid"].stages(rng, (60, 200))]
    return {"after_60": early, "after_200": late}


@finding(
    "why_nonlinearity/by-heart",
    says="In the end a network fits 60 points with shuffled labels as it fits those with their "
    "own, but takes over five times as long; then new points alone tell them apart.",
    taught="why_nonlinearity#does-it-know-more-or-only-fit-more",
    own_after_20=Expected(0.9, 1, "epochs; 58 of 60 is all that is possible"),
    own_given=Expected(0.9, 1, "over 8 seeds .97"),
    own_new=Expected(0.9, 1, "over 8 seeds .957 to .987"),
    shuffled_after_100=Expected(0.65, 0.96, "epochs"),
    shuffled_given=Expected(0.85, 1, "over 8 seeds .967 to .983"),
    shuffled_new=Expected(0.1, 0.55, "a third is a guess"),
)
def right_by_heart(rng):
    own = [(run.learned, run.accuracy) for run in BY_HEART.stages(rng, (20, BY_HEART.epochs))]
    noise = [(run.learned, run.accuracy) for run in SHUFFLED.stages(rng, (100, SHUFFLED.epochs))]
    return {
        "own_after_20": own[0][0],
        "own_given": own[1][0],
        "own_new": own[1][1],
        "shuffled_after_100": noise[0][0],
        "shuffled_given": noise[1][0],
        "shuffled_new": noise[1][1],
    }


@finding(
    "why_nonlinearity/entries",
    says="Not every activation acts on each entry by itself: raise one of 3 pre-activations, and "
    "softmax moves all 3 outputs, ReLU one.",
    taught="why_nonlinearity#what-does-a-layer-do",
    softmax=Expected(3, 3, "the shares sum to 1"),
    relu=Expected(1, 1, "its own: it is raised to a positive one"),
)
def outputs_that_move_with_one_pre_activation(rng):
    z, more = rng.standard_normal(3), np.array([9.0, 0.0, 0.0])
    return {
        "softmax": np.count_nonzero(softmax(z + more) != softmax(z)),
        "relu": np.count_nonzero(relu(z + more) != relu(z)),
    }
