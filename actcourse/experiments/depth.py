"""Networks that read the digits, by depth, start and activation.

The chapters on the sigmoid, on tanh and on initialization each keep to a recipe of their own.
"""

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from actcourse import nn
from actcourse.data import digits

from .recipe import Recipe

# Sizes of the weights; at 64 inputs the usual one, 1/√n, is 0.125.
SMALL, USUAL, LARGE = nn.normal(std=0.01), "lecun", nn.normal(std=1)


class LayerwiseSGD(nn.SGD):
    """SGD whose learning rate is `factor` times larger with every layer down from the output.

    It takes networks of dense layers, which have two arrays of parameters each.
    """

    def __init__(self, lr: float = 0.1, factor: float = 1.0):
        super().__init__(lr)
        self.factor = factor

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> None:
        """Change the parameters in place, as the optimizers of `actcourse.nn` do."""
        top = len(gradients) // 2 - 1
        scaled = [self.factor ** (top - k // 2) * g for k, g in enumerate(gradients)]
        super().step(parameters, scaled)


class Normalised(nn.SGD):
    """SGD in which each array of gradients is divided by its root mean square."""

    def step(self, parameters, gradients):
        """Change the parameters in place, as the optimizers of `actcourse.nn` do."""
        sizes = (max(nn.rms(g), np.finfo(g.dtype).tiny) for g in gradients)
        super().step(parameters, [g / size for g, size in zip(gradients, sizes, strict=True)])


SIGMOID = Recipe("sigmoid", reseed=True)
# The network of four layers that is left with guessing, and what one change makes of it.
FOUR = SIGMOID.but(depth=4)
FOUR_MENDED = {
    "no change": FOUR,
    "weights 4 times as large": FOUR.but(init=nn.lecun(gain=4)),
    "rate 4 times larger per layer downward": FOUR.but(optimizer=partial(LayerwiseSGD, factor=4)),
    "rate 1": FOUR.but(rate=1),
    "momentum 0.9": FOUR.but(optimizer=partial(nn.SGD, momentum=0.9)),
    "Adam": FOUR.but(optimizer=nn.Adam, rate=0.001),
    "180 epochs": FOUR.but(epochs=180),
}
TANH = Recipe("tanh", epochs=8, reseed=True)
START = Recipe("tanh", epochs=10, dtype=np.float32)
THIRTY = START.but(
    f="relu", depth=30, optimizer=partial(nn.SGD, momentum=0.9), rate=0.003, epochs=3
)
# The thirty layers of ReLU in other hands.
PLAIN = THIRTY.but(optimizer=nn.SGD, rate=0.01, epochs=30)
ADAM = THIRTY.but(optimizer=nn.Adam, rate=0.001, epochs=6)
NORMALISED = ADAM.but(optimizer=Normalised)


def in_sigmoids(net: nn.Network) -> nn.Network:
    """The network of sigmoid units that computes what this network of tanh units computes.

    Every tanh(z) becomes 2 σ(2z) - 1. What stands before a unit takes the inner 2, the layer
    behind it the outer 2 and, in its biases, the -1.
    """
    dense = net.layers[::2]
    twin = nn.mlp(
        [dense[0].W.shape[0], *(layer.W.shape[1] for layer in dense)],
        "sigmoid",
        init="zeros",
        rng=np.random.default_rng(0),
    )
    for old, new in zip(dense, twin.layers[::2], strict=True):
        before, behind = 1 + (old is not dense[0]), 1 + (old is not dense[-1])
        new.W[:] = behind * before * old.W
        new.b[:] = behind * (old.b - (before - 1) * old.W.sum(axis=0))
    return twin


@dataclass(frozen=True)
class Disguise(Recipe):
    """Networks of tanh units, rewritten in sigmoids before they are trained."""

    f: str = field(default="tanh", init=False)
    batch_norm: bool = field(default=False, init=False)

    def __str__(self):
        return super().__str__().replace(" tanh ", " tanh in sigmoids ")

    def network(self, seed: int | np.random.Generator) -> nn.Network:
        """An untrained network of sigmoids that computes what one of tanh units does."""
        return in_sigmoids(super().network(seed))


DISGUISE = Disguise(epochs=TANH.epochs, reseed=True)
# The tanh network that small weights leave stuck, by the one change that is made to it.
STUCK = TANH.but(depth=3, init=SMALL)
RESCUES = {
    "no change": STUCK,
    "larger weights": STUCK.but(init=USUAL),
    "batch norm": STUCK.but(batch_norm=True),
    "ReLU": STUCK.but(f="relu"),
}


def carried_back(seed: int | np.random.Generator, depth: int = 5, epochs: int = 1) -> np.ndarray:
    """A step of the network in disguise beside that of the tanh network, matrix by matrix.

    Both stand at the function that the tanh network has learned in so many epochs, and take one
    step of gradient descent on all training digits at the same rate. The step of the disguise is
    carried back to the weights of tanh.

    Parameters
    ----------
    seed : int or numpy.random.Generator
    depth, epochs : int

    Returns
    -------
    array (depth + 1, 2)
        For each weight matrix the length of the one step in that of the other, and the cosine of
        the angle between them.
    """
    d, net = digits(), TANH.but(depth=depth, epochs=epochs).train(seed).net
    one, other = (nn.record(n, d.X_train, d.y_train).dW for n in (net, in_sigmoids(net)))
    sizes = []
    for k, (own, twin) in enumerate(zip(one, other, strict=True)):
        back = twin / ((1 + (k > 0)) * (1 + (k < depth)))  # by what `in_sigmoids` multiplies
        length, whole = np.linalg.norm(back), np.linalg.norm(own)
        sizes.append((length / whole, np.sum(back * own) / (length * whole)))
    return np.array(sizes)
