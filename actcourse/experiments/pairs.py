"""Hundreds of pairs of networks, more than a lesson has time for: trained once, and stored.

``python -m actcourse.experiments.pairs`` trains all of them, in about ten minutes, and writes
``pairs.json``: by the line of each recipe, how many of the 360 test digits each network gets right.
The slow tests train them again and compare.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from actcourse import nn
from actcourse.data import digits

from .depth import SMALL
from .leads import EQUAL_COST, FEW, RIVALS, ConfidenceInterval, confidence_interval
from .maxout import EQUAL_PRICE
from .misprint import FROZEN, PRINTED, RECIPES, RIGHT
from .recipe import Recipe
from .symmetry import FLAT

FILE = Path(__file__).with_name("pairs.json")
HE = {f: FEW.but(f=f) for f in ("swish", "softplus", "identity")}
LECUN = {
    f: FEW.but(f=f, init="lecun")
    for f in ("relu", "leaky_relu", "elu", "gelu", "swish", "softplus")
}
LECUN["prelu"] = RIVALS["PReLU, one α a unit"].but(init="lecun")
MANY = {name: RIVALS[name].but(examples=None) for name in ("ReLU", "tanh", "ELU", "no activation")}
MANY["ReLU, LeCun's start"] = LECUN["relu"].but(examples=None)
CHANGES: dict[str, dict] = {  # of the recipe of `EQUAL_COST`
    "nothing": {},
    "LeCun's weights": {"init": "lecun"},
    "rate 0.03": {"rate": 0.03},
    "rate 0.3": {"rate": 0.3},
    "LeCun's weights, rate 0.3": {"init": "lecun", "rate": 0.3},
    "all 1,437 digits": {"examples": None},
}
GATED = {
    (f, change): recipe.but(**fields)
    for change, fields in CHANGES.items()
    for f, recipe in EQUAL_COST.items()
}
RULES = {rule: RECIPES[rule] for rule in (RIGHT, PRINTED, FROZEN)}
FIRST_EPOCH = {rule: recipe.but(epochs=1) for rule, recipe in RULES.items()}
BIASES = {"0": FLAT.but(init=SMALL), "random": FLAT.but(init=SMALL, bias=SMALL)}
BIASES |= {f"random, size {std}": BIASES["0"].but(bias=nn.normal(std=std)) for std in (1, 3)}
SHORT_OF_THE_END: dict[str, dict] = {  # changes of the recipes of `EQUAL_PRICE`
    "2 epochs": {"epochs": 2},
    "rate 0.01": {"rate": 0.01},
    "100 digits": {"examples": 100, "epochs": 60},
}
PRICES = {
    change: [recipe.but(**fields) for recipe in EQUAL_PRICE.values()]
    for change, fields in SHORT_OF_THE_END.items()
}
STORED = {  # how many of each; the seeds are 0, 1 and so on
    **dict.fromkeys(GATED.values(), 30),
    **dict.fromkeys([*RIVALS.values(), *HE.values(), *LECUN.values()], 300),
    **dict.fromkeys([*MANY.values(), *RULES.values()], 100),
    **dict.fromkeys([*EQUAL_PRICE.values(), *BIASES.values(), *FIRST_EPOCH.values()], 60),
    **dict.fromkeys([recipe for recipes in PRICES.values() for recipe in recipes], 60),
}


def line(recipe: Recipe) -> str:
    """The recipe in one line, with the number of networks that are stored of it: str."""
    return str(recipe.but(starts=STORED[recipe]))


@cache
def _stored():
    return {key: np.array(right) for key, right in json.loads(FILE.read_text("utf-8")).items()}


def right(recipe: Recipe) -> np.ndarray:
    """How many of the test digits each network of a recipe gets right, as stored.

    Parameters
    ----------
    recipe : Recipe
        One of `STORED`.

    Returns
    -------
    array (n,) of int
        One for each seed.
    """
    return _stored()[line(recipe)]


def trained(recipe: Recipe, seeds: Iterable[int]) -> np.ndarray:
    """The same as `right` for these seeds, trained here and now: array of int."""
    return np.array([round(recipe.accuracy(seed) * len(digits().X_test)) for seed in seeds])


def lead(recipe: Recipe, rival: Recipe, pairs: int) -> np.ndarray:
    """How far `recipe` is ahead of `rival` on the test digits, in points, as stored.

    Parameters
    ----------
    recipe, rival : Recipe
        Of `STORED`.
    pairs : int
        The first so many.

    Returns
    -------
    array (pairs,)
    """
    ahead = (right(recipe) - right(rival))[:pairs]
    if len(ahead) < pairs:
        raise ValueError(f"of these recipes {len(ahead)} pairs are stored, not {pairs}")
    return 100 * ahead / len(digits().X_test)


def interval(recipe: Recipe, rival: Recipe) -> ConfidenceInterval:
    """The 95% `ConfidenceInterval` of the mean lead, in points, from all pairs that are stored."""
    return confidence_interval(lead(recipe, rival, STORED[recipe]))


def verdicts(recipe: Recipe, rival: Recipe, size: int = 10) -> dict[str, int]:
    """What lots of so many pairs say, each by its own 95% interval.

    Parameters
    ----------
    recipe, rival : Recipe
        Of `STORED`.
    size : int
        Pairs in a lot.

    Returns
    -------
    dict from str to int
        Of how many lots the interval is above 0 ("ahead"), holds 0 ("unclear") and is below it
        ("behind").
    """
    lots = lead(recipe, rival, STORED[recipe]).reshape(-1, size)
    found = [confidence_interval(lot) for lot in lots]
    ahead, behind = sum(i.low > 0 for i in found), sum(i.high < 0 for i in found)
    return {"ahead": ahead, "unclear": len(lots) - ahead - behind, "behind": behind}


def main() -> None:
    """Train all of them, and store what they get right."""
    found = {line(recipe): trained(recipe, range(n)).tolist() for recipe, n in STORED.items()}
    lines = [f" {json.dumps(key, ensure_ascii=False)}: {counts}" for key, counts in found.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"Stored {len(found)} recipes in {FILE}: review the difference.")


if __name__ == "__main__":
    main()
