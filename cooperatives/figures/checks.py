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

from ..catalogue.figures import (
    AVERAGE_MEMBER_INCOME,
    LEAST_PERSONS,
    MEMBER_COUNT,
    PROFIT,
    REVENUE,
    Figure,
    Quantity,
    asked_of,
    figures,
    unit_figures,
)
from ..catalogue.reasons import Asked
from ..ground.constraints import broken_rules
from ..ground.printing import NOTHING, decimals_in_order, rounded
from ..models import Figures, QuarterlyFigures, UnitFigures, YearlyReport
from .usual_ranges import Ranges
from .values import value_of

JUMP = 3
"""A figure over three times, or under a third of, the last quarter's is asked about."""

FAR_OFF = 3
"""A year's figure more than one such part away from its quarters is pointed out."""


class Severity(StrEnum):
    """Whether a finding blocks, or asks for a word."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Kind:
    """What a warning asks, whatever the values: one word may answer all questions of a kind.

    name: what it asks, in words that no other kind has. asked: which reasons are offered.
    """

    name: str
    asked: Asked


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a row.

    rule: its name, with the figure where one rule looks at several. fields: the figures that it is
    about; the first one shows it. values: what an answer holds for: the figures' values in the
    order of fields, then the last quarter's where they are compared; empty where no answer is asked
    for: errors, and what is pointed out in a year. kind: what is asked; None where nothing is.
    """

    rule: str
    severity: Severity
    fields: tuple[str, ...]
    message: str
    values: tuple[int | str | None, ...] = ()
    kind: Kind | None = None

    @property
    def value(self) -> int | None:
        """The value of the figure that shows it; None where no answer is asked for."""
        return self.values[0] if self.values else None

    @property
    def beside(self) -> str:
        """The other values that an answer holds for, as an answer keeps them: "5000000 –"."""
        return beside(self.values)

    @property
    def ground(self) -> str:
        """All values that an answer holds for, in one text: "900000000 100000000"."""
        return beside((None, *self.values))

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


def shown_by(rule: str) -> str:
    """The figure that shows a warning of a rule; "" for a rule that is not asked about any more."""
    several = {
        "income_without_members": AVERAGE_MEMBER_INCOME,
        "profit_above_revenue": PROFIT,
        "no_activity": next((one for one in figures() if one.shows_activity), None),
    }
    _rule, _colon, code = rule.partition(":")
    figure = several.get(rule)
    return figure.code if figure else code


def errors_in(row: Figures) -> Iterator[Finding]:
    """What the row breaks by itself."""
    for fields, error in broken_rules(row):
        yield Finding(error.code or "", Severity.ERROR, fields, error.messages[0])


def warnings_in(
    row: QuarterlyFigures, last: QuarterlyFigures | None, sector: str, ranges: Ranges
) -> Iterator[Finding]:
    """What is unusual in the row."""
    for figure in asked_of(sector, row.year):
        found = _jump(row, last, figure, sector) or _out_of_range(row, last, figure, sector, ranges)
        if found:
            yield found
    yield from _contradictions(row)
    yield from _no_activity(row, sector)


def unit_warnings_in(row: UnitFigures, last: UnitFigures | None) -> Iterator[Finding]:
    """What is unusual in what a unit reports of itself, of its groups or of the province: what
    jumped. last: its row of the quarter before.
    """
    for figure in unit_figures(row.year, row.reporters):
        if found := _jumped(row, last, figure):
            yield found


def yearly_findings_in(
    report: YearlyReport, of_quarters: Mapping[str, int | None]
) -> Iterator[Finding]:
    """All errors and warnings of a yearly report, errors first.

    of_quarters: what its quarters add up to, by figure. A year's warnings take no answer: whoever
    makes the report final reads them.
    """
    yield from errors_in(report)
    for found in (*_unlike_quarters(report, of_quarters), *_contradictions(report)):
        yield replace(found, values=(), kind=None)


