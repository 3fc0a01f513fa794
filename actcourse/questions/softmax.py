"""Questions on the chapter on softmax."""

from .bank import ask

ask(
    "softmax/ratio",
    [86],
    "The scores 10.1 and 10.2 go into softmax. What are their shares like?",
    ("Almost equal.", "Yes: their ratio is exp(0.1). Softmax sees differences alone."),
    ("One has nearly all.", "No: the difference is 0.1, so the ratio of the shares is exp(0.1)."),
    (
        "As 101 to 102.",
        "No: the ratio of the shares is exp(0.1), whatever the ratio of the scores.",
    ),
)
ask(
    "softmax/differentiable",
    [87],
    "Where is softmax not differentiable?",
    ("Nowhere.", "Yes: it has derivatives of every order everywhere."),
    ("At scores of 0.", "No: ReLU has a kink at 0. Softmax is smooth there."),
    ("Where two scores are equal.", "No: the maximum has kinks there. Softmax is smooth."),
)
ask(
    "softmax/negative",
    [88],
    "All scores of a classifier are below -100. What is the gradient of the cross-entropy?",
    (
        "Shares minus truth, as for any other scores.",
        "Yes: a constant added to all scores changes neither shares nor gradient.",
    ),
    ("0: the classes are dead.", "No: that fits ReLU. Softmax does not see signs."),
    ("Not a number.", "No: with the largest score subtracted first, nothing goes wrong."),
)
