"""Which way the weights of a unit are pulled: one way by an example, both ways by a batch."""

from functools import cache

import numpy as np

from actcourse import nn
from actcourse.activations import Activation
from actcourse.data import digits

from .recipe import Recipe

UNTRAINED = Recipe("sigmoid")


@cache
def one_batch(f, batch, seed):
    """The signs of the gradients in the second layer of an untrained network, for one batch.

    Returns
    -------
    positive : array (64,)
        For each unit the share of its weights' gradients that are positive, of those that are
        not 0, in order of size; 0 for a unit without any.
    agreeing : float
        Share of the units with a gradient whose weights' gradients, zeros apart, have one sign.
    """
    data, rng = digits(), np.random.default_rng(seed)
    rows = rng.choice(len(data.X_train), batch, replace=False)
    net = UNTRAINED.but(f=f).network(seed)
    dW = nn.record(net, data.X_train[rows], data.y_train[rows]).dW[1]
    moving = np.maximum((dW != 0).sum(axis=0), 1)
    return np.sort((dW > 0).sum(axis=0) / moving), nn.same_sign_share(dW)


def agreeing(
    f: str | Activation, batch: int, seed: int | np.random.Generator, batches: int = 20
) -> float:
    """Share of the second layer's units whose weights' gradients all have one sign: float.

    The mean over so many batches of the training digits, and one untrained network.

    Parameters
    ----------
    f : str
    batch : int
        Examples in each batch.
    seed : int or numpy.random.Generator
    batches : int
    """
    data, rng = digits(), np.random.default_rng(seed)
    net = UNTRAINED.but(f=f).network(rng)
    pieces = list(nn.batches(data.X_train, data.y_train, batch, rng))[:batches]
    return float(np.mean([nn.same_sign_share(nn.record(net, *p).dW[1]) for p in pieces]))
