"""Findings of the chapter on relu family."""

import numpy as np

from actcourse import nn
from actcourse.activations import elu, leaky_relu, relu, selu, sigmoid, tanh
from actcourse.data import digits
from actcourse.experiments import dead, flow, pairs, revival, speed
from actcourse.experiments.leads import RIVALS, confidence_interval

from ..ledger import Expected, control, finding

RELU = RIVALS["ReLU"]


def mean_and_half(recipe, rival=RELU):
    interval = pairs.interval(recipe, rival)
    return interval.mean, interval.half


# --- what the rectifiers do ----------------------------------------------------------------------


@finding(
    "relu_family/not-linear",
    says="ReLU consists of straight pieces and is not linear: relu(-1) + relu(1) is 1, and "
    "relu(-1 + 1) is 0.",
    taught="relu_family#what-do-they-do-to-a-number",
    apart=Expected(1, 1, "0 + 1"),
    together=Expected(0, 0, "relu(0)"),
)
def sums_before_and_behind(rng):
    return {"apart": relu(-1.0) + relu(1.0), "together": relu(0.0)}


@finding(
    "relu_family/leaky-by-maximum",
    says=r"Leaky ReLU is $\max(\alpha z, z)$ for $\alpha \le 1$ only, and its slope on the left is "
    r"the constant $\alpha$, not $\alpha z$.",
    taught="relu_family#what-do-they-do-to-a-number",
    gap_at_one_half=Expected(0, 0, "the same function"),
    gap_at_2=Expected(1, 1, "at z = -1: -1 and not -2"),
    slope_at_minus_3=Expected(0.00999, 0.01001, "0.01, by a difference quotient"),
)
def maximum_and_slope_of_leaky(rng):
    def gap(alpha, z):
        return np.abs(np.maximum(alpha * z, z) - leaky_relu.bind(negative_slope=alpha)(z)).max()

    z, h = rng.standard_normal(1000), 1e-6
    return {
        "gap_at_one_half": gap(0.5, z),
        "gap_at_2": gap(2, np.array([-1.0])),
        "slope_at_minus_3": (leaky_relu(-3 + h) - leaky_relu(-3 - h)) / (2 * h),
    }


@finding(
    "relu_family/homogeneous",
    says="A layer's weights and biases times c, and the next layer's weights divided by c, make "
    "the same function with ReLU, and another one with ELU.",
    taught="relu_family#what-do-they-do-to-a-number",
    proof="max(0, c z) is c max(0, z) for every c above 0.",
    relu=Expected(0, 1e-12, "rounding"),
    elu=Expected(0.5, 10, "ELU bends at one place for all scales"),
)
def a_scale_moved_from_layer_to_layer(rng):
    x, W, b, V = (rng.standard_normal(s) for s in ((200, 8), (8, 8), 8, (8, 1)))
    return {
        f.name: np.abs(f(x @ W + b) @ V - f(10 * (x @ W + b)) @ (V / 10)).max() for f in (relu, elu)
    }


@finding(
    "relu_family/means",
    says="Behind standard normal numbers only SELU has mean 0; ELU's is 0.16, those of ReLU and "
    "leaky ReLU are 0.40.",
    taught="relu_family#what-does-a-layer-pass-on",
    relu=Expected(0.396, 0.402, "exactly the root of 1/(2 pi), 0.399"),
    leaky_relu=Expected(0.392, 0.398, "0.99 times as much"),
    elu=Expected(0.157, 0.165, "exactly 0.161"),
    selu=Expected(-0.004, 0.004, "its constants are chosen for it"),
)
def means_behind_normal_numbers(rng):
    z = rng.standard_normal(1_000_000)
    return {f.name: f(z).mean() for f in (relu, leaky_relu, elu, selu)}


