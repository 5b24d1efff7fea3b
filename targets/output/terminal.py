"""The comparison as a table that a person likes to read in a terminal."""

import textwrap
import unicodedata

from django.utils.translation import gettext as _

from cooperatives.ground.printing import NOTHING
from cooperatives.ground.wording import attained, day, quarter_name

from ..comparison.progress import Progress, Standing, UnitProgress
from ..overview.target_rows import TargetRow, target_rows
from ..reckoning.assessment import Status
from ..reckoning.contribution import is_behind_for_sure
from ..words.aims import set_by, sign_and_value, told_attainment
from ..words.compared import beside_target
from ..words.emphasis import plain
from ..words.headline import title
from ..words.labels import status_said, unit_label

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
    as_at = _("%(quarter)s, figures up to %(day)s") % {
        "quarter": quarter_name(selection.quarter),
        "day": day(progress.figures_on),
    }
    parts = [f"{title(selection)}\n{as_at}", _targets_table(target_rows(progress))]
    if progress.units:
        parts.append(_units_table(progress))
    return "\n\n".join(parts)


def _targets_table(targets: list[TargetRow]) -> str:
    """A row for each target to compare down its columns, and below it what stands behind it."""
    header = [_("Indicator"), _("Value"), _("Target"), _("Attained"), _("Status")]
    rows = [_target_row(target) for target in targets]
    others = [max(map(_width, column)) for column in list(zip(header, *rows, strict=True))[1:]]
    room = WIDTH - sum(others) - len(GAP) * len(others)
    labels = [textwrap.wrap(row[0], room) for row in rows]
    widths = [max(_width(part) for label in [[header[0]], *labels] for part in label), *others]
    lines = [_line(header, widths, LEFT), _rule(widths)]
    for target, label, row in zip(targets, labels, rows, strict=True):
        lines.append(_line([label[0], *row[1:]], widths, LEFT))
        lines.extend(label[1:])
        behind = "; ".join(map(plain, _behind_it(target)))
        lines.extend(textwrap.wrap(behind, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT))
    return "\n".join(lines)


def _target_row(target: TargetRow) -> list[str]:
    indicator, found, shown = target.indicator, target.assessment, target.compared
    notes = filter(None, [str(unit_label(indicator)), target.period])
    behind_name = "".join(f" ({note})" for note in notes)
    aim = NOTHING
    if found.goal:
        aim = sign_and_value(found.goal, shown)
    return [
        f"{indicator.label}{behind_name}",
        shown.bare(found.measure.value),
        aim,
        attained(told_attainment(found), 1),
        f"{_mark(target.standing)} {status_said(found)}" if found.status else NOTHING,
    ]


def _behind_it(target: TargetRow) -> list[str]:
    """What is due, needed, projected, reported and possible, where that adds to the row."""
    said = [
        target.pace,
        target.from_target,
        "" if target.is_from_registry else target.rests_on,
        target.doubt,
        target.what_is_possible,
        set_by(target.adjusting) if target.adjusting else "",
    ]
    return [sentence for sentence in said if sentence]


def _units_table(progress: Progress) -> str:
    header = [_("Unit"), *(str(s.indicator.short_label) for s in progress.whole.standings)]
    key = _("▼ behind what is due by now; ? not certain yet")
    return f"{_table(header, [_unit_row(part) for part in progress.parts])}\n{key}"


def _unit_row(part: UnitProgress) -> list[str]:
    name = part.unit.name if part.unit else _("directly under the unit")
    return [name, *(_unit_cell(standing) for standing in part.standings)]


def _unit_cell(standing: Standing) -> str:
    found = standing.assessment
    shown = beside_target(standing.indicator, found)
    return f"{_mark(standing)} {shown.bare(found.measure.value)}".lstrip()


def _mark(standing: Standing) -> str:
    """The mark of a status, failing that of who is behind; "?" where that is not certain."""
    found, part = standing.assessment, standing.contribution
    if found.status:
        return f"{MARKS[found.status]}?" if found.is_unsure else MARKS[found.status]
    if not (part and part.is_behind):
        return ""
    is_sure = is_behind_for_sure(standing.indicator, found.measure, standing.due)
    return "▼" if is_sure else "▼?"


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
