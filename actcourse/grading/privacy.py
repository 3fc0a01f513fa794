"""Whether git would take the marks along."""

import subprocess
from pathlib import Path


def exposed(folder: str | Path) -> bool:
    """Whether a folder lies in a git work tree that does not ignore it, as far as can be told.

    Without git, or where git refuses to read a work tree of another user, it is taken for exposed.
    """
    folder = Path(folder).resolve()
    root = next((p for p in (folder, *folder.parents) if (p / ".git").exists()), None)
    if root is None:
        return False
    command = ["git", "-C", str(root), "check-ignore", "--quiet", "--", str(folder / "any file")]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode != 0
    except FileNotFoundError:
        return True


def warning(folder: str | Path) -> str:
    """What to do where the folder is exposed; empty where it is not."""
    if not exposed(folder):
        return ""
    return (
        f"{folder} lies in a git work tree that does not ignore it, and holds names and marks: "
        "enter it in .gitignore before you commit, or move it elsewhere."
    )