@finding(
    "relu_family/elu-variation",
    says="For ordinary negative z ELU's outputs vary more than those of ReLU and of leaky ReLU "
    "with slope 0.01; for very negative ones less than those of leaky ReLU.",
    taught="relu_family#what-does-a-layer-pass-on",
    elu=Expected(0.0615, 0.0635, "variance of its outputs for standard normal z below 0"),
    leaky=Expected(3e-05, 3.9e-05, "0.0001 times the variance of z itself"),
    elu_far=Expected(0, 1e-7, "between -10 and -9 it lies flat at -1"),
    leaky_far=Expected(8e-6, 9e-6, "0.0001 times 1/12"),
)
def variance_on_the_left(rng):
    z, far = rng.standard_normal(1_000_000), rng.uniform(-10, -9, 100_000)
    z = z[z < 0]
    return {
        "elu": elu(z).var(),
        "leaky": leaky_relu(z).var(),
        "elu_far": elu(far).var(),
        "leaky_far": leaky_relu(far).var(),
    }


@finding(
    "relu_family/sparse",
    says="Half of ReLU's outputs are exactly 0, and none of leaky ReLU's, ELU's and SELU's.",
    taught="relu_family#what-does-a-layer-pass-on",
    relu=Expected(0.497, 0.503, "z is negative half of the time"),
    others=Expected(0, 0, "they are 0 at z = 0 alone"),
)
def exact_zeros(rng):
    z = rng.standard_normal(300_000)
    others = max(np.mean(f(z) == 0) for f in (leaky_relu, elu, selu))
    return {"relu": np.mean(relu(z) == 0), "others": others}


@finding(
    "relu_family/batch-norm-before",
    says="A batch norm before ReLU centres z, and the outputs have mean 0.40 again.",
    taught="relu_family#what-does-a-layer-pass-on",
    z=Expected(-1e-9, 1e-9, "that is what it does"),
    a=Expected(0.37, 0.43, "0.399 for normal z; over 30 seeds .39 to .41"),
)
def means_behind_a_batch_norm(rng):
    net = RELU.but(batch_norm=True).network(rng)
    rec = nn.record(net, digits().X_train, digits().y_train, train=True)
    return {"z": rec.z[1].mean(), "a": rec.a[1].mean()}


@finding(
    "relu_family/zero-weights",
    says="Where all weights and biases start at 0 every z is exactly 0, and with He's weights "
    "none is.",
    taught="relu_family#what-do-they-do-to-a-number",
    zeros=Expected(1, 1, "sums of zeros"),
    he=Expected(0, 0, "over 30 seeds, in double precision"),
)
def exact_zeros_before_relu(rng):
    three = dead.HE.but(depth=3)
    kinds = {"zeros": three.but(init="zeros"), "he": three}
    return {
        name: np.mean(np.equal(dead.pre_activations(recipe, rng), 0))
        for name, recipe in kinds.items()
    }


# --- why it learns fast --------------------------------------------------------------------------


def steps_of(name, rng, n=3):
    return np.mean([speed.RACE[name].steps(rng) for _ in range(n)])


@finding(
    "relu_family/steps",
    says="Until 95% of the digits are right, each at the best of three rates, ReLU takes no fewer "
    "steps than tanh, rather more, and the sigmoid several times as many.",
    taught="relu_family#why-does-it-learn-fast",
    slow=True,
    relu_over_tanh=Expected(0.85, 2.2, "means of three runs each"),
    sigmoid_over_relu=Expected(4, 13, "means of three runs each"),
)
def steps_until_19_of_20_are_right(rng):
    sigmoid_, tanh_, relu_ = (steps_of(name, rng) for name in ("sigmoid", "tanh", "ReLU"))
    return {"relu_over_tanh": relu_ / tanh_, "sigmoid_over_relu": sigmoid_ / relu_}


@finding(
    "relu_family/price-and-steps",
    says="What a unit costs to compute does not tell how many steps it needs: the same sigmoid "
    "takes less than half as many with weights four times as large, and with ½ subtracted from "
    "its outputs, at rate 3, less than half of these.",
    taught="relu_family#why-does-it-learn-fast",
    slow=True,
    usual=Expected(250, 400, "steps, means of three runs each"),
    larger=Expected(70, 150, "steps with weights four times as large"),
    centred=Expected(25, 55, "steps with these weights and centred outputs"),
    factor=Expected(0.2, 0.26, "of the error signal, per layer, with the usual weights"),
    factor_of_4=Expected(0.5, 0.75, "with weights four times as large"),
)
def the_same_sigmoid_from_other_weights_and_centred(rng):
    usual, larger, centred = "sigmoid", "sigmoid, weights 4/√n", "sigmoid - ½, 4/√n"
    return {
        "usual": steps_of(usual, rng),
        "larger": steps_of(larger, rng),
        "centred": steps_of(centred, rng),
        "factor": flow.factor(speed.RACE[usual], rng),
        "factor_of_4": flow.factor(speed.RACE[larger], rng),
    }


