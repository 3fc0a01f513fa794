"""Questions on the chapter on nonlinearity."""

from .bank import ask

ask(
    "why_nonlinearity/perceptron",
    [6],
    "A network has no activation at all. Which old method is it?",
    ("Linear regression.", "Yes: its output is any number, linear in the inputs."),
    (
        "The perceptron of 1958.",
        "No: the perceptron has an activation, the step, and answers yes or no.",
    ),
    (
        "Logistic regression.",
        "No: that needs a sigmoid at the output.",
    ),
)
ask(
    "why_nonlinearity/approximate",
    [8],
    "What does the approximation theorem promise of a wide layer whose activation is no "
    "polynomial?",
    (
        "Good weights exist for every continuous function on a closed and bounded set.",
        "Yes. It does not say that training finds them.",
    ),
    (
        "Training finds good weights for every function.",
        "No: the theorem says that they exist. It says nothing of training.",
    ),
    (
        "Good weights exist for every function, on all inputs.",
        "No: the function has to be continuous, and the set closed and bounded.",
    ),
)
ask(
    "why_nonlinearity/neuron",
    [11],
    "In the comparison with a nerve cell, what is the output of a unit closest to?",
    ("A rate of spikes.", "Yes: it is a number of any size, and a single spike is all or nothing."),
    ("A single spike.", "No: a spike is there or not, and the output of a unit is any number."),
    (
        "The number of dendrites.",
        "No: the inputs arrive there. The output is closer to a rate of spikes.",
    ),
)
ask(
    "why_nonlinearity/two-steps",
    [13],
    "What does an activation add to the computation of a gradient for the weights?",
    (
        "Forward its value f(y), backward a factor f'(y).",
        "Yes: two steps, one on each way.",
    ),
    (
        "A value forward, and nothing backward.",
        "No: the chain rule brings a factor f'(y) on the way back.",
    ),
    (
        "A second learning rate.",
        "No: it adds its value forward and its slope backward.",
    ),
)
ask(
    "why_nonlinearity/needs",
    [14],
    "Hidden layers are to learn by gradient descent. Which of these does their activation need?",
    (
        "A slope that is not 0 everywhere.",
        "Yes: with slope 0 everywhere the weights below would never move.",
    ),
    ("Outputs with mean 0.", "No: ReLU and the sigmoid do not have it, and both work."),
    ("A curve that always rises.", "No: swish falls before it rises, and networks learn with it."),
    ("A curve without a kink.", "No: ReLU has one, and it does no harm."),
)
