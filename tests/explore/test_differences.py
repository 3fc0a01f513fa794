"""The list of differences brings the page to every drawing exactly."""

import itertools
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from actcourse.explore.differences import apply, differences, factor

LEAVES = st.builds(
    lambda tag, style, d, text: (tag, {"style": style, "d": d}, text, []),
    st.sampled_from(["path", "text", "use"]),
    st.sampled_from(["red", "blue"]),
    st.sampled_from(["M0", "M1", "M2"]),
    st.sampled_from(["", "a", "b"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda style, children: ("g", {"style": style}, "", children),
        st.sampled_from(["red", "blue"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=8,
)


def element(spec):
    tag, attributes, text, children = spec
    made = ET.Element(tag, {k: v for k, v in attributes.items() if v})
    made.text = text or None
    made.extend(map(element, children))
    return made


def root(children):
    return element(("svg", {}, "", children))


def shown(tree):
    """What a reader sees: no hidden element, no marks."""
    attributes = {k: v for k, v in tree.attrib.items() if k not in ("data-slot", "display")}
    children = [shown(child) for child in tree if child.get("display") != "none"]
    return tree.tag, attributes, tree.text or "", children


@given(st.lists(st.lists(TREES, max_size=4), min_size=6, max_size=6))
def test_every_position_of_any_drawings_is_restored(drawings):
    shape = (2, 3)
    wanted = [shown(root(d)) for d in drawings]
    trees = [root(d) for d in drawings]
    slots = differences(trees, shape)
    # Each position follows another one, as on the page.
    order = [*range(6), *reversed(range(6)), 3, 0, 5]
    positions = list(itertools.product(range(2), range(3)))
    for k in order:
        apply(trees[0], slots, shape, positions[k])
        assert shown(trees[0]) == wanted[k]


def test_what_never_differs_takes_no_room():
    same = [root([("path", {"d": "M0"}, "", [])]) for _ in range(4)]
    assert differences(same, (4,)) == []


def test_a_value_is_stored_once_for_controls_that_it_does_not_depend_on():
    # Three positions of the first control, two of the second.
    assert factor(["a", "a", "b", "b", "c", "c"], (3, 2)) == ([0], ["a", "b", "c"])
    assert factor(["a", "b", "a", "b", "a", "b"], (3, 2)) == ([1], ["a", "b"])
    assert factor(["a"] * 6, (3, 2)) == ([], ["a"])


def test_an_element_that_some_positions_lack_does_not_disturb_its_neighbours():
    path = ("path", {"style": "red", "d": "M0"}, "", [])
    extra = ("path", {"style": "blue", "d": "M1"}, "", [])
    text = ("text", {"style": "red"}, "a", [])
    slots = differences([root([path, text]), root([path, extra, text])], (2,))
    assert [(s.attribute, s.values) for s in slots] == [("display", ["none", None])]
