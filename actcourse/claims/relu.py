"""ReLU."""

import numpy as np

from actcourse import nn
from actcourse.activations import relu, sigmoid, tanh
from actcourse.data import circles, curve, digits
from actcourse.experiments import Recipe, dead
from actcourse.experiments.depth import SMALL
from actcourse.experiments.flow import factor
from actcourse.experiments.speed import Sprint

from .ledger import Expected, claim

# Each with the best of the learning rates 0.1, 0.3 and 1.
SIGMOID = Sprint("sigmoid", init="xavier", rate=1, goal=0.9, every=5)
TANH, RELU = SIGMOID.but(f="tanh", rate=0.3), SIGMOID.but(f="relu", init="he", rate=0.3)


@claim(
    52,
    says=r"$\operatorname{ReLU}(x) = \max(0, x)$.",
    sources={"notes": "ReLU", "post": "ReLU", "lecture": "Choice of activation"},
    verdict="true",
    truth="It passes what is positive and replaces everything else by 0.",
    taught="relu_family#what-do-they-do-to-a-number",
    apart=Expected(0, 0, "both copy numbers, and neither computes any", claimed=0),
)
def maximum_against_cases(rng):
    x = rng.standard_normal(10_000)
    return {"apart": np.abs(relu(x) - np.where(x > 0, x, 0)).max()}


@claim(
    53,
    says="For positive input ReLU does not saturate.",
    sources={"notes": "ReLU", "post": "ReLU"},
    verdict="true",
    truth="Its slope is exactly 1 for every positive number. "
    "The slope of the sigmoid falls below 0.01 from 4.6 on.",
    note="For negative input its slope is 0, and there it saturates.",
    taught="relu_family#why-does-it-learn-fast",
    smallest_slope=Expected(1, 1, "a constant", claimed=1),
    sigmoid_at_10=Expected(4.5e-5, 4.6e-5, "the exact slope is 4.54e-5"),
)
def slopes_at_positive_input(rng):
    x = 10 ** rng.uniform(-6, 6, 1000)
    return {
        "smallest_slope": relu.derivative(x).min(),
        "sigmoid_at_10": sigmoid.derivative(10.0),
    }


@claim(
    54,
    says="ReLU holds linear relations only.",
    sources={"notes": "ReLU"},
    verdict="conditional",
    truth="ReLU is piecewise linear: linear on either side of 0, and not linear as a whole. "
    r"$\operatorname{ReLU}(-1) + \operatorname{ReLU}(1) = 1$, but "
    r"$\operatorname{ReLU}(-1 + 1) = 0$.",
    taught="relu_family#what-do-they-do-to-a-number",
    gap_within_a_half=Expected(0, 0, "whole numbers are exact in floating point", claimed=0),
    gap_across_0=Expected(1, 1, "whole numbers are exact in floating point", claimed=0),
)
def sums_before_and_after(rng):
    def gap(a, b):
        return abs(relu(a) + relu(b) - relu(a + b))

    return {"gap_within_a_half": gap(2, 3), "gap_across_0": gap(-1, 1)}


claim(
    55,
    says="ReLU is computed much faster than the sigmoid and tanh.",
    sources={"notes": "ReLU", "post": "ReLU"},
    verdict="conditional",
    truth="It needs no exponential, and alone it takes a fraction of the time. "
    "In a layer the matrix product costs more than any activation, and how the function is "
    "written can turn the order round.",
    taught="relu_family#why-does-it-learn-fast",
    because="Running times differ from machine to machine, so no range would hold. "
    "The chapter on the sigmoid times it on your machine, and the benchmarks do.",
)


@claim(
    56,
    says="Because ReLU is cheap to compute, it converges faster.",
    sources={"post": "ReLU"},
    verdict="wrong",
    truth="The cost of a step and the number of steps are different things. "
    "The same sigmoid, at the same cost, needs a third of the steps or fewer once its weights "
    "start four times as large, and ReLU needs no fewer steps than tanh. "
    "A signal that fades costs steps, and so do outputs that are not centred.",
    note="Each with the best of the learning rates 0.1, 0.3 and 1.",
    taught="relu_family#why-does-it-learn-fast",
    larger_over_usual=Expected(
        0.08, 0.5, "steps of the sigmoid: over 30 seeds .13 to .31", claimed=1
    ),
    relu_over_tanh=Expected(0.8, 3, "steps of either: over 30 seeds 1.1 to 2.3"),
)
def steps_at_equal_and_unequal_cost(rng):
    usual, larger = SIGMOID.steps(rng), SIGMOID.but(init=nn.lecun(gain=4)).steps(rng)
    relus, tanhs = ([recipe.steps(rng) for _ in range(3)] for recipe in (RELU, TANH))
    return {
        "larger_over_usual": larger / usual,
        "relu_over_tanh": sum(relus) / sum(tanhs),
    }


