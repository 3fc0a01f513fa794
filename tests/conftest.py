"""Fixtures that several tests share."""

import os
import shutil

import pytest
from hypothesis import settings

# A test that fails should fail again, here and on another machine.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

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
