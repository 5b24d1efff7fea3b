"""Which plan and which targets hold (design 1.2) a second time, in plain Python, from its text."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Decision:
    """A decision of a unit. unit: its path. targets: value by year, unit's path and indicator, in
    the decision's order. adjusts, replaced_by: places in the list of all decisions.
    """

    unit: str
    issued_on: date
    targets: dict[tuple[int, str, str], int] = field(default_factory=dict)
    adjusts: int | None = None
    replaced_by: int | None = None


def family(decisions: list[Decision], place: int) -> list[int]:
    """A plan and what adjusts it, in the order of issue."""
    adjusting = [n for n, one in enumerate(decisions) if one.adjusts == place]
    return [place, *sorted(adjusting, key=lambda n: (decisions[n].issued_on, n))]


def years(decisions: list[Decision], place: int) -> set[int]:
    return {year for n in family(decisions, place) for year, _unit, _code in decisions[n].targets}


def seen(decisions: list[Decision], unit: str, year: int) -> int | None:
    """The place of the plan that a unit sees for a year."""
    path = unit
    while path:
        candidates = [
            place
            for place, one in enumerate(decisions)
            if one.unit == path
            and one.adjusts is None
            and year in years(decisions, place)
            and not (one.replaced_by is not None and year in years(decisions, one.replaced_by))
        ]
        if candidates:
            shortest = min(period(decisions, place) for place in candidates)
            short = [place for place in candidates if period(decisions, place) == shortest]
            return max(short, key=lambda place: (decisions[place].issued_on, place))
        path = path.rstrip("/").rpartition("/")[0]
        path = f"{path}/" if path else ""
    return None


def period(decisions: list[Decision], place: int) -> int:
    return max(years(decisions, place)) - min(years(decisions, place))


def in_force(decisions: list[Decision], place: int, year: int) -> list[tuple]:
    """What holds in a year: unit's path, indicator, value and the place of the decision."""
    holding: list[tuple] = []
    for n in family(decisions, place):
        for (its_year, unit, code), value in decisions[n].targets.items():
            if its_year != year:
                continue
            row = (unit, code, value, n)
            same = [at for at, other in enumerate(holding) if other[:2] == (unit, code)]
            if same:
                holding[same[0]] = row
            else:
                holding.append(row)
    return holding


def default_period(
    years: set[int], today: date, submitted: dict[tuple[int, int], int], owing: int
) -> tuple[int, int]:
    """Year and quarter shown by default. years: those begun; submitted: how many units of those
    owing have submitted, by year and quarter.
    """
    ended = [
        (year, quarter)
        for year in sorted(years)
        for quarter in (1, 2, 3, 4)
        if (year, 3 * quarter) < (today.year, today.month)
    ]
    for period in reversed(ended):
        if owing and submitted.get(period, 0) >= owing / 2:
            return period
    return ended[-1] if ended else (max(years), 1)
