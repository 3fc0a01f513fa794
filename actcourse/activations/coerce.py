"""What goes into a body and what comes out: dtypes, scalars, and the promise of no warnings."""

import numpy as np

from .sharing import sharing

FLOAT_TYPES = (np.float16, np.float32, np.float64)


def as_floats(x, label):
    """The array to compute with, float32 or float64, and the dtype to return.

    The label ("relu: x") opens the messages.

    Raises
    ------
    TypeError
        If x holds anything but real numbers. The extended precision of ``np.longdouble`` counts
        as such, for it would be lost.
    ValueError
        If x is a list of rows of unequal lengths.
    """
    try:
        x = np.asarray(x)
    except ValueError as error:
        raise ValueError(
            f"{label} is not a regular array ({error}); give its rows equal lengths"
        ) from error
    if x.dtype.kind in "biu":
        return x.astype(np.float64), np.float64
    if x.dtype.type not in FLOAT_TYPES:
        raise TypeError(
            f"{label} has dtype {x.dtype}; wanted are real numbers as float16, float32, float64, "
            "integers or booleans: convert it to one of these first"
        )
    work = np.float32 if x.dtype == np.float16 else x.dtype.type
    return x.astype(work, copy=False), x.dtype.type


@np.errstate(all="ignore")
def evaluate(body, dtype, common, *arrays, **params):
    """What the body returns, in the given dtype; 0-d arrays become scalars, as in NumPy.

    `common` is what `sharing` takes, the dict for results that are shared, or None. Nothing warns: beyond the
    largest float inf is the right answer, and where no answer exists (infinity times a closed
    gate) nan says all that a warning could.
    """
    y = sharing(common, body, *arrays, **params)
    y = np.asarray(y).astype(dtype, copy=False)
    return y if y.ndim else y[()]
