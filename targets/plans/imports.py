"""Import of targets, and of the plans that set them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.files.columns import Choice, Code, Day, Number, Text, Year
from cooperatives.imports import ImportKind
from cooperatives.imports.kind import new_values, own_problems
from cooperatives.imports.lookups import Units
from cooperatives.imports.session import FileRow
from cooperatives.models import AdministrativeUnit, Level
from cooperatives.units.years import ReportingYears

from ..models import Plan, Target
from ..models.fields import indicator_choices
from ..reckoning.measures import Operator
from .adjusting import BESIDE, REPLACE, in_order, planned_years, plans_met
from .opening import open_years
from .rules import (
    closed_plan_problems,
    closed_target_problems,
    plan_problems,
    settled_plan_problems,
    target_problems,
)
from .sense import allocated, doubtful_amounts

DAY_FORMAT = "SHORT_DATE_FORMAT"

FIELDS = {
    "operator": "operator",
    "value": "value",
    "value_to": "value_to",
    "from_year": "from_year",
    "milestone_1": "milestone_1",
    "milestone_2": "milestone_2",
    "milestone_3": "milestone_3",
    "quote": "quote",
}
COLUMN_OF = {"": "indicator", "unit": "unit_code", "year": "year"} | {
    name: code for code, name in FIELDS.items()
}
PLAN_COLUMN_OF = {
    "": "plan_number",
    "title": "plan_title",
    "issued_on": "issued_on",
    "unit": "unit_code",
    "adjusts": "adjusts",
}


@dataclass
class _Pending:
    new_plans: list[Plan] = field(default_factory=list)
    changed_plans: list[Plan] = field(default_factory=list)
    replaced_plans: list[Plan] = field(default_factory=list)
    new: list[Target] = field(default_factory=list)
    changed: list[Target] = field(default_factory=list)


@dataclass
class _PlanEntry:
    """A plan of the file: row is its first; changed: what of the plan itself the file changes."""

    plan: Plan
    row: FileRow
    changed: list[tuple] = field(default_factory=list)
    settled_years: set[int] = field(default_factory=set)
    """Years for which it was settled before how it stands to other plans."""
    stored_years: set[int] = field(default_factory=set)
    """Those for which it, or what adjusts it, has targets already."""
    new_years: dict[int, FileRow] = field(default_factory=dict)
    """The others for which the file sets targets, each with its first row."""
    targets: dict = field(default_factory=dict)
    """The targets there, by year, indicator and unit."""
    places: dict = field(default_factory=dict)
    """The last place taken in each year."""
    touched: list[tuple[Target, FileRow]] = field(default_factory=list)
    """The targets that the file names, each with its row."""

    @property
    def in_order(self) -> list[Target]:
        """All targets of the plan as they are after the file, in their order."""
        return sorted(self.targets.values(), key=lambda target: (target.year, target.place))


class TargetsKind(ImportKind):
    """Targets. A plan that is not there yet is made, for the province (or the root) at or above the
    unit of its first row. A decision is of a few dozen rows: a file is looked at as a whole.
    """

    code = "targets"
    label = gettext_lazy("Targets of plans")
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
            choices=indicator_choices,
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
        Number("value_to", gettext_lazy("Value up to"), decimals=6),
        Year("from_year", gettext_lazy("From the year")),
        Code("plan_unit_code", gettext_lazy("Code of the plan's unit")),
        Text("adjusts", gettext_lazy("Number of the plan that it adjusts")),
    )
    needed = ("plan_number", "issued_on", "year", "unit_code", "indicator")
    changes_what_counts = False
    chunk_rows = None

    def __init__(self, session) -> None:
        self.units = Units(session)
        self.closed = ReportingYears()
        super().__init__(session)

    def forget(self) -> None:
        self.pending = _Pending()

    def plan(self, rows: list[FileRow]) -> None:
        readable = [row for row in rows if all(row.get(code) for code in self.needed)]
        for code in ("unit_code", "plan_unit_code"):
            self.units.load(row.get(code) for row in readable)
        self.plans: dict[tuple, _PlanEntry | None] = {}
        self.all_plans = self._stored_plans(readable)
        for row in readable:
            values = row.values | {"unit_code": self._settled(row, "unit_code", _last_day(row))}
            key = (*(values[code] for code in self.needed), self._home_named(row))
            if self.session.claim(row, key, "indicator") and not row.failed:
                self._plan_row(row)
        entries = [entry for entry in self.plans.values() if entry]
        entries.sort(key=lambda entry: entry.plan.issued_on)
        for entry in entries:
            self._stand_to_others(entry, entries)
        self._say_what_allocations_come_to()

    def _stored_plans(self, rows: list[FileRow]) -> list[Plan]:
        plans = Plan.objects.filter(
            Q(
                number__in={row.values["plan_number"] for row in rows},
                issued_on__in={row.values["issued_on"] for row in rows},
            )
            | Q(number__in={row.get("adjusts") for row in rows} - {None, ""})
        )
        return list(self.session.locked(plans.select_related("unit", "adjusts__unit")))

    def _plan_row(self, row: FileRow) -> None:
        unit = self._unit(row, "unit_code", _last_day(row))
        if unit is None:
            return
        entry = self._plan_of(row, unit)
        if entry is None:
            return
        if not (self.session.reaches(entry.plan.unit.path) and self.session.reaches(unit.path)):
            self.session.error(row, "unit_code", _("This unit lies outside your own."))
            return
        self._plan_target(row, entry, unit)

    def _settled(self, row: FileRow, column: str, day: date) -> str:
        """A code of a row in one form, whether its first day is written with it or not."""
        text = row.get(column) or ""
        unit = self.units.named(text, day) if text else None
        return unit.dated_code if unit else text

    def _home_named(self, row: FileRow) -> str:
        return self._settled(row, "plan_unit_code", row.values["issued_on"])

    def _unit(self, row: FileRow, column: str, day: date) -> AdministrativeUnit | None:
        """The unit whose code a row gives; where no unit bears it, that is noted."""
        unit = self.units.named(row.values[column], day)
        if unit is None:
            self.session.error(row, column, self.units.unknown(row.values[column]))
        return unit

    # --- Plans ----------------------------------------------------------------------------------

    def _plan_of(self, row: FileRow, unit: AdministrativeUnit) -> _PlanEntry | None:
        """The plan that a row names; the first row that names it makes or mends it."""
        key = row.values["plan_number"], row.values["issued_on"], self._home_named(row)
        if key not in self.plans:
            self.plans[key] = None
            self.plans[key] = self._first_row_of_plan(row, unit)
            return self.plans[key]
        entry = self.plans[key]
        title, adjusts = row.get("plan_title"), row.get("adjusts")
        if entry is None:
            row.failed = True  # what is wrong is said at the plan's first row
        elif title and title != entry.plan.title:
            message = _("Row %(first)s gives this plan another title: keep one of them.")
            self.session.error(row, "plan_title", message % {"first": entry.row.number})
            return None
        elif adjusts and adjusts != (entry.row.get("adjusts") or ""):
            message = _("Row %(first)s does not say that this plan adjusts it: keep one of them.")
            self.session.error(row, "adjusts", message % {"first": entry.row.number})
            return None
        return entry

    def _first_row_of_plan(self, row: FileRow, unit: AdministrativeUnit) -> _PlanEntry | None:
        number, issued_on = row.values["plan_number"], row.values["issued_on"]
        homes = self._homes(row, unit)
        if not homes:
            return None
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
                entry.changed.append(("plan_title", entry.plan.title, title))
                entry.plan.title = title
            self._load_targets(entry)
        else:
            if not self.is_given(row, ("plan_title",)):
                return None
            plan = Plan(unit=homes[0], number=number, issued_on=issued_on, title=title)
            entry = _PlanEntry(plan, row)
        if "adjusts" in row.values and not self._set_adjusted(entry):
            return None
        problems = [*own_problems(entry.plan), *plan_problems(entry.plan)]
        if entry.changed and not row.failed:
            problems += settled_plan_problems(entry.plan, entry.stored_years, self.closed)
        self.session.problems(row, problems, PLAN_COLUMN_OF)
        if row.failed:
            return None
        if entry.plan.pk is None:
            self.pending.new_plans.append(entry.plan)
        elif entry.changed:
            self.pending.changed_plans.append(entry.plan)
        return entry

    def _homes(self, row: FileRow, unit: AdministrativeUnit) -> list[AdministrativeUnit]:
        """Whose plan it may be, the likeliest first: the unit named; else the province above the
        row's unit, then the root. Empty, with an error noted, for a code that no unit bears.
        """
        if row.get("plan_unit_code"):
            home = self._unit(row, "plan_unit_code", row.values["issued_on"])
            return [home] if home else []
        above = _line_above(unit)
        return [*(one for one in above if one.level == Level.PROVINCE), above[-1]]

    def _set_adjusted(self, entry: _PlanEntry) -> bool:
        """Set which plan the entry's plan adjusts. False where it names one that is not there.

        It is the latest with that number issued before, stored or above in the file.
        """
        plan, row, number = entry.plan, entry.row, entry.row.values["adjusts"]
        adjusted = None
        if number:
            known = [*self.all_plans, *(one.plan for one in self.plans.values() if one)]
            before = [
                one
                for one in known
                if (one.number, one.unit_id) == (number, plan.unit_id)
                and one.issued_on < plan.issued_on
            ]
            adjusted = max(before, key=lambda one: one.issued_on, default=None)
            if adjusted is None:
                message = _(
                    "%(unit)s has no plan with this number issued before %(day)s: import that plan "
                    "first, or mend the number."
                )
                shown = {"unit": plan.unit.name, "day": date_format(plan.issued_on, DAY_FORMAT)}
                self.session.error(row, "adjusts", message % shown)
                return False
        if plan.adjusts != adjusted:
            entry.changed.append(("adjusts", str(plan.adjusts or ""), number))
            plan.adjusts = adjusted
            years = {year for year, _indicator, _unit in entry.targets}
            problems = closed_plan_problems(plan, "adjusts", years, self.closed)
            self.session.problems(row, problems, PLAN_COLUMN_OF)
            if adjusted is None:  # it stands by itself from now on: how, is not settled
                entry.settled_years = set()
                entry.new_years = dict.fromkeys(sorted(years), row)
        return True

    def _stand_to_others(self, entry: _PlanEntry, entries: list[_PlanEntry]) -> None:
        """Settle how a plan stands to other plans of its unit in the years that are new to it, or
        ask: it adjusts one of them, it replaces them or is replaced, or they stand beside each
        other.
        """
        plan = entry.plan
        if plan.adjusts or not entry.new_years:
            return
        others = self._met(entry, entries)
        if not others or self.session.options.plans == BESIDE:
            return
        if self.session.options.plans == REPLACE:
            for other in others:
                self._replace(entry, *in_order(other, plan))
            return
        self.session.outcome.open_plans = True
        self.session.outcome.open_errors += 1
        message = _(
            "%(unit)s already has the plan %(other)s of %(day)s for a year of this one. Say how the"
            " two stand to each other: name it in the column “adjusts” where this plan changes"
            " single targets of it, or let the one issued later replace the other (of the command:"
            " --replace), or let both stand (--beside)."
        )
        other = max(others, key=lambda one: one.issued_on)
        shown = {"unit": plan.unit.name, "other": other.number}
        shown["day"] = date_format(other.issued_on, DAY_FORMAT)
        row = next(iter(entry.new_years.values()))
        self.session.error(row, "plan_number", message % shown)

    def _met(self, entry: _PlanEntry, entries: list[_PlanEntry]) -> list[Plan]:
        """The plans that an entry's plan meets, stored or in the file; of two that are new in the
        file only the one issued later meets the other.
        """
        plan = entry.plan
        new = [
            one.plan
            for one in entries[: entries.index(entry)]
            if one.plan.unit_id == plan.unit_id
            and not one.plan.adjusts
            and one.new_years.keys() & entry.new_years.keys()
        ]
        return [*new, *(one for one in plans_met(plan, entry.new_years) if one not in new)]

    def _replace(self, entry: _PlanEntry, earlier: Plan, later: Plan) -> None:
        """Let the plan issued later be followed instead of the earlier one."""
        earlier.replaced_by = later
        self.session.problems(entry.row, plan_problems(earlier), PLAN_COLUMN_OF)
        self.session.outcome.note(f"{later.number} replaces {earlier.number}")
        self.pending.replaced_plans.append(earlier)

    def _load_targets(self, entry: _PlanEntry) -> None:
        entry.stored_years = planned_years(entry.plan)
        stored = Target.objects.filter(plan=entry.plan).select_related("unit")
        for target in stored.order_by("place"):
            target.plan = entry.plan
            entry.targets[target.year, target.indicator, target.unit_id] = target
            entry.places[target.year] = target.place
            entry.settled_years.add(target.year)

    # --- Targets --------------------------------------------------------------------------------

    def _plan_target(self, row: FileRow, entry: _PlanEntry, unit: AdministrativeUnit) -> None:
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
        entry.touched.append((target, row))
        if entry.row is row:
            changed = [*entry.changed, *changed]
        if not (is_new or changed):
            self.session.unchanged()
            return
        self._look_at(row, entry, target, is_new=is_new, is_changed=is_new or target_changed)
        if row.failed:
            return
        title = f"{entry.plan.number}, {target.get_indicator_display()}, {unit.name}"
        if is_new:
            codes = [column.code for column in self.columns]
            self.session.created(row, title, new_values(row, codes))
            self.pending.new.append(target)
            entry.targets[year, indicator, unit.pk] = target
            if year not in entry.settled_years:
                entry.new_years.setdefault(year, row)
        else:
            self.session.updated(row, title, changed)
            if target_changed:
                self.pending.changed.append(target)

    def _look_at(
        self, row: FileRow, entry: _PlanEntry, target: Target, *, is_new: bool, is_changed: bool
    ) -> None:
        """Note what is wrong with a target, and what has to be asked about it."""
        problems = [*own_problems(target), *target_problems(target)]
        if is_changed:
            problems += closed_target_problems(target, self.closed)
        if is_new:
            problems += settled_plan_problems(entry.plan, entry.stored_years, self.closed)
        self.session.problems(row, problems, COLUMN_OF)
        if is_changed:
            self._ask_whether_million(row, target)

    def _ask_whether_million(self, row: FileRow, target: Target) -> None:
        """Ask about amounts of so few VND that millions are meant."""
        if self.session.options.as_written or row.failed:
            return
        for name in doubtful_amounts(target):
            self.session.outcome.open_amounts = True
            self.session.outcome.open_errors += 1
            amount = number_format(getattr(target, name).normalize(), use_l10n=True)
            message = _(
                "%(amount)s VND: is %(amount)s million VND meant? Values are in VND: write all"
                " digits, or say that they are meant as written (of the command: --as-written)."
            )
            self.session.error(row, COLUMN_OF[name], message % {"amount": amount})

    def _say_what_allocations_come_to(self) -> None:
        """Where the allocations of a plan come to more or less than its target, after this file."""
        for entry in self.plans.values():
            rows = entry and {
                (target.year, target.indicator): row
                for target, row in entry.touched
                if not row.failed
            }
            for found in allocated(entry.in_order, entry.plan.unit_id) if rows else ():
                row = rows.get((found.year, found.indicator.code))
                if row and found.difference:
                    given = row.text(self.session.positions.get("value"))
                    self.session.warn(row, "value", given, found.said)

    def store(self) -> None:
        pending = self.pending
        replaced = [plan for plan in pending.replaced_plans if plan.pk]
        # What others name is stored first: plans before what adjusts them, the later before the
        # earlier one that it replaces.
        for plan in sorted(pending.new_plans, key=lambda plan: plan.issued_on, reverse=True):
            if not plan.adjusts:
                plan.save()
        Plan.objects.bulk_create(plan for plan in pending.new_plans if plan.adjusts)
        Plan.objects.bulk_update(pending.changed_plans, ["title", "adjusts"])
        Plan.objects.bulk_update(replaced, ["replaced_by"])
        Target.objects.bulk_create(pending.new)
        Target.objects.bulk_update(pending.changed, list(FIELDS.values()))
        open_years(pending.new)


def _last_day(row: FileRow) -> date:
    """The day on which its unit is meant: a plan may name units that are made only after it was
    issued.
    """
    return date(row.values["year"], 12, 31)


def _line_above(unit: AdministrativeUnit) -> list[AdministrativeUnit]:
    """A unit and those above it, the nearest first."""
    line = [unit]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    return line