@control(
    "relu_family/price-and-steps",
    says="Were it the error signal alone, weights of 8/√n, which let more of it through, would "
    "take fewer steps still, and were it the larger rate, the sigmoid with weights of 4/√n would "
    "gain as much by rate 3: neither is so.",
    slow=True,
    factor_of_8=Expected(0.82, 0.95, "of the error signal, per layer"),
    of_8=Expected(120, 480, "steps with weights of 8/√n, means of three runs"),
    at_rate_3=Expected(70, 190, "steps with weights of 4/√n, means of three runs"),
)
def larger_weights_still_and_a_larger_rate(rng):
    larger = speed.RACE["sigmoid, weights 4/√n"]
    of_8, at_3 = larger.but(init=nn.lecun(gain=8)), larger.but(rate=3)
    return {
        "factor_of_8": flow.factor(of_8, rng),
        "of_8": np.mean([of_8.steps(rng) for _ in range(3)]),
        "at_rate_3": np.mean([at_3.steps(rng) for _ in range(3)]),
    }


@finding(
    "relu_family/weights-count",
    says="That ReLU does not saturate keeps no gradient alive by itself: in ten layers with "
    "weights of size 0.01 the error signal shrinks to 0.06 per layer, and with He's it stays.",
    taught="relu_family#why-does-it-learn-fast",
    small=Expected(0.05, 0.065, "0.01 times the root of 32 is 0.057"),
    he=Expected(0.9, 1.1, "the root of 2/n times that of n/2 is 1"),
)
def factor_with_small_and_with_he_weights(rng):
    return {
        "small": flow.factor(dead.HE.but(init="normal"), rng),
        "he": flow.factor(dead.HE, rng),
    }


@control(
    "relu_family/weights-count",
    says="Were it ReLU's half that is flat, a network without activations would keep its signal "
    "with the same small weights: it loses it as well.",
    small=Expected(0.07, 0.09, "0.01 times the root of 64 is 0.08"),
)
def factor_without_activations(rng):
    return {"small": flow.factor(dead.HE.but(f="identity", init="normal"), rng)}


# --- dead units ----------------------------------------------------------------------------------


@finding(
    "relu_family/inactive-is-normal",
    says="In a first layer with He's weights ReLU units are inactive about half of the time, and "
    "few or none is dead.",
    taught="relu_family#when-is-a-unit-dead",
    inactive=Expected(0.45, 0.55, "half of the time; over 30 seeds .496 to .506"),
    dead=Expected(0, 0, "of 64; none in 30 networks"),
)
def inactive_and_dead_units(rng):
    z = dead.pre_activations(dead.HE.but(depth=1), rng)[0]
    return {"inactive": np.mean(z <= 0), "dead": dead.count(z)}


@finding(
    "relu_family/slopes-shrink",
    says="Sigmoid and tanh have small slopes at both ends, 0.0066 and 0.00018 at -5, and none "
    "of 0 but for rounding: the rule 1 - a² gives exactly 0 from about 19 on.",
    taught="relu_family#when-is-a-unit-dead",
    sigmoid=Expected(0.00664, 0.00666, "exact"),
    tanh=Expected(0.000181, 0.000182, "exact"),
    from_here=Expected(18.5, 20, "where tanh rounds to 1 in double precision"),
)
def slopes_at_minus_5(rng):
    z = np.arange(0, 40, 0.01)
    return {
        "sigmoid": sigmoid.derivative(-5.0),
        "tanh": tanh.derivative(-5.0),
        "from_here": z[1 - np.tanh(z) ** 2 == 0].min(),
    }


