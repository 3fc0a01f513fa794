"""Findings of the chapter on swish."""

from functools import partial

import numpy as np
from scipy.optimize import brentq

from actcourse import nn
from actcourse.activations import ACTIVATIONS, relu, swish
from actcourse.data import digits
from actcourse.experiments import pairs
from actcourse.experiments.leads import EQUAL_COST, FEW, confidence_interval
from actcourse.experiments.pairs import CHANGES, GATED, MANY

from ..ledger import Expected, control, finding

SWISH = FEW.but(f="swish")


def against_relu(f, start):
    """`pairs.interval` and `pairs.verdicts` over ReLU from the same start."""
    both = FEW.but(f=f, init=start), FEW.but(init=start)
    return pairs.interval(*both), pairs.verdicts(*both)


@finding(
    "swish/turns-once",
    says="Swish turns at z = -1.2785, where its value is z + 1, and its slope goes down to "
    "-0.0998.",
    taught="swish#where-exactly-does-it-turn",
    place=Expected(-1.27847, -1.27846, "the solution of e^z = -(z + 1)"),
    value=Expected(-0.27847, -0.27846, "the place plus 1"),
    flattest=Expected(-0.09985, -0.0998, "at -2.399"),
    steepest=Expected(1.0998, 1.09985, "at 2.399: slopes at z and -z add up to 1"),
)
def turning_point(rng):
    place, z = brentq(swish.derivative, -2, -0.5), np.linspace(-8, 8, 160_001)
    slopes = swish.derivative(z)
    return {
        "place": place,
        "value": swish(place),
        "flattest": slopes.min(),
        "steepest": slopes.max(),
    }


@finding(
    "swish/falling-side",
    says="About a tenth of standard normal pre-activations are on the falling side.",
    taught="swish#where-exactly-does-it-turn",
    share=Expected(0.098, 0.103, "exactly 0.1005"),
)
def share_of_falling_slopes(rng):
    return {"share": np.mean(swish.derivative(rng.standard_normal(200_000)) < 0)}


@finding(
    "swish/learns-with-falling-slopes",
    says="In a network that has learned about one pre-activation in eight is on the falling "
    "side, and it reads about nine digits in ten.",
    taught="swish#where-exactly-does-it-turn",
    falling=Expected(0.09, 0.17, "on the test images; over 30 seeds .12 to .15"),
    right=Expected(0.86, 0.97, "of the test images; over 30 seeds"),
)
def falling_slopes_of_a_trained_network(rng):
    d, run = digits(), SWISH.train(rng)
    rec = nn.record(run.net, d.X_test, d.y_test)
    falling = np.mean([np.mean(m < 0) for m in rec.slope[:2]])
    return {"falling": falling, "right": run.accuracy}


@finding(
    "swish/saturates-on-the-left",
    says="Far left the slope of swish tends to 0, far right to 1.",
    taught="swish#where-exactly-does-it-turn",
    left=Expected(-0.00041, -0.0004, "at -10"),
    right=Expected(1.0004, 1.00041, "at 10: 1 minus the slope at -10"),
)
def slopes_far_out(rng):
    return {"left": swish.derivative(-10.0), "right": swish.derivative(10.0)}


@finding(
    "swish/near-relu",
    says="Swish with β comes within 0.2785/β of ReLU.",
    taught="swish#what-does-β-do",
    gap_times_beta=Expected(0.2784, 0.2786, "the same for each of 1/2, 1, 2 and 10"),
    spread=Expected(0, 1e-06, "over the four, on a grid"),
)
def gap_to_relu(rng):
    z = np.linspace(-20, 20, 400_001)
    gaps = [b * np.abs(swish.bind(beta=b)(z) - relu(z)).max() for b in (0.5, 1, 2, 10)]
    return {"gap_times_beta": np.mean(gaps), "spread": np.ptp(gaps)}


@finding(
    "swish/learned-beta",
    says="A β that is learned, one for each layer, rises from 1 to between 1.2 and 1.6.",
    taught="swish#what-does-β-do",
    least=Expected(1.1, 1.5, "of two layers; over 30 seeds"),
    most=Expected(1.2, 1.7, "of two layers; over 30 seeds"),
)
def learned_betas(rng):
    learned = partial(nn.Learned, ACTIVATIONS["swish"])
    layers = FEW.but(f=learned).train(rng).net.layers
    betas = [float(layers[k].beta) for k in (1, 3)]
    return {"least": min(betas), "most": max(betas)}


