"""What differs between the drawings of an explorer's positions.

The page holds one drawing whole and, for each place at which another differs, the list of
values there: a *slot*. A slot that does not depend on a control is stored once for all
positions of that control.
"""

import itertools
from dataclasses import dataclass
from difflib import SequenceMatcher

LOOK = {
    *("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray"),
    *("opacity", "font-size", "font-style", "font-weight", "text-anchor", "style"),
}


@dataclass(frozen=True)
class Slot:
    """A place that changes: one attribute, or the text, of one element.

    Attributes
    ----------
    element : int
        The element carries `data-slot` with this number.
    attribute : str
        Name of the attribute, or "#text".
    controls : list of int
        The controls that the value depends on.
    values : list of str or None
        Over the positions of those controls, the last one running fastest. None removes
        the attribute.
    """

    element: int
    attribute: str
    controls: list[int]
    values: list

    def index(self, shape, position):
        """Where in `values` the position of all controls is found."""
        return index(self.controls, shape, position)


def index(controls, shape, position):
    """Where in the values over these controls the position of all controls is found."""
    where = 0
    for control in controls:
        where = where * shape[control] + position[control]
    return where


def differences(trees, shape):
    """Slots between drawings; the first drawing is made to hold all of them.

    Parameters
    ----------
    trees : list of Element
        One drawing per position, the last control running fastest. The first is changed in
        place: it gains the elements that only others have, and the `data-slot` marks.
    shape : tuple of int
        Number of positions of each control.

    Returns
    -------
    list of Slot
    """
    varying = []
    _compare(trees, varying)
    numbers = {}
    slots = []
    for element, attribute, values in varying:
        number = numbers.setdefault(id(element), len(numbers))
        element.set("data-slot", str(number))
        slots.append(Slot(number, attribute, *factor(values, shape)))
    return slots


def apply(tree, slots, shape, position):
    """Bring a marked tree to a position, as the script on the page does.

    Parameters
    ----------
    tree : Element
        The first tree after `differences`; changed in place.
    slots : list of Slot
    shape, position : tuple of int
        Number of positions of each control, and the index of the wanted one.
    """
    marked = {e.get("data-slot"): e for e in tree.iter() if e.get("data-slot")}
    for slot in slots:
        element, value = marked[str(slot.element)], slot.values[slot.index(shape, position)]
        if slot.attribute == "#text":
            element.text = value
        elif value is None:
            element.attrib.pop(slot.attribute, None)
        else:
            element.set(slot.attribute, value)


def factor(values, shape):
    """Drop the controls that the values do not depend on.

    Returns
    -------
    controls : list of int
    values : list
        On the grid of those controls alone.
    """
    grid = dict(zip(itertools.product(*map(range, shape)), values, strict=True))
    axes = range(len(shape))
    kept = [a for a in axes if any(v != grid[*p[:a], 0, *p[a + 1 :]] for p, v in grid.items())]
    rest = set(axes) - set(kept)
    return kept, [v for p, v in grid.items() if not any(p[a] for a in rest)]


def _compare(elements, varying):
    """Walk corresponding elements of all drawings in step; the first is the one on the page."""
    on_page = elements[0]
    for attribute in dict.fromkeys(name for e in elements for name in e.attrib):
        _note(varying, on_page, attribute, [e.get(attribute) for e in elements])
    _note(varying, on_page, "#text", [e.text or "" for e in elements])
    columns = _align([list(e) for e in elements])
    on_page[:] = map(_first, columns)
    for child, column in zip(on_page, columns, strict=True):
        # Where a drawing lacks the element, the page's own stands in for it, hidden.
        _compare([child if e is None else e for e in column], varying)
        _note(varying, child, "display", ["none" if e is None else None for e in column])


def _note(varying, element, attribute, values):
    if any(v != values[0] for v in values):
        varying.append((element, attribute, values))
    elif attribute == "display" and values[0] is not None:
        element.set(attribute, values[0])


def _align(rows):
    """Columns of corresponding children; None where a drawing lacks one."""
    columns = [[child] for child in rows[0]]
    keys = [_key(child) for child in rows[0]]
    for count, row in enumerate(rows[1:], start=1):
        row_keys = [_key(child) for child in row]
        pairs = []
        for how, a0, a1, b0, b1 in SequenceMatcher(None, keys, row_keys, False).get_opcodes():
            old, new = columns[a0:a1], row[b0:b1]
            if how == "replace" and [k[0] for k in keys[a0:a1]] != [k[0] for k in row_keys[b0:b1]]:
                pairs += [(column, None) for column in old] + [(None, child) for child in new]
            else:
                pairs += itertools.zip_longest(old, new)
        columns = [[*(column or [None] * count), child] for column, child in pairs]
        keys = [_key(_first(column)) for column in columns]
    return columns


def _first(column):
    return next(child for child in column if child is not None)


def _key(element):
    """Two elements with the same tag and look are taken for the same one."""
    return element.tag, *(fact for fact in element.attrib.items() if fact[0] in LOOK)
