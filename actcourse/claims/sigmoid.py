"""Sigmoid."""

import numpy as np

from actcourse import nn
from actcourse.activations import relu, sigmoid, tanh
from actcourse.data import digits, moons
from actcourse.experiments import Recipe
from actcourse.experiments.calibration import scored
from actcourse.experiments.depth import SIGMOID
from actcourse.experiments.flow import factor, flow

from .ledger import Expected, claim


@claim(
    21,
    says=r"$\sigma(x) = 1 / (1 + e^{-x})$, and its derivative is $\sigma(x)\,(1 - \sigma(x))$.",
    sources={"notes": "Sigmoid", "post": "Sigmoid", "lecture": "Derivatives of activations"},
    verdict="true",
    truth=r"Both formulas are right. It also holds that $\sigma(-x) = 1 - \sigma(x)$.",
    note=r"In the lecture the derivative is damaged in print; $a\,(1 - a)$ is meant.",
    taught="sigmoid#how-steep-is-it",
    error=Expected(0, 1e-9, "rounding of a difference quotient", claimed=0),
    symmetry_error=Expected(0, 1e-15, "rounding"),
)
def slope_by_a_difference_quotient(rng):
    x, h = 3 * rng.standard_normal(1000), 1e-5
    quotient = (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)
    return {
        "error": np.abs(sigmoid(x) * (1 - sigmoid(x)) - quotient).max(),
        "symmetry_error": np.abs(sigmoid(-x) - (1 - sigmoid(x))).max(),
    }


@claim(
    22,
    says=r"Five lines of algebra lead from $1 / (1 + e^{-x})$ to $\sigma(x)\,(1 - \sigma(x))$.",
    sources={"post": "Derivation"},
    verdict="true",
    truth="Every step is right: power and chain rule, signs, a split of the fraction, and "
    r"$e^{-x} / (1 + e^{-x}) = 1 - \sigma(x)$.",
    taught="sigmoid#how-steep-is-it",
    worst_line=Expected(0, 1e-9, "rounding of a difference quotient", claimed=0),
)
def each_line_of_the_derivation(rng):
    x, h = 3 * rng.standard_normal(1000), 1e-5
    e, a = np.exp(-x), sigmoid(x)
    lines = [-((1 + e) ** -2) * -e, e / (1 + e) ** 2, 1 / (1 + e) * (e / (1 + e)), a * (1 - a)]
    quotient = (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)
    return {"worst_line": np.abs(lines - quotient).max()}


@claim(
    23,
    says="The output of the sigmoid lies between 0 and 1.",
    sources={"notes": "Sigmoid", "post": "Sigmoid"},
    verdict="true",
    truth="It lies strictly between them for every real number. "
    r"A computer rounds: in float64 the usual code gives exactly 1 at $z = 37$, "
    r"where $1 + e^{-z}$ rounds to 1.",
    note=r"The double nearest to $\sigma(37)$ is still below 1; from $54 \ln 2 \approx 37.43$ "
    "on it is 1.",
    taught="sigmoid#what-does-it-do-to-a-number",
    lowest=Expected(9.3e-14, 9.4e-14, "the exact value is 9.36e-14"),
    below_1_at_36=Expected(2.2e-16, 2.3e-16, "two steps of float64 below 1"),
    below_1_at_37=Expected(0, 0, "the exact value is 8.5e-17; what rounds is 1 + e^-37"),
)
def bounds_of_the_output(rng):
    return {
        "lowest": sigmoid(np.linspace(-30, 30, 1001)).min(),
        "below_1_at_36": 1 - sigmoid(36.0),
        "below_1_at_37": 1 - sigmoid(37.0),
    }


@claim(
    24,
    says="Since its outputs lie between 0 and 1, the sigmoid normalises the output of each neuron.",
    sources={"notes": "Sigmoid"},
    verdict="conditional",
    truth="The sigmoid *bounds* the output. "
    "To normalise would mean a mean of 0 and a standard deviation of 1, or outputs that sum to 1, "
    "and it gives neither.",
    taught="sigmoid#what-does-it-do-to-a-number",
    mean=Expected(0.49, 0.51, "1/2, by symmetry", claimed=0),
    deviation=Expected(0.205, 0.211, "the exact value is .208", claimed=1),
)
def outputs_for_normal_inputs(rng):
    a = sigmoid(rng.standard_normal(100_000))
    return {"mean": a.mean(), "deviation": a.std()}


