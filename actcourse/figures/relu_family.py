"""Explorers and predictions of the chapter on ReLU and its family."""

from functools import cache

import numpy as np
from scipy.special import ndtr

from actcourse import nn
from actcourse.activations import elu, leaky_relu, relu, sigmoid, tanh
from actcourse.data import digits
from actcourse.experiments import dead, pairs, revival, speed
from actcourse.experiments.leads import RIVALS, confidence_interval
from actcourse.explore import (
    Choice,
    Number,
    OneStands,
    Range,
    Sentence,
    Steps,
    explorer,
    predict,
    style,
)

X = np.linspace(-4, 4, 161)
SEEDS = range(5)
WIDTH = 64


# --- the family ----------------------------------------------------------------------------------

MEAN_RIGHT = 1 / np.sqrt(2 * np.pi)  # what the right half adds to the mean on N(0, 1)
MEAN_LEFT = np.exp(0.5) * ndtr(-1) - 0.5  # what the left half of ELU with alpha = 1 adds


def _leaky(x, alpha):
    right = x > 0
    return np.where(right, x, alpha * x), np.where(right, 1, alpha), (1 - alpha) * MEAN_RIGHT


def _elu(x, alpha):
    right, e = x > 0, np.exp(np.minimum(x, 0))
    value = np.where(right, x, alpha * (e - 1))
    return value, np.where(right, 1, alpha * e), MEAN_RIGHT + alpha * MEAN_LEFT


def _maximum(x, alpha):
    chosen = np.where(alpha * x > x, alpha, 1)
    return np.maximum(alpha * x, x), chosen, abs(1 - alpha) * MEAN_RIGHT


KINDS = {"Leaky: α z on the left": _leaky, "ELU: α (eᶻ − 1)": _elu, "max(α z, z)": _maximum}


@explorer(
    "relu-members",
    kind=Choice(KINDS, label="left half"),
    alpha=Range(0, 2, 0.25, value=0.25, label="α"),
    panels=(2, 1),
    size=(5.4, 4.2),
)
def members(axes, kind, alpha):
    """One family, one number"""
    above, below = axes
    value, slope, mean = kind(X, alpha)
    above.plot(X, relu(X), **style.reference)
    above.plot(X, value, **style.f)
    above.plot([-2], [kind(-2.0, alpha)[0]], **style.point)
    above.set(xlim=(-4, 4), ylim=(-4.3, 4.3), ylabel="output f(z)")
    left = X <= 0
    for side in (left, ~left):
        below.plot(X[side], slope[side], **style.df)
    below.plot([-2], [kind(-2.0, alpha)[1]], **style.point)
    below.set(xlim=(-4, 4), ylim=(-0.15, 2.15), xlabel="pre-activation z", ylabel="slope f′(z)")
    output, at, _ = kind(-2.0, alpha)
    name = next(text for text, f in KINDS.items() if f is kind).partition(":")[0]
    who = ", which is ReLU" if alpha == 0 else ""
    return (
        f"{name} with α = {alpha:g}{who}: at z = -2 the output is {output + 0.0:.2f} and the slope "
        f"{at:.2f}. Standard normal z give outputs with mean {mean:.3f}."
    )


# --- the race ------------------------------------------------------------------------------------


@predict(
    "relu-steps",
    "Three networks learn to read digits, one with sigmoids, one with tanh, one with ReLU, each at "
    "the best of the learning rates 0.1, 0.3 and 1. We count the batches until 95% are right, and "
    "not the seconds. Who needs how many?",
    OneStands(
        [
            Sentence(
                "All about as many: ReLU is only quicker to compute",
                "ReLU took {ReLU:.0f} batches on average, tanh {tanh:.0f} and the sigmoid "
                "{sigmoid:.0f}: the price of a batch has no part in this.",
                stands=lambda ReLU, tanh, sigmoid: max(tanh, sigmoid) < 2 * ReLU,
            ),
            Sentence(
                "ReLU about as many as tanh, and the sigmoid several times as many",
                "Yes: {ReLU:.0f}, {tanh:.0f} and {sigmoid:.0f} on average. It is not the price of "
                "a batch that decides.",
                stands=lambda ReLU, tanh, sigmoid: tanh < 2 * ReLU <= sigmoid,
                expected=True,
            ),
            Sentence(
                "ReLU by far the fewest, then tanh, then the sigmoid",
                "ReLU took {ReLU:.0f} batches on average and tanh {tanh:.0f}, so these two are "
                "close; the sigmoid took {sigmoid:.0f}.",
                stands=lambda ReLU, tanh, sigmoid: 2 * ReLU <= tanh < sigmoid,
            ),
        ]
    ),
    recipe=speed.RACE["ReLU"],
)
def fewest():
    """How many batches each needs, means of three seeds."""
    return {
        name: np.mean([speed.steps(name, seed) for seed in recipe.seeds])
        for name, recipe in speed.RACE.items()
    }


