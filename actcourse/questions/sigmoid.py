"""Questions on the chapter on the sigmoid."""

from .bank import ask

ask(
    "sigmoid/saturated",
    [15],
    "Where does an activation saturate?",
    ("Where its curve nears a horizontal line.", "Yes: and its slope tends to 0 there."),
    (
        "Where its curve is close to any straight line.",
        "No: the right half of ReLU is a straight line with slope 1, and is not saturated.",
    ),
    (
        "Where its output is near 0.",
        "No: the sigmoid is steep at outputs of one half, and flat at 0 and 1.",
    ),
)
ask(
    "sigmoid/slow",
    [16],
    "Why is a saturated unit slow to learn?",
    ("Its gradient is small.", "Yes: small gradients make small steps."),
    (
        "Its gradient changes slowly.",
        "No: a large gradient that changes slowly would be welcome. The gradient is small.",
    ),
    (
        "Its output is too large.",
        "No: an output near 0 is slow as well. What counts is the slope.",
    ),
)
ask(
    "sigmoid/log-loss",
    [16],
    "A sigmoid at the output starts saturated at the wrong end. Which loss still pushes it hard?",
    ("The log-loss.", "Yes: in its gradient the slope of the sigmoid cancels; p - y is left."),
    (
        "The squared error.",
        "No: its gradient keeps the factor σ', which is nearly 0 there.",
    ),
    (
        "Both alike.",
        "No: in the gradient of the log-loss the slope cancels, in the other it does not.",
    ),
)
ask(
    "sigmoid/same-sign",
    [17],
    "All outputs of a layer are positive. When do all weight gradients of a unit above "
    "have one sign?",
    ("For a single example.", "Yes: there each gradient is one number times a positive output."),
    (
        "Always, also for a batch.",
        "No: a batch sums over examples whose signs differ, and only some units still agree.",
    ),
    ("Never.", "No: for a single example they agree exactly."),
)
ask(
    "sigmoid/valley",
    [18, 29],
    "What does a common offset of the inputs do to the loss?",
    (
        "It stretches it into a valley, whose steep walls limit the learning rate.",
        "Yes: and the floor of the valley is nearly flat.",
    ),
    (
        "It adds a second minimum.",
        "No: in the fit of the lesson there is one minimum. The valley around it becomes narrow.",
    ),
    (
        "Nothing: the bias takes care of it.",
        "No: a bias is one more positive input, and does not remove the offset.",
    ),
)
ask(
    "sigmoid/not-centred",
    [19],
    "A network with one hidden layer of sigmoids learns to read digits. What do its "
    "uncentred outputs do?",
    ("They make learning slower, not impossible.", "Yes: it reads the digits well all the same."),
    ("They keep it from learning.", "No: with one hidden layer it reads the digits well."),
    (
        "They are the reason why deep networks of sigmoids get stuck.",
        "No: these get stuck since the error signal shrinks from layer to layer.",
    ),
)
ask(
    "sigmoid/relu-mean",
    [20],
    "The outputs of ReLU are not centred, those of tanh are. Which learns faster on our digits?",
    (
        "They are about as fast.",
        "Yes: being centred is one factor among several.",
    ),
    ("Tanh, by far.", "No: being centred is one factor among several, and they are about as fast."),
    ("ReLU, by far.", "No: ReLU is much faster than the sigmoid, and about as fast as tanh."),
)
ask(
    "sigmoid/normalise",
    [24],
    "The sigmoid gives numbers between 0 and 1. Does it normalise the outputs of a layer?",
    (
        "No: it bounds each of them, and their mean and their sum may be anything in that range.",
        "Right: to normalise would fix a mean and a standard deviation, or the sum.",
    ),
    (
        "Yes: whatever lies between 0 and 1 is normalised.",
        "No: that is a bound. Mean, standard deviation and sum stay free.",
    ),
    (
        "Yes: the outputs of a layer sum to 1.",
        "No: softmax does that. The sigmoid looks at one number.",
    ),
)
ask(
    "sigmoid/probability",
    [25],
    "A sigmoid unit outputs 0.7. When may you read it as a probability of 70%?",
    (
        "When training with a proper loss has made its sum the log-odds.",
        "Yes: the range alone is not enough.",
    ),
    (
        "Always, since it lies between 0 and 1.",
        "No: multiply all sums by 4, and the range stays, while the numbers no longer come true.",
    ),
    (
        "When the network says yes and no as the truth does.",
        "No: the yes or no stays the same when all sums are multiplied by 4.",
    ),
)
ask(
    "sigmoid/clear",
    [27],
    "What does the sigmoid say at z = 1?",
    ("About 0.73.", "Yes: near 0 it is at its least decided."),
    ("More than 0.99.", "No: it gets there at about z = 4.6."),
    ("Exactly 1.", "No: it stays below 1 for every number, but for rounding."),
)
ask(
    "sigmoid/vanish",
    [28, 38],
    "Four layers of sigmoids get stuck from the usual start. What about their slopes?",
    (
        "They are near their largest value: the product of slope and weights is what is small.",
        "Yes: nothing is saturated there.",
    ),
    (
        "Most units are saturated.",
        "No: at the usual start all z are near 0, where the sigmoid is steepest.",
    ),
    ("They are 0.", "No: the slope of a sigmoid is never 0, and here it is near a quarter."),
)
ask(
    "sigmoid/cure",
    [36, 38],
    "Which change of the start lets four layers of sigmoids learn?",
    (
        "Weights about four times as large.",
        "Yes: then each layer passes on most of the error signal.",
    ),
    ("Smaller weights.", "No: the weights are the second factor, so the signal shrinks faster."),
    (
        "None: each layer takes three quarters of the gradient.",
        "No: one quarter bounds the slope alone. The weights are the other factor.",
    ),
)
ask(
    "sigmoid/exponential",
    [30],
    "Does the exponential decide how long a layer of sigmoids takes?",
    (
        "No: the matrix product beside it takes longer.",
        "Right: and how the code is written counts as much as the formula.",
    ),
    ("Yes: an exponential is the slowest part.", "No: the matrix product takes longer."),
    (
        "Yes: so leaky ReLU is always faster.",
        "No: a careless leaky ReLU takes longer than a good tanh.",
    ),
)
ask(
    "sigmoid/bell",
    [31],
    "What does the curve of σ' look like?",
    ("An upright bell, highest at 0.", "Yes: it is the density of the logistic distribution."),
    ("A bell upside down.", "No: it is highest at 0, and falls on both sides."),
    ("A straight line.", "No: it is an upright bell."),
)
ask(
    "sigmoid/zero-slope",
    [33],
    "In float64 the code a * (1 - a) returns 0 for z = 40. What is σ'(40)?",
    (
        "A tiny positive number.",
        "Yes: the derivative never gets to 0. The code rounds a to 1.",
    ),
    ("0, as the code says.", "No: the code rounds a to 1. The derivative is about 4e-18."),
    ("It does not exist.", "No: the sigmoid has a derivative everywhere."),
)
ask(
    "sigmoid/saturating",
    [34],
    "What does one call saturating?",
    ("The sigmoid.", "Yes: since at both ends it nears a horizontal line."),
    ("The derivative of the sigmoid.", "No: the word is used for the activation itself."),
    ("The loss.", "No: the word is used for the activation."),
)
ask(
    "sigmoid/output",
    [39, 40, 48],
    "Tanh learns faster than the sigmoid in hidden layers. Where does the sigmoid stay a "
    "good choice?",
    (
        "At an output that is to be a probability, and in gates.",
        "Yes: there numbers between 0 and 1 are wanted.",
    ),
    ("Nowhere.", "No: for a probability, numbers between 0 and 1 are wanted."),
    (
        "In the first hidden layer.",
        "No: there it is as slow as in others. At the output of yes or no it is right.",
    ),
)
ask(
    "sigmoid/prime",
    [109],
    "What does σ' stand for?",
    ("The derivative of the sigmoid.", "Yes: the activation itself is written σ."),
    ("The sigmoid that acts on a sum.", "No: that is σ. The prime is for the derivative."),
    ("The inverse of the sigmoid.", "No: the prime is for the derivative."),
)
