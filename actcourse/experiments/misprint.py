"""Training with an update that is wrong: the second layer follows a rule of its own."""

from functools import cache, partial
from typing import Any

import numpy as np

from actcourse import nn
from actcourse.data import digits

from .recipe import Recipe, said

RULES = {
    "W₂ = W₂ − α dW₂, as it should be": lambda W1, W2, b2, lr, dW2, db2: (
        W2 - lr * dW2,
        b2 - lr * db2,
    ),
    "W₂ = W₁ − α dW₂, as printed": lambda W1, W2, b2, lr, dW2, db2: (W1 - lr * dW2, b2 - lr * db2),
    "W₂ and b₂ never change": lambda W1, W2, b2, lr, dW2, db2: (W2.copy(), b2.copy()),
    "b₂ = b₂W₂ − α db₂, as printed": lambda W1, W2, b2, lr, dW2, db2: (
        W2 - lr * dW2,
        b2 @ W2 - lr * db2,
    ),
}
RIGHT, PRINTED, FROZEN, BIAS = RULES


class LastLayer(nn.SGD):
    """Gradient descent on the last layer's weights and biases alone."""

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> None:
        """Move the last two parameters; the others stay."""
        super().step(parameters[-2:], gradients[-2:])


class Update(nn.SGD):
    """Gradient descent in which the second layer follows a rule of its own.

    Parameters
    ----------
    rule : str
        A key of `RULES`. Its function gives the next W2 and b2, from the parameters as they were
        before the step.
    lr : float
    """

    def __init__(self, rule: str, lr: float = 0.1):
        super().__init__(lr)
        self.rule = RULES[rule]

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> None:
        """Move the parameters, all at once, by gradients from before the step."""
        W1, _, W2, b2, *_ = parameters
        _, _, dW2, db2, *_ = gradients
        second = self.rule(W1, W2, b2, self.lr, dW2, db2)
        super().step(parameters, gradients)
        W2[...], b2[...] = second


RECIPES = {
    rule: Recipe("relu", init="he", optimizer=partial(Update, rule), epochs=10, watch=("test",))
    for rule in RULES
}
# Learning is left to the output, on top of two layers that stay as they were drawn.
OUTPUT_ALONE = RECIPES[RIGHT].but(optimizer=LastLayer)


# What the gradient check nudges, and what one step is looked at of.
SMALL: dict[str, Any] = {
    "net": "4-4-4-3 tanh",
    "start": "LeCun normal",
    "optimizer": Update,
    "rate": 0.1,
}
CHECKED = said(data="20 random points", **SMALL, batch=32, end="3 epochs")
FOLLOWED = said(data="8 random points", **SMALL, end="1 step")


@cache
def checked(rule):
    """`nn.gradient_check` of a small square network that was trained by this rule: float."""
    return check(rule, 0)


def check(rule: str, seed: int | np.random.Generator) -> float:
    """The same for a network of this seed, an int or a `numpy.random.Generator`."""
    rng = np.random.default_rng(seed)
    net = nn.mlp([4, 4, 4, 3], "tanh", rng=rng)
    X, y = rng.standard_normal((20, 4)), rng.integers(0, 3, 20)
    nn.fit(net, X, y, epochs=3, optimizer=Update(rule), rng=rng)
    return nn.gradient_check(net, X, y)


def astray(rule: str, bias: str, seed: int | np.random.Generator) -> float:
    """How far one step of the rule ends from that of gradient descent: float, 0 for the right one.

    Parameters
    ----------
    rule : str
        A key of `RULES`.
    bias : str
        The scheme of the biases at the start.
    seed : int or numpy.random.Generator
    """
    rng = np.random.default_rng(seed)
    net = nn.mlp([4, 4, 4, 3], "tanh", bias=bias, rng=rng)
    before = [p.copy() for p in net.parameters()]
    X, y = rng.normal(size=(8, 4)), rng.integers(0, 3, 8)
    nn.train_step(net, X, y, Update(rule, lr=0.1))
    wanted = [p - 0.1 * g for p, g in zip(before, net.gradients(), strict=True)]
    pairs = zip(net.parameters(), wanted, strict=True)
    return float(max(np.abs(p - q).max() for p, q in pairs))


def apart(net: nn.Network) -> float:
    """How far the second layer's weights are from the first's, relative to these: float."""
    first, second = (net.layers[k].W for k in (0, 2))
    return float(np.linalg.norm(second - first) / np.linalg.norm(first))


def asymmetry(
    seed: int | np.random.Generator, late: bool, lr: float = 0.1, h: float = 1e-5
) -> float:
    """How far a field of steps is from being the gradient of some loss: float.

    The slopes of a gradient for the parameters make a symmetric matrix. This is the largest
    difference between an entry and its mirror image, relative to the largest entry, for the
    weights of a network 3-3-2 with tanh.

    Parameters
    ----------
    seed : int or numpy.random.Generator
    late : bool
        Whether the error signal goes back through the new weights of the last layer.
    lr, h : float
        Learning rate, and the step of the difference quotients.
    """
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((20, 3)), rng.integers(0, 2, 20)
    start = rng.standard_normal(15) / 2

    def field(p):
        W1, W2 = p[:9].reshape(3, 3), p[9:].reshape(3, 2)
        a = np.tanh(X @ W1)
        delta = nn.softmax_cross_entropy(a @ W2, y)[1]
        dW2 = a.T @ delta
        back = W2 - lr * dW2 if late else W2
        return np.append(X.T @ (delta @ back.T * (1 - a**2)), dW2)

    J = np.array([(field(start + s) - field(start - s)) / (2 * h) for s in h * np.eye(15)])
    return float(np.abs(J - J.T).max() / np.abs(J).max())


@cache
def final_loss(seed, together, rate=0.5, steps=100):
    """Training loss of 64 - 32 tanh - 10 on the digits after so many steps on all of them: float.

    Parameters
    ----------
    seed : int or numpy.random.Generator
    together : bool
        Whether all parameters move at once. If not, every step updates W2 first, and carries the
        error signal back through the new one.
    rate : float
    steps : int
    """
    data, net = digits(), Recipe("tanh", depth=1, width=32).network(seed)
    first, _, last = net.layers
    for _ in range(steps):
        _, delta2 = nn.softmax_cross_entropy(net(data.X_train), data.y_train)
        old = last.W.copy()
        last.W -= rate * last.x.T @ delta2
        new, last.W = last.W, (old if together else last.W)
        net.backward(delta2)
        last.W = new
        for p, g in ((first.W, first.dW), (first.b, first.db), (last.b, last.db)):
            p -= rate * g
    return nn.softmax_cross_entropy(net(data.X_train), data.y_train)[0]