@claim(
    57,
    says="Where the input of a ReLU is negative its gradient is exactly 0, and the unit is dead.",
    sources={"notes": "ReLU"},
    verdict="conditional",
    truth="A unit is dead if it is inactive for *every* example of the training set; to be "
    "inactive for about half of them is normal. "
    "With He's weights hardly a unit of a shallow network is dead. "
    "With PyTorch's default start and ten layers, half of a layer may be.",
    taught="relu_family#when-is-a-unit-dead",
    inactive_at_times=Expected(0.95, 1, "over 30 seeds .98 to 1"),
    dead_with_he=Expected(0, 0.06, "over 30 seeds 0 to .02", claimed=1),
    dead_by_default=Expected(0.4, 0.75, "over 30 seeds .47 to .66"),
)
def inactive_and_dead(rng):
    he = dead.pre_activations(dead.HE.but(depth=4), rng)
    default = dead.pre_activations(dead.DEFAULT, rng)
    return {
        "inactive_at_times": np.mean([(z <= 0).any(axis=0) for z in he]),
        "dead_with_he": sum(map(dead.count, he)) / 256,
        "dead_by_default": max(map(dead.count, default)) / 64,
    }


@claim(
    58,
    says="Sigmoid and tanh have the same problem as ReLU: at negative input they are dead.",
    sources={"notes": "ReLU"},
    verdict="wrong",
    truth="Their slopes are positive everywhere, but for rounding, and small at *both* ends. "
    r"At $-1$ the slope of the sigmoid is 0.197, of tanh 0.420 and of ReLU 0.",
    taught="relu_family#when-is-a-unit-dead",
    sigmoid_slope=Expected(0.196, 0.197, "the exact value is 0.1966", claimed=0),
    tanh_slope=Expected(0.419, 0.421, "the exact value is 0.4200", claimed=0),
    relu_slope=Expected(0, 0, "a constant"),
)
def slopes_at_minus_1(rng):
    return {
        "sigmoid_slope": sigmoid.derivative(-1.0),
        "tanh_slope": tanh.derivative(-1.0),
        "relu_slope": relu.derivative(-1.0),
    }


@claim(
    59,
    says="In the forward pass dead units are no problem: some regions are sensitive, some are not.",
    sources={"notes": "ReLU"},
    verdict="conditional",
    truth="A dead unit does no harm forward, and no good either: cut out, it changes no output. "
    "A layer with dead units is a narrower layer.",
    taught="relu_family#when-is-a-unit-dead",
    outputs_apart=Expected(0, 1e-12, "rounding", claimed=0),
    width_lost=Expected(0.4, 0.75, "over 30 seeds .47 to .66", claimed=0),
)
def worst_layer_without_its_dead_units(rng):
    d = digits()
    net = dead.DEFAULT.network(rng)
    before, rec = net(d.X_train), nn.record(net, d.X_train, d.y_train)
    worst = nn.dead_units(rec).argmax()
    silent = nn.unit_states(rec)[worst] == "dead"
    net.layers[2 * worst + 2].W[silent] = 0  # nobody listens to them any more
    return {"outputs_apart": np.abs(net(d.X_train) - before).max(), "width_lost": silent.mean()}


@claim(
    60,
    says="The output of ReLU is not zero-centred.",
    sources={"notes": "ReLU", "post": "ReLU"},
    verdict="true",
    truth=r"For standard normal pre-activations its mean is $1/\sqrt{2\pi} \approx 0.399$, and its "
    r"mean square $\frac12$.",
    taught="relu_family#what-does-a-layer-pass-on",
    mean=Expected(0.389, 0.409, "0.3989, and five standard errors"),
    mean_square=Expected(0.475, 0.525, "1/2, and six standard errors"),
)
def moments_of_the_output(rng):
    a = relu(rng.standard_normal(100_000))
    return {"mean": a.mean(), "mean_square": np.mean(a**2)}


@claim(
    61,
    says="The derivative of ReLU is 1 for positive input and 0 for negative input.",
    sources={"post": "ReLU", "lecture": "Derivatives of activations"},
    verdict="true",
    truth=r"It is 1 for $x > 0$ and 0 for $x < 0$. At 0 it does not exist.",
    taught="relu_family#what-do-they-do-to-a-number",
    error=Expected(0, 1e-8, "rounding, divided by a step of 2e-6", claimed=0),
)
def slope_against_a_difference_quotient(rng):
    size, h = rng.uniform(0.01, 5, 1000), 1e-6
    x = np.concatenate([-size, size])
    quotient = (relu(x + h) - relu(x - h)) / (2 * h)
    return {"error": np.abs(quotient - (x > 0)).max()}