@finding(
    "relu_family/born-dead",
    says="In ten layers with PyTorch's default start about half of the units of the worst layer, "
    "or more, are born dead, by biases that outweigh what is left of the variation of z.",
    taught="relu_family#when-is-a-unit-dead",
    worst=Expected(30, 48, "of 64; over 30 seeds 31 to 40"),
    varies=Expected(0, 0.0005, "z of layer 10 from image to image"),
    biases=Expected(0.06, 0.085, "their standard deviation, 0.125 over the root of 3"),
    times=Expected(300, 2000, "the constants in z of layer 10 over what varies in it"),
)
def dead_on_arrival(rng):
    net = dead.DEFAULT.network(rng)
    net(digits().X_train)
    z = [layer.z for layer in net.layers if layer.f is not None]
    varies = np.sqrt(z[9].var(axis=0).mean())
    return {
        "worst": max(dead.count(layer) for layer in z),
        "varies": varies,
        "biases": net.layers[18].b.std(),
        "times": nn.rms(z[9].mean(axis=0)) / varies,
    }


@control(
    "relu_family/born-dead",
    says="Were it the small weights alone, as many would be born dead without the biases, and were "
    "it the biases alone, as many with He's weights and these biases: it takes both.",
    no_biases=Expected(0, 25, "of 64; over 30 seeds 2 to 19"),
    he_and_biases=Expected(0, 24, "of 64"),
    times_no_biases=Expected(1.2, 2.8, "the constants in z of layer 10 over what varies in it"),
)
def worst_layer_without_either(rng):
    kinds = {"no_biases": dead.NO_BIAS, "he_and_biases": dead.HE.but(bias="uniform")}
    z = {name: dead.pre_activations(recipe, rng) for name, recipe in kinds.items()}
    worst = {name: max(dead.count(layer) for layer in layers) for name, layers in z.items()}
    last = z["no_biases"][9]
    times = nn.rms(last.mean(axis=0)) / np.sqrt(last.var(axis=0).mean())
    return worst | {"times_no_biases": times}


@finding(
    "relu_family/bias-and-constant",
    says="In the tenth layer a unit's z is its bias plus what constant outputs from below add: "
    "the two correlate by about 0.9.",
    taught="relu_family#when-is-a-unit-dead",
    correlation=Expected(0.8, 0.97, "over 30 seeds .84 to .96"),
)
def bias_against_z(rng):
    net = dead.DEFAULT.network(rng)
    net(digits().X_train)
    return {"correlation": np.corrcoef(net.layers[18].b, net.layers[19].z.mean(axis=0))[0, 1]}


@finding(
    "relu_family/signal-lacks",
    says="Ten layers with small weights and biases 0 have no more dead units than He's start, and "
    "guess after two epochs where He's reads half of the digits or more: what they lack is signal.",
    taught="relu_family#when-is-a-unit-dead",
    dead_small=Expected(0, 20, "of 64 in the worst layer"),
    dead_he=Expected(2, 22, "of 64 in the worst layer"),
    right_small=Expected(0.07, 0.089, "a guess is one in ten"),
    right_he=Expected(0.4, 1, "over 30 seeds .49 to .93"),
)
def small_weights_and_he_weights(rng):
    found = {}
    for name, recipe in {"small": dead.NO_BIAS, "he": dead.HE}.items():
        for epochs, run in zip((0, 2), recipe.stages(rng, (0, 2)), strict=True):
            if epochs:
                found[f"right_{name}"] = run.accuracy
            else:
                states = nn.unit_states(nn.record(run.net, digits().X_train, digits().y_train))
                found[f"dead_{name}"] = max((layer == "dead").sum() for layer in states)
    return found


@control(
    "relu_family/signal-lacks",
    says="Were it anything else about the small weights, a batch norm, which restores the size of "
    "the signal and nothing else, would not help: with it they learn.",
    right=Expected(0.6, 1, "over 12 seeds"),
)
def small_weights_behind_a_batch_norm(rng):
    return {"right": dead.NO_BIAS.but(batch_norm=True).train(rng).accuracy}


