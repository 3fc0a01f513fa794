"""The exercises of the chapter on initialization."""

import numpy as np

from .functions import Function, Part
from .spec import EXERCISES, Wrong
from .values import Numbers, Ordering, Range

VARIANCES = {
    "lecun": lambda n_in, n_out: 1 / n_in,
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
}


def _scaled(N, rule):
    return N * np.sqrt(VARIANCES[rule](*N.shape))


def _normal(rng, n_in, n_out):
    return rng.standard_normal((n_in, n_out))


def _oblong(rng):
    """Two shapes that tell the inputs from the units: one wide, one tall."""
    return _normal(rng, 3, 40), _normal(rng, 50, 7)


EXERCISES.add(
    Function(
        id="initialization/schemes",
        kind="implement",
        title="Three schemes in one function",
        name="scaled",
        parts=[
            Part(
                calls=lambda rng, rule=rule: [(N, rule) for N in _oblong(rng)],
                want=_scaled,
                rtol=1e-9,
                looks_like={
                    "variance": lambda N, r: N * VARIANCES[r](*N.shape),
                    "swapped": lambda N, r: N * np.sqrt(VARIANCES[r](*N.shape[::-1])),
                    "half": lambda N, r: N / np.sqrt(sum(N.shape)),
                    "forgot 2": lambda N, r: N / np.sqrt(N.shape[0]),
                    "area": lambda N, r: N / np.sqrt(N.size),
                },
            )
            for rule in VARIANCES
        ],
        hints=[
            "The entries of N have variance 1; times a number c they have variance c².",
            "`n_in, n_out = N.shape`, since z = x @ W wants one row of W for each input.",
            "A dict from the name of the rule to the variance keeps it short.",
        ],
        feedback={
            "variance": "the rules name variances: which power of the factor is that?",
            "swapped": "in z = x @ W, which axis of W runs over the inputs?",
            "half": "for a square matrix, should Xavier's variance and LeCun's not agree?",
            "forgot 2": "ReLU throws half of the mean square away: what makes up for it?",
            "area": "a unit adds up as many terms as it has inputs, and not as W has entries.",
        },
        wrong=[
            Wrong(
                """
def scaled(N, rule):
    n_in, n_out = N.shape
    return N * {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}[rule]
""",
                "variance",
            ),
            Wrong(
                """
def scaled(N, rule):
    n_out, n_in = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    return N * np.sqrt(variance[rule])
""",
                "swapped",
            ),
            Wrong(
                """
def scaled(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 1 / (n_in + n_out), "he": 2 / n_in}
    return N * np.sqrt(variance[rule])
""",
                "half",
            ),
            Wrong(
                """
def scaled(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 1 / n_in}
    return N * np.sqrt(variance[rule])
""",
                "forgot 2",
            ),
            Wrong("def scaled(N, rule):\n    return N / np.sqrt(N.size)", "area"),
            Wrong(
                """
def scaled(N, rule):
    n_in, n_out = N.shape
    variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}
    N *= np.sqrt(variance[rule])
    return N
""",
                "mutated",
            ),
        ],
        also_right="""
def scaled(N, rule):
    n_in, n_out = N.shape
    if rule == "xavier":
        return N / np.sqrt((n_in + n_out) / 2)
    return N / np.sqrt(n_in) * (2**0.5 if rule == "he" else 1)
""",
    )
)

EXERCISES.add(
    Numbers(
        id="initialization/rank",
        kind="predict",
        title="How many different units?",
        name="ranks",
        ranges=[
            Range(
                low=1,
                high=1,
                what="the rank after a start from 0.1 everywhere",
                measured="1 from a constant, with each of 3 seeds",
                looks_like={"all": 16, "none": 0},
            ),
            Range(
                low=16,
                high=16,
                what="the rank after a start from 0.1 with random biases",
                measured="16 once the biases are random",
                looks_like={"biases": 1, "pixels": 64, "classes": 10},
            ),
            Range(
                low=16,
                high=16,
                what="the rank after a start from small random weights",
                measured="16 from random weights, with each of 3 seeds",
                looks_like={"pixels": 64, "copies": 1, "classes": 10},
            ),
        ],
        hints=[
            "The rank of a matrix is at most the number of different columns that it has.",
            "If all hidden units are alike before a step, what tells them apart after it?",
        ],
        feedback={
            "all": "who would tell the first unit to become another than the second?",
            "none": "a matrix of rank 0 is all zeros; do these weights not move?",
            "too small": "a matrix that is not all zeros has a rank of 1 at least.",
            "too large": "a matrix of 64 rows and 16 columns: how large can its rank be?",
            "pixels": "a rank is at most the number of rows and at most the number of columns.",
            "biases": "units with different biases send different outputs: are their gradients equal?",
            "copies": "random columns are different from the start: does training merge them?",
            "classes": "10 is the number of outputs; the columns of W₁ belong to hidden units.",
        },
        wrong=[
            Wrong("ranks = (16, 16, 16)", "all"),
            Wrong("ranks = (0, 16, 16)", "none"),
            Wrong("ranks = (0.5, 16, 16)", "too small"),
            Wrong("ranks = (2, 16, 16)", "too large"),
            Wrong("ranks = (1, 64, 64)", "pixels"),
            Wrong("ranks = (1, 16, 1)", "copies"),
            Wrong("ranks = (1, 10, 10)", "classes"),
            Wrong("ranks = (1, 1, 16)", "biases"),
            Wrong("ranks = 1", "type"),
        ],
        also_right="ranks = np.array([1, 16, 16])",
    )
)