@claim(
    62,
    says="At 0 the derivative of ReLU is 0 (so the post), or either value (so the lecture).",
    sources={"post": "ReLU", "lecture": "Derivatives of activations"},
    verdict="conditional",
    truth="At 0 there is no derivative: from the left the slope is 0, from the right 1. "
    "Every number between them is a *subgradient*; 0 is a convention, here as in PyTorch.",
    taught="relu_family#what-do-they-do-to-a-number",
    by_convention=Expected(0, 0, "the convention", claimed=0),
    from_the_left=Expected(0, 0, "exact", claimed=0),
    from_the_right=Expected(1, 1, "the step is a power of 2, so the quotient is exact", claimed=0),
)
def slopes_at_0(rng):
    h = 2.0**-20
    return {
        "by_convention": relu.derivative(0.0),
        "from_the_left": (relu(0.0) - relu(-h)) / h,
        "from_the_right": (relu(h) - relu(0.0)) / h,
    }


@claim(
    63,
    says=r"The probability that $z$ is exactly 0 is very low.",
    sources={"lecture": "Choice of activation"},
    verdict="conditional",
    truth="With random weights, in double precision, it hardly ever happens. "
    r"With weights and biases that start at 0 every $z$ is exactly 0, and so it is behind dead "
    "units and zero inputs where the bias is 0.",
    taught="relu_family#what-do-they-do-to-a-number",
    zeros_if_random=Expected(0, 0.001, "over 30 seeds 0", claimed=0),
    zeros_if_zero=Expected(1, 1, "sums of zeros", claimed=0),
)
def share_of_exact_zeros_before_relu(rng):
    d = digits()
    nets = [nn.mlp([64, 64, 64, 64, 10], "relu", init=init, rng=rng) for init in ("he", "zeros")]
    random, zero = (np.mean(np.equal(nn.record(net, *d[:2]).z[:3], 0)) for net in nets)
    return {"zeros_if_random": random, "zeros_if_zero": zero}


@claim(
    64,
    says="ReLU does not saturate, and therefore avoids vanishing gradients.",
    sources={"post": "ReLU"},
    verdict="conditional",
    truth="It does not saturate on one side, and the weights multiply the gradient too: a layer "
    r"of $n$ units with weights of size $s$ changes it by about $s\sqrt{n/2}$. "
    r"He's $s = \sqrt{2/n}$ makes that 1; with 64 units and $s = 0.01$ it is 0.057.",
    taught="relu_family#why-does-it-learn-fast",
    factor_with_he=Expected(0.9, 1.12, "1 in theory; over 30 seeds .96 to 1.06", claimed=1),
    factor_with_small=Expected(
        0.05, 0.064, "0.0566 in theory; over 30 seeds .055 to .058", claimed=1
    ),
)
def factor_per_layer(rng):
    return {
        "factor_with_he": factor(dead.HE, rng),
        "factor_with_small": factor(dead.HE.but(init=SMALL), rng),
    }


@claim(
    65,
    says="The outputs of ReLU are positive or exactly 0: they are sparse, and which ones are 0 "
    "changes with the input.",
    sources={"post": "ReLU"},
    verdict="true",
    truth="For pre-activations symmetric about 0, half of the outputs are exactly 0. "
    "After training on the digits it is two fifths to a half, and which units output 0 differs "
    "from digit to digit.",
    taught="relu_family#what-does-a-layer-pass-on",
    negative_outputs=Expected(0, 0, "there are none", claimed=0),
    zeros_symmetric=Expected(0.49, 0.51, "1/2, and six standard errors"),
    zeros_trained=Expected(0.33, 0.55, "over 30 seeds .38 to .49"),
    units_that_switch=Expected(0.95, 1, "over 30 seeds .98 to 1"),
)
def zeros_before_and_after_training(rng):
    net = Recipe("relu", init="he", epochs=5).train(rng).net
    a = nn.record(net, *digits()[:2]).a[1]
    return {
        "negative_outputs": np.mean(a < 0),
        "zeros_symmetric": np.mean(relu(rng.standard_normal(100_000)) == 0),
        "zeros_trained": np.mean(a == 0),
        "units_that_switch": np.mean((a == 0).any(axis=0) & (a > 0).any(axis=0)),
    }


claim(
    66,
    says="Sparse outputs have benefits (the list is lost).",
    sources={"post": "ReLU"},
    verdict="garbled",
    truth="Among the benefits that are argued for: products with 0 can be skipped, and different "
    "inputs use different sets of units. "
    "Whether that helps a network to learn is an empirical matter, and not guaranteed.",
    taught="relu_family#what-does-a-layer-pass-on",
    because="The list is lost, so there is no statement to test. "
    "Glorot, Bordes and Bengio (2011) make the case for sparsity, with experiments.",
)

