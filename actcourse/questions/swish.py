"""Questions on the chapter on swish."""

from .bank import ask

ask(
    "swish/saturates",
    [90],
    "Does swish saturate?",
    ("On the left.", "Yes: there its slope tends to 0, as that of ReLU is 0."),
    ("On both sides.", "No: on the right its slope tends to 1."),
    ("Nowhere.", "No: on the left its slope tends to 0."),
)
ask(
    "swish/regularizes",
    [90],
    "Swish is bounded below. What does that do for a network?",
    (
        "That it regularizes is a hypothesis.",
        "Yes: it has to be measured, and a bound alone proves nothing.",
    ),
    ("It regularizes, by a theorem.", "No: that is a hypothesis of the paper."),
    ("It keeps units from saturating.", "No: on the bounded side the slope tends to 0."),
)
ask(
    "swish/slope",
    [91],
    "Where is the derivative of swish negative?",
    ("Below -1.2785.", "Yes: swish falls before it rises."),
    ("Nowhere.", "No: swish falls for every x below -1.2785."),
    ("For every negative x.", "No: between -1.2785 and 0 it rises."),
)
ask(
    "swish/smooth",
    [92],
    "On our digits softplus is as smooth as swish. Is smoothness what helps?",
    (
        "That is a hypothesis, and softplus from one start is clearly behind ReLU.",
        "Yes: smoothness alone does not decide.",
    ),
    ("Yes: smooth functions lead.", "No: from LeCun's weights softplus is far behind ReLU."),
    (
        "No: smooth functions always do worse.",
        "No: from He's weights swish leads a little.",
    ),
)
