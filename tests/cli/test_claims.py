"""`actcourse claims` recomputes the ledger and fails when a number leaves its range."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from actcourse.claims import CLAIMS, TOPICS, Expected, measure, record
from actcourse.cli import main

QUICK = next(number for number, claim in CLAIMS.items() if claim.experiment)


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


def test_what_was_measured_is_stored_on_demand(monkeypatch, tmp_path):
    stored = record.recorded()
    monkeypatch.setattr(record, "PATH", tmp_path / "measured.json")
    monkeypatch.setattr(record, "recorded", lambda: stored)
    result = run("--only", QUICK, "--seeds", 2, "--record")
    assert result.exit_code == 0
    written = json.loads((tmp_path / "measured.json").read_text(encoding="utf-8"))
    assert {*map(int, written)} == {*stored}, "what was stored of other claims is kept"
    values = [measure(QUICK, seed).numbers for seed in range(2)]
    for name, (low, high, seeds) in written[str(QUICK)].items():
        assert seeds == 2
        ends = [min(v[name] for v in values), max(v[name] for v in values)]
        assert [low, high] == pytest.approx(ends, rel=1e-3)


def test_claims_without_an_experiment_are_listed():
    words = next(number for number, claim in CLAIMS.items() if not claim.experiment)
    result = run("--only", words)
    assert result.exit_code == 0
    assert "no experiment" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", 999], "there is no claim 999"),
        (["--topic", "cooking"], "is not one of"),
        (["--seeds", 0], "is not in the range"),
        (["--only", QUICK, "--topic", list(TOPICS)[-1]], "No claim is let through"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
