"""What mutation testing changes: also what decorators wrap, never words, each change a slip."""

import ast
from pathlib import Path

import pytest

from mutation import sites

ROOT = Path(__file__).parents[2]
SOURCE = '''"""Words about a module."""
from dataclasses import dataclass, field

LIMIT = 3  # a < b

@register(bound=1.0, year=2016)
def decorated(x, by: "int" = 2):
    """What comes out: x < 1."""
    return x - by if x > 0 else (
        x  # - not here
        + by)

@dataclass(frozen=True)
class Thing:
    """A thing."""

    size: int = 4
    names: list[str] = field(default_factory=list)

    def check(self):
        if self.size < 0 and not self.names:
            raise ValueError(f"size is {self.size}")
        self.names.append("key")
        return "σ" + str(self.size * 2)
'''


@pytest.fixture(scope="module")
def found():
    return {mutant.name: mutant for mutant in sites.mutants(SOURCE, "thing.py")}


@pytest.mark.parametrize(
    "name",
    [
        "module: 3 → 4",
        "decorated: 1.0 → 1.5",
        "decorated: 2 → 3",
        "decorated: - → +",
        "decorated: + → -",
        "decorated: > → >=",
        "Thing: True → False",
        "Thing: 4 → 5",
        "Thing.check: and → or",
        "Thing.check: < → >=",
        'Thing.check: raise ValueError(f"size is {self.size}") → pass',
        'Thing.check: self.names.append("key") → pass',
        "Thing.check: \"key\" → 'keyX'",
        "Thing.check: * → /",
    ],
)
def test_code_is_changed_wherever_it_stands(found, name):
    assert name in found


def test_every_mutant_parses_and_differs_in_one_place(found):
    original = ast.dump(ast.parse(SOURCE))
    for mutant in found.values():
        changed = mutant.of(SOURCE)
        assert ast.dump(ast.parse(changed)) != original
        assert changed.startswith(SOURCE[: mutant.start])
        assert changed.endswith(SOURCE[mutant.end :])


def test_words_annotations_and_facts_of_the_literature_stay(found):
    ends = [SOURCE.index(text) for text in ("Words", "a < b", "2016", "int", "x < 1", "- not here")]
    small = [m for m in found.values() if m.end - m.start < 20]
    assert not [m.name for m in small if any(m.start <= at < m.end for at in ends)]


def test_in_the_course_too_every_mutant_parses_and_differs():
    for file in ("actcourse/nn/layers.py", "actcourse/explore/static.py"):
        source = (ROOT / file).read_text(encoding="utf-8")
        original = ast.dump(ast.parse(source))
        for mutant in sites.mutants(source, file):
            assert ast.dump(ast.parse(mutant.of(source))) != original, mutant.key


def test_a_mutant_is_known_by_a_name_that_does_not_move_with_its_line(found):
    moved = {mutant.name: mutant for mutant in sites.mutants("\n\n" + SOURCE, "thing.py")}
    assert moved.keys() == found.keys()
    assert all(moved[name].line == mutant.line + 2 for name, mutant in found.items())


def test_the_change_is_shown_as_a_difference(found):
    assert found["decorated: + → -"].diff(SOURCE).splitlines()[1:] == [
        "-        + by)",
        "+        - by)",
    ]
