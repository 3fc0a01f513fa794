"""The linear layer, and why nonlinearity."""

import numpy as np

from actcourse.activations import relu, softmax
from actcourse.data import xor

from .ledger import Range, claim


@claim(
    1,
    says=r"A layer computes $y = f(Wx + b)$, that is $y_i = f(\sum_j w_{ij} x_j + b_i)$.",
    sources={"notes": "Linear layer"},
    verdict="true",
    truth=r"Both forms agree for an $f$ that acts on each component by itself. "
    "Softmax and maxout are different: there each output depends on several components.",
    taught="why_nonlinearity#what-does-a-layer-compute",
    apart=Range(0, 1e-14, "the same products, added in another order", claimed=0),
    softmax_apart=Range(0.1, 1, "softmax of a single number is 1, whatever the number"),
)
def layer_by_rows(rng):
    W, b, x = rng.standard_normal((3, 4)), rng.standard_normal(3), rng.standard_normal(4)
    rows = np.array([sum(W[i, j] * x[j] for j in range(4)) + b[i] for i in range(3)])
    one_by_one = np.array([softmax([z])[0] for z in rows])
    return {
        "apart": np.abs(relu(rows) - relu(W @ x + b)).max(),
        "softmax_apart": np.abs(one_by_one - softmax(W @ x + b)).max(),
    }


@claim(
    4,
    says="Activations bring nonlinearity, and without it a network cannot express complex functions.",
    sources={
        "notes": "Activation functions",
        "post": "Why activation functions",
        "lecture": "Why a nonlinear activation",
    },
    verdict="true",
    truth="Without activations the whole network is affine, and no affine function computes XOR. "
    "Two ReLUs compute it exactly.",
    taught="why_nonlinearity#what-does-one-bend-add",
    affine_error=Range(0.25 - 1e-12, 0.25 + 1e-12, "the best fit predicts 1/2 everywhere", 0.25),
    relu_error=Range(0, 0, "whole numbers are exact in floating point", claimed=0),
)
def xor_with_and_without(rng):
    X, y = xor()
    design = np.column_stack([X, np.ones(4)])
    affine = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    s = X.sum(axis=1)
    return {
        "affine_error": np.mean((affine - y) ** 2),
        "relu_error": np.abs(relu(s) - 2 * relu(s - 1) - y).max(),
    }


claim(
    11,
    says="Neurons fire when their input is strong enough, and activations imitate that.",
    sources={"post": "Why activation functions"},
    verdict="conditional",
    truth="The analogy is loose. "
    "A neuron's spike is all or nothing; the output of a unit is closer to a *rate* of spikes, "
    'and "activation" need not mean firing or not firing.',
    taught="why_nonlinearity#what-does-a-layer-compute",
    because="It is a matter of words and of biology, and no experiment on a computer settles it.",
)
