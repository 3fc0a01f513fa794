"""What a sandbox sees of this machine: Python, the system's libraries, NumPy and SciPy."""

import functools
import os
import stat
import sys
from importlib.util import find_spec
from pathlib import Path

MODULES = ("numpy", "scipy")
"""What answers may import, next to the standard library."""


def open_to_all(path: Path) -> bool:
    """Whether everyone may read `path` and enter the folders on the way to it."""
    wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
    folders = all(p.stat().st_mode & stat.S_IXOTH for p in path.parents)
    return folders and path.stat().st_mode & wanted == wanted


@functools.cache
def closed() -> Path | None:
    """A file of the packages for answers that not everyone may read, or None.

    Where this process is root, the way to them is opened to nobody; they themselves are not.
    """
    for source, _ in modules():
        for path in (source, *source.rglob("*")):
            wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
            if path.stat().st_mode & wanted != wanted:
                return path
    return None


def executable() -> str:
    """Path of this Python, outside of any virtual environment."""
    return os.path.realpath(sys.executable)


def modules() -> list[tuple[Path, str]]:
    """The packages for answers: where they are, and where they appear."""
    return [(path, f"/modules/{path.name}") for name in MODULES for path in module(name)]


def python() -> list[tuple[Path, str]]:
    """Python and the system's libraries: where they are, and where they appear."""
    homes = (Path("/"), Path("/usr"), Path(sys.base_prefix))
    folders = {Path(home, name).resolve() for home in homes for name in ("lib", "lib64")}
    outermost = sorted(p for p in folders if p.is_dir() and folders.isdisjoint(p.parents))
    shown = [*outermost, Path(executable()), Path("/etc/ld.so.cache")]
    return [(path, str(path)) for path in shown if path.exists()]


def links() -> list[str]:
    """The links of the file system that lead to libraries, such as /lib64."""
    links = [Path(name) for name in ("/lib", "/lib64") if Path(name).is_symlink()]
    return [part for link in links for part in ("--symlink", os.readlink(link), str(link))]


def hidden() -> list[str]:
    """Folders of installed packages within what appears: the course itself may be in one."""
    folders = [
        folder
        for source, _ in python()
        for pattern in ("python3*/site-packages", "python3*/dist-packages")
        for folder in source.glob(pattern)
    ]
    return [str(folder) for folder in folders]


def origin(name: str) -> Path:
    """The file that is run when a module is imported."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return Path(spec.origin)


@functools.cache
def module(name: str) -> list[Path]:
    """Where an installed package is: its folder or file, and the libraries that came with it."""
    place = origin(name)
    place = place.parent if place.name == "__init__.py" else place
    libraries = place.with_name(f"{name}.libs")
    return [place, libraries] if libraries.is_dir() else [place]
