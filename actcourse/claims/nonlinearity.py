"""The linear layer, and why nonlinearity."""

import numpy as np

from actcourse import nn
from actcourse.activations import ACTIVATIONS, relu, softmax, step, tanh
from actcourse.data import circles, xor
from actcourse.experiments.linear import merged
from actcourse.experiments.spiral import given_and_new, memorised

from .ledger import Expected, claim


@claim(
    1,
    says=r"A layer computes $y = f(Wx + b)$, that is $y_i = f(\sum_j w_{ij} x_j + b_i)$.",
    sources={"notes": "Linear layer"},
    verdict="true",
    truth=r"Both forms agree for an $f$ that acts on each component by itself. "
    "Softmax and maxout are different: there each output depends on several components.",
    taught="why_nonlinearity#what-does-a-layer-do",
    apart=Expected(0, 1e-14, "the same products, added in another order", claimed=0),
    softmax_apart=Expected(0.1, 1, "softmax of a single number is 1, whatever the number"),
)
def layer_by_rows(rng):
    W, b, x = rng.standard_normal((3, 4)), rng.standard_normal(3), rng.standard_normal(4)
    rows = np.array([sum(W[i, j] * x[j] for j in range(4)) + b[i] for i in range(3)])
    one_by_one = np.array([softmax([z])[0] for z in rows])
    return {
        "apart": np.abs(relu(rows) - relu(W @ x + b)).max(),
        "softmax_apart": np.abs(one_by_one - softmax(W @ x + b)).max(),
    }


@claim(
    2,
    says=r"The derivative of $y = f(Wx + b)$ with respect to the $m \times n$ matrix $W$ "
    r"is the $m \times n$ matrix with the entries $f'(z_i)\, x_j$.",
    sources={"notes": "Linear layer"},
    verdict="conditional",
    truth=r"The derivative is an array of $m \times m \times n$ entries, "
    r"$\partial y_k / \partial w_{ij} = [k = i]\, f'(z_i)\, x_j$; "
    "the matrix in question is the part of it that is not zero. "
    r"Learning needs $\partial L / \partial W = (\partial L / \partial y \odot f'(z))\, "
    r"x^{\mathsf T}$, which does have the shape of $W$.",
    taught="backprop#how-large-is-the-derivative-of-a-layer",
    entries=Expected(36, 36, "3 outputs, each with a slope for 12 weights", claimed=12),
    not_zero=Expected(12, 12, "an output feels the weights of its own unit alone", claimed=12),
    apart=Expected(0, 1e-8, "rounding of a difference quotient with steps of 1e-6", claimed=0),
)
def derivative_for_the_weights(rng):
    W, b, x = rng.standard_normal((3, 4)), rng.standard_normal(3), rng.standard_normal(4)
    J = np.empty((3, 3, 4))
    for i, j in np.ndindex(3, 4):
        nudge = np.zeros((3, 4))
        nudge[i, j] = 1e-6
        J[:, i, j] = (tanh((W + nudge) @ x + b) - tanh((W - nudge) @ x + b)) / 2e-6
    own = J[range(3), range(3)]
    matrix = np.outer(tanh.derivative(W @ x + b), x)
    apart = np.abs(own - matrix).max()
    return {"entries": J.size, "not_zero": np.count_nonzero(J), "apart": apart}


@claim(
    3,
    says=r"The derivative of $y = f(Wx + b)$ with respect to $b$ is the vector $f'(z)$.",
    sources={"notes": "Linear layer"},
    verdict="conditional",
    truth=r"It is a matrix with $f'(z)$ on its diagonal and 0 elsewhere. "
    r"The gradient of a loss is a vector: "
    r"$\partial L / \partial b = \partial L / \partial y \odot f'(z)$, summed over the batch.",
    taught="backprop#how-large-is-the-derivative-of-a-layer",
    entries=Expected(9, 9, "3 outputs, each with a slope for 3 biases", claimed=3),
    not_zero=Expected(3, 3, "an output feels the bias of its own unit alone", claimed=3),
    apart=Expected(0, 1e-8, "rounding of a difference quotient with steps of 1e-6", claimed=0),
)
def derivative_for_the_biases(rng):
    z, h = rng.standard_normal(3), 1e-6
    nudges = h * np.eye(3)  # one bias in each column
    J = (tanh(z[:, None] + nudges) - tanh(z[:, None] - nudges)) / (2 * h)
    apart = np.abs(J.diagonal() - tanh.derivative(z)).max()
    return {"entries": J.size, "not_zero": np.count_nonzero(J), "apart": apart}


