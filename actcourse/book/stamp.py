"""A digest of all that the site is built from, so that nobody tests yesterday's pages.

``make book`` prints it before it builds and keeps it, in ``_build/stamp``, when the build is sound.
"""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = ("_config.yml", "_toc.yml", "requirements.txt")
FOLDERS = ("actcourse", "chapters")
LEFT_BEHIND = {"__pycache__", ".ipynb_checkpoints"}  # by Python and Jupyter


def digest(root=ROOT):
    """Hexadecimal digest of the names and contents of all sources below `root`."""
    total = hashlib.sha256(repr(sys.version_info[:3]).encode())
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file()]
    for path in sorted([*files, *(root / name for name in FILES)]):
        if not LEFT_BEHIND & set(path.parts):
            total.update(f"\0{path.relative_to(root)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def is_fresh(root=ROOT):
    """Whether the site in ``_build/html`` was built from the sources as they are now."""
    stamp = root / "_build" / "stamp"
    return stamp.exists() and stamp.read_text().strip() == digest(root)


if __name__ == "__main__":
    print(digest())