@finding(
    "relu_family/cut-out",
    says="Dead units can be cut out, weights and all, and no output changes.",
    taught="relu_family#when-is-a-unit-dead",
    cut=Expected(20, 50, "of 64 units of the eighth layer"),
    change=Expected(0, 1e-12, "rounding"),
)
def a_network_without_its_dead_units(rng):
    d, net = digits(), dead.DEFAULT.network(rng)
    silent = nn.unit_states(nn.record(net, d.X_train, d.y_train))[7] == "dead"
    before, layer, after = net(d.X_train), net.layers[14], net.layers[16]
    layer.W, layer.b, after.W = layer.W[:, ~silent], layer.b[~silent], after.W[~silent]
    return {"cut": silent.sum(), "change": np.abs(net(d.X_train) - before).max()}


# --- killed, and back ----------------------------------------------------------------------------


@finding(
    "relu_family/casualties",
    says="After three epochs at a learning rate of 0.4 some ReLU networks have no dead units, and "
    "others dozens of 256; leaky ReLU has none.",
    taught="relu_family#how-does-training-kill",
    relu=Expected(0, 100, "of 256, at rate 0.4; over 30 seeds none to 61"),
    leaky_relu=Expected(0, 0, "its slopes are nowhere 0"),
)
def dead_after_training_at_a_large_rate(rng):
    d = digits()
    found = {}
    for f in ("relu", "leaky_relu"):
        net = dead.TRAINED.but(f=f, rate=0.4).train(rng).net
        states = np.array(nn.unit_states(nn.record(net, d.X_train, d.y_train)))
        found[f] = (states == "dead").sum()
    return found


@finding(
    "relu_family/first-kill",
    says="A single ReLU unit with positive inputs that starts too steep is killed by its first "
    "step from a rate of 0.303 on; a leaky unit overshoots as far, and comes back up to a rate "
    "of 0.5.",
    taught="relu_family#how-does-training-kill",
    killed_from=Expected(0.303, 0.303, "the first of the rates 0.001, 0.002 and so on that kills"),
    leaky_at_05=Expected(20, 20, "inputs that activate the leaky unit after 200 steps, of 20"),
)
def one_step_too_far(rng):
    x = np.linspace(0.1, 2, 20)

    def active(f, rate, steps):
        w, b = 2.0, 0.5
        for _ in range(steps):
            z = w * x + b
            delta = 2 * (f(z) - 0.5 * x) * f.derivative(z) / x.size
            w, b = w - rate * delta @ x, b - rate * delta.sum()
        return (w * x + b > 0).sum()

    rates = [k / 1000 for k in range(1, 601)]
    return {
        "killed_from": min(rate for rate in rates if not active(relu, rate, 1)),
        "leaky_at_05": active(leaky_relu.bind(negative_slope=0.1), 0.5, 200),
    }


@finding(
    "relu_family/both-diverge",
    says="At a learning rate of 1 some networks diverge, with leaky ReLU as with ReLU.",
    taught="relu_family#how-does-training-kill",
    slow=True,
    relu=Expected(0.1, 1, "share of eight networks that end in NaN"),
    leaky_relu=Expected(0.1, 1, "share of eight networks that end in NaN"),
)
def share_that_ends_in_nan(rng):
    d, lost = digits(), {}
    for f in ("relu", "leaky_relu"):
        nets = [dead.TRAINED.but(f=f, rate=1).train(rng).net for _ in range(8)]
        lost[f] = np.mean([not np.isfinite(net(d.X_test)).all() for net in nets])
    return lost


def steps_back(f, bias, rng):
    return len(revival.revival(f, bias, revival.inputs(rng))) - 1


@finding(
    "relu_family/leaky-comes-back",
    says="From the bias -5 a leaky ReLU comes back in one or two thousand steps with slope 0.01, "
    "in a couple of hundred with 0.1, and a ReLU with these fixed inputs does not move.",
    taught="relu_family#can-a-unit-come-back",
    leaky=Expected(700, 2600, "with slope 0.01; over 30 draws of the inputs"),
    leaky_01=Expected(130, 300, "with slope 0.1; over 30 seeds"),
    relu=Expected(0, 0, "its gradient is 0"),
)
def steps_until_active_again(rng):
    tenth = leaky_relu.bind(negative_slope=0.1)
    return {
        "leaky": steps_back(leaky_relu, -5, rng),
        "leaky_01": steps_back(tenth, -5, rng),
        "relu": steps_back(relu, -5, rng),
    }


