"""Leaky ReLU, PReLU and ELU."""

from copy import deepcopy
from functools import partial

import numpy as np

from actcourse import nn
from actcourse.activations import elu, leaky_relu, prelu, relu, selu
from actcourse.data import digits
from actcourse.experiments import Recipe, revival
from actcourse.experiments.leads import FEW, lead

from .ledger import Expected, claim

DIGITS = Recipe("relu", depth=1, init="he", epochs=5)
PAIRS = FEW.but(epochs=20)
EACH = partial(nn.PReLU, 64)  # a slope for each unit


@claim(
    72,
    says=r"Leaky ReLU is $f(x) = \max(\alpha x, x)$.",
    sources={"notes": "Leaky ReLU", "lecture": "Derivatives of activations"},
    verdict="conditional",
    truth=r"It is $x$ for $x > 0$ and $\alpha x$ otherwise. "
    r"The maximum says the same for $\alpha \le 1$ only: with $\alpha = 2$ it gives $-1$ at $-1$, "
    r"in place of $-2$.",
    taught="relu_family#what-do-they-do-to-a-number",
    gap_usual_slope=Expected(0, 0, "the same products", claimed=0),
    gap_with_slope_2=Expected(1, 1, "whole numbers are exact", claimed=0),
)
def maximum_against_the_definition(rng):
    def gap(x, slope):
        return np.abs(np.maximum(slope * x, x) - leaky_relu(x, negative_slope=slope)).max()

    return {
        "gap_usual_slope": gap(rng.standard_normal(10_000), 0.01),
        "gap_with_slope_2": gap(-1.0, 2.0),
    }


claim(
    73,
    says=r"The slope $\alpha$ is usually 0.01, and leaky ReLU was proposed in 2013.",
    sources={"notes": "Leaky ReLU", "post": "Leaky ReLU"},
    verdict="true",
    truth="Maas, Hannun and Ng proposed it in 2013, with the slope 0.01.",
    note="Defaults differ: 0.01 in PyTorch, 0.3 in Keras.",
    taught="relu_family#what-do-they-do-to-a-number",
    because="It is a matter of history. "
    "The paper is *Rectifier nonlinearities improve neural network acoustic models*.",
)


@claim(
    74,
    says="On the negative side the derivative of leaky ReLU is 0.01, printed as `0.oz`.",
    sources={"lecture": "Derivatives of activations"},
    verdict="garbled",
    truth=r"It is the constant 0.01, without any $z$.",
    note=r"Read as $0.01 z$ it would be wrong, as in claim 75.",
    taught="relu_family#what-do-they-do-to-a-number",
    smallest_slope=Expected(0.01, 0.01, "a constant", claimed=0.01),
    largest_slope=Expected(0.01, 0.01, "a constant", claimed=0.01),
)
def slopes_on_the_left(rng):
    slopes = leaky_relu.derivative(-(10 ** rng.uniform(-6, 6, 1000)))
    return {"smallest_slope": slopes.min(), "largest_slope": slopes.max()}


@claim(
    75,
    says=r"On the negative side the gradient of leaky ReLU is fixed at $0.01 y$.",
    sources={"post": "PReLU"},
    verdict="wrong",
    truth=r"Its *value* there is $0.01 y$; its gradient is 0.01, which is why one calls it fixed.",
    taught="relu_family#what-do-they-do-to-a-number",
    gradient=Expected(0.01 - 1e-9, 0.01 + 1e-9, "0.01, and rounding", claimed=-0.03),
    value=Expected(-0.03 - 1e-12, -0.03 + 1e-12, "the product, and rounding"),
)
def value_and_gradient_at_minus_3(rng):
    h = 1e-6
    return {
        "gradient": (leaky_relu(-3 + h) - leaky_relu(-3 - h)) / (2 * h),
        "value": leaky_relu(-3.0),
    }


@claim(
    76,
    says="With leaky ReLU the dying of units is no problem at all.",
    sources={"notes": "Leaky ReLU", "post": "Leaky ReLU"},
    verdict="conditional",
    truth="A leaky unit is never dead for good, because its gradient is nowhere 0. "
    "With the slope 0.01 that gradient is 100 times smaller, and so is the pace: from the bias "
    r"$-5$ a unit needs one or two thousand steps to come back, and some hundreds with the slope "
    "0.1. A ReLU whose inputs stay as they are never does.",
    taught="relu_family#can-a-unit-come-back",
    relu_gradient=Expected(0, 0, "every slope is 0"),
    steps_usual_slope=Expected(
        500, 4000, "until a quarter of the inputs activate it: over 30 seeds 860 to 2290"
    ),
    steps_10x_slope=Expected(100, 500, "over 30 seeds 175 to 325"),
)
def come_back_from_bias_minus_5(rng):
    x = revival.inputs(rng)
    numbers = {"relu_gradient": np.abs(relu.vjp(x - 5, relu(x - 5) - relu(x))).max()}
    for name, slope in {"steps_usual_slope": 0.01, "steps_10x_slope": 0.1}.items():
        f = leaky_relu.bind(negative_slope=slope)
        numbers[name] = revival.steps(revival.revival(f, -5, x))
    return numbers


