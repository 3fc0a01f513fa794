"""No link of the site leads nowhere."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest


class Markup(HTMLParser):
    """What a page links to, what it can be linked at, its language and its title."""

    def __init__(self, text):
        super().__init__()
        self._drawing = False
        self.links, self.ids, self.anchors, self.title, self._open = set(), [], set(), "", None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._open = tag
        attrs = dict(attrs)
        if tag != "use":  # within a drawing; what it names may come with another position
            self.links |= {attrs[key] for key in ("href", "src", "action") if attrs.get(key)}
        # Within a drawing the same mark may be defined once more, for another position.
        self._drawing = self._drawing or tag == "svg"
        self.ids += [attrs["id"]] if "id" in attrs and not self._drawing else []
        self.anchors |= {attrs[key] for key in ("id", "name") if attrs.get(key)}
        if tag == "html":
            self.language = attrs.get("lang")

    def handle_data(self, data):
        if self._open == "title":
            self.title += data

    def handle_endtag(self, tag):
        self._open = None
        self._drawing = self._drawing and tag != "svg"


@pytest.fixture(scope="module")
def parsed(site, pages):
    """The pages, parsed, by name."""
    return {name: Markup((site / name).read_text(encoding="utf-8")) for name in pages}


@pytest.fixture(scope="module")
def inner(parsed):
    """Every link within the site: (page, link, page or file that it leads to, anchor)."""
    found = []
    for name, page in parsed.items():
        for link in page.links:
            address, anchor = urldefrag(urljoin(f"http://site/{name}", link))
            parts = urlsplit(address)
            if parts.netloc == "site":
                found.append((name, link, unquote(parts.path).lstrip("/"), unquote(anchor)))
    assert len(found) > 1000
    return found


def test_every_link_within_the_site_leads_to_a_file(site, inner):
    assert [(name, link) for name, link, target, _ in inner if not (site / target).is_file()] == []


def test_every_anchor_is_there(parsed, inner):
    dead = [
        (name, link)
        for name, link, target, anchor in inner
        # With a colon it is the setting of figures: `#sigmoid-tangent:z=2&sigmoid-chain:depth=4`.
        for id in ([part.split(":")[0] for part in anchor.split("&")] if anchor else [])
        if target in parsed and id not in parsed[target].anchors
    ]
    assert dead == []


def test_links_to_other_hosts_are_encrypted(parsed):
    links = {(name, link) for name, page in parsed.items() for link in page.links}
    assert {(name, link) for name, link in links if link.startswith("http:")} == set()


def test_every_page_has_a_title_of_its_own_and_the_language_of_the_course(parsed):
    assert len({page.title for page in parsed.values()}) == len(parsed)
    assert {page.language for page in parsed.values()} == {"en"}


def test_no_id_stands_twice_on_a_page(parsed):
    for name, page in parsed.items():
        twice = {id for id, count in Counter(page.ids).items() if count > 1}
        assert not twice, name
