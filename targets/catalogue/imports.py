"""Import of entered indicators (design 1.3a)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.figures.entered import may_keep_figures
from cooperatives.files.cells import FileCell
from cooperatives.files.columns import Choice, Code, Number, Text, Year
from cooperatives.ground.numbers import Mark
from cooperatives.ground.problems import Problem
from cooperatives.imports import ImportKind
from cooperatives.imports.kind import new_values, own_problems
from cooperatives.imports.session import FileRow

from ..indicators import ENTERED, Rule, entries
from ..indicators.rules import change_problems
from ..models import EnteredIndicator

IN_DIGITS = {"1": True, "0": False}


@dataclass(frozen=True)
class YesOrNo(Choice):
    """Yes or no: 1/0, yes/no or có/không; blank is no."""

    choices: Any = ((True, gettext_lazy("yes")), (False, gettext_lazy("no")))
    blank: Any = False

    def _read(self, cell: FileCell, decimal: Mark | None) -> bool:
        text = str(cell).strip()
        return IN_DIGITS[text] if text in IN_DIGITS else super()._read(cell, decimal)


NAMES = (
    *("name_vi", "name_en", "rule", "of", "per", "threshold", "base_year"),
    *("sector", "among", "only_new", "per_month", "unit_vi", "unit_en", "source"),
)
FIELDS = {name: name for name in NAMES}
COLUMN_OF = {"": "code", "code": "code"} | FIELDS


class IndicatorsKind(ImportKind):
    """Indicators. Rows of one file may be made of each other, in any order: so a file is looked at
    as a whole.
    """

    code = "indicators"
    label = gettext_lazy("Indicators (what is judged)")
    columns = (
        Code("code", gettext_lazy("Code"), required=True),
        Text("name_vi", gettext_lazy("Name in Vietnamese"), required=True),
        Text("name_en", gettext_lazy("Name in English")),
        Choice("rule", gettext_lazy("Rule"), required=True, choices=tuple(Rule.choices)),
        Text("of", gettext_lazy("Made of"), required=True),
        Text("per", gettext_lazy("Weighed or divided by")),
        Number("threshold", gettext_lazy("Threshold"), decimals=6),
        Year("base_year", gettext_lazy("Base year")),
        Text("sector", gettext_lazy("Sectors")),
        Text("among", gettext_lazy("Among")),
        YesOrNo("only_new", gettext_lazy("Only new ones")),
        YesOrNo("per_month", gettext_lazy("A month's")),
        Text("unit_vi", gettext_lazy("Counted in (Vietnamese)")),
        Text("unit_en", gettext_lazy("Counted in (English)")),
        Text("source", gettext_lazy("Source")),
    )
    needed = ("code",)
    changes_what_counts = False
    chunk_rows = None

    def forget(self) -> None:
        self.new: list[EnteredIndicator] = []
        self.changed: list[EnteredIndicator] = []

    def plan(self, rows: list[FileRow]) -> None:
        readable, scope = [row for row in rows if row.get("code")], self.session.options.scope
        stored = {
            one.code: one for one in self.session.locked(EnteredIndicator.objects.order_by("code"))
        }
        declared = {one.pk: one.declaration for one in stored.values()}
        planned = []
        for row in readable:
            code = row.values["code"]
            if not self.session.claim(row, code, "code") or row.failed:
                continue
            if scope is not None and not may_keep_figures(scope):
                message = _("Only admins of a province or the country enter indicators.")
                self.session.error(row, "code", message)
                continue
            if code in stored:
                planned.append(self._known(row, stored[code]))
            elif self.is_given(row, ("name_vi", "rule", "of")):
                planned.append((row, self._made(row), [], []))
        for _row, record, _changed, _problems in planned:
            declared[record.pk or record.code] = record.declaration
        # Each is held against all as they would be stored.
        ENTERED.hold(entries(declared))
        try:
            for row, record, changed, problems in planned:
                self._judge(row, record, changed, problems)
        finally:
            ENTERED.forget()

    def _known(self, row: FileRow, record: EnteredIndicator):
        before = record.declaration
        changed = self.set_values(row, record, FIELDS)
        record.derive()
        problems = []
        if record.declaration != before and EnteredIndicator.is_used(record.code):
            problems = [
                Problem(record, column, error)
                for (column, *_more), error in change_problems(before, record.declaration)
            ]
        # What is written otherwise and means the same is no change.
        changed = [one for one in changed if getattr(record, one[0]) != one[1]]
        return row, record, changed, problems

    def _made(self, row: FileRow) -> EnteredIndicator:
        values = {name: row.values[name] for name in NAMES if name in row.values}
        record = EnteredIndicator(code=row.values["code"], **values)
        record.derive()
        return record

    def _judge(
        self, row: FileRow, record: EnteredIndicator, changed: list, problems: list[Problem]
    ) -> None:
        if record.pk and not changed:
            self.session.unchanged()
            return
        self.session.problems(row, [*problems, *own_problems(record)], COLUMN_OF)
        if row.failed:
            return
        if record.pk:
            self.session.updated(row, record.name_vi, changed)
            self.changed.append(record)
        else:
            codes = [column.code for column in self.columns if column.code != "name_vi"]
            self.session.created(row, record.name_vi, new_values(row, codes))
            self.new.append(record)

    def store(self) -> None:
        EnteredIndicator.objects.bulk_create(self.new)
        if self.changed:
            EnteredIndicator.objects.bulk_update(self.changed, list(FIELDS))
