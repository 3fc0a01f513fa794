"""What other machines read: the site's own address, and a page for addresses that lead nowhere.

The address follows from the repository's, as GitHub Pages makes it, unless ``_config.yml`` sets
``html: baseurl``.  `sphinxext.opengraph` and `sphinx_sitemap`, which need it, make descriptions,
cards for messages, and the map of the site.
"""

from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent


def setup(app):
    """Set the addresses, and add the page."""
    app.connect("config-inited", set_addresses, priority=400)
    app.connect("html-collect-pages", lost_page)


def set_addresses(app, config):
    """Derive the address of the site, and tell the extensions that ask; put the mark on cards."""
    config.html_baseurl = config.html_baseurl or pages_address(
        config.html_theme_options["repository_url"]
    )
    config.ogp_site_url = config.html_baseurl
    cards = {"image_mini": str(HERE / "static" / "mark.png")}  # an SVG would not do
    config.ogp_social_cards = cards | (config.ogp_social_cards or {})


def pages_address(repository):
    """Address at which GitHub Pages publishes a repository, with a slash at its end."""
    owner, name = urlsplit(repository).path.strip("/").split("/")
    return f"https://{owner}.github.io/{name}/"


def lost_page(app):
    """The page that a host shows where there is none, whatever the address was.

    It therefore holds all that it needs, and its links are whole addresses.
    """
    mark = (HERE / "static" / "mark.svg").read_text(encoding="utf-8")
    yield "404", {"mark": mark, "home": app.config.html_baseurl}, "lost.html"
