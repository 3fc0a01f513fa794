"""``python -m benchmarks.peers``: one figure with a slider, by this package and by others.

The figure: three curves of 200 points, a slider of 41 positions, and below it a sentence with the
position's numbers, as a page that works from disk without a kernel or a server, as far as the
library can. Each library makes it in the way that its manual shows, three times, in one process.
The quickest counts, in seconds of processor time, which other work on the machine changes least.
Then the page is opened in Chromium with the network off, and its slider is moved.

What they need is installed in an environment of its own, never required by the course: plotly,
altair with vl-convert-python, panel, ipywidgets, playwright and threadpoolctl; and a Chromium. The
book's page on explorers shows what is stored.
"""

import argparse
import gzip
import json
import resource
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from actcourse.book import browser as chromium
from benchmarks.machine import describe

STORED = Path(__file__).parents[1] / "actcourse" / "book" / "peers.json"
X = np.linspace(-6, 6, 200)
POSITIONS = [round(0.1 * k, 1) for k in range(1, 42)]
NAMES = ("tanh", "its slope", "a bump")


def curves(a):
    """The three curves at slope `a`: dict from name to array of shape (200,)."""
    values = np.tanh(a * X), a / np.cosh(a * X) ** 2 / 4, np.exp(-((X - a) ** 2))
    return dict(zip(NAMES, values, strict=True))


def sentence(a):
    """What the position's numbers say."""
    return f"At a slope of {a:.1f} the curve is {np.tanh(a):.3f} at 1."


def by_actcourse(path):
    from actcourse.explore import EXPLORERS, Steps, explorer

    with EXPLORERS.restored():

        @explorer("peers", a=Steps(POSITIONS, label="slope"))
        def shown(ax, a):
            """Three curves"""
            for name, y in curves(a).items():
                ax.plot(X, y, label=name)
            ax.legend(loc="lower right")
            ax.set(xlim=(-6, 6), ylim=(-1.1, 1.1), xlabel="x", ylabel="y")
            return sentence(a)

        shown.save(path)


def by_plotly(path):
    import plotly.graph_objects as go

    def lines(a):
        return [go.Scatter(x=X, y=y, name=name) for name, y in curves(a).items()]

    frames = [
        go.Frame(data=lines(a), name=str(a), layout={"title": {"text": sentence(a)}})
        for a in POSITIONS
    ]
    mode = {"mode": "immediate", "frame": {"duration": 0}, "transition": {"duration": 0}}
    steps = [{"method": "animate", "label": str(a), "args": [[str(a)], mode]} for a in POSITIONS]
    layout = {
        "title": {"text": sentence(POSITIONS[0])},
        "xaxis": {"range": [-6, 6], "title": {"text": "x"}},
        "yaxis": {"range": [-1.1, 1.1], "title": {"text": "y"}},
        "sliders": [{"steps": steps, "currentvalue": {"prefix": "slope "}}],
    }
    go.Figure(lines(POSITIONS[0]), layout, frames).write_html(path, include_plotlyjs=True)


def by_altair(path):
    import altair as alt
    import pandas as pd

    alt.data_transformers.disable_max_rows()
    table = pd.concat(
        pd.DataFrame({"a": a, "x": X, "y": y, "curve": name, "says": sentence(a)})
        for a in POSITIONS
        for name, y in curves(a).items()
    )
    first, last, step = POSITIONS[0], POSITIONS[-1], 0.1
    slope = alt.param(
        "a", value=first, bind=alt.binding_range(min=first, max=last, step=step, name="slope")
    )
    here = alt.Chart(table).add_params(slope).transform_filter("abs(datum.a - a) < 0.01")
    y = alt.Y("y", scale=alt.Scale(domain=[-1.1, 1.1]))
    lines = here.mark_line().encode(alt.X("x"), y, alt.Color("curve"))
    words = alt.Chart(table).transform_filter("abs(datum.a - a) < 0.01").mark_text()
    words = words.encode(text="min(says):N")
    alt.vconcat(lines, words).save(path, inline=True)


def by_panel(path):
    import panel as pn
    from bokeh.plotting import figure
    from bokeh.resources import INLINE

    pn.extension()
    slope = pn.widgets.DiscreteSlider(name="slope", options=POSITIONS)

    def draw(a):
        plot = figure(x_range=(-6, 6), y_range=(-1.1, 1.1), width=540, height=330)
        for name, y in curves(a).items():
            plot.line(X, y, legend_label=name)
        return plot

    shown = pn.Column(slope, pn.bind(draw, slope), pn.bind(sentence, slope))
    shown.save(path, embed=True, resources=INLINE, max_states=100, max_opts=100, progress=False)


