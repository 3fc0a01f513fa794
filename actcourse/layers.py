"""The parts of the package in their layers: the order that `tests/test_layers.py` holds."""

from pathlib import Path

from .imports import PACKAGE

BELOW = {
    "extras": set(),
    "registry": set(),
    "consoles": set(),
    "intervals": set(),
    "imports": set(),
    "layers": {"imports"},
    "chapters": {"registry"},
    "activations": {"extras", "registry"},
    "data": set(),
    "explore": {"extras", "imports", "registry"},
    "nn": {"activations", "data", "registry"},
    "experiments": {"activations", "data", "nn"},
    "figures": {"activations", "data", "experiments", "explore", "nn"},
    "exercises": {"activations", "chapters", "consoles", "data", "intervals", "nn", "registry"},
    "grading": {"chapters", "exercises", "extras", "imports"},
    "questions": {"chapters", "explore", "registry"},
    "claims": {"activations", "chapters", "data", "experiments", "intervals", "nn", "registry"},
}
"""What each part, a module or folder of the package, may import of the others."""
TOP = {"book", "cli", "__main__"}
"""The parts that stand on top and may import all others."""


def part(path: Path) -> str:
    """The part of the package that a file belongs to: its folder or module below actcourse."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")