# --- dead on arrival -----------------------------------------------------------------------------


@predict(
    "relu-arrival",
    "A network has ten hidden layers of 64 ReLU units, started as PyTorch starts its layers by "
    "default, and not trained at all. A unit that outputs 0 for each of 1437 images is called "
    "dead. How many of the 64 units are dead in the worst layer?",
    Number(
        near=8,
        close="Over half of the layer is dead on arrival, and the chapter asks why.",
        far="Over half of the layer is dead on arrival, and the chapter asks why.",
        expected=(31, 43),
        unit=" units",
        digits=0,
    ),
)
def arrival():
    """Dead units in the worst layer, mean over five seeds."""
    return float(dead.on_arrival(dead.DEFAULT).max(axis=1).mean())


@predict(
    "relu-bias",
    "PyTorch's default draws small weights and small biases. Keep those small weights and set all "
    "biases to 0. How many of the 64 units are dead in the worst layer now?",
    Number(
        near=4,
        close="Right: the weights are as small as before, and yet most of the dead are back.",
        far="The weights are as small as before, and yet most of the dead are back.",
        expected=(2, 14),
        unit=" units",
        digits=0,
    ),
)
def without_bias():
    """Dead units in the worst layer without biases, mean over five seeds."""
    return float(dead.on_arrival(dead.NO_BIAS).max(axis=1).mean())


@explorer(
    "relu-reach",
    start=Choice(list(dead.STARTS), label="start"),
    layer=Range(1, 10, 1, label="hidden layer"),
    margins={"left": 0.19},
)
def reach(ax, start, layer):
    """How far does each unit's z move from image to image?"""
    z = dead.fresh(dead.STARTS[start], 0)[layer - 1]
    low, high = z.min(axis=0), z.max(axis=0)
    order = np.argsort(high)
    low, high, scale = low[order], high[order], np.abs(z).max()
    units, never = np.arange(1, WIDTH + 1), high <= 0
    for chosen, colour, width in ((never, style.BAD, 4), (~never, style.F, 2)):
        ax.vlines(units[chosen], low[chosen] / scale, high[chosen] / scale, colour, linewidth=width)
    ax.axhline(0, color=style.INK, linewidth=1.2)
    ax.set(xlim=(0, 65), ylim=(-1.05, 1.05), xlabel="the 64 units, sorted")
    ax.set_ylabel("z over all images\n(largest = 1)")
    counts = dead.on_arrival(dead.STARTS[start])[:, layer - 1]
    moves = np.sqrt(np.mean(z.var(axis=0)))
    return (
        f"{start}, layer {layer}: {never.sum()} of 64 units never get above 0 (thick, red); in "
        f"five networks {counts.min()} to {counts.max()}. From image to image the z of a unit "
        f"varies by {style.compact(moves, 1)}; from unit to unit its mean varies by "
        f"{style.compact(z.mean(axis=0).std(), 1)}."
    )


