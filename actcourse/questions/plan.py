"""Which questions open which chapter: spaced, so that what was learnt comes back later."""

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
