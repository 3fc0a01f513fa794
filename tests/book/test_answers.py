"""Answers given on the page: the script says of each what the judge says, word for word."""

import itertools
import json
import math
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from actcourse.book.assets import BOOK
from actcourse.book.forms import form, worked_out
from actcourse.book.forms import page as assignment
from actcourse.chapters import CHAPTERS
from actcourse.exercises import EXERCISES, forms
from actcourse.exercises.judging import judge_known
from actcourse.exercises.values import MultipleChoice, Numbers, Ordering, numbers_of
from tests.exercises.conftest import execute, solutions

ROOT = Path(__file__).parents[2]
WITHOUT_CODE = [e for e in EXERCISES.values() if isinstance(e, Numbers | Ordering | MultipleChoice)]
PAGE = """<!doctype html><html lang="en" data-scripts data-theme="light"><meta charset="utf-8">
<link rel="stylesheet" href="forms.css"><title>Answers</title><h1>Answers</h1>
{}<script src="work.js"></script><script src="exercise.js"></script>"""
# Puts each answer into the form as a reader would leave it there, and gives what is said.
SAID = """([id, answers]) => {
  const form = document.getElementById(id);
  return answers.map((answer) => {
    if (typeof answer === "object") {
      form.querySelectorAll("[name=answer]").forEach((input, k) => { input.value = answer[k]; });
    } else if (form.elements.answer) {
      for (const radio of form.elements.answer) radio.checked = radio.value === answer;
    } else {
      const list = form.previousElementSibling.querySelector("ul");
      const lines = [...answer].map((c) => list.querySelector(`[data-letter=${c}]`));
      list.append(...lines);
    }
    form.requestSubmit();
    return form.querySelector("[role=status]").textContent;
  });
}"""


@cache
def right():
    """The right answer to each exercise without code, by its id, as the notebooks have it."""
    ids = {exercise.id for exercise in WITHOUT_CODE}
    return {id: execute(text) for id, (text, _) in solutions().items() if id in ids}


def verdict(exercise, answer):
    return str(judge_known(exercise, answer, np.random.default_rng(0)))


def lettered(exercise):
    lines = "".join(f"<li><p><strong>{c}</strong>: line {c}</p></li>" for c in exercise.letters)
    return f'<div class="answer-lines"><ul>{lines}</ul></div>' if exercise.letters else ""


@pytest.fixture(scope="module")
def known():
    return {id: facts for chapter in CHAPTERS for id, facts in worked_out(chapter).items()}