@claim(
    77,
    says="Leaky ReLU keeps some of the sparsity of ReLU.",
    sources={"post": "Leaky ReLU"},
    verdict="conditional",
    truth="Half of its outputs are *small*, and none is exactly 0: no product can be skipped.",
    taught="relu_family#what-does-a-layer-pass-on",
    exactly_0=Expected(0, 0, "for continuous z, almost surely", claimed=0.5),
    close_to_0=Expected(0.5, 0.54, "0.520, of outputs within 0.05 of 0", claimed=0.5),
)
def zeros_and_small_outputs(rng):
    a = leaky_relu(rng.standard_normal(100_000))
    return {"exactly_0": np.mean(a == 0), "close_to_0": np.mean(np.abs(a) < 0.05)}


@claim(
    78,
    says="It is not proven that leaky ReLU is always better than ReLU.",
    sources={"notes": "Leaky ReLU", "lecture": "Choice of activation"},
    verdict="true",
    truth="Indeed it is not. On 200 digits the two differ by 0.01 points over 300 pairs.",
    note="The lecture says that it is usually better, and less used; we did not find it better.",
    taught="relu_family#which-one-is-best",
    points_ahead=Expected(-1, 1, "over 30 seeds -.5 to .3", claimed=0),
)
def leaky_against_relu(rng):
    leads = lead(PAIRS.but(f="leaky_relu"), PAIRS, rng.integers(2**32, size=3))
    return {"points_ahead": leads.mean()}


@claim(
    79,
    says=r"PReLU learns its slope $\alpha$ along with the weights (2015).",
    sources={"notes": "PReLU", "post": "PReLU"},
    verdict="true",
    truth=r"With $g$ for the gradient with respect to the output, "
    r"$\partial L / \partial \alpha = \sum_i g_i \min(0, y_i)$, a sum over the examples. "
    "He et al. start it at 0.25.",
    note="The post leaves out the sum. "
    r"And once $\alpha$ exceeds 1, PReLU is no longer $\max(\alpha y, y)$.",
    taught="relu_family#can-a-unit-come-back",
    error_of_the_sum=Expected(0, 1e-6, "what a central difference leaves", claimed=0),
    largest_move=Expected(0.05, 0.6, "over 30 seeds .11 to .28"),
)
def gradient_and_move_of_the_slope(rng):
    layer, (z, g), h = nn.PReLU(), rng.standard_normal((2, 50)), 1e-6
    layer.forward(z)
    layer.backward(g)
    up, down = (g @ prelu(z, negative_slope=0.25 + step) for step in (h, -h))
    net = DIGITS.but(f=EACH, epochs=2).train(rng).net
    return {
        "error_of_the_sum": abs(layer.dnegative_slope - (up - down) / (2 * h)),
        "largest_move": np.abs(net.layers[1].negative_slope - 0.25).max(),
    }


@claim(
    80,
    says="On the negative side PReLU has a small slope, which does not tend to 0.",
    sources={"notes": "PReLU"},
    verdict="conditional",
    truth="It is as small as training makes it. "
    "Slopes of single units stay moderate on the digits and off 0; one slope shared by a whole "
    "layer grows to about 1, where hardly any bend is left.",
    taught="relu_family#can-a-unit-come-back",
    smallest_by_unit=Expected(0.03, 0.25, "over 30 seeds .09 to .20"),
    largest_by_layer=Expected(0.75, 1.7, "over 30 seeds .92 to 1.33", claimed=0.25),
)
def slopes_after_training(rng):
    each, shared = (DIGITS.but(f=f, depth=2).train(rng).net for f in (EACH, nn.PReLU))
    return {
        "smallest_by_unit": min(each.layers[k].negative_slope.min() for k in (1, 3)),
        "largest_by_layer": max(shared.layers[k].negative_slope for k in (1, 3)),
    }


