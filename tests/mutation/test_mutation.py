"""The choice of mutants, the copy they are tried in, and the report on them."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from mutation import results, rooms, sites
from mutation.sample import all_mutants, equivalents, sample
from mutation.trial import Copy, Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def found():
    return all_mutants(ROOT)


def test_every_room_has_its_share_of_a_seeded_sample(found):
    chosen = sample(found, count=600, least=60, seed=0)
    counts = Counter(rooms.room_of(mutant.file) for mutant in chosen)
    assert counts.keys() == set(rooms.ROOMS)
    assert min(counts.values()) >= 60
    assert abs(len(chosen) - 600) <= len(rooms.ROOMS)
    assert chosen == sample(found, count=600, least=60, seed=0)
    assert chosen != sample(found, count=600, least=60, seed=1)


def test_a_sample_hardly_moves_when_other_mutants_come(found):
    here = {"nn": found["nn"]}
    fewer = {"nn": found["nn"][::2]}
    kept = set(sample(fewer, 60, 60, seed=0)) & set(sample(here, 60, 60, seed=0))
    assert len(kept) == len(set(sample(here, 60, 60, seed=0)) & set(fewer["nn"]))


def test_keys_are_unique(found):
    keys = [mutant.key for mutants in found.values() for mutant in mutants]
    assert len(set(keys)) == len(keys)


def test_every_equivalent_mutant_is_one_that_there_is_and_has_a_reason(found):
    keys = {mutant.key for mutants in found.values() for mutant in mutants}
    assert not equivalents().keys() - keys, "the code has moved on: mend mutation/equivalent.toml"
    assert all(reason.strip() for reason in equivalents().values())


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_every_file_has_tests_and_the_one_of_its_name_comes_first(room):
    for file in rooms.files(ROOT, room):
        tests = rooms.tests(ROOT, file)
        assert tests
        own = f"tests/{room}/test_{Path(file).stem}.py"
        assert own == tests[0] or own not in tests


TREE = {
    "thing.py": "def double(x):\n    return x * 2\n\n\n"
    "def loop(n):\n    while n > 0:\n        n -= 1\n",
    "test_thing.py": "import thing\n\n\ndef test_double():\n    assert thing.double(3) == 6\n"
    "    thing.loop(2)\n",
    "pyproject.toml": "",
}


@pytest.fixture
def tree(tmp_path):
    """A small repository."""
    root = tmp_path / "tree"
    root.mkdir()
    for name, text in TREE.items():
        (root / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


def test_a_mutant_is_tried_in_a_copy_and_taken_back(tree, tmp_path):
    copy = Copy(tree, tmp_path / "copy")
    tests, source = ["test_thing.py"], TREE["thing.py"]
    assert copy.run(tests).word == "survived"
    found = {mutant.name: mutant for mutant in sites.mutants(source, "thing.py")}
    killed = copy.try_out(found["double: * → /"], tests, 60)
    assert (killed.word, "test_double" in killed.by) == ("killed", True)
    assert copy.try_out(found["loop: > → >="], tests, 60).word == "survived"
    assert copy.try_out(found["loop: - → +"], tests, 3).word == "timed out"
    for root in (tree, copy.folder):
        assert {name: (root / name).read_text(encoding="utf-8") for name in TREE} == TREE


def test_results_are_appended_and_the_last_word_counts(tmp_path):
    source = "def f(a, b):\n    return a - b\n"
    (mutant,) = (m for m in sites.mutants(source, "actcourse/nn/f.py") if m.text == "+")
    path = tmp_path / "deep" / "found.jsonl"
    for word in ("survived", "killed"):
        results.append(path, mutant, source, Outcome(word, "test_f", 1.0))
    (record,) = results.read(path).values()
    assert (record["outcome"], record["line"]) == ("killed", 2)
    assert "+    return a + b" in record["diff"]


def test_the_share_noticed_leaves_out_what_nothing_could_notice():
    counts = Counter({"killed": 6, "timed out": 1, "survived": 3, "equivalent": 5})
    assert results.noticed(counts) == pytest.approx(0.7)
