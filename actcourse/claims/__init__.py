"""Claims with experiments: what the source articles say, each with a verdict, and what we say.

`CLAIMS` maps numbers to the articles' claims, topic by topic. Each topic is a module, and its
docstring is the topic's title in `TOPICS`. `OURS` maps keys to the findings of the course, the
sentences that carry its lessons; where one names a cause, a control tests the rival explanation.
"""

from importlib import import_module

from .ledger import (
    ARTICLES,
    CLAIMS,
    OURS,
    VERDICTS,
    Claim,
    Control,
    Expected,
    Finding,
    Taught,
    Tested,
    find,
)
from .measure import Measurement, measure, measure_all

_ORDER = (
    "nonlinearity",
    "saturation",
    "sigmoid",
    "tanh",
    "relu",
    "leaky",
    "softmax_swish_maxout",
    "training",
)
TOPICS = {name: str(import_module(f".{name}", __name__).__doc__).rstrip(".") for name in _ORDER}
"""Titles of the topics, by the names of their modules."""
import_module(".ours", __name__)  # enters the findings

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "OURS",
    "TOPICS",
    "VERDICTS",
    "Claim",
    "Control",
    "Expected",
    "Finding",
    "Measurement",
    "Taught",
    "Tested",
    "find",
    "measure",
    "measure_all",
]