def by_ipywidgets(path):
    import io

    import ipywidgets as widgets
    from ipywidgets.embed import dependency_state, embed_minimal_html
    from matplotlib.figure import Figure

    picture, words = widgets.Image(format="png"), widgets.HTML()
    slope = widgets.SelectionSlider(options=POSITIONS, description="slope")

    def draw(change):
        figure = Figure(figsize=(5.4, 3.3))
        ax = figure.subplots()
        for y in curves(change["new"]).values():
            ax.plot(X, y)
        ax.set(xlim=(-6, 6), ylim=(-1.1, 1.1))
        raw = io.BytesIO()
        figure.savefig(raw, format="png")
        picture.value, words.value = raw.getvalue(), sentence(change["new"])

    slope.observe(draw, "value")
    draw({"new": POSITIONS[0]})
    box = widgets.VBox([slope, picture, words])
    embed_minimal_html(path, views=[box], title="One", state=dependency_state([box]))


def by_to_jshtml(path):
    from matplotlib.animation import FuncAnimation
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, 3.3))
    ax = figure.subplots()
    lines = [ax.plot(X, y)[0] for y in curves(POSITIONS[0]).values()]
    ax.set(xlim=(-6, 6), ylim=(-1.1, 1.1))

    def draw(a):
        for line, y in zip(lines, curves(a).values(), strict=True):
            line.set_ydata(y)
        ax.set_title(sentence(a))

    html = FuncAnimation(figure, draw, POSITIONS).to_jshtml()
    Path(path).write_text(f"<!doctype html><title>One</title>{html}", encoding="utf-8")


# How each is made, what of it has a version, and where on its page handle and figure are.
PEERS = {
    "this package": (by_actcourse, "actcourse", "input[type=range]", "figure > svg"),
    "plotly": (by_plotly, "plotly", ".slider-grip-rect", ".cartesianlayer"),
    "Altair": (by_altair, "altair", "input[type=range]", "canvas, svg.marks"),
    "panel": (by_panel, "panel", ".noUi-handle", ".bk-Canvas"),
    "ipywidgets, state embedded": (by_ipywidgets, "ipywidgets", ".noUi-handle", "img"),
    "matplotlib, to_jshtml": (by_to_jshtml, "matplotlib", "input[type=range]", "img"),
}


def seconds():
    """Processor time of this process and of those that it waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def opened(browser, path, handle, figure):
    """Whether the figure changes when its slider is dragged, and the requests that left it."""
    context = browser.new_context(viewport={"width": 900, "height": 800})
    page, asked = context.new_page(), set()
    page.on("request", lambda r: r.url.startswith(("http:", "https:")) and asked.add(r.url))
    page.goto(path.as_uri())
    page.wait_for_timeout(3000)
    grip, drawing, moves = page.locator(handle).first, page.locator(figure).first, False
    if grip.count() and drawing.count():
        grip.scroll_into_view_if_needed()
        before, box = drawing.screenshot(), grip.bounding_box()
        x, y = box["x"] + min(box["width"] / 2, 8), box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y, steps=5)
        page.mouse.up()
        page.mouse.move(0, 0)
        page.wait_for_timeout(1500)
        moves = drawing.screenshot() != before
    context.close()
    return moves, len(asked)


def measure():
    """A row for each of `PEERS`."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.FLAGS)
        for name, (make, package, *places) in PEERS.items():
            path, times = Path(folder) / f"{make.__name__}.html", []
            for _ in range(3):
                begin = seconds()
                make(path)
                times.append(seconds() - begin)
            text = path.read_bytes()
            moves, requests = opened(browser, path, *places)
            rows.append(
                {
                    "name": name,
                    "version": version(package),
                    "seconds": round(min(times), 2),
                    "kilobytes": round(len(text) / 1e3),
                    "gzipped_kilobytes": round(len(gzip.compress(text)) / 1e3, 1),
                    "requests": requests,
                    "moves": moves,
                }
            )
            print(rows[-1])
        browser.close()
    return rows


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--into", type=Path, default=STORED, help=f"default: {STORED}")
    options = parser.parse_args()
    rows = measure()
    machine = {name: describe()[name] for name in ("processor", "system", "python", "numpy")}
    figure = f"{len(NAMES)} curves of {len(X)} points, a slider of {len(POSITIONS)} positions"
    stored = {"date": date.today().isoformat(), "figure": figure, "machine": machine, "rows": rows}
    options.into.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