@predict(
    "relu-dead",
    "Five sentences about dead units. Which one would you let stand?",
    OneStands(
        [
            Sentence(
                "A deep network can have few dead units and still learn nothing.",
                "Yes: with small weights and biases at 0, at most {few} of 64 units of a layer "
                "are dead, and after two epochs the network reads {right:.0%} of the digits.",
                stands=lambda few, right: few < WIDTH / 4 and right < 0.2,
                expected=True,
            ),
            Sentence(
                "Sigmoid and tanh units die as ReLU units do, only on both sides.",
                "At z = -5 the slope of the sigmoid is {sigmoid:.4f} and that of tanh {tanh:.5f}. "
                "Both are small and not 0: such a unit creeps, and a dead one stands still.",
                stands=lambda sigmoid, tanh: sigmoid == 0 and tanh == 0,
            ),
            Sentence(
                "Where z is negative, a ReLU unit is dead.",
                "For that image it is inactive, which is normal: in a first layer with He's "
                "weights z is negative {inactive:.0%} of the time, and {none} of 64 units are "
                "dead. Dead means negative for every image.",
                stands=lambda none: none >= 0.4 * WIDTH,
            ),
            Sentence(
                "On the way forward, a layer with dead units is as good as one without.",
                "The eighth of our ten layers has {dead} dead units of 64, so it passes on what "
                "{alive} units have to say. It costs as much as 64.",
                stands=lambda alive: alive == WIDTH,
            ),
            Sentence(
                "z is never exactly 0, so the slope of ReLU at 0 has no effect.",
                "Hidden weights of 0 make {zero:.0%} of their z exactly 0. Then the slope at 0 "
                "decides: with 0 their gradient is {still:.0f} for good, with 1 it would reach "
                "{moving:.2f}.",
                stands=lambda zero, still: zero == 0 or still > 0,
            ),
        ]
    ),
    recipe=dead.NO_BIAS.but(starts=3),
)
def dead_sentence():
    """What the five sentences are judged by."""
    data, flat = digits(), dead.HE.but(depth=1).network(0)
    first, eighth = dead.fresh(dead.HE, 0)[0], dead.fresh(dead.DEFAULT, 0)[7]
    flat.layers[0].W[...] = 0
    rec = nn.record(flat, data.X_train, data.y_train)
    return {
        "sigmoid": sigmoid.derivative(-5.0),
        "tanh": tanh.derivative(-5.0),
        "inactive": np.mean(first <= 0),
        "none": dead.count(first),
        "dead": dead.count(eighth),
        "alive": WIDTH - dead.count(eighth),
        "zero": np.mean(rec.z[0] == 0),
        "still": np.abs(rec.dW[0]).max(),
        "moving": np.abs(data.X_train.T @ (rec.delta[1] @ rec.W[1].T)).max(),
        "few": dead.on_arrival(dead.NO_BIAS).max(),
        "right": np.mean(dead.NO_BIAS.but(starts=3).accuracies()),
    }


# --- killed by a step ----------------------------------------------------------------------------

INPUTS = np.linspace(0.1, 2, 20)
TARGETS = 0.5 * INPUTS
RECTIFIERS = {"ReLU": relu, "leaky ReLU, slope 0.1": leaky_relu.bind(negative_slope=0.1)}


@cache
def stepped(f, lr, steps):
    """Weight and bias of one unit, from (2, 0.5), after gradient descent on `INPUTS`."""
    w, b = 2.0, 0.5
    for _ in range(steps):
        z = w * INPUTS + b
        delta = 2 * (f(z) - TARGETS) * f.derivative(z) / INPUTS.size
        if not delta.any():  # nothing will ever move again
            break
        w, b = w - lr * delta @ INPUTS, b - lr * delta.sum()
    return w, b


@explorer(
    "relu-kill",
    lr=Range(0.05, 0.6, 0.05, value=0.1, label="learning rate"),
    f=Choice(RECTIFIERS, label="unit"),
    margins={"left": 0.15},
)
def kill(ax, lr, f):
    """One step too far"""
    x = np.linspace(0, 2.1, 61)
    ax.plot(INPUTS, TARGETS, "o", color=style.MUTED, markersize=4, label="examples")
    lines = {
        "start": (0, style.reference),
        "after 1 step": (1, {**style.df, "color": style.POINT}),
        "after 200 steps": (200, style.f),
    }
    for label, (steps, look) in lines.items():
        w, b = stepped(f, lr, steps)
        ax.plot(x, f(w * x + b), label=label, **look)
    ax.set(xlim=(0, 2.1), ylim=(-0.6, 3.2), xlabel="input x", ylabel="output f(w x + b)")
    ax.legend(loc="upper left", fontsize=9)
    w, b = stepped(f, lr, 1)
    fires = (w * INPUTS + b > 0).sum()
    later, c = stepped(f, lr, 200)
    ends = (later * INPUTS + c > 0).sum()
    name = "A ReLU" if f is relu else "A leaky ReLU"
    return (
        f"{name} with learning rate {lr:g}: the first step leads to w = {w:.2f}, b = {b:.2f}, "
        f"active for {fires} of 20 examples. After 200 steps it is active for {ends}."
    )


# --- killed in training --------------------------------------------------------------------------

RATES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


