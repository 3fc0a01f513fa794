"""Known answers to the exercises on tanh, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

stable = KnownAnswers()


@stable.mistake("half", "the slope at 0 should be 1: what is lost if yours is 1/2?")
def stable_half(x):
    e = np.exp(-np.abs(x))
    return np.copysign((1 - e) / (1 + e), x)


@stable.mistake("sigmoid", "that lies between 0 and 1; tanh lies between -1 and 1.")
def stable_sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


@stable.mistake("negated", "tanh rises: is the sign of your exponents right?")
def stable_negated(x):
    t = np.expm1(-2 * np.abs(x))
    return np.copysign(t / (2 + t), -x)


@stable.mistake("derivative", "that is the slope of tanh; the exercise asks for tanh itself.")
def stable_derivative(x):
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2


@stable.mistake("even", "tanh(-x) = -tanh(x): where did the sign of x go?")
def stable_even(x):
    t = np.expm1(-2 * np.abs(x))
    return -t / (2 + t)


@stable.mistake(
    "overflow",
    "which of e^89 and e^-89 can a float32 hold, and which of e^800 and e^-800 a float64?",
)
def stable_overflow_in_both(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@stable.mistake("overflow")
def stable_overflow_left(x):
    return 2 / (1 + np.exp(-2 * x)) - 1


@stable.mistake(
    "cancels",
    "for x = 1e-9 the result should be 1e-9 to all digits: which subtraction of "
    "nearly equal numbers loses them?",
)
def stable_cancels(x):
    e = np.exp(-2 * np.abs(x))
    return np.copysign((1 - e) / (1 + e), x)


@stable.mistake("raised", "does your code work for a number, a matrix and an empty array as well?")
def stable_raised(x):
    a = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        t = np.expm1(-2 * abs(x[i]))
        a[i] = np.copysign(t / (2 + t), x[i])
    return a


@stable.mistake("dtype")
def stable_dtype(x):
    x = np.asarray(x, dtype=np.float64)
    t = np.expm1(-2 * np.abs(x))
    return np.copysign(t / (2 + t), x)


@stable.right
def stable_right(x):
    u = np.expm1(2 * np.minimum(np.abs(x), 30))
    return np.sign(x) * (u / (u + 2))


backward = KnownAnswers()


@backward.mistake("twice", "`a` is tanh(z) already: how often is tanh applied to z now?")
def backward_twice(g, a):
    return g / np.cosh(a) ** 2


@backward.mistake(
    "sigmoid", "that is the slope of the sigmoid from its output; at a = 0 tanh has slope 1."
)
def backward_sigmoid(g, a):
    return g * a * (1 - a)


@backward.mistake(
    "no signal", "that is the slope alone: where does the signal g from above come in?"
)
def backward_no_signal(g, a):
    return 1 - a**2


@backward.mistake("one factor", "the slope is the same at a and at -a: is yours?")
def backward_one_factor(g, a):
    return g * (1 - a)


@backward.mistake("no square", "at a = 1/2 the slope of tanh is 3/4: what does yours give?")
def backward_no_square(g, a):
    return g * (1 - np.abs(a))


@backward.mistake("sign", "tanh rises: can the gradient of z have another sign than that of a?")
def backward_sign(g, a):
    return g * (a**2 - 1)


@backward.mistake("mutated")
def backward_mutated(g, a):
    g *= 1 - a**2
    return g


@backward.mistake("square outside", "at a = 1/2, is 1 - a² the same as (1 - a)²?")
def backward_square_outside(g, a):
    return g * (1 - a) ** 2


@backward.mistake(
    "divided", "where the unit saturates, little of the signal passes: does yours shrink there?"
)
def backward_divided(g, a):
    return g / (1 - a**2)


@backward.mistake("swapped", "which of the two arguments comes first, the signal or the output?")
def backward_swapped(g, a):
    return a * (1 - g**2)


@backward.right
def backward_right(g, a):
    return g * (1 - a) * (1 + a)


twin = KnownAnswers()


@twin.mistake("no inner 2", "2σ(z) - 1 is not tanh(z): what has to happen to z first?")
def twin_no_inner_2(W1, b1, W2, b2):
    return {"V1": W1, "c1": b1, "V2": 2 * W2, "c2": b2 - W2.sum(axis=0)}


@twin.mistake("no outer 2", "the outputs of σ span 1, those of tanh span 2: who makes up for it?")
def twin_no_outer_2(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": W2, "c2": b2 - W2.sum(axis=0)}


@twin.mistake("no shift", "an output of σ is never negative: who takes care of the -1?")
def twin_no_shift(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2.copy()}


@twin.mistake("shift sign", "check c2 at a single unit: tanh is the sigmoid's part minus 1.")
def twin_shift_sign(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 + W2.sum(axis=0)}


@twin.mistake("shift twice", "does the -1 get the outer 2 as well? Multiply out once more.")
def twin_shift_twice(W1, b1, W2, b2):
    V2 = 2 * W2
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": V2, "c2": b2 - V2.sum(axis=0)}


@twin.mistake("inner bias", "σ(2z) with z = x W1 + b1: what becomes of b1?")
def twin_inner_bias(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": b1.copy(), "V2": 2 * W2, "c2": b2 - W2.sum(axis=0)}


@twin.mistake("outer bias", "the outer 2 multiplies what comes from the units: does b2?")
def twin_outer_bias(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": 2 * b2 - W2.sum(axis=0)}


@twin.mistake("inverse", "is tanh(z) = 2σ(2z) - 1 what you put in, or σ in terms of tanh?")
def twin_inverse(W1, b1, W2, b2):
    return {"V1": W1 / 2, "c1": b1 / 2, "V2": W2 / 2, "c2": b2 - W2.sum(axis=0)}


@twin.mistake(
    "axis",
    "W2 has a row for each hidden unit and a column for each output: over which of "
    "the two do you have to sum?",
)
def twin_axis(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 - W2.sum(axis=1)}


@twin.mistake(
    "whole sum", "each output has a column of W2 of its own: do all need the same number?"
)
def twin_whole_sum(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 - W2.sum()}


@twin.mistake("one for all", "each unit's -1 passes through its weights: does their sum come to 1?")
def twin_one_for_all(W1, b1, W2, b2):
    return {"V1": 2 * W1, "c1": 2 * b1, "V2": 2 * W2, "c2": b2 - 1}


@twin.right
def twin_right(W1, b1, W2, b2):
    ones = np.ones(len(W2))
    return {"V1": W1 + W1, "c1": b1 + b1, "V2": W2 + W2, "c2": b2 - ones @ W2}


path = KnownAnswers()


@path.mistake("own path", "those are the sigmoid network's own gradients: they lead elsewhere.")
def path_own_path(dV1, dc1, dV2, dc2):
    return {"V1": +dV1, "c1": +dc1, "V2": +dV2, "c2": +dc2}


@path.mistake("twice", "the factor of V = 2W counts twice: once in the gradient, once in the step.")
def path_twice(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": 2 * dV1, "c1": 2 * dc1, "V2": dW2, "c2": dc2 - dW2.sum(axis=0)}


@path.mistake("quarter", "the sigmoid network moves too slowly by itself: multiply or divide?")
def path_quarter(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": dV1 / 4, "c1": dc1 / 4, "V2": dW2 / 8, "c2": dc2 - dW2.sum(axis=0)}


@path.mistake("not centred", "W2 reaches the loss through c2 as well: what does that add to dW2?")
def path_not_centred(dV1, dc1, dV2, dc2):
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * dV2, "c2": +dc2}


@path.mistake("c2 left", "c2 = b2 - W2.sum(axis=0): it moves when b2 moves, and when W2 moves.")
def path_c2_left(dV1, dc1, dV2, dc2):
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * dV2 - 2 * dc2, "c2": +dc2}


@path.mistake("sign", "c2 = b2 - W2.sum(axis=0): with which sign does W2 reach c2?")
def path_sign(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 + dc2
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 2 * dW2, "c2": dc2 - dW2.sum(axis=0)}


@path.mistake("back sign", "when a column of W2 grows, does c2 grow or fall?")
def path_back_sign(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 2 * dW2, "c2": dc2 + dW2.sum(axis=0)}


@path.mistake("axis", "dc2 has one entry for each output, that is, for each column of W2.")
def path_axis(dV1, dc1, dV2, dc2):
    dW2 = 2 * dV2 - dc2
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 2 * dW2, "c2": dc2 - dW2.sum(axis=1)}


@path.mistake(
    "sum of dV2", "c2 moves with the columns of W2: is it by dV2 that W2 moves, and by 2 dV2?"
)
def path_sum_of_dV2(dV1, dc1, dV2, dc2):
    c2 = dc2 - 2 * dV2.sum(axis=0)
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * dV2 - 2 * dc2, "c2": c2}


@path.mistake(
    "sum of V2", "c2 = b2 - W2.sum(axis=0): you sum the way of V2, which is twice that of W2."
)
def path_sum_of_V2(dV1, dc1, dV2, dc2):
    V2 = 4 * dV2 - 2 * dc2
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": V2, "c2": dc2 - V2.sum(axis=0)}


@path.right
def path_right(dV1, dc1, dV2, dc2):
    hidden = len(dV2)
    c2 = (1 + hidden) * dc2 - 2 * np.sum(dV2, axis=0)
    return {"V1": 4 * dV1, "c1": 4 * dc1, "V2": 4 * (dV2 - dc2 / 2), "c2": c2}
