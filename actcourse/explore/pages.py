"""Pages that hold an explorer: one of its own, or somebody else's.

Style and script are the files `assets/explore.css` and `assets/explore.js`. They stand in the page
or beside it; either way a strict content security policy can hold, since no element carries a style
and no handler stands in the markup.
"""

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

FILES = ("explore.css", "explore.js")
POLICIES = (None, "hash", "files")
PAGE = """<!doctype html>
<html lang="{lang}" class="ac-page{kind}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}
<title>{title}</title>
<meta name="description" content="{sentence}">
<body><main>
{figure}{source}
</main></body>
</html>
"""


@cache
def asset(name: str) -> str:
    """Text of one of `FILES`."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def fragment(figure: str) -> str:
    """A figure with its style before and its script behind it."""
    return f"{_style()}{figure}{_script()}"


def document(
    figure: str,
    title: str,
    sentence: str,
    *,
    head: str,
    lang: str = "en",
    kind: str = "",
    source: str = "",
) -> str:
    """A whole page around a figure.

    Parameters
    ----------
    figure, title, sentence : str
        Markup, and two plain texts.
    head : str
        Markup that brings style and script: see `linked` and `inline`.
    lang : str
        Language of the texts.
    kind : str
        A second class of the page.
    source : str
        Markup below the figure.
    """
    return PAGE.format(
        lang=escape(lang),
        kind=f" {kind}" if kind else "",
        head=head,
        title=escape(title),
        sentence=escape(sentence),
        figure=figure,
        source=source,
    )


def linked(folder: str = "") -> str:
    """Markup for the head of a page whose style and script lie in `folder`."""
    # The script comes first, and is waited for: it says whether the page is light or dark.
    css, js = (f"{folder}{name}" for name in FILES)
    return f'<script src="{js}"></script>\n<link rel="stylesheet" href="{css}">'


def inline(policy: bool = False) -> str:
    """Markup for the head of a page that has them in it; with a policy that allows nothing else."""
    if not policy:
        return f"{_script()}\n{_style()}"
    css, js = (_digest(asset(name)) for name in FILES)
    allowed = f"default-src 'none'; script-src {js}; style-src {css}; frame-src 'self'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
    return f"{meta}\n{_script()}\n{_style()}"


def check(path: str | Path, csp: str | None) -> None:
    """Refuse what `save` could not write, before anything is drawn.

    Raises
    ------
    ValueError, FileNotFoundError
    """
    path = Path(path)
    if csp not in POLICIES:
        raise ValueError(f"csp is {csp!r}: wanted 'hash', 'files' or None")
    if path.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"the page is called {path.name!r}: wanted a name that ends in .html")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}: make it first")


def save(path, figure, title, sentence, *, csp=None, lang="en") -> Path:
    """Write a page of one explorer; see `Explorer.save`."""
    path = Path(path)
    head = linked() if csp == "files" else inline(policy=csp == "hash")
    text = document(figure, title, sentence, head=head, lang=lang)
    if csp == "files":
        for name in FILES:
            path.with_name(name).write_text(asset(name), encoding="utf-8", newline="\n")
    # The digests are those of lines that end as here, on any system.
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _style():
    return f"<style>{asset('explore.css')}</style>"


def _script():
    return f"<script>{asset('explore.js')}</script>"


def _digest(text):
    """The source expression by which a policy allows this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
