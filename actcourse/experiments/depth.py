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

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> None:
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
    "rate 1.6": FOUR.but(rate=1.6),
    "momentum 0.9": FOUR.but(optimizer=partial(nn.SGD, momentum=0.9)),
    "Adam, rate 0.001": FOUR.but(optimizer=nn.Adam, rate=0.001),
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
    """Networks of tanh units, rewritten in sigmoids before they are trained.

    Attributes
    ----------
    part : str
        What the start keeps of the disguise: "all", its "weights" with biases 0, or its "biases"
        alone, which centre what enters a unit, with the weights of `init` as they are.
    """

    f: str = field(default="tanh", init=False)
    batch_norm: bool = field(default=False, init=False)
    part: str = "all"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.part not in ("all", "weights", "biases"):
            raise ValueError(f'part is {self.part!r}, wanted "all", "weights" or "biases"')

    def __str__(self):
        part = "" if self.part == "all" else f"{self.part} of "
        return super().__str__().replace(" tanh ", f" {part}tanh in sigmoids ")

    def network(self, seed: int | np.random.Generator) -> nn.Network:
        """An untrained network of sigmoids; with all parts it computes what one of tanh does."""
        plain = super().network(seed)
        twin = in_sigmoids(plain)
        for own, layer in zip(plain.layers[::2], twin.layers[::2], strict=True):
            if self.part == "weights":
                layer.b[:] = 0
            elif self.part == "biases":
                layer.W[:] = own.W
                layer.b[:] = 0 if layer is twin.layers[0] else -own.W.sum(axis=0) / 2
        return twin


DISGUISE = Disguise(epochs=TANH.epochs, reseed=True)
# Is it the start or the rate that leaves five layers of sigmoids with guessing, and which part?
FIVE = TANH.but(depth=5)
FIVE_STARTS = {
    "sigmoid, 1/√n": FIVE.but(f="sigmoid"),
    "sigmoid, 1/√n, rate 1.6": FIVE.but(f="sigmoid", rate=1.6),
    "sigmoid, 1/√n, rates × 4": FIVE.but(f="sigmoid", optimizer=partial(LayerwiseSGD, factor=4)),
    "sigmoid, Adam, rate 0.01": FIVE.but(f="sigmoid", optimizer=nn.Adam, rate=0.01),
    "sigmoid, Adam, rate 0.1": FIVE.but(f="sigmoid", optimizer=nn.Adam),
    "sigmoid, 4/√n": FIVE.but(f="sigmoid", init=nn.lecun(gain=4)),
    "biases of the disguise": DISGUISE.but(depth=5, part="biases"),
    "weights of the disguise": DISGUISE.but(depth=5, part="weights"),
    "its weights, rate 0.8": DISGUISE.but(depth=5, part="weights", rate=0.8),
    "disguised": DISGUISE.but(depth=5),
    "disguised, rate 0.8": DISGUISE.but(depth=5, rate=0.8),
    "tanh, 1/√n": FIVE,
}
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
