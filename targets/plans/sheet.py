"""The table in which an admin sets the targets of a plan for one year.

A row is a target: stored already, new, copied from another plan, or one that an adjusting decision
may replace. Amounts are typed in million VND. A field that was left as it was shown changes
nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.ground.constraints import own_errors
from cooperatives.ground.problems import Problem
from cooperatives.models import AdministrativeUnit
from cooperatives.pages.forms import WordsField
from cooperatives.units.years import ReportingYears

from ..indicators import Indicator, indicator_named, indicators, known
from ..models import Plan, Target
from ..reckoning.measures import Operator, Unit
from .opening import open_years
from .rules import closed_target_problems, settled_plan_problems, target_problems
from .sense import VALUES, Allocated, allocated, doubtful_amounts
from .typed import shown_value, typed_value

BLANK_ROWS = 4
"""Rows for new targets below those that are there."""
FIRST_ROWS = 10
"""Rows for the targets of a unit that has none yet."""

UNITS = {
    Unit.COUNT: "",
    Unit.NUMBER: "",
    Unit.PERSONS: gettext_lazy("persons"),
    Unit.PERCENT: "%",
}
"""What the fields of a row are counted in, unless it is money or an entered indicator says so."""
OTHERS = ("operator", "from_year", "quote", "place")
OWN_ALONE = ("place", "value_to", "quote")
"""Fields that the table shows of targets of the plan's own unit alone: of an allocation they stay
as they are.
"""


class Kind(StrEnum):
    """What a row is about."""

    STORED = "stored"
    NEW = "new"
    COPIED = "copied"
    ADJUSTING = "adjusting"


def _number(label) -> forms.CharField:
    attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 6}
    return forms.CharField(
        label=label, required=False, max_length=40, widget=forms.TextInput(attrs)
    )


class IndicatorSelect(forms.Select):
    """Each indicator says what it is counted in, for the script that looks at what is typed."""

    def create_option(self, name, value, *args, **options):
        option = super().create_option(name, value, *args, **options)
        if indicator := indicator_named(str(value)):
            option["attrs"] |= {
                "data-measure": measure_of(indicator),
                "data-unit": typed_in(indicator),
            }
        return option


class TargetRow(forms.Form):
    """One row. target: what it shows; None of a blank one."""

    place = forms.IntegerField(
        label=gettext_lazy("No."),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput({"inputmode": "numeric", "size": 2, "autocomplete": "off"}),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Indicator"), required=False, widget=IndicatorSelect
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    operator = forms.ChoiceField(
        label=gettext_lazy("Operator"),
        choices=[(one.value, one.sign) for one in Operator],
        required=False,
    )
    value = _number(gettext_lazy("Value"))
    value_to = _number(gettext_lazy("Value up to"))
    milestone_1 = _number(gettext_lazy("Milestone of quarter 1"))
    milestone_2 = _number(gettext_lazy("Milestone of quarter 2"))
    milestone_3 = _number(gettext_lazy("Milestone of quarter 3"))
    from_year = forms.IntegerField(
        label=gettext_lazy("From the year"),
        required=False,
        min_value=1945,
        max_value=2200,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
    )
    quote = WordsField(
        label=gettext_lazy("Clause of the decision"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 1}),
    )
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def __init__(
        self,
        data,
        *,
        kind: Kind,
        key: str,
        units: Sequence[AdministrativeUnit] | None,
        target: Target | None = None,
    ):
        """units: among which an allocation's is chosen; None where it is the plan's own."""
        self.kind, self.target = kind, target
        self.units = {unit.asked_as: unit for unit in units or ()}
        super().__init__(data, prefix=f"{kind}-{key}", initial=_initial(target, kind))
        names = [(one.code, _with_unit(one)) for one in self._indicators()]
        self.fields["indicator"].choices = names if target else [("", ""), *names]
        if target is not None:
            self.fields["indicator"].disabled = True
        if units is None or (target is not None and kind is not Kind.COPIED):
            del self.fields["unit"]
        else:
            named = [(key, unit.name) for key, unit in self.units.items()]
            self.fields["unit"].choices = [("", ""), *named]
        if kind is Kind.ADJUSTING or target is None:
            del self.fields["remove"]
        for name in OWN_ALONE if units is not None else ():
            del self.fields[name]
        for name, field in self.fields.items():
            field.show_hidden_initial = target is not None and name not in ("indicator", "remove")
            field.widget.attrs["aria-label"] = str(field.label)
            if name in (*VALUES, "operator"):
                field.widget.attrs["data-sense"] = name

    def _indicators(self) -> Iterable[Indicator]:
        return [known(self.target.indicator)] if self.target else list(indicators())

    @cached_property
    def of(self) -> Indicator | None:
        """The indicator that is shown, or that was chosen."""
        code = self.target.indicator if self.target else self["indicator"].value()
        return indicator_named(code or "")

    @property
    def measure(self) -> str:
        return measure_of(self.of) if self.of else ""

    @property
    def unit_of_measure(self) -> str:
        return typed_in(self.of) if self.of else ""

    @property
    def allocated_to(self) -> AdministrativeUnit | None:
        """The unit of an allocation, once that is settled; None of the plan's own."""
        if "unit" in self.fields:
            return self.units.get(self.cleaned_data.get("unit", ""))
        return self.target.unit if self.target and self.kind is not Kind.COPIED else None

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get("remove"))

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in a row for a new target."""
        told = (name for name in self.fields if name not in ("operator", "place"))
        return self.target is None and not any((self[name].value() or "") for name in told)

    @property
    def is_stored_anew(self) -> bool:
        """Whether it makes a target: every row of a copy, and what is new or adjusted."""
        if self.kind is Kind.ADJUSTING:
            return self.has_changed()
        return self.kind is not Kind.STORED and not self.is_removed

    @property
    def changes(self) -> bool:
        """Whether there is anything of it to store."""
        if self.is_blank:
            return False
        return self.is_stored_anew or (self.kind is Kind.STORED and self.has_changed())

    def over_what_is_stored(self, data) -> None:
        """Put what is stored now into data that was sent, but for what this person changed."""
        if self.kind not in (Kind.STORED, Kind.ADJUSTING):
            return
        for name, field in self.fields.items():
            if not field.show_hidden_initial:
                continue
            stored = self[name].initial
            stored = "" if stored is None else str(stored)
            is_sent = self.add_prefix(name) in data
            data[self.add_initial_prefix(name)] = stored
            if not is_sent or name not in self.changed_data:
                data[self.add_prefix(name)] = stored

    def clean(self):
        cleaned = super().clean()
        if self.is_blank or self.is_removed:
            return cleaned
        if self.of is None:
            self.add_error("indicator", _("Choose the indicator."))
            return cleaned
        for name in VALUES:
            if name in cleaned:
                cleaned[name] = self._value(name, cleaned[name])
        if not cleaned.get("operator") and "operator" not in self.errors:
            self.add_error("operator", _("Choose how the value is held against the target."))
        if cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Write what is to be reached."))
        if "unit" in self.fields and not cleaned.get("unit"):
            self.add_error("unit", _("Choose the unit."))
        return cleaned

    def _value(self, name: str, text: str):
        try:
            return typed_value(text, self.of)
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def made(self, plan: Plan, year: int) -> Target:
        """The target that it comes to, not stored."""
        cleaned = self.cleaned_data
        if self.kind is Kind.STORED:
            target = self.target
            for name in set(self.changed_data) & {*VALUES, *OTHERS}:
                setattr(target, name, cleaned[name] or 0 if name == "place" else cleaned[name])
            return target
        unit = plan.unit
        if "unit" in self.fields:
            unit = self.units[cleaned["unit"]]
        elif self.kind is Kind.ADJUSTING:
            unit = self.target.unit
        given: dict = {"quote": "", "place": 0}
        for name in (*VALUES, *OTHERS):
            if name in cleaned:
                given[name] = cleaned[name]
            elif self.target is not None and name != "quote":
                given[name] = getattr(self.target, name)
        given["place"] = given["place"] or 0
        return Target(plan=plan, year=year, indicator=self.of.code, unit=unit, **given)


def typed_in(indicator: Indicator) -> str:
    """What its values are typed in: money in million VND, whatever it is shown in."""
    if indicator.is_money:
        return _("million VND")
    return str(indicator.unit_words or UNITS[indicator.unit])


def measure_of(indicator: Indicator) -> str:
    """What its values are, for the script that looks at what is typed: "share" (0 to 100), another
    "percent", "whole" numbers, "mean" or another sum of "money", "number".
    """
    if indicator.is_share:
        return "share"
    if indicator.unit is Unit.PERCENT:
        return "percent"
    if indicator.is_money:
        return "mean" if indicator.averages else "money"
    return "whole" if indicator.unit.is_whole else "number"


def _with_unit(indicator: Indicator) -> str:
    unit = typed_in(indicator)
    return f"{indicator.label} ({unit})" if unit else str(indicator.label)


def _initial(target: Target | None, kind: Kind) -> dict:
    """What a row shows at first. A clause stands in the target's own decision, and in no other."""
    if target is None:
        return {"operator": Operator.AT_LEAST.value}
    indicator = known(target.indicator)
    return {
        "place": target.place,
        "indicator": target.indicator,
        "unit": target.unit.asked_as,
        "operator": target.operator,
        "from_year": target.from_year,
        "quote": target.quote if kind is Kind.STORED else "",
    } | {name: shown_value(getattr(target, name), indicator) for name in VALUES}


