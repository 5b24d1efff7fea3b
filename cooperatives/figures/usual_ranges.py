"""What is usual in a sector: the range that a figure is held against."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from ..catalogue.figures import figures
from ..ground.calendar import Quarter
from ..models import (
    AdministrativeUnit,
    Level,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    Sector,
)
from ..models.base import table_of
from ..models.reports import sql_of
from ..models.units import path_starts_sql, paths_down_to

LEAST_VALUES = 20
"""With fewer reported values a sector has no usual range."""

RANGE_MARGIN = 3
"""Only a figure this many times beyond an end of the usual range is asked about."""


class Range(NamedTuple):
    """The usual values of a figure: VND or persons."""

    low: Decimal
    high: Decimal

    def is_far(self, value: Decimal | int) -> bool:
        """Whether a value is more than `RANGE_MARGIN` times beyond an end."""
        return not _lower(self.low) <= value <= _upper(self.high)


Ranges = Mapping[tuple[str, str], Range]
"""By sector and figure."""


def usual_ranges(
    unit: AdministrativeUnit, period: Quarter, sectors: Collection[str] = Sector.values
) -> Ranges:
    """The range usual in some sectors, from what the unit's province reported the quarter before.

    The 5th to the 95th percentile (nearest rank) of values other than zero, if there are at least
    `LEAST_VALUES`. One statement.
    """
    province = AdministrativeUnit.objects.province_of(unit)
    return _usual_under(province.path, period, sectors)


def _usual_under(path: str, period: Quarter, sectors: Collection[str] = Sector.values) -> Ranges:
    if not sectors:
        return {}
    before = period.previous
    ranged = [figure for figure in figures(before.year) if figure.has_usual_range]
    parts = " UNION ALL ".join(
        f"SELECT sector, '{one.code}' AS figure, of_{one.code} AS value FROM counted"
        f" WHERE of_{one.code} <> 0"
        for one in ranged
    )
    columns = ", ".join(f"{sql_of(one, 'f')} AS of_{one.code}" for one in ranged)
    marks = ", ".join(["%s"] * len(sectors))
    sql = f"""
    WITH counted AS (
        SELECT o.sector, {columns}
        FROM {table_of(QuarterlyFigures)} f
        JOIN {table_of(QuarterlyReturn)} r ON r.id = f.quarterly_return_id AND r.state <> 'draft'
        JOIN {table_of(AdministrativeUnit)} u ON u.id = r.unit_id
        JOIN {table_of(Organisation)} o ON o.id = f.cooperative_id AND o.sector IN ({marks})
        WHERE r.year = %s AND r.quarter = %s AND {path_starts_sql("%s", "u.path")}
    ),
    single AS ({parts}),
    ranked AS (
        SELECT sector, figure, value,
               ROW_NUMBER() OVER (PARTITION BY sector, figure ORDER BY value) AS place,
               COUNT(*) OVER (PARTITION BY sector, figure) AS of_all
        FROM single
    )
    SELECT sector, figure,
           MIN(CASE WHEN place = (5 * of_all + 99) / 100 THEN value END),
           MIN(CASE WHEN place = (95 * of_all + 99) / 100 THEN value END)
    FROM ranked WHERE of_all >= {LEAST_VALUES} GROUP BY sector, figure"""
    params = [*sectors, before.year, before.number, path, path]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {
            (sector, field): Range(Decimal(low), Decimal(high))
            for sector, field, low, high in cursor.fetchall()
        }


class UsualRanges:
    """Usual ranges for many units and quarters: one statement for each province and quarter."""

    def __init__(self) -> None:
        provinces = AdministrativeUnit.objects.filter(level=Level.PROVINCE)
        self._provinces = set(provinces.order_by().values_list("path", flat=True))
        self._found: dict[tuple[str, Quarter], Ranges] = {}

    def of(self, unit: AdministrativeUnit, period: Quarter) -> Ranges:
        """What `usual_ranges` says of a unit and quarter."""
        above = paths_down_to(unit.path)
        path = next((path for path in above if path in self._provinces), unit.path)
        if (path, period) not in self._found:
            self._found[path, period] = _usual_under(path, period)
        return self._found[path, period]


def _lower(low: Decimal) -> Decimal:
    return low * RANGE_MARGIN if low < 0 else low / RANGE_MARGIN


def _upper(high: Decimal) -> Decimal:
    return high / RANGE_MARGIN if high < 0 else high * RANGE_MARGIN
