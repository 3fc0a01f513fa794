"""Softmax, swish and maxout."""

import numpy as np

from actcourse import nn
from actcourse.activations import leaky_relu, maxout, prelu, relu, sigmoid, softmax, swish
from actcourse.experiments.leads import FEW, lead
from actcourse.experiments.maxout import best_lines, least_error, unit

from .ledger import Expected, claim


@claim(
    86,
    says="Softmax makes large scores relatively larger and small ones relatively smaller, keeps "
    "their order, and belongs at the output of a classifier.",
    sources={"notes": "Softmax"},
    verdict="conditional",
    truth=r"The order is always kept, and two shares have the ratio $e^{z_i - z_j}$, whatever the "
    r"ratio of the scores. Scores 1 and 2 become shares with the ratio 2.718, but 0.1 and 0.2 "
    "become almost equal shares, and so do 10.1 and 10.2.",
    taught="softmax#what-happens-to-three-scores",
    note="A temperature, which divides all scores, decides how far apart the shares are; and for "
    "a negative score the ratio means nothing.",
    order_kept=Expected(1, 1, "the exponential rises, and all are divided by the same sum", 1),
    ratio_at_1_and_2=Expected(2.7182, 2.7183, "exactly e; the scores' own ratio is 2"),
    ratio_at_tenths=Expected(
        1.1051, 1.1052, "scores 0.1 and 0.2: exactly e to the power of 0.1", 2
    ),
    ratio_10_higher=Expected(1.1051, 1.1052, "scores 10.1 and 10.2: the same difference"),
)
def ratios_of_shares(rng):
    def ratio(low, high):
        p = softmax([low, high])
        return p[1] / p[0]

    z = rng.standard_normal((1000, 10))
    return {
        "order_kept": np.mean(z.argsort() == softmax(z).argsort()),
        "ratio_at_1_and_2": ratio(1, 2),
        "ratio_at_tenths": ratio(0.1, 0.2),
        "ratio_10_higher": ratio(10.1, 10.2),
    }


@claim(
    87,
    says="Softmax is not differentiable at zero.",
    sources={"notes": "Softmax"},
    verdict="wrong",
    truth=r"It has derivatives of every order everywhere. At $p = \operatorname{softmax}(z)$ they "
    r"are $\partial p_i / \partial z_k = p_i([i = k] - p_k)$: for three scores of 0, "
    r"$\frac29$ on the diagonal and $-\frac19$ beside it.",
    taught="softmax#how-do-the-shares-move",
    note="It is ReLU that has a kink at 0, and the same test finds it.",
    jump=Expected(0, 1e-5, "it shrinks with the step, 0.00001; at a kink it does not", 1),
    jump_of_relu=Expected(1, 1, "slope 1 to the right and 0 to the left"),
    off_formula=Expected(0, 1e-9, "rounding of the difference quotients"),
)
def slopes_at_zero(rng):
    h, z = 1e-5, np.zeros((3, 3))
    right, left = ((softmax(z + s * np.eye(3)) - softmax(z)) / s for s in (h, -h))
    p = softmax(np.zeros(3))
    formula = np.diag(p) - np.outer(p, p)
    return {
        "jump": np.abs(right - left).max(),
        "jump_of_relu": relu(h) / h - relu(-h) / -h,
        "off_formula": np.abs((right + left) / 2 - formula).max(),
    }


@claim(
    88,
    says="A negative input to softmax gets a gradient of 0, its weights are not updated, and the "
    "neuron dies.",
    sources={"notes": "Softmax"},
    verdict="wrong",
    truth="Softmax does not see signs: a constant added to all scores changes neither the shares "
    r"nor the gradient. Under the cross-entropy that gradient is $p_k - [k = y]$, shares minus "
    "truth, and the lower the score of the right class, the stronger it is pushed up.",
    taught="softmax#can-a-class-die",
    note="The sentence fits ReLU, and seems to come from there. A loss that lets the saturation "
    "of softmax through, such as the squared error of the shares, does leave a class nearly "
    "without gradient; the signs of the scores have no part in that either.",
    weakest=Expected(0.244, 0.245, "softmax of -1, -2, -3 gives class 2 a share of 0.2447", 0),
    on_the_lowest=Expected(-0.911, -0.909, "its share 0.0900, minus 1", 0),
    change_100_higher=Expected(0, 1e-12, "a shift changes nothing; rounding"),
)
def gradient_of_negative_scores(rng):
    z, y = np.array([[-1.0, -2.0, -3.0]]), np.array([2])
    gradient = nn.softmax_cross_entropy(z, y)[1]
    raised = nn.softmax_cross_entropy(z + 100, y)[1]
    return {
        "weakest": np.abs(gradient).min(),
        "on_the_lowest": gradient[0, 2],
        "change_100_higher": np.abs(gradient - raised).max(),
    }


