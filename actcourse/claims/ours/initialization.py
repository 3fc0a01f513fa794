"""Findings of the chapter on initialization."""

import numpy as np

from actcourse import nn
from actcourse.activations import ACTIVATIONS
from actcourse.data import digits
from actcourse.experiments import Recipe, pairs
from actcourse.experiments.depth import ADAM, FOUR, LARGE, NORMALISED, PLAIN, SMALL, START, THIRTY
from actcourse.experiments.flow import differences, factor, flow
from actcourse.experiments.symmetry import FLAT, SIXTEEN, STARTS, different, spread

from ..ledger import Expected, control, finding

TEN = Recipe("tanh", depth=10)
GUESS = "one digit in ten is a guess"


def seed_of(rng):
    """A seed for runs that are to share it, an int."""
    return int(rng.integers(2**32))


@finding(
    "initialization/zero",
    says="From weights that are all 0 no weight of a tanh network moves, and it guesses.",
    taught="initialization#can-all-units-start-alike",
    moved=Expected(0, 0, "every gradient of a weight is 0"),
    right=Expected(0, 0.15, GUESS),
)
def training_from_zero(rng):
    run = SIXTEEN.but(init="zeros").train(rng)
    moved = max(np.abs(p).max() for p in run.net.parameters()[:3])  # the output's biases move
    return {"moved": moved, "right": run.accuracy}


@finding(
    "initialization/copies",
    says="In float64 sixteen tanh units that start from 0.1 everywhere are copies of one after "
    "20 epochs, and the network reads a fifth to a third of the digits.",
    taught="initialization#can-all-units-start-alike",
    units=Expected(1, 1, "the columns are alike"),
    right=Expected(0.2, 0.35, "over 12 seeds .29 to .33"),
)
def units_that_start_alike(rng):
    run = SIXTEEN.but(init=STARTS["all 0.1"]).train(rng)
    return {"units": different(run.net.layers[0].W), "right": run.accuracy}


@finding(
    "initialization/rounding",
    says="In 60 epochs copies stay copies in float64 and part in float32, because of rounding.",
    taught="initialization#can-all-units-start-alike",
    gap_64=Expected(0, 1e-12, "exactly alike, or but for rounding"),
    gap_32=Expected(0.2, 0.8, "the same training"),
    right_64=Expected(0.25, 0.45, "over 12 seeds .33 to .41"),
    right_32=Expected(0.6, 0.85, "over 12 seeds .70 to .74"),
)
def copies_in_two_precisions(rng):
    seed, found = seed_of(rng), {}
    for bits, dtype in ((64, np.float64), (32, np.float32)):
        run = FLAT.but(dtype=dtype, epochs=60).train(seed)
        found[f"gap_{bits}"] = spread(run.net.layers[0].W)
        found[f"right_{bits}"] = run.accuracy
    return found


@control(
    "initialization/rounding",
    says="Were float32 better at learning by itself, it would be ahead from random weights too: "
    "there the two read the same digits.",
    ahead=Expected(-0.003, 0.003, "one of 360 test images"),
)
def random_weights_in_two_precisions(rng):
    seed, recipe = seed_of(rng), FLAT.but(init=SMALL, epochs=10)
    small, large = (recipe.but(dtype=d).train(seed).accuracy for d in (np.float32, np.float64))
    return {"ahead": small - large}


@finding(
    "initialization/random-biases",
    says="Random biases alone part units whose weights start alike; they lead less far in 10 "
    "epochs and about as far as random weights in 60.",
    taught="initialization#can-all-units-start-alike",
    after_10=Expected(0.82, 0.95, "over 12 seeds .88 to .93"),
    after_60=Expected(0.95, 1, "over 12 seeds .97 to .99"),
)
def biases_that_differ(rng):
    stages = FLAT.but(bias=nn.normal(std=0.1)).stages(rng, (10, 60))
    early, late = [run.accuracy for run in stages]
    return {"after_10": early, "after_60": late}


