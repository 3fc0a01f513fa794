"""Is one activation better than another? Pairs of networks that share all but the activation.

The two networks of a pair learn from the same few digits, start from the same weights and see the
same batches, so that most of the luck cancels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy.special import stdtrit

from actcourse import nn
from actcourse.activations import ACTIVATIONS

from .recipe import Recipe

FEW = Recipe("relu", init="he", examples=200, starts=10)
RIVALS = {  # each activation or layer with the start made for it
    "ReLU": FEW,
    "leaky ReLU": FEW.but(f="leaky_relu"),
    "PReLU, one α a unit": FEW.but(f=partial(nn.PReLU, FEW.width)),
    "PReLU, one α a layer": FEW.but(f=nn.PReLU),
    "ELU": FEW.but(f="elu"),
    "SELU": FEW.but(f="selu", init="lecun"),
    "GELU": FEW.but(f="gelu"),
    "tanh": FEW.but(f="tanh", init="xavier"),
    "no activation": FEW.but(f="identity", init="lecun"),
}


@dataclass(frozen=True)
class ConfidenceInterval:
    """Where the mean of a population may lie, told from a sample.

    Attributes
    ----------
    mean : float
        Of the sample.
    error : float
        Standard error of the mean: the sample's standard deviation over the root of its size.
    half : float
        Half of the interval's width.
    level : float
        Of confidence, between 0 and 1.
    n : int
        Size of the sample.
    """

    mean: float
    error: float
    half: float
    level: float
    n: int

    @property
    def low(self) -> float:
        """Its lower end: float."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Its upper end: float."""
        return self.mean + self.half

    def __contains__(self, value):
        return self.low <= value <= self.high


def confidence_interval(
    sample: Sequence[float] | np.ndarray, level: float = 0.95
) -> ConfidenceInterval:
    """The `ConfidenceInterval` of the mean, by Student's t.

    Parameters
    ----------
    sample : array (n,)
        At least two numbers.
    level : float

    Raises
    ------
    ValueError
        For fewer than two numbers, whose spread is unknown.
    """
    n = len(sample)
    if n < 2:
        raise ValueError(f"an interval needs at least 2 numbers, got {n}; measure more pairs")
    error = float(np.std(sample, ddof=1) / np.sqrt(n))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * error
    return ConfidenceInterval(float(np.mean(sample)), error, half, level, n)


def lead(recipe: Recipe, rival: Recipe, seeds: Iterable[int]) -> np.ndarray:
    """How far `recipe` is ahead of `rival` on the test digits, in points: array, one a pair.

    Parameters
    ----------
    recipe, rival : Recipe
    seeds : iterable of int
        One for each pair: it settles the digits, the weights and the order of the batches.
    """
    pairs = [(recipe.accuracy(seed), rival.accuracy(seed)) for seed in seeds]
    return 100 * np.array([one - other for one, other in pairs])


@dataclass(frozen=True)
class Gated(Recipe):
    """Networks with one hidden layer of gated units, which need two pre-activations each."""

    depth: int = field(default=1, init=False)
    batch_norm: bool = field(default=False, init=False)

    @property
    def widths(self) -> list[str]:
        """Units of each layer, as the text says them: list of str."""
        return ["64", f"{self.width} × 2", "10"]

    def network(self, seed: int | np.random.Generator) -> nn.Network:
        """An untrained network."""
        options: dict = {"init": self.init, "bias": self.bias, "dtype": self.dtype}
        options["rng"] = np.random.default_rng(seed)
        into, out = nn.Dense(64, 2 * self.width, **options), nn.Dense(self.width, 10, **options)
        return nn.Network([into, nn.Activate(ACTIVATIONS[self.f]), out])


EQUAL_COST = {  # about 4800 parameters each
    "relu": FEW.but(depth=1, starts=5),
    "glu": Gated("glu", width=34, init="he", examples=200, starts=5),
    "swiglu": Gated("swiglu", width=34, init="he", examples=200, starts=5),
}
