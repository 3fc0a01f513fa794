"""What executed notebooks are told, and when their cached outputs are out of date."""

import hashlib
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from sphinx.util import logging

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = ("*.py", "*.js", "*.css")
# What outputs depend on besides the package: the pins, and measurements that a page shows.
BESIDE = ("requirements.txt", "benchmarks/results/reference.json")
# Parts of the package that no notebook imports; a test holds this.
UNSEEN = ("book", "claims", "cli", "grading")


def setup(app):
    """Prepare the execution of notebooks before myst-nb reads its configuration."""
    app.connect("config-inited", announce_medium)
    app.connect("config-inited", key_cache)
    app.connect("env-before-read-docs", execute_ahead)


def announce_medium(app, config):
    """Tell the kernels, through the environment, that they draw for the static book."""
    os.environ["ACTCOURSE_MEDIUM"] = "book"


def key_cache(app, config):
    """Give the notebooks a cache of their own for each state of the package.

    jupyter-cache compares the code of a notebook alone. Without this key, an edited helper would
    leave the old output on the page.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / fingerprint(PACKAGE, [Path(app.srcdir) / name for name in BESIDE])
    for stale in caches.glob("*"):
        if stale != cache:
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    config.nb_execution_cache_path = str(cache)
    logger.info("actcourse: notebook outputs are cached in %s", cache)


def execute_ahead(app, env, docnames):
    """Execute the notebooks that the cache lacks, several at once, before they are read.

    myst-nb would execute them one after the other. A notebook that fails is left to it, so that
    the failure is reported, and fails the build, in one place.
    """
    if app.config.nb_execution_mode != "cache":
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    missing = {}
    for docname in docnames:
        path = env.doc2path(docname)
        if path.endswith(".ipynb"):
            notebook = nbformat.reads(_source(app, docname, path), as_version=4)
            if notebook.metadata.get("mystnb", {}).get("execution_mode") == "off":
                continue
            try:
                cache.match_cache_notebook(notebook)
            except KeyError:
                missing[path] = notebook

    def execute(path):
        return single_nb_execution(
            missing[path],
            cwd=str(Path(path).parent),
            timeout=app.config.nb_execution_timeout,
            allow_errors=False,
        )

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, result in zip(missing, pool.map(execute, missing), strict=True):
            if result.err is None:
                bundle = CacheBundleIn(missing[path], path, data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _source(app, docname, path):
    """Text of a page as Sphinx will read it, after whoever changes sources has changed it."""
    source = [Path(path).read_text(encoding="utf-8")]
    app.emit("source-read", docname, source)
    return source[0]


def fingerprint(package, beside, unseen=UNSEEN):
    """Hexadecimal digest of all an output may depend on: the package, files beside it and Python.

    Parameters
    ----------
    package : Path
        Folder of the package; its Python, JavaScript and CSS files count, but for the
        parts named in `unseen`.
    beside : list of Path
        Files outside of the package, such as the pins; they may be missing.
    """
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    files = sorted(path for pattern in SOURCES for path in package.rglob(pattern))
    for path in [*files, *(path for path in beside if path.exists())]:
        name = path.relative_to(package) if path.is_relative_to(package) else Path(path.name)
        if name.parts[0] in unseen:
            continue
        digest.update(f"\0{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
