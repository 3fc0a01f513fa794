"""Mistakes that learners make, and how the answers that make them are collected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Mistake:
    """A mistake that learners make.

    Attributes
    ----------
    key : str
        Its name, for statistics over a class: a kind of `GENERAL_HINTS`, the letter of a choice
        or of a line that comes too early, or words of the exercise's own.
    answers : sequence
        Answers that make it, as a learner would hand them in: functions, classes or plain values.
        An answer that gives the same makes it too.
    hint : str
        What to think about; may be empty where `GENERAL_HINTS` has one for the key.
    """

    key: str
    answers: Sequence
    hint: str = ""


class KnownAnswers:
    """The functions or classes that answer one exercise in a known way, right or wrong.

    They run with the judge, on the inputs of an answer that is wrong, and are refused as answers
    like all that comes with the course.

    Attributes
    ----------
    mistakes : list of Mistake
        In the order in which their first answers are defined.
    also_right : list
        Right answers written differently from the solution in the notebook.

    Examples
    --------
    >>> stable = KnownAnswers()
    >>> @stable.mistake("overflow", "which of exp(800) and exp(-800) can a float hold?")
    ... def stable_overflow(x):
    ...     return 1 / (1 + np.exp(-x))
    >>> stable.mistakes[0].key
    'overflow'
    """

    def __init__(self):
        self.mistakes: list[Mistake] = []
        self.also_right: list = []

    def mistake(self, key: str, hint: str = "") -> Callable[[Answer], Answer]:
        """Enter what is decorated as an answer that makes the mistake `key`.

        Raises
        ------
        ValueError
            If the mistake is there already, and is given a hint once more.
        """

        def enter(answer):
            known = next((mistake for mistake in self.mistakes if mistake.key == key), None)
            if known is None:
                self.mistakes.append(Mistake(key, [answer], hint))
            elif hint:
                raise ValueError(f"the mistake {key!r} has its hint already: leave this one out")
            else:
                known.answers.append(answer)
            return answer

        return enter

    def right(self, answer: Answer) -> Answer:
        """Enter what is decorated as a right answer."""
        self.also_right.append(answer)
        return answer