@claim(
    25,
    says="Its range from 0 to 1 makes the sigmoid suitable for outputs that are probabilities.",
    sources={"notes": "Sigmoid"},
    verdict="conditional",
    truth="The range is necessary, not sufficient. "
    "The sigmoid turns log-odds into probabilities. "
    "A unit's sums are log-odds where a proper loss, such as the log-loss, a model that can "
    "express them and enough data have made them so.",
    note='How often does a "70%" come true? '
    "With the sums multiplied by 4 the range stays the same, and so does every yes or no.",
    taught="sigmoid#when-is-a-number-between-0-and-1-a-probability",
    trained=Expected(0.67, 0.73, "over 30 seeds .685 to .713", claimed=0.7),
    four_times=Expected(0.5, 0.6, "over 30 seeds .53 to .57", claimed=0.7),
)
def how_often_seventy_percent_comes_true(rng):
    labels, scores = scored(50_000, rng)

    def came_true(said):
        return labels[np.abs(said - 0.7) < 0.05].mean()

    return {"trained": came_true(sigmoid(scores)), "four_times": came_true(sigmoid(4 * scores))}


@claim(
    26,
    says="The sigmoid is differentiable, and its gradient is smooth, without jumps.",
    sources={"notes": "Sigmoid"},
    verdict="true",
    truth="It has derivatives of every order, everywhere.",
    note="ReLU, for comparison, has a slope that jumps by 1.",
    taught="sigmoid#how-steep-is-it",
    jump=Expected(0, 1e-4, "at most .0962 times the step of 1e-3", claimed=0),
    relu_jump=Expected(1, 1, "from 0 to 1, however fine the steps"),
)
def largest_jump_of_the_slope(rng):
    z = np.linspace(-10, 10, 20_000)
    return {
        "jump": np.abs(np.diff(sigmoid.derivative(z))).max(),
        "relu_jump": np.abs(np.diff(relu.derivative(z))).max(),
    }


@claim(
    27,
    says="The sigmoid gives clear predictions, that is, outputs very close to 1 or 0.",
    sources={"notes": "Sigmoid"},
    verdict="wrong",
    truth="Its outputs are close to 0 or 1 for large $|z|$ only. "
    "Near 0 the sigmoid is at its least decided: at 1 it says .731.",
    taught="sigmoid#what-does-it-do-to-a-number",
    at_1=Expected(0.731, 0.7311, "evaluated", claimed=1),
    share_decided=Expected(
        0.02, 0.04, "drawn from N(0, 1), which is beyond ±ln 9 with probability .028", claimed=1
    ),
)
def share_within_a_tenth_of_0_or_1(rng):
    a = sigmoid(rng.standard_normal(20_000))
    return {"at_1": sigmoid(1.0), "share_decided": np.mean((a < 0.1) | (a > 0.9))}


@claim(
    28,
    says="The sigmoid saturates, and so gradients vanish.",
    sources={"notes": "Sigmoid"},
    verdict="conditional",
    truth=r"Per layer the signal changes by about the gain times the typical slope, $g\,"
    r"\mathrm{rms}\,\sigma'$. "
    "At the usual start no slope is flat, and yet it vanishes; with weights 16 times as large two "
    "thirds of the slopes are, and it grows. With one hidden layer nothing vanishes.",
    note="The numbers are sizes of the error signal at the first layer, relative to the output.",
    taught="sigmoid#what-happens-on-the-way-back",
    ten_layers=Expected(0, 1e-5, "over 30 seeds 1.5e-7 to 2.6e-7", claimed=0),
    one_layer=Expected(0.07, 0.11, "over 30 seeds .085 to .096", claimed=0),
    large_weights=Expected(1, 10, "over 30 seeds 2.3 to 5.9", claimed=0),
)
def how_much_of_the_signal_arrives(rng):
    def arrives(depth, gain):
        delta = flow(SIGMOID.but(depth=depth, init=nn.lecun(gain=gain)), rng).delta
        return nn.rms(delta[0]) / nn.rms(delta[-1])

    return {
        "ten_layers": arrives(10, gain=1),
        "one_layer": arrives(1, gain=1),
        "large_weights": arrives(10, gain=16),
    }


