"""Layers: a forward pass and, right below it, the backward pass written by hand.

A layer remembers in ``forward`` what ``backward`` will need. ``backward`` takes the gradient of
the loss with respect to the layer's output, leaves the gradients of the layer's parameters in
``dW``, ``db`` and so on, and returns the gradient with respect to its input. Rows are examples.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from actcourse.activations import Activation, maxout, prelu

from .init import find_scheme


def over_rows(reduce, x):
    """``reduce``, one of NumPy's, over the rows of x, in float64 and then of the dtype of x.

    Over rows NumPy adds in a running sum, which costs float32 half its digits at a million rows.
    """
    return reduce(x, axis=0, dtype=np.float64).astype(x.dtype, copy=False)


class Layer:
    """What every layer shares: the names of its parameters, and whether it is an activation."""

    parameter_names: tuple[str, ...] = ()
    least_batch = 1  # rows that training needs
    # Layers with an activation keep their pre-activations in `z` and dL/dz in `delta`.
    f: Any = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Dense(Layer):
    """``z = x @ W + b``: every unit a weighted sum of all inputs, and a bias.

    Parameters
    ----------
    n_in, n_out : int
        Number of inputs and of units.
    init : str or function, default "lecun"
        Scheme for ``W``, by name or as a function ``(n_in, n_out, rng) -> W``.
    bias : str or function, default "zeros"
        Scheme for ``b``, which is drawn like one more row of ``W``.
    rng : numpy.random.Generator
    dtype : default float64
    """

    parameter_names = ("W", "b")

    def __init__(
        self,
        n_in: int,
        n_out: int,
        *,
        init: str | Callable = "lecun",
        bias: str | Callable = "zeros",
        rng: np.random.Generator,
        dtype: DTypeLike = np.float64,
    ):
        self.W = np.asarray(find_scheme(init)(n_in, n_out, rng), dtype)
        if self.W.shape != (n_in, n_out):
            raise ValueError(
                f"the initialization gave W of shape {self.W.shape}, wanted {(n_in, n_out)}; "
                "a scheme is a function (n_in, n_out, rng) -> W."
            )
        self.b = np.asarray(find_scheme(bias)(n_in, n_out, rng), dtype)[0].copy()

    def forward(self, x: NDArray, train: bool = False) -> NDArray:
        if x.ndim != 2 or x.shape[1] != len(self.W):
            raise ValueError(
                f"x has shape {x.shape}, but this layer wants (n, {len(self.W)}): one row for "
                f"each example, {len(self.W)} inputs in each."
            )
        self.x = x
        return x @ self.W + self.b  # (n, n_in) @ (n_in, n_out) -> (n, n_out)

    def backward(self, delta: NDArray) -> NDArray:
        self.dW = self.x.T @ delta  # (n_in, n) @ (n, n_out) -> (n_in, n_out)
        self.db = over_rows(np.sum, delta)
        return delta @ self.W.T  # (n, n_out) @ (n_out, n_in) -> (n, n_in)

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.W.shape}"


class Activate(Layer):
    """``a = f(z)`` for an activation ``f`` of the registry, backward through its own rule."""

    def __init__(self, f: Activation):
        if not hasattr(f, "value_and_vjp"):
            raise TypeError(
                f"Activate wants an activation with a .value_and_vjp, got {f!r}; take one of "
                "actcourse.activations, or register yours with @activation."
            )
        self.f = f

    def forward(self, z: NDArray, train: bool = False) -> NDArray:
        self.z = z
        a, self.pull_back = self.f.value_and_vjp(z)
        return a

    def backward(self, g: NDArray) -> NDArray:
        self.delta = self.pull_back(g)
        return self.delta

    def __repr__(self) -> str:
        return f"Activate({self.f.name})"


class Maxout(Dense):
    """Units that output the largest of their own ``pieces`` weighted sums.

    ``W`` has shape ``(n_in, n_out * pieces)``: the pieces of a unit stand side by side.
    """

    def __init__(
        self, n_in: int, n_out: int, *, pieces: int = 2, rng: np.random.Generator, **options: Any
    ):
        super().__init__(n_in, n_out * pieces, rng=rng, **options)
        self.f = maxout.bind(pieces=pieces)

    def forward(self, x: NDArray, train: bool = False) -> NDArray:
        self.z = super().forward(x, train)
        a, self.pull_back = self.f.value_and_vjp(self.z)  # (n, n_out * pieces) -> (n, n_out)
        return a

    def backward(self, g: NDArray) -> NDArray:
        self.delta = self.pull_back(g)
        return super().backward(self.delta)


class Learned(Layer):
    """An activation whose own parameters are trained: `Learned(swish)` learns beta.

    Parameters
    ----------
    f : Activation
        One with learnable parameters; they start at the values it has.
    width : int, optional
        Learn one value for each of so many units instead of one for the whole layer.
    dtype : default float64
    """

    def __init__(self, f: Activation, width: int | None = None, *, dtype: DTypeLike = np.float64):
        if not f.learnable:
            raise ValueError(f"{f.name} has no learnable parameter; use Activate({f.name}).")
        self.family, self.parameter_names = f, f.learnable
        for name in f.learnable:
            setattr(self, name, np.full(() if width is None else width, f.params[name], dtype))

    @property
    def f(self) -> Activation:
        return self.family.bind(**self._values())

    def _values(self):
        """The learned values, or the first ones once training has diverged: see `forward`."""
        values = {name: getattr(self, name) for name in self.parameter_names}
        return values if all(np.isfinite(v).all() for v in values.values()) else {}

    def forward(self, z: NDArray, train: bool = False) -> NDArray:
        values = self._values()
        # An activation refuses NaN as a parameter; a diverged layer has to let it flow.
        self.z = z if values else np.full_like(z, np.nan)
        a, self.pull_back = self.family.value_and_vjp(self.z, **values)
        return a

    def backward(self, g: NDArray) -> NDArray:
        values = self._values()
        for name in self.parameter_names:
            each = g * self.family.partial(name, self.z, **values)  # (n, width)
            shared = getattr(self, name).ndim == 0
            setattr(self, "d" + name, over_rows(np.sum, each.ravel() if shared else each))
        self.delta = self.pull_back(g)
        return self.delta

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.family.name})"


class PReLU(Learned):
    """Leaky ReLU with a learned negative slope, one for the layer or one for each unit.

    From He et al. (2015), who start it at 0.25. ``layer.negative_slope`` holds the slopes.
    """

    def __init__(
        self,
        width: int | None = None,
        *,
        negative_slope: float = 0.25,
        dtype: DTypeLike = np.float64,
    ):
        f = prelu.bind(negative_slope=negative_slope)
        super().__init__(f, width, dtype=dtype)


class BatchNorm(Layer):
    """Each column with mean 0 and variance 1 over the batch, then scaled and shifted.

    Outside training (``train=False``) it uses running averages of the batches seen so far.

    Parameters
    ----------
    width : int
    momentum : float, default 0.1
        Weight of the newest batch in the running averages.
    eps : float, default 1e-5
        Added to the variance, so that a constant column is no division by zero.
    """

    parameter_names = ("gamma", "beta")
    least_batch = 2  # the variance of a single row is 0

    def __init__(
        self,
        width: int,
        *,
        momentum: float = 0.1,
        eps: float = 1e-5,
        dtype: DTypeLike = np.float64,
    ):
        self.gamma, self.beta = np.ones(width, dtype), np.zeros(width, dtype)
        self.running_mean, self.running_var = np.zeros(width, dtype), np.ones(width, dtype)
        self.momentum, self.eps = momentum, eps

    def forward(self, x: NDArray, train: bool = False) -> NDArray:
        mean, var = self.running_mean, self.running_var
        if x.ndim != 2 or x.shape[1] != len(mean):
            raise ValueError(
                f"x has shape {x.shape}, but this layer wants (n, {len(mean)}): one row for each "
                f"example, {len(mean)} columns to normalize."
            )
        if train:
            if len(x) < self.least_batch:
                raise ValueError(
                    f"BatchNorm cannot train on a batch of {len(x)}, for the variance of one row "
                    "is 0; give it at least 2 rows, or take train=False for running averages."
                )
            mean, var = over_rows(np.mean, x), over_rows(np.var, x)
            # As PyTorch: the running average takes the unbiased variance, the batch its own.
            unbiased = var * len(x) / (len(x) - 1)
            self.running_mean += self.momentum * (mean - self.running_mean)
            self.running_var += self.momentum * (unbiased - self.running_var)
        self.train = train
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.gamma * self.x_hat + self.beta

    def backward(self, g: NDArray) -> NDArray:
        self.dgamma = over_rows(np.sum, g * self.x_hat)
        self.dbeta = over_rows(np.sum, g)
        g_hat = g * self.gamma
        if self.train:  # mean and variance depend on every row, so every row answers for them
            along = over_rows(np.mean, g_hat * self.x_hat)
            g_hat = g_hat - over_rows(np.mean, g_hat) - self.x_hat * along
        return g_hat / self.std

    def __repr__(self) -> str:
        return f"BatchNorm({self.gamma.size})"