def _he_rows(N):
    return N * np.sqrt(2 / N.shape[1])


EXERCISES.add(
    Function(
        id="initialization/fans",
        kind="debug",
        title="He's weights, carried over",
        name="he",
        parts=[
            Part(
                calls=lambda rng: [(_normal(rng, 6, 6),)],
                want=_he_rows,
                rtol=1e-9,
                looks_like={
                    "no 2": lambda N: N / np.sqrt(N.shape[1]),
                    "variance": lambda N: N * 2 / N.shape[1],
                },
            ),
            Part(
                calls=lambda rng: [(_normal(rng, 256, 8),), (_normal(rng, 10, 64),)],
                want=_he_rows,
                rtol=1e-9,
                points=2,
                looks_like={
                    "rows": lambda N: N * np.sqrt(2 / N.shape[0]),
                    "mean": lambda N: N * np.sqrt(4 / sum(N.shape)),
                    "largest": lambda N: N * np.sqrt(2 / max(N.shape)),
                },
            ),
        ],
        hints=[
            "How many terms does one entry of `W @ x` add up?",
            "In this convention a row of W holds the weights of one unit.",
        ],
        feedback={
            "rows": "a square layer hides it: here the rows of W are the units, not the inputs.",
            "mean": "that is a compromise between both passes; He's rule counts the inputs alone.",
            "largest": "which of the two axes is longer has nothing to do with it.",
            "no 2": "the units are ReLUs: half of the mean square is lost at each of them.",
            "variance": "2/n is the variance; what is the standard deviation?",
        },
        wrong=[
            Wrong("def he(N):\n    return N * np.sqrt(2 / N.shape[0])", "rows"),
            Wrong("def he(N):\n    return N * np.sqrt(2 / len(N))", "rows"),
            Wrong("def he(N):\n    return N * np.sqrt(4 / sum(N.shape))", "mean"),
            Wrong("def he(N):\n    return N * np.sqrt(2 / max(N.shape))", "largest"),
            Wrong("def he(N):\n    return N / np.sqrt(N.shape[1])", "no 2"),
            Wrong("def he(N):\n    return N * 2 / N.shape[1]", "variance"),
        ],
        also_right="""
def he(N):
    n_out, n_in = N.shape
    return N / (n_in / 2) ** 0.5
""",
    )
)


def _first(X, n_out, seed):
    return X @ (0.01 * np.random.default_rng(seed).standard_normal((X.shape[1], n_out)))


def _seeded(rng):
    return [(rng.normal(size=(5, n)), m, int(rng.integers(1000))) for n, m in ((2, 2), (7, 3))]


