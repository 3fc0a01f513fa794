"""Right answers to the exercises on backpropagation."""

from itertools import count

import numpy as np

from . import right


@right("backprop/network")
def with_einsum(X, Y, W1, b1, W2, b2, f, df):
    z = np.einsum("nd,dk->nk", X, W1) + b1
    miss = np.einsum("nk,ko->no", f(z), W2) + b2 - Y
    back = np.einsum("no,ko,nk->nk", miss, W2, df(z))
    n = X.shape[0]
    return (
        np.einsum("nd,nk->dk", X, back) / n,
        np.einsum("nk->k", back) / n,
        np.einsum("nk,no->ko", f(z), miss) / n,
        np.einsum("no->o", miss) / n,
    )


@right("backprop/network")
def with_a_bias_row_in_each_matrix(X, Y, W1, b1, W2, b2, f, df):
    one = np.ones((len(X), 1))
    inputs = np.hstack([X, one])
    z = inputs @ np.vstack([W1, b1])
    hidden = np.hstack([f(z), one])
    d2 = (hidden @ np.vstack([W2, b2]) - Y) / len(X)
    first, second = inputs.T @ (d2 @ W2.T * df(z)), hidden.T @ d2
    return [first[:-1], first[-1], second[:-1], second[-1]]


@right("backprop/network")
def by_imaginary_steps(X, Y, W1, b1, W2, b2, f, df):
    """No walk back at all: the slope of the loss along each parameter."""
    parameters = [p.astype(complex) for p in (W1, b1, W2, b2)]
    slopes = []
    for p in parameters:
        slope = np.zeros(p.shape)
        for place in np.ndindex(p.shape):
            p[place] += 1e-30j
            V1, c1, V2, c2 = parameters
            misses = f(X @ V1 + c1) @ V2 + c2 - Y
            slope[place] = np.imag(np.sum(misses**2)) / 2 / len(X) / 1e-30
            p[place] -= 1e-30j
        slopes.append(slope)
    return tuple(slopes)


@right("backprop/network")
def example_by_example_in_lists(X, Y, W1, b1, W2, b2, f, df):
    shares = []
    for x, y in zip(X, Y, strict=True):
        z = x @ W1 + b1
        d2 = f(z) @ W2 + b2 - y
        d1 = W2 @ d2 * df(z)
        shares.append((np.outer(x, d1), d1, np.outer(f(z), d2), d2))
    return [np.mean(part, axis=0).tolist() for part in zip(*shares, strict=True)]


