"""`actcourse claims` recomputes the ledger and fails when a number leaves its range."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from actcourse.chapters import CHAPTERS
from actcourse.claims import CLAIMS, OURS, TOPICS, Expected, measure, record
from actcourse.cli import main

QUICK = next(number for number, claim in CLAIMS.items() if claim.experiment)
OWN = next(key for key, finding in OURS.items() if not finding.control and not finding.slow)
CONTROLLED = next(key for key, finding in OURS.items() if finding.control)


def run(*arguments):
    return CliRunner().invoke(main, ["claims", "--workers", "1", *map(str, arguments)])


def test_numbers_within_their_ranges_end_with_success():
    result = run("--only", QUICK, "--seeds", 2)
    assert result.exit_code == 0
    assert CLAIMS[QUICK].says.split()[0] in result.stdout
    assert "1 of 1 measured claims within their ranges" in result.stdout
    assert "✗" not in result.stdout


def test_a_number_outside_its_range_fails_and_is_named(monkeypatch):
    name = next(iter(CLAIMS[QUICK].expected))
    monkeypatch.setitem(CLAIMS[QUICK].expected, name, Expected(-9, -8, "planted"))
    result = run("--only", QUICK)
    assert result.exit_code == 1
    assert "✗" in result.stdout
    assert f"Outside: {QUICK}" in result.stdout


def test_as_many_seeds_are_measured_as_are_asked_for(monkeypatch):
    used = []

    def experiment(rng):
        used.append(rng.random())
        return dict.fromkeys(CLAIMS[QUICK].expected, used[-1])

    monkeypatch.setitem(CLAIMS._things, QUICK, replace(CLAIMS[QUICK], experiment=experiment))
    result = run("--only", QUICK, "--seeds", 4)
    assert used == [np.random.default_rng(seed).random() for seed in range(4)]
    assert f"{min(used):.4g} to {max(used):.4g}" in result.stdout


@pytest.mark.parametrize("key", [QUICK, OWN])
def test_what_was_measured_is_stored_on_demand(key, monkeypatch, tmp_path):
    stored = record.recorded()
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    monkeypatch.setattr(record, "recorded", lambda: stored)
    (tmp_path / "ours").mkdir()
    result = run("--only", key, "--seeds", 2, "--record")
    assert result.exit_code == 0
    (path,) = tmp_path.rglob("*.json")
    written = json.loads(path.read_text(encoding="utf-8"))
    kept = {str(other) for other in stored if record.place(other) == path}
    assert {*written} == kept, "what was stored of others is kept"
    values = [measure(key, seed).numbers for seed in range(2)]
    for name, (low, high, seeds) in written[str(key)].items():
        assert seeds == 2
        ends = [min(v[name] for v in values), max(v[name] for v in values)]
        assert [low, high] == pytest.approx(ends, rel=1e-3)


def test_a_finding_is_measured_with_its_control(monkeypatch):
    known = OURS[CONTROLLED]
    quick = {"experiment": lambda rng: {"x": 1}, "expected": {"x": Expected(1, 1, "why")}}
    made = replace(known, control=replace(known.control, **quick), **quick)
    monkeypatch.setitem(OURS._things, CONTROLLED, made)
    result = run("--only", CONTROLLED)
    assert result.exit_code == 0
    assert f"{CONTROLLED}/control" in result.stdout
    assert "2 of 2 measured" in result.stdout


def test_our_own_sentences_are_measured_on_demand(monkeypatch):
    for key, known in OURS.items():
        if key != OWN:
            monkeypatch.setitem(OURS._things, key, replace(known, control=None))
    others = {"experiment": lambda rng: {"x": 1}, "expected": {"x": Expected(1, 1, "why")}}
    for key in {*OURS} - {OWN}:
        monkeypatch.setitem(OURS._things, key, replace(OURS[key], **others))
    result = run("--ours")
    assert result.exit_code == 0
    assert f"{len(OURS)} of {len(OURS)} measured" in result.stdout
    chapter = OURS[OWN].chapter
    of_it = sum(finding.chapter == chapter for finding in OURS.values())
    assert f"{of_it} of {of_it} measured" in run("--ours", "--chapter", chapter).stdout


def test_claims_without_an_experiment_are_listed():
    words = next(number for number, claim in CLAIMS.items() if not claim.experiment)
    result = run("--only", words)
    assert result.exit_code == 0
    assert "no experiment" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", 999], "no claim is called 999"),
        (["--only", OWN[:-1]], f"did you mean '{OWN}'"),
        (["--ours", "--topic", next(iter(TOPICS))], "leave out --ours"),
        (["--ours", "--chapter", "cooking"], "is not one of"),
        (["--only", OWN, "--chapter", next(c for c in CHAPTERS if not OWN.startswith(c))], "let"),
        (["--topic", "cooking"], "is not one of"),
        (["--seeds", 0], "is not in the range"),
        (["--only", QUICK, "--topic", list(TOPICS)[-1]], "No claim is let through"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
