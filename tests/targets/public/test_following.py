"""No combination of told sums rests on one or two: held against a search through all pairs."""

import random
from itertools import combinations

import pytest

from targets.public.following import ToldSums
from tests.naive.adding_up import follows_of_few


def of(those, when=2024):
    """The records of some, of one time."""
    return frozenset((one, when) for one in those)


def let_out(sums):
    """The sums that are told, one after another, and those that are not."""
    told, kept, system = [], [], ToldSums()
    for those in sums:
        if system.tells_of_few([those]):
            kept.append(those)
        else:
            system.tell(those)
            told.append(those)
    return told, kept


@pytest.mark.parametrize("seed", range(150))
def test_what_is_told_tells_of_nobody_and_nothing_else_could_be_told(seed):
    rng = random.Random(seed)  # noqa: S311
    everybody = range(rng.choice((5, 8, 12)))
    sums = [
        of(rng.sample(everybody, rng.randint(1, len(everybody)))) for _ in range(rng.randint(2, 9))
    ]
    told, kept = let_out(sums)
    assert not follows_of_few(told)
    for those in kept:
        assert follows_of_few([*told, those])


@pytest.mark.parametrize("seed", range(60))
def test_nor_by_parts_of_a_whole(seed):
    """As units lie in a province, with figures that some lack."""
    rng = random.Random(seed)  # noqa: S311
    parts, begin = [], 0
    for _ in range(rng.randint(2, 5)):
        size = rng.choice((0, 1, 2, 3, 4))
        parts.append(frozenset(range(begin, begin + size)))
        begin += size
    everybody = frozenset(range(begin))
    some = frozenset(one for one in everybody if rng.random() < 0.8)
    sums = [everybody, *parts, some, *(part & some for part in parts)]
    told, kept = let_out([of(one) for one in sums if one])
    assert not follows_of_few(told)
    assert all(follows_of_few([*told, those]) for those in kept)


@pytest.mark.parametrize("seed", range(150))
def test_nor_by_the_records_of_two_years(seed):
    """Of everybody the one or the other record is in a sum, or none."""
    rng = random.Random(seed)  # noqa: S311
    everybody = range(rng.choice((4, 6, 9)))
    sums = []
    for _ in range(rng.randint(2, 8)):
        odds = rng.choice((0, 0.2, 0.8, 1))
        those = rng.sample(everybody, rng.randint(1, len(everybody)))
        sums.append(frozenset((one, 2023 + (rng.random() < odds)) for one in those))
    told, kept = let_out(sums)
    assert not follows_of_few(told)
    for those in kept:
        assert follows_of_few([*told, those])


def test_how_far_two_moved_from_one_year_to_the_next_follows():
    carried = of(range(6), 2023)
    moved, before = of({6, 7}), of({6, 7}, 2023)
    assert let_out([carried | moved, carried | before])[1] == [carried | before]
    three, of_three = of({6, 7, 8}), of({6, 7, 8}, 2023)
    assert not let_out([carried | three, carried | of_three])[1]


def test_a_part_that_alone_is_not_told_follows_by_subtraction():
    whole, few = of(range(10)), of({0, 1})
    big, small = of(range(2, 7)), of(range(7, 10))
    told, kept = let_out([whole, big, small, few])
    assert told == [whole, big]
    assert kept == [small, few]


def test_two_that_are_left_out_rest_on_three_together():
    whole = of(range(8))
    ones = [of({0}), of({1})]
    others = [of(range(2, 5)), of(range(5, 8))]
    assert let_out([whole, *others, *ones])[0] == [whole, others[0]]
    # Three that stand together tell of none of them.
    more = [*ones, of({2})]
    assert let_out([whole, of(range(3, 8)), *more])[0] == [whole, of(range(3, 8))]


def test_the_same_sum_twice_tells_nothing_new():
    system = ToldSums()
    those = of(range(5))
    system.tell(those)
    assert not system.tells_of_few([those])
    assert system.tells_of_few([those - of({0})])
    assert not system.tells_of_few([frozenset()])


def test_several_at_once_are_looked_at_together():
    system = ToldSums()
    first, second = of(range(6)), of(range(1, 6))
    assert not system.tells_of_few([first])
    assert not system.tells_of_few([second])
    assert system.tells_of_few([first, second])
    # What was only asked is not told.
    assert not system.tells_of_few([second])


def test_the_search_finds_what_it_should():
    assert follows_of_few([of({1})])
    assert follows_of_few([of({1, 2})])
    assert not follows_of_few([of({1, 2, 3})])
    assert follows_of_few([of({1, 2, 3}), of({1, 2, 3, 4})])
    assert follows_of_few([of(pair) for pair in combinations(range(3), 2)])
    assert follows_of_few([of(range(9)), of(range(4)), of(range(4, 8))])
