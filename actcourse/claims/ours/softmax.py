"""Findings of the chapter on softmax."""

import numpy as np

from actcourse import nn
from actcourse.activations import sigmoid, softmax
from actcourse.data import digits
from actcourse.experiments import Recipe, calibration, flow
from actcourse.experiments.output import (
    FINER,
    LOSSES,
    THREE,
    WAYS,
    first_loss,
    squared_error,
    threes,
    untrained,
)

from ..ledger import Expected, control, finding


def lse(z):
    return z.max() + np.log(np.exp(z - z.max()).sum())


@finding(
    "softmax/differences",
    says="Two shares have the ratio that belongs to the difference of their scores: 1.105 for "
    "0.1 and 0.2 as for 10.1 and 10.2, and 2.718 for 1 and 2.",
    taught="softmax#what-does-softmax-not-see",
    tenths=Expected(1.105, 1.1053, "e to the power of 0.1"),
    tenths_10_higher=Expected(1.105, 1.1053, "the same difference"),
    one_and_two=Expected(2.7182, 2.7183, "e"),
    order_kept=Expected(1, 1, "the exponential rises"),
)
def ratios_of_shares(rng):
    def ratio(low, high):
        p = softmax(np.array([low, high]))
        return p[1] / p[0]

    z = rng.standard_normal((1000, 10))
    return {
        "tenths": ratio(0.1, 0.2),
        "tenths_10_higher": ratio(10.1, 10.2),
        "one_and_two": ratio(1.0, 2.0),
        "order_kept": np.mean(z.argsort() == softmax(z).argsort()),
    }


@finding(
    "softmax/two-classes",
    says="The sigmoid is softmax for two classes, one of which has the score 0.",
    taught="softmax#what-does-softmax-not-see",
    gap=Expected(0, 1e-15, "rounding"),
)
def first_of_two_shares_against_the_sigmoid(rng):
    z = rng.normal(size=(1000, 2))
    return {"gap": np.abs(softmax(z)[:, 0] - sigmoid(z[:, 0] - z[:, 1])).max()}


@finding(
    "softmax/temperature",
    says="The temperature changes no answer of a classifier that takes the largest share, and "
    "changes what is drawn where the class is drawn.",
    taught="softmax#what-does-softmax-not-see",
    same_answer=Expected(1, 1, "dividing by T keeps the order"),
    cold=Expected(0.999, 1, "draws of the third class at T = 0.1"),
    hot=Expected(0.32, 0.41, "at T = 10; its share is 0.367"),
)
def answers_and_draws(rng):
    z, rows = np.array([1.0, 2.0, 3.0]), rng.normal(0, 3, (1000, 10))
    answers = [softmax(rows / T).argmax(axis=1) for T in (0.1, 1, 10)]
    cold, hot = (np.mean(rng.choice(3, 1000, p=softmax(z / T)) == 2) for T in (0.1, 10))
    return {"same_answer": np.mean(np.ptp(answers, axis=0) == 0), "cold": cold, "hot": hot}


@finding(
    "softmax/overflow",
    says="As written, softmax gives not a number for scores of 1000; with the largest score "
    "subtracted first it gives the shares of 1, 2 and 3.",
    taught="softmax#what-breaks-in-a-computer",
    lost=Expected(3, 3, "infinity divided by infinity"),
    gap=Expected(0, 1e-15, "the same exponentials"),
    masked=Expected(0, 0, "the share of a score of minus infinity"),
)
def shares_at_a_thousand(rng):
    z = np.array([1.0, 2.0, 3.0])
    with np.errstate(all="ignore"):
        e = np.exp(z + 1000)
        lost = np.isnan(e / e.sum()).sum()
    gap = np.abs(softmax(z + 1000) - softmax(z)).max()
    return {"lost": lost, "gap": gap, "masked": softmax(np.array([1.0, -np.inf, 3.0]))[1]}


@finding(
    "softmax/log-sum-exp",
    says="Log-sum-exp lies between the largest score and that plus ln K, and gives the logarithm "
    "of a share that rounds to 0.",
    taught="softmax#what-breaks-in-a-computer",
    least=Expected(0, 0.004, "above the maximum, over a thousand rows of ten scores"),
    most=Expected(1.3, 1.9, "at most ln 10, 2.303"),
    logarithm=Expected(-800, -800, "of a share of e to the power of -800"),
)
def bounds_of_log_sum_exp(rng):
    above = [lse(z) - z.max() for z in rng.normal(0, 3, (1000, 10))]
    z = np.array([0.0, -800.0])
    return {"least": min(above), "most": max(above), "logarithm": (z - lse(z))[1]}


