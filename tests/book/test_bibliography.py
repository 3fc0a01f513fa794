"""The bibliography holds what the course cites, and nothing else."""

import re
from pathlib import Path

from actcourse.activations import ACTIVATIONS

FOLDER = Path(__file__).parents[2] / "chapters"
BIBLIOGRAPHY = (FOLDER / "references.bib").read_text(encoding="utf-8")
ENTRIES = set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY, re.MULTILINE))


def cited():
    """Keys that a page cites, or the registry as the source of an activation."""
    pages = [*FOLDER.rglob("*.ipynb"), *FOLDER.rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    found = re.findall(r"\{cite(?::\w+)?\}`([\w,\s]+)`", text)
    keys = {key.strip() for group in found for key in group.split(",")}
    return keys | {f.paper for f in ACTIVATIONS.values() if f.paper}


def test_every_entry_is_cited():
    assert cited() - ENTRIES == set()
    assert ENTRIES - cited() == set()


def test_a_paper_of_a_conference_names_the_conference_and_not_itself():
    for entry in re.split(r"\n(?=@)", BIBLIOGRAPHY):
        fields = dict(re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", entry, re.MULTILINE))
        assert fields.get("title") != fields.get("booktitle") or "title" not in fields, entry
