"""Saturation and zero-centring."""

import numpy as np

from actcourse.activations import relu, sigmoid, tanh
from actcourse.data import digits
from actcourse.experiments import Recipe, valley
from actcourse.experiments.signs import agreeing

from .ledger import Expected, claim


@claim(
    15,
    says="An activation saturates where its curve comes close to a straight line and its "
    "gradient hardly changes.",
    sources={"notes": "Activation functions"},
    verdict="conditional",
    truth="It saturates where the curve approaches a *horizontal* line, and its slope tends to 0. "
    "The right half of ReLU is a straight line with the constant slope 1, and is not saturated.",
    note="Gulcehre and others (Noisy Activation Functions, 2016) define the term so.",
    taught="sigmoid#how-steep-is-it",
    sigmoid_flat=Expected(4.584, 4.586, "arcosh 49 is 4.5848; the grid has steps of .001"),
    tanh_flat=Expected(2.993, 2.995, "arcosh 10 is 2.9932; the grid has steps of .001"),
    relu_slope=Expected(1, 1, "a straight line, and as steep as ever", claimed=0),
)
def where_the_slope_is_below_a_hundredth(rng):
    z = np.linspace(0.001, 6, 6000)
    return {
        "sigmoid_flat": z[sigmoid.derivative(z) < 0.01][0],
        "tanh_flat": z[tanh.derivative(z) < 0.01][0],
        "relu_slope": relu.derivative(z).min(),
    }


@claim(
    16,
    says="In saturation the gradient changes slowly, so training is slow.",
    sources={"notes": "Activation functions", "lecture": "Choice of activation"},
    verdict="conditional",
    truth="In saturation the gradient is *small*, and so are the steps; that it changes slowly is "
    "not the point. "
    "A loss can make up for it: with the log-loss the slope of a sigmoid at the output cancels.",
    note="One sigmoid unit learns to say 1, starting at $z = 0$ or, saturated, at $z = -8$.",
    taught="sigmoid#what-happens-on-the-way-back",
    steps=Expected(70, 72, "nothing is random here"),
    saturated=Expected(3050, 3110, "nothing is random here"),
    with_log_loss=Expected(
        18, 20, "nothing is random here; fewer than from 0 with the squared error"
    ),
)
def steps_of_a_saturated_unit(rng):
    def steps(z, loss):
        n = 0
        while sigmoid(z) < 0.9:
            slope = sigmoid.derivative(z) if loss == "squared" else 1  # the log-loss cancels it
            z, n = z - (sigmoid(z) - 1) * slope, n + 1
        return n

    return {
        "steps": steps(0, "squared"),
        "saturated": steps(-8, "squared"),
        "with_log_loss": steps(-8, "log-loss"),
    }


@claim(
    17,
    says="If the outputs of a layer are not centred on 0, the weight gradients of a unit in the "
    "next layer all have the same sign, and the weights zigzag.",
    sources={"notes": "Activation functions", "post": "Non-zero mean"},
    verdict="conditional",
    truth="The signs agree exactly for a *single example* and outputs that are all positive. "
    "Training sums over a batch, where in some units the signs still agree and in others not. "
    "The first layer, which sees the data, and the biases are exempt.",
    taught="sigmoid#why-do-they-all-pull-the-same-way",
    sigmoid_one=Expected(1, 1, "a positive output times one number", claimed=1),
    tanh_one=Expected(0, 0, "outputs of both signs", claimed=0),
    sigmoid_batch=Expected(0.25, 0.75, "batches of 32; over 30 seeds .35 to .62", claimed=1),
    relu_batch=Expected(0, 0.2, "batches of 32; over 30 seeds .03 to .10", claimed=1),
)
def units_whose_gradients_agree(rng):
    return {
        "sigmoid_one": agreeing("sigmoid", 1, rng),
        "tanh_one": agreeing("tanh", 1, rng),
        "sigmoid_batch": agreeing("sigmoid", 32, rng),
        "relu_batch": agreeing("relu", 32, rng),
    }


@claim(
    18,
    says="With inputs that are not centred on 0, convergence takes more iterations.",
    sources={"notes": "Activation functions", "post": "Non-zero mean"},
    verdict="conditional",
    truth="A common offset stretches the loss into a valley: its steep walls limit the learning "
    "rate while its floor is nearly flat. "
    "Centring removes the offset, as does normalising a batch. "
    "A bias, one more positive input, does not.",
    note="Gradient descent on a fit with two weights, at the learning rate 1 / largest curvature, "
    "until 1% of the way is left.",
    taught="sigmoid#why-do-they-all-pull-the-same-way",
    steps=Expected(85, 150, "over 30 seeds 100 to 134"),
    steps_centred=Expected(1, 6, "over 30 seeds 1 to 3"),
)
def steps_with_and_without_an_offset(rng):
    X = valley.inputs(0.5, 1.5, rng)
    return {"steps": valley.steps(X), "steps_centred": valley.steps(X - X.mean(axis=0))}


@claim(
    19,
    says="A function whose outputs are not centred will make the network hard to converge.",
    sources={"post": "Non-zero mean"},
    verdict="conditional",
    truth="Such outputs make learning slower, not impossible: "
    "a network with one hidden layer of sigmoids reads the digits well. "
    "Deep networks of sigmoids do get stuck, but for other reasons.",
    note="If the network did not converge it would guess one digit in ten.",
    taught="sigmoid#why-do-they-all-pull-the-same-way",
    test_accuracy=Expected(0.92, 1, "10 epochs; over 30 seeds .944 to .961", claimed=0.1),
)
def one_layer_of_sigmoids(rng):
    return {"test_accuracy": Recipe("sigmoid", depth=1, epochs=10).train(rng).accuracy}


@claim(
    20,
    says="The mean output of ReLU is not 0, and yet ReLU makes a network converge faster.",
    sources={"post": "ReLU"},
    verdict="conditional",
    truth="ReLU is faster than the sigmoid, and about as fast as the centred tanh. "
    "Being centred is one factor among several; the size of the slope weighs more here.",
    note="The post also says that outputs which are not centred make a network hard to converge.",
    taught="sigmoid#why-do-they-all-pull-the-same-way",
    relu_mean=Expected(0.4, 0.7, "over 30 seeds .46 to .48"),
    relu_epochs=Expected(2, 5, "over 30 seeds 2 to 4"),
    tanh_epochs=Expected(2, 5, "over 30 seeds 2 to 4"),
    sigmoid_epochs=Expected(9, 18, "over 30 seeds 12 to 15"),
)
def epochs_to_95_percent(rng):
    numbers = {}
    for f, enough in {"sigmoid": 18, "tanh": 5, "relu": 5}.items():
        run = Recipe(f, depth=1, epochs=enough, watch=("train",)).train(rng)
        reached = np.array(run.history.accuracy["train"]) >= 0.95
        numbers[f + "_epochs"] = 1 + reached.argmax() if reached.any() else np.inf
    first, hidden = run.net.layers[:2]
    return numbers | {"relu_mean": hidden.forward(first.forward(digits().X_train)).mean()}
