"""The bank of questions: each claim that is not plainly true is asked, and asked again."""

import re

import pytest

from actcourse.chapters import CHAPTERS
from actcourse.claims import CLAIMS
from actcourse.questions import PLAN, QUESTIONS

MOST_WORDS = 30  # of a sentence
EACH = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


def test_every_claim_that_is_not_plainly_true_is_asked_directly():
    asked = {number for question in QUESTIONS.values() for number in question.claims}
    assert asked == {number for number, claim in CLAIMS.items() if claim.verdict != "true"}


@EACH
def test_a_question_stands_in_the_chapter_that_teaches_its_answer(question):
    chapters = {CLAIMS[number].chapter for number in question.claims}
    # Where two chapters teach it, the question belongs to one of them.
    assert question.chapter in chapters


@EACH
def test_all_texts_are_short_sentences_and_no_text_stands_twice(question):
    texts = [question.text, *(o.text for o in question.options)]
    assert len(set(texts)) == len(texts)
    assert len({option.reply for option in question.options}) == len(question.options)
    for text in [*texts, *(option.reply for option in question.options)]:
        assert not re.search(r"[$`]", text), "shown as plain text"
        assert all(len(s.split()) <= MOST_WORDS for s in re.split(r"(?<=[.?!]) ", text)), text
    assert question.text.endswith("?")


def test_the_place_of_an_option_does_not_tell_whether_it_is_right():
    places = [question.options.index(question.right) for question in QUESTIONS.values()]
    assert all(places.count(place) > len(places) / 5 for place in range(3))


def test_the_length_of_an_option_does_not_tell_whether_it_is_right():
    longest = [max(q.options, key=lambda option: len(option.text)) for q in QUESTIONS.values()]
    right = [q.right for q in QUESTIONS.values()]
    assert sum(a is b for a, b in zip(longest, right, strict=True)) < 0.6 * len(right)


def test_three_questions_of_earlier_chapters_open_each_chapter_but_the_first():
    first, *later = CHAPTERS
    assert [*PLAN] == later
    order = [*CHAPTERS]
    for word, ids in PLAN.items():
        assert len(ids) == 3
        chapters = [QUESTIONS[id].chapter for id in ids]
        assert all(order.index(chapter) < order.index(word) for chapter in chapters)
    planned = [id for ids in PLAN.values() for id in ids]
    assert len(set(planned)) == len(planned)
    # From the third on, not all of them from the chapter just read.
    for word in later[1:]:
        before = order[order.index(word) - 1]
        assert any(QUESTIONS[id].chapter != before for id in PLAN[word])
    assert first not in PLAN
