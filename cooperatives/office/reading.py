"""One reading of a table, step by step: columns, lines, numbers, units, cells."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from ..files.cells import FileCell
from ..ground.amount_units import AmountUnit
from ..ground.calendar import Quarter
from ..ground.numbers import Mark
from .above import names_own
from .asking import Asking
from .cells import CellMaker
from .columns import (
    Draft,
    ask_about_doubles,
    at_focus,
    by_headings,
    counts_lines_first,
    in_order,
    unit_said,
)
from .fit import Pair, persons_columns
from .grid import Grid
from .headings import Role, Vocabulary
from .lines import FoundLine, LineFinder
from .marks import TextNumber, settle_mark
from .naming import NOBODY, Rows
from .order import ask_for_order, ask_for_shift
from .parts import ask_for_part, others_left
from .periods_asked import ask_about_period, ask_about_unit, ask_about_year
from .place import Block, place
from .problems import nobody_named, problem_of
from .table import SourceTable
from .target import Target, TargetRow
from .texts import shown, written
from .totals import totals_of
from .understood import LeftOut, LineKind, ReadColumn, ReadLine, Understanding
from .units_asked import (
    as_persons,
    as_share,
    contradicted,
    if_still_so,
    is_of_a_year,
    of_a_month,
    unclear,
    with_units,
)
from .uses import LEAVE, MONTHS_OF_QUARTER, MONTHS_OF_YEAR, all_uses, scale_of, use_of
from .whose import Settling

SAMPLES = 4
TOLD = 4
ORDER_OF_QUESTIONS = (
    *("table", "period", "unit", "quarter", "columns", "column", "money", "place", "mark", "dash"),
    *("odd", "twice", "line"),
)


class Reading:
    """A table, a target, and what was said so far."""

    def __init__(self, table: SourceTable, target: Target, asking: Asking) -> None:
        self.table, self.target, self.asking = table, target, asking
        self.choices = all_uses(target.columns)
        known = {value for value, _label in self.choices}
        said = {
            n: asking.said_of(f"column-{n}")
            for n in range(max(map(len, table.rows), default=0))
            if asking.said_of(f"column-{n}") in known
        }
        remembered = frozenset(n for n in said if f"column-{n}" not in asking.said)
        grid = Grid(table, Vocabulary(target.columns), Rows(target.rows), said, remembered)
        self.columns = {column.field: column for column in target.columns}
        self.months = MONTHS_OF_QUARTER if isinstance(target.period, Quarter) else MONTHS_OF_YEAR
        self.drafts: list[Draft] = []
        self.is_order_clear = True
        self.left: list[LeftOut] = []
        part, self.is_taken = ask_for_part(grid, target, asking)
        self.grid = replace(grid, part=part) if part else grid
        if len(grid.parts) > 1:
            self.left += others_left(grid, part)

    def understanding(self) -> Understanding:
        if problem := problem_of(self.grid, self.target):
            return Understanding(self.table, self.target, problem=problem)
        self._draft_columns()
        lines = self._lines()
        if problem := nobody_named(self.grid, lines):
            return Understanding(self.table, self.target, problem=problem)
        mark, is_open = self._mark(lines)
        if not is_open and self.is_order_clear and not self.grid.is_single:
            self._settle_units(lines, mark)
            self._ask_about_year(lines, mark)
        columns = [self._column(draft) for draft in self.drafts]
        maker = CellMaker(self.grid, self.target, columns, mark, self.months)
        cells = maker.make([found.line for found in lines], self.asking) if self.is_taken else []
        totals = totals_of(lines, self.target.columns, maker.value_at)
        questions = sorted(
            self.asking.questions, key=lambda one: ORDER_OF_QUESTIONS.index(one.kind)
        )
        header = self.grid.header
        return Understanding(
            self.table,
            self.target,
            header.lines if header else range(0),
            tuple(columns),
            tuple(found.line for found in lines),
            tuple(cells),
            (*self._left_columns(columns), *self.left, *maker.left),
            tuple(questions),
            tuple(totals),
        )

    # --- Columns ----------------------------------------------------------------------------------

    def _draft_columns(self) -> None:
        grid, target = self.grid, self.target
        if grid.header:
            self.drafts = by_headings(grid, target)
        elif grid.has_keys:
            self.drafts = in_order(grid, target)
        else:
            room = len(target.columns) - target.start[1]
            counted = counts_lines_first(grid)
            first = ask_for_shift(self.asking, grid.width, room) if counted else 0
            self.drafts = at_focus(grid, target, first)
        above = grid.above
        is_ours = ask_about_unit(above, target, self.asking)
        is_now = ask_about_period(self.drafts, above, target, self.asking)
        self.is_taken &= is_now and is_ours
        ask_about_doubles(self.drafts)
        unit = grid.page_unit
        self.drafts = [unit_said(draft, unit, target) for draft in self.drafts]

    def _column(self, draft: Draft) -> ReadColumn:
        """A column as it is understood; what is not clear is asked about."""
        samples = tuple(self.grid.column(draft.place)[:SAMPLES])
        use, key = self._with_page_unit(draft.use), f"column-{draft.place}"
        was_said = key in self.asking.said and draft.is_said
        if draft.asks or was_said:
            heading = draft.heading.text
            text = (
                _("What does the column “%(heading)s” hold?") % {"heading": heading}
                if heading
                else _("What does column %(n)s hold?") % {"n": draft.place + 1}
            )
            if draft.why:
                text = f"{text} {draft.why}"
            use = self.asking.ask(
                key,
                text,
                self.choices,
                offered=draft.offered,
                examples=draft.examples or samples,
                anew=draft.is_disputed,
            )
        return ReadColumn(draft.place, draft.heading.text, use, samples, draft.why)

    def _with_page_unit(self, text: str) -> str:
        """A use of money without a unit is in the page's own."""
        use = use_of(text)
        figure = self.columns[use.field].figure if use else None
        if use is None or use.unit or figure is None or not figure.is_money:
            return text
        return replace(use, unit=AmountUnit.MILLION).text

    def _left_columns(self, columns: Iterable[ReadColumn]) -> list[LeftOut]:
        """Columns that are left aside, with what stands in them; those that only tell a line are
        not worth a word.
        """
        return [
            LeftOut(column.heading or column.samples[0], column.why, "column")
            for column in columns
            if column.use == LEAVE
            and column.samples
            and (column.why or (column.heading and not self._is_silent(column)))
        ]

    def _is_silent(self, column: ReadColumn) -> bool:
        return self.grid.headings[column.place].role not in (Role.FIGURE, Role.UNKNOWN)

    # --- Lines ------------------------------------------------------------------------------------

    def _lines(self) -> list[FoundLine]:
        values = {
            draft.place
            for draft in self.drafts
            if (draft.field and self.columns[draft.field].is_number)
            or (draft.asks and self.grid.is_numeric(draft.place))
        } or {draft.place for draft in self.drafts if draft.field}
        self.values = sorted(values)
        if not self.grid.has_keys:
            return self._lines_by_place()
        found = LineFinder(self.grid, values, self.target).find()
        settling = Settling(self.grid.rows, self.asking, self._persons, self._told, self._figures)
        lines = settling.settle(found)
        self.left += settling.left
        if self.grid.header is None:
            rows = {one.index: self.grid.rows.places.get(one.line.number) for one in lines}
            self.is_order_clear = self._ask_for_order(rows, is_named=True)
        return lines

    def _lines_by_place(self) -> list[FoundLine]:
        """Lines without names: from the row with the focus on, or where it was said."""
        room = len(self.target.rows) - self.target.start[0]
        body = list(self.grid.laid)[:room]
        if self.grid.header is None and "columns" not in {q.kind for q in self.asking.questions}:
            here = {index: self.target.start[0] + n for n, index in enumerate(body)}
            self.is_order_clear = self._ask_for_order(here, is_named=False)
        block = Block(
            [self._persons(index) if self.is_order_clear else {} for index in body],
            [self._amounts(index) if self.is_order_clear else {} for index in body],
            is_column=sum(bool(draft.field) for draft in self.drafts) == 1,
            is_nameless=self.grid.header is not None
            and any(
                not draft.field
                and self.grid.is_wordy(draft.place)
                and self.grid.column(draft.place)
                for draft in self.drafts
            ),
        )
        rows = place(block, self.target, self.asking, lambda n: self._told(body[n]))
        return [
            FoundLine(
                ReadLine(
                    index,
                    self.grid.row_of(index),
                    LineKind.COOPERATIVE,
                    self.target.rows[row].number,
                ),
                NOBODY,
                has_figures=True,
            )
            for index, row in zip(body, rows, strict=True)
        ]

    def _persons(self, index: int) -> dict[str, Any]:
        """How many persons a line has, by field; under whichever mark they are whole."""
        found = {}
        for draft in self.drafts:
            if draft.field in persons_columns(self.target.columns):
                number = _whole(self.grid.cell(index, draft.place))
                if number is not None:
                    found[draft.field] = number
        return found

    def _amounts(self, index: int) -> dict[str, Any]:
        """A line's amounts of money by field, as if they were in the page's unit and mark."""
        found = {}
        for draft in self.drafts:
            figure = self.columns[draft.field].figure if draft.field else None
            number = written(self.grid.cell(index, draft.place), self.target.mark)
            if figure is not None and figure.is_money and number is not None:
                found[draft.field] = number * figure.scale
        return found

    def _told(self, index: int) -> str:
        """A line's first figures, as a person sees them."""
        texts = [shown(self.grid.cell(index, place)) for place in self.values]
        return "; ".join(filter(None, texts[:TOLD])) or self.grid.texts[index][0]

    def _figures(self, index: int) -> tuple:
        places = [draft.place for draft in self.drafts if draft.field] or self.values
        return tuple(self.grid.texts[index][place] for place in places)

    # --- Numbers ----------------------------------------------------------------------------------

    def _mark(self, lines: Iterable[FoundLine]) -> tuple[Mark, bool]:
        numbers = []
        for found in lines:
            if found.line.kind in (LineKind.COOPERATIVE, LineKind.UNKNOWN, LineKind.TOTAL):
                numbers += self._text_numbers(found.line)
        return settle_mark(numbers, self.target.mark, self.asking)

    def _text_numbers(self, line: ReadLine) -> Iterable[TextNumber]:
        row = self.grid.rows.places.get(line.number)
        for draft in self.drafts:
            cell = self.grid.cell(line.index, draft.place)
            column = self.columns.get(draft.field)
            if not isinstance(cell, str) or column is None or not column.is_number:
                continue
            use = use_of(draft.use)
            unit = use.unit if use else None
            figure = column.figure
            times = scale_of(figure, unit)
            last = None if row is None else self.target.rows[row].last.get(draft.field)
            is_whole = unit is AmountUnit.VND or bool(figure and figure.scale == 1)
            yield TextNumber(cell, figure, times, last, is_whole)

    def _ask_for_order(self, rows: Mapping[int, int | None], *, is_named: bool) -> bool:
        """Whether the order of columns without headings is clear.

        rows: the place of each line's row, by the line's index.
        """

        @cache
        def numbers(place: int) -> list[tuple[Any, TargetRow]]:
            return [
                (number, self.target.rows[row])
                for index, row in rows.items()
                if row is not None and (number := _whole(self.grid.cell(index, place))) is not None
            ]

        def pairs_of(place: int, field: str) -> list[Pair]:
            return [(number, row.last.get(field)) for number, row in numbers(place)]

        return ask_for_order(self.drafts, self.columns, pairs_of, self.asking, is_named=is_named)

    def _pairs(self, lines: Iterable[FoundLine], mark: Mark, draft: Draft) -> list[Pair]:
        """The numbers of a column as they are written, beside last quarter's."""
        pairs = []
        for found in lines:
            row = self.grid.rows.places.get(found.line.number)
            number = written(self.grid.cell(found.index, draft.place), mark)
            if row is not None and number is not None:
                pairs.append((number, self.target.rows[row].last.get(draft.field)))
        return pairs

    def _settle_units(self, lines: list[FoundLine], mark: Mark) -> None:
        """Units that the table does not say, and persons that can be none."""
        without_unit = []
        for draft in self.drafts:
            if draft.asks and draft.heading.is_likely:
                self.drafts[draft.place] = self._with_offer(draft, lines, mark)
            column = self.columns.get(draft.field)
            if draft.asks or column is None or column.figure is None:
                continue
            if draft.is_said and draft.place not in self.grid.remembered:
                continue
            pairs = self._pairs(lines, mark, draft)
            is_remembered = draft.place in self.grid.remembered
            if draft.is_said or (is_remembered and use_of(draft.use).unit):
                told = bool(draft.heading.unit or self.grid.page_unit)
                period, months = self.target.period, self.months
                kept = if_still_so(draft, column, pairs, period, months, is_unit_told=told)
                if draft.is_said or not kept.asks:
                    self.drafts[draft.place] = kept
                    continue
                draft = replace(draft, use=draft.field)  # noqa: PLW2901 - as if nothing was said
            if column.figure.is_money and use_of(draft.use).unit is None:
                found = unclear(draft, column, pairs, self.target.period, self.months)
                without_unit.append(found)
            elif column.figure.is_money and (
                odd := contradicted(draft, column, pairs, self.months)
            ):
                without_unit.append(odd)
            else:
                is_headed = self.grid.header is not None
                found = as_persons(draft, column, pairs, is_headed=is_headed)
                self.drafts[draft.place] = as_share(found, column, pairs)
        for draft in with_units(without_unit, self.asking):
            self.drafts[draft.place] = draft
        for draft in self.drafts:
            column = self.columns.get(draft.field)
            if column and not draft.asks and not draft.is_said:
                pairs = self._pairs(lines, mark, draft)
                self.drafts[draft.place] = of_a_month(draft, column, pairs, self.target.period)

    def _ask_about_year(self, lines: list[FoundLine], mark: Mark) -> None:
        """Ask where the table does not name the quarter and most amounts are those of a year."""
        is_said = any(
            d.field and d.period and d.period.is_of(self.target.period) for d in self.drafts
        )
        is_said = is_said or names_own(self.grid.above, self.target.period)
        if is_said or not self.grid.header or not isinstance(self.target.period, Quarter):
            return
        money = []
        for draft in self.drafts:
            column, use = self.columns.get(draft.field), use_of(draft.use)
            if use and use.unit and use.unit.vnd and not draft.asks and not draft.is_said:
                scale = use.unit.vnd * (self.months if use.is_monthly else 1)
                pairs = self._pairs(lines, mark, draft)
                money.append((column, [(number * scale, last) for number, last in pairs]))
        if is_of_a_year(money) and not self.asking.has("period"):
            self.is_taken &= ask_about_year(self.target, self.asking)

    def _with_offer(self, draft: Draft, lines: list[FoundLine], mark: Mark) -> Draft:
        """A draft that only may be a figure's, which is offered if no other column holds it and its
        unit is clear.
        """
        field = draft.heading.field
        if any(other.field == field for other in self.drafts):
            return draft
        meant = replace(draft, use=field)
        unit = draft.heading.unit or self.grid.page_unit
        pairs = self._pairs(lines, mark, meant)
        found = unclear(meant, self.columns[field], pairs, self.target.period, self.months)
        units = (unit,) if unit and unit.vnd else found.fitting
        if len(units) != 1:
            return draft
        return replace(draft, offered=found.under(units[0]).use)


def _whole(cell: FileCell) -> Decimal | int | None:
    """The number of a cell, whole if either mark makes it so: persons are."""
    numbers = [one for mark in Mark if (one := written(cell, mark)) is not None]
    whole = (int(number) for number in numbers if number % 1 == 0)
    return next(whole, next(iter(numbers), None))
