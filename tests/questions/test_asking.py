"""How questions are asked: three before a chapter, all on the page "Ask me again"."""

from pathlib import Path

import nbformat
import pytest

from actcourse.chapters import CHAPTERS
from actcourse.explore import medium
from actcourse.questions import PLAN, QUESTIONS, Recall, before_you_read

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_each_option_is_answered_and_the_right_one_stands(question):
    asked = Recall(question)
    assert asked.holds()
    for i, option in enumerate(question.options):
        said = dict(asked.answer.others(i, {}))
        assert asked.answer.reply(i, {}) == option.reply
        assert said == {o.text: o.reply for o in question.options if o is not option}
    assert asked.answer.revealed({}).startswith(question.right.text.rstrip("."))


@pytest.mark.parametrize("chapter", PLAN)
def test_a_chapter_opens_with_its_questions_folded(chapter, monkeypatch):
    monkeypatch.setenv(medium.VARIABLE, "book")
    markup = before_you_read(chapter)._repr_mimebundle_()["text/html"]
    assert markup.startswith('<details class="ac-before"><summary>')
    assert markup.count("<form") == 3


def test_the_first_chapter_has_none_and_says_which_have():
    first = next(iter(CHAPTERS))
    with pytest.raises(KeyError, match="some open sigmoid"):
        before_you_read(first)


@pytest.mark.parametrize("chapter", PLAN)
def test_the_lesson_asks_them_right_below_its_title(chapter):
    lesson = nbformat.read(ROOT / "chapters" / CHAPTERS[chapter].lesson, 4)
    place = next(i for i, cell in enumerate(lesson.cells) if cell.id == "before")
    assert lesson.cells[place].source == f'before_you_read("{chapter}")'
    assert place == 2
