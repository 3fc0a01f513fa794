"""What every entry of the registry promises: facts, names, input, output, messages."""

import copy
import doctest
import inspect
import pickle
import re
from pathlib import Path

import numpy as np
import pytest
import scipy.special

import actcourse.activations
from actcourse.activations import ACTIVATIONS, Activation, activation, domains

ROOT = Path(__file__).parents[2]
EVERY = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=lambda f: f.name)
ELEMENTWISE = pytest.mark.parametrize(
    "f", [f for f in ACTIVATIONS.values() if f.elementwise], ids=lambda f: f.name
)
VECTOR = pytest.mark.parametrize(
    "f", [f for f in ACTIVATIONS.values() if not f.elementwise], ids=lambda f: f.name
)
SPECIAL = np.array([-np.inf, -1e308, -800, -1, -5e-324, -0.0, 0.0, 5e-324, 1, 800, 1e308, np.inf])


def settings(f):
    """f with its defaults and at the ends of its sliders."""
    yield f
    for name, (low, high, _) in f.tune.items():
        yield from (f.bind(**{name: low}), f.bind(**{name: high}))


def ways(f):
    """Everything that takes x, as functions of x alone."""
    yield f
    if f.elementwise:
        yield f.derivative
    yield lambda x: f.vjp(x, np.ones_like(f(x)))
    for name in f.learnable:
        yield lambda x, name=name: f.partial(name, x)


# Names


def test_names_aliases_and_imports_lead_to_one_object():
    for name, f in ACTIVATIONS.items():
        assert f.name == name
        for word in (name, *f.aliases):
            assert ACTIVATIONS[word] is f
            assert getattr(actcourse.activations, word) is f
            assert word in actcourse.activations.__all__


def test_iteration_yields_each_function_once_in_the_order_of_its_definition():
    names = list(ACTIVATIONS)
    assert len(names) == len(set(names)) == len(ACTIVATIONS)
    assert not {alias for f in ACTIVATIONS.values() for alias in f.aliases} & set(names)
    families = list(dict.fromkeys(f.__module__.rpartition(".")[2] for f in ACTIVATIONS.values()))
    assert families == ["classic", "rectifiers", "gated", "vector"]
    for family in families:
        source = (ROOT / "actcourse/activations" / f"{family}.py").read_text()
        defined = re.findall(r"^def ([a-z]\w*)\(x", source, flags=re.MULTILINE)
        assert [name for name in names if name in defined] == defined


def test_an_unknown_name_suggests_close_ones():
    with pytest.raises(KeyError, match="no activation is called 'sigmoyd'; did you mean 'sigmoid'"):
        ACTIVATIONS["sigmoyd"]
    with pytest.raises(KeyError, match="did you mean 'silu' or 'swiglu'"):
        ACTIVATIONS["silo"]
    with pytest.raises(KeyError, match="'qqq'; there are 'identity', 'step'"):
        ACTIVATIONS["qqq"]
    assert "sigmoyd" not in ACTIVATIONS


def test_a_name_cannot_be_taken_twice_but_its_definition_may_run_again():
    before = dict(ACTIVATIONS)

    def tanh(x):
        """Another one."""

    with pytest.raises(ValueError, match=r"activation 'tanh' already, from actcourse\.activations"):
        activation(tex="x", derivative_tex="1", bounds=(0, 1))(tanh)
    original = ACTIVATIONS["tanh"]
    ACTIVATIONS.add("tanh", original, place=(original.__module__, original.__qualname__))
    assert dict(ACTIVATIONS) == before


def test_a_parameter_without_a_domain_is_refused():
    def bent(x, *, knee=1.0):
        """Bent."""

    with pytest.raises(TypeError, match=r"bent has the parameters \['knee'\] but domains for \[\]"):
        Activation(bent, tex="x", derivative_tex="1", bounds=(0, 1))


# Facts


@EVERY
def test_bounds_hold_and_are_approached(f):
    rng = np.random.default_rng(0)
    x = np.concatenate([np.linspace(-30, 30, 60_001), [-1e4, 1e4, -1e300, 1e300]])
    if not f.elementwise:
        x = np.concatenate([rng.normal(size=(2000, 60)), np.zeros((4, 60))])
        x[-4:, -1] = [-1e300, 1e300, 1e3, -1e3]
        x[-4:, :30] = [[1e300], [-1e300], [1e3], [-1e3]]
    for setting in settings(f):
        low, high = setting.bounds
        y = setting(x)
        slack = 4e-16 * np.abs([low, high])
        assert np.all(y >= low - slack[0] if np.isfinite(low) else True)
        assert np.all(y <= high + slack[1] if np.isfinite(high) else True)
        assert y.min() == pytest.approx(low, abs=1e-3) if np.isfinite(low) else y.min() < -100
        assert y.max() == pytest.approx(high, abs=1e-3) if np.isfinite(high) else y.max() > 100