@claim(
    89,
    says=r"Swish is $y = x\,\sigma(x)$.",
    sources={"notes": "Swish"},
    verdict="true",
    truth=r"It is $x\,\sigma(\beta x)$ with $\beta = 1$, also called SiLU. "
    r"Its slope is $\sigma(x) + x\,\sigma(x)(1 - \sigma(x))$.",
    taught="swish#what-is-wrong-with-this-curve",
    apart=Expected(0, 1e-14, "rounding", claimed=0),
    slope_off=Expected(0, 1e-9, "rounding of the difference quotients"),
)
def swish_by_its_formula(rng):
    x, h = np.linspace(-20, 20, 4001), 1e-5
    s = sigmoid(x)
    quotient = (swish(x + h) - swish(x - h)) / (2 * h)
    return {
        "apart": np.abs(swish(x) - x / (1 + np.exp(-x))).max(),
        "slope_off": np.abs(quotient - (s + x * s * (1 - s))).max(),
    }


@claim(
    90,
    says="Swish is unbounded above, which avoids saturation, and bounded below, which regularizes "
    "and takes care of large negative inputs.",
    sources={"notes": "Swish"},
    verdict="conditional",
    truth=r"It is bounded below by $-0.2785$, taken at $x = -1.2785$. On the right its slope tends "
    "to 1 and it does not saturate. On the left its slope tends to 0: there it saturates as "
    "ReLU does. That the bound regularizes is a hypothesis.",
    taught="swish#where-exactly-does-it-turn",
    lowest=Expected(-0.27847, -0.27846, "the exact value is one more than its place"),
    lowest_at=Expected(-1.2786, -1.2784, "the solution of $e^x = -(x + 1)$, on a grid of 0.0001"),
    slope_at_10=Expected(1, 1.001, "tends to 1: no saturation on the right", claimed=1),
    slope_at_minus_10=Expected(-0.001, 0, "tends to 0: saturation on the left"),
)
def ends_and_bottom_of_swish(rng):
    x = np.linspace(-5, 5, 100_001)
    y = swish(x)
    return {
        "lowest": y.min(),
        "lowest_at": x[y.argmin()],
        "slope_at_10": swish.derivative(10.0),
        "slope_at_minus_10": swish.derivative(-10.0),
    }


@claim(
    91,
    says="The derivative of swish is always greater than 0.",
    sources={"notes": "Swish"},
    verdict="wrong",
    truth=r"It is negative for every $x < -1.2785$, with the minimum $-0.0998$ at $x = -2.3994$. "
    "Swish is not monotone: it falls before it rises.",
    taught="swish#is-its-slope-always-positive",
    note="Nothing forbids it: one pre-activation in ten is on the falling side when they are "
    "standard normal, and networks learn all the same.",
    least_slope=Expected(-0.0999, -0.0998, "the exact value is -0.09984; above 0 is promised", 0),
    least_at=Expected(-2.3995, -2.3993, "on a grid of 0.0001"),
    share_negative=Expected(0.095, 0.106, "0.1005 in theory, five standard errors of 100,000", 0),
)
def slopes_of_swish(rng):
    x = np.linspace(-5, 5, 100_001)
    slope = swish.derivative(x)
    return {
        "least_slope": slope.min(),
        "least_at": x[slope.argmin()],
        "share_negative": np.mean(swish.derivative(rng.standard_normal(100_000)) < 0),
    }