# --- is it better? -------------------------------------------------------------------------------


@finding(
    "swish/pairs-cancel-luck",
    says="The score of a swish network moves by 1 to 3 points from seed to seed; the lead of one "
    "over its ReLU partner moves by about half a point.",
    taught="swish#is-swish-better-than-relu",
    alone=Expected(1.4, 1.6, "standard deviation over 300 networks, points"),
    lead=Expected(0.72, 0.8, "standard deviation over 300 pairs, points"),
)
def spread_alone_and_in_pairs(rng):
    scores = 100 * pairs.right(SWISH) / len(digits().X_test)
    return {"alone": scores.std(ddof=1), "lead": pairs.lead(SWISH, FEW, 300).std(ddof=1)}


@finding(
    "swish/two-starts",
    says="Over 300 pairs swish is ahead of ReLU by a third of a point from He's weights, and "
    "behind by a fifth from LeCun's: the start decides about its sign.",
    taught="swish#is-swish-better-than-relu",
    he=Expected(0.289, 0.32, "points, as stored; give or take 0.09"),
    lecun=Expected(-0.2, -0.178, "points, as stored"),
)
def leads_from_two_starts(rng):
    return {start: against_relu("swish", start)[0].mean for start in ("he", "lecun")}


@control(
    "swish/two-starts",
    says="Were it that LeCun's start is bad for swish, swish would lose by it: it gains a third of "
    "a point, and ReLU more.",
    swish=Expected(0.31, 0.4, "points over 300 pairs of the two starts, as stored"),
    relu=Expected(0.75, 0.95, "points over 300 pairs of the two starts, as stored"),
)
def gains_by_lecuns_start(rng):
    return {
        f: pairs.interval(FEW.but(f=f, init="lecun"), FEW.but(f=f)).mean for f in ("swish", "relu")
    }


@finding(
    "swish/ten-are-too-few",
    says="Ten pairs are too few for a third of a point: of thirty lots of ten pairs most cannot "
    "tell swish from ReLU.",
    taught="swish#is-swish-better-than-relu",
    unclear=Expected(20, 22, "of 30 lots, from He's weights, as stored"),
    ahead=Expected(8, 10, "of 30 lots"),
    behind=Expected(0, 0, "of 30 lots"),
)
def verdicts_of_lots_of_ten(rng):
    return against_relu("swish", "he")[1]


@control(
    "swish/ten-are-too-few",
    says="Were the method blind, it would miss a larger gap as well: that of a network without "
    "activation that learns from all digits is seen by each of ten lots.",
    behind=Expected(9, 10, "of 10 lots"),
    lead=Expected(-0.92, -0.82, "points, as stored"),
)
def verdicts_on_no_activation_with_all_digits(rng):
    both = MANY["no activation"], MANY["ReLU"]
    return {
        "behind": pairs.verdicts(*both)["behind"],
        "lead": pairs.interval(*both).mean,
    }


@finding(
    "swish/peeking",
    says="Who looks after each of ten pairs has about three times as many chances of a false win "
    "as who looks once.",
    taught="swish#is-swish-better-than-relu",
    once=Expected(3, 8, "% of a thousand runs of pure chance; 5 is what an interval of 95% says"),
    each_time=Expected(16, 26, "% of the same runs"),
)
def false_wins(rng):
    once = early = 0
    for _ in range(1000):
        chance = rng.normal(size=10)
        wins = [0 not in confidence_interval(chance[:n]) for n in range(2, 11)]
        early, once = early + any(wins), once + wins[-1]
    return {"once": once / 10, "each_time": early / 10}


def luck(images, start):
    """Test accuracy in points of swish with these 200 images and this start."""
    d, rng = digits(), np.random.default_rng(start)
    rows = np.random.default_rng(images).choice(len(d.X_train), 200, replace=False)
    net = SWISH.network(rng)
    nn.fit(net, d.X_train[rows], d.y_train[rows], epochs=SWISH.epochs, rng=rng)
    return 100 * nn.accuracy(net, d.X_test, d.y_test)


