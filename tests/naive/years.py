"""Which returns are owed, when they are due and which are late (design 1.2) a second time: by loops
over plain rows, from its text.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 15


@dataclass(frozen=True)
class Year:
    """A year opened for the unit with a path. due: four days, or None for the usual ones."""

    path: str
    year: int
    opened: date
    closed: bool
    due: tuple[date, date, date, date] | None


@dataclass(frozen=True)
class Reporter:
    """A reporting unit, with the days on which its only cooperative, or only group, is founded and
    dissolved.
    """

    path: str
    founded: date
    dissolved: date | None
    is_group: bool = False


@dataclass(frozen=True)
class Filed:
    """A return that was opened. moved: the day to which an admin has moved it."""

    path: str
    year: int
    quarter: int
    state: str
    moved: date | None


def end_of(year: int, quarter: int) -> date:
    first_after = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return first_after - timedelta(days=1)


def holding(rows: list[Year], path: str, year: int) -> list[Year]:
    """The rows of a year at a unit and above it, the nearest first."""
    found = []
    while path:
        found += [row for row in rows if (row.path, row.year) == (path, year)]
        path = path[: path.rstrip("/").rfind("/") + 1]
    return found


def is_open(rows: list[Year], path: str, year: int) -> bool:
    found = holding(rows, path, year)
    return found != [] and not [row for row in found if row.closed]


def due_on(rows: list[Year], path: str, year: int, quarter: int, moved: date | None) -> date:
    if moved is not None:
        return moved
    end, found = end_of(year, quarter), holding(rows, path, year)
    due = end + timedelta(days=DAYS)
    for row in found:
        if row.due is not None:
            due = row.due[quarter - 1]
            break
    openings = [row.opened for row in found]
    if openings and min(openings) > end and due < min(openings) + timedelta(days=DAYS):
        due = min(openings) + timedelta(days=DAYS)
    return due


def owed(
    rows: list[Year],
    reporters: list[Reporter],
    filed: list[Filed],
    year: int,
    today: date,
    groups_asked: tuple[int, ...] = (),
) -> dict[tuple[str, int], tuple[date, bool]]:
    """By unit and quarter: when the returns of an open year are due, and whether they are late.
    groups_asked: the years in which a figure of groups is asked for.
    """
    found = {}
    for one in reporters:
        if one.is_group and year not in groups_asked:
            continue
        for quarter in (1, 2, 3, 4):
            end = end_of(year, quarter)
            if date(year, 3 * quarter - 2, 1) > today or not is_open(rows, one.path, year):
                continue
            if one.founded > end or (one.dissolved is not None and one.dissolved <= end):
                continue
            state, moved = None, None
            for row in filed:
                if (row.path, row.year, row.quarter) == (one.path, year, quarter):
                    state, moved = row.state, row.moved
            due = due_on(rows, one.path, year, quarter, moved)
            found[one.path, quarter] = (due, state in (None, "draft") and due < today)
    return found
