"""The exercises of each chapter, in a module of its name; importing this enters all of them.

`former` has those of notebooks that were handed out before another question took their place.
"""

import importlib

from ...chapters import CHAPTERS

for _chapter in (*CHAPTERS, "former"):
    importlib.import_module(f".{_chapter}", __name__)
