"""Training: mini-batches, one step, and the loop around them."""

import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from actcourse.activations import domains
from actcourse.activations.coerce import as_array

from .losses import as_labels, softmax_cross_entropy
from .network import Network, decide
from .optim import SGD, Adam


@dataclass
class History:
    """What `fit` saw.

    Attributes
    ----------
    loss : list of float
        Loss of each step, on its own batch, before the step.
    epoch_loss : list of float
        Mean of the step losses over each whole epoch.
    accuracy : dict of str to list of float
        For each name given to ``watch``, the accuracy after each whole epoch, between 0 and 1.
    diverged : bool
        True where the loss became infinite or NaN; training stopped there.
    """

    loss: list = field(default_factory=list)
    epoch_loss: list = field(default_factory=list)
    accuracy: dict = field(default_factory=dict)
    diverged: bool = False


def batches(
    X: NDArray, y: NDArray, size: int, rng: np.random.Generator
) -> Iterator[tuple[NDArray, NDArray]]:
    """Pairs ``(X_batch, y_batch)`` that together visit every example once, in random order.

    The last batch is smaller where ``size`` does not divide the number of examples.
    """
    X, y, size = as_array(X, "X"), as_array(y, "y"), domains.count(size, "size")
    _check_pairs(X, y)
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]


def train_step(
    net: Network,
    X: NDArray,
    y: NDArray,
    optimizer: SGD | Adam,
    loss: Callable = softmax_cross_entropy,
) -> float:
    """The loss on one batch, after which the optimizer has moved the parameters once."""
    value, g = loss(net.forward(X, train=True), y)
    if math.isfinite(value):
        net.backward(g)
        optimizer.step(net.parameters(), net.gradients())
    return value


def accuracy(net: Network, X: NDArray, y: NDArray) -> float:
    """Share of the examples whose label `Network.predict` finds, between 0 and 1.

    Parameters
    ----------
    net : Network
    X : array of shape (n, d)
    y : integer or boolean array of shape (n,), labels that the network can give
    """
    outputs = net.forward(X)
    if len(outputs) == 0:
        raise ValueError("X has no rows, and no example has no share that is right.")
    y = as_labels(y, len(outputs), max(2, outputs.shape[1]))
    return float((decide(outputs) == y).mean())


def fit(
    net: Network,
    X: NDArray,
    y: NDArray,
    *,
    epochs: int = 30,
    batch: int | None = 32,
    optimizer: SGD | Adam | None = None,
    lr: float = 0.1,
    loss: Callable = softmax_cross_entropy,
    watch: dict[str, tuple[NDArray, NDArray]] | None = None,
    progress: bool = False,
    rng: np.random.Generator,
) -> History:
    """Train ``net`` in place and return its `History`.

    Parameters
    ----------
    net : Network
    X : array of shape (n, d)
    y : array with one entry for each row of ``X``, as the loss wants it
    epochs : int, default 30
    batch : int or None, default 32
        Examples in a step; None takes all of them.
    optimizer : default ``SGD(lr)``
    lr : float, default 0.1
        Learning rate of that default; not used where ``optimizer`` is given.
    loss : function, default `softmax_cross_entropy`
    watch : dict of str to (X, y), optional
        Sets on which to measure the accuracy after every epoch:
        ``watch={"test": (X_test, y_test)}``.
    progress : bool, default False
        Draw a progress bar on stderr.
    rng : numpy.random.Generator
        Shuffles the examples.

    Notes
    -----
    A loss that is infinite or NaN ends the training without a warning: the history says
    ``diverged``, and the parameters stay as they were found.

    What is wrong with the examples, with those of ``watch``, or with the size of the batches is
    said before the first step: the network is then as it was.
    """
    X, y = _check_examples(net, X, y)
    batch = len(X) if batch is None else domains.count(batch, "batch")
    _check_batches(net, len(X), batch)
    with np.errstate(all="ignore"):
        loss(net.forward(X), y)  # it knows best which y it takes
    watch = {name: _check_examples(net, *examples) for name, examples in (watch or {}).items()}
    for examples in watch.values():
        accuracy(net, *examples)
    optimizer = optimizer or SGD(lr)
    history = History(accuracy={name: [] for name in watch})
    with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported, not warned of
        for epoch in range(epochs):
            first = len(history.loss)
            for X_batch, y_batch in batches(X, y, batch, rng):
                history.loss.append(train_step(net, X_batch, y_batch, optimizer, loss))
                if not math.isfinite(history.loss[-1]):
                    history.diverged = True
                    return history
            history.epoch_loss.append(float(np.mean(history.loss[first:])))
            for name, (X_watch, y_watch) in watch.items():
                history.accuracy[name].append(accuracy(net, X_watch, y_watch))
            if progress:
                _draw_bar(epoch + 1, epochs, history.epoch_loss[-1])
    return history


def _check_examples(net, X, y):
    """X in the network's dtype and y as arrays, with as many rows each and finite numbers."""
    X, y = net.as_input(X), as_array(y, "y")
    if X.ndim != 2 or len(X) == 0:
        raise ValueError(f"X has shape {X.shape}, wanted (n, d) with at least one row.")
    _check_pairs(X, y)
    for name, values in (("X", X), ("y", y)):
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            lost = (~np.isfinite(values)).sum()
            raise ValueError(
                f"{name} holds {lost} values that are NaN or infinite; leave their rows out."
            )
    return X, y


def _check_pairs(X, y):
    if len(X) != (len(y) if y.ndim else 1):
        entries = f"{len(y)} entries" if y.ndim else "a single one"
        raise ValueError(f"X has {len(X)} rows but y has {entries}; they go in pairs.")


def _check_batches(net, n, batch):
    """An error where the smallest batch, which is the last one, is too small for a layer."""
    layer = max(net.layers, key=lambda layer: layer.least_batch)
    least = layer.least_batch

    def smallest(batch):
        return n % batch or min(n, batch)

    if smallest(batch) < least:
        sizes = [size for size in range(batch + 1, n + 1) if smallest(size) >= least]
        way = f"take batch={sizes[0]}" if sizes else "take more examples"
        raise ValueError(
            f"{n} examples in batches of {batch} leave one of {smallest(batch)}, but {layer} "
            f"trains on at least {least} rows; {way}."
        )


def _draw_bar(done, epochs, loss, width=30):
    filled = width * done // epochs
    end = "\n" if done == epochs else ""
    bar = "#" * filled + "." * (width - filled)
    print(f"\r[{bar}] epoch {done}/{epochs}, loss {loss:.4f}", end=end, file=sys.stderr, flush=True)