@finding(
    "initialization/hundredth",
    says="Three layers of tanh that start from weights of size 0.01 guess after 10 epochs, read a "
    "part of the digits after 40 and most of them after 60: they are slow, not lost.",
    taught="initialization#why-not-always-001",
    after_10=Expected(0, 0.25, GUESS),
    after_40=Expected(0.2, 0.85, "over 12 seeds .31 to .71"),
    after_60=Expected(0.88, 0.99, "over 12 seeds .93 to .98"),
)
def patience_with_small_weights(rng):
    stages = START.but(depth=3, init=SMALL).stages(rng, (10, 40, 60))
    return {f"after_{n}": run.accuracy for n, run in zip((10, 40, 60), stages, strict=True)}


@finding(
    "initialization/between",
    says="The same three layers read most digits after 10 epochs from weights of size 0.125, and "
    "fewer from weights of size 1.",
    taught="initialization#why-not-always-001",
    usual=Expected(0.96, 1, "over 12 seeds .98 to .99"),
    large=Expected(0.65, 0.88, "over 12 seeds .74 to .81"),
)
def two_larger_sizes(rng):
    seed, three = seed_of(rng), START.but(depth=3)
    return {
        "usual": three.but(init=nn.normal(std=0.125)).train(seed).accuracy,
        "large": three.but(init=LARGE).train(seed).accuracy,
    }


def knows(run):
    """Accuracy of a training's network on the digits it has learned from."""
    return nn.accuracy(run.net, digits().X_train, digits().y_train)


@finding(
    "initialization/by-heart",
    says="From weights of size 1 three layers of tanh are behind in the first epoch; after ten "
    "they know their training digits, with most slopes flat, and read three quarters of others; "
    "five layers know three quarters of theirs.",
    taught="initialization#why-not-always-001",
    train_1=Expected(0.5, 0.72, "over 12 seeds .57 to .66"),
    usual_train_1=Expected(0.88, 0.95, "over 12 seeds .90 to .93"),
    train_10=Expected(0.96, 1, "over 12 seeds .98 to 1"),
    test_10=Expected(0.65, 0.88, "over 12 seeds .73 to .81"),
    flat=Expected(0.6, 0.79, "share of slopes below 0.01, by layer and in the mean"),
    five_train_10=Expected(0.65, 0.87, "over 12 seeds .72 to .80"),
)
def three_layers_from_weights_of_size_1(rng):
    seed, d = seed_of(rng), digits()
    stages = START.but(depth=3, init=LARGE).stages(seed, (1, 10))
    (train_1, _), (train_10, late) = [(knows(run), run) for run in stages]  # of one network
    return {
        "train_1": train_1,
        "usual_train_1": knows(START.but(depth=3, epochs=1).train(seed)),
        "train_10": train_10,
        "test_10": late.accuracy,
        "flat": np.mean(nn.saturation(nn.record(late.net, d.X_train, d.y_train))),
        "five_train_10": knows(START.but(depth=5, init=LARGE).train(seed)),
    }


@finding(
    "initialization/sum",
    says="A layer of random weights of variance s² multiplies the mean square of n inputs by "
    "n s², also where the inputs are far from centred.",
    taught="initialization#why-not-always-001",
    off_rule=Expected(0.95, 1.05, "the mean over 20,000 units"),
    kept_at_001=Expected(0.0799, 0.0801, "the root of 64 times 0.01"),
)
def a_sum_of_64_inputs(rng):
    x, W = rng.uniform(0, 2, 64), 0.2 * rng.standard_normal((64, 20_000))
    return {
        "off_rule": np.mean((x @ W) ** 2) / (64 * 0.2**2 * np.mean(x**2)),
        "kept_at_001": 0.01 * np.sqrt(64),
    }


