"""Milliseconds for an epoch on digits, and whether the losses agree, in every library.

All train the same network from the same weights on the same batches, with ReLU, plain SGD and
float64; so their losses have to be the same numbers, but for rounding.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from actcourse import nn
from actcourse.data import digits
from benchmarks import libraries
from benchmarks.timing import interleaved

# Widths, and examples in a batch: three networks of this course, and a wide one for comparison.
SHAPES = {
    "64-32-10": ((64, 32, 10), 32),
    "64-64-64-10": ((64, 64, 64, 10), 32),
    "64-64×10-10": ((64, *[64] * 10, 10), 32),
    "64-256-256-10": ((64, 256, 256, 10), 128),
}
LR = 0.05
EPOCHS = 3  # over which the losses are compared
SECONDS = {"quick": 4, "full": 15}


def measure(extent, progress):
    """Rows of times for an epoch, and of the largest difference from this course's losses."""
    for shape in progress(SHAPES, "training"):
        curves = {library: curve(epoch) for library, epoch in contestants(shape).items()}
        order = _orders()[0]
        calls = {library: partial(epoch, order) for library, epoch in contestants(shape).items()}
        for library, times in interleaved(calls, SECONDS[extent]).items():
            apart = float(np.abs(np.subtract(curves[library], curves["course"])).max())
            facts = {"kind": "training", "shape": shape, "library": library, "apart": apart}
            yield {**facts, **times._asdict()}


def curve(epoch):
    """Mean loss of each of a few epochs, the examples weighted alike."""
    return [epoch(order) for order in _orders()]


def _orders():
    rng = np.random.default_rng(1)
    return [rng.permutation(len(digits().X_train)) for _ in range(EPOCHS)]


def contestants(shape):
    """Library -> a function that trains one epoch in the given order and returns its mean loss."""
    sizes, batch = SHAPES[shape]
    X, y = digits().X_train, digits().y_train
    net = nn.mlp(sizes, "relu", init="he", rng=np.random.default_rng(0))
    weights = [p.copy() for p in net.parameters()]
    found = {"course": _course(net, X, y, batch)}
    if "scikit-learn" not in libraries.MISSING:
        found["scikit-learn"] = _scikit_learn(sizes, weights, X, y, batch)
    if "torch" not in libraries.MISSING:
        found["torch"] = _torch(sizes, weights, X, y, batch)
    if "jax" not in libraries.MISSING:
        found["jax"] = _jax(weights, X, y, batch, scan=False)
        found["jax, epoch in one scan"] = _jax(weights, X, y, batch, scan=True)
    return found


def _batches(order, batch):
    return [order[start : start + batch] for start in range(0, len(order), batch)]


def _mean(losses, order, batch):
    """Mean over the examples of the mean losses of their batches."""
    return float(np.average(losses, weights=[len(rows) for rows in _batches(order, batch)]))


def _course(net, X, y, batch):
    optimizer = nn.SGD(LR)

    def epoch(order):
        losses = [
            nn.train_step(net, X[rows], y[rows], optimizer) for rows in _batches(order, batch)
        ]
        return _mean(losses, order, batch)

    return epoch


def _scikit_learn(sizes, weights, X, y, batch):
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        sizes[1:-1],
        solver="sgd",
        alpha=0,
        momentum=0,
        batch_size=batch,
        learning_rate_init=LR,
        shuffle=False,
    )
    # Its arrays exist once it has seen data; then they take our weights, as if it had not.
    model.partial_fit(X[:batch], y[:batch], classes=np.arange(10))
    for mine, theirs in zip(weights, _interleave(model.coefs_, model.intercepts_), strict=True):
        theirs[...] = mine

    def epoch(order):
        model.partial_fit(X[order], y[order])
        return model.loss_

    return epoch


def _interleave(first, second):
    return [item for pair in zip(first, second, strict=True) for item in pair]


def _torch(sizes, weights, X, y, batch):
    import torch

    torch.set_num_threads(1)
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out, dtype=torch.float64), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    with torch.no_grad():
        for mine, theirs in zip(weights, model.parameters(), strict=True):
            theirs.copy_(torch.from_numpy(mine.T))
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    X, y = torch.from_numpy(X), torch.from_numpy(y)

    def epoch(order):
        losses = []
        for rows in torch.from_numpy(order).split(batch):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(X[rows]), y[rows])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return _mean(losses, order, batch)

    return epoch


def _jax(weights, X, y, batch, scan):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    X, y = jnp.asarray(X), jnp.asarray(y)
    parameters = [
        (jnp.asarray(W), jnp.asarray(b)) for W, b in zip(weights[::2], weights[1::2], strict=True)
    ]

    def loss(parameters, X, y):
        *hidden, (W, b) = parameters
        for V, c in hidden:
            X = jax.nn.relu(X @ V + c)
        log_p = jax.nn.log_softmax(X @ W + b)
        return -jnp.take_along_axis(log_p, y[:, None], axis=1).mean()

    def step(parameters, rows):
        value, gradient = jax.value_and_grad(loss)(parameters, X[rows], y[rows])
        return jax.tree.map(lambda p, g: p - LR * g, parameters, gradient), value

    compiled = jax.jit(step)
    scanned = jax.jit(lambda parameters, batches: jax.lax.scan(step, parameters, batches))

    def epoch(order):
        nonlocal parameters
        batches, losses = _batches(order, batch), []
        if scan:  # the last batch may be smaller, and a scan wants them all alike
            parameters, losses = scanned(parameters, np.stack(batches[:-1]))
            losses, batches = list(losses), batches[-1:]
        for rows in batches:
            parameters, value = compiled(parameters, rows)
            losses.append(value)
        return _mean(np.array(losses, float), order, batch)

    return epoch