@claim(
    92,
    says="Its smoothness is what helps swish to optimize and to generalize.",
    sources={"notes": "Swish"},
    verdict="conditional",
    truth="A hypothesis. Over 200 pairs of networks that learned from 200 digits, swish led ReLU "
    r"by $0.29 \pm 0.10$ points from He's weights and trailed by $0.21 \pm 0.10$ from LeCun's; "
    r"softplus, just as smooth, led by $0.12 \pm 0.17$, which may be chance, and trailed by "
    r"$1.39 \pm 0.27$.",
    taught="swish#is-swish-better-than-relu",
    note="A single network's score moves by about two points from seed to seed. On large image "
    "networks the paper reports leads of 0.9 and 0.6 points for swish.",
    swish_ahead=Expected(-1.5, 2, "points, 3 pairs from He's weights; 60 runs gave -0.8 to 1.3"),
    softplus_ahead=Expected(-9, 1, "points, 3 pairs from LeCun's; 60 runs gave -3.1 to 0.4"),
)
def smooth_against_kinked(rng):
    lecun = FEW.but(init="lecun")
    swish = lead(FEW.but(f="swish"), FEW, rng.integers(2**32, size=3))
    softplus = lead(lecun.but(f="softplus"), lecun, rng.integers(2**32, size=3))
    return {"swish_ahead": swish.mean(), "softplus_ahead": softplus.mean()}


@claim(
    93,
    says=r"Maxout puts the numbers of $z$ into groups, and each output is the largest of its "
    r"group: $g(z)_i = \max_{j \in G(i)} z_j$.",
    sources={"notes": "Maxout"},
    verdict="true",
    truth=r"So it is. Here $j$ counts through all numbers of $z$, and $G(i)$ says which of them "
    "belong to unit $i$; an output depends on its own group alone.",
    taught="maxout#how-is-a-layer-of-them-laid-out",
    note=r"The article reads $j$ as a place within the group; then the formula would need two "
    "indices.",
    apart=Expected(0, 0, "a maximum is one of its numbers, with no rounding", claimed=0),
    felt_by_others=Expected(0, 0, "a number of one group moves no other group's output"),
)
def maximum_of_each_group(rng):
    z = rng.standard_normal(12)
    groups = {0: [0, 1, 2, 3], 1: [4, 5, 6, 7], 2: [8, 9, 10, 11]}
    loop = np.array([max(z[j] for j in groups[i]) for i in groups])
    raised = maxout(z + 10 * (np.arange(12) < 4), pieces=4)
    return {
        "apart": np.abs(maxout(z, pieces=4) - loop).max(),
        "felt_by_others": np.abs(raised - loop)[1:].max(),
    }


@claim(
    94,
    says="With 3 inputs and 2 outputs, $z$ may have two groups of four numbers.",
    sources={"notes": "Maxout"},
    verdict="true",
    truth="Each of the 8 numbers is a weighted sum of its own, with 3 weights and a bias: the "
    "layer has 32 parameters, four times as many as a plain layer from 3 inputs to 2 outputs.",
    taught="maxout#how-is-a-layer-of-them-laid-out",
    length_of_z=Expected(8, 8, "2 groups of 4", claimed=8),
    outputs=Expected(2, 2, "one for each group", claimed=2),
    parameters=Expected(32, 32, "(3 + 1) times 8"),
    parameters_plain=Expected(8, 8, "(3 + 1) times 2"),
)
def three_inputs_two_outputs(rng):
    layer, plain = nn.Maxout(3, 2, pieces=4, rng=rng), nn.Dense(3, 2, rng=rng)
    outputs = layer.forward(rng.standard_normal((1, 3)))
    return {
        "length_of_z": layer.z.shape[1],
        "outputs": outputs.shape[1],
        "parameters": layer.W.size + layer.b.size,
        "parameters_plain": plain.W.size + plain.b.size,
    }


