"""Fields of what units report beside their cooperatives: those of a return stand above its grid,
those of the province in no return. They are stored as cells are.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from ..catalogue.figures import IN_RETURNS, Reporter, unit_figures
from ..counting import Cause, CountedChange, counted_change
from ..entry.columns import SheetColumn, columns_of
from ..entry.sheet import Cells, Judged, LockedError
from ..figures.answers import Answers
from ..figures.checks import unit_warnings_in
from ..figures.of_units import unit_figures_problems
from ..figures.values import value_of
from ..ground.calendar import Quarter
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, Organisation, UnitFigures, User
from ..models.locks import lock_units
from ..rights.permissions import Permission
from ..units.years import ReportingYears
from .changed_since import unit_row_before
from .sheet import QuarterlySheet


@dataclass(frozen=True)
class ChangedField:
    """A field that changed since the province last had the return, with what stood and stands
    there, "" where nothing.
    """

    column: SheetColumn
    before: str
    text: str


@dataclass(frozen=True)
class UnitRow:
    """What a unit reports, with what is unusual about it: it is asked about, explained and weighed
    as the rows of cooperatives are (`entry.sheet.SheetRow`).
    """

    unit: AdministrativeUnit
    columns: tuple[SheetColumn, ...]
    findings: tuple[Judged, ...]
    record: UnitFigures | None

    note = ""

    @property
    def number(self) -> str:
        return self.unit.code

    @property
    def name(self) -> str:
        return self.unit.name

    def column(self, field: str) -> SheetColumn | None:
        return next((column for column in self.columns if column.field == field), None)

    def mark(self, field: str) -> str:
        return f"#unit_{field}"

    @property
    def open_findings(self) -> list[Judged]:
        return [judged for judged in self.findings if judged.is_open]

    @property
    def warnings_to_answer(self) -> list[Judged]:
        """What is unusual and waits for a word: nothing else is found here."""
        return self.open_findings


@dataclass
class UnitFields(Cells):
    """What a unit reports of a quarter, as one person sees and fills it. Its one row bears the
    unit's code.
    """

    reader: User
    unit: AdministrativeUnit
    period: Quarter

    @cached_property
    def columns(self) -> tuple[SheetColumn, ...]:
        return columns_of(unit_figures(self.period.year, self.reporters))

    @property
    def reporters(self) -> tuple[Reporter, ...]:
        """Whose figures they are."""
        return (Reporter.PLAN_UNIT,)

    @property
    def locked(self) -> str:
        """Why its reader can change nothing now; "" if the reader can."""
        if not self.reader.may(Permission.PLAN_UNIT_WRITE):
            return _("You read these figures: an officer of the province enters them.")
        if ReportingYears().closes(self.unit, self.period.year):
            message = _("%(year)s is closed: nothing more is entered.")
            return message % {"year": self.period.year}
        return ""

    @cached_property
    def record(self) -> UnitFigures | None:
        """What is stored, None before anything is."""
        rows = UnitFigures.objects.in_scope_of(self.reader).of_plan_units()
        return rows.filter(
            unit=self.unit, year=self.period.year, quarter=self.period.number
        ).first()

    @cached_property
    def last(self) -> UnitFigures | None:
        """What the unit reported of the quarter before, sent or not."""
        before = self.period.previous
        rows = UnitFigures.objects.in_scope_of(self.reader).filter(
            unit=self.unit,
            year=before.year,
            quarter=before.number,
            quarterly_return__isnull=Reporter.PLAN_UNIT in self.reporters,
        )
        return rows.first()

    @property
    def missing(self) -> tuple[SheetColumn, ...]:
        """Its fields without a figure."""
        return tuple(one for one in self.columns if value_of(self.record, one.field) is None)

    @cached_property
    def row(self) -> UnitRow:
        """What is stored, as it is judged beside the rows of cooperatives."""
        findings = list(unit_warnings_in(self.record, self.last)) if self.record else []
        words = self.record.answers.select_related("by") if findings else ()
        answers = Answers(words)
        judged = (Judged(one, answers.to(self.record, one)) for one in findings)
        return UnitRow(self.unit, self.columns, tuple(judged), self.record)

    def rows(self, numbers: Iterable[str]) -> list[UnitRow]:
        """Its one row, where it is among some."""
        return [self.row] if self.unit.code in set(numbers) else []

    @property
    def changed(self) -> tuple[ChangedField, ...]:
        """Those that changed since the province last had them: none where they count at once."""
        return ()

    @property
    def is_blank(self) -> bool:
        return len(self.missing) == len(self.columns)

    def groups(self) -> Iterator[tuple[str, list[SheetColumn]]]:
        """The fields of each reporter that has any, with what stands above them."""
        headings = {
            Reporter.GROUP: _("Cooperative groups, all together"),
            Reporter.UNIT: _("Figures of %(unit)s as a whole"),
            Reporter.PLAN_UNIT: _("Figures of %(unit)s as a whole"),
        }
        for reporter in self.reporters:
            if of := [one for one in self.columns if one.figure.reported_by is reporter]:
                yield headings[reporter] % {"unit": unit_inside(self.unit.name)}, of

    @contextmanager
    def storing(self) -> Iterator[None]:
        """What is stored inside counts at once, where it stands in no return."""
        change = CountedChange(
            Cause.PROVINCE, units=(self.unit,), since=self.period, by=self.reader
        )
        with transaction.atomic(), counted_change(change):
            yield

    def look_again(self) -> None:
        """Read anew what is stored, and what is unusual about it."""
        self.__dict__.pop("record", None)
        self.__dict__.pop("row", None)

    def hold(self) -> None:
        # The unit stands for a row that may not be there yet: two never make one each.
        lock_units([self.unit.pk])
        self.look_again()
        if self.locked:
            raise LockedError(self.locked)

    def records(self, numbers: Iterable[str]) -> dict[str, UnitFigures]:
        self.look_again()
        found = self.record or self._new()
        return {self.unit.code: found} if self.unit.code in set(numbers) else {}

    def _new(self) -> UnitFigures:
        year, quarter = self.period.year, self.period.number
        return UnitFigures(unit=self.unit, year=year, quarter=quarter)

    def store(self, new, changed, fields) -> None:
        for row in new:
            if problems := unit_figures_problems(row):
                raise LockedError(problems[0].message)
        UnitFigures.objects.bulk_create(new)
        if changed:
            UnitFigures.objects.bulk_update(changed, fields)
        self.look_again()


@dataclass
class ReturnFields(UnitFields):
    """Those of a return: locked, held and counted as its rows are."""

    sheet: QuarterlySheet
    has_rows: bool | None = None

    @classmethod
    def of(cls, sheet: QuarterlySheet, *, has_rows: bool | None = None) -> "ReturnFields":
        """has_rows: whether any cooperative is in it, where the rows were read already."""
        return cls(sheet.reader, sheet.unit, sheet.period, sheet, has_rows)

    @cached_property
    def reporters(self) -> tuple[Reporter, ...]:
        """Who is asked here: where a cooperative reports all are, where only groups are, theirs;
        beside them whose figures are there already.
        """
        asked = unit_figures(self.period.year, IN_RETURNS)
        if not asked:
            return ()
        if self.sheet.cooperatives().exists() if self.has_rows is None else self.has_rows:
            return IN_RETURNS
        groups = Organisation.objects.reporting_through(self.unit, self.period.ends_on)
        groups = groups.groups_registered_on(self.period.ends_on)
        told = {one.reported_by for one in asked if value_of(self.record, one.code) is not None}
        if Reporter.GROUP not in told and groups.exists():
            told.add(Reporter.GROUP)
        return tuple(reporter for reporter in IN_RETURNS if reporter in told)

    @property
    def locked(self) -> str:
        return self.sheet.locked

    @cached_property
    def record(self) -> UnitFigures | None:
        stored = self.sheet.stored
        return UnitFigures.objects.filter(quarterly_return=stored).first() if stored else None

    @cached_property
    def _before(self) -> dict[str, str] | None:
        """What stood in each when the province last had the return; None before it came back."""
        if not (self.sheet.stored and self.columns):
            return None
        came_back, row = unit_row_before(self.sheet.stored, self.sheet.steps)
        return self.texts(row) if came_back else None

    @property
    def changed(self) -> tuple[ChangedField, ...]:
        if self._before is None:
            return ()
        stored = self.texts(self.record)
        return tuple(
            ChangedField(column, before, text)
            for column in self.columns
            if (before := self._before[column.field]) != (text := stored[column.field])
        )

    def storing(self):
        """Nothing counts before the return is submitted."""
        return nullcontext()

    def hold(self) -> None:
        self.sheet.hold(for_unit=bool(self.columns))
        self.look_again()

    def _new(self) -> UnitFigures:
        row = super()._new()
        row.quarterly_return = self.sheet.stored
        return row
