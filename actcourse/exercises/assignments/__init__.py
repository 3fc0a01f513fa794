"""The exercises of each chapter, in a module of its name; importing this enters all of them."""

import importlib

from ...chapters import CHAPTERS

for _chapter in CHAPTERS:
    importlib.import_module(f".{_chapter}", __name__)