@finding(
    "initialization/gains",
    says="For normal z of size 1 the outputs of ReLU keep half of the mean square, and the gains "
    "that restore the loss are 1.59 for tanh, 1.41 for ReLU, 1.68 for swish, 1.00 for "
    "SELU and 1.85 for the sigmoid.",
    taught="initialization#what-does-the-activation-take-away",
    half=Expected(0.49, 0.51, "a million draws"),
    variance=Expected(0.335, 0.346, "1/2 - 1/(2 pi)"),
    tanh=Expected(1.58, 1.6, "a million draws"),
    relu=Expected(1.41, 1.42, "the root of 2"),
    swish=Expected(1.66, 1.69, "a million draws"),
    selu=Expected(0.99, 1.01, "its fixed point"),
    sigmoid=Expected(1.84, 1.86, "a million draws"),
)
def gains_of_five(rng):
    z = rng.standard_normal(1_000_000)
    a = np.maximum(z, 0)
    gains = {
        f: 1 / np.sqrt(np.mean(ACTIVATIONS[f](z) ** 2))
        for f in ("tanh", "relu", "swish", "selu", "sigmoid")
    }
    return {"half": np.mean(a**2) / np.mean(z**2), "variance": a.var(), **gains}


def stack(f, gain, rng, layers=50, size=1):
    """Outputs of so many layers of 256 units for 64 random inputs."""
    x = size * rng.standard_normal((64, 256))
    for _ in range(layers):
        x = ACTIVATIONS[f](x @ (gain / 16 * rng.standard_normal((256, 256))))
    return x


@finding(
    "initialization/thirty",
    says="Thirty ReLU layers with weights of variance 1/n leave about a 33 thousandth of the "
    "signal, and with 2/n about all of it.",
    taught="initialization#what-does-the-activation-take-away",
    one_over_n=Expected(5e-6, 1e-4, "2 to the power of -15 is 3e-5"),
    two_over_n=Expected(0.2, 3, "1 on average over all draws"),
)
def signals_after_thirty_layers(rng):
    return {
        "one_over_n": nn.rms(stack("relu", 1, rng, 30)),
        "two_over_n": nn.rms(stack("relu", 2**0.5, rng, 30)),
    }


@finding(
    "initialization/race",
    says="In the third epoch thirty ReLU layers have the loss of a guess from Xavier's weights, "
    "and less from He's.",
    taught="initialization#what-does-the-activation-take-away",
    xavier=Expected(2.29, 2.32, "ln 10 = 2.303 is that of a guess"),
    he=Expected(1.1, 2.29, "over 12 seeds 1.5 to 2.0"),
)
def losses_of_thirty_layers(rng):
    seed = seed_of(rng)
    losses = {i: THIRTY.but(init=i).train(seed).history.epoch_loss[-1] for i in ("xavier", "he")}
    return {"xavier": losses["xavier"], "he": losses["he"]}


@finding(
    "initialization/plain",
    says="After 30 epochs of plain gradient descent at rate 0.01 thirty ReLU layers guess from "
    "Xavier's weights, and read nine digits in ten from He's but for a slow start here and there.",
    taught="initialization#what-does-the-activation-take-away",
    slow=True,
    xavier=Expected(0, 0.2, GUESS),
    he=Expected(0.23, 0.98, "over 12 seeds .91 to .96; of six other starts one stood at .23"),
)
def thirty_epochs_of_plain_descent(rng):
    seed = seed_of(rng)
    return {i: PLAIN.but(init=i).train(seed).accuracy for i in ("xavier", "he")}


@finding(
    "initialization/adam",
    says="Six epochs of Adam teach the thirty layers something from Xavier's weights and more "
    "from He's; in part this comes from dividing the gradients by their size.",
    taught="initialization#what-does-the-activation-take-away",
    slow=True,
    xavier=Expected(0.1, 0.8, "over 12 seeds .18 to .59"),
    he=Expected(0.6, 0.96, "over 12 seeds .69 to .93"),
    divided=Expected(0.12, 0.4, "over 12 seeds .16 to .29"),
)
def thirty_layers_in_other_hands(rng):
    seed = seed_of(rng)
    return {
        "xavier": ADAM.but(init="xavier").train(seed).accuracy,
        "he": ADAM.but(init="he").train(seed).accuracy,
        "divided": NORMALISED.but(init="xavier").train(seed).accuracy,
    }


