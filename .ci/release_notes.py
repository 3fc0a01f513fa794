"""Prints the notes of a release, from CHANGELOG.md, if its tag, version and changelog agree.

Usage: python .ci/release_notes.py v1.2.3
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADING = r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$\n"
SECTION = re.compile(HEADING + r"(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def notes(tag, root=ROOT):
    """Text of the section of CHANGELOG.md for the version of this tag.

    Raises
    ------
    SystemExit
        If the tag is not that of the version in pyproject.toml, or the newest section with a
        version and a date is not that of the tag, or says nothing.
    """
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    if tag != f"v{version}":
        sys.exit(
            f"the tag is {tag}, but pyproject.toml has the version {version}: wanted v{version}"
        )
    newest = SECTION.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if newest is None or newest[1] != version:
        found = f"the one of {newest[1]}" if newest else "none of a version"
        sys.exit(
            f"the newest section of CHANGELOG.md is {found}: wanted ## [{version}] - YYYY-MM-DD"
        )
    if not newest[2].strip():
        sys.exit(f"the section [{version}] of CHANGELOG.md is empty: say what has changed")
    return newest[2].strip() + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(notes(sys.argv[1]), end="")
