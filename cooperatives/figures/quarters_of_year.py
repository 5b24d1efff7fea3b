"""What the quarters of a year add up to for one cooperative (design 1.3, *complete*)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from ..catalogue.figures import figures
from ..ground.calendar import QUARTERS, Quarter
from ..models import AdministrativeUnit, Organisation, QuarterlyFigures, Suspension

YearFigures = dict[str, int]
"""Figures of a year by code, as they are stored; those that are not known are absent."""


def figures_from_quarters(
    cooperatives, year: int, unit: AdministrativeUnit
) -> dict[int, YearFigures]:
    """What the reported quarters of a year give, by the cooperative's key. Four statements.

    cooperatives: a queryset. Drafts that were never submitted do not count, as everywhere. Nothing
    is given for one that reported a quarter of the year outside the unit before it moved there:
    that quarter is not the unit's to read, and the others are not the year.
    """
    keys = cooperatives.order_by().values("pk")
    counted = QuarterlyFigures.objects.counted().filter(year=year, cooperative__in=keys)
    here = counted.filed_under(unit)
    moved = set(
        counted.exclude(pk__in=here.order_by().values("pk")).values_list("cooperative", flat=True)
    )
    rows: dict[int, dict[int, QuarterlyFigures]] = defaultdict(dict)
    for row in here:
        if row.cooperative_id not in moved:
            rows[row.cooperative_id][row.quarter] = row
    pauses = defaultdict(list)
    for pause in Suspension.objects.filter(organisation__in=keys, valid_from__year__lte=year):
        pauses[pause.organisation_id].append(pause)
    return {
        one.pk: year_figures(rows[one.pk], operating_quarters(one, pauses[one.pk], year))
        for one in cooperatives
        if one.pk in rows
    }


def operating_quarters(
    cooperative: Organisation, pauses: Collection[Suspension], year: int
) -> set[int]:
    """The quarters of a year at whose end a cooperative operates, those to come included."""

    def operates(day: date) -> bool:
        return cooperative.is_registered_on(day) and not any(one.covers(day) for one in pauses)

    return {number for number in QUARTERS if operates(Quarter(year, number).ends_on)}


def year_figures(rows: Mapping[int, QuarterlyFigures], operating: set[int]) -> YearFigures:
    """A year's figures from its reported quarters.

    Flows are the sum of all quarters, if every quarter at whose end it operated has that figure:
    what is missing is never zero. Levels are those of the newest quarter that has them.
    """
    found = {}
    for figure in figures():
        given = {n: value for n, row in rows.items() if (value := figure.read(row)) is not None}
        if not given:
            continue
        if not figure.is_flow:
            found[figure.code] = given[max(given)]
        elif operating <= given.keys():
            found[figure.code] = sum(given.values())
    return found
