"""What claims are, those of the articles and our own, and the ledgers of them all."""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from actcourse.intervals import Interval
from actcourse.registry import Registry, UnknownName

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
class Tested:
    """A sentence with an experiment that tests it.

    Attributes
    ----------
    key : int or str
        Names it in the ledger, in the record of what was measured and on the command line.
    says : str
        One sentence of ours (Markdown).
    experiment : callable or None
        Takes a `numpy.random.Generator` and returns a dict with one number for each expected.
    expected : dict from str to Expected
    slow : bool
        Whether one run takes more than about two seconds.
    """

    key: int | str
    says: str
    experiment: Callable | None = field(default=None, kw_only=True)
    expected: dict[str, Expected] = field(default_factory=dict, kw_only=True)
    slow: bool = field(default=False, kw_only=True)

    kind = "claim"

    def __post_init__(self) -> None:
        if "|" in self.says:
            raise ValueError(f"{self.name}: {self.says!r} holds |, which ends a cell of a table")
        if (self.experiment is None) != (not self.expected):
            raise ValueError(
                f"{self.name}: an experiment and the numbers expected of it come together"
            )

    @property
    def name(self) -> str:
        """Its kind and key, as messages say it."""
        return f"{self.kind} {self.key}"

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
            raise ValueError(f"{self.name} has no experiment")
        numbers = {name: float(value) for name, value in self.experiment(rng).items()}
        if numbers.keys() != self.expected.keys():
            raise ValueError(
                f"{self.name}: the experiment returned {sorted(numbers)}, "
                f"expected are {sorted(self.expected)}"
            )
        return numbers

    def outside(self, numbers: dict[str, float]) -> list[str]:
        """Names of the numbers that lie outside their intervals (NaN always does): list of str."""
        return [name for name, value in numbers.items() if value not in self.expected[name]]


@dataclass(frozen=True)
class Taught(Tested):
    """A tested sentence with a place that teaches it.

    It has what `Tested` has, and:

    Attributes
    ----------
    taught : str
        Chapter and heading, as in ``"tanh#is-it-a-shifted-sigmoid"``.
    """

    taught: str = field(kw_only=True)

    @property
    def chapter(self) -> str:
        """Name of the chapter that teaches it."""
        return self.taught.partition("#")[0]

    @property
    def anchor(self) -> str:
        """Anchor of the heading that teaches it, without ``#``."""
        return self.taught.partition("#")[2]


@dataclass(frozen=True)
class Claim(Taught):
    """One sentence of the source articles, and what became of it. Its key is a number.

    It has what `Taught` has, and:

    Attributes
    ----------
    sources : tuple of (str, str)
        Article, a key of `ARTICLES`, and its section.
    verdict : str
        A key of `VERDICTS`.
    truth : str
        The correct statement (Markdown).
    note : str
        What the verdict alone does not say; may be empty.
    because : str
        For a claim without an experiment: why there is none, with a source where one is needed.
    topic : str
        Module that holds the claim.
    """

    sources: tuple[tuple[str, str], ...] = field(kw_only=True)
    verdict: str = field(kw_only=True)
    truth: str = field(kw_only=True)
    note: str = field(default="", kw_only=True)
    because: str = field(default="", kw_only=True)
    topic: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.verdict not in VERDICTS:
            raise ValueError(
                f"{self.name}: verdict {self.verdict!r}, wanted one of {list(VERDICTS)}"
            )
        if unknown := [article for article, _ in self.sources if article not in ARTICLES]:
            raise ValueError(f"{self.name}: articles {unknown}, wanted some of {list(ARTICLES)}")
        if not self.sources:
            raise ValueError(f"{self.name} needs a source: article and section")
        if (self.experiment is None) == (not self.because):
            raise ValueError(
                f"{self.name} needs an experiment, or `because` to say why it has none"
            )


@dataclass(frozen=True)
class Control(Tested):
    """A rival explanation of what a finding says, with an experiment that sets it apart.

    Its key is that of the finding with ``/control`` behind it.
    """

    kind = "control"


@dataclass(frozen=True)
class Finding(Taught):
    """One sentence of the course itself. Its key is the chapter and a name, ``"tanh/gain"``.

    It has what `Taught` has, and:

    Attributes
    ----------
    control : Control or None
        Needed where the sentence names a cause.
    proof : str
        Where the sentence names a cause and needs no control: why, such as "by the chain rule".
    """

    control: Control | None = field(default=None, kw_only=True)
    proof: str = field(default="", kw_only=True)

    kind = "finding"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.experiment is None:
            raise ValueError(f"{self.name} needs an experiment and the numbers expected of it")
        if str(self.key).partition("/")[0] != self.chapter:
            raise ValueError(
                f"{self.name}: taught in the chapter {self.chapter!r}; its key has to start with it"
            )


CLAIMS: Registry[Claim] = Registry("claim")
"""The claims of the articles by number, topic by topic."""
OURS: Registry[Finding] = Registry("finding")
"""The findings of the course by key, chapter by chapter."""
CONTROL = "/control"  # how the key of a control ends


def find(key: int | str) -> Tested:
    """The claim, finding or control of this key.

    Raises
    ------
    UnknownName
        If there is none.
    """
    if isinstance(key, int):
        return CLAIMS[key]
    finding = OURS[key.removesuffix(CONTROL)]
    if not key.endswith(CONTROL):
        return finding
    if finding.control is None:
        raise UnknownName(f"{finding.name} has no control")
    return finding.control


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
    facts = {"sources": tuple(sources.items()), "verdict": verdict, "truth": truth}
    facts |= {"taught": taught, "note": note, "because": because}
    facts |= {"topic": module.rpartition(".")[2]}

    def enter(experiment=None):
        entered = Claim(number, says, **facts, experiment=experiment, expected=expected)
        place = (module, experiment.__qualname__ if experiment else says)
        CLAIMS.add(number, entered, place=place)
        return experiment

    return enter() if because else enter


def finding(
    key: str, *, says: str, taught: str, slow: bool = False, proof: str = "", **expected: Expected
) -> Callable[[Callable], Callable]:
    """Decorator: enters a sentence of the course, with the function that measures it.

    The parameters are those of `Finding`. What else is named is an `Expected` for the number of
    that name. The decorator returns the experiment.

    Raises
    ------
    ValueError
        For a key in use or facts that do not fit together.
    """

    def enter(experiment):
        entered = Finding(
            key,
            says,
            experiment=experiment,
            expected=expected,
            slow=slow,
            taught=taught,
            proof=proof,
        )
        OURS.add(key, entered, place=(experiment.__module__, experiment.__qualname__))
        return experiment

    return enter


def control(
    key: str, *, says: str, slow: bool = False, **expected: Expected
) -> Callable[[Callable], Callable]:
    """Decorator: gives the finding `key`, entered before, its control.

    Parameters
    ----------
    key : str
        That of the finding.
    says : str
        The rival explanation, and what speaks against it, in one sentence (Markdown).
    slow : bool
    **expected : Expected
        For each number of the experiment.

    Raises
    ------
    UnknownName
        If there is no finding of that key.
    ValueError
        If it has a control already.
    """

    def enter(experiment):
        known = OURS[key]
        if known.control is not None:
            raise ValueError(f"{known.name} has a control already: {known.control.says}")
        made = Control(key + CONTROL, says, experiment=experiment, expected=expected, slow=slow)
        place = (known.experiment.__module__, known.experiment.__qualname__)
        OURS.add(key, replace(known, control=made), place=place)
        return experiment

    return enter
