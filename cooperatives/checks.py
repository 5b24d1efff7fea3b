"""What is looked at in a row of quarterly figures before it is believed.

Errors are what the row's constraints refuse: they block. Warnings are what is unusual: each asks
for a word of confirmation, which is void once a value that the warning is about changes. Grid,
workbook, import and admin site all ask here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .calendar import Quarter
from .constraints import broken_rules
from .models import (
    FIGURES,
    MONEY_FIGURES,
    AdministrativeUnit,
    Figures,
    Level,
    Organisation,
    QuarterlyFigures,
    QuarterlyReturn,
    Sector,
    YearlyReport,
)
from .money import decimal_in_million
from .printing import NOTHING, decimals_in_order, rounded

JUMP = 3
"""A figure over three times, or under a third of, the last quarter's is asked about (issue 4.3)."""
FAR_OFF = 3
"""A year's figure more than one such part away from its quarters is pointed out."""
LEAST_PERSONS = 3
"""A difference of one or two persons is pointed out nowhere, whatever its ratio."""
LEAST_MANAGERS = 5
"""Managers, trained or in all, jump by five persons at least. A cooperative has three to seven of
them, so that one election or one course moves up to four (1 → 4 trained is no news); what is typed
wrong, a digit too many or another column's figure, moves more. Members keep to `LEAST_PERSONS`:
they are more, and to be thrice as many within one quarter is worth a word.
"""
RANGE_FIGURES = ("revenue", "profit", "average_member_income", "member_count")
"""Figures that have a usual range in a sector; the number of managers hardly depends on it."""
LEAST_VALUES = 20
"""With fewer reported values a sector has no usual range."""
RANGE_MARGIN = 3
"""Only a figure this many times beyond an end of the usual range is asked about."""


class Severity(StrEnum):
    """Whether a finding blocks, or asks for a word."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a row.

    rule: its name, with the figure where one rule looks at several. fields: the figures that it is
    about; the first one shows it. values: what an answer holds for: the figures' values in the
    order of fields, then the last quarter's where they are compared; empty where no answer is asked
    for: errors, and what is pointed out in a year.
    """

    rule: str
    severity: Severity
    fields: tuple[str, ...]
    message: str
    values: tuple[int | str | None, ...] = ()

    @property
    def value(self) -> int | None:
        """The value of the figure that shows it; None where no answer is asked for."""
        return self.values[0] if self.values else None

    @property
    def beside(self) -> str:
        """The other values that an answer holds for, as an answer keeps them: "5000000 –"."""
        return beside(self.values)

    @property
    def field(self) -> str:
        """The figure that shows it."""
        return self.fields[0]

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def beside(values: Sequence[int | str | None]) -> str:
    """All of some values but the first, in one text; – where nothing is reported."""
    return " ".join(NOTHING if value in (None, "") else str(value) for value in values[1:])


class Range(NamedTuple):
    """The usual values of a figure: VND or persons."""

    low: Decimal
    high: Decimal

    def is_far(self, value: Decimal | int) -> bool:
        """Whether a value is more than `RANGE_MARGIN` times beyond an end."""
        return not _lower(self.low) <= value <= _upper(self.high)


Ranges = Mapping[tuple[str, str], Range]
"""By sector and figure."""


def findings_in(
    row: QuarterlyFigures, last: QuarterlyFigures | None, sector: str, ranges: Ranges
) -> list[Finding]:
    """All errors and warnings of a row, errors first.

    last: the row of the quarter before, if it was filed under the same unit: what was reported
    elsewhere is not the unit's to read (`QuarterlyFiguresQuerySet.filed_under`).
    """
    return [*errors_in(row), *warnings_in(row, last, sector, ranges)]


def errors_in(row: Figures) -> Iterator[Finding]:
    """What the row breaks by itself."""
    for fields, error in broken_rules(row):
        yield Finding(error.code or "", Severity.ERROR, fields, error.messages[0])


def warnings_in(
    row: QuarterlyFigures, last: QuarterlyFigures | None, sector: str, ranges: Ranges
) -> Iterator[Finding]:
    """What is unusual in the row."""
    for field in FIGURES:
        found = _jump(row, last, field) or _out_of_range(row, last, field, sector, ranges)
        if found:
            yield found
    yield from _contradictions(row)
    yield from _no_activity(row)


def yearly_findings_in(
    report: YearlyReport, of_quarters: Mapping[str, int | None]
) -> Iterator[Finding]:
    """All errors and warnings of a yearly report, errors first.

    of_quarters: what its quarters add up to, by figure. A year's warnings take no answer: whoever
    makes the report final reads them.
    """
    yield from errors_in(report)
    for found in (*_unlike_quarters(report, of_quarters), *_contradictions(report)):
        yield replace(found, values=())


