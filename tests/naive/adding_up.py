"""What a reader may find by adding and subtracting sums: slow, by exact fractions, over every
single cooperative and every pair of them.

It shares no code with targets.public.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations


def rank(rows: Iterable[Iterable[Fraction]]) -> int:
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
    """Whether a combination of sums over records, pairs of whose and of when, is made of one's or
    two's alone.

    It is where fewer rows are independent without the columns of these. Whose records stand in the
    same sums always count alike, so that of such only whole groups can be left over.
    """
    columns: dict[object, list] = defaultdict(list)
    for one in frozenset().union(*sums):
        columns[one[0]].append(tuple(Fraction(one in those) for those in sums))
    alike = Counter(tuple(sorted(of)) for of in columns.values())
    whole = rank(zip(*(column for of in alike for column in of), strict=True))
    for number in (1, 2):
        for chosen in combinations(alike, number):
            if sum(alike[of] for of in chosen) > 2:
                continue
            others = [column for of in alike if of not in chosen for column in of]
            if rank(zip(*others, strict=True)) < whole:
                return True
    return False