@claim(
    95,
    says="A maxout unit learns convex functions with up to $k$ straight pieces, and comes as close "
    "as one likes to any convex function.",
    sources={"notes": "Maxout"},
    verdict="conditional",
    truth="It *can* come close to any continuous convex function on a bounded closed set, given "
    r"enough pieces: to $x^2$ on $[-1, 1]$ within $\frac{1}{2k^2}$. Outside the set the error "
    "grows, and training need not find the best lines.",
    taught="maxout#how-close-do-k-lines-come-to-a-parabola",
    note=r"A single unit is always convex: on $\sin \pi x$ over $[-1, 1]$ it is never closer than "
    "0.68, however many pieces it has. The difference of two units comes close to every "
    "continuous function.",
    error_4=Expected(0.0312, 0.0313, "1/(2k²) for k = 4"),
    error_16=Expected(0.0019, 0.002, "1/(2k²) for k = 16"),
    error_16_at_3=Expected(4.2, 4.3, "the outermost line gives 4.75 where the square is 9", 0),
)
def lines_for_a_square(rng):
    x = 3.0
    return {
        "error_4": least_error("x²", 4),
        "error_16": least_error("x²", 16),
        "error_16_at_3": abs(unit(x, *best_lines("x²", 16)) - x**2),
    }


@claim(
    96,
    says="With two pieces a maxout unit reproduces ReLU, the absolute value, leaky ReLU and PReLU.",
    sources={"notes": "Maxout"},
    verdict="conditional",
    truth=r"It is the larger of $x$ and $\alpha x$: exactly the absolute value, ReLU and leaky "
    r"ReLU for $\alpha = -1$, $0$ and $0.01$, and PReLU for $\alpha \le 1$. For $\alpha > 1$ "
    "PReLU bends downwards, and no maxout unit does.",
    taught="maxout#which-activations-are-inside-two-pieces",
    off_abs=Expected(0, 0, "the same products, no rounding in a maximum", claimed=0),
    off_relu=Expected(0, 0, "the same products, no rounding in a maximum", claimed=0),
    off_leaky=Expected(0, 0, "the same products, no rounding in a maximum", claimed=0),
    off_prelu_slope_2=Expected(3, 3, "at x = -3 PReLU is -6, and the larger of -3 and -6 is -3", 0),
)
def two_pieces(rng):
    x = np.linspace(-3, 3, 601)

    def off(slope, wanted):
        return np.abs(maxout(np.column_stack([x, slope * x]))[:, 0] - wanted).max()

    return {
        "off_abs": off(-1, np.abs(x)),
        "off_relu": off(0, relu(x)),
        "off_leaky": off(0.01, leaky_relu(x)),
        "off_prelu_slope_2": off(2, prelu(x, negative_slope=2)),
    }


@claim(
    97,
    says="Even where a maxout unit computes the same function as a ReLU, "
    "the two learn differently.",
    sources={"notes": "Maxout"},
    verdict="true",
    truth="The gradient goes to the piece that wins, and the zero of a ReLU is a line with "
    r"parameters of its own in a maxout unit. From the same function $\max(0, x - 2)$, dead on "
    r"$[-1, 1]$, ReLU does not learn $|x|$ at all, and maxout learns the best constant.",
    taught="maxout#does-the-same-function-learn-the-same-way",
    note="A maxout layer has $k$ times the parameters; at about equal size and trained to the "
    "end, sixty starts found less than a quarter of a point of difference on digits.",
    apart_at_start=Expected(0, 0, "the same function", claimed=0),
    loss_of_relu=Expected(0.33, 0.35, "the mean of x² on the grid, 0.34: nothing has moved"),
    loss_of_maxout=Expected(0.08, 0.09, "the variance of abs(x) on the grid, 0.085"),
)
def same_function_two_ways(rng):
    x, loss = np.linspace(-1, 1, 101)[:, None], nn.mean_squared_error
    plain = nn.mlp([1, 1], "relu", init=nn.constant(value=1), rng=rng)
    unit = nn.Network([nn.Maxout(1, 1, rng=rng)])
    plain.layers.append(nn.Activate(relu))
    plain.layers[0].b[:], unit.layers[0].W[:], unit.layers[0].b[:] = -2, [[1, 0]], [-2, 0]
    apart = np.abs(plain(x) - unit(x)).max()
    for net in (plain, unit):
        nn.fit(net, x, np.abs(x), loss=loss, batch=None, epochs=500, rng=rng)
    return {
        "apart_at_start": apart,
        "loss_of_relu": loss(plain(x), np.abs(x))[0],
        "loss_of_maxout": loss(unit(x), np.abs(x))[0],
    }
