"""What executed notebooks are told, and when their cached outputs are out of date."""

import os
import shutil
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

from actcourse import imports
from actcourse.book.notebooks import sources
from actcourse.imports import PACKAGE

logger = logging.getLogger(__name__)

PINS = PACKAGE.parent / "requirements.txt"


def setup(app):
    """Prepare the execution of notebooks before myst-nb reads its configuration."""
    app.connect("config-inited", keep_cache)
    app.connect("env-before-read-docs", execute_ahead)


def keep_cache(app, config):
    """Keep outputs of notebooks from build to build, but for those that other sources gave.

    jupyter-cache compares the code of a notebook alone. Without the key that `execute_ahead` stores
    with its outputs, an edited helper would leave the old ones on the page.
    """
    folder = Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(folder)
    cache = get_cache(folder)
    for record in cache.list_cache_records():
        try:
            stale = record.data.get("key") != key(cache.get_cache_bundle(record.pk).nb)
        except KeyError:  # its notebook is gone
            shutil.rmtree(folder)
            return
        if stale:
            cache.remove_cache(record.pk)


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
        notebook = _notebook(app, env, docname)
        if notebook is None or notebook.metadata.get("mystnb", {}).get("execution_mode") == "off":
            continue
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            missing[env.doc2path(docname)] = notebook
    logger.info("actcourse: %d notebooks to execute", len(missing))

    def execute(path):
        return single_nb_execution(
            missing[path],
            cwd=str(Path(path).parent),
            timeout=app.config.nb_execution_timeout,
            allow_errors=False,
        )

    keys = {path: key(notebook) for path, notebook in missing.items()}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, result in zip(missing, pool.map(execute, missing), strict=True):
            if result.err is None:
                data = {"execution_seconds": result.time, "key": keys[path]}
                bundle = CacheBundleIn(missing[path], path, data=data)
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _notebook(app, env, docname):
    """A page's notebook as myst-nb will read it, or None where the page holds no code to run.

    It is made of the text that Sphinx will read, after whoever changes sources has changed it.
    """
    path = env.doc2path(docname)
    source = [Path(path).read_text(encoding="utf-8")]
    if create_nb_reader(path, env.myst_config, env.mystnb_config, source[0]) is None:
        return None
    app.emit("source-read", docname, source)
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, source[0])
    return reader.read(source[0])


def key(notebook, package=PACKAGE):
    """Digest of all that the outputs of a notebook may depend on besides its own code."""
    return fingerprint(sources(notebook, package))


def fingerprint(files: Iterable[Path], pins: Path = PINS):
    """Hexadecimal digest of these files, the pins and the version of Python."""
    facts = [repr(sys.version_info[:3])]
    if pins.exists():  # it is not, where the package is installed
        facts.append(pins.read_text(encoding="utf-8"))
    return imports.fingerprint(files, *facts)
