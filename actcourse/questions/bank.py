"""What a question of the bank is, and the bank of them all."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from ..registry import Registry


@dataclass(frozen=True)
class Option:
    """One answer that a reader may pick.

    Attributes
    ----------
    text : str
        The answer (Markdown, without formulas of its own line).
    reply : str
        What is said of it once the reader has picked: why it holds, or what is wrong with it.
    """

    text: str
    reply: str


@dataclass(frozen=True)
class Question:
    """A direct question on what a chapter has taught, to be asked later.

    Attributes
    ----------
    id : str
        Chapter and words, ``"sigmoid/normalise"``.
    claims : tuple of int
        The articles' claims that it asks about.
    text : str
        The question (Markdown).
    right : Option
    wrong : tuple of Option
        Two at least.
    """

    id: str
    claims: tuple[int, ...]
    text: str
    right: Option
    wrong: tuple[Option, ...]

    @property
    def chapter(self) -> str:
        """The chapter that teaches the answer."""
        return self.id.partition("/")[0]

    @property
    def options(self) -> list[Option]:
        """All options, in the order in which they are shown: the same in every run."""
        options = [self.right, *self.wrong]
        # By their texts, so that the place of the right one tells nothing.
        return sorted(options, key=lambda option: sum(map(ord, option.text)) % 97)


QUESTIONS: Registry[Question] = Registry("question")
"""All questions by id, chapter by chapter."""


def ask(
    id: str,
    claims: Sequence[int],
    text: str,
    right: tuple[str, str],
    *wrong: tuple[str, str],
) -> Question:
    """Enter a question in the bank: each option with its reply.

    Raises
    ------
    ValueError
        For an id in use, or fewer than two wrong options.
    """
    if len(wrong) < 2:
        raise ValueError(f"question {id!r} has {len(wrong)} wrong options, wanted two or more")
    made = Question(id, tuple(claims), text, Option(*right), tuple(Option(*w) for w in wrong))
    module = sys._getframe(1).f_globals["__name__"]
    return QUESTIONS.add(id, made, place=(module, id))