@claim(
    81,
    says="PReLU learns its slope, and so obtains the best training performance.",
    sources={"post": "PReLU"},
    verdict="wrong",
    truth="A learned slope promises nothing of the kind. "
    "He et al. report 1.2 points less error on one ImageNet network. "
    "On all our digits the training loss of PReLU ends *above* that of ReLU; learning from 200, it "
    "reads a third of a point more than ReLU, and less than tanh does.",
    taught="relu_family#which-one-is-best",
    loss_over_relu=Expected(1.03, 1.4, "over 30 seeds 1.10 to 1.26", claimed=1),
    test_points_ahead=Expected(-1.5, 2.5, "over 30 seeds -.4 to 1.4"),
)
def prelu_against_relu(rng):
    losses = [  # the same start and the same batches for both
        DIGITS.but(f=f, depth=2, epochs=8).train(deepcopy(rng)).history.epoch_loss[-1]
        for f in (EACH, "relu")
    ]
    leads = lead(PAIRS.but(f=EACH), PAIRS, rng.integers(2**32, size=3))
    return {"loss_over_relu": losses[0] / losses[1], "test_points_ahead": leads.mean()}


@claim(
    82,
    says=r"ELU is $x$ for $x > 0$ and $\alpha(e^x - 1)$ otherwise.",
    sources={"notes": "ELU"},
    verdict="true",
    truth=r"It is continuous for every $\alpha$, "
    r"and its slope is continuous for $\alpha = 1$ only: "
    r"from the left it tends to $\alpha$, from the right it is 1.",
    taught="relu_family#what-do-they-do-to-a-number",
    error=Expected(0, 1e-14, "rounding", claimed=0),
    jump_of_the_slope=Expected(0, 1e-9, "1 on either side"),
    jump_with_alpha_2=Expected(1 - 1e-9, 1 + 1e-9, "from 2 to 1"),
)
def elu_by_cases(rng):
    x, alpha, h = rng.uniform(-5, 5, 1000), rng.uniform(0.5, 2), 1e-10
    left, right = (elu.derivative(side * h) for side in (-1, 1))
    return {
        "error": np.abs(np.where(x > 0, x, alpha * (np.exp(x) - 1)) - elu(x, alpha=alpha)).max(),
        "jump_of_the_slope": abs(left - right),
        "jump_with_alpha_2": elu.derivative(-h, alpha=2) - elu.derivative(h, alpha=2),
    }


@claim(
    83,
    says="ELU has no dead units.",
    sources={"notes": "ELU"},
    verdict="conditional",
    truth=r"Its slope on the left, $\alpha e^x$, is positive everywhere, but fades exponentially: "
    "below that of leaky ReLU from $-4.6$ on, and in floating point exactly 0 in the end.",
    taught="relu_family#can-a-unit-come-back",
    slope_minus_5=Expected(0.0067, 0.0068, "the exact value is 0.00674"),
    slope_minus_10=Expected(4.5e-5, 4.6e-5, "the exact value is 4.54e-5"),
    slope_minus_800=Expected(0, 0, "the exponential is less than the smallest float64"),
)
def slopes_of_elu(rng):
    return {f"slope_minus_{x}": elu.derivative(-float(x)) for x in (5, 10, 800)}


@claim(
    84,
    says="The mean output of ELU is near 0; it is zero-centred.",
    sources={"notes": "ELU"},
    verdict="conditional",
    truth="Nearer to 0 than that of ReLU, and not 0: for standard normal pre-activations 0.161 "
    "against 0.399. SELU, with two constants chosen for it, has mean 0.",
    taught="relu_family#what-does-a-layer-pass-on",
    mean_of_elu=Expected(0.148, 0.173, "0.1605, and five standard errors", claimed=0),
    mean_of_relu=Expected(0.389, 0.409, "0.3989, and five standard errors"),
    mean_of_selu=Expected(-0.016, 0.016, "0, and five standard errors", claimed=0),
)
def mean_outputs(rng):
    z = rng.standard_normal(100_000)
    return {f"mean_of_{f.name}": f(z).mean() for f in (elu, relu, selu)}


@claim(
    85,
    says="ELU shifts the next layer's inputs less, which brings the gradient nearer to the natural "
    r"gradient; it saturates at $-\alpha$; it is not proven to be better than ReLU.",
    sources={"notes": "ELU"},
    verdict="conditional",
    truth=r"That it saturates at $-\alpha$ is so, and that it is not proven better is so, too. "
    "The natural gradient is an argument of the paper by Clevert et al., not a theorem about "
    "training by gradient descent. "
    "On 200 digits ELU leads by about half a point, less than one network differs from the next.",
    taught="relu_family#which-one-is-best",
    value_at_minus_50=Expected(-1, -1, "rounding leaves exactly -1", claimed=-1),
    points_ahead=Expected(-2.5, 2.5, "over 30 seeds -1.3 to 1.9", claimed=0),
)
def elu_against_relu(rng):
    leads = lead(FEW.but(f="elu"), FEW, rng.integers(2**32, size=3))
    return {"value_at_minus_50": elu(-50.0), "points_ahead": leads.mean()}


