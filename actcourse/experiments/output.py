"""The output layer of a classifier: a class that starts far behind, and the first loss."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from actcourse import nn
from actcourse.activations import softmax
from actcourse.data import digits

from .recipe import counted, said

EPOCHS, BATCH = 30, 32
THREE = 3  # the class that starts behind


def squared_error(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean over the examples of ``|softmax(logits) - onehot(y)|²``, and its gradient.

    Parameters
    ----------
    logits : array of shape (n, K)
    y : integer array of shape (n,), values 0 ... K - 1
    """
    error = softmax(logits) - np.eye(logits.shape[1])[y]
    return float(np.sum(error**2) / len(y)), softmax.vjp(logits, 2 * error / len(y))


LOSSES = {"cross-entropy": nn.softmax_cross_entropy, "squared error": squared_error}
WAYS: dict[str, partial] = {
    "SGD rate 0.1": partial(nn.SGD, 0.1),
    "SGD rate 1": partial(nn.SGD, 1),
    "Adam rate 0.001": partial(nn.Adam, 0.001),
    "Adam rate 0.01": partial(nn.Adam, 0.01),
}
APART: dict[
    str, partial
] = {  # Adam keeps a momentum and divides by the size of the gradient: one without the other
    "Adam rate 0.01 without momentum": partial(nn.Adam, 0.01, beta1=0),
    "SGD rate 1 with momentum": partial(nn.SGD, 1, momentum=0.9),
}
FINER: dict[str, partial] = {  # with less added to what Adam divides by
    "Adam rate 0.001, eps 1e-12": partial(nn.Adam, 0.001, eps=1e-12),
    "Adam rate 0.01, eps 1e-12": partial(nn.Adam, 0.01, eps=1e-12),
}
EVERY_WAY = WAYS | APART | FINER


def recipe(way: str = "SGD rate 0.1", starts: int = 3) -> str:
    """The line that says how `threes` trains, as `Recipe` says itself: str."""
    data, make = digits(), EVERY_WAY[way]
    return said(
        data=f"digits {len(data.X_train):,}/{len(data.X_test):,}",
        net="64-10, class 3 behind",
        start="LeCun normal",
        optimizer=partial(make.func, **make.keywords) if make.keywords else make.func,
        rate=make().lr,
        batch=BATCH,
        end=counted(EPOCHS, "epoch"),
        starts=starts,
    )


@cache
def threes(behind, loss, seed, way="SGD rate 0.1", epochs=EPOCHS):
    """Share of the test 3s that are recognised, after each epoch: list of float.

    One layer 64 → 10, LeCun's weights, learns all training digits in batches of 32; the score of
    class 3 starts `behind` points lower.

    Parameters
    ----------
    behind : float
    loss : str
        A key of `LOSSES`.
    seed : int
    way : str
        A key of `EVERY_WAY`.
    epochs : int
    """
    data, rng = digits(), np.random.default_rng(seed)
    net = nn.Network([nn.Dense(64, 10, rng=rng)])
    net.layers[0].b[THREE] -= behind
    some = data.y_test == THREE
    learn = {"loss": LOSSES[loss], "optimizer": EVERY_WAY[way](), "epochs": epochs}
    learn |= {"batch": BATCH, "rng": rng}
    watch = {"threes": (data.X_test[some], data.y_test[some])}
    history = nn.fit(net, data.X_train, data.y_train, watch=watch, **learn)
    return history.accuracy["threes"]


def untrained(init: str | Callable, seed: int | np.random.Generator) -> nn.Network:
    """A classifier 64-64-64-10 of digits, ReLU with He's weights, whose output layer has `init`."""
    rng = np.random.default_rng(seed)
    net = nn.mlp([64, 64, 64, 10], "relu", init="he", rng=rng)
    net.layers[-1] = nn.Dense(64, 10, init=init, rng=rng)
    return net


def first_loss(init: str | Callable, seed: int | np.random.Generator) -> float:
    """Cross-entropy of `untrained` on all training digits."""
    data = digits()
    return nn.softmax_cross_entropy(untrained(init, seed)(data.X_train), data.y_train)[0]


def largest_share(init: str | Callable, seed: int | np.random.Generator) -> float:
    """Mean over the training digits of the largest share that `untrained` gives."""
    return float(softmax(untrained(init, seed)(digits().X_train)).max(axis=1).mean())


@cache
def after(init, seed, epochs):
    """Test accuracy of `untrained` after each of so many epochs: list of float.

    SGD at rate 0.1, in batches of 32.
    """
    data, rng = digits(), np.random.default_rng(seed)
    watch = {"test": (data.X_test, data.y_test)}
    net = untrained(init, seed)
    history = nn.fit(net, data.X_train, data.y_train, epochs=epochs, watch=watch, rng=rng)
    return history.accuracy["test"]