@ELEMENTWISE
def test_the_formula_of_a_slope_is_0_where_the_slope_is_and_nowhere_else(f):
    x = np.random.default_rng(0).normal(0, 3, 200)
    assert (f.derivative_tex == "0") == (not f.derivative(x).any())


@EVERY
def test_facts_are_filled_in(f):
    assert f.tex
    assert f.derivative_tex
    assert (f.year is None) == (f.paper is None)
    assert set(f.learnable) <= set(f.params)
    assert set(f.tune) <= set(f.params)
    for name, (low, high, step) in f.tune.items():
        assert low <= f.params[name] <= high
        assert round((high - low) / step) == pytest.approx((high - low) / step)


@pytest.fixture(scope="module")
def bibliography():
    text = (ROOT / "chapters/references.bib").read_text(encoding="utf-8")
    entries = re.findall(r"@\w+\{(\w+),(.*?)\n\}", text, flags=re.DOTALL)
    return {key: int(re.search(r"year\s*=\s*\{(\d+)\}", body)[1]) for key, body in entries}


@EVERY
def test_papers_are_in_the_bibliography_with_the_same_year(f, bibliography):
    if f.paper:
        assert bibliography[f.paper] == f.year


@EVERY
def test_source_docstring_and_signature_are_those_of_the_function(f):
    source = inspect.getsource(f)
    assert source.startswith("@activation(")
    assert f"def {f.name}(x" in source
    assert inspect.signature(f) == inspect.signature(f.function)
    assert f.__doc__.startswith(inspect.cleandoc(f.function.__doc__))
    assert "Range: between" in f.__doc__
    assert re.findall(r"^Source: (.*)\.$", f.__doc__, re.MULTILINE) == (
        [f.paper] if f.paper else []
    )
    kinds = [p.kind for p in inspect.signature(f).parameters.values()]
    assert all(kind == inspect.Parameter.KEYWORD_ONLY for kind in kinds[1:])


@EVERY
def test_examples_in_docstrings_are_right(f):
    tests = doctest.DocTestFinder(recurse=False).find(f.function, f.name, globs={f.name: f})
    assert tests[0].examples, "give the docstring an example"
    assert doctest.DocTestRunner(verbose=False).run(tests[0]).failed == 0


# Binding


@EVERY
def test_bound_parameters_become_defaults(f):
    x = np.random.default_rng(0).normal(size=(3, 60))
    for setting in settings(f):
        assert dict(setting.params) == dict(f.params) | dict(setting.params)
        given = setting.params
        np.testing.assert_array_equal(setting(x), f(x, **given))
        g = np.ones_like(setting(x))
        np.testing.assert_array_equal(setting.vjp(x, g), f.vjp(x, g, **given))
        if f.elementwise:
            np.testing.assert_array_equal(setting.derivative(x), f.derivative(x, **given))
        assert (setting.name, setting.tex, setting.learnable) == (f.name, f.tex, f.learnable)
        signature = inspect.signature(setting)
        assert {k: signature.parameters[k].default for k in given} == dict(given)
        if setting is not f:
            assert all(f"{k}={given[k]!r}" in repr(setting) for k in f.tune)
            assert ACTIVATIONS[f.name] is f


def test_binding_twice_keeps_both():
    bound = ACTIVATIONS["maxout"].bind(pieces=3).bind(axis=0)
    assert dict(bound.params) == {"pieces": 3, "axis": 0}
    assert repr(bound) == "<activation maxout(pieces=3, axis=0)>"


def test_facts_follow_the_parameters():
    elu, swish = ACTIVATIONS["elu"], ACTIVATIONS["swish"]
    assert elu.kinks == ()
    assert elu.bind(alpha=0.5).kinks == (0,)
    assert elu.bind(alpha=0.5).bounds == (-0.5, np.inf)
    assert swish.bind(beta=-1).bounds == (-np.inf, -swish.bounds[0])


@EVERY
def test_pickle_and_copy_give_the_registered_function(f):
    assert pickle.loads(pickle.dumps(f)) is f
    assert copy.deepcopy(f) is f
    for setting in settings(f):
        again = pickle.loads(pickle.dumps(setting))
        assert again.params == setting.params
        assert repr(again) == repr(setting)


# Input and output


