import numpy as np
import pytest

from actcourse import nn
from actcourse.activations import ACTIVATIONS, tanh
from actcourse.nn.graph import Value, maximum

ELEMENTWISE = [f for f in ACTIVATIONS.values() if f.elementwise]


def expression(a, b):
    """A little of everything; a and b are Values, tensors or floats."""
    c = a + b * 2 - 1
    c = c + c * a + (3 - c) ** 2
    d = c / (b**2 + 1) + 5 / a - -b
    return d * d / 10 + a**3 + a**0


def test_derivatives_match_central_differences():
    a, b = Value(-4.0), Value(2.0)
    out = expression(a, b)
    out.backward()
    assert out.data == expression(-4.0, 2.0)
    h = 1e-6
    slope_a = (expression(-4 + h, 2.0) - expression(-4 - h, 2.0)) / (2 * h)
    slope_b = (expression(-4.0, 2 + h) - expression(-4.0, 2 - h)) / (2 * h)
    assert a.grad == pytest.approx(slope_a, rel=1e-7)
    assert b.grad == pytest.approx(slope_b, rel=1e-7)


def test_derivatives_are_pytorchs(torch):
    ours = [Value(-4.0), Value(2.0)]
    theirs = [torch.tensor(v.data, dtype=torch.float64, requires_grad=True) for v in ours]
    expression(*ours).backward()
    expression(*theirs).backward()
    for v, t in zip(ours, theirs, strict=True):
        assert v.grad == pytest.approx(t.grad.item(), rel=1e-14)


def test_a_value_used_twice_gets_both_derivatives():
    x = Value(3.0)
    y = x * x
    (y + y * x).backward()  # x^2 + x^3, a diamond within a diamond
    assert x.grad == 2 * 3 + 3 * 9


def test_inputs_add_up_over_passes_and_inner_values_do_not():
    x = Value(3.0)
    y = x * 2
    z = y * y
    z.backward()
    z.backward()
    assert x.grad == 2 * 24
    assert y.grad == 12
    assert z.grad == 1


@pytest.mark.parametrize("f", ELEMENTWISE, ids=lambda f: f.name)
def test_every_elementwise_activation_applies(f):
    x = Value(-0.7)
    (x.apply(f) * 3).backward()
    assert x.grad == pytest.approx(3 * f.derivative(-0.7), rel=1e-14)


def test_a_long_sum_does_not_exhaust_the_stack():
    xs = [Value(i) for i in range(5000)]
    sum(xs, start=Value(0)).backward()
    assert all(x.grad == 1 for x in xs)


def test_ancestors_come_after_their_own_parents():
    a, b = Value(1.0), Value(2.0)
    out = (a + b) * a
    order = out.ancestors()
    assert len(order) == 4
    assert order[-1] is out
    for i, value in enumerate(order):
        assert all(parent in order[:i] for parent, _ in value.parents)


def test_maximum_sends_the_gradient_to_the_winner_and_on_a_tie_to_the_first():
    a, b, c = Value(1.0), Value(5.0), Value(5.0)
    out = maximum(a, b, c, 2.0) * 7
    out.backward()
    assert (out.data, a.grad, b.grad, c.grad) == (35, 0, 7, 0)


def test_a_learned_slope_can_be_composed():
    slope, z = Value(0.25), Value(-2.0)
    relu = ACTIVATIONS["relu"]
    out = z.apply(relu) - slope * (-z).apply(relu)
    out.backward()
    assert (out.data, slope.grad, z.grad) == (-0.5, -2.0, 0.25)


def test_a_small_network_has_the_gradients_of_the_layers():
    rng = np.random.default_rng(0)
    net = nn.mlp([3, 4, 1], tanh, rng=rng)
    X, y = rng.standard_normal((5, 3)), rng.standard_normal((5, 1))
    _, g = nn.mean_squared_error(net.forward(X), y)
    net.backward(g)

    values = [np.vectorize(Value, otypes=[object])(p) for p in net.parameters()]
    W1, b1, W2, b2 = values
    hidden = np.vectorize(lambda v: v.apply(tanh), otypes=[object])(X @ W1 + b1)
    error = hidden @ W2 + b2 - y
    ((error * error).sum() / 5).backward()
    for p, dp in zip(values, net.gradients(), strict=True):
        np.testing.assert_allclose(np.vectorize(lambda v: v.grad)(p), dp, rtol=1e-12)


@pytest.mark.parametrize("exponent", [Value(3.0), "3", 1j, None, np.ones(2)])
def test_an_exponent_that_is_no_plain_number_is_refused(exponent):
    with pytest.raises(TypeError, match="plain number, got"):
        Value(2.0) ** exponent


def test_a_value_as_exponent_of_a_number_is_refused():
    with pytest.raises(TypeError, match=r"plain number, got Value\(3"):
        2 ** Value(3.0)


@pytest.mark.parametrize(
    ("base", "n", "power", "slope"),
    [
        (0.0, 0.5, 0, np.inf),
        (0.0, 1, 0, 1),
        (0.0, 0, 1, 0),
        (0.0, -1, np.inf, -np.inf),
        (0.0, -2, np.inf, -np.inf),
        (0.0, np.float64(0.5), 0, np.inf),
        (-8.0, 3.0, -512, 192),
        (-2.0, -1, -0.5, -0.25),
        (1e200, 2, np.inf, 2e200),
        (10.0, 400, np.inf, np.inf),
        (1e-200, -2, np.inf, -np.inf),
    ],
)
def test_powers_at_their_ends_are_the_limits_and_raise_nothing(base, n, power, slope):
    x = Value(base)
    y = x**n
    y.backward()
    assert type(y.data) is float
    assert (y.data, x.grad) == (power, slope)


def test_one_over_zero_is_infinite():
    x = Value(0.0)
    y = 1 / x
    y.backward()
    assert (y.data, x.grad) == (np.inf, -np.inf)


@pytest.mark.parametrize("n", [0.5, 1 / 3, -0.5, np.float32(0.5)])
def test_a_power_that_would_be_complex_is_refused(n):
    with pytest.raises(ValueError, match=r"-8 \*\* .* is no real number; take a base from 0 on"):
        Value(-8.0) ** n
