"""The measurements that more than one place makes, each once: seeded, and with its recipe.

Figures draw them, claims judge them, lessons print them and tests hold them. One module a topic.
What takes a ``seed`` also takes a `numpy.random.Generator`, which then goes on where it stands;
what is kept for the next caller is made from whole numbers alone.
"""

from .recipe import Recipe, Run

__all__ = ["Recipe", "Run"]