@finding(
    "softmax/smooth",
    says="At three scores of 0 softmax has the slopes 2/9 and -1/9, from either side.",
    taught="softmax#how-do-the-shares-move",
    own=Expected(0.2222, 0.2223, "1/3 times 2/3"),
    others=Expected(-0.1112, -0.1111, "minus 1/9"),
    jump=Expected(0, 1e-5, "between the slopes to the right and to the left"),
)
def slopes_at_three_zeros(rng):
    h, z = 1e-5, np.zeros((3, 3))
    right, left = ((softmax(z + s * np.eye(3)) - softmax(z)) / s for s in (h, -h))
    J = (right + left) / 2
    return {"own": J[0, 0], "others": J[0, 1], "jump": np.abs(right - left).max()}


@finding(
    "softmax/no-sign",
    says="At the scores -1, -2 and -3 the right class with the lowest gets the strongest push, "
    "0.910, and with 100 added to all scores the same.",
    taught="softmax#can-a-class-die",
    push=Expected(0.9099, 0.91, "1 minus its share of 0.0900"),
    raised=Expected(0.9099, 0.91, "only differences count"),
)
def pushes_at_negative_scores(rng):
    z, y = np.array([[-1.0, -2.0, -3.0]]), np.array([2])
    push, raised = (-nn.softmax_cross_entropy(z + c, y)[1][0, 2] for c in (0, 100))
    return {"push": push, "raised": raised}


def pushes(lead):
    """How hard each loss pushes the right one of two classes up, `lead` points behind."""
    z = np.array([[0.0, lead]])
    return {name: -loss(z, np.array([0]))[1][0, 0] for name, loss in LOSSES.items()}


@finding(
    "softmax/cancelled",
    says="The logarithm in the cross-entropy cancels the saturation of softmax: 8 points behind "
    "it pushes with 0.9997, and the squared error with 0.0013.",
    taught="softmax#can-a-class-die",
    proof="The derivative of ln p is p' / p, and p' = p (1 - p).",
    cross_entropy=Expected(0.99966, 0.99967, "1 minus the share"),
    squared_error=Expected(0.00133, 0.00135, "4 p (1 - p)² at this share"),
    slope=Expected(0.00033, 0.00034, "of the share itself, p (1 - p)"),
)
def pushes_8_points_behind(rng):
    both, p = pushes(8.0), softmax(np.array([0.0, 8.0]))[0]
    return {
        "cross_entropy": both["cross-entropy"],
        "squared_error": both["squared error"],
        "slope": p * (1 - p),
    }


@finding(
    "softmax/the-more-wrong-the-less",
    says=r"From a lead of $\ln 2$ for the wrong class on, the squared error pushes the less the "
    "more wrong the network is.",
    taught="softmax#can-a-class-die",
    largest_at=Expected(0.68, 0.71, "where the right share is 1/3: a lead of ln 2"),
)
def lead_with_the_largest_push(rng):
    leads = np.arange(-8, 8, 0.01)
    return {"largest_at": leads[np.argmax([pushes(lead)["squared error"] for lead in leads])]}


# What `threes` keeps for the figure is asked for by a seed: one drawn from the generator.


def back(behind, loss, way, rng, epochs=30):
    return threes(behind, loss, int(rng.integers(1000)), way, epochs)[-1]


SGD = "SGD rate 0.1"


@finding(
    "softmax/comes-back",
    says="Ten points behind, a class comes back in 30 epochs of SGD at rate 0.1 with the "
    "cross-entropy, and not with the squared error.",
    taught="softmax#can-a-class-die",
    cross_entropy=Expected(0.75, 1, "of the test 3s; over 12 seeds .89 to .93"),
    after_5=Expected(0.78, 1, "of the test 3s, after five epochs"),
    squared_error=Expected(0, 0, "of the test 3s"),
)
def threes_ten_points_behind(rng):
    path = threes(10, "cross-entropy", int(rng.integers(1000)))
    return {
        "cross_entropy": path[-1],
        "after_5": path[4],
        "squared_error": back(10, "squared error", SGD, rng),
    }


