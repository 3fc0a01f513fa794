"""The claims of the source articles, each with a verdict, and an experiment that settles it.

`CLAIMS` maps the numbers to the claims, topic by topic; `TOPICS` names the topics. Each topic is a
module, and its docstring is the topic's title.
"""

import sys

from . import (  # isort: skip  (the order of the topics)
    nonlinearity,
    saturation,
    sigmoid,
    tanh,
    relu,
    leaky,
    softmax_swish_maxout,
    training,
)
from .ledger import ARTICLES, CLAIMS, VERDICTS, Claim, Range
from .measure import Measurement, measure, measure_all

# Topic, as modules name it -> its title. The order is that of the ledger.
TOPICS = {
    name: sys.modules[f"{__name__}.{name}"].__doc__.strip().splitlines()[0].rstrip(".")
    for name in dict.fromkeys(claim.topic for claim in CLAIMS.values())
}

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "TOPICS",
    "VERDICTS",
    "Claim",
    "Measurement",
    "Range",
    "measure",
    "measure_all",
]
