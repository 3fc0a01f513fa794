"""Weight and speed of every page of the built site, in Chromium, and of the same figure by others.

A first visit to each page from a local server: bytes as they travel (gzipped), bytes of the page's
own, first contentful paint, layout shift; then the same with a processor four times slower and a
line of 1.6 Mbit/s. Then every slider of the page is moved at that processor. Nothing is asserted
about time; `make book` has to come first.
"""

import statistics
from importlib.resources import files

import pytest

from actcourse.explore import live, medium
from actcourse.figures.sigmoid import tangent

FAST = {"cpu": 1, "bits": 0, "latency": 0}
# Lighthouse's slow line: bits per second, and milliseconds there and back.
SLOW = {"cpu": 4, "bits": 1.6e6, "latency": 150}
WATCH = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
# Milliseconds of each move, from the event to the end of the layout that it causes. Every position
# is reached three times and the quickest counts: the others waited for something else.
MOVE = """figure => {
  const times = [];
  for (const input of figure.querySelectorAll("input[type=range], select")) {
    const count = input.options ? input.options.length : Number(input.max) + 1;
    const best = Array(count).fill(Infinity);
    for (let i = 0; i < 3 * count; i++) {
      const at = input.value = i % count;
      const begin = performance.now();
      input.dispatchEvent(new Event("input"));
      figure.getBoundingClientRect();
      best[at] = Math.min(best[at], performance.now() - begin);
    }
    times.push(...best);
  }
  return times;
}"""
MOVE_PLOTLY = """async () => {
  const graph = document.querySelector(".js-plotly-plot"), times = [];
  const still = {mode: "immediate", frame: {duration: 0}, transition: {duration: 0}};
  for (let i = 0; i < graph._transitionData._frames.length; i++) {
    const begin = performance.now();
    await Plotly.animate(graph, [String(i)], still);
    graph.getBoundingClientRect();
    times.push(performance.now() - begin);
  }
  return times;
}"""
ALONE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<title>One</title><link rel="stylesheet" href="explore.css">{}<script src="explore.js"></script>"""


class Visit:
    """A first visit to a page, in a browser that has seen nothing yet."""

    def __init__(self, browser, address, *, cpu, bits, latency):
        self.context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.page.add_init_script(WATCH)
        wire = self.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
        limits = {"latency": latency, "downloadThroughput": bits / 8 or -1, "uploadThroughput": -1}
        wire.send("Network.emulateNetworkConditions", {"offline": False, **limits})
        urls, weights = {}, {}
        wire.on(
            "Network.requestWillBeSent",
            lambda e: urls.update({e["requestId"]: e["request"]["url"]}),
        )
        wire.on(
            "Network.loadingFinished",
            lambda e: weights.update({urls[e["requestId"]]: e["encodedDataLength"]}),
        )
        self.page.goto(address, wait_until="load", timeout=120_000)  # ms
        self.page.wait_for_timeout(500)
        self.paint, self.shift = self.page.evaluate(PAINT), self.page.evaluate("window.shift")
        self.weight = sum(weights.values()) / 1e3
        self.own = sum(w for url, w in weights.items() if "/_static/" not in url) / 1e3


def moves(page):
    """Milliseconds of every move of every slider and list on the page."""
    figures = page.locator(".ac-explorer:has(.ac-controls)").all()
    return [time for figure in figures for time in figure.evaluate(MOVE)]


def told(times):
    """Median and worst of the times of moves, where there are any."""
    return {"move_ms": statistics.median(times), "worst_move_ms": max(times)} if times else {}


def test_pages(browser, served, site, keep):
    for path in sorted(site.glob("chapters/**/*.html")):
        name = path.relative_to(site).as_posix()
        fast, slow = (Visit(browser, served + name, **line) for line in (FAST, SLOW))
        keep(
            "page",
            name.removeprefix("chapters/").removesuffix(".html"),
            kilobytes=fast.weight,
            own_kilobytes=fast.own,
            paint_ms=fast.paint,
            slow_paint_ms=slow.paint,
            shift=max(fast.shift, slow.shift),
            **told(moves(slow.page)),
        )
        fast.context.close()
        slow.context.close()


def by_actcourse(folder):
    """The first explorer of the chapter on the sigmoid, on a page of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(medium.VARIABLE, "book")
        (folder / "page.html").write_text(ALONE.format(tangent()._repr_mimebundle_()["text/html"]))
    for name in ("explore.css", "explore.js"):
        text = files("actcourse.explore").joinpath("assets", name).read_text("utf-8")
        (folder / name).write_text(text)


def by_plotly(folder):
    """The same lines, positions and sentences as frames of plotly, its library beside the page."""
    go = pytest.importorskip("plotly.graph_objects")
    frames = []
    for i, position in enumerate(tangent.positions()):
        figure, sentence = tangent.draw(**position)
        lines = [(n, line) for n, ax in enumerate(figure.axes, 1) for line in ax.lines]
        traces = [
            go.Scatter(
                x=line.get_xdata(),
                y=line.get_ydata(),
                mode="markers" if line.get_linestyle() == "None" else "lines",
                xaxis=f"x{n}",
                yaxis=f"y{n}",
            )
            for n, line in lines
        ]
        frames.append(go.Frame(name=str(i), data=traces, layout={"title": {"text": sentence}}))
    steps = [{"method": "animate", "args": [[frame.name]]} for frame in frames]
    shown = go.Figure(frames[0].data, {"sliders": [{"steps": steps}]}, frames)
    shown.update_layout(grid={"rows": 2, "columns": 1, "pattern": "independent"})
    shown.write_html(folder / "page.html", include_plotlyjs="directory")


def by_ipywidgets(folder):
    """The widget's state alone: its libraries lie on another host, and only a kernel moves it."""
    from ipywidgets.embed import embed_minimal_html

    start = tangent.start()
    widget = live.widget(tangent, start, tangent.tree(**start))
    embed_minimal_html(folder / "page.html", views=[widget], title="One")


@pytest.mark.parametrize("make", [by_actcourse, by_plotly, by_ipywidgets])
def test_one_figure(make, browser, serve, tmp_path, keep):
    make(tmp_path)
    with serve(tmp_path) as address:
        fast, slow = (Visit(browser, f"{address}page.html", **line) for line in (FAST, SLOW))
        times = slow.page.evaluate(MOVE_PLOTLY) if make is by_plotly else moves(slow.page)
    keep(
        "figure",
        make.__name__.removeprefix("by_"),
        kilobytes=fast.weight,
        paint_ms=fast.paint,
        slow_paint_ms=slow.paint,
        **told(times),
    )
    fast.context.close()
    slow.context.close()
