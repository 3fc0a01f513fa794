"""Tasks that several experiments share."""

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
