"""The claims of the source articles, each with a verdict, and an experiment that settles it.

`CLAIMS` maps the numbers to the claims, topic by topic. Each topic is a module, and its docstring
is the topic's title in `TOPICS`.
"""

from importlib import import_module

from .ledger import ARTICLES, CLAIMS, VERDICTS, Claim, Expected
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

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "TOPICS",
    "VERDICTS",
    "Claim",
    "Expected",
    "Measurement",
    "measure",
    "measure_all",
]
