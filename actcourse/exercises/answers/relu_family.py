"""Known answers to the exercises on ReLU and its family, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

leaky = KnownAnswers()


@leaky.mistake("times x", "αx is the height of the line on the left: how fast does it rise?")
def leaky_times_x(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, alpha * x)}


@leaky.mistake("swapped", 'the value of the function goes under "output", its slope under "slope".')
def leaky_swapped(x, alpha):
    return {"output": np.where(x > 0, 1, alpha), "slope": np.where(x > 0, x, alpha * x)}


@leaky.mistake("sign", "at x = -1 with α = 0.25 the output lies below 0.")
def leaky_sign(x, alpha):
    a = np.maximum(x, 0) + alpha * np.maximum(-x, 0)
    return {"output": a, "slope": np.where(x > 0, 1, alpha)}


@leaky.mistake("right slope", "on the right the curve is x itself: how steep is it there?")
def leaky_right_slope(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, x, alpha)}


@leaky.mistake("maximum", "beyond α = 1, which of x and αx is larger where x < 0?")
def leaky_maximum(x, alpha):
    return {"output": np.maximum(alpha * x, x), "slope": np.where(x > 0, 1, alpha)}


@leaky.mistake("maximum")
def leaky_maximum_capped(x, alpha):
    alpha = min(alpha, 1.0)
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, alpha)}


@leaky.mistake("size of alpha", "what is αx for a negative α: is the size of α enough?")
def leaky_size_of_alpha(x, alpha):
    alpha = abs(alpha)
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, alpha)}


@leaky.mistake("negative", "below α = 0 the left half falls as x rises: does yours?")
def leaky_negative_cut(x, alpha):
    alpha = max(alpha, 0)
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, alpha)}


@leaky.mistake("corner", "at 0 the convention takes the slope of the left half.")
def leaky_corner(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x >= 0, 1, alpha)}


@leaky.mistake("type", 'return a dict with the keys "output" and "slope".')
def leaky_type(x, alpha):
    return np.where(x > 0, x, alpha * x)


@leaky.mistake("mutated")
def leaky_mutated(x, alpha):
    slope = np.where(x > 0, 1, alpha)
    x *= slope
    return {"output": x, "slope": slope}


@leaky.mistake("fixed", "0.01 is the usual α: what if another one is handed in?")
def leaky_fixed(x, alpha):
    return {"output": np.where(x > 0, x, 0.01 * x), "slope": np.where(x > 0, 1, 0.01)}


@leaky.mistake("slope's sign", "from -2 to -1, does αx rise or fall for a positive α?")
def leaky_sign_of_the_slope(x, alpha):
    return {"output": np.where(x > 0, x, alpha * x), "slope": np.where(x > 0, 1, -alpha)}


@leaky.right
def leaky_right(x, alpha):
    left = np.asarray(x) <= 0
    return {"output": x * (1 - left) + alpha * x * left, "slope": 1 - left + alpha * left}


elu_slope = KnownAnswers()


@elu_slope.mistake("output", "that is ELU itself; the exercise asks for its slope.")
def elu_slope_output(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


@elu_slope.mistake("output")
def elu_slope_output_on_the_left(x, alpha):
    return np.where(x > 0, 1, alpha * np.expm1(np.minimum(x, 0)))


@elu_slope.mistake("lost", "what does the factor α become when you differentiate α(e^x - 1)?")
def elu_slope_lost(x, alpha):
    return np.where(x > 0, 1, np.exp(np.minimum(x, 0)))


@elu_slope.mistake("everywhere", "on the right ELU is the identity, whatever α is.")
def elu_slope_everywhere(x, alpha):
    return alpha * np.exp(np.minimum(x, 0))


@elu_slope.mistake("corner", "at 0 the convention takes the slope of the left half.")
def elu_slope_corner(x, alpha):
    return np.where(x >= 0, 1, alpha * np.exp(np.minimum(x, 0)))


@elu_slope.mistake("overflow", "a branch that `np.where` does not choose is computed all the same.")
def elu_slope_overflow(x, alpha):
    return np.where(x > 0, 1, alpha * np.exp(x))


@elu_slope.mistake("tail", "far to the left the slope keeps falling: where does yours stop?")
def elu_slope_tail(x, alpha):
    return np.where(x > 0, 1, alpha * np.exp(np.clip(x, -10, 0)))


@elu_slope.mistake("right side", "on the right the curve is x itself: how steep is it there?")
def elu_slope_right_side(x, alpha):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)))


@elu_slope.mistake("raised", "does your code work for a number as well as for an array?")
def elu_slope_raised(x, alpha):
    slope = np.ones(x.shape)
    slope[x <= 0] = alpha * np.exp(x[x <= 0])
    return slope


@elu_slope.mistake("integers", "can an array of integers hold a slope of 0.18?")
def elu_slope_integers(x, alpha):
    slope = np.ones_like(x)
    left = np.asarray(x) <= 0
    slope[left] = alpha * np.exp(np.asarray(x)[left])
    return slope


@elu_slope.right
def elu_slope_right(x, alpha):
    e = np.exp(-np.abs(x))
    return (x > 0) + (x <= 0) * alpha * e


@elu_slope.right
def elu_slope_from_the_output(x, alpha):
    f = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return np.where(x > 0, 1, f + alpha)


count = KnownAnswers()


@count.mistake("sometimes", "a unit that is inactive for some examples is healthy.")
def count_sometimes(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).any(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


@count.mistake("examples", "rows are examples and columns are units: what does the axis name?")
def count_examples(z):
    lost = ~np.isfinite(z).all(axis=1)
    dead = (z <= 0).all(axis=1) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


@count.mistake("corner", "at z = 0 the output and the slope of ReLU are 0 as well.")
def count_corner(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z < 0).all(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


@count.mistake("naive", "every comparison with NaN is false: does that make a unit dead?")
def count_naive(z):
    dead = ((z > 0).sum(axis=0) == 0).mean()
    return {"dead": dead, "alive": 1 - dead, "lost": 0.0}


@count.mistake("of the rest", "the shares are of all units, the lost ones among them.")
def count_of_the_rest(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    rest = max((~lost).sum(), 1)
    return {"dead": dead.sum() / rest, "alive": (~dead & ~lost).sum() / rest, "lost": lost.mean()}


@count.mistake("finite", "a unit is lost if a single one of its numbers is NaN or infinite.")
def count_finite(z):
    lost = np.isnan(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


@count.mistake("type")
def count_type(z):
    return (z.max(axis=0) <= 0).mean()


@count.mistake("counts", "asked are shares of the units: of how many?")
def count_counts(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    return {"dead": dead.sum(), "alive": (~dead & ~lost).sum(), "lost": lost.sum()}


@count.mistake("percent")
def count_percent(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    alive = ~dead & ~lost
    return {"dead": 100 * dead.mean(), "alive": 100 * alive.mean(), "lost": 100 * lost.mean()}


@count.mistake("entries", "count units, and not single numbers: what makes a column a lost one?")
def count_entries(z):
    lost = ~np.isfinite(z)
    dead = (z <= 0) & ~lost
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


@count.mistake("twice", "the three shares add up to 1: which units do you count twice?")
def count_lost_and_alive(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & ~lost
    return {"dead": dead.mean(), "alive": (z > 0).any(axis=0).mean(), "lost": lost.mean()}


@count.mistake("twice")
def count_lost_and_dead(z):
    lost = ~np.isfinite(z).all(axis=0)
    dead = ~(z > 0).any(axis=0)
    return {"dead": dead.mean(), "alive": (~dead & ~lost).mean(), "lost": lost.mean()}


@count.mistake("twice")
def count_both(z):
    dead, lost = (z <= 0).all(axis=0), ~np.isfinite(z).all(axis=0)
    return {"dead": dead.mean(), "alive": (z > 0).any(axis=0).mean(), "lost": lost.mean()}


@count.mistake("finite ones", "that is the share of the units that are not lost.")
def count_finite_ones(z):
    finite = np.isfinite(z).all(axis=0)
    dead = (z <= 0).all(axis=0) & finite
    return {"dead": dead.mean(), "alive": (~dead & finite).mean(), "lost": finite.mean()}


@count.right
def count_right(z):
    counts = {"dead": 0, "alive": 0, "lost": 0}
    for unit in z.T:
        finite = np.isfinite(unit).all()
        counts["lost" if not finite else "alive" if (unit > 0).any() else "dead"] += 1
    return {state: count / len(z.T) for state, count in counts.items()}


prelu = KnownAnswers()


@prelu.mistake(
    "mean", "g carries the 1/n of the mean loss already: dividing again is once too often."
)
def prelu_mean(z, g):
    return np.mean(g * np.minimum(z, 0), axis=0)


@prelu.mistake("no chain", "how much does the loss care about each output?")
def prelu_no_chain(z, g):
    return np.minimum(z, 0).sum(axis=0)


@prelu.mistake("both sides", "for z > 0 the output is z, whatever α is.")
def prelu_both_sides(z, g):
    return (g * z).sum(axis=0)


@prelu.mistake("right side", "which half of its inputs does the slope α multiply?")
def prelu_right_side(z, g):
    return (g * np.maximum(z, 0)).sum(axis=0)


@prelu.mistake("indicator", "∂a/∂z on the left would be α, a constant; ∂a/∂α is something else.")
def prelu_indicator(z, g):
    return (g * (z < 0)).sum(axis=0)


@prelu.mistake("sign", "for z = -2 the output is -2α: does it rise or fall with α?")
def prelu_sign(z, g):
    return (g * np.abs(z) * (z < 0)).sum(axis=0)


@prelu.mistake("shape", "one slope for each unit: the result has as many entries as z has columns.")
def prelu_shape(z, g):
    return g * np.minimum(z, 0)


@prelu.mistake("mutated")
def prelu_mutated(z, g):
    z[z > 0] = 0
    return (g * z).sum(axis=0)


@prelu.right
def prelu_right(z, g):
    return np.einsum("ij,ij->j", g, np.where(z < 0, z, 0))


selu = KnownAnswers()


@selu.mistake("swapped", "return λ first and α second.")
def selu_swapped(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([alpha, 1 / np.sqrt(p @ (right + alpha * left) ** 2)])


@selu.mistake("squared", "λ multiplies the outputs; by how much does that multiply their variance?")
def selu_squared(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([1 / (p @ (right + alpha * left) ** 2), alpha])


@selu.mistake("sign", "α(e^z - 1) has to lie below 0 to balance the right half: which sign has α?")
def selu_sign(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = (p @ right) / (p @ left)
    return np.array([1 / np.sqrt(p @ (right + alpha * left) ** 2), alpha])


@selu.mistake("upside down", "a large spread has to be made smaller: does your λ divide by it?")
def selu_upside_down(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -(p @ right) / (p @ left)
    return np.array([np.sqrt(p @ (right + alpha * left) ** 2), alpha])


@selu.mistake("right half", "the left half has a variance as well.")
def selu_right_half(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    return np.array([1 / np.sqrt(p @ right**2), -(p @ right) / (p @ left)])


@selu.mistake("unweighted", "a mean weighs every value with its probability.")
def selu_unweighted(z, p):
    right, left = np.maximum(z, 0), np.expm1(np.minimum(z, 0))
    alpha = -right.mean() / left.mean()
    return np.array([1 / (right + alpha * left).std(), alpha])


@selu.mistake("copied", "these are the constants for standard normal z: what do others need?")
def selu_copied(z, p):
    return np.array([1.0507009873554805, 1.6732632423543772])


@selu.mistake("value", "put your λ and α back in: are the mean 0 and the variance 1?")
def selu_value(z, p):
    f = np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
    return np.array([1 / np.sqrt(p @ f**2), 1.0])


@selu.right
def selu_right(z, p):
    low, high = 0.0, 1e6
    for _ in range(80):
        alpha = (low + high) / 2
        f = np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
        low, high = (alpha, high) if np.sum(p * f) > 0 else (low, alpha)
    return np.array([np.sum(p * f**2) ** -0.5, alpha])
