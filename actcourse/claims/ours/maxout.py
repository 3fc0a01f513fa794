"""Findings of the chapter on maxout."""

import numpy as np

from actcourse import nn
from actcourse.activations import prelu
from actcourse.experiments import pairs
from actcourse.experiments.maxout import (
    EQUAL_PRICE,
    X,
    best_lines,
    descent,
    errors,
    least_error,
    same_start,
    two_units,
    unit,
    winners,
)

from ..ledger import Expected, control, finding

AT = np.array([-3.0])


def seed_of(rng):
    """A seed for what is kept by its seed, a tuple of one int."""
    return (int(rng.integers(2**32)),)


@finding(
    "maxout/parabola",
    says="The best k lines miss x² on [−1, 1] by 1/(2k²), and no random change of them comes "
    "closer.",
    taught="maxout#how-close-do-k-lines-come-to-a-parabola",
    error_4=Expected(0.03124, 0.03126, "1/32"),
    error_9=Expected(0.00617, 0.00618, "1/162"),
    error_16=Expected(0.00195, 0.00196, "1/512"),
    closest_of_300=Expected(0.03125, 0.038, "1/32 from above"),
)
def lines_on_a_parabola(rng):
    w, b = best_lines("x²", 4)
    changed = [(w + 0.01 * rng.normal(size=4), b + 0.01 * rng.normal(size=4)) for _ in range(300)]
    return {
        "error_4": least_error("x²", 4),
        "error_9": least_error("x²", 9),
        "error_16": least_error("x²", 16),
        "closest_of_300": min(np.abs(unit(X, *lines) - X**2).max() for lines in changed),
    }


@finding(
    "maxout/outside",
    says="Beyond the interval on which 16 lines follow x² the outermost goes straight on, so that "
    "at 3 the unit says 4.75 in place of 9.",
    taught="maxout#how-close-do-k-lines-come-to-a-parabola",
    proof="the largest slope is that of the outermost line",
    at_3=Expected(4.747, 4.749, "the tangent at the last middle, 15/16, raised by 1/512"),
)
def sixteen_lines_at_3(rng):
    return {"at_3": unit(np.array([3.0]), *best_lines("x²", 16))[0]}


@finding(
    "maxout/wave",
    says="Sixteen lines come no closer to a wave of the sine than one, because a unit is convex.",
    taught="maxout#why-does-the-wave-not-yield",
    error_1=Expected(0.68245, 0.68255, "half of the wave's height above a chord"),
    error_16=Expected(0.68245, 0.68255, "the same"),
)
def one_line_and_sixteen(rng):
    return {"error_1": least_error("sin πx", 1), "error_16": least_error("sin πx", 16)}


@control(
    "maxout/wave",
    says="Were it for want of lines, two units with 12 lines between them would miss the wave as "
    "well: subtracted, they come within 0.034.",
    off=Expected(0.032, 0.035, "a polygon of 12 parts, largest gap π²/8 times 1/36"),
    lines=Expected(12, 12, "a line each, and 10 bends, for the wave is straight at 0"),
)
def two_units_subtracted(rng):
    knots = np.linspace(-1, 1, 13)
    first, second, _, bends = two_units(knots, np.sin(np.pi * knots))
    off = np.abs(np.interp(X, knots, first - second) - np.sin(np.pi * X)).max()
    return {"off": off, "lines": 2 + np.count_nonzero(np.abs(bends) > 1e-9)}


@finding(
    "maxout/convex",
    says="A unit of random lines does not rise above its chords, and lies below some of them.",
    taught="maxout#why-does-the-wave-not-yield",
    above=Expected(-1e-6, 1e-12, "rounding; 0 where one line wins at both ends"),
    below=Expected(0.01, 0.9, "share of the chords that some bend sets apart"),
)
def chords_of_random_units(rng):
    (u, v), t, (w, b) = rng.normal(size=(2, 1000)), rng.random(1000), rng.normal(size=(2, 7))
    gap = unit(t * u + (1 - t) * v, w, b) - t * unit(u, w, b) - (1 - t) * unit(v, w, b)
    return {"above": gap.max(), "below": np.mean(gap < -1e-9)}


