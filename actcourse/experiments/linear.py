"""Networks without activations: the one layer that they make."""

import numpy as np

from actcourse import nn


def merged(net: nn.Network) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases of the one layer that computes what a network without activations does.

    Parameters
    ----------
    net : Network
        Dense layers with the identity behind each but the last, from `nn.mlp`.

    Returns
    -------
    W : array (d_in, d_out)
    b : array (d_out,)
    """
    n = net.layers[0].W.shape[0]
    W, b = np.eye(n), np.zeros(n)
    for dense in net.layers[::2]:  # the layers in between are identities
        W, b = W @ dense.W, b @ dense.W + dense.b
    return W, b
