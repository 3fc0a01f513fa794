"""Explorers and predictions of the chapter on the sigmoid."""

import numpy as np

from actcourse.activations import sigmoid
from actcourse.explore import Range, explorer, style

Z = np.linspace(-8, 8, 161)
QUARTER = np.log(49 + 20 * np.sqrt(6))  # sigma' is 0.01 at +-4.585


@explorer(
    "sigmoid-tangent",
    z=Range(-8, 8, 0.25, value=0, label="pre-activation z", fine=0.01),
    panels=(2, 1),
    size=(5.4, 4.2),
)
def tangent(axes, z):
    """The sigmoid, and its slope at one point"""
    above, below = axes
    a, slope = sigmoid(z), sigmoid.derivative(z)
    above.plot(Z, sigmoid(Z), **style.f)
    above.plot(z + np.array([-2, 2]), a + slope * np.array([-2, 2]), color=style.POINT, lw=1.6)
    above.plot([z], [a], **style.point)
    above.set(xlim=(-8, 8), ylim=(-0.1, 1.1), ylabel="output σ(z)")
    below.plot(Z, sigmoid.derivative(Z), **style.df)
    below.plot([z], [slope], **style.point)
    below.set(xlim=(-8, 8), ylim=(-0.02, 0.28), xlabel="pre-activation z", ylabel="slope σ′(z)")
    return f"At z = {z:.2f} the sigmoid gives {a:.3f} and its slope is {slope:.4f}."
