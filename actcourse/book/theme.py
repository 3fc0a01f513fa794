"""What the theme leaves to do: a quick first paint, a mark, and names for screen readers.

The template `templates/layout.html` changes the head of every page.
"""

from pathlib import Path

HERE = Path(__file__).parent
# Roles that Docutils gives a bibliography, and those that ARIA has for a list and its items now.
ROLES = {'role="doc-biblioentry"': 'role="listitem"'}


def setup(app):
    """Change the head of the pages, their navigation and their bibliography."""
    app.connect("config-inited", add_template)
    # After the theme has put its own functions into the context.
    app.connect("html-page-context", name_folds, priority=900)
    app.connect("html-page-context", mend_roles)


def add_template(app, config):
    """Put the course's template before the theme's, and its mark into the browser's tab."""
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_favicon = str(HERE / "static" / "mark.svg")


def name_folds(app, pagename, templatename, context, doctree):
    """Say what each fold of the navigation holds, which the theme shows by a bare arrow."""
    make = context.get("generate_toctree_html")
    if make is None:
        return

    def named(*args, **kwargs):
        soup = make(*args, **kwargs)
        for summary in soup.select("li > details > summary") if soup else ():
            chapter = summary.find_parent("li").a.get_text(strip=True)
            summary["aria-label"] = f"Pages of {chapter}"
        return soup

    context["generate_toctree_html"] = named


def mend_roles(app, pagename, templatename, context, doctree):
    """Replace roles of ARIA that are no longer in use."""
    for old, new in ROLES.items():
        context["body"] = context.get("body", "").replace(old, new)
