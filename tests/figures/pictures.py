"""What explorers draw, as data: read off their artists, stored by chapter, and compared.

Each explorer is recorded at its start and at the ends of each control, the others at their start.
`python -m tests.figures.pictures` (`make pictures`) draws all of them and renews the records; with
ids of explorers, it renews these alone. A renewed record is a change to review: the difference says
which artist moved, and where to.

Training ends elsewhere on another processor, by rounding. Whether an explorer trains is found out
when it is recorded: from then on its artists are held to their places on the axes roughly, to their
order and to their style, and those of all others to what an eye could see.
"""

import gc
import json
import re
import sys
from contextlib import ExitStack, contextmanager
from functools import _lru_cache_wrapper as Cached
from functools import cache
from importlib import import_module
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from actcourse.explore import EXPLORERS
from actcourse.layers import PACKAGE
from actcourse.nn import optim

RECORDS = Path(__file__).parent / "pictures"
SHORT = 6  # arrays up to this length are stored whole
DIGITS = 5
SEEN = 1e-3  # of an axis: a fifth of a point, less than an eye could see
ROUGH = 0.2  # of an axis: what training may differ by from processor to processor
APART = 0.1  # of an axis: artists further apart than this keep their order
NUMBER = re.compile(r"\d[\d,]*(\.\d+)?")


# --- reading -------------------------------------------------------------------------------------


def positions(explorer):
    """Start and ends of an explorer: dict from a name such as ``z=8.00`` to the values."""
    start = explorer.start()
    found = {"start": start}
    for name, control in explorer.controls.items():
        for end in (control.positions[0], control.positions[-1]):
            if {**start, name: end.value} != start:
                found[f"{name}={end.text}"] = {**start, name: end.value}
    return found


def picture(figure, sentence):
    """All that a figure shows: dict from a name such as ``0 line 2`` to what there is to say."""
    found = {"sentence": {"says": NUMBER.sub("#", sentence)}}
    for k, ax in enumerate(figure.axes):
        found[f"{k} axes"] = {
            f"{side} {what}": fact
            for side, axis in (("x", ax.xaxis), ("y", ax.yaxis))
            for what, fact in (
                ("label", axis.get_label_text()),
                ("scale", axis.get_scale()),
                ("limits", _summary(axis.get_view_interval())),
            )
        }
        own = {ax.patch, ax.title, ax._left_title, ax._right_title, *ax.spines.values()}
        counts = {}
        for artist in ax.get_children():
            if artist in own or artist in (ax.xaxis, ax.yaxis) or not artist.get_visible():
                continue
            kind, facts = _artist(artist, ax)
            counts[kind] = counts.get(kind, -1) + 1
            found[f"{k} {kind} {counts[kind]}"] = facts
    return found


def _artist(artist, ax):
    """Kind of an artist, and its style and data: dict with only what is of use to compare."""
    facts = {"label": artist.get_label(), "alpha": artist.get_alpha()}
    if str(facts["label"]).startswith("_"):  # matplotlib's own name for an artist without one
        del facts["label"]
    if isinstance(artist, Legend):
        return "legend", {"says": " | ".join(text.get_text() for text in artist.get_texts())}
    if isinstance(artist, Text):
        xy = [getattr(artist, "xy", artist.get_position())]
        facts |= {"says": artist.get_text(), "colour": _colours([artist.get_color()])}
        kind = "text"
    elif isinstance(artist, Line2D):
        xy = np.column_stack(artist.get_data(orig=False))
        facts |= {
            "colour": _colours([artist.get_color()]),
            "dashes": str(artist._unscaled_dash_pattern),
            "width": artist.get_linewidth(),
            "marker": f"{artist.get_marker()} {artist.get_markersize():g}",
        }
        kind = "line"
    elif isinstance(artist, Patch):
        shape = artist.get_patch_transform().transform_path(artist.get_path())
        xy = shape.vertices
        facts |= {
            "colour": _colours([artist.get_facecolor()]),
            "edge": _colours([artist.get_edgecolor()]),
            "width": artist.get_linewidth(),
        }
        kind = "patch"
    elif isinstance(artist, Collection):
        paths = [path.vertices for path in artist.get_paths()]
        points = np.ma.filled(artist.get_offsets(), np.nan)
        xy = np.concatenate([points if len(points) > 1 or not paths else paths[0], *paths[1:]])
        facts |= {
            "colour": _colours(artist.get_facecolor()),
            "edge": _colours(artist.get_edgecolor()),
            "shade": _summary(artist.get_array()) if artist.get_array() is not None else None,
        }
        kind = "collection"
    elif isinstance(artist, AxesImage):
        left, right, bottom, top = artist.get_extent()
        xy = [[left, bottom], [right, top]]
        facts |= {"shade": _summary(artist.get_array()), "colour": artist.get_cmap().name}
        kind = "image"
    else:
        raise TypeError(
            f"{artist!r} is of a kind that no picture has had so far: say how to read it"
        )
    xy = np.asarray(xy, float).reshape(-1, 2)
    facts |= {
        "x": _summary(xy[:, 0], _fraction(xy[:, 0], ax.xaxis)),
        "y": _summary(xy[:, 1], _fraction(xy[:, 1], ax.yaxis)),
    }
    return kind, {name: fact for name, fact in facts.items() if fact not in (None, "")}


