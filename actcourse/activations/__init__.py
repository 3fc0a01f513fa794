"""Activation functions, their derivatives and their facts.

Every function of the course is importable from here by its name or alias
(``from actcourse.activations import relu, silu``) and found in `ACTIVATIONS`.
"""

from typing import TYPE_CHECKING

from ..extras import require

require("actcourse.activations", "scipy")

from .registry import ACTIVATIONS, Activation, activation

# The order of these imports is the teaching order of `ACTIVATIONS`.
from . import classic, rectifiers, gated, vector  # noqa: F401  # isort: skip

_by_name = {name: f for f in ACTIVATIONS.values() for name in (f.name, *f.aliases)}
globals().update(_by_name)

if TYPE_CHECKING:

    def __getattr__(name: str) -> Activation: ...  # what the line above enters


__all__ = ["ACTIVATIONS", "Activation", "activation", *_by_name]  # noqa: PLE0604