@explorer(
    "relu-casualties",
    lr=Steps(RATES, label="learning rate"),
    f=Choice({"ReLU": "relu", "leaky ReLU": "leaky_relu"}, label="activation"),
    panels=(1, 3),
    size=(5.4, 3.0),
    margins={"left": 0.1, "wspace": 0.12, "bottom": 0.17, "top": 0.78},
    recipe=lambda lr, f: dead.TRAINED.but(f=f, rate=lr),
)
def casualties(axes, lr, f):
    """What three epochs of training leave alive"""
    words = []
    for seed, ax in enumerate(axes):
        states = dead.states(dead.TRAINED.but(f=f, rate=lr), seed)
        counts = [(states == word).sum(axis=1) for word in ("dead", "alive", "nan")]
        looks = ((style.BAD, None), (style.F, None), (style.SHADE, "xx"))
        start = np.zeros(4)
        for count, (colour, hatch), label in zip(
            counts, looks, ("dead", "alive", "NaN"), strict=True
        ):
            ax.barh(range(1, 5), count, 0.75, start, color=colour, hatch=hatch, label=label)
            start = start + count
        ax.set(xlim=(0, 64), ylim=(4.6, 0.4), xticks=[0, 30, 60], yticks=[1, 2, 3, 4])
        ax.set(xlabel=f"units, network {seed + 1}", ylabel="hidden layer" if seed == 0 else " ")
        died, _, lost = (int(count.sum()) for count in counts)
        words.append("diverged to NaN" if lost else f"≈{died} dead")
        if seed:
            ax.set_yticklabels([])
    axes[1].legend(loc="lower center", bbox_to_anchor=(0.5, 1.02), ncols=3)
    fresh = dead.TRAINED.but(f=f, epochs=0)
    born = [str((dead.states(fresh, seed) == "dead").sum()) for seed in range(3)]
    return (
        f"Learning rate {lr:g}, 256 hidden units in each of three networks: {', '.join(words)}. "
        f"Before training {', '.join(born[:2])} and {born[2]} were dead."
    )


# --- back to life --------------------------------------------------------------------------------

REVIVED = {
    "ReLU": relu,
    "leaky, slope 0.01": leaky_relu,
    "leaky, slope 0.1": leaky_relu.bind(negative_slope=0.1),
    "ELU": elu,
}


@cache
def shares(name, bias, seed=0):
    """`revival.revival` of one of the units, on the inputs of this seed."""
    return revival.revival(REVIVED[name], bias, revival.inputs(seed))


@predict(
    "relu-revive",
    "A leaky ReLU with slope 0.01 on the left is pushed to bias -5, where it is active for none of "
    "200 inputs. It learns max(0, x) by gradient descent with learning rate 0.1. When is it "
    "active again for a quarter of the inputs?",
    OneStands(
        [
            Sentence(
                "Within 50 steps",
                "It took {leaky:.0f} steps: on the left its gradient is 100 times smaller than on "
                "the right.",
                stands=lambda leaky: leaky <= 50,
            ),
            Sentence(
                "After 500 to 5000 steps",
                "It took {leaky:.0f} steps: not dead, and very slow, as its gradient on the left "
                "is 100 times smaller.",
                stands=lambda leaky: 500 <= leaky <= 5000,
                expected=True,
            ),
            Sentence(
                "Never",
                "It took {leaky:.0f} steps: its gradient on the left is small and not 0. A ReLU "
                "with these fixed inputs would never come back.",
                stands=lambda leaky: leaky == np.inf,
            ),
        ]
    ),
)
def leaky_revival():
    """The mean over five seeds; infinite where one never comes back."""
    needed = [revival.steps(shares("leaky, slope 0.01", -5, seed)) for seed in SEEDS]
    return {"leaky": float(np.mean([np.inf if s is None else s for s in needed]))}


