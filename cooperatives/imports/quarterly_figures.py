"""Import of quarterly figures into the returns of their cooperatives' reporting units."""

from collections import namedtuple
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..catalogue.figures import BUILT_IN, codes, figure_named
from ..figures.answers import Answers
from ..figures.asked import not_asked_problems
from ..figures.checks import shown_value, warnings_in
from ..figures.rules import figures_problems
from ..figures.usual_ranges import UsualRanges
from ..figures.values import fields_holding
from ..files.columns import REGISTRATION_NUMBER, Text, Whole, Year
from ..ground.calendar import Quarter
from ..models import (
    AdministrativeUnit,
    Organisation,
    QuarterlyFigures,
    WarningAnswer,
)
from ..returns.rules import return_problems
from .figures import column_by_field, field_by_column, figure_columns
from .kind import new_values, own_problems
from .lookups import Cooperatives, find_cooperative
from .of_returns import OfReturns
from .session import FileRow

NOTE = Text("note", gettext_lazy("Note"))
KEY_COLUMNS = {"": "registration_number", "year": "year", "quarter": "quarter", "note": "note"}
Entry = tuple[FileRow, Organisation, Quarter]


@dataclass
class _Pending:
    new: list[QuarterlyFigures] = field(default_factory=list)
    changed: list[QuarterlyFigures] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    rows: list[tuple[FileRow, QuarterlyFigures]] = field(default_factory=list)


_Figures = namedtuple("_Figures", (*codes(BUILT_IN), "extra"))
"""What is looked at of the quarter before, in little room: a file may hold a million rows."""