@control(
    "initialization/adam",
    says="Were it a matter of larger steps, gradient descent at ten or a hundred times the rate "
    "would learn from Xavier's weights as well: it guesses.",
    slow=True,
    rate_01=Expected(0, 0.2, GUESS),
    rate_1=Expected(0, 0.2, GUESS),
)
def larger_rates_for_thirty_layers(rng):
    seed, plain = seed_of(rng), PLAIN.but(init="xavier", epochs=6)
    return {
        f"rate_{str(rate).replace('.', '')}": plain.but(rate=rate).train(seed).accuracy
        for rate in (0.1, 1)
    }


@finding(
    "initialization/batch-norm",
    says="With batch normalisation the thirty layers learn in the three epochs of the race from "
    "Xavier's weights as well as from He's, which do about as well without it.",
    taught="initialization#in-practice",
    slow=True,
    xavier=Expected(0.2, 0.7, "over 12 seeds .27 to .58"),
    he=Expected(0.2, 0.7, "over 12 seeds .29 to .49"),
    xavier_without=Expected(0.065, 0.09, "over 12 seeds one digit's share of the images"),
    he_without=Expected(0.2, 0.7, "over 12 seeds .28 to .51"),
)
def the_race_with_batch_norm(rng):
    seed, found = seed_of(rng), {}
    for init in ("xavier", "he"):
        race = THIRTY.but(init=init)
        found[init] = race.but(batch_norm=True).train(seed).accuracy
        found[f"{init}_without"] = race.train(seed).accuracy
    return found


@finding(
    "initialization/both-ways",
    says="A layer from 64 inputs to 256 units with weights of variance 1/64 keeps the size of the "
    "signal on the way up and doubles that of the error signal on the way back.",
    taught="initialization#and-on-the-way-back",
    up=Expected(0.95, 1.05, "1 for many draws"),
    down=Expected(1.9, 2.1, "the root of 256/64"),
)
def a_layer_in_both_directions(rng):
    W = rng.standard_normal((64, 256)) / 8
    x, delta = rng.standard_normal((1000, 64)), rng.standard_normal((1000, 256))
    return {"up": nn.rms(x @ W), "down": nn.rms(delta @ W.T)}


@finding(
    "initialization/habit",
    says="Through ten tanh layers the habit of the day keeps little more than half of the error "
    "signal per layer on the way back, and Xavier's weights nearly nine tenths.",
    taught="initialization#and-on-the-way-back",
    habit=Expected(0.53, 0.59, "about the root of a third, 0.577"),
    xavier=Expected(0.85, 0.92, "over 12 seeds .88 to .90"),
)
def two_rules_for_ten_tanh_layers(rng):
    return {
        "habit": factor(TEN.but(init="uniform"), rng),
        "xavier": factor(TEN.but(init=nn.xavier(uniform=True)), rng),
    }


@finding(
    "initialization/sigmoid",
    says="Per layer of sigmoids, gain 1 leaves about 0.23 and gain 4 about 0.6, of the differences "
    "between images on the way up and of the error signal on the way back alike.",
    taught="initialization#why-four-times-for-the-sigmoid",
    up_at_1=Expected(0.21, 0.26, "the rule says 0.24"),
    back_at_1=Expected(0.21, 0.26, "the rule says 0.24"),
    up_at_4=Expected(0.55, 0.66, "the rule says 0.63"),
    back_at_4=Expected(0.56, 0.68, "the rule says 0.63"),
)
def ten_layers_of_sigmoids(rng):
    found = {}
    for gain in (1, 4):
        seed, recipe = seed_of(rng), TEN.but(f="sigmoid", init=nn.lecun(gain=gain))
        first, last = differences(recipe, seed)[[0, -1]]
        found[f"up_at_{gain}"] = (last / first) ** (1 / 9)
        found[f"back_at_{gain}"] = factor(recipe, seed)
    return found


