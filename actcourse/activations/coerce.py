"""What goes into a body and what comes out: dtypes, scalars, and the promise of no warnings."""

import numpy as np

from .sharing import sharing

FLOAT_TYPES = (np.float16, np.float32, np.float64)


def as_array(x, label):
    """x as an array that is its numbers and nothing else; an array comes back as it is.

    Of ndarray's subclasses only `np.memmap` is taken, which differs by where its numbers are
    kept. Any other means more than its numbers (a mask hides some, a unit scales them, a matrix
    multiplies in its own way), and an array of the numbers alone would lose that without a word.

    Raises
    ------
    TypeError
        If x is of such a subclass, or a list that holds one.
    ValueError
        If x is a list of rows of unequal lengths.
    """
    if type(x) is np.ndarray:
        return x
    for kind in _types(x):
        if issubclass(kind, np.ma.MaskedArray):
            raise TypeError(
                f"{label} is masked, and what the mask hides would be computed with; pass "
                "x.filled(value) with a value for the hidden entries, or x.compressed() without"
            )
        if issubclass(kind, np.ndarray) and kind not in (np.ndarray, np.memmap):
            raise TypeError(
                f"{label} is a {kind.__name__}, which means more than its numbers, and they alone "
                "would be left; pass np.asarray(x) if that is what you want"
            )
    try:
        return np.asarray(x)
    except ValueError as error:
        raise ValueError(
            f"{label} is not a regular array ({error}); give its rows equal lengths"
        ) from error


def _types(x):
    """The types of x and of all that its lists hold."""
    if not isinstance(x, (list, tuple)):
        return {type(x)}
    types = set(map(type, x))
    return types.union(*map(_types, x)) if types & {list, tuple} else types


def as_floats(x, label):
    """The array to compute with, float32 or float64, and the dtype to return.

    The label ("relu: x") opens the messages.

    Raises
    ------
    TypeError
        If x holds anything but real numbers, or `as_array` refuses it. The extended precision of
        ``np.longdouble`` counts as no real number, for it would be lost.
    ValueError
        If x is a list of rows of unequal lengths.
    """
    x = as_array(x, label)
    if x.dtype.kind in "biu":
        return x.astype(np.float64), np.float64
    if x.dtype.type not in FLOAT_TYPES:
        raise TypeError(
            f"{label} has dtype {x.dtype}; wanted are real numbers as float16, float32, float64, "
            "integers or booleans: convert it to one of these first"
        )
    work = np.float32 if x.dtype == np.float16 else x.dtype.type
    return x.astype(work, copy=False), x.dtype.type


def beyond_float32(value):
    """Whether a parameter's products and quotients may leave the range of float32 (1e-38, 1e38)."""
    if isinstance(value, np.ndarray):
        return any(map(beyond_float32, value.flat))
    return isinstance(value, float) and value != 0 and not 1e-19 < abs(value) < 1e19


@np.errstate(all="ignore")
def evaluate(body, dtype, common, *arrays, **params):
    """What the body returns, in the given dtype; 0-d arrays become scalars, as in NumPy.

    `common` is what `sharing` takes, the dict for results that are shared, or None. Nothing
    warns: beyond the largest float inf is the right answer, and where no answer exists (infinity
    times a closed gate) nan says all that a warning could.
    """
    y = sharing(common, body, *arrays, **params)
    y = np.asarray(y).astype(dtype, copy=False)
    return y if y.ndim else y[()]