@explorer(
    "relu-revive",
    bias=Range(-8, -1, 1, value=-5, label="bias at the start"),
    name=Choice(list(REVIVED), value="leaky, slope 0.01", label="unit"),
)
def revive(ax, bias, name):
    """How long does it take to come back?"""
    for k, other in enumerate(REVIVED):
        share = shares(other, bias)
        steps = np.unique(np.geomspace(1, len(share), 50).astype(int)) - 1
        look = {"linewidth": 3} if other == name else {"linewidth": 1.3}
        ends = len(share) - 1
        if share[-1] < revival.AWAKE:  # it has stopped moving: what it is now, it stays
            steps, share, ends = np.array([0, 1]), share[[0, 0]], revival.MOST_STEPS
            ax.plot([1, ends], share, linestyle="-", color=style.SERIES[k], **look)
        dash = ("-", "--", "-.", ":")[k]
        ax.plot(steps + 1, share[steps], color=style.SERIES[k], linestyle=dash, label=other, **look)
    ax.set_xscale("log")
    ax.set(xlim=(0.9, 3e4), ylim=(-0.01, 0.35), xlabel="steps of gradient descent, plus 1")
    ax.set_ylabel("inputs that make it active")
    ax.legend(loc="upper left", fontsize=9)
    first, ended = shares(name, bias)[0], revival.steps(shares(name, bias))
    later = f"a quarter do after {ended} steps" if ended else "none ever will: every gradient is 0"
    return f"{name}, bias {bias}: at first {200 * first:.0f} of 200 inputs activate it; {later}."


# --- which is best? ------------------------------------------------------------------------------

RELU = RIVALS["ReLU"]
OTHERS = {name: recipe for name, recipe in RIVALS.items() if recipe != RELU}
CONTEST = OTHERS | {"no activation, He": pairs.HE["identity"], "ReLU, LeCun": pairs.LECUN["relu"]}
HOW_MANY = (5, 6, 7, 8, 9, 10, 15, 20, 30, 50, 100, 200, 300)


REACH = 4.5  # points to either side that the figure shows
VERDICTS = {"Ahead:": style.F, "Behind:": style.BAD, "Cannot tell:": style.MUTED}


def verdict(interval):
    """What an interval of a lead says of it, with the colour that says the same."""
    ahead, behind, unclear = VERDICTS.items()
    return unclear if 0 in interval else ahead if interval.mean > 0 else behind


def leads(n, rivals=CONTEST):
    """The lead of each rival over ReLU, in points, in the first n pairs: dict of arrays."""
    return {name: pairs.lead(recipe, RELU, n) for name, recipe in rivals.items()}


@predict(
    "relu-best",
    "Networks that differ in their activation, each with the start made for it, learn from 200 "
    "digits, ten times each. Whose lead over ReLU is so clear that its 95% interval stays above 0?",
    OneStands(
        [
            Sentence(
                "Leaky ReLU's",
                "Its mean lead is {leaky:.1f} points, and the interval contains 0.",
                stands=lambda leaky_from: leaky_from > 0,
            ),
            Sentence(
                "PReLU's",
                "With one α a unit its mean lead is {unit:.1f} points, and the interval contains "
                "0; with one α a layer it is {layer:.1f}: a clear loss.",
                stands=lambda prelu_from: prelu_from > 0,
            ),
            Sentence(
                "ELU's, SELU's or GELU's",
                "Their mean leads are {elu:.1f}, {selu:.1f} and {gelu:.1f} points, and every "
                "interval contains 0.",
                stands=lambda curved_from: curved_from > 0,
            ),
            Sentence(
                "Nobody's",
                "Nobody's: the largest mean lead is {top:.1f} points, and its interval contains "
                "0. Whether that is a tie, or ten pairs are too few, is the next question.",
                stands=lambda top_from: top_from <= 0,
                expected=True,
            ),
        ]
    ),
    recipe=RIVALS["ReLU"],
)
def best():
    """The mean leads after ten networks each, in points, and where the intervals begin."""
    ten = leads(10, OTHERS)
    leaky, unit, layer, elu_, selu, gelu = (d.mean() for d in list(ten.values())[:6])
    numbers = {"leaky": leaky, "unit": unit, "layer": layer, "elu": elu_, "selu": selu}
    numbers |= {"gelu": gelu, "top": max(d.mean() for d in ten.values())}
    begin = [confidence_interval(d).low for d in ten.values()]
    numbers |= {"leaky_from": begin[0], "prelu_from": max(begin[1:3])}
    return numbers | {"curved_from": max(begin[3:6]), "top_from": max(begin)}


