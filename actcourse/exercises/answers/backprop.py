"""Known answers to the exercises on backpropagation, wrong and right."""

import numpy as np

from ..mistakes import KnownAnswers

network = KnownAnswers()


def _gradients(X, Y, W1, b1, W2, b2, f, df):
    """The four gradients, from which some mistakes are made."""
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("sum", "the loss is a mean over the n examples: where does 1/n come in?")
def network_sum(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = a1 @ W2 + b2 - Y
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("no slope", "on its way from a1 to z1 the signal meets f: what does it multiply?")
def network_no_slope(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("slope at a", "df expects the pre-activation, as f did; what did you hand to it?")
def network_slope_at_a(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T * df(a1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake(
    "bias",
    "every example adds its own share to the gradient of a bias; has 1/n not been counted before?",
)
def network_bias(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.mean(axis=0), a1.T @ d2, d2.mean(axis=0)


@network.mistake(
    "square sizes",
    "right for some shapes: compare with difference quotients where all sizes are equal.",
)
def network_square_sizes(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    back = W2 if W2.shape[0] == W2.shape[1] else W2.T
    d1 = d2 @ back * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake(
    "raised", "write the shape of every array beside its line: which product does not fit?"
)
def network_raised(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2 * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("bent output", "the last layer has no activation: z2 is the output itself.")
def network_bent_output_without_its_slope(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (f(a1 @ W2 + b2) - Y) / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("sign", "the gradient points uphill; whoever descends takes the minus later.")
def network_sign(X, Y, W1, b1, W2, b2, f, df):
    return tuple(-part for part in _gradients(X, Y, W1, b1, W2, b2, f, df))


@network.mistake("mutated")
def network_mutated(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    Y -= a1 @ W2 + b2
    d2 = -Y / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("twice", "what does the ½ in the loss do to the derivative of the square?")
def network_twice(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = 2 * (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake(
    "all entries", "the mean is over the examples; over the outputs of one the loss is a sum."
)
def network_all_entries(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    d2 = (a1 @ W2 + b2 - Y) / Y.size
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("activation on top", "the output of this network is z2: does f act on it?")
def network_activation_on_top(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    a1 = f(z1)
    z2 = a1 @ W2 + b2
    d2 = (f(z2) - Y) * df(z2) / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("tanh's slope", "f may be any activation: does your slope come from `df`?")
def network_tanhs_slope(X, Y, W1, b1, W2, b2, f, df):
    a1 = f(X @ W1 + b1)
    d2 = (a1 @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T * (1 - a1**2)
    return X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


@network.mistake("bias lost", "z1 and z2 both have a bias: does your way forward add it?")
def network_first_bias_lost(X, Y, W1, b1, W2, b2, f, df):
    return _gradients(X, Y, W1, 0 * b1, W2, b2, f, df)


@network.mistake("bias lost")
def network_second_bias_lost(X, Y, W1, b1, W2, b2, f, df):
    return _gradients(X, Y, W1, b1, W2, 0 * b2, f, df)


@network.mistake("z for a", "W2 multiplies a1 on the way up: what does it meet on the way back?")
def network_z_for_a(X, Y, W1, b1, W2, b2, f, df):
    z1 = X @ W1 + b1
    d2 = (f(z1) @ W2 + b2 - Y) / len(X)
    d1 = d2 @ W2.T * df(z1)
    return X.T @ d1, d1.sum(axis=0), z1.T @ d2, d2.sum(axis=0)


@network.mistake("n twice", "how often does your way back divide by the number of examples?")
def network_n_twice(X, Y, W1, b1, W2, b2, f, df):
    dW1, db1, dW2, db2 = _gradients(X, Y, W1, b1, W2, b2, f, df)
    return dW1 / len(X), db1 / len(X), dW2, db2


@network.mistake("n below only", "1/n belongs to the loss, so all four gradients have it.")
def network_n_below_only(X, Y, W1, b1, W2, b2, f, df):
    dW1, db1, dW2, db2 = _gradients(X, Y, W1, b1, W2, b2, f, df)
    return dW1, db1, dW2 * len(X), db2 * len(X)


@network.mistake("order", "the four come in the order dW1, db1, dW2, db2.")
def network_last_layer_first(X, Y, W1, b1, W2, b2, f, df):
    dW1, db1, dW2, db2 = _gradients(X, Y, W1, b1, W2, b2, f, df)
    return dW2, db2, dW1, db1


@network.mistake("order")
def network_weights_first(X, Y, W1, b1, W2, b2, f, df):
    dW1, db1, dW2, db2 = _gradients(X, Y, W1, b1, W2, b2, f, df)
    return dW1, dW2, db1, db2


@network.right
def network_right(X, Y, W1, b1, W2, b2, f, df):
    dW1, db1 = np.zeros(W1.shape), np.zeros(b1.shape)
    dW2, db2 = np.zeros(W2.shape), np.zeros(b2.shape)
    for x, y in zip(X, Y, strict=True):
        z = b1 + x @ W1
        miss = b2 + f(z) @ W2 - y
        back = df(z) * (W2 @ miss)
        dW1 += np.outer(x, back) / len(X)
        db1 += back / len(X)
        dW2 += np.outer(f(z), miss) / len(X)
        db2 += miss / len(X)
    return dW1, db1, dW2, db2


engine = KnownAnswers()


class Node:
    """What the engines below have in common: a value and what it was computed from."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, Node) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Node) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def ancestors(self):
        """This node and all that it was computed from, each before its parents."""
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        return reversed(order)

    def backward(self):
        self.grad = 1.0
        for node in self.ancestors():
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@engine.mistake(
    "overwritten",
    "y takes part in two places of (x + y) * y + x, and so does x: "
    "what happens to what the first place sent?",
)
class EngineOverwritten(Node):
    def backward(self):
        self.grad = 1.0
        for node in self.ancestors():
            for parent, slope in node.parents:
                parent.grad = slope * node.grad


@engine.mistake(
    "seed",
    "every gradient is 0: what does the walk start with, and does it go on to the inputs?",
)
class EngineSeed(Node):
    def backward(self):
        for node in self.ancestors():
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@engine.mistake("slope lost", "each link has a local slope: where does it come in?")
class EngineSlopeLost(Node):
    def backward(self):
        self.grad = 1.0
        for node in self.ancestors():
            for parent, _ in node.parents:
                parent.grad += node.grad


@engine.mistake("seed")
class EngineFirstSteps(Node):
    def backward(self):
        self.grad = 1.0
        for parent, slope in self.parents:
            parent.grad += slope


@engine.mistake("data", "the walk starts with the slope of a value for itself, not with the value.")
class EngineData(Node):
    def backward(self):
        self.grad = self.data
        for node in self.ancestors():
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@engine.mistake("seed")
class EngineUpsideDown(Node):
    def backward(self):
        self.grad = 1.0
        for node in reversed([*self.ancestors()]):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@engine.mistake("tree", "compute (x + y) * y + x and its slopes by hand for x = 1, y = 2.")
class EngineTree(Node):
    def __mul__(self, other):
        return type(self)(self.data * other.data, [(self, self.data), (other, other.data)])


@engine.mistake(
    "twice", "in x * x both parents are the same value: is each of them owed its share?"
)
class EngineTwice(Node):
    def backward(self):
        self.grad = 1.0
        for node in self.ancestors():
            for parent, slope in dict(node.parents).items():
                parent.grad += slope * node.grad


@engine.mistake(
    "too early",
    "a value handed on its gradient before all its children had paid in: in "
    "which order must values be visited?",
)
class EngineAsFound(Node):
    def backward(self):
        found = [self]
        self.grad = 1.0
        for node in found:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                if parent not in found:
                    found.append(parent)


@engine.mistake("too early")
class EngineEveryPath(Node):
    def backward(self):
        self.grad = 1.0
        stack = [self]
        for _ in range(2000):
            if not stack:
                break
            node = stack.pop()
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                stack.append(parent)


@engine.right
class EngineCounting(Node):
    def __init__(self, data, parents=()):
        super().__init__(data, parents)
        self.waiting = 0  # how many children have not paid in

    def backward(self):
        found = [self]
        for node in found:
            for parent, _ in node.parents:
                if not parent.waiting:
                    found.append(parent)
                parent.waiting += 1
        ready, self.grad = [self], 1.0
        while ready:
            node = ready.pop()
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                parent.waiting -= 1
                if parent.waiting == 0:
                    ready.append(parent)


update = KnownAnswers()


@update.mistake("misprint", "with all gradients 0, a step should leave W2 as it is: does it?")
def update_misprint(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W1 - rate * dW2, b2 - rate * db2


@update.mistake("misprint again", "with all gradients 0, a step should leave W2 as it is: does it?")
def update_misprint_again(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    W1 = W1 - rate * dW1
    W2 = W1 - rate * dW2
    return W1, b1 - rate * db1, W2, b2 - rate * db2


@update.mistake("bias", "with all gradients 0, a step should leave b2 as it is: does it?")
def update_bias(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W2 - rate * dW2, b2 @ W2 - rate * db2


@update.mistake("both", "with all gradients 0, a step should leave W2 and b2 as they are: does it?")
def update_both(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W1 - rate * dW2, b2 @ W2 - rate * db2


@update.mistake(
    "uphill", "the gradient points to where the loss grows: which way do we want to go?"
)
def update_uphill(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 + rate * dW1, b1 + rate * db1, W2 + rate * dW2, b2 + rate * db2


@update.mistake("mutated", "`W1 -= ...` changes the caller's array: return new ones.")
def update_mutated(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    W1 -= rate * dW1
    b1 -= rate * db1
    W2 -= rate * dW2
    b2 -= rate * db2
    return W1, b1, W2, b2


@update.mistake("no rate", "how far does your step go where `rate` is 0?")
def update_no_rate(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - dW1, b1 - db1, W2 - dW2, b2 - db2


@update.mistake("other parameter", "each parameter starts from itself: from what does yours start?")
def update_biases_from_b1(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W2 - rate * dW2, b1 - rate * db2


@update.mistake("other gradient", "each parameter goes with its own gradient: which has dW2?")
def update_other_gradient(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1 - rate * db1, W2 - rate * dW1, b2 - rate * db1


@update.mistake("other gradient")
def update_gradients_exchanged(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW2, b1 - rate * db2, W2 - rate * dW1, b2 - rate * db1


@update.mistake(
    "shrunk", "with all gradients 0, a step should leave W1 as it is: what does yours do to it?"
)
def update_shrunk(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    old, slopes = (W1, b1, W2, b2), (dW1, db1, dW2, db2)
    return tuple(p - rate * g * p for p, g in zip(old, slopes, strict=True))


@update.mistake("shrunk")
def update_rate_on_both(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    old, slopes = (W1, b1, W2, b2), (dW1, db1, dW2, db2)
    return tuple(rate * (p - g) for p, g in zip(old, slopes, strict=True))


@update.mistake("step alone", "that is the step: where are the parameters that take it?")
def update_step_alone(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return -rate * dW1, -rate * db1, -rate * dW2, -rate * db2


@update.mistake("biases kept", "biases learn, too: what does your step do to b1?")
def update_biases_kept(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, b1, W2 - rate * dW2, b2


@update.mistake("order", "the four come back in the order W1, b1, W2, b2.")
def update_order(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    return W1 - rate * dW1, W2 - rate * dW2, b1 - rate * db1, b2 - rate * db2


@update.right
def update_right(W1, b1, W2, b2, dW1, db1, dW2, db2, rate):
    old, slopes = (W1, b1, W2, b2), (dW1, db1, dW2, db2)
    return [p + (-rate) * g for p, g in zip(old, slopes, strict=True)]


epoch = KnownAnswers()


@epoch.mistake(
    "both",
    "two things are wrong: what is in `g` when a batch begins, and what is the gradient of a mean?",
)
def epoch_both(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = g + x.T @ (x @ W - y)
        W = W - rate * g
    return W


@epoch.mistake("not zeroed", "what is in `g` when the second batch begins?")
def epoch_not_zeroed(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = g + x.T @ (x @ W - y) / len(x)
        W = W - rate * g
    return W


@epoch.mistake("not zeroed")
def epoch_divided_and_not_zeroed(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = (g + x.T @ (x @ W - y)) / len(x)
        W = W - rate * g
    return W


@epoch.mistake("inputs lost", "the slope of x W for W is x: where does it come in?")
def epoch_inputs_lost(W, X, Y, rate, batch):
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        W = W - rate * (x @ W - y).mean(axis=0)
    return W


@epoch.mistake("one number", "each weight has a slope of its own: over what is your mean taken?")
def epoch_one_number(W, X, Y, rate, batch):
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        W = W - rate * (x.T @ (x @ W - y)).mean()
    return W


@epoch.mistake("shuffled", "the batches are consecutive rows, in their order.")
def epoch_shuffled(W, X, Y, rate, batch):
    order = np.random.default_rng(0).permutation(len(X))
    return epoch_right(W, X[order], Y[order], rate, batch)


@epoch.mistake("sum", "the loss of a batch is a mean: its gradient is one, too.")
def epoch_sum(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = x.T @ (x @ W - y)
        W = W - rate * g
    return W


@epoch.mistake("all", "each batch has a mean loss of its own: how many examples are in it?")
def epoch_all(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = x.T @ (x @ W - y) / len(X)
        W = W - rate * g
    return W


@epoch.mistake("last batch", "with 10 examples in batches of 4, how many are in the last one?")
def epoch_last_batch(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = x.T @ (x @ W - y) / batch
        W = W - rate * g
    return W


@epoch.mistake("uphill", "the loss grows along the gradient: which way should W go?")
def epoch_uphill(W, X, Y, rate, batch):
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        W = W + rate * x.T @ (x @ W - y) / len(x)
    return W


@epoch.mistake("old weights", "after each batch the weights are new: from which is your gradient?")
def epoch_old_weights(W, X, Y, rate, batch):
    new = W
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        new = new - rate * x.T @ (x @ W - y) / len(x)
    return new


@epoch.mistake("mutated", "`W -= ...` changes the caller's array: begin with a new one.")
def epoch_mutated(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = x.T @ (x @ W - y) / len(x)
        W -= rate * g
    return W


@epoch.mistake("dropped", "the last examples count as well, though their batch is smaller.")
def epoch_dropped(W, X, Y, rate, batch):
    for start in range(0, len(X) - batch + 1, batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        W = W - rate * x.T @ (x @ W - y) / len(x)
    return W


@epoch.mistake(
    "all entries", "the mean is over the examples; over the outputs of one the loss is a sum."
)
def epoch_all_entries(W, X, Y, rate, batch):
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        W = W - rate * x.T @ (x @ W - y) / y.size
    return W


@epoch.mistake("whole", "each step sees its own batch: which rows are in your product?")
def epoch_whole(W, X, Y, rate, batch):
    for _ in range(0, len(X), batch):
        W = W - rate * X.T @ (X @ W - Y) / len(X)
    return W


@epoch.mistake("one step", "there is a step after each batch: how many does yours take?")
def epoch_one_step(W, X, Y, rate, batch):
    return W - rate * X.T @ (X @ W - Y) / len(X)


@epoch.mistake("one step")
def epoch_first_batch_alone(W, X, Y, rate, batch):
    x, y = X[:batch], Y[:batch]
    return W - rate * x.T @ (x @ W - y) / len(x)


@epoch.mistake("by batch", "with 5 rows and a `batch` of 8, how many examples are in the mean?")
def epoch_rows_one_by_one(W, X, Y, rate, batch):
    for x, y in zip(X, Y, strict=True):
        W = W - rate * np.outer(x, x @ W - y) / batch
    return W


@epoch.mistake("overlap", "where does a batch end, and does the next one begin right after it?")
def epoch_overlap(W, X, Y, rate, batch):
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch + 1], Y[start : start + batch + 1]
        W = W - rate * x.T @ (x @ W - y) / len(x)
    return W


@epoch.mistake("squares", "what does the ½ in the loss do to the derivative of the square?")
def epoch_squares(W, X, Y, rate, batch):
    return epoch_right(W, X, Y, 2 * rate, batch)


@epoch.mistake("gradient", "that is a gradient: asked are the weights after the pass.")
def epoch_gradient(W, X, Y, rate, batch):
    g = np.zeros_like(W)
    for start in range(0, len(X), batch):
        x, y = X[start : start + batch], Y[start : start + batch]
        g = x.T @ (x @ W - y) / len(x)
        W = W - rate * g
    return g


@epoch.right
def epoch_right(W, X, Y, rate, batch):
    cuts = list(range(batch, len(X), batch))
    for x, y in zip(np.split(X, cuts), np.split(Y, cuts), strict=True):
        pulls = [np.outer(one, one @ W - goal) for one, goal in zip(x, y, strict=True)]
        W = W - rate * np.mean(pulls, axis=0)
    return W


pieces = KnownAnswers()


@pieces.mistake(
    "everyone", "y is the larger of two pieces: does y change when the smaller one does?"
)
def pieces_everyone(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    pairs = p.reshape(len(x), -1, 2)
    wins = np.ones_like(pairs)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp * np.where(z > 0, 1, slope)
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": (dp * np.minimum(z, 0)).sum(axis=0),
    }


@pieces.mistake(
    "positive side",
    "for z > 0 the output is z, whatever the slope: what is its derivative for the slope there?",
)
def pieces_positive_side(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    pairs = p.reshape(len(x), -1, 2)
    wins = np.stack([pairs[..., 0] >= pairs[..., 1], pairs[..., 0] < pairs[..., 1]], axis=-1)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp * np.where(z > 0, 1, slope)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": (dp * z).sum(axis=0)}


@pieces.mistake("mean", "every example has used the slope: its shares add up, as for a bias.")
def pieces_mean(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    pairs = p.reshape(len(x), -1, 2)
    wins = np.stack([pairs[..., 0] >= pairs[..., 1], pairs[..., 0] < pairs[..., 1]], axis=-1)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp * np.where(z > 0, 1, slope)
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": (dp * np.minimum(z, 0)).mean(axis=0),
    }


@pieces.mistake("no bend", "between p and z stands the PReLU: what does the signal multiply there?")
def pieces_no_bend(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    pairs = p.reshape(len(x), -1, 2)
    wins = np.stack([pairs[..., 0] >= pairs[..., 1], pairs[..., 0] < pairs[..., 1]], axis=-1)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": (dp * np.minimum(z, 0)).sum(axis=0),
    }


def _walked(x, W, z, p, slope, g):
    """The gradients, with winners by `p`."""
    pairs = p.reshape(len(x), -1, 2)
    wins = np.stack([pairs[..., 0] >= pairs[..., 1], pairs[..., 0] < pairs[..., 1]], axis=-1)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp * np.where(z > 0, 1, slope)
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": (dp * np.minimum(z, 0)).sum(axis=0),
    }


@pieces.mistake(
    "maximum", "the larger of z and s·z is another function where s is above 1: try s = 2, z = 1."
)
def pieces_maximum(x, W, b, slope, g):
    z = x @ W + b
    return _walked(x, W, z, np.maximum(z, slope * z), slope, g)


def _shared(x, W, b, slope, g, first, zero=None):
    """The gradients, where the first piece of a pair takes the share `first` of g.

    At z = 0 the signal is multiplied by what `zero` makes of the slope, or by the slope.
    """
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    share = first(p[:, 0::2], p[:, 1::2])
    dp = np.empty_like(z)
    dp[:, 0::2], dp[:, 1::2] = g * share, g * (1 - share)
    bend = np.where(z > 0, 1.0, slope)
    dz = dp * (bend if zero is None else np.where(z == 0, zero(slope), bend))
    dslope = (dp * np.minimum(z, 0)).sum(axis=0)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": dslope}


def _first_on_ties(one, other):
    return (one >= other) * 1.0


@pieces.mistake("slope twice", "p = s z: for s its slope is z, so how often is s in your sum?")
def pieces_slope_twice(x, W, b, slope, g):
    found = pieces_right(x, W, b, slope, g)
    return found | {"slope": slope * found["slope"]}


@pieces.mistake("count", "p = s z for z ≤ 0: is its derivative for s 1, or something else?")
def pieces_count(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    dp = np.empty_like(z)
    first = p[:, 0::2] >= p[:, 1::2]
    dp[:, 0::2], dp[:, 1::2] = g * first, g * ~first
    dz = dp * np.where(z > 0, 1.0, slope)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": (dp * (z <= 0)).sum(axis=0)}


@pieces.mistake("always bent", "for z > 0 the output is z: what is its slope there?")
def pieces_always_bent(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    dp = np.empty_like(z)
    first = p[:, 0::2] >= p[:, 1::2]
    dp[:, 0::2], dp[:, 1::2] = g * first, g * ~first
    dz = dp * slope
    dslope = (dp * np.minimum(z, 0)).sum(axis=0)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": dslope}


@pieces.mistake(
    "halves", "the pieces of a pair stand side by side: which column goes with the first?"
)
def pieces_halves(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    left, right = np.split(p, 2, axis=1)
    dp = np.hstack([g * (left >= right), g * (left < right)])
    dz = dp * np.where(z > 0, 1.0, slope)
    dslope = (dp * np.minimum(z, 0)).sum(axis=0)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": dslope}


@pieces.mistake("tie", "where p1 and p2 are equal, which piece is to take g, and how much of it?")
def pieces_both_on_ties(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    pairs = p.reshape(len(x), -1, 2)
    wins = pairs == pairs.max(axis=-1, keepdims=True)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp * np.where(z > 0, 1, slope)
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": (dp * np.minimum(z, 0)).sum(axis=0),
    }


@pieces.mistake("tie")
def pieces_second_on_ties(x, W, b, slope, g):
    return _shared(x, W, b, slope, g, lambda one, other: (one > other) * 1.0)


@pieces.mistake("tie")
def pieces_halves_on_ties(x, W, b, slope, g):
    return _shared(x, W, b, slope, g, lambda one, other: (1 + np.sign(one - other)) / 2)


@pieces.mistake("tie")
def pieces_neither_on_ties(x, W, b, slope, g):
    z = x @ W + b
    p = np.where(z > 0, z, slope * z)
    left, right = p[:, 0::2], p[:, 1::2]
    dp = np.empty_like(z)
    dp[:, 0::2], dp[:, 1::2] = g * (left > right), g * (right > left)
    dz = dp * np.where(z > 0, 1, slope)
    dslope = (dp * np.minimum(z, 0)).sum(axis=0)
    return {"x": dz @ W.T, "W": x.T @ dz, "b": dz.sum(axis=0), "slope": dslope}


@pieces.mistake("at zero", "at z = 0 the text takes one of the two sides: which slope is that?")
def pieces_one_at_zero(x, W, b, slope, g):
    return _shared(x, W, b, slope, g, _first_on_ties, lambda s: np.ones_like(s))


@pieces.mistake("at zero")
def pieces_nothing_at_zero(x, W, b, slope, g):
    return _shared(x, W, b, slope, g, _first_on_ties, lambda s: 0 * s)


@pieces.mistake("at zero")
def pieces_mean_at_zero(x, W, b, slope, g):
    return _shared(x, W, b, slope, g, _first_on_ties, lambda s: (1 + s) / 2)


@pieces.mistake(
    "winner by z", "y is the larger of two p: does the larger z always have the larger p?"
)
def pieces_winner_by_z(x, W, b, slope, g):
    z = x @ W + b
    pairs = z.reshape(len(x), -1, 2)
    wins = np.stack([pairs[..., 0] >= pairs[..., 1], pairs[..., 0] < pairs[..., 1]], axis=-1)
    dp = (wins * g[:, :, None]).reshape(z.shape)
    dz = dp * np.where(z > 0, 1, slope)
    return {
        "x": dz @ W.T,
        "W": x.T @ dz,
        "b": dz.sum(axis=0),
        "slope": (dp * np.minimum(z, 0)).sum(axis=0),
    }


@pieces.right
def pieces_right(x, W, b, slope, g):
    dW, db, dslope, dx = np.zeros(W.shape), np.zeros(b.shape), np.zeros(b.shape), np.zeros(x.shape)
    for i, row in enumerate(x):
        z = b + row @ W
        p = np.maximum(z, 0) + slope * np.minimum(z, 0)
        for unit in range(g.shape[1]):
            j = 2 * unit + int(np.argmax(p[2 * unit : 2 * unit + 2]))
            dz = g[i, unit] * (1 if z[j] > 0 else slope[j])
            dx[i] += dz * W[:, j]
            dW[:, j] += dz * row
            db[j] += dz
            dslope[j] += g[i, unit] * min(z[j], 0)
    return {"slope": dslope, "b": db, "W": dW, "x": dx}