class Number:
    """What the exercise gives: a value and what it was computed from."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, Number) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Number) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def pay(self, order):
        """Hand the gradient on, in this order."""
        self.grad = 1.0
        for value in order:
            for parent, slope in value.parents:
                parent.grad += slope * value.grad


@right("backprop/engine")
class WithAStack(Number):
    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            value, done = stack.pop()
            if done:
                order.append(value)
            elif id(value) not in seen:
                seen.add(id(value))
                stack.append((value, True))
                stack += [(parent, False) for parent, _ in value.parents]
        self.pay(reversed(order))


@right("backprop/engine")
class ByAge(Number):
    """A value is always younger than what it was made from."""

    born = count()

    def __init__(self, data, parents=()):
        super().__init__(data, parents)
        self.age = next(self.born)

    def backward(self):
        found, waiting = {}, [self]
        while waiting:
            value = waiting.pop()
            if value.age not in found:
                found[value.age] = value
                waiting += [parent for parent, _ in value.parents]
        self.pay(found[age] for age in sorted(found, reverse=True))


@right("backprop/engine")
class ByDepth(Number):
    def __init__(self, data, parents=()):
        super().__init__(data, parents)
        self.depth = 1 + max((parent.depth for parent, _ in parents), default=0)

    def backward(self):
        found = {self}
        for depth in range(self.depth, 0, -1):
            for value in [v for v in found if v.depth == depth]:
                found |= {parent for parent, _ in value.parents}
        self.pay(sorted(found, key=lambda value: -value.depth))


@right("backprop/engine")
class ByAskingTheChildren(Number):
    """The gradient of a value is the sum of what its children owe, each asked once."""

    def backward(self):
        children = {self: []}
        for value in (waiting := [self]):
            for parent, slope in value.parents:
                if parent not in children:
                    children[parent] = []
                    waiting.append(parent)
                children[parent].append((value, slope))
        known = {self: 1.0}

        def gradient(value):
            if value not in known:
                known[value] = sum(slope * gradient(child) for child, slope in children[value])
            return known[value]

        for value in children:
            value.grad = gradient(value)


@right("backprop/update")
def in_numpy_words(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return (
        np.subtract(W1, np.multiply(rate, dW1)),
        np.subtract(b1, np.multiply(rate, db1)),
        np.subtract(W2, np.multiply(rate, dW2)),
        np.subtract(b2, np.multiply(rate, db2)),
    )


@right("backprop/update")
def on_copies(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    new = [W1.copy(), b1.copy(), W2.copy(), b2.copy()]
    for parameter, slope in zip(new, (dW1, db1, dW2, db2), strict=True):
        parameter -= rate * slope
    return new


@right("backprop/update")
def on_one_long_vector(*arguments):
    parameters, slopes, rate = arguments[:4], arguments[4:8], arguments[8]
    long = np.concatenate([p.ravel() for p in parameters])
    long = long - rate * np.concatenate([s.ravel() for s in slopes])
    cuts = np.cumsum([p.size for p in parameters])[:-1]
    parts = np.split(long, cuts)
    return tuple(part.reshape(p.shape) for part, p in zip(parts, parameters, strict=True))


@right("backprop/update")
def in_lists(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    def moved(p, g):
        if isinstance(p, list):
            return [moved(a, b) for a, b in zip(p, g, strict=True)]
        return p - rate * g

    pairs = ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2))
    return [moved(p.tolist(), g.tolist()) for p, g in pairs]


@right("backprop/epoch")
def with_a_while(W, X, Y, rate, batch):
    start = 0
    while start < len(X):
        stop = min(start + batch, len(X))
        miss = X[start:stop] @ W - Y[start:stop]
        W = W - rate / (stop - start) * X[start:stop].T @ miss
        start = stop
    return W


@right("backprop/epoch")
def batch_by_batch_and_the_rest(W, X, Y, rate, batch):
    x, y = X[:batch], Y[:batch]
    if not len(x):
        return W
    new = W - rate * np.einsum("nd,nk->dk", x, x @ W - y) / len(x)
    return batch_by_batch_and_the_rest(new, X[batch:], Y[batch:], rate, batch)


@right("backprop/epoch")
def as_a_matrix_applied(W, X, Y, rate, batch):
    for rows in np.array_split(np.arange(len(X)), range(batch, len(X), batch)):
        x, y = X[rows], Y[rows]
        W = (np.eye(len(W)) - rate * x.T @ x / rows.size) @ W + rate * x.T @ y / rows.size
    return W


@right("backprop/epoch")
def on_a_copy_in_loops(W, X, Y, rate, batch):
    W = W.copy()
    for start in range(0, len(X), batch):
        rows = range(start, min(start + batch, len(X)))
        g = np.zeros(W.shape)
        for i in rows:
            g += np.outer(X[i], X[i] @ W - Y[i])
        W -= rate * g / len(rows)
    return W.tolist()


def _walk_back(x, W, z, dp, slope):
    dz = dp * np.where(z > 0, 1, slope)
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": np.sum(np.where(z > 0, 0, z) * dp, axis=0),
    }


@right("backprop/pieces")
def with_rows_of_the_identity(x, W, b, slope, g):
    z = x @ W + b
    p = np.maximum(z, 0) + slope * np.minimum(z, 0)
    winners = p.reshape(*g.shape, 2).argmax(axis=2)
    return _walk_back(x, W, z, (np.eye(2)[winners] * g[..., None]).reshape(z.shape), slope)


@right("backprop/pieces")
def with_signals_interleaved(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z <= 0, slope, 1) * z
    ahead = p[:, ::2] - p[:, 1::2]
    dp = np.repeat(g, 2, axis=1)
    dp[:, ::2][ahead < 0] = 0
    dp[:, 1::2][ahead >= 0] = 0
    return _walk_back(x, W, z, dp, slope)


@right("backprop/pieces")
def unit_by_unit(x, W, b, slope, g):
    found = {"x": np.zeros(x.shape), "W": np.zeros(W.shape)}
    found |= {"b": np.zeros(len(b)), "slope": np.zeros(len(b))}
    for u in range(g.shape[1]):
        i, j = 2 * u, 2 * u + 1
        z = x @ W[:, [i, j]] + b[[i, j]]
        p = np.where(z > 0, z, slope[[i, j]] * z)
        for k, wins in ((0, p[:, 0] >= p[:, 1]), (1, p[:, 0] < p[:, 1])):
            signal = np.where(wins, g[:, u], 0)
            steep = np.where(z[:, k] > 0, 1, slope[i + k])
            found["x"] += np.outer(signal * steep, W[:, i + k])
            found["W"][:, i + k] = x.T @ (signal * steep)
            found["b"][i + k] = np.sum(signal * steep)
            found["slope"][i + k] = signal @ np.minimum(z[:, k], 0)
    return found


@right("backprop/pieces")
def pieces_in_lists(x, W, b, slope, g):
    n, columns = len(x), len(b)
    dz, dslope = [[0.0] * columns for _ in range(n)], [0.0] * columns
    for i, z in enumerate((x @ W + b).tolist()):
        p = [t if t > 0 else s * t for t, s in zip(z, slope.tolist(), strict=True)]
        for u, signal in enumerate(g[i].tolist()):
            j = 2 * u if p[2 * u] >= p[2 * u + 1] else 2 * u + 1
            dz[i][j] = signal if z[j] > 0 else signal * slope[j]
            dslope[j] += 0.0 if z[j] > 0 else signal * z[j]
    dz = np.array(dz)
    return {
        "slope": dslope,
        "b": [sum(column) for column in dz.T.tolist()],
        "W": np.einsum("nd,nj->dj", x, dz).tolist(),
        "x": (W @ dz.T).T,
    }
