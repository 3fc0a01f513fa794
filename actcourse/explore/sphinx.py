"""Sphinx extension: explorers in any book whose notebooks Sphinx runs.

``extensions = ["myst_nb", "actcourse.explore.sphinx"]`` in ``conf.py``, or the same under
``sphinx: extra_extensions`` in the ``_config.yml`` of a Jupyter Book 1.x. The extension

- tells the kernels to draw for a page, and where to keep what they have drawn,
- links style and script on the pages that show an explorer or a prediction, and on no other,
- writes beside the pages one for each explorer alone, to be framed by others.

The notebooks have to be run by the build: what Jupyter has stored in them are widgets and pictures.
"""

import os
import re
from html import escape, unescape
from pathlib import Path

from actcourse.extras import require

require("actcourse.explore.sphinx", "sphinx")

from . import medium, pages, store

ASSETS = Path(__file__).with_name("assets")
MARK = 'class="ac-'
"""How the classes of all that explorers and predictions draw begin."""
_FIGURE = re.compile(r'<figure class="ac-explorer" id="([\w-]+)">(.*?)</figure>', re.DOTALL)
_TITLE = re.compile(r'<p class="ac-title">(.*?)</p>', re.DOTALL)
_SENTENCE = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)
_HOME = re.compile(r'class="ac-source"><a href="([^"#]*)#')
_TAG = re.compile(r"<[^>]*>")
# Search engines find the page that it is from; and no browser has to ask for an icon.
HEAD = '<meta name="robots" content="noindex">\n<link rel="icon" href="data:,">'


def setup(app):
    """Register the extension (called by Sphinx)."""
    app.add_config_value("explore_embed", "embed", "html", types=frozenset({str}))
    app.connect("builder-inited", prepare)
    app.connect("html-page-context", show)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app):
    """Tell the kernels, through the environment, what they draw for; let Sphinx copy the assets."""
    if app.builder.format != "html":
        return  # what is printed gets pictures
    os.environ[medium.VARIABLE] = "book"
    os.environ[store.VARIABLE] = str(Path(app.doctreedir).absolute() / "explorers")
    app.config.html_static_path += [str(ASSETS)]


def show(app, pagename, templatename, context, doctree):
    """Link the assets where a page needs them, and write the pages of its explorers alone."""
    body = context.get("body", "")
    if MARK not in body:
        return
    css, js = pages.FILES
    app.add_css_file(css)
    app.add_js_file(js, defer="defer")
    folder = app.config.explore_embed.strip("/")
    if not folder or app.builder.format != "html":
        return

    def embed(found):
        id, inside = found.groups()
        if "ac-controls" not in inside:
            return found[0]
        if _leads(app, folder, id, pagename):
            write(app, folder, pagename, context["title"], id, inside)
        address = context["pathto"](f"{folder}/{id}.html", 1)
        return f'<figure class="ac-explorer" id="{id}" data-embed="{address}">{inside}</figure>'

    context["body"] = _FIGURE.sub(embed, body)


def _home(app, folder, pagename):
    """Address of a page, seen from the folder of those that show one explorer alone."""
    return "../" * (folder.count("/") + 1) + app.builder.get_target_uri(pagename)


def _leads(app, folder, id, pagename):
    """Whether the page that shows an explorer alone is to lead to this one.

    Several pages may show it. The one that lies deepest is its own; others borrow it.
    """
    path = Path(app.outdir, folder, f"{id}.html")
    found = path.exists() and _HOME.search(path.read_text(encoding="utf-8"))
    homes = {_home(app, folder, name): name for name in app.env.found_docs}
    other = homes.get(unescape(found[1])) if found else None
    return other is None or (-pagename.count("/"), pagename) <= (-other.count("/"), other)


def write(app, folder, pagename, heading, id, inside):
    """Write the page that shows one explorer alone, and leads to the page that it is from."""
    up = "../" * (folder.count("/") + 1)
    page = _TAG.sub("", heading)
    home = escape(f"{_home(app, folder, pagename)}#{id}")
    title = _TITLE.search(inside)[1]
    first = f'<h1 class="ac-title">{title}</h1>'
    inside = _TITLE.sub(lambda _: first, inside, count=1)
    text = pages.document(
        f'<figure class="ac-explorer" id="{id}">{inside}</figure>',
        unescape(title),
        unescape(_SENTENCE.search(inside)[1]),
        head=f"{HEAD}\n{pages.linked(f'{up}_static/')}",
        lang=app.config.language or "en",
        kind="ac-embed",
        source=f'\n<p class="ac-source"><a href="{home}" target="_blank">From: {page}</a></p>',
    )
    path = Path(app.outdir, folder, f"{id}.html")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