def _fraction(values, axis):
    """Places along an axis: 0 at its lower limit and 1 at its upper one, from -1 to 2."""
    ends = axis.get_view_interval()
    with np.errstate(divide="ignore", invalid="ignore"):
        at = axis.get_transform().transform(np.asarray(values, float))
    low, high = axis.get_transform().transform(ends)
    return np.clip(np.nan_to_num((at - low) / (high - low), nan=-1), -1, 2)


def _summary(values, at=None):
    """An array in a few numbers, which differ if its entries do or if their order does."""
    values = np.ma.filled(np.ma.asarray(values, float), np.nan).ravel()
    finite = values[np.isfinite(values)]
    if len(values) <= SHORT or not len(finite):
        return {"all": [_rounded(v) for v in values]}
    at = finite if at is None else at
    ramp = np.linspace(-1, 1, len(at))
    sample = values[np.linspace(0, len(values) - 1, 5).round().astype(int)]
    return {
        "n": len(values),
        "low": _rounded(finite.min()),
        "high": _rounded(finite.max()),
        "mean": _rounded(at.mean()),
        "lean": _rounded((ramp * (at - at.mean())).mean()),
        "some": [_rounded(v) for v in sample],
    }


def _rounded(value):
    return float(f"{value:.{DIGITS - 1}e}") + 0.0 if np.isfinite(value) else str(value)


def _colours(colours):
    """Up to four colours, and how many there are if there are more."""
    if isinstance(colours, str):
        return colours
    found = [to_hex(colour, keep_alpha=True) for colour in colours]
    runs = [c for i, c in enumerate(found) if i == 0 or c != found[i - 1]]
    return " ".join(runs[:4]) + (f" of {len(runs)}" if len(runs) > 4 else "")


# --- comparing -----------------------------------------------------------------------------------


def differences(recorded, found):
    """Sentences, one for each way in which a picture is not the recorded one."""
    gone, new = recorded.keys() - found.keys(), found.keys() - recorded.keys()
    if gone or new:
        return [f"artists: without {sorted(gone)}, with {sorted(new)}"]
    said = []
    for name, facts in recorded.items():
        axes = recorded.get(f"{name.split()[0]} axes", {})
        rough = facts.get("trained", ())
        for fact in {**facts, **found[name]}:
            was, now = facts.get(fact), found[name].get(fact)
            axis = axes and fact in "xy" and (axes[f"{fact} scale"], *axes[f"{fact} limits"]["all"])
            if fact != "trained" and not _alike(was, now, axis, fact in rough):
                said.append(f"{name}: {fact} was {was}, is {now}")
    return said + _swapped(recorded, found)


def _alike(was, now, axis, rough):
    """Whether a fact is the recorded one, or near enough for an array."""
    if was == now:
        return True
    if isinstance(was, str) and isinstance(now, str) and rough:
        return NUMBER.sub("#", was) == NUMBER.sub("#", now)
    if not (isinstance(was, dict) and isinstance(now, dict)) or was.keys() != now.keys():
        return False
    for name, value in was.items():
        old, new = (np.atleast_1d(np.asarray(v, float)) for v in (value, now[name]))
        if old.shape != new.shape or not _near(name, old, new, axis, rough).all():
            return False
    return True


def _near(name, old, new, axis, rough):
    """Which numbers of a summary are near enough to the recorded ones."""
    if name == "n":
        return abs(new - old) <= (ROUGH if rough else 0) * old
    relative = abs(new - old) <= SEEN * abs(old)
    both = np.stack([old, new])
    if name not in ("mean", "lean") and axis:
        scale, low, high = axis
        at = np.array([low, high])
        if scale == "log":
            with np.errstate(divide="ignore"):
                both, at = np.log10(np.maximum(both, 0)), np.log10(at)
        both = np.clip((both - at[0]) / (at[1] - at[0]), -1, 2)
    # What is not a number is one in both or in none.
    off = np.where((np.isnan(old) | np.isnan(new)) | (old == new), 0, np.diff(both, axis=0)[0])
    return (np.isnan(old) == np.isnan(new)) & (relative | (abs(off) <= (ROUGH if rough else SEEN)))


