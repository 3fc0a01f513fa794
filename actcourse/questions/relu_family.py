"""Questions on the chapter on ReLU and its family."""

from .bank import ask

ask(
    "relu_family/linear",
    [54],
    "Is ReLU linear?",
    (
        "On either side of 0, but not as a whole.",
        "Yes: ReLU(-1) + ReLU(1) is 1, and ReLU(0) is 0.",
    ),
    ("Yes: it consists of straight lines.", "No: the bend between them breaks the rule of sums."),
    ("No: it is curved.", "It is not linear, but it has no curve: two straight lines meet at 0."),
)
ask(
    "relu_family/time",
    [55, 56],
    "ReLU takes less time than tanh to compute. Does it therefore need fewer training steps?",
    (
        "No: the time of a step and the number of steps are two things.",
        "Right: ReLU needs no fewer steps than tanh on our digits.",
    ),
    (
        "Yes: what is faster to compute learns in fewer steps.",
        "No: the same sigmoid, at the same cost, needs fewer steps from a better start.",
    ),
    (
        "Yes, since the activation takes most of the time of a step.",
        "No: in a layer the matrix product takes more.",
    ),
)
ask(
    "relu_family/dead",
    [57],
    "A ReLU unit outputs 0 for the example at hand. Is it dead?",
    (
        "Only if it outputs 0 for every example.",
        "Yes: to be inactive for about half of them is normal.",
    ),
    ("Yes.", "No: for another example it may be active. Dead is what never is."),
    ("Yes, if its bias is negative.", "No: with some inputs it may be active all the same."),
)
ask(
    "relu_family/sigmoid-dead",
    [58],
    "Which slope is 0 at z = -1?",
    ("That of ReLU.", "Yes: those of the sigmoid and of tanh are 0.197 and 0.420 there."),
    ("That of the sigmoid.", "No: it is 0.197. It is positive for every number."),
    ("That of tanh.", "No: it is 0.420. It is positive for every number."),
)
ask(
    "relu_family/cut-out",
    [59],
    "What changes in the outputs of a network when you cut out its dead units?",
    (
        "Nothing, if they were silent for all inputs.",
        "Yes: a dead unit gives 0. The layer is as good as a narrower one.",
    ),
    ("All outputs change.", "No: a dead unit adds 0 to every sum above it."),
    (
        "The outputs for sensitive regions change.",
        "No: a dead unit is silent in every region.",
    ),
)
ask(
    "relu_family/at-zero",
    [62],
    "What is the derivative of ReLU at exactly 0?",
    (
        "There is none; code takes 0 by convention.",
        "Yes: from left and right the slopes are 0 and 1. All numbers between are subgradients.",
    ),
    (
        "0, by the definition of a derivative.",
        "No: from the right the slope is 1. 0 is a convention.",
    ),
    (
        "One half, the mean of both sides.",
        "No: there is no derivative. Code takes 0 by convention.",
    ),
)
ask(
    "relu_family/exactly-zero",
    [63],
    "In which network is z exactly 0 for a whole layer?",
    (
        "In one whose weights and biases start at 0.",
        "Yes: then the convention for the slope at 0 decides.",
    ),
    ("In none: it has probability 0.", "No: with weights and biases at 0 every z is exactly 0."),
    (
        "In every network with random weights.",
        "No: with random weights it hardly ever happens in double precision.",
    ),
)
ask(
    "relu_family/vanish",
    [64],
    "Layers of 64 ReLU units start from weights of size 0.01. What does each do to the "
    "error signal?",
    (
        "It takes most of it away.",
        "Yes: the factor is about 0.01 √(64/2), which is 0.057.",
    ),
    (
        "It passes it on whole, for the slope is 1.",
        "No: the weights are a factor too, and make it 0.057 here.",
    ),
    ("It makes it explode.", "No: small weights shrink it, to 0.057 of its size a layer."),
)
ask(
    "relu_family/sparse",
    [66],
    "Half of a ReLU layer's outputs are 0. Which benefit is certain?",
    (
        "Products with 0 need not be computed.",
        "Yes: whether it also helps to learn is an empirical matter.",
    ),
    ("The network learns faster.", "No: that has to be measured, and is not guaranteed."),
    ("The network generalises better.", "No: nothing of the kind is guaranteed."),
)
ask(
    "relu_family/most-used",
    [67],
    "Which activation stands in the blocks of LLaMA?",
    ("SwiGLU.", "Yes: transformers use smooth or gated functions."),
    ("ReLU.", "No: transformers such as LLaMA and BERT use smooth or gated functions."),
    ("The sigmoid.", "No: it is SwiGLU, which has a sigmoid in its gate."),
)
ask(
    "relu_family/limits",
    [68],
    "Which two limits of ReLU are well known?",
    (
        "Its outputs have a positive mean, and units may die.",
        "Yes: and a unit that is dead gets no gradient of its own.",
    ),
    (
        "It saturates on the right, and is slow.",
        "No: on the right its slope is 1, and it is quick.",
    ),
    (
        "It is not differentiable, and not bounded.",
        "Neither does harm. The positive mean and dead units are the limits.",
    ),
)
ask(
    "relu_family/batch-norm",
    [69],
    "Batch normalization stands before ReLU, as usual. What is the mean of the outputs of ReLU?",
    ("About 0.4.", "Yes: it centres what goes in, and ReLU cuts off the negative half."),
    ("0.", "No: what goes into ReLU has mean 0, and what comes out is positive."),
    ("1.", "No: 1 is the standard deviation of what goes in. The mean behind ReLU is about 0.4."),
)
ask(
    "relu_family/much-faster",
    [70],
    "Than which activation does ReLU learn about ten times faster on our digits?",
    ("The sigmoid, with the usual start.", "Yes: and not faster than tanh."),
    ("Tanh.", "No: tanh is about as fast."),
    ("Leaky ReLU.", "No: the two are about as fast."),
)
ask(
    "relu_family/regression",
    [71],
    "A network predicts temperatures in °C. Which output?",
    ("The identity.", "Yes: any number may come out, also a negative one."),
    ("ReLU.", "No: it cannot give a negative number."),
    ("A sigmoid.", "No: it gives numbers between 0 and 1 alone."),
    ("Softmax.", "No: it gives shares that sum to 1."),
)
ask(
    "relu_family/classes",
    [71],
    "A network names one of ten digits. Which output?",
    ("Softmax.", "Yes: ten shares that sum to 1."),
    ("One sigmoid.", "No: one number between 0 and 1 tells two classes apart."),
    ("ReLU.", "No: its outputs are no shares, and may all be 0."),
)
ask(
    "relu_family/maximum",
    [72],
    "For which slopes α is leaky ReLU the larger of α x and x?",
    (
        "For α ≤ 1.",
        "Yes: with α = 2 the maximum gives -1 at -1, and not -2.",
    ),
    (
        "For every α.",
        "No: with α = 2 the maximum gives -1 at -1, and not -2.",
    ),
    ("For none.", "No: for α up to 1 it is right."),
)
ask(
    "relu_family/leak",
    [74, 75],
    "What is the derivative of leaky ReLU with slope 0.01, at y = -3?",
    ("0.01.", "Yes: it is a constant on the left."),
    ("-0.03.", "No: that is its value. The derivative is the constant 0.01."),
    ("0.", "No: that is the derivative of ReLU."),
)
ask(
    "relu_family/no-problem",
    [76],
    "A unit with leaky ReLU, slope 0.01, is silent for all examples. What happens to it?",
    (
        "It can come back, about a hundred times more slowly than an active unit learns.",
        "Yes: its gradient is 100 times smaller, but not 0.",
    ),
    ("It is dead for good.", "No: its gradient is small, but not 0."),
    (
        "It comes back at once.",
        "No: its gradient is 100 times smaller. It may take a thousand steps and more.",
    ),
)
ask(
    "relu_family/leaky-sparse",
    [77, 110],
    "What does leaky ReLU lose of the advantages of ReLU?",
    ("Outputs of exactly 0.", "Yes: half of its outputs are small, none is 0."),
    ("The slope 1 on the right.", "No: that is the same."),
    ("Nothing.", "No: none of its outputs is exactly 0, so no product can be skipped."),
)
ask(
    "relu_family/prelu-slope",
    [80, 112],
    "PReLU learns its slope on the left. What became of it on our digits?",
    (
        "One slope a unit stayed moderate; one shared by a layer grew to about 1.",
        "Yes: it is as small as training makes it, and was never exactly 0.",
    ),
    ("It went to 0, so that the units became sparse.", "No: that hardly ever happens."),
    (
        "It stayed at 0.25, where it starts.",
        "No: it spread around its start, and a shared one grew.",
    ),
)
ask(
    "relu_family/best",
    [81],
    "Does the learned slope of PReLU give the best results on our digits?",
    (
        "No: its training loss ends above that of ReLU, and tanh reads more digits.",
        "Right: a learned slope promises nothing of the kind.",
    ),
    (
        "Yes: what is learned fits best.",
        "No: on all our digits its training loss ends above ReLU's.",
    ),
    (
        "Yes: the paper proves it.",
        "No: the paper reports a lead on one network for ImageNet, and proves nothing.",
    ),
)
ask(
    "relu_family/elu-dead",
    [83],
    "Can a unit with ELU stop learning?",
    (
        "Nearly: its slope on the left fades exponentially.",
        "Yes: below -4.6 it is smaller than that of leaky ReLU, and in floats it ends at 0.",
    ),
    (
        "No: its slope is positive everywhere.",
        "It is, but it fades exponentially, and in floating point it ends at 0.",
    ),
    ("Yes: its slope is 0 on the left.", "No: that is ReLU. The slope of ELU fades."),
)
ask(
    "relu_family/elu-mean",
    [84],
    "What is the mean output of ELU for standard normal inputs?",
    ("0.161.", "Yes: nearer to 0 than the 0.399 of ReLU, and not 0."),
    ("0.", "No: SELU has that, with constants chosen for it."),
    ("0.399.", "No: that is ReLU."),
)
ask(
    "relu_family/natural",
    [85],
    "What is proven of ELU?",
    (
        "That it saturates at -α.",
        "Yes: that it comes nearer to the natural gradient is an argument of its paper.",
    ),
    (
        "That it follows the natural gradient.",
        "No: that is an argument of its paper, not a theorem.",
    ),
    ("That it is better than ReLU.", "No: it is not proven, and on our digits the lead is small."),
)
ask(
    "relu_family/fixed-slope",
    [111],
    "Leaky ReLU with the slope 0.01, or with 0.25: how much do they differ on 200 digits?",
    (
        "By less than one network differs from the next.",
        "Yes: about half a point or less on average.",
    ),
    (
        "The fixed slope 0.01 ruins the network.",
        "No: it is behind by half a point or less on average.",
    ),
    ("Not at all.", "No: over many pairs the larger slope leads by half a point or less."),
)
ask(
    "relu_family/elu-variation",
    [113],
    "Which passes on the most variation of ordinary negative inputs, between -2 and 0?",
    ("ELU.", "Yes: it varies far less only where inputs are very negative."),
    ("Leaky ReLU with slope 0.01.", "No: it shrinks all variation there to a hundredth."),
    ("ReLU.", "No: it passes on none."),
)
