"""Backpropagation, updates, initialization and code."""

import ast
import math
from copy import deepcopy

import numpy as np
from numpy.random import RandomState

from actcourse import nn
from actcourse.activations import sigmoid
from actcourse.data import digits
from actcourse.experiments import Recipe, misprint
from actcourse.experiments.depth import LARGE, SMALL, USUAL
from actcourse.experiments.symmetry import SIXTEEN, different

from .ledger import Expected, claim

claim(
    98,
    says='The function of a unit is called its activation function, or "actuation function".',
    sources={"lecture": "Choice of activation"},
    verdict="wrong",
    truth='The term is "activation function". '
    "An actuator moves something in the world, and the word has no such meaning in this field.",
    taught="backprop#who-gets-the-blame-for-one-number",
    because="It is a matter of words, which the titles of the field settle: Leshno and others "
    '(1993) write of "a nonpolynomial activation function", Ramachandran and others (2017) of '
    '"Searching for Activation Functions".',
)


@claim(
    99,
    says=r"The derivative of the sigmoid is $dz = a(1 - a)$, and so on for the others.",
    sources={"lecture": "Derivatives of activations"},
    verdict="conditional",
    truth=r"$a(1 - a)$ is $f'(z)$, the slope of the *activation*. Where code uses $dz$ for the "
    r"slope $\partial L / \partial z$ of the *loss*, it is $dz = da \cdot a(1 - a)$.",
    taught="backprop#who-gets-the-blame-for-one-number",
    off_as_slope=Expected(0, 1e-9, "rounding of the difference quotients", claimed=0),
    off_as_dz=Expected(0.41, 0.42, "the loss has slope -0.177 there, and a(1 - a) is 0.235", 0),
    off_with_da=Expected(0, 1e-9, "rounding of the difference quotients"),
)
def two_readings_of_dz(rng):
    def quotient(f, z, h=1e-5):
        return (f(z + h) - f(z - h)) / (2 * h)

    z = 0.5
    a = sigmoid(z)
    dz = quotient(lambda z: (sigmoid(z) - 1) ** 2, z)
    return {
        "off_as_slope": abs(a * (1 - a) - quotient(sigmoid, z)),
        "off_as_dz": abs(a * (1 - a) - dz),
        "off_with_da": abs(2 * (a - 1) * a * (1 - a) - dz),
    }


@claim(
    100,
    says="A step of gradient descent computes the loss, then the gradients of layer 1, then those "
    "of layer 2, and updates the parameters at the end.",
    sources={"lecture": "Gradient descent"},
    verdict="conditional",
    truth="The update does come last, after all gradients. The gradients themselves come from "
    "layer 2 first, since the error signal of layer 1 is made from that of layer 2.",
    taught="backprop#do-all-gradients-come-before-the-update",
    off_layer_2_first=Expected(0, 1e-6, "relative error of a gradient check; 1e-9 is usual"),
    off_layer_1_first=Expected(0.3, math.inf, "relative; over 60 seeds 0.78 to 5", claimed=0),
)
def which_layer_first(rng):
    X, y = rng.standard_normal((20, 4)), rng.integers(0, 4, 20)
    net = nn.mlp([4, 4, 4], "tanh", rng=rng)
    g = nn.softmax_cross_entropy(net(X), y)[1]
    net.backward(g)
    right = net.layers[0].dW
    for layer in net.layers:  # layer 1 first, which works at all because the sizes are equal
        g = layer.backward(g)
    return {
        "off_layer_2_first": nn.gradient_check(net, X, y),
        "off_layer_1_first": np.abs(net.layers[0].dW - right).max() / np.abs(right).max(),
    }


@claim(
    101,
    says=r"The weights of layer 2 are updated by $W_2 = W_1 - \alpha\,dW_2$.",
    sources={"lecture": "Gradient descent"},
    verdict="wrong",
    truth=r"$W_2 = W_2 - \alpha\,dW_2$. Between layers of different sizes the misprint stops with "
    "an error of shapes. Where both are square it runs: the second layer stays a copy of the "
    "first, the loss about doubles, the accuracy is three points behind after one epoch and about "
    "a fifth of a point on average after ten, less than the luck of a start, and a gradient check "
    "passes.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    note="The gradients are right; it is the update that is not, and a test of the update itself "
    "finds it at once.",
    loss_ratio=Expected(1.25, 3, "misprint to rule; over 120 seeds 1.44 to 2.37", 1),
    accuracy_lost=Expected(-0.04, 0.05, "the luck of a start; over 120 seeds -0.017 to 0.031"),
    distance=Expected(0, 0.05, "of W2 from W1, relative; two random matrices are 1.41 apart", 1.41),
)
def misprinted_update(rng):
    start = deepcopy(rng)  # the same weights and the same batches for both
    right = misprint.RECIPES[misprint.RIGHT].train(start)
    wrong = misprint.RECIPES[misprint.PRINTED].train(rng)
    d = digits()
    loss = [nn.softmax_cross_entropy(run.net(d.X_train), d.y_train)[0] for run in (wrong, right)]
    return {
        "loss_ratio": loss[0] / loss[1],
        "accuracy_lost": right.accuracy - wrong.accuracy,
        "distance": misprint.apart(wrong.net),
    }


