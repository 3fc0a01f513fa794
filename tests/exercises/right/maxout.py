"""Right answers to the exercises on maxout."""

import numpy as np

from . import right


@right("maxout/layer")
def with_reduceat(x, W, b, pieces):
    z = x @ W + b
    return np.maximum.reduceat(z, range(0, z.shape[1], pieces), axis=1)


@right("maxout/layer")
def unit_by_unit(x, W, b, pieces):
    units = W.shape[1] // pieces
    out = np.empty((len(x), units), x.dtype)
    for u in range(units):
        own = slice(u * pieces, (u + 1) * pieces)
        out[:, u] = np.amax(x @ W[:, own] + b[own], axis=1)
    return out


@right("maxout/layer")
def sorted_pieces(x, W, b, pieces):
    z = np.dot(x, W) + b
    return np.sort(z.reshape(z.shape[0], z.shape[1] // pieces, pieces), axis=-1)[:, :, -1]


@right("maxout/layer")
def with_weights_of_three_axes(x, W, b, pieces):
    W, b = W.reshape(len(W), -1, pieces), b.reshape(-1, pieces)
    return np.max(np.tensordot(x, W, 1) + b, axis=-1)


@right("maxout/route")
def with_rows_of_the_identity(z, g, pieces):
    winners = np.argmax(z.reshape(*g.shape, pieces), axis=2)
    return (np.eye(pieces)[winners] * g[:, :, None]).reshape(z.shape)


@right("maxout/route")
def put_along_the_axis(z, g, pieces):
    apart = z.reshape(*g.shape, pieces)
    dz = np.zeros(apart.shape)
    np.put_along_axis(dz, apart.argmax(axis=2)[..., None], g[..., None], axis=2)
    return dz.reshape(z.shape)


@right("maxout/route")
def the_first_of_the_equal(z, g, pieces):
    apart = z.reshape(len(z), -1, pieces)
    top = apart == apart.max(axis=2, keepdims=True)
    first = top & (np.cumsum(top, axis=2) == 1)
    return np.where(first, g[..., None], 0.0).reshape(z.shape)


@right("maxout/route")
def in_lists(z, g, pieces):
    rows = []
    for pieces_of_row, signals in zip(z.tolist(), g.tolist(), strict=True):
        row = []
        for u, signal in enumerate(signals):
            own = pieces_of_row[u * pieces : (u + 1) * pieces]
            best = own.index(max(own))
            row += [signal if k == best else 0.0 for k in range(pieces)]
        rows.append(row)
    return rows


def _chords(knots, heights):
    w = np.diff(heights) / np.diff(knots)
    return w, heights[:-1] - w * knots[:-1]


@right("maxout/difference")
def with_a_parabola_on_top(knots, values):
    """Bent upwards enough, anything is convex; the second unit takes the parabola away."""
    bends = np.diff(np.diff(values) / np.diff(knots))
    room = knots[2:] - knots[:-2]
    bend = np.max(np.abs(bends) / room, initial=0.0) + 1
    lift = bend * knots**2
    return (*_chords(knots, values + lift), *_chords(knots, lift))


@right("maxout/difference")
def with_heights_from_hinges(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    bends = np.diff(slopes)
    open_ = np.maximum(0, knots[:, None] - knots[1:-1])  # how far each hinge has risen
    down = open_ @ np.maximum(-bends, 0)
    return (*_chords(knots, values + down), *_chords(knots, down))


@right("maxout/difference")
def from_the_right_end(knots, values):
    slopes = (np.diff(values) / np.diff(knots)).tolist()
    first, second = [slopes[-1]], [0.0]
    for left, right_ in zip(slopes[-2::-1], slopes[:0:-1], strict=True):
        first.append(first[-1] - max(right_ - left, 0))
        second.append(second[-1] - max(left - right_, 0))
    units = []
    for w, end in ((np.array(first[::-1]), values[-1]), (np.array(second[::-1]), 0.0)):
        above = np.append(np.cumsum((w * np.diff(knots))[::-1])[::-1][1:], 0.0)
        units += [w, end - above - w * knots[1:]]
    return tuple(units)


@right("maxout/difference")
def with_a_line_added_to_both(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    w1 = slopes[0] + np.append(0.0, np.cumsum(np.maximum(np.diff(slopes), 0))) + 2.0
    w2 = w1 - slopes
    b2 = np.zeros(len(w2))
    for i in range(1, len(w2)):
        b2[i] = b2[i - 1] + (w2[i - 1] - w2[i]) * knots[i]
    b1 = values[:-1] - slopes * knots[:-1] + b2
    return w1.tolist(), b1.tolist(), w2.tolist(), b2.tolist()