EXERCISES.add(
    Function(
        id="initialization/randn",
        kind="debug",
        title="The line that does not run",
        name="pre_activations",
        parts=[
            Part(
                calls=_seeded,
                want=_first,
                rtol=1e-9,
                points=2,
                looks_like={
                    "too large": lambda X, n, s: 100 * _first(X, n, s),
                    "uniform": lambda X, n, s: (
                        X @ (0.01 * np.random.default_rng(s).random((X.shape[1], n)))
                    ),
                    "bias": lambda X, n, s: _first(X, n, s) + 0.01,
                },
                hints={"value": "another stream"},
            )
        ],
        hints=[
            "`np.random.randn` takes the sizes one by one; generators take the shape as one tuple.",
            "`rng = np.random.default_rng(seed)`, and then one call of `rng.standard_normal`.",
            "Nothing else has to be random: the biases of this layer are 0.",
        ],
        feedback={
            "too large": "did the factor 0.01 get lost with the repair?",
            "uniform": "`random` draws between 0 and 1, so all weights would be positive.",
            "bias": "the biases are to start at 0.",
            "another stream": "draw all of W in one call, from a generator made of the seed: "
            "then everybody gets the same numbers.",
        },
        wrong=[
            Wrong(
                """
def pre_activations(X, n_out, seed):
    W = np.random.randn((X.shape[1], n_out)) * 0.01
    return X @ W
""",
                "raised",
            ),
            Wrong(
                """
def pre_activations(X, n_out, seed):
    return X @ np.random.default_rng(seed).standard_normal((X.shape[1], n_out))
""",
                "too large",
            ),
            Wrong(
                """
def pre_activations(X, n_out, seed):
    return X @ (0.01 * np.random.default_rng(seed).random((X.shape[1], n_out)))
""",
                "uniform",
            ),
            Wrong(
                """
def pre_activations(X, n_out, seed):
    W = 0.01 * np.random.default_rng(seed).standard_normal((X.shape[1], n_out))
    return X @ W + 0.01
""",
                "bias",
            ),
            Wrong(
                """
def pre_activations(X, n_out, seed):
    W = 0.01 * np.random.RandomState(seed).randn(X.shape[1], n_out)
    return X @ W
""",
                "another stream",
            ),
        ],
        also_right="""
def pre_activations(X, n_out, seed):
    draws = np.random.default_rng(seed).standard_normal(X.shape[1] * n_out)
    return X @ draws.reshape(-1, n_out) / 100
""",
    )
)

EXERCISES.add(
    Numbers(
        id="initialization/thirty",
        kind="predict",
        title="Thirty times a half",
        name="left",
        ranges=[
            Range(
                low=1e-5,
                high=1e-4,
                what="what is left after thirty layers",
                measured="1.6e-5 to 4.4e-5 over 15 seeds",
                points=2,
                looks_like={"kept": 1.0, "halved": 2.0**-30, "one layer": 2**-0.5},
            )
        ],
        hints=[
            "At equal widths Xavier's variance is 1/n: the sum keeps the mean square.",
            "ReLU keeps half of the mean square: which factor is that on its root?",
            "Ten layers make 1/32; what do three times ten make?",
        ],
        feedback={
            "kept": "this would hold without an activation: what does ReLU do to a mean square?",
            "halved": "the mean square is halved thirty times; asked is its root.",
            "one layer": "that is the factor of one layer: and thirty of them?",
            "too small": "asked is the root of the mean square.",
            "too large": "a factor below 1, thirty times over: how much does it leave?",
        },
        wrong=[
            Wrong("left = 1.0", "kept"),
            Wrong("left = 2.0**-30", "halved"),
            Wrong("left = 0.7071", "one layer"),
            Wrong("left = 1e-7", "too small"),
            Wrong("left = 0.03", "too large"),
            Wrong('left = "nothing"', "type"),
        ],
        also_right="left = np.exp2(-14.5)",
    )
)

EXERCISES.add(
    Ordering(
        id="initialization/half",
        kind="derive",
        title="Where the 2 comes from",
        name="order",
        orders=["cadbe"],
        note="each line follows from the one before",
        hints=[
            "Begin with the mean square of the output, and write the mean as an integral.",
            "Where z is negative, the integrand is 0.",
            "z² p(z) is the same at z and at -z: half of the whole integral is on the right.",
        ],
        feedback={
            "a": "an integral over all z: of which mean?",
            "b": "the half of an integral over all z: where has the other half gone?",
            "d": "here the negative z are gone: where were they still there?",
            "e": "this is where we want to arrive.",
        },
        wrong=[
            Wrong('order = "acdbe"', "a"),
            Wrong('order = "cabde"', "b"),
            Wrong('order = "cdabe"', "d"),
            Wrong('order = "caebd"', "e"),
            Wrong('order = "eadbc"', "e"),
            Wrong('order = "adbec"', "a"),
            Wrong('order = "cadb"', "type"),
        ],
        also_right='order = ["C", "A", "D", "B", "E"]',
    )
)

EXERCISES.add(
    Numbers(
        id="initialization/window",
        kind="explore",
        title="Neither silent nor deaf",
        name="std",
        ranges=[
            Range(
                low=0.07,
                high=0.26,
                what="a size of the weights that trains these five layers to 95%",
                measured="at least 0.95 for sizes from 0.07 to 0.26 with each of 3 seeds",
                points=2,
                looks_like={"habit": 0.01, "unit": 1.0},
            )
        ],
        hints=[
            "Each layer multiplies the signal by about s√n; here n is 64.",
            "Try the size at which s√n is 1, then twice and half of it.",
        ],
        feedback={
            "habit": "0.01 is the size from old recipes: s√n is less than a tenth.",
            "unit": "weights from N(0, 1) saturate every layer: s√n is 8.",
            "too small": "the signal fades on its way through five layers: what is s√n?",
            "too large": "the pre-activations are so large that tanh saturates: what is s√n?",
        },
        wrong=[
            Wrong("std = 0.01", "habit"),
            Wrong("std = 1.0", "unit"),
            Wrong("std = 0.03", "too small"),
            Wrong("std = 0.5", "too large"),
            Wrong('std = "small"', "type"),
        ],
        also_right="std = 1 / np.sqrt(64)",
    )
)


