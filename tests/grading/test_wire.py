"""Plain values survive the way out of the sandbox; nothing else is taken."""

import base64
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from actcourse.grading.inside import wire

ARRAYS = hnp.arrays(
    st.sampled_from(sorted(wire.DTYPES)), hnp.array_shapes(min_dims=0, min_side=0, max_side=4)
)
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"])),
    ARRAYS,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.dictionaries(st.text("abc"), inner, max_size=3)
    ),
    max_leaves=6,
)


def same(a, b):
    """Whether two values are equal to the last bit, in type as well."""
    if isinstance(a, np.ndarray):
        return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
    if isinstance(a, float):
        return (
            type(b) is float and a.hex() == b.hex() and math.copysign(1, a) == math.copysign(1, b)
        )
    if isinstance(a, tuple):
        return type(b) is tuple and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return type(b) is dict and a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


@given(VALUES)
def test_values_survive_the_way(value):
    if isinstance(value, np.ndarray) and value.dtype == bool:
        value = value.copy()
    assert same(value, wire.decode(json.loads(json.dumps(wire.encode(value)))))


@pytest.mark.parametrize(
    "value",
    [
        object(),
        np.array([None]),
        np.array("text"),
        np.ones(2, ">f8"),
        np.longdouble(1),
        2**64,
        (1, object()),
        {"a": {"b": {1}}},
    ],
)
def test_what_has_no_plain_form_becomes_none(value):
    assert wire.encode(value) is None


FORGERIES = [
    None,
    3,
    "text",
    [],
    [3],
    ["object", 3],
    ["bool", 1],
    ["bool", True, True],
    ["int", True],
    ["int", 2**64],
    ["int", 1.0],
    ["float", "zz"],
    ["float", "00"],
    ["float", 1.0],
    ["str", 3],
    ["tuple", {}],
    ["tuple", [3]],
    ["dict", []],
    ["dict", {"a": 3}],
    ["array", "|O", [1], "AAAAAAAAAAA="],
    ["array", "<U4", [1], "AAAAAAAAAAA="],
    ["array", ">f8", [1], "AAAAAAAAAAA="],
    ["array", "<f8", [2], "AAAAAAAAAAA="],
    ["array", "<f8", [-1], "AAAAAAAAAAA="],
    ["array", "<f8", [True], "AAAAAAAAAAA="],
    ["array", "<f8", [1.0], "AAAAAAAAAAA="],
    ["array", "<f8", 1, "AAAAAAAAAAA="],
    ["array", "<f8", [1], "no base64"],
    ["array", "<f8", [1], "AAAAAAAAAAA=\n"],
    ["array", "<f8", [10**9] * 3, ""],
    ["array", "<f8", [1] * 40, "AAAAAAAAAAA="],
    ["array", "<f8", [0, 10**12], ""],
]


@pytest.mark.parametrize("data", FORGERIES, ids=repr)
def test_forgeries_are_refused(data):
    with pytest.raises(wire.NotPlain):
        wire.decode(data)


def test_a_value_is_bounded_in_depth_items_and_bytes():
    deep = ["int", 1]
    for _ in range(wire.DEEPEST):
        deep = ["tuple", [deep]]
    many = ["tuple", [["tuple", [["int", 1]] * 5000]] * 3]
    half = ["array", "|u1", [wire.MOST_BYTES], base64.b64encode(bytes(wire.MOST_BYTES)).decode()]
    for data in (deep, many, ["tuple", [half, half]]):
        with pytest.raises(wire.NotPlain):
            wire.decode(data)


def test_a_forged_boolean_is_true_or_false():
    data = ["array", "|b1", [3], base64.b64encode(bytes([0, 1, 255])).decode()]
    assert wire.decode(data).tobytes() == bytes([0, 1, 1])
