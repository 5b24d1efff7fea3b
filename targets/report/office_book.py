"""The office's annex as a workbook: the plan's table, the registry's counts and totals, both by
unit, and what each line means, from plain values alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.translation import override

from cooperatives.ground.printing import NOTHING
from cooperatives.returns.reporting import Reporting

from ..comparison.progress import Progress, Standing
from ..overview.target_rows import TargetRow
from ..words.compared import Compared, in_column
from .amounts import COUNTED, SHORT, short_unit
from .lines import Amount, Line, attained, line_of, planned, reached
from .paper import DEMO, DRAFT
from .parts import Counted, Part, facts_of, parts_of, value_of
from .registry import (
    NOT_COLLECTED,
    Item,
    Section,
    lines_in,
    reporting_items,
    rows_of,
    sections,
)
from .text import Issuers, Mark, cited, day_on_paper, period_of, quarter_of
from .workbook import Band, Content, Field, Marked, Row, Sheet, workbook

TITLE = "Kết quả thực hiện kế hoạch phát triển kinh tế tập thể, hợp tác xã"
UNPUBLISHED = f"{DRAFT} {NOTHING} số liệu chưa công bố"
PARTLY = "*"
"""Stands behind a number in which somebody's part is missing."""
MOST_BESIDE = 11
"""As many columns of numbers have room beside each other; more go onto a sheet of their own."""
LEAST_WIDTH = 100
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII")

BLANK_NOTE = "Ô trống: không có kế hoạch, chưa có số liệu hoặc không tính; không phải là số 0."
STAR_NOTE = "Dấu * ở cột Ghi chú: đánh giá chưa chắc chắn."
PARTLY_NOTE = f"Dấu {PARTLY} sau số: còn HTX hoặc đơn vị chưa có số liệu."
BOLD_NOTE = "Chữ đậm: kém mức cần có."
LEFT_OUT = (
    "Lao động; thành viên, doanh thu và thu nhập của THT; doanh thu và thu nhập của liên hiệp HTX:"
    " hệ thống không thu thập, trừ số liệu ở mục Chỉ tiêu khác (nếu có).",
    "Tổng doanh thu, tổng lợi nhuận: chỉ cộng của các HTX đủ số liệu, số HTX ghi ở cột Ghi chú.",
    "Cùng kỳ và ước cả năm: chỉ tính cho toàn đơn vị, không tính cho từng đơn vị bên dưới.",
    "Cùng kỳ của số HTX, THT chấm dứt hoạt động, giải thể (THT, liên hiệp) và của tổng số cán bộ"
    " quản lý: không tính.",
    "Kế hoạch năm sau: không thuộc biểu này.",
)
"""What provinces report in that pattern and is not in the workbook."""


