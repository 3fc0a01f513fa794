"""Buttons at the head of a page: open it as a notebook, download it, propose an edit.

All of them lead to what learners get, notebooks without solutions, and nothing is fetched before
somebody clicks.  The theme has such buttons too; they would open the sources, with the solutions.
"""

from pathlib import Path, PurePath
from urllib.parse import quote, urlencode

import nbformat

from actcourse.chapters import CHAPTERS
from actcourse.exercises import learner

from . import theme
from .progress import DOWNLOADS

BINDER = "https://mybinder.org"
COLAB = "https://colab.research.google.com"
# Asks for the address of a hub and makes the link to it.
LINK_MAKER = "https://nbgitpuller.readthedocs.io/en/latest/link.html"


def setup(app):
    """Add the buttons, and write the notebooks to download."""
    app.add_config_value("course_jupyterhub", "", "html", types=frozenset({str}))
    app.connect("html-page-context", add_buttons, priority=theme.BUTTONS)
    app.connect("build-finished", write_notebooks)


def add_buttons(app, pagename, templatename, context, doctree):
    """Put the course's buttons before those of the theme."""
    if doctree is None:
        return
    notebook = place(app, pagename)
    if notebook:
        download = context["pathto"](f"{DOWNLOADS}/{notebook}", 1)
        links = {**ways(app, notebook), "Download": download}
        theme.add_button(context, "Open as a notebook", "fas fa-rocket", links)
    source = app.env.doc2path(pagename, base=False)
    theme.add_button(context, "Improve this page", "fas fa-pencil", improvements(app, source))


def place(app, pagename):
    """Path of a page within the learner's tree, or None if it has none there."""
    source = PurePath(app.env.doc2path(pagename, base=False)).as_posix()
    in_tree = (path for chapter in CHAPTERS.values() for path in chapter.notebooks)
    return next((str(path) for path in in_tree if source == f"chapters/{path}"), None)


def ways(app, notebook):
    """Address by name of each place that opens a notebook of the learner's tree."""
    repository = app.config.html_theme_options["repository_url"]
    owner, name = repository.rstrip("/").split("/")[-2:]
    pull = urlencode(
        {"repo": repository, "branch": learner.BRANCH, "urlpath": f"lab/tree/{name}/{notebook}"}
    )
    hub = app.config.course_jupyterhub.rstrip("/")
    branch = f"{owner}/{name}/{learner.BRANCH}"
    return {
        "Binder": f"{BINDER}/v2/gh/{branch}?labpath={quote(notebook, safe='')}",
        "Colab": f"{COLAB}/github/{owner}/{name}/blob/{learner.BRANCH}/{notebook}",
        "JupyterHub": f"{hub}/hub/user-redirect/git-pull?{pull}" if hub else f"{LINK_MAKER}?{pull}",
    }


def improvements(app, source):
    """Address by name of the places where a reader can change a page, or say what is wrong."""
    options = app.config.html_theme_options
    repository = options["repository_url"]
    form = {"template": "mistake.yml", "title": f"On {source}: "}
    return {
        "Edit": f"{repository}/edit/{options['repository_branch']}/{source}",
        "Report a mistake": f"{repository}/issues/new?{urlencode(form, quote_via=quote)}",
    }


def write_notebooks(app, exception):
    """Write the learner's notebooks into the site."""
    if exception is not None or app.builder.format != "html":
        return
    for path, notebook in learner.notebooks(app.srcdir):
        target = Path(app.outdir, DOWNLOADS, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