class QuarterlyFiguresKind(OfReturns):
    """Quarterly figures. A new row goes into the return of the unit that the cooperative reported
    through on the quarter's last day, made as a draft where it is missing; an existing one stays.
    """

    code = "quarterly_figures"
    label = gettext_lazy("Quarterly figures")
    columns = (
        REGISTRATION_NUMBER,
        Year("year", gettext_lazy("Year"), required=True),
        Whole("quarter", gettext_lazy("Quarter"), required=True, bounds=(1, 4)),
    )
    needed = ("registration_number", "year", "quarter")

    @classmethod
    def all_columns(cls):
        return (*cls.columns, *figure_columns(), NOTE)

    def __init__(self, session) -> None:
        self.cooperatives = Cooperatives(session)
        self.ranges = UsualRanges()
        self.fields = field_by_column() | {"note": "note"}
        self.column_of = KEY_COLUMNS | column_by_field()
        self.in_file: dict[tuple[int, Quarter], _Figures] = {}
        super().__init__(session)

    def forget(self) -> None:
        self.pending = _Pending()

    def plan(self, rows: list[FileRow]) -> None:
        self.cooperatives.load(row.get("registration_number") for row in rows)
        entries = []
        for row in rows:
            if not (row.get("registration_number") and row.get("year") and row.get("quarter")):
                continue
            period = Quarter(row.values["year"], row.values["quarter"])
            key = row.values["registration_number"], period
            if self.session.claim(row, key, "registration_number") and not row.failed:
                cooperative = find_cooperative(self, row)
                if cooperative is not None:
                    entries.append((row, cooperative, period))
        known = self._known(entries)
        for row, cooperative, period in entries:
            self._plan_row(row, cooperative, period, known.get((cooperative.pk, period)))
        self._warn()

    def _known(self, entries: list[Entry]) -> dict[tuple[int, Quarter], QuarterlyFigures]:
        """The rows there; their returns, and those where new rows go, are loaded on the way."""
        figures = QuarterlyFigures.objects.filter(
            cooperative__in={cooperative.pk for _row, cooperative, _period in entries},
            year__in={period.year for _row, _cooperative, period in entries},
            quarter__in={period.number for _row, _cooperative, period in entries},
        )
        units = {
            unit.pk
            for _row, cooperative, period in entries
            if (unit := _reporting_unit(cooperative, period))
        }
        # Held before the rows are read: what somebody stores meanwhile is not overwritten.
        self.load_returns(
            Q(pk__in=set(figures.order_by().values_list("quarterly_return", flat=True)))
            | Q(
                unit__in=units,
                year__in={period.year for _row, _cooperative, period in entries},
                quarter__in={period.number for _row, _cooperative, period in entries},
            )
        )
        by_key = {found.pk: found for found in self.returns.values() if found.pk}
        for row in figures:
            row.quarterly_return = by_key[row.quarterly_return_id]
        return {(row.cooperative_id, Quarter(row.year, row.quarter)): row for row in figures}

    def _plan_row(
        self,
        row: FileRow,
        cooperative: Organisation,
        period: Quarter,
        figures: QuarterlyFigures | None,
    ) -> None:
        is_new = figures is None
        if is_new:
            figures = self._new(row, cooperative, period)
            if figures is None:
                return
        else:
            figures.cooperative = cooperative
        of = figures.quarterly_return
        changed = self.set_values(row, figures, self.fields)
        if self.is_barred(row, of, changed, touches=is_new or bool(changed)):
            return
        if is_new or changed:
            problems = [*own_problems(figures), *figures_problems(figures)]
            names = [self.fields[code] for code, _old, _new in changed]
            problems += not_asked_problems(figures, names)
            if of.pk is None:
                problems += return_problems(of)
            self.session.problems(row, problems, self.column_of)
            if row.failed:
                return
        self.touched[of.unit_id, period] = of
        if is_new or changed:
            self.pending.rows.append((row, figures))
        self._remember(figures, period)
        title = f"{cooperative.name}, {period}"
        if is_new:
            self.session.created(row, title, new_values(row, self.fields))
            self.pending.new.append(figures)
        elif changed:
            self.session.updated(row, title, changed)
            self.pending.changed.append(figures)
            self.pending.fields |= fields_holding(self.fields[code] for code, _old, _new in changed)
        else:
            self.session.unchanged()

    def _new(
        self, row: FileRow, cooperative: Organisation, period: Quarter
    ) -> QuarterlyFigures | None:
        """A new row, in its return."""
        unit = _reporting_unit(cooperative, period)
        if unit is None:
            message = _(
                "This cooperative was nowhere on %(day)s, the quarter's last day: it was founded "
                "on %(founded)s."
            )
            params = {
                "day": date_format(period.ends_on, "SHORT_DATE_FORMAT"),
                "founded": date_format(cooperative.founded_on, "SHORT_DATE_FORMAT"),
            }
            self.session.error(row, "quarter", message % params)
            return None
        return QuarterlyFigures(
            cooperative=cooperative,
            quarterly_return=self.return_of(unit, period),
            year=period.year,
            quarter=period.number,
        )

    # --- What is unusual ------------------------------------------------------------------------

    def _remember(self, figures: QuarterlyFigures, period: Quarter) -> None:
        values = _Figures(*(getattr(figures, name) for name in _Figures._fields))
        self.in_file[figures.cooperative_id, period] = values

    def _warn(self) -> None:
        """Note what is unusual in the chunk's new and changed rows, and not confirmed yet.

        The quarter before is the file's, where it has it up to here, else what is stored of it
        under the same unit.
        """
        rows = self.pending.rows
        stored = self._last([figures for _row, figures in rows])
        keys = [figures.pk for _row, figures in rows if figures.pk]
        answers = Answers(WarningAnswer.objects.filter(figures__in=keys) if keys else ())
        for row, figures in rows:
            of, cooperative = figures.quarterly_return, figures.cooperative
            key = cooperative.pk, of.period.previous
            before = self.in_file.get(key) or stored.get(key)
            ranges = self.ranges.of(of.unit, of.period)
            for found in warnings_in(figures, before, cooperative.sector, ranges):
                if answers.to(figures, found) is None:
                    value = shown_value(figure_named(found.field), found.value)
                    self.session.warn(row, self.column_of[found.field], value, found.message)

    def _last(self, rows: list[QuarterlyFigures]) -> dict[tuple[int, Quarter], _Figures]:
        """What is stored of the quarters before."""
        if not rows:
            return {}
        periods = {row.quarterly_return.period.previous for row in rows}
        found = QuarterlyFigures.objects.filter(
            cooperative__in={row.cooperative_id for row in rows},
            year__in={period.year for period in periods},
            quarter__in={period.number for period in periods},
        )
        units = {
            (row.cooperative_id, row.quarterly_return.period.previous): row.quarterly_return.unit
            for row in rows
        }
        stored = found.values_list(
            "cooperative", "year", "quarter", "quarterly_return__unit__path", *_Figures._fields
        )
        return {
            (key, period): _Figures(*values)
            for key, year, quarter, path, *values in stored
            if (unit := units.get((key, period := Quarter(year, quarter))))
            and path.startswith(unit.path)
        }

    # --- Storing --------------------------------------------------------------------------------

    def store(self) -> None:
        pending = self.pending
        self.store_returns(row.quarterly_return for row in pending.new)
        QuarterlyFigures.objects.bulk_create(pending.new)
        if pending.changed:
            QuarterlyFigures.objects.bulk_update(pending.changed, pending.fields)


def _reporting_unit(cooperative: Organisation, period: Quarter) -> AdministrativeUnit | None:
    """The unit whose return holds a cooperative's figures of a quarter."""
    unit = cooperative.unit_on(period.ends_on)
    return unit and unit.reporting_unit
