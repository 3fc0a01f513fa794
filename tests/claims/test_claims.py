"""Every claim of the ledger: facts, experiment, range, and the place that teaches it."""

import ast
import inspect
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
from myst_parser.mdit_to_docutils.base import default_slugify

from actcourse.chapters import CHAPTERS
from actcourse.claims import ARTICLES, CLAIMS, TOPICS, VERDICTS, Expected, measure, measure_all
from actcourse.claims.ledger import claim
from actcourse.claims.record import recorded

ROOT = Path(__file__).parents[2]
MEASURED = [number for number, c in CLAIMS.items() if c.experiment]
# An end lies at most so far from what was measured: spreads over the seeds, or this share of the
# largest number, or rounding.
SPREADS, SHARE, ROUNDING = 6, 0.15, 1e-5
# Ranges that are so many times as wide, and why.
GUESS = "a network that guesses may name another digit on another machine"
STATED = "more seeds than were measured here gave more, as its own reason says"
TENDS = "the sentence is about a limit, and the number is a bound on the way there"
WIDE = {
    (14, "swish_moved"): (2, STATED),
    (20, "relu_mean"): (4, "what counts is that it is far from 0"),
    (26, "jump"): (10, "the bound is the step times the largest slope, a round number"),
    (49, "mean_over_std"): (3, "what counts is that it is near 0"),
    (49, "right_with_small"): (11, GUESS),
    (51, "stuck_right"): (11, GUESS),
    (51, "relu_right"): (11, GUESS),
    (63, "zeros_if_random"): (101, "one weight in a thousand may be 0 by luck"),
    (90, "slope_at_minus_10"): (10, TENDS),
    (101, "distance"): (2, "what counts is that it is far below that of two random matrices"),
    (105, "none_random"): (2, STATED),
    (107, "small_3_layers"): (11, GUESS),
}
WORDS = [number for number, c in CLAIMS.items() if not c.experiment]


@pytest.fixture(scope="module")
def headings():
    """Anchors of the headings of each lesson: dict from chapter to set of str."""
    anchors = {}
    for chapter in CHAPTERS.values():
        cells = nbformat.read(ROOT / "chapters" / chapter.lesson, 4).cells
        text = "\n".join(c.source for c in cells if c.cell_type == "markdown")
        lines = re.findall(r"^#{1,3} (.+)$", text, flags=re.MULTILINE)
        anchors[chapter.word] = {default_slugify(line) for line in lines}
    return anchors


def test_all_claims_of_the_articles_are_there_once_each():
    assert sorted(CLAIMS) == list(range(1, 114))