@claim(
    29,
    says="The outputs of the sigmoid are not centred on 0, which makes updates less efficient.",
    sources={"notes": "Sigmoid"},
    verdict="conditional",
    truth="The common offset of the outputs makes the loss steep in one direction, "
    "which limits the learning "
    "rate for all others. "
    "It is the offset and not the sigmoid: once the mean is subtracted, the direction is like the "
    "others.",
    note="The numbers are the largest curvature of a squared error, for the weights that read a "
    "layer of sigmoids, over the second largest.",
    taught="sigmoid#why-do-they-all-pull-the-same-way",
    valley=Expected(30, 90, "over 30 seeds 43 to 66"),
    valley_centred=Expected(1, 3, "over 30 seeds 1.04 to 1.59"),
)
def curvature_over_the_next(rng):
    hidden = nn.Network(nn.mlp([64, 64, 10], "sigmoid", rng=rng).layers[:2])
    a = hidden(digits().X_train)

    def valley(a):
        curvatures = np.linalg.eigvalsh(a.T @ a / len(a))
        return curvatures[-1] / curvatures[-2]

    return {"valley": valley(a), "valley_centred": valley(a - a.mean(axis=0))}


claim(
    30,
    says="The sigmoid contains an exponential, which is slow on a computer.",
    sources={"notes": "Sigmoid"},
    verdict="conditional",
    truth="The cost depends on the code and the machine more than on the formula: "
    "a good tanh costs "
    "less than a careless leaky ReLU, and the matrix product beside it costs more than either.",
    taught="sigmoid#is-the-exponential-too-expensive",
    because="Running times belong to a machine. "
    "The lesson measures them on yours, and so do the benchmarks.",
)


@claim(
    31,
    says="The curve of the sigmoid's derivative looks like an inverted bell.",
    sources={"post": "Derivation"},
    verdict="wrong",
    truth="The bell stands upright, highest at 0: it is the density of the logistic distribution, "
    "and the area under it is 1.",
    taught="sigmoid#how-steep-is-it",
    bell_height=Expected(0.053, 0.054, "1/4 at 0, and .1966 at 1", claimed=-0.0534),
    area=Expected(1 - 1e-9, 1 + 1e-9, "the sigmoid climbs from 0 to 1"),
)
def which_way_up_the_bell_stands(rng):
    z = np.linspace(-40, 40, 80_001)
    return {
        "bell_height": sigmoid.derivative(0.0) - sigmoid.derivative(1.0),
        "area": np.trapezoid(sigmoid.derivative(z), z),
    }


@claim(
    32,
    says="The largest value of the sigmoid's derivative is 0.25.",
    sources={"post": "Derivation"},
    verdict="true",
    truth=r"It is reached at $z = 0$ alone, since $a\,(1 - a) = \tfrac14 - (a - \tfrac12)^2$.",
    taught="sigmoid#how-steep-is-it",
    largest=Expected(0.25, 0.25, "exact in floating point", claimed=0.25),
    where=Expected(0, 0, "the grid holds 0", claimed=0),
)
def the_largest_slope(rng):
    z = np.arange(-800, 801) / 100
    slope = sigmoid.derivative(z)
    return {"largest": slope.max(), "where": z[slope.argmax()]}


@claim(
    33,
    says="For very large and very small inputs the derivative of the sigmoid is 0.",
    sources={"post": "Derivation"},
    verdict="conditional",
    truth="The derivative tends to 0 and never gets there. "
    r"In float64 the code $a\,(1 - a)$ does return 0 from about $z = 37$ on, "
    r"where $e^{-z} / (1 + e^{-z})^2$ still gives 8.5e-17.",
    taught="sigmoid#how-steep-is-it",
    at_10=Expected(4.53e-5, 4.55e-5, "evaluated", claimed=0),
    at_37_by_outputs=Expected(0, 0, "the output has been rounded to 1", claimed=0),
    at_37=Expected(8.5e-17, 8.6e-17, "the exact value is 8.53e-17", claimed=0),
)
def slope_far_out(rng):
    a, e = sigmoid(37.0), np.exp(-37.0)
    return {
        "at_10": sigmoid.derivative(10.0),
        "at_37_by_outputs": a * (1 - a),
        "at_37": e / (1 + e) ** 2,
    }


