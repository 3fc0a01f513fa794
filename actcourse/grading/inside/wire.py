"""Plain values as JSON and back: what goes into the sandbox, and what comes out of it.

`decode` reads what a stranger may have written: it takes what `encode` makes and nothing else,
and it calls nothing that the data names.
"""

import base64
import binascii
import math
import struct

import numpy as np

DTYPES = {np.dtype(code).str: np.dtype(code) for code in "?bBhHiIlLqQefdFD"}
"""The dtypes that pass, by their name in byte order; no objects, no text, no long double."""

MOST_BYTES = 4_000_000  # of all the arrays and texts in one value,
MOST_ITEMS = 10_000  # and of its tuples and dicts
MOST_AXES = 8
DEEPEST = 8  # tuples within tuples
BITS = 64


class NotPlain(ValueError):
    """The data is not what `encode` makes, or holds more than a reply may."""


def encode(value):
    """`value` as what JSON can hold, or None if it is none of the types that pass.

    These are bool, int within 64 bits, float, str, arrays and scalars of `DTYPES`, and tuples and
    dicts with text keys of these; NaN, infinities and the sign of 0 are kept.
    """
    match value:
        case bool():
            return ["bool", value]
        case int():
            return ["int", value] if value.bit_length() < BITS else None
        case float():
            return ["float", _hex(value)]
        case str():
            return ["str", value.encode("utf-8", "replace").decode()]
        case np.ndarray() | np.generic():
            if value.dtype.str not in DTYPES:
                return None
            text = base64.b64encode(value.tobytes()).decode()
            return ["array", value.dtype.str, list(value.shape), text]
        case tuple():
            items = [encode(item) for item in value]
            return None if None in items else ["tuple", items]
        case dict():
            items = {str(key): encode(item) for key, item in value.items()}
            return None if None in items.values() else ["dict", items]
    return None


def decode(data):
    """The value that `data` stands for; whatever `encode` does not make is a `NotPlain`."""
    return _Reader().read(data, DEEPEST)


class _Reader:
    """Reads one value within the limits of this module."""

    def __init__(self):
        self.bytes, self.items = MOST_BYTES, MOST_ITEMS

    def read(self, data, depth):
        if type(data) is not list or not data or type(data[0]) is not str or not depth:
            raise NotPlain(f"a value is a short list that starts with its type, not {_short(data)}")
        match data:
            case ["bool", bool(value)]:
                return value
            case ["int", int(value)] if type(value) is int and value.bit_length() < BITS:
                return value
            case ["float", str(text)]:
                return _float(text)
            case ["str", str(text)]:
                self._take(len(text))
                return text
            case ["array", str(name), list(shape), str(text)]:
                return self._array(name, shape, text)
            case ["tuple", list(items)]:
                self._count(len(items))
                return tuple(self.read(item, depth - 1) for item in items)
            case ["dict", dict(items)]:
                self._count(len(items))
                return {key: self.read(item, depth - 1) for key, item in items.items()}
        raise NotPlain(f"no such value: {_short(data)}")

    def _array(self, name, shape, text):
        if name not in DTYPES or len(shape) > MOST_AXES:
            raise NotPlain(f"no array of {_short(name)} with {len(shape)} axes is taken")
        if any(type(n) is not int or not 0 <= n <= MOST_BYTES for n in shape):
            raise NotPlain(f"no array has the shape {_short(shape)}")
        # NumPy counts the bytes without the axes that have none, and refuses what it cannot count.
        if math.prod(n for n in shape if n) > MOST_BYTES:
            raise NotPlain(f"no array has the shape {_short(shape)}")
        size = math.prod(shape) * DTYPES[name].itemsize
        self._take(size)
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NotPlain(f"the bytes of an array are not base64: {error}") from None
        if len(raw) != size:
            raise NotPlain(f"an array of {size} bytes came with {len(raw)}")
        if name == "|b1":  # a byte above 1 is no boolean
            return (np.frombuffer(raw, np.uint8) != 0).reshape(shape)
        return np.frombuffer(raw, DTYPES[name]).reshape(shape).copy()

    def _take(self, size):
        self.bytes -= size
        if self.bytes < 0:
            raise NotPlain(f"a value holds more than {MOST_BYTES} bytes")

    def _count(self, number):
        self.items -= number
        if self.items < 0:
            raise NotPlain(f"a value holds more than {MOST_ITEMS} items")


def _hex(value: float) -> str:
    return struct.pack(">d", value).hex()


def _float(text) -> float:
    try:
        (value,) = struct.unpack(">d", bytes.fromhex(text))
    except (ValueError, struct.error):
        raise NotPlain(f"{_short(text)} is no float of 16 hexadecimal digits") from None
    return value


def _short(data) -> str:
    text = repr(data) if isinstance(data, str | int) else type(data).__name__
    return text[:40]