def test_the_landing_page_and_the_readme_give_the_tally():
    count = Counter(c.verdict for c in CLAIMS.values())
    said = (
        f"{len(CLAIMS)} claims about activation functions: {count['true']} hold as they stand, "
        f"{count['conditional']} under a condition that is left out, {count['wrong']} are wrong, "
        f"and of {count['garbled']} the text is damaged"
    )
    assert said in (ROOT / "chapters" / "index.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"**The claims**: {len(CLAIMS)} sentences" in readme
    assert f"for {len(MEASURED)} of them, an experiment" in readme


def test_at_least_75_claims_have_an_experiment():
    assert len(MEASURED) >= 75


def test_every_verdict_article_and_topic_is_in_use():
    assert {c.verdict for c in CLAIMS.values()} == set(VERDICTS)
    assert {article for c in CLAIMS.values() for article, _ in c.sources} == set(ARTICLES)
    assert {c.topic for c in CLAIMS.values()} == set(TOPICS)


@pytest.mark.parametrize("number", CLAIMS)
def test_the_place_that_teaches_a_claim_exists(number, headings):
    c = CLAIMS[number]
    assert c.chapter in headings
    assert c.anchor in headings[c.chapter]


def test_every_chapter_settles_some_claims(headings):
    assert {c.chapter for c in CLAIMS.values()} == set(headings)


@pytest.mark.parametrize("number", CLAIMS)
def test_texts_are_whole_sentences(number):
    c = CLAIMS[number]
    for text in filter(None, (c.says, c.truth, c.note, c.because)):
        assert text == text.strip()
        assert text[0].isupper() or not text[0].isalpha() or text.startswith("f")
        assert text.endswith((".", "?", "$", "`", ")"))


@cache
def at_seed_0(number):
    """Numbers of a claim's experiment at seed 0, and whether it drew anything."""
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    return CLAIMS[number].measure(rng), rng.bit_generator.state != before


def slack(number, name):
    """How far an end may lie from what was measured of a number."""
    m = recorded()[number][name]
    by_size = SHARE * max(abs(m.low), abs(m.high))
    times, _ = WIDE.get((number, name), (1, ""))
    return times * max(SPREADS * (m.high - m.low), by_size, ROUNDING)


def test_all_numbers_were_measured_over_several_seeds():
    names = {number: {*CLAIMS[number].expected} for number in MEASURED}
    assert {number: {*found} for number, found in recorded().items()} == names
    assert all(m.seeds >= 5 for found in recorded().values() for m in found.values())


@pytest.mark.parametrize("number", MEASURED)
def test_a_range_holds_what_was_measured_and_is_not_much_wider(number):
    for name, expected in CLAIMS[number].expected.items():
        measured = recorded()[number][name]
        for value, room in (
            (measured.low, measured.low - expected.low),
            (measured.high, expected.high - measured.high),
        ):
            assert room >= -1e-3 * abs(value), (name, measured)  # four digits are stored
            assert room <= slack(number, name) or math.isinf(room), (name, measured)


def test_every_allowance_is_for_a_number_that_there_is():
    for (number, name), (_, reason) in WIDE.items():
        assert reason
        assert name in CLAIMS[number].expected


@pytest.mark.parametrize("number", MEASURED)
def test_an_experiment_gives_what_was_measured_of_it(number):
    numbers, drew = at_seed_0(number)
    for name, value in numbers.items():
        measured = recorded()[number][name]
        room = slack(number, name)
        assert measured.low - room <= value <= measured.high + room, name
    varied = [name for name, measured in recorded()[number].items() if not measured.exact]
    assert drew or not varied, f"{varied} varied with the seed, and nothing was drawn"


@pytest.mark.parametrize("number", MEASURED)
def test_an_experiment_lies_within_its_ranges(number):
    numbers, _ = at_seed_0(number)
    assert not CLAIMS[number].outside(numbers)


@pytest.mark.slow
@pytest.mark.parametrize("number", MEASURED)
def test_an_experiment_lies_within_its_ranges_at_other_seeds_and_varies_with_them(number):
    runs = [measure(number, seed) for seed in (1, 2, 3)]
    assert not [run.outside for run in runs if run.outside]
    if not all(measured.exact for measured in recorded()[number].values()):
        # Two seeds may agree by chance: a share of few test images is one of few numbers.
        numbers = [at_seed_0(number)[0], *(run.numbers for run in runs)]
        assert any(other != numbers[0] for other in numbers), "nothing varies with the seed"


@pytest.mark.parametrize("number", [n for n in MEASURED if CLAIMS[n].verdict == "wrong"])
def test_what_a_wrong_claim_predicts_lies_outside_the_range(number):
    predicted = [r for r in CLAIMS[number].expected.values() if r.claimed is not None]
    assert predicted, "a wrong claim with an experiment names the number that it predicts"
    assert all(r.claimed not in r for r in predicted)


@pytest.mark.parametrize("number", [n for n in MEASURED if CLAIMS[n].verdict == "true"])
def test_what_a_true_claim_predicts_lies_within_the_range(number):
    predicted = [r for r in CLAIMS[number].expected.values() if r.claimed is not None]
    assert all(r.claimed in r for r in predicted)


@pytest.mark.parametrize("number", MEASURED)
def test_no_range_lets_everything_pass(number):
    for name, r in CLAIMS[number].expected.items():
        finite = [end for end in (r.low, r.high) if math.isfinite(end)]
        room = 10 * max(1, *map(abs, finite))
        assert room not in r or -room not in r, name
        assert not r.__contains__(math.nan)


@pytest.mark.parametrize("number", MEASURED)
def test_an_experiment_draws_from_its_generator_alone(number):
    tree = ast.parse(CLAIMS[number].code)
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not [name for name in used if name.startswith("np.random")]
    assert [*inspect.signature(CLAIMS[number].experiment).parameters] == ["rng"]


def facts(**changes):
    return {
        "says": "A claim.",
        "sources": {"notes": "Somewhere"},
        "verdict": "true",
        "truth": "So it is.",
        "taught": "sigmoid#somewhere",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"says": "This | that."}, "ends a cell"),
        ({"verdict": "half"}, "wanted one of"),
        ({"sources": {"blog": "x"}}, "wanted some of"),
        ({"sources": {}}, "needs a source"),
        ({"x": Expected(0, 1, "why")}, "come together"),
    ],
)
def test_a_claim_whose_facts_do_not_fit_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        claim(999, **facts(**changes), because="A matter of words.")
    assert 999 not in CLAIMS


def test_a_number_is_given_once():
    with pytest.raises(ValueError, match="there is a claim 1 already, from actcourse"):
        claim(1, **facts(), because="A matter of words.")


@pytest.mark.parametrize("ends", [(1, 0), (-math.inf, math.inf), (math.nan, 1)])
def test_a_range_without_meaning_is_refused(ends):
    with pytest.raises(ValueError, match="low <= high"):
        Expected(*ends, "why")


@pytest.mark.parametrize(("why", "message"), [(" ", "needs a reason"), ("a | b", "ends a cell")])
def test_a_reason_is_given_and_fits_into_a_table(why, message):
    with pytest.raises(ValueError, match=message):
        Expected(0, 1, why)


def test_an_experiment_that_returns_other_names_is_an_error(monkeypatch):
    number = MEASURED[0]
    monkeypatch.setitem(CLAIMS[number].expected, "another", Expected(0, 1, "why"))
    with pytest.raises(ValueError, match="another"):
        measure(number)


def test_a_number_outside_its_range_is_reported(monkeypatch):
    number = MEASURED[0]
    name = next(iter(CLAIMS[number].expected))
    monkeypatch.setitem(CLAIMS[number].expected, name, Expected(-9, -8, "planted"))
    assert measure(number).outside == (name,)


def test_workers_measure_what_one_process_measures():
    def numbers(workers):
        runs = measure_all(MEASURED[:2], seeds=(0, 1), workers=workers)
        return {(run.number, run.seed): run.numbers for run in runs}

    assert numbers(2) == numbers(1)


def test_an_error_names_the_claim_and_the_seed(monkeypatch):
    def broken(self, rng):
        raise ZeroDivisionError

    monkeypatch.setattr(type(CLAIMS[1]), "measure", broken)
    with pytest.raises(ZeroDivisionError) as caught:
        measure(1, seed=7)
    assert "claim 1, with seed 7" in caught.value.__notes__[0]