@finding(
    "initialization/level",
    says="The size of z does not fade through sigmoids while the differences between images do.",
    taught="initialization#why-four-times-for-the-sigmoid",
    size=Expected(0.4, 0.7, "gain 1: the outputs lie around a half"),
    differences=Expected(1e-7, 1e-5, "0.23 to the power of 9, times that of the first layer"),
)
def the_tenth_layer_of_sigmoids(rng):
    seed, recipe = seed_of(rng), TEN.but(f="sigmoid")
    return {
        "size": nn.rms(flow(recipe, seed).z[9]),
        "differences": differences(recipe, seed)[-1],
    }


@finding(
    "initialization/saturated",
    says="At gain 8 the pre-activations of sigmoids have a size of about 5, and more than a third "
    "of the slopes lie below 0.01.",
    taught="initialization#why-four-times-for-the-sigmoid",
    size=Expected(4.5, 6, "over 12 seeds 4.9 to 5.5"),
    flat=Expected(0.34, 0.45, "over 12 seeds .37 to .40"),
)
def sigmoids_at_gain_8(rng):
    rec = flow(TEN.but(f="sigmoid", init=nn.lecun(gain=8)), rng)
    return {"size": nn.rms_by_layer(rec.z[2:10]).mean(), "flat": nn.saturation(rec)[2:].mean()}


@finding(
    "initialization/which-gain",
    says="After eight epochs four layers of sigmoids from gains of 4 and 5 are ahead of those from "
    "3 and 8.",
    taught="initialization#why-four-times-for-the-sigmoid",
    slow=True,
    gain_4=Expected(0.84, 0.94, "over 12 seeds .86 to .93"),
    gain_5=Expected(0.84, 0.95, "over 12 seeds .85 to .93"),
    over_3=Expected(0, 16, "points by which gain 4 leads, from the same start but for its size"),
    over_8=Expected(0, 14, "points by which gain 4 leads, from the same start but for its size"),
)
def four_layers_from_four_gains(rng):
    seed = seed_of(rng)
    three, four, five, eight = (
        FOUR.but(epochs=8, init=nn.lecun(gain=gain)).train(seed).accuracy for gain in (3, 4, 5, 8)
    )
    return {
        "gain_4": four,
        "gain_5": five,
        "over_3": 100 * (four - three),
        "over_8": 100 * (four - eight),
    }


@finding(
    "initialization/gain-16",
    says="At a gain of 16 the error signal grows from layer to layer of ten sigmoid layers, and "
    "after 60 epochs four such layers know their training digits and read two thirds to three "
    "quarters of the others.",
    taught="initialization#why-four-times-for-the-sigmoid",
    slow=True,
    back_at_12=Expected(0.98, 1.2, "over 12 seeds 1.04 to 1.14"),
    back_at_16=Expected(1.05, 1.4, "over 12 seeds 1.18 to 1.29"),
    train=Expected(0.94, 1, "over 12 seeds .96 to .99"),
    test=Expected(0.58, 0.8, "over 12 seeds .65 to .72"),
)
def sigmoids_at_gain_16(rng):
    seed = seed_of(rng)
    back = {
        f"back_at_{gain}": factor(TEN.but(f="sigmoid", init=nn.lecun(gain=gain)), seed)
        for gain in (12, 16)
    }
    run = FOUR.but(epochs=60, init=nn.lecun(gain=16)).train(seed)
    return {**back, "train": knows(run), "test": run.accuracy}


@finding(
    "initialization/tanh-gains",
    says="After three epochs at rate 0.01 ten and thirty layers of tanh read more digits from a "
    "gain of 1.2 than from 1, and thirty more than from 1.59.",
    taught="initialization#in-practice",
    slow=True,
    over_1_ten=Expected(2, 25, "points by which gain 1.2 leads"),
    over_1_thirty=Expected(10, 42, "points by which gain 1.2 leads"),
    over_159_thirty=Expected(5, 33, "points by which gain 1.2 leads"),
)
def deep_tanh_from_three_gains(rng):
    seed = seed_of(rng)
    ten, thirty = (
        {
            gain: 100
            * START.but(depth=depth, rate=0.01, epochs=3, init=nn.lecun(gain=gain))
            .train(seed)
            .accuracy
            for gain in (1, 1.2, 1.59)
        }
        for depth in (10, 30)
    )
    return {
        "over_1_ten": ten[1.2] - ten[1],
        "over_1_thirty": thirty[1.2] - thirty[1],
        "over_159_thirty": thirty[1.2] - thirty[1.59],
    }


