"""The page of claims and the rows below lessons hold the whole ledger, and no number by hand."""

import re
from dataclasses import replace

import pytest
from sphinx.errors import ExtensionError

from actcourse.book import ledger
from actcourse.chapters import CHAPTERS, Chapter
from actcourse.claims import CLAIMS, OURS, TOPICS, Expected, Measurement
from actcourse.explore import EXPLORERS

NUMBERS = {n: dict.fromkeys(c.expected, 0.123) for n, c in CLAIMS.items() if c.experiment}
MEASURED = next(iter(NUMBERS))


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("ACTCOURSE_MEDIUM", "book")
    return ledger.ledger(NUMBERS)


def test_the_page_holds_every_claim_once_below_its_topic(page):
    assert re.findall(r":name: claim-(\d+)", page) == [
        str(c.key) for topic in TOPICS for c in CLAIMS.values() if c.topic == topic
    ]
    for title in TOPICS.values():
        assert page.count(f"\n### {title}\n") == 1


def test_the_page_holds_every_finding_once_with_its_control(page):
    others, _, own = page.partition("\n## What we say\n")
    assert "class-container: is-finding" not in others
    names = re.findall(r":name: (finding-\S+)", own)
    assert names == [ledger.anchor(f) for f in OURS.values()]
    assert len({*names}) == len(OURS)
    assert own.count("**Control.**") == sum(f.control is not None for f in OURS.values())
    for f in OURS.values():
        assert f.code.strip() in own
        for t in filter(None, (f, f.control)):
            for name in t.expected:
                m = ledger.recorded()[t.key][name]
                assert f"Measured, {m.seeds} seeds" in own
                assert f"{m.low:.4g}" in own


def test_the_page_shows_each_experiment_with_its_numbers_and_ranges(page):
    for number in NUMBERS:
        claim = CLAIMS[number]
        assert claim.code.strip() in page
        assert all(f"| 0.123 | {wanted.text} |" in page for wanted in claim.expected.values())


def test_a_finding_that_was_not_measured_is_named_with_what_to_do():
    unmeasured = replace(next(iter(OURS.values())), key="tanh/new", taught="tanh#words")
    with pytest.raises(ExtensionError, match=r"finding tanh/new .* --only tanh/new .* --record"):
        ledger.own_entry(unmeasured)


def test_every_filter_finds_its_claims_by_their_classes(page):
    """The script asks for the class ``is-<control>-<value>``."""
    controls = re.findall(r'<select name="(\w+)">(.*?)</select>', page)
    assert [name for name, _ in controls] == ["verdict", "topic", "article", "chapter"]
    classes = [line.split() for line in re.findall(r":class-container: (.+)", page)]
    for name, options in controls:
        values = [value for value in re.findall(r'value="(\w*)"', options) if value]
        counts = [sum(f"is-{name}-{value}" in line for line in classes) for value in values]
        assert min(counts) > 0
        assert sum(counts) == len(CLAIMS) if name != "article" else sum(counts) > len(CLAIMS)


def test_a_tenth_chapter_stands_behind_the_ninth():
    with CHAPTERS.restored(), CLAIMS.restored():
        CHAPTERS.add("afterword", Chapter(10, "afterword"), place=(__name__, "afterword"))
        known = replace(CLAIMS[MEASURED], key=999, taught="afterword#words")
        CLAIMS.add(999, known, place=(__name__, "afterword"))
        options = re.findall(r'<option value="(\w*)"', ledger.filters().partition("chapter")[2])
        assert options == ["", *CHAPTERS]
        assert "(/chapters/10_afterword/afterword.ipynb#words)" in ledger.entry(known, {})


def test_the_picture_counts_the_claims_of_each_article():
    _, sentence = EXPLORERS["claims-by-article"].draw()
    notes = [c for c in CLAIMS.values() if "notes" in dict(c.sources)]
    true = sum(c.verdict == "true" for c in notes)
    assert f"{true} of {len(notes)} in the notes" in sentence


def test_each_claim_ends_one_chapter():
    text = "".join(ledger.rows(chapter) for chapter in CHAPTERS)
    assert sorted(map(int, re.findall(r"<claim-(\d+)>", text))) == sorted(CLAIMS)
    assert re.findall(r"<(finding-[^>]+)>", text) == [ledger.anchor(f) for f in OURS.values()]
    assert ledger.rows("appendix") == ""


@pytest.fixture
def asked(monkeypatch):
    """The numbers of the claims that were measured, each time; all experiments answer 1.5."""
    asked = []

    def measure_all(numbers, workers):
        asked.append([*numbers])
        return [Measurement(number, 0, {"x": 1.5}, (), 0.0) for number in numbers]

    monkeypatch.setattr(ledger, "measure_all", measure_all)
    return asked


def test_numbers_are_kept_until_what_their_topic_imports_changes(asked, monkeypatch, tmp_path):
    (tmp_path / "stale.json").write_text("{}")
    found = {number: {"x": 1.5} for number in NUMBERS}
    assert ledger.measurements(tmp_path) == found
    assert ledger.measurements(tmp_path) == found
    assert [sorted(numbers) for numbers in asked] == [sorted(NUMBERS)]
    assert len([*tmp_path.iterdir()]) == len(TOPICS)
    usual = ledger.fingerprint
    edited = ledger.PACKAGE / "claims" / "tanh.py"
    monkeypatch.setattr(ledger, "fingerprint", lambda files: usual(files) + "e" * (edited in files))
    assert ledger.measurements(tmp_path) == found
    assert asked[1] == [n for n in NUMBERS if CLAIMS[n].topic == "tanh"]
    assert len([*tmp_path.iterdir()]) == len(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_numbers_of_a_topic_depend_on_it_and_on_no_other(topic, monkeypatch):
    monkeypatch.setattr(ledger, "fingerprint", set)
    files = ledger._key(topic)
    assert [name for name in TOPICS if ledger.PACKAGE / "claims" / f"{name}.py" in files] == [topic]


def test_a_number_outside_its_range_fails_the_build_and_its_topic_is_not_kept(
    monkeypatch, tmp_path
):
    def measure_all(numbers, workers):
        return [Measurement(n, 0, {"x": 1.5}, ("x",) * (n == MEASURED), 0.0) for n in numbers]

    monkeypatch.setattr(ledger, "measure_all", measure_all)
    with pytest.raises(ExtensionError, match=rf"\[{MEASURED}\] are outside"):
        ledger.measurements(tmp_path)
    kept = {path.name.rpartition("-")[0] for path in tmp_path.iterdir()}
    assert kept == {*TOPICS} - {CLAIMS[MEASURED].topic}


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Expected(0.25, 0.5, "why"), "0.25 to 0.5"),
        (Expected(1, 1, "why"), "exactly 1"),
        (Expected(0.25 - 1e-12, 0.25 + 1e-12, "why"), "0.25 ± 1e-12"),
        (Expected(float("-inf"), 2, "why"), "at most 2"),
        (Expected(2, float("inf"), "why"), "at least 2"),
    ],
)
def test_a_range_reads_as_words(wanted, text):
    assert wanted.text == text