@explorer(
    "relu-contest",
    n=Steps(HOW_MANY, value=5, label="pairs of networks"),
    size=(5.4, 4.2),
    margins={"left": 0.35},
    recipe=lambda n: RELU.but(starts=n),
)
def contest(ax, n):
    """Who is better than ReLU, and how sure is that?"""
    intervals = {name: confidence_interval(d) for name, d in leads(n).items()}
    for row, (name, d) in enumerate(leads(n).items()):
        shown = np.unique(d[np.abs(d) < REACH])
        ax.plot(shown, np.full(len(shown), row + 0.3), "o", color=style.MUTED, markersize=3)
        interval, colour = intervals[name], verdict(intervals[name])[1]
        ends = np.clip([interval.low, interval.high], -REACH, REACH)
        ax.plot(ends, [row, row], color=colour, linewidth=2)
        inner = np.add(interval.mean, [-interval.error, interval.error])
        ax.plot(np.clip(inner, -REACH, REACH), [row, row], color=colour, linewidth=6)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_yticks(range(len(intervals)), list(intervals))
    ax.set(xlim=(-REACH, REACH), ylim=(len(intervals) - 0.4, -0.6))
    ax.set(xlabel="lead over ReLU in test accuracy, points", ylabel=" ")
    found = {
        word: [who for who, i in intervals.items() if verdict(i)[0] == word] for word in VERDICTS
    }
    text = [f"{word} {'; '.join(names) or 'nobody'}" for word, names in found.items()]
    tanh_ = intervals["tanh"]
    return (
        f"{n} pairs: {'. '.join(text)}. The interval of tanh goes from {tanh_.low:.2f} to "
        f"{tanh_.high:.2f} points."
    )


# --- before the summary --------------------------------------------------------------------------


@cache
def learned_slopes(seed):
    """Two PReLU layers with one slope each, trained on 200 digits: slopes, and share of zeros."""
    data, net = digits(), RIVALS["PReLU, one α a layer"].trained(seed).net
    outputs = nn.record(net, data.X_train, data.y_train).a[:2]
    return [float(net.layers[k].negative_slope) for k in (1, 3)], np.mean(np.equal(outputs, 0))


@predict(
    "relu-sentences",
    "Five sentences, before we sum up. Which one would you let stand?",
    OneStands(
        [
            Sentence(
                "A network of ReLUs is made of straight pieces, so it is linear.",
                "relu(-1) + relu(1) is {apart:.0f}, and relu(-1 + 1) is {together:.0f}: in a "
                "linear function they would be the same.",
                stands=lambda apart, together: apart == together,
            ),
            Sentence(
                "ReLU in the hidden layers and a sigmoid at the output: that fits every task.",
                "A sigmoid misses a target of 2.5 by {miss:.1f} at least, and ten of them, one "
                "for each digit, sum to {total:.0f} at the start where shares have to sum to 1. "
                "Nor is ReLU everywhere: many transformers use GELU or gated units.",
                stands=lambda miss: miss <= 0,
            ),
            Sentence(
                "With all 1437 digits to learn from, a network without activations is behind ReLU.",
                "Yes: over 100 pairs the interval of its lead goes from {worst:.2f} to {best:.2f} "
                "points. With 200 digits, and its own start, it had been ahead.",
                stands=lambda best: best < 0,
                expected=True,
            ),
            Sentence(
                "A learned slope stays small, and ReLU's exact zeros stay with it.",
                "With one slope for each layer, training ended between {low:.2f} and {high:.2f}, "
                "and {zeros:.0%} of the outputs were exactly 0.",
                stands=lambda high, zeros: high < 0.5 and zeros > 0.1,
            ),
            Sentence(
                "For ordinary negative z, ELU passes on less variation than ReLU.",
                "For standard normal z, the outputs of negative z have a variance of {elu:.2f} in "
                "ELU and {relu:.0f} in ReLU. Only very negative z are squeezed together.",
                stands=lambda elu, relu: elu < relu,
            ),
        ]
    ),
    recipe=RIVALS["PReLU, one α a layer"].but(starts=3),
)
def sentence():
    """What the five sentences are judged by."""
    slopes, zeros = zip(*(learned_slopes(seed) for seed in range(3)), strict=True)
    z = -np.abs(np.random.default_rng(0).standard_normal(100_000))
    interval = confidence_interval(pairs.lead(pairs.MANY["no activation"], pairs.MANY["ReLU"], 100))
    return {
        "apart": relu(-1.0) + relu(1.0),
        "together": relu(0.0),
        "miss": 2.5 - sigmoid(np.inf),
        "total": 10 * sigmoid(0.0),
        "low": np.min(slopes),
        "high": np.max(slopes),
        "zeros": np.mean(zeros),
        "elu": elu(z).var(),
        "relu": relu(z).var(),
        "worst": interval.low,
        "best": interval.high,
    }
