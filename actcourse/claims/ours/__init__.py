"""What the course itself says: the findings of each chapter, with their controls, a module each."""

from importlib import import_module

from actcourse.chapters import CHAPTERS

for _word in CHAPTERS:
    import_module(f".{_word}", __name__)
