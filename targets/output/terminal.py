"""The comparison as a table that a person likes to read in a terminal."""

import textwrap
import unicodedata

from django.utils.translation import gettext as _

from cooperatives.evidence import REGISTRY_EVIDENCE
from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import NO_BREAK_SPACE, attained, day, quarter_name

from ..comparison.progress import Progress, Standing, Subject, UnitProgress
from ..overview.target_rows import ratings_behind, shown_projection
from ..reckoning.assessment import Status
from ..reckoning.measures import Coverage
from ..words.amounts import amount
from ..words.compared import Compared, beside_target, compared_in
from ..words.labels import status_label, unit_label

MARKS = {
    Status.MET: "●",
    Status.ON_TRACK: "◉",
    Status.BEHIND: "▲",
    Status.OFF_TRACK: "◆",
    Status.MISSED: "■",
    Status.NO_DATA: "○",
}
WIDTH = 100
"""Columns of a terminal that the list of targets fits."""
GAP = "  "
INDENT = "    "
LEFT = {0, 4}


def progress_as_text(progress: Progress) -> str:
    """The unit's targets in full, then every sub-unit with its values side by side."""
    selection = progress.selection
    title = _("No plan, %(year)s: %(unit)s")
    if selection.plan:
        title = _("Plan %(plan)s, %(year)s: %(unit)s")
    title %= {
        "plan": selection.plan,
        "year": selection.year,
        "unit": selection.unit.name,
    }
    as_at = _("%(quarter)s, figures up to %(day)s") % {
        "quarter": quarter_name(selection.quarter),
        "day": day(progress.figures_on),
    }
    parts = [f"{title}\n{as_at}", _targets_table(progress.whole, selection)]
    if progress.units:
        parts.append(_units_table(progress))
    return "\n\n".join(parts)


def _targets_table(whole: UnitProgress, selection: Subject) -> str:
    """A row for each target to compare down its columns, and below it what stands behind it."""
    header = [_("Indicator"), _("Value"), _("Target"), _("Attained"), _("Status")]
    rows = [_target_row(standing) for standing in whole.standings]
    others = [max(map(_width, column)) for column in list(zip(header, *rows, strict=True))[1:]]
    room = WIDTH - sum(others) - len(GAP) * len(others)
    labels = [textwrap.wrap(row[0], room) for row in rows]
    widths = [max(_width(part) for label in [[header[0]], *labels] for part in label), *others]
    lines = [_line(header, widths, LEFT), _rule(widths)]
    for standing, label, row in zip(whole.standings, labels, rows, strict=True):
        lines.append(_line([label[0], *row[1:]], widths, LEFT))
        lines.extend(label[1:])
        behind = _behind_it(standing, selection)
        lines.extend(textwrap.wrap(behind, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT))
    return "\n".join(lines)


def _target_row(standing: Standing) -> list[str]:
    indicator, found = standing.indicator, standing.assessment
    unit = f" ({unit_label(indicator.unit)})" if unit_label(indicator.unit) else ""
    shown = _compared(standing)
    target = NOTHING
    if found.goal:
        target = f"{found.goal.operator.sign} {shown.amount(found.goal.value)}"
    return [
        f"{indicator.label}{unit}",
        shown.bare(found.measure.value),
        target,
        attained(found.attainment, 1),
        f"{MARKS[found.status]} {status_label(found.status)}" if found.status else NOTHING,
    ]


def _compared(standing: Standing) -> Compared:
    indicator, found = standing.indicator, standing.assessment
    return compared_in(indicator, found, found.goal, shown_projection(indicator, found))


def _behind_it(standing: Standing, selection: Subject) -> str:
    """What is due, needed, projected, reported and possible, where that adds to the row."""
    indicator, found = standing.indicator, standing.assessment
    measure, facts = found.measure, []
    shown = _compared(standing)
    if found.expected is not None and found.expected != found.goal.value:
        facts.append(_("due now %(value)s") % {"value": shown.amount(found.expected)})
    if found.required_per_quarter is not None:
        each = amount(found.required_per_quarter, indicator)
        facts.append(_("%(value)s needed each quarter") % {"value": each})
    projection = shown_projection(indicator, found)
    if indicator.is_flow and projection is not None:
        projected = shown.amount(projection)
        facts.append(_("%(value)s by the year's end at this pace") % {"value": projected})
    if indicator.figure not in REGISTRY_EVIDENCE:
        facts.append(_reported(measure.coverage))
    ratings_of = ratings_behind(standing, selection.year, selection.quarter)
    if ratings_of:
        facts.append(_("by the ratings of %(year)s") % {"year": ratings_of})
    if measure.bounds and measure.bounds[0] != measure.bounds[1]:
        low, high = (shown.amount(end) for end in measure.bounds)
        facts.append(
            _("%(range)s possible") % {"range": f"{low}{NO_BREAK_SPACE}…{NO_BREAK_SPACE}{high}"}
        )
    if found.certain is False:
        facts.append(_("status not sure yet"))
    if standing.target and standing.target.plan.adjusts_id:
        facts.append(_("set by %(decision)s") % {"decision": standing.target.plan.number})
    return "; ".join(facts)


def _reported(coverage: Coverage) -> str:
    numbers = {"reported": coverage.reported, "expected": coverage.expected}
    said = _("%(reported)s/%(expected)s reported") % numbers
    if coverage.carried:
        said += ", " + _("%(carried)s with earlier figures") % {"carried": coverage.carried}
    return said


def _units_table(progress: Progress) -> str:
    header = [_("Unit"), *(str(s.indicator.short_label) for s in progress.whole.standings)]
    return _table(header, [_unit_row(part) for part in progress.parts])


def _unit_row(part: UnitProgress) -> list[str]:
    name = part.unit.name if part.unit else _("directly under the unit")
    return [name, *(_unit_cell(standing) for standing in part.standings)]


def _unit_cell(standing: Standing) -> str:
    found = standing.assessment
    mark = f"{MARKS[found.status]} " if found.status else ""
    shown = beside_target(standing.indicator, found)
    return f"{mark}{shown.bare(found.measure.value)}"


def _table(header: list[str], rows: list[list[str]]) -> str:
    """Names to the left, numbers to the right."""
    widths = [max(map(_width, column)) for column in zip(header, *rows, strict=True)]
    lines = [_line(row, widths, {0}) for row in [header, *rows]]
    return "\n".join([lines[0], _rule(widths), *lines[1:]])


def _rule(widths: list[int]) -> str:
    return GAP.join("─" * width for width in widths)


def _line(cells: list[str], widths: list[int], left: set[int]) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        gap = " " * (width - _width(cell))
        padded.append(cell + gap if i in left else gap + cell)
    return GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """Columns on a terminal: combining marks take none."""
    return sum(not unicodedata.combining(char) for char in text)