@finding(
    "swish/two-kinds-of-luck",
    says="Fresh images alone move the score of a swish network by more than a point, and so do "
    "fresh weights and batches alone.",
    taught="swish#is-swish-better-than-relu",
    slow=True,
    fresh_start=Expected(0.6, 1.5, "standard deviation with the same images, points"),
    fresh_images=Expected(0.5, 3, "with the same weights and batches, points"),
)
def spread_by_images_and_by_starts(rng):
    images, starts = rng.integers(0, 2**31, (2, 6))
    scores = np.array([[luck(i, s) for s in starts] for i in images])
    return {
        "fresh_start": np.sqrt(scores.var(axis=1, ddof=1).mean()),
        "fresh_images": np.sqrt(scores.var(axis=0, ddof=1).mean()),
    }


@finding(
    "swish/bound-and-smoothness",
    says="We have no evidence that the lower bound or smoothness helps on 200 digits: leaky ReLU, "
    "with neither, is level with ReLU, and softplus, with both, is behind it from LeCun's weights.",
    taught="swish#is-swish-better-than-relu",
    leaky=Expected(0.0114, 0.0127, "points over 300 pairs from He's weights, as stored"),
    softplus_he=Expected(0.198, 0.22, "points, as stored"),
    softplus_lecun=Expected(-1.37, -1.23, "points, as stored"),
)
def leads_of_leaky_and_softplus(rng):
    return {
        "leaky": against_relu("leaky_relu", "he")[0].mean,
        "softplus_he": against_relu("softplus", "he")[0].mean,
        "softplus_lecun": against_relu("softplus", "lecun")[0].mean,
    }


# --- gates ---------------------------------------------------------------------------------------


@finding(
    "swish/product",
    says="Two SwiGLU units make an exact product: a swish(b) - a swish(-b) is a b.",
    taught="swish#what-if-the-gate-had-weights-of-its-own",
    proof="The gates at b and -b add up to 1, so swish(b) - swish(-b) = b.",
    gap=Expected(0, 1e-13, "rounding"),
)
def product_of_two_gated_units(rng):
    a, b = rng.standard_normal((2, 1000))
    return {"gap": np.abs(a * swish(b) - a * swish(-b) - a * b).mean()}


@finding(
    "swish/third-matrix",
    says="A gated block has 1.5 times the weights at the same width, and as many at two thirds.",
    taught="swish#what-if-the-gate-had-weights-of-its-own",
    same_width=Expected(1.5, 1.5, "three matrices in place of two"),
    two_thirds=Expected(0.999, 1, "1365 units in place of 2048"),
)
def weights_of_gated_blocks(rng):
    d, h = 512, 2048
    plain = d * h + h * d
    return {
        "same_width": 3 * d * h / plain,
        "two_thirds": 3 * d * (2 * h // 3) / plain,
    }


@finding(
    "swish/swiglu-behind",
    says="At equal cost SwiGLU is behind ReLU on 200 digits by one to three points, with each "
    "start and rate that we tried; with all digits the gap is small.",
    taught="swish#what-if-the-gate-had-weights-of-its-own",
    least=Expected(
        -1.3, -1.16, "the best of five recipes, points over 30 networks each, as stored"
    ),
    worst=Expected(-3.5, -3.1, "the worst of them, as stored"),
    all_digits=Expected(-0.72, -0.65, "points over 30 networks, as stored"),
)
def leads_of_swiglu(rng):
    leading = {
        change: pairs.interval(GATED["swiglu", change], GATED["relu", change]).mean
        for change in CHANGES
    }
    many = leading.pop("all 1,437 digits")
    return {
        "least": max(leading.values()),
        "worst": min(leading.values()),
        "all_digits": many,
    }


@control(
    "swish/swiglu-behind",
    says="Were it that SwiGLU fails to learn, it would miss some of its own 200 images: it gets "
    "all of them right.",
    learned=Expected(0.99, 1, "share of its own images that it reads right"),
)
def what_swiglu_has_learned(rng):
    return {"learned": EQUAL_COST["swiglu"].train(rng).learned}
