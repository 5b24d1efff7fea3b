"""Import of official figures at a date (design 1.2, baselines)."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.files.columns import Choice, Code, Day, Number, Text
from cooperatives.imports import ImportKind
from cooperatives.imports.kind import new_values, own_problems
from cooperatives.imports.lookups import Units
from cooperatives.imports.session import FileRow

from ..models import BaselineFigure
from ..models.fields import indicator_choices
from ..plans.rules import baseline_problems

FIELDS = {"value": "value", "quote": "quote", "source": "source"}
COLUMN_OF = {
    "": "indicator",
    "unit": "unit_code",
    "date": "date",
    "indicator": "indicator",
} | FIELDS


class BaselinesKind(ImportKind):
    """Official figures: one for each unit, indicator and day. The unit is that which bears the code
    on the day.
    """

    code = "baselines"
    label = gettext_lazy("Official figures")
    columns = (
        Code("unit_code", gettext_lazy("Code of the unit"), required=True),
        Choice("indicator", gettext_lazy("Indicator"), required=True, choices=indicator_choices),
        Day("date", gettext_lazy("As at"), required=True),
        Number("value", gettext_lazy("Value"), required=True, decimals=6),
        Text("quote", gettext_lazy("Clause of the source"), required=True),
        Text("source", gettext_lazy("Source")),
    )
    needed = ("unit_code", "indicator", "date")
    changes_what_counts = False

    def __init__(self, session) -> None:
        self.units = Units(session)
        super().__init__(session)

    def forget(self) -> None:
        self.new: list[BaselineFigure] = []
        self.changed: list[BaselineFigure] = []

    def plan(self, rows: list[FileRow]) -> None:
        readable = [row for row in rows if all(row.get(code) for code in self.needed)]
        self.units.load(row.get("unit_code") for row in readable)
        stored = {
            (one.unit_id, one.indicator, one.date): one
            for one in self.session.locked(
                BaselineFigure.objects.filter(date__in={row.values["date"] for row in readable})
            )
        }
        for row in readable:
            key = tuple(row.values[code] for code in self.needed)
            if self.session.claim(row, key, "indicator") and not row.failed:
                self._plan_row(row, stored)

    def _plan_row(self, row: FileRow, stored: dict) -> None:
        code, indicator, day = (row.values[name] for name in self.needed)
        unit = self.units.with_code(code, day)
        if unit is None:
            self.session.error(row, "unit_code", self.units.unknown(code))
            return
        if not self.session.reaches(unit.path):
            self.session.error(row, "unit_code", _("This unit lies outside your own."))
            return
        record = stored.get((unit.pk, indicator, day))
        is_new = record is None
        if is_new:
            if not self.is_given(row, ("value", "quote")):
                return
            record = BaselineFigure(indicator=indicator, date=day)
        record.unit = unit
        changed = self.set_values(row, record, FIELDS)
        if not (is_new or changed):
            self.session.unchanged()
            return
        problems = [*own_problems(record), *baseline_problems(record)]
        self.session.problems(row, problems, COLUMN_OF)
        if row.failed:
            return
        shown = date_format(day, "SHORT_DATE_FORMAT")
        title = f"{unit.name}, {record.get_indicator_display()}, {shown}"
        if is_new:
            self.session.created(row, title, new_values(row, FIELDS))
            self.new.append(record)
        else:
            self.session.updated(row, title, changed)
            self.changed.append(record)

    def store(self) -> None:
        BaselineFigure.objects.bulk_create(self.new)
        if self.changed:
            BaselineFigure.objects.bulk_update(self.changed, list(FIELDS))
