"""The class behind every activation function, and the registry that holds them all.

A function joins the course by one decorator, its derivative stands right below it::

    @activation(tex=r"\\max(0, x)", derivative_tex="[x > 0]", bounds=(0, inf), kinks=(0,))
    def relu(x): ...

    @relu.defderivative
    def _(x): ...

The bodies see clean input only: a float32 or float64 array, checked parameters, a
non-negative axis.
"""

import difflib
import functools
import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from actcourse.registry import Registry

from .coerce import as_floats, beyond_float32, evaluate


class Activation:
    """An activation function with its derivative and its facts.

    Call it like the plain function it wraps: ``elu(x)``, ``elu(x, alpha=0.5)``.
    Results have the dtype of ``x``: float32 and float64 stay, float16 is computed in float32
    and rounded once, booleans and integers become float64. With a parameter that float32 cannot
    hold, or hardly, all is computed in float64 and rounded once. A scalar gives a NumPy scalar.
    The result is a new array; ``x`` is neither changed nor aliased. nan stays nan, at +-inf
    the result is the limit, and no call warns: beyond the largest float the result is inf.

    Attributes
    ----------
    name : str
        The function's name; `aliases` holds its other names.
    tex, derivative_tex : str
        Right-hand sides of f(x) and of f'(x), or of the Jacobian, in TeX.
    year, paper : int or None, str or None
        A source in which the function is used, its year and its key in ``references.bib``;
        not a claim that nobody used it earlier.
    params : mapping of str to value
        The parameters and their values: defaults, or what `bind` has set.
    tune : mapping of str to (low, high, step)
        The slider range of each numeric parameter.
    learnable : tuple of str
        The parameters that training may adjust: those with a `partial`.
    elementwise : bool
        Whether each output depends on one input alone. If not, the function works along
        its parameter ``axis``.
    function : callable
        The undecorated function, for callers that have checked their input already.
    """

    def __init__(
        self,
        function: Callable,
        *,
        tex: str,
        derivative_tex: str,
        bounds: Any,
        kinks: Any = (),
        year: int | None = None,
        paper: str | None = None,
        aliases: tuple[str, ...] = (),
        domains: Mapping[str, Callable] | None = None,
        tune: Mapping[str, tuple] | None = None,
        fold: Any = 1,
        bound: Mapping[str, Any] | None = None,
        rules: dict | None = None,
    ):
        functools.update_wrapper(self, function)
        self.function, self.name = function, function.__name__
        self.tex, self.derivative_tex = tex, derivative_tex
        self.year, self.paper, self.aliases = year, paper, tuple(aliases)
        self.tune = MappingProxyType(dict(tune or {}))
        self._facts = {"bounds": bounds, "kinks": kinks, "fold": fold}
        self._domains = dict(domains or {})
        self._rules = {"partial": {}} if rules is None else rules
        self._bound = dict(bound or {})

        signature = inspect.signature(function)
        defaults = {p.name: p.default for p in list(signature.parameters.values())[1:]}
        if set(defaults) != set(self._domains):
            raise TypeError(
                f"{self.name} has the parameters {list(defaults)} but domains for "
                f"{list(self._domains)}; give each parameter one domain"
            )
        self.params = MappingProxyType(defaults | self._bound)
        self.__signature__ = signature.replace(
            parameters=[
                p.replace(default=self.params.get(p.name, p.default))
                for p in signature.parameters.values()
            ]
        )
        self.__doc__ = f"{inspect.getdoc(function) or self.name}\n\n{self._notes()}"

    # What a caller uses

    def __call__(self, x: ArrayLike, *unnamed: Any, **params: Any) -> Any:
        """f(x), by the rules that the class states."""
        if unnamed:
            named = ", ".join(f"{name}=..." for name in self.params)
            raise TypeError(
                f"{self.name} takes one array, got {1 + len(unnamed)} arguments; "
                + (f"name its parameters: {self.name}(x, {named})" if named else "it has no more")
            )
        x, dtype, params = self._checked(x, params)
        return evaluate(self.function, dtype, None, x, **params)

    def derivative(self, x: ArrayLike, **params: Any) -> Any:
        """f'(x), elementwise; at a kink, the value that the function's docstring states.

        Raises
        ------
        TypeError
            If the function mixes the entries of an axis, so that its Jacobian is a full matrix.
        """
        if not self.elementwise:
            raise TypeError(
                f"{self.name} has no elementwise derivative: each output depends on several "
                f"inputs, so its Jacobian is not diagonal; use {self.name}.vjp(x, g)"
            )
        x, dtype, params = self._checked(x, params)
        return evaluate(self._rule("derivative"), dtype, None, x, **params)

    def vjp(self, x: ArrayLike, g: ArrayLike, **params: Any) -> Any:
        """The gradient of a loss with respect to x, from its gradient g with respect to f(x).

        The vector-Jacobian product: ``g * f'(x)`` for an elementwise function, ``J.T @ g`` along
        the axis for the others. It has the shape and the dtype of ``x``.

        Raises
        ------
        ValueError
            If g has not exactly the shape of f(x): nothing is broadcast.
        """
        x, dtype, params = self._checked(x, params)
        return self._pull_back(x, dtype, params, g)

    def value_and_vjp(self, x: ArrayLike, **params: Any) -> tuple[Any, Callable]:
        """f(x), and the function of g that gives ``vjp(x, g)``: one call for both passes.

        What the two have in common, an exponential for the most part, is computed once; so x
        must not change between them.

        Returns
        -------
        y : array
            f(x).
        pull_back : function
            ``pull_back(g)`` is ``vjp(x, g)``; it may be called again, with another g.
        """
        x, dtype, params = self._checked(x, params)
        common: dict = {}
        y = evaluate(self.function, dtype, common, x, **params)
        return y, functools.partial(self._pull_back, x, dtype, params, common=common)

    def partial(self, parameter: str, x: ArrayLike, **params: Any) -> Any:
        """The derivative of f(x) with respect to a learnable parameter, entry by entry.

        Sum ``g * partial`` over whatever shares the parameter to get its gradient.
        """
        if parameter not in self.learnable:
            raise ValueError(
                f"{self.name} has no learnable parameter {parameter!r}; "
                f"it has {_listed(self.learnable)}"
            )
        x, dtype, params = self._checked(x, params)
        return evaluate(self._rules["partial"][parameter], dtype, None, x, **params)

    def bind(self, **params: Any) -> "Activation":
        """The same activation with these parameter values in place of its defaults."""
        return Activation(
            self.function,
            tex=self.tex,
            derivative_tex=self.derivative_tex,
            year=self.year,
            paper=self.paper,
            aliases=self.aliases,
            domains=self._domains,
            tune=self.tune,
            bound=self._bound | self._checked_params(params),
            rules=self._rules,
            **self._facts,
        )

    @property
    def elementwise(self) -> bool:
        return "axis" not in self.params

    @property
    def learnable(self) -> tuple[str, ...]:
        return tuple(self._rules["partial"])

    @property
    def bounds(self) -> tuple[float, float]:
        """Infimum and supremum of f over the real numbers, for the current parameters."""
        return self._fact("bounds", self.params)

    @property
    def kinks(self) -> tuple[float, ...]:
        """The points where f is not differentiable, for the current parameters."""
        return self._fact("kinks", self.params)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._bound.items())
        return f"<activation {self.name}{f'({values})' if values else ''}>"

    def __reduce__(self) -> tuple:
        return _restore, (self.name, self._bound)

    # What an author uses

    def defderivative(self, rule: Callable) -> Callable:
        """Register ``rule(x, **params)`` as f'(x)."""
        self._rules["derivative"] = rule
        return rule

    def defvjp(self, rule: Callable) -> Callable:
        """Register ``rule(x, g, **params)`` as the vector-Jacobian product along the axis."""
        self._rules["vjp"] = rule
        return rule

    def defpartial(self, parameter: str) -> Callable:
        """Register a rule ``(x, **params)`` as df/dparameter, which makes it learnable."""

        def register(rule):
            self._rules["partial"][parameter] = rule
            return rule

        return register

    # How input becomes clean

    def _checked(self, x, params):
        x, dtype = as_floats(x, f"{self.name}: x")
        params = self.params | self._checked_params(params)
        if x.dtype == np.float32 and any(map(beyond_float32, params.values())):
            x = x.astype(np.float64)
        for name, value in params.items():
            if isinstance(value, np.ndarray):
                params[name] = self._per_channel(name, value, x)
        if not self.elementwise:
            params["axis"] = self._axis(params, x)
        return x, dtype, params

    def _checked_params(self, params):
        for name in params:
            if name not in self._domains:
                close = difflib.get_close_matches(name, self._domains, n=1)
                hint = f"did you mean {close[0]}?" if close else "leave it out"
                raise TypeError(
                    f"{self.name} has no parameter {name!r}; "
                    f"it has {_listed(self._domains)}: {hint}"
                )
        return {k: self._domains[k](v, f"{self.name}: {k}") for k, v in params.items()}

    def _per_channel(self, name, value, x):
        trailing = x.shape[x.ndim - value.ndim :] if value.ndim <= x.ndim else ()
        if len(trailing) != value.ndim or any(
            v not in (1, n) for v, n in zip(value.shape, trailing, strict=True)
        ):
            raise ValueError(
                f"{self.name}: {name} has shape {value.shape}, which does not fit x of shape "
                f"{x.shape}; its axes must be 1 or equal the last axes of x"
            )
        return value.astype(x.dtype, copy=False)

    def _axis(self, params, x):
        axis, fold = params["axis"], self._fact("fold", params)
        if not -x.ndim <= axis < x.ndim:
            raise ValueError(
                f"{self.name}: axis {axis} is out of range for x of shape {x.shape}; "
                + (f"choose from {-x.ndim} to {x.ndim - 1}" if x.ndim else "pass a list or array")
            )
        length = x.shape[axis]
        if length == 0 or length % fold:
            raise ValueError(
                f"{self.name}: axis {axis} of x has length {length}; "
                f"it must hold a multiple of {fold} entries, and at least {fold}"
            )
        return axis % x.ndim

    def _output_shape(self, x, params):
        shape = list(x.shape)
        if not self.elementwise:
            shape[params["axis"]] //= self._fact("fold", params)
        return tuple(shape)

    def _fact(self, fact, params):
        value = self._facts[fact]
        return value(**params) if callable(value) else value

    def _notes(self):
        """The facts as a section of the docstring."""
        lines = [
            "x: array, list or number of any shape, entry by entry."
            if self.elementwise
            else "x: array or list with at least one axis; all other axes are kept.",
            "float32 and float64 stay, float16 is rounded from float32, integers become float64.",
            f"Range: between {self.bounds[0]:g} and {self.bounds[1]:g}.",
        ]
        if self.kinks:
            lines += [f"Not differentiable at {_listed(map(str, self.kinks))}."]
        if self.paper:
            lines += [f"Source: {self.paper}."]
        return "\n".join(["Notes", "-----", *lines])

    def _rule(self, kind):
        if kind not in self._rules:
            raise NotImplementedError(
                f"{self.name} has no {kind} yet; register one with @{self.name}.def{kind}"
            )
        return self._rules[kind]

    def _pull_back(self, x, dtype, params, g, common=()):
        g, _ = as_floats(g, f"{self.name}.vjp: g")
        wanted = self._output_shape(x, params)
        if g.shape != wanted:
            raise ValueError(
                f"{self.name}.vjp: g has shape {g.shape}, but f(x) has shape {wanted}; "
                "pass the gradient of the loss with respect to f(x), one entry for each of its"
            )
        # In a copy, so that what is computed on the way back does not pile up call by call.
        return evaluate(self._vjp, dtype, dict(common), x, g, **params)

    def _vjp(self, x, g, **params):
        g = g.astype(x.dtype, copy=False)
        if self.elementwise:
            return g * self._rule("derivative")(x, **params)
        return self._rule("vjp")(x, g, **params)


ACTIVATIONS: Registry[Activation] = Registry("activation")
"""All activations by name, in teaching order; aliases are found, but not listed."""


def activation(**facts: Any) -> Callable[[Callable], Activation]:
    """A decorator that makes a function an `Activation` and enters it in `ACTIVATIONS`.

    Parameters
    ----------
    tex, derivative_tex, year, paper, aliases, tune
        As the attributes of `Activation`.
    bounds, kinks
        As the attributes of `Activation`, or functions of the parameters that give them.
    domains : mapping of str to callable
        For each parameter of the function its domain, from `actcourse.activations.domains`.
    fold : int or function of the parameters
        How many entries of the axis make one output; for functions with an ``axis``.
    """

    def decorate(function):
        f = Activation(function, **facts)
        place = (function.__module__, function.__qualname__)
        return ACTIVATIONS.add(f.name, f, place=place, aliases=f.aliases)

    return decorate


def _restore(name, bound):
    """What pickle and copy call: the registered activation, with its bound parameters."""
    return ACTIVATIONS[name].bind(**bound) if bound else ACTIVATIONS[name]


def _listed(names):
    names = list(names)
    if len(names) < 2:
        return names[0] if names else "none"
    return f"{', '.join(names[:-1])} and {names[-1]}"
