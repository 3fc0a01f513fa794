"""What the page on accuracy says, wherever it does not depend on a machine."""

import mpmath as mp
import numpy as np
import pytest

from actcourse.activations import ACTIVATIONS
from actcourse.figures import numbers
from benchmarks import libraries, training
from benchmarks.truth import TRUTH

# What compiles takes its time.
JAX, SCAN = (
    pytest.param(name, marks=pytest.mark.slow) for name in ("jax", "jax, epoch in one scan")
)
SLOPES = [point for point in numbers.HARD if point.order == 1]
EPS = {"float32": 1e-5, "float64": 1e-13}  # what rounding may cost at the hard points


def label(point):
    return f"{point.function}{'′' * point.order}({point.x:g})"


def answers(point, library):
    """f(x) and f'(x) as a library gives them for a long array."""
    ask = getattr(libraries, f"{library}_with_gradient")
    x = np.full(64, point.x, point.dtype)
    return [values[0] for values in ask(point.function, x, np.ones_like(x))]


# The limit at infinity is held by test_registry.
@pytest.mark.parametrize("point", [p for p in numbers.HARD if np.isfinite(p.x)], ids=label)
def test_the_true_values_are_those_of_50_digits(point):
    exact = TRUTH[point.function][point.order]
    with mp.workdps(50):
        params = {
            name: value if isinstance(value, bool) else mp.mpf(value)
            for name, value in ACTIVATIONS[point.function].params.items()
        }
        assert abs(exact(mp.mpf(point.x), **params) / mp.mpf(point.truth) - 1) < 2e-16


@pytest.mark.parametrize("point", numbers.HARD, ids=label)
def test_the_course_keeps_the_digits(point):
    f = ACTIVATIONS[point.function]
    got = (f, f.derivative)[point.order](np.array(point.x, point.dtype))
    assert got == pytest.approx(point.truth, rel=EPS[point.dtype], abs=0)


@pytest.mark.parametrize("library", ["torch", JAX])
@pytest.mark.parametrize("point", numbers.HARD, ids=label)
def test_the_libraries_are_still_right_and_wrong_where_it_is_stored(point, library, missing):
    if library in libraries.MISSING:
        missing(library, f"{library} is not installed")
    (row,) = numbers.rows(
        kind="hard",
        function=point.function,
        order=point.order,
        x=str(point.x),
        library=library,
    )
    # Not the wrong numbers themselves, which differ from processor to processor.
    stored, now = (
        float(got) == pytest.approx(point.truth, rel=EPS[point.dtype], abs=0)
        for got in (row["got"], answers(point, library)[point.order])
    )
    assert stored == now


def test_at_nine_of_ten_points_a_library_answers_0_or_nan_and_at_five_both_do():
    lost = {
        library: {
            row["function"]
            for row in numbers.rows(kind="hard", order=1, library=library)
            if not abs(float(row["got"])) > 0
        }
        for library in ("torch", "jax", "course")
    }
    assert len(SLOPES) == 10
    assert len(lost["torch"] | lost["jax"]) == 9
    assert len(lost["torch"] & lost["jax"]) == 5
    assert not lost["course"]


def test_no_stored_error_of_the_course_loses_all_digits_as_others_do():
    lost = {
        library: sum(map(numbers.is_lost, numbers.rows(kind="accuracy", library=library)))
        for library in ("course", "textbook", "torch", "jax")
    }
    assert lost["course"] == 0
    assert min(lost["textbook"], lost["torch"], lost["jax"]) >= 5


@pytest.mark.parametrize("name", numbers.TEXTBOOK)
def test_the_textbooks_formulas_are_right_where_nothing_is_rounded_away(name):
    x = np.random.default_rng(0).uniform(-3, 3, (20, 5))
    f, (formula, slope) = ACTIVATIONS[name], numbers.TEXTBOOK[name]
    np.testing.assert_allclose(formula(x), f(x), rtol=1e-12)
    if slope:
        np.testing.assert_allclose(slope(x), f.derivative(x), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("place", numbers.BREAKS.values(), ids=numbers.BREAKS)
def test_a_formula_breaks_in_its_narrowest_view_and_the_course_does_not(place):
    for zoom in numbers.ZOOMS:
        _, _, formula, course, truth = numbers.view(place, zoom)
        assert numbers._relative(course, truth).max() < 1e-5
    assert numbers._relative(formula, truth).max() == 1


def test_where_formulas_reach_0_in_float64():
    slope, gelu = numbers.TEXTBOOK["sigmoid"][1], numbers.TEXTBOOK["gelu"][0]
    assert slope(37.0) == 0 < slope(36.0)
    assert gelu(-8.4) == 0 > gelu(-8.2)


@pytest.mark.parametrize("library", ["scikit-learn", "torch", JAX, SCAN])
def test_every_library_has_the_same_loss_curve(library, missing):
    package = library.partition(",")[0]
    if package in libraries.MISSING:
        missing(package, f"{package} is not installed")
    ours, theirs = (
        training.curve(training.contestants("64-32-10")[name]) for name in ("course", library)
    )
    assert ours[-1] < 0.5 * ours[0]
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-12)
