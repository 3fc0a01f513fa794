"""Milliseconds for one epoch on digits, hand-written NumPy against well-known libraries.

All train the same network, 64-64-64-10 with ReLU, on 1437 digits in batches of 32 by plain SGD in
float64, on one thread. Run with ``pytest benchmarks --benchmark-only``; nothing is asserted about
time.
"""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from actcourse import nn
from actcourse.data import digits

SIZES, BATCH, LR = [64, 64, 64, 10], 32, 0.05


@pytest.fixture(scope="module")
def data():
    return digits()


@pytest.fixture(autouse=True)
def one_thread():
    # Small matrices on several threads wait more than they compute.
    with threadpool_limits(1):
        yield


@pytest.fixture
def net():
    return nn.mlp(SIZES, "relu", init="he", rng=np.random.default_rng(0))


@pytest.mark.benchmark(group="one epoch on digits")
def test_actcourse(benchmark, data, net):
    rng = np.random.default_rng(0)
    X, y = data.X_train, data.y_train
    benchmark(lambda: nn.fit(net, X, y, epochs=1, batch=BATCH, lr=LR, rng=rng))


@pytest.mark.benchmark(group="one epoch on digits")
def test_scikit_learn(benchmark, data):
    model = MLPClassifier(
        SIZES[1:-1], solver="sgd", alpha=0, momentum=0, batch_size=BATCH, learning_rate_init=LR
    )
    labels = np.arange(10)
    benchmark(lambda: model.partial_fit(data.X_train, data.y_train, classes=labels))


@pytest.mark.benchmark(group="one epoch on digits")
def test_torch_eager(benchmark, data):
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    layers = []
    for n_in, n_out in pairwise(SIZES):
        layers += [torch.nn.Linear(n_in, n_out, dtype=torch.float64), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    X, y = torch.from_numpy(data.X_train), torch.from_numpy(data.y_train)

    def epoch():
        for rows in torch.randperm(len(X)).split(BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(X[rows]), y[rows]).backward()
            optimizer.step()

    benchmark(epoch)
