"""No combination of told sums rests on one or two: held against a search through all pairs."""

import random
from itertools import combinations

import pytest

from targets.public.following import ToldSums
from tests.naive.adding_up import follows_of_few


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
        frozenset(rng.sample(everybody, rng.randint(1, len(everybody))))
        for _ in range(rng.randint(2, 9))
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
    told, kept = let_out([one for one in sums if one])
    assert not follows_of_few(told)
    assert all(follows_of_few([*told, those]) for those in kept)


def test_a_part_that_alone_is_not_told_follows_by_subtraction():
    whole, few = frozenset(range(10)), frozenset({0, 1})
    big, small = frozenset(range(2, 7)), frozenset(range(7, 10))
    told, kept = let_out([whole, big, small, few])
    assert told == [whole, big]
    assert kept == [small, few]


def test_two_that_are_left_out_rest_on_three_together():
    whole = frozenset(range(8))
    ones = [frozenset({0}), frozenset({1})]
    others = [frozenset(range(2, 5)), frozenset(range(5, 8))]
    assert let_out([whole, *others, *ones])[0] == [whole, others[0]]
    # Three that stand together tell of none of them.
    more = [*ones, frozenset({2})]
    assert let_out([whole, frozenset(range(3, 8)), *more])[0] == [whole, frozenset(range(3, 8))]


def test_the_same_sum_twice_tells_nothing_new():
    system = ToldSums()
    those = frozenset(range(5))
    system.tell(those)
    assert not system.tells_of_few([those])
    assert system.tells_of_few([those - {0}])
    assert not system.tells_of_few([frozenset()])


def test_several_at_once_are_looked_at_together():
    system = ToldSums()
    first, second = frozenset(range(6)), frozenset(range(1, 6))
    assert not system.tells_of_few([first])
    assert not system.tells_of_few([second])
    assert system.tells_of_few([first, second])
    # What was only asked is not told.
    assert not system.tells_of_few([second])


def test_the_search_finds_what_it_should():
    assert follows_of_few([frozenset({1})])
    assert follows_of_few([frozenset({1, 2})])
    assert not follows_of_few([frozenset({1, 2, 3})])
    assert follows_of_few([frozenset({1, 2, 3}), frozenset({1, 2, 3, 4})])
    assert follows_of_few([frozenset(pair) for pair in combinations(range(3), 2)])
    assert follows_of_few([frozenset(range(9)), frozenset(range(4)), frozenset(range(4, 8))])