def _warning(
    rule: str,
    row: Figures | UnitFigures,
    fields: tuple[str, ...],
    message: str,
    *,
    kind: Kind | None = None,
    before: tuple[int | None, ...] = (),
) -> Finding:
    """A warning about some figures of a row. before: values of the last quarter beside them."""
    values = (*(value_of(row, field) for field in fields), *before)
    return Finding(rule, Severity.WARNING, fields, message, values, kind)


def _kind(figure: Figure, what: str, *, is_more: bool) -> Kind:
    """What is asked of a figure that is more, or less, than was to be expected."""
    return Kind(f"{figure.label}: {what}", Asked.of(figure, is_more=is_more))


def _jump(
    row: QuarterlyFigures, last: QuarterlyFigures | None, figure: Figure, sector: str
) -> Finding | None:
    """Over three times, or under a third of, the last quarter's value; or from below zero to above,
    as from a loss to a profit, or back.

    A zero after a loss is no jump, nor are the amounts of a cooperative without activity, for which
    the note is asked; nor is what follows a zero, nor another answer to a question.
    """
    if value_of(row, figure.code) == 0 and figure.shows_activity and _is_idle(row, sector):
        return None
    return _jumped(row, last, figure)


def _jumped(
    row: QuarterlyFigures | UnitFigures, last: QuarterlyFigures | UnitFigures | None, figure: Figure
) -> Finding | None:
    """That a figure jumped against the last quarter's, whoever reports it; None if it did not."""
    value, before = value_of(row, figure.code), value_of(last, figure.code)
    said = _jump_of(figure, value, before)
    if said is None:
        return None
    message, what = said
    kind = _kind(figure, what, is_more=value > before)
    rule = f"jump:{figure.code}"
    return _warning(rule, row, (figure.code,), message, kind=kind, before=(before,))


def _jump_of(figure: Figure, value: int | None, before: int | None) -> tuple[str, str] | None:
    """What is said of a value that jumped against the last quarter's: of this one, and of all like
    it; None where it did not jump.
    """
    if value is None or not before or figure.is_yes_no:
        return None
    if (value == 0 and before < 0) or abs(value - before) < figure.least_jump:
        return None
    return _crossed_zero(figure, value, before) or _multiplied(figure, value, before)


def _crossed_zero(figure: Figure, value: int, before: int) -> tuple[str, str] | None:
    """That a figure is above zero now and was below, or the other way round: of this one, and of
    all like it; None where it is not so.
    """
    if value * before >= 0:
        return None
    what = _("from below zero to above") if value > 0 else _("from above zero to below")
    shown = {"value": shown_value(figure, value), "before": shown_value(figure, before)}
    if figure is not PROFIT:
        message = _("%(value)s, and %(before)s last quarter: from below zero to above, or back.")
        return message % shown, what
    shown = {"value": shown_value(figure, abs(value)), "before": shown_value(figure, abs(before))}
    message = (
        _("A profit of %(value)s after a loss of %(before)s last quarter.")
        if value > 0
        else _("A loss of %(value)s after a profit of %(before)s last quarter.")
    )
    return message % shown, what


def _multiplied(figure: Figure, value: int, before: int) -> tuple[str, str] | None:
    """That a figure is many times, or a small part of, what it was: as in `_crossed_zero`."""
    shown = {"value": shown_value(figure, value), "before": shown_value(figure, before)}
    if abs(value) > JUMP * abs(before):
        message = _("%(value)s is over 3 times the last quarter's %(before)s.")
        return message % shown, _("over 3 times last quarter's")
    if JUMP * abs(value) < abs(before):
        message = _("%(value)s is under a third of the last quarter's %(before)s.")
        return message % shown, _("under a third of last quarter's")
    return None


def _is_idle(row: QuarterlyFigures, sector: str) -> bool:
    """Whether all amounts that a quarter's activity brings are reported as zero."""
    asked = (figure for figure in asked_of(sector, row.year) if figure.shows_activity)
    return all(figure.read(row) == 0 for figure in asked)


