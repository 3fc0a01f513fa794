"""The browser that prints the course, and that tests and benchmarks drive."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Chromium calls home unless told not to, and knows no host but this one; it also runs where nobody
# may use its sandbox.
FLAGS = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
)


def path():
    """Path of the browser: ``ACTCOURSE_BROWSER``, or the first of `NAMES` there is, or None."""
    return os.environ.get("ACTCOURSE_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
