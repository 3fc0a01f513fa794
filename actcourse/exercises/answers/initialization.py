"""Known answers to the exercises on initialization, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

schemes = KnownAnswers()


@schemes.mistake("variance", "the rules name variances: which power of the factor is that?")
def schemes_variance(N, rule):
    n_in, n_out = N.shape
    return N * {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}[rule]


@schemes.mistake("swapped", "in z = x @ W, which axis of W runs over the inputs?")
def schemes_swapped(N, rule):
    n_out, n_in = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    return N * np.sqrt(variance[rule])


@schemes.mistake("half", "for a square matrix, should Xavier's variance and LeCun's not agree?")
def schemes_half(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 1 / (n_in + n_out), "he": 2 / n_in}
    return N * np.sqrt(variance[rule])


@schemes.mistake("forgot 2", "ReLU throws half of the mean square away: what makes up for it?")
def schemes_forgot_2(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 1 / n_in}
    return N * np.sqrt(variance[rule])


@schemes.mistake("divided", "should many inputs make the weights larger or smaller?")
def schemes_divided(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    return N / np.sqrt(variance[rule])


@schemes.mistake("area", "a unit adds up as many terms as it has inputs, and not as W has entries.")
def schemes_area(N, rule):
    return N / np.sqrt(N.size)


@schemes.mistake("mutated")
def schemes_mutated(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    N *= np.sqrt(variance[rule])
    return N


@schemes.mistake(
    "exchanged", "which of LeCun's and He's rules was made for ReLU, with its factor 2?"
)
def schemes_exchanged(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 2 / n_in, "xavier": 2 / (n_in + n_out), "he": 1 / n_in}
    return N * np.sqrt(variance[rule])


@schemes.right
def schemes_right(N, rule):
    n_in, n_out = N.shape
    if rule == "xavier":
        return N / np.sqrt((n_in + n_out) / 2)
    return N / np.sqrt(n_in) * (2**0.5 if rule == "he" else 1)


fans = KnownAnswers()


@fans.mistake("rows", "a square layer hides it: here the rows of W are the units, not the inputs.")
def fans_rows(N):
    return N * np.sqrt(2 / N.shape[0])


@fans.mistake(
    "mean", "that is a compromise between both passes; He's rule counts the inputs alone."
)
def fans_mean(N):
    return N * np.sqrt(4 / sum(N.shape))


@fans.mistake("largest", "which of the two axes is longer has nothing to do with it.")
def fans_largest(N):
    return N * np.sqrt(2 / max(N.shape))


@fans.mistake("no 2", "the units are ReLUs: half of the mean square is lost at each of them.")
def fans_no_2(N):
    return N / np.sqrt(N.shape[1])


@fans.mistake("divided", "should many inputs make the weights larger or smaller?")
def fans_divided(N):
    return N / np.sqrt(2 / N.shape[1])


@fans.mistake("variance", "2/n is the variance; what is the standard deviation?")
def fans_variance(N):
    return N * 2 / N.shape[1]


@fans.mistake("shape", "a row of W still belongs to a unit: leave the shape as it is.")
def fans_transposed(N):
    return N.T * np.sqrt(2 / N.shape[1])


@fans.right
def fans_right(N):
    _, n_in = N.shape
    return N / (n_in / 2) ** 0.5


randn = KnownAnswers()


@randn.mistake("too large", "did the factor 0.01 get lost with the repair?")
def randn_too_large(X, n_out, seed):
    return X @ np.random.default_rng(seed).standard_normal((X.shape[1], n_out))


@randn.mistake("uniform", "`random` draws between 0 and 1, so all weights would be positive.")
def randn_uniform(X, n_out, seed):
    return X @ (0.01 * np.random.default_rng(seed).random((X.shape[1], n_out)))


@randn.mistake("bias", "the biases are to start at 0.")
def randn_bias(X, n_out, seed):
    W = 0.01 * np.random.default_rng(seed).standard_normal((X.shape[1], n_out))
    return X @ W + 0.01


@randn.mistake("bias")
def randn_random_biases(X, n_out, seed):
    rng = np.random.default_rng(seed)
    W = 0.01 * rng.standard_normal((X.shape[1], n_out))
    return X @ W + 0.01 * rng.standard_normal(n_out)


@randn.mistake(
    "another stream",
    "`RandomState` and `np.random.seed` give other numbers than `default_rng` from the same seed.",
)
def randn_another_stream(X, n_out, seed):
    W = 0.01 * np.random.RandomState(seed).randn(X.shape[1], n_out)
    return X @ W


@randn.mistake(
    "transposed", "each row of W belongs to an input: in which order do the numbers come, then?"
)
def randn_transposed(X, n_out, seed):
    return X @ (0.01 * np.random.default_rng(seed).standard_normal((n_out, X.shape[1]))).T


@randn.mistake("transposed")
def randn_one_unit_at_a_time(X, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.stack([X @ (0.01 * rng.standard_normal(X.shape[1])) for _ in range(n_out)], axis=1)


@randn.mistake("no seed", "which generator has your function, and what was it made of?")
def randn_no_seed(X, n_out, seed):
    return X @ (0.01 * np.random.default_rng(0).standard_normal((X.shape[1], n_out)))


@randn.mistake("weights alone", "these are the weights: asked are the pre-activations.")
def randn_weights_alone(X, n_out, seed):
    return 0.01 * np.random.default_rng(seed).standard_normal((X.shape[1], n_out))


@randn.mistake(
    "biases first", "the first numbers of the generator belong to W; the biases need none."
)
def randn_biases_first(X, n_out, seed):
    rng = np.random.default_rng(seed)
    rng.standard_normal(n_out)
    return X @ (0.01 * rng.standard_normal((X.shape[1], n_out)))


@randn.mistake("he", "the notes say 0.01, whatever the number of inputs.")
def randn_he(X, n_out, seed):
    n_in = X.shape[1]
    return X @ (np.random.default_rng(seed).standard_normal((n_in, n_out)) / np.sqrt(n_in))


@randn.mistake(
    "other numbers",
    "compare with `np.random.default_rng(seed)`, asked once, for all of W: is it the generator, "
    "the seed, the number of calls or the factor that differs?",
)
def randn_of_another_make(X, n_out, seed):
    rng = np.random.Generator(np.random.MT19937(seed))
    return X @ (0.01 * rng.standard_normal((X.shape[1], n_out)))


@randn.mistake("raised")
def randn_raised(X, n_out, seed):
    W = np.random.randn((X.shape[1], n_out)) * 0.01  # noqa: NPY002  as printed
    return X @ W


@randn.mistake("variance", "0.01² is the variance, and generators ask for something else.")
def randn_variance(X, n_out, seed):
    return X @ np.random.default_rng(seed).normal(0, 0.01**2, (X.shape[1], n_out))


@randn.mistake("mean", "what are the first two arguments of `normal`?")
def randn_mean(X, n_out, seed):
    return X @ np.random.default_rng(seed).normal(0.01, 1, (X.shape[1], n_out))


@randn.mistake("mean")
def randn_one_argument(X, n_out, seed):
    return X @ np.random.default_rng(seed).normal(0.01, size=(X.shape[1], n_out))


@randn.mistake("activation", "asked are the pre-activations: what do they go through afterwards?")
def randn_activation(X, n_out, seed):
    return np.tanh(randn_right(X, n_out, seed))


@randn.mistake("activation")
def randn_relu(X, n_out, seed):
    return np.maximum(randn_right(X, n_out, seed), 0)


@randn.right
def randn_right(X, n_out, seed):
    draws = np.random.default_rng(seed).standard_normal(X.shape[1] * n_out)
    return X @ draws.reshape(-1, n_out) / 100


calibrate = KnownAnswers()


@calibrate.mistake("std", "the rule keeps the mean square, and a mean that is not 0 is part of it.")
def calibrate_std(X, W):
    done = []
    for raw in W:
        done.append(raw / np.std(X @ raw))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("outputs", "the pre-activations z are to have size 1, before the activation.")
def calibrate_outputs(X, W):
    done = []
    for raw in W:
        a = X @ raw
        a = a / (1 + np.exp(-a))
        done.append(raw / np.sqrt(np.mean(a**2)))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("mean square", "asked is a root mean square of 1: by what has W to be divided?")
def calibrate_mean_square(X, W):
    done = []
    for raw in W:
        done.append(raw / np.mean((X @ raw) ** 2))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("largest", "asked is a root mean square of 1: what did you set to 1?")
def calibrate_largest(X, W):
    done = []
    for raw in W:
        done.append(raw / np.abs(X @ raw).max())
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("gate alone", "swish is z σ(z): what does the next layer get from you?")
def calibrate_gate_alone(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2)))
        X = 1 / (1 + np.exp(-X @ done[-1]))
    return np.array(done)


@calibrate.mistake("columns", "one number for the whole layer, not one for each unit.")
def calibrate_columns(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2, axis=0)))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("raw", "the second layer has to see what the scaled first layer sends.")
def calibrate_raw(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2)))
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("linear", "what does the activation do between one layer and the next?")
def calibrate_linear(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2)))
        X = X @ done[-1]
    return np.array(done)


@calibrate.mistake(
    "batch again", "the first layer sees the batch itself: what does the second one see?"
)
def calibrate_batch_again(X, W):
    return np.array([raw / np.sqrt(np.mean((X @ raw) ** 2)) for raw in W])


@calibrate.mistake("other activation", "the activation of this exercise is z σ(z): which is yours?")
def calibrate_relu(X, W):
    done = []
    for raw in W:
        done.append(raw / np.sqrt(np.mean((X @ raw) ** 2)))
        X = np.maximum(X @ done[-1], 0)
    return np.array(done)


@calibrate.mistake("other activation")
def calibrate_tanh(X, W):
    done = []
    for raw in W:
        done.append(raw / np.sqrt(np.mean((X @ raw) ** 2)))
        X = np.tanh(X @ done[-1])
    return np.array(done)


@calibrate.mistake("product", "where the z are too large, what has to become of W?")
def calibrate_product(X, W):
    done = []
    for raw in W:
        done.append(raw * np.sqrt(np.mean((X @ raw) ** 2)))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("norm", "a norm adds up the squares: how many are there in a mean?")
def calibrate_norm(X, W):
    done = []
    for raw in W:
        done.append(raw / np.linalg.norm(X @ raw))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)


@calibrate.mistake("mutated")
def calibrate_mutated(X, W):
    for raw in W:
        z = X @ raw
        raw /= np.sqrt(np.mean(z**2))
        z = X @ raw
        X = z / (1 + np.exp(-z))
    return W


@calibrate.right
def calibrate_right(X, W):
    W = W.copy()
    for k in range(len(W)):
        z = X @ W[k]
        size = np.linalg.norm(z) / z.size**0.5
        W[k] /= size
        X = z / size / (1 + np.exp(-z / size))
    return W
