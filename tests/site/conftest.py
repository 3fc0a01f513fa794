"""Every page of the built site, open in Chromium with the network off."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
TOC = (ROOT / "_toc.yml").read_text(encoding="utf-8")
WRITTEN = [f"{name}.html" for name in re.findall(r"(?:root|file): (\S+)", TOC)]
MADE = ["search.html"]  # by Sphinx, from the others
QUIET = {"log", "info", "debug"}
# What a test may ask for: every page, those that somebody wrote, or those that hold a mark.
HOLDS = {
    "exploring": 'class="ac-controls"',
    "asking": 'class="ac-predict"',
    "folding": '<details class="solution',
}


def pytest_generate_tests(metafunc):
    """Run a test for every page of the kind that it asks for, from disk and from a server."""
    kinds = {"name": [*WRITTEN, *MADE], "written": WRITTEN}
    kinds |= {kind: [page for page in WRITTEN if holds(page, HOLDS[kind])] for kind in HOLDS}
    kinds["source"] = ["disk", "server"]
    for kind, values in kinds.items():
        if kind in metafunc.fixturenames:
            metafunc.parametrize(kind, values)


def holds(page, mark):
    """Whether a page holds this mark, as far as there is a page yet."""
    path = SITE / page
    return not path.exists() or mark in path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages():
    """Names of all pages but ``index.html``, which leads to the first."""
    return [*WRITTEN, *MADE]


@pytest.fixture
def visit(browser, site, request):
    """Function that opens a page; a request to another host or a complaint fails the test.

    ``visit(name, served=False, context=None, **options)`` takes the options of a new browser
    context, or the context of another page. ``visit.asked`` holds what was requested.
    """
    contexts, wrong, asked = [], [], set()

    def visit(name, *, served=False, context=None, **options):
        base = request.getfixturevalue("served") if served else f"{site.as_uri()}/"
        if context is None:
            options = {"viewport": {"width": 1280, "height": 800}, **options}
            context = browser.new_context(reduced_motion="reduce", **options)
            contexts.append(context)
        # Where scripts are off, not to load them is no failure.
        idle = {"script"} if options.get("java_script_enabled") is False else set()
        page = context.new_page()
        page.on("console", lambda m: m.type in QUIET or wrong.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        # A page that leads on at once gives up what it had still asked for.
        page.on(
            "requestfailed",
            lambda r: (
                r.resource_type in idle
                or r.failure == "net::ERR_ABORTED"
                or wrong.append(f"failed: {r.url}")
            ),
        )
        page.on("response", lambda r: r.status < 400 or wrong.append(f"{r.status}: {r.url}"))
        page.on("request", lambda r: asked.add(r.url))
        page.on("request", lambda r: r.url.startswith((base, "data:")) or wrong.append(r.url))
        page.goto(base + name)
        return page

    visit.asked = asked
    yield visit
    for context in contexts:
        context.close()
    assert wrong == []