@claim(
    4,
    says="Activations bring nonlinearity, "
    "and without it a network cannot express complex functions.",
    sources={
        "notes": "Activation functions",
        "post": "Why activation functions",
        "lecture": "Why a nonlinear activation",
    },
    verdict="true",
    truth="Without activations the whole network is affine, and no affine function computes XOR. "
    "Two ReLUs compute it exactly.",
    taught="why_nonlinearity#what-does-one-bend-add",
    affine_error=Expected(0.25 - 1e-12, 0.25 + 1e-12, "the best fit predicts 1/2 everywhere", 0.25),
    relu_error=Expected(0, 0, "whole numbers are exact in floating point", claimed=0),
)
def xor_with_and_without(rng):
    X, y = xor()
    design = np.column_stack([X, np.ones(4)])
    affine = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    s = X.sum(axis=1)
    return {
        "affine_error": np.mean((affine - y) ** 2),
        "relu_error": np.abs(relu(s) - 2 * relu(s - 1) - y).max(),
    }


@claim(
    5,
    says="Without activations every layer is a matrix product, "
    "and a network of any depth is one linear map.",
    sources={
        "notes": "Activation functions",
        "post": "Why activation functions",
        "lecture": "Why a nonlinear activation",
    },
    verdict="true",
    truth="With biases it is one affine map: a matrix product and a shift. "
    "A narrow layer in between even loses rank, so that the stack can do less than one layer.",
    note='The field says "linear" for affine maps too.',
    taught="why_nonlinearity#what-is-a-line-of-a-line",
    apart=Expected(0, 1e-12, "rounding, on outputs of size 1", claimed=0),
    rank=Expected(2, 2, "all outputs have passed through two units"),
)
def merged_layers(rng):
    net = nn.mlp([64] * 5 + [2, 10], "identity", bias="normal", rng=rng)
    W, b = merged(net)
    X = rng.standard_normal((100, 64))
    apart = np.abs(net(X) - (X @ W + b)).max()
    return {"apart": apart, "rank": np.linalg.matrix_rank(W)}


@claim(
    6,
    says="A network without activations is the original perceptron.",
    sources={"notes": "Activation functions"},
    verdict="wrong",
    truth="The perceptron of 1958 has an activation, the step, and a learning rule of its own: "
    "it answers yes or no. "
    "Without an activation a unit answers with any number, which is linear regression; "
    "with a sigmoid or softmax at the output alone it is logistic or softmax regression.",
    taught="why_nonlinearity#is-that-the-perceptron",
    linear_outputs=Expected(1000, 1000, "1,000 different inputs, and no two sums agree", claimed=2),
    step_outputs=Expected(2, 2, "the step knows 0 and 1"),
)
def different_outputs(rng):
    z = rng.standard_normal((1000, 8)) @ rng.standard_normal(8)
    return {"linear_outputs": len(np.unique(z)), "step_outputs": len(np.unique(step(z)))}


@claim(
    7,
    says=r"The layer $y_1 = w_1 x + b_1$ is a line, and a second linear layer makes of it "
    "another line, which may fall where the first one rises.",
    sources={"post": "Why activation functions"},
    verdict="true",
    truth="The line has the slope $w_1 w_2$ and the intercept $w_2 b_1 + b_2$.",
    taught="why_nonlinearity#what-is-a-line-of-a-line",
    slope=Expected(-6, -6, "2 times -3, exact in floating point", claimed=-6),
    intercept=Expected(1, 1, "-3 times 1, plus 4", claimed=1),
    bend=Expected(0, 0, "a line has none", claimed=0),
)
def line_of_a_line(rng):
    x = np.arange(-4.0, 5.0)
    y = -3 * (2 * x + 1) + 4
    slopes = np.diff(y)
    return {"slope": slopes[0], "intercept": y[x == 0][0], "bend": np.ptp(slopes)}