@finding(
    "maxout/steep-prelu",
    says="The larger of x and αx is PReLU for slopes up to 1, and for a slope of 2 it is 3 off at "
    "x = −3.",
    taught="maxout#which-activations-are-inside-two-pieces",
    off_up_to_1=Expected(0, 0, "the same products"),
    off_at_2=Expected(3, 3, "PReLU is -6, the larger piece -3"),
)
def two_pieces_and_prelu(rng):
    def off(slope, x):
        return np.abs(unit(x, np.array([slope, 1.0]), 0.0) - prelu(x, negative_slope=slope)).max()

    x = rng.normal(size=1000)
    return {
        "off_up_to_1": max(off(slope, x) for slope in np.linspace(-1, 1, 21)),
        "off_at_2": off(2.0, AT),
    }


@finding(
    "maxout/mean-square",
    says="Weights of variance 1/n keep the mean square through a layer with two pieces a unit; "
    "with four pieces it grows by half.",
    taught="maxout#how-is-a-layer-of-them-laid-out",
    two=Expected(0.9, 1.1, "1 by symmetry; weights and inputs are drawn"),
    four=Expected(1.4, 1.7, "1.55 for independent normal pieces"),
    eight=Expected(2.15, 2.6, "2.40 for independent normal pieces"),
)
def mean_squares_through_a_layer(rng):
    x = rng.standard_normal((200, 256))
    layers = {k: nn.Maxout(256, 64, pieces=k, rng=rng) for k in (2, 4, 8)}
    two, four, eight = (np.mean(layer.forward(x) ** 2) for layer in layers.values())
    return {"two": two, "four": four, "eight": eight}


@finding(
    "maxout/all-pieces",
    says="A gradient that goes to all four pieces leaves the differences of their slopes as they "
    "were, and after 2000 steps the mean squared error is larger than that of the right one.",
    taught="maxout#which-piece-learns",
    slopes_moved=Expected(0, 1e-11, "every piece gets the same"),
    error_all=Expected(0.004, 0.12, "left to the slopes that were drawn"),
    error_winner=Expected(0.0003, 0.008, "two to four pieces in use"),
    times=Expected(1.5, 300, "left to what was drawn"),
)
def gradients_to_all_and_to_the_winner(rng):
    seeds, x, found = seed_of(rng), np.linspace(-1, 1, 40), {}
    for name, winner in (("error_all", False), ("error_winner", True)):
        (start, _), *_, (w, b) = descent(4, seeds, winner=winner)
        found[name] = np.mean((unit(x, w[0], b[0]) - x**2) ** 2)
        if not winner:
            found["slopes_moved"] = np.abs(np.diff(w) - np.diff(start)).max()
    return found | {"times": found["error_all"] / found["error_winner"]}


@finding(
    "maxout/wake-up",
    says="Of 16 random lines a few win on x² at the start, others join them within a hundred "
    "steps, and some win nowhere in all 2000.",
    taught="maxout#which-piece-learns",
    at_start=Expected(2, 6, "over 30 seeds 2 to 5"),
    after_100=Expected(6, 14, "over 30 seeds 6 to 13"),
    never=Expected(2, 11, "over 30 seeds 3 to 10"),
)
def pieces_that_win(rng):
    steps = descent(16, seed_of(rng), n=100, moments=range(2001))
    won = [next(iter(winners(w, b))) for w, b in steps]
    ever = set().union(*won)
    return {"at_start": len(won[0]), "after_100": len(won[100]), "never": 16 - len(ever)}


