"""The worst error of every function and derivative in every library, against 50 digits.

The points and the true values are those by which the tests hold the course; the unit is the last
place (ULP) of the true result. Points are left out where a library may well be excused: where x or
the result is so small that it has no full precision, at a kink, where the derivative is a
convention, and around the zero of a derivative, where its terms cancel.
"""

import numpy as np

from actcourse.activations import ACTIVATIONS
from actcourse.figures.numbers import CURVED, HARD, TEXTBOOK
from benchmarks import libraries
from benchmarks.truth import SMALLEST, grid, near_zero_of_derivative, truth

DTYPES = (np.float64, np.float32)
POINTS = {"quick": 60, "full": 1500}


def measure(extent, progress):
    """Rows of errors: one for each function, order of derivative, dtype and library."""
    yield from hard()
    for name in progress(CURVED, "accuracy"):
        for dtype in DTYPES:
            for library, values in _values(name, grid(dtype, POINTS[extent])).items():
                for order, got in enumerate(values):
                    yield {
                        "kind": "accuracy",
                        "function": name,
                        "order": order,
                        "dtype": dtype.__name__,
                        "library": library,
                        **worst(name, order, dtype, got, POINTS[extent]),
                    }


def hard():
    """Rows of what the libraries answer at the points that the page shows."""
    for point in HARD:
        # As many as training has: for a few numbers PyTorch runs other code than for many.
        x = np.full(64, point.x, point.dtype)
        for library, values in _values(point.function, x).items():
            yield {
                "kind": "hard",
                **point._asdict(),
                "x": str(point.x),  # JSON knows no infinity
                "library": library,
                "got": str(values[point.order][0]),
            }


def _values(name, x):
    """Library -> f(x) and f'(x)."""
    f, g = ACTIVATIONS[name], np.ones_like(x)
    with np.errstate(all="ignore"):
        textbook = tuple(formula(x) for formula in TEXTBOOK[name])
    found = {"course": (f(x), f.derivative(x)), "textbook": textbook}
    if "torch" not in libraries.MISSING:
        found["torch"] = libraries.torch_with_gradient(name, x, g)
    if "jax" not in libraries.MISSING:
        found["jax"] = libraries.jax_with_gradient(name, x, g)
    return found


def worst(name, order, dtype, got, size):
    """The largest error in ULP (None where a number is lost to nan or inf), and its place."""
    f, x, info = ACTIVATIONS[name], grid(dtype, size), np.finfo(dtype)
    high, low = truth(f, order, dtype, size)
    counted = (np.abs(high) >= SMALLEST[dtype]) & (np.abs(high) <= info.max)
    counted &= ~np.isin(x, f.kinks) & ~near_zero_of_derivative(f, order, x)
    unit = np.spacing(np.clip(np.abs(high), SMALLEST[dtype], info.max / 2).astype(dtype))
    with np.errstate(invalid="ignore", over="ignore"):
        ulp = np.abs(np.asarray(got, np.float64) - high - low) / unit.astype(np.float64)
    ulp = np.where(counted, ulp, 0)
    i = int(np.argmax(np.nan_to_num(ulp, nan=np.inf)))
    return {
        "ulp": float(ulp[i]) if np.isfinite(ulp[i]) else None,
        "at": float(x[i]),
        "got": str(np.asarray(got)[i]),
        "truth": float(high[i]),
    }