claim(
    67,
    says="ReLU is the most used activation.",
    sources={"post": "ReLU"},
    verdict="conditional",
    truth="For years it was, above all in networks for images. "
    "Transformers use smooth or gated functions: GELU in BERT, SwiGLU in LLaMA.",
    taught="relu_family#in-practice",
    because="It is a matter of history. "
    "The papers on BERT (Devlin et al., 2019) and LLaMA (Touvron et al., 2023) name theirs.",
)


@claim(
    68,
    says="ReLU has two limitations (the list is lost).",
    sources={"post": "ReLU"},
    verdict="garbled",
    truth="Two are well known: its outputs have a positive mean, and a unit that is inactive for "
    "every example gets no gradient and cannot recover by itself; in a network the layers below "
    "may wake it.",
    taught="relu_family#what-does-a-layer-pass-on",
    mean_output=Expected(0.35, 0.45, "0.3989, and more than five standard errors"),
    dead_gradient=Expected(0, 0, "every slope is 0"),
)
def mean_and_a_dead_unit(rng):
    x = rng.standard_normal(5000)
    gradient = relu.vjp(x - 8, np.ones_like(x))  # with bias -8 it is inactive for all of them
    return {"mean_output": relu(x).mean(), "dead_gradient": np.abs(gradient).max()}


@claim(
    69,
    says="Normalization mends the non-zero mean of ReLU.",
    sources={"post": "ReLU"},
    verdict="conditional",
    truth="Before ReLU, where it usually stands, batch normalization centres the pre-activations, "
    "and the outputs have mean 0.4 again. Behind ReLU it does centre the outputs.",
    taught="relu_family#what-does-a-layer-pass-on",
    mean_norm_before=Expected(0.37, 0.43, "0.3989 for normal z", claimed=0),
    mean_norm_behind=Expected(-1e-9, 1e-9, "rounding", claimed=0),
)
def normalize_before_or_behind(rng):
    z = 3 + 2 * rng.standard_normal((1000, 64))
    return {
        "mean_norm_before": relu(nn.BatchNorm(64).forward(z, train=True)).mean(),
        "mean_norm_behind": nn.BatchNorm(64).forward(relu(z), train=True).mean(),
    }


@claim(
    70,
    says="Networks of ReLU or leaky ReLU converge much faster.",
    sources={"lecture": "Choice of activation"},
    verdict="conditional",
    truth="Faster than sigmoids with the usual start, about ten times on our digits; "
    "not faster than tanh.",
    note="Each with the best of the learning rates 0.1, 0.3 and 1.",
    taught="relu_family#why-does-it-learn-fast",
    sigmoid_per_relu=Expected(4, 25, "over 30 seeds 7.8 to 16"),
    sigmoid_per_leaky=Expected(4, 25, "over 30 seeds 6.7 to 13"),
    tanh_per_relu=Expected(0.25, 1.3, "over 30 seeds .40 to .90"),
    tanh_per_leaky=Expected(0.25, 1.3, "over 30 seeds .36 to .89"),
)
def steps_compared(rng):
    recipes = SIGMOID, TANH, RELU, RELU.but(f="leaky_relu")
    sigmoid, tanh, relu, leaky = (sum(recipe.steps(rng) for _ in range(2)) for recipe in recipes)
    return {
        "sigmoid_per_relu": sigmoid / relu,
        "sigmoid_per_leaky": sigmoid / leaky,
        "tanh_per_relu": tanh / relu,
        "tanh_per_leaky": tanh / leaky,
    }


@claim(
    71,
    says="Rule of thumb: a sigmoid at the output for labels 0 and 1, ReLU for everything else.",
    sources={"lecture": "Choice of activation"},
    verdict="conditional",
    truth="A sound start for two classes and hidden layers. "
    "At the output, more than two classes want softmax, and regression wants the identity: "
    "ReLU cannot give a negative number.",
    taught="relu_family#in-practice",
    circles_right=Expected(0.93, 1, "over 30 seeds .96 to 1"),
    relu_output_error=Expected(0.249, 0.251, "the mean square of the negative half of sin"),
)
def sigmoid_output_and_relu_output(rng):
    X, y = circles(rng=rng)
    net = nn.mlp([2, 16, 1], "relu", init="he", rng=rng)
    nn.fit(net, X, y, loss=nn.binary_cross_entropy, lr=0.5, rng=rng)
    _, sine = curve("sin", 10_001)
    return {
        "circles_right": nn.accuracy(net, X, y),
        "relu_output_error": np.mean((relu(sine) - sine) ** 2),
    }