@EVERY
@pytest.mark.parametrize(
    ("given", "returned"),
    [
        ("float64", "float64"),
        ("float32", "float32"),
        ("float16", "float16"),
        (">f8", "float64"),
        (">f4", "float32"),
        ("bool", "float64"),
        ("int8", "float64"),
        ("uint64", "float64"),
    ],
)
def test_dtypes(f, given, returned):
    x = np.array([[0, 1, 1, 3], [2, 0, 1, 1]], dtype=given)
    for way in ways(f):
        y = way(x)
        assert y.dtype == returned
        assert y.dtype.isnative


@EVERY
def test_float16_is_float32_rounded_once(f):
    x = np.linspace(-20, 20, 240, dtype=np.float16).reshape(4, 60)
    for way in ways(f):
        np.testing.assert_array_equal(way(x), way(x.astype(np.float32)).astype(np.float16))


@ELEMENTWISE
def test_scalars_give_numpy_scalars_and_lists_arrays(f):
    for way in (f, f.derivative, lambda x: f.vjp(x, x)):
        for scalar in (1, 1.0, True, np.float64(1), np.array(1.0)):
            assert type(way(scalar)) is np.float64
        assert type(way(np.float32(1))) is np.float32
        assert type(way(np.float16(1))) is np.float16
        assert way([1.0, 2.0]).shape == (2,)
        assert way([]).shape == (0,)
        assert way(np.ones((2, 0, 3))).shape == (2, 0, 3)


@EVERY
def test_any_memory_layout_gives_the_same(f):
    x = np.random.default_rng(0).normal(size=(4, 6, 12))
    for layout in (np.asfortranarray(x), np.repeat(x, 2, axis=0)[::2], x[::-1][::-1]):
        for way in ways(f):
            np.testing.assert_allclose(way(layout), way(x), rtol=1e-14, atol=1e-15)


@EVERY
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_input_is_neither_changed_nor_aliased(f, dtype):
    x = np.random.default_rng(0).normal(size=(3, 60)).astype(dtype)
    g = np.ones_like(f(x))
    before, x.flags.writeable, g.flags.writeable = x.copy(), False, False
    for setting in settings(f):
        for way in ways(setting):
            y = way(x)
            assert not np.shares_memory(y, x)
            assert y.flags.writeable
        given = np.ones_like(setting(x))
        assert not np.shares_memory(setting.vjp(x, given), given)
    np.testing.assert_array_equal(x, before)


@ELEMENTWISE
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_nan_stays_nan_and_nothing_else_becomes_nan(f, dtype):
    with np.errstate(over="ignore", under="ignore"):
        x = SPECIAL.astype(dtype)
    for setting in settings(f):
        for way in [setting, setting.derivative]:
            assert np.isnan(way(dtype(np.nan)))
            assert not np.isnan(way(x)).any(), setting
        for name in f.learnable:
            assert np.isnan(setting.partial(name, dtype(np.nan)))
            assert not np.isnan(setting.partial(name, x)).any(), setting


@ELEMENTWISE
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_at_infinity_the_values_are_the_limits(f, dtype):
    far = dtype(1e4)
    for setting in settings(f):
        for sign in (-1, 1):
            for way in [setting, setting.derivative]:
                near, end = way(sign * far), way(sign * dtype(np.inf))
                if np.isinf(end):
                    assert abs(near) > 10
                    assert np.sign(near) == np.sign(end)
                else:
                    assert end == pytest.approx(near, abs=2e-4), setting


@ELEMENTWISE
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bodies_need_no_protection_from_invalid_operations(f, dtype):
    with np.errstate(over="ignore", under="ignore"):
        x = np.append(SPECIAL, np.nan).astype(dtype)
    rules = [f.function, f._rules["derivative"], *f._rules["partial"].values()]
    for setting in settings(f):
        for rule in rules:
            with np.errstate(over="ignore", under="ignore", invalid="raise", divide="raise"):
                rule(x, **setting.params)


@EVERY
def test_no_call_warns_whatever_the_error_state(f):
    special = np.append(SPECIAL, np.nan)
    for dtype in (np.float16, np.float32, np.float64):
        with np.errstate(over="ignore", under="ignore"):
            x = np.tile(special, 60).reshape(13, 60).astype(dtype)
        for setting in settings(f):
            g = np.resize(special, np.shape(setting(x)))
            with np.errstate(all="raise"), scipy.special.errstate(all="raise"):
                setting.vjp(x, g)
                for way in ways(setting):
                    way(x)
            with scipy.special.errstate(all="warn"):
                setting(x)


@ELEMENTWISE
def test_zeros_of_both_signs_give_equal_results(f):
    for way in ways(f):
        assert way(-0.0) == way(0.0)


