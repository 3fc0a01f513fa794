"""A tiny book, built with the real extension and the real `_config.yml`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[2]
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


class Book:
    """A book in a folder of its own; `build` is what ``make book`` runs."""

    def __init__(self, root):
        self.root, self.site = root, root / "_build" / "html"
        root.mkdir(parents=True)
        shutil.copy(ROOT / "_config.yml", root)
        (root / "chapters").mkdir()
        (root / "chapters" / "references.bib").write_text("% none\n")
        # A copy of the package, which a test may edit. It comes first on the path.
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "actcourse", root / "package" / "actcourse", ignore=hidden)

    def write(self, **pages):
        """Write one page per name, and no others: Markdown, or a list of sources of code cells."""
        for old in [*self.root.glob("*.md"), *self.root.glob("*.ipynb")]:
            old.unlink()
        for name, content in pages.items():
            if isinstance(content, str):
                (self.root / f"{name}.md").write_text(content, encoding="utf-8")
            else:
                cells = [new_markdown_cell("# A notebook"), *map(new_code_cell, content)]
                notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
                nbformat.write(notebook, self.root / f"{name}.ipynb")
        first, *others = pages
        toc = f"format: jb-book\nroot: {first}\n" + "chapters:\n" * bool(others)
        toc += "".join(f"- file: {name}\n" for name in others)
        (self.root / "_toc.yml").write_text(toc)

    def build(self):
        """Build strictly; gives the exit code and everything that was printed."""
        path = f"{self.root / 'package'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        builder = Path(sys.executable).with_name("jupyter-book")
        run = subprocess.run(
            [builder, "build", self.root, "--all", "-n", "-W", "--keep-going", "-q"],
            env=os.environ | {"PYTHONPATH": path, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return run.returncode, run.stdout

    def page(self, name):
        """The HTML of a page."""
        return (self.site / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """An empty book for the tests of one module."""
    return Book(tmp_path_factory.mktemp("book") / "book")
