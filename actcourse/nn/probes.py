"""Probes: what flows through a network, layer by layer, forward and back.

`record` runs one forward and one backward pass and keeps what passed by; the other probes read
its `Record`. They count the layers of units, not the objects in ``net.layers``: a dense layer
with its normalization and activation is one layer, and the output layer is the last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .losses import softmax_cross_entropy
from .network import Network


@dataclass
class Record:
    """One entry for each layer of units, from the first to the output, in every list.

    Attributes
    ----------
    z : list of arrays
        Pre-activations, shape (n, width).
    a : list of arrays
        Outputs f(z), shape (n, width); for the output layer z itself, the logits.
    delta : list of arrays
        dL/dz, shape (n, width), of the mean loss over the n examples.
    W, dW : list of arrays
        Weights and dL/dW, shape (n_in, width): column j belongs to unit j.
    slope : list of arrays
        f'(z), shape (n, width); ones for the output layer. For maxout, whose z are the pieces:
        1 for the piece that wins, else 0.
    loss : float
    """

    z: list
    a: list
    delta: list
    W: list
    dW: list
    slope: list
    loss: float


def record(
    net: Network,
    X: NDArray,
    y: NDArray,
    loss: Callable = softmax_cross_entropy,
    train: bool = False,
) -> Record:
    """What flows through ``net`` for the examples ``X, y``, as a `Record`.

    The parameters stay as they are. ``train=True`` lets batch normalization use the batch, which
    moves its running averages.
    """
    rec = Record([], [], [], [], [], [], 0.0)
    with np.errstate(over="ignore", invalid="ignore"):  # a network of NaN is a finding too
        x, outputs = net.as_input(X), []
        for layer in net.layers:
            x = layer.forward(x, train)
            outputs.append(x)
        rec.loss, g = loss(x, y)
        gradients = []
        for layer in reversed(net.layers):
            gradients.append(g)
            g = layer.backward(g)
        gradients.reverse()
        for layer, a in zip(net.layers, outputs, strict=True):
            if hasattr(layer, "W"):
                rec.W.append(layer.W.copy())  # the next step moves it in place
                rec.dW.append(layer.dW)
            if layer.f is not None:
                rec.z.append(layer.z)
                rec.a.append(a)
                rec.delta.append(layer.delta)
                rec.slope.append(layer.pull_back(np.ones_like(a)))
        if net.layers[-1].f is None:
            rec.z.append(outputs[-1])
            rec.a.append(outputs[-1])
            rec.delta.append(gradients[-1])
            rec.slope.append(np.ones_like(outputs[-1]))
    return rec


def rms(x: NDArray) -> float:
    """Root mean square of all entries."""
    with np.errstate(over="ignore"):
        return float(np.sqrt(np.mean(np.square(x), dtype=np.float64)))


def rms_by_layer(arrays: Iterable[NDArray]) -> NDArray:
    """Root mean square of each array of a list such as ``rec.delta`` or ``rec.dW``."""
    return np.array([rms(x) for x in arrays])


def std_by_layer(arrays: Iterable[NDArray]) -> NDArray:
    """Standard deviation of each array of a list such as ``rec.z`` or ``rec.a``."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.array([x.std(dtype=np.float64) for x in arrays])


def layer_factor(arrays: Sequence[NDArray]) -> float:
    """The factor by which the rms changes per layer on the way back through ``arrays``.

    The geometric mean over the hidden layers, so the output layer is left out: ``rec.delta`` of
    ten hidden layers gives ``(rms of the first / rms of the tenth) ** (1/9)``. Below 1 the
    gradient vanishes, above 1 it explodes.
    """
    if len(arrays) < 3:
        raise ValueError(f"a factor per layer wants 2 hidden layers, got {len(arrays) - 1}.")
    return (rms(arrays[0]) / rms(arrays[-2])) ** (1 / (len(arrays) - 2))


def saturation(rec: Record, below: float = 0.01) -> NDArray:
    """Share of the slopes with ``|f'(z)| < below`` in each hidden layer, between 0 and 1."""
    return np.array([np.mean(np.abs(slope) < below) for slope in rec.slope[:-1]])


def unit_states(rec: Record) -> list[NDArray]:
    """For each hidden layer an array of "alive", "dead" or "nan", one for each unit.

    A unit is dead where its slope f'(z) is exactly 0 on every example of the record: no gradient
    passes. A unit whose pre-activations are not all finite is "nan", not dead: the network
    diverged, and ``z > 0`` is false for NaN as well.
    """
    states = []
    for z, slope in zip(rec.z[:-1], rec.slope[:-1], strict=True):
        dead = (slope == 0).all(axis=0)
        finite = np.isfinite(z).all(axis=0)
        states.append(np.where(finite, np.where(dead, "dead", "alive"), "nan"))
    return states


def dead_units(rec: Record) -> NDArray:
    """Number of dead units in each hidden layer; an error where the network holds NaN."""
    states = unit_states(rec)
    lost = [k + 1 for k, layer in enumerate(states) if (layer == "nan").any()]
    if lost:
        raise ValueError(
            f"hidden layers {lost} hold NaN or infinite pre-activations: the network diverged, "
            "its units are not dead. Train with a smaller learning rate."
        )
    return np.array([(layer == "dead").sum() for layer in states])


def same_sign_share(dW: NDArray) -> float:
    """Share of the units whose weight gradients all have the same sign, between 0 and 1.

    ``dW`` has one column for each unit. Entries that are exactly 0 have no sign and do not
    count; units without any gradient are left out.
    """
    positive, negative = np.any(dW > 0, axis=0), np.any(dW < 0, axis=0)
    moving = positive | negative
    return float((positive ^ negative)[moving].mean()) if moving.any() else float("nan")


def gradient_check(
    net: Network, X: NDArray, y: NDArray, loss: Callable = softmax_cross_entropy, h: float = 1e-5
) -> float:
    """Largest error of the hand-written gradients against central differences.

    The error of each parameter array is relative to the largest entry of its gradient, or to a
    thousandth of the network's largest where that is more: below it central differences are
    rounding noise. About 1e-9 is what float64 can give; near 1 means a wrong formula, or a z
    within ``h`` of a kink. Every single parameter costs two forward passes: keep the network
    small.

    The check sees gradients only: an optimizer that applies them wrongly passes it.
    """
    net = net.copy()  # a training pass moves the running averages of batch normalization

    def value():
        return loss(net.forward(X, train=True), y)[0]

    _, g = loss(net.forward(X, train=True), y)
    net.backward(g)
    analytic = net.gradients()
    numerical = [np.empty_like(p) for p in net.parameters()]
    for p, slopes in zip(net.parameters(), numerical, strict=True):
        for i in np.ndindex(p.shape):
            kept = p[i]
            p[i] = kept + h
            above = value()
            p[i] = kept - h
            below = value()
            p[i] = kept
            slopes[i] = (above - below) / (2 * h)
    largest = [np.abs(slopes).max() for slopes in numerical]
    scales = np.maximum(largest, 1e-3 * max(largest))
    if not any(largest):
        raise ValueError("every gradient is 0, so there is nothing to check; try other weights.")
    worst = [np.abs(a - b).max() for a, b in zip(analytic, numerical, strict=True)]
    return float(np.max(worst / scales))
