"""Import of what units report beside their cooperatives, and the file of it in its columns."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..catalogue.figures import IN_RETURNS, UNITS, Figure, Reporter, unit_figures
from ..figures.answers import Answers
from ..figures.asked import not_asked
from ..figures.checks import shown_value, unit_warnings_in
from ..figures.of_units import unit_figures_problems
from ..files.columns import Choice, Code, Whole, Year
from ..files.writing import Value
from ..ground.calendar import Quarter
from ..models import AdministrativeUnit, UnitFigures, WarningAnswer
from ..returns.rules import return_problems
from ..units.years import closed_year_problems
from .figures import unit_figure_columns
from .kind import new_values, own_problems
from .lookups import Units
from .of_returns import OfReturns
from .session import FileRow

Key = tuple[int, Quarter, bool]
"""Which row of figures: the unit's key, the quarter, and whether it stands in a return."""


@dataclass
class _Pending:
    new: list[UnitFigures] = field(default_factory=list)
    changed: list[UnitFigures] = field(default_factory=list)
    rows: list[tuple[FileRow, UnitFigures]] = field(default_factory=list)


class UnitFiguresKind(OfReturns):
    """Figures of units. What a reporting unit reports of itself and of its groups goes into its
    return; what the province reports stands in none.
    """

    code = "unit_figures"
    label = gettext_lazy("Figures of units, groups and the province")
    key_column = "unit_code"
    columns = (
        Code("unit_code", gettext_lazy("Code of the unit"), required=True),
        Year("year", gettext_lazy("Year"), required=True),
        Whole("quarter", gettext_lazy("Quarter"), required=True, bounds=(1, 4)),
    )
    needed = ("unit_code", "year", "quarter")

    @classmethod
    def all_columns(cls):
        return (*cls.columns, *unit_figure_columns())

    def __init__(self, session) -> None:
        self.units = Units(session, locking=True)
        self.of_column = {one.import_code: one for one in unit_figures(None, UNITS)}
        self.column_of = {
            "": "unit_code",
            "unit": "unit_code",
            "year": "year",
            "quarter": "quarter",
        }
        self.column_of |= {one.code: code for code, one in self.of_column.items()}
        self.in_file: dict[Key, UnitFigures] = {}
        super().__init__(session)

    def forget(self) -> None:
        self.pending = _Pending()

    def plan(self, rows: list[FileRow]) -> None:
        self.units.load(row.get("unit_code") for row in rows)
        entries = []
        for row in rows:
            if not (row.get("unit_code") and row.get("year") and row.get("quarter")):
                continue
            period = Quarter(row.values["year"], row.values["quarter"])
            if self.session.claim(row, (row.values["unit_code"], period), "unit_code"):
                unit = self._unit(row, period)
                if unit and not row.failed:
                    entries.append((row, unit, period))
        known = self._known(entries)
        for row, unit, period in entries:
            self._plan_row(row, unit, period, known)
        self._warn()

    def _unit(self, row: FileRow, period: Quarter) -> AdministrativeUnit | None:
        unit = self.units.with_code(row.values["unit_code"], period.ends_on)
        if unit is None:
            self.session.error(row, "unit_code", self.units.unknown(row.values["unit_code"]))
        elif not self.session.reaches(unit.path):
            self.session.error(row, "unit_code", _("This unit lies outside your own."))
            return None
        return unit

    def _known(self, entries) -> dict[Key, UnitFigures]:
        """The rows there; their returns, and those where new ones go, are held on the way."""
        of_entries = Q(
            unit__in={unit.pk for _row, unit, _period in entries},
            year__in={period.year for _row, _unit, period in entries},
            quarter__in={period.number for _row, _unit, period in entries},
        )
        self.load_returns(of_entries)
        by_key = {found.pk: found for found in self.returns.values() if found.pk}
        found = {}
        for row in UnitFigures.objects.filter(of_entries):
            in_return = row.quarterly_return_id is not None
            if in_return:
                row.quarterly_return = by_key[row.quarterly_return_id]
            found[row.unit_id, row.period, in_return] = row
        return found

    def _plan_row(self, row: FileRow, unit: AdministrativeUnit, period: Quarter, known) -> None:
        """One row of a file holds what stands in the unit's return, and what stands in none."""
        created, changes = False, []
        for reporters in (IN_RETURNS, (Reporter.PLAN_UNIT,)):
            fields = {
                code: one.code
                for code, one in self.of_column.items()
                if one.reported_by in reporters and code in row.values
            }
            in_return = reporters is IN_RETURNS
            figures = known.get((unit.pk, period, in_return))
            if figures is None and not any(row.values[code] is not None for code in fields):
                continue
            is_new = figures is None
            if is_new:
                figures = self._new(row, unit, period, fields, in_return=in_return)
                if figures is None:
                    return
            figures.unit = unit
            changed = self.set_values(row, figures, fields)
            if not self._fits(row, figures, changed, is_new=is_new):
                return
            created |= is_new
            changes += changed
            self.in_file[_key(figures)] = figures
            if is_new or changed:
                (self.pending.new if is_new else self.pending.changed).append(figures)
                self.pending.rows.append((row, figures))
        title = f"{unit.name}, {period}"
        if created:
            self.session.created(row, title, new_values(row, self.of_column))
        elif changes:
            self.session.updated(row, title, changes)
        else:
            self.session.unchanged()

    def _new(
        self, row: FileRow, unit: AdministrativeUnit, period: Quarter, fields, *, in_return: bool
    ) -> UnitFigures | None:
        of = None
        if in_return:
            if not unit.reports_itself:
                given = next(code for code in fields if row.values[code] is not None)
                message = _("%(unit)s reports through the district above it.")
                self.session.error(row, given, message % {"unit": unit})
                return None
            of = self.return_of(unit, period)
        return UnitFigures(unit=unit, quarterly_return=of, year=period.year, quarter=period.number)

    def _fits(self, row: FileRow, figures: UnitFigures, changed: list, *, is_new: bool) -> bool:
        """Whether what a row holds may be stored; why not is noted."""
        of, touches = figures.quarterly_return, is_new or bool(changed)
        if of is not None:
            if self.is_barred(row, of, changed, touches=touches):
                return False
            self.touched[of.unit_id, of.period] = of
        if not touches:
            return True
        problems = [*own_problems(figures), *unit_figures_problems(figures)]
        if of is None:
            year = figures.year
            problems += closed_year_problems(figures, "year", figures.unit, year, self.closed)
        elif of.pk is None:
            problems += return_problems(of)
        self.session.problems(row, problems, self.column_of)
        for code, _old, new in changed:
            why = new is not None and not_asked(self.of_column[code], "", figures.year)
            if why:
                self.session.error(row, code, why)
        return not row.failed

    def _warn(self) -> None:
        """Note what is unusual in the chunk's new and changed rows, and not explained yet. The
        quarter before is the file's, where it has it up to here, else what is stored of it.
        """
        rows = self.pending.rows
        stored = self._last([figures for _row, figures in rows])
        keys = [figures.pk for _row, figures in rows if figures.pk]
        answers = Answers(WarningAnswer.objects.filter(unit_figures__in=keys) if keys else ())
        of_code = {one.code: one for one in self.of_column.values()}
        for row, figures in rows:
            before = _key(figures, figures.period.previous)
            last = self.in_file.get(before) or stored.get(before)
            for found in unit_warnings_in(figures, last):
                if answers.to(figures, found) is None:
                    value = shown_value(of_code[found.field], found.value)
                    self.session.warn(row, self.column_of[found.field], value, found.message)

    def _last(self, rows: list[UnitFigures]) -> dict[Key, UnitFigures]:
        """What is stored of the quarters before some rows."""
        if not rows:
            return {}
        periods = {row.period.previous for row in rows}
        found = UnitFigures.objects.filter(
            unit__in={row.unit_id for row in rows},
            year__in={period.year for period in periods},
            quarter__in={period.number for period in periods},
        )
        return {_key(row): row for row in found}

    def store(self) -> None:
        new, changed = self.pending.new, self.pending.changed
        self.store_returns(row.quarterly_return for row in new if row.quarterly_return)
        UnitFigures.objects.bulk_create(new)
        if changed:
            UnitFigures.objects.bulk_update(changed, ["extra"])


def _key(row: UnitFigures, period: Quarter | None = None) -> Key:
    """Which row it is, or would be in another quarter."""
    return row.unit_id, period or row.period, row.reporters is IN_RETURNS


def unit_figures_table(rows: QuerySet) -> tuple[list[str], list[list[Value]]]:
    """Figures of units in the import's columns: its labels, and a row for each unit and quarter."""
    of_units = unit_figures(None, UNITS)
    columns = unit_figure_columns()
    header = [str(column.label) for column in (*UnitFiguresKind.columns, *columns)]
    merged: dict[tuple, dict[str, int]] = {}
    for row in rows.select_related("unit").order_by("unit__path", "year", "quarter", "pk"):
        merged.setdefault((row.unit.code, row.year, row.quarter), {}).update(row.extra)
    both = list(zip(of_units, columns, strict=True))
    found = [
        [*key, *(_cell(one, column, values.get(one.code)) for one, column in both)]
        for key, values in merged.items()
    ]
    return header, found


def _cell(figure: Figure, column, value: int | None) -> Value:
    if value is None:
        return None
    if isinstance(column, Choice):
        return column.show(value)
    return value if figure.scale == 1 else figure.shown(value)
