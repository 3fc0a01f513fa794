from itertools import pairwise

import numpy as np
import pytest

from actcourse import nn
from actcourse.data import digits, xor


def small_task(seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((50, 4))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int), nn.mlp([4, 16, 2], "tanh", rng=rng), rng


def test_batches_visit_every_example_once_with_its_label():
    X = np.arange(10.0)[:, None]
    got = list(nn.batches(X, np.arange(10), 4, np.random.default_rng(0)))
    assert [len(y) for _, y in got] == [4, 4, 2]
    labels = np.concatenate([y for _, y in got])
    np.testing.assert_array_equal(np.concatenate([x for x, _ in got])[:, 0], labels)
    assert list(labels) != sorted(labels)
    assert sorted(labels) == list(range(10))


def test_train_step_is_one_step_against_the_gradient():
    X, y, net, _ = small_task()
    expected = net.copy()
    value, g = nn.softmax_cross_entropy(expected.forward(X), y)
    expected.backward(g)
    expected = [p - 0.5 * dp for p, dp in zip(net.parameters(), expected.gradients(), strict=True)]
    assert nn.train_step(net, X, y, nn.SGD(0.5)) == value
    for p, q in zip(net.parameters(), expected, strict=True):
        np.testing.assert_allclose(p, q, rtol=1e-14)


def test_a_step_from_a_loss_that_is_no_number_moves_nothing():
    X, y, net, _ = small_task()
    net.layers[-1].W[0, 0] = np.nan
    before = [p.copy() for p in net.parameters()]
    with np.errstate(invalid="ignore"):
        assert np.isnan(nn.train_step(net, X, y, nn.SGD(0.5)))
    for p, q in zip(net.parameters(), before, strict=True):
        np.testing.assert_array_equal(p, q)


def test_fit_learns_xor():
    X, y = xor()
    solved = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = nn.mlp([2, 8, 2], "tanh", rng=rng)
        nn.fit(net, X, y, epochs=300, batch=None, lr=0.5, rng=rng)
        solved.append(nn.accuracy(net, X, y))
    assert solved == [1, 1, 1]


def test_history_has_an_entry_for_each_step_and_epoch():
    X, y, net, rng = small_task()
    history = nn.fit(net, X, y, epochs=3, batch=20, watch={"train": (X, y)}, rng=rng)
    assert len(history.loss) == 9
    assert history.epoch_loss == [np.mean(history.loss[i : i + 3]) for i in (0, 3, 6)]
    assert len(history.accuracy["train"]) == 3
    assert history.accuracy["train"][-1] == nn.accuracy(net, X, y)
    assert not history.diverged


def test_the_same_seed_gives_the_same_run_and_leaves_the_global_one_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    runs = []
    for seed in (0, 0, 1):
        X, y, net, rng = small_task(seed)
        runs.append(nn.fit(net, X, y, epochs=3, rng=rng).loss)
    assert runs[0] == runs[1] != runs[2]
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_fit_does_not_change_the_data():
    X, y, net, rng = small_task()
    X_before, y_before = X.copy(), y.copy()
    nn.fit(net, X, y, epochs=1, rng=rng)
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)


def test_fit_takes_plain_steps_of_a_tenth_of_the_gradient_by_default():
    def trained(**options):
        rng = np.random.default_rng(0)
        net = nn.mlp([2, 3, 2], "tanh", rng=rng)
        nn.fit(net, rng.normal(size=(40, 2)), np.arange(40) % 2, epochs=2, rng=rng, **options)
        return net.parameters()

    for usual, stated in zip(trained(), trained(optimizer=nn.SGD(0.1)), strict=True):
        np.testing.assert_array_equal(usual, stated)


@pytest.mark.parametrize("f", ["relu", "tanh", "swish", nn.PReLU])
def test_divergence_stops_the_run_quietly_and_is_reported(f):
    d = digits()
    rng = np.random.default_rng(0)
    net = nn.mlp([64, 16, 16, 10], f, rng=rng)
    history = nn.fit(net, d.X_train, d.y_train, lr=1e308, epochs=2, rng=rng)
    assert history.diverged
    assert not np.isfinite(history.loss[-1])
    assert np.isfinite(history.loss[:-1]).all()
    assert len(history.loss) < 20
    assert nn.accuracy(net, d.X_test, d.y_test) < 0.3


