"""Whatever comes out of a sandbox, reading and judging it raises nothing and believes nothing."""

import inspect
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from actcourse.exercises import EXERCISES, Outcome
from actcourse.exercises.run import checksums
from actcourse.grading import marking, reply
from actcourse.grading.inside import wire
from actcourse.grading.inside.main import _fields
from actcourse.grading.sources import loaded, sources

texts = st.text(max_size=20)
plain = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | texts
    | st.sampled_from(sorted(wire.DTYPES)).flatmap(
        lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0, max_side=4))
    ),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=8,
)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)
outcomes = st.builds(
    Outcome,
    status=st.sampled_from(reply.STATUSES),
    value=st.none() | plain,
    type=st.sampled_from(["ndarray", "float", "tuple", "NoneType", "ellipsis", "Absent"]) | texts,
    error=texts,
    message=texts,
    after=st.lists(texts, max_size=3).map(tuple),
    warning=st.just("") | texts,
)
ASSIGNMENTS = {
    id: assignment
    for assignment in loaded(sources(Path(__file__).parents[2]), seed=1).values()
    for id in assignment.ids
}
GOOD = _fields(Outcome("returned", (1, 0.5, "a", np.arange(3.0)), "tuple"))


def same(a, b):
    """Whether two plain values are the same to the last bit."""
    if isinstance(a, float) and isinstance(b, float):
        return struct.pack("d", a) == struct.pack("d", b)
    if isinstance(a, np.ndarray | np.generic):
        a, b = np.asarray(a), np.asarray(b)
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, tuple | dict):
        if type(a) is not type(b) or len(a) != len(b):
            return False
        pairs = zip(a, b, strict=True) if isinstance(a, tuple) else ((a[k], b[k]) for k in a)
        return all(same(*pair) for pair in pairs)
    return type(a) is type(b) and a == b


@settings(max_examples=50)
@given(plain)
def test_plain_values_come_through_as_they_are(value):
    data = json.loads(json.dumps(wire.encode(value)))
    assert same(value, wire.decode(data))


@given(junk)
def test_a_value_is_read_or_refused(data):
    try:
        value = wire.decode(data)
    except wire.NotPlain:
        return
    assert same(value, wire.decode(wire.encode(value)))


@given(st.binary(max_size=300))
def test_bytes_are_read_or_forged(data):
    assert reply.read("replied", data, [1]).status == "forged"


@given(junk, st.none() | st.lists(st.integers(0, 3), max_size=3))
def test_json_is_read_or_forged(data, shape):
    found = reply.read("replied", json.dumps(data).encode(), shape)
    assert found.status in ("forged", "missing")


@given(st.data())
def test_one_changed_part_of_an_outcome_is_read_or_forged(data):
    fields = json.loads(json.dumps(GOOD))
    place, path = fields, []
    while isinstance(place, dict | list) and place:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        path.append((place, data.draw(st.sampled_from(list(keys)))))
        place = place[path[-1][1]]
    holder, key = data.draw(st.sampled_from(path))
    holder[key] = data.draw(junk)
    found = reply.read("replied", json.dumps({"value": fields, "more": False}).encode(), None)
    assert found.status in ("value", "forged")


lines = st.one_of(
    st.binary(max_size=30).map(lambda line: line + b"\n"),
    st.fixed_dictionaries(
        {},
        optional={
            "ready": junk,
            "begin": st.sampled_from("ab") | junk,
            "end": st.sampled_from("ab") | junk,
            "status": st.sampled_from(reply.ENDINGS) | junk,
            "size": st.integers(-5, 50) | st.just(10**30) | junk,
        },
    ).map(lambda line: json.dumps(line).encode() + b"\n"),
)


@given(st.lists(lines, max_size=12).map(b"".join))
@example(b'{"ready": 1}\n{"begin": "a"}\n{"end": "a", "status": "replied", "size": -1}\n')
@example(b'{"ready": 1}\n{"end": "a", "status": "replied", "size": 0}\n')
def test_lines_are_read_up_to_the_first_that_is_none(output):
    ready, ended, last = reply.endings(output)
    assert isinstance(ready, bool)
    assert last is None or isinstance(last, str)
    for status, data in ended.values():
        assert status in reply.ENDINGS
        assert data in output


@given(st.binary(min_size=1, max_size=60), st.integers(0, 200))
def test_a_reply_that_is_cut_short_has_not_ended(data, cut):
    begin = b'{"ready": 1}\n{"begin": "a"}\n'
    end = b'{"end": "a", "status": "replied", "size": %d}\n' % len(data)
    whole = begin + end + data
    ready, ended, last = reply.endings(whole[: max(len(begin), len(whole) - 1 - cut)])
    assert (ready, ended, last) == (True, {}, "a")
    assert reply.endings(whole) == (True, {"a": ("replied", data)}, None)


def strange(exercise, wanted):
    """Values close enough to what is `wanted` that they get far into the judge."""
    sizes = st.sampled_from([0.0, -1.0, 1.5, 1e-320, 1e300, np.inf, -np.inf, np.nan])
    numbers = st.sampled_from(["<f8", "<f4", "<i8", "|b1", "<c16"])

    def like(array):
        shape = np.shape(array)
        shapes = st.sampled_from([shape, (*shape, 1), shape[1:], (0, *shape)])
        fill = st.tuples(shapes, sizes, numbers)
        with np.errstate(all="ignore"):
            return fill.map(lambda f: np.full(f[0], np.nan_to_num(f[1]) if f[2] == "<i8" else f[1]))

    if measure := getattr(exercise, "measure", None):
        taken = list(inspect.signature(measure).parameters)
        return st.fixed_dictionaries({name: like(np.zeros((2, 2))) for name in taken})
    if isinstance(wanted, dict):
        return st.fixed_dictionaries({name: like(value) for name, value in wanted.items()})
    return like(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("id", EXERCISES)
@settings(max_examples=25)
@given(data=st.data())
def test_judging_whatever_came_raises_nothing(id, data):
    exercise, assignment = EXERCISES[id], ASSIGNMENTS[id]
    groups = marking.inputs(assignment, id)
    if groups is None:
        found = data.draw(outcomes)
    else:
        part, calls = exercise.parts[0], groups[0]
        near = st.builds(
            Outcome,
            st.just("returned"),
            strange(exercise, part.want(*calls[0])),
            st.just("ndarray"),
        )
        one = data.draw(near | outcomes)
        found = [[replace(one, after=checksums(args)) for args in group] for group in groups]
    status = "calls" if isinstance(found, list) else "value"
    verdict = marking.judge(assignment, exercise, reply.Reply(status, found))
    assert 0 <= verdict.earned <= verdict.points == exercise.points
    assert verdict.right == (verdict.earned == verdict.points)
    assert str(verdict)
