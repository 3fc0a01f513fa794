"""What executed notebooks are told, and when their cached outputs are out of date."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from sphinx.util import logging

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = ("*.py", "*.js", "*.css")


def setup(app):
    """Prepare the execution of notebooks before myst-nb reads its configuration."""
    app.connect("config-inited", announce_medium)
    app.connect("config-inited", key_cache)


def announce_medium(app, config):
    """Tell the kernels, through the environment, that they draw for the static book."""
    os.environ["ACTCOURSE_MEDIUM"] = "book"


def key_cache(app, config):
    """Give the notebooks a cache of their own for each state of the package.

    jupyter-cache compares the code of a notebook alone. Without this key, an edited helper would
    leave the old output on the page.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / fingerprint(PACKAGE, Path(app.srcdir) / "requirements.txt")
    for stale in caches.glob("*"):
        if stale != cache:
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    config.nb_execution_cache_path = str(cache)
    logger.info("actcourse: notebook outputs are cached in %s", cache)


def fingerprint(package, requirements):
    """Hexadecimal digest of all an output may depend on: the package, the pins and Python.

    Parameters
    ----------
    package : Path
        Folder of the package; its Python, JavaScript and CSS files count.
    requirements : Path
        File with the pinned libraries; it may be missing.
    """
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    files = sorted(path for pattern in SOURCES for path in package.rglob(pattern))
    for path in [*files, *([requirements] if requirements.exists() else [])]:
        name = path.relative_to(package) if path.is_relative_to(package) else path.name
        digest.update(f"\0{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
