"""What is looked at in a row of quarterly figures before it is believed.

Errors are what the row's constraints refuse: they block. Warnings are what is unusual: each asks
for a word of confirmation, which is void once a value that the warning is about changes. Grid,
workbook, import and admin site all ask here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..catalogue.figures import FIGURES, MONEY_FIGURES
from ..ground.constraints import broken_rules
from ..ground.money import decimal_in_million
from ..ground.printing import NOTHING, decimals_in_order, rounded
from ..models import Figures, QuarterlyFigures, YearlyReport
from .usual_ranges import Ranges

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
