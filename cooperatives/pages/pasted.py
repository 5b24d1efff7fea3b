"""A block that was pasted into a sheet, as the dialog shows it that asks about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..entry.columns import SheetColumn
from ..entry.saving import Entry, SaveOutcome
from ..entry.sheet import Sheet
from ..entry.trial import tried
from ..office.target import Target, TargetRow
from ..office.understanding import Said
from ..office.understood import (
    LeftOut,
    LineKind,
    Question,
    ReadColumn,
    ReadLine,
    TotalCheck,
    Understanding,
)
from ..office.uses import LEAVE, all_uses, unit_label, use_of

LINES_SHOWN = 6
"""How many lines of the block stand in the dialog."""
EXAMPLES_SHOWN = 2
MOST_OPTIONS = 6_000
"""As many choices of cooperatives as one page lists; beyond that each line lists the likely ones,
and all others are looked up.
"""
OWN_PLACE = ("column", "line")
"""Questions that are asked beside what they are about: above its column, behind its line."""


@dataclass(frozen=True)
class ListedCell:
    """One cell of a cooperative: what is stored, and what will be; equal where it stays."""

    column: SheetColumn
    old: str
    new: str

    @property
    def changes(self) -> bool:
        return self.old != self.new

    @property
    def is_cleared(self) -> bool:
        return self.changes and not self.new


@dataclass(frozen=True)
class ListedRow:
    """The cells of a cooperative of which some will be stored."""

    number: str
    name: str
    cells: tuple[ListedCell, ...]


@dataclass(frozen=True)
class StuckCell:
    """A text that cannot be stored: it is marked in the grid, as it was typed."""

    name: str
    column: SheetColumn
    text: str
    message: str


@dataclass(frozen=True)
class ShownColumn:
    """A column of the block. question: what the block does not say about it, None for nothing."""

    column: ReadColumn
    question: Question | None

    @property
    def name(self) -> str:
        """Its heading, or its place and first text where it has none."""
        text = next(filter(None, self.column.samples), "")
        message = _("column %(n)s (“%(text)s”)")
        return self.column.heading or message % {"n": self.column.place + 1, "text": text}

    @property
    def examples(self) -> list[str]:
        """What some of its texts would become; the texts themselves stand below."""
        found = self.question.examples if self.question else ()
        return [one for one in found if one not in self.column.samples][:EXAMPLES_SHOWN]

    @property
    def unit(self) -> str:
        """The unit that it is taken to be in, which a narrow list cuts off; "" for none."""
        use = use_of(self.column.use)
        return unit_label(use.unit) if use and use.unit else ""

    @property
    def is_aside(self) -> bool:
        """Whether something stands in it and is not stored."""
        return self.column.use == LEAVE and bool(self.column.heading or any(self.column.samples))


@dataclass(frozen=True)
class ShownLine:
    """A line of the block as it stands, and what it is taken for."""

    texts: tuple[str, ...]
    meaning: str
    is_heading: bool


@dataclass(frozen=True)
class Pasted:
    """A block, what it was understood to say, and what is asked about it.

    said: what the person has chosen in the dialog.
    """

    sheet: Sheet
    found: Understanding
    said: Said

    @property
    def asks(self) -> bool:
        """Whether the person must see it: something is asked, or was chosen by now."""
        return self.found.must_ask or bool(self.said)

    def is_settled(self, confirmed: str | None) -> bool:
        """Whether its cells may be handed out. confirmed: the fingerprint of what was confirmed."""
        if self.found.open:
            return False
        return not self.asks if confirmed is None else confirmed == self.found.fingerprint

    @property
    def may_be_confirmed(self) -> bool:
        """Whether nothing is open, and something would be put into the grid."""
        return not self.found.open and bool(self.found.cells)

    # --- In the notice ---------------------------------------------------------------------------

    @property
    def counts(self) -> dict[str, Any]:
        """What became of it in numbers and sentences, for the script."""
        cells = self.found.cells
        changed = [cell for cell in cells if cell.is_readable and cell.changes]
        return {
            "stored": sum(not cell.is_cleared for cell in changed),
            "cleared": sum(cell.is_cleared for cell in changed),
            "same": sum(not cell.changes for cell in cells),
            "unreadable": sum(not cell.is_readable for cell in cells),
            "left": self.left_lines,
            "no_name_fits": self.no_name_fits,
            "aside": [shown.name for shown in self.columns if shown.is_aside],
            "unknown": self.has_unknown,
        }

    @property
    def left_lines(self) -> list[str]:
        """Its lines, or some cells of them, that are not stored, with why."""
        return [_why(left) for left in self.found.left if left.row]

    @property
    def no_name_fits(self) -> bool:
        """Whether each of those lines is left for its name, which is none of the sheet's."""
        return all(left.reason == "unknown" for left in self.found.left if left.row)

    @property
    def has_unknown(self) -> bool:
        """Whether it names a cooperative that the sheet lacks."""
        return any(left.reason == "unknown" for left in self.found.left)

    # --- In the dialog ---------------------------------------------------------------------------

    @property
    def columns(self) -> list[ShownColumn]:
        asked = {question.key: question for question in self.found.questions}
        return [ShownColumn(one, asked.get(one.key)) for one in self.found.columns]

    @property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """What a column may hold, with labels."""
        return all_uses(self.found.target.columns)

    @property
    def lines(self) -> list[ShownLine]:
        """The block's first lines, the headings before the others."""
        rows = self.found.table.rows
        heading = _("heading")
        return [
            *(ShownLine(_texts(rows[index]), heading, True) for index in self.found.header),
            *(
                ShownLine(_texts(rows[line.index]), self._meaning(line), False)
                for line in self.found.lines[:LINES_SHOWN]
            ),
        ]

    @property
    def more_lines(self) -> int:
        """How many lines it has beyond those shown."""
        return max(0, len(self.found.lines) - LINES_SHOWN)

    @property
    def questions(self) -> list[Question]:
        """Those that are about the block as a whole."""
        return [one for one in self.found.questions if one.kind not in OWN_PLACE]

    @property
    def unmatched(self) -> list[Question]:
        """Lines of which it is asked whose they are, with all to choose from; where those are too
        many for a page, with the likely ones.
        """
        asked = [one for one in self.found.questions if one.kind == "line"]
        if not self.sought:
            return asked
        likely = {line.key: {LEAVE, *dict(line.candidates)} for line in self.found.lines}
        return [
            replace(
                one,
                choices=tuple(
                    choice
                    for choice in one.choices
                    if choice[0] == one.chosen or choice[0] in likely[one.key]
                ),
            )
            for one in asked
        ]

    @cached_property
    def sought(self) -> tuple[tuple[str, str], ...]:
        """All that are looked up where they are too many to list; none where all are listed."""
        asked = sum(one.kind == "line" for one in self.found.questions)
        return sought_of(self.found.target, asked)

    @property
    def wrong_totals(self) -> list[TotalCheck]:
        return [total for total in self.found.totals if not total.agrees]

    def _meaning(self, line: ReadLine) -> str:
        if line.kind == LineKind.COOPERATIVE:
            return self._names.get(line.number, line.number)
        return str(MEANINGS[line.kind])

    @cached_property
    def _names(self) -> dict[str, str]:
        return {row.number: row.name for row in self.found.target.rows}

    # --- What would be stored --------------------------------------------------------------------

    @cached_property
    def _outcome(self) -> SaveOutcome:
        """What storing would do, what follows from it and what a rule refuses included."""
        entries = [
            Entry(cell.number, cell.field, cell.text, cell.old)
            for cell in self.found.cells
            if cell.changes
        ]
        return tried(self.sheet, entries) if entries else SaveOutcome()

    @cached_property
    def rows(self) -> list[ListedRow]:
        """The cooperatives of which cells would be stored, in the order of the sheet, each with all
        columns of which any would be.
        """
        found = [
            ListedRow(row.number, row.name, tuple(self._listed(row)))
            for row in self.found.target.rows
        ]
        rows = [row for row in found if any(cell.changes for cell in row.cells)]
        used = {cell.column.field for row in rows for cell in row.cells if cell.changes}
        return [
            replace(row, cells=tuple(cell for cell in row.cells if cell.column.field in used))
            for row in rows
        ]

    def _listed(self, row: TargetRow) -> Iterator[ListedCell]:
        for column in self.sheet.columns:
            old = column.show(row.stored.get(column.field))
            yield ListedCell(column, old, self._new.get((row.number, column.field), old))

    @cached_property
    def _new(self) -> dict[tuple[str, str], str]:
        return {(cell.number, cell.field): cell.text for cell in self._outcome.saved}

    @property
    def stored(self) -> int:
        """How many cells would be stored."""
        return sum(cell.changes for row in self.rows for cell in row.cells)

    @property
    def cleared(self) -> int:
        """How many of them hold something now, and would be blank."""
        return sum(cell.is_cleared for row in self.rows for cell in row.cells)

    @property
    def stuck(self) -> list[StuckCell]:
        """The texts that cannot be stored."""
        return [
            StuckCell(
                self._names.get(cell.number, cell.number),
                self.sheet.column(cell.field),
                self._texts[cell.number, cell.field],
                cell.message,
            )
            for cell in self._outcome.refused
        ]

    @cached_property
    def _texts(self) -> dict[tuple[str, str], str]:
        return {(cell.number, cell.field): cell.text for cell in self.found.cells}


def sought_of(target: Target, lines: int) -> tuple[tuple[str, str], ...]:
    """The rows of a target, numbers with labels, if so many lines cannot list all; else none."""
    if lines * len(target.rows) <= MOST_OPTIONS:
        return ()
    return tuple(
        (row.number, ", ".join(filter(None, (row.name, row.commune)))) for row in target.rows
    )


MEANINGS = {
    LineKind.GROUP: gettext_lazy("group row"),
    LineKind.TOTAL: gettext_lazy("total"),
    LineKind.TITLE: gettext_lazy("title or remark"),
    LineKind.NUMBERS: gettext_lazy("column numbers"),
    LineKind.BLANK: gettext_lazy("blank line"),
    LineKind.TWICE: gettext_lazy("given twice"),
    LineKind.UNKNOWN: gettext_lazy("no cooperative of this table"),
}
"""What a line is that is not a cooperative's, in a word or two."""


def _why(left: LeftOut) -> str:
    return left.why if left.name in left.why else f"{left.name}: {left.why}"


def _texts(row: tuple) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row)
