"""Every derivative, vector-Jacobian product and partial against central differences."""

import numpy as np
import pytest

from actcourse.activations import ACTIVATIONS

ELEMENTWISE = [f for f in ACTIVATIONS.values() if f.elementwise]
VECTOR = [f for f in ACTIVATIONS.values() if not f.elementwise]
# An axis of this length can be cut into every number of pieces that a slider offers.
LENGTH = 60


def settings(f):
    """f with its defaults, and with every value that its sliders can show."""
    yield f
    for name, (low, high, step) in f.tune.items():
        for k in range(round((high - low) / step) + 1):
            yield f.bind(**{name: low + k * step})
    for name, value in f.params.items():
        if isinstance(value, bool):
            yield f.bind(**{name: not value})


def points(f, distance=2e-3):
    """Points from -12 to 12 that keep their distance from the kinks, and from 0.

    At 0 the pieces of some functions meet with equal slopes but different curvatures.
    """
    x = np.random.default_rng(0).uniform(-12, 12, 400)
    return x[np.abs(x[:, None] - [*f.kinks, 0]).min(axis=1) > distance]


def slope(f, x, h):
    """f' to about 1e-10: Richardson's step from two central differences."""
    coarse, fine = ((f(x + d) - f(x - d)) / (2 * d) for d in (h, h / 2))
    return (4 * fine - coarse) / 3


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_derivative_is_the_slope(f):
    for setting in settings(f):
        x = points(setting)
        np.testing.assert_allclose(
            setting.derivative(x), slope(setting, x, 1e-3), rtol=1e-8, atol=1e-8, err_msg=setting
        )


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_vjp_of_an_elementwise_function_is_its_derivative_times_g(f):
    x = points(f).reshape(-1, 1)
    g = np.random.default_rng(1).normal(size=x.shape)
    for setting in settings(f):
        np.testing.assert_array_equal(setting.vjp(x, g), g * setting.derivative(x))


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_kinks_are_exactly_where_the_slopes_of_the_two_sides_differ(f):
    h = 1e-6
    for setting in settings(f):
        candidates = np.array(sorted({*setting.kinks, *np.arange(-8.0, 8.5, 0.5)}))
        left = (setting(candidates) - setting(candidates - h)) / h
        right = (setting(candidates + h) - setting(candidates)) / h
        differ = np.abs(right - left) > 1e-3
        assert set(candidates[differ]) == set(setting.kinks), setting


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_derivative_at_a_kink_is_one_of_the_two_slopes(f):
    for setting in settings(f):
        for kink in setting.kinks:
            sides = [setting.derivative(kink + d) for d in (-1e-9, 1e-9)]
            assert any(np.isclose(setting.derivative(kink), side, atol=1e-6) for side in sides)


@pytest.mark.parametrize(
    ("f", "name"),
    [(f, name) for f in ACTIVATIONS.values() for name in f.learnable],
    ids=lambda value: getattr(value, "name", value),
)
def test_partials_are_the_slopes_in_the_parameter(f, name):
    x = points(f)
    for setting in settings(f):
        value = setting.params[name]

        def along(p, f=f, x=x, name=name):
            return f(x, **{name: p})

        np.testing.assert_allclose(
            setting.partial(name, x), slope(along, value, 1e-3), rtol=1e-8, atol=1e-8
        )


def test_there_are_learnable_parameters():
    assert any(f.learnable for f in ACTIVATIONS.values())


def jacobian(f, x, h=1e-5):
    """df_i/dx_j for a row x, one column for each entry of x."""
    return np.stack([(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(x.size)], axis=1)


@pytest.mark.parametrize("f", VECTOR, ids=lambda f: f.name)
def test_vjp_is_the_transposed_jacobian_times_g(f):
    rng = np.random.default_rng(0)
    for setting in settings(f):
        x = rng.normal(size=LENGTH)
        J = jacobian(setting, x)
        for g in (*np.eye(len(J))[:3], rng.normal(size=len(J))):
            np.testing.assert_allclose(setting.vjp(x, g), J.T @ g, atol=1e-8, err_msg=setting)


@pytest.mark.parametrize("f", VECTOR, ids=lambda f: f.name)
def test_a_vector_function_works_along_any_axis(f):
    x = np.random.default_rng(0).normal(size=(12, 6, 24))
    for setting in settings(f):
        if any(n % setting.params.get("pieces", 1) for n in x.shape):
            continue
        for axis in range(-3, 3):
            last = np.moveaxis(x, axis, -1)
            want = np.moveaxis(setting(last), -1, axis)
            np.testing.assert_allclose(setting(x, axis=axis), want, rtol=1e-14)
            g = np.random.default_rng(1).normal(size=want.shape)
            np.testing.assert_allclose(
                setting.vjp(x, g, axis=axis),
                np.moveaxis(setting.vjp(last, np.moveaxis(g, axis, -1)), -1, axis),
                rtol=1e-12,
                atol=1e-15,
            )


@pytest.mark.parametrize("f", VECTOR, ids=lambda f: f.name)
def test_a_vector_function_has_no_derivative_and_says_why(f):
    with pytest.raises(TypeError, match=rf"{f.name}.*Jacobian is not diagonal; use {f.name}\.vjp"):
        f.derivative([1.0, 2.0])


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=lambda f: f.name)
def test_vjp_never_broadcasts(f):
    x = np.ones((4, 6))
    right = f(x).shape
    assert f.vjp(x, np.ones(right)).shape == x.shape
    for wrong in ((), (1,), right[1:], (1, right[1]), (right[0], 1), (1, *right)):
        with pytest.raises(ValueError, match="pass the gradient of the loss"):
            f.vjp(x, np.ones(wrong))


def test_maxout_gives_the_gradient_of_a_tie_to_the_first_piece():
    x = np.array([2.0, 2.0, 1.0, 0.0, 3.0, 3.0])
    got = ACTIVATIONS["maxout"].vjp(x, [10.0, 20.0], pieces=3)
    np.testing.assert_array_equal(got, [10, 0, 0, 0, 20, 0])
