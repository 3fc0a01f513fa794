"""The activations of this course in the libraries that people use.

A library that is not installed is left out; `MISSING` names it.
"""

from functools import partial
from importlib.util import find_spec

import numpy as np
from scipy import special

from actcourse.activations import ACTIVATIONS

MODULES = {"torch": "torch", "jax": "jax", "scikit-learn": "sklearn"}
MISSING = [name for name, module in MODULES.items() if find_spec(module) is None]

# What torch.nn.functional and jax.nn call them; "" where a library has none.
NAMES = {
    "sigmoid": ("sigmoid", "sigmoid"),
    "tanh": ("tanh", "tanh"),
    "softsign": ("softsign", "soft_sign"),
    "hard_sigmoid": ("hardsigmoid", "hard_sigmoid"),
    "hard_tanh": ("hardtanh", "hard_tanh"),
    "relu": ("relu", "relu"),
    "leaky_relu": ("leaky_relu", "leaky_relu"),
    "elu": ("elu", "elu"),
    "celu": ("celu", "celu"),
    "selu": ("selu", "selu"),
    "softplus": ("softplus", "softplus"),
    "relu6": ("relu6", "relu6"),
    "gelu": ("gelu", "gelu"),
    "swish": ("silu", "silu"),
    "mish": ("mish", "mish"),
    "hard_swish": ("hardswish", "hard_swish"),
    "softmax": ("softmax", "softmax"),
    "log_softmax": ("log_softmax", "log_softmax"),
}
OPTIONS = {
    ("torch", "softmax"): {"dim": -1},
    ("torch", "log_softmax"): {"dim": -1},
    ("jax", "gelu"): {"approximate": False},  # its default is the tanh formula
}
SCIPY = {
    "sigmoid": special.expit,
    "gelu": lambda x: x * special.ndtr(x),
    "softmax": partial(special.softmax, axis=-1),
    "log_softmax": partial(special.log_softmax, axis=-1),
}


def torch_function(name):
    """The function of PyTorch for a name of ours."""
    import torch

    torch.set_num_threads(1)
    called = getattr(torch.nn.functional, NAMES[name][0])
    return partial(called, **OPTIONS.get(("torch", name), {}))


def jax_function(name):
    """The function of JAX for a name of ours; from here on JAX computes in float64 if asked to."""
    import jax

    jax.config.update("jax_enable_x64", True)
    called = getattr(jax.nn, NAMES[name][1])
    return partial(called, **OPTIONS.get(("jax", name), {}))


def torch_with_gradient(name, x, g):
    """f(x), and g times its derivative, as arrays, by PyTorch's automatic differentiation."""
    import torch

    x = torch.tensor(x, requires_grad=True)
    y = torch_function(name)(x)
    (dx,) = torch.autograd.grad(y, x, torch.from_numpy(np.array(g)))
    return y.detach().numpy(), dx.numpy()


def jax_with_gradient(name, x, g):
    """f(x), and g times its derivative, as arrays, by JAX's automatic differentiation."""
    import jax

    f = jax_function(name)
    y, pull_back = jax.vjp(f, jax.numpy.asarray(x))
    (dx,) = pull_back(jax.numpy.asarray(g))
    return np.asarray(y), np.asarray(dx)


def course_with_gradient(name, x, g):
    """f(x), and g times its derivative, by this course."""
    f = ACTIVATIONS[name]
    return f(x), f.vjp(x, g)


def torch_into(name, x, out):
    """A call that makes PyTorch write f(x) into `out`, or None where it has no such form."""
    import torch

    internal = {"softmax": "_softmax", "log_softmax": "_log_softmax"}
    op = getattr(torch.ops.aten, internal.get(name, NAMES[name][0]), None)
    if op is None or "out" not in op.overloads():
        return None
    more = (-1, False) if name in internal else ()  # the axis; no change of dtype
    return partial(op.out, x, *more, out=out)