def _warning(
    rule: str, row: Figures, fields: tuple[str, ...], message: str, *before: int | None
) -> Finding:
    """A warning about some figures of a row. before: values of the last quarter beside them."""
    values = (*(getattr(row, field) for field in fields), *before)
    return Finding(rule, Severity.WARNING, fields, message, values)


def _jump(row: QuarterlyFigures, last: QuarterlyFigures | None, field: str) -> Finding | None:
    """Over three times, or under a third of, the last quarter's value; or from a loss to a profit,
    or back.

    A zero after a loss is no jump, nor are the amounts of a cooperative without activity, for which
    the note is asked; nor is what follows a zero.
    """
    value, before = getattr(row, field), last and getattr(last, field)
    if value is None or not before:
        return None
    if value == 0 and (before < 0 or (field in MONEY_FIGURES and _is_idle(row))):
        return None
    if field not in MONEY_FIGURES and abs(value - before) < _least_persons(field):
        return None
    if value * before < 0:
        # Only a profit can be negative.
        message = (
            _("A profit of %(value)s after a loss of %(before)s last quarter.")
            if value > 0
            else _("A loss of %(value)s after a profit of %(before)s last quarter.")
        )
        shown = {
            "value": shown_value(field, abs(value)),
            "before": shown_value(field, abs(before)),
        }
    else:
        shown = {"value": shown_value(field, value), "before": shown_value(field, before)}
        if abs(value) > JUMP * abs(before):
            message = _("%(value)s is over 3 times the last quarter's %(before)s.")
        elif JUMP * abs(value) < abs(before):
            message = _("%(value)s is under a third of the last quarter's %(before)s.")
        else:
            return None
    return _warning(f"jump:{field}", row, (field,), message % shown, before)


def _least_persons(field: str) -> int:
    """By how many persons a figure must differ to be pointed out."""
    return LEAST_PERSONS if field == "member_count" else LEAST_MANAGERS


def _is_idle(row: QuarterlyFigures) -> bool:
    """Whether all three amounts are reported as zero."""
    return (row.revenue, row.profit, row.average_member_income) == (0, 0, 0)


def _out_of_range(
    row: QuarterlyFigures,
    last: QuarterlyFigures | None,
    field: str,
    sector: str,
    ranges: Ranges,
) -> Finding | None:
    """Far outside what is usual in the sector; one that was so last quarter too is known to be."""
    usual = ranges.get((sector, field))
    value, before = getattr(row, field), last and getattr(last, field)
    if usual is None or not value or not usual.is_far(value):
        return None
    if before is not None and usual.is_far(before):
        return None
    shown = {
        "value": shown_value(field, value),
        "low": shown_value(field, _round(usual.low, usual.high)),
        "high": shown_value(field, _round(usual.high, usual.low)),
    }
    message = _("%(value)s lies outside what is usual in the sector: %(low)s to %(high)s.")
    return _warning(f"range:{field}", row, (field,), message % shown, before)


def _unlike_quarters(
    report: YearlyReport, of_quarters: Mapping[str, int | None]
) -> Iterator[Finding]:
    """Figures of a year more than a third away from what its quarters add up to."""
    for field in FIGURES:
        value, quarters = getattr(report, field), of_quarters.get(field)
        if value is None or quarters is None or FAR_OFF * abs(value - quarters) <= abs(quarters):
            continue
        shown = {"value": shown_value(field, value), "quarters": shown_value(field, quarters)}
        if field in MONEY_FIGURES:
            message = _("%(value)s is more than a third away from its quarters' %(quarters)s.")
        elif abs(value - quarters) < LEAST_PERSONS:
            continue
        else:
            message = _("%(value)s is more than a third away from its last quarter's %(quarters)s.")
        yield _warning(f"quarters:{field}", report, (field,), message % shown)


def _contradictions(row: Figures) -> Iterator[Finding]:
    """Figures of one row that hardly go together."""
    income, members = row.average_member_income, row.member_count
    if income and members == 0:  # one that is not reported is missing, which is said elsewhere
        message = _("There is an income per member, and there are no members.")
        yield _warning(
            "income_without_members", row, ("average_member_income", "member_count"), message
        )
    revenue, profit = row.revenue, row.profit
    if None not in (revenue, profit) and profit > revenue:
        shown = {
            "profit": shown_value("profit", profit),
            "revenue": shown_value("revenue", revenue),
        }
        message = _("A profit of %(profit)s is more than the revenue of %(revenue)s.") % shown
        yield _warning("profit_above_revenue", row, ("profit", "revenue"), message)


