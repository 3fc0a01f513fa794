"""What a first visit to a page loads, in bytes as they travel: gzipped, fonts as they are."""

import gzip
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST, MOST_OF_ITS_OWN = 350_000, 150_000


def weight(path):
    """Bytes of a file on the wire."""
    body = path.read_bytes()
    return len(body) if path.suffix in {".woff", ".woff2", ".png"} else len(gzip.compress(body))


def test_a_page_is_light(visit, site, name):
    page = visit(name, served=True)
    page.evaluate("document.fonts.ready")
    files = {unquote(urlsplit(url).path).lstrip("/") for url in visit.asked if "data:" not in url}
    weights = {file: weight(site / file) for file in files}
    own = sum(bytes for file, bytes in weights.items() if not file.startswith("_static/"))
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:9]
    assert name in weights
    assert sum(weights.values()) <= MOST, heaviest
    assert own <= MOST_OF_ITS_OWN, heaviest
