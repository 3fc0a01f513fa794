"""Right answers to the exercises on why networks need a nonlinearity."""

from itertools import pairwise

import numpy as np

from . import right


@right("why_nonlinearity/collapse")
def from_what_the_layers_do_with_unit_vectors(W1, b1, W2, b2):
    def both(x):
        return (x @ W1 + b1) @ W2 + b2

    b = both(np.zeros(len(W1)))
    return both(np.eye(len(W1))) - b, b


@right("why_nonlinearity/collapse")
def with_einsum(W1, b1, W2, b2):
    return np.einsum("ij,jk->ik", W1, W2), np.einsum("j,jk->k", b1, W2) + b2


@right("why_nonlinearity/collapse")
def in_lists(W1, b1, W2, b2):
    columns = list(zip(*W2.tolist(), strict=True))
    W = [[sum(p * q for p, q in zip(row, c, strict=True)) for c in columns] for row in W1.tolist()]
    b = [sum(p * q for p, q in zip(b1, column, strict=True)) for column in columns]
    return [W, [passed + own for passed, own in zip(b, b2, strict=True)]]


@right("why_nonlinearity/collapse")
def with_dot_and_transposes(W1, b1, W2, b2):
    return np.dot(W2.T, W1.T).T, np.add(b2, np.dot(W2.T, b1))


@right("why_nonlinearity/lost-activation")
def row_by_row(X, W1, b1, W2, b2, W3, b3):
    rows = []
    for x in X:
        a = np.maximum(0, x @ W1 + b1)
        a = np.maximum(0, a @ W2 + b2)
        rows.append(a @ W3 + b3)
    return np.array(rows)


@right("why_nonlinearity/lost-activation")
def as_half_of_z_and_its_size(X, W1, b1, W2, b2, W3, b3):
    def relu(z):
        return (z + np.abs(z)) / 2

    return relu(relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3


@right("why_nonlinearity/lost-activation")
def in_place_on_its_own_arrays(X, W1, b1, W2, b2, W3, b3):
    a = X @ W1
    a += b1
    a[a < 0] = 0
    a = a @ W2
    a += b2
    np.clip(a, 0, None, out=a)
    return (a @ W3 + b3).tolist()


@right("why_nonlinearity/lost-activation")
def with_a_bias_row_in_each_matrix(X, W1, b1, W2, b2, W3, b3):
    a, last = X, np.vstack([W3, b3])
    for W, b in ((W1, b1), (W2, b2)):
        z = np.column_stack([a, np.ones(len(a))]) @ np.vstack([W, b])
        a = np.where(z > 0, z, 0.0)
    return np.column_stack([a, np.ones(len(a))]) @ last


@right("why_nonlinearity/hinges")
def with_a_convolution(knots, values):
    return np.convolve(np.diff(values) / np.diff(knots), [1, -1])


@right("why_nonlinearity/hinges")
def by_solving_for_the_values(knots, values):
    hinges = np.maximum(0, knots[1:, None] - knots)
    equations = np.vstack([hinges, np.ones(len(knots))])  # flat on the right: the sum is 0
    return np.linalg.solve(equations, np.append(values[1:] - values[0], 0.0))


@right("why_nonlinearity/hinges")
def with_slopes_padded(knots, values):
    slopes = np.pad((values[1:] - values[:-1]) / (knots[1:] - knots[:-1]), 1)
    return slopes[1:] - slopes[:-1]


@right("why_nonlinearity/hinges")
def with_python_alone(knots, values):
    t, y = knots.tolist(), values.tolist()
    slopes = [0.0]
    for k in range(1, len(t)):
        slopes.append((y[k] - y[k - 1]) / (t[k] - t[k - 1]))
    slopes.append(0.0)
    return [after - before for before, after in pairwise(slopes)]


@right("why_nonlinearity/truth-tables")
def folded_at_the_corner_0_1(y):
    a, c = y[2] - y[0], y[3] - y[2]
    fold = y[1] - y[0] - c
    lift = abs(a) + abs(c)
    return np.array([[a, -1], [c, 1]]), np.array([lift, 0]), np.array([1, fold]), y[0] - lift


@right("why_nonlinearity/truth-tables")
def folded_at_the_corner_1_0(y):
    a, c = y[3] - y[1], y[1] - y[0]
    fold = y[2] - y[0] - a
    lift = abs(int(a)) + abs(int(c))
    return [[1, int(a)], [-1, int(c)]], [0, lift], [int(fold), 1], int(y[0]) - lift


@right("why_nonlinearity/truth-tables")
def with_the_plane_as_the_second_unit(y):
    y00, y01, y10, y11 = map(int, y)
    down, across = y01 - y00, y10 - y00
    open_ = max(0, -down) + max(0, -across)
    W1 = np.array([[1, across], [1, down]], float)
    return W1, np.array([-1.0, open_]), np.array([y11 - y01 - y10 + y00, 1.0]), float(y00 - open_)


@right("why_nonlinearity/truth-tables")
def with_the_plane_upside_down(y):
    y00, y01, y10, y11 = map(int, y)
    down, across = y01 - y00, y10 - y00
    lift = abs(down) + abs(across)
    fold = y11 - y00 - down - across
    return [[-across, 1], [-down, 1]], (lift, -1), (-1, fold), y00 + lift
