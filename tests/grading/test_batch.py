"""What a batch of submissions is graded with."""

from actcourse.grading.batch import fresh_seed


def test_seeds_spread_over_64_bits_and_do_not_repeat():
    seeds = [fresh_seed() for _ in range(64)]
    assert len(set(seeds)) == len(seeds)
    assert 2**63 <= max(seeds) < 2**64  # all below the middle: one time in 2^64
