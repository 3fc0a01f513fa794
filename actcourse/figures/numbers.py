"""Explorers and facts of the page on accuracy and speed.

Times and errors of libraries are not computed here: `make bench-full` measures them and stores
them with a description of the machine, and `results` reads them.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
from scipy.special import erf

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "reference.json"


@cache
def results():
    """What `make bench-full` stored: dict with ``machine`` and ``rows``."""
    if not RESULTS.exists():
        raise FileNotFoundError(
            f"there is no {RESULTS}: the page of numbers belongs to a checkout of the course, "
            "in which `make bench-full` writes this file"
        )
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def rows(**wanted):
    """The stored rows that have all these values: ``rows(kind="accuracy", dtype="float32")``."""
    return [row for row in results()["rows"] if wanted.items() <= row.items()]


# --- the formulas of textbooks -------------------------------------------------------------------


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def _elu(x):
    return np.where(x > 0, x, np.exp(x) - 1)


def _softplus(x):
    return np.log(1 + np.exp(x))


def _softmax(x):
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


def _normal(x):
    return (1 + erf(x / np.sqrt(2))) / 2


def _density(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


# As books print them: f, and f' (None for the two that mix the entries of a row).
TEXTBOOK = {
    "sigmoid": (_sigmoid, lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    "tanh": (_tanh, lambda x: 1 - _tanh(x) ** 2),
    "softsign": (lambda x: x / (1 + np.abs(x)), lambda x: 1 / (1 + np.abs(x)) ** 2),
    "elu": (_elu, lambda x: np.where(x > 0, 1, np.exp(x))),
    "celu": (_elu, lambda x: np.where(x > 0, 1, np.exp(x))),
    "selu": (
        lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
        lambda x: 1.0507009873554805 * np.where(x > 0, 1, 1.6732632423543772 * np.exp(x)),
    ),
    "softplus": (_softplus, _sigmoid),
    "swish": (
        lambda x: x * _sigmoid(x),
        lambda x: _sigmoid(x) * (1 + x * (1 - _sigmoid(x))),
    ),
    "gelu": (lambda x: x * _normal(x), lambda x: _normal(x) + x * _density(x)),
    "mish": (
        lambda x: x * _tanh(_softplus(x)),
        lambda x: _tanh(_softplus(x)) + x * (1 - _tanh(_softplus(x)) ** 2) * _sigmoid(x),
    ),
    "softmax": (_softmax, None),
    "log_softmax": (lambda x: np.log(_softmax(x)), None),
}
