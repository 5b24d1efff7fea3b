"""The tables of the report and of its annexes, as plain texts in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.template.defaultfilters import capfirst

from cooperatives.ground.printing import NOTHING
from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Progress, Standing, UnitProgress
from ..overview.target_rows import TargetRow
from ..papers.form import WIDTH, Cell, Column, Group, Row
from ..reckoning.assessment import Status
from ..reckoning.contribution import is_behind_for_sure
from ..words.compared import Compared, in_column
from ..words.labels import status_label
from .amounts import (
    COUNTED,
    RANGE,
    attainment,
    counted_in,
    share,
    short_unit,
)

SIZE = 9.5
"""In points, what stands in cells."""
MOST_BESIDE = 10
"""As many indicators have room beside each other; more go into a second table."""

TARGETS = [
    Column("TT", 7, "center"),
    Column("Chỉ tiêu", 47),
    Column("ĐVT", 12, "center"),
    Column("Kế hoạch", 11, "right"),
    Column("Thực hiện", 11, "right"),
    Column("% kế hoạch", 13, "right"),
    Column("Cùng kỳ", 10.5, "right"),
    Column("Ước cả năm", 12.5, "right"),
    Column("Ghi chú", 31),
]


def target_cells(rows: Sequence[TargetRow]) -> list[Row]:
    """A row for each target in the columns of offices; what is not known is a dash."""
    return [_target(place, row) for place, row in enumerate(rows, start=1)]


def _target(place: int, row: TargetRow) -> Row:
    shown, value = row.compared, row.assessment.measure.value
    ends = row.indicator.is_flow and not row.moment.is_over
    period = f" ({row.period})" if row.period else ""
    return [
        str(place),
        f"{row.indicator.label}{period}",
        short_unit(row.indicator),
        _planned(row),
        Cell(shown.bare(value), bold=True),
        _attained(row),
        shown.bare(row.before),
        shown.bare(row.projection) if ends else NOTHING,
        note_of(row),
    ]


def _planned(row: TargetRow) -> str:
    goal, shown = row.goal, row.compared
    if goal is None:
        return NOTHING
    said = as_set(shown, goal.value)
    if goal.value_to is not None:
        return RANGE.format(said, as_set(shown, goal.value_to))
    is_plain = goal.operator.value == ">="
    return said if is_plain else f"{goal.operator.sign} {said}"


def as_set(shown: Compared, value: Fraction) -> str:
    """A target in the column's unit, as somebody set it."""
    return shown.amount(value).removesuffix("%")


def _attained(row: TargetRow) -> str:
    part = attainment(row)
    return NOTHING if part is None else share(part).removesuffix("%")


def note_of(row: TargetRow) -> str:
    """The status's word first, with a mark where it is not sure; who has reported is said in the
    text.
    """
    found = row.assessment
    said = []
    if found.status:
        said.append(capfirst(str(status_label(found.status))))
    elif found.measure.value is None:
        said.append("Chưa có số liệu")
    elif row.goal is not None and row.due is not None:
        part = row.standing.contribution
        said.append("Thấp hơn mức phần kế hoạch" if part and part.is_behind else "Theo kế hoạch")
    if row.is_unsure:
        said = [f"{one}*" for one in said]
    if row.ratings_of and not row.is_unsure:
        said.append(f"xếp loại {row.ratings_of}")
    return ", ".join(said)


# --- By sub-unit ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitTable:
    """A table of sub-units: its columns and its rows."""

    columns: list[Column]
    rows: list[Row]


def unit_tables(progress: Progress, reporting: Reporting) -> list[UnitTable]:
    """The unit's parts below each other, the whole last, with where the return of each stands; a
    second table where there are more indicators than have room.
    """
    if not progress.parts:
        return []
    standings = progress.whole.standings
    slices = [standings[at : at + MOST_BESIDE] for at in range(0, len(standings), MOST_BESIDE)]
    paths = {part.unit.path for part in progress.units}
    states = {
        one.unit.path: capfirst(str(one.label))
        for one in reporting.returns
        if one.is_expected and one.unit.path in paths
    }
    return [_unit_table(progress, some, states) for some in slices]


