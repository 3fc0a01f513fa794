"""The book's Sphinx extension, and the stored form of its notebooks.

``_config.yml`` lists ``actcourse.book`` among the extensions; Sphinx then calls `setup`. Each
module below registers its own part:

- `execution`: what the notebooks are told, and when their cached outputs are out of date
- `comments`: what authors note in a text, left out of the pages
- `mathematics`: formulas, set by KaTeX while the book is built
- `assets`: the book's own styles
- `progress`: the reader's own work, kept in the browser: points, and the notebook to hand in
- `forms`: the pages of assignments, with forms and stubs, and solutions folded
- `gallery`: the cards of the gallery, made from the registry
- `explorers`: the first explorer and the measurements of the page on explorers
- `ledger`: the claims of the articles, with their numbers measured afresh
- `questions`: the page "Ask me again"
- `reference`: what each room of the package offers, from its docstrings
- `architecture`: the layers of the package, drawn and listed
- `theme`: a quick first paint, the mark, the names in the navigation and for screen readers
- `icons`: the theme's icons without the weight of their library
- `launch`: buttons that open a page as a notebook, download it or propose an edit
- `meta`: addresses, and the page that a host shows for an address that leads nowhere

`notebooks` has nothing to do with Sphinx: it re-executes, writes and checks the notebooks in git.
Nor has `print`, which makes one PDF of the built site.
"""


def setup(app):
    """Register every part of the extension (called by Sphinx)."""
    # Imported here, because `notebooks` also serves where Sphinx is not installed.
    from actcourse.book import (
        architecture,
        assets,
        comments,
        execution,
        explorers,
        forms,
        gallery,
        icons,
        launch,
        ledger,
        mathematics,
        meta,
        progress,
        questions,
        reference,
        theme,
    )

    parts = (
        execution,
        comments,
        mathematics,
        assets,
        icons,
        progress,
        forms,
        gallery,
        explorers,
        ledger,
        questions,
        reference,
        launch,
        meta,
        architecture,
    )
    app.setup_extension("actcourse.explore.sphinx")
    for part in (*parts, theme):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