@dataclass(frozen=True)
class Book:
    """All that the workbook is made of.

    content: as an edition freezes it, published or not; counted: what no indicator says of a part,
    None where that is not counted; edition: the mark of the edition, None for live figures; symbol:
    of the office's reports, "" for a gap. issuers: who issued the decisions that it cites.
    """

    content: Mapping[str, Any]
    progress: Progress
    reporting: Reporting
    counted: Callable[[Part], Counted] | None
    edition: Mark | None
    symbol: str
    issuers: Issuers
    is_demo: bool
    goes_on: bool

    def written(self) -> bytes:
        """The workbook as .xlsx, in Vietnamese whatever the language of the page."""
        with override("vi"):
            return workbook(f"{TITLE}, {quarter_of(self.progress)}", list(self._sheets()))

    @cached_property
    def rows(self) -> dict[str, TargetRow]:
        return rows_of(self.content, self.progress, goes_on=self.goes_on)

    @cached_property
    def planned(self) -> list[TargetRow]:
        """Those that the plan aims at, in its order."""
        return [self.rows[one.code] for one in self.progress.whole.standings]

    @cached_property
    def whole(self) -> Part:
        unit = self.progress.selection.unit
        part = Part(unit.name, unit.path, facts_of(self.content["progress"]["targets"]))
        return replace(part, counted=self.counted and self.counted(part))

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.content, self.progress, self.rows, self.counted)

    @cached_property
    def sections(self) -> list[Section]:
        return sections(self.rows)

    # --- The sheets -------------------------------------------------------------------------------

    def _sheets(self) -> Iterator[Sheet]:
        yield self._targets()
        yield self._registry()
        if self.parts:
            yield from self._targets_by_unit()
            yield from self._registry_by_unit()
        yield self._explained()

    def _sheet(self, name: str, title: str, fields, rows, notes=()) -> Sheet:
        return Sheet(name, title, self._about, fields, rows, notes, frozenset({UNPUBLISHED, DEMO}))

    @cached_property
    def _about(self) -> list[str]:
        """What stands over each sheet: unit, quarter, days, plan, and of which state it is."""
        progress, subject = self.progress, self.progress.selection
        if self.edition:
            mark = f"Số liệu {self.edition}"
        else:
            mark = UNPUBLISHED
        gap = " " * 8
        paper = f"Báo cáo số{gap}/{self.symbol or gap}"
        return [
            f"{subject.unit.name}, {quarter_of(progress)}",
            f"(Kèm theo {paper} ngày{gap}tháng{gap}năm{gap})",
            f"Số liệu {period_of(progress)}. {cited(progress, self.issuers)}",
            mark,
            *([DEMO] if self.is_demo else []),
        ]

    def _targets(self) -> Sheet:
        rows = [_cells(place, line_of(row)) for place, row in enumerate(self.planned, start=1)]
        title = f"{TITLE}: các chỉ tiêu kế hoạch"
        return self._sheet("Chỉ tiêu kế hoạch", title, self._fields, rows, [STAR_NOTE, BLANK_NOTE])

    def _registry(self) -> Sheet:
        before = Part("", "", self.content["last_year"])
        rows: list[Row] = []
        for numeral, section in zip(NUMERALS, self.sections, strict=False):
            rows.append(Band(f"{numeral}. {section.title}"))
            found = lines_in(section, self.rows, self.whole, before)
            rows += [_cells(place, line) for place, line in enumerate(found, start=1)]
        title = "Tình hình tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã"
        return self._sheet("THT, HTX, liên hiệp HTX", title, self._fields, rows, [BLANK_NOTE])

    @property
    def _fields(self) -> list[Field]:
        year, day = self.progress.selection.year, day_on_paper(self.progress.figures_on, "")
        return [
            Field("TT", 5, is_centred=True),
            Field("Chỉ tiêu", 44),
            Field("ĐVT", 7, is_centred=True),
            Field(f"Kế hoạch năm {year}", 12),
            Field(f"Thực hiện đến {day}", 13),
            Field("% kế hoạch", 9),
            Field(f"Cùng kỳ năm {year - 1}", 12),
            Field(f"Ước cả năm {year}", 12),
            Field("Ghi chú", 46),
        ]

    # --- By unit ----------------------------------------------------------------------------------

    def _targets_by_unit(self) -> Iterator[Sheet]:
        columns = [self._columns_of(row) for row in self.planned]
        states = self._states
        title = f"{TITLE}: các chỉ tiêu theo đơn vị"
        for place, some in enumerate(_fitting(columns)):
            fields, values = zip(*(one for column in some for one in column), strict=True)
            rows = self._unit_rows(values)
            if states:
                fields = (*fields, Field("Biểu quý", 13, is_centred=True))
                said = [*(states.get(part.path, "") for part in self.parts), ""]
                rows = [[*row, state] for row, state in zip(rows, said, strict=True)]
            yield self._sheet(
                _named("Chỉ tiêu theo đơn vị", place),
                title,
                [*_unit_fields(fields), *fields],
                rows,
                [BOLD_NOTE, PARTLY_NOTE, BLANK_NOTE],
            )

    def _registry_by_unit(self) -> Iterator[Sheet]:
        items = [item for section in self.sections for item in section.items if item.read]
        counts = [one for one in items if one.read(self.whole).coverage is None]
        others = [one for one in items if one not in counts]
        others += reporting_items("average_revenue", "doanh thu")
        for name, title, some in (
            ("Số lượng theo đơn vị", "Số lượng tổ hợp tác, hợp tác xã theo đơn vị", counts),
            ("Kết quả theo đơn vị", "Kết quả hoạt động của hợp tác xã theo đơn vị", others),
        ):
            columns = [[self._column_of(one)] for one in some]
            for place, fitting in enumerate(_fitting(columns)):
                fields, values = zip(*(one for column in fitting for one in column), strict=True)
                yield self._sheet(
                    _named(name, place),
                    title,
                    [*_unit_fields(fields), *fields],
                    self._unit_rows(values),
                    [PARTLY_NOTE, BLANK_NOTE],
                )

    def _unit_rows(self, values: Sequence[Sequence[Content]]) -> list[Row]:
        """A row for each part, the whole last. values: those of each column."""
        numbers = [str(place) for place, _part in enumerate(self.parts, start=1)]
        names = [part.name for part in (*self.parts, self.whole)]
        lines = zip([*numbers, ""], names, *values, strict=True)
        return [list(line) for line in lines]

    @cached_property
    def _states(self) -> dict[str, str]:
        """Where the return of each part stands, by its path."""
        return {
            one.unit.path: capfirst(str(one.label))
            for one in self.reporting.returns
            if one.is_expected and one.unit.path in {part.path for part in self.parts}
        }

    def _columns_of(self, row: TargetRow) -> list[tuple[Field, list[Content]]]:
        """An indicator's values by unit, behind their own targets where any has one."""
        indicator, code = row.indicator, row.standing.code
        standings = [self._standing(part, code) for part in self.parts]
        founds = [one.assessment for one in (*standings, row.standing) if one]
        shown = in_column(indicator, founds)
        done: list[Content] = [
            _judged(one, shown) if one else reached(indicator, shown, value_of(part, code))
            for one, part in zip(standings, self.parts, strict=True)
        ]
        done.append(_marked(row.standing, shown))
        label = _head(str(indicator.label), short_unit(indicator))
        goals = [one and one.assessment.goal for one in standings]
        if not any(goals):
            return [(Field(label, 11), done)]
        values = [one and one.assessment.measure.value for one in standings]
        pairs = [*zip(values, goals, strict=True), (row.assessment.measure.value, row.goal)]
        return [
            (Field("KH", 9, label), [planned(indicator, shown, goal) for _one, goal in pairs]),
            (Field("TH", 9, label), done),
            (Field("% KH", 9, label), [attained(value, goal) for value, goal in pairs]),
        ]

    def _standing(self, part: Part, code: str) -> Standing | None:
        for one in self.progress.parts:
            if (one.unit.path if one.unit else "") == part.path:
                return one.standing(code)
        return None

    def _column_of(self, item: Item) -> tuple[Field, list[Content]]:
        """An item's values by unit, marked where somebody's part in them is missing."""
        parts = [*self.parts, self.whole]
        amounts = [item.amount(part) for part in parts]
        found = [
            amount and replace(amount, after=PARTLY if item.read(part).lacks else "")
            for amount, part in zip(amounts, parts, strict=True)
        ]
        return Field(_head(item.label, item.unit), 11), found

    # --- What the lines mean ----------------------------------------------------------------------

    def _explained(self) -> Sheet:
        fields = [
            Field("TT", 5, is_centred=True),
            Field("Chỉ tiêu", 36),
            Field("Cách tính", 66),
            Field("Kế hoạch lấy từ", 36),
            Field("Số liệu lấy từ", 22),
        ]
        rows: list[Row] = []
        for numeral, section in zip(NUMERALS, self.sections, strict=False):
            rows.append(Band(f"{numeral}. {section.title}"))
            rows += [self._meaning(place, one) for place, one in enumerate(section.items, start=1)]
        rows.append(Band("Không có trong biểu, hoặc chỉ có một phần"))
        return self._sheet("Thuyết minh", "Thuyết minh các chỉ tiêu", fields, rows, LEFT_OUT)

    def _meaning(self, place: int, item: Item) -> Row:
        decided = _decided(self.rows[item.code]) if item.code else ""
        if item.read is None:
            source = NOT_COLLECTED
        else:
            is_counted = item.read(self.whole).coverage is None
            source = "Danh sách HTX, THT" if is_counted else "Báo cáo của HTX, đơn vị"
        return [str(place), item.label, str(item.meaning), decided, source]