claim(
    34,
    says="The derivative of the sigmoid is called a saturating function.",
    sources={"post": "Saturation"},
    verdict="conditional",
    truth="The word belongs to the activation: the *sigmoid* saturates, because its derivative "
    "tends to 0 at both ends.",
    taught="sigmoid#how-steep-is-it",
    because="It is a matter of words; Gulcehre and others (Noisy Activation Functions, 2016) "
    "define the term.",
)


@claim(
    35,
    says="The outputs of the sigmoid are always greater than 0, so their mean is not 0.",
    sources={"post": "Non-zero mean"},
    verdict="true",
    truth="For pre-activations that lie symmetrically about 0 the mean is one half.",
    note="Measured in the first hidden layer of an untrained network that reads digits.",
    taught="sigmoid#what-does-it-do-to-a-number",
    lowest=Expected(0.005, 0.2, "over 30 seeds .02 to .06"),
    mean=Expected(0.49, 0.51, "over 30 seeds .4996 to .5004"),
)
def outputs_of_a_layer(rng):
    hidden = nn.Network(nn.mlp([64, 64, 10], "sigmoid", rng=rng).layers[:2])
    a = hidden(digits().X_train)
    return {"lowest": a.min(), "mean": a.mean()}


@claim(
    36,
    says="On its way back the gradient shrinks to about 1/4 at every layer of sigmoids.",
    sources={"post": "Saturation"},
    verdict="wrong",
    truth="One quarter bounds one factor, the slope. "
    r"The other factor is the weights: with weights of size $g / \sqrt n$ the signal changes per "
    "layer by .23 for $g = 1$, by .6 for $g = 4$, and for $g = 16$ it grows.",
    note=r"The factor is about $g\,\mathrm{rms}\,\sigma'(z)$. At $g = 1$ all $z$ are near 0, "
    "where the slope is a quarter; at that gain alone it is a good guess.",
    taught="sigmoid#what-happens-on-the-way-back",
    gain_1=Expected(0.21, 0.26, "ten layers; over 30 seeds .227 to .240"),
    gain_4=Expected(0.55, 0.7, "over 30 seeds .59 to .66", claimed=0.25),
    gain_16=Expected(1.1, 1.4, "over 30 seeds 1.17 to 1.28", claimed=0.25),
)
def factor_per_layer(rng):
    ten = SIGMOID.but(depth=10)
    return {f"gain_{gain}": factor(ten.but(init=nn.lecun(gain=gain)), rng) for gain in (1, 4, 16)}


@claim(
    37,
    says="Where the gradient of a layer is close to 0, its parameters are not updated.",
    sources={"post": "Saturation"},
    verdict="true",
    truth="They do move, by next to nothing, for the gradient is tiny and not 0. "
    "Five hidden layers of sigmoids, started as usual, are left with guessing.",
    note="How far training moves the weights is measured relative to their size.",
    taught="sigmoid#what-happens-on-the-way-back",
    first_moved=Expected(5e-4, 4e-3, "over 30 seeds .0011 to .0016"),
    output_moved=Expected(0.03, 0.3, "over 30 seeds .05 to .17"),
    train_accuracy=Expected(0.07, 0.13, "over 30 seeds .097 to .108", claimed=0.1),
)
def five_layers_of_sigmoids(rng):
    d, net = digits(), nn.mlp([64] * 6 + [10], "sigmoid", rng=rng)
    before = [dense.W.copy() for dense in net.layers[::2]]
    nn.fit(net, d.X_train, d.y_train, epochs=3, rng=rng)
    after = [dense.W for dense in net.layers[::2]]
    moved = [nn.rms(W - W0) / nn.rms(W0) for W, W0 in zip(after, before, strict=True)]
    return {
        "first_moved": moved[0],
        "output_moved": moved[-1],
        "train_accuracy": nn.accuracy(net, d.X_train, d.y_train),
    }


