"""The buttons at the head of a page, and what they lead to."""

from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml

from actcourse.book import launch, meta
from actcourse.chapters import CHAPTERS
from actcourse.exercises import learner

ROOT = Path(__file__).parents[2]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
IN_TREE = ["chapters" / path for chapter in CHAPTERS.values() for path in chapter.notebooks]
PAGES = [*IN_TREE, PurePosixPath("chapters/appendix/pytorch.ipynb")]


def application(hub="", repository=CONFIG["repository"]["url"]):
    """What the buttons ask of Sphinx."""
    options = {"repository_url": repository, "repository_branch": "main"}
    paths = {str(page.with_suffix("")): str(page) for page in PAGES}
    return SimpleNamespace(
        env=SimpleNamespace(doc2path=lambda name, base: paths.get(name, f"{name}.md")),
        config=SimpleNamespace(html_theme_options=options, course_jupyterhub=hub),
    )


def buttons(page, **options):
    """Links of a page, by their text."""
    context = {"header_buttons": [], "pathto": lambda path, resource: f"../../{path}"}
    launch.add_buttons(application(**options), page, "page.html", context, doctree=object())
    return {b["text"]: b["url"] for group in context["header_buttons"] for b in group["buttons"]}


@pytest.mark.parametrize("page", IN_TREE, ids=lambda page: page.stem)
def test_each_notebook_of_a_chapter_opens_in_the_learners_tree(page):
    links = buttons(str(page.with_suffix("")))
    place = page.relative_to("chapters").as_posix()
    owner, name = CONFIG["repository"]["url"].split("/")[-2:]
    binder = urlsplit(links["Binder"])
    assert binder.path == f"/v2/gh/{owner}/{name}/learn"
    assert parse_qs(binder.query) == {"labpath": [place]}
    assert links["Colab"].endswith(f"/github/{owner}/{name}/blob/learn/{place}")
    assert links["Download"] == f"../../learn/{place}"
    pulled = parse_qs(urlsplit(links["JupyterHub"]).query)
    assert pulled["repo"] == [CONFIG["repository"]["url"]]
    assert pulled["branch"] == [learner.BRANCH]
    assert pulled["urlpath"] == [f"lab/tree/{name}/{place}"]


def test_a_schools_hub_takes_the_place_of_the_link_maker():
    page = str(IN_TREE[0].with_suffix(""))
    assert buttons(page)["JupyterHub"].startswith(launch.LINK_MAKER)
    link = buttons(page, hub="https://hub.example.edu/")["JupyterHub"]
    assert link.startswith("https://hub.example.edu/hub/user-redirect/git-pull?repo=")


@pytest.mark.parametrize("page", ["chapters/index", "chapters/appendix/pytorch"])
def test_a_page_outside_the_learners_tree_can_only_be_improved(page):
    links = buttons(page)
    assert list(links) == ["Edit", "Report a mistake"]
    assert f"/edit/main/{page}." in links["Edit"]
    form = parse_qs(urlsplit(links["Report a mistake"]).query)
    assert form["title"][0].startswith("On chapters/")
    assert (ROOT / ".github" / "ISSUE_TEMPLATE" / form["template"][0]).is_file()


def test_the_notebooks_to_download_are_the_learners(tmp_path):
    app = SimpleNamespace(srcdir=ROOT, outdir=tmp_path, builder=SimpleNamespace(format="html"))
    launch.write_notebooks(app, None)
    written = {p.relative_to(tmp_path / "learn").as_posix(): p for p in tmp_path.rglob("*.ipynb")}
    assert sorted(written) == [p.relative_to("chapters").as_posix() for p in IN_TREE]
    for path in written.values():
        notebook = nbformat.read(path, as_version=4)
        assert "BEGIN SOLUTION" not in str(notebook)
        assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("slash", ["", "/"])
def test_the_address_of_the_site_follows_from_the_repository(slash):
    address = meta.pages_address(f"https://github.com/ann/course{slash}")
    assert address == "https://ann.github.io/course/"
