"""Known answers to the exercises on maxout, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

layer = KnownAnswers()


@layer.mistake(
    "groups",
    "n examples and units * pieces columns should become n by units: "
    "which axis does the maximum remove?",
)
def layer_groups(x, W, b, pieces):
    return (x @ W + b).max(axis=1)


@layer.mistake(
    "strided",
    "the shape is right and the groups are not: which pieces are neighbours in a row of z?",
)
def layer_strided(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), pieces, -1).max(axis=1)


@layer.mistake("no bias", "every piece has a bias, and it counts before the winner is chosen.")
def layer_no_bias(x, W, b, pieces):
    return (x @ W).reshape(len(x), -1, pieces).max(axis=2)


@layer.mistake("smallest", "these are the smallest pieces of the groups.")
def layer_smallest(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), -1, pieces).min(axis=2)


@layer.mistake("mean", "an average of lines is a line again: only one piece may speak.")
def layer_mean(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), -1, pieces).mean(axis=2)


@layer.mistake("total", "a maxout unit adds nothing up: which of its pieces does it pass on?")
def layer_total(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), -1, pieces).sum(axis=2)


@layer.mistake("which", "that says which piece is the largest: how large is it?")
def layer_which(x, W, b, pieces):
    return (x @ W + b).reshape(len(x), -1, pieces).argmax(axis=2)


@layer.mistake("late bias", "every piece has a bias of its own: when do the pieces compete?")
def layer_late_bias(x, W, b, pieces):
    return (x @ W).reshape(len(x), -1, pieces).max(axis=2) + b[::pieces]


@layer.mistake("size", "the largest is wanted, not the one with the largest size: -3 is below 1.")
def layer_size(x, W, b, pieces):
    z = (x @ W + b).reshape(len(x), -1, pieces)
    most = np.abs(z).argmax(axis=2)
    return np.take_along_axis(z, most[..., None], axis=2)[..., 0]


@layer.mistake(
    "floor", "where all pieces are negative, so is their maximum: nothing holds it at 0."
)
def layer_floor(x, W, b, pieces):
    z = x @ W + b
    a = np.zeros((len(x), z.shape[1] // pieces), z.dtype)
    for j in range(pieces):
        a = np.maximum(a, z[:, j::pieces])
    return a


@layer.mistake("dtype")
def layer_dtype(x, W, b, pieces):
    z = x @ W + b
    a = np.full((len(x), z.shape[1] // pieces), -np.inf)
    for j in range(pieces):
        a = np.maximum(a, z[:, j::pieces])
    return a


@layer.right
def layer_right(x, W, b, pieces):
    a = x @ W[:, ::pieces] + b[::pieces]
    for j in range(1, pieces):
        a = np.maximum(a, x @ W[:, j::pieces] + b[j::pieces])
    return a


route = KnownAnswers()


@route.mistake(
    "everybody",
    "that is the function you were to repair: "
    "a piece below the maximum has no influence on the output.",
)
def route_everybody(z, g, pieces):
    return np.repeat(g, pieces, axis=1)


@route.mistake("shared out", "the mean of the pieces has this gradient, the maximum has not.")
def route_shared_out(z, g, pieces):
    return np.repeat(g / pieces, pieces, axis=1)


@route.mistake("first", "it is not always the first piece that wins.")
def route_first(z, g, pieces):
    dz = np.zeros_like(z)
    dz[:, ::pieces] = g
    return dz


@route.mistake("soft", "softmax gives shares; the maximum gives everything to one.")
def route_soft(z, g, pieces):
    e = np.exp(z.reshape(len(z), -1, pieces))
    return (e / e.sum(axis=2, keepdims=True) * g[..., None]).reshape(z.shape)


@route.mistake("times z", "the slope of the winner is 1, whatever its value.")
def route_times_z(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart == apart.max(axis=2, keepdims=True)
    return (apart * won * g[..., None]).reshape(z.shape)


@route.mistake("relu", "a piece wins against its neighbours, not against 0.")
def route_relu(z, g, pieces):
    return (z > 0) * np.repeat(g, pieces, axis=1)


@route.mistake("losers", "that gives the signal to the smallest piece: which one is the output?")
def route_losers(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart.argmin(axis=2)[..., None] == np.arange(pieces)
    return (won * g[..., None]).reshape(z.shape)


@route.mistake("shape of z", "the gradient has one entry for each entry of z.")
def route_shape_of_z(z, g, pieces):
    return 1.0 * g


@route.mistake(
    "ties",
    "where two pieces are equal, the output is one of them, not both: the first should get it all.",
)
def route_ties(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart == apart.max(axis=2, keepdims=True)
    return (won * g[..., None]).reshape(z.shape)


@route.mistake("mutated")
def route_mutated(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = apart.argmax(axis=2)[..., None] == np.arange(pieces)
    z[...] = (won * g[..., None]).reshape(z.shape)
    return z


@route.mistake("no signal", "that says who wins: where does the gradient g from above come in?")
def route_no_signal(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    return (apart.argmax(axis=2)[..., None] == np.arange(pieces)).reshape(z.shape) * 1.0


@route.mistake("strided", "the pieces of a unit are neighbours: which columns belong to the first?")
def route_strided(z, g, pieces):
    apart = z.reshape(len(z), pieces, -1)
    won = apart.argmax(axis=1)[:, None] == np.arange(pieces)[:, None]
    return (won * g[:, None]).reshape(z.shape)


@route.mistake(
    "tiled", "whose gradient does a piece get: in which columns do those of a unit stand?"
)
def route_tiled(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    won = (apart.argmax(axis=2)[..., None] == np.arange(pieces)).reshape(z.shape)
    return won * np.tile(g, pieces)


@route.mistake("row", "every unit has a winner of its own, not every example.")
def route_row(z, g, pieces):
    won = z.argmax(axis=1)[:, None] == np.arange(z.shape[1])
    return won * np.repeat(g, pieces, axis=1)


@route.right
def route_right(z, g, pieces):
    dz = np.zeros(z.shape)
    for row in range(z.shape[0]):
        for unit in range(g.shape[1]):
            first = unit * pieces
            winner = first + np.argmax(z[row, first : first + pieces])
            dz[row, winner] = g[row, unit]
    return dz


difference = KnownAnswers()


def _units(knots, values):
    """The lines of both units, from which some mistakes are made."""
    steps = np.diff(knots)
    slopes = np.diff(values) / steps
    bends = np.diff(slopes)
    lines = []
    for slope, height, turns in (
        (slopes[0], values[0], np.maximum(bends, 0)),
        (0.0, 0.0, np.maximum(-bends, 0)),
    ):
        w = slope + np.append(0, np.cumsum(turns))
        lines += [w, height + np.append(0, np.cumsum(w * steps)[:-1]) - w * knots[:-1]]
    return tuple(lines)


@difference.mistake(
    "heights",
    "a bias is the height at x = 0: does each of your lines go through its two knots?",
)
def difference_heights(knots, values):
    w = np.diff(values) / np.diff(knots)
    return w, values[:-1], np.zeros(1), np.zeros(1)


@difference.mistake("heights")
def difference_heights_in_both(knots, values):
    w1, b1, w2, b2 = _units(knots, values)
    return w1, b1 + w1 * knots[:-1], w2, b2 + w2 * knots[:-1]


@difference.mistake("heights")
def difference_bias_sign(knots, values):
    w1, b1, w2, b2 = _units(knots, values)
    return w1, b1 + 2 * w1 * knots[:-1], w2, b2 + 2 * w2 * knots[:-1]


@difference.mistake(
    "from 0", "the shape is right and the height is not: at the first knot the curve has a value."
)
def difference_from_0(knots, values):
    return _units(knots, values - values[0])


@difference.mistake(
    "bends alone", "a piece's slope is the first one plus all bends so far: what are yours?"
)
def difference_bends_alone(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    bends = np.diff(slopes)
    units = []
    for start, turns in ((slopes[0], np.maximum(bends, 0)), (0.0, np.maximum(-bends, 0))):
        w = np.concatenate([[start], turns])
        heights = np.concatenate([[0.0], np.cumsum(w * np.diff(knots))[:-1]])
        heights += values[0] if start else 0.0
        units += [w, heights - w * knots[:-1]]
    return tuple(units)


@difference.mistake(
    "first slope lost",
    "before its first bend the curve is no level line: how steep is yours there?",
)
def difference_first_slope_lost(knots, values):
    slope = (values[1] - values[0]) / (knots[1] - knots[0])
    w1, b1, w2, b2 = _units(knots, values)
    return w1 - slope, b1 + slope * knots[0], w2, b2


@difference.mistake("first slope lost")
def difference_first_slope_twice(knots, values):
    slope = (values[1] - values[0]) / (knots[1] - knots[0])
    w1, b1, w2, b2 = _units(knots, values)
    return w1, b1, w2 + slope, b2 - slope * knots[0]


@difference.mistake(
    "even steps", "the knots stand at unequal distances: by what is a rise to be divided?"
)
def difference_even_steps(knots, values):
    return _units(np.linspace(knots[0], knots[-1], len(knots)), values)


@difference.mistake("even steps")
def difference_rises(knots, values):
    w = np.diff(values)
    b = values[:-1] - w * knots[:-1]
    return w, b, np.zeros(1), np.zeros(1)


@difference.mistake(
    "upwards",
    "here all bends go up, so the first unit does all the work, and the chords are its pieces: "
    "which of yours is no chord?",
)
def difference_last_piece_lost(knots, values):
    w1, b1, w2, b2 = _units(knots, values)
    return w1[:-1], b1[:-1], w2[:-1], b2[:-1]


@difference.mistake(
    "hinges",
    "a unit takes the largest of its lines, and these are to be added up: the line after "
    "a bend is the one before it plus the bend.",
)
def difference_hinges(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    bends, corners = np.diff(slopes), knots[1:-1]
    up, down = np.maximum(bends, 0), np.maximum(-bends, 0)
    return (
        np.append(slopes[0], up),
        np.append(values[0] - slopes[0] * knots[0], -up * corners),
        np.append(0.0, down),
        np.append(0.0, -down * corners),
    )


@difference.mistake(
    "downwards",
    "here the first unit is a single line, and the second does all the bending: upwards.",
)
def difference_downwards(knots, values):
    w = np.diff(values) / np.diff(knots)
    return w, values[:-1] - w * knots[:-1], np.zeros(1), np.zeros(1)


@difference.mistake(
    "both", "each unit is convex alone: its slopes may only rise from piece to piece."
)
def difference_both_if_all_falls(knots, values):
    w = np.diff(values) / np.diff(knots)
    b = values[:-1] - w * knots[:-1]
    if np.all(np.diff(w) <= 0):
        return np.zeros(1), np.zeros(1), -w, -b
    return w, b, np.zeros(1), np.zeros(1)


@difference.mistake("both")
def difference_both_by_its_ends(knots, values):
    w = np.diff(values) / np.diff(knots)
    b = values[:-1] - w * knots[:-1]
    if w[-1] >= w[0]:
        return w, b, np.zeros(1), np.zeros(1)
    x = knots[:, None]
    low = (x * w + b).min(axis=1)
    v = np.diff(low) / np.diff(knots)
    return np.zeros(1), np.zeros(1), -v, v * knots[:-1] - low[:-1]


@difference.mistake("order", "the four come back in the order w1, b1, w2, b2.")
def difference_slopes_first(knots, values):
    w1, b1, w2, b2 = _units(knots, values)
    return w1, w2, b1, b2


@difference.mistake("negative", "the second unit is subtracted: has yours a minus of its own?")
def difference_negative(knots, values):
    w1, b1, w2, b2 = _units(knots, values)
    return w1, b1, -w2, -b2


@difference.mistake("swapped", "the second unit is subtracted: which of yours comes first?")
def difference_swapped(knots, values):
    w1, b1, w2, b2 = _units(knots, values)
    return w2, b2, w1, b1


@difference.mistake(
    "too many", "between two knots the curve is one line: how many pieces does a unit need?"
)
def difference_too_many(knots, values):
    many = np.linspace(knots[0], knots[-1], 40)
    many = np.union1d(many, knots)
    return _units(many, np.interp(many, knots, values))


@difference.mistake("one part", "two knots have one slope and no bend at all.")
def difference_one_part(knots, values):
    h = np.diff(knots)
    s = np.diff(values) / h
    bends = np.diff(s)
    first = s[0] + np.cumsum(np.maximum(bends, 0))
    second = np.cumsum(np.maximum(-bends, 0))
    w1, w2 = np.append(s[:1], first), np.append(0 * second[:1], second)
    h1 = values[0] + np.append(0, np.cumsum(w1 * h)[:-1])
    h2 = np.append(0, np.cumsum(w2 * h)[:-1])
    return w1, h1 - w1 * knots[:-1], w2, h2 - w2 * knots[:-1]


@difference.right
def difference_right(knots, values):
    lines = []
    for sign in (1, -1):
        slope = (values[1] - values[0]) / (knots[1] - knots[0]) if sign == 1 else 0.0
        height = values[0] if sign == 1 else 0.0
        w, b = [slope], [height - slope * knots[0]]
        for i in range(1, len(knots) - 1):
            left = (values[i] - values[i - 1]) / (knots[i] - knots[i - 1])
            right = (values[i + 1] - values[i]) / (knots[i + 1] - knots[i])
            bend = max(sign * (right - left), 0)
            w.append(w[-1] + bend)
            b.append(b[-1] - bend * knots[i])
        lines += [np.array(w), np.array(b)]
    return tuple(lines)