@finding(
    "relu_family/elu-gains-pace",
    says="From the bias -5 ELU comes back much sooner than leaky ReLU with slope 0.01, though its "
    "slope at -5 is 0.0067: the inputs spread z, and every step up makes the slopes steeper.",
    taught="relu_family#can-a-unit-come-back",
    elu=Expected(100, 350, "steps; over 30 draws of the inputs"),
    leaky=Expected(700, 2600, "steps; over 30 draws of the inputs"),
    mean_slope=Expected(0.0075, 0.0145, "of ELU over the inputs, at the start"),
)
def steps_of_elu_and_leaky(rng):
    x = revival.inputs(rng)
    return {
        "elu": len(revival.revival(elu, -5, x)) - 1,
        "leaky": len(revival.revival(leaky_relu, -5, x)) - 1,
        "mean_slope": elu.derivative(x - 5).mean(),
    }


@control(
    "relu_family/elu-gains-pace",
    says="Were it the mean slope at the start, a leaky ReLU with that very slope would be as "
    "quick: it takes several times as long.",
    times_as_long=Expected(4, 10, "over 30 seeds 5.3 to 8.4"),
)
def leaky_with_the_mean_slope_of_elu(rng):
    x = revival.inputs(rng)
    same = leaky_relu.bind(negative_slope=float(elu.derivative(x - 5).mean()))
    return {"times_as_long": len(revival.revival(same, -5, x)) / len(revival.revival(elu, -5, x))}


@finding(
    "relu_family/come-back",
    says="In a network most ReLU units that are born dead are alive after two epochs, for the "
    "layers below move.",
    taught="relu_family#can-a-unit-come-back",
    back=Expected(0.4, 1, "share of those born dead in ten layers, after two epochs"),
    back_after_8=Expected(0.6, 1, "after eight epochs"),
)
def born_dead_and_alive_later(rng):
    d = digits()
    born, two, eight = (
        np.array(nn.unit_states(nn.record(run.net, d.X_train, d.y_train))) == "dead"
        for run in dead.HE.stages(rng, (0, 2, 8))
    )
    back, back_after_8 = ((born & ~later).sum() / max(born.sum(), 1) for later in (two, eight))
    return {"back": back, "back_after_8": back_after_8}


@control(
    "relu_family/come-back",
    says="Were it something that the unit does itself, those whose layers below stand still would "
    "come back, too: not one does.",
    back=Expected(0, 0, "units of the layer that is trained first: their inputs are fixed"),
    born=Expected(1, 40, "dead in it before training"),
)
def born_dead_behind_layers_that_stand_still(rng):
    """The last hidden layer and the output learn; the nine layers below keep their start."""
    d, net = digits(), dead.HE.network(rng)
    rec = nn.record(net, d.X_train, d.y_train)
    inputs, silent = rec.a[8], rec.z[9].max(axis=0) <= 0
    top = nn.Network(net.layers[18:])
    nn.fit(top, inputs, d.y_train, epochs=2, rng=rng)
    later = nn.record(top, inputs, d.y_train).z[0].max(axis=0) <= 0
    return {"back": (silent & ~later).sum(), "born": silent.sum()}


# --- which is best -------------------------------------------------------------------------------


def slopes_after(recipe, rng, optimizer=None):
    layers = (recipe.but(optimizer=optimizer) if optimizer else recipe).train(rng).net.layers
    return np.concatenate([np.ravel(layers[k].negative_slope) for k in (1, 3)])


@finding(
    "relu_family/learned-slopes",
    says="PReLU's slopes stay moderate with one a unit; one for a whole layer, which collects the "
    "gradients of 64 units, grows to about 1.",
    taught="relu_family#can-a-unit-come-back",
    units=Expected(0.3, 0.6, "the largest of 128; over 30 seeds"),
    layers=Expected(0.7, 1.5, "the mean of two; over 30 seeds"),
)
def slopes_that_prelu_learns(rng):
    return {
        "units": slopes_after(RIVALS["PReLU, one α a unit"], rng).max(),
        "layers": slopes_after(RIVALS["PReLU, one α a layer"], rng).mean(),
    }