def _unit_table(progress: Progress, some: Sequence[Standing], states: dict[str, str]) -> UnitTable:
    name, state = 33.0, 20.0 if states else 0.0
    each = (WIDTH - name - state) / len(some)
    shown = {
        one.code: in_column(
            one.indicator, [part.standing(one.code).assessment for part in progress.parts]
        )
        for one in some
    }
    columns = [
        Column("Đơn vị", name),
        *(Column(_head(one), each, "right") for one in some),
    ]
    if states:
        columns.append(Column("Biểu quý", state, "center"))
    rows = [_unit_row(part, some, shown, states, progress) for part in progress.parts]
    rows.append(_whole_row(progress, some, bool(states)))
    return UnitTable(columns, rows)


def _head(standing: Standing) -> str:
    label = str(standing.indicator.short_label)
    if counted_in(standing.indicator) in (NOTHING, *COUNTED.values()):
        return label
    return f"{label} ({short_unit(standing.indicator)})"


def _unit_row(
    part: UnitProgress,
    some: Sequence[Standing],
    shown: dict[str, Compared],
    states: dict[str, str],
    progress: Progress,
) -> Row:
    name = part.unit.name if part.unit else "Trực thuộc"
    row: list[str | Cell] = [name]
    row += [_unit_cell(part.standing(one.code), shown[one.code]) for one in some]
    if states:
        row.append(states.get(part.unit.path, NOTHING) if part.unit else NOTHING)
    return row


def _unit_cell(standing: Standing, shown: Compared) -> Cell:
    """Its value; in bold letters where it is behind, with a mark where that, or how its own target
    stands, is not sure.
    """
    found = standing.assessment
    part = standing.contribution
    is_behind = bool(part and part.is_behind)
    unsure = found.is_unsure or (
        is_behind and not is_behind_for_sure(standing.indicator, found.measure, standing.due)
    )
    said = shown.bare(found.measure.value)
    return Cell(f"{said}*" if unsure else said, bold=is_behind)


def _whole_row(progress: Progress, some: Sequence[Standing], has_states: bool) -> Row:
    whole = [_whole_cell(progress, one) for one in some]
    name = progress.selection.unit.name
    return [Cell(name, italic=True), *whole, *([""] if has_states else [])]


def _whole_cell(progress: Progress, standing: Standing) -> Cell:
    """The same of the whole, which is judged by its target alone."""
    found = standing.assessment
    said = in_column(standing.indicator, [found]).bare(found.measure.value)
    return Cell(f"{said}*" if found.is_unsure else said, bold=found.status in FALLEN_SHORT)


FALLEN_SHORT = {Status.BEHIND, Status.OFF_TRACK, Status.MISSED}
"""Where a target stands that is behind what was due."""
MARKS_NOTE = f"Dấu *: chưa chắc chắn; dấu {NOTHING}: chưa có số liệu."
UNITS_NOTE = f"Chữ đậm ở bảng theo đơn vị: kém mức cần có. {MARKS_NOTE}"


# --- Annexes by cooperative -----------------------------------------------------------------------


@dataclass(frozen=True)
class CooperativeRow:
    """A cooperative's figures in an annex, as texts by the code of each, and what is to be said of
    them. under: the name of the unit that it reports in.
    """

    name: str
    registration_number: str
    under: str
    values: dict[str, str]
    note: str


@dataclass(frozen=True)
class Annex:
    """An annex by cooperative. figures: the code, head and width of each of its columns."""

    title: str
    figures: Sequence[tuple[str, str, float]]
    rows: Sequence[CooperativeRow]
    note: str


def annex_table(annex: Annex) -> tuple[list[Column], list[Row]]:
    """Its rows under the name of the unit in which they report, counted through."""
    notes = 25.0
    taken = 8 + 20 + notes + sum(width for _code, _head, width in annex.figures)
    columns = [
        Column("TT", 8, "center"),
        Column("Tên HTX", WIDTH - taken),
        Column("Số đăng ký", 20, "center"),
        *(Column(head, width, "right") for _code, head, width in annex.figures),
        Column("Ghi chú", notes),
    ]
    return columns, list(_annex_rows(annex))


def _annex_rows(annex: Annex) -> Iterable[Row]:
    place = 0
    for under, group in groupby(annex.rows, key=lambda row: row.under):
        rows = list(group)
        yield Group(f"{under} ({len(rows)} HTX)")
        for row in rows:
            place += 1
            values = [row.values.get(code, NOTHING) for code, _head, _width in annex.figures]
            yield [str(place), row.name, row.registration_number, *values, row.note]
