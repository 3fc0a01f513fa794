"""Notes to authors, such as where a number comes from, are left out of the pages."""

from pathlib import Path

import nbformat

from actcourse.exercises.plain import COMMENT


def setup(app):
    """Take the comments out of each source before it is read."""
    app.connect("source-read", leave_out)


def leave_out(app, docname, source):
    """Take ``<!-- ... -->`` out of a page of Markdown, or out of a notebook's text."""
    if "<!--" not in source[0]:
        return
    if Path(app.env.doc2path(docname)).suffix != ".ipynb":
        source[0] = COMMENT.sub("", source[0])
        return
    notebook = nbformat.reads(source[0], as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = COMMENT.sub("", cell.source)
    source[0] = nbformat.writes(notebook)
