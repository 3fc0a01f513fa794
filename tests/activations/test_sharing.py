"""One call for both passes: the same numbers as two calls, with the common work done once."""

import numpy as np
import pytest

from actcourse.activations import ACTIVATIONS, gated
from actcourse.activations.sharing import shared, sharing
from tests.activations.test_registry import EVERY, SPECIAL, settings

X = np.append(SPECIAL, np.linspace(-9, 9, 48)).reshape(5, 12)


@EVERY
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_value_and_vjp_gives_what_the_two_calls_give(f, dtype):
    with np.errstate(over="ignore", under="ignore"):
        x = X.astype(dtype)
    for setting in settings(f):
        y, pull_back = setting.value_and_vjp(x)
        np.testing.assert_array_equal(y, setting(x))
        assert y.dtype == dtype
        for g in (np.ones_like(y), np.arange(1, y.size + 1).reshape(y.shape)):
            dx = pull_back(g)
            np.testing.assert_array_equal(dx, setting.vjp(x, g))
            assert dx.dtype == dtype


@EVERY
def test_nothing_that_a_caller_does_with_the_results_changes_the_next_one(f):
    x = np.linspace(-3, 3, 60).reshape(5, 12)
    y, pull_back = f.value_and_vjp(x)
    g = np.ones_like(y)
    expected = f.vjp(x, g)
    y[...] = 7
    pull_back(g)[...] = 7
    np.testing.assert_array_equal(pull_back(g), expected)
    np.testing.assert_array_equal(x, np.linspace(-3, 3, 60).reshape(5, 12))


@EVERY
def test_pulling_back_again_and_again_holds_no_more_memory(f):
    y, pull_back = f.value_and_vjp(np.linspace(-3, 3, 60).reshape(5, 12))
    before = dict(pull_back.keywords["common"])
    for _ in range(3):
        pull_back(np.ones_like(y))
    assert pull_back.keywords["common"].keys() == before.keys()


def test_pulling_back_a_gradient_of_another_shape_says_what_is_wanted():
    _, pull_back = ACTIVATIONS["softmax"].value_and_vjp(np.ones((3, 4)))
    with pytest.raises(ValueError, match=r"softmax.vjp: g has shape \(4,\), but f\(x\) has .*3, 4"):
        pull_back(np.ones(4))


def test_numbers_and_parameters_are_taken_as_in_a_call():
    y, pull_back = ACTIVATIONS["elu"].value_and_vjp(-1, alpha=2.0)
    assert y == 2 * np.expm1(-1)
    assert pull_back(3) == 6 * np.exp(-1)
    with pytest.raises(TypeError, match="elu has no parameter 'alfa'"):
        ACTIVATIONS["elu"].value_and_vjp(-1, alfa=2.0)


@EVERY
def test_the_way_back_computes_nothing_costly_that_the_way_there_has_computed(f, monkeypatch):
    computed = []

    def counted(function):
        def counting(x, *others):
            computed.append((function.__name__, np.asarray(x).tobytes()))
            return function(x, *others)

        return counting

    for name in ("exp", "expm1", "log1p", "tanh"):
        monkeypatch.setattr(np, name, counted(getattr(np, name)))
    monkeypatch.setattr(gated, "erfc", counted(gated.erfc))
    flags = [name for name, value in f.params.items() if isinstance(value, bool)]
    for setting in (f, *(f.bind(**{name: not f.params[name]}) for name in flags)):
        computed.clear()
        y, pull_back = setting.value_and_vjp(np.linspace(-3, 3, 12))
        pull_back(np.ones_like(y))
        assert len(computed) == len(set(computed))


class TestShared:
    @pytest.fixture
    def double(self):
        """2x, and the arguments of the calls that were not answered from what is known."""
        calls = []

        @shared
        def double(x, times=2):
            calls.append((x, times))
            return times * x

        double.calls = calls
        return double

    def test_outside_sharing_every_call_computes(self, double):
        x = np.ones(3)
        double(x), double(x)
        assert len(double.calls) == 2

    def test_within_sharing_the_same_array_is_computed_once(self, double):
        x, results = np.ones(3), {}
        first = sharing(results, double, x)
        assert sharing(results, double, x) is first
        assert len(double.calls) == 1

    def test_other_arrays_and_other_arguments_are_computed_anew(self, double):
        x, results = np.ones(3), {}
        assert sharing(results, double, x)[0] == 2
        assert sharing(results, double, x, 3)[0] == 3
        assert sharing(results, double, x.copy())[0] == 2
        assert len(double.calls) == 3

    def test_an_array_that_took_over_an_id_is_not_mistaken_for_the_first(self, double):
        x, results = np.ones(3), {}
        sharing(results, double, x)
        (key,) = results
        results[key] = np.zeros(3), np.zeros(3)  # as after unpickling: ids of another process
        assert sharing(results, double, x)[0] == 2

    def test_results_are_put_away_when_a_call_fails(self, double):
        def fails(x):
            double(x)
            raise RuntimeError

        x = np.ones(3)
        with pytest.raises(RuntimeError):
            sharing({}, fails, x)
        double(x)
        assert len(double.calls) == 2
