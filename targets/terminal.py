"""The comparison as a table that a person likes to read in a terminal."""

import unicodedata
from fractions import Fraction

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .assessment import Status
from .indicators import Indicator, Unit
from .progress import Progress, Standing, UnitProgress

MARKS = {
    Status.MET: "●",
    Status.ON_TRACK: "◉",
    Status.BEHIND: "▲",
    Status.OFF_TRACK: "■",
    Status.MISSED: "■",
    Status.NO_DATA: "○",
}
NOTHING = "–"
MILLION = 1_000_000


def progress_as_text(progress: Progress) -> str:
    """The unit's targets in full, then every sub-unit with its values side by side."""
    selection = progress.selection
    title = _("Plan %(plan)s, %(year)s: %(unit)s") % {
        "plan": selection.plan.number,
        "year": selection.year,
        "unit": selection.unit.name,
    }
    as_at = _("Quarter %(quarter)s, figures up to %(day)s") % {
        "quarter": selection.quarter,
        "day": date_format(selection.period.ends_on, "SHORT_DATE_FORMAT"),
    }
    parts = [f"{title}\n{as_at}", _targets_table(progress.whole)]
    if progress.units:
        parts.append(_units_table(progress))
    return "\n\n".join(parts)


def _targets_table(whole: UnitProgress) -> str:
    header = [
        _("Indicator"),
        _("Value"),
        _("Target"),
        _("Status"),
        _("Sure"),
        _("Attained"),
        _("Due now"),
        _("Per quarter"),
        _("Year's end"),
        _("Coverage"),
        _("Possible range"),
    ]
    rows = [_target_row(standing) for standing in whole.standings]
    return _table(header, rows, left={0, 3, 4})


def _target_row(standing: Standing) -> list[str]:
    indicator, found = standing.indicator, standing.assessment
    measure = found.measure

    def shown(value: Fraction | None) -> str:
        return _number(indicator, value)

    unit = f" ({indicator.unit.label})" if indicator.unit.label else ""
    target = f"{found.goal.operator.sign} {shown(found.goal.value)}" if found.goal else NOTHING
    status = f"{MARKS[found.status]} {found.status.label}" if found.status else NOTHING
    certain = {True: _("yes"), False: _("no"), None: NOTHING}[found.certain]
    open_range = NOTHING
    if measure.bounds and measure.bounds[0] != measure.bounds[1]:
        open_range = f"{shown(measure.bounds[0])} … {shown(measure.bounds[1])}"
    return [
        f"{indicator.label}{unit}",
        shown(measure.value),
        target,
        status,
        certain,
        _percent(found.attainment),
        shown(found.expected),
        shown(found.required_per_quarter),
        shown(found.projection),
        _coverage(standing),
        open_range,
    ]


def _coverage(standing: Standing) -> str:
    coverage = standing.assessment.measure.coverage
    carried = f" +{coverage.carried}" if coverage.carried else ""
    return f"{coverage.reported}{carried}/{coverage.expected}"


def _units_table(progress: Progress) -> str:
    header = [_("Unit"), *(str(s.indicator.short_label) for s in progress.whole.standings)]
    rows = [_unit_row(part) for part in progress.units]
    if progress.directly_under:
        rows.append(_unit_row(progress.directly_under))
    return _table(header, rows, left={0})


def _unit_row(part: UnitProgress) -> list[str]:
    name = part.unit.name if part.unit else _("directly under the unit")
    return [name, *(_unit_cell(standing) for standing in part.standings)]


def _unit_cell(standing: Standing) -> str:
    found = standing.assessment
    mark = f"{MARKS[found.status]} " if found.status else ""
    return f"{mark}{_number(standing.indicator, found.measure.value)}"


def _percent(ratio: Fraction | None) -> str:
    return NOTHING if ratio is None else f"{number_format(round(float(ratio * 100), 1), 1)} %"


def _number(indicator: Indicator, value: Fraction | None) -> str:
    if value is None:
        return NOTHING
    if indicator.is_money:
        return number_format(round(float(value / MILLION), 1), 1)
    decimals = 1 if indicator.unit is Unit.PERCENT or value.denominator != 1 else 0
    return number_format(round(float(value), decimals), decimals)


def _table(header: list[str], rows: list[list[str]], left: set[int]) -> str:
    widths = [max(_width(row[i]) for row in [header, *rows]) for i in range(len(header))]
    lines = [_line(row, widths, left) for row in [header, *rows]]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def _line(cells: list[str], widths: list[int], left: set[int]) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        gap = " " * (width - _width(cell))
        padded.append(cell + gap if i in left else gap + cell)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns on a terminal: combining marks take none."""
    return sum(not unicodedata.combining(char) for char in text)