def _unit_fields(others: Sequence[Field]) -> list[Field]:
    """The first columns of a table by unit: where few others follow, wide enough for its title."""
    width = max(24, LEAST_WIDTH - sum(field.width for field in others))
    return [Field("TT", 5, is_centred=True), Field("Đơn vị", width)]


def _cells(place: int, line: Line) -> Row:
    return [
        str(place),
        line.label,
        line.unit,
        line.plan,
        line.done,
        line.attained,
        line.before,
        line.projection,
        line.note,
    ]


def _judged(standing: Standing, shown: Compared) -> Content:
    """A part's value, in bold letters where it is behind."""
    amount, part = _marked(standing, shown), standing.contribution
    return Marked(amount) if amount and part and part.is_behind else amount


def _marked(standing: Standing, shown: Compared) -> Amount | None:
    """A value, marked where somebody's part in it is missing."""
    indicator, measure = standing.indicator, standing.assessment.measure
    amount = reached(indicator, shown, measure.value)
    if amount is None or indicator.is_from_registry or not measure.coverage.missing:
        return amount
    return replace(amount, after=PARTLY)


def _shortened(unit: str) -> str:
    return SHORT.get(unit, unit)


def _head(label: str, unit: str) -> str:
    """What heads a column: with what is counted in it, where the name does not say it."""
    return label if unit in (*map(_shortened, COUNTED.values()), NOTHING) else f"{label} ({unit})"


def _fitting(columns: Sequence[list]) -> Iterator[list]:
    """Columns, several of which may belong together, in as many sheets as they have room."""
    some: list = []
    for column in columns:
        if some and sum(map(len, some)) + len(column) > MOST_BESIDE:
            yield some
            some = []
        some.append(column)
    if some:
        yield some


def _named(name: str, place: int) -> str:
    """The name of a sheet that goes on."""
    return f"{name} ({place + 1})" if place else name


def _decided(row: TargetRow) -> str:
    """The decision that set the unit's own target, with the clause."""
    if not row.is_own:
        return ""
    source = row.standing.target
    said = f"{source.plan.number} {day_on_paper(source.plan.issued_on)}"
    return f"{said}: “{source.quote}”" if source.quote else said