@claim(
    110,
    says="Leaky ReLU has all the advantages of ReLU.",
    sources={"notes": "Leaky ReLU"},
    verdict="wrong",
    truth="It loses one: half of the outputs of ReLU are exactly 0, and none of leaky ReLU's. "
    "A factor of exactly 0 is a product that need not be computed.",
    taught="relu_family#what-does-a-layer-pass-on",
    zeros_of_relu=Expected(0.45, 0.56, "over 30 seeds .50 to .51"),
    zeros_of_leaky=Expected(0, 0, "for continuous z, almost surely", claimed=0.5),
)
def exact_zeros_after_training(rng):
    zeros = {}
    for name, f in {"zeros_of_relu": relu, "zeros_of_leaky": leaky_relu}.items():
        net = DIGITS.but(f=f, epochs=2).train(rng).net
        zeros[name] = np.mean(nn.record(net, *digits()[:2]).a[0] == 0)
    return zeros


@claim(
    111,
    says="The fixed slope of leaky ReLU is inflexible, and it may perform badly.",
    sources={"post": "PReLU"},
    verdict="conditional",
    truth="It may, as any choice may. "
    "On 200 digits the slopes 0.1 and 0.25 and learned ones are ahead of 0.01 by about half a "
    "point or less on average, less than one network differs from the next.",
    taught="relu_family#which-one-is-best",
    tenth_ahead=Expected(-2, 2, "over 30 seeds -.4 to .7"),
    quarter_ahead=Expected(-2, 2.5, "over 30 seeds -.3 to 1.4"),
    learned_ahead=Expected(-2, 2.5, "over 30 seeds -.8 to 1.3"),
)
def fixed_and_learned_slopes(rng):
    rivals = {
        "tenth_ahead": leaky_relu.bind(negative_slope=0.1),
        "quarter_ahead": leaky_relu.bind(negative_slope=0.25),
        "learned_ahead": EACH,
    }
    leaky = PAIRS.but(f="leaky_relu")
    return {
        name: lead(PAIRS.but(f=f), leaky, rng.integers(2**32, size=3)).mean()
        for name, f in rivals.items()
    }


@claim(
    112,
    says="Whether PReLU keeps sparsity or suppresses units is decided by training.",
    sources={"post": "PReLU"},
    verdict="conditional",
    truth="Training could decide it by a slope of exactly 0, and that hardly ever happens: learned "
    "slopes spread around their start at 0.25, and no output is exactly 0. "
    "Slopes may also turn negative; on our digits none does.",
    taught="relu_family#can-a-unit-come-back",
    smallest_slope=Expected(0.03, 0.25, "over 30 seeds .09 to .20"),
    largest_slope=Expected(0.3, 0.7, "over 30 seeds .38 to .48"),
    outputs_exactly_0=Expected(0, 0, "no slope is 0"),
)
def slopes_and_zeros_after_training(rng):
    net = DIGITS.but(f=EACH, depth=2).train(rng).net
    slopes = np.concatenate([net.layers[k].negative_slope for k in (1, 3)])
    return {
        "smallest_slope": slopes.min(),
        "largest_slope": slopes.max(),
        "outputs_exactly_0": np.mean(nn.record(net, *digits()[:2]).a[1] == 0),
    }


@claim(
    113,
    says="ELU saturates for very negative input, and so passes on less variation and information.",
    sources={"notes": "ELU"},
    verdict="conditional",
    truth="So it does for very negative input: from $-10$ to $-5$ its outputs vary less than those "
    "of leaky ReLU. "
    "For ordinary negative input they vary far more. ReLU passes on no variation there at all. "
    "That less variation makes a network robust to noise is the paper's argument, not a theorem.",
    taught="relu_family#what-does-a-layer-pass-on",
    elu_var_near=Expected(0.061, 0.064, "0.0625 for the negative half of normal z"),
    leaky_var_near=Expected(3.5e-5, 3.8e-5, "0.0001 (1 - 2/π) for the negative half of normal z"),
    elu_var_far=Expected(2.4e-6, 3.1e-6, "the exact value is 2.75e-6"),
    leaky_var_far=Expected(2.0e-4, 2.2e-4, "the exact value is 2.08e-4"),
)
def variances_on_the_left(rng):
    near, far = -np.abs(rng.standard_normal(100_000)), rng.uniform(-10, -5, 100_000)
    return {
        "elu_var_near": elu(near).var(),
        "leaky_var_near": leaky_relu(near).var(),
        "elu_var_far": elu(far).var(),
        "leaky_var_far": leaky_relu(far).var(),
    }