@claim(
    38,
    says="Saturating functions make gradients vanish, so that deep networks do not learn.",
    sources={"post": "Saturation"},
    verdict="conditional",
    truth="What makes them vanish is a small product of weights and slopes, and that needs no "
    "saturation: the sigmoids that fail here are at their steepest. "
    r"Four layers of sigmoids learn with starting weights of size $4 / \sqrt n$ in the place of "
    r"$1 / \sqrt n$, and four layers of tanh, which saturates too, learn as they are.",
    taught="sigmoid#what-happens-on-the-way-back",
    sigmoid=Expected(0.05, 0.2, "8 epochs; over 30 seeds .07 to .12", claimed=0.1),
    large_weights=Expected(0.5, 1, "over 30 seeds .69 to .86", claimed=0.1),
    tanh=Expected(0.95, 1, "over 30 seeds .972 to .997", claimed=0.1),
)
def four_saturating_layers(rng):
    four = Recipe("sigmoid", depth=4, width=32, epochs=8)
    return {
        "sigmoid": four.train(rng).accuracy,
        "large_weights": four.but(init=nn.lecun(gain=4)).train(rng).accuracy,
        "tanh": four.but(f="tanh").train(rng).accuracy,
    }


@claim(
    39,
    says="For two classes take tanh in the hidden layers and the sigmoid at the output, "
    "though this is no fixed rule.",
    sources={"notes": "Tanh"},
    verdict="conditional",
    truth="It is a rule of thumb, and the article says so. "
    "ReLU in the hidden layers does as well here. "
    r"At the output a rescaled tanh would serve too, since $(\tanh z + 1) / 2 = \sigma(2z)$.",
    taught="sigmoid#in-practice",
    tanh_hidden=Expected(0.9, 1, "over 30 seeds .975 to 1"),
    relu_hidden=Expected(0.85, 1, "over 30 seeds .925 to 1"),
    rescaled_apart=Expected(0, 1e-15, "rounding"),
)
def hidden_layers_for_two_classes(rng):
    X, y = moons(200, rng=rng)

    def accuracy(f):
        net = nn.mlp([2, 16, 1], f, rng=rng)  # its loss brings the sigmoid of the output
        loss, adam = nn.binary_cross_entropy, nn.Adam(0.03)
        nn.fit(net, X, y, loss=loss, optimizer=adam, epochs=40, rng=rng)
        return nn.accuracy(net, X, y)

    z = X.ravel()
    return {
        "tanh_hidden": accuracy("tanh"),
        "relu_hidden": accuracy("relu"),
        "rescaled_apart": np.abs((tanh(z) + 1) / 2 - sigmoid(2 * z)).max(),
    }


@claim(
    40,
    says="So far the activation was the sigmoid; other functions work better.",
    sources={"lecture": "Choice of activation"},
    verdict="conditional",
    truth="In *hidden* layers tanh, ReLU and others learn faster, "
    "from the same start and at the same "
    "learning rate. "
    "For a probability at the output the sigmoid stays the right choice: "
    "tanh and ReLU leave the range from 0 to 1.",
    taught="sigmoid#in-practice",
    sigmoid_hidden=Expected(0.1, 0.75, "3 epochs; over 30 seeds .19 to .58"),
    tanh_hidden=Expected(0.9, 1, "over 30 seeds .953 to .978"),
    relu_hidden=Expected(0.9, 1, "over 30 seeds .953 to .981"),
    tanh_negative=Expected(0.45, 0.55, "half of all numbers are negative"),
)
def two_hidden_layers(rng):
    numbers = {
        f + "_hidden": Recipe(f, depth=2, epochs=3).train(rng).accuracy
        for f in ("sigmoid", "tanh", "relu")
    }
    said = tanh(rng.standard_normal(10_000))
    return numbers | {"tanh_negative": np.mean(said < 0)}


claim(
    109,
    says=r"The sigmoid that acts on a neuron's sum is written $\sigma'$, before any derivative "
    "is taken.",
    sources={"post": "Sigmoid"},
    verdict="wrong",
    truth=r"The activation is $\sigma$; with the prime, $\sigma'$ is its derivative.",
    taught="sigmoid#how-steep-is-it",
    because="It is a matter of notation.",
)