@finding(
    "initialization/selu",
    says="After fifty layers the outputs of SELU have a spread near 1 whether the inputs had size "
    "1 or 3, and those of tanh with gain 1 a tenth.",
    taught="initialization#can-a-function-keep-its-own-scale",
    from_1=Expected(0.9, 1.05, "its fixed point is 1"),
    from_3=Expected(0.9, 1.05, "its fixed point is 1"),
    tanh=Expected(0.07, 0.13, "over 12 seeds .08 to .11"),
)
def fifty_layers_of_selu_and_tanh(rng):
    return {
        "from_1": stack("selu", 1, rng).std(),
        "from_3": stack("selu", 1, rng, size=3).std(),
        "tanh": stack("tanh", 1, rng).std(),
    }


@finding(
    "initialization/relu-drift",
    says="After fifty layers of ReLU with He's weights the size of the signal depends on the draw, "
    "and differences between inputs are a fifth to a third of it.",
    taught="initialization#can-a-function-keep-its-own-scale",
    size=Expected(0.1, 3, "over 12 seeds .39 to 1.35"),
    differences=Expected(0.15, 0.35, "over 12 seeds .20 to .28"),
)
def fifty_layers_of_relu(rng):
    x = stack("relu", 2**0.5, rng)
    return {"size": nn.rms(x), "differences": nn.rms(x - x.mean(axis=0)) / nn.rms(x)}


@finding(
    "initialization/branches",
    says="Twenty branches as large as the signal, added one after the other, multiply its size by "
    "about a thousand, and by about 1.6 with a factor of one over the root of 20 on each.",
    taught="initialization#can-a-function-keep-its-own-scale",
    as_large=Expected(700, 1300, "2 to the power of 10 is 1024"),
    scaled=Expected(1.5, 1.75, "1.05 to the power of 10 is 1.63"),
)
def twenty_branches(rng):
    def added(scale):
        x = rng.standard_normal((64, 256))
        for _ in range(20):
            W, V = rng.standard_normal((2, 256, 256)) / 16
            x = x + scale * np.maximum(x @ W, 0) @ V * 2**0.5
        return nn.rms(x)

    return {"as_large": added(1), "scaled": added(20**-0.5)}


@finding(
    "initialization/softmax-regression",
    says="Softmax regression learns from weights that are all 0.",
    taught="initialization#can-all-units-start-alike",
    right=Expected(0.95, 1, "over 12 seeds .96 to .98"),
)
def softmax_regression_from_zero(rng):
    return {"right": FLAT.but(depth=0, init="zeros").train(rng).accuracy}


@finding(
    "initialization/weights-enough",
    says="Beside random weights, random biases of size 0.01 gain nothing that sixty pairs of "
    "networks show, and those of size 1 and 3 lose.",
    taught="initialization#can-all-units-start-alike",
    ahead=Expected(-1e-6, 1e-6, "in 60 stored pairs what is won and lost cancels to the image"),
    error=Expected(0.1, 0.11, "its standard error"),
    large=Expected(-0.66, -0.6, "the mean of 60 stored pairs, in points"),
    larger=Expected(-6.3, -6.15, "the mean of 60 stored pairs, in points"),
)
def sixty_pairs_with_and_without_random_biases(rng):
    lead, large, larger = (
        pairs.interval(pairs.BIASES[name], pairs.BIASES["0"])
        for name in ("random", "random, size 1", "random, size 3")
    )
    return {
        "ahead": lead.mean,
        "error": lead.error,
        "large": large.mean,
        "larger": larger.mean,
    }
