"""`Recipe`: how networks are made and trained, and the code that does it. They read digits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from typing import Any

import numpy as np

from actcourse import nn
from actcourse.activations import ACTIVATIONS, Activation
from actcourse.data import Split, digits

SCHEMES = {
    "zeros": "weights 0",
    "constant": "constant weights",
    "uniform": "uniform within 1/√n",
    "lecun": "LeCun normal",
    "xavier": "Xavier normal",
    "he": "He normal",
}
# The same scheme with the same options is one object, so that equal recipes share their networks.
_one = cache(partial)


@dataclass(frozen=True)
class Recipe:
    """How networks that read the digits are made and trained; its text says it in one line.

    Recipes with the same fields are equal, and share what `trained` keeps. To change one, name
    the fields that differ: ``recipe.but(depth=3)``.

    Attributes
    ----------
    f : str, Activation or function
        Activation of the hidden layers, as in `actcourse.nn.mlp`.
    depth, width : int
        Hidden layers, and units in each.
    init, bias : str or function
        Schemes for the weights and the biases, see `actcourse.nn.init`.
    batch_norm : bool
        A `BatchNorm` before every activation.
    dtype : type
    optimizer : function
        Makes the optimizer of a learning rate, as `actcourse.nn.SGD` does.
    rate : float
        Learning rate.
    batch, epochs : int
    examples : int or None
        How many of the training images each network learns from, drawn at random without
        replacement; None takes all.
    reseed : bool
        Whether the batches come from a fresh generator of the same seed. If not, one generator
        draws examples, weights and batches, in this order.
    watch : tuple of str
        Parts of the digits, "train" or "test", whose accuracy the history follows.
    starts : int
        How many networks, of the seeds 0, 1 and so on, a measurement takes. It does not count
        when recipes are compared.
    """

    f: str | Activation | Callable = "tanh"
    depth: int = 2
    width: int = 64
    init: str | Callable = "lecun"
    bias: str | Callable = "zeros"
    batch_norm: bool = False
    dtype: type = np.float64
    optimizer: Callable = nn.SGD
    rate: float = 0.1
    batch: int = 32
    epochs: int = 30
    examples: int | None = None
    reseed: bool = False
    watch: tuple[str, ...] = ()
    starts: int = field(default=3, compare=False)

    def __post_init__(self):
        for name in ("f", "init", "bias", "optimizer"):
            value = getattr(self, name)
            if isinstance(value, partial):
                value = _one(value.func, *value.args, **value.keywords)
                object.__setattr__(self, name, value)

    def __str__(self):
        made = [named(self.init)]
        made += [f"biases {named(self.bias)}"] * (self.bias != "zeros")
        made += ["batch norm"] * self.batch_norm + ["float32"] * (self.dtype == np.float32)
        return said(
            data=self.data,
            net=f"{'-'.join(self.widths)} {named(self.f)}".rstrip(),
            start=" · ".join(made),
            optimizer=self.optimizer,
            rate=self.rate,
            batch=self.batch,
            end=self.end,
            starts=self.starts,
        )

    @property
    def data(self) -> str:
        """The data as the text says them, how many to learn from and how many to test: str."""
        d = digits()
        return f"digits {self.examples or len(d.X_train):,}/{len(d.X_test):,}"

    @property
    def sides(self) -> tuple[int, int]:
        """Inputs and outputs of the networks: (int, int)."""
        return 64, 10

    def drawn(self, rng: np.random.Generator) -> Split:
        """The examples that a network learns from, and those of its test: Split."""
        return digits()

    @property
    def widths(self) -> list[str]:
        """Units of each layer from the inputs to the labels, as the text says them: list of str."""
        hidden = [str(self.width)] * self.depth
        first, last = map(str, self.sides)
        return [first, *(hidden if self.depth < 4 else [f"{self.depth}×{self.width}"]), last]

    @property
    def end(self) -> str:
        """When training ends, as the text says it."""
        return counted(self.epochs, "epoch")

    @property
    def seeds(self) -> range:
        """The seeds of the networks that a measurement takes: range."""
        return range(self.starts)

    def but(self, **changes: Any) -> "Recipe":
        """The recipe with these fields in the place of its own."""
        return replace(self, **changes)

    def network(self, seed: int | np.random.Generator) -> nn.Network:
        """An untrained network.

        Parameters
        ----------
        seed : int or numpy.random.Generator
        """
        first, last = self.sides
        return nn.mlp(
            [first, *[self.width] * self.depth, last],
            self.f,
            init=self.init,
            bias=self.bias,
            batch_norm=self.batch_norm,
            dtype=self.dtype,
            rng=np.random.default_rng(seed),
        )

    def stages(self, seed: int | np.random.Generator, epochs: Sequence[int]) -> Iterator["Run"]:
        """Make a network and train it, with a stop after each of these numbers of epochs.

        Parameters
        ----------
        seed : int or numpy.random.Generator
            A generator goes on where it stands, whatever `reseed` says.
        epochs : sequence of int
            In rising order; 0 is before training.

        Yields
        ------
        Run
            The same network each time, on its way, with the history since the stop before.
        """
        rng = np.random.default_rng(seed)
        d = self.drawn(rng)
        rows = np.arange(len(d.X_train))
        if self.examples:
            rows = rng.choice(len(rows), self.examples, replace=False)
        net, optimizer = self.network(rng), self.optimizer(self.rate)
        order = np.random.default_rng(seed) if self.reseed else rng
        parts = {"train": (d.X_train, d.y_train), "test": (d.X_test, d.y_test)}
        watch = {name: parts[name] for name in self.watch}
        learn = {"batch": self.batch, "optimizer": optimizer, "watch": watch, "rng": order}
        for more in np.diff(epochs, prepend=0):
            history = nn.fit(net, d.X_train[rows], d.y_train[rows], epochs=int(more), **learn)
            yield Run(net, history, rows, d)

    def train(self, seed: int | np.random.Generator) -> "Run":
        """Make a network and train it: a `Run`; the seed as for `stages`."""
        (run,) = self.stages(seed, [self.epochs])
        return run

    def trained(self, seed: int) -> "Run":
        """The `Run` of this seed, kept for a while; its network is not to be changed."""
        return _trained(self, int(seed))

    def accuracy(self, seed: int) -> float:
        """Test accuracy of the network of this seed, between 0 and 1; trained once."""
        return _accuracy(self, int(seed))

    def accuracies(self) -> list[float]:
        """Test accuracies of the networks of `seeds`: list of float, each between 0 and 1."""
        return [self.accuracy(seed) for seed in self.seeds]


@dataclass(frozen=True)
class Run:
    """A network that has been trained.

    Attributes
    ----------
    net : Network
    history : History
    rows : array of int
        Which of the training examples it has learned from.
    data : Split
    """

    net: nn.Network
    history: nn.History
    rows: np.ndarray
    data: Split

    @cached_property
    def accuracy(self) -> float:
        """Share of the test examples that it gets right, between 0 and 1."""
        return nn.accuracy(self.net, self.data.X_test, self.data.y_test)

    @cached_property
    def learned(self) -> float:
        """Share of its own examples that it gets right, between 0 and 1."""
        X, y = self.data.X_train[self.rows], self.data.y_train[self.rows]
        return nn.accuracy(self.net, X, y)


@lru_cache(maxsize=128)  # a network keeps what flowed through it last, about a megabyte
def _trained(recipe, seed):
    return recipe.train(seed)


@cache
def _accuracy(recipe, seed):
    return _trained(recipe, seed).accuracy


def said(
    *,
    data: str,
    net: str,
    start: str,
    optimizer: Callable = nn.SGD,
    rate: float,
    batch: int | None = None,
    end: str,
    starts: int = 1,
) -> str:
    """How networks are trained, in the one line that `Recipe` says itself in: str.

    For what learns something else than the digits, from the same values that train it.

    Parameters
    ----------
    data, net, start, end : str
        ``"spiral 60/300"``, ``"2-100-100-3 relu"``, ``"He normal"``, ``"100 epochs"``.
    optimizer : function
    rate : float
    batch : int or None
        None where every step takes all examples.
    starts : int
    """
    learns = f"{named(optimizer)} rate {rate:g}"
    batches = "all in every step" if batch is None else f"batches of {batch}"
    return " · ".join([data, net, start, learns, batches, end, counted(starts, "start")])


def together(recipes: Iterable) -> str:
    """Several recipes in one line, with all that is said where they differ: str."""
    columns = zip(*(str(recipe).split(" · ") for recipe in recipes), strict=True)
    return " · ".join(" or ".join(dict.fromkeys(column)) for column in columns)


def counted(number: int, word: str) -> str:
    """A number with its word in the right form: ``1 epoch``, ``1,000 epochs``."""
    return f"{number:,} {word}{'s' * (number != 1)}"


def named(part: Any) -> str:
    """An activation, a scheme or an optimizer as a recipe says it, its options behind its name."""
    if isinstance(part, Activation):
        bound = part.params if part is not ACTIVATIONS[part.name] else {}
        options = [f"{name} {value:g}" for name, value in bound.items()]
        return f"{part.name} ({', '.join(options)})" if options else part.name
    if isinstance(part, partial):
        options = [named(value) for value in part.args]
        for name, value in part.keywords.items():
            options.append(name if value is True else f"{name} {value:g}")
        return f"{named(part.func)} ({', '.join(options)})".replace("normal (uniform)", "uniform")
    name = part if isinstance(part, str) else getattr(part, "__name__", str(part))
    return SCHEMES.get(name, name)
