"""Every activation against the libraries that have it too, where nothing is extreme."""

import numpy as np
import pytest

from benchmarks import libraries

# Half a step beside the kinks, whose slopes are conventions.
X = np.linspace(-6.05, 5.95, 120).reshape(12, 10)
# PyTorch keeps the slope 1/6 of its hard sigmoid in single precision.
ROUGH = {("torch", "hard_sigmoid"): 1e-7}


@pytest.mark.parametrize("name", libraries.NAMES)
@pytest.mark.parametrize("library", ["torch", pytest.param("jax", marks=pytest.mark.slow)])
def test_values_and_gradients_are_those_of(library, name, missing):
    if library in libraries.MISSING:
        missing(library, f"{library} is not installed")
    g = np.random.default_rng(0).normal(size=X.shape)
    theirs = getattr(libraries, f"{library}_with_gradient")(name, X, g)
    ours = libraries.course_with_gradient(name, X, g)
    rough = ROUGH.get((library, name), 1e-12)
    for mine, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, their, rtol=rough, atol=1e-12)


@pytest.mark.parametrize("name", libraries.SCIPY)
def test_values_are_those_of_scipy(name):
    ours, _ = libraries.course_with_gradient(name, X, X)
    np.testing.assert_allclose(ours, libraries.SCIPY[name](X), rtol=1e-12)
