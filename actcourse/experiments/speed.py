"""How many steps of training it takes until the digits are read well enough."""

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from actcourse import nn
from actcourse.activations import sigmoid
from actcourse.data import digits

from .recipe import Recipe


@dataclass(frozen=True)
class Sprint(Recipe):
    """Networks trained until they get a share of the test digits right; `epochs` has no part.

    Attributes
    ----------
    goal : float
        That share, between 0 and 1.
    every : int
        Steps between two looks at it. Each step draws its batch anew.
    most : int
        Steps after which training is given up.
    """

    depth: int = 3
    examples: None = field(default=None, init=False)
    goal: float = 0.95
    every: int = 10
    most: int = 2000

    @property
    def end(self) -> str:
        """When training ends, as the text says it."""
        return f"until {self.goal:.0%} are right"

    def steps(self, seed: int | np.random.Generator) -> float:
        """Steps until the goal is reached, a multiple of `every`; infinite where `most` do not do.

        Parameters
        ----------
        seed : int or numpy.random.Generator
        """
        rng, d = np.random.default_rng(seed), digits()
        net, optimizer = self.network(rng), self.optimizer(self.rate)
        rng = np.random.default_rng(seed) if self.reseed else rng
        for done in range(0, self.most, self.every):
            if nn.accuracy(net, d.X_test, d.y_test) >= self.goal:
                return done
            for _ in range(self.every):
                batch = rng.choice(len(d.X_train), self.batch, replace=False)
                nn.train_step(net, d.X_train[batch], d.y_train[batch], optimizer)
        return math.inf


class CentredSigmoid(nn.Activate):
    """A layer of sigmoids whose outputs are lowered by one half."""

    def __init__(self, dtype: type = np.float64):
        super().__init__(sigmoid)

    def forward(self, z: NDArray, train: bool = False) -> NDArray:
        return super().forward(z, train) - 0.5


# Each at the best of the learning rates 0.1, 0.3 and 1; the centred sigmoid of these and 3.
RACE = {
    "sigmoid": Sprint("sigmoid", init="xavier", rate=1, reseed=True),
    "sigmoid, weights 4/√n": Sprint("sigmoid", init=nn.lecun(gain=4), rate=1, reseed=True),
    "sigmoid - ½, 4/√n": Sprint(CentredSigmoid, init=nn.lecun(gain=4), rate=3, reseed=True),
    "tanh": Sprint("tanh", init="xavier", rate=0.3, reseed=True),
    "ReLU": Sprint("relu", init="he", rate=0.3, reseed=True),
}


@cache
def steps(name, seed):
    """`Sprint.steps` of an entry of `RACE`."""
    return RACE[name].steps(seed)
