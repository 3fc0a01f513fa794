"""Optimizers: from gradients to the next parameters.

``step(parameters, gradients)`` takes two lists of arrays in the same order and changes the
parameters in place. All gradients are there before the first parameter moves.
"""

import numpy as np
from numpy.typing import NDArray


class SGD:
    """Stochastic gradient descent: ``v = momentum * v + g``, then ``p = p - lr * v``."""

    def __init__(self, lr: float = 0.1, momentum: float = 0.0):
        self.lr, self.momentum = lr, momentum
        self.v: list[NDArray] | None = None

    def step(self, parameters: list[NDArray], gradients: list[NDArray]) -> None:
        if self.momentum == 0:
            for p, g in zip(parameters, gradients, strict=True):
                p -= self.lr * g
            return
        if self.v is None:
            self.v = [np.zeros_like(p) for p in parameters]
        for p, g, v in zip(parameters, gradients, self.v, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * v


class Adam:
    """Adam (Kingma and Ba, 2015): steps scaled by running moments of the gradient."""

    def __init__(
        self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        self.m: list[NDArray] = []
        self.v: list[NDArray] = []

    def step(self, parameters: list[NDArray], gradients: list[NDArray]) -> None:
        if self.t == 0:
            self.m = [np.zeros_like(p) for p in parameters]
            self.v = [np.zeros_like(p) for p in parameters]
        self.t += 1
        # both moments start at 0; these two undo the pull towards it
        c1, c2 = 1 - self.beta1**self.t, 1 - self.beta2**self.t
        for p, g, m, v in zip(parameters, gradients, self.m, self.v, strict=True):
            m += (1 - self.beta1) * (g - m)
            v += (1 - self.beta2) * (g * g - v)
            p -= self.lr * (m / c1) / (np.sqrt(v / c2) + self.eps)