class SlowSlopes(nn.SGD):
    """Gradient descent in which a parameter of a single number moves 64 times as slowly."""

    def step(self, parameters, gradients):
        slowed = [g / 64 if p.size == 1 else g for p, g in zip(parameters, gradients, strict=True)]
        super().step(parameters, slowed)


@control(
    "relu_family/learned-slopes",
    says="Were it that one slope has to serve a whole layer, it would grow without the sum of 64 "
    "gradients as well: divided by 64, it stays moderate.",
    layers=Expected(0.2, 0.3, "the mean of two; over 30 seeds"),
)
def a_slope_for_a_layer_that_moves_like_one_for_a_unit(rng):
    recipe = RIVALS["PReLU, one α a layer"].but(optimizer=SlowSlopes)
    return {"layers": slopes_after(recipe, rng).mean()}


@finding(
    "relu_family/three-hundred-pairs",
    says="Over 300 pairs on 200 digits tanh is furthest ahead of ReLU, by about a point, then "
    "SELU; leaky ReLU with slope 0.01 is level, and PReLU with one slope a layer behind.",
    taught="relu_family#which-one-is-best",
    tanh=Expected(1, 1.25, "points, as stored"),
    tanh_half=Expected(0.14, 0.18, "half of its 95% interval"),
    SELU=Expected(0.75, 1, "points, as stored"),
    ELU=Expected(0.41, 0.54, "points, as stored"),
    ELU_half=Expected(0.11, 0.14, "half of its 95% interval"),
    PReLU_unit=Expected(0.31, 0.39, "points, as stored"),
    GELU=Expected(0.11, 0.145, "points, as stored"),
    leaky_ReLU=Expected(0.0103, 0.0138, "points, as stored"),
    leaky_ReLU_half=Expected(0.024, 0.031, "half of its 95% interval"),
    PReLU_layer=Expected(-0.74, -0.56, "points, as stored"),
)
def leads_over_300_pairs(rng):
    names = {
        "PReLU_unit": "PReLU, one α a unit",
        "PReLU_layer": "PReLU, one α a layer",
        "leaky_ReLU": "leaky ReLU",
    } | {name: name for name in ("tanh", "SELU", "ELU", "GELU")}
    found = {key: mean_and_half(RIVALS[name]) for key, name in names.items()}
    means = {key: mean for key, (mean, _) in found.items()}
    halves = {f"{key}_half": found[key][1] for key in ("tanh", "ELU", "leaky_ReLU")}
    return means | halves


@finding(
    "relu_family/ten-pairs",
    says="With the first ten pairs no rival's interval is above 0; with 300 six are.",
    taught="relu_family#which-one-is-best",
    above_at_10=Expected(0, 0, "of nine, as stored"),
    above_at_300=Expected(6, 6, "of nine, as stored"),
    lots_tanh=Expected(15, 19, "of thirty lots of ten pairs, whose interval is above 0"),
    lots_ELU=Expected(8, 10, "of thirty lots of ten pairs, whose interval is above 0"),
)
def intervals_above_0(rng):
    rivals = [*RIVALS.values(), pairs.HE["identity"]]
    above = {
        n: sum(confidence_interval(pairs.lead(rival, RELU, n)).low > 0 for rival in rivals[1:])
        for n in (10, 300)
    }
    seen = {f"lots_{f}": pairs.verdicts(RIVALS[f], RELU)["ahead"] for f in ("tanh", "ELU")}
    return {"above_at_10": above[10], "above_at_300": above[300]} | seen


@finding(
    "relu_family/start-counts",
    says="With 200 digits the start counts as much as the curve: ReLU from LeCun's start is ahead "
    "of ReLU from He's by 0.84 points, and with all digits by little.",
    taught="relu_family#which-one-is-best",
    relu=Expected(0.75, 0.95, "points over 300 pairs, as stored"),
    relu_half=Expected(0.08, 0.105, "half of its 95% interval"),
    relu_all=Expected(0.118, 0.155, "points over 100 pairs with all digits, as stored"),
    relu_all_half=Expected(0.07, 0.092, "half of its 95% interval"),
)
def relu_from_two_starts(rng):
    few, few_half = mean_and_half(pairs.LECUN["relu"])
    many, many_half = mean_and_half(pairs.MANY["ReLU, LeCun's start"], pairs.MANY["ReLU"])
    return {
        "relu": few,
        "relu_half": few_half,
        "relu_all": many,
        "relu_all_half": many_half,
    }