@finding(
    "maxout/steps",
    says="Sixteen random lines miss x² by about 0.04 after 2000 steps and by half of that after "
    "20,000; a rate of 1 in place of 0.2 is nearly as far after 2000.",
    taught="maxout#which-piece-learns",
    after_2000=Expected(0.02, 0.08, "over 30 seeds .023 to .071"),
    after_20000=Expected(0.01, 0.036, "over 30 seeds .013 to .032"),
    rate_1=Expected(0.01, 0.065, "over 30 seeds .017 to .051"),
)
def errors_of_sixteen_lines(rng):
    seeds = seed_of(rng)
    early, late = descent(16, seeds, n=100, moments=(2000, 20_000))
    fast = descent(16, seeds, n=100, lr=1.0, moments=(2000,))[-1]
    return {
        "after_2000": errors(*early)[0],
        "after_20000": errors(*late)[0],
        "rate_1": errors(*fast)[0],
    }


@control(
    "maxout/steps",
    says="Were it the pieces that win nowhere at the start, a start at which all win would end far "
    "closer: the errors are a little smaller.",
    after_2000=Expected(0.014, 0.06, "over 30 seeds .015 to .050"),
    after_20000=Expected(0.008, 0.027, "over 30 seeds .009 to .024"),
)
def a_stretch_for_each_piece(rng):
    early, late = descent(16, seed_of(rng), n=100, moments=(2000, 20_000), spread=True)
    return {"after_2000": errors(*early)[0], "after_20000": errors(*late)[0]}


@finding(
    "maxout/patience",
    says="After 20,000 steps at rate 1 the sixteen random lines still miss x² by several times the "
    "best error, and so they do where all of them won at the start.",
    taught="maxout#which-piece-learns",
    slow=True,
    times=Expected(3, 15, "over 12 seeds 5.6 to 12"),
    times_if_all_won=Expected(2.5, 11, "over 12 seeds 3.8 to 8.8"),
)
def many_large_steps(rng):
    seeds = seed_of(rng)
    plain, spread = (
        descent(16, seeds, n=100, lr=1.0, moments=(20_000,), spread=spread)[-1]
        for spread in (False, True)
    )
    best = least_error("x²", 16)
    return {"times": errors(*plain)[0] / best, "times_if_all_won": errors(*spread)[0] / best}


@finding(
    "maxout/dead-start",
    says="From max(0, x − 5) a ReLU unit learns nothing of abs(x), and a maxout unit the best "
    "constant, while one of its pieces stands still.",
    taught="maxout#does-the-same-function-learn-the-same-way",
    relu=Expected(0.339, 0.341, "the mean of x² over 101 points"),
    maxout=Expected(0.0849, 0.0851, "the variance of abs(x) there"),
    moved=Expected(0, 0, "it wins nowhere"),
)
def a_start_out_of_reach(rng):
    both, w, b = same_start(-5.0, learns_both=True)
    return {
        "relu": same_start(-5.0, learns_both=False)[0][-1],
        "maxout": both[-1],
        "moved": abs(w[0] - 1) + abs(b[0] + 5),
    }


@finding(
    "maxout/both-pieces",
    says="From a bias of −0.75 to 0.5 a maxout unit draws abs(x), and a ReLU unit ends near "
    "max(0, x) with an error of 0.17; from 1.5 the maxout unit, too, is left with one piece.",
    taught="maxout#does-the-same-function-learn-the-same-way",
    worst_maxout=Expected(1.5e-4, 2e-4, "both lines are found, nearly"),
    least_relu=Expected(0.165, 0.175, "half of 0.34"),
    most_relu=Expected(0.165, 0.175, "half of 0.34"),
    maxout_at_150=Expected(0.0849, 0.0851, "the best constant"),
)
def starts_within_reach(rng):
    ends = {
        learns: [same_start(bias, learns)[0][-1] for bias in (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5)]
        for learns in (False, True)
    }
    return {
        "worst_maxout": max(ends[True]),
        "least_relu": min(ends[False]),
        "most_relu": max(ends[False]),
        "maxout_at_150": same_start(1.5, learns_both=True)[0][-1],
    }