@claim(
    8,
    says="With activations a network can approximate any nonlinear function as closely as we like.",
    sources={"notes": "Activation functions"},
    verdict="conditional",
    truth="Every *continuous* function on a *closed and bounded* set can be approximated, if the "
    "activation is *not a polynomial* and the layer is wide enough "
    "(Cybenko 1989; Leshno and others 1993). "
    "It promises that good weights exist, not that training finds them, "
    "and says nothing about inputs outside the set.",
    note=r"The experiment fits $\sin 2x$: the hidden units are random, "
    "the output weights come from least squares.",
    taught="why_nonlinearity#can-a-network-approximate-any-function",
    relu_error=Expected(0, 0.02, "300 units; over 30 seeds .0007 to .005", claimed=0),
    square_error=Expected(0.65, 0.652, "the error of the best parabola, at any width", claimed=0),
    error_outside=Expected(1, np.inf, "lines run off; over 30 seeds from 2.8", claimed=0),
)
def random_units(rng):
    x = np.linspace(-2 * np.pi, 2 * np.pi, 801)
    inside, y = np.abs(x) < 3.15, np.sin(2 * x)
    z = np.outer(x, rng.standard_normal(300)) + rng.uniform(-np.pi, np.pi, 300)

    def errors(f):
        units = np.column_stack([np.ones_like(x), f(z)])
        weights = np.linalg.lstsq(units[inside], y[inside], rcond=None)[0]
        off = units @ weights - y
        return nn.rms(off[inside]), np.abs(off[~inside]).max()

    (bent, outside), (square, _) = errors(relu), errors(np.square)
    return {"relu_error": bent, "square_error": square, "error_outside": outside}


@claim(
    9,
    says="Activations add nonlinear operations, which strengthens a network's ability to fit.",
    sources={"notes": "Activation functions"},
    verdict="true",
    truth="They give it the capacity to bend. "
    "Capacity is not knowledge: the same network fits shuffled labels too, "
    "and on new points it is then left with guessing.",
    taught="why_nonlinearity#does-it-know-more-or-only-fit-more",
    linear_fits=Expected(0.4, 0.65, "over 30 seeds .47 to .60"),
    relu_fits=Expected(
        0.93, 1, "one of the three points at the centre can be right, and all others are", claimed=1
    ),
    noise_fitted=Expected(0.65, 1, "over 30 seeds .78 to .93"),
    noise_on_new=Expected(0.1, 0.65, "over 30 seeds .18 to .57; guessing gets a third"),
)
def fits_of_the_spiral(rng):
    (X, y), new = given_and_new(rng)
    linear, bent = (memorised(f, (X, y), new, rng) for f in ("identity", "relu"))
    noise = memorised("relu", (X, rng.permutation(y)), new, rng)
    return {
        "linear_fits": linear[0],
        "relu_fits": bent[0],
        "noise_fitted": noise[0],
        "noise_on_new": noise[1],
    }


@claim(
    10,
    says="With a linear activation the prediction is just a linear combination of the inputs.",
    sources={"lecture": "Why a nonlinear activation"},
    verdict="true",
    truth="It is one, plus a constant, and hidden layers change nothing about that. "
    "At the *output* of a regression that is what we want: "
    "there the identity is the right activation.",
    taught="why_nonlinearity#in-practice",
    linear_left_over=Expected(0, 1e-12, "rounding", claimed=0),
    relu_left_over=Expected(0.1, 1, "over 30 seeds .30 to .87"),
)
def what_a_linear_combination_misses(rng):
    X = rng.standard_normal((200, 4))
    inputs = np.column_stack([X, np.ones(200)])

    def left_over(f):
        y = nn.mlp([4, 32, 32, 1], f, rng=rng)(X)
        return nn.rms(y - inputs @ np.linalg.lstsq(inputs, y, rcond=None)[0]) / nn.rms(y)

    return {"linear_left_over": left_over("identity"), "relu_left_over": left_over("relu")}


