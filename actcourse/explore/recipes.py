"""The line that says how the networks behind a figure or a question were trained."""

from html import escape
from typing import Any


def line(recipe: object, values: dict[str, Any] | None = None) -> str:
    """The recipe's text: of itself, or of what it makes of these values where it is a function.

    Raises
    ------
    ValueError
        If the text has more than one line.
    """
    said = str(recipe(**(values or {})) if callable(recipe) else recipe)
    if "\n" in said:
        raise ValueError(f"a recipe says itself in one line, not in {said!r}")
    return said


def markup(recipe: str) -> str:
    """The line as a paragraph of the page; nothing for an empty one."""
    return f'<p class="ac-recipe">{escape(recipe)}</p>' if recipe else ""