def _swapped(recorded, found):
    """Sentences, one for each two artists of an axes that have changed places."""
    said = []
    for one, other in combinations(recorded, 2):
        if one.split()[0] == other.split()[0]:
            was, now = (_middle(p[other]) - _middle(p[one]) for p in (recorded, found))
            if abs(was) > APART and not was * now > 0:
                said.append(f"{one} and {other} have changed places")
    return said


def _middle(facts):
    """Height of a long artist on its axes; NaN of others."""
    return facts.get("y", {}).get("mean", np.nan)


# --- records -------------------------------------------------------------------------------------


def of_course():
    """All explorers of the course, by the module that has them: dict of lists."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if re.search(r"^@explorer\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            import_module(".".join(("actcourse", *path.relative_to(PACKAGE).with_suffix("").parts)))
    for explorer in EXPLORERS.values():
        found.setdefault(explorer.__wrapped__.__module__.rpartition(".")[2], []).append(explorer)
    return found


@cache
def records():
    """What is stored: dict from the id of an explorer to its positions and their pictures."""
    found = {}
    for path in sorted(RECORDS.glob("*.json")):
        for id, stored in json.loads(path.read_text(encoding="utf-8")).items():
            found[id] = {name: _whole(stored["start"], facts) for name, facts in stored.items()}
    return found


def _whole(start, changes):
    """The picture of a position, of which only what differs from the start is stored."""
    return {name: facts for name, facts in {**start, **changes}.items() if facts is not None}


def _changes(start, picture):
    """What there is to store of a position; None for an artist that is not there."""
    changed = {name: facts for name, facts in picture.items() if facts != start.get(name)}
    return {**changed, **{name: None for name in start if name not in picture}}


@contextmanager
def training(scale=1.0):
    """Scale every step that training takes; the list that this gives has one entry a step."""
    steps = []

    def scaled(step):
        def of(self, parameters, gradients):
            steps.append(type(self))
            step(self, parameters, [scale * g for g in gradients])

        return of

    with ExitStack() as patches:
        for optimizer in (optim.SGD, optim.Adam):
            patches.enter_context(patch.object(optimizer, "step", scaled(optimizer.step)))
        yield steps


def recorded(explorer):
    """The record of an explorer, made from nothing: what it draws, and what of it is trained."""

    def draw(scale):
        for thing in gc.get_objects():
            if isinstance(thing, Cached) and str(thing.__module__).startswith("actcourse."):
                thing.cache_clear()
        with training(scale) as steps:
            where = positions(explorer).items()
            return {name: picture(*explorer.draw(**values)) for name, values in where}, steps

    found, steps = draw(1.0)
    if steps:
        otherwise, _ = draw(0.5)
        for name, artists in found.items():
            for artist, facts in artists.items():
                other = otherwise[name].get(artist, {})
                trained = [fact for fact, value in facts.items() if other.get(fact) != value]
                if trained:
                    facts["trained"] = trained
    return found


def renew(ids=()):
    """Draw all explorers, or these alone, and store what they show."""
    RECORDS.mkdir(exist_ok=True)
    for module, explorers in of_course().items():
        path, stored = RECORDS / f"{module}.json", {}
        for explorer in explorers:
            if ids and explorer.id not in ids:
                stored[explorer.id] = records()[explorer.id]
            else:
                stored[explorer.id] = recorded(explorer)
                print(explorer.id, flush=True)
        path.write_text(_written(stored), encoding="utf-8")


def _written(stored):
    """JSON with one artist a line."""
    explorers = []
    for id, places in stored.items():
        blocks = []
        for name, artists in places.items():
            kept = artists if name == "start" else _changes(places["start"], artists)
            lines = [
                f"   {_json(artist)}: {_json(kept[artist])}" for artist in sorted(kept, key=_row)
            ]
            blocks.append(f"  {_json(name)}: {{\n" + ",\n".join(lines) + "\n  }")
        explorers.append(f" {_json(id)}: {{\n" + ",\n".join(blocks) + "\n }")
    return "{\n" + ",\n".join(explorers) + "\n}\n"


def _row(name):
    """Key to sort artists by: ``0 line 2`` before ``0 line 10``."""
    return re.sub(r"\d+", lambda match: match[0].zfill(4), name)


def _json(thing):
    return json.dumps(thing, ensure_ascii=False, allow_nan=False)


if __name__ == "__main__":
    renew(sys.argv[1:])
