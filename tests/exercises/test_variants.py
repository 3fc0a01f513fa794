"""A variant is solved by its own solution, and not by the one that everybody knows."""

import nbformat
import numpy as np
import pytest

from actcourse.exercises import EXERCISES, NotRight, check, forms, run
from actcourse.exercises.judging import judge
from actcourse.exercises.variants import varied

from .conftest import ROOT, execute

PATHS = forms.find(ROOT / "chapters")
VARYING = [e for e in EXERCISES.values() if e.letters or e.versions]
EACH = pytest.mark.parametrize("exercise", VARYING, ids=lambda e: e.id)
SEEDS = range(12)


def answer(notebook, id):
    """What a source notebook's solution of an exercise comes to."""
    ((cell,),) = [
        [notebook.cells[index]]
        for exercise, index, _ in forms.exercises(notebook)
        if exercise.id == id
    ]
    return execute(forms.solved(cell.source))


def path_of(exercise):
    word = exercise.id.partition("/")[0]
    return next(path for path in PATHS if path.parent.name.partition("_")[2] == word)


def test_every_chapter_has_an_exercise_that_varies():
    assert {e.id.partition("/")[0] for e in VARYING} == {
        path.parent.name.partition("_")[2] for path in PATHS
    }


@EACH
def test_its_own_solution_is_right_and_the_known_one_mostly_not(exercise):
    path = path_of(exercise)
    known = answer(forms.read(path), exercise.id)
    passed = 0
    for seed in SEEDS:
        variant = varied(exercise.id, seed).exercise
        own = answer(forms.read(path, seed), exercise.id)
        assert judge(variant, own, np.random.default_rng(0)).right
        passed += variant.judge(None, run(known, None)).right
    assert passed <= len(SEEDS) // 2


@EACH
def test_the_text_changes_with_it_and_only_in_its_own_cells(exercise):
    path = path_of(exercise)
    plain = forms.read(path)
    texts = set()
    for seed in SEEDS:
        other = forms.read(path, seed)
        assert len(other.cells) == len(plain.cells)
        texts.add("".join(cell.source for cell in other.cells))
        for before, after in zip(plain.cells, other.cells, strict=True):
            # The same lines under other letters: nothing is lost.
            assert abs(len(before.source) - len(after.source)) < 40
    assert len(texts) > 2


def test_a_seed_varies_each_exercise_in_its_own_way():
    lettered = {}
    for exercise in VARYING:
        if exercise.letters:
            lettered.setdefault(len(exercise.letters), []).append(exercise)
    alike = max(lettered.values(), key=len)

    def order(exercise, seed):
        lines = "\n".join(f"- **{letter}**: {k}" for k, letter in enumerate(exercise.letters))
        text = varied(exercise.id, seed).rewrite(lines + "\n:::")
        return tuple(line.partition(": ")[2] for line in text.splitlines()[:-1])

    assert len(alike) > 1
    for seed in SEEDS:
        assert len({order(exercise, seed) for exercise in alike}) > 1


def test_the_lines_stand_in_the_order_of_their_letters():
    notebook = forms.read(PATHS[1], 3)
    (text,) = [c.source for c in notebook.cells if ":label: sigmoid-derivation" in c.source]
    labels = [line[4] for line in text.splitlines() if line.startswith("- **")]
    assert labels == sorted("abcde")
    assert text.endswith("\n:::")


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_exercises_without_variants_and_the_plain_notebook_stay_as_they_are(path):
    assert forms.read(path) == nbformat.read(path, as_version=4)
    varying = {exercise.id for exercise in VARYING}
    plain, other = forms.read(path), forms.read(path, 5)
    for exercise, index, _ in forms.exercises(plain):
        if exercise.id not in varying:
            assert other.cells[index].source == plain.cells[index].source
            assert varied(exercise.id, 5).exercise is exercise


def test_the_student_version_tells_check_which_variant_it_is():
    sources = [cell.source for cell in forms.release(PATHS[1], 3).cells]
    assert 'check("sigmoid/derivation", order, variant=3)' in sources
    assert not any("dbeac" in source for source in sources)


def test_check_judges_the_variant(capsys, monkeypatch):
    order = answer(forms.read(PATHS[1], 3), "sigmoid/derivation")
    assert order != "dbeac"
    check("sigmoid/derivation", order, variant=3)
    assert capsys.readouterr().out.startswith("✓")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(NotRight):
        check("sigmoid/derivation", order)


@EACH
def test_every_hint_of_a_variant_still_belongs_to_a_mistake(exercise):
    for seed in SEEDS:
        variant = varied(exercise.id, seed).exercise
        known, new = (e.mistakes for e in (exercise, variant))
        if exercise.letters:
            assert sorted(m.hint for m in new) == sorted(m.hint for m in known)
        else:
            assert [m.key for m in new] == [m.key for m in known]
            assert "4 pieces" not in " ".join([*variant.hints, *(m.hint for m in new)])


@EACH
def test_a_variant_knows_its_own_answers_wrong_and_right(exercise):
    for seed in SEEDS:
        variant = varied(exercise.id, seed).exercise
        assert variant.also_right
        for answer in variant.also_right:
            assert variant.judge(None, run(answer, None)).right
        for mistake in variant.mistakes:
            for answer in mistake.answers:
                got = variant.judge(None, run(answer, None))
                assert (got.key, got.hint) == (mistake.key, variant.hint_for(mistake.key))
