"""What the theme leaves to do: a quick first paint, a mark, short names, and help for readers.

What the course takes hold of inside the theme, it does here, but for the files of icons, which are
in `icons`: the function that makes the contents, the list of buttons at the head of a page, and two
blocks of the theme's template, by `templates/layout.html`. `tests/book/test_theme.py` holds that.
"""

from html import escape
from pathlib import Path

HERE = Path(__file__).parent
BUTTONS = 502
# Markup that HTML or ARIA does not allow, and what takes its place.
MENDED = {
    'role="doc-biblioentry"': 'role="listitem"',  # from Docutils; ARIA has given it up
    '<section id="exercise-content">': "<section>",  # from sphinx-exercise, in every exercise
    '<section id="solution-content">': "<section>",
}
# Jupyter Book's own has no title, no language and no mark.
FRONT = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={first}">
<title>{title}</title>
<link rel="icon" href="_static/mark.svg">
<a href="{first}">{title}</a>
"""


def setup(app):
    """Change the head of the pages, their navigation and faulty markup."""
    app.add_css_file("identity.css")
    app.add_js_file("scrolling.js", defer="defer")
    app.connect("config-inited", add_template)
    # After the theme has put its own functions into the context.
    app.connect("html-page-context", label_contents, priority=900)
    app.connect("html-page-context", mend_markup)
    app.connect("build-finished", write_front, priority=900)  # after the one it replaces


def add_template(app, config):
    """Put the course's template before the theme's, and its mark into the browser's tab."""
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_favicon = str(HERE / "static" / "mark.svg")


def label_contents(app, pagename, templatename, context, doctree):
    """In the navigation, say what each fold holds, and leave of long titles the first words.

    The theme shows a fold by a bare arrow, and a title such as "Sigmoid: why does ...?" whole.
    """
    make = context.get("generate_toctree_html")
    if make is None:
        return

    def labelled(*args, **kwargs):
        soup = make(*args, **kwargs)
        for summary in soup.select("li > details > summary") if soup else ():
            chapter = summary.find_parent("li").a.get_text().strip()
            summary["aria-label"] = f"Pages of {chapter}"
        for link in soup.select("a.reference.internal") if soup else ():
            name, colon, question = link.get_text().strip().partition(": ")
            if colon:
                link.string = name
                link["title"] = question
        return soup

    context["generate_toctree_html"] = labelled


def add_button(context, name, icon, links):
    """Add a button, at the head of a page, that opens a list of links: dict from text to address.

    After the theme has made the list of buttons, and before it puts them into groups: with a
    priority of `BUTTONS` in ``html-page-context``.
    """
    buttons = [{"type": "link", "text": text, "url": url} for text, url in links.items()]
    label = f"{name.split()[0].lower()}-buttons"
    button = {"type": "group", "tooltip": name, "icon": icon, "label": label, "buttons": buttons}
    context.setdefault("header_buttons", []).append(button)


def mend_markup(app, pagename, templatename, context, doctree):
    """Replace what is not allowed in the text of a page."""
    for old, new in MENDED.items():
        context["body"] = context.get("body", "").replace(old, new)


def write_front(app, exception):
    """Lead from the folder of the site to the first page, where that lies deeper."""
    if exception is None and app.builder.format == "html" and app.config.root_doc != "index":
        title, first = escape(app.config.html_title), f"{app.config.root_doc}.html"
        text = FRONT.format(language=app.config.language, title=title, first=first)
        Path(app.outdir, "index.html").write_text(text, encoding="utf-8")