@claim(
    102,
    says=r"The biases of layer 2 are updated by $b_2 = w \cdot b_2 - \alpha\,db_2$.",
    sources={"lecture": "Gradient descent"},
    verdict="wrong",
    truth=r"$b_2 = b_2 - \alpha\,db_2$. With the weights as a factor, the biases follow the powers "
    "of a matrix: from He's weights they grow, and training soon diverges; from smaller weights, "
    "which shrink them, it may well go on.",
    taught="backprop#what-does-a-bug-in-the-update-look-like",
    note=r"Which $w$ is meant the article does not say; we take $W_2$. From biases at 0 the first "
    "step is right by accident.",
    steps_before_nan=Expected(28, 65, "over 60 seeds 35 to 52; the rule itself makes all 450", 450),
)
def misprinted_bias(rng):
    history = misprint.RECIPES[misprint.BIAS].train(rng).history
    return {"steps_before_nan": np.isfinite(history.loss).sum()}


@claim(
    103,
    says="Six formulas sum up the backward pass of a shallow network.",
    sources={"lecture": "Gradient descent"},
    verdict="garbled",
    truth=r"With an example in each of $m$ columns, $dZ_2 = A_2 - Y$, "
    r"$dW_2 = \frac1m dZ_2 A_1^{\mathsf T}$, $db_2$ the mean of $dZ_2$ over the columns, "
    r"$dZ_1 = W_2^{\mathsf T} dZ_2 \odot f'(Z_1)$, $dW_1 = \frac1m dZ_1 X^{\mathsf T}$, and $db_1$ "
    r"the mean of $dZ_1$.",
    taught="backprop#two-layers-all-at-once",
    note="They were an image, and it is lost; these are the usual ones, for a sigmoid output with "
    "the cross-entropy.",
    apart=Expected(0, 1e-14, "the same sums in another order"),
    gradient_check=Expected(0, 1e-6, "relative error of a gradient check; 1e-9 is usual"),
)
def formulas_in_columns(rng):
    net, m = nn.mlp([3, 4, 1], "tanh", bias="lecun", rng=rng), 6
    X, y = rng.standard_normal((m, 3)), rng.integers(0, 2, m)
    net.backward(nn.binary_cross_entropy(net(X), y)[1])
    W1, b1, W2, b2 = (np.atleast_2d(p).T for p in net.parameters())
    A1 = np.tanh(W1 @ X.T + b1)
    dZ2 = sigmoid(W2 @ A1 + b2) - y
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    formulas = dZ1 @ X / m, dZ1.mean(axis=1), dZ2 @ A1.T / m, dZ2.mean(axis=1)
    pairs = zip(formulas, net.gradients(), strict=True)
    return {
        "apart": max(np.abs(d.T - g).max() for d, g in pairs),
        "gradient_check": nn.gradient_check(net, X, y, nn.binary_cross_entropy),
    }


@claim(
    104,
    says="With all weights 0, all units of a layer are symmetric and stay so.",
    sources={"lecture": "Random initialization"},
    verdict="true",
    truth="In exact arithmetic they stay copies of one another, and so they do from any other "
    "constant. With tanh and ReLU the weights do not even move, because their gradients are 0. "
    "Softmax regression, which has no hidden units, may well start at 0.",
    taught="initialization#can-all-units-start-alike",
    note="Measured in float64. In float32 rounding can part the copies of a constant other than "
    "0, and then they are trained apart.",
    different_units=Expected(1, 1, "16 sigmoids, all copies of one", claimed=1),
    from_constant=Expected(1, 1, "16 tanh units, all copies of one"),
    from_random=Expected(16, 16, "16 tanh units, no two alike"),
    tanh_moved=Expected(0, 0, "the gradient is exactly 0"),
    softmax_regression=Expected(0.93, 0.98, "test accuracy; over 60 seeds 0.950 to 0.958"),
)
def sixteen_units(rng):
    def train(f, init, depth=1):
        return SIXTEEN.but(f=f, init=init, depth=depth, epochs=5).train(rng)

    def first(f, init):
        return train(f, init).net.layers[0].W

    return {
        "different_units": different(first("sigmoid", "zeros")),
        "from_constant": different(first("tanh", "constant")),
        "from_random": different(first("tanh", SMALL)),
        "tanh_moved": np.abs(first("tanh", "zeros")).max(),
        "softmax_regression": train("tanh", "zeros", depth=0).accuracy,
    }


