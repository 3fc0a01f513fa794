"""The browser of tests and benchmarks, and what nbval leaves open."""

import os
import shutil

import pytest

from actcourse.book.notebooks import find, lacking

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Chromium calls home unless told not to; the tests also run where nobody may use its sandbox.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
)


def browser_path():
    """Path of the browser: ``ACTCOURSE_BROWSER``, or the first of `BROWSERS` there is, or None."""
    return os.environ.get("ACTCOURSE_BROWSER") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )


# Not for the whole session: Playwright keeps an event loop running, and nbclient needs its own.
@pytest.fixture(scope="module")
def browser():
    """Chromium, driven by Playwright; skips where there is none, unless it is required."""
    path = browser_path()
    if path is None:
        reason = (
            f"no browser: none of {', '.join(BROWSERS)} is installed (or set ACTCOURSE_BROWSER)"
        )
        if os.environ.get("ACTCOURSE_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def pytest_ignore_collect(collection_path):
    """Leave out a notebook whose libraries are not installed; the summary names it."""
    return True if collection_path.suffix == ".ipynb" and lacking(collection_path) else None


def pytest_terminal_summary(terminalreporter, config):
    """Name what was left out, so that nobody takes silence for success."""
    for path in find(config.rootpath / "chapters"):
        if lacking(path):
            needs = ", ".join(lacking(path))
            terminalreporter.write_line(f"left out: {path.name} needs {needs}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail a notebook cell with the tag ``raises-exception`` that raised nothing."""
    result = yield
    # Only nbval's cells have outputs; one that raised has an output of the type "error".
    outputs = getattr(item, "test_outputs", None)
    raised = "error" in [output.output_type for output in outputs or ()]
    if outputs is not None and item.options["check_exception"] and not raised:
        item.raise_cell_error("The cell is tagged raises-exception and raised nothing")
    return result