# Bad input


@EVERY
def test_parameters_are_passed_by_name(f):
    with pytest.raises(TypeError, match=f"{f.name} takes one array, got 2 arguments") as caught:
        f(np.ones(60), 1)
    assert all(f"{name}=" in str(caught.value) for name in f.params)


@EVERY
@pytest.mark.parametrize(
    ("x", "came"),
    [
        ("text", "<U4"),
        (["a", "b"], "<U1"),
        (None, "object"),
        ([1, None], "object"),
        (1j, "complex128"),
        (np.longdouble(1), str(np.dtype(np.longdouble))),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), "datetime64"),
        (10**400, "object"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_is_not_real_numbers_is_a_type_error(f, x, came):
    for call in (f, lambda x: f.vjp(x, 1.0), lambda x: f.vjp(np.ones(60), x)):
        with pytest.raises(TypeError, match=rf"{f.name}.*{re.escape(came)}.*convert it to"):
            call(x)


class Metres(np.ndarray):
    """An array with a meaning that its numbers alone do not have."""


MASKED = np.ma.array(np.ones(60), mask=np.arange(60) == 1)
MORE_THAN_NUMBERS = pytest.mark.parametrize(
    ("x", "words"),
    [
        (MASKED, r"masked.*filled\(value\).*compressed"),
        (np.ma.array(np.ones(60)), "masked"),
        (np.ma.masked, "masked"),
        ([MASKED, MASKED], "masked"),
        ([[1.0, np.ma.masked], (2.0, 3.0)], "masked"),
        (np.ones((2, 60)).view(np.matrix), "matrix.*np.asarray"),
        (np.ones(60).view(Metres), "Metres.*np.asarray"),
    ],
    ids=["masked", "nothing hidden", "scalar", "rows", "deep in lists", "matrix", "one's own"],
)


@EVERY
@MORE_THAN_NUMBERS
def test_an_array_that_means_more_than_its_numbers_is_a_type_error(f, x, words):
    calls = [*ways(f), f.value_and_vjp]
    for call in (*calls, lambda g: f.vjp(np.ones(60), g)):
        with pytest.raises(TypeError, match=f"{f.name}.*{words}"):
            call(x)


@MORE_THAN_NUMBERS
@pytest.mark.parametrize(
    "domain", [domains.real, domains.positive, domains.reals, domains.integer, domains.count]
)
def test_a_parameter_that_means_more_than_its_numbers_is_a_type_error(domain, x, words):
    with pytest.raises(TypeError, match=f"a is.*{words}"):
        domain(x, "a")


@EVERY
def test_a_memory_map_is_taken_for_the_array_it_is(f, tmp_path):
    x = np.memmap(tmp_path / "x", np.float64, "w+", shape=60)
    x[:] = np.linspace(-3, 3, 60)
    np.testing.assert_array_equal(f(x), f(np.array(x)))
    assert type(f(x)) is np.ndarray


@EVERY
def test_ragged_lists_are_a_value_error(f):
    with pytest.raises(ValueError, match=f"{f.name}: x is not a regular array.*equal lengths"):
        f([[1, 2], [3]])


@EVERY
def test_an_unknown_parameter_is_named_with_those_that_exist(f):
    for call in (f, lambda _, **p: f.bind(**p), lambda x, **p: f.vjp(x, x, **p)):
        with pytest.raises(TypeError, match=rf"{f.name} has no parameter 'wrong'; it has \w+"):
            call(np.ones(60), wrong=1)
    for name in f.params:
        with pytest.raises(TypeError, match=f"did you mean {name}?"):
            f(np.ones(60), **{name + "s": f.params[name]})


@EVERY
def test_bad_parameter_values_are_refused_in_every_call(f):
    for name in f.params:
        for bad in ("1", None, 1j, [None], {}):
            for call in (f, lambda _, **p: f.bind(**p), lambda x, **p: f.vjp(x, f(x), **p)):
                with pytest.raises(TypeError, match=f"{f.name}: {name} must"):
                    call(np.ones(60), **{name: bad})


@EVERY
def test_real_parameters_must_be_finite(f):
    for name, value in f.params.items():
        if isinstance(value, float):
            for bad in (np.nan, np.inf, -np.inf):
                with pytest.raises(ValueError, match=f"{f.name}: {name} must be"):
                    f.bind(**{name: bad})


def test_domains_take_what_they_say():
    assert domains.real(np.float32(0.5), "a") == 0.5
    assert type(domains.real(np.int64(2), "a")) is float
    assert domains.positive(5e-324, "a") > 0
    assert domains.count(np.int8(3), "a") == 3
    assert domains.flag(np.True_, "a") is True
    assert domains.reals([1, 2], "a").dtype == np.float64
    for domain, bad, error, message in [
        (domains.real, True, TypeError, "a must be one real number, got True"),
        (domains.real, [1.0], TypeError, "a must be one real number"),
        (domains.real, 10**400, TypeError, "a must be one real number"),
        (domains.positive, 0, ValueError, "a must be above 0, got 0"),
        (domains.count, 0, ValueError, "a must be at least 1, got 0"),
        (domains.count, 2.0, TypeError, "a must be one integer, got 2.0"),
        (domains.integer, True, TypeError, "a must be one integer, got True"),
        (domains.flag, 1, TypeError, "a must be True or False, got 1"),
        (domains.flag, "tanh", TypeError, "a must be True or False, got 'tanh'"),
        (domains.reals, [1, np.nan], ValueError, "a must be finite"),
        (domains.reals, ["x"], TypeError, "a must hold real numbers"),
    ]:
        with pytest.raises(error, match=re.escape(message)):
            domain(bad, "a")


@VECTOR
def test_an_axis_out_of_range_or_empty_is_a_value_error(f):
    for axis in (2, -3):
        with pytest.raises(ValueError, match=rf"{f.name}: axis {axis} is out of range .* -2 to 1"):
            f(np.ones((4, 4)), axis=axis)
    with pytest.raises(ValueError, match="pass a list or array"):
        f(1.0)
    with pytest.raises(ValueError, match="has length 0"):
        f(np.ones((3, 0)))
    assert f(np.ones((0, 4))).shape[0] == 0


@VECTOR
def test_an_axis_that_cannot_be_divided_is_a_value_error(f):
    x = np.ones((2, 7))
    if f(np.ones((2, 6))).shape == (2, 6):
        assert f(x).shape == x.shape
        return
    for call in (f, lambda x: f.vjp(x, x)):
        with pytest.raises(
            ValueError, match=f"{f.name}: axis -1 of x has length 7; .* multiple of 2"
        ):
            call(x)


def test_a_missing_partial_names_those_that_exist():
    with pytest.raises(ValueError, match="elu has no learnable parameter 'alpha'; it has none"):
        ACTIVATIONS["elu"].partial("alpha", 1.0)
    with pytest.raises(ValueError, match="it has beta"):
        ACTIVATIONS["swish"].partial("alpha", 1.0)


def test_a_missing_rule_says_how_to_add_it():
    def bent(x):
        return +x

    f = Activation(bent, tex="x", derivative_tex="1", bounds=(0, 1))
    with pytest.raises(NotImplementedError, match=r"register one with @bent\.defderivative"):
        f.derivative(1.0)


def test_prelu_takes_one_slope_for_each_channel():
    prelu = ACTIVATIONS["prelu"]
    x = np.full((2, 3), -1.0)
    slopes = [0.0, 0.5, 2.0]
    np.testing.assert_array_equal(prelu(x, negative_slope=slopes), -np.tile(slopes, (2, 1)))
    np.testing.assert_array_equal(prelu.bind(negative_slope=slopes).derivative(x)[0], slopes)
    assert prelu.partial("negative_slope", x, negative_slope=slopes).shape == x.shape
    assert prelu(x.astype(np.float32), negative_slope=slopes).dtype == np.float32
    with np.errstate(all="raise"):  # beyond float32, which can hold some of the values
        y = prelu(x.astype(np.float32), negative_slope=[1e39, 1e-46, 1.0])
    np.testing.assert_array_equal(y, np.tile(np.float32([-np.inf, 0, -1]), (2, 1)), strict=True)
    for wrong in ([1.0, 2.0], np.ones((2, 1, 3)), np.ones((4, 1))):
        with pytest.raises(
            ValueError, match=r"negative_slope has shape .* does not fit x of shape"
        ):
            prelu(x, negative_slope=wrong)
    with pytest.raises(ValueError, match="does not fit x"):
        prelu(-1.0, negative_slope=slopes)


def test_a_rule_stays_a_function_of_its_own_name():
    def rule(x, factor):
        return x

    with ACTIVATIONS.restored():

        @activation(
            tex="f x",
            derivative_tex="f",
            bounds=(-np.inf, np.inf),
            domains={"factor": domains.positive},
        )
        def scaled(x, factor=2.0):
            """Twice x, or so."""
            return factor * x

        assert scaled.defderivative(rule) is rule
        assert scaled.defvjp(rule) is rule
        assert scaled.defpartial("factor")(rule) is rule
