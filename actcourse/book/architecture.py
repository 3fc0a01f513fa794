"""The page on how the package is built: its layers, drawn and listed from `actcourse.layers`."""

from importlib import import_module

from actcourse.explore import explorer, style
from actcourse.explore.medium import in_book
from actcourse.layers import BELOW, TOP

PLACE = "% layers-of-the-package"  # a comment of MyST; picture and table stand in its place


def setup(app):
    """Write picture and table into the page that asks for them."""
    app.connect("source-read", write_layers)


def write_layers(app, docname, source):
    """Put the layers in place of the comment `PLACE`."""
    if PLACE in source[0]:
        assert in_book(), "the picture is inserted in its static form"
        markup = picture()._repr_mimebundle_()["text/html"]
        source[0] = source[0].replace(PLACE, f"```{{raw}} html\n{markup}\n```\n\n{table()}")


def heights(below):
    """The layer of each part, 0 at the bottom: above all that it may import, close to its users."""
    height = {}
    while len(height) < len(below):
        for part, parts in below.items():
            if parts <= height.keys():
                height[part] = 1 + max((height[other] for other in parts), default=-1)
    for part in sorted(height, key=height.get, reverse=True):
        users = [height[user] for user, parts in below.items() if part in parts]
        height[part] = min(users) - 1 if users else height[part]
    return height


def nearest(part, below):
    """Parts that `part` may import and that no other of those may import: what it stands on."""
    return {
        other
        for other in below[part]
        if not any(other in below[between] for between in below[part])
    }


def table():
    """Every part with the first line of its docstring and what it may import, from the top down."""
    height = heights(BELOW)
    rows = [(part, "all") for part in sorted(TOP - {"__main__"})]
    for part in sorted(BELOW, key=height.get, reverse=True):
        rows.append((part, ", ".join(f"`{other}`" for other in sorted(BELOW[part])) or "none"))
    return "\n".join(
        ["| part | what it is | parts it may import |", "|---|---|---|"]
        + [f"| `{part}` | {_first_line(part)} | {others} |" for part, others in rows]
    )


def _first_line(part):
    text = import_module(f"actcourse.{part}").__doc__.split("\n\n")[0].replace("\n", " ")
    return text.partition(": ")[2].capitalize() if text.startswith("`") else text


@explorer("layers", size=(5.4, 4.2), margins={"left": 0.02, "right": 0.98, "bottom": 0.02})
def picture(ax):
    """What stands on what?"""
    height = heights(BELOW)
    layers = max(height.values()) + 1
    place = {}
    for layer in reversed(range(layers)):
        parts = [part for part in BELOW if height[part] == layer]
        # Below what stands on them, so that few lines cross.
        parts.sort(key=lambda part: _middle([x for p, (x, _) in place.items() if part in BELOW[p]]))
        for i, part in enumerate(parts):
            place[part] = ((i + 0.5) / len(parts), layer)
    for part in BELOW:
        for other in sorted(nearest(part, BELOW)):  # a set has another order in each process
            ax.plot(*zip(place[part], place[other], strict=True), color=style.MUTED, linewidth=1.2)
    box = {"boxstyle": "round,pad=0.4", "facecolor": style.SHADE, "edgecolor": style.F}
    for part, (x, y) in place.items():
        ax.text(x, y, part, ha="center", va="center", bbox=box)
    tops = sorted(TOP - {"__main__"})
    ax.text(0.5, layers, " and ".join(tops), ha="center", va="center", bbox=box)
    ax.set(xlim=(0, 1), ylim=(-0.5, layers + 0.5))
    ax.axis("off")
    standing = [f"{p} on {_listed(nearest(p, BELOW))}" for p in BELOW if BELOW[p]]
    return (
        f"{len(BELOW) + len(tops)} parts in {layers + 1} layers. {_listed(tops)} may import all; "
        f"below, {'; '.join(standing)}. The others stand on nothing."
    )


def _middle(numbers):
    return sum(numbers) / len(numbers) if numbers else 0.5


def _listed(parts):
    *most, last = sorted(parts)
    return f"{', '.join(most)} and {last}" if most else last
