"""The exercises of each chapter, in a module of its name; to import one enters its exercises.

`former` has those of notebooks that were handed out before another question took their place.
"""

from importlib import import_module

from ...chapters import CHAPTERS


def load(chapter: str) -> None:
    """Enter the exercises of the chapter of this word, if there is one; or ``"former"`` ones."""
    if chapter in CHAPTERS or chapter == "former":
        import_module(f".{chapter}", __name__)
