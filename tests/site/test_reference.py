"""The pages of the API reference hold what the generator asked for."""

import inspect
import re
from importlib import import_module

import pytest

from actcourse.book.reference import PLACE, public

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ids(room):
    """Where on its page each public name of a room stands."""
    for name, home in public(room).items():
        if inspect.ismodule(getattr(import_module(room), name)):
            yield from ids(home)
        else:
            yield f"{room}.{name}"


def test_every_public_name_can_be_linked_and_has_a_text(site, pytestconfig):
    sources = sorted((pytestconfig.rootpath / "chapters/appendix/reference").glob("*.md"))
    assert sources
    for source in sources:
        page = site / "chapters" / "appendix" / "reference" / f"{source.stem}.html"
        html = page.read_text(encoding="utf-8")
        for room in PLACE.findall(source.read_text(encoding="utf-8")):
            for id in ids(room):
                assert re.search(rf'<dt [^>]*id="{re.escape(id)}"', html), id
                text = rf'id="{re.escape(id)}"(?:(?!<dt ).)*?</dt>\n<dd><p>\S'
                assert re.search(text, html, re.DOTALL), id
