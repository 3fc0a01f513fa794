"""Training: mini-batches, one step, and the loop around them."""

import math
import sys
from dataclasses import dataclass, field

import numpy as np

from .losses import softmax_cross_entropy
from .optim import SGD


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


def batches(X, y, size, rng):
    """Pairs ``(X_batch, y_batch)`` that together visit every example once, in random order.

    The last batch is smaller where ``size`` does not divide the number of examples.
    """
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]


def train_step(net, X, y, optimizer, loss=softmax_cross_entropy):
    """The loss on one batch, after which the optimizer has moved the parameters once."""
    value, g = loss(net.forward(X, train=True), y)
    if math.isfinite(value):
        net.backward(g)
        optimizer.step(net.parameters(), net.gradients())
    return value


def accuracy(net, X, y):
    """Share of the examples whose label `Network.predict` finds, between 0 and 1."""
    return float((net.predict(X) == np.asarray(y)).mean())


def fit(
    net,
    X,
    y,
    *,
    epochs=30,
    batch=32,
    optimizer=None,
    lr=0.1,
    loss=softmax_cross_entropy,
    watch=None,
    progress=False,
    rng,
):
    """Train ``net`` in place and return its `History`.

    Parameters
    ----------
    net : Network
    X : array of shape (n, d)
    y : array with one entry for each row of ``X``
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
    """
    X, y = _check_examples(net, X, y)
    optimizer = optimizer or SGD(lr)
    history = History(accuracy={name: [] for name in watch or {}})
    with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported, not warned of
        for epoch in range(epochs):
            first = len(history.loss)
            for X_batch, y_batch in batches(X, y, batch or len(X), rng):
                history.loss.append(train_step(net, X_batch, y_batch, optimizer, loss))
                if not math.isfinite(history.loss[-1]):
                    history.diverged = True
                    return history
            history.epoch_loss.append(float(np.mean(history.loss[first:])))
            for name, (X_watch, y_watch) in (watch or {}).items():
                history.accuracy[name].append(accuracy(net, X_watch, y_watch))
            if progress:
                _draw_bar(epoch + 1, epochs, history.epoch_loss[-1])
    return history


def _check_examples(net, X, y):
    """X in the network's dtype and y as arrays, with as many rows each and X finite."""
    X, y = np.asarray(X, net.dtype), np.asarray(y)
    if X.ndim != 2 or len(X) == 0:
        raise ValueError(f"X has shape {X.shape}, wanted (n, d) with at least one row.")
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows but y has {len(y)} entries; they go in pairs.")
    if not np.isfinite(X).all():
        raise ValueError(f"X holds {(~np.isfinite(X)).sum()} values that are NaN or infinite.")
    return X, y


def _draw_bar(done, epochs, loss, width=30):
    filled = width * done // epochs
    end = "\n" if done == epochs else ""
    bar = "#" * filled + "." * (width - filled)
    print(f"\r[{bar}] epoch {done}/{epochs}, loss {loss:.4f}", end=end, file=sys.stderr, flush=True)