def test_fit_is_silent_unless_a_bar_is_asked_for(capsys):
    X, y, net, rng = small_task()
    nn.fit(net, X, y, epochs=2, rng=rng)
    assert capsys.readouterr() == ("", "")
    nn.fit(net, X, y, epochs=2, progress=True, rng=rng)
    out, err = capsys.readouterr()
    assert out == ""
    assert "[###############...............] epoch 1/2, loss 0." in err
    assert err.endswith("\n")


def test_mean_squared_error_and_binary_cross_entropy_train_as_well():
    X, y, _, rng = small_task()
    for loss in (nn.mean_squared_error, nn.binary_cross_entropy):
        net = nn.mlp([4, 16, 1], "tanh", rng=rng)
        history = nn.fit(net, X, y, loss=loss, epochs=200, batch=5, rng=rng)
        assert history.epoch_loss[-1] < 0.3 * history.epoch_loss[0]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda X, y: (X, y[:-1]), ValueError, "50 rows but y has 49 entries"),
        (lambda X, y: (X[:, 0], y), ValueError, r"X has shape \(50,\), wanted \(n, d\)"),
        (lambda X, y: (X[:0], y[:0]), ValueError, "at least one row"),
        (lambda X, y: (X[:, :3], y), ValueError, r"x has shape \(50, 3\).*wants \(n, 4\)"),
        (lambda X, y: (X / (X > 0), y), ValueError, "NaN or infinite"),
        (lambda X, y: (X, y + 1), ValueError, "2 classes"),
        (lambda X, y: (X, np.append(y[:-1], 2)), ValueError, "2 classes"),
        (lambda X, y: (X, y.astype(float)), TypeError, r"y.astype\(int\)"),
        (lambda X, y: (X, y.astype(str)), TypeError, "integer labels"),
        (lambda X, y: (X, y[:, None]), ValueError, r"y has shape \(50, 1\).*pass y\[:, 0\]"),
        (lambda X, y: (X, np.eye(2)[y]), ValueError, r"pass y\.argmax\(axis=1\)"),
        (lambda X, y: (X, 1), ValueError, "50 rows but y has a single one"),
        (lambda X, y: (X.astype(str), y), TypeError, "X has dtype <U.*real numbers"),
        (lambda X, y: (X * 1j, y), TypeError, "X has dtype complex128"),
        (lambda X, y: (np.ma.array(X, mask=X > 1), y), TypeError, "X is masked"),
        (lambda X, y: (X, np.ma.array(y, mask=y > 0)), TypeError, "y is masked"),
    ],
)
@pytest.mark.parametrize("watched", [False, True])
def test_bad_examples_are_refused_with_a_reason_before_the_first_step(
    change, error, words, watched
):
    X, y, net, rng = small_task()
    before = [p.copy() for p in net.parameters()]
    with np.errstate(all="ignore"):
        bad = change(X, y)
    train, watch = ((X, y), {"test": bad}) if watched else (bad, None)
    with pytest.raises(error, match=words):
        nn.fit(net, *train, watch=watch, rng=rng)
    for p, q in zip(net.parameters(), before, strict=True):
        np.testing.assert_array_equal(p, q)


@pytest.mark.parametrize("name", ["X", "y"])
def test_batches_say_which_of_the_two_is_masked(name):
    X, y, _, rng = small_task()
    pair = {"X": X, "y": y}
    pair[name] = np.ma.array(pair[name], mask=pair[name] > 0)
    with pytest.raises(TypeError, match=f"^{name} is masked"):
        next(nn.batches(**pair, size=5, rng=rng))


def test_targets_that_are_no_numbers_are_refused():
    X, _, net, rng = small_task()
    with pytest.raises(ValueError, match="y holds 100 values that are NaN"):
        nn.fit(net, X, np.full((50, 2), np.nan), loss=nn.mean_squared_error, rng=rng)


def test_boolean_labels_train_as_0_and_1():
    losses = []
    for kind in (int, bool):
        X, y, net, rng = small_task()
        losses.append(nn.fit(net, X, y.astype(kind), batch=2, epochs=2, rng=rng).loss)
    assert losses[0] == losses[1]