def _no_activity(row: QuarterlyFigures) -> Iterator[Finding]:
    if _is_idle(row) and not row.note:
        message = _("No activity this quarter: say why in the note.")
        yield _warning("no_activity", row, ("revenue", "note"), message)


def shown_value(field: str, value: Decimal | int) -> str:
    """A figure as it stands in the grid: money in million VND, people as they are."""
    number = decimal_in_million(value) if field in MONEY_FIGURES else Decimal(value)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return number_format(Decimal(text), use_l10n=True, force_grouping=True)


def _round(end: Decimal, other: Decimal) -> Decimal:
    """One end of a usual range, which is no exact figure: two leading digits, or as many as tell it
    from the other end.
    """
    if not end:
        return end
    least = 1 - end.adjusted()
    return rounded(end, decimals_in_order([end, other], least=least))


# --- What is usual in a sector --------------------------------------------------------------------


def usual_ranges(
    unit: AdministrativeUnit, period: Quarter, sectors: Collection[str] = Sector.values
) -> Ranges:
    """The range usual in some sectors, from what the unit's province reported the quarter before.

    The 5th to the 95th percentile (nearest rank) of values other than zero, if there are at least
    `LEAST_VALUES`. One statement.
    """
    province = AdministrativeUnit.objects.above(unit).filter(level=Level.PROVINCE).first() or unit
    return _usual_under(province.path, period, sectors)


def _usual_under(path: str, period: Quarter, sectors: Collection[str] = Sector.values) -> Ranges:
    if not sectors:
        return {}
    before = period.previous
    parts = " UNION ALL ".join(
        f"SELECT sector, '{field}' AS figure, {field} AS value FROM counted WHERE {field} <> 0"
        for field in RANGE_FIGURES
    )
    marks = ", ".join(["%s"] * len(sectors))
    sql = f"""
    WITH counted AS (
        SELECT o.sector, {", ".join(f"f.{field}" for field in RANGE_FIGURES)}
        FROM {_table(QuarterlyFigures)} f
        JOIN {_table(QuarterlyReturn)} r ON r.id = f.quarterly_return_id AND r.state <> 'draft'
        JOIN {_table(AdministrativeUnit)} u ON u.id = r.unit_id
        JOIN {_table(Organisation)} o ON o.id = f.cooperative_id AND o.sector IN ({marks})
        WHERE r.year = %s AND r.quarter = %s AND substr(u.path, 1, length(%s)) = %s
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
        codes = unit.path.split("/")
        above = ("/".join(codes[:length]) + "/" for length in range(1, len(codes)))
        path = next((path for path in above if path in self._provinces), unit.path)
        if (path, period) not in self._found:
            self._found[path, period] = _usual_under(path, period)
        return self._found[path, period]


def _table(model) -> str:
    return f'"{model._meta.db_table}"'


def _lower(low: Decimal) -> Decimal:
    return low * RANGE_MARGIN if low < 0 else low / RANGE_MARGIN


def _upper(high: Decimal) -> Decimal:
    return high / RANGE_MARGIN if high < 0 else high * RANGE_MARGIN


# --- Answers --------------------------------------------------------------------------------------


class Answers:
    """Words of confirmation by row, rule and the values that they hold for."""

    def __init__(self, answers: Iterable) -> None:
        self._found = {(a.figures_id, a.rule, a.value, a.beside): a for a in answers}

    def to(self, row: QuarterlyFigures, finding: Finding):
        """The answer to a finding; None while there is none, or it was for other values."""
        return self._found.get((row.pk, finding.rule, finding.value, finding.beside))


def warnings_of(row: QuarterlyFigures) -> list[Finding]:
    """What is unusual in one row, whose return and cooperative are known."""
    of = row.quarterly_return
    before = of.period.previous
    rows = QuarterlyFigures.objects.filed_under(of.unit)
    last = rows.filter(
        cooperative=row.cooperative_id, year=before.year, quarter=before.number
    ).first()
    sector = row.cooperative.sector
    return list(warnings_in(row, last, sector, usual_ranges(of.unit, of.period, [sector])))


def unanswered_warnings(row: QuarterlyFigures) -> list[Finding]:
    """What is unusual in one stored row and not confirmed yet."""
    found = warnings_of(row)
    answers = Answers(row.answers.all()) if found else None
    return [finding for finding in found if answers.to(row, finding) is None]