@finding(
    "maxout/tie",
    says="From max(0, x − 1) the ReLU unit wakes up because of the single example x = 1, at which "
    "its two pieces tie.",
    taught="maxout#does-the-same-function-learn-the-same-way",
    relu=Expected(0.165, 0.175, "as from the starts within reach"),
)
def a_start_that_touches_the_last_example(rng):
    return {"relu": same_start(-1.0, learns_both=False)[0][-1]}


@control(
    "maxout/tie",
    says="Without that example, on points up to 0.99, it stays dead.",
    relu=Expected(0.33, 0.34, "the mean of x² over the points: nothing has moved"),
    moved=Expected(0, 0, "no example reaches the piece"),
)
def a_start_that_touches_no_example(rng):
    losses, *_ = same_start(-1.0, learns_both=False, last=0.99)
    return {"relu": losses[-1], "moved": losses[0] - losses[-1]}


@finding(
    "maxout/price",
    says="A layer of maxout units with four pieces has four times the parameters of a plain one, "
    "and at about equal size, trained for 15 epochs, a network of them is within a quarter of a "
    "point of ReLU on digits.",
    taught="maxout#is-it-worth-the-price",
    times=Expected(4, 4, "a weight and a bias for each piece"),
    two_ahead=Expected(0.055, 0.065, "the mean of 60 stored pairs, in points"),
    two_half=Expected(0.12, 0.15, "half of its 95% interval"),
    four_ahead=Expected(-0.042, -0.032, "the mean of 60 stored pairs, in points"),
    four_half=Expected(0.14, 0.17, "half of its 95% interval"),
)
def sixty_pairs_at_equal_price(rng):
    plain, four = nn.Dense(64, 32, rng=rng), nn.Maxout(64, 32, pieces=4, rng=rng)
    relu, *rivals = EQUAL_PRICE.values()
    by_two, by_four = (pairs.interval(rival, relu) for rival in rivals)
    return {
        "times": (four.W.size + four.b.size) / (plain.W.size + plain.b.size),
        "two_ahead": by_two.mean,
        "two_half": by_two.half,
        "four_ahead": by_four.mean,
        "four_half": by_four.half,
    }


def leads(change):
    """The leads of two and of four pieces over ReLU, after a change of the recipes."""
    relu, *rivals = pairs.PRICES[change]
    return [pairs.interval(rival, relu) for rival in rivals]


@finding(
    "maxout/short-of-the-end",
    says="After two epochs, at a tenth of the rate and with 100 digits two pieces lead ReLU by "
    "half a point to a point at equal size, or nearly, and in the first two cases four are about a "
    "point behind.",
    taught="maxout#is-it-worth-the-price",
    **{
        f"{pieces}_{change}": Expected(mean - 0.01, mean + 0.01, "60 stored pairs, in points")
        for change, means in {
            "epochs": (0.64, -0.86),
            "rate": (0.57, -1.30),
            "digits": (0.89, -0.35),
        }.items()
        for pieces, mean in zip(("two", "four"), means, strict=True)
    },
    narrowest=Expected(0.29, 0.31, "half of the narrowest 95% interval, two pieces, two epochs"),
    widest=Expected(0.55, 0.57, "half of the widest 95% interval, four pieces with 100 digits"),
)
def sixty_pairs_short_of_the_end(rng):
    found = {
        "epochs": leads("2 epochs"),
        "rate": leads("rate 0.01"),
        "digits": leads("100 digits"),
    }
    return {
        **{
            f"{pieces}_{change}": lead.mean
            for change, both in found.items()
            for pieces, lead in zip(("two", "four"), both, strict=True)
        },
        "narrowest": min(lead.half for both in found.values() for lead in both),
        "widest": max(lead.half for both in found.values() for lead in both),
    }
