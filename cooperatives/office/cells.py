"""The cells that would be stored: what each line says under each column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from ..entry.columns import SheetColumn
from ..ground.amount_units import AmountUnit
from ..ground.numbers import Mark
from .asking import YES, Asking
from .grid import Grid
from .target import Target, TargetRow
from .texts import shown
from .understood import LeftOut, ReadCell, ReadColumn, ReadLine
from .uses import LEAVE, use_of
from .values import ReadValue, ValueReader

EXAMPLES = 4
BLANK, ZERO = "blank", "zero"


@dataclass(frozen=True)
class _Found:
    """One cell of the table that belongs to one of the target."""

    line: ReadLine
    row: TargetRow
    column: SheetColumn
    read: ReadValue
    was: str


class CellMaker:
    """Makes the cells of a table whose columns and lines are settled. months: of the period."""

    def __init__(
        self, grid: Grid, target: Target, columns: Sequence[ReadColumn], mark: Mark, months: int
    ) -> None:
        self.grid, self.target = grid, target
        fields = {column.field: column for column in target.columns}
        self.readers = {
            read.place: ValueReader(fields[read.field], use_of(read.use), months, mark)
            for read in columns
            if read.field in fields
        }
        self.by_field = {reader.column.field: place for place, reader in self.readers.items()}
        self.left: list[LeftOut] = []
        self._of_lines: dict[tuple[int, AmountUnit], ValueReader] = {}
        self._shown: dict[tuple[str, Any], str] = {}

    def value_at(self, index: int, column: SheetColumn) -> Any:
        """The value of a line in the column of a field, for sums; None where there is none."""
        place = self.by_field.get(column.field)
        if place is None:
            return None
        return self._read(index, place).value

    def _read(self, index: int, place: int, last: Any = None) -> ReadValue:
        """A cell, in the unit that its line names where it names one and the heading does not."""
        reader, cell = self.readers[place], self.grid.cell(index, place)
        units = self.grid.units_of_lines
        is_of_line = reader.use.unit and reader.use.unit is self.grid.page_unit
        if index not in units or self.grid.headings[place].unit or not is_of_line:
            return reader.read(cell, last)
        unit = units[index]
        if unit is None:
            return ReadValue(why=_("The unit that the row names is not known."))
        key = (place, unit)
        if key not in self._of_lines:
            use = replace(reader.use, unit=unit)
            self._of_lines[key] = ValueReader(reader.column, use, reader.months, reader.mark)
        return self._of_lines[key].read(cell, last)

    def make(self, lines: Sequence[ReadLine], asking: Asking) -> list[ReadCell]:
        """The cells of lines with a cooperative, in the order of the target."""
        found = self._found(lines)
        dash = self._ask_about_dashes(found, asking)
        odd = self._ask_about_odd(found, asking)
        return [cell for one in found if (cell := self._cell(one, dash, odd))]

    def _found(self, lines: Sequence[ReadLine]) -> list[_Found]:
        by_number = {line.number: line for line in lines if line.number}
        found = []
        for row in self.target.rows:
            line = by_number.get(row.number)
            if line is None:
                continue
            if row.locked:
                self.left.append(LeftOut(row.name, row.locked, "locked", line.row))
                continue
            for column in self.target.columns:
                place = self.by_field.get(column.field)
                # A block's short line says nothing of the cells beyond its end; in a file they are
                # blank like others.
                if place is None or (self.target.start and place >= len(self._row(line))):
                    continue
                cell = self.grid.cell(line.index, place)
                read = self._read(line.index, place, row.last.get(column.field))
                found.append(_Found(line, row, column, read, shown(cell)))
        return found

    def _row(self, line: ReadLine):
        return self.grid.table.rows[line.index]

    # --- What is odd ------------------------------------------------------------------------------

    @staticmethod
    def _ask_about_dashes(found: Sequence[_Found], asking: Asking) -> str:
        dashes = [one for one in found if one.read.is_dash]
        if not dashes:
            return ""
        text = _("What does “%(dash)s” mean in the table?") % {"dash": dashes[0].was}
        choices = [
            (BLANK, _("nothing reported: blank")),
            (ZERO, _("zero")),
            (LEAVE, _("leave these cells out")),
        ]
        examples = [f"{one.row.name}: {one.column.label}" for one in dashes[:EXAMPLES]]
        return asking.ask("dash", text, choices, offered=BLANK, examples=examples)

    def _ask_about_odd(self, found: Sequence[_Found], asking: Asking) -> str:
        odd = [one for one in found if one.read.proposed is not None]
        if not odd:
            return ""
        text = _("Some numbers look odd. Are they to be taken as it says behind each?")
        choices = [(YES, _("yes, as it says")), (LEAVE, _("leave these cells out"))]
        examples = [
            f"{one.row.name}, {one.column.label}: {one.was} → "
            f"{self._text(one.column, one.read.proposed)}"
            for one in odd[:EXAMPLES]
        ]
        return asking.ask("odd", text, choices, examples=examples)

    # --- Cells ------------------------------------------------------------------------------------

    def _cell(self, one: _Found, dash: str, odd: str) -> ReadCell | None:
        value, why = one.read.value, one.read.why
        if one.read.is_dash:
            if dash == LEAVE:
                return None
            value = 0 if dash == ZERO and one.column.is_number else one.column.reader.blank
        elif one.read.proposed is not None:
            if odd == LEAVE:
                why = _("An odd number was left out: %(was)s.") % {"was": one.was}
                self.left.append(LeftOut(one.row.name, why, "odd", one.line.row))
                return None
            value = one.read.proposed
        stored = one.row.stored.get(one.column.field)
        return ReadCell(
            row=one.line.row,
            number=one.row.number,
            field=one.column.field,
            text=one.was if why else self._text(one.column, value),
            value=value,
            old=self._text(one.column, stored),
            was=one.was,
            why=why,
        )

    def _text(self, column: SheetColumn, value: Any) -> str:
        key = (column.field, value)
        if key not in self._shown:
            self._shown[key] = column.show(value)
        return self._shown[key]
