"""Books and pages of other people, built with the wheel alone, and moved in Chromium."""

import os
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = [pytest.mark.slow, pytest.mark.browser]

HERE = "import actcourse; print(actcourse.__file__)"
DEFINITION = """\
import numpy as np
from actcourse.explore import Range, explorer

@explorer("wave", k=Range(1, 5, 1, label="frequency"))
def wave(ax, k):
    '''A wave'''
    x = np.linspace(0, 6.28, 200)
    ax.plot(x, np.sin(k * x))
    ax.set(xlim=(0, 6.28), ylim=(-1.1, 1.1))
    return f"A wave of frequency {k}."
"""
MODULE = DEFINITION.replace('"wave"', '"swell"').replace("A wave", "A swell")
CELLS = [
    new_markdown_cell("# Waves"),
    new_code_cell(HERE, id="here"),
    new_code_cell(DEFINITION, id="definition"),
    new_code_cell("wave(k=2)", id="own"),
    new_code_cell("import swells\nswells.wave()", id="imported"),
]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CONF = """
project = "Waves of others"
extensions = ["myst_nb", "actcourse.explore.sphinx"]
html_theme = "basic"
nb_ipywidgets_js = {}
exclude_patterns = ["html", "jupyter_execute"]
"""
CONFIG = """
title: Waves of others
execute: {execute_notebooks: force}
sphinx:
  extra_extensions: [actcourse.explore.sphinx]
  config: {nb_ipywidgets_js: {}}
"""
BOOK = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"


@pytest.fixture
def project(tmp_path):
    """A folder with a notebook and a module that it imports."""
    root = tmp_path / "project"
    root.mkdir()
    nbformat.write(new_notebook(cells=CELLS, metadata=KERNEL), root / "waves.ipynb")
    (root / "swells.py").write_text(MODULE)
    return root


@pytest.fixture
def run(project, unpacked):
    """Function that runs Python in the project, which sees the wheel alone."""

    def run(*words, **variables):
        path = f"{unpacked}{os.pathsep}{project}"
        usual = {k: v for k, v in os.environ.items() if not k.startswith("ACTCOURSE_")}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=project,
            env={**usual, "PYTHONPATH": path, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return run


def plain_sphinx(project, run):
    (project / "conf.py").write_text(CONF)
    (project / "index.md").write_text("# Waves\n\n```{toctree}\nwaves\n```\n")
    run("-m", "sphinx", "-b", "html", "-n", "-W", ".", "html")
    return project / "html"


def jupyter_book(project, run):
    (project / "_config.yml").write_text(CONFIG)
    (project / "_toc.yml").write_text("format: jb-book\nroot: waves\n")
    run("-c", BOOK, "build", ".", "-n", "-W", "--keep-going")
    return project / "_build" / "html"


def nbconvert(project, run):
    words = ("--to", "html", "--execute", "waves.ipynb", "--output-dir", "html")
    run("-m", "jupyter", "nbconvert", *words, ACTCOURSE_MEDIUM="page")
    return project / "html"


@pytest.mark.parametrize("build", [plain_sphinx, jupyter_book, nbconvert])
def test_explorers_move_in_books_of_others(build, project, run, unpacked, browser):
    built = build(project, run)
    page, failed = browser.new_page(), []
    # Jupyter Book 1 declares this name twice on every page.
    theirs = "THEBE_JS_URL"
    page.on("pageerror", lambda error: theirs in str(error) or failed.append(str(error)))
    page.goto((built / "waves.html").as_uri(), wait_until="domcontentloaded")
    assert str(unpacked) in page.inner_text("body"), "it was not the wheel that drew"
    assert page.inner_text("#wave figcaption") == "A wave of frequency 2."
    for id, name in {"wave": "wave", "swell": "swell"}.items():
        page.focus(f"#{id}-k")
        page.keyboard.press("End")
        assert page.inner_text(f"#{id} figcaption") == f"A {name} of frequency 5."
        assert page.locator(f"#{id} .ac-tools button").first.inner_text() == "Copy link"
    assert failed == []
    page.close()
    if build is nbconvert:
        return
    alone = browser.new_page(viewport={"width": 360, "height": 640}, color_scheme="dark")
    alone.goto(f"{(built / 'embed' / 'swell.html').as_uri()}#swell:k=4")
    assert alone.inner_text("#swell figcaption") == "A swell of frequency 4."
    assert alone.get_attribute("html", "data-theme") == "dark"
    assert alone.inner_text(".ac-source") == "From: Waves"
    with alone.expect_popup() as opened:
        alone.click(".ac-source a")
    assert opened.value.url.endswith("/waves.html#swell")
    opened.value.close()
    alone.close()


def test_an_explorer_on_two_pages_leads_to_the_one_that_lies_deeper(project, run):
    (project / "conf.py").write_text(CONF)
    (project / "index.md").write_text("# Waves\n\n```{toctree}\nwaves\nzoo/more\n```\n")
    (project / "zoo").mkdir()
    (project / "waves.ipynb").rename(project / "zoo" / "more.ipynb")
    cells = [new_markdown_cell("# First"), new_code_cell(DEFINITION), new_code_cell("wave()")]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), project / "waves.ipynb")
    (project / "swells.py").rename(project / "zoo" / "swells.py")
    for _ in range(2):
        run("-m", "sphinx", "-b", "html", "-q", "-a", ".", "html")
        alone = (project / "html" / "embed" / "wave.html").read_text("utf-8")
        assert 'href="../zoo/more.html#wave" target="_blank">From: Waves<' in alone


def test_a_second_build_draws_nothing_anew_where_nothing_has_changed(project, run):
    (project / "conf.py").write_text(CONF)
    (project / "index.md").write_text("# Waves\n\n```{toctree}\nwaves\n```\n")

    def kept():
        run("-m", "sphinx", "-b", "html", "-E", "-q", ".", "html")
        (file,) = (project / "html" / ".doctrees" / "explorers").glob("swell/*.json.z")
        return file, file.stat().st_mtime_ns

    first = kept()
    assert kept() == first
    module = project / "swells.py"
    module.write_text(MODULE.replace("A swell of", "One swell of"))
    second = kept()
    assert second[0] != first[0]
    assert "One swell of" in (project / "html" / "waves.html").read_text("utf-8")


def test_where_sphinx_makes_no_html_pictures_are_drawn(project, run):
    (project / "conf.py").write_text(CONF)
    (project / "index.md").write_text("# Waves\n\n```{toctree}\nwaves\n```\n")
    run("-m", "sphinx", "-b", "latex", ".", "latex")
    text = (project / "latex" / "wavesofothers.tex").read_text("utf-8")
    assert text.count(r"\sphinxincludegraphics") == 2
    assert "ac-explorer" not in text
