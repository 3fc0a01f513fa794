"""What a claim is, and the ledger of them all."""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from actcourse.intervals import Interval
from actcourse.registry import Registry

VERDICTS = {
    "true": "True as it stands.",
    "conditional": "True under a condition that the article leaves out.",
    "wrong": "Not true.",
    "garbled": "The text is damaged; what was meant is clear.",
}
"""What each verdict means."""
ARTICLES = {
    "notes": "Notes on activation functions, from the linear layer to maxout",
    "post": "A long illustrated post, from the sigmoid to PReLU",
    "lecture": "Lecture notes on a shallow network",
}
"""The source articles, by the names that claims use."""


@dataclass(frozen=True)
class Expected(Interval):
    """Where a measured number has to lie, and what the claim says of it.

    Attributes
    ----------
    claimed : float or None
        The number that the article's sentence predicts, where it predicts one. For a true claim
        it lies within the interval, for a wrong one outside.
    """

    claimed: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if "|" in self.why:
            raise ValueError(f"the reason {self.why!r} holds |, which ends a cell of a table")


@dataclass(frozen=True)
class Claim:
    """One sentence of the source articles, and what became of it.

    Attributes
    ----------
    number : int
    says : str
        The claim, in one sentence of ours (Markdown).
    sources : tuple of (str, str)
        Article, a key of `ARTICLES`, and its section.
    verdict : str
        A key of `VERDICTS`.
    truth : str
        The correct statement (Markdown).
    taught : str
        Chapter and heading that teach it, as in ``"tanh#is-it-a-shifted-sigmoid"``.
    note : str
        What the verdict alone does not say; may be empty.
    because : str
        For a claim without an experiment: why there is none, with a source where one is needed.
    experiment : callable or None
        Takes a `numpy.random.Generator` and returns a dict with one number for each expected.
    expected : dict from str to Expected
    topic : str
        Module that holds the claim.
    """

    number: int
    says: str
    sources: tuple[tuple[str, str], ...]
    verdict: str
    truth: str
    taught: str
    note: str = ""
    because: str = ""
    experiment: Callable | None = None
    expected: dict[str, Expected] = field(default_factory=dict)
    topic: str = ""

    def __post_init__(self) -> None:
        here = f"claim {self.number}"
        if self.verdict not in VERDICTS:
            raise ValueError(f"{here}: verdict {self.verdict!r}, wanted one of {list(VERDICTS)}")
        if unknown := [article for article, _ in self.sources if article not in ARTICLES]:
            raise ValueError(f"{here}: articles {unknown}, wanted some of {list(ARTICLES)}")
        if "|" in self.says:
            raise ValueError(f"{here}: {self.says!r} holds |, which ends a cell of a table")
        if not self.sources:
            raise ValueError(f"{here} needs a source: article and section")
        if (self.experiment is None) == (not self.because):
            raise ValueError(f"{here} needs an experiment, or `because` to say why it has none")
        if (self.experiment is None) != (not self.expected):
            raise ValueError(f"{here}: an experiment and the numbers expected of it come together")

    @property
    def chapter(self) -> str:
        """Name of the chapter that teaches it."""
        return self.taught.partition("#")[0]

    @property
    def anchor(self) -> str:
        """Anchor of the heading that teaches it, without ``#``."""
        return self.taught.partition("#")[2]

    @property
    def code(self) -> str:
        """Source text of the experiment, from its `def` on; empty where there is none."""
        if self.experiment is None:
            return ""
        source = inspect.getsource(self.experiment)
        return source[source.index("def ") :]

    def measure(self, rng: np.random.Generator) -> dict[str, float]:
        """The experiment's numbers: dict with the keys of `expected`, values float.

        Raises
        ------
        ValueError
            If there is no experiment, or it returns other names than those expected.
        """
        if self.experiment is None:
            raise ValueError(f"claim {self.number} has no experiment: {self.because}")
        numbers = {name: float(value) for name, value in self.experiment(rng).items()}
        if numbers.keys() != self.expected.keys():
            raise ValueError(
                f"claim {self.number}: the experiment returned {sorted(numbers)}, "
                f"expected are {sorted(self.expected)}"
            )
        return numbers

    def outside(self, numbers: dict[str, float]) -> list[str]:
        """Names of the numbers that lie outside their intervals (NaN always does): list of str."""
        return [name for name, value in numbers.items() if value not in self.expected[name]]


CLAIMS: Registry[Claim] = Registry("claim")
"""All claims by number, topic by topic."""


def claim(
    number: int,
    *,
    says: str,
    sources: dict[str, str],
    verdict: str,
    truth: str,
    taught: str,
    note: str = "",
    because: str = "",
    **expected: Expected,
) -> Any:
    """Enter a claim in the ledger: with `because`, or as a decorator of its experiment.

    The parameters are those of `Claim`; ``sources`` is a dict from article to section. What else
    is named is an `Expected` for the number of that name. The decorator returns the experiment.

    Raises
    ------
    ValueError
        For a number in use or facts that do not fit together.
    """
    module = sys._getframe(1).f_globals["__name__"]
    facts = {"says": says, "sources": tuple(sources.items()), "verdict": verdict, "truth": truth}
    facts |= {"taught": taught, "note": note, "because": because}
    facts |= {"topic": module.rpartition(".")[2]}

    def enter(experiment=None):
        entered = Claim(number, **facts, experiment=experiment, expected=expected)
        place = (module, experiment.__qualname__ if experiment else says)
        CLAIMS.add(number, entered, place=place)
        return experiment

    return enter() if because else enter
