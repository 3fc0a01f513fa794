"""Known answers to the exercises on why networks need a nonlinearity, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

collapse = KnownAnswers()


@collapse.mistake(
    "last bias",
    "the first bias is part of what the second layer gets: what does the second layer do to it?",
)
def collapse_last_bias(W1, b1, W2, b2):
    return W1 @ W2, b2


@collapse.mistake("sum of biases", "b1 is added before the second layer: does it arrive unchanged?")
def collapse_sum_of_biases(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


@collapse.mistake(
    "swapped", "with rows as examples, x meets W1 first: which product does x W1 W2 hold?"
)
def collapse_swapped(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


@collapse.mistake(
    "entrywise", "`*` multiplies entry by entry: which operator is the matrix product?"
)
def collapse_entrywise(W1, b1, W2, b2):
    return W1 * W2, b1 @ W2 + b2


@collapse.mistake("type", "one layer has a matrix and a vector: return both, with a comma between.")
def collapse_type(W1, b1, W2, b2):
    return W1 @ W2


@collapse.mistake("minus", "both biases are added on the way: check the sign of each.")
def collapse_minus(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 - b2


@collapse.mistake("no last bias", "the second layer has a bias of its own: what does it add to y?")
def collapse_no_last_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@collapse.mistake(
    "both through", "b2 is added behind the second layer's weights: does it pass through them?"
)
def collapse_both_through(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2 if b1.shape == b2.shape else b1 @ W2


@collapse.mistake("wrong weights", "b1 is added behind W1: through which weights does it still go?")
def collapse_wrong_weights(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W1 + b2


@collapse.mistake(
    "transposed",
    "rows are examples here, so no matrix is transposed: in which order stand x and W?",
)
def collapse_transposed(W1, b1, W2, b2):
    return W2.T @ W1.T, b1 @ W2 + b2


@collapse.mistake("transposed")
def collapse_columns(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2


@collapse.mistake("mutated")
def collapse_mutated(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2


@collapse.right
def collapse_right(W1, b1, W2, b2):
    rows = np.vstack([W1, b1]) @ W2
    return rows[:-1], rows[-1] + b2


lost_activation = KnownAnswers()


@lost_activation.mistake(
    "still linear",
    "a point halfway between two others still gets the output halfway: "
    "where does the result of `np.maximum` go?",
)
def lost_activation_still_linear(X, W1, b1, W2, b2, W3, b3):
    a = X @ W1 + b1
    np.maximum(a, 0)
    a = a @ W2 + b2
    np.maximum(a, 0)
    return a @ W3 + b3


@lost_activation.mistake(
    "before the bias", "z is the weighted sum and the bias together; f comes after both."
)
def lost_activation_before_the_bias(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1, 0) + b1
    a = np.maximum(a @ W2, 0) + b2
    return a @ W3 + b3


@lost_activation.mistake("bias too late", "one bias is still added after the activation.")
def lost_activation_bias_too_late(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1 + b1, 0)
    a = np.maximum(a @ W2, 0) + b2
    return a @ W3 + b3


@lost_activation.mistake("bias too late")
def lost_activation_first_bias_too_late(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1, 0) + b1
    a = np.maximum(a @ W2 + b2, 0)
    return a @ W3 + b3


@lost_activation.mistake("one layer", "two hidden layers, two activations: which one is missing?")
def lost_activation_one_layer(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum(X @ W1 + b1, 0)
    return (a @ W2 + b2) @ W3 + b3


@lost_activation.mistake("one layer")
def lost_activation_first_layer(X, W1, b1, W2, b2, W3, b3):
    a = np.maximum((X @ W1 + b1) @ W2 + b2, 0)
    return a @ W3 + b3


@lost_activation.mistake("no bias", "three layers, three biases: is each of them added?")
def lost_activation_no_second_bias(X, W1, b1, W2, b2, W3, b3):
    return np.maximum(np.maximum(X @ W1 + b1, 0) @ W2, 0) @ W3 + b3


@lost_activation.mistake("no bias")
def lost_activation_no_last_bias(X, W1, b1, W2, b2, W3, b3):
    return np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0) @ W3


@lost_activation.mistake("no bias")
def lost_activation_no_first_bias(X, W1, b1, W2, b2, W3, b3):
    return np.maximum(np.maximum(X @ W1, 0) @ W2 + b2, 0) @ W3 + b3


@lost_activation.mistake(
    "size", "max(0, z) and |z| agree for z > 0: what should become of a z below 0?"
)
def lost_activation_size(X, W1, b1, W2, b2, W3, b3):
    return np.abs(np.abs(X @ W1 + b1) @ W2 + b2) @ W3 + b3


@lost_activation.mistake("clipped above", "ReLU keeps what is above 0: which side did you keep?")
def lost_activation_clipped_above(X, W1, b1, W2, b2, W3, b3):
    a = np.minimum(X @ W1 + b1, 0)
    a = np.minimum(a @ W2 + b2, 0)
    return a @ W3 + b3


@lost_activation.mistake("output", "the last layer's outputs may be negative.")
def lost_activation_output(X, W1, b1, W2, b2, W3, b3):
    a = X
    for W, b in ((W1, b1), (W2, b2), (W3, b3)):
        a = np.maximum(a @ W + b, 0)
    return a


@lost_activation.right
def lost_activation_right(X, W1, b1, W2, b2, W3, b3):
    a = X
    for W, b in ((W1, b1), (W2, b2)):
        z = a @ W + b
        a = z * (z > 0)
    return a @ W3 + b3


hinges = KnownAnswers()


@hinges.mistake(
    "slopes",
    "a hinge stays open once it has opened, so its weight adds to the slope of all before it.",
)
def hinges_slopes(knots, values):
    return np.append(np.diff(values) / np.diff(knots), 0.0)


@hinges.mistake("negated", "at a knot where the curve turns upward the weight is positive.")
def hinges_negated(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return np.append(0.0, slopes) - np.append(slopes, 0.0)


@hinges.mistake(
    "spacing",
    "the knots need not be 1 apart: a slope is a difference of values over a difference of knots.",
)
def hinges_spacing(knots, values):
    return np.diff(np.diff(values), prepend=0.0, append=0.0)


@hinges.mistake(
    "one short", "every knot has a hinge, the last one too: it is what brings the curve to rest."
)
def hinges_one_short(knots, values):
    return np.diff(np.diff(values) / np.diff(knots), prepend=0.0)


@hinges.mistake("mutated")
def hinges_mutated(knots, values):
    values -= values[0]
    return np.diff(np.diff(values) / np.diff(knots), prepend=0.0, append=0.0)


@hinges.mistake(
    "last one 0", "right of the last knot the curve is flat: what was its slope before?"
)
def hinges_last_one_0(knots, values):
    return np.append(np.diff(np.diff(values) / np.diff(knots), prepend=0.0), 0.0)


@hinges.mistake("last sign", "right of the last knot the curve is flat: from which slope to 0?")
def hinges_last_sign(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return np.concatenate([slopes[:1], np.diff(slopes), slopes[-1:]])


@hinges.right
def hinges_right(knots, values):
    weights, slope = np.zeros(len(knots)), 0.0
    for k in range(len(knots) - 1):
        steeper = (values[k + 1] - values[k]) / (knots[k + 1] - knots[k])
        weights[k], slope = steeper - slope, steeper
    weights[-1] = -slope
    return weights


truth_tables = KnownAnswers()


@truth_tables.mistake(
    "no fold", "that is a plane, right at three corners: which hinge is open at the fourth alone?"
)
def truth_tables_no_fold(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m = abs(a) + abs(b)
    return np.array([[a, 0], [b, 0]]), np.array([m, 0]), np.array([1, 0]), y[0] - m


@truth_tables.mistake("three", "two hidden units, not three: can one of them be a whole plane?")
def truth_tables_three(y):
    fold = y[3] - y[1] - y[2] + y[0]
    W1 = np.array([[1, 0, 1], [0, 1, 1]])
    return W1, np.array([0, 0, -1]), np.array([y[2] - y[0], y[1] - y[0], fold]), y[0]


@truth_tables.mistake("fractions", "integers only: the values at the corners are integers, too.")
def truth_tables_fractions(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    W1 = np.array([[a, 0.5], [b, 0.5]])
    return W1, np.array([m, -0.5]), np.array([1, 2 * fold]), y[0] - m


@truth_tables.mistake("one table", "right for XOR; the weights have to follow y.")
def truth_tables_one_table(y):
    return np.array([[1, 1], [1, 1]]), np.array([0, -1]), np.array([1, -2]), 0


@truth_tables.mistake(
    "clipped",
    "where y falls from the first corner, the hinge that should be a plane "
    "closes: how can its bias keep it open?",
)
def truth_tables_clipped(y):
    a, b = y[2] - y[0], y[1] - y[0]
    fold = y[3] - y[1] - y[2] + y[0]
    return np.array([[a, 1], [b, 1]]), np.array([0, -1]), np.array([1, fold]), y[0]


@truth_tables.mistake(
    "corners", "which of the corners is y[1], (0, 1) or (1, 0)? x1 is the first of the two."
)
def truth_tables_corners(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    return np.array([[b, 1], [a, 1]]), np.array([m, -1]), np.array([1, fold]), y[0] - m


@truth_tables.mistake(
    "transposed", "a row of W1 belongs to an input and a column to a unit: is it so in yours?"
)
def truth_tables_transposed(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    return np.array([[a, b], [1, 1]]), np.array([m, -1]), np.array([1, fold]), y[0] - m


@truth_tables.mistake(
    "lift stays", "what keeps the first hinge open lifts the output as well: who takes it back?"
)
def truth_tables_lift_stays(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    return np.array([[a, 1], [b, 1]]), np.array([m, -1]), np.array([1, fold]), y[0]


@truth_tables.mistake(
    "fold's sign", "the plane misses the fourth corner: by how much, and upwards or downwards?"
)
def truth_tables_sign_of_the_fold(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    return np.array([[a, 1], [b, 1]]), np.array([m, -1]), np.array([1, -fold]), y[0] - m


@truth_tables.mistake(
    "never closed", "the second hinge should be open at one corner alone: where is yours open?"
)
def truth_tables_never_closed(y):
    a, b = y[2] - y[0], y[1] - y[0]
    m, fold = abs(a) + abs(b), y[3] - y[1] - y[2] + y[0]
    return np.array([[a, 1], [b, 1]]), np.array([m, 0]), np.array([1, fold]), y[0] - m


@truth_tables.mistake(
    "constant", "no constant keeps a hinge open for all integers: how far down does your plane go?"
)
def truth_tables_constant(y):
    a, b = y[2] - y[0], y[1] - y[0]
    fold = y[3] - y[1] - y[2] + y[0]
    return np.array([[a, 1], [b, 1]]), np.array([100, -1]), np.array([1, fold]), y[0] - 100


@truth_tables.mistake("mutated")
def truth_tables_mutated(y):
    y -= y[0]
    a, b = y[2], y[1]
    m, fold = abs(a) + abs(b), y[3] - a - b
    return np.array([[a, 1], [b, 1]]), np.array([m, -1]), np.array([1, fold]), -m


@truth_tables.mistake(
    "symmetric", "can your network tell (0, 1) from (1, 0)? Try a table where they differ."
)
def truth_tables_symmetric(y):
    one, both = y[1] - y[0], y[3] - 2 * y[1] + y[0]
    return np.array([[1, 1], [1, 1]]), np.array([0, -1]), np.array([one, both]), y[0]


@truth_tables.right
def truth_tables_right(y):
    a, b = int(y[3] - y[1]), int(y[3] - y[2])
    m = abs(a) + abs(b)
    lift = 1 + m + abs(int(y[3]))
    fold = int(y[0]) - (int(y[3]) - a - b)
    return [[a, -1], [b, -1]], [lift, 1], [1, fold], int(y[3]) - a - b - lift
