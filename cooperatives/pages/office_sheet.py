"""An office's own sheet, as the page shows it that asks whether it was understood."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..office.understood import (
    LeftOut,
    LineKind,
    ReadLine,
    TotalCheck,
    Understanding,
)
from ..office.uses import LEAVE, all_uses
from ..workbook.rows import source_of
from .pasted import MEANINGS, MOST_OPTIONS, ShownColumn, sought_of

LINES_SHOWN = 1_000
SOUGHT = "sought-"
"""What the name of a field begins with in which a line's cooperative is looked up."""


@dataclass(frozen=True)
class ShownLine:
    """A line below the headings as it stands in the file.

    name: of the cooperative whose it is, "" for none. choices: whose it may be, with labels.
    chosen: one of them, "" while that is open. sought: the name of the field in which another is
    looked up, "" where all are listed.
    """

    line: ReadLine
    texts: tuple[str, ...]
    name: str
    choices: tuple[tuple[str, str | Promise], ...]
    chosen: str
    is_asked: bool
    sought: str = ""


class OfficeSheet:
    """What a sheet was understood to say, ready to be shown."""

    def __init__(self, found: Understanding) -> None:
        self.found = found
        self._asked = {question.key: question for question in found.questions}

    @property
    def head(self) -> list[tuple[int, tuple[str, ...]]]:
        """The headings' lines with their numbers in the file."""
        table = self.found.table
        return [(table.first + n, self._texts(table.rows[n])) for n in self.found.header]

    @property
    def columns(self) -> list[ShownColumn]:
        return [ShownColumn(one, self._asked.get(one.key)) for one in self.found.columns]

    @property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """What a column may hold, with labels."""
        return all_uses(self.found.target.columns)

    @cached_property
    def lines(self) -> list[ShownLine]:
        """The lines below the headings, blank ones left out."""
        shown = [line for line in self.found.lines if line.kind != LineKind.BLANK]
        # What is asked can be answered wherever it stands.
        asked = [line for line in shown[LINES_SHOWN:] if line.key in self._asked]
        return [self._line(line) for line in shown[:LINES_SHOWN] + asked]

    @property
    def more_lines(self) -> int:
        """How many lines there are beyond those shown."""
        return sum(line.kind != LineKind.BLANK for line in self.found.lines) - len(self.lines)

    @property
    def right_totals(self) -> list[TotalCheck]:
        return [total for total in self.found.totals if total.agrees]

    @property
    def new_ones(self) -> list[LeftOut]:
        """Lines of cooperatives that this return lacks."""
        return [left for left in self.found.left if left.reason == "unknown"]

    @property
    def left(self) -> list[LeftOut]:
        """What else is left out, and why."""
        return [left for left in self.found.left if left.reason != "unknown"]

    def _line(self, line: ReadLine) -> ShownLine:
        question = self._asked.get(line.key)
        texts = self._texts(self.found.table.rows[line.index])
        name = self._names.get(line.number, "")
        if question is None:
            choices = self._choices(line, offers_all=self._offers_all_of(len(self.found.lines)))
            return ShownLine(line, texts, name, choices, line.number or LEAVE, is_asked=False)
        if self._lists_all_asked:
            return ShownLine(line, texts, name, question.choices, question.chosen, is_asked=True)
        choices, sought = self._choices(line, offers_all=False), SOUGHT + line.key
        return ShownLine(line, texts, name, choices, question.chosen, is_asked=True, sought=sought)

    @property
    def sought(self) -> tuple[tuple[str, str], ...]:
        """All that may be looked up, numbers with labels; none where all are listed."""
        return sought_of(self.found.target, len(self._asked))

    @property
    def _lists_all_asked(self) -> bool:
        return self._offers_all_of(len(self._asked))

    def _choices(
        self, line: ReadLine, *, offers_all: bool
    ) -> tuple[tuple[str, str | Promise], ...]:
        """Whose a line may be: anybody's, or those that are likely."""
        nobody = (LEAVE, MEANINGS.get(line.kind, _("leave this row out")))
        likely = dict(line.candidates)
        if line.number:
            likely[line.number] = self._names.get(line.number, line.number)
        return (nobody, *(self._names if offers_all else likely).items())

    def _offers_all_of(self, lines: int) -> bool:
        """Whether so many lines with everybody's name are not too much for a page."""
        return lines * len(self._names) <= MOST_OPTIONS

    @cached_property
    def _names(self) -> dict[str, str]:
        return {row.number: row.name for row in self.found.target.rows}

    def _texts(self, cells: tuple) -> tuple[str, ...]:
        width = len(self.found.columns)
        texts = [source_of(cell) for cell in cells[:width]]
        return tuple(texts + [""] * (width - len(texts)))