@pytest.fixture(scope="module")
def page(browser, known, tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    for name in ("work.js", "exercise.js", "forms.css"):
        (folder / name).write_bytes((BOOK / name).read_bytes())
    shown = [
        lettered(e) + form(e, known[e.id]).removeprefix("```{raw} html\n").removesuffix("\n```")
        for e in WITHOUT_CODE
    ]
    (folder / "page.html").write_text(PAGE.format("\n".join(shown)), encoding="utf-8")
    tab, wrong = browser.new_page(), []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto((folder / "page.html").as_uri())
    yield tab
    assert not wrong


def said(page, exercise, answers):
    return page.evaluate(SAID, [f"answer-{exercise.id.replace('/', '-')}", answers])


def tuples(exercise, facts):
    """Answers of numbers: the known ones, every edge of a piece, every number that is tried."""
    solved = numbers_of(right()[exercise.id])
    known = [numbers_of(a) for m in exercise.mistakes for a in m.answers]
    yield from (a for a in [solved, *known] if a and len(a) == len(solved))
    for place, stated in enumerate(facts["numbers"]):
        for number in edges(stated):
            yield [*solved[:place], number, *solved[place + 1 :]]
    yield [0.0] * len(solved)
    rng = np.random.default_rng(0)
    for _ in range(50):
        factors = rng.uniform(0, 2, len(solved))
        yield [float(f"{r * f:.5g}") for r, f in zip(solved, factors, strict=True)]


def edges(stated):
    if "tries" in stated:
        return [number for number, *_ in stated["tries"]]
    starts = [start for start, _ in stated["pieces"] if start is not None]
    more = (-1.0, 0.0, 1 / 3, 1e-7, 12345.678, 1234567.0, 1e22)
    return [n for s in starts for n in (s, math.nextafter(s, -math.inf))] + [*more]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("exercise", WITHOUT_CODE, ids=lambda e: e.id)
def test_the_page_says_of_every_answer_what_check_says(exercise, page, known):
    if not isinstance(exercise, Numbers):
        options = exercise.letters
        if isinstance(exercise, Ordering):
            options = ["".join(order) for order in itertools.permutations(options)]
        assert said(page, exercise, [*options]) == [verdict(exercise, o) for o in options]
        return
    answers = [a for a in tuples(exercise, known[exercise.id]) if tried(a, known[exercise.id])]
    assert len(answers) > 10
    texts = [[repr(float(number)) for number in answer] for answer in answers]
    wanted = [verdict(exercise, tuple(answer)) for answer in answers]
    assert said(page, exercise, texts) == wanted


def tried(answer, facts):
    """Whether the page has tried these numbers, where it has to."""
    pairs = zip(answer, facts["numbers"], strict=True)
    return all("tries" not in s or number in [n for n, *_ in s["tries"]] for number, s in pairs)


@pytest.mark.slow
@pytest.mark.browser
def test_numbers_are_read_as_people_type_them_and_others_are_sent_back(page):
    exercise = EXERCISES["softmax/ratio"]
    others = ("1.492", "54.6")
    for first in ("1,492", " 1.492 ", "+1.492", "149.2%", "1492e-3", "1492/1000", "1.492E0"):
        (text,) = said(page, exercise, [[first, *others]])
        assert text.startswith("✓ softmax/ratio, 3 of 3")
    for strange in ("", "about 1.5", "1.4.2", "1,492.0", "e", "1/0", "nan", "inf", "1e999", "--1"):
        (text,) = said(page, exercise, [[strange, *others]])
        assert text.endswith("write one such as -0.25, 1/3 or 2e-3.")
    (text,) = said(page, exercise, [["−3", *others]])
    assert text == verdict(exercise, (-3.0, 1.492, 54.6))


@pytest.mark.slow
@pytest.mark.browser
def test_a_number_that_was_not_tried_is_told_its_neighbours(page):
    exercise = EXERCISES["sigmoid/gain"]
    texts = said(page, exercise, [["4.2"], ["1000"]])
    assert texts[0].startswith("On this page you can try 4 or 4.5, not 4.2")
    assert texts[1].startswith("On this page you can try numbers from 0.5 to 10")


@pytest.mark.slow
def test_every_solution_is_right_on_the_page_and_the_facts_are_json(known):
    assert known.keys() == {exercise.id for exercise in WITHOUT_CODE}
    assert json.loads(json.dumps(known)) == known
    for exercise in WITHOUT_CODE:
        answer = right()[exercise.id]
        if isinstance(exercise, Numbers):
            assert tried(numbers_of(answer), known[exercise.id]), exercise.id
        else:
            verdicts = known[exercise.id]["verdicts"]
            starts = [answer.lower()[:n] for n in range(1, len(answer) + 1)]
            assert any(verdicts.get(start, ["", 0])[1] == exercise.points for start in starts)


def test_every_assignment_keeps_its_lines_beside_their_form():
    for path in forms.find(ROOT / "chapters"):
        letters = [e.id for e, *_ in forms.exercises(nbformat.read(path, 4)) if e.letters]
        facts = {id: {"kind": "order", "points": 2, "verdicts": {}} for id in letters}
        cells = [cell.source for cell in assignment(nbformat.read(path, 4), facts).cells]
        for id in letters:
            place = next(
                k for k, c in enumerate(cells) if f'id="answer-{id.replace("/", "-")}"' in c
            )
            lines, text = cells[place - 1], cells[place - 2]
            assert lines.startswith(":::{container} answer-order\n- **a**: ")
            assert lines.count("\n- **") == len(EXERCISES[id].letters)
            assert "- **a**" not in text
