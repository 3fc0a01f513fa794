"""Questions on the chapter on initialization."""

from .bank import ask

ask(
    "initialization/biases",
    [105],
    "The weights start at random. How may the biases start?",
    ("At 0.", "Yes: random weights are enough to tell the units apart."),
    (
        "They have to be random, too.",
        "No: random weights are enough. Small random biases showed no gain in 20 pairs.",
    ),
    ("At 1, or units die.", "No: biases of 0 beside random weights serve."),
)
ask(
    "initialization/randn",
    [106],
    "What does np.random.randn((2, 2)) * 0.01 do?",
    ("It stops with a TypeError.", "Yes: randn takes the lengths one by one."),
    ("It draws a 2 × 2 matrix.", "No: randn(2, 2) would. A tuple is a TypeError."),
    ("It draws two numbers.", "No: a tuple is a TypeError."),
)
ask(
    "initialization/size",
    [107],
    "How large should starting weights be?",
    (
        "It hangs on the number of inputs: √(1/n) for tanh, √(2/n) for ReLU.",
        "Yes: so each layer keeps the size of the signal.",
    ),
    ("0.01, always.", "No: that serves one hidden layer, and leaves three guessing."),
    (
        "As large as possible.",
        "No: from size 1 three layers of tanh learn their own digits by heart.",
    ),
)
