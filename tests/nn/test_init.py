import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.nn.init import find_scheme

N_IN, N_OUT = 300, 500

# The standard deviation each scheme promises for 300 inputs and 500 units.
STDS = {
    "zeros": 0,
    "constant": 0,
    "normal": 0.01,
    "uniform": (1 / 3 / N_IN) ** 0.5,
    "lecun": N_IN**-0.5,
    "xavier": (2 / (N_IN + N_OUT)) ** 0.5,
    "he": (2 / N_IN) ** 0.5,
    "orthogonal": N_OUT**-0.5,
}


@pytest.mark.parametrize("name", nn.SCHEMES)
def test_every_scheme_has_its_standard_deviation(name):
    W = nn.SCHEMES[name](N_IN, N_OUT, np.random.default_rng(0))
    assert W.shape == (N_IN, N_OUT)
    assert W.std() == pytest.approx(STDS[name], rel=0.01, abs=1e-12)
    assert W.mean() == pytest.approx(0.1 if name == "constant" else 0, abs=1e-3)


@pytest.mark.parametrize("name", nn.SCHEMES)
def test_every_scheme_repeats_with_its_seed(name):
    draw = nn.SCHEMES[name]
    np.testing.assert_array_equal(
        draw(5, 7, np.random.default_rng(3)), draw(5, 7, np.random.default_rng(3))
    )


@pytest.mark.parametrize("name", ["lecun", "xavier", "he"])
def test_uniform_variants_keep_the_standard_deviation_within_its_bounds(name):
    W = nn.SCHEMES[name](N_IN, N_OUT, np.random.default_rng(0), uniform=True)
    assert W.std() == pytest.approx(STDS[name], rel=0.01)
    assert np.abs(W).max() <= 3**0.5 * STDS[name]


def test_uniform_is_bounded_by_one_over_root_n():
    W = nn.uniform(N_IN, N_OUT, np.random.default_rng(0))
    assert 0.999 * N_IN**-0.5 < np.abs(W).max() <= N_IN**-0.5


@pytest.mark.parametrize("shape", [(30, 50), (50, 30), (40, 40)])
def test_orthogonal_has_orthonormal_rows_or_columns(shape):
    W = nn.orthogonal(*shape, np.random.default_rng(0), gain=3) / 3
    product = W @ W.T if shape[0] < shape[1] else W.T @ W
    np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-12)


def test_orthogonal_favours_no_sign():
    corners = [nn.orthogonal(2, 2, np.random.default_rng(s))[0, 0] for s in range(200)]
    assert 0.4 < np.mean(np.array(corners) > 0) < 0.6


def test_a_scheme_called_with_options_is_a_scheme():
    rng = np.random.default_rng
    np.testing.assert_array_equal(nn.lecun(gain=4)(9, 3, rng(0)), 4 * nn.lecun(9, 3, rng(0)))
    assert (nn.constant(value=0.5)(2, 3, rng(0)) == 0.5).all()
    net = nn.mlp([9, 4, 3], "relu", init=nn.normal(std=0), rng=rng(0))
    assert not any(p.any() for p in net.parameters())


def test_an_unknown_scheme_gets_a_suggestion():
    with pytest.raises(ValueError, match="did you mean 'xavier'"):
        find_scheme("xaver")
    with pytest.raises(ValueError, match="there are 'zeros', 'constant'"):
        find_scheme("qqq")


def test_a_scheme_that_gives_the_wrong_shape_is_told_so():
    with pytest.raises(ValueError, match=r"shape \(3, 2\), wanted \(2, 3\)"):
        nn.Dense(2, 3, init=lambda n_in, n_out, rng: np.ones((n_out, n_in)), rng=None)


def quadrature_gain(f):
    z, w = np.polynomial.hermite_e.hermegauss(180)
    return (w @ np.square(f(z)) / np.sqrt(2 * np.pi)) ** -0.5


SMOOTH = [f for f in ACTIVATIONS.values() if f.elementwise and not f.kinks]


@pytest.mark.parametrize("f", SMOOTH, ids=lambda f: f.name)
def test_gain_agrees_with_quadrature(f):
    assert nn.gain(f, np.random.default_rng(0)) == pytest.approx(quadrature_gain(f), rel=0.005)


def test_gain_of_relu_is_root_2_and_of_tanh_1_593():
    rng = np.random.default_rng(0)
    assert nn.gain(ACTIVATIONS["relu"], rng) == pytest.approx(2**0.5, rel=0.003)
    assert nn.gain(np.tanh, rng) == pytest.approx(1.593, rel=0.003)


def test_gain_keeps_the_mean_square_through_a_wide_layer():
    rng = np.random.default_rng(0)
    for f in SMOOTH:
        z = rng.standard_normal((500, 500)) @ nn.lecun(500, 500, rng)
        z = f(z) @ nn.lecun(500, 500, rng, gain=nn.gain(f, rng, 100_000))
        assert nn.rms(z) == pytest.approx(1, abs=0.06), f.name
