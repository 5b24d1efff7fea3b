"""What the quarters of a year add up to for one cooperative (design 1.3, *complete*).

Evidence asks the database for it, for all cooperatives of a unit; a yearly report is held against
it in Python. Both stand here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..catalogue.figures import Figure, figures
from ..ground.calendar import QUARTERS, Quarter
from ..models import AdministrativeUnit, Organisation, QuarterlyFigures, Suspension

YearFigures = dict[str, int]
"""Figures of a year by code, as they are stored; those that are not known are absent."""


@dataclass(frozen=True)
class Source:
    """The quarters that a figure of a year is from, in order; later: those at whose end the
    cooperative operates, after the newest of them, and without that figure: it may be another yet.
    """

    quarters: tuple[int, ...]
    later: tuple[int, ...]


@dataclass(frozen=True)
class QuartersOfYear:
    """The quarters of a year that count, of one cooperative. operating: those at whose end it
    operates, to come included.
    """

    rows: Mapping[int, QuarterlyFigures]
    operating: set[int]

    @cached_property
    def figures(self) -> YearFigures:
        """What they give."""
        return year_figures(self.rows, self.operating)

    def source_of(self, figure: Figure) -> Source | None:
        """Where a figure of the year is from; None where the quarters give none."""
        if figure.code not in self.figures:
            return None
        given = sorted(n for n, row in self.rows.items() if figure.read(row) is not None)
        later = tuple(n for n in sorted(self.operating) if n > given[-1])
        return Source(tuple(given if figure.is_flow else given[-1:]), later)


NO_QUARTERS = QuartersOfYear({}, set())


def quarters_of(cooperatives, year: int, unit: AdministrativeUnit) -> dict[int, QuartersOfYear]:
    """The reported quarters of a year by the cooperative's key, if there are any. Four statements.

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
        one.pk: QuartersOfYear(rows[one.pk], operating_quarters(one, pauses[one.pk], year))
        for one in cooperatives
        if one.pk in rows
    }


def operating_quarters(
    cooperative: Organisation, pauses: Collection[Suspension], year: int
) -> set[int]:
    """The quarters of a year at whose end a cooperative operates, those to come included."""
    return {
        number
        for number in QUARTERS
        if cooperative.operates_on(Quarter(year, number).ends_on, pauses)
    }


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


def gaps_sql(figure: str, quarters: Iterable[int]) -> str:
    """The quarters at whose end a cooperative operated without having a flow, as bits (1 for
    quarter 1, 2 for 2, 4 for 3, 8 for 4): an expression over `operating_1` and `revenue_1`, ….
    """
    return " + ".join(
        f"CASE WHEN operating_{n} = 1 AND {figure}_{n} IS NULL THEN {1 << n - 1} ELSE 0 END"
        for n in quarters
    )


def flow_sql(figure: str, quarters: Iterable[int]) -> str:
    """What `year_figures` says of a flow, in SQL over the same columns as `gaps_sql`; 0 also where
    nothing was expected and nothing is given.
    """
    total = " + ".join(f"COALESCE({figure}_{n}, 0)" for n in quarters)
    return f"CASE WHEN {gaps_sql(figure, quarters)} = 0 THEN {total} END"
