"""Milliseconds per move of a slider, and bytes, of every explorer on the static page.

Each explorer is opened alone in Chromium and brought to every position, in a random order; a move
is timed from the event to the end of the layout that it causes. Nothing is asserted about time.
"""

import gzip
import importlib
import pkgutil
import statistics
from importlib.resources import files

import numpy as np
import pytest

import actcourse.figures
from actcourse.explore import EXPLORERS, Range, explorer, medium

ASSETS = files("actcourse.explore") / "assets"
PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<style>{css}</style><title>Explorer</title>{figure}<script>{js}</script>"""

for module in pkgutil.iter_modules(actcourse.figures.__path__):
    importlib.import_module(f"actcourse.figures.{module.name}")

X = np.linspace(-6, 6, 200)


@explorer(
    "bench-two-sliders",
    a=Range(1, 15, 1, label="steepness"),
    b=Range(1, 15, 1, label="width"),
)
def two_sliders(ax, a, b):
    """Two sliders of 15 positions, three curves of 200 points"""
    ax.plot(X, np.tanh(a * X / 5))
    ax.plot(X, np.exp(-((X / b) ** 2)))
    ax.plot(X, np.tanh(a * X / 5) * np.exp(-((X / b) ** 2)))
    ax.set(xlim=(-6, 6), ylim=(-1.2, 1.2))
    return f"Steepness {a}, width {b}."


# Sets one control after the other, so that every timed event is one move of one control.
MOVE = """positions => {
  const inputs = [...document.querySelectorAll(".ac-control")].map(
    c => c.tagName === "FIELDSET" ? c : c.querySelector("input, select"));
  const figure = document.querySelector("svg");
  const times = [];
  for (const position of positions) position.forEach((i, k) => {
    const input = inputs[k];
    if (input.tagName === "FIELDSET") input.querySelectorAll("input")[i].checked = true;
    else if (input.type === "checkbox") input.checked = Boolean(i);
    else input.value = i;
    const begin = performance.now();
    input.dispatchEvent(new Event("input"));
    figure.getBoundingClientRect();
    times.push(performance.now() - begin);
  });
  return times;
}"""


@pytest.mark.parametrize("id", [id for id, e in EXPLORERS.items() if e.controls])
def test_slider(id, browser, monkeypatch, keep):
    monkeypatch.setenv(medium.VARIABLE, "book")
    shown = EXPLORERS[id]
    figure = shown()._repr_mimebundle_()["text/html"]
    page = browser.new_page()
    css, js = (ASSETS.joinpath(f"explore.{kind}").read_text("utf-8") for kind in ("css", "js"))
    page.set_content(PAGE.format(css=css, js=js, figure=figure))
    order = np.random.default_rng(0).permutation(list(np.ndindex(shown.shape)))
    times = page.evaluate(MOVE, [[int(i) for i in position] for position in order])
    page.close()
    keep(
        "slider",
        id,
        positions=len(order),
        move_ms=statistics.median(times),
        worst_move_ms=max(times),
        kilobytes=len(figure) / 1e3,
        gzipped_kilobytes=len(gzip.compress(figure.encode())) / 1e3,
    )
