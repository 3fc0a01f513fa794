"""The positions of an explorer as a page has them: drawn once, and kept where a folder is named.

What is kept is found by the fingerprint of all that it depends on: the module that defines the
explorer and what it imports, this package, the libraries and Python. An explorer that a notebook's
own cell defines is never kept, since it may depend on any variable there.
"""

import json
import os
import sys
import xml.etree.ElementTree as ET
import zlib
from dataclasses import astuple
from functools import cache
from pathlib import Path

from actcourse import imports

from .differences import Slot, differences, factor
from .drawing import draw_all
from .svg import serialize

VARIABLE = "ACTCOURSE_STORE"
"""Environment variable: the folder in which drawn positions are kept; unset, none is."""


def positions(explorer):
    """All positions of an explorer.

    Returns
    -------
    tree : Element
        The first drawing, marked; see `differences`.
    slots : list of Slot
    sentences : (controls, values)
        Factored as the values of a slot are.

    Raises
    ------
    PositionError, ValueError
        If one cannot be drawn, or if axes that nobody has fixed move with the controls.
    """
    path = place(explorer)
    if path is not None and path.exists():
        kept = json.loads(zlib.decompress(path.read_bytes()))
        slots = [Slot(*facts) for facts in kept["slots"]]
        return ET.fromstring(kept["tree"]), slots, kept["sentences"]
    drawn = draw_all(explorer)
    _check_axes(explorer, drawn)
    tree = drawn[0].tree
    slots = differences([one.tree for one in drawn], explorer.shape)
    sentences = factor([one.sentence for one in drawn], explorer.shape)
    if path is not None:
        kept = {
            "tree": serialize(tree),
            "slots": [astuple(slot) for slot in slots],
            "sentences": sentences,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("*.json.z"):
            old.unlink(missing_ok=True)
        half = path.with_suffix(f".{os.getpid()}")  # another process may write the same one
        half.write_bytes(zlib.compress(json.dumps(kept).encode()))
        half.replace(path)
    return tree, slots, sentences


def place(explorer) -> Path | None:
    """Where the positions of an explorer are kept, or None where they are not."""
    folder = os.environ.get(VARIABLE)
    module = sys.modules.get(explorer.__wrapped__.__module__)
    file = getattr(module, "__file__", None)
    if not (folder and module and file) or module.__name__ in ("__main__", "__mp_main__"):
        return None
    return Path(folder) / explorer.id / f"{fingerprint(explorer, Path(file))}.json.z"


def fingerprint(explorer, file: Path) -> str:
    """Digest of all that the drawings of an explorer, defined in `file`, depend on."""
    name = explorer.__wrapped__.__module__
    if "." in name:
        package = [file, *file.parents][name.count(".") + (file.name == "__init__.py")]
        files = imports.reach([file], package)
    else:  # whatever lies beside it, it may import
        package, files = file.parent, set(file.parent.glob("*.py"))
    own = imports.reach([Path(__file__).with_name("explorer.py")])
    words = [(c.label, [p.text for p in c.positions]) for c in explorer.controls.values()]
    facts = (repr(explorer._look), repr(words), *installed())
    return imports.fingerprint(files | own, *facts, base=package)


@cache
def installed() -> tuple[str, ...]:
    """Python and all that is installed beside it, with versions."""
    places = (Path(place) for place in sys.path)
    names = {path.name for place in places for path in place.glob("*.dist-info")}
    return (repr(sys.version_info[:3]), *sorted(names))


def _check_axes(explorer, drawn):
    """Refuse axes that follow the data: the drawings could not be compared, nor be small."""
    for first, *others in zip(*(one.limits for one in drawn), strict=False):
        for k, other in enumerate(others, start=1):
            if first[2:4] != other[2:4] and not (first.fixed and other.fixed):
                here, there = explorer.positions()[0], explorer.positions()[k]
                raise ValueError(
                    f"explorer {explorer.id!r}: the {first.axis} axis of panel {first.panel} "
                    f"reaches from {first.low:g} to {first.high:g} at {here}, and from "
                    f"{other.low:g} to {other.high:g} at {there}; wanted axes that stay. "
                    f"Fix it where you draw: ax.set({first.axis}lim=(low, high))"
                )
