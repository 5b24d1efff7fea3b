"""Import of targets, and of the plans that set them."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.imports import Kind
from cooperatives.imports.columns import Choice, Code, Day, Number, Text, Year
from cooperatives.imports.kind import new_values, own_problems
from cooperatives.imports.lookups import Units
from cooperatives.imports.session import Row
from cooperatives.models import AdministrativeUnit, Level

from .indicators import Operator
from .models import INDICATOR_CHOICES, Plan, Target
from .rules import plan_problems, target_problems

FIELDS = {
    "operator": "operator",
    "value": "value",
    "milestone_1": "milestone_1",
    "milestone_2": "milestone_2",
    "milestone_3": "milestone_3",
    "quote": "quote",
}
COLUMN_OF = {"": "indicator", "unit": "unit_code", "year": "year"} | {
    name: code for code, name in FIELDS.items()
}
PLAN_COLUMN_OF = {"": "plan_number", "title": "plan_title", "issued_on": "issued_on"} | {
    "unit": "unit_code"
}


@dataclass
class _Pending:
    new_plans: list[Plan] = field(default_factory=list)
    changed_plans: list[Plan] = field(default_factory=list)
    new: list[Target] = field(default_factory=list)
    changed: list[Target] = field(default_factory=list)


@dataclass
class _PlanEntry:
    """A plan of the file: row is its first; old_title where the file changes it."""

    plan: Plan
    row: Row
    old_title: str | None = None
    targets: dict = field(default_factory=dict)
    """The targets there, by year, indicator and unit."""
    places: dict = field(default_factory=dict)
    """The last place taken in each year."""


class TargetsKind(Kind):
    """Targets. A plan that is not there yet is made, for the province (or the root) at or above the
    unit of its first row. A decision is of a few dozen rows: a file is looked at as a whole.
    """

    code = "targets"
    label = gettext_lazy("Targets")
    columns = (
        Text("plan_number", gettext_lazy("Number of the plan"), required=True),
        Text("plan_title", gettext_lazy("Title of the plan"), required=True),
        Day("issued_on", gettext_lazy("Issued on"), required=True),
        Year("year", gettext_lazy("Year"), required=True),
        Code("unit_code", gettext_lazy("Code of the unit"), required=True),
        Choice(
            "indicator",
            gettext_lazy("Indicator"),
            required=True,
            choices=tuple(INDICATOR_CHOICES),
        ),
        Choice(
            "operator",
            gettext_lazy("Operator"),
            required=True,
            choices=tuple((operator.value, operator.sign) for operator in Operator),
        ),
        Number("value", gettext_lazy("Value"), required=True, decimals=6),
        Number("milestone_1", gettext_lazy("Milestone of quarter 1"), decimals=6),
        Number("milestone_2", gettext_lazy("Milestone of quarter 2"), decimals=6),
        Number("milestone_3", gettext_lazy("Milestone of quarter 3"), decimals=6),
        Text("quote", gettext_lazy("Clause of the decision")),
    )
    needed = ("plan_number", "issued_on", "year", "unit_code", "indicator")
    chunk_rows = None

    def __init__(self, session) -> None:
        self.units = Units(session)
        super().__init__(session)

    def forget(self) -> None:
        self.pending = _Pending()

    def plan(self, rows: list[Row]) -> None:
        readable = [row for row in rows if all(row.get(code) for code in self.needed)]
        self.units.load(row.values["unit_code"] for row in readable)
        self.plans: dict[tuple[str, date], _PlanEntry | None] = {}
        self.all_plans = self._stored_plans(readable)
        for row in readable:
            key = tuple(row.values[code] for code in self.needed)
            if self.session.claim(row, key, "indicator") and not row.failed:
                self._plan_row(row)

    def _stored_plans(self, rows: list[Row]) -> list[Plan]:
        plans = Plan.objects.filter(
            number__in={row.values["plan_number"] for row in rows},
            issued_on__in={row.values["issued_on"] for row in rows},
        )
        return list(self.session.locked(plans.select_related("unit")))

    def _plan_row(self, row: Row) -> None:
        unit = self.units.with_code(row.values["unit_code"], row.values["issued_on"])
        if unit is None:
            self.session.error(row, "unit_code", self.units.unknown(row.values["unit_code"]))
            return
        entry = self._plan_of(row, unit)
        if entry is None:
            return
        if not (self.session.reaches(entry.plan.unit.path) and self.session.reaches(unit.path)):
            self.session.error(row, "unit_code", _("This unit lies outside your own."))
            return
        self._plan_target(row, entry, unit)

    # --- Plans ----------------------------------------------------------------------------------

    def _plan_of(self, row: Row, unit: AdministrativeUnit) -> _PlanEntry | None:
        """The plan that a row names; the first row that names it makes or mends it."""
        key = row.values["plan_number"], row.values["issued_on"]
        if key not in self.plans:
            self.plans[key] = None
            self.plans[key] = self._first_row_of_plan(row, unit)
            return self.plans[key]
        entry = self.plans[key]
        title = row.get("plan_title")
        if entry is None:
            row.failed = True  # what is wrong is said at the plan's first row
        elif title and title != entry.plan.title:
            message = _("Row %(first)s gives this plan another title: keep one of them.")
            self.session.error(row, "plan_title", message % {"first": entry.row.number})
            return None
        return entry

    def _first_row_of_plan(self, row: Row, unit: AdministrativeUnit) -> _PlanEntry | None:
        number, issued_on = row.values["plan_number"], row.values["issued_on"]
        above = _line_above(unit)
        provinces = [one for one in above if one.level == Level.PROVINCE]
        homes = [*provinces, above[-1]]  # the province's plan goes before the country's
        stored = [
            plan
            for home in homes
            for plan in self.all_plans
            if (plan.number, plan.issued_on, plan.unit_id) == (number, issued_on, home.pk)
        ]
        title = row.get("plan_title")
        if stored:
            entry = _PlanEntry(stored[0], row)
            if title and title != entry.plan.title:
                entry.old_title, entry.plan.title = entry.plan.title, title
            self._load_targets(entry)
        else:
            if not self.is_given(row, ("plan_title",)):
                return None
            plan = Plan(unit=homes[0], number=number, issued_on=issued_on, title=title)
            entry = _PlanEntry(plan, row)
        problems = [*own_problems(entry.plan), *plan_problems(entry.plan)]
        self.session.problems(row, problems, PLAN_COLUMN_OF)
        if row.failed:
            return None
        if entry.plan.pk is None:
            self.pending.new_plans.append(entry.plan)
        elif entry.old_title is not None:
            self.pending.changed_plans.append(entry.plan)
        return entry

    def _load_targets(self, entry: _PlanEntry) -> None:
        for target in Target.objects.filter(plan=entry.plan).order_by("place"):
            target.plan = entry.plan
            entry.targets[target.year, target.indicator, target.unit_id] = target
            entry.places[target.year] = target.place

    # --- Targets --------------------------------------------------------------------------------

    def _plan_target(self, row: Row, entry: _PlanEntry, unit: AdministrativeUnit) -> None:
        year, indicator = row.values["year"], row.values["indicator"]
        target = entry.targets.get((year, indicator, unit.pk))
        is_new = target is None
        if is_new:
            if not self.is_given(row, ("operator", "value")):
                return
            place = entry.places[year] = entry.places.get(year, 0) + 1
            target = Target(plan=entry.plan, year=year, indicator=indicator, unit=unit, place=place)
        else:
            target.unit = unit
        changed = self.set_values(row, target, FIELDS)
        target_changed = bool(changed)
        if entry.row is row and entry.old_title is not None:
            changed.insert(0, ("plan_title", entry.old_title, entry.plan.title))
        if not (is_new or changed):
            self.session.unchanged()
            return
        problems = [*own_problems(target), *target_problems(target)]
        self.session.problems(row, problems, COLUMN_OF)
        if row.failed:
            return
        title = f"{entry.plan.number}, {target.get_indicator_display()}, {unit.name}"
        if is_new:
            codes = [column.code for column in self.columns]
            self.session.created(row, title, new_values(row, codes))
            self.pending.new.append(target)
        else:
            self.session.updated(row, title, changed)
            if target_changed:
                self.pending.changed.append(target)

    def store(self) -> None:
        pending = self.pending
        Plan.objects.bulk_create(pending.new_plans)
        Plan.objects.bulk_update(pending.changed_plans, ["title"])
        Target.objects.bulk_create(pending.new)
        Target.objects.bulk_update(pending.changed, list(FIELDS.values()))


def _line_above(unit: AdministrativeUnit) -> list[AdministrativeUnit]:
    """A unit and those above it, the nearest first."""
    line = [unit]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    return line
