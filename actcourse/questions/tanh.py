"""Questions on the chapter on tanh."""

from .bank import ask

ask(
    "tanh/stretch",
    [41, 46],
    "How does one get tanh from the sigmoid?",
    (
        "Stretch by 2 in both directions, then shift down by 1.",
        "Yes: tanh z = 2σ(2z) - 1.",
    ),
    (
        "Shift it down by one half.",
        "No: a shift alone, however far, misses tanh by 0.59 somewhere.",
    ),
    (
        "Stretch it upwards by 2, then shift down by 1.",
        "No: that gives tanh(z/2). Inside there has to be a 2 as well.",
    ),
)
ask(
    "tanh/half",
    [42],
    "An article prints (1 - exp(-y)) / (1 + exp(-y)) for tanh. What is its slope at 0?",
    ("One half.", "Yes: it is tanh(y/2), and not tanh."),
    ("1, as that of tanh.", "No: the fraction is tanh(y/2), half as steep."),
    ("2.", "No: the fraction is tanh(y/2), half as steep as tanh."),
)
ask(
    "tanh/overflow",
    [43],
    "Code computes (exp(z) - exp(-z)) / (exp(z) + exp(-z)) as it stands, at z = 1000. "
    "What comes out?",
    ("NaN.", "Yes: exp(1000) is no float, and infinity over infinity is NaN."),
    ("1.", "No: that is tanh, but the code divides infinity by infinity."),
    ("Infinity.", "No: above and below stands infinity, and their quotient is NaN."),
)
ask(
    "tanh/mean",
    [47],
    "When do the outputs of a tanh unit have mean 0?",
    (
        "When its pre-activations are spread symmetrically about 0.",
        "Yes: tanh is odd. An offset before it is an offset behind it.",
    ),
    ("Always.", "No: an offset of the pre-activations comes out as an offset."),
    ("When its weights are positive.", "No: what counts is how the pre-activations are spread."),
)
ask(
    "tanh/better",
    [48],
    "Two networks, one of tanh and one of sigmoids, can compute the same functions. Why "
    "do they learn differently?",
    (
        "Their usual starts are different networks.",
        "Yes: sigmoids with four times larger weights start nearly where tanh does.",
    ),
    (
        "Tanh networks can compute more.",
        "No: rewrite the weights, and sigmoids compute the same.",
    ),
    ("Tanh is computed faster.", "No: that changes the time of a step, not what is learned."),
)
ask(
    "tanh/scale",
    [49],
    "Three layers of tanh start from weights of size 0.01. Their outputs are centred. "
    "What happens?",
    (
        "They still guess after two epochs.",
        "Yes: centred outputs are not enough, the scale of the weights decides.",
    ),
    (
        "They learn as fast as from larger weights.",
        "No: the signal fades from layer to layer, forward and backward.",
    ),
    ("They saturate.", "No: small weights keep tanh where it is steep. The signal fades."),
)
ask(
    "tanh/before-relu",
    [51],
    "What helped against vanishing gradients before ReLU?",
    (
        "Weights of the right scale.",
        "Yes: LeCun and others recommended it in 1998. The LSTM of 1997 is another answer.",
    ),
    ("Nothing.", "No: scaling the weights was known in 1998, the LSTM in 1997."),
    ("Residual connections.", "No: they help, and came after ReLU."),
)
