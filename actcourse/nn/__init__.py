"""Neural networks with a backward pass written by hand.

Read `layers` first, then `network`, `losses`, `optim` and `train`; `init` and `probes` stand beside
them, and `graph` does the same mathematics once more, one scalar at a time.

>>> import numpy as np
>>> import actcourse.nn as nn
>>> from actcourse.data import digits
>>> rng = np.random.default_rng(0)
>>> d = digits()
>>> net = nn.mlp([64, 64, 10], "relu", init="he", rng=rng)
>>> history = nn.fit(net, d.X_train, d.y_train, epochs=5, rng=rng)
>>> nn.accuracy(net, d.X_test, d.y_test) > 0.9
True
"""

from . import graph
from .init import (
    SCHEMES,
    constant,
    gain,
    he,
    lecun,
    normal,
    orthogonal,
    uniform,
    xavier,
    zeros,
)
from .layers import Activate, BatchNorm, Dense, Layer, Learned, Maxout, PReLU
from .losses import binary_cross_entropy, mean_squared_error, softmax_cross_entropy
from .network import Network, mlp
from .optim import SGD, Adam
from .probes import (
    Record,
    dead_units,
    gradient_check,
    layer_factor,
    record,
    rms,
    rms_by_layer,
    same_sign_share,
    saturation,
    std_by_layer,
    unit_states,
)
from .train import History, accuracy, batches, fit, train_step

__all__ = [
    "SCHEMES",
    "SGD",
    "Activate",
    "Adam",
    "BatchNorm",
    "Dense",
    "History",
    "Layer",
    "Learned",
    "Maxout",
    "Network",
    "PReLU",
    "Record",
    "accuracy",
    "batches",
    "binary_cross_entropy",
    "constant",
    "dead_units",
    "fit",
    "gain",
    "gradient_check",
    "graph",
    "he",
    "layer_factor",
    "lecun",
    "mean_squared_error",
    "mlp",
    "normal",
    "orthogonal",
    "record",
    "rms",
    "rms_by_layer",
    "same_sign_share",
    "saturation",
    "softmax_cross_entropy",
    "std_by_layer",
    "train_step",
    "uniform",
    "unit_states",
    "xavier",
    "zeros",
]
