"""The first explorer of the page on explorers, which shows these lines."""

import numpy as np

from actcourse.explore import Range, explorer


@explorer("first-wave", k=Range(1, 5, 0.5, value=2, label="frequency k"))
def wave(ax, k):
    """A wave"""
    x = np.linspace(0, 6, 200)
    ax.plot(x, np.sin(k * x))
    ax.set(xlim=(0, 6), ylim=(-1.1, 1.1), yticks=[-1, 0, 1], xlabel="x", ylabel="sin kx")
    return f"At k = {k:g} the wave repeats after {2 * np.pi / k:.2f}."
