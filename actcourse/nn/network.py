"""A network is a list of layers."""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from actcourse.activations import ACTIVATIONS, Activation
from actcourse.activations.coerce import as_floats

from .layers import Activate, BatchNorm, Dense, Layer


class Network:
    """Layers one after the other; ``net(X)`` gives the outputs, ``net.predict(X)`` the labels.

    The last layer's outputs are logits: the losses of `actcourse.nn` bring their own softmax or
    sigmoid.
    """

    def __init__(self, layers: Iterable[Layer]):
        self.layers: list[Any] = list(layers)
        self.dtype = next((p.dtype for p in self.parameters()), np.dtype(float))

    def as_input(self, x: ArrayLike) -> NDArray:
        """x as an array of the network's dtype: real numbers, whatever held them."""
        with np.errstate(over="ignore"):  # what float32 cannot hold is infinite in it
            return as_floats(x, "X")[0].astype(self.dtype, copy=False)

    def forward(self, x: ArrayLike, train: bool = False) -> NDArray:
        """Outputs, shape (n, d_out), of the examples in the rows of ``x``.

        ``train`` matters to `BatchNorm` alone. Nothing warns: where a network has diverged, its
        infinite or NaN outputs say so.
        """
        a = self.as_input(x)
        with np.errstate(over="ignore", invalid="ignore"):
            for layer in self.layers:
                a = layer.forward(a, train)
        return a

    __call__ = forward

    def backward(self, g: NDArray) -> NDArray:
        """Gradient of the loss with respect to the network's input, from that of its output.

        On the way every layer stores the gradients of its own parameters, in place of those of
        the last call: nothing accumulates, so nothing has to be set to zero.
        """
        for layer in reversed(self.layers):
            g = layer.backward(g)
        return g

    def predict(self, X: ArrayLike) -> NDArray:
        """Labels, shape (n,): the largest of several logits, or the sign of a single one."""
        return decide(self.forward(X))

    def parameters(self) -> list[NDArray]:
        """The parameters themselves, no copies, layer by layer."""
        return [getattr(layer, name) for layer in self.layers for name in layer.parameter_names]

    def gradients(self) -> list[NDArray]:
        """The gradients of the last `backward`, in the order of `parameters`."""
        return [
            getattr(layer, "d" + name) for layer in self.layers for name in layer.parameter_names
        ]

    @property
    def size(self) -> int:
        """How many numbers the network learns."""
        return sum(p.size for p in self.parameters())

    def copy(self) -> "Network":
        """An independent network with the same parameters."""
        return deepcopy(self)

    def __repr__(self) -> str:
        return f"Network({', '.join(map(repr, self.layers))})"


def decide(outputs: NDArray) -> NDArray:
    """Labels, shape (n,), of outputs, shape (n, d): see `Network.predict`."""
    return outputs.argmax(axis=1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0).astype(int)


def mlp(
    sizes: Sequence[int],
    f: Activation | str | Callable[..., Layer],
    *,
    init: str | Callable = "lecun",
    bias: str | Callable = "zeros",
    rng: np.random.Generator,
    batch_norm: bool = False,
    dtype: DTypeLike = np.float64,
) -> Network:
    """A multilayer perceptron: dense layers, an activation after each but the last.

    Parameters
    ----------
    sizes : sequence of int
        Widths from input to output: ``[64, 32, 10]`` has one hidden layer of 32 units.
    f : Activation, str or function
        Activation of the hidden layers. A function makes a new layer for each of them, such as
        `PReLU` or ``functools.partial(Learned, swish)``.
    init, bias : str or function
        Schemes for the weights and the biases, see `actcourse.nn.init`.
    rng : numpy.random.Generator
    batch_norm : bool, default False
        Put a `BatchNorm` before every activation.
    dtype : default float64

    Examples
    --------
    >>> import numpy as np
    >>> mlp([64, 32, 10], "tanh", rng=np.random.default_rng(0))
    Network(Dense(64, 32), Activate(tanh), Dense(32, 10))
    """
    if len(sizes) < 2:
        raise ValueError(f"sizes has {len(sizes)} widths, wanted at least input and output.")
    f = ACTIVATIONS[f] if isinstance(f, str) else f
    layers: list[Layer] = []
    for n_in, n_out in pairwise(sizes):
        layers.append(Dense(n_in, n_out, init=init, bias=bias, rng=rng, dtype=dtype))
        if batch_norm:
            layers.append(BatchNorm(n_out, dtype=dtype))
        layers.append(Activate(f) if isinstance(f, Activation) else f(dtype=dtype))
    return Network(layers[: -2 if batch_norm else -1])  # the last layer's outputs are logits