def _swish(z):
    return z / (1 + np.exp(-z))


def _calibrated(size, of=lambda z: z, passes=lambda W, scaled: scaled):
    """Calibration that divides by ``size(of(z))`` and sends on through ``passes(raw, scaled)``."""

    def calibrate(X, W):
        found = []
        for raw in W:
            scaled = raw / size(of(X @ raw))
            found.append(scaled)
            X = _swish(X @ passes(raw, scaled))
        return np.array(found)

    return calibrate


def _rms(z):
    return np.sqrt(np.mean(z**2))


_truth = _calibrated(_rms)


def _stacks(rng):
    """Batches that are not centred, and stacks of raw weights."""
    return [
        (rng.normal(1, 2, (30, 12)), rng.normal(0, 1, (4, 12, 12))),
        (rng.normal(0, 1, (50, 20)), rng.normal(0, 0.01, (6, 20, 20))),
    ]


EXERCISES.add(
    Function(
        id="initialization/calibrate",
        kind="challenge",
        title="Let the data choose the scale",
        name="calibrate",
        parts=[
            Part(
                calls=lambda rng: [(X, W[:1]) for X, W in _stacks(rng)],
                want=_truth,
                rtol=1e-9,
                looks_like={
                    "std": _calibrated(np.std),
                    "outputs": _calibrated(_rms, of=_swish),
                    "mean square": _calibrated(lambda z: np.mean(z**2)),
                    "columns": _calibrated(lambda z: np.sqrt(np.mean(z**2, axis=0))),
                },
            ),
            Part(
                calls=_stacks,
                want=_truth,
                rtol=1e-8,
                points=3,
                looks_like={"raw": _calibrated(_rms, passes=lambda raw, scaled: raw)},
                hints={"value": "linear"},
            ),
        ],
        hints=[
            "If all weights of a layer are divided by c, its z are divided by c.",
            "Go up one layer at a time, and scale a layer before you send the batch through it.",
            "The next layer sees the swish of the scaled z.",
        ],
        feedback={
            "std": "the rule keeps the mean square, and a mean that is not 0 is part of it.",
            "outputs": "the pre-activations z are to have size 1, before the activation.",
            "mean square": "asked is a root mean square of 1: by what has W to be divided?",
            "columns": "one number for the whole layer, not one for each unit.",
            "raw": "the second layer has to see what the scaled first layer sends.",
            "linear": "what does the activation do between one layer and the next?",
        },
        wrong=[
            Wrong(
                """
def calibrate(X, W):
    done = []
    for raw in W:
        done.append(raw / np.std(X @ raw))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)
""",
                "std",
            ),
            Wrong(
                """
def calibrate(X, W):
    done = []
    for raw in W:
        a = X @ raw
        a = a / (1 + np.exp(-a))
        done.append(raw / np.sqrt(np.mean(a**2)))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)
""",
                "outputs",
            ),
            Wrong(
                """
def calibrate(X, W):
    done = []
    for raw in W:
        done.append(raw / np.mean((X @ raw) ** 2))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)
""",
                "mean square",
            ),
            Wrong(
                """
def calibrate(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2, axis=0)))
        z = X @ done[-1]
        X = z / (1 + np.exp(-z))
    return np.array(done)
""",
                "columns",
            ),
            Wrong(
                """
def calibrate(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2)))
        X = z / (1 + np.exp(-z))
    return np.array(done)
""",
                "raw",
            ),
            Wrong(
                """
def calibrate(X, W):
    done = []
    for raw in W:
        z = X @ raw
        done.append(raw / np.sqrt(np.mean(z**2)))
        X = X @ done[-1]
    return np.array(done)
""",
                "linear",
            ),
            Wrong(
                """
def calibrate(X, W):
    for raw in W:
        z = X @ raw
        raw /= np.sqrt(np.mean(z**2))
        z = X @ raw
        X = z / (1 + np.exp(-z))
    return W
""",
                "mutated",
            ),
        ],
        also_right="""
def calibrate(X, W):
    W = W.copy()
    for k in range(len(W)):
        z = X @ W[k]
        size = np.linalg.norm(z) / z.size**0.5
        W[k] /= size
        X = z / size / (1 + np.exp(-z / size))
    return W
""",
    )
)