def _out_of_range(
    row: QuarterlyFigures,
    last: QuarterlyFigures | None,
    figure: Figure,
    sector: str,
    ranges: Ranges,
) -> Finding | None:
    """Far outside what is usual in the sector; one that was so last quarter too is known to be."""
    usual = ranges.get((sector, figure.code))
    value, before = value_of(row, figure.code), value_of(last, figure.code)
    if usual is None or not value or not usual.is_far(value):
        return None
    if before is not None and usual.is_far(before):
        return None
    shown = {
        "value": shown_value(figure, value),
        "low": shown_value(figure, _round(usual.low, usual.high)),
        "high": shown_value(figure, _round(usual.high, usual.low)),
    }
    message = _("%(value)s lies outside what is usual in the sector: %(low)s to %(high)s.")
    is_more = value > usual.high
    what = (
        _("above what is usual in the sector")
        if is_more
        else _("below what is usual in the sector")
    )
    kind = _kind(figure, what, is_more=is_more)
    rule = f"range:{figure.code}"
    return _warning(rule, row, (figure.code,), message % shown, kind=kind, before=(before,))


def _unlike_quarters(
    report: YearlyReport, of_quarters: Mapping[str, int | None]
) -> Iterator[Finding]:
    """Figures of a year more than a third away from what its quarters add up to."""
    for figure in asked_of(report.cooperative.sector, report.year):
        value, quarters = figure.read(report), of_quarters.get(figure.code)
        if value is None or quarters is None or FAR_OFF * abs(value - quarters) <= abs(quarters):
            continue
        if figure.is_yes_no:
            continue
        if figure.measure is Quantity.PERSONS and abs(value - quarters) < LEAST_PERSONS:
            continue
        shown = {"value": shown_value(figure, value), "quarters": shown_value(figure, quarters)}
        if figure.is_flow:
            message = _("%(value)s is more than a third away from its quarters' %(quarters)s.")
        else:
            message = _("%(value)s is more than a third away from its last quarter's %(quarters)s.")
        yield _warning(f"quarters:{figure.code}", report, (figure.code,), message % shown)


def _contradictions(row: Figures) -> Iterator[Finding]:
    """Figures of one row that hardly go together."""
    per_member, members = AVERAGE_MEMBER_INCOME, MEMBER_COUNT
    # A number of members that is not reported is missing, which is said elsewhere.
    if per_member.read(row) and members.read(row) == 0:
        message = _("There is an income per member, and there are no members.")
        kind = Kind(_("An income per member without members"), Asked.INCOME_WITHOUT_MEMBERS)
        fields = (per_member.code, members.code)
        yield _warning("income_without_members", row, fields, message, kind=kind)
    gain, turnover = PROFIT, REVENUE
    gained, turned_over = gain.read(row), turnover.read(row)
    if None not in (gained, turned_over) and gained > turned_over:
        values = shown_value(gain, gained), shown_value(turnover, turned_over)
        shown = dict(zip(("profit", "revenue"), values, strict=True))
        message = _("A profit of %(profit)s is more than the revenue of %(revenue)s.") % shown
        kind = Kind(_("A profit above the revenue"), Asked.PROFIT_ABOVE_REVENUE)
        yield _warning("profit_above_revenue", row, (gain.code, turnover.code), message, kind=kind)


def _no_activity(row: QuarterlyFigures, sector: str) -> Iterator[Finding]:
    if _is_idle(row, sector) and not row.note:
        message = _("No activity this quarter: say why in the note.")
        first = next(figure.code for figure in figures() if figure.shows_activity)
        kind = Kind(_("No activity this quarter"), Asked.NO_ACTIVITY)
        yield _warning("no_activity", row, (first, "note"), message, kind=kind)


def shown_value(figure: Figure, value: Decimal | int) -> str:
    """A figure's value as it stands in the grid: money in million VND, people as they are."""
    text = f"{figure.shown(value):f}"
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