@finding(
    "softmax/slow-not-dead",
    says="Five points behind, SGD at rate 0.1 does not bring the class back with the squared "
    "error in 30 epochs, and Adam does: it is not dead.",
    taught="softmax#can-a-class-die",
    usual=Expected(0, 0, "of the test 3s, after 30 epochs of SGD at rate 0.1"),
    adam=Expected(0.75, 1, "of the test 3s, by Adam at rate 0.001"),
)
def threes_five_points_behind(rng):
    return {
        "usual": back(5, "squared error", SGD, rng),
        "adam": back(5, "squared error", "Adam rate 0.001", rng),
    }


@finding(
    "softmax/most-starts",
    says="Five points behind, SGD at rate 1 brings the class back with the squared error from "
    "most starts, and not from all.",
    taught="softmax#can-a-class-die",
    slow=True,
    back=Expected(0.4, 1, "share of eight starts from which most test 3s come back"),
)
def starts_from_which_it_comes_back(rng):
    ends = [back(5, "squared error", "SGD rate 1", rng) for _ in range(8)]
    return {"back": np.mean(np.greater(ends, 0.5))}


@finding(
    "softmax/adam-brings-back",
    says="Ten points behind, Adam brings the class back with the squared error, by dividing each "
    "step by the usual size of the gradient.",
    taught="softmax#can-a-class-die",
    adam=Expected(0.85, 1, "of the test 3s, at rate 0.01"),
    division_alone=Expected(0.85, 1, "the same without momentum"),
    sgd=Expected(0, 0, "of the test 3s, by SGD at rate 1"),
)
def threes_by_adam(rng):
    squared = "squared error"
    return {
        "adam": back(10, squared, "Adam rate 0.01", rng),
        "division_alone": back(10, squared, "Adam rate 0.01 without momentum", rng),
        "sgd": back(10, squared, "SGD rate 1", rng),
    }


@control(
    "softmax/adam-brings-back",
    says="Were it Adam's momentum, SGD with momentum would bring the class back: at rate 1 it does "
    "not.",
    momentum=Expected(0, 0, "of the test 3s, at rate 1 with momentum 0.9"),
)
def threes_by_momentum(rng):
    return {"momentum": back(10, "squared error", "SGD rate 1 with momentum", rng)}


@finding(
    "softmax/too-small-to-feel",
    says="Twenty points behind, no way of learning in the list brings the class back with the "
    "squared error in 30 epochs: Adam adds a small number to what it divides by, and the gradient "
    "is smaller still.",
    taught="softmax#can-a-class-die",
    most=Expected(0, 0, "of the test 3s, by any of SGD and Adam at two rates each"),
    gradient=Expected(0, 6e-12, "largest of the loss by the class's scores; Adam adds 1e-8"),
)
def threes_twenty_points_behind(rng):
    d, net = digits(), nn.Network([nn.Dense(64, 10, rng=rng)])
    net.layers[0].b[THREE] -= 20
    pushes = squared_error(net(d.X_train), d.y_train)[1][:, THREE]
    return {
        "most": max(back(20, "squared error", way, rng) for way in WAYS),
        "gradient": np.abs(pushes).max(),
    }


@control(
    "softmax/too-small-to-feel",
    says="Were the class dead, no Adam would bring it back: with 10^-12 in place of 10^-8 both "
    "rates bring back most of it.",
    least=Expected(0.65, 1, "of the test 3s, at the worse of two rates"),
)
def threes_by_a_finer_adam(rng):
    return {"least": min(back(20, "squared error", way, rng) for way in FINER)}


# --- the first loss ------------------------------------------------------------------------------

SMALL = nn.normal(std=0.01)


def seed_of(rng):
    return int(rng.integers(10_000))


@finding(
    "softmax/first-loss",
    says="With tiny output weights the first loss is ln 10; with He's, whose scores differ at "
    "random, it is higher, and with LeCun's mostly.",
    taught="softmax#what-should-an-untrained-network-say",
    small=Expected(2.28, 2.33, "ln 10 is 2.303"),
    lecun=Expected(2.2, 2.75, "over 12 seeds 2.27 to 2.61"),
    he=Expected(2.4, 3.2, "over 12 seeds 2.58 to 3.03"),
)
def first_losses(rng):
    kinds = {"small": SMALL, "lecun": "lecun", "he": "he"}
    return {name: first_loss(init, seed_of(rng)) for name, init in kinds.items()}


