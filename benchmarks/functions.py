"""Nanoseconds per entry: every activation that PyTorch has too, in every library that is here.

Two passes are timed. *forward* is f(x). *gradient* is f(x) and g times f'(x), what training
needs: here and in PyTorch a call and a way back that uses what the call has computed, in JAX one
compiled function. All allocate their results, but for the library called "torch into", which
writes f(x) into an array that is there already.
"""

from functools import partial

import numpy as np
from scipy import special

from actcourse.activations import ACTIVATIONS
from actcourse.figures.numbers import TEXTBOOK
from benchmarks import libraries
from benchmarks.machine import memory_limit
from benchmarks.timing import interleaved

DTYPES = ("float64", "float32")
SIZES = {"quick": (10**3, 10**5), "full": (10**3, 10**5, 10**7)}
COLUMNS = 10  # of the rows that softmax and log_softmax work along


def measure(extent, progress):
    """Rows of times: one for each function, pass, dtype, size and library."""
    yield from primitives()
    for size in SIZES[extent]:
        for dtype in DTYPES:
            limit = memory_limit(dtype, size)
            yield _row("copy", "forward", dtype, size, "memory", limit)
            for name in progress(libraries.NAMES, f"{size} entries of {dtype}"):
                for step, calls in contestants(name, dtype, size).items():
                    for library, times in interleaved(calls).items():
                        yield _row(name, step, dtype, size, library, times)


def primitives(dtype="float64", size=10**5):
    """Rows of times for what the smooth activations are made of, here and in PyTorch."""
    x = -np.abs(3 * np.random.default_rng(0).standard_normal(size)).astype(dtype)
    calls = {
        "exp": {"numpy": lambda: np.exp(x)},
        "expm1": {"numpy": lambda: np.expm1(x)},
        "tanh": {"numpy": lambda: np.tanh(x)},
        "erf": {"scipy": lambda: special.erf(x)},
        "square": {"numpy": lambda: np.square(x)},
    }
    if "torch" not in libraries.MISSING:
        import torch

        z = torch.from_numpy(x)
        for name, contestants in calls.items():
            contestants["torch"] = partial(getattr(torch, name), z)
    for name, contestants in calls.items():
        for library, times in interleaved(contestants).items():
            facts = {"kind": "primitive", "function": name, "dtype": dtype, "size": size}
            yield {**facts, "library": library, **times._asdict()}


def _row(name, step, dtype, size, library, times):
    facts = {"kind": "function", "function": name, "pass": step, "dtype": dtype, "size": size}
    return {**facts, "library": library, **times._asdict()}


def contestants(name, dtype, size):
    """Calls without arguments: pass -> library -> call."""
    x = (3 * np.random.default_rng(0).standard_normal(size)).astype(dtype)
    if not ACTIVATIONS[name].elementwise:
        x = x.reshape(-1, COLUMNS)
    g = np.ones_like(x)
    found = {"forward": {}, "gradient": {}}
    for library, calls in _calls(name, x, g):
        for step, call in calls.items():
            found[step][library] = call
    return found


def _calls(name, x, g):
    f = ACTIVATIONS[name]

    def gradient():
        y, pull_back = f.value_and_vjp(x)
        return y, pull_back(g)

    yield "course", {"forward": lambda: f(x), "gradient": gradient}
    if name in TEXTBOOK:
        plain = np.errstate(all="ignore")(TEXTBOOK[name][0])
        yield "textbook", {"forward": lambda: plain(x)}
    if name in libraries.SCIPY:
        yield "scipy", {"forward": lambda: libraries.SCIPY[name](x)}
    if "torch" not in libraries.MISSING:
        yield from _torch_calls(name, x, g)
    if "jax" not in libraries.MISSING:
        yield "jax", _jax_calls(name, x, g)


def _torch_calls(name, x, g):
    import torch

    f, x, g = libraries.torch_function(name), torch.from_numpy(x), torch.from_numpy(g)
    tracked = x.clone().requires_grad_()

    def gradient():
        y = f(tracked)
        return y, torch.autograd.grad(y, tracked, g)

    yield "torch", {"forward": lambda: f(x), "gradient": gradient}
    if into := libraries.torch_into(name, x, torch.empty_like(x)):
        yield "torch into", {"forward": into}


def _jax_calls(name, x, g):
    import jax

    f = libraries.jax_function(name)
    x, g = jax.numpy.asarray(x), jax.numpy.asarray(g)

    @jax.jit
    def both(x, g):
        y, pull_back = jax.vjp(f, x)
        return y, pull_back(g)

    forward = jax.jit(f)
    return {
        "forward": lambda: forward(x).block_until_ready(),
        "gradient": lambda: jax.block_until_ready(both(x, g)),
    }
