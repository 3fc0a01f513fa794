import hashlib

import numpy as np
import pytest

from actcourse import data

PLANE = {
    "xor": lambda rng: data.xor(50, noise=0.1, rng=rng),
    "circles": lambda rng: data.circles(200, rng=rng),
    "moons": lambda rng: data.moons(200, rng=rng),
    "spiral": lambda rng: data.spiral(100, rng=rng),
}
DRAWN = PLANE | {"curve": lambda rng: data.curve("sin", noise=0.1, rng=rng)}


@pytest.mark.parametrize("name", PLANE)
def test_sets_in_the_plane_have_balanced_integer_labels(name):
    X, y = PLANE[name](np.random.default_rng(0))
    assert X.shape == (len(y), 2)
    assert X.dtype == np.float64
    assert y.dtype.kind == "i"
    assert len(set(np.bincount(y))) == 1


@pytest.mark.parametrize("name", DRAWN)
def test_every_set_repeats_with_its_seed_and_changes_with_it(name):
    (a, ya), (b, yb), (c, yc) = (DRAWN[name](np.random.default_rng(seed)) for seed in (0, 0, 1))
    np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(ya, yb)
    assert not (np.array_equal(a, c) and np.array_equal(ya, yc))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("bad", [None, 0, np.random])
def test_a_set_that_draws_wants_a_generator(name, bad):
    with pytest.raises(TypeError, match=r"pass np\.random\.default_rng\(0\)"):
        DRAWN[name](bad)


def test_xor_is_four_corners():
    X, y = data.xor()
    np.testing.assert_array_equal(X, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(y, X[:, 0] != X[:, 1])


def test_circles_are_two_radii():
    X, y = data.circles(100, noise=0, factor=0.3, rng=np.random.default_rng(0))
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y == 1, 0.3, 1))


def test_spiral_winds_each_arm_by_4_radians():
    X, y = data.spiral(100, noise=0, rng=np.random.default_rng(0))
    radius, angle = np.hypot(*X.T), np.arctan2(*X.T)
    np.testing.assert_allclose(radius[y == 1], np.linspace(0, 1, 100), atol=1e-12)
    turned = np.unwrap(angle[y == 2][1:])
    assert turned[-1] - turned[0] == pytest.approx(4 * 98 / 99)
    assert angle[y == 1][1] == pytest.approx(4 + 4 / 99 - 2 * np.pi)


@pytest.mark.parametrize("name", data.TARGETS)
def test_every_curve_samples_its_function_over_its_interval(name):
    f, low, high = data.TARGETS[name]
    X, y = data.curve(name, 50)
    assert X.shape == (50, 1)
    assert y.shape == (50,)
    assert (X[0, 0], X[-1, 0]) == (low, high)
    np.testing.assert_array_equal(y, f(X[:, 0]))
    assert np.isfinite(y).all()
    assert np.ptp(y) > 0.5


def test_an_unknown_curve_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no target 'cos'; choose one of sin, "):
        data.curve("cos")


def test_digits_are_split_centred_and_scaled_by_the_training_part():
    d = data.digits()
    assert (d.X_train.shape, d.X_test.shape) == ((1437, 64), (360, 64))
    assert set(d.y_train) == set(d.y_test) == set(range(10))
    np.testing.assert_allclose(d.X_train.mean(axis=0), 0, atol=1e-12)
    assert d.X_train.std() == pytest.approx(0.72, abs=0.01)
    assert np.abs(d.X_test.mean(axis=0)).max() > 0.01
    assert (d.X_train.std(axis=0) == 0).sum() == 3
    assert min(d.X_train.min(), d.X_test.min()) > -2.1
    assert max(d.X_train.max(), d.X_test.max()) < 2.6


def test_images_are_those_with_which_everything_was_measured():
    X, y = data.images()
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((1797, 64), float, (1797,), int)
    exact = X.astype(np.uint8).tobytes() + y.astype(np.uint8).tobytes()
    assert hashlib.sha256(exact).hexdigest().startswith("87ff0c9e40dc7e2c")


# Each place counts, so that an order in which only two points are swapped gives other sums.
@pytest.mark.parametrize(
    ("draw", "sums"),
    [(data.moons, [10949.12466741, 5231.45880608]), (data.circles, [252.87293739, 908.23188233])],
)
def test_points_are_those_with_which_everything_was_measured(draw, sums):
    X, y = draw(200, rng=np.random.default_rng(0))
    np.testing.assert_allclose(np.arange(1, 201) @ X, sums, rtol=0, atol=1e-8)
    assert np.packbits(y).tobytes().hex() == "92acddd681d630237eb614dfbd947206c373414599eb310e9d"


@pytest.mark.parametrize("seed", [0, 1])
def test_images_and_points_are_those_of_scikit_learn(seed, missing):
    try:
        from sklearn import datasets
    except ModuleNotFoundError as error:
        missing("scikit-learn", str(error))
    theirs = int(np.random.default_rng(seed).integers(2**32))
    pairs = [
        (data.images(), datasets.load_digits(return_X_y=True)),
        *(
            (
                draw(101, noise=0.2, rng=np.random.default_rng(seed)),
                make(101, noise=0.2, random_state=theirs, **options),
            )
            for draw, make, options in (
                (data.moons, datasets.make_moons, {}),
                (data.circles, datasets.make_circles, {"factor": 0.5}),
            )
        ),
    ]
    for ours, made in pairs:
        for mine, their in zip(ours, made, strict=True):
            np.testing.assert_array_equal(mine, their)
            assert mine.dtype == their.dtype


def test_images_cannot_be_changed_under_the_hands_of_others():
    with pytest.raises(ValueError, match="read-only"):
        data.images()[0][0, 0] = 1


def test_digits_use_every_image_once():
    d = data.digits()
    pixels = np.vstack([d.X_train, d.X_test])
    unique = np.unique(np.round(pixels, 9), axis=0)
    assert len(unique) == len(pixels) == 1797


def test_the_seed_chooses_the_split_of_the_digits():
    a, b, c = data.digits(), data.digits(0), data.digits(1)
    np.testing.assert_array_equal(a.y_test, b.y_test)
    assert not np.array_equal(a.y_test, c.y_test)
