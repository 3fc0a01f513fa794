"""Training with an update that is wrong: the second layer follows a rule of its own."""

from functools import cache, partial

import numpy as np

from actcourse import nn
from actcourse.data import digits

from .recipe import Recipe

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


@cache
def checked(rule):
    """`nn.gradient_check` of a small square network that was trained by this rule: float."""
    rng = np.random.default_rng(0)
    net = nn.mlp([4, 4, 4, 3], "tanh", rng=rng)
    X, y = rng.standard_normal((20, 4)), rng.integers(0, 3, 20)
    nn.fit(net, X, y, epochs=3, optimizer=Update(rule), rng=rng)
    return nn.gradient_check(net, X, y)


def apart(net: nn.Network) -> float:
    """How far the second layer's weights are from the first's, relative to these: float."""
    first, second = (net.layers[k].W for k in (0, 2))
    return float(np.linalg.norm(second - first) / np.linalg.norm(first))


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