@finding(
    "relu_family/leads-by-start",
    says="With 200 digits most of the leads of tanh, SELU and no activation comes from their "
    "start: against ReLU from LeCun's start tanh keeps a quarter of its lead and SELU none that we "
    "can see; and where both start from LeCun's weights ELU keeps less than half of its own, GELU "
    "and PReLU none that we can see.",
    taught="relu_family#which-one-is-best",
    tanh=Expected(0.24, 0.32, "points over 300 pairs, as stored; from its lead of 1.12"),
    SELU=Expected(0.0307, 0.037, "points over 300 pairs, as stored; from 0.88"),
    no_activation=Expected(-0.253, -0.205, "points over 300 pairs, as stored; from 0.60"),
    ELU=Expected(0.178, 0.205, "both from LeCun's start, as stored; from 0.47"),
    GELU=Expected(-0.037, -0.032, "both from LeCun's start, as stored; from 0.13"),
    PReLU_unit=Expected(0.05, 0.059, "both from LeCun's start, as stored; from 0.35"),
)
def leads_over_relu_from_lecuns_start(rng):
    names = {"tanh": "tanh", "SELU": "SELU", "no_activation": "no activation"}
    lecun = pairs.LECUN["relu"]
    found = {key: mean_and_half(RIVALS[name], lecun)[0] for key, name in names.items()}
    curves = {"ELU": "elu", "GELU": "gelu", "PReLU_unit": "prelu"}
    both = {key: mean_and_half(pairs.LECUN[f], lecun)[0] for key, f in curves.items()}
    return found | both


@control(
    "relu_family/leads-by-start",
    says="Were it the missing bend that puts the network without activation ahead, it would be "
    "ahead from He's start as well: there it is behind by as much as from LeCun's.",
    no_activation_from_he=Expected(-0.28, -0.207, "points over 300 pairs, as stored"),
)
def no_activation_from_hes_start(rng):
    return {"no_activation_from_he": mean_and_half(pairs.HE["identity"])[0]}


@finding(
    "relu_family/digits-decide",
    says="Each with its own start, a network without activation is ahead of ReLU with 200 digits "
    "and behind with all 1437, as each of ten lots of ten pairs sees.",
    taught="relu_family#which-one-is-best",
    few=Expected(0.52, 0.69, "points over 300 pairs, as stored"),
    few_half=Expected(0.145, 0.19, "half of its 95% interval"),
    all=Expected(-0.99, -0.75, "points over 100 pairs, as stored"),
    all_half=Expected(0.1, 0.13, "half of its 95% interval"),
    lots_behind=Expected(9, 10, "of 10, as stored"),
)
def no_activation_with_few_and_all_digits(rng):
    both = pairs.MANY["no activation"], pairs.MANY["ReLU"]
    few, few_half = mean_and_half(RIVALS["no activation"])
    many, many_half = mean_and_half(*both)
    return {
        "few": few,
        "few_half": few_half,
        "all": many,
        "all_half": many_half,
        "lots_behind": pairs.verdicts(*both)["behind"],
    }


@finding(
    "relu_family/ranking-moves",
    says="With all digits tanh is still ahead of ReLU, by less, and ELU's lead is gone.",
    taught="relu_family#which-one-is-best",
    tanh=Expected(0.38, 0.5, "points over 100 pairs, as stored"),
    tanh_half=Expected(0.085, 0.101, "half of its 95% interval"),
    ELU=Expected(-0.0127, -0.0095, "points over 100 pairs, as stored"),
    ELU_half=Expected(0.085, 0.112, "half of its 95% interval"),
)
def leads_with_all_digits(rng):
    found = {}
    for f in ("tanh", "ELU"):
        found[f], found[f"{f}_half"] = mean_and_half(pairs.MANY[f], pairs.MANY["ReLU"])
    return found