claim(
    11,
    says="Dendrites receive signals, and where they are strong enough the neuron fires along its "
    "axon; activations imitate that.",
    sources={"post": "Why activation functions"},
    verdict="conditional",
    truth="The analogy is loose. "
    "A neuron's spike is all or nothing; the output of a unit is closer to a *rate* of spikes, "
    'and "activation" need not mean firing or not firing.',
    taught="why_nonlinearity#what-does-a-layer-do",
    because="It is a matter of words and of biology, and no experiment on a computer settles it.",
)


@claim(
    12,
    says="The activation is applied to $y = wx + b$, and $o = f(y)$ is the neuron's output.",
    sources={"post": "Why activation functions"},
    verdict="true",
    truth=r"In the letters of this course: the pre-activation is $z = wx + b$, the output "
    r"$a = f(z)$.",
    note="The order matters: activating first and adding the bias later is another function.",
    taught="why_nonlinearity#what-does-a-layer-do",
    apart=Expected(0, 1e-14, "rounding", claimed=0),
    bias_later_apart=Expected(0.2, 1, "over 30 seeds .54 to 1"),
)
def one_unit(rng):
    unit = nn.mlp([3, 1, 1], "tanh", bias=nn.constant(value=1), rng=rng).layers[:2]
    X = rng.standard_normal((100, 3))
    w, b, o = unit[0].W, unit[0].b, nn.Network(unit)(X)
    return {
        "apart": np.abs(o - tanh(X @ w + b)).max(),
        "bias_later_apart": np.abs(o - (tanh(X @ w) + b)).max(),
    }


@claim(
    13,
    says='To update the parameters, an activation asks for "two extra steps".',
    sources={"post": "Updating the parameters"},
    verdict="garbled",
    truth="Forward the output $o = f(y)$, and backward a factor $f'(y)$: "
    r"$\partial L / \partial w = \partial L / \partial o \cdot f'(y)\, x$.",
    note="The list of the steps is lost; these are the two that an activation adds.",
    taught="why_nonlinearity#what-does-an-activation-need",
    error=Expected(0, 1e-7, "rounding of a difference quotient, over all activations"),
    error_without=Expected(1.9, np.inf, "the step has slope 0, and x is 2"),
)
def slope_of_a_unit(rng):
    w, b, x, h = *rng.standard_normal(2), 2.0, 1e-6
    right, without = [], []
    for f in filter(lambda f: f.elementwise, ACTIVATIONS.values()):
        quotient = (f((w + h) * x + b) - f((w - h) * x + b)) / (2 * h)
        right.append(abs(f.derivative(w * x + b) * x - quotient))
        without.append(abs(x - quotient))
    return {"error": max(right), "error_without": max(without)}


@claim(
    14,
    says="A function has to meet several conditions to serve as an activation.",
    sources={"post": "Conditions for an activation"},
    verdict="garbled",
    truth="Two things are asked of it: not a polynomial, or some functions stay out of reach at "
    "any width, and a slope that is not 0 everywhere, or hidden layers do not learn by gradient "
    "descent. "
    "Kinks do no harm, and an activation need not be monotone, bounded, centred or cheap.",
    note="The list of the conditions is lost, so we cannot say whether it was right. "
    "Swish is not monotone, bounded or centred.",
    taught="why_nonlinearity#what-does-an-activation-need",
    step_moved=Expected(0, 0, "the gradient of a step is exactly 0"),
    swish_moved=Expected(0.5, 5, "over 30 seeds 1.5 to 2.3"),
    swish_right=Expected(0.95, 1, "over 30 seeds .985 to 1"),
    square_units=Expected(3, 3, "100 squares of sums are mixtures of 1, x and x²"),
)
def conditions(rng):
    X, y = circles(200, rng=rng)
    numbers = {}
    for f in ("step", "swish"):
        net = nn.mlp([2, 16, 2], f, rng=rng)
        before = net.layers[0].W.copy()
        nn.fit(net, X, y, optimizer=nn.Adam(0.03), epochs=20, rng=rng)
        numbers[f + "_moved"] = np.abs(net.layers[0].W - before).max()
    numbers["swish_right"] = nn.accuracy(net, X, y)
    z = np.outer(X[:, 0], rng.standard_normal(100)) + rng.standard_normal(100)
    return numbers | {"square_units": np.linalg.matrix_rank(z**2)}