@claim(
    105,
    says="All parameters have to start at random; the biases may start at 0.",
    sources={"lecture": "Random initialization"},
    verdict="conditional",
    truth="The two sentences contradict each other, and the second is right: random weights are "
    "enough. Small random biases beside them showed no gain in 20 pairs. Random biases with "
    "constant weights break the symmetry as well, and led less far in ten epochs.",
    taught="initialization#can-all-units-start-alike",
    random_weights=Expected(0.94, 1, "test accuracy; over 60 seeds 0.958 to 0.989"),
    random_both=Expected(0.94, 1, "the same; over 60 seeds 0.964 to 0.992"),
    random_biases=Expected(0.82, 0.97, "weights 0.1; over 60 seeds 0.878 to 0.947"),
    none_random=Expected(0.15, 0.35, "sixteen copies of one unit; over 60 seeds 0.19 to 0.27"),
)
def what_has_to_be_random(rng):
    flat, noise = nn.constant(value=0.1), nn.normal(std=0.1)

    def train(init, bias):
        return SIXTEEN.but(init=init, bias=bias, epochs=10).train(rng).accuracy

    return {
        "random_weights": train(noise, "zeros"),
        "random_both": train(noise, noise),
        "random_biases": train(flat, noise),
        "none_random": train(flat, "zeros"),
    }


@claim(
    106,
    says="The weights are drawn by `np.random.randn((2, 2)) * 0.01`.",
    sources={"lecture": "Random initialization"},
    verdict="wrong",
    truth="`randn` takes the lengths one by one, as in `randn(2, 2)`, and a tuple is a TypeError. "
    "Today one asks a generator: `0.01 * rng.standard_normal((2, 2))`.",
    taught="initialization#can-all-units-start-alike",
    tuple_refused=Expected(1, 1, "a TypeError", claimed=0),
    std_of_mended=Expected(0.0097, 0.0103, "0.01, eight standard errors of 40,000"),
)
def tuple_for_a_shape(rng):
    randn = RandomState(rng.bit_generator).randn  # the old function, on the new generator's bits
    try:
        randn((2, 2))
        refused = False
    except TypeError:
        refused = True
    return {"tuple_refused": refused, "std_of_mended": np.std(randn(200, 200) * 0.01)}


@claim(
    107,
    says="The factor 0.01 is there because large weights drive sigmoid and tanh into saturation, "
    "which slows learning down.",
    sources={"lecture": "Random initialization"},
    verdict="conditional",
    truth=r"Large weights do saturate. Three layers of tanh from size 1 are behind in the first "
    "epoch, but after ten they have learned nearly all their training digits and read three "
    "quarters of others: they learn by heart. And 0.01 is no rule: it serves one hidden layer, and "
    "leaves three guessing after five epochs at rate 0.1. "
    r"The size belongs to the width, $\sqrt{1/n}$ for tanh and $\sqrt{2/n}$ for ReLU, where $n$ "
    "is the number of inputs.",
    taught="initialization#why-not-always-001",
    note="The sentence is damaged in the text; its sense is clear.",
    flat_if_large=Expected(0.5, 0.7, "share of slopes below 0.01; over 60 seeds 0.58 to 0.61"),
    large=Expected(0.72, 0.92, "test accuracy, weights of size 1; over 60 seeds 0.78 to 0.88"),
    small=Expected(0.93, 1, "test accuracy, weights of size 0.01; over 60 seeds 0.953 to 0.975"),
    small_3_layers=Expected(0, 0.2, "guessing; over 60 seeds always 0.078"),
    by_width_3_layers=Expected(0.94, 1, "weights of size 1/8; over 60 seeds 0.969 to 0.992"),
)
def sizes_of_weights(rng):
    def right(depth, init):
        return Recipe("tanh", depth=depth, init=init, epochs=5).train(rng).accuracy

    d, start = digits(), Recipe("tanh", depth=1, init=LARGE).network(rng)
    return {
        "flat_if_large": nn.saturation(nn.record(start, d.X_train, d.y_train))[0],
        "large": right(1, LARGE),
        "small": right(1, SMALL),
        "small_3_layers": right(3, SMALL),
        "by_width_3_layers": right(3, USUAL),
    }


@claim(
    108,
    says="A short PyTorch program shows the activations at work.",
    sources={"notes": "PyTorch"},
    verdict="garbled",
    truth="A fragment of the program stands twice, so Python refuses the whole file with a "
    "SyntaxError. It also calls `F.sigmoid`; the name to use is `torch.sigmoid`, since PyTorch "
    "0.4.1 and many versions after it warned that the other was deprecated.",
    taught="backprop#in-practice",
    note="The line below is ours, damaged in the same way. A program that runs stands on the "
    "page about PyTorch, beside the same in NumPy.",
    parses=Expected(1, 1, "the line as it should be"),
    parses_as_printed=Expected(0, 0, "a SyntaxError", claimed=1),
)
def piece_of_a_line_twice(rng):
    def parses(line):
        try:
            ast.parse(line)
        except SyntaxError:
            return False
        return True

    line = "y = torch.sigmoid(linear(x))"
    return {"parses": parses(line), "parses_as_printed": parses(line + " linear(x))")}
