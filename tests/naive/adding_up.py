"""What a reader may find by adding and subtracting sums: slow, by exact fractions, over every
single cooperative and every pair of them.

It shares no code with targets.public.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations


def rank(rows: Iterable[list[Fraction]]) -> int:
    """How many of some rows are not made of the others."""
    rows = [list(row) for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        place = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if place is None:
            continue
        rows[found], rows[place] = rows[place], rows[found]
        for n in range(found + 1, len(rows)):
            if times := rows[n][column] / rows[found][column]:
                rows[n] = [a - times * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def follows_of_few(sums: list[frozenset]) -> bool:
    """Whether a combination of sums is made of one's or two's figures alone.

    It is where fewer rows are independent without the columns of these. Who stands in the same sums
    always counts alike, so that of such only whole groups can be left over.
    """
    alike: dict[tuple, list] = defaultdict(list)
    for one in frozenset().union(*sums):
        alike[tuple(one in those for those in sums)].append(one)
    columns = list(alike)
    whole = rank([[Fraction(column[n]) for column in columns] for n in range(len(sums))])
    for number in (1, 2):
        for chosen in combinations(columns, number):
            if sum(len(alike[column]) for column in chosen) > 2:
                continue
            others = [column for column in columns if column not in chosen]
            if rank([[Fraction(column[n]) for column in others] for n in range(len(sums))]) < whole:
                return True
    return False
