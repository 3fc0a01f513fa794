"""The browser and the server of tests and benchmarks, and what nbval leaves open."""

import gzip
import os
import threading
from ast import literal_eval
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from actcourse.book import browser as chromium
from actcourse.book.notebooks import find, lacking, sources
from actcourse.book.stamp import is_fresh


@pytest.fixture(scope="session")
def missing():
    """Function that skips a test for what the machine lacks, or fails it where that is required.

    ``missing("torch", reason)`` fails the test where ``ACTCOURSE_REQUIRE_TORCH`` is set; a hyphen
    becomes an underscore.
    """

    def missing(what, reason):
        if os.environ.get(f"ACTCOURSE_REQUIRE_{what.upper().replace('-', '_')}"):
            pytest.fail(reason)
        pytest.skip(reason)

    return missing


@pytest.fixture(scope="session")
def installed_browser(missing):
    """Path of the browser; skips where there is none, unless it is required."""
    if chromium.path() is None:
        names = ", ".join(chromium.NAMES)
        missing("browser", f"no browser: none of {names} is installed (or set ACTCOURSE_BROWSER)")
    return chromium.path()


# Not for the whole session: Playwright keeps an event loop running, and nbclient needs its own.
@pytest.fixture(scope="module")
def browser(installed_browser):
    """Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed_browser, args=chromium.FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(pytestconfig, missing):
    """Folder of the built site; skips where there is none of today, unless it is required."""
    if not is_fresh(pytestconfig.rootpath):
        missing("browser", "no site, or one of other sources: `make book` builds it")
    return pytestconfig.rootpath / "_build" / "html"


class StaticHost(SimpleHTTPRequestHandler):
    """Serves a folder as hosts of static pages do: texts compressed, connections kept open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "svg+xml"))
        body = compressed(path) if text else path.read_bytes()
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Stay silent."""


@cache
def compressed(path):
    """The file's bytes, gzipped."""
    return gzip.compress(path.read_bytes())


@contextmanager
def serving(folder):
    """Serve `folder` on this machine alone; gives its address, which ends with a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, directory=folder)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def serve():
    """The function `serving`."""
    return serving


@pytest.fixture(scope="session")
def served(site):
    """Address of the built site on a local server."""
    with serving(site) as address:
        yield address


def pytest_ignore_collect(collection_path):
    """Leave out a notebook whose libraries are not installed; the summary names it."""
    return True if collection_path.suffix == ".ipynb" and lacking(collection_path) else None


def pytest_terminal_summary(terminalreporter, config):
    """Name what was left out, so that nobody takes silence for success."""
    for path in find(config.rootpath / "chapters"):
        if lacking(path):
            needs = ", ".join(lacking(path))
            terminalreporter.write_line(f"left out: {path.name} needs {needs}")


LOADED = """[module.__file__ for name, module in __import__("sys").modules.items()
  if name.partition(".")[0] == "actcourse" and getattr(module, "__file__", None)]"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail a notebook cell that should have raised, and the last one of a notebook misjudged.

    The first has the tag ``raises-exception``. The second belongs to a notebook that has loaded a
    module which its key in the book leaves out: an edit of it would leave old outputs on the page.
    """
    result = yield
    # Only nbval's cells have outputs; one that raised has an output of the type "error".
    outputs = getattr(item, "test_outputs", None)
    raised = "error" in [output.output_type for output in outputs or ()]
    if outputs is not None and item.options["check_exception"] and not raised:
        item.raise_cell_error("The cell is tagged raises-exception and raised nothing")
    if outputs is not None and item.cell is _code(item.parent.nb)[-1]:
        unforeseen = _loaded(item.parent.kernel) - sources(item.parent.nb)
        if unforeseen:
            item.raise_cell_error("The notebook's key leaves out what it loads", unforeseen)
    return result


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _loaded(kernel):
    """Files of the modules of the package that a kernel has loaded."""
    asked = kernel.kc.execute("", silent=True, user_expressions={"files": LOADED})
    while (message := kernel.kc.get_shell_msg(timeout=30))["parent_header"]["msg_id"] != asked:
        pass
    text = message["content"]["user_expressions"]["files"]["data"]["text/plain"]
    return {Path(file) for file in literal_eval(text)}
