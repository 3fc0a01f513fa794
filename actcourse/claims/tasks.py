"""Tasks that several experiments share."""

import math

import numpy as np

from actcourse import nn
from actcourse.data import digits


def train_digits(f, *, depth=1, width=64, init="lecun", bias="zeros", lr=0.1, epochs=5, rng):
    """A network with `depth` hidden layers, trained on the digits, and its history.

    Mini-batches of 32 and plain gradient descent, as in the chapters; the history watches the
    accuracy on the training part as ``"train"``.
    """
    d = digits()
    net = nn.mlp([64, *[width] * depth, 10], f, init=init, bias=bias, rng=rng)
    watch = {"train": (d.X_train, d.y_train)}
    history = nn.fit(
        net, d.X_train, d.y_train, optimizer=nn.SGD(lr), epochs=epochs, watch=watch, rng=rng
    )
    return net, history


def score(net):
    """Share of the test digits that `net` gets right, between 0 and 1."""
    d = digits()
    return nn.accuracy(net, d.X_test, d.y_test)


def leads(f, rival="relu", *, init="he", pairs=5, examples=200, epochs=30, rng):
    """Points by which `f` is ahead of its rival on the test digits: array of shape (pairs,).

    The two networks of a pair have two hidden layers, learn from the same few examples, start
    from the same weights and see the same batches, so that most of the luck cancels.
    """
    d, found = digits(), []
    for seed in rng.integers(2**32, size=pairs):
        scores = []
        for g in (f, rival):
            pair = np.random.default_rng(seed)
            few = pair.permutation(len(d.X_train))[:examples]
            net = nn.mlp([64, 64, 64, 10], g, init=init, rng=pair)
            nn.fit(net, d.X_train[few], d.y_train[few], epochs=epochs, rng=pair)
            scores.append(100 * score(net))
        found.append(scores[0] - scores[1])
    return np.array(found)


def steps_to(goal, f, *, init, lr, most=2000, rng):
    """Steps of gradient descent, in fives, until three hidden layers reach a test score of `goal`.

    Batches of 32 digits; infinite where `most` steps do not suffice.
    """
    d, optimizer = digits(), nn.SGD(lr)
    net = nn.mlp([64, 64, 64, 64, 10], f, init=init, rng=rng)
    for done in range(0, most, 5):
        if nn.accuracy(net, d.X_test, d.y_test) >= goal:
            return done
        for _ in range(5):
            batch = rng.choice(len(d.X_train), 32, replace=False)
            nn.train_step(net, d.X_train[batch], d.y_train[batch], optimizer)
    return math.inf