@finding(
    "softmax/lower-is-not-better",
    says="The start with the lower first loss is not the better one: after one epoch He's output "
    "weights are ahead of tiny ones, on average over eight starts, and after ten they are level.",
    taught="softmax#what-should-an-untrained-network-say",
    slow=True,
    ahead=Expected(1, 12, "points, after one epoch of SGD at rate 0.1"),
    ahead_after_10=Expected(-1.5, 1.5, "points, after ten epochs: level"),
)
def after_one_epoch_and_after_ten(rng):
    d, right = digits(), {}
    for name, init in {"small": SMALL, "he": "he"}.items():
        scores = []
        for _ in range(8):
            net = untrained(init, rng)
            for epochs in (1, 9):
                nn.fit(net, d.X_train, d.y_train, epochs=epochs, rng=rng)
                scores.append(nn.accuracy(net, d.X_test, d.y_test))
        right[name] = np.reshape(scores, (8, 2)).mean(axis=0)
    after_1, after_10 = 100 * (right["he"] - right["small"])
    return {"ahead": after_1, "ahead_after_10": after_10}


DEEP = Recipe("sigmoid", depth=5, init=SMALL)


@finding(
    "softmax/ln-k-proves-nothing",
    says="Five layers of sigmoids with small weights begin with a loss of ln 10, and have it "
    "still after 30 epochs: their error signal fades on its way back.",
    taught="softmax#what-should-an-untrained-network-say",
    slow=True,
    before=Expected(2.29, 2.33, "ln 10 is 2.303"),
    after=Expected(2.25, 2.33, "over 12 seeds 2.303 to 2.314"),
    right=Expected(0.05, 0.2, "one digit in ten is a guess"),
    factor=Expected(0.018, 0.022, "of the error signal per layer, before training"),
)
def loss_of_five_sigmoid_layers(rng):
    d, losses = digits(), []
    factor = flow.factor(DEEP, seed_of(rng))
    for run in DEEP.stages(rng, (0, 30)):
        losses.append(nn.softmax_cross_entropy(run.net(d.X_train), d.y_train)[0])
    return {"before": losses[0], "after": losses[1], "right": run.accuracy, "factor": factor}


@control(
    "softmax/ln-k-proves-nothing",
    says="Were it the first loss of ln 10 that keeps it from learning, a network with the same "
    "first loss and a signal that comes through would not learn: it does.",
    first=Expected(2.28, 2.33, "ReLU with He's weights, and tiny ones at the output"),
    right=Expected(0.9, 1, "after 30 epochs"),
)
def the_same_first_loss_with_a_signal(rng):
    d, net = digits(), untrained(SMALL, rng)
    first = nn.softmax_cross_entropy(net(d.X_train), d.y_train)[0]
    nn.fit(net, d.X_train, d.y_train, rng=rng)
    return {"first": first, "right": nn.accuracy(net, d.X_test, d.y_test)}


@finding(
    "softmax/probabilities",
    says="Shares are probabilities only as far as training has made them so: before it the "
    "network is far surer than it is right, after 30 epochs within a few points, and after 300 "
    "it says more than comes true.",
    taught="softmax#are-the-shares-probabilities",
    too_sure_before=Expected(0.05, 0.6, "mean largest share minus what is right; five networks"),
    off_after_30=Expected(-0.06, 0.04, "the same after 30 epochs"),
    too_sure_after_300=Expected(0, 0.07, "the same after 300"),
)
def said_minus_right(rng):
    said = [calibration.confidence(calibration.LONG, rng, (0, 30, 300)) for _ in range(5)]
    before, after, long_after = -np.diff(np.mean(said, axis=0))[:, 0]
    return {
        "too_sure_before": before,
        "off_after_30": after,
        "too_sure_after_300": long_after,
    }


@finding(
    "softmax/single-shares",
    says="After 30 epochs about nine in ten of the digits to which a network gives a share of 80 "
    "to 95% are right, and after 300 epochs about four in five.",
    taught="softmax#are-the-shares-probabilities",
    slow=True,
    said_after_30=Expected(0.88, 0.91, "their mean share; ten networks"),
    right_after_30=Expected(0.87, 0.97, "what is right of them"),
    said_after_300=Expected(0.87, 0.91, "their mean share"),
    right_after_300=Expected(0.7, 0.9, "what is right of them"),
)
def digits_with_a_share_between_80_and_95_percent(rng):
    looks = zip(
        *(calibration.answers(calibration.LONG, rng, (30, 300)) for _ in range(10)), strict=True
    )
    found = {}
    for epochs, look in zip((30, 300), looks, strict=True):
        sure, right = (np.concatenate(part) for part in zip(*look, strict=True))
        some = (sure >= 0.8) & (sure < 0.95)
        found[f"said_after_{epochs}"] = sure[some].mean()
        found[f"right_after_{epochs}"] = right[some].mean()
    return found
