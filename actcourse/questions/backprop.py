"""Questions on the chapter on backpropagation."""

from .bank import ask

ask(
    "backprop/array",
    [2],
    "A layer has n inputs and m outputs. How many entries has the derivative of its outputs for W?",
    (
        "m × m × n, most of them 0.",
        "Yes: each output hangs on its own row of weights.",
    ),
    (
        "m × n.",
        "No: that many weights there are. Each of the m outputs has a slope for each.",
    ),
    ("m.", "No: each of the m outputs has a slope for each of the m × n weights."),
)
ask(
    "backprop/bias",
    [3],
    "What is the gradient of a loss for the biases of a layer?",
    (
        "A vector: the error signal at its sums, summed over the batch.",
        "Yes. The derivative of the outputs for b is a matrix, and mostly 0.",
    ),
    ("The vector f'(z).", "No: it is multiplied with what comes from above."),
    ("A diagonal matrix.", "No: that is the derivative of the outputs. A loss is one number."),
)
ask(
    "backprop/word",
    [98],
    "What is the function of a unit called?",
    ("Its activation function.", "Yes: an actuator moves something in the world."),
    ("Its actuation function.", "No: that word has no such meaning in this field."),
    ("Its loss function.", "No: the loss judges the output of the whole network."),
)
ask(
    "backprop/dz",
    [99],
    "Code calls the slope of the loss along z dz. What is it for a sigmoid with output a?",
    ("da * a * (1 - a)", "Yes: the slope of the activation times what comes from above."),
    ("a * (1 - a)", "No: that is the slope of the activation alone."),
    ("a - a ** 2 + da", "No: the chain rule multiplies."),
)
ask(
    "backprop/order",
    [100],
    "A network has two layers. Whose gradients come first?",
    ("Those of layer 2.", "Yes: the error signal of layer 1 is made from that of layer 2."),
    ("Those of layer 1.", "No: its error signal is made from that of layer 2."),
    ("It makes no difference.", "No: layer 1 needs what layer 2 passes down."),
)
ask(
    "backprop/misprint",
    [101],
    "A book updates the second layer by W₂ = W₁ - α dW₂. Which test finds it?",
    ("A test of the update itself.", "Yes, at once: compare with W₂ - α dW₂."),
    ("A gradient check.", "No: the gradients are right. It passes."),
    (
        "A look at the accuracy.",
        "No: where shapes fit, after ten epochs it falls by less than the luck of a start.",
    ),
)
ask(
    "backprop/bias-update",
    [102],
    "A book updates biases by b₂ = w b₂ - α db₂. What happens from He's weights?",
    (
        "They grow like the powers of a matrix.",
        "Yes: these weights stretch. Training diverges.",
    ),
    ("They shrink to 0.", "No: smaller weights would do so. With He's they grow."),
    ("Nothing: from 0 the factor does not matter.", "Only in the first step. Then they grow."),
)
ask(
    "backprop/six",
    [103],
    "Of the six formulas of a shallow network, what is dZ₁?",
    (
        "W₂ᵀ dZ₂ ⊙ f'(Z₁)",
        "Yes: back through the weights, then through the slope of the activation.",
    ),
    ("W₂ᵀ dZ₂", "No: the slope of the activation is missing."),
    ("W₁ᵀ dZ₂ ⊙ f'(Z₁)", "No: between the layers stand the weights W₂."),
)
ask(
    "backprop/twice",
    [108],
    "Part of a line stands twice in a Python file, so that a bracket is never closed. What runs?",
    ("Nothing of the file.", "Yes: Python refuses it whole, with a SyntaxError."),
    ("All above the line.", "No: Python reads the whole file before it runs a line."),
    ("All but the line.", "No: Python refuses the whole file."),
)