class TargetSheet:
    """The rows of a plan's year: its own targets, and allocations to the units below.

    plan: whose they are to be, stored or not. data: what was sent, None for a page that is opened.
    """

    def __init__(
        self,
        data: Mapping[str, str] | None,
        plan: Plan,
        year: int,
        units: Sequence[AdministrativeUnit],
        *,
        shown: Sequence[Target] = (),
        kind: Kind = Kind.STORED,
    ):
        self.plan, self.year, self.kind, self.data = plan, year, kind, data
        self.problems: list[str] = []
        self.asks_as_written = False
        own = [target for target in shown if target.unit.path == plan.unit.path]
        below = [target for target in shown if target.unit.path != plan.unit.path]
        self.own = [self._row(None, target) for target in own]
        self.own += self._blank("own", None, BLANK_ROWS if own else FIRST_ROWS)
        self.allocations = [self._row(units, target) for target in below]
        self.allocations += self._blank("part", units) if units else []

    def _row(self, units, target: Target) -> TargetRow:
        return TargetRow(self.data, kind=self.kind, key=str(target.pk), units=units, target=target)

    def _blank(self, name: str, units, rows: int = BLANK_ROWS) -> list[TargetRow]:
        """Rows for new targets: so many, and as many as were sent."""
        while f"{Kind.NEW}-{name}-{rows}-value" in (self.data or {}):
            rows += 1
        return [
            TargetRow(self.data, kind=Kind.NEW, key=f"{name}-{number}", units=units)
            for number in range(rows)
        ]

    @property
    def rows(self) -> list[TargetRow]:
        return [*self.own, *self.allocations]

    @property
    def changed(self) -> list[TargetRow]:
        return [row for row in self.rows if row.changes]

    @property
    def is_as_written(self) -> bool:
        """Whether somebody said that small amounts are meant so."""
        return bool((self.data or {}).get("as_written"))

    def is_valid(self) -> bool:
        """Whether all that was sent can be stored; what cannot is said at its fields, in all rows
        at once.
        """
        for row in self.rows:
            row.full_clean()
        closed = ReportingYears()
        for row in self.changed:
            if row.is_removed:
                self._show(row, closed_target_problems(row.target, closed))
            elif row.is_valid():
                self._look_at(row, closed)
        self._refuse_twice()
        if self.plan.pk and any(row.kind is not Kind.STORED for row in self.changed):
            years = set(self.plan.targets.values_list("year", flat=True))
            found = settled_plan_problems(self.plan, years, closed)
            self.problems += [one.message for one in found]
        return not self.problems and all(not row.errors for row in self.rows)

    def _refuse_twice(self) -> None:
        taken: set[tuple[str, AdministrativeUnit]] = set()
        for row in self.rows:
            if row.is_blank or row.is_removed or row.of is None or "unit" in row.errors:
                continue
            key = row.of.code, row.allocated_to or self.plan.unit
            if key in taken:
                row.add_error("indicator", _("This is there twice: keep one of the two rows."))
            taken.add(key)

    def _look_at(self, row: TargetRow, closed: ReportingYears) -> None:
        target = row.made(self.plan, self.year)
        found = [Problem(target, field, error) for field, error in own_errors(target)]
        self._show(row, [*found, *target_problems(target), *closed_target_problems(target, closed)])
        for name in doubtful_amounts(target, [one for one in VALUES if one in row.changed_data]):
            self.asks_as_written = True
            if self.is_as_written:
                continue
            message = _("So little? Amounts are in million VND here: write 85 for 85 million.")
            row.add_error(name, message)

    def _show(self, row: TargetRow, problems: Iterable[Problem]) -> None:
        for found in problems:
            field = found.field if found.field in row.fields else None
            if field is None or field not in row.errors:
                row.add_error(field, found.error)

    def allocated(self) -> list[Allocated]:
        """What the allocations come to as they were typed, or as they are shown."""
        if self.data is None:
            targets = [row.target for row in self.rows if row.target is not None]
        else:
            kept = [
                row
                for row in self.rows
                if not row.is_blank and row.is_valid() and not row.is_removed
            ]
            targets = [row.made(self.plan, self.year) for row in kept]
        return allocated(targets, self.plan.unit_id)

    def store(self) -> list[Target]:
        """Store what changes, and return it; the plan is stored already."""
        stored = []
        for row in self.changed:
            if row.is_removed:
                row.target.delete()
                continue
            target = row.made(self.plan, self.year)
            if target.pk is None and not target.place:
                target.place = self._next_place()
            target.save()
            stored.append(target)
        open_years(target for target in stored if target.year == self.year)
        return stored

    def _next_place(self) -> int:
        places = self.plan.targets.filter(year=self.year).values_list("place", flat=True)
        return max(places, default=0) + 1
