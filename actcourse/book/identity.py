"""The looks of the course: its mark, its colours, and short names in the navigation."""


def setup(app):
    """Link the style sheet, and shorten the navigation."""
    app.add_css_file("identity.css")
    # After `theme` has named the folds by the full titles.
    app.connect("html-page-context", shorten_navigation, priority=950)


def shorten_navigation(app, pagename, templatename, context, doctree):
    """Leave of a title such as "Sigmoid: why does ...?" its first words, where pages are listed."""
    make = context.get("generate_toctree_html")
    if make is None:
        return

    def short(*args, **kwargs):
        soup = make(*args, **kwargs)
        for link in soup.select("a.reference.internal") if soup else ():
            name, colon, question = link.get_text().strip().partition(": ")
            if colon:
                link.string = name
                link["title"] = question
        return soup

    context["generate_toctree_html"] = short
