"""Questions on what the chapters have taught, asked again later.

The bank has one for each claim of the articles that is not plainly true; `PLAN` says which of them
open which chapter.
"""

from importlib import import_module

from ..chapters import CHAPTERS
from .bank import QUESTIONS, Option, Question

__all__ = ["PLAN", "QUESTIONS", "Option", "Question"]

for _word in CHAPTERS:
    import_module(f"{__name__}.{_word}")

PLAN = {
    "sigmoid": (
        "why_nonlinearity/perceptron",
        "why_nonlinearity/approximate",
        "why_nonlinearity/needs",
    ),
    "tanh": ("why_nonlinearity/two-steps", "sigmoid/saturated", "sigmoid/same-sign"),
    "relu_family": ("sigmoid/cure", "tanh/stretch", "tanh/scale"),
    "softmax": ("sigmoid/probability", "relu_family/dead", "relu_family/at-zero"),
    "swish": ("tanh/mean", "relu_family/batch-norm", "softmax/ratio"),
    "maxout": ("why_nonlinearity/neuron", "relu_family/maximum", "swish/slope"),
    "backprop": ("sigmoid/log-loss", "softmax/negative", "maxout/convex"),
    "initialization": ("sigmoid/vanish", "relu_family/vanish", "backprop/order"),
}
"""Three questions open each chapter but the first, from the one before and from earlier ones."""
