"""The pages of the API reference hold what the generator asked for."""

import re

import pytest

from actcourse.book.reference import PLACE, public

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_public_name_can_be_linked_and_has_a_text(site, pytestconfig):
    sources = sorted((pytestconfig.rootpath / "chapters/appendix/reference").glob("*.md"))
    assert sources
    for source in sources:
        room = PLACE.search(source.read_text(encoding="utf-8"))[1]
        page = site / "chapters" / "appendix" / "reference" / f"{source.stem}.html"
        html = page.read_text(encoding="utf-8")
        for name, home in public(room).items():
            inner = public(home) if home == f"{room}.{name}" else ()  # a module among the names
            for id in [f"{home}.{n}" for n in inner] or [f"{room}.{name}"]:
                assert re.search(rf'<dt [^>]*id="{re.escape(id)}"', html), id
                assert re.search(rf'id="{re.escape(id)}".*?</dt>\n<dd><p>\w', html, re.DOTALL), id