@pytest.mark.parametrize(
    ("n", "batch", "way"),
    [(33, 32, "take batch=33"), (9, 2, "take batch=3"), (9, 1, "take batch=3"), (1, 4, "examples")],
)
def test_a_batch_too_small_for_batch_norm_is_told_before_the_first_step(n, batch, way):
    X, y, _, rng = small_task()
    X, y = X[:n], y[:n]
    net = nn.mlp([4, 5, 2], "relu", batch_norm=True, rng=rng)
    before = [p.copy() for p in net.parameters()]
    with pytest.raises(ValueError, match=rf"{n} examples.*leave one of 1.*BatchNorm\(5\).*{way}"):
        nn.fit(net, X, y, batch=batch, rng=rng)
    for p, q in zip(net.parameters(), before, strict=True):
        np.testing.assert_array_equal(p, q)
    if n > 1:
        nn.fit(net, X, y, batch=int(way[-2:].strip("=")), epochs=1, rng=rng)
    nn.fit(nn.mlp([4, 5, 2], "relu", rng=rng), X, y, batch=batch, epochs=1, rng=rng)


@pytest.mark.parametrize(
    ("size", "error"), [(0, ValueError), (-1, ValueError), (2.0, TypeError), ("8", TypeError)]
)
def test_the_size_of_a_batch_is_a_whole_number_from_1_on(size, error):
    X, y, net, rng = small_task()
    with pytest.raises(error, match="batch must be"):
        nn.fit(net, X, y, batch=size, rng=rng)
    with pytest.raises(error, match="size must be"):
        next(nn.batches(X, y, size, rng))


def test_batches_of_examples_without_partner_are_refused():
    X, y, _, rng = small_task()
    for labels in (y[:-1], np.append(y, 0)):
        with pytest.raises(ValueError, match="they go in pairs"):
            next(nn.batches(X, labels, 8, rng))


def test_accuracy_of_no_examples_is_refused():
    X, y, net, _ = small_task()
    with pytest.raises(ValueError, match="X has no rows"):
        nn.accuracy(net, X[:0], y[:0])


OPTIMIZERS = {
    "SGD": (lambda: nn.SGD(0.1), {"lr": 0.1}),
    "SGD with momentum": (lambda: nn.SGD(0.05, momentum=0.9), {"lr": 0.05, "momentum": 0.9}),
    "Adam": (lambda: nn.Adam(1e-3), {"lr": 1e-3}),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("f", ["Sigmoid", "Tanh", "ReLU", "PReLU"])
def test_loss_curve_is_pytorchs_over_400_steps(name, f, torch):
    make, options = OPTIMIZERS[name]
    d = digits()
    layer = nn.PReLU if f == "PReLU" else f.lower()
    net = nn.mlp([64, 64, 64, 10], layer, rng=np.random.default_rng(0))
    layers = []
    for n_in, n_out in pairwise([64, 64, 64, 10]):
        linear = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
        layers += [linear, getattr(torch.nn, f)().to(torch.float64)]
    model = torch.nn.Sequential(*layers[:-1])
    with torch.no_grad():
        for p, q in zip(net.parameters(), model.parameters(), strict=True):
            q.copy_(torch.from_numpy(p.T if p.ndim == 2 else p))
    optimizer = getattr(torch.optim, name.split()[0])(model.parameters(), **options)
    ours, theirs = make(), []

    rng = np.random.default_rng(1)
    curve = []
    for _ in range(400):
        rows = rng.integers(0, len(d.X_train), 32)
        X, y = d.X_train[rows], d.y_train[rows]
        curve.append(nn.train_step(net, X, y, ours))
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(torch.from_numpy(X)), torch.from_numpy(y))
        loss.backward()
        optimizer.step()
        theirs.append(loss.item())
    assert curve[-1] < 0.5 * curve[0] or f == "Sigmoid"
    np.testing.assert_allclose(curve, theirs, rtol=0, atol=1e-12)


def test_batch_norm_is_pytorchs(torch):
    rng = np.random.default_rng(0)
    ours, theirs = nn.BatchNorm(5), torch.nn.BatchNorm1d(5, dtype=torch.float64)
    for _ in range(3):
        x, g = rng.normal(2, 3, (7, 5)), rng.standard_normal((7, 5))
        x_torch = torch.tensor(x, requires_grad=True)
        theirs.zero_grad()
        out = theirs(x_torch)
        out.backward(torch.from_numpy(g))
        np.testing.assert_allclose(ours.forward(x, train=True), out.detach(), atol=1e-13)
        np.testing.assert_allclose(ours.backward(g), x_torch.grad, atol=1e-13)
        np.testing.assert_allclose(ours.dgamma, theirs.weight.grad, atol=1e-13)
    theirs.eval()
    out = theirs(torch.from_numpy(x)).detach()
    np.testing.assert_allclose(ours.forward(x), out, atol=1e-13)
